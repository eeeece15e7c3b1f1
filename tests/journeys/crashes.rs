//! Twelve weeks with a bot that is stopped and dies at random points.

use chrono::Duration;

use crate::breaks::Breaks;
use crate::cast::first;
use crate::checker::{Excuses, assert_kept};
use crate::effects::assert_once;
use crate::play::Play;
use crate::support::TestDatabase;
use crate::weeks::postgres;

/// What was in doubt is excused, and nothing else; what came while the bot was away comes when it
/// is back.
async fn assert_nothing_lost(play: &Play) {
    let excuses = Excuses { late: Duration::minutes(30), ..assert_once(play).await };
    assert_kept(play, excuses);
    play.assert_well().await;
}

async fn a_bot_that_dies_all_the_time(database: TestDatabase, seed: u64) {
    let mut play = Play::begin_with(database, seed, Breaks::seeded(seed)).await;
    play.join(&first()).await;
    play.advance_to_round(13).await;
    assert_nothing_lost(&play).await;
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
