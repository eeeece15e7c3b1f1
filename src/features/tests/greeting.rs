//! Whoever speaks to the bot gets a hello that leads somewhere.

use super::world::TestWorld;

#[tokio::test]
async fn a_direct_message_is_answered_with_a_hello() {
    let world = TestWorld::new().await;
    world.playground().say("ana", "dm", "Are you there?").unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.dm("ana"), @"");
    insta::assert_snapshot!(world.press("ana", "dm", "My coffee").await, @"");
    world.close("ana");
    insta::assert_snapshot!(world.press("ana", "dm", "How it works").await, @"");
}

#[tokio::test]
async fn a_mention_is_answered_in_its_thread() {
    let world = TestWorld::new().await;
    world.playground().invite("ana", "#general", "klatch").unwrap();
    let question = world.playground().say("ana", "#general", "@klatch what do you do?").unwrap();
    world.settle().await;
    let answers = world.playground().messages("bo", "#general");
    let answer = answers.last().unwrap();
    assert_eq!(answer.thread_ts.as_deref(), Some(question.as_str()));
    assert!(world.playground().render_text("bo", answer).contains("Hello!"));
}
