//! A community of practice: the people of a channel who answer each other.

use chrono::{DateTime, Utc};

use super::ids::{ChannelId, CommunityId, MemberId};

/// A community and who tends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Community {
    pub id: CommunityId,
    /// Where its questions are asked and answered.
    pub channel: ChannelId,
    /// As people call it: the channel's name, until a steward says otherwise.
    pub name: String,
    /// Sorted, and never empty while it lives.
    pub stewards: Vec<MemberId>,
    pub began_at: DateTime<Utc>,
    /// Questions are taken no more since then.
    pub ended_at: Option<DateTime<Utc>>,
}
