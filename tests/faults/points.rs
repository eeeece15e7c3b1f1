//! Where a round is cut. Nothing in the bot is made for it: the points are told by what Slack
//! sees, by a database that somebody holds, and by the turns of the runtime.

use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, Days, Utc};
use futures_util::FutureExt as _;
use klatch::playground::{Playground, Trick};

use crate::breaks::cut_after;
use crate::hand::{Away, Hand};
use crate::hours::berlin;
use crate::play::{Play, monday};
use crate::seen::{What, after, unasked};

/// How long something that waits for a held database is left waiting, in real time.
pub(crate) const A_WHILE: Duration = Duration::from_millis(30);
/// Between two looks at something that waits for long.
const A_MOMENT: Duration = Duration::from_millis(1);
/// Longer than an event waits for its commit.
const OUTAGE: Duration = Duration::from_millis(1_200);
/// Who skips a round in the middle of everything.
const SKIPPER: &str = "bruno";

/// Where the bot dies, or what goes from under its feet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    /// The round is written down, and not paired.
    Opened,
    /// It is paired, and nobody introduced.
    Paired,
    /// A job is claimed, and has asked Slack for a conversation; nothing has happened there.
    Claimed,
    /// Slack has opened a conversation, and the answer is on its way.
    Conversation,
    /// A message is marked, and has not arrived.
    Marked(What),
    /// It has arrived, and the answer is on its way.
    Said(What),
    /// It was answered, and its end is not written down.
    Unwritten(What),
    /// A page of the directory was asked for.
    Directory,
    /// An event is being committed.
    Event,
    /// Somebody waits for a reply.
    Reply,
    /// After so many turns of the runtime.
    Anywhere,
    /// The database is away for thirty seconds, while the round opens.
    Away,
}

/// Every round has the next one of these.
pub(crate) const POINTS: [Point; 15] = [
    Point::Opened,
    Point::Said(What::Introduction),
    Point::Event,
    Point::Marked(What::Introduction),
    Point::Away,
    Point::Unwritten(What::Introduction),
    Point::Reply,
    Point::Conversation,
    Point::Said(What::Reminder),
    Point::Paired,
    Point::Directory,
    Point::Claimed,
    Point::Unwritten(What::CheckIn),
    Point::Anywhere,
    Point::Said(What::Sum),
];

impl Point {
    /// From when on, and until when, it is waited for in the week of that round.
    fn time(self, round: i64) -> (DateTime<Utc>, DateTime<Utc>) {
        let (days, from, until) = match self {
            Self::Marked(What::Reminder)
            | Self::Said(What::Reminder)
            | Self::Unwritten(What::Reminder) => (2, (8, 59), (18, 0)),
            Self::Marked(What::CheckIn)
            | Self::Said(What::CheckIn)
            | Self::Unwritten(What::CheckIn) => (4, (8, 59), (18, 0)),
            Self::Marked(What::Sum) | Self::Said(What::Sum) | Self::Unwritten(What::Sum) => {
                (7, (8, 48), (8, 55))
            }
            Self::Event | Self::Reply => (3, (11, 0), (11, 0)),
            Self::Directory => (0, (18, 0), (23, 59)),
            _ => (0, (8, 59), (18, 0)),
        };
        let day = monday(round) + Days::new(days);
        (berlin(day, from.0, from.1), berlin(day, until.0, until.1))
    }
}

impl Play {
    /// Time passes until that point of that round; there the bot dies, and comes back. Whether it
    /// died there, by what it left behind: not every round has every message, and chance may
    /// strike first.
    pub(crate) async fn cut_at(&mut self, point: Point, round: i64) -> bool {
        let (from, until) = point.time(round);
        self.advance_to(from).await;
        self.note_jobs().await;
        let before = self.before().await;
        let came_there = match point {
            Point::Opened => self.cut_at_opening(1).await,
            Point::Paired => self.cut_at_opening(2).await,
            Point::Claimed => self.cut_held("conversations.open", Trick::Silence, until).await,
            Point::Conversation => {
                self.cut_held("conversations.open", Trick::SilenceAfter, until).await
            }
            Point::Marked(_) => self.cut_held("chat.postMessage", Trick::Silence, until).await,
            Point::Said(_) => self.cut_held("chat.postMessage", Trick::SilenceAfter, until).await,
            Point::Directory => {
                self.cut_held("users.list", Trick::SilenceAfter, until + Days::new(1)).await
            }
            Point::Unwritten(what) => self.cut_unwritten(what, until).await,
            Point::Event => self.cut_event().await,
            Point::Reply => self.cut_reply().await,
            Point::Anywhere => {
                self.move_clock(berlin(monday(round), 9, 0));
                let steps = self.breaks.steps();
                cut_after(steps, self.world.settle()).await.is_none()
            }
            // It does not die of that.
            Point::Away => return self.lose_database(round).await,
        };
        self.world.crash_bot();
        let died_there = came_there && self.died_at(point, round, &before).await;
        self.crash().await;
        if point == Point::Reply {
            // They saw no answer, so they type it again.
            self.type_words(SKIPPER, "skip").await;
        }
        died_there
    }

