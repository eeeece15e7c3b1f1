//! Misbehaving on demand: what Slack, networks and proxies do on bad days, by a seed, so that the
//! same calls in the same order of each method meet the same fate.

use std::collections::{BTreeMap, VecDeque};

use crate::clock::Chance;

/// One way to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trick {
    /// 429 with `Retry-After`, though the pace was right. Nothing happens in the workspace.
    TooMany,
    /// 500 with a JSON body. Nothing happens in the workspace.
    ServerError,
    /// 502 with a proxy's HTML page. Nothing happens in the workspace.
    BadGateway,
    /// 503 with a proxy's HTML page. Nothing happens in the workspace.
    Unavailable,
    /// The connection stays open, no answer comes, and nothing happens in the workspace.
    Silence,
    /// It happens in the workspace, the connection stays open, and no answer comes.
    SilenceAfter,
    /// The connection breaks; nothing happened in the workspace.
    LostBefore,
    /// It happens in the workspace; then the connection breaks and the answer is lost.
    LostAfter,
    /// It happens in the workspace; the answer is cut off in the middle of its JSON.
    Garbled,
    /// An envelope comes twice on the same way.
    Twice,
    /// An envelope comes on every connection.
    ToAll,
    /// An event comes later by the workspace's clock (1 to 120 seconds).
    Late,
    /// An event comes after the one that follows it.
    OutOfOrder,
    /// An event's acknowledgement is lost: the event comes again.
    AckLost,
    /// After an envelope every connection is asked to go, and closed.
    Disconnect,
    /// After an envelope its connection breaks without a word.
    Break,
}

impl Trick {
    /// What can happen to an API call.
    pub const CALLS: [Self; 9] = [
        Self::TooMany,
        Self::ServerError,
        Self::BadGateway,
        Self::Unavailable,
        Self::Silence,
        Self::SilenceAfter,
        Self::LostBefore,
        Self::LostAfter,
        Self::Garbled,
    ];

    /// What can happen to an envelope.
    pub const ENVELOPES: [Self; 7] = [
        Self::Twice,
        Self::ToAll,
        Self::Late,
        Self::OutOfOrder,
        Self::AckLost,
        Self::Disconnect,
        Self::Break,
    ];

    /// One word for it, as the page and its requests call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::TooMany => "too_many",
            Self::ServerError => "server_error",
            Self::BadGateway => "bad_gateway",
            Self::Unavailable => "unavailable",
            Self::Silence => "silence",
            Self::SilenceAfter => "silence_after",
            Self::LostBefore => "lost_before",
            Self::LostAfter => "lost_after",
            Self::Garbled => "garbled",
            Self::Twice => "twice",
            Self::ToAll => "to_all",
            Self::Late => "late",
            Self::OutOfOrder => "out_of_order",
            Self::AckLost => "ack_lost",
            Self::Disconnect => "disconnect",
            Self::Break => "break",
        }
    }

    /// The trick of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::CALLS.into_iter().chain(Self::ENVELOPES).find(|trick| trick.name() == name)
    }

    fn of_call(self) -> bool {
        Self::CALLS.contains(&self)
    }
}

/// How often to misbehave, and in which ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Misbehavior {
    seed: u64,
    shares: BTreeMap<Trick, f64>,
    only: Vec<String>,
    spared: Vec<String>,
}

impl Misbehavior {
    /// Behaves well until told otherwise.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Everything, each with that share of the calls or envelopes (0 to 1), but for
    /// [`Trick::Silence`] and [`Trick::SilenceAfter`], which take a client's whole patience.
    pub fn of_all_kinds(seed: u64, share: f64) -> Self {
        let all = Trick::CALLS.into_iter().chain(Trick::ENVELOPES);
        all.filter(|trick| !matches!(trick, Trick::Silence | Trick::SilenceAfter))
            .fold(Self::seeded(seed), |made, trick| made.with(trick, share))
    }

    /// That trick, with that share of the calls or envelopes (0 to 1).
    #[must_use]
    pub fn with(mut self, trick: Trick, share: f64) -> Self {
        self.shares.insert(trick, share);
        self
    }

