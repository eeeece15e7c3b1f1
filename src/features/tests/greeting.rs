//! Whoever speaks to the bot gets a hello that leads somewhere.

use super::world::TestWorld;

#[tokio::test]
async fn a_direct_message_is_answered_with_a_hello() {
    let world = TestWorld::new().await;
    world.playground().say("ana", "dm", "Are you there?").unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.dm("ana"), @r"
    Ana:
      Are you there?
    Klatch:
      *Hello! I bring people together who haven't met.*
      I don't chat much, but `/coffee` shows your coffee, and my Home tab has a button for everything I can do.
      [My coffee] [How it works]
    ");
    insta::assert_snapshot!(world.press("ana", "dm", "My coffee").await, @r"
    == My coffee ==
    *No coffee yet.* Somebody has to put the kettle on: pick a channel and a day, and I'll invite its people.
    [Set up coffee] [Whom I met] [How it works]
    · Or type `/coffee setup` in the channel it is for.
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    [Close]
    ");
    world.close("ana");
    insta::assert_snapshot!(world.press("ana", "dm", "How it works").await, @r"
    *Coffee with somebody new.* On the day, I write to two of you together: who you are, what you share, a question to start with. In the middle I remind you once, at the end I ask whether you met. I never read your coffee chats.
    `/coffee` – my coffee, with a button for everything
    `/coffee join` – be introduced to somebody new
    `/coffee now` – meet somebody else who is free this minute
    `/coffee skip` – not this once
    `/coffee pause 2 weeks` – or `pause 3 rounds`, or `pause until 12 Jan`
    `/coffee back` – take part again after a pause or a skip
    `/coffee leave` – no more introductions
    `/coffee like` – how, when and with whom you like it
    `/coffee why` – why this group, or why nobody this time
    `/coffee history` – whom you met, and what it was good for
    `/coffee setup` – start coffee in this channel, or change it
    `/coffee preview` – for stewards: try the next round out; also `run` it now, or `report`
    ");
}

#[tokio::test]
async fn every_word_to_the_bot_is_answered_but_never_the_bots_own() {
    let world = TestWorld::new().await;
    world.playground().say("ana", "dm", "One").unwrap();
    world.playground().say("ana", "dm", "Two").unwrap();
    world.settle().await;
    let said = world.playground().messages("ana", "dm");
    assert_eq!(said.len(), 4);
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
