//! A story in its channel: there once all agreed, and as they wish it to be read.

use chrono::Duration;

use super::{a_minute, latest, story, tells, with_community};
use crate::domain::story::State;
use crate::features::tests::world::TestWorld;
use crate::playground::Trick;

const SAVED: (&str, &str) = ("saved", "10 minutes instead of 10 hours");
const BO: (&str, &str) = ("helpers", "UBO");
const WHAT: &str = "Bo & his <!channel> script *rotated* all";

/// Ana tells that Bo helped her, and Bo agrees.
async fn published() -> TestWorld {
    let world = with_community().await;
    tells(&world, "ana", WHAT, [BO, SAVED]).await;
    world.click("ana", "Yes, count it").await;
    world.close("ana");
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    world
}

#[tokio::test]
async fn it_stands_in_the_channel_once_everybody_agreed() {
    let world = published().await;
    let last = world.read("di", "#rust");
    let from = last.rfind("Ana's story").unwrap();
    insta::assert_snapshot!(&last[from..], @r"
    Ana's story*
      > Bo & his <!channel> script *rotated* all
      :handshake: Helped by Bo
      :hourglass_flowing_sand: About 9 hours 50 minutes saved (10 minutes instead of 10 hours), by Ana's own estimate; confirmed
      · Support: a problem was solved
      [Tell yours]
    ");
    assert!(latest(&world, "ana").await.published_at.is_some());
    // Bo is thanked when his day has room.
    world.advance_to("Mon 12:00").await;
    let dm = world.dm("bo");
    assert!(dm.contains("*You made a difference.* Ana told what came of your help"), "{dm}");
    assert_eq!(world.read("di", "#rust").matches("Ana's story").count(), 1);
}

#[tokio::test]
async fn without_a_name_a_helper_is_a_colleague() {
    let world = with_community().await;
    tells(&world, "ana", "It was rotated at once", [BO, SAVED]).await;
    world.close("ana");
    world.press("bo", "dm", "Fine, without name").await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("Helped by a colleague"), "{post}");
    assert!(post.contains("by Ana's own estimate; not confirmed yet"), "{post}");
    world.advance_to("Mon 12:00").await;
    assert!(!world.dm("bo").contains("You made a difference"), "{}", world.dm("bo"));
}

#[tokio::test]
async fn whoever_takes_themselves_out_is_gone_within_a_minute() {
    let world = published().await;
    assert!(world.read("di", "#rust").contains("Helped by Bo"));
    world.home("bo").await;
    world.click("bo", "Open").await;
    let out = world.click("bo", "Take me out").await;
    assert!(out.contains("You're out."), "{out}");
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(!post.contains("Helped by"), "{post}");
    assert!(post.contains("Ana's story"), "{post}");
}

#[tokio::test]
async fn a_withdrawn_story_leaves_a_word_in_its_place() {
    let world = published().await;
    world.home("ana").await;
    world.click("ana", "Open").await;
    let back = world.click("ana", "Take it back").await;
    assert!(back.contains("It's taken back."), "{back}");
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("A story stood here; it was taken back."), "{post}");
    assert!(!post.contains("Ana's story") && !post.contains("rotated"), "{post}");
    assert_eq!(latest(&world, "ana").await.state, State::Withdrawn);
}

#[tokio::test]
async fn other_words_are_asked_about_anew() {
    let world = published().await;
    world.home("ana").await;
    world.click("ana", "Open").await;
    let modal = world.click("ana", "Change it").await;
    assert!(modal.contains("<10 minutes instead of 10 hours>"), "{modal}");
    world.submit("ana", [("happened", "It was Bo's fault, in truth")]).await;
    world.close("ana");
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("A story stood here") && !post.contains("fault"), "{post}");
    let old = world.press("bo", "dm", "Fine, with my name").await;
    assert!(old.contains("It was told in other words since."), "{old}");
    world.advance_to("Fri 15:00").await;
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    assert!(world.read("di", "#rust").contains("fault"), "{}", world.read("di", "#rust"));
}

#[tokio::test]
async fn evidence_is_a_link_that_can_be_opened() {
    let world = published().await;
    world.home("ana").await;
    world.click("ana", "Open").await;
    world.click("ana", "Add a link").await;
    let bad = world.submit("ana", [("evidence", "javascript:alert(1)")]).await;
    assert!(bad.starts_with("evidence: That's no link"), "{bad}");
    world.submit("ana", [("evidence", "https://wiki.example/certificates")]).await;
    a_minute(&world).await;
    assert_eq!(latest(&world, "ana").await.state, State::Evidenced);
    let post = world.read("di", "#rust");
    assert!(post.contains("with evidence"), "{post}");
}

