//! Chains of exchanges: somebody leaves their partner for a better one, whose partner looks for
//! somebody else in turn, until the last one takes the partner that was left.

use super::block::{Block, NOBODY};

/// How many candidates are looked at, link by link: the chain has so many links at most.
const BREADTH: [usize; 5] = [10, 6, 4, 3, 2];
/// For each person so many links are looked at on average, at most.
const LINKS: u64 = 4_000;

/// A chain under way: who was taken, and whom they left for it.
#[derive(Default)]
pub(super) struct Chain {
    links: Vec<(u16, u16)>,
    queue: std::collections::VecDeque<u16>,
    queued: Vec<bool>,
    looked: u64,
}

impl Chain {
    /// Makes pairs of a block better, beginning with `first` (nobody: with everybody), until no
    /// chain does. Whether any did.
    pub(super) fn improve(&mut self, block: &mut Block, first: &[u16]) -> bool {
        let size = block.mates.len();
        let everybody = u16::try_from(size).unwrap_or(NOBODY);
        self.queued.clear();
        self.queued.resize(size, false);
        self.queue.clear();
        let limit = self.looked + LINKS * u64::from(everybody);
        if first.is_empty() {
            (0..everybody).for_each(|one| self.enqueue(one));
        }
        first.iter().for_each(|one| self.enqueue(*one));
        let mut better = false;
        while let Some(one) = self.queue.pop_front() {
            if let Some(queued) = self.queued.get_mut(usize::from(one)) {
                *queued = false;
            }
            while self.looked < limit && self.improve_from(block, one) {
                better = true;
            }
        }
        better
    }

    fn enqueue(&mut self, one: u16) {
        if let Some(queued) = self.queued.get_mut(usize::from(one))
            && !*queued
        {
            *queued = true;
            self.queue.push_back(one);
        }
    }

    fn improve_from(&mut self, block: &mut Block, one: u16) -> bool {
        let left = block.mate(one);
        self.links.clear();
        if !self.go_on(block, [one, left], one, -block.worth(one, left)) {
            return false;
        }
        // From the first to the last: each taker takes, the last takes who was left.
        let mut taker = one;
        let links = std::mem::take(&mut self.links);
        for (taken, next) in &links {
            block.put(taker, *taken);
            self.enqueue(taker);
            self.enqueue(*taken);
            taker = *next;
        }
        match (taker, left) {
            (NOBODY, NOBODY) => {}
            (NOBODY, alone) | (alone, NOBODY) => block.put(alone, NOBODY),
            (taker, left) if block.worth(taker, left) > 0 => block.put(taker, left),
            (taker, left) => {
                block.put(taker, NOBODY);
                block.put(left, NOBODY);
            }
        }
        self.enqueue(taker);
        self.enqueue(left);
        self.links = links;
        true
    }

    /// Adds a link for `taker`; `gain` is what the chain wins so far. Whether it could be closed
    /// with a gain.
    fn go_on(&mut self, block: &Block, ends: [u16; 2], taker: u16, gain: i32) -> bool {
        let depth = self.links.len();
        let breadth = BREADTH.get(depth).copied().unwrap_or_default();
        for taken in block.candidates(taker).iter().take(breadth) {
            let taken = *taken;
            self.looked += 1;
            let won = gain + block.worth(taker, taken);
            if won <= 0 || taken == NOBODY || ends.contains(&taken) || self.holds(taken) {
                continue;
            }
            let next = block.mate(taken);
            self.links.push((taken, next));
            let left = won - block.worth(taken, next);
            if left + block.worth(next, ends[1]) > 0
                || (next != NOBODY && self.go_on(block, ends, next, left))
            {
                return true;
            }
            self.links.pop();
        }
        false
    }

    fn holds(&self, person: u16) -> bool {
        self.links.iter().any(|(taken, next)| *taken == person || *next == person)
    }
}
