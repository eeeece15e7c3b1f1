//! Augmenting paths in the whole graph of who may meet whom (Edmonds): from people without a
//! partner, trees grow along alternating paths; where two of them touch, everybody on the path
//! changes partners, and two more people are paired. An odd circle within a tree is contracted. When
//! no tree can grow and none touch, the number of pairs is proven to be the greatest.
//!
//! The graph is never written down. For each class of people ([`Ground`]) it is remembered how far
//! the lists were looked through, so that the work is about classes × people and not people².

use std::collections::VecDeque;

use super::super::interned::{NONE, at};
use super::ground::Ground;

/// Somebody's place in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Apart,
    /// At an even distance from a root: looks for others.
    Even,
    /// At an odd distance: was found, and brings the own partner into the tree.
    Odd,
}

/// How many of those who are apart somebody takes into the tree before others have their turn.
const BITE: u32 = 16;

#[derive(Clone, Debug, Default)]
struct Class {
    /// How far the list of all was looked through for those who are apart.
    apart_seen: usize,
    /// Those seen and not taken because something private stood between.
    apart_kept: Vec<u32>,
    /// How far the list of the even was looked through.
    even_seen: usize,
    even_kept: Vec<u32>,
    /// Even people whom this class may meet, all in one tree and one blossom.
    witnesses: Vec<u32>,
}

pub(super) struct Forest<'a, 'b> {
    ground: &'b Ground<'a>,
    fresh: bool,
    mates: &'b mut [u32],
    sides: Vec<Side>,
    roots: Vec<u32>,
    /// Along which edge an odd one was found (or, in a blossom, the way back to its root).
    found_by: Vec<u32>,
    /// The base of the blossom that somebody is in, as a union-find.
    bases: Vec<u32>,
    stamps: Vec<u32>,
    stamp: u32,
    done: Vec<bool>,
    evens: Vec<u32>,
    queue: VecDeque<u32>,
    classes: Vec<Class>,
    /// How often two people may still be looked at.
    pub(super) budget: u64,
}

/// What became of looking.
enum Step {
    Nothing,
    Joined,
}

impl<'a, 'b> Forest<'a, 'b> {
    pub(super) fn new(
        ground: &'b Ground<'a>,
        mates: &'b mut [u32],
        fresh: bool,
        budget: u64,
    ) -> Self {
        let len = mates.len();
        Self {
            ground,
            fresh,
            mates,
            sides: vec![Side::Apart; len],
            roots: vec![NONE; len],
            found_by: vec![NONE; len],
            bases: vec![NONE; len],
            stamps: vec![0; len],
            stamp: 0,
            done: vec![false; len],
            evens: Vec::new(),
            queue: VecDeque::new(),
            classes: Vec::new(),
            budget,
        }
    }

    /// Joins as many of `roots`, who have no partner, as can be joined. Whether it came to an end:
    /// then no more of them can be, whatever the others do.
    pub(super) fn join_all(&mut self, roots: &[u32]) -> bool {
        loop {
            let waiting: Vec<u32> =
                roots.iter().copied().filter(|root| self.mate(*root) == NONE).collect();
            if waiting.len() < 2 {
                return true;
            }
            if !self.phase(&waiting) {
                return self.budget > 0;
            }
        }
    }

    /// Grows trees from all of `roots` until none can grow any more. Whether any two were joined.
    pub(super) fn phase(&mut self, roots: &[u32]) -> bool {
        self.begin(roots);
        let mut joined = false;
        while let Some(one) = self.queue.pop_front() {
            if self.budget == 0 {
                break;
            }
            if self.is_done(one) {
                continue;
            }
            if matches!(self.look_at_even(one), Step::Joined) {
                joined = true;
            } else if self.take_apart(one) {
                self.queue.push_back(one);
            }
        }
        joined
    }

    fn begin(&mut self, roots: &[u32]) {
        self.queue.clear();
        self.evens.clear();
        self.classes.clear();
        self.classes.resize(self.ground.classes_len, Class::default());
        for place in self.ground.among {
            set(&mut self.sides, *place, Side::Apart);
            set(&mut self.bases, *place, *place);
            set(&mut self.done, *place, false);
        }
        for root in roots {
            set(&mut self.roots, *root, *root);
            set(&mut self.found_by, *root, NONE);
            self.make_even(*root);
        }
    }

