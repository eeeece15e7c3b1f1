//! What people are told of the value stories that they are in.

use serde::{Deserialize, Serialize};

/// What one person is told of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryNote {
    /// To whoever was helped: somebody else told it, was it so?
    Confirm,
    /// To somebody else in it: is that fine?
    Consent,
    /// To a helper who is named: it stands in the channel.
    Thanks,
}

impl StoryNote {
    /// Its name in the names of jobs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Consent => "consent",
            Self::Thanks => "thanks",
        }
    }
}
