//! What somebody can be asked, and whether they agreed to be asked at all.

use chrono::{DateTime, Utc};

use super::ids::{CommunityId, MemberId};

/// What somebody answered to the hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Willing {
    Yes,
    /// At most one question a month.
    Monthly,
    Never,
}

impl Willing {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Monthly, Self::Never];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Monthly => "monthly",
            Self::Never => "never",
        }
    }
}

/// So many questions a week somebody is asked who said nothing else.
pub const PER_WEEK: u8 = 3;

/// What somebody said about being asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expert {
    pub member: MemberId,
    /// `None` until they answered the hello: nobody is offered a question before.
    pub willing: Option<Willing>,
    /// When the hello stood in their direct message.
    pub greeted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Their own cap.
    pub per_week: u8,
    /// What they can be asked, in their words.
    pub topics: Vec<String>,
    /// In which communities.
    pub communities: Vec<CommunityId>,
    /// Not before then.
    pub paused_until: Option<DateTime<Utc>>,
    /// They may be named where it is said who alone answers a topic.
    pub may_be_named: bool,
}

impl Expert {
    /// Somebody who never said anything about it.
    pub fn unasked(member: MemberId) -> Self {
        Self {
            member,
            willing: None,
            greeted_at: None,
            decided_at: None,
            per_week: PER_WEEK,
            topics: Vec::new(),
            communities: Vec::new(),
            paused_until: None,
            may_be_named: false,
        }
    }
}
