//! The names that come back from Slack in value stories.

pub mod after;

/// Their message comes along with a story.
pub const WORDS_ALONG: &str = "along";
/// It does not, and is forgotten.
pub const WORDS_OUT: &str = "out";

/// Buttons (`action_id`). Their value is the story, unless something else is said.
pub mod action {
    /// Value: nothing, or the question that it is about.
    pub const TELL: &str = "story_tell";
    /// The seldom-needed fields as well.
    pub const MORE: &str = "story_more";
    /// All stories that somebody is in. Value: nothing.
    pub const ALL: &str = "story_all";
    /// Another page of those. Value: which one, from 0.
    pub const ALL_NEWER: &str = "story_all_newer";
    /// The same.
    pub const ALL_OLDER: &str = "story_all_older";
    pub const OPEN: &str = "story_open";
    /// Whoever was helped says that it is so. Value: as of [`FINE`].
    pub const YES: &str = "story_yes";
    /// Or that it was not them.
    pub const NOT_ME: &str = "story_not_me";
    pub const CHANGE: &str = "story_change";
    /// Value: the story, who may read it, and its words as they were then, `STORY AUDIENCE WORDING`; then
    /// perhaps [`WORDS_ALONG`](super::WORDS_ALONG) or [`WORDS_OUT`](super::WORDS_OUT).
    pub const FINE: &str = "story_fine";
    /// The same.
    pub const FINE_UNNAMED: &str = "story_fine_unnamed";
    /// The same, beside a button that lets their words come along.
    pub const FINE_WORDLESS: &str = "story_fine_wordless";
    pub const OUT: &str = "story_out";
    pub const WITHDRAW: &str = "story_withdraw";
    pub const LINK: &str = "story_link";
    /// Who may read it, as far as somebody is concerned.
    pub const SAY: &str = "story_say";
    /// For admins: goals, and what an hour costs. Value: nothing.
    pub const SETTINGS: &str = "story_settings";
    /// How stories work. Value: nothing.
    pub const HELP: &str = "story_help";
    /// What a community's stories come to, for whoever tends one. Value: nothing.
    pub const REPORT: &str = "story_report";
}

/// Modals (`callback_id`).
pub mod modal {
    pub const TELL: &str = "story_tell";
    /// Metadata: the story.
    pub const PAGE: &str = "story_page";
    /// Metadata: the story.
    pub const LINK: &str = "story_link";
    /// Metadata: as the value of [`super::action::FINE`].
    pub const SAY: &str = "story_say";
    pub const SETTINGS: &str = "story_settings";
}

/// Fields of modals (`block_id`), each called what it asks for.
pub mod field {
    pub const HAPPENED: &str = "happened";
    pub const HELPERS: &str = "helpers";
    pub const SAVED: &str = "saved";
    pub const CHANGED: &str = "changed";
    pub const AT_LEAST: &str = "at_least";
    pub const AT_MOST: &str = "at_most";
    pub const CONFIDENCE: &str = "confidence";
    pub const ATTRIBUTION: &str = "attribution";
    pub const KIND: &str = "value_kind";
    pub const GOAL: &str = "goal";
    pub const AUDIENCE: &str = "audience";
    pub const NAMED: &str = "named";
    /// Whether a message of theirs comes along.
    pub const WORDS: &str = "words";
    pub const HELPED: &str = "helped";
    pub const COMMUNITY: &str = "community";
    pub const EVIDENCE: &str = "evidence";
    pub const GOALS: &str = "goals";
    pub const CAP: &str = "cap";
    pub const RATE: &str = "rate";
}

/// Shortcuts (`callback_id`), as the manifest has them.
pub mod shortcut {
    /// On a message: begin a value story with its words.
    pub const SAVE: &str = "story_save";
    /// On a message: say thanks for it.
    pub const THANKS: &str = "story_thanks";
    /// Of its own: tell a value story.
    pub const TELL: &str = "story_tell";
}
