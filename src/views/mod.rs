//! Data and a voice in, Block Kit out: every sentence that a person reads stands here.

pub mod admin;
pub mod ask;
pub mod coffee;
pub mod digest;
pub mod first_questions;
pub mod greeting;
pub mod home;
pub mod installing;
pub mod kit;
pub mod names;
pub mod story;
pub mod when;

#[cfg(test)]
pub(crate) mod tests;

use crate::domain::locale::Locale;

/// How Klatch speaks in a workspace: the language, and what its commands are called there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The language.
    pub locale: Locale,
    /// The command for coffee, with its slash: another app may own `/coffee`.
    pub coffee: String,
    /// The command for questions, with its slash.
    pub ask: String,
    /// The command for value stories, with its slash.
    pub story: String,
    /// The command for communities, with its slash.
    pub community: String,
}

impl Default for Voice {
    fn default() -> Self {
        Self {
            locale: Locale::English,
            coffee: "/coffee".to_owned(),
            ask: "/ask".to_owned(),
            story: "/story".to_owned(),
            community: "/community".to_owned(),
        }
    }
}
