//! How fast Slack may be called: one bucket of tokens for each method, and a second between two
//! messages to one conversation. Pure: whoever asks says what time it is.
//!
//! Slack publishes tiers (20, 50 or 100 calls a minute of one method in one workspace) and, for
//! `chat.postMessage`, one message a second and conversation beside "several hundred a minute" of
//! a workspace: <https://docs.slack.dev/apis/web-api/rate-limits>. The rates here stay a little
//! below, so that a full bucket and a minute's refill together are no more than a minute's limit.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::ids::ChannelId;

/// A method that a job calls, as far as its pace is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    OpenConversation,
    PostMessage,
    UpdateMessage,
    Permalink,
    PublishView,
    UpdateView,
    ChannelInfo,
    JoinChannel,
    ListPeople,
    ReadFieldLabels,
    ReadProfile,
    ListGroups,
    ReadGroup,
    ReadHistory,
    BeginUpload,
    ShareUpload,
    React,
    TakeOffReaction,
}

/// What Slack allows of a method in one workspace, and what of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Slack's limit, in calls a minute.
    pub limit: u32,
    /// How many calls a minute are made in the long run.
    pub rate: u32,
    /// How many calls are made at once after a while without any. `rate + burst <= limit`.
    pub burst: u32,
}

/// Between two messages to one conversation: Slack allows one a second.
pub const BETWEEN_POSTS: TimeDelta = TimeDelta::milliseconds(1_050);

/// The word for every method, when Slack refuses the token.
pub const EVERY_METHOD: &str = "*";

impl Call {
    pub const ALL: [Self; 18] = [
        Self::OpenConversation,
        Self::PostMessage,
        Self::UpdateMessage,
        Self::Permalink,
        Self::PublishView,
        Self::UpdateView,
        Self::ChannelInfo,
        Self::JoinChannel,
        Self::ListPeople,
        Self::ReadFieldLabels,
        Self::ReadProfile,
        Self::ListGroups,
        Self::ReadGroup,
        Self::ReadHistory,
        Self::BeginUpload,
        Self::ShareUpload,
        Self::React,
        Self::TakeOffReaction,
    ];

    /// As Slack names it.
    pub fn method(self) -> &'static str {
        match self {
            Self::OpenConversation => "conversations.open",
            Self::PostMessage => "chat.postMessage",
            Self::UpdateMessage => "chat.update",
            Self::Permalink => "chat.getPermalink",
            Self::PublishView => "views.publish",
            Self::UpdateView => "views.update",
            Self::ChannelInfo => "conversations.info",
            Self::JoinChannel => "conversations.join",
            Self::ListPeople => "users.list",
            Self::ReadFieldLabels => "team.profile.get",
            Self::ReadProfile => "users.profile.get",
            Self::ListGroups => "usergroups.list",
            Self::ReadGroup => "usergroups.users.list",
            Self::ReadHistory => "conversations.history",
            Self::BeginUpload => "files.getUploadURLExternal",
            Self::ShareUpload => "files.completeUploadExternal",
            Self::React => "reactions.add",
            Self::TakeOffReaction => "reactions.remove",
        }
    }

    /// The methods of a list as it is kept with a job; words that this version does not know have
    /// no pace.
    pub fn listed(list: &str) -> impl Iterator<Item = Self> {
        list.split(' ').filter_map(|word| Self::ALL.into_iter().find(|call| call.method() == word))
    }

    /// The list as it is kept with a job, each method once.
    pub fn list(calls: &[Self]) -> String {
        let mut methods: Vec<&str> = Vec::new();
        for method in calls.iter().map(|call| call.method()) {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        methods.join(" ")
    }

    /// Slack's tier, and what of it is used. The limit of a workspace's messages is not published;
    /// 300 a minute is what it is known to bear.
    pub fn pace(self) -> Pace {
        match self {
            Self::PostMessage => Pace { limit: 300, rate: 290, burst: 10 },
            // Tier 2.
            Self::ListPeople | Self::ListGroups | Self::ReadGroup | Self::TakeOffReaction => {
                Pace { limit: 20, rate: 18, burst: 2 }
            }
            // Tier 3.
            Self::OpenConversation
            | Self::UpdateMessage
            | Self::ChannelInfo
            | Self::JoinChannel
            | Self::React
            | Self::ReadFieldLabels => Pace { limit: 50, rate: 48, burst: 2 },
            // Tier 4; of permalinks "several hundred a minute".
            Self::PublishView
            | Self::UpdateView
            | Self::Permalink
            | Self::BeginUpload
            | Self::ShareUpload => Pace { limit: 100, rate: 90, burst: 10 },
            // Tier 4; one job reads several, and begins as soon as there is room for one.
            Self::ReadProfile => Pace { limit: 100, rate: 80, burst: 10 },
            // One a minute for apps that are sold outside of Slack's Marketplace.
            Self::ReadHistory => Pace { limit: 1, rate: 1, burst: 1 },
        }
    }
}

/// Tokens of one method. Full at first: a burst is small enough to come twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bucket {
    /// In sixty-thousandths of a call, so that a millisecond refills `rate` of them exactly.
    filled: i64,
    at: DateTime<Utc>,
}

/// A whole call in a bucket's small change.
const CALL: i64 = 60_000;

impl Bucket {
    fn full(pace: Pace, now: DateTime<Utc>) -> Self {
        Self { filled: i64::from(pace.burst) * CALL, at: now }
    }

