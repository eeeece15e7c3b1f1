//! Who may meet whom among some people, and the greatest number of pairs that can be made of them:
//! augmenting paths with contracted blossoms (Edmonds 1965).

use std::collections::VecDeque;

/// Nobody.
const NIL: usize = usize::MAX;

/// A graph on `0..len`, a bit for each two.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    len: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Graph {
    /// Asks once for each two of `0..len`, the lesser first.
    pub(super) fn of(len: usize, mut joined: impl FnMut(usize, usize) -> bool) -> Self {
        let words = len.div_ceil(64);
        let mut graph = Self { len, words, bits: vec![0; words * len] };
        for one in 0..len {
            for other in one + 1..len {
                if joined(one, other) {
                    graph.join(one, other);
                    graph.join(other, one);
                }
            }
        }
        graph
    }

    fn join(&mut self, one: usize, other: usize) {
        if let Some(word) = self.bits.get_mut(one * self.words + other / 64) {
            *word |= 1 << (other % 64);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn joined(&self, one: usize, other: usize) -> bool {
        let word = self.bits.get(one * self.words + other / 64).copied().unwrap_or_default();
        word >> (other % 64) & 1 == 1
    }

    /// Who is joined with `one`, ascending.
    pub(super) fn around(&self, one: usize) -> impl Iterator<Item = usize> + '_ {
        let row = self.bits.get(one * self.words..(one + 1) * self.words).unwrap_or_default();
        row.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = usize::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    pub(super) fn degree(&self, one: usize) -> usize {
        self.around(one).count()
    }

    pub(super) fn is_complete(&self) -> bool {
        (0..self.len).all(|one| self.degree(one) + 1 == self.len)
    }
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(NIL)
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(kept) = list.get_mut(at) {
        *kept = value;
    }
}

fn is(list: &[bool], at: usize) -> bool {
    list.get(at).copied().unwrap_or_default()
}

/// As many pairs as there can be.
#[derive(Clone, Debug)]
pub(super) struct Most<'a> {
    graph: &'a Graph,
    mate: Vec<usize>,
    /// Taken out of the graph.
    gone: Vec<bool>,
}

impl<'a> Most<'a> {
    pub(super) fn of(graph: &'a Graph) -> Self {
        let mut most = Self { graph, mate: vec![NIL; graph.len()], gone: vec![false; graph.len()] };
        for one in 0..graph.len() {
            if get(&most.mate, one) == NIL {
                let free = graph.around(one).find(|other| get(&most.mate, *other) == NIL);
                if let Some(other) = free {
                    most.marry(one, other);
                }
            }
        }
        for one in 0..graph.len() {
            if get(&most.mate, one) == NIL {
                most.augment(one);
            }
        }
        most
    }

    pub(super) fn pairs(&self) -> usize {
        self.mate.iter().filter(|mate| **mate != NIL).count() / 2
    }

    fn marry(&mut self, one: usize, other: usize) {
        put(&mut self.mate, one, other);
        put(&mut self.mate, other, one);
    }

    fn take_out(&mut self, one: usize) {
        let mate = get(&self.mate, one);
        put(&mut self.mate, one, NIL);
        put(&mut self.mate, mate, NIL);
        put(&mut self.gone, one, true);
    }

    /// Who can be the one without a partner while the number of pairs stays the greatest.
    pub(super) fn missable(&self) -> Vec<bool> {
        let mut missable = vec![false; self.graph.len()];
        for root in 0..self.graph.len() {
            if get(&self.mate, root) == NIL && !is(&self.gone, root) {
                let mut tree = Tree::of(self, root);
                // The number is the greatest already: no path is found, all of the tree is seen.
                let _ = tree.grow(self);
                for (missable, outer) in missable.iter_mut().zip(&tree.outer) {
                    *missable |= outer;
                }
            }
        }
        missable
    }

    /// The same number of pairs without `one`, who is missable.
    pub(super) fn without(&self, one: usize) -> Self {
        let mut most = self.clone();
        let mate = get(&most.mate, one);
        most.take_out(one);
        if mate != NIL {
            most.augment(mate);
        }
        most
    }