    /// Only these methods, such as `chat.postMessage` (`response_url` for hooks), and these kinds
    /// of envelopes: `events_api`, `slash_commands`, `interactive`.
    #[must_use]
    pub fn only(mut self, names: &[&str]) -> Self {
        self.only.extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    /// All but these.
    #[must_use]
    pub fn sparing(mut self, names: &[&str]) -> Self {
        self.spared.extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    fn touches(&self, name: &str) -> bool {
        let holds = |names: &[String]| names.iter().any(|one| one == name);
        (self.only.is_empty() || holds(&self.only)) && !holds(&self.spared)
    }

    /// What befalls the next one, given a number below 1.
    fn drawn(&self, calls: bool, draw: f64) -> Option<Trick> {
        let mut left = draw;
        self.shares.iter().filter(|(trick, _)| trick.of_call() == calls).find_map(
            |(trick, share)| {
                left -= share;
                (left < 0.0).then_some(*trick)
            },
        )
    }
}

/// What is to go wrong, and what did.
#[derive(Debug, Default)]
pub(crate) struct Mischief {
    plan: Misbehavior,
    /// One stream for each method and kind: the order among them does not matter.
    streams: BTreeMap<String, Chance>,
    /// Ordered beforehand: "the next `chat.postMessage` loses its answer".
    next: BTreeMap<String, VecDeque<Trick>>,
    done: BTreeMap<String, BTreeMap<Trick, u64>>,
}

impl Mischief {
    pub(crate) fn set(&mut self, plan: Misbehavior) {
        self.plan = plan;
        self.streams.clear();
    }

    pub(crate) fn order(&mut self, name: &str, trick: Trick) {
        self.next.entry(name.to_owned()).or_default().push_back(trick);
    }

    pub(crate) fn forget(&mut self, name: &str) {
        self.next.remove(name);
    }

    pub(crate) fn done(&self) -> BTreeMap<Trick, u64> {
        let mut all = BTreeMap::new();
        for (trick, times) in self.done.values().flatten() {
            *all.entry(*trick).or_default() += times;
        }
        all
    }

    /// The same of one method, or one kind of envelope.
    pub(crate) fn done_to(&self, name: &str) -> BTreeMap<Trick, u64> {
        self.done.get(name).cloned().unwrap_or_default()
    }

    /// What befalls the next call of a method.
    pub(crate) fn call(&mut self, method: &str) -> Option<Trick> {
        self.befalls(method, true)
    }

    /// What was ordered for the next one of that name, whatever the plan is.
    pub(crate) fn ordered(&mut self, name: &str) -> Option<Trick> {
        let trick = self.next.get_mut(name).and_then(VecDeque::pop_front)?;
        *self.done.entry(name.to_owned()).or_default().entry(trick).or_default() += 1;
        Some(trick)
    }

    /// What befalls the next envelope of a kind (`events_api`, …).
    pub(crate) fn envelope(&mut self, kind: &str) -> Option<Trick> {
        self.befalls(kind, false)
    }

    fn befalls(&mut self, name: &str, calls: bool) -> Option<Trick> {
        let ordered = self.next.get_mut(name).and_then(VecDeque::pop_front);
        let trick = ordered.or_else(|| {
            if self.plan.shares.is_empty() || !self.plan.touches(name) {
                return None;
            }
            let draw = f64::from(u32::from_le_bytes(self.stream(name))) / 2_f64.powi(32);
            self.plan.drawn(calls, draw)
        })?;
        *self.done.entry(name.to_owned()).or_default().entry(trick).or_default() += 1;
        Some(trick)
    }

    /// A number from 1 to `most`, by the seed.
    pub(crate) fn number(&mut self, name: &str, most: u32) -> u32 {
        u32::from_le_bytes(self.stream(name)) % most + 1
    }

    fn stream(&mut self, name: &str) -> [u8; 4] {
        // FNV-1a, so that every name has a stream of its own under one seed.
        let mixed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let seed = self.plan.seed ^ mixed;
        self.streams.entry(name.to_owned()).or_insert_with(|| Chance::seeded(seed)).bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(mischief: &mut Mischief, method: &str, calls: usize) -> Vec<Option<Trick>> {
        (0..calls).map(|_| mischief.call(method)).collect()
    }

    #[test]
    fn the_same_seed_does_the_same_whatever_lies_between() {
        let plan = Misbehavior::of_all_kinds(7, 0.05);
        let (mut one, mut other) = (Mischief::default(), Mischief::default());
        one.set(plan.clone());
        other.set(plan);
        let first = fates(&mut one, "chat.postMessage", 200);
        fates(&mut other, "conversations.open", 31);
        assert_eq!(fates(&mut other, "chat.postMessage", 200), first);
        let struck = first.iter().flatten().count();
        // Seven kinds of five percent each.
        assert!((45..=95).contains(&struck), "{struck}");
        let done = one.done();
        assert_eq!(done.values().sum::<u64>(), u64::try_from(struck).unwrap());
        assert_eq!(one.done_to("chat.postMessage"), done);
        assert!(one.done_to("views.open").is_empty());
    }

    #[test]
    fn what_was_ordered_comes_once_and_to_that_method_only() {
        let mut mischief = Mischief::default();
        mischief.order("chat.postMessage", Trick::LostAfter);
        assert_eq!(mischief.call("views.open"), None);
        assert_eq!(mischief.call("chat.postMessage"), Some(Trick::LostAfter));
        assert_eq!(mischief.call("chat.postMessage"), None);
    }

    #[test]
    fn methods_can_be_singled_out_or_spared() {
        let mut mischief = Mischief::default();
        mischief.set(
            Misbehavior::seeded(1)
                .with(Trick::TooMany, 1.0)
                .with(Trick::Twice, 1.0)
                .sparing(&["auth.test"]),
        );
        assert_eq!(mischief.call("auth.test"), None);
        assert_eq!(mischief.call("users.list"), Some(Trick::TooMany));
        assert_eq!(mischief.envelope("events_api"), Some(Trick::Twice));
        mischief.set(Misbehavior::seeded(1).with(Trick::TooMany, 1.0).only(&["users.list"]));
        assert_eq!(mischief.call("views.open"), None);
        assert_eq!(mischief.envelope("events_api"), None);
    }

    #[test]
    fn every_trick_has_a_name_of_its_own() {
        for trick in Trick::CALLS.into_iter().chain(Trick::ENVELOPES) {
            assert_eq!(Trick::named(trick.name()), Some(trick));
        }
        assert_eq!(Trick::named("nothing"), None);
    }
}
