//! The question before one person, and what they press.

use super::Stage;
use crate::domain::expert::Willing;
use crate::domain::question::{Asker, Privacy, Question, State};
use crate::domain::referral::ReferralState::{
    Accepted, Answered, Declined, HandedOver, Lapsed, Offered, Recalled,
};

const HOW: &str = "How do we rotate the staging certificates?";

async fn two_experts() -> (Stage, Question) {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    stage.expert("cy", Willing::Yes, &["staging databases"]).await;
    let mut question = stage.question("ana", HOW);
    question.details = "Without *downtime*, <!channel>.".to_owned();
    stage.ask(&question).await;
    (stage, question)
}

#[tokio::test]
async fn the_best_person_is_asked_with_the_reason() {
    let (stage, question) = two_experts().await;
    insta::assert_snapshot!(stage.world.dm("bo"), @r#"
    Klatch:
      *A question that may be yours.* Ana asks in #rust: "How do we rotate the staging certificates?"
      > Without *downtime*, <!channel>.
      You said that you know about it.
      [I can answer] [Not for me] [Ask someone else…]
      · Only you are asked right now. If you can't, nobody is told, and I ask the next person; if you can, whoever asks sees that you have it.
    "#);
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    assert_eq!(stage.world.dm("cy"), "", "one person at a time");
    let because = &stage.referrals(question.id).await[0].because;
    assert_eq!(because, r#"["declared"]"#);
}

#[tokio::test]
async fn i_can_answer_makes_it_theirs_once() {
    let (stage, question) = two_experts().await;
    insta::assert_snapshot!(stage.world.press("bo", "dm", "I can answer").await, @r"
    *Thank you!* It's yours; I ask nobody else for now. Answer in its thread.
    [Answer]
    ");
    insta::assert_snapshot!(stage.world.dm("bo"), @r#"
    Klatch (edited):
      *Thank you, it's yours.* Ana asks in #rust: "How do we rotate the staging certificates?"
      > Without *downtime*, <!channel>.

      Answer in its thread, or here:
      [Answer]
    Klatch (only you):
      *Thank you!* It's yours; I ask nobody else for now. Answer in its thread.
      [Answer]
    "#);
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Accepted)]);
    stage.answer(question.id, "bo").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Answered)]);
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      · A question that may have been yours: How do we rotate the staging certificates? · its thread
      You answered it. Thank you!
    Klatch (only you):
      *Thank you!* It's yours; I ask nobody else for now. Answer in its thread.
      [Answer]
    ");
    stage.world.advance_to("Tue 18:00").await;
    assert_eq!(stage.world.dm("cy"), "");
}

#[tokio::test]
async fn not_for_me_asks_the_next_person_and_tells_nobody() {
    let (stage, question) = two_experts().await;
    insta::assert_snapshot!(stage.world.press("bo", "dm", "Not for me").await, @"Thanks for saying so! Nobody is told, and I ask somebody else.");
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      · A question that may have been yours: How do we rotate the staging certificates? · its thread
      Not for you, then. Thanks for saying so!
    Klatch (only you):
      Thanks for saying so! Nobody is told, and I ask somebody else.
    ");
    let both = [("bo".to_owned(), Declined), ("cy".to_owned(), Offered)];
    assert_eq!(stage.asked(question.id).await, both);
    stage.world.press("cy", "dm", "Not for me").await;
    assert_eq!(stage.now(question.id).await.state, State::Channel, "nobody else knows");
}

#[tokio::test]
async fn who_says_nothing_in_four_hours_of_their_work_lets_the_next_have_it() {
    let (stage, question) = two_experts().await;
    // Bo works from eight to four in Berlin: until two, then it is Cy's.
    stage.world.advance_to("Thu 13:59").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    stage.world.advance_to("Thu 14:01").await;
    let both = [("bo".to_owned(), Lapsed), ("cy".to_owned(), Offered)];
    assert_eq!(stage.asked(question.id).await, both);
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      · A question that may have been yours: How do we rotate the staging certificates? · its thread
      I've gone on to the next person; no harm done.
    ");
    // Cy has three hours today, and one tomorrow.
    stage.world.advance_to("Fri 09:59").await;
    assert_eq!(stage.asked(question.id).await[1].1, Offered);
    stage.world.advance_to("Fri 10:02").await;
    assert_eq!(stage.asked(question.id).await[1].1, Lapsed);
    assert_eq!(stage.now(question.id).await.state, State::Channel);
}

#[tokio::test]
async fn an_answer_that_comes_first_is_told_kindly() {
    let (stage, question) = two_experts().await;
    stage.answer(question.id, "di").await;
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      · A question that may have been yours: How do we rotate the staging certificates? · its thread
      Answered meanwhile, thank you!
    ");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Recalled)]);
}

