//! What somebody wrote in Slack's markup, as people read it.
//! <https://docs.slack.dev/messaging/formatting-message-text>

use std::collections::BTreeMap;

use crate::domain::markup::{self, Mentioned, decoded};

/// The longest message that Slack takes, in characters; what is longer was not written in Slack.
pub(super) const LONGEST: usize = 40_000;

/// What ids are called: people and channels, by the export's own lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) people: BTreeMap<String, String>,
    pub(super) channels: BTreeMap<String, String>,
}

/// What [`markup::readable`] makes of it, at most 40,000 characters. The result is plain text: whoever
/// shows it escapes it.
pub(super) fn readable(text: &str, names: &Names) -> String {
    let named = |of: &BTreeMap<String, String>, id: &str| of.get(id).map(|it| decoded(it));
    markup::readable(text, LONGEST, |what| match what {
        Mentioned::Person(id) => named(&names.people, id),
        Mentioned::Channel(id) => named(&names.channels, id),
    })
}

/// At most `limit` characters, cut at a word if there is one near, and marked with an ellipsis.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    let word = kept.rfind(char::is_whitespace).filter(|at| *at > kept.len() / 2);
    let kept = word.and_then(|at| kept.get(..at)).unwrap_or(&kept);
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let people = [("U1".to_owned(), "Ana Ruiz".to_owned())];
        let channels = [("C1".to_owned(), "rust".to_owned())];
        readable(text, &Names { people: people.into(), channels: channels.into() })
    }

    #[test]
    fn mentions_read_as_names() {
        assert_eq!(read("ask <@U1> or <@U9>"), "ask @Ana Ruiz or @U9");
        assert_eq!(read("<@U9|bo> in <#C1> or <#C2|go> or <#C3|>"), "@bo in #rust or #go or #C3");
        assert_eq!(read("<!channel> <!here|here>"), "@channel here");
        assert_eq!(read("<!subteam^S1|@infra> <!subteam^S2>"), "@infra @subteam");
        assert_eq!(read("<!date^1392734382^{date}|18 February>"), "18 February");
    }

    #[test]
    fn links_keep_where_they_go() {
        assert_eq!(read("<https://a.example/x>"), "https://a.example/x");
        assert_eq!(read("<https://a.example|the page>"), "the page (https://a.example)");
        assert_eq!(read("<http://a.example|a.example>"), "http://a.example");
        assert_eq!(read("<mailto:ana@a.example|ana@a.example>"), "ana@a.example");
    }

    #[test]
    fn signs_that_were_typed_are_signs_again() {
        assert_eq!(read("Vec&lt;u8&gt; &amp;&amp; &amp;lt; &copy;"), "Vec<u8> && &lt; &copy;");
        // What looked like a mention only as text stays text: whoever shows it escapes it.
        assert_eq!(read("&lt;!channel&gt;"), "<!channel>");
        assert_eq!(read("a < b, <open"), "a < b, <open");
        assert_eq!(read("a\0b\u{7}c\nd\te"), "abc\nd\te");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(read(&"ä".repeat(50_000)).chars().count(), LONGEST);
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("日本語日本語", 4), "日本語…");
        assert_eq!(shorten("short", 5), "short");
    }
}
