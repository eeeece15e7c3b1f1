//! The bot as Slack reaches it over HTTP.

use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Mode, Secret};
use serde_json::{Value, json};

use super::wire::{FORM, JSON, Served};
use crate::support::databases;
use crate::support::log::{begin_log, logged};

fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

#[tokio::test]
async fn somebody_writes_to_the_bot_and_asks_it_something() {
    for database in databases().await {
        let served = Served::start(&database, Mode::Http).await;
        let playground = &served.playground;
        let (ana, team) = (playground.person("ana").unwrap().id, playground.team());
        let dm = playground.dm_with_bot("ana").unwrap();
        let said = served.event(
            "Ev1",
            &json!({
                "type": "message", "channel": dm, "channel_type": "im", "user": ana,
                "text": "nul \u{0} and all", "ts": "1795000000.000100",
            }),
        );
        for _ in 0..3 {
            assert_eq!(served.post(JSON, said.as_bytes()).await, (200, String::new()));
        }
        let by_bot = |playground: &klatch::playground::Playground| {
            let bot = playground.bot().unwrap().id;
            let messages = playground.messages("ana", &dm);
            messages.iter().filter(|message| message.author == bot).count() == 1
        };
        playground.until("one greeting", by_bot).await.unwrap();

        let asked = form(&[
            ("team_id", &team),
            ("user_id", &ana),
            ("channel_id", &dm),
            ("channel_name", "directmessage"),
            ("command", "/coffee"),
            ("text", "help \u{0}"),
            ("trigger_id", "1.2.3"),
        ]);
        let (status, answer) = served.post(FORM, asked.as_bytes()).await;
        assert_eq!(status, 200);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["response_type"], "ephemeral");
        assert_eq!(served.post(FORM, asked.as_bytes()).await.1, answer.to_string());
        served.stop().await;
    }
}

#[tokio::test]
async fn an_old_button_gets_an_answer() {
    let database = crate::support::TestDatabase::sqlite();
    let served = Served::start(&database, Mode::Http).await;
    let playground = &served.playground;
    let ana = playground.person("ana").unwrap().id;
    let pressed = json!({
        "type": "block_actions", "team": { "id": playground.team() }, "user": { "id": ana },
        "trigger_id": "1.2.4", "response_url": format!("{}/nowhere", playground.api_url()),
        "container": { "type": "message", "channel_id": "C1", "message_ts": "1.0" },
        "actions": [{ "type": "button", "action_id": "of_long_ago", "block_id": "b" }],
    });
    let body = form(&[("payload", &pressed.to_string())]);
    assert_eq!(served.post(FORM, body.as_bytes()).await, (200, String::new()));
    served.stop().await;
}

#[tokio::test]
async fn an_event_of_a_workspace_we_are_not_in_leaves_nothing() {
    begin_log();
    for database in databases().await {
        let served = Served::start(&database, Mode::Http).await;
        let theirs = json!({
            "type": "event_callback", "team_id": "T_ELSEWHERE", "event_id": "EvTheirs",
            "event": { "type": "app_home_opened", "user": "U_THEIRS", "tab": "home" },
        });
        let status = served.post(JSON, theirs.to_string().as_bytes()).await;
        assert_eq!(status, (200, String::new()));
        let kept = super::no_trace::everything_in(&database).await;
        assert!(!kept.contains("EvTheirs") && !kept.contains("T_ELSEWHERE"));
        assert!(logged().contains("an event of a workspace we are not in"));
        assert!(!logged().contains("U_THEIRS"));
        served.stop().await;
    }
}

#[tokio::test]
async fn http_mode_says_what_it_lacks() {
    let given = Config {
        mode: Mode::Http,
        slack_bot_token: Some(Secret::new("xoxb-1")),
        listen: Some("127.0.0.1:0".parse().unwrap()),
        ..Config::default()
    };
    let lacks = async |config: Config| {
        let started = App::start(&config, Clock::system(), Chance::seeded(1)).await;
        started.err().expect("it does not start").to_string()
    };
    assert!(lacks(given.clone()).await.contains("SLACK_SIGNING_SECRET"));
    let nowhere =
        Config { listen: None, slack_signing_secret: Some(Secret::new("s")), ..given.clone() };
    assert!(lacks(nowhere).await.contains("KLATCH_LISTEN"));
    let empty = Config { slack_signing_secret: Some(Secret::new("")), ..given };
    assert!(!lacks(empty).await.is_empty());
}
