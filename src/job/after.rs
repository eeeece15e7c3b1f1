//! What comes after stories and thanks. Ids only: what was written is read when a job runs.

use serde::{Deserialize, Serialize};

/// Whom thanks are told, or what about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AboutThanks {
    /// Who is thanked reads them.
    ToYou,
    /// Their manager does: who is thanked said so.
    ToManager,
    /// To who said them: the bot is not where they were to be said, so they went to one person only.
    NotInThread,
}

/// Which file somebody gets in their direct message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryFile {
    /// The stories that they may read.
    Markdown,
    Csv,
    Json,
    /// What they contributed themselves.
    Mine,
}