    fn mate(&self, one: u32) -> u32 {
        get(self.mates, one, NONE)
    }

    fn is_done(&self, one: u32) -> bool {
        get(&self.done, get(&self.roots, one, NONE), true)
    }

    fn make_even(&mut self, one: u32) {
        set(&mut self.sides, one, Side::Even);
        self.evens.push(one);
        self.queue.push_back(one);
    }

    fn base(&mut self, one: u32) -> u32 {
        let mut base = one;
        loop {
            let next = get(&self.bases, base, base);
            if next == base {
                break;
            }
            // Halves the way for whoever asks next.
            let beyond = get(&self.bases, next, next);
            set(&mut self.bases, base, beyond);
            base = beyond;
        }
        base
    }

    /// Looks for an edge from one even person to another.
    fn look_at_even(&mut self, one: u32) -> Step {
        let class = self.ground.class(one);
        let Some(mine) = self.classes.get_mut(class) else { return Step::Nothing };
        let mut kept = std::mem::take(&mut mine.even_kept);
        let mut witnesses = std::mem::take(&mut mine.witnesses);
        let step = self.look_at_known(one, &mut witnesses, &mut kept);
        let step = match step {
            Step::Joined => Step::Joined,
            Step::Nothing => self.look_at_new(one, class, &mut witnesses, &mut kept),
        };
        if let Some(mine) = self.classes.get_mut(class) {
            mine.even_kept = kept;
            mine.witnesses = witnesses;
        }
        step
    }

    fn look_at_known(&mut self, one: u32, witnesses: &mut Vec<u32>, kept: &mut Vec<u32>) -> Step {
        if witnesses.first().is_some_and(|other| self.is_done(*other)) {
            witnesses.clear();
        }
        self.budget = self.budget.saturating_sub(1);
        let known = witnesses.iter().find(|other| self.ground.free(one, **other, self.fresh));
        match known.copied() {
            // All other witnesses are in the same blossom.
            Some(other) if matches!(self.touch(one, other), Step::Joined) => return Step::Joined,
            Some(_) => {}
            None => kept.append(witnesses),
        }
        let mut at = 0;
        while let Some(other) = kept.get(at).copied() {
            self.budget = self.budget.saturating_sub(1);
            if self.is_done(other) {
                kept.swap_remove(at);
            } else if self.ground.free(one, other, self.fresh) {
                kept.swap_remove(at);
                if matches!(self.touch(one, other), Step::Joined) {
                    return Step::Joined;
                }
                witnesses.push(other);
            } else {
                at += 1;
            }
        }
        Step::Nothing
    }

    fn look_at_new(
        &mut self,
        one: u32,
        class: usize,
        witnesses: &mut Vec<u32>,
        kept: &mut Vec<u32>,
    ) -> Step {
        let mut seen = self.classes.get(class).map_or(0, |class| class.even_seen);
        let mut step = Step::Nothing;
        while let Some(other) = self.evens.get(seen).copied() {
            seen += 1;
            self.budget = self.budget.saturating_sub(1);
            if self.is_done(other) || !self.ground.people.permitted(one, other) {
                continue;
            }
            if !self.ground.free(one, other, self.fresh) {
                kept.push(other);
            } else if matches!(self.touch(one, other), Step::Joined) {
                step = Step::Joined;
                break;
            } else {
                witnesses.push(other);
            }
        }
        if let Some(mine) = self.classes.get_mut(class) {
            mine.even_seen = seen;
        }
        step
    }

    /// There is an edge between two even people: an augmenting path if they are of two trees,
    /// else perhaps a blossom.
    fn touch(&mut self, one: u32, other: u32) -> Step {
        let roots = [one, other].map(|place| get(&self.roots, place, NONE));
        if roots[0] != roots[1] {
            self.turn_over(one, other);
            self.turn_over(other, one);
            for root in roots {
                set(&mut self.done, root, true);
            }
            return Step::Joined;
        }
        if self.base(one) != self.base(other) {
            let common = self.common_base(one, other);
            self.contract(one, other, common);
            self.contract(other, one, common);
        }
        Step::Nothing
    }

