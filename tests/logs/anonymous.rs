//! The life of an anonymous question leaves neither its words nor who asked it in the log, however far that is
//! turned up.

use std::time::Duration;

use klatch::playground::{Fill, Outcome, Playground, cast};
use sqlx::{Connection as _, Row as _};

use crate::served::Served;
use crate::support::workspace::workspace;

/// What is said about it, none of which anybody would say otherwise.
const TITLE: &str = "How does a quokka-title say no to its lead?";
const DETAILS: &str = "It was quokka-details.";
const ANSWER: &str = "Kindly, with a quokka-answer.";
const EDITED: &str = "Kindly, with a quokka-edited.";
const REPLY: &str = "And quokka-reply?";
const OTHERWISE: &str = "A quokka-otherwise.";
const ASKER: &str = "priya";
const STEWARD: &str = "lena";

/// What follows from what an anonymous asker does waits for some minutes: here nobody does.
async fn hurry(url: &str) {
    let mut database = sqlx::AnyConnection::connect(url).await.unwrap();
    let now = "UPDATE jobs SET run_at = 0 WHERE state = 'waiting' AND lease_until IS NULL AND kind IN \
               ('post_question', 'show_question', 'mark_accepted', 'tell', 'relay', 'carry')";
    // The bot may be writing.
    let _ = sqlx::query(now).execute(&mut database).await;
}

async fn count(url: &str, query: &'static str) -> i64 {
    let mut database = sqlx::AnyConnection::connect(url).await.unwrap();
    sqlx::query(query).fetch_one(&mut database).await.unwrap().get("number")
}

/// Waits until something is seen, and lets what waits for its hour go on at once.
async fn until(url: &str, what: &str, so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !so().await {
            hurry(url).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(40), waiting).await;
    assert!(seen.is_ok(), "{what} did not come");
}

fn close(playground: &Playground, person: &str) {
    if let Some(modal) = playground.modal_of(person) {
        playground.close_view(person, &modal.id, true).unwrap();
    }
}

/// A community in #rust, once the bot knows who is in the workspace.
async fn begin(playground: &Playground, url: &str) {
    until(url, "the modal of a community", async || {
        let _ = playground.command(STEWARD, "#rust", "/ask", "setup").await;
        playground.modal_of(STEWARD).is_some()
    })
    .await;
    assert_eq!(playground.submit_form(STEWARD, &[]).await, Ok(Outcome::Updated));
    let communities = "SELECT COUNT(*) AS number FROM communities";
    until(url, "the community", async || count(url, communities).await == 1).await;
    close(playground, STEWARD);
}

async fn ask(playground: &Playground, url: &str) -> String {
    playground.command(ASKER, "#general", "/ask", "").await.unwrap();
    playground.press_in_view(ASKER, "More…").await.unwrap();
    let fields = [
        ("title", Fill::from(TITLE)),
        ("details", Fill::from(DETAILS)),
        ("privacy", Fill::from("anonymous")),
    ];
    assert_eq!(playground.submit_form(ASKER, &fields).await, Ok(Outcome::Updated));
    close(playground, ASKER);
    let heads = || playground.messages(STEWARD, "#rust").into_iter();
    let head = || heads().find(|it| !it.is_reply() && it.text.contains("quokka-title"));
    until(url, "the question", async || head().is_some()).await;
    let stands = "SELECT COUNT(*) AS number FROM questions WHERE thread IS NOT NULL";
    until(url, "its thread", async || count(url, stands).await == 1).await;
    head().unwrap().ts
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_question_leaves_nothing_in_the_log_from_its_asking_to_its_card() {
    sqlx::any::install_default_drivers();
    let playground = workspace(cast::invented()).await;
    let mut served = Served::start(&playground, &[]);
    served.hears("connected to Slack").await;
    let url = served.database();
    begin(&playground, &url).await;
    let head = ask(&playground, &url).await;

    // An answer in the thread is taken back, and another one is changed.
    let members = playground.conversation("#rust").unwrap().members;
    let people = members.iter().filter_map(|id| playground.person(id)).filter(|it| !it.is_bot);
    let author = people.map(|it| it.name).find(|it| ![ASKER, STEWARD].contains(&it.as_str()));
    let author = author.unwrap();
    let author = author.as_str();
    let answers = "SELECT COUNT(*) AS number FROM question_answers WHERE deleted_at IS NULL";
    let other = playground.reply(STEWARD, "#rust", &head, "No quokka-other.").unwrap();
    until(&url, "an answer", async || count(&url, answers).await == 1).await;
    playground.delete(STEWARD, "#rust", &other).unwrap();
    until(&url, "no answer", async || count(&url, answers).await == 0).await;
    let answer = playground.reply(author, "#rust", &head, ANSWER).unwrap();
    until(&url, "another answer", async || count(&url, answers).await == 1).await;
    playground.edit(author, "#rust", &answer, EDITED).unwrap();

    // Its asker writes back, and accepts.
    let own = playground.dm_with_bot(ASKER).unwrap();
    let told = || {
        let said = playground.messages(ASKER, &own).into_iter().map(|it| format!("{it:?}"));
        said.collect::<Vec<_>>().iter().any(|it| {
            it.contains("answered")
                && (it.contains("quokka-answer") || it.contains("quokka-edited"))
        })
    };
    until(&url, "the answer to its asker", async || told()).await;
    playground.press_button(ASKER, "dm", "Reply").await.unwrap();
    let sent = playground.submit_form(ASKER, &[("reply", REPLY.into())]).await;
    assert_eq!(sent, Ok(Outcome::Updated));
    close(&playground, ASKER);
    let relayed = || {
        let said = playground.messages(STEWARD, "#rust");
        said.iter().any(|it| it.is_reply() && format!("{it:?}").contains("quokka-reply"))
    };
    until(&url, "what the asker wrote back", async || relayed()).await;
    playground.press_button(ASKER, "dm", "That answers it").await.unwrap();
    let sent = playground.submit_form(ASKER, &[("otherwise", OTHERWISE.into())]).await;
    assert_eq!(sent, Ok(Outcome::Updated));
    close(&playground, ASKER);
    let cards = "SELECT COUNT(*) AS number FROM cards";
    until(&url, "the card", async || count(&url, cards).await == 1).await;
    playground.command(author, "#general", "/ask", "search quokka-title").await.unwrap();

    served.stop().await;
    let said = served.said();
    assert!(said.contains("question_answers"), "nothing of it is in the log: {said}");
    let asker = playground.people().into_iter().find(|it| it.name == ASKER).unwrap();
    served.assert_discreet(&playground, &["quokka", &asker.id]);
}
