//! The names that come back from Slack in value stories.

pub mod after;

/// Shortcuts (`callback_id`), as the manifest has them.
pub mod shortcut {
    /// On a message: begin a value story with its words.
    pub const SAVE: &str = "story_save";
    /// On a message: say thanks for it.
    pub const THANKS: &str = "story_thanks";
    /// Of its own: tell a value story.
    pub const TELL: &str = "story_tell";
}