    /// Gives `one` a new partner, and everybody on the way to the root, too.
    fn turn_over(&mut self, one: u32, partner: u32) {
        let (mut one, mut partner) = (one, partner);
        loop {
            let left = self.mate(one);
            set(self.mates, one, partner);
            if left == NONE {
                return;
            }
            let next = get(&self.found_by, left, NONE);
            set(self.mates, left, next);
            (one, partner) = (next, left);
        }
    }

    /// Where the ways of two people to their root meet.
    fn common_base(&mut self, one: u32, other: u32) -> u32 {
        self.stamp += 1;
        let (mut here, mut there) = (self.base(one), self.base(other));
        loop {
            if here != NONE {
                if get(&self.stamps, here, 0) == self.stamp {
                    return here;
                }
                set(&mut self.stamps, here, self.stamp);
                let mate = self.mate(here);
                here = if mate == NONE {
                    NONE
                } else {
                    let up = get(&self.found_by, mate, NONE);
                    self.base(up)
                };
            }
            if there != NONE {
                std::mem::swap(&mut here, &mut there);
            } else if here == NONE {
                return NONE;
            }
        }
    }

    /// Everybody from `one` up to `common` comes into its blossom; odd ones are even now, too.
    fn contract(&mut self, one: u32, other: u32, common: u32) {
        let (mut one, mut other) = (one, other);
        while self.base(one) != common {
            set(&mut self.found_by, one, other);
            let mate = self.mate(one);
            if get(&self.sides, mate, Side::Even) == Side::Odd {
                self.make_even(mate);
            }
            for place in [one, mate] {
                if self.base(place) == place {
                    set(&mut self.bases, place, common);
                }
            }
            (one, other) = (get(&self.found_by, mate, NONE), mate);
        }
    }

    /// Takes people who are apart, and their partners, into the tree. Whether there may be more.
    fn take_apart(&mut self, one: u32) -> bool {
        let class = self.ground.class(one);
        let Some(mine) = self.classes.get_mut(class) else { return false };
        let mut kept = std::mem::take(&mut mine.apart_kept);
        let mut seen = mine.apart_seen;
        let (mut taken, mut at) = (0, 0);
        while taken < BITE
            && let Some(other) = kept.get(at).copied()
        {
            self.budget = self.budget.saturating_sub(1);
            if get(&self.sides, other, Side::Odd) != Side::Apart {
                kept.swap_remove(at);
            } else if self.ground.free(one, other, self.fresh) {
                kept.swap_remove(at);
                taken += u32::from(self.take(one, other));
            } else {
                at += 1;
            }
        }
        while taken < BITE
            && let Some(other) = self.ground.among.get(seen).copied()
        {
            seen += 1;
            self.budget = self.budget.saturating_sub(1);
            if get(&self.sides, other, Side::Odd) != Side::Apart
                || !self.ground.people.permitted(one, other)
            {
                continue;
            }
            if self.ground.free(one, other, self.fresh) {
                taken += u32::from(self.take(one, other));
            } else {
                kept.push(other);
            }
        }
        if let Some(mine) = self.classes.get_mut(class) {
            mine.apart_kept = kept;
            mine.apart_seen = seen;
        }
        taken >= BITE
    }

    fn take(&mut self, one: u32, other: u32) -> bool {
        let mate = self.mate(other);
        if mate == NONE {
            return false;
        }
        let root = get(&self.roots, one, NONE);
        set(&mut self.sides, other, Side::Odd);
        set(&mut self.found_by, other, one);
        set(&mut self.roots, other, root);
        set(&mut self.roots, mate, root);
        self.make_even(mate);
        true
    }
}

#[inline]
fn get<T: Copy>(items: &[T], place: u32, else_this: T) -> T {
    items.get(at(place)).copied().unwrap_or(else_this)
}

#[inline]
fn set<T>(items: &mut [T], place: u32, value: T) {
    if let Some(item) = items.get_mut(at(place)) {
        *item = value;
    }
}
