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
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    assert_eq!(stage.world.dm("cy"), "", "one person at a time");
    let because = &stage.referrals(question.id).await[0].because;
    assert_eq!(because, r#"["declared"]"#);
}

#[tokio::test]
async fn i_can_answer_makes_it_theirs_once() {
    let (stage, question) = two_experts().await;
    insta::assert_snapshot!(stage.world.press("bo", "dm", "I can answer").await, @"");
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Accepted)]);
    stage.answer(question.id, "bo").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Answered)]);
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    stage.world.advance_to("Tue 18:00").await;
    assert_eq!(stage.world.dm("cy"), "");
}

#[tokio::test]
async fn not_for_me_asks_the_next_person_and_tells_nobody() {
    let (stage, question) = two_experts().await;
    insta::assert_snapshot!(stage.world.press("bo", "dm", "Not for me").await, @"");
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
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
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
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
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
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
    insta::assert_snapshot!(press("referral_can").await, @"");
    stage
        .change(question.id, |it| {
            it.state = State::Withdrawn;
            it.first_answer_at = None;
        })
        .await;
    insta::assert_snapshot!(press("referral_can").await, @"");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Recalled)]);
}

#[tokio::test]
async fn they_name_somebody_who_is_next() {
    let (stage, question) = two_experts().await;
    let world = &stage.world;
    insta::assert_snapshot!(world.press("bo", "dm", "Ask someone else…").await, @"");
    let named = async |person: &'static str| {
        let id = world.id(person).to_string();
        world.submit("bo", [("person", &id)]).await
    };
    insta::assert_snapshot!(world.submit("bo", []).await, @"");
    insta::assert_snapshot!(named("bo").await, @"");
    insta::assert_snapshot!(named("ana").await, @"");
    insta::assert_snapshot!(named("robo").await, @"");
    insta::assert_snapshot!(named("gil").await, @"");
    insta::assert_snapshot!(named("di").await, @"");
    let both = [("bo".to_owned(), HandedOver), ("di".to_owned(), super::ReferralState::Hello)];
    assert_eq!(stage.asked(question.id).await, both);
    insta::assert_snapshot!(world.dm("di"), @"");
    world.press("di", "dm", "Yes, ask me").await;
    insta::assert_snapshot!(world.dm("di"), @"");
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
    insta::assert_snapshot!(dm.rsplit("Klatch:").next().unwrap(), @"");
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
    stage.world.advance_to("Fri 09:05").await;
    let cy = stage.world.dm("cy");
    assert_eq!(cy.matches("A question that may be yours").count(), 2, "{cy}");
}
