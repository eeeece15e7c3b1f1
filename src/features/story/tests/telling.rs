//! Telling a story, and what people say to being in it.

use super::{a_minute, latest, stories_of, story, tells, with_community};
use crate::domain::ids::MemberId;
use crate::domain::story::{Audience, Kind, Part, Source, State};

const SAVED: (&str, &str) = ("saved", "10 minutes instead of 10 hours");
const BO: (&str, &str) = ("helpers", "UBO");

#[tokio::test]
async fn three_fields_are_a_story_and_who_was_helped_counts_it() {
    let world = with_community().await;
    let modal = story(&world, "ana", "Bo's script rotated all certificates at once").await;
    insta::assert_snapshot!(modal, @r#"
    == Tell a value story ==
    What happened?: <Bo's script rotated all certificates at once>
    Who helped?: <Pick people>
    How much did it save? (optional): <10 minutes instead of 10 hours>
      A rough guess is fine: "2 days", "30 min", "3 tickets".
    [More…]
    · With *More…* you say who was helped, how sure you are, what it was good for, and who may read it. Otherwise it's you who was helped, and your community reads it with your name once everybody in it agreed.
    [Cancel] [Tell it]
    "#);
    let told = world.submit("ana", [BO, SAVED]).await;
    assert!(told.contains("Thank you, that's a good story"), "{told}");
    assert!(told.contains("I ask Bo whether it's fine to be in it."), "{told}");
    assert!(told.contains("[Yes, count it] [Add a link] [Change it]"), "{told}");
    let it = latest(&world, "ana").await;
    assert_eq!((it.state, it.kind, it.source), (State::Claimed, Kind::Support, Source::Told));
    assert!(it.community.is_some());
    let counted = world.click("ana", "Yes, count it").await;
    assert!(counted.contains("Thank you, it counts now."), "{counted}");
    assert_eq!(latest(&world, "ana").await.state, State::Confirmed);
    // Bo has room today, and was asked.
    let dm = world.dm("bo");
    assert!(dm.contains("*You're in a story.* Ana told how you were of help."), "{dm}");
    assert!(!world.read("di", "#rust").contains("certificates"), "Bo has not agreed");
    let home = world.home("bo").await;
    assert!(home.contains("*My stories* · 1 waits for a word of yours"), "{home}");
}

#[tokio::test]
async fn who_tells_of_another_leaves_the_last_word_to_them() {
    let world = with_community().await;
    // Bo helped Ana, and says so himself.
    let told = tells(&world, "bo", "I showed Ana my script", [BO, ("helped", "UANA")]).await;
    assert!(told.contains("only they can confirm it"), "{told}");
    assert!(!told.contains("Yes, count it"), "{told}");
    world.close("bo");
    let it = latest(&world, "bo").await;
    assert_eq!(it.person(&world.id("ana")).unwrap().part, Part::Helped);
    let dm = world.dm("ana");
    assert!(dm.contains("*Was it so?* Bo told a story in which you were helped."), "{dm}");
    let mine = world.press("ana", "dm", "Yes, that's right").await;
    assert!(mine.contains("it counts now") && mine.contains("Fine, with my name"), "{mine}");
    assert_eq!(latest(&world, "ana").await.state, State::Confirmed);
    world.playground().press_button("ana", "dm", "Not me").await.unwrap();
    world.settle().await;
    assert_eq!(latest(&world, "bo").await.state, State::Withdrawn, "she has second thoughts");
}

#[tokio::test]
async fn it_was_not_me_and_the_story_is_gone() {
    let world = with_community().await;
    tells(&world, "bo", "I showed Ana my script", [BO, ("helped", "UANA")]).await;
    world.close("bo");
    let no = world.press("ana", "dm", "Not me").await;
    assert!(no.contains("Without you there is no story"), "{no}");
    assert_eq!(latest(&world, "bo").await.state, State::Withdrawn);
    assert!(stories_of(&world, "ana").await.is_empty(), "nor is she in it");
}

#[tokio::test]
async fn nobody_tells_of_themselves_alone() {
    let world = with_community().await;
    story(&world, "ana", "I was brilliant").await;
    let alone = world.submit("ana", [("helpers", "UANA")]).await;
    assert!(alone.starts_with("helpers: That's you"), "{alone}");
    let robot = world.submit("ana", [("helpers", "UROBO")]).await;
    assert!(robot.starts_with("helpers: That's an app"), "{robot}");
    for (typed, sentence) in [
        ("-3 hours", "saved: Less than nothing"),
        ("99999 weeks", "saved: That's more than one story"),
        ("10", "saved: Of what?"),
        ("loads & loads", "saved: I couldn't read that."),
    ] {
        let said = world.submit("ana", [BO, ("saved", typed)]).await;
        assert!(said.starts_with(sentence), "{said}");
    }
    let modal = world.modal("ana");
    assert!(modal.contains("<I was brilliant>"), "nothing that was typed is lost: {modal}");
    let more = world.click("ana", "More…").await;
    assert!(more.contains("<I was brilliant>") && more.contains("Who may read it?"), "{more}");
    assert!(stories_of(&world, "ana").await.is_empty());
}

#[tokio::test]
async fn a_message_of_somebody_else_comes_along_once_they_agree() {
    let world = with_community().await;
    let said = world.say("bo", "#rust", "Rotate two at a time, <@UANA> & <!channel>").await;
    let modal = world.shortcut_on("ana", "Save as value story", "#rust", &said).await;
    assert!(!modal.contains("Rotate"), "not his words: {modal}");
    let fields = [("happened", "It worked at once."), SAVED];
    let told = world.submit("ana", fields).await;
    assert!(told.contains("I ask Bo whether it's fine"), "{told}");
    world.close("ana");
    let it = latest(&world, "ana").await;
    assert!(matches!(it.source, Source::Message(_)));
    let home = world.home("ana").await;
    assert!(!home.contains("Rotate"), "{home}");
    let dm = world.dm("bo");
    assert!(dm.contains("Rotate two at a time"), "he sees what it is about: {dm}");
    world.press("bo", "dm", "Fine, with my words").await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("Bo wrote:") && post.contains("Rotate two at a time"), "{post}");
}

