//! What was published, and who would have it otherwise.

use chrono::NaiveDate;

use super::Window;
use crate::domain::ids::{CommunityId, JobId, StoryId};
use crate::domain::question::Spot;

/// What became of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What happened.
    Report,
    /// Nothing had: one question instead.
    Question,
    /// Nothing had once more: nothing was said.
    Silent,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Report, Self::Question, Self::Silent];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Question => "question",
            Self::Silent => "silent",
        }
    }
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Teams that met over coffee.
    Ties,
    /// Weeks of questions.
    Weeks,
    /// What stories came to: it changes when one of them is taken back.
    Value,
}

impl Shows {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Ties, Self::Weeks, Self::Value];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ties => "ties",
            Self::Weeks => "weeks",
            Self::Value => "value",
        }
    }
}

/// A picture that Slack has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Slack's id of the file.
    pub file: String,
    /// It in words.
    pub alt: String,
    pub shows: Shows,
    /// What stands in it for names that cannot be drawn; to be read beside it.
    pub key: Option<String>,
}

/// A digest that was published, or a date on which nothing was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub community: CommunityId,
    pub date: NaiveDate,
    /// The community's first is 1.
    pub number: u32,
    pub kind: Kind,
    pub window: Window,
    /// What publishes it.
    pub job: JobId,
    pub spot: Option<Spot>,
    pub picture: Option<Picture>,
    /// The stories that it tells, sorted.
    pub stories: Vec<StoryId>,
}

/// Where somebody would have a community's digest. It stands in the channel for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A short message to them besides, with links.
    Message,
    /// They are not said hello to in it either.
    Nothing,
}

impl Wish {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::Message, Self::Nothing];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Nothing => "nothing",
        }
    }
}
