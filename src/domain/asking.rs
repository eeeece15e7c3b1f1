//! What people write when they ask: one line that says it, and whatever else there is to say.

/// The longest question, in characters: the field of the modal has the same limit.
pub const LONGEST_TITLE: usize = 150;
/// The longest details that are kept, in characters.
pub const LONGEST_DETAILS: usize = 12_000;
/// What a field of a modal takes, in characters.
/// <https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element>
pub const FIELD: usize = 3_000;
/// The longest topic, in characters.
pub const LONGEST_TOPIC: usize = 60;
/// In a community of fewer people, how somebody writes gives them away.
pub const FEW_PEOPLE: u64 = 8;

/// Stands at the end of what was longer than is read.
pub const AND_SO_ON: &str = " […]";

/// A question as somebody wrote it, made to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// One line; may be empty.
    pub title: String,
    pub details: String,
    /// Whether some of it did not fit.
    pub cut: bool,
}

/// One line, with one space between its words.
pub fn line(text: &str) -> String {
    let visible = |word: &&str| word.chars().any(|sign| !sign.is_control());
    text.split_whitespace().filter(visible).collect::<Vec<_>>().join(" ")
}

/// The first `limit` characters, and whether there were more.
pub fn first(text: &str, limit: usize) -> (&str, bool) {
    match text.char_indices().nth(limit) {
        Some((at, _)) => (text.get(..at).unwrap_or(text), true),
        None => (text, false),
    }
}

/// What comes after the first `limit` characters.
pub fn after(text: &str, limit: usize) -> &str {
    text.get(first(text, limit).0.len()..).unwrap_or_default()
}

/// A question and its details from what somebody wrote in one go: its first line if that is short
/// enough, else its first sentence, else as much as fits.
pub fn written(text: &str) -> Written {
    let text = text.trim();
    let shortened = text.ends_with(AND_SO_ON);
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (head, rest) = (line(head), rest.trim());
    if head.chars().count() <= LONGEST_TITLE {
        let (details, cut) = first(rest, LONGEST_DETAILS);
        return Written { title: head, details: details.to_owned(), cut: cut || shortened };
    }
    // The whole text goes along: a sentence torn out of it may not be understood alone.
    let sentence = head.find(['?', '？', '؟', '。']).and_then(|at| {
        let end = at + head.get(at..)?.chars().next()?.len_utf8();
        head.get(..end).filter(|it| it.chars().count() <= LONGEST_TITLE)
    });
    let title = match sentence {
        Some(sentence) => sentence.to_owned(),
        None => format!("{}…", first(&head, LONGEST_TITLE - 1).0.trim_end()),
    };
    let (details, cut) = first(text, LONGEST_DETAILS);
    Written { title, details: details.to_owned(), cut: cut || shortened }
}

/// Words that begin a question, in languages that are spoken at work.
const QUESTION_WORDS: [&str; 60] = [
    "how", "what", "who", "whom", "whose", "where", "when", "why", "which", "can", "could", "does",
    "do", "did", "is", "are", "has", "have", "should", "would", "anyone", "anybody", "any", "wie",
    "was", "wer", "wen", "wem", "wo", "wann", "warum", "weshalb", "welche", "welcher", "welches",
    "kann", "kennt", "hat", "gibt", "comment", "quoi", "qui", "où", "quand", "pourquoi", "quel",
    "quelle", "est-ce", "cómo", "qué", "quién", "dónde", "cuándo", "cuál", "como", "quem", "onde",
    "jak", "kto", "gdzie",
];

/// Words and signs of greetings: what is made of them alone asks nothing.
const SMALL_TALK: [&str; 24] = [
    "hi", "hello", "hey", "hallo", "moin", "thanks", "thank", "you", "are", "there", "how", "is",
    "it", "going", "what", "whats", "up", "who", "klatch", "doing", "good", "morning", "servus",
    "hola",
];

/// Whether somebody who writes this to the bot asks something that another person could know.
/// Rather a hello too many than a question that nobody meant.
pub fn asks(text: &str) -> bool {
    let words: Vec<String> = text
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '!' | '.' | ':' | ';'))
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().all(|word| SMALL_TALK.contains(&word.as_str())) {
        return false;
    }
    let mark = text.contains(['?', '？', '؟', '՞']);
    // Languages without spaces have long words.
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let unspaced = words.iter().any(|word| word.chars().filter(|it| is_unspaced(*it)).count() > 4);
    let begins = words.first().is_some_and(|first| QUESTION_WORDS.contains(&first.as_str()));
    match (mark, begins) {
        (true, _) => (words.len() >= 3 && letters >= 10) || unspaced,
        (false, true) => words.len() >= 4,
        (false, false) => unspaced && text.contains(['か', '吗', '嗎', '呢']),
    }
}

