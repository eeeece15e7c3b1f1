//! Twelve weeks in which the bot is never disturbed.

use crate::cast::first;
use crate::checker::{Excuses, assert_kept};
use crate::play::Play;
use crate::support::{TestDatabase, databases};

/// PostgreSQL, where there is one.
pub(crate) async fn postgres() -> Option<TestDatabase> {
    databases().await.into_iter().find(TestDatabase::is_postgres)
}

/// The same 24 people all the time: each round everybody meets somebody new.
async fn a_quarter_of_the_same_people(database: TestDatabase) {
    let mut play = Play::begin(database, 12).await;
    play.join(&first()).await;
    play.advance_to_round(13).await;
    assert_eq!(play.weeks.len(), 12);
    assert!(play.weeks.iter().all(|week| week.people.len() == 24));
    assert_kept(&play, Excuses::default());
    play.assert_well().await;
}

#[tokio::test]
async fn a_quarter_of_the_same_people_on_sqlite() {
    a_quarter_of_the_same_people(TestDatabase::sqlite()).await;
}

#[tokio::test]
async fn a_quarter_of_the_same_people_on_postgres() {
    let Some(database) = postgres().await else { return };
    a_quarter_of_the_same_people(database).await;
}
