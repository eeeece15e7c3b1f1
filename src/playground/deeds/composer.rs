//! What Slack's composer makes of what was typed.

use crate::playground::state::World;

impl World {
    /// The text with `& < >` escaped, and names turned to mentions: `@ana`, `#coffee`, and the
    /// tokens that the page's own completion puts in (`<@U0001>`).
    pub(super) fn composed(&self, text: &str) -> String {
        let mut wire = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('<') {
            let (before, from) = rest.split_at(start);
            wire.push_str(&self.words(before));
            let token = from.find('>').and_then(|end| from.get(..=end)).filter(|t| self.known(t));
            if let Some(token) = token {
                wire.push_str(token);
                rest = from.get(token.len()..).unwrap_or_default();
            } else {
                wire.push_str("&lt;");
                rest = from.get(1..).unwrap_or_default();
            }
        }
        wire.push_str(&self.words(rest));
        wire
    }

    /// Whether `<…>` names somebody, a channel, or everybody there.
    fn known(&self, token: &str) -> bool {
        let inside = token.trim_start_matches('<').trim_end_matches('>');
        let target = inside.split('|').next().unwrap_or_default();
        match target.split_at_checked(1) {
            Some(("@", person)) => self.people.contains_key(person),
            Some(("#", channel)) => self.conversations.contains_key(channel),
            Some(("!", special)) => matches!(special, "here" | "channel" | "everyone"),
            _ => false,
        }
    }

    fn words(&self, text: &str) -> String {
        text.split_inclusive(char::is_whitespace).map(|word| self.word(word)).collect()
    }

    fn word(&self, word: &str) -> String {
        let end = word.trim_end_matches(|c: char| c.is_whitespace() || ",.:;!?)".contains(c));
        let rest = word.get(end.len()..).unwrap_or_default();
        if let Some(handle) = end.strip_prefix('@')
            && let Some(person) = self.people.values().find(|person| person.name == handle)
        {
            return format!("<@{}>{rest}", person.id);
        }
        if end.starts_with('#')
            && let Some(channel) = self.find_conversation("", end)
        {
            return format!("<#{}|{}>{rest}", channel.id, channel.name);
        }
        word.replace('&', "&amp;").replace('>', "&gt;")
    }
}
