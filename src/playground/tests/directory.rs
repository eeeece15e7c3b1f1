//! The people directory: fields, statuses, guests, user groups.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::bot::{Bot, app, clock};
use crate::clock::Chance;
use crate::playground::{Playground, PlaygroundOptions, cast};

async fn company() -> (Playground, Bot) {
    let mut app = app();
    let scopes = ["users.profile:read", "usergroups:read"].map(str::to_owned);
    app.scopes.extend(scopes);
    let kinds = ["user_status_changed", "user_profile_changed", "subteam_created"];
    app.events.extend(kinds.map(str::to_owned));
    app.events.extend(["subteam_updated", "subteam_members_changed"].map(str::to_owned));
    let options = PlaygroundOptions {
        clock: clock(),
        chance: Chance::seeded(7),
        cast: cast::invented(),
        app,
    };
    let playground = Playground::start(options);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    tokio::spawn(playground.serve(listener, axum::Router::new()).unwrap());
    let bot = Bot::of(&playground);
    (playground, bot)
}

#[tokio::test]
async fn profiles_have_fields_with_labels() {
    let (playground, bot) = company().await;
    playground.set_field("ana", "Site", "Lisbon").unwrap();
    playground.set_field("ana", "Manager", "grace").unwrap();
    let labels = bot.get("team.profile.get").await;
    let id_of = |label: &str| {
        let fields = labels["profile"]["fields"].as_array().unwrap();
        fields.iter().find(|field| field["label"] == label).unwrap()["id"].clone()
    };
    let ana = playground.person("ana").unwrap().id;
    let profile = bot.get(&format!("users.profile.get?user={ana}")).await;
    let value =
        |label: &str| &profile["profile"]["fields"][id_of(label).as_str().unwrap()]["value"];
    assert_eq!(value("Site"), "Lisbon");
    assert_eq!(value("Manager"), playground.person("grace").unwrap().id.as_str());
    assert!(playground.set_field("ana", "Shoe size", "40").is_err());
    assert_eq!(bot.get("users.profile.get?user=U9999").await["error"], "user_not_found");
}

#[tokio::test]
async fn user_groups_are_listed_and_their_changes_told() {
    let (playground, bot) = company().await;
    let mut frames = bot.connect(|_| Some(Value::Null)).await;
    let id = playground.make_group("data", "Data", &["ana", "kofi"]).unwrap();
    playground.set_group("data", &["kofi", "lena"]).unwrap();
    let lena = playground.person("lena").unwrap().id;
    let listed = bot.get("usergroups.list?include_users=true").await;
    assert_eq!(listed["usergroups"][0]["handle"], "data");
    let users = bot.get(&format!("usergroups.users.list?usergroup={id}")).await;
    assert_eq!(users["users"].as_array().unwrap().len(), 2);
    assert_eq!(bot.get("usergroups.users.list?usergroup=S9").await["error"], "no_such_subteam");
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(frames.recv().await.unwrap()["payload"]["event"].clone());
    }
    let kinds: Vec<&Value> = told.iter().map(|event| &event["type"]).collect();
    assert_eq!(kinds, ["subteam_created", "subteam_updated", "subteam_members_changed"]);
    assert_eq!(told[2]["added_users"], json!([lena]));
    playground.disable_group("data").unwrap();
    assert_eq!(bot.get("usergroups.list").await["usergroups"], json!([]));
}

#[tokio::test]
async fn a_status_comes_and_goes_and_each_change_says_what_it_was() {
    let (playground, bot) = company().await;
    let mut frames = bot.connect(|_| Some(Value::Null)).await;
    let clock = playground.world().clock.clone();
    let back = clock.now() + TimeDelta::days(3);
    playground.set_status("ana", ":palm_tree:", "Away", back.timestamp()).unwrap();
    playground.make_guest("kofi", true).unwrap();
    clock.advance_to(back);
    playground.time_moved();
    playground.settled().await.unwrap();
    let mut told = Vec::new();
    while let Ok(frame) = frames.try_recv() {
        let event = &frame["payload"]["event"];
        let (kind, user) = (event["type"].as_str().unwrap(), &event["user"]);
        told.push(format!("{kind} {} {}", user["name"], user["profile"]["status_emoji"]));
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    user_change "ana" ":palm_tree:"
    user_status_changed "ana" ":palm_tree:"
    user_change "kofi" ""
    user_profile_changed "kofi" ""
    user_change "ana" ""
    user_status_changed "ana" ""
    "#);
}
