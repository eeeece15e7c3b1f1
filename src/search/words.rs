//! The words of a text: what stands between its signs, in lower case. Slack's mentions, emoji and
//! entities are no words. Scripts without spaces come as pairs of neighboring signs, as nobody told
//! us where their words end.

/// What a text is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Word {
    /// Letters and digits between spaces and other signs, in lower case with their accents.
    Spaced(String),
    /// Two neighbors of a script without spaces; one where it stands alone.
    Pair(String),
    /// One sign of the Chinese script, which may be a word by itself: for whoever looks for just that.
    Sign(String),
}

impl Word {
    /// Itself, where it is one between spaces.
    pub(super) fn spaced(&self) -> Option<&str> {
        if let Self::Spaced(word) = self { Some(word) } else { None }
    }
}

/// Longer than any word: keys, hashes, encoded files.
const LONGEST: usize = 40;
/// What is written after an apostrophe and says nothing: *it's*, *we'll*.
const TAILS: [&str; 7] = ["s", "t", "d", "m", "ll", "re", "ve"];
/// What Slack writes for signs that it escapes.
const ENTITIES: [&str; 4] = ["&amp;", "&lt;", "&gt;", "&quot;"];
/// How far the end of a mention or an emoji is looked for, in bytes.
const FAR: usize = 100;

/// The first `most` words of a text, in their order.
pub(super) fn words(text: &str, most: usize) -> Vec<Word> {
    let mut found = Found { words: Vec::new(), word: String::new(), dense: Vec::new() };
    let mut before = ' ';
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        if found.words.len() >= most {
            break;
        }
        if let Some(after) = past_markup(rest, before) {
            found.end();
            (rest, before) = (after, ' ');
            continue;
        }
        // Most of what people write is plain letters.
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let length = if plain > 0 { plain } else { sign.len_utf8() };
        let (these, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if plain > 0 {
            found.letters(these);
        } else {
            found.take(sign);
        }
        before = if plain > 0 { 'x' } else { sign };
        rest = after;
    }
    found.end();
    found.words.truncate(most);
    found.words
}

/// What follows a mention, an emoji's name or an entity, if the text begins with one.
fn past_markup(text: &str, before: char) -> Option<&str> {
    match text.as_bytes().first()? {
        b'<' => past_mention(text),
        b':' if !before.is_alphanumeric() && before != ':' => past_emoji(text),
        b'&' => ENTITIES.iter().find_map(|entity| text.strip_prefix(entity)),
        _ => None,
    }
}

/// `<@U012>`, `<!channel>`, `<#C012|general>`: who or where is meant, not what.
fn past_mention(text: &str) -> Option<&str> {
    if !text.starts_with("<@") && !text.starts_with("<!") && !text.starts_with("<#") {
        return None;
    }
    let end = text.bytes().take(FAR).position(|byte| byte == b'>')?;
    text.get(end + 1..)
}

/// `:tada:`, but neither `12:30:00` nor `std::vec::Vec`.
fn past_emoji(text: &str) -> Option<&str> {
    let inside = text.get(1..)?;
    let length = inside.bytes().take(FAR).position(|byte| !is_emoji_sign(byte))?;
    let after = inside.get(length..)?.strip_prefix(':')?;
    let ends = after.starts_with(':') || !after.starts_with(char::is_alphanumeric);
    (length > 0 && ends).then_some(after)
}

fn is_emoji_sign(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'+' | b'\'')
}

/// The words so far, and the one that is being read.
struct Found {
    words: Vec<Word>,
    word: String,
    dense: Vec<char>,
}

impl Found {
    /// Letters and digits that have neither accents nor neighbors to be paired with.
    fn letters(&mut self, letters: &str) {
        self.end_dense();
        self.end_sum();
        self.word.push_str(letters);
        let start = self.word.len() - letters.len();
        if let Some(added) = self.word.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    }

    /// What looked like C+ was the beginning of a sum.
    fn end_sum(&mut self) {
        if self.word.ends_with(['+', '#']) {
            let bare = self.word.trim_end_matches(['+', '#']).len();
            self.word.truncate(bare);
            self.end_word();
        }
    }

    fn take(&mut self, sign: char) {
        if is_mark(sign) {
            return;
        }
        if is_dense(sign) {
            self.end_word();
            self.dense.push(sign);
        } else if sign.is_alphanumeric() {
            self.end_dense();
            self.end_sum();
            self.word.extend(sign.to_lowercase().filter(|sign| !is_mark(*sign)));
        } else if matches!(sign, '+' | '#') && is_short_name(&self.word) {
            // C++, C#, F#
            self.word.push(sign);
        } else if matches!(sign, '\'' | '’') {
            self.end_dense();
            self.apostrophe();
        } else {
            self.end();
        }
    }

    fn end(&mut self) {
        self.end_word();
        self.end_dense();
    }

