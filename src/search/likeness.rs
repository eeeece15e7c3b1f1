//! How alike short texts are, by the words as the index knows them: their stems, and pairs of signs
//! where there are no spaces.

use std::collections::BTreeSet;

use super::language::{Reader, Tongue};
use super::query::without_signs;
use super::words::Word;

/// A question that others are compared with.
pub struct Likeness {
    reader: Reader,
    tongue: Tongue,
    title: BTreeSet<String>,
    details: BTreeSet<String>,
}

impl Likeness {
    /// Of what somebody is about to ask.
    pub fn new(title: &str, details: &str) -> Self {
        let mut reader = Reader::default();
        let (title, details, tongue) = Reader::split(title, details);
        let tongue = tongue.unwrap_or(Tongue::USUAL);
        let mut telling = |words| telling(&mut reader, words, tongue);
        let (title, details) = (telling(title), telling(details));
        Self { reader, tongue, title, details }
    }

    /// To another title, from 0 to 1: the share of the words of the one with fewer that both have, of the
    /// details half of it. Words that say nothing do not count.
    pub fn to(&mut self, other: &str) -> f64 {
        let (other, _, _) = Reader::split(other, "");
        let other = telling(&mut self.reader, other, self.tongue);
        share(&self.title, &other).max(share(&self.details, &other) / 2.0)
    }
}

fn telling(reader: &mut Reader, words: Vec<Word>, tongue: Tongue) -> BTreeSet<String> {
    let mut words = without_signs(words);
    if words.iter().any(|word| !is_grammar(word)) {
        words.retain(|word| !is_grammar(word));
    }
    let terms = reader.marked(words, tongue).into_iter();
    terms.filter(|term| !term.small).map(|term| term.stem.unwrap_or(term.written)).collect()
}

/// Pairs with a sign of the Japanese script for endings and little words say little about the matter.
fn is_grammar(word: &Word) -> bool {
    let hiragana = |sign: char| matches!(sign, '\u{3040}'..='\u{309F}');
    matches!(word, Word::Pair(pair) if pair.contains(hiragana))
}

fn share(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let fewer = one.len().min(other.len());
    if fewer == 0 { 0.0 } else { count(one.intersection(other).count()) / count(fewer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> f64 {
        Likeness::new(one, "").to(other)
    }

    #[test]
    fn words_are_compared_by_their_stems() {
        assert!(alike("Rotating a certificate", "How do we rotate certificates?") > 0.9);
        assert!(alike("Zertifikate für die Anmeldung", "Wie erneuert man das Zertifikat?") < 0.9);
        assert!(alike("How do I get rid of moths?", "How do I get help?") < 0.1, "small words");
        assert!(alike("", "How do we rotate certificates?") < 0.1);
    }

    #[test]
    fn without_spaces_pairs_of_signs_are_compared() {
        assert!(alike("如何轮换证书", "证书怎么轮换？") > 0.34);
        assert!(alike("証明書を更新する方法", "証明書の更新はどうすればいいですか") > 0.34);
        assert!(alike("如何轮换证书", "哪里有好咖啡") < 0.1);
    }

    #[test]
    fn what_the_details_say_counts_half() {
        let mut asked = Likeness::new("Something odd", "The certificates do not rotate.");
        let share = asked.to("How do we rotate certificates?");
        assert!((share - 0.5).abs() < 0.01, "{share}");
    }
}