    fn refilled(self, pace: Pace, now: DateTime<Utc>) -> Self {
        let passed = (now - self.at).num_milliseconds().max(0);
        let more = passed.saturating_mul(i64::from(pace.rate));
        let most = i64::from(pace.burst) * CALL;
        Self { filled: self.filled.saturating_add(more).min(most), at: self.at.max(now) }
    }

    /// When there is a whole call in it.
    fn ready_at(self, pace: Pace) -> DateTime<Utc> {
        let lacking = (CALL - self.filled).max(0);
        let rate = i64::from(pace.rate.max(1));
        self.at + TimeDelta::milliseconds((lacking + rate - 1) / rate)
    }
}

/// The pace of one workspace, as whoever sends for it keeps it in mind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paces {
    buckets: BTreeMap<Call, Bucket>,
    posted: BTreeMap<ChannelId, DateTime<Utc>>,
}

impl Paces {
    /// The earliest time, not before `now`, at which all of these can be called once.
    pub fn ready_at(
        &self,
        calls: impl IntoIterator<Item = Call>,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        calls
            .into_iter()
            .filter_map(|call| {
                let bucket = self.buckets.get(&call)?;
                Some(bucket.refilled(call.pace(), now).ready_at(call.pace()))
            })
            .fold(now, DateTime::max)
    }

    /// When something can be posted to a conversation again.
    pub fn channel_ready_at(&self, channel: &ChannelId) -> Option<DateTime<Utc>> {
        self.posted.get(channel).map(|at| *at + BETWEEN_POSTS)
    }

    /// The conversations that were posted to less than a second ago.
    pub fn busy_channels(&self, now: DateTime<Utc>) -> impl Iterator<Item = &ChannelId> {
        self.posted.iter().filter(move |(_, at)| **at + BETWEEN_POSTS > now).map(|(id, _)| id)
    }

    /// When something that has no room now will have some: the next full call, or the end of a
    /// conversation's second. `None` if nothing is used up.
    pub fn next_room(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let calls = self.buckets.keys().map(|call| self.ready_at([*call], now));
        let channels = self.posted.values().map(|at| *at + BETWEEN_POSTS);
        calls.chain(channels).filter(|at| *at > now).min()
    }

    /// Takes what one job needs that is about to run.
    pub fn take(
        &mut self,
        calls: impl IntoIterator<Item = Call>,
        channel: Option<&ChannelId>,
        now: DateTime<Utc>,
    ) {
        for call in calls {
            let pace = call.pace();
            let bucket = self.buckets.entry(call).or_insert_with(|| Bucket::full(pace, now));
            *bucket = bucket.refilled(pace, now);
            bucket.filled -= CALL;
            if call == Call::PostMessage {
                self.posted.retain(|_, at| *at + BETWEEN_POSTS > now);
                if let Some(channel) = channel {
                    self.posted.insert(channel.clone(), now);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-01-05T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_names_of_calls_can_be_read_back() {
        for call in Call::ALL {
            assert_eq!(Call::listed(&Call::list(&[call])).collect::<Vec<_>>(), [call]);
        }
        assert_eq!(Call::listed("").count(), 0);
        assert_eq!(Call::list(&[Call::ReadProfile; 5]), "users.profile.get");
        let both = [Call::OpenConversation, Call::PostMessage];
        assert_eq!(
            Call::listed(&format!("{} new.method", Call::list(&both))).collect::<Vec<_>>(),
            both
        );
    }

    #[test]
    fn a_full_bucket_and_its_refill_stay_under_the_limit() {
        for call in Call::ALL.into_iter().filter(|call| *call != Call::ReadHistory) {
            let Pace { limit, rate, burst } = call.pace();
            assert!(rate + burst <= limit, "{call:?}");
        }
    }

    #[test]
    fn one_conversation_gets_one_message_a_second() {
        let (mut paces, channel) = (Paces::default(), ChannelId::new("C1"));
        paces.take([Call::PostMessage], Some(&channel), start());
        assert_eq!(paces.busy_channels(start()).collect::<Vec<_>>(), [&channel]);
        assert_eq!(paces.channel_ready_at(&channel), Some(start() + BETWEEN_POSTS));
        assert_eq!(paces.busy_channels(start() + BETWEEN_POSTS).count(), 0);
        paces.take([Call::UpdateMessage], Some(&"C2".into()), start());
        assert_eq!(paces.channel_ready_at(&"C2".into()), None, "only posting counts");
    }

    proptest! {
        #[test]
        fn no_minute_has_more_calls_than_slack_allows(waits in proptest::collection::vec(0_i64..3_000, 1..400)) {
            for call in [Call::OpenConversation, Call::PostMessage, Call::ListPeople] {
                let (mut paces, mut now, mut made) = (Paces::default(), start(), Vec::new());
                for wait in &waits {
                    now += TimeDelta::milliseconds(*wait);
                    now = paces.ready_at([call], now);
                    prop_assert_eq!(paces.ready_at([call], now), now, "ready means ready");
                    paces.take([call], None, now);
                    made.push(now);
                }
                let limit = usize::try_from(call.pace().limit).unwrap();
                for pair in made.windows(limit + 1) {
                    prop_assert!(pair[limit] - pair[0] >= TimeDelta::seconds(60));
                }
            }
        }
    }
}