/// Signs of scripts that are written without spaces: Han, kana, Thai, Lao, Khmer, Myanmar.
fn is_unspaced(sign: char) -> bool {
    matches!(sign, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// Ids of the people whom a text of Slack's names: `<@U1>`, `<@U1|ana>`.
pub fn named(text: &str) -> Vec<&str> {
    let marks = text.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let mut ids: Vec<&str> = marks
        .filter_map(|(mark, _)| mark.strip_prefix('@'))
        .filter_map(|mark| mark.split('|').next())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A text of Slack's as one would read it: names instead of ids, addresses instead of links, and no
/// mark that notifies anybody.
/// <https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages>
pub fn readable(text: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        read.push_str(&unescaped(before));
        let Some((mark, behind)) = after.split_once('>') else {
            read.push('<');
            rest = after;
            continue;
        };
        read.push_str(&unescaped(&marked(mark, &name)));
        rest = behind;
    }
    read.push_str(&unescaped(rest));
    read
}

fn marked(mark: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let (target, label) = mark.split_once('|').map_or((mark, None), |(it, as_)| (it, Some(as_)));
    let label = label.filter(|label| !label.is_empty());
    if let Some(id) = target.strip_prefix('@') {
        let known = name(id).or_else(|| label.map(str::to_owned));
        return known.unwrap_or_else(|| "somebody".to_owned());
    }
    if let Some(id) = target.strip_prefix('#') {
        return format!("#{}", label.unwrap_or(id));
    }
    if let Some(word) = target.strip_prefix('!') {
        let word = word.split('^').next().unwrap_or(word);
        return label.map_or_else(|| format!("@{word}"), str::to_owned);
    }
    match label {
        Some(label) if label != target => format!("{label} ({target})"),
        _ => target.to_owned(),
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_question_and_the_rest_its_details() {
        let it = written("How do we  rotate it?\n\nThe staging one.\nThanks!");
        assert_eq!(it.title, "How do we rotate it?");
        assert_eq!(it.details, "The staging one.\nThanks!");
        assert!(!it.cut);
        assert_eq!(written("  \n "), Written::default());
    }

    #[test]
    fn a_long_text_is_asked_by_its_first_question_and_kept_whole() {
        let text = format!("Where is the kettle? {}", "It was here. ".repeat(40));
        let it = written(&text);
        assert_eq!(it.title, "Where is the kettle?");
        assert_eq!(it.details, text.trim());
        let it = written(&"x".repeat(40_000));
        assert_eq!(it.title.chars().count(), LONGEST_TITLE);
        assert_eq!(it.details.chars().count(), LONGEST_DETAILS);
        assert!(it.cut);
        let it = written(&"茶".repeat(200));
        assert_eq!((it.title.chars().count(), it.details.chars().count()), (150, 200));
    }

    #[test]
    fn what_was_cut_goes_on_where_it_was_cut() {
        let text = "añb茶c".repeat(900);
        let (head, cut) = first(&text, FIELD);
        assert!(cut);
        assert_eq!(format!("{head}{}", after(&text, FIELD)), text);
        assert_eq!(after("short", FIELD), "");
    }

    #[test]
    fn a_question_is_told_from_a_hello() {
        for text in [
            "How do we rotate the staging certificates?",
            "does anyone know who owns the billing job",
            "Wer kennt sich mit Terraform aus?",
            "Hi! Who has used logical replication?",
            "ステージング証明書の更新方法は？",
            "谁用过逻辑复制吗",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in [
            "Hello!",
            "Are you there?",
            "hi",
            "How are you?",
            "What's up?",
            "🎉",
            "?",
            "thanks a lot",
            "",
            "One",
            "I had a lovely coffee today.",
            "why?",
            "你好",
        ] {
            assert!(!asks(text), "{text}");
        }
    }

    #[test]
    fn marks_of_slack_become_words() {
        let name = |id: &str| (id == "U1").then(|| "Ana".to_owned());
        let text = "<@U1> and <@U2|bo> in <#C1|rust>: <!channel> see <https://a.b/c|this> &amp; \
                    <https://a.b> 1 &lt; 2 <!subteam^S1|@platform> <@U9> <oops";
        assert_eq!(
            readable(text, name),
            "Ana and bo in #rust: @channel see this (https://a.b/c) & https://a.b 1 < 2 @platform \
             somebody <oops"
        );
        assert_eq!(named(text), ["U1", "U2", "U9"]);
    }
}
