//! Who met whom before, and when last: six bytes for each of two people.

use super::rows::{at, count};

/// The last meeting of any two people that counts.
#[derive(Clone, Debug, Default)]
pub struct Meetings {
    /// This round's number.
    round: u32,
    /// The rounds in which anybody met, sorted.
    rounds: Vec<u32>,
    /// What a meeting again costs, for each of `rounds`.
    costs: Vec<u32>,
    /// Where the meetings of each person begin, and where those of the last end.
    starts: Vec<u32>,
    with: Vec<u32>,
    /// Index into `rounds`.
    when: Vec<u16>,
}

/// What it costs that two people meet again so many rounds after the last time.
fn cost(age: u32) -> u32 {
    100 + 100 / age.max(1)
}

impl Meetings {
    /// Keeps the meetings of people `0..len`, each a round and two people, in any order. They are
    /// asked for twice, so that no second copy of them is needed. Of more than 65,536 rounds the
    /// oldest count as one.
    pub fn of<I: Iterator<Item = (u32, u32, u32)>>(
        len: usize,
        round: u32,
        meetings: impl Fn() -> I,
    ) -> Self {
        let mut rounds: Vec<u32> = Vec::new();
        let mut starts = vec![0_u32; len + 2];
        for (when, one, other) in valid(len, meetings()) {
            if let Err(index) = rounds.binary_search(&when) {
                rounds.insert(index, when);
            }
            for place in [one, other] {
                if let Some(start) = starts.get_mut(at(place) + 2) {
                    *start += 1;
                }
            }
        }
        let too_many = rounds.len().saturating_sub(usize::from(u16::MAX) + 1);
        rounds.drain(..too_many);
        let costs = rounds.iter().map(|when| cost(round.saturating_sub(*when))).collect();
        let total = sums(&mut starts);

        let (mut with, mut when) = (vec![0_u32; at(total)], vec![0_u16; at(total)]);
        for (then, one, other) in valid(len, meetings()) {
            let index = rounds.binary_search(&then).unwrap_or_else(|index| index);
            for (place, mate) in [(one, other), (other, one)] {
                // Each start moves to the end of its row while that is filled: the row after
                // it begins there.
                let Some(start) = starts.get_mut(at(place) + 1) else { continue };
                if let (Some(with), Some(when)) =
                    (with.get_mut(at(*start)), when.get_mut(at(*start)))
                {
                    (*with, *when) = (mate, u16::try_from(index).unwrap_or(u16::MAX));
                }
                *start += 1;
            }
        }
        starts.pop();
        let mut kept = Self { round, rounds, costs, starts, with, when };
        kept.sort();
        kept
    }

    /// Sorts each row by the other person and keeps the last meeting of each.
    fn sort(&mut self) {
        let (mut row, mut end) = (Vec::<(u32, u16)>::new(), 0);
        for place in 1..self.starts.len() {
            let from = self.starts.get(place - 1).map_or(0, |start| at(*start));
            let to = self.starts.get(place).map_or(from, |start| at(*start));
            let with = self.with.get(from..to).unwrap_or_default();
            let when = self.when.get(from..to).unwrap_or_default();
            row.clear();
            row.extend(with.iter().copied().zip(when.iter().copied()));
            row.sort_unstable_by_key(|(with, when)| (*with, std::cmp::Reverse(*when)));
            row.dedup_by_key(|(with, _)| *with);
            // Rows only move to the front: what is overwritten was read before.
            if let Some(start) = self.starts.get_mut(place - 1) {
                *start = count(end);
            }
            let room = end..end + row.len();
            if let (Some(with), Some(when)) =
                (self.with.get_mut(room.clone()), self.when.get_mut(room))
            {
                for ((with, when), met) in with.iter_mut().zip(when).zip(&row) {
                    (*with, *when) = *met;
                }
            }
            end += row.len();
            // The next row's start is still where it was, so that it can be read.
        }
        if let Some(last) = self.starts.last_mut() {
            *last = count(end);
        }
        self.with.truncate(end);
        self.when.truncate(end);
        if end == 0 {
            self.starts = Vec::new();
        }
        self.with.shrink_to_fit();
        self.when.shrink_to_fit();
    }

    #[inline]
    fn range(&self, place: u32) -> std::ops::Range<usize> {
        let from = self.starts.get(at(place)).map_or(0, |start| at(*start));
        let to = self.starts.get(at(place) + 1).map_or(from, |start| at(*start));
        from..to
    }

    /// Whom somebody met, sorted, and in which round last.
    pub fn of_person(&self, place: u32) -> impl Iterator<Item = (u32, u32)> {
        let with = self.with.get(self.range(place)).unwrap_or_default();
        let when = self.when.get(self.range(place)).unwrap_or_default();
        let round = |when: &u16| self.rounds.get(usize::from(*when)).copied().unwrap_or_default();
        with.iter().zip(when).map(move |(with, when)| (*with, round(when)))
    }

    /// Whom somebody met, sorted.
    #[inline]
    pub fn with(&self, place: u32) -> &[u32] {
        self.with.get(self.range(place)).unwrap_or_default()
    }

    #[inline]
    fn found(&self, one: u32, other: u32) -> Option<usize> {
        let range = self.range(one);
        let from = range.start;
        let index = self.with.get(range)?.binary_search(&other).ok()?;
        self.when.get(from + index).map(|when| usize::from(*when))
    }

    /// The round in which two people met last, if they did.
    #[inline]
    pub fn last(&self, one: u32, other: u32) -> Option<u32> {
        self.rounds.get(self.found(one, other)?).copied()
    }

    /// `100 + floor(100 / age)`, or nothing if they never met.
    #[inline]
    pub fn cost(&self, one: u32, other: u32) -> u32 {
        self.found(one, other).and_then(|when| self.costs.get(when).copied()).unwrap_or_default()
    }

    /// How many rounds ago the round of that number was; 1 at least.
    pub fn age(&self, round: u32) -> u32 {
        self.round.saturating_sub(round).max(1)
    }
}

fn valid(
    len: usize,
    meetings: impl Iterator<Item = (u32, u32, u32)>,
) -> impl Iterator<Item = (u32, u32, u32)> {
    meetings.filter(move |(_, one, other)| one != other && at(*one) < len && at(*other) < len)
}

/// Makes the sum of all numbers before it of each, and says that of all.
fn sums(counts: &mut [u32]) -> u32 {
    let mut sum = 0_u32;
    for count in counts {
        sum = sum.saturating_add(*count);
        *count = sum;
    }
    sum
}
