//! A few people who meet again and again: this round is chosen so that the next ones can go on
//! without repeats. Nothing is kept between rounds: the plan is found anew from the history.

use super::draws::{Draws, Phase};
use super::interned::{Interned, at};

/// Beyond so many people the best round for itself hardly ever spoils the next ones.
pub(super) const MOST_PEOPLE: usize = 16;
/// How many plans are tried, half of them with the best round for itself first.
const PLANS: u32 = 200;
/// How many pairs are tried for one plan before another is begun.
const PAIRS: u32 = 450;
/// Of so many whole plans the most worthwhile round is taken.
const ENOUGH: u32 = 6;

/// Pairs for all of `among` with the same repeat cost as `best`, which are the best for this round
/// alone, such that as many rounds as possible can follow without anybody meeting again too early.
/// Too early is sooner than each could have met all others in between, so with the same even
/// number n of people: sooner than n - 1 rounds after the last time. `None` if there is nothing to
/// plan.
pub(super) fn pairs(
    people: &Interned,
    among: &[u32],
    best: &[[u32; 2]],
    seed: &[u8; 32],
) -> Option<Vec<[u32; 2]>> {
    let few = (4..=MOST_PEOPLE).contains(&among.len());
    if !few || best.len() * 2 != among.len() {
        return None;
    }
    let mut plan = Plan::of(people, among, best, seed)?;
    let best: Vec<[usize; 2]> = best
        .iter()
        .filter_map(|pair| {
            let [one, other] = pair.map(|place| among.binary_search(&place).ok());
            Some([one?, other?])
        })
        .collect();
    plan.from(&best);
    let chosen = if plan.reached >= plan.rounds { best } else { plan.any(best) };
    let pairs =
        chosen.into_iter().filter_map(|[one, other]| Some([*among.get(one)?, *among.get(other)?]));
    Some(pairs.collect())
}

struct Plan {
    people: usize,
    /// How many rounds it is to have.
    rounds: usize,
    /// By round from now and by person: whom they can meet then, a bit for each.
    open: Vec<[u16; MOST_PEOPLE]>,
    /// By two people: repeat cost and worth now.
    cost: Vec<(u32, u32)>,
    /// What this round may cost.
    least: u32,
    draws: Draws,
    /// By person: whom they meet by the plan so far.
    used: [u16; MOST_PEOPLE],
    /// The pairs of the plan so far, a round after the other.
    pairs: Vec<[usize; 2]>,
    tries: u32,
    /// The longest plan, in rounds, and the pairs of it.
    reached: usize,
    longest: Vec<[usize; 2]>,
}

impl Plan {
    fn of(people: &Interned, among: &[u32], best: &[[u32; 2]], seed: &[u8; 32]) -> Option<Self> {
        let degree = |one: &u32| among.iter().filter(|o| people.admissible(*one, **o)).count();
        let rounds = among.iter().map(degree).min()?;
        let least: u32 = best.iter().map(|[one, other]| people.repeat_cost(*one, *other)).sum();
        let early = |one: u32, other: u32, ahead: usize| {
            // Where this round needs no repeat, it has none, however long ago.
            let fresh = ahead == 0 && least == 0;
            let age = people.age(one, other).map(at);
            age.is_some_and(|age| fresh || age.saturating_add(ahead) < rounds)
        };
        if best.iter().any(|[one, other]| early(*one, *other, 0)) {
            return None;
        }
        let open = (0..rounds).map(|ahead| {
            let mut row = [0; MOST_PEOPLE];
            for (row, one) in row.iter_mut().zip(among) {
                for (bit, other) in among.iter().enumerate() {
                    let can = people.admissible(*one, *other) && !early(*one, *other, ahead);
                    *row |= u16::from(can) << bit;
                }
            }
            row
        });
        let cost = among.iter().flat_map(|one| {
            among.iter().map(|o| (people.repeat_cost(*one, *o), people.worth(*one, *o)))
        });
        Some(Self {
            people: among.len(),
            rounds,
            open: open.collect(),
            cost: cost.collect(),
            least,
            draws: Draws::of(seed, Phase::Plan),
            used: [0; MOST_PEOPLE],
            pairs: Vec::new(),
            tries: 0,
            reached: 0,
            longest: Vec::new(),
        })
    }

