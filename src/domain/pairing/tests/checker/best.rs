//! The best of all ways to group a few people, by trying them all.

use super::{Checker, Verdict, held};
use crate::domain::pairing::{Method, Odd, Paired};

/// Pairs, thirds, repeat cost, worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Goals(u32, u32, u32, u32);

impl Goals {
    fn better_than(self, other: Self) -> bool {
        (self.0, self.1, other.2, self.3) > (other.0, other.1, self.2, other.3)
    }
}

impl Checker<'_> {
    /// What came about is the best for somebody whose turn it was to be set aside.
    pub(in crate::domain::pairing::tests) fn best(&self, told: &Paired, planned: bool) -> Verdict {
        let (all, asides): (Vec<usize>, _) = ((0..self.people.len()).collect(), self.asides());
        let firsts: Vec<[usize; 2]> = told
            .groups
            .iter()
            .map(|group| [self.index(&group.members[0]), self.index(&group.members[1])])
            .collect();
        let thirds: Vec<usize> =
            told.groups.iter().filter_map(|g| Some(self.index(g.third.as_ref()?))).collect();
        let goals = self.goals(&firsts, u32::try_from(thirds.len()).unwrap());
        let mut expected = Vec::new();
        let right = asides.iter().any(|aside| {
            let others: Vec<usize> = all.iter().copied().filter(|p| Some(*p) != *aside).collect();
            let apart = firsts.iter().flatten().all(|place| Some(*place) != *aside);
            let best = self.best_goals(&others, aside.filter(|_| self.trios()));
            expected.push((*aside, best));
            let Goals(pairs, thirds, cost, worth) = best;
            let worthy = if planned { goals.3 <= worth } else { goals.3 == worth };
            apart && (goals.0, goals.1, goals.2) == (pairs, thirds, cost) && worthy
        });
        held(right, || format!("{goals:?} instead of one of {expected:?}"))
    }

    fn trios(&self) -> bool {
        self.asked.program.odd == Odd::Trio
    }

    fn goals(&self, pairs: &[[usize; 2]], thirds: u32) -> Goals {
        let sum = |table: &[Vec<u32>]| pairs.iter().map(|[a, b]| table[*a][*b]).sum();
        Goals(u32::try_from(pairs.len()).unwrap(), thirds, sum(&self.cost), sum(&self.worth))
    }

    /// Whose turn it may be to be set aside; nobody's if the number is even.
    fn asides(&self) -> Vec<Option<usize>> {
        let all: Vec<usize> = (0..self.people.len()).collect();
        if all.len().is_multiple_of(2) {
            return vec![None];
        }
        let grouped = |one: &usize| {
            let others: Vec<usize> = all.iter().copied().filter(|p| p != one).collect();
            let Goals(pairs, thirds, ..) =
                self.best_goals(&others, Some(*one).filter(|_| self.trios()));
            (2 * pairs + thirds, pairs)
        };
        let most = all.iter().map(grouped).max();
        let mut able: Vec<usize> =
            all.iter().copied().filter(|p| Some(grouped(p)) == most).collect();
        let last = |p: &usize| self.people[*p].sat_out == Some(self.asked.round - 1);
        if able.iter().any(|p| !last(p)) {
            able.retain(|p| !last(p));
        }
        let turn = |p: &usize| {
            let person = self.people[*p];
            (person.sat_out.filter(|_| !self.trios()), person.trios, person.last_trio)
        };
        let first = able.iter().map(turn).min();
        able.into_iter().filter(|p| Some(turn(p)) == first).map(Some).collect()
    }

    /// The best of all ways to pair `others`, where `aside` can only be a third.
    fn best_goals(&self, others: &[usize], aside: Option<usize>) -> Goals {
        let mut best = Goals(0, 0, 0, 0);
        self.try_all(others, aside, &mut Vec::new(), &mut Vec::new(), &mut best);
        best
    }

    fn try_all(
        &self,
        left: &[usize],
        aside: Option<usize>,
        pairs: &mut Vec<[usize; 2]>,
        alone: &mut Vec<usize>,
        best: &mut Goals,
    ) {
        let Some((one, rest)) = left.split_first() else {
            let waiting: Vec<usize> = alone.iter().copied().chain(aside).collect();
            // More pairs are better whoever joins, and fewer are not looked at.
            if pairs.len() >= best.0 as usize {
                let goals = self.goals(pairs, self.most_thirds(&waiting, pairs));
                if goals.better_than(*best) {
                    *best = goals;
                }
            }
            return;
        };
        for other in rest.iter().filter(|other| self.admissible[*one][**other]) {
            let still: Vec<usize> = rest.iter().copied().filter(|p| p != other).collect();
            pairs.push([*one, *other]);
            self.try_all(&still, aside, pairs, alone, best);
            pairs.pop();
        }
        alone.push(*one);
        self.try_all(rest, aside, pairs, alone, best);
        alone.pop();
    }

    fn most_thirds(&self, waiting: &[usize], pairs: &[[usize; 2]]) -> u32 {
        let Some((one, rest)) = waiting.split_first() else { return 0 };
        let mut most = self.most_thirds(rest, pairs);
        for (at, pair) in pairs.iter().enumerate() {
            if pair.iter().all(|p| self.admissible[*one][*p]) {
                let mut left = pairs.to_vec();
                left.remove(at);
                most = most.max(1 + self.most_thirds(rest, &left));
            }
        }
        most
    }

    /// Where everybody is in a pair: no other pairs are better. By the best for every subset.
    pub(in crate::domain::pairing::tests) fn best_of_all_pairs(&self, told: &Paired) -> Verdict {
        let count = self.people.len();
        let better = |one: (u32, u32, u32), other: (u32, u32, u32)| {
            (one.0, other.1, one.2) > (other.0, one.1, other.2)
        };
        // Pairs, repeat cost and worth of the best pairs within a set, a bit for each person.
        let mut best = vec![(0, 0, 0); 1 << count];
        for set in 1_usize..1 << count {
            let one = (0..count).find(|one| set >> one & 1 == 1).unwrap();
            let mut found = best[set ^ 1 << one];
            for other in one + 1..count {
                if set >> other & 1 == 1 && self.admissible[one][other] {
                    let (pairs, cost, worth) = best[set ^ 1 << one ^ 1 << other];
                    let with =
                        (pairs + 1, cost + self.cost[one][other], worth + self.worth[one][other]);
                    if better(with, found) {
                        found = with;
                    }
                }
            }
            best[set] = found;
        }
        let (pairs, cost, worth) = best[(1 << count) - 1];
        let sum = &told.summary;
        held(told.groups.len() == pairs as usize, || format!("{pairs} pairs: {sum:?}"))?;
        if sum.pairs * 2 < sum.people {
            return Ok(());
        }
        let planned = sum.method == Method::Planned;
        held(sum.repeat_cost == u64::from(cost), || format!("{cost}: {sum:?}"))?;
        let (ours, worth) = (sum.score, u64::from(worth));
        held(ours == worth || planned && ours < worth, || format!("{worth}: {sum:?}"))
    }
}
