//! What a workspace, the network and the pace can do to an app: limits, misbehavior, connections
//! that go. And what can be counted afterwards.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::Playground;
use super::json;
use super::limits::Limits;
use super::mischief::{Misbehavior, Trick};
use super::traffic::Entry;

/// A message that the bot marked with a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posted {
    pub job: String,
    pub conversation: String,
    pub ts: String,
}

impl Playground {
    /// How often methods may be called, from now on.
    pub fn limit(&self, limits: Limits) {
        self.world().meters.limits = limits;
    }

    /// How many calls came too fast so far, by method. Calls that [`Trick::TooMany`] refused are
    /// not among them: their pace was right.
    pub fn rate_limited(&self) -> BTreeMap<String, u64> {
        self.world().meters.refused()
    }

    /// Misbehaves from now on as the plan says; a plan without any trick ends it.
    pub fn misbehave(&self, plan: Misbehavior) {
        self.world().mischief.set(plan);
    }

    /// The next call of that method, or the next envelope of that kind (`events_api`,
    /// `slash_commands`, `interactive`), or the next bytes of a file (`upload_url`: lost, or refused for
    /// now), meets this. Several for one name come one after another.
    pub fn next(&self, name: &str, trick: Trick) {
        self.world().mischief.order(name, trick);
    }

    /// How long it looks through a picture from now on, before a message may show it.
    pub fn pictures_take(&self, time: TimeDelta) {
        self.world().pictures_take = time;
    }

    /// What was ordered with [`Playground::next`] under that name, and has not come, does not come.
    pub fn forget_next(&self, name: &str) {
        self.world().mischief.forget(name);
    }

    /// What went wrong on purpose so far.
    pub fn mischief(&self) -> BTreeMap<Trick, u64> {
        self.world().mischief.done()
    }

    /// The same of one method, or of one kind of envelope.
    pub fn mischief_to(&self, name: &str) -> BTreeMap<Trick, u64> {
        self.world().mischief.done_to(name)
    }

    /// Keeps the traffic from now on, for [`Playground::traffic`] and the page's drawer.
    pub fn watch_traffic(&self) {
        self.world().traffic.watched = true;
    }

    /// The last calls and envelopes, oldest first, without anything secret.
    pub fn traffic(&self) -> Vec<Entry> {
        self.world().traffic.entries().cloned().collect()
    }

    /// Every message that carries a job in its metadata (`event_payload.job`), in all
    /// conversations, by job: who is there twice was sent twice.
    pub fn posted(&self) -> Vec<Posted> {
        let world = self.world();
        let messages = world.conversations.values().flat_map(|place| place.messages.values());
        let mut found: Vec<Posted> = messages
            .filter_map(|message| {
                let payload = message.metadata.as_ref()?.get("event_payload")?;
                Some(Posted {
                    job: json::maybe(payload, "job")?,
                    conversation: message.conversation.clone(),
                    ts: message.ts.clone(),
                })
            })
            .collect();
        found.sort();
        found
    }

    /// The messages of one job: where, and their `ts`.
    pub fn messages_with_job(&self, job: &str) -> Vec<(String, String)> {
        let posted = self.posted().into_iter().filter(|posted| posted.job == job);
        posted.map(|posted| (posted.conversation, posted.ts)).collect()
    }

    /// Sends every unacknowledged event again, also what was held back.
    pub fn redeliver(&self) {
        self.world().hub.redeliver();
    }

    /// What was held back, or late until now, arrives.
    pub(crate) fn bring(&self) {
        let mut world = self.world();
        world.hub.arrive();
        world.late_arrive();
    }

    /// Asks every Socket Mode connection to go (`disconnect`, `refresh_requested`) and closes it.
    pub fn disconnect(&self) {
        self.world().hub.disconnect("refresh_requested");
    }

    /// Warns every Socket Mode connection that it will be closed soon; it stays open.
    pub fn warn_of_disconnect(&self) {
        self.world().hub.warn();
    }

    /// Somebody switched Socket Mode off (`disconnect`, `link_disabled`): connections close.
    pub fn disable_link(&self) {
        self.world().hub.disconnect("link_disabled");
    }

    /// Every Socket Mode connection breaks without a word.
    pub fn break_connections(&self) {
        self.world().hub.break_all();
    }

    /// How many Socket Mode connections stand.
    pub fn connections(&self) -> usize {
        self.world().hub.connected()
    }
}