#[tokio::test]
async fn who_presses_on_an_old_screen_reads_what_came_meanwhile() {
    let (stage, question) = two_experts().await;
    let button = stage.referrals(question.id).await[0].id.to_string();
    let press = async |action: &'static str| {
        let interaction = crate::event::Interaction {
            workspace: stage.world.workspace(),
            member: stage.world.id("bo"),
            trigger: format!("{action}{}", stage.now(question.id).await.state.as_str()),
            what: crate::event::Gesture::Press {
                action: action.to_owned(),
                value: Some(button.clone()),
                origin: crate::event::Origin::Message { channel: "D1".into(), message: "1".into() },
            },
        };
        let context = stage.world.context();
        let origin = crate::event::Origin::Home;
        let reply = super::super::press(&context, &interaction, action, &button, &origin);
        match reply.await.unwrap() {
            Some(crate::event::Reply::Ephemeral(said)) => said["text"].as_str().unwrap().to_owned(),
            other => format!("{other:?}"),
        }
    };
    stage.answer(question.id, "di").await;
    insta::assert_snapshot!(press("referral_can").await, @"Somebody was a little faster: it's answered. Thank you for being there! If you'd like to add something, that's <https://juniper.slack.example/archives/C1/p1|its thread>.");
    stage
        .change(question.id, |it| {
            it.state = State::Withdrawn;
            it.first_answer_at = None;
        })
        .await;
    insta::assert_snapshot!(press("referral_can").await, @"It's closed meanwhile, so there is nothing left to do. Thank you!");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Recalled)]);
}

