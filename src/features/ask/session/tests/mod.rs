//! Stories about Ask me anything.

mod anonymous;
mod clinic;
mod collecting;
mod leading;
mod leaving;
mod planning;
mod radar;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use crate::domain::community::Community;
use crate::domain::session::Session;
use crate::features::tests::world::TestWorld;
use crate::store::transaction;
use crate::views::ask::session::names::field;

/// A world in which Ada tends the community of #rust, and the bot is in its channel.
async fn rust() -> TestWorld {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let channel = world.playground().conversation("#rust").unwrap().id;
    let community = Community {
        id: context.chance.id(context.now()),
        channel: channel.as_str().into(),
        name: "rust".to_owned(),
        stewards: vec![world.id("ada"), world.id("cy")],
        began_at: context.now(),
        ended_at: None,
    };
    transaction!(store, |tx| tx.insert_community(&workspace, &community).await).await.unwrap();
    world
}

fn at(text: &str) -> String {
    text.parse::<DateTime<Utc>>().unwrap().timestamp().to_string()
}

/// Somebody gives a command of `/ask`, and what they see then.
async fn ask(world: &TestWorld, person: &str, words: &str) -> String {
    world.playground().command(person, "dm", "/ask", words).await.unwrap();
    world.settle().await;
    world.modal(person)
}

/// Cy plans a session with Bo for the Thursday after, 14:00 in Berlin.
async fn planned(world: &TestWorld) {
    ask(world, "cy", "ama").await;
    let when = at("2026-11-26T13:00:00Z");
    let fields =
        [(field::EXPERT, "UBO"), (field::WHEN, &when), (field::ABOUT, "Pipelines & <!channel>.")];
    world.submit("cy", fields).await;
    world.close("cy");
    // Bo reads it when his day has room.
    world.advance_to("Fri 12:00").await;
}

/// The same, and Bo said yes.
async fn announced(world: &TestWorld) {
    planned(world).await;
    world.press("bo", "dm", "Gladly").await;
}

/// Somebody brings a question.
async fn bring(world: &TestWorld, person: &str, text: &str) -> String {
    world.press(person, "#rust", "Ask a question").await;
    let said = world.submit(person, [(field::QUESTION, text)]).await;
    world.close(person);
    said
}

async fn session(world: &TestWorld) -> Session {
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    tx.open_sessions(&workspace).await.unwrap().remove(0)
}

/// The last messages of a place, as somebody reads them.
fn last(world: &TestWorld, person: &str, place: &str, lines: usize) -> String {
    let text = world.read(person, place);
    let lines: Vec<&str> = text.lines().rev().take(lines).collect();
    lines.into_iter().rev().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{line}");
        all
    })
}
