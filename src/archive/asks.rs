//! Whether a text asks something, and which of its sentences does: by its marks, by the words that
//! questions begin with, and by what people write who look for help. Pure; several languages.

use super::text::shorten;

/// The longest title, in characters.
const TITLE: usize = 150;
/// Who asks less than this asks nothing that others could look for. A sign of a language without
/// spaces stands for about three letters.
const FEWEST_LETTERS: usize = 9;

/// Marks that end a question, in Latin, Greek, Armenian, Arabic, Ethiopic and East Asian writing.
const MARKS: [char; 10] = ['?', '？', '\u{37e}', '՞', '؟', '፧', '⁇', '⁈', '⁉', '﹖'];

/// Words that a question begins with by themselves.
const OPENERS: &[&str] = &[
    // English
    "how",
    "why",
    "who",
    "whom",
    "whose",
    "where",
    "which",
    "anyone",
    "anybody",
    // German
    "wie",
    "warum",
    "wieso",
    "weshalb",
    "woher",
    "wohin",
    "wozu",
    "wer",
    "wem",
    "wen",
    "wo",
    "wann",
    "welche",
    "welcher",
    "welches",
    "welchen",
    "kennt",
    "weiß",
    "weiss",
    "gibt",
    // French
    "pourquoi",
    "où",
    "quand",
    "quel",
    "quelle",
    "quels",
    "quelles",
    "combien",
    "est-ce",
    "qu'est-ce",
    "quelqu'un",
    // Spanish and Portuguese
    "cómo",
    "qué",
    "quién",
    "dónde",
    "cuándo",
    "cuál",
    "cuáles",
    "cuánto",
    "alguien",
    "onde",
    "quando",
    "qual",
    "quais",
    "quem",
    "alguém",
    // Italian
    "perché",
    "dove",
    "quale",
    "quali",
    "qualcuno",
    // Dutch
    "hoe",
    "waarom",
    "waar",
    "wanneer",
    "welk",
    "welke",
    "iemand",
    // Swedish, Danish, Norwegian
    "hur",
    "varför",
    "hvordan",
    "hvorfor",
    "vilken",
    "hvilken",
    "någon",
    "nogen",
    "noen",
    // Polish and Czech
    "jak",
    "dlaczego",
    "czy",
    "gdzie",
    "proč",
    // Russian and Ukrainian
    "как",
    "почему",
    "зачем",
    "где",
    "когда",
    "кто",
    "чому",
    // Turkish
    "nasıl",
    "neden",
];

/// Words that ask only with somebody or something after them: "can I", not "can be done".
const HELPERS: &[&str] = &[
    "can", "could", "should", "would", "will", "do", "does", "did", "is", "are", "was", "were",
    "has", "have", "may", "what", "what's", "when", "kann", "können", "hat", "haben", "comment",
];
const SUBJECTS: &[&str] = &[
    "i", "we", "you", "they", "he", "she", "it", "there", "anyone", "anybody", "someone",
    "somebody", "the", "this", "that", "these", "those", "is", "are", "do", "does", "would", "ich",
    "wir", "man", "jemand", "das", "es", "ihr", "on", "je", "tu", "vous", "faire", "peut-on",
    "puis-je",
];

/// What people write who look for help without asking in so many words.
const PHRASES: &[&str] = &[
    "anyone know",
    "anybody know",
    "does anyone",
    "has anyone",
    "can anyone",
    "can someone",
    "need help with",
    "need some help",
    "looking for help",
    "wondering if",
    "wondering how",
    "wondering whether",
    "weiß jemand",
    "kennt jemand",
    "hat jemand",
    "quelqu'un sait",
    "alguien sabe",
];

/// Endings and words of questions in languages that write them without a mark or spaces.
const EAST_ENDS: &[&str] = &["か", "かな", "吗", "嗎", "呢", "까", "나요", "가요", "ไหม"];
const EAST_WORDS: &[&str] = &[
    "どう",
    "なぜ",
    "どこ",
    "教えて",
    "怎么",
    "怎麼",
    "如何",
    "为什么",
    "為什麼",
    "什么",
    "어떻게",
    "왜 ",
    "ทำไม",
    "อย่างไร",
];

/// Whether a text asks something that others may have asked before: one of its sentences does, and
/// not just `?` or "Lunch?". What is quoted, code and links do not count.
pub(super) fn asks_something(text: &str) -> bool {
    asking_sentence(text).is_some()
}

/// A title for a question: the sentence that asks, or else how it begins; at most 150 characters.
pub(super) fn title(text: &str) -> String {
    let own = own_words(text);
    let first = || sentences(text).into_iter().find(|sentence| letters(sentence) > 0);
    let sentence = asking_in(&own).or_else(first).unwrap_or(text);
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare = words.join(" ");
    shorten(bare.trim_matches(['*', '_', '~', '`', ' ']), TITLE)
}

fn asking_sentence(text: &str) -> Option<String> {
    asking_in(&own_words(text)).map(str::to_owned)
}

fn asking_in(own: &str) -> Option<&str> {
    sentences(own).into_iter().find(|sentence| asks(sentence))
}

/// The text without quotes, code and links.
fn own_words(text: &str) -> String {
    let mut own = String::with_capacity(text.len());
    // Every second part stands between fences.
    for fenced in text.split("```").step_by(2) {
        for line in fenced.lines().filter(|line| !line.trim_start().starts_with('>')) {
            for (place, part) in line.split('`').enumerate() {
                // An inline name of something is part of its sentence, a `?` in it is not.
                match place % 2 {
                    0 => own.push_str(&without_links(part)),
                    _ => own.extend(part.chars().filter(|sign| !MARKS.contains(sign))),
                }
            }
            own.push('\n');
        }
    }
    own
}

