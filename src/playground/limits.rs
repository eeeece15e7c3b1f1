//! Slack's rate limits: so many calls a minute for each method, and one message a second in each
//! channel. Source: `docs.slack.dev/apis/web-api/rate-limits` for the tiers, and the page of each
//! method for its tier.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// How much a workspace lets its app call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Limits {
    /// As much as it likes: for stories that are about something else.
    #[default]
    Off,
    /// As Slack does.
    Slack,
}

/// How often something may be done, and how many times at once after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rate {
    /// Milliseconds from one to the next.
    every: i64,
    burst: i64,
}

/// Tiers 1 to 4: 1, 20, 50 and 100 a minute. Slack lets short bursts through without saying how
/// short: a fifth of a minute's number here.
const TIER_2: Rate = Rate { every: 3_000, burst: 4 };
const TIER_3: Rate = Rate { every: 1_200, burst: 10 };
const TIER_4: Rate = Rate { every: 600, burst: 20 };
/// One a minute, but an app may open its ten connections (Slack's most) one after another.
const CONNECTIONS: Rate = Rate { every: 60_000, burst: 10 };
/// `auth.test` and `chat.getPermalink`: "hundreds a minute".
const HUNDREDS: Rate = Rate { every: 200, burst: 60 };
/// `chat.postMessage` in one channel: one a second, with short bursts.
const POST_IN_CHANNEL: Rate = Rate { every: 1_000, burst: 3 };
/// `chat.postMessage` in the whole workspace: "several hundred a minute", taken as 300.
const POST: Rate = Rate { every: 200, burst: 30 };

fn rate(method: &str) -> Rate {
    match method {
        "apps.connections.open" | "apps.uninstall" => CONNECTIONS,
        "auth.test" | "chat.getPermalink" => HUNDREDS,
        "chat.postMessage" => POST,
        "users.list"
        | "users.conversations"
        | "conversations.list"
        | "usergroups.list"
        | "usergroups.users.list"
        | "pins.add" => TIER_2,
        "users.info"
        | "users.profile.get"
        | "conversations.members"
        | "chat.postEphemeral"
        | "views.open"
        | "views.push"
        | "views.update"
        | "views.publish"
        | "files.getUploadURLExternal"
        | "files.completeUploadExternal"
        | "oauth.v2.access" => TIER_4,
        _ => TIER_3,
    }
}

/// What was used up of every rate.
#[derive(Debug, Default)]
pub(crate) struct Meters {
    pub(crate) limits: Limits,
    /// By method and channel (empty: all of them): when all that was let through would have been
    /// evenly spread (the generic cell rate algorithm, ITU-T I.371).
    due: BTreeMap<(String, String), i64>,
    refused: BTreeMap<String, u64>,
}

impl Meters {
    /// Lets a call through, or says how many seconds to wait. A call that is refused uses nothing up.
    pub(crate) fn take(
        &mut self,
        method: &str,
        channel: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), u32> {
        if self.limits == Limits::Off {
            return Ok(());
        }
        let now = now.timestamp_millis();
        let mut rates = vec![((method.to_owned(), String::new()), rate(method))];
        if let Some(channel) = channel.filter(|_| method == "chat.postMessage") {
            rates.push(((method.to_owned(), channel.to_owned()), POST_IN_CHANNEL));
        }
        let wait = rates.iter().map(|(key, rate)| {
            let due = self.due.get(key).copied().unwrap_or(now);
            due - now - rate.every * (rate.burst - 1)
        });
        let wait = wait.max().unwrap_or_default();
        if wait > 0 {
            *self.refused.entry(method.to_owned()).or_default() += 1;
            return Err(u32::try_from((wait + 999) / 1_000).unwrap_or(u32::MAX));
        }
        for (key, rate) in rates {
            let due = self.due.entry(key).or_insert(now);
            *due = (*due).max(now) + rate.every;
        }
        Ok(())
    }

    /// How many calls were refused, by method.
    pub(crate) fn refused(&self) -> BTreeMap<String, u64> {
        self.refused.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_764_576_000_000 + millis).unwrap()
    }

    fn strict() -> Meters {
        Meters { limits: Limits::Slack, ..Meters::default() }
    }

    #[test]
    fn a_steady_pace_is_never_refused_and_a_flood_is_told_to_wait() {
        let mut meters = strict();
        for call in 0..500 {
            assert_eq!(meters.take("conversations.open", None, at(call * 1_200)), Ok(()));
        }
        let mut meters = strict();
        let through = (0..60).filter(|_| meters.take("conversations.open", None, at(0)).is_ok());
        assert_eq!(through.count(), 10);
        assert_eq!(meters.take("conversations.open", None, at(0)), Err(2));
        assert_eq!(meters.take("conversations.open", None, at(2_000)), Ok(()));
        assert_eq!(meters.refused()["conversations.open"], 51);
    }

    #[test]
    fn a_channel_takes_one_message_a_second_and_its_neighbors_do_not_care() {
        let mut meters = strict();
        for _ in 0..3 {
            assert_eq!(meters.take("chat.postMessage", Some("C1"), at(0)), Ok(()));
        }
        assert_eq!(meters.take("chat.postMessage", Some("C1"), at(0)), Err(1));
        assert_eq!(meters.take("chat.postMessage", Some("C2"), at(0)), Ok(()));
        assert_eq!(meters.take("chat.postMessage", Some("C1"), at(1_000)), Ok(()));
    }

    #[test]
    fn a_workspace_takes_three_hundred_messages_a_minute() {
        let mut meters = strict();
        let mut through = 0;
        for millis in (0..60_000).step_by(100) {
            let channel = format!("C{millis}");
            through +=
                u32::from(meters.take("chat.postMessage", Some(&channel), at(millis)).is_ok());
        }
        assert!((300..=330).contains(&through), "{through}");
    }

    #[test]
    fn without_limits_everything_goes_through() {
        let mut meters = Meters::default();
        assert!((0..1_000).all(|_| meters.take("users.list", None, at(0)).is_ok()));
    }
}
