//! What expires: triggers, which open modals, and response URLs, which answer.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

/// How long a trigger opens a modal.
pub(crate) const TRIGGER_LIFE: TimeDelta = TimeDelta::seconds(3);
/// How long a response URL answers.
pub(crate) const HOOK_LIFE: TimeDelta = TimeDelta::minutes(30);
/// How often a response URL answers.
pub(crate) const HOOK_USES: u32 = 5;

#[derive(Debug)]
struct Trigger {
    person: String,
    made: DateTime<Utc>,
    used: bool,
}

/// The triggers of a workspace.
#[derive(Debug, Default)]
pub(crate) struct Triggers(BTreeMap<String, Trigger>);

impl Triggers {
    /// Keeps a new trigger for a person.
    pub(crate) fn keep(&mut self, id: String, person: &str, now: DateTime<Utc>) {
        self.0.insert(id, Trigger { person: person.to_owned(), made: now, used: false });
    }

    /// Uses a trigger up: whose screen it is, or Slack's error.
    pub(crate) fn exchange(
        &mut self,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<String, &'static str> {
        let trigger = self.0.get_mut(id).ok_or("invalid_trigger_id")?;
        if trigger.used {
            return Err("exchanged_trigger_id");
        }
        if now - trigger.made > TRIGGER_LIFE {
            return Err("expired_trigger_id");
        }
        trigger.used = true;
        Ok(trigger.person.clone())
    }
}

/// Where a `response_url` leads.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    pub(crate) person: String,
    pub(crate) conversation: String,
    /// The message whose button was pressed; a command has none.
    pub(crate) message: Option<String>,
    /// The thread that the answer belongs in.
    pub(crate) thread_ts: Option<String>,
    made: DateTime<Utc>,
    uses: u32,
}

/// The response URLs of a workspace, by the last part of their path.
#[derive(Debug, Default)]
pub(crate) struct Hooks(BTreeMap<String, Hook>);

impl Hooks {
    /// Keeps a new one.
    pub(crate) fn keep(
        &mut self,
        id: String,
        person: &str,
        conversation: &str,
        message: Option<(&str, Option<&str>)>,
        now: DateTime<Utc>,
    ) {
        let hook = Hook {
            person: person.to_owned(),
            conversation: conversation.to_owned(),
            message: message.map(|(ts, _)| ts.to_owned()),
            thread_ts: message.and_then(|(_, thread)| thread.map(str::to_owned)),
            made: now,
            uses: 0,
        };
        self.0.insert(id, hook);
    }

    /// Uses one once more.
    pub(crate) fn spend(&mut self, id: &str, now: DateTime<Utc>) -> Result<Hook, &'static str> {
        let hook = self.0.get_mut(id).ok_or("expired_url")?;
        if now - hook.made > HOOK_LIFE {
            return Err("expired_url");
        }
        if hook.uses >= HOOK_USES {
            return Err("used_url");
        }
        hook.uses += 1;
        Ok(hook.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_764_576_000_000 + millis).unwrap()
    }

    #[test]
    fn a_trigger_lives_three_seconds_and_opens_one_modal() {
        let mut triggers = Triggers::default();
        triggers.keep("t1".into(), "U1", at(0));
        triggers.keep("t2".into(), "U2", at(0));
        assert_eq!(triggers.exchange("t1", at(3_000)), Ok("U1".to_owned()));
        assert_eq!(triggers.exchange("t1", at(3_000)), Err("exchanged_trigger_id"));
        assert_eq!(triggers.exchange("t2", at(3_001)), Err("expired_trigger_id"));
        assert_eq!(triggers.exchange("t3", at(0)), Err("invalid_trigger_id"));
    }

    #[test]
    fn a_response_url_answers_five_times_in_half_an_hour() {
        let mut hooks = Hooks::default();
        hooks.keep("h1".into(), "U1", "C1", None, at(0));
        for _ in 0..5 {
            assert!(hooks.spend("h1", at(1_000)).is_ok());
        }
        assert_eq!(hooks.spend("h1", at(1_000)).err(), Some("used_url"));
        hooks.keep("h2".into(), "U1", "C1", None, at(0));
        assert_eq!(hooks.spend("h2", at(1_800_001)).err(), Some("expired_url"));
    }
}
