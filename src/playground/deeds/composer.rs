//! What Slack's composer makes of what was typed.

use crate::playground::state::World;

impl World {
    /// The text with `& < >` escaped, and names turned to mentions: `@ana`, `#coffee`, `@channel`,
    /// and the tokens that the page's own completion puts in (`<@U0001>`). A token that calls
    /// everybody (`<!channel>`) is only text when a person types it, as in Slack.
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

    /// Whether `<…>` names somebody or a channel.
    fn known(&self, token: &str) -> bool {
        let inside = token.trim_start_matches('<').trim_end_matches('>');
        let target = inside.split('|').next().unwrap_or_default();
        match target.split_at_checked(1) {
            Some(("@", person)) => self.people.contains_key(person),
            Some(("#", channel)) => self.conversations.contains_key(channel),
            _ => false,
        }
    }

    fn words(&self, text: &str) -> String {
        text.split_inclusive(char::is_whitespace).map(|word| self.word(word)).collect()
    }

    fn word(&self, word: &str) -> String {
        let from = word.trim_start_matches(['(', '[', '{', '"', '\'', '*', '_', '~']);
        let name =
            from.trim_end_matches(|c: char| c.is_whitespace() || ",.:;!?)]}\"'*~".contains(c));
        let before = word.strip_suffix(from).unwrap_or_default();
        let after = from.strip_prefix(name).unwrap_or_default();
        match self.named(name) {
            Some(mention) => format!("{before}{mention}{after}"),
            None => word.replace('&', "&amp;").replace('>', "&gt;"),
        }
    }

    /// The token for `@ana`, `#coffee` or `@channel`.
    fn named(&self, name: &str) -> Option<String> {
        match name.split_at_checked(1)? {
            ("@", everybody @ ("channel" | "here" | "everyone")) => Some(format!("<!{everybody}>")),
            ("@", handle) => {
                let person = self.people.values().find(|person| person.name == handle)?;
                Some(format!("<@{}>", person.id))
            }
            ("#", _) => {
                let channel = self.find_conversation("", name)?;
                Some(format!("<#{}|{}>", channel.id, channel.name))
            }
            _ => None,
        }
    }
}
