//! Exports as Slack makes them.

use super::*;
use crate::archive::{LeftOut, Question, history};

/// What is found in `#rust`, and what not.
fn found(pack: &Pack) -> (Vec<Question>, LeftOut) {
    let mut export = pack.open().unwrap();
    let rust = export.choose(&["#rust".into()], false).unwrap();
    export.questions(&rust[0], || {}).unwrap()
}

#[test]
fn a_thread_that_asks_becomes_a_question_with_its_answers() {
    let first = question(&[
        said("1700000060.000200", ASKED, "U2", "Pass a clock in, see <https://a.example|this>"),
        said("1700000070.000000", ASKED, "U1", "Thanks, I will try that, sounds good"),
        said("1700000080.000000", ASKED, "U3", ":+1:"),
    ]);
    let reply = said("1700090000.000300", ASKED, "U3", "<@U2> is right: tokio::time::pause &lt;3");
    let reply = with(reply, "subtype", json!("thread_broadcast"));
    let reactions = json!([
        {"name": "white_check_mark", "users": ["U1"], "count": 1},
        {"name": "+1::skin-tone-3", "users": ["U2", "U3"], "count": 2},
        {"name": "eyes", "users": ["U4"], "count": 1},
    ]);
    let second = json!([with(reply, "reactions", reactions)]);
    let pack = Pack::usual()
        .with("rust/2023-11-14.json", &first)
        .with("rust/2023-11-15.json", &second)
        .with("integration_logs.json", &json!([]))
        .with("rust/canvas_in_the_conversation.json", &json!({}));
    let (found, left_out) = found(&pack);
    let [question] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((question.title.as_str(), question.asker.as_str()), ("How do I mock time?", "U1"));
    assert_eq!(question.at.to_rfc3339(), "2023-11-14T22:13:20+00:00");
    let [bo, cy] = question.answers.as_slice() else { panic!("{:?}", question.answers) };
    assert_eq!(bo.text, "Pass a clock in, see this (https://a.example)");
    assert_eq!((bo.likes, bo.accepted), (0, false));
    assert_eq!(cy.text, "@Bo Berg is right: tokio::time::pause <3");
    // Ana and Bo; Cy's own thumb does not count, nor the bot's eyes.
    assert_eq!((cy.author.as_str(), cy.likes, cy.accepted), ("U3", 2, true));
    assert_eq!(left_out, LeftOut { replies: 2, ..LeftOut::default() });
}

#[test]
fn what_is_no_question_is_counted_and_left_out() {
    let thread = |ts: &str, by: &str, text: &str| {
        let reply = ts.replace(".0", ".5");
        [said(ts, ts, by, text), said(&reply, ts, "U2", "That is what I think about it, too")]
    };
    let mut day = Vec::new();
    day.extend(thread("1700000001.000000", "U1", "We deployed to production."));
    day.extend(thread("1700000002.000000", "U4", "Should this build be deployed?"));
    day.extend(thread("1700000003.000000", "USLACKBOT", "How do you like it here?"));
    let [gone, reply] = thread("1700000004.000000", "U1", "This message was deleted.");
    day.extend([with(gone, "subtype", json!("tombstone")), reply]);
    let [_, orphan] = thread("1700000005.000000", "U1", "Where is the beginning of this?");
    day.push(orphan);
    let [asked, reply] = thread("1700000006.000000", "U1", "Does anyone here know about this?");
    day.extend([asked, with(reply, "user", json!("U1"))]);
    day.push(json!({"ts": "1700000007.000000", "user": "U1", "text": "How do I do it alone?"}));
    day.push(json!({"ts": "1700000008.000000", "subtype": "channel_join", "user": "U1"}));
    let pack = Pack::usual().with("rust/2023-11-14.json", &Value::Array(day));
    let (found, left_out) = found(&pack);
    assert!(found.is_empty(), "{found:?}");
    let expected = LeftOut {
        alone: 2,
        not_asking: 1,
        unanswered: 1,
        by_bots: 2,
        without_beginning: 2,
        replies: 1,
    };
    assert_eq!(left_out, expected);
}

#[test]
fn what_was_deleted_later_is_not_taken() {
    let kept = said("1700000060.000200", ASKED, "U2", "Pass a clock in, always");
    let gone = said("1700000070.000200", ASKED, "U3", "Something said in error");
    let event = json!({"ts": "1700000099.000000", "subtype": "message_deleted", "hidden": true,
                       "deleted_ts": "1700000070.000200"});
    let pack = Pack::usual()
        .with("rust/2023-11-14.json", &question(&[kept, gone]))
        .with("rust/2023-11-15.json", &json!([event]));
    let (found, _) = found(&pack);
    assert_eq!(found[0].answers.len(), 1);
}