    /// Whether somebody who was taken out can be the third of a pair while the number of pairs
    /// stays the greatest. After `tries` pairs that need a rearrangement it counts as no.
    pub(super) fn has_room_for(&self, third: usize, tries: usize) -> bool {
        let around: Vec<usize> =
            self.graph.around(third).filter(|other| !is(&self.gone, *other)).collect();
        let hosts = || {
            around.iter().enumerate().flat_map(|(at, one)| {
                let others = around.iter().skip(at + 1);
                let one = *one;
                others.filter(move |other| self.graph.joined(one, **other)).map(move |o| (one, *o))
            })
        };
        let at_once = |(one, other): (usize, usize)| {
            let mates = [get(&self.mate, one), get(&self.mate, other)];
            mates[0] == other || mates.contains(&NIL)
        };
        hosts().any(at_once)
            || hosts().take(tries).any(|(one, other)| {
                let mates = [get(&self.mate, one), get(&self.mate, other)];
                let mut most = self.clone();
                most.take_out(one);
                most.take_out(other);
                mates.into_iter().any(|mate| most.augment(mate))
            })
    }

    /// One more pair by a path from `root`, who has no partner.
    fn augment(&mut self, root: usize) -> bool {
        let mut tree = Tree::of(self, root);
        let Some(mut at) = tree.grow(self) else { return false };
        while at != NIL {
            let before = get(&tree.parent, at);
            let next = get(&self.mate, before);
            self.marry(at, before);
            at = next;
        }
        true
    }
}

/// All that alternating paths from one person reach.
struct Tree {
    root: usize,
    /// Reached by a path of even length.
    outer: Vec<bool>,
    parent: Vec<usize>,
    /// Of the blossom that somebody is in.
    base: Vec<usize>,
    queue: VecDeque<usize>,
}

impl Tree {
    fn of(most: &Most<'_>, root: usize) -> Self {
        let len = most.graph.len();
        let mut outer = vec![false; len];
        put(&mut outer, root, true);
        Self {
            root,
            outer,
            parent: vec![NIL; len],
            base: (0..len).collect(),
            queue: VecDeque::from([root]),
        }
    }

    /// The end of a path to somebody else without a partner.
    fn grow(&mut self, most: &Most<'_>) -> Option<usize> {
        while let Some(from) = self.queue.pop_front() {
            for to in most.graph.around(from) {
                if is(&most.gone, to)
                    || get(&self.base, from) == get(&self.base, to)
                    || get(&most.mate, from) == to
                {
                    continue;
                }
                let mate = get(&most.mate, to);
                if to == self.root || mate != NIL && get(&self.parent, mate) != NIL {
                    self.contract(most, from, to);
                } else if get(&self.parent, to) == NIL {
                    put(&mut self.parent, to, from);
                    if mate == NIL {
                        return Some(to);
                    }
                    put(&mut self.outer, mate, true);
                    self.queue.push_back(mate);
                }
            }
        }
        None
    }

    /// An odd circle: all of it is reached by paths of even length.
    fn contract(&mut self, most: &Most<'_>, from: usize, to: usize) {
        let base = self.common_base(most, from, to);
        let mut inside = vec![false; self.base.len()];
        self.mark(most, from, base, to, &mut inside);
        self.mark(most, to, base, from, &mut inside);
        for one in 0..self.base.len() {
            if is(&inside, get(&self.base, one)) {
                put(&mut self.base, one, base);
                if !is(&self.outer, one) {
                    put(&mut self.outer, one, true);
                    self.queue.push_back(one);
                }
            }
        }
    }

    fn common_base(&self, most: &Most<'_>, one: usize, other: usize) -> usize {
        let mut seen = vec![false; self.base.len()];
        let mut at = get(&self.base, one);
        loop {
            put(&mut seen, at, true);
            let mate = get(&most.mate, at);
            if at == self.root || mate == NIL {
                break;
            }
            at = get(&self.base, get(&self.parent, mate));
        }
        let mut at = get(&self.base, other);
        while !is(&seen, at) && at != NIL {
            at = get(&self.base, get(&self.parent, get(&most.mate, at)));
        }
        at
    }

    fn mark(
        &mut self,
        most: &Most<'_>,
        mut at: usize,
        base: usize,
        mut child: usize,
        inside: &mut [bool],
    ) {
        while get(&self.base, at) != base && at != NIL {
            let mate = get(&most.mate, at);
            put(inside, get(&self.base, at), true);
            put(inside, get(&self.base, mate), true);
            put(&mut self.parent, at, child);
            child = mate;
            at = get(&self.parent, mate);
        }
    }
}
