//! Some hundred to two thousand people whose pairs are all known at once: what each is worth stands
//! in a square table. Greedy pairs, then chains of exchanges (after Lin and Kernighan) along each
//! one's best candidates. A price for everybody tells who is sought after: candidates are those who
//! are worth most after their price, so that not all of them want the same few.

use super::super::interned::{Card, Interned, at};
use super::chain;

/// Without a partner.
pub(super) const NOBODY: u16 = u16::MAX;
/// That two people meet at all, in the table: more than a chain can win or lose otherwise.
pub(super) const MEET: i16 = 8_192;
/// So many candidates each.
pub(super) const CANDIDATES: usize = 10;

/// How much is done for a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// How often prices are settled, candidates chosen and chains tried.
    pub(super) turns: u32,
    /// How often all prices are looked at in each turn.
    pub(super) sweeps: u32,
}

/// A few people, numbered from 0.
pub(super) struct Block {
    size: usize,
    /// What it is worth that two people meet: [`MEET`] and more, or 0 if they may not or met before.
    table: Vec<i16>,
    pub(super) mates: Vec<u16>,
    /// What a partner must bring for somebody, so that both gain.
    prices: Vec<i16>,
    candidates: Vec<u16>,
    chain: chain::Chain,
}

/// What is kept from one block to the next, so that memory is asked for once.
#[derive(Default)]
pub(super) struct Desk {
    /// The number in the block of everybody, by place; 0 is nobody.
    numbers: Vec<u16>,
    cards: Vec<Card>,
    table: Vec<i16>,
}

impl Desk {
    pub(super) fn of(people: &Interned) -> Self {
        Self { numbers: vec![0; at(people.len())], cards: Vec::new(), table: Vec::new() }
    }

    /// Lays out those people, of whom there are some thousands at most.
    pub(super) fn lay(&mut self, people: &Interned, among: &[u32]) -> Block {
        let size = among.len();
        self.cards.clear();
        self.cards.extend(among.iter().filter_map(|place| people.card(*place).copied()));
        let mut table = std::mem::take(&mut self.table);
        table.clear();
        table.resize(size * size, 0);
        for (row, (one, this)) in among.iter().zip(&self.cards).enumerate() {
            let line = table.get_mut(row * size..(row + 1) * size).unwrap_or_default();
            let others = among.iter().zip(&self.cards).zip(line).take(row);
            for ((other, that), cell) in others {
                let worth = people.worth_if_permitted((*one, this), (*other, that));
                *cell = worth.map_or(0, |worth| MEET + i16::try_from(worth).unwrap_or_default());
            }
        }
        self.forbid(people, among, &mut table);
        mirror(&mut table, size);
        Block {
            size,
            table,
            mates: vec![NOBODY; size],
            prices: vec![0; size],
            candidates: Vec::new(),
            chain: chain::Chain::default(),
        }
    }

    /// Takes out of the table who excludes whom, and who met whom.
    fn forbid(&mut self, people: &Interned, among: &[u32], table: &mut [i16]) {
        for (number, place) in (1..).zip(among) {
            if let Some(kept) = self.numbers.get_mut(at(*place)) {
                *kept = number;
            }
        }
        let size = among.len();
        for (row, one) in among.iter().enumerate() {
            for other in people.met_with(*one).iter().chain(people.excluded(*one)) {
                let number = self.numbers.get(at(*other)).copied().unwrap_or_default();
                let column = usize::from(number).wrapping_sub(1);
                if column < row
                    && let Some(cell) = table.get_mut(row * size + column)
                {
                    *cell = 0;
                }
            }
        }
        for place in among {
            if let Some(kept) = self.numbers.get_mut(at(*place)) {
                *kept = 0;
            }
        }
    }

    /// Takes back what a block needed.
    pub(super) fn clear(&mut self, block: Block) {
        self.table = block.table;
    }
}

