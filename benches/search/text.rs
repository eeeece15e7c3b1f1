//! Text as a community would write it, made by a seed: few words are in nearly every text, most of them
//! in hardly any.

use rand::{RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How many different words there are, besides the small ones.
const WORDS: usize = 200_000;
/// The most frequent words of every English text.
const SMALL: &str = "the of and to a in is it that for on with as was be by this are or from at an which you not have has but we can";
const SYLLABLES: &str = "ba de ki lo mu ra se ti vo nu pla stre gri cho fen dar mil ost quin zar";
const ENDINGS: [&str; 6] = ["", "s", "ing", "ed", "er", "ation"];

/// Makes texts.
pub struct Writer {
    words: Vec<String>,
    chance: ChaCha8Rng,
}

impl Writer {
    /// The same seed writes the same.
    pub fn new(seed: u64) -> Self {
        let small = SMALL.split(' ').map(str::to_owned);
        let words = small.chain((0..WORDS).map(word)).collect();
        Self { words, chance: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// So many words, by the law of Zipf: the tenth most frequent is a tenth as frequent as the first.
    pub fn text(&mut self, least: usize, most: usize) -> String {
        let count = self.chance.random_range(least..=most);
        let mut text = String::with_capacity(count * 9);
        let ranks = self.words.len() as f64;
        for _ in 0..count {
            let rank = ranks.powf(self.chance.random::<f64>()) - 1.0;
            text.push_str(&self.words[(rank as usize).min(self.words.len() - 1)]);
            text.push(' ');
        }
        text
    }
}

fn word(number: usize) -> String {
    let syllables: Vec<&str> = SYLLABLES.split(' ').collect();
    let (mut rest, mut word) = (number / ENDINGS.len() + 20, String::new());
    while rest > 0 {
        word.push_str(syllables[rest % syllables.len()]);
        rest /= syllables.len();
    }
    word + ENDINGS[number % ENDINGS.len()]
}
