//! Twelve weeks in which the bot is never disturbed.

use chrono::Duration;

use crate::cast::first;
use crate::checker::{Excuses, assert_kept};
use crate::effects::assert_once;
use crate::hours::berlin;
use crate::play::{Play, monday};
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
    let excuses = assert_once(&mut play).await;
    assert_kept(&play, excuses);
    play.assert_well().await;
}

/// People come, go, pause and skip, some of them where it is tomorrow already; often the number is
/// odd.
async fn a_quarter_of_comings_and_goings(database: TestDatabase) {
    let mut play = Play::begin(database, 34).await;
    play.join(&first()).await;
    let plan = [
        (1, "bruno", "skip"),
        (2, "aroha", "join"),
        (2, "eduardo", "pause 2 rounds"),
        (3, "gwen", "pause until 2026-10-19"),
        (3, "liam", "leave"),
        (4, "sofia", "skip"),
        (4, "sofia", "back"),
        (5, "zelda", "join"),
        (6, "hiro", "leave"),
        (7, "liam", "join"),
        (7, "tariq", "pause 3 rounds"),
        (8, "tariq", "back"),
        (8, "kavya", "skip"),
        (8, "wanda", "skip"),
        (9, "hiro", "join"),
        (10, "aroha", "leave"),
        (11, "quinn", "skip"),
    ];
    for (minute, (round, person, words)) in (0..).zip(plan) {
        let day = monday(round) + Duration::days(3);
        play.will_type(berlin(day, 10, minute), person, words);
    }
    play.advance_to_round(13).await;
    let odd = play.weeks.iter().filter(|week| !week.people.len().is_multiple_of(2)).count();
    assert!(odd >= 4, "only {odd} rounds with an odd number");
    let excuses = assert_once(&mut play).await;
    assert_kept(&play, Excuses { crowded: true, ..excuses });
    play.assert_well().await;
}

#[tokio::test]
async fn a_quarter_of_comings_and_goings_on_sqlite() {
    a_quarter_of_comings_and_goings(TestDatabase::sqlite()).await;
}

#[tokio::test]
async fn a_quarter_of_comings_and_goings_on_postgres() {
    let Some(database) = postgres().await else { return };
    a_quarter_of_comings_and_goings(database).await;
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
