//! Whole coffees over signed HTTP: with a bad network, a database that is away, a bot that stops in
//! the middle, and two copies of it that take turns.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use klatch::config::Mode;
use klatch::playground::{Kind, Message, Misbehavior, Outcome, Playground, Trick};
use sqlx::{ConnectOptions, Connection, Executor};

use crate::house::{House, PATIENCE};
use crate::support::{TestDatabase, databases};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The bot's messages to groups that are not in threads, by group: each has one introduction.
pub(crate) fn introductions(playground: &Playground) -> Vec<Message> {
    let bot = playground.bot().unwrap().id;
    let groups = playground.conversations_of(&bot).into_iter();
    let groups = groups.filter(|place| place.kind == Kind::Group);
    let mut found = Vec::new();
    for group in groups {
        let messages = playground.messages(&bot, &group.id);
        found.extend(messages.into_iter().filter(|one| one.author == bot && !one.is_reply()));
    }
    found
}

/// A round from its opening to the answers, and App Home after it.
async fn a_round(house: &House, playground: &Playground) {
    house.advance_to(at("2026-01-12T18:00:00Z")).await;
    let introduced = introductions(playground);
    assert_eq!(introduced.len(), 3, "six people, three pairs: {introduced:#?}");
    for one in &introduced {
        let person = playground.conversation(&one.conversation).unwrap().members;
        let bot = playground.bot().unwrap().id;
        let person = person.into_iter().find(|it| *it != bot).unwrap();
        let met = playground.press_button(&person, &one.conversation, "We met").await;
        assert_eq!(met, Ok(Outcome::Done));
        house.settle().await;
        playground.open_home(&person).unwrap();
        house.settle().await;
        assert!(playground.home_of(&person).is_some(), "App Home shows");
    }
    assert_eq!(introductions(playground).len(), 3, "each once");
    assert_eq!(playground.undelivered(), 0);
    assert!(playground.faults().is_empty(), "{:?}", playground.faults());
}

#[tokio::test]
async fn a_coffee_over_http_with_a_network_that_has_a_bad_day() {
    for database in databases().await {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        let playground = house.playground();
        let bad_day = Misbehavior::seeded(11)
            .with(Trick::Twice, 0.3)
            .with(Trick::AckLost, 0.2)
            .with(Trick::Late, 0.1)
            .with(Trick::OutOfOrder, 0.1);
        playground.misbehave(bad_day);
        house.begin_coffee(&playground).await;
        a_round(&house, &playground).await;
        assert!(playground.mischief().len() > 1, "{:?}", playground.mischief());
        house.stop_bot().await;
    }
}

/// Keeps everybody else from writing events until it is dropped.
async fn lock(database: &TestDatabase) -> sqlx::AnyConnection {
    sqlx::any::install_default_drivers();
    let options: sqlx::any::AnyConnectOptions = database.url.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    let statements: &[&'static str] = if database.is_postgres() {
        &["BEGIN", "LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"]
    } else {
        &["BEGIN IMMEDIATE"]
    };
    for statement in statements {
        connection.execute(*statement).await.unwrap();
    }
    connection
}

#[tokio::test]
async fn an_event_that_came_while_the_database_was_locked_comes_again() {
    for database in databases().await {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        let playground = house.playground();
        let locked = lock(&house.database).await;
        playground.open_home("ana").unwrap();
        let refused = async {
            // Slack tries it at once and again at once, then after a minute.
            while house.gate.passed().iter().filter(|one| one.status == 503).count() < 2 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, refused).await.unwrap();
        assert!(playground.home_of("ana").is_none());
        locked.close().await.unwrap();
        house.move_clock(house.clock.now() + TimeDelta::minutes(1));
        house.settle().await;
        assert!(playground.home_of("ana").is_some(), "it came again");
        assert_eq!(playground.undelivered(), 0);
        let retries = house.figure("klatch_deliveries_total", "a retry").await;
        assert!(retries >= 2, "{retries}");
        house.stop_bot().await;
    }
}

#[tokio::test]
async fn a_bot_that_stops_in_the_middle_leaves_nothing_undone() {
    for database in databases().await {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        let playground = house.playground();
        house.begin_coffee(&playground).await;
        // Events come in while it stops; what it does not take any more, Slack sends again.
        let people = house.joiners(&playground);
        for person in &people {
            playground.open_home(person).unwrap();
        }
        house.stop_bot().await;
        playground.open_home("ana").unwrap();
        house.move_clock(house.clock.now() + TimeDelta::minutes(1));
        house.start_bot().await;
        house.move_clock(house.clock.now() + TimeDelta::minutes(5));
        house.settle().await;
        for person in people.iter().map(String::as_str).chain(["ana"]) {
            assert!(playground.home_of(person).is_some(), "{person}");
        }
        a_round(&house, &playground).await;
        house.stop_bot().await;
    }
}

#[tokio::test]
async fn two_copies_behind_one_address_take_turns() {
    for database in databases().await.into_iter().filter(TestDatabase::is_postgres) {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        house.start_bot().await;
        let playground = house.playground();
        playground.misbehave(Misbehavior::seeded(12).with(Trick::Twice, 0.3));
        house.begin_coffee(&playground).await;
        a_round(&house, &playground).await;
        for bot in &house.bots {
            let to = bot.app.address();
            let taken = house.gate.passed().iter().filter(|one| Some(one.to) == to).count();
            assert!(taken > 5, "{taken} went to {to:?}");
        }
        house.stop_bot().await;
        playground.open_home("ana").unwrap();
        house.settle().await;
        assert!(playground.home_of("ana").is_some(), "the other goes on");
        house.stop_bot().await;
    }
}
