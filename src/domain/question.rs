//! A question, from the moment it is asked until it is closed.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{AnswerId, ChannelId, CommunityId, MemberId, MessageTs, QuestionId};

/// Who may know who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Everybody in the community's channel.
    Open,
    /// Only who is asked: it is carried between two direct messages and stands in no channel.
    Private,
    /// Nobody; who could find out all the same is said before it is asked.
    Anonymous,
}

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    Known(MemberId),
    /// Sealed with the key of this question alone.
    Sealed(String),
    /// The key was destroyed when the question closed.
    Forgotten,
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// One person after the other is asked.
    Routing,
    /// The whole channel is asked.
    Channel,
    /// The community's stewards look for somebody.
    Steward,
    /// Nobody was found: its asker decides what next.
    Nobody,
    /// Its asker keeps it open: whoever knows may still answer.
    KeptOpen,
    /// Its asker accepted an answer.
    Answered,
    /// Its asker closed it without accepting one.
    Closed,
    /// Its asker took it back.
    Withdrawn,
}

impl State {
    /// Every state, in the order of a question's life.
    pub const ALL: [Self; 8] = [
        Self::Routing,
        Self::Channel,
        Self::Steward,
        Self::Nobody,
        Self::KeptOpen,
        Self::Answered,
        Self::Closed,
        Self::Withdrawn,
    ];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Routing => "routing",
            Self::Channel => "channel",
            Self::Steward => "steward",
            Self::Nobody => "nobody",
            Self::KeptOpen => "kept_open",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether answers are still looked for.
    pub fn is_open(self) -> bool {
        match self {
            Self::Routing | Self::Channel | Self::Steward | Self::Nobody | Self::KeptOpen => true,
            Self::Answered | Self::Closed | Self::Withdrawn => false,
        }
    }
}

/// Where a question came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Somebody asked it here.
    Asked,
    /// It was read from an archive: it serves search, and nobody waits for an answer.
    Imported,
    /// It was asked in an Ask me anything.
    Session,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    pub channel: ChannelId,
    pub message: MessageTs,
}

impl Spot {
    /// Where the message is read in a browser: Slack leads on to the reader's own workspace.
    pub fn link(&self) -> String {
        let place = self.message.as_str().replace('.', "");
        format!("https://slack.com/archives/{}/p{place}", self.channel)
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    /// An imported question may be of none.
    pub community: Option<CommunityId>,
    pub asker: Asker,
    pub privacy: Privacy,
    /// One line, never empty.
    pub title: String,
    /// As its asker wrote it; may be empty.
    pub details: String,
    pub topic: Option<String>,
    pub urgent: bool,
    pub state: State,
    pub source: Source,
    /// The head of its thread in the community's channel, once it stands there.
    pub thread: Option<Spot>,
    /// Where it can be read in a browser, if known.
    pub link: Option<String>,
    pub asked_at: DateTime<Utc>,
    /// When it came into its state.
    pub since: DateTime<Utc>,
    /// When it was answered first. `None` again while somebody is looked for all the same.
    pub first_answer_at: Option<DateTime<Utc>>,
    pub accepted: Option<AnswerId>,
    /// What it would have cost its asker otherwise, in their words.
    pub otherwise: Option<String>,
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: AnswerId,
    pub question: QuestionId,
    pub author: MemberId,
    pub text: String,
    /// The message that it is; `None` for one that is carried to its asker in private.
    pub spot: Option<Spot>,
    /// How many people liked it, as far as is known.
    pub likes: u32,
    pub accepted_at: Option<DateTime<Utc>>,
    pub written_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What its asker does with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is not needed any more, or should not have been asked.
    Withdraw,
    /// Nobody was found, and that is all right.
    Close,
    /// Whoever knows may still answer.
    KeepOpen,
    /// What was answered so far does not answer it: somebody is looked for again.
    KeepLooking,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The question is in another state.
    Changed,
    /// It was so already: a second click.
    AsBefore,
    /// It was over before, in another way.
    Over,
}

/// The hour in which something happened: of an anonymous question nothing more exact is kept, or the
/// moment would tell who was there.
pub fn hour_of(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at)
}

impl Question {
    /// What is kept of a moment of this question's life.
    pub fn moment(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        match self.privacy {
            Privacy::Anonymous => hour_of(at),
            Privacy::Open | Privacy::Private => at,
        }
    }

    /// Another state, from now on.
    pub fn move_to(&mut self, state: State, at: DateTime<Utc>) {
        self.state = state;
        self.since = self.moment(at);
    }

    /// Its asker does something with it.
    pub fn undergo(&mut self, deed: Deed, at: DateTime<Utc>) -> Became {
        let state = match deed {
            Deed::Withdraw => State::Withdrawn,
            Deed::Close => State::Closed,
            Deed::KeepOpen => State::KeptOpen,
            Deed::KeepLooking => return self.look_again(at),
        };
        if self.state == state {
            return Became::AsBefore;
        }
        match (deed, self.state) {
            // It is looked after already: there is nothing to keep open.
            (Deed::KeepOpen, State::Routing | State::Channel | State::Steward) => Became::AsBefore,
            (_, state) if !state.is_open() => Became::Over,
            _ => {
                self.move_to(state, at);
                Became::Changed
            }
        }
    }

    fn look_again(&mut self, at: DateTime<Utc>) -> Became {
        if !self.state.is_open() {
            return Became::Over;
        }
        let answered = self.first_answer_at.take().is_some();
        let rests = matches!(self.state, State::Nobody | State::KeptOpen);
        if rests {
            self.move_to(State::Routing, at);
        }
        if answered || rests { Became::Changed } else { Became::AsBefore }
    }

    /// Its asker says it in other words. Whether somebody is looked for anew: not while it is with
    /// somebody anyway. What was answered so far did not help, or there would be no other words.
    pub fn rephrase(&mut self, title: String, details: String, at: DateTime<Utc>) -> bool {
        (self.title, self.details) = (title, details);
        let answered = self.first_answer_at.take().is_some();
        let rests = answered || matches!(self.state, State::Nobody | State::KeptOpen);
        if rests {
            self.move_to(State::Routing, at);
        }
        rests
    }
}

#[cfg(test)]
mod tests;