#[tokio::test]
async fn a_community_that_ended_gets_no_stories_any_more() {
    let world = with_community().await;
    tells(&world, "ana", "It was rotated at once", [BO]).await;
    world.close("ana");
    world.playground().archive("#rust").unwrap();
    world.settle().await;
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    let it = latest(&world, "ana").await;
    assert!(it.is_shown() && it.post.is_none(), "it stays with those in it");
    let home = world.home("ana").await;
    assert!(home.contains("It was rotated at once"), "{home}");
}

#[tokio::test]
async fn a_story_in_a_lost_channel_can_still_be_taken_back() {
    let world = published().await;
    world.playground().remove_bot("#rust").unwrap();
    world.settle().await;
    world.home("ana").await;
    world.click("ana", "Open").await;
    world.click("ana", "Take it back").await;
    a_minute(&world).await;
    assert_eq!(latest(&world, "ana").await.state, State::Withdrawn);
}

#[tokio::test]
async fn a_helper_who_left_is_a_colleague() {
    let world = published().await;
    world.playground().deactivate("bo").unwrap();
    world.settle().await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("Helped by a colleague"), "{post}");
    let told = tells(&world, "cy", "Bo's notes saved me a day", [BO]).await;
    assert!(!told.contains("I ask"), "{told}");
    world.close("cy");
    a_minute(&world).await;
    assert!(world.read("di", "#rust").contains("notes saved me a day"));
}

#[tokio::test]
async fn the_report_tells_sums_and_no_single_person() {
    let world = published().await;
    let none = story(&world, "di", "report").await;
    assert!(none.contains("You tend no community"), "{none}");
    let few = story(&world, "ada", "report").await;
    insta::assert_snapshot!(few, @r"
    *What stories came to in the last 90 days*
    *rust*
    • Confirmed, with evidence: about fewer than 5 people so far, so not told
    • Confirmed: about fewer than 5 people so far, so not told
    • Not confirmed yet: about fewer than 5 people so far, so not told
    · no answer was accepted · fewer than 5 readers say it solved it for them too · the community cost about 0 minutes: 0 minutes in coffees (30 minutes for each person of those said to have taken place), 0 minutes in sessions (their length for each person known to have taken part)
    · Each story counts the least that whoever was helped claims, times how much of it they owe to the help, times how sure they are; without evidence only up to a cap. The three kinds are never added together, and nothing is extrapolated. Stories are added up as they come, in groups of 5 people who were helped, and a group counts once it's whole: so no figure, and no difference between two, is about fewer than 5 people.
    ");
}

#[tokio::test]
async fn a_lost_answer_publishes_it_once_and_it_can_still_be_taken_back() {
    for trick in [Trick::LostAfter, Trick::LostBefore] {
        let world = with_community().await;
        tells(&world, "ana", "It was rotated at once", [BO]).await;
        world.close("ana");
        world.playground().next("chat.postMessage", trick);
        world.press("bo", "dm", "Fine, with my name").await;
        let until = world.world.clock.now() + Duration::minutes(4);
        world.world.advance_to(until).await.unwrap();
        let post = world.read("di", "#rust");
        assert_eq!(post.matches("Ana's story").count(), 1, "{trick:?}: {post}");
        world.home("ana").await;
        world.click("ana", "Yes, count it").await;
        world.click("ana", "Open").await;
        world.click("ana", "Take it back").await;
        a_minute(&world).await;
        let post = world.read("di", "#rust");
        assert_eq!(post.matches("Ana's story").count(), 0, "{trick:?}: {post}");
    }
}

#[tokio::test]
async fn the_story_of_an_answer_that_is_gone_stays_without_its_link() {
    let world = with_community().await;
    world.ask("ana", "#rust", "How do we rotate certificates?").await;
    world.submit("ana", []).await;
    world.close("ana");
    world.world.advance_to(world.world.clock.now() + Duration::hours(1)).await.unwrap();
    let (store, workspace) = (world.store(), world.workspace());
    let open = store.read().await.unwrap().open_questions(&workspace, 9).await.unwrap();
    let head = open[0].thread.as_ref().unwrap().message.as_str().to_owned();
    let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.press("ana", "dm", "That answers it").await;
    world.submit("ana", []).await;
    world.click("ana", "Tell the story").await;
    world.submit("ana", [("happened", "Bo's answer worked at once")]).await;
    world.close("ana");
    world.advance_to("Fri 15:00").await;
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    assert!(world.read("di", "#rust").contains("The question"), "{}", world.read("di", "#rust"));
    world.delete("bo", "#rust", &answer).await;
    world.home("ana").await;
    world.click("ana", "Yes, count it").await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(
        post.contains("Bo's answer worked at once") && !post.contains("The question"),
        "{post}"
    );
}
