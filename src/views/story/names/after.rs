//! Of what comes after a story, of thanks, lists and files.

/// Buttons (`action_id`).
pub mod action {
    /// Value of the three: the story and the days, `STORY DAYS`.
    pub const HELD: &str = "story_held";
    pub const MORE: &str = "story_was_more";
    pub const DID_NOT_HOLD: &str = "story_did_not_hold";
    /// Value: the same. Opens what came of it.
    pub const ADD: &str = "story_add";
    /// Value: the thanks.
    pub const MANAGER: &str = "thanks_manager";
    pub const TAKE_BACK: &str = "thanks_take_back";
    /// What I contributed.
    pub const CONTRIBUTIONS: &str = "story_contributions";
    pub const EXPORT_MINE: &str = "story_export_mine";
    /// All stories that somebody may read, as a file.
    pub const EXPORT: &str = "story_export";
    /// Opens the page for thanks. Value: the message that they are for, its thread and who wrote it,
    /// `CHANNEL MESSAGE THREAD MEMBER`.
    pub const SAY: &str = "thanks_say";
    /// The list of stories.
    pub const LIST: &str = "story_list";
    /// Other pages of it. Value: which, from 0.
    pub const NEWER: &str = "story_newer";
    pub const OLDER: &str = "story_older";
    /// The rarer filters. Its value says nothing.
    pub const FILTERS: &str = "story_filters";
    /// Value: the story.
    pub const READ: &str = "story_read";
    pub const MINE: &str = "story_mine";
}

/// Modals (`callback_id`).
pub mod modal {
    /// Metadata: the story and the days.
    pub const CAME: &str = "story_came";
    /// Metadata: the message, its thread and who wrote it.
    pub const THANKS: &str = "story_thanks";
    /// Metadata: how the list is filtered.
    pub const LIST: &str = "story_list";
}

/// Fields of modals (`block_id`).
pub mod field {
    pub const CAME: &str = "came";
    pub const CYCLE: &str = "cycle";
    pub const EVIDENCE: &str = "evidence";
    pub const SENTENCE: &str = "sentence";
    pub const WHERE: &str = "where";
    pub const WORDS: &str = "words";
    pub const COMMUNITY: &str = "community";
    pub const KIND: &str = "kind";
    pub const STATE: &str = "state";
    pub const SINCE: &str = "since";
}