#[tokio::test]
async fn they_name_somebody_who_is_next() {
    let (stage, question) = two_experts().await;
    let world = &stage.world;
    insta::assert_snapshot!(world.press("bo", "dm", "Ask someone else…").await, @r"
    == Ask someone else ==
    Who may know? If they can be asked, they are next, and read that you thought of them.
    Somebody else: <Pick a person>
    [Never mind] [Ask them]
    ");
    let named = async |person: &'static str| {
        let id = world.id(person).to_string();
        world.submit("bo", [("person", &id)]).await
    };
    insta::assert_snapshot!(world.submit("bo", []).await, @"person: Please complete this required field.");
    insta::assert_snapshot!(named("bo").await, @r#"person: That's you. Close this and press "I can answer" instead."#);
    insta::assert_snapshot!(named("ana").await, @"person: That's who asks. Somebody else?");
    insta::assert_snapshot!(named("robo").await, @"person: A bot can't answer this. Is there a person?");
    insta::assert_snapshot!(named("gil").await, @"person: Guests and people who have left aren't asked. Somebody else?");
    insta::assert_snapshot!(named("di").await, @r"
    == Questions ==
    *Thank you!* If they can be asked, they are next; otherwise I look further. Nothing is left for you to do.
    [Close]
    ");
    let both = [("bo".to_owned(), HandedOver), ("di".to_owned(), super::ReferralState::Hello)];
    assert_eq!(stage.asked(question.id).await, both);
    insta::assert_snapshot!(world.dm("di"), @r#"
    Klatch:
      *May I ask you something now and then?* When somebody here has a question that you may know the answer to, I'd bring it to you: one person is asked at a time, you never hear of it more than three times a week, and "Not for me" is always fine. There is one now. Bo thinks you may know.
      [Yes, ask me] [At most once a month] [Never]
      · I ask this once. `/ask expert` changes it whenever you like, and nobody else reads what you say.
    "#);
    world.press("di", "dm", "Yes, ask me").await;
    insta::assert_snapshot!(world.dm("di"), @r#"
    Klatch (edited):
      *A question that may be yours.* Ana asks in #rust: "How do we rotate the staging certificates?"
      > Without *downtime*, <!channel>.
      Bo thinks you may know.
      [I can answer] [Not for me] [Ask someone else…]
      · Only you are asked right now. If you can't, nobody is told, and I ask the next person; if you can, whoever asks sees that you have it.
    Klatch (only you):
      *Lovely, thank you!* The question is above. How often, what about and when not: `/ask expert`.
    "#);
}

#[tokio::test]
async fn whoever_can_not_be_asked_is_passed_over_without_a_word() {
    let (stage, question) = two_experts().await;
    stage.expert("di", Willing::Never, &[]).await;
    let world = &stage.world;
    world.press("bo", "dm", "Ask someone else…").await;
    let di = world.id("di").to_string();
    let said = world.submit("bo", [("person", &di)]).await;
    assert!(said.contains("If they can be asked"), "{said}");
    let both = [("bo".to_owned(), HandedOver), ("cy".to_owned(), Offered)];
    assert_eq!(stage.asked(question.id).await, both);
    assert_eq!(world.dm("di"), "");
}

#[tokio::test]
async fn of_an_anonymous_question_nobody_is_named() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    stage.expert("ana", Willing::Yes, &["staging certificates"]).await;
    let (store, workspace) = (stage.world.store(), stage.world.workspace());
    let context = stage.world.context();
    let mut question = stage.question("ana", HOW);
    question.privacy = Privacy::Anonymous;
    let (id, ana) = (question.id, stage.world.id("ana"));
    question.asker = crate::store::transaction!(store, |tx| {
        crate::features::ask::asker::seal(tx, &workspace, id, &ana, &context.chance).await
    })
    .await
    .unwrap();
    assert!(matches!(question.asker, Asker::Sealed(_)));
    stage.ask(&question).await;
    let dm = stage.world.dm("bo");
    assert!(dm.contains("Somebody asks in #rust"), "{dm}");
    assert_eq!(stage.asked(id).await, [("bo".to_owned(), Offered)], "not the asker themselves");
    // Bo names Ana: nothing shows that it is her question, and she is not asked.
    stage.world.press("bo", "dm", "Ask someone else…").await;
    let said = stage.world.submit("bo", [("person", stage.world.id("ana").as_str())]).await;
    assert!(said.contains("If they can be asked"), "{said}");
    assert_eq!(stage.asked(id).await.len(), 1);
    let mut tx = store.read().await.unwrap();
    let routings = tx.routings(&workspace, id).await.unwrap();
    assert_eq!(routings[0].ranking, "[]");
}

#[tokio::test]
async fn who_said_they_can_is_reminded_once_and_then_the_next_is_asked() {
    let (stage, question) = two_experts().await;
    stage.world.press("bo", "dm", "I can answer").await;
    stage.world.advance_to("Fri 15:30").await;
    let dm = stage.world.dm("bo");
    insta::assert_snapshot!(dm.rsplit("Klatch:").next().unwrap(), @r"
    You said that you can answer *How do we rotate the staging certificates?*. It still waits for you; a few words are plenty. If something came up, that's fine: after a working day I ask somebody else.
    · its thread
    [Answer]
    ");
    stage.world.advance_to("Mon 12:00").await;
    let both = [("bo".to_owned(), Lapsed), ("cy".to_owned(), Offered)];
    assert_eq!(stage.asked(question.id).await, both);
    assert_eq!(stage.world.dm("bo").matches("It still waits for you").count(), 1);
}

#[tokio::test]
async fn double_clicks_and_second_jobs_change_nothing() {
    let (stage, question) = two_experts().await;
    for _ in 0..3 {
        stage.route(question.id).await;
    }
    assert_eq!(stage.world.dm("bo").matches("A question that may be yours").count(), 1);
    stage.world.press("bo", "dm", "I can answer").await;
    let again = stage.world.press("bo", "dm", "Answer").await;
    assert_eq!(again.matches("I can answer").count(), 0);
    stage.route(question.id).await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Accepted)]);
    let mut tx = stage.world.store().read().await.unwrap();
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-12-01".parse().unwrap());
    let bo = stage.world.id("bo");
    let days = tx.claimed_days(&stage.world.workspace(), &bo, from, to).await.unwrap();
    assert_eq!(days.len(), 1, "it took one of their messages");
}

#[tokio::test]
async fn caps_pauses_and_full_days_are_kept() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Monthly, &["certificates"]).await;
    let first = stage.question("ana", HOW);
    stage.ask(&first).await;
    stage.world.press("bo", "dm", "Not for me").await;
    // A week later Bo has had their one question this month.
    stage.world.advance_to("Thu 09:30").await;
    let second = stage.question("ana", "Which certificates expire this week?");
    stage.ask(&second).await;
    assert_eq!(stage.asked(second.id).await, []);
    assert_eq!(stage.now(second.id).await.state, State::Channel);
    // Cy's day has room for one message: the second question waits for tomorrow.
    stage.expert("cy", Willing::Yes, &["borrowing"]).await;
    let third = stage.question("ana", "Borrowing, how?");
    let fourth = stage.question("ana", "Borrowing, why?");
    stage.ask(&third).await;
    stage.ask(&fourth).await;
    assert_eq!(stage.world.dm("cy").matches("A question that may be yours").count(), 1);
    stage.world.advance_to("Fri 09:35").await;
    let cy = stage.world.dm("cy");
    assert!(
        cy.contains("*A question that may be yours.* Ana asks in #rust: \"Borrowing, why?\""),
        "{cy}"
    );
}
