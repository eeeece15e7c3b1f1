//! Who got how many first offers in the last seven days.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Duration, Utc};

use crate::domain::ids::MemberId;
use crate::domain::routing::WEEK_DAYS;

/// The offers of a rolling week.
#[derive(Debug, Default)]
pub(super) struct Offers {
    made: VecDeque<(DateTime<Utc>, MemberId)>,
    by_member: BTreeMap<MemberId, u32>,
}

impl Offers {
    /// Lets go of what is older than a week at this moment. Moments come in order.
    pub(super) fn forget(&mut self, now: DateTime<Utc>) {
        let week = Duration::days(WEEK_DAYS);
        while let Some((at, _)) = self.made.front()
            && now - *at > week
        {
            if let Some((_, member)) = self.made.pop_front()
                && let Some(count) = self.by_member.get_mut(&member)
            {
                *count = count.saturating_sub(1);
            }
        }
    }

    pub(super) fn of(&self, member: &MemberId) -> u32 {
        self.by_member.get(member).copied().unwrap_or_default()
    }

    pub(super) fn all(&self) -> u32 {
        u32::try_from(self.made.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn make(&mut self, now: DateTime<Utc>, member: &MemberId) {
        self.made.push_back((now, member.clone()));
        *self.by_member.entry(member.clone()).or_default() += 1;
    }
}
