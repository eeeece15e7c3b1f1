//! What the jobs of an Ask me anything are given.

use serde::{Deserialize, Serialize};

use crate::domain::ids::QuestionId;

/// The moments of an Ask me anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The expert's working day before it.
    DayBefore,
    Begin,
    /// Nobody ended it.
    End,
}

/// What an Ask me anything posts in its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posting {
    Announcement,
    Opening,
    /// With a thread of its own, where it is answered.
    Question(QuestionId),
    /// It takes place at another time.
    Moved,
    CalledOff,
    Recap,
}

/// What the people of an Ask me anything are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AboutSession {
    /// To the expert: would they, on that date?
    Invitation,
    /// To the steward: the expert has no room for that question.
    NotInvited,
    /// To the steward: what the expert said.
    Answered,
    /// To the expert: it is tomorrow.
    Reminder,
    /// To the steward: nobody asked anything yet.
    NoQuestions,
    /// To the expert: it is time.
    Begins,
    /// To the expert or the steward: it does not take place.
    CalledOff,
}
