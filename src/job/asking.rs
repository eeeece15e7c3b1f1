//! What the jobs of questions are given. Ids only: who asked is found out when a job runs.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{ChannelId, CommunityId, MemberId, QuestionId};

/// What a steward filled in for a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunitySetup {
    /// Made when the modal was sent, so that the job can run again without a second community.
    pub community: CommunityId,
    pub by: MemberId,
    pub channel: ChannelId,
    /// `None`: as the channel is called.
    pub name: Option<String>,
    pub stewards: Vec<MemberId>,
    /// The modal that waits for the outcome.
    pub view: String,
}

/// What became of a question, for its asker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Nobody was found.
    Nobody,
    /// Its channel is gone, and its community with it.
    ChannelLost,
    /// It is anonymous and has been open for long: it closes in a week.
    ClosesSoon,
}

/// What whoever tends a community is told about its questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForSteward {
    /// Nobody has answered this one so far.
    Unanswered { question: QuestionId },
    /// Whoever asked this one has left, and it has answers.
    WhichHelped { question: QuestionId },
    /// Somebody who answered there has left.
    Left { member: MemberId, community: CommunityId },
}
