//! The names that come back from Slack in questions and answers.

pub mod answers;
pub mod ladder;

/// Shortcuts (`callback_id`), as the manifest has them.
pub mod shortcut {
    /// Of its own: ask a question.
    pub const ASK: &str = "ask_question";
    /// On a message: ask an expert about this.
    pub const ASK_ABOUT: &str = "ask_about_message";
    /// On a message: this solved it for me too.
    pub const SOLVED_TOO: &str = "ask_solved_too";
    /// On a message: keep for the community.
    pub const KEEP: &str = "ask_keep";
}
