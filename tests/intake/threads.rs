//! What is kept of threads and check marks: what is about a question of ours, and nothing else.

use chrono::DateTime;
use klatch::clock::{Chance, Clock};
use klatch::config::Mode;
use klatch::domain::ids::WorkspaceId;
use klatch::domain::question::{Answer, Asker, Privacy, Question, Source, Spot, State};
use klatch::store::transaction;
use serde_json::{Value, json};

use super::no_trace::everything_in;
use super::wire::{JSON, Served};
use crate::support::databases;

const OURS: &str = "1795000000.000001";
const UNNAMED: &str = "1795000000.000002";
const IMPORTED: &str = "1795000000.000003";

fn spot(message: &str) -> Option<Spot> {
    Some(Spot { channel: "C1".into(), message: message.into() })
}

fn question(chance: &Chance, thread: &str) -> Question {
    let now = Clock::system().now();
    Question {
        id: chance.id(now),
        community: None,
        asker: Asker::Known("U-ana".into()),
        privacy: Privacy::Open,
        title: "How?".to_owned(),
        details: String::new(),
        topic: None,
        urgent: false,
        state: State::Channel,
        source: Source::Asked,
        thread: spot(thread),
        link: None,
        asked_at: now,
        since: now,
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}

/// Three questions, each with an answer ten microseconds later.
async fn ask(served: &Served) {
    let (chance, workspace) = (Chance::seeded(4), WorkspaceId::new(served.playground.team()));
    let open = question(&chance, OURS);
    let unnamed = Question {
        asker: Asker::Sealed("v1.a.b.c".to_owned()),
        privacy: Privacy::Anonymous,
        ..question(&chance, UNNAMED)
    };
    let imported = Question { source: Source::Imported, ..question(&chance, IMPORTED) };
    transaction!(served.app.store(), |tx| {
        for question in [&open, &unnamed, &imported] {
            tx.insert_question(&workspace, question).await?;
            let thread = question.thread.as_ref().unwrap().message.as_str();
            let answer = Answer {
                id: chance.id(DateTime::UNIX_EPOCH),
                question: question.id,
                author: "U-bo".into(),
                text: "So.".to_owned(),
                spot: spot(&answer_in(thread)),
                likes: 0,
                accepted_at: None,
                written_at: question.asked_at,
                edited_at: None,
                deleted_at: None,
            };
            tx.insert_answer(&workspace, &answer).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

fn answer_in(thread: &str) -> String {
    thread.replace(".00000", ".00001")
}

fn reply(thread: &str, ts: &str) -> Value {
    json!({
        "type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "ts": ts,
        "thread_ts": thread, "text": "So.",
    })
}

fn edit(thread: &str, ts: &str) -> Value {
    json!({
        "type": "message", "subtype": "message_changed", "channel": "C1",
        "channel_type": "channel", "message": reply(thread, ts),
        "previous_message": { "user": "U1", "ts": ts, "text": "Not so." },
    })
}

fn deletion(thread: &str, ts: &str) -> Value {
    json!({
        "type": "message", "subtype": "message_deleted", "channel": "C1",
        "channel_type": "channel", "deleted_ts": ts, "previous_message": reply(thread, ts),
    })
}

fn check(ts: &str) -> Value {
    json!({
        "type": "reaction_added", "user": "U1", "reaction": "white_check_mark",
        "item": { "type": "message", "channel": "C1", "ts": ts },
    })
}

#[tokio::test]
async fn only_what_is_about_a_question_of_ours_is_kept() {
    let (ours, unnamed, imported) = (answer_in(OURS), answer_in(UNNAMED), answer_in(IMPORTED));
    let strange = "1795000000.000099";
    let mut elsewhere = reply(OURS, "1795000000.000050");
    elsewhere["channel"] = json!("C2");
    let kept = [
        ("EvKeptReply", reply(OURS, "1795000000.000021")),
        ("EvKeptEdit", edit(OURS, &ours)),
        ("EvKeptCheck", check(&ours)),
        ("EvKeptDeletion", deletion(OURS, &ours)),
        // Whoever wrote what was imported takes it back.
        ("EvKeptEditOfImport", edit(IMPORTED, &imported)),
        ("EvKeptUnnamed", reply(UNNAMED, "1795000000.000022")),
    ];
    let gone = [
        ("EvGoneReply", reply(strange, "1795000000.000051")),
        ("EvGoneChannel", elsewhere),
        ("EvGoneImport", reply(IMPORTED, "1795000000.000052")),
        ("EvGoneEdit", edit(strange, "1795000000.000051")),
        ("EvGoneDeletion", deletion(strange, "1795000000.000051")),
        ("EvGoneCheck", check("1795000000.000051")),
        ("EvGoneCheckOfUnnamed", check(&unnamed)),
        ("EvGoneHead", check(OURS)),
    ];
    for database in databases().await {
        println!("on {}:", database.engine());
        let served = Served::start(&database, Mode::Http).await;
        ask(&served).await;
        for (id, event) in kept.iter().chain(&gone) {
            let body = served.event(id, event);
            assert_eq!(served.post(JSON, body.as_bytes()).await, (200, String::new()), "{id}");
        }
        served.stop().await;
        let everything = everything_in(&database).await;
        for (id, _) in &kept {
            assert!(everything.contains(id), "{id} is lost");
        }
        for (id, _) in &gone {
            assert!(!everything.contains(id), "{id} is kept");
        }
    }
}