    /// *l'avion* is a plane; what follows *it's* is dropped where the word ends.
    fn apostrophe(&mut self) {
        if self.word.chars().count() == 1 {
            self.word.clear();
        } else if !self.word.is_empty() {
            self.word.push('\'');
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        match word.split_once('\'') {
            None => self.keep(word),
            Some((head, tail)) => {
                self.keep(head.to_owned());
                for part in tail.split('\'').filter(|part| !TAILS.contains(part)) {
                    self.keep(part.to_owned());
                }
            }
        }
    }

    fn keep(&mut self, word: String) {
        let bare = word.trim_end_matches(['+', '#']).len();
        if bare > 0 && word.chars().nth(LONGEST).is_none() {
            self.words.push(Word::Spaced(word));
        }
    }

    fn end_dense(&mut self) {
        if self.dense.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.dense);
        if let [alone] = run.as_slice() {
            self.words.push(Word::Pair(alone.to_string()));
            return;
        }
        for pair in run.windows(2) {
            self.words.push(Word::Pair(pair.iter().collect()));
        }
        let signs = run.iter().filter(|sign| is_han(**sign));
        self.words.extend(signs.map(|sign| Word::Sign(sign.to_string())));
    }
}

/// A name of one or two letters may end in signs.
fn is_short_name(word: &str) -> bool {
    let bare = word.trim_end_matches(['+', '#']);
    !bare.is_empty() && bare.len() <= 2 && word.len() <= 4 && !bare.contains('\'')
}

/// What is written over or under a letter and is left out by people in a hurry: accents that stand
/// alone (Latin, Greek, Cyrillic), the points of Hebrew, the signs for short vowels of Arabic, the
/// tones of Thai and Lao; and signs that nobody sees.
fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{e47}'..='\u{e4e}' | '\u{ec8}'..='\u{ece}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_han(sign: char) -> bool {
    matches!(sign,
        '\u{3005}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Scripts in which words are not divided by spaces, and Korean, in which what hangs on a word is not.
fn is_dense(sign: char) -> bool {
    let in_script = matches!(sign,
        '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}'
        | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff66}'..='\u{ff9f}')
        || is_han(sign);
    in_script && !sign.is_numeric() && !is_sign_of_dense(sign)
}

/// Punctuation within those scripts.
fn is_sign_of_dense(sign: char) -> bool {
    matches!(sign,
        '\u{e2f}' | '\u{e3f}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' | '\u{f01}'..='\u{f17}'
        | '\u{f3a}'..='\u{f3d}' | '\u{104a}'..='\u{104f}' | '\u{17d4}'..='\u{17db}' | '\u{30a0}'
        | '\u{30fb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let shown = words(text, 100).into_iter().map(|word| match word {
            Word::Spaced(word) => word,
            Word::Pair(pair) => format!("[{pair}]"),
            Word::Sign(sign) => format!("({sign})"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_what_stands_between_signs() {
        assert_eq!(read("How do I deploy to K8s, please?!"), "how do i deploy to k8s please");
        assert_eq!(read("foo_bar.baz(42) -> Vec<String>"), "foo bar baz 42 vec string");
        assert_eq!(
            read("It's what we'll do; l’avion n'est pas là"),
            "it what we do avion est pas là"
        );
        assert_eq!(read("C++ and C# and a+b, issue #42"), "c++ and c# and a b issue 42");
    }

    #[test]
    fn mentions_emoji_and_entities_are_no_words() {
        assert_eq!(
            read("<@U012> <!channel> ask in <#C01|general> :tada::skin-tone-2: R&amp;D"),
            "ask in r d"
        );
        assert_eq!(
            read("see <https://example.com/a|the page> at 12:30:00"),
            "see https example com a the page at 12 30 00"
        );
        assert_eq!(read("std::vec::Vec a < b > c"), "std vec vec a b c");
        assert_eq!(read("🎉"), "");
        assert_eq!(read(":tada:"), "");
    }

    #[test]
    fn scripts_without_spaces_come_as_pairs() {
        assert_eq!(read("部署失败 Docker"), "[部署] [署失] [失败] (部) (署) (失) (败) docker");
        assert_eq!(read("火"), "[火]");
        assert_eq!(read("コーヒー。"), "[コー] [ーヒ] [ヒー]");
        assert_eq!(read("กาแฟ"), "[กา] [าแ] [แฟ]");
    }

    #[test]
    fn what_cannot_be_seen_or_said_is_left_out() {
        assert_eq!(read("cafe\u{301} na\u{ad}ïve"), "cafe naïve");
        assert_eq!(read(&"x".repeat(41)), "");
        assert_eq!(words(&"word ".repeat(1_000), 7).len(), 7);
        assert_eq!(read("''' ' ++ # <@ <!"), "");
    }
}
