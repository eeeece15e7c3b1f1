//! What people of a group say about it.

use crate::features::tests::world::TestWorld;

async fn introduced() -> TestWorld {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world
}

#[tokio::test]
async fn we_met_shows_to_the_group_and_asks_for_one_useful_thing() {
    let world = introduced().await;
    let before = world.coffee_of("bo");
    insta::assert_snapshot!(world.press_in_group("ana", "We met").await, @r"
    == You met! ==
    :white_check_mark: Noted: you met. That's all I needed.
    One useful thing you gained? (optional): <A name, an idea, a shortcut, a laugh…>
    How was it? (optional): ( ) Lovely  ( ) Fine  ( ) Not quite for me
    A story? (optional): [ ] Offer it as a story
    · Only you see this; I keep it for you. Before anybody reads it as a story, I ask you again.
    [Skip] [Keep it]
    ");
    assert_eq!(world.submit("ana", [("gained", "A shortcut & a laugh")]).await, "(closed)");
    let after = world.coffee_of("bo");
    assert!(after.contains(":white_check_mark: Ana says that you met."), "{after}");
    assert!(!after.contains("shortcut"), "what was gained is Ana's");
    let said_later = |text: &str| text.lines().filter(|line| line.contains("as I write")).count();
    assert_eq!(said_later(&before), said_later(&after));
    assert!(world.press_in_group("ana", "We met").await.contains("<A shortcut & a laugh>"));
    world.close("ana");
    world.press_in_group("bo", "We met").await;
    world.close("bo");
    assert!(world.coffee_of("ana").contains("Ana and Bo say that you met."));
}

#[tokio::test]
async fn the_hour_in_an_introduction_is_that_of_its_sending() {
    let world = introduced().await;
    let before = world.coffee_of("bo");
    world.advance_to("Tue 16:00").await;
    world.press_in_group("ana", "We met").await;
    let portraits = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.contains("as I write")).map(str::to_owned).collect()
    };
    assert_eq!(portraits(&before).len(), 2);
    assert_eq!(portraits(&before), portraits(&world.coffee_of("bo")));
}

#[tokio::test]
async fn the_reminder_and_the_check_in_take_answers() {
    let world = introduced().await;
    world.advance_to("Wed 17:00").await;
    let met = world.press_in_group("bo", "We met").await;
    assert!(met.starts_with("== You met! =="), "{met}");
    world.close("bo");
    world.press_in_group("bo", "My coffee").await;
    assert!(world.modal("bo").contains("You said you met."));
}

#[tokio::test]
async fn the_check_in_is_answered_once_for_all() {
    let world = introduced().await;
    world.advance_to("Fri 17:00").await;
    let check_in = world.press_in_group("ana", "We met").await;
    assert!(check_in.starts_with("== You met! =="), "{check_in}");
    world.close("ana");
    world.advance_to("Mon 09:00").await;
    let sum = world.read("gus", "#rust");
    assert!(sum.contains("1 coffee for 2 people.\n"), "{sum}");
}

#[tokio::test]
async fn not_this_time_is_between_who_says_it_and_the_bot() {
    let world = introduced().await;
    world.advance_to("Fri 17:00").await;
    let answer = world.press_in_group("bo", "Not this time").await;
    assert_eq!(answer, "That's fine, thanks for saying. Nobody else sees it.");
    let changed = world.press_in_group("bo", "We met").await;
    assert!(changed.starts_with("== You met! =="), "{changed}");
    world.close("bo");
    world.press_in_group("bo", "Not this time").await;
    assert!(!world.coffee_of("ana").contains("that you met"), "what bo said last counts");
    assert!(world.home("ana").await.contains("[We met] [Not this time]"));
}

#[tokio::test]
async fn disagreement_counts_as_unknown() {
    let world = introduced().await;
    world.press_in_group("ana", "We met").await;
    world.close("ana");
    world.advance_to("Fri 17:00").await;
    world.home("bo").await;
    let home = world.click("bo", "Not this time").await;
    assert!(home.contains("Not this time, you said.") && !home.contains("Met over"), "{home}");
    world.advance_to("Mon 09:00").await;
    let sum = world.read("gus", "#rust");
    assert!(sum.contains("1 coffee for 2 people.\n"), "{sum}");
}

#[tokio::test]
async fn why_us_is_answered_to_who_asks() {
    let world = introduced().await;
    insta::assert_snapshot!(world.press_in_group("bo", "Why us?").await, @r"
    *Why you were introduced*
    • Ana and Bo have never had coffee together here.
    • Ana and Bo work in different departments.
    • Ana and Bo work at the same time for 7 hours.
    · Where several groupings were equally good, a draw decided.
    ");
    assert!(!world.coffee_of("ana").contains("Why you were introduced"));
}

#[tokio::test]
async fn buttons_of_an_old_round_still_do_what_they_say() {
    let world = introduced().await;
    let first = world.group_of("ana");
    world.advance_to("Mon 10:00").await;
    let late = world.press("ana", &first, "We met").await;
    assert!(late.starts_with("== You met! =="), "{late}");
    world.close("ana");
    assert!(world.home("ana").await.contains("*Met over coffee*\nBo"));
}

#[tokio::test]
async fn my_coffee_opens_from_the_introduction_and_follows_what_is_said_in_it() {
    let world = introduced().await;
    let mine = world.press_in_group("ana", "My coffee").await;
    assert!(mine.contains("This round you have coffee with *Bo*."), "{mine}");
    let not_met = world.click("ana", "Not this time").await;
    assert!(not_met.contains("Not this time, you said."), "{not_met}");
    let met = world.click("ana", "We met after all").await;
    assert!(met.starts_with("== You met! =="), "{met}");
    assert_eq!(world.playground().modals_of("ana").len(), 2);
    let below = world.playground().modals_of("ana").remove(0);
    assert!(world.playground().render_text("ana", &below).contains("You said you met."));
}

#[tokio::test]
async fn a_name_with_marks_in_it_is_only_a_name() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "odd"]).await;
    world.advance_to("Mon 10:00").await;
    insta::assert_snapshot!(world.coffee_of("ana"), @r"
    Klatch:
      *@Ana, meet @<!channel> & *Odd*.*
      *Ana* · Onboarding lead, onboarding · Berlin
      *<!channel> & *Odd** · <@UBOT> & friends, a & b · Berlin
      You're both on Berlin time, and you've never had coffee together here.
      *To start with:* (a question)
      (somebody), would you say hello first?
      Three times that suit you both:
      • today at 2:00 PM
      • tomorrow at 10:30 AM
      • Wednesday, November 25th at 3:00 PM
      [Pick a time] [Can't make it] [Why us?] [… We met | My coffee]
      · From your coffee in #rust. Half an hour is plenty; I don't read along here.
    ");
    let messages = world.playground().messages("ana", &world.group_of("ana"));
    for message in messages.iter().filter(|message| message.subtype.is_none()) {
        let sent = format!("{} {:?}", message.text, message.blocks);
        assert!(!sent.contains("<!channel>") && !sent.contains("<@UBOT>"), "{sent}");
    }
}
