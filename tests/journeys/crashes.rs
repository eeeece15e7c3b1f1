//! Twelve weeks with a bot that is stopped and dies at random points.

use chrono::{DateTime, Duration, Utc};

use crate::breaks::{Breaks, cut_when};
use crate::cast::first;
use crate::checker::{Excuses, assert_kept};
use crate::effects::assert_once;
use crate::hours::berlin;
use crate::play::{Play, monday};
use crate::seen::{What, unasked};
use crate::support::{TestDatabase, databases};
use crate::weeks::postgres;

/// What was in doubt is excused, and nothing else; what came while the bot was away comes when it
/// is back.
async fn assert_nothing_lost(play: &mut Play) {
    let excuses = Excuses { late: Duration::minutes(30), ..assert_once(play).await };
    assert_kept(play, excuses);
    play.assert_well().await;
}

async fn a_bot_that_dies_all_the_time(database: TestDatabase, seed: u64) {
    let mut play = Play::begin_with(database, seed, Breaks::seeded(seed)).await;
    play.join(&first()).await;
    play.advance_to_round(13).await;
    assert_nothing_lost(&mut play).await;
    assert!(play.breaks.crashes >= 30, "only {} crashes", play.breaks.crashes);
}

#[tokio::test]
async fn a_bot_that_dies_all_the_time_on_sqlite() {
    a_bot_that_dies_all_the_time(TestDatabase::sqlite(), 7).await;
}

#[tokio::test]
async fn a_bot_that_dies_all_the_time_on_postgres() {
    let Some(database) = postgres().await else { return };
    a_bot_that_dies_all_the_time(database, 8).await;
}

/// What the bot did last before it died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// It opened a conversation, and had said nothing in it.
    Opened,
    /// It said something, and had not heard that it arrived.
    Said(What),
}

/// Moments at which the bot dies; until which day of the week, hour and minute they come.
const MOMENTS: [(Last, i64, u32, u32); 5] = [
    (Last::Opened, 0, 9, 30),
    (Last::Said(What::Introduction), 0, 18, 0),
    (Last::Said(What::Reminder), 2, 18, 0),
    (Last::Said(What::CheckIn), 4, 18, 0),
    (Last::Said(What::Sum), 7, 8, 55),
];

impl Play {
    /// Time passes until the bot did something; at that moment it dies.
    async fn dies_after(&mut self, last: Last, until: DateTime<Utc>) {
        let playground = self.world.playground.clone();
        let said = |what| {
            let all = unasked(&playground).into_iter();
            all.filter(|seen| seen.what == what).count()
        };
        // One that nobody has said anything in is in nobody's list.
        let there = |number: &usize| playground.conversation(&format!("C{number:04}")).is_some();
        let conversations = || (1..).take_while(there).count();
        let before = match last {
            Last::Opened => conversations(),
            Last::Said(what) => said(what),
        };
        let so = || match last {
            Last::Opened => conversations() > before,
            Last::Said(what) => said(what) > before,
        };
        let died = cut_when(so, self.world.advance_to(until)).await;
        assert!(died, "{last:?} never happened");
        self.crash().await;
        self.advance_to(until).await;
    }
}

#[tokio::test]
async fn a_bot_that_dies_at_a_send_repeats_introductions_only() {
    for database in databases().await {
        let mut play = Play::begin(database, 3).await;
        play.quiet = true;
        play.join(&first()).await;
        for (last, days, hour, minute) in MOMENTS {
            let before = assert_once(&mut play).await;
            play.dies_after(last, berlin(monday(1) + Duration::days(days), hour, minute)).await;
            let after = assert_once(&mut play).await;
            // It may have come a step further before it died: to the send, or to write down its end.
            let twice = after.twice.len() - before.twice.len();
            let introducing = matches!(last, Last::Opened | Last::Said(What::Introduction));
            assert!(twice <= usize::from(introducing), "{last:?}");
            let let_go = after.missing - before.missing;
            assert!(let_go + twice <= 1, "{last:?}: {let_go} let go, {twice} twice");
        }
        let excuses = assert_once(&mut play).await;
        // Nothing is missing: what was in doubt had arrived.
        assert_kept(&play, Excuses { late: Duration::minutes(5), missing: 0, ..excuses });
        play.assert_well().await;
    }
}
