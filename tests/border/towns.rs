//! Several workspaces that installed Klatch by OAuth: what happens in one is no concern of another.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::config::Mode;
use klatch::playground::{Outcome, Playground};
use serde_json::json;

use crate::bad_requests::{FORM, JSON, exchange, form, request, signed};
use crate::browser::{Browser, word};
use crate::house::{House, KEY, SIGNING};
use crate::rows::{difference, rows};
use crate::stories::introductions;
use crate::support::databases;
use crate::support::log::logged;

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
        let answered = one.command("lena", "#rust", "/coffee", "").await;
        assert!(!matches!(answered, Ok(Outcome::Answered(_))), "{answered:?}");
        let answered = two.command("lena", "#rust", "/coffee", "help").await;
        assert!(matches!(answered, Ok(Outcome::Answered(_))), "{answered:?}");
        house.advance_to(at("2026-01-23T18:00:00Z")).await;
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
        let one = house.playground();
        house.install(&one).await;
        house.begin_coffee(&one).await;
        let before = rows(&house.database).await;
        let lines = logged().len();
        // T0002 was never there, and nobody at T0001 is a member of it.
        let event = json!({
            "type": "event_callback", "team_id": "T0002", "event_id": "EvTheirs",
            "event": { "type": "app_home_opened", "user": "Uquokka", "tab": "home" },
        });
        let command = form(&[
            ("team_id", "T0002"),
            ("user_id", "Uquokka"),
            ("channel_id", &one.conversation("#rust").unwrap().id),
            ("command", "/coffee"),
            ("text", "join quokka"),
            ("trigger_id", "1.quokka"),
        ]);
        let press = json!({
            "type": "block_actions", "team": { "id": "T0002" }, "user": { "id": "Uquokka" },
            "trigger_id": "2.quokka", "container": { "channel_id": "C1", "message_ts": "1.0" },
            "actions": [{ "action_id": "coffee_join", "value": "quokka", "type": "button" }],
        });
        let press = form(&[("payload", &press.to_string())]);
        for (kind, body) in [(JSON, event.to_string()), (FORM, command), (FORM, press)] {
            let head = signed(kind, body.as_bytes(), house.clock.now());
            let answer = exchange(&house, &request(&head, body.as_bytes())).await;
            // Whoever waits reads that it did not work, and nothing of anybody.
            assert_eq!(answer.0, 200, "{body}");
            assert!(!answer.1.contains("quokka"), "{answer:?}");
            house.settle().await;
            assert_eq!(difference(&before, &rows(&house.database).await), [""; 0], "{body}");
        }
        let said = logged().split_off(lines);
        for line in ["an event of a workspace we are", "somebody of a workspace we are not in"] {
            assert!(said.contains(line), "{line}");
        }
        assert!(!said.contains("quokka"));
        house.stop_bot().await;
    }
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
        let left = after.iter().find(|row| row.contains(&one.team()));
        assert_eq!(left, None);
        assert!(of(&two, &after) > 10);
        house.stop_bot().await;
    }
}

#[tokio::test]
async fn a_revoked_token_is_noticed_when_somebody_presses_or_types() {
    for database in databases().await {
        let mut house = House::of_many(database, Mode::Http, 1).await;
        house.start_bot().await;
        let one = house.playground();
        house.install(&one).await;
        let gone = async || {
            let mut tx = house.app().store().read().await.unwrap();
            let it = tx.installation(&one.team().as_str().into()).await.unwrap().unwrap();
            it.uninstalled_at.is_some()
        };
        assert!(!gone().await);
        one.revoke_token();
        // The modal cannot be opened; nothing else was to be said to Slack.
        let _ = one.command("lena", "#rust", "/coffee", "setup").await;
        house.settle().await;
        assert!(gone().await);
        house.stop_bot().await;
    }
}

#[tokio::test]
async fn nothing_secret_of_an_installation_is_logged() {
    for database in databases().await {
        let mut house = House::of_many(database, Mode::Http, 1).await;
        house.start_bot().await;
        let one = house.playground();
        one.rotate_tokens(true);
        let install = format!("http://{}/slack/install", house.gate.address);
        let mut browser = Browser::default();
        let there = browser.get(&install).await.location();
        let cookie = browser.cookie.clone().unwrap();
        let back = one.allow(there.as_str()).unwrap();
        assert_eq!(browser.get(&back).await.status, 200);
        assert_eq!(browser.get(&back).await.status, 400, "used");
        let again = browser.get(&install).await.location();
        let refused = format!(
            "http://{}/slack/oauth_redirect?code=quokka-code&state={}",
            house.gate.address,
            word(&again, "state")
        );
        assert_eq!(browser.get(&refused).await.status, 400, "of a code that Slack does not know");
        house.settle().await;
        let first = one.bot_token();
        house.advance_to(house.clock.now() + TimeDelta::hours(13)).await;
        assert_ne!(one.bot_token(), first, "it was renewed");

        let said = logged();
        assert!(said.contains("Klatch was installed") && said.contains("was refused"));
        let code = word(&back.parse().unwrap(), "code");
        let cookie = cookie.split('=').next_back().unwrap().to_owned();
        let (_, client_secret) = one.oauth_client();
        let tickets = [word(&there, "state"), word(&again, "state"), cookie, code];
        let tokens = [first, one.bot_token(), one.app_token(), client_secret];
        let settings = ["quokka-code", "xoxe-", SIGNING, KEY].map(str::to_owned);
        for secret in tickets.into_iter().chain(tokens).chain(settings) {
            let line = said.lines().find(|line| line.contains(&secret));
            assert_eq!(line, None, "{secret}");
        }
        house.stop_bot().await;
    }
}
