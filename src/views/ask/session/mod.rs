//! Ask me anything: every sentence of it.

pub mod channel;
pub mod desk;
pub mod modals;
pub mod names;
pub mod notes;

use chrono_tz::Tz;

use crate::domain::ids::ChannelId;
use crate::domain::locale::Locale;
use crate::domain::session::Session;
use crate::views::ask::answer::quoted;
use crate::views::kit::{escape, shorten};
use crate::views::when;

#[cfg(test)]
pub(in crate::views) mod tests;

/// A session as it is told.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    pub session: &'a Session,
    /// What the expert is called.
    pub expert: &'a str,
    /// What the steward is called who planned it, if that is known.
    pub steward: Option<&'a str>,
    pub channel: &'a ChannelId,
    /// Where the reader lives: for where Slack does not show dates in the reader's own time.
    pub zone: Tz,
}

impl Told<'_> {
    fn expert(&self) -> String {
        escape(self.expert)
    }

    /// In each reader's own time.
    fn when(&self, locale: Locale) -> String {
        when::moment(locale, self.session.starts_at, self.zone)
    }

    fn id(&self) -> String {
        self.session.id.to_string()
    }

    /// The sentence about it, as a quote below a line; empty if there is none.
    fn about(&self) -> String {
        match self.session.about.as_str() {
            "" => String::new(),
            about => format!("\n{}", quoted(about, 600)),
        }
    }
}

/// What somebody wrote, harmless, in one line of at most so many characters.
pub(super) fn one_line(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&shorten(&line, limit))
}