    /// The longest plan that begins with these pairs.
    fn from(&mut self, first: &[[usize; 2]]) {
        for _ in 0..PLANS / 2 {
            self.begin();
            for pair in first {
                self.take(*pair);
            }
            if self.next_round(1) {
                break;
            }
        }
    }

    /// The round, this one apart, that leaves the longest plan and is worth most, or `best`.
    fn any(&mut self, best: Vec<[usize; 2]>) -> Vec<[usize; 2]> {
        let worth = |plan: &Self, round: &[[usize; 2]]| plan.sum(round).1;
        let mut chosen = (self.reached, worth(self, &best), best);
        let mut whole = 0;
        for _ in 0..PLANS / 2 {
            self.begin();
            self.reached = 0;
            whole += u32::from(self.go_on(0, self.everybody()));
            let each = self.people / 2;
            for round in self.longest.clone().chunks_exact(each.max(1)) {
                // Whatever can be met now can be met later as well: rounds may change places.
                let now = round.iter().all(|[one, other]| self.is_open(0, *one, *other));
                let worth = worth(self, round);
                if now
                    && self.sum(round).0 == self.least
                    && (self.reached, worth) > (chosen.0, chosen.1)
                {
                    chosen = (self.reached, worth, round.to_vec());
                }
            }
            if whole >= ENOUGH {
                break;
            }
        }
        chosen.2
    }

    fn sum(&self, round: &[[usize; 2]]) -> (u32, u32) {
        round.iter().fold((0, 0), |(cost, worth), [one, other]| {
            let pair = self.cost.get(one * self.people + other).copied().unwrap_or_default();
            (cost + pair.0, worth + pair.1)
        })
    }

    fn everybody(&self) -> u16 {
        u16::MAX.checked_shr(16 - u32::try_from(self.people).unwrap_or(16)).unwrap_or_default()
    }

    fn is_open(&self, ahead: usize, one: usize, other: usize) -> bool {
        self.open.get(ahead).and_then(|row| row.get(one)).is_some_and(|row| row >> other & 1 == 1)
    }

    fn begin(&mut self) {
        self.used = [0; MOST_PEOPLE];
        self.pairs.clear();
        self.tries = 0;
    }

    fn take(&mut self, [one, other]: [usize; 2]) {
        self.mark(one, other);
        self.mark(other, one);
        self.pairs.push([one, other]);
    }

    fn mark(&mut self, one: usize, other: usize) {
        if let Some(used) = self.used.get_mut(one) {
            *used ^= 1 << other;
        }
    }

    fn give_back(&mut self) {
        if let Some([one, other]) = self.pairs.pop() {
            self.mark(one, other);
            self.mark(other, one);
        }
    }

    /// Pairs the people in `free` in that round from now, and all in those after it, where that
    /// goes without too many tries.
    fn go_on(&mut self, ahead: usize, free: u16) -> bool {
        if free == 0 {
            return self.next_round(ahead + 1);
        }
        let options = |plan: &Self, one: usize| {
            let open = plan.open.get(ahead).and_then(|row| row.get(one)).copied();
            open.unwrap_or_default() & !plan.used.get(one).copied().unwrap_or_default() & free
        };
        let hardest = (0..self.people)
            .filter(|one| free >> one & 1 == 1)
            .map(|one| (options(self, one), one))
            .min_by_key(|(open, _)| open.count_ones());
        let Some((mut open, one)) = hardest else { return false };
        while open != 0 {
            self.tries += 1;
            if self.tries > PAIRS {
                return false;
            }
            let skip = self.draws.below(u64::from(open.count_ones()));
            let other = nth_bit(open, skip);
            open &= !(1 << other);
            self.take([one, other]);
            let done = self.go_on(ahead, free & !(1 << one) & !(1 << other));
            if done {
                return true;
            }
            self.give_back();
        }
        false
    }

    fn next_round(&mut self, ahead: usize) -> bool {
        let first = self.pairs.get(..self.people / 2).unwrap_or_default();
        if ahead == 1 && self.sum(first).0 != self.least {
            return false;
        }
        if ahead > self.reached {
            self.reached = ahead;
            self.longest.clone_from(&self.pairs);
        }
        ahead >= self.rounds || self.go_on(ahead, self.everybody())
    }
}

/// The bit before which there are `skip` others.
fn nth_bit(mut bits: u16, skip: u64) -> usize {
    for _ in 0..skip {
        bits &= bits.wrapping_sub(1);
    }
    at(bits.trailing_zeros())
}
