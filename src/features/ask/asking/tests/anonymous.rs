//! Anonymous questions: hidden while they are open, forgotten when they close.

use chrono::Duration;

use super::{again, latest, with_community};
use crate::domain::question::{Asker, Privacy, Question, State};
use crate::features::tests::world::TestWorld;

/// Ana asks something, without her name.
async fn asked(world: &TestWorld) -> Question {
    world.ask("ana", "#general", "").await;
    world.click("ana", "More…").await;
    world.submit("ana", [("title", "Is it all right to say no?"), ("privacy", "anonymous")]).await;
    world.close("ana");
    latest(world).await
}

async fn half_an_hour(world: &TestWorld) {
    let at = world.world.clock.now() + Duration::minutes(30);
    world.world.advance_to(at).await.unwrap();
}

#[tokio::test]
async fn nobody_sees_who_asks_and_only_they_find_it() {
    let world = with_community().await;
    world.ask("ana", "#general", "").await;
    world.click("ana", "More…").await;
    let fields = [("title", "Is it all right to say no?"), ("privacy", "anonymous")];
    insta::assert_snapshot!(world.submit("ana", fields).await, @r"
    == Asked ==
    *It's on its way*, without your name: within the next half hour, so that the moment doesn't tell. Follow it, reply and accept an answer only in your App Home and in our chat; what you write in its thread is under your name.
    · My Home tab shows where it stands, and lets you take it back.
    [Close]
    ");
    world.close("ana");
    let question = latest(&world).await;
    assert_eq!(question.privacy, Privacy::Anonymous);
    assert!(matches!(question.asker, Asker::Sealed(_)));
    assert_eq!(question.asked_at.timestamp() % 3_600, 0, "only the hour is kept");
    assert_eq!(question.id.made_at().unwrap().timestamp() % 3_600, 0, "also by its id");
    assert!(!world.read("bo", "#rust").contains("say no"), "the moment does not tell");
    half_an_hour(&world).await;
    insta::assert_snapshot!(world.read("bo", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch:
      *Somebody asks:* Is it all right to say no?
      · Do you know? Answer in the thread.
        Klatch:
          *Does anybody here know?* A question of this channel is still open (its thread). A hunch or a link in its thread helps, too.
          [Answer]
    ");
    insta::assert_snapshot!(world.ask("ana", "dm", "mine").await, @r"
    == My questions ==
    *Is it all right to say no?* (anonymous)
    rust was asked as a whole. Reply here, not in its thread: there you write under your name, and it counts as an answer.
    [Rephrase] [Withdraw] [Reply]
    [Ask a question]
    [Close]
    ");
    world.close("ana");
    assert!(!world.ask("bo", "dm", "mine").await.contains("say no"));
}

#[tokio::test]
async fn its_asker_replies_as_the_asker() {
    let world = with_community().await;
    asked(&world).await;
    half_an_hour(&world).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "Reply").await, @r#"
    == Reply ==
    *Is it all right to say no?*
    What I post in its thread: <>
      It is posted as "the asker", within half an hour.
    [Cancel] [Post it]
    "#);
    insta::assert_snapshot!(world.submit("ana", [("reply", "To <!here> my manager, I mean.")]).await, @r#"
    == Your question ==
    *On its way*, as "the asker": within the next half hour, so that the moment doesn't tell.
    [Close]
    "#);
    world.close("ana");
    half_an_hour(&world).await;
    insta::assert_snapshot!(world.read("bo", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch:
      *Somebody asks:* Is it all right to say no?
      · Do you know? Answer in the thread.
        Klatch:
          *Does anybody here know?* A question of this channel is still open (its thread). A hunch or a link in its thread helps, too.
          [Answer]
        Klatch:
          *The asker:*
          To <!here> my manager, I mean.
    ");
}

#[tokio::test]
async fn when_it_closes_it_is_forgotten_who_asked() {
    let world = with_community().await;
    let question = asked(&world).await;
    half_an_hour(&world).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "Withdraw").await, @r"
    == Your question ==
    *Taken back.* Nobody is asked about it any more. The key to your name is destroyed: from now on nobody can find out here that you asked.
    [Close]
    ");
    world.close("ana");
    let after = again(&world, &question).await;
    assert_eq!((after.state, after.asker), (State::Withdrawn, Asker::Forgotten));
    let workspace = world.workspace();
    let key = world.store().read().await.unwrap().key(&workspace, question.id).await.unwrap();
    assert_eq!(key, None);
    half_an_hour(&world).await;
    assert!(world.read("bo", "#rust").contains("taken back"));
    assert!(!world.home("ana").await.contains("say no"));
}

#[tokio::test]
async fn who_leaves_is_forgotten_at_once_and_the_question_runs_to_its_ordinary_end() {
    let world = with_community().await;
    let question = asked(&world).await;
    half_an_hour(&world).await;
    let before = again(&world, &question).await;
    let channel = world.read("bo", "#rust");
    world.playground().deactivate("ana").unwrap();
    world.settle().await;
    half_an_hour(&world).await;
    let after = again(&world, &question).await;
    assert_eq!((after.state, after.asker), (before.state, Asker::Forgotten));
    assert_eq!(world.read("bo", "#rust"), channel, "nothing shows that it was hers");
    let (workspace, id) = (world.workspace(), question.id);
    let key = world.store().read().await.unwrap().key(&workspace, id).await.unwrap();
    assert_eq!(key, None);
    days(&world, 9).await;
    assert_eq!(again(&world, &question).await.state, State::Closed, "nobody was found");
}

#[tokio::test]
async fn what_was_answered_to_somebody_who_left_closes_some_days_later() {
    let world = with_community().await;
    let question = asked(&world).await;
    half_an_hour(&world).await;
    let head = again(&world, &question).await.thread.unwrap().message;
    world.reply_in_thread("bo", "#rust", head.as_str(), "It is.").await;
    world.playground().deactivate("ana").unwrap();
    days(&world, 5).await;
    assert!(again(&world, &question).await.state.is_open());
    days(&world, 4).await;
    assert_eq!(again(&world, &question).await.state, State::Closed);
}

#[tokio::test]
async fn what_nobody_ends_is_forgotten_after_two_months_and_its_asker_reads_so_before() {
    let world = with_community().await;
    let question = asked(&world).await;
    days(&world, 52).await;
    assert!(!world.dm("ana").contains("closes in a week"));
    days(&world, 3).await;
    let dm = world.dm("ana");
    assert!(dm.contains("*Your anonymous question closes in a week.*"), "{dm}");
    assert!(again(&world, &question).await.state.is_open());
    days(&world, 6).await;
    let after = again(&world, &question).await;
    assert_eq!((after.state, after.asker), (State::Closed, Asker::Forgotten));
    assert_eq!(world.dm("ana").matches("closes in a week").count(), 1);
}

async fn days(world: &TestWorld, days: i64) {
    let at = world.world.clock.now() + Duration::days(days);
    world.world.advance_to(at).await.unwrap();
}

/// Whether a file of the database has these words anywhere, also where nothing is any more.
fn somewhere(world: &TestWorld, words: &str) -> bool {
    ["", "-wal"].iter().any(|ending| {
        let file = format!("{}{ending}", world.database().display());
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn no_file_knows_afterwards_and_no_job_knew_before() {
    let world = with_community().await;
    let question = asked(&world).await;
    let Asker::Sealed(sealed) = &question.asker else { panic!("it is not sealed") };
    let (workspace, far) = (world.workspace(), world.world.clock.now() + Duration::days(9));
    let mut tx = world.store().read().await.unwrap();
    let secret = tx.key(&workspace, question.id).await.unwrap().unwrap();
    let jobs = tx.planned(&workspace, far, 99).await.unwrap();
    drop(tx);
    let about = |job: &&String| job.contains(&question.id.to_string());
    let jobs: Vec<String> = jobs.iter().map(|it| format!("{:?}", it.job)).collect();
    let about: Vec<&String> = jobs.iter().filter(about).collect();
    assert!(about.len() == 1 && !about[0].contains("UANA"), "{about:?}");
    assert!(somewhere(&world, &secret) && somewhere(&world, sealed), "while it is open");
    half_an_hour(&world).await;
    world.home("ana").await;
    world.click("ana", "Withdraw").await;
    world.close("ana");
    assert!(!somewhere(&world, &secret), "the key");
    assert!(!somewhere(&world, sealed), "what it opened");
    half_an_hour(&world).await;
}