#[test]
fn of_two_copies_the_one_that_was_edited_later_counts() {
    let first = said("1700000060.000200", ASKED, "U2", "Use the old clock, always");
    let edited = with(
        said("1700000060.000200", ASKED, "U2", "Use the new clock, always"),
        "edited",
        json!({"user": "U2", "ts": "1700000061.000000"}),
    );
    for order in [[first.clone(), edited.clone()], [edited, first]] {
        let pack = Pack::usual().with("rust/2023-11-14.json", &question(&order));
        assert_eq!(found(&pack).0[0].answers[0].text, "Use the new clock, always");
    }
}

#[test]
fn channels_are_listed_and_named() {
    let day = question(&[]);
    let pack = Pack::usual()
        .with("rust/2023-11-14.json", &day)
        .with("rust/2023-11-15.json", &json!([]))
        .with("G1/2023-11-14.json", &json!([]))
        .with("D1/2023-11-14.json", &json!([said("1.0", "1.0", "U1", "secret")]))
        .with("dms.json", &json!([{"id": "D1", "members": ["U1", "U2"]}]));
    let export = pack.open().unwrap();
    let listed: Vec<_> = export
        .channels()
        .iter()
        .map(|it| (it.name.as_str(), it.id.as_str(), it.private, it.days))
        .collect();
    assert_eq!(
        listed,
        [("board", "G1", true, 1), ("general", "C2", false, 0), ("rust", "C1", false, 2)]
    );
    assert_eq!(export.channels()[2].size, day.to_string().len() as u64 + 2);
    assert_eq!(export.name_of("U2"), Some("Bo Berg"));
    let choose = |named: &[&str], private| {
        let named: Vec<String> = named.iter().map(|name| (*name).to_owned()).collect();
        export.choose(&named, private)
    };
    let names = |named: &[&str]| {
        let chosen = choose(named, true).unwrap();
        chosen.into_iter().map(|channel| channel.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&["rust", "#rust", "C2", " #board "]), ["board", "general", "rust"]);
    let said = choose(&["rsut"], false).unwrap_err().to_string();
    assert_eq!(said, "The export has no channel rsut. Did you mean rust?");
    let said = choose(&["D1"], true).unwrap_err().to_string();
    assert!(said.starts_with("The export has no channel D1."), "{said}");
    let said = choose(&["board"], false).unwrap_err().to_string();
    assert!(said.contains("#board is private") && said.contains("--private"), "{said}");
}

#[test]
fn an_export_that_was_packed_again_is_read_from_its_folder() {
    let day = question(&[said("1700000060.000200", ASKED, "U2", "Pass a clock in, always")]);
    let pack = Pack::empty()
        .with("Acme/users.json", &json!([{"id": "U2", "name": "bo"}]))
        .with("Acme/channels.json", &json!([{"id": "C1", "name": "größen"}]))
        .with("Acme/größen/2023-11-14.json", &day)
        .with_bytes("__MACOSX/Acme/größen/._2023-11-14.json", b"\0\x05");
    let mut export = pack.open().unwrap();
    let channel = export.channels()[0].clone();
    assert_eq!(channel.days, 1);
    assert_eq!(export.questions(&channel, || {}).unwrap().0.len(), 1);
}

#[test]
fn the_history_of_an_export_is_its_public_questions_oldest_first() {
    let other = |ts: &str| {
        json!([
            said(ts, ts, "U2", "Where do the release notes go?"),
            said(&ts.replace(".0", ".7"), ts, "U1", "Into the folder of the release"),
        ])
    };
    let pack = Pack::usual()
        .with("general/2023-11-16.json", &other("1700100000.000000"))
        .with("general/2023-11-13.json", &other("1699900000.000000"))
        .with("board/2023-11-13.json", &other("1699900001.000000"))
        .with(
            "rust/2023-11-14.json",
            &question(&[said("1700000060.000200", ASKED, "U2", "Pass a clock in, always")]),
        );
    pack.open().unwrap();
    let times = |named: &[String], private| {
        let all = history(&pack.path(), named, private).unwrap();
        all.iter().map(|it| format!("{}/{}", it.channel, it.ts)).collect::<Vec<_>>()
    };
    let public = ["C2/1699900000.000000", "C1/1700000000.000100", "C2/1700100000.000000"];
    assert_eq!(times(&[], false), public);
    assert_eq!(times(&["board".into(), "rust".into()], true).len(), 2);
}