    /// Work follows from what was committed: the pairing from the opening, messages from the
    /// pairing. Whether it came to so many commits.
    async fn cut_at_opening(&mut self, commits: usize) -> bool {
        let opening = self.world.clock.now() + chrono::Duration::minutes(1);
        self.move_clock(opening);
        let store = self.world.app().expect("a bot").store().clone();
        // Nobody has taken the last notice yet.
        let _ = store.work_added().notified().now_or_never();
        let seen = async {
            for _ in 0..commits {
                store.work_added().notified().await;
            }
        };
        tokio::select! {
            biased;
            () = seen => true,
            _ = self.world.settle() => false,
        }
    }

    /// The next call of a method gets no answer; while it waits for one, the bot dies. Whether
    /// there was such a call.
    pub(crate) async fn cut_held(
        &mut self,
        method: &str,
        trick: Trick,
        until: DateTime<Utc>,
    ) -> bool {
        let playground = self.world.playground.clone();
        let struck = || playground.mischief_to(method).get(&trick).copied().unwrap_or_default();
        let before = struck();
        playground.next(method, trick);
        let waiting = async {
            while struck() == before {
                tokio::time::sleep(A_MOMENT).await;
            }
        };
        let cut = tokio::select! {
            biased;
            () = waiting => true,
            _ = self.world.advance_to(until) => false,
        };
        playground.forget_next(method);
        cut
    }

    /// Slack has answered, and the end cannot be written down.
    async fn cut_unwritten(&mut self, what: What, until: DateTime<Utc>) -> bool {
        let playground = self.world.playground.clone();
        let last = unasked(&playground).pop().map(|seen| seen.ts).unwrap_or_default();
        let said = |there: &Playground| after(there, &last).iter().any(|seen| seen.what == what);
        let hand;
        {
            let mut going = pin!(self.world.advance_to(until));
            // It is noticed before the bot has its next turn, and so before it hears the answer.
            let arrived = async { while playground.until("it", said).await.is_err() {} };
            tokio::select! {
                biased;
                () = arrived => {}
                _ = &mut going => return false,
            }
            // Somebody else may be writing. Then it dies before it hears the answer.
            hand = Hand::at_once_on(&self.database);
            if hand.is_some() {
                let ended = tokio::time::timeout(A_WHILE, going).await;
                assert!(ended.is_err(), "nobody can write");
            }
        }
        self.world.crash_bot();
        drop(hand);
        true
    }

    /// Somebody opens the Home tab; the event is not acknowledged yet when the bot dies, and comes
    /// again. What was handed to SQLite may be kept at the last moment; nothing followed from it.
    async fn cut_event(&mut self) -> bool {
        let hand = Hand::on(&self.database);
        // An ordered misfortune, so that none by chance delays it.
        self.world.playground.next("events_api", Trick::Twice);
        self.world.playground.open_home("wanda").expect("a Home tab");
        let settled = tokio::time::timeout(A_WHILE, self.world.settle()).await;
        assert!(settled.is_err(), "it cannot be kept");
        self.world.crash_bot();
        drop(hand);
        true
    }

    /// Somebody skips the next round; the bot dies before it has written that down, and they see
    /// no answer.
    async fn cut_reply(&mut self) -> bool {
        let hand = Hand::on(&self.database);
        let playground = self.world.playground.clone();
        let typed = playground.command(SKIPPER, crate::cast::CHANNEL, "/coffee", "skip");
        let answered = tokio::time::timeout(A_WHILE, typed).await;
        assert!(answered.is_err(), "nothing can be written down");
        self.world.crash_bot();
        drop(hand);
        true
    }

    /// The round opens, and in the middle of it the database goes for half a minute; an event comes
    /// meanwhile, is not kept, and comes again. Whether it went in the middle.
    async fn lose_database(&mut self, round: i64) -> bool {
        self.move_clock(berlin(monday(round), 9, 0));
        let steps = self.breaks.steps();
        let in_the_middle = {
            let world = &self.world;
            let mut settling = pin!(world.settle());
            let mut over = cut_after(steps, &mut settling).await.is_some();
            let mut going = pin!(Away::begin(&self.database));
            // PostgreSQL can be taken away at any point. On SQLite whoever writes must come to an end.
            let gives_way = !self.database.is_postgres();
            let away = loop {
                tokio::select! {
                    away = &mut going => break away,
                    _ = &mut settling, if gives_way && !over => over = true,
                }
            };
            world.playground.open_home("yuki").expect("a Home tab");
            // An error is what is to be expected.
            let waiting = async { if over { world.settle().await } else { settling.await } };
            let mut waiting = pin!(waiting);
            let ended = tokio::time::timeout(OUTAGE, &mut waiting).await.is_ok();
            world.move_clock(world.clock.now() + chrono::Duration::seconds(30));
            away.end().await;
            if !ended {
                let _ = waiting.await;
            }
            !over
        };
        self.breaks.outages += 1;
        self.world.playground.redeliver();
        // Jobs whose end could not be written down wait until their lease runs out.
        self.move_clock(self.world.clock.now() + chrono::Duration::seconds(61));
        in_the_middle
    }
}
