//! The seed's chance. Only `next_u64` is taken from the generator: shuffles and bounded draws of a
//! library may change with its version, and a round must replay as it was.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// What the chance is for. Each has its own stream, so that one more draw in one of them changes
/// nothing in the others.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) enum Phase {
    Order = 1,
    Ties = 2,
    /// Who says hello first, and with which question.
    Openers = 4,
    /// Whose turn it is, among equals.
    Fairness = 5,
    /// Rounds to come.
    Plan = 6,
    /// Who comes into which block of the search.
    Lineup = 11,
    /// Where the search begins to look for a better partner.
    Mending = 12,
    /// Groups of three and more.
    Groups = 13,
    /// Which questions go to somebody new, and to whom.
    Growing = 20,
}

pub(in crate::domain) struct Draws(ChaCha20Rng);

impl Draws {
    pub(in crate::domain) fn of(seed: &[u8; 32], phase: Phase) -> Self {
        let mut stream = ChaCha20Rng::from_seed(*seed);
        stream.set_stream(phase as u64);
        Self(stream)
    }

    /// A number below `bound`, each as likely as the others; 0 below 0.
    pub(in crate::domain) fn below(&mut self, bound: u64) -> u64 {
        // The last numbers that do not make up a full turn would favor the small ones.
        let fair = u64::MAX - u64::MAX.checked_rem(bound).unwrap_or_default();
        loop {
            let drawn = self.0.next_u64();
            if drawn < fair {
                return drawn.checked_rem(bound).unwrap_or_default();
            }
        }
    }

    /// An index into something of that length.
    pub(super) fn index(&mut self, length: usize) -> usize {
        let drawn = self.below(u64::try_from(length).unwrap_or(u64::MAX));
        usize::try_from(drawn).unwrap_or_default()
    }

    /// Every order as likely as the others (Fisher and Yates).
    pub(in crate::domain) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_on_every_machine_and_in_every_version() {
        let mut draws = Draws::of(&[7; 32], Phase::Order);
        let drawn: Vec<u64> = (0..8).map(|_| draws.below(1000)).collect();
        assert_eq!(drawn, [21, 207, 186, 27, 321, 533, 988, 547]);
        let mut items: Vec<u8> = (0..10).collect();
        Draws::of(&[7; 32], Phase::Ties).shuffle(&mut items);
        assert_eq!(items, [0, 2, 4, 7, 9, 6, 3, 5, 8, 1]);
    }

    #[test]
    fn each_order_comes_about_as_often_as_the_others() {
        let mut draws = Draws::of(&[1; 32], Phase::Order);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..6000 {
            let mut items = [1, 2, 3];
            draws.shuffle(&mut items);
            *seen.entry(items).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|times| (850..1150).contains(times)), "{seen:?}");
    }

    #[test]
    fn nothing_to_draw_from_is_no_trouble() {
        let mut draws = Draws::of(&[1; 32], Phase::Order);
        assert_eq!(draws.below(0), 0);
        assert_eq!(draws.below(1), 0);
        draws.shuffle::<u8>(&mut []);
    }
}
