//! Who sits in which group, and what it would cost to change places.

use super::super::draws::Draws;
use super::super::interned::{Interned, MOST_WORTH};

/// What one of the repeat cost counts: more than the worth of all meetings that change when two
/// people change places.
const REPEAT: i32 = 1 << 15;
/// What a broken rule counts: more than all repeats that change then.
const BROKEN: i32 = 1 << 27;
/// How often everybody may look for somebody to change places with.
const SWEEPS: usize = 40;
/// How often people are moved by chance where repeats or broken rules are left: so many people in
/// all.
const KICKS_OF_ALL: usize = 1_000;

/// Some people, numbered from 0, and their seats. Those who take no part sit in a last group in
/// which nothing costs.
pub(super) struct Seats {
    len: usize,
    costs: Vec<i32>,
    groups: usize,
    sizes: Vec<usize>,
    group_of: Vec<usize>,
    /// For each group and person, what they would cost in it: the sum over its members.
    sums: Vec<i32>,
}

impl Seats {
    pub(super) fn of(people: &Interned, among: &[u32]) -> Self {
        let len = among.len();
        let mut costs = vec![0; len * len];
        for (row, one) in among.iter().enumerate() {
            for (column, other) in among.iter().enumerate().take(row) {
                let cost = if people.admissible(*one, *other) {
                    let missed = MOST_WORTH - people.worth(*one, *other).min(MOST_WORTH);
                    let repeat = people.repeat_cost(*one, *other);
                    i32::try_from(missed).unwrap_or_default()
                        + i32::try_from(repeat).unwrap_or_default() * REPEAT
                } else {
                    BROKEN
                };
                for cell in [row * len + column, column * len + row] {
                    if let Some(cell) = costs.get_mut(cell) {
                        *cell = cost;
                    }
                }
            }
        }
        let group_of = vec![0; len];
        Self { len, costs, groups: 0, sizes: Vec::new(), group_of, sums: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn row(&self, one: usize) -> &[i32] {
        self.costs.get(one * self.len..(one + 1) * self.len).unwrap_or_default()
    }

    fn group(&self, one: usize) -> usize {
        self.group_of.get(one).copied().unwrap_or_default()
    }

    /// What each person would cost in that group; nothing in the last one.
    fn sums(&self, group: usize) -> &[i32] {
        self.sums.get(group * self.len..(group + 1) * self.len).unwrap_or_default()
    }

    fn sum(&self, group: usize, one: usize) -> i64 {
        self.sums(group).get(one).copied().map_or(0, i64::from)
    }

    /// The best of some tries at groups of those sizes, and how many people would have to leave
    /// them so that no rule is broken.
    pub(super) fn best_of(
        &mut self,
        sizes: &[usize],
        tries: usize,
        draws: &mut Draws,
    ) -> (Vec<Vec<u16>>, usize) {
        let mut best: Option<(i64, Vec<usize>)> = None;
        for _ in 0..tries {
            self.fill(sizes, draws);
            self.descend();
            self.kick(draws);
            let cost = self.cost();
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, self.group_of.clone()));
            }
        }
        if let Some((_, group_of)) = best {
            self.group_of = group_of;
        }
        let mut groups = vec![Vec::new(); sizes.len()];
        for (one, group) in (0..).zip(&self.group_of) {
            if let Some(group) = groups.get_mut(*group) {
                group.push(one);
            }
        }
        let broken = self.broken(&groups);
        (groups, broken)
    }

    /// Everybody takes a seat, in an order of chance, where they cost least.
    fn fill(&mut self, sizes: &[usize], draws: &mut Draws) {
        self.groups = sizes.len();
        self.sizes = sizes.to_vec();
        self.sums = vec![0; self.groups * self.len];
        self.group_of = vec![self.groups; self.len];
        let mut order: Vec<usize> = (0..self.len).collect();
        draws.shuffle(&mut order);
        let mut free = sizes.to_vec();
        for one in order {
            let open = (0..self.groups).filter(|group| free.get(*group).is_some_and(|n| *n > 0));
            // An empty group costs nothing: those that are begun come first.
            let filled = |group: usize| self.sizes.get(group) != free.get(group);
            let cost = |group: usize| {
                let missing = if filled(group) { 0 } else { i64::from(MOST_WORTH) * 2 };
                self.sum(group, one) + missing
            };
            let Some(group) = open.min_by_key(|group| cost(*group)) else { continue };
            if let Some(free) = free.get_mut(group) {
                *free -= 1;
            }
            self.join(one, group, 1);
            if let Some(kept) = self.group_of.get_mut(one) {
                *kept = group;
            }
        }
    }

    /// Adds somebody to the sums of a group, or takes them out.
    fn join(&mut self, one: usize, group: usize, sign: i32) {
        let (len, costs) = (self.len, &self.costs);
        let row = costs.get(one * len..(one + 1) * len).unwrap_or_default();
        let sums = self.sums.get_mut(group * len..(group + 1) * len).unwrap_or_default();
        for (sum, cost) in sums.iter_mut().zip(row) {
            *sum += sign * cost;
        }
    }

    fn swap(&mut self, one: usize, other: usize) {
        let (here, there) = (self.group(one), self.group(other));
        for (who, from, to) in [(one, here, there), (other, there, here)] {
            self.join(who, from, -1);
            self.join(who, to, 1);
            if let Some(group) = self.group_of.get_mut(who) {
                *group = to;
            }
        }
    }

    /// Everybody changes places with whom that is best, until it is best for all.
    fn descend(&mut self) {
        let mut still = 0;
        for one in (0..self.len).cycle().take(self.len * SWEEPS) {
            match self.best_swap(one) {
                Some(other) => {
                    self.swap(one, other);
                    still = 0;
                }
                None => still += 1,
            }
            if still >= self.len {
                break;
            }
        }
    }

    fn best_swap(&self, one: usize) -> Option<usize> {
        let here = self.group(one);
        let mine = self.sum(here, one);
        let there: Vec<i64> = (0..=self.groups).map(|group| self.sum(group, one)).collect();
        let zeros;
        let in_mine = if here < self.groups {
            self.sums(here)
        } else {
            zeros = vec![0; self.len];
            &zeros
        };
        let mut best: Option<(i64, usize)> = None;
        let others = self.row(one).iter().zip(in_mine).zip(&self.group_of).enumerate();
        for (other, ((between, theirs), group)) in others {
            if *group == here {
                continue;
            }
            let gone = self.sum(*group, other) + mine;
            // Neither sits with the other afterwards, also where only one of them takes part.
            let mine_there = if *group < self.groups {
                there.get(*group).copied().unwrap_or_default() - i64::from(*between)
            } else {
                0
            };
            let theirs_here =
                if here < self.groups { i64::from(*theirs) - i64::from(*between) } else { 0 };
            let change = mine_there + theirs_here - gone;
            if change < best.map_or(0, |(least, _)| least) {
                best = Some((change, other));
            }
        }
        best.map(|(_, other)| other)
    }

    /// Where repeats or broken rules are left, those people change places by chance, and it is
    /// tried again; what is worse is taken back.
    fn kick(&mut self, draws: &mut Draws) {
        for _ in 0..(KICKS_OF_ALL / self.len.max(1)).clamp(3, 12) {
            let bad: Vec<usize> = (0..self.len)
                .filter(|one| self.sum(self.group(*one), *one) >= i64::from(REPEAT))
                .collect();
            if bad.is_empty() || self.groups < 2 {
                return;
            }
            let (cost, group_of, sums) = (self.cost(), self.group_of.clone(), self.sums.clone());
            for one in bad.into_iter().take(self.len / 8 + 1) {
                let other = draws.index(self.len);
                if self.group(one) != self.group(other) {
                    self.swap(one, other);
                }
            }
            self.descend();
            if self.cost() > cost {
                (self.group_of, self.sums) = (group_of, sums);
            }
        }
    }

    /// What all groups cost, each pair counted twice.
    fn cost(&self) -> i64 {
        (0..self.len).map(|one| self.sum(self.group(one), one)).sum()
    }

    /// How many have to leave their groups so that nobody is with somebody they may not be with:
    /// whoever is with most such people leaves first.
    fn broken(&self, groups: &[Vec<u16>]) -> usize {
        let apart = |one: u16, other: u16| {
            one != other && self.row(usize::from(one)).get(usize::from(other)) == Some(&BROKEN)
        };
        let mut leaving = 0;
        for group in groups {
            let mut left = group.clone();
            loop {
                let count = |one: &u16| left.iter().filter(|other| apart(*one, **other)).count();
                let worst = left.iter().copied().map(|one| (count(&one), one)).max();
                let Some((1.., one)) = worst else { break };
                left.retain(|other| *other != one);
                leaving += 1;
            }
        }
        leaving
    }
}