/// Copies what stands below the diagonal to above it, a small square at a time: a column of a
/// large table would miss the cache with every cell.
fn mirror(table: &mut [i16], size: usize) {
    const SQUARE: usize = 32;
    let mut lines = [0_i16; SQUARE * SQUARE];
    for top in (0..size).step_by(SQUARE) {
        for left in (0..=top).step_by(SQUARE) {
            let (high, wide) = ((size - top).min(SQUARE), (size - left).min(SQUARE));
            for (row, line) in lines.chunks_exact_mut(SQUARE).take(high).enumerate() {
                let from = (top + row) * size + left;
                let cells = table.get(from..from + wide).unwrap_or_default();
                for (cell, value) in line.iter_mut().zip(cells) {
                    *cell = *value;
                }
            }
            for column in 0..wide {
                let from = (left + column) * size + top;
                let Some(line) = table.get_mut(from..from + high) else { continue };
                let values = lines.chunks_exact(SQUARE).filter_map(|line| line.get(column));
                for (row, (cell, value)) in line.iter_mut().zip(values).enumerate() {
                    // On the diagonal's own square only what is above it.
                    if top + row > left + column {
                        *cell = *value;
                    }
                }
            }
        }
    }
}

impl Block {
    #[inline]
    pub(super) fn worth(&self, one: u16, other: u16) -> i32 {
        if usize::from(other) >= self.size {
            return 0;
        }
        let cell = usize::from(one) * self.size + usize::from(other);
        self.table.get(cell).copied().map_or(0, i32::from)
    }

    /// What the pair that somebody is in is worth.
    #[inline]
    pub(super) fn held(&self, one: u16) -> i32 {
        self.worth(one, self.mate(one))
    }

    #[inline]
    pub(super) fn mate(&self, one: u16) -> u16 {
        self.mates.get(usize::from(one)).copied().unwrap_or(NOBODY)
    }

    #[inline]
    fn row(&self, one: u16) -> &[i16] {
        let from = usize::from(one) * self.size;
        self.table.get(from..from + self.size).unwrap_or_default()
    }

    /// Whom somebody tries, the best first.
    #[inline]
    pub(super) fn candidates(&self, one: u16) -> &[u16] {
        let from = usize::from(one) * CANDIDATES;
        self.candidates.get(from..from + CANDIDATES).unwrap_or_default()
    }

    fn numbers(&self) -> std::ops::Range<u16> {
        0..u16::try_from(self.size).unwrap_or(NOBODY)
    }

    pub(super) fn put(&mut self, one: u16, other: u16) {
        for (one, other) in [(one, other), (other, one)] {
            if let Some(mate) = self.mates.get_mut(usize::from(one)) {
                *mate = other;
            }
        }
    }

    /// Pairs up people who have nobody, then makes all pairs better.
    pub(super) fn solve(&mut self, effort: Effort) {
        for turn in 0..effort.turns {
            for _ in 0..effort.sweeps {
                self.settle();
            }
            self.choose();
            if turn == 0 {
                self.greedy();
            }
            let mut chain = std::mem::take(&mut self.chain);
            let better = chain.improve(self, &[]);
            self.chain = chain;
            if !better && turn > 0 {
                break;
            }
        }
    }

    /// Each pair divides what it is worth so that both get as much more than elsewhere.
    fn settle(&mut self) {
        for one in self.numbers() {
            let mate = self.mate(one);
            if mate == NOBODY {
                let best = self.best_offer(one);
                self.set_price(one, best.max(0) / 2);
            } else if one < mate {
                let (mine, theirs) = (self.best_offer(one), self.best_offer(mate));
                let held = self.held(one);
                let price = (held + mine - theirs) / 2;
                self.set_price(one, price);
                self.set_price(mate, held - price);
            }
        }
    }

    /// The sum of prices of which no two people's are less than what they are worth to each other.
    pub(super) fn certain_prices(&mut self, sweeps: u32) -> u64 {
        for _ in 0..sweeps {
            self.settle();
        }
        // Up where a pair is worth more, then down as far as it goes: what is certain stays so.
        for down in [false, true, true] {
            for one in self.numbers() {
                let price = self.price(one);
                let gain = self.best_offer(one).max(self.held(one) - self.price(self.mate(one)));
                if down || gain > price {
                    self.set_price(one, gain.max(0));
                }
            }
        }
        self.prices.iter().map(|price| u64::from(price.unsigned_abs())).sum()
    }

    fn price(&self, one: u16) -> i32 {
        self.prices.get(usize::from(one)).copied().map_or(0, i32::from)
    }

