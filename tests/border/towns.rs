//! Several workspaces that installed Klatch by OAuth: what happens in one is no concern of another.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::config::Mode;
use klatch::playground::{DeedError, Outcome, Playground};

use crate::house::{House, logged};
use crate::rows::{difference, rows};
use crate::stories::introductions;
use crate::support::databases;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Whom the bot introduced to whom so far, by name.
fn pairs(playground: &Playground) -> usize {
    let team = playground.team();
    let people = playground.people();
    for one in introductions(playground) {
        let group = playground.conversation(&one.conversation).unwrap();
        for member in group.members {
            assert!(people.iter().any(|it| it.id == member), "{member} is not of {team}");
        }
    }
    introductions(playground).len()
}

async fn two_workspaces(mode: Mode) {
    for database in databases().await {
        let mut house = House::of_many(database, mode, 3).await;
        house.start_bot().await;
        let [one, two, three] = house.town.playgrounds() else { panic!("three workspaces") };
        let (one, two, three) = (one.clone(), two.clone(), three.clone());
        for playground in [&one, &two] {
            let page = house.install(playground).await;
            assert_eq!(page.status, 200, "{}", page.text);
            assert!(page.text.contains("Klatch is in"), "{}", page.text);
        }
        assert!(!three.has_app());
        for playground in [&one, &two] {
            house.begin_coffee(playground).await;
        }
        house.advance_to(at("2026-01-12T18:00:00Z")).await;
        assert_eq!((pairs(&one), pairs(&two), pairs(&three)), (3, 3, 0));

        one.uninstall();
        house.settle().await;
        let answered = one.command("ana", "#rust", "/coffee", "").await;
        assert!(!matches!(answered, Ok(Outcome::Answered(_))), "{answered:?}");
        let answered = two.command("ana", "#rust", "/coffee", "help").await;
        assert!(matches!(answered, Ok(Outcome::Answered(_))), "{answered:?}");
        house.advance_to(at("2026-01-19T18:00:00Z")).await;
        assert_eq!((pairs(&one), pairs(&two)), (3, 6), "one rests, the other goes on");

        let page = house.install(&one).await;
        assert_eq!(page.status, 200, "{}", page.text);
        house.advance_to(at("2026-01-26T18:00:00Z")).await;
        assert_eq!((pairs(&one), pairs(&two)), (6, 9), "back, with everybody in it");
        for playground in [&one, &two, &three] {
            assert!(playground.faults().is_empty(), "{:?}", playground.faults());
        }
        house.stop_bot().await;
    }
}

#[tokio::test]
async fn two_workspaces_over_http_do_not_mix() {
    two_workspaces(Mode::Http).await;
}

#[tokio::test]
async fn two_workspaces_over_socket_mode_do_not_mix() {
    two_workspaces(Mode::Socket).await;
}

#[tokio::test]
async fn a_workspace_that_did_not_install_it_is_not_served() {
    for database in databases().await {
        let mut house = House::of_many(database, Mode::Http, 2).await;
        house.start_bot().await;
        let [one, two] = house.town.playgrounds() else { panic!("two workspaces") };
        let (one, two) = (one.clone(), two.clone());
        house.install(&one).await;
        house.begin_coffee(&one).await;
        // Only the bot does not know of it: what a forger could send who has Slack's secret.
        two.allow(&authorize(&house).await).unwrap();
        let before = rows(&house.database).await;
        let lines = logged().len();
        two.open_home("ana").unwrap();
        house.settle().await;
        let answered: Result<Outcome, DeedError> =
            two.command("ana", "#rust", "/coffee", "join").await;
        assert!(!matches!(answered, Ok(Outcome::Answered(_))), "{answered:?}");
        assert_eq!(difference(&before, &rows(&house.database).await), [""; 0]);
        let said = logged().split_off(lines);
        assert!(said.contains("of a workspace we are not in"), "{said}");
        house.stop_bot().await;
    }
}

/// Where somebody is sent to let Klatch in. (Their state is not used.)
async fn authorize(house: &House) -> String {
    let address = format!("http://{}/slack/install", house.gate.address);
    crate::browser::Browser::default().get(&address).await.location().into()
}

#[tokio::test]
async fn after_its_time_only_the_data_of_the_one_that_left_is_erased() {
    for database in databases().await {
        let mut house = House::of_many(database, Mode::Http, 2).await;
        house.start_bot().await;
        let [one, two] = house.town.playgrounds() else { panic!("two workspaces") };
        let (one, two) = (one.clone(), two.clone());
        for playground in [&one, &two] {
            house.install(playground).await;
        }
        let of = |playground: &Playground, rows: &[String]| {
            let team = playground.team();
            rows.iter().filter(|row| row.contains(&team)).count()
        };
        one.uninstall();
        house.settle().await;
        let before = rows(&house.database).await;
        assert!(of(&one, &before) > 10 && of(&two, &before) > 10);
        house.advance_to(house.clock.now() + TimeDelta::days(31)).await;
        let after = rows(&house.database).await;
        assert_eq!(of(&one, &after), 0);
        assert!(of(&two, &after) > 10);
        house.stop_bot().await;
    }
}