fn without_links(text: &str) -> String {
    let word = |word: &&str| !word.contains("://");
    let mut kept = text.split_inclusive(char::is_whitespace).filter(word).collect::<String>();
    // A link at the end of a question takes its mark with it.
    let last = text.split_whitespace().next_back().unwrap_or_default();
    if last.contains("://") && last.ends_with(MARKS) && last.matches('?').count() == 1 {
        kept.push('?');
    }
    kept
}

/// Sentences with the mark that ends them.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        let mut signs = line.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            let next = signs.peek().map(|(_, next)| *next);
            let is_end = match sign {
                '。' | '！' | '!' => true,
                '.' => next.is_none_or(char::is_whitespace),
                // "??" and "?!" end one sentence.
                mark if MARKS.contains(&mark) => {
                    next.is_none_or(|next| !MARKS.contains(&next) && next != '!')
                }
                _ => false,
            };
            if is_end {
                let end = at + sign.len_utf8();
                found.extend(line.get(start..end).map(str::trim));
                start = end;
            }
        }
        found.extend(line.get(start..).map(str::trim));
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn asks(sentence: &str) -> bool {
    if letters(sentence) < FEWEST_LETTERS {
        return false;
    }
    let sentence = sentence.trim_end_matches(|sign: char| {
        matches!(sign, ')' | '"' | '\'' | '*' | '_' | '~') || sign.is_whitespace()
    });
    if sentence.ends_with(MARKS) || sentence.starts_with('¿') || has_inner_mark(sentence) {
        return true;
    }
    // "How to deploy:" and "What a day!" ask nothing.
    if sentence.ends_with(['!', '！', ':']) {
        return false;
    }
    let lower = sentence.to_lowercase();
    PHRASES.iter().any(|phrase| lower.contains(phrase)) || opens(&lower) || asks_in_east(&lower)
}

/// A mark within a sentence ends a question where a space follows: "Why? :thinking_face:".
fn has_inner_mark(sentence: &str) -> bool {
    let mut signs = sentence.chars().peekable();
    while let Some(sign) = signs.next() {
        if MARKS.contains(&sign) && signs.peek().is_none_or(|next| !next.is_alphanumeric()) {
            return true;
        }
    }
    false
}

fn opens(lower: &str) -> bool {
    let words = lower.split(|sign: char| !(sign.is_alphanumeric() || "'’-".contains(sign)));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let greetings = ["hi", "hey", "hello", "all", "hallo", "moin", "so", "and", "but", "also"];
    let mut own = words.iter().skip_while(|word| greetings.contains(*word));
    let (Some(first), second) = (own.next(), own.next()) else { return false };
    // "How to …" is the heading of an instruction as often as a question.
    if *first == "how" && second == Some(&"to") {
        return false;
    }
    OPENERS.contains(first)
        || (HELPERS.contains(first) && second.is_some_and(|second| SUBJECTS.contains(second)))
}

fn asks_in_east(lower: &str) -> bool {
    let bare = lower.trim_end_matches(['。', '.', ' ']);
    EAST_ENDS.iter().any(|end| bare.ends_with(end))
        || EAST_WORDS.iter().any(|word| lower.contains(word))
}

/// About how many letters a text has; a sign of a language without spaces counts as three.
pub(super) fn letters(text: &str) -> usize {
    let weight = |sign: char| match sign {
        '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' => 2,
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{20000}'..='\u{3ffff}' => 3,
        sign => usize::from(sign.is_alphanumeric()),
    };
    text.chars().map(weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_a_mark() {
        for text in [
            "How do I mock time in tests?",
            "Deploy failed again. Is the registry down?? :thinking_face:",
            "Hi all! Can we turn off retries for one queue (just one)?",
            "Kann man das Zertifikat selbst erneuern?",
            "¿Alguien ha probado esto?",
            "これはどう動きますか？",
            "هل يعمل هذا على لينكس؟",
            "Any idea about https://example.com/runbook?",
        ] {
            assert!(asks_something(text), "{text}");
        }
    }

    #[test]
    fn or_begins_as_questions_do() {
        for text in [
            "how do you run one migration twice",
            "Does anyone know a good linter for SQL",
            "Hi, can I restart the broker during the day",
            "I was wondering if we could pin the compiler.",
            "weiß jemand wo die Logs liegen",
            "comment faire tourner les tests en local",
            "как запустить тесты локально",
            "请问怎么部署到生产环境",
            "デプロイの手順を教えてください",
        ] {
            assert!(asks_something(text), "{text}");
        }
    }

    #[test]
    fn other_things_are_no_questions() {
        for text in [
            "",
            "?",
            "???",
            "Lunch?",
            ":tada:",
            "Deployed 1.2 to production.",
            "See https://example.com/search?q=why+is+it+slow",
            "What a wonderful release!",
            "How to deploy:",
            "How to restart the broker: first drain it",
            "When done, press enter",
            "> Why is it slow?\nBecause of the index.",
            "It is `a ? b : c` in other languages",
            "```\nlet x = why?;\nreturn ok?;\n```\nThat is the code",
            "Will be back tomorrow",
        ] {
            assert!(!asks_something(text), "{text}");
        }
    }

    #[test]
    fn the_title_is_the_sentence_that_asks() {
        let text =
            "Hi all! We moved to the new cluster last week.\n*How do I see its logs?*\nThanks";
        assert_eq!(title(text), "How do I see its logs?");
        assert_eq!(title("Is `serde?` still\tneeded?"), "Is serde still needed?");
        assert_eq!(title("Deployed 1.2. All fine."), "Deployed 1.2.");
        let long = format!("Why does {} fail?", "this and that ".repeat(40));
        assert!(title(&long).chars().count() <= TITLE && title(&long).ends_with('…'));
        assert_eq!(title(""), "");
    }
}