#[tokio::test]
async fn ones_own_message_needs_nobody() {
    let world = with_community().await;
    let said = world.say("ana", "#rust", "Bo saved my week!").await;
    let modal = world.shortcut_on("ana", "Save as value story", "#rust", &said).await;
    assert!(modal.contains("<Bo saved my week!>"), "{modal}");
    world.submit("ana", [BO]).await;
    assert_eq!(latest(&world, "ana").await.happened, "Bo saved my week!");
}

#[tokio::test]
async fn an_accepted_answer_is_the_beginning_of_a_story() {
    let world = with_community().await;
    world.ask("ana", "#rust", "How do we rotate certificates?").await;
    world.submit("ana", []).await;
    world.close("ana");
    world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(1)).await.unwrap();
    let (store, workspace) = (world.store(), world.workspace());
    let open = store.read().await.unwrap().open_questions(&workspace, 9).await.unwrap();
    let head = open[0].thread.as_ref().unwrap().message.as_str().to_owned();
    world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.press("ana", "dm", "That answers it").await;
    let thanks = world.submit("ana", [("otherwise", "An afternoon")]).await;
    assert!(thanks.contains("[Tell the story]"), "{thanks}");
    let modal = world.click("ana", "Tell the story").await;
    assert!(modal.contains("I asked: How do we rotate certificates?"), "{modal}");
    assert!(modal.contains("<An afternoon>") && modal.contains("Bo"), "{modal}");
    world.submit("ana", []).await;
    let it = latest(&world, "ana").await;
    assert_eq!(it.source, Source::Question(open[0].id));
    assert_eq!(it.claim.unwrap().likely, 240);
}

#[tokio::test]
async fn a_check_mark_offers_the_story_once_and_an_anonymous_question_never() {
    let world = with_community().await;
    for (person, privacy) in [("ana", "open"), ("cy", "anonymous")] {
        world.ask(person, "#rust", "").await;
        world.click(person, "More…").await;
        let title = match privacy {
            "open" => "How do we rotate certificates?",
            _ => "Whom do I ask about parental leave?",
        };
        world.submit(person, [("title", title), ("privacy", privacy)]).await;
        world.close(person);
        world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(1)).await.unwrap();
        let (store, workspace) = (world.store(), world.workspace());
        let open = store.read().await.unwrap().open_questions(&workspace, 9).await.unwrap();
        let head = open[0].thread.as_ref().unwrap().message.as_str().to_owned();
        let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
        if privacy == "open" {
            world.react("ana", "#rust", &answer, "white_check_mark").await;
        } else {
            world.advance_to("Thu 18:00").await;
            world.press("cy", "dm", "That answers it").await;
            let thanks = world.submit("cy", []).await;
            assert!(!thanks.contains("Tell the story"), "{thanks}");
        }
    }
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("ana");
    assert!(dm.contains("is answered.* What would it have cost you otherwise?"), "{dm}");
    assert!(!world.dm("cy").contains("What would it have cost you"), "{}", world.dm("cy"));
}

#[tokio::test]
async fn one_useful_thing_of_a_coffee_becomes_a_story_if_they_wish() {
    let world = with_community().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world.press_in_group("ana", "We met").await;
    let fields = [("gained", "A shortcut for deploys"), ("story", "story")];
    let modal = world.submit("ana", fields).await;
    assert!(modal.contains("<A shortcut for deploys>"), "{modal}");
    world.submit("ana", []).await;
    let it = latest(&world, "ana").await;
    assert!(matches!(it.source, Source::Coffee(_)) && it.community.is_some());
    assert_eq!(it.helpers().map(MemberId::as_str).collect::<Vec<_>>(), ["UBO"]);
    assert_eq!(it.audience(), Audience::Us, "Bo is asked first");
    world.press_in_group("bo", "We met").await;
    assert_eq!(world.submit("bo", [("gained", "A laugh")]).await, "(closed)");
}

#[tokio::test]
async fn a_slip_is_understood_and_help_is_there() {
    let world = with_community().await;
    let slip = story(&world, "ana", "reprot").await;
    assert!(slip.contains("Did you mean `/story report`?"), "{slip}");
    let help = story(&world, "ana", "help").await;
    assert!(help.contains("What was your community good for?"), "{help}");
    world.playground().command("gil", "#rust", "/story", "").await.unwrap();
    world.settle().await;
    let no = world.playground().ephemerals("gil");
    let no = world.playground().render_text("gil", no.last().unwrap());
    assert!(no.contains("Stories are told by this workspace's members"), "{no}");
}