    fn set_price(&mut self, one: u16, price: i32) {
        if let Some(kept) = self.prices.get_mut(usize::from(one)) {
            *kept = i16::try_from(price).unwrap_or_default();
        }
    }

    /// The most that somebody could get from somebody else than their own partner.
    fn best_offer(&self, one: u16) -> i32 {
        let mate = usize::from(self.mate(one)).min(self.size);
        let (row, prices) = (self.row(one), self.prices.as_slice());
        let most = |from: usize, to: usize| {
            let row = row.get(from..to).unwrap_or_default();
            let prices = prices.get(from..to).unwrap_or_default();
            let gain = row.iter().zip(prices).map(|(worth, price)| worth.saturating_sub(*price));
            gain.fold(i16::MIN, i16::max)
        };
        i32::from(most(0, mate).max(most((mate + 1).min(self.size), self.size)))
    }

    /// Chooses everybody's candidates.
    fn choose(&mut self) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let mut gains = vec![0_i16; self.size.next_multiple_of(STEP)];
        for one in self.numbers() {
            let row = self.row(one);
            for ((gain, worth), price) in gains.iter_mut().zip(row).zip(&self.prices) {
                *gain = worth.saturating_sub(*price);
            }
            let best = best_of(&gains, usize::from(one) / STEP, |number| {
                row.get(number).is_some_and(|worth| *worth > 0)
            });
            candidates.extend(best);
        }
        self.candidates = candidates;
    }

    /// Whoever has nobody takes somebody who has nobody: first along all candidates, the most worth
    /// first, then whom they may.
    fn greedy(&mut self) {
        let mut offers: Vec<(i32, u16, u16)> = Vec::new();
        for one in self.numbers().filter(|one| self.mate(*one) == NOBODY) {
            let free = self.candidates(one).iter().filter(|other| **other != NOBODY);
            offers.extend(free.map(|other| (-self.worth(one, *other), one, *other)));
        }
        offers.sort_by_key(|(worth, _, _)| *worth);
        for (_, one, other) in offers {
            if self.mate(one) == NOBODY && self.mate(other) == NOBODY {
                self.put(one, other);
            }
        }
        let mut waiting: Vec<u16> =
            self.numbers().filter(|one| self.mate(*one) == NOBODY).collect();
        while let Some(one) = waiting.pop() {
            let best = waiting.iter().map(|other| self.worth(one, *other)).enumerate();
            let best = best.max_by_key(|(at, worth)| (*worth, *at));
            if let Some((at, worth)) = best
                && worth > 0
            {
                let other = waiting.swap_remove(at);
                self.put(one, other);
            }
        }
    }
}

/// So many numbers are compared at once.
const STEP: usize = 16;

/// The numbers of the greatest `gains`, the greatest first, of those that count. Everybody begins
/// to look at themselves: among equals not all want the same.
fn best_of(gains: &[i16], begin: usize, counts: impl Fn(usize) -> bool) -> [u16; CANDIDATES] {
    // Gain and number in one, the number in the lower half.
    let mut best = [i32::MIN; CANDIDATES];
    let mut least = i16::MIN;
    let chunks = gains.len() / STEP;
    for chunk in (begin..chunks).chain(0..begin) {
        let some = gains.get(chunk * STEP..(chunk + 1) * STEP).unwrap_or_default();
        if some.iter().copied().fold(i16::MIN, i16::max) <= least {
            continue;
        }
        for (gain, number) in some.iter().zip(chunk * STEP..) {
            if *gain > least && counts(number) {
                let low = u16::try_from(number).unwrap_or(NOBODY);
                let mut waiting = (i32::from(*gain) << 16) | i32::from(low);
                for kept in &mut best {
                    if waiting >> 16 > *kept >> 16 {
                        std::mem::swap(kept, &mut waiting);
                    }
                }
                least = best.last().map_or(i16::MIN, |last| gain_of(*last));
            }
        }
    }
    best.map(|kept| if kept == i32::MIN { NOBODY } else { number_of(kept) })
}

fn gain_of(kept: i32) -> i16 {
    i16::try_from(kept >> 16).unwrap_or(i16::MIN)
}

fn number_of(kept: i32) -> u16 {
    u16::try_from(kept & 0xFFFF).unwrap_or(NOBODY)
}
