//! What an admin switched off begins nothing new, says nothing untrue, and lets everybody out.

use super::world::TestWorld;
use crate::domain::rules::{Feature, WorkspaceRules};
use crate::features::story;
use crate::transaction;

/// An admin switched that off.
async fn without(world: &TestWorld, off: Feature) {
    let (store, workspace) = (world.store(), world.workspace());
    let rules = WorkspaceRules { off: [off].into(), ..WorkspaceRules::default() };
    transaction!(store, |tx| tx.keep_rules(&workspace, &rules).await).await.unwrap();
}

/// Ada lets the people of #rust answer each other.
async fn with_community() -> TestWorld {
    let world = TestWorld::new().await;
    world.ask("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world
}

#[tokio::test]
async fn leaving_pausing_and_skipping_take_one_word_whatever_is_switched_off() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    without(&world, Feature::Coffee).await;
    let no = world.command("di", "#rust", "join").await;
    assert!(no.contains("Coffee is switched off"), "{no}");
    for (person, words, said) in [
        ("ana", "skip", "Skipped."),
        ("bo", "pause 2 rounds", "[I'm back]"),
        ("cy", "leave", "left"),
    ] {
        let done = world.command(person, "#rust", words).await;
        assert!(done.contains(said) && !done.contains("switched off"), "{done}");
    }
    let mine = world.command("ana", "#rust", "").await;
    assert!(mine.contains("My coffee"), "{mine}");
}

#[tokio::test]
async fn what_was_asked_and_told_can_be_read_whatever_is_switched_off() {
    let world = with_community().await;
    without(&world, Feature::Ask).await;
    let no = world.ask("ana", "#rust", "How do lifetimes work?").await;
    assert!(no.contains("Asking an expert is switched off"), "{no}");
    let mine = world.ask("ana", "#rust", "mine").await;
    assert!(mine.starts_with("== My questions =="), "{mine}");
    world.close("ana");
    let expert = world.ask("ana", "#rust", "expert").await;
    assert!(expert.contains("What I can be asked"), "{expert}");
    world.close("ana");
    without(&world, Feature::Stories).await;
    let no = world.slash("ana", "#rust", "/story", "Bo's script saved me two days").await;
    assert!(no.contains("Stories are switched off"), "{no}");
    let mine = world.slash("ana", "#rust", "/story", "mine").await;
    assert!(mine.starts_with("== "), "{mine}");
}

#[tokio::test]
async fn without_stories_nothing_is_offered_that_nobody_can_tell() {
    let world = with_community().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.ask("ana", "#rust", "How do we rotate certificates?").await;
    world.submit("ana", []).await;
    world.close("ana");
    world.slash("cy", "#rust", "/story", "Bo's script saved me two days").await;
    world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(1)).await.unwrap();
    without(&world, Feature::Stories).await;
    let (store, workspace) = (world.store(), world.workspace());
    let open = store.read().await.unwrap().open_questions(&workspace, 9).await.unwrap();
    let head = open[0].thread.as_ref().unwrap().message.as_str().to_owned();
    let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    // The window was open before.
    let late = world.submit("cy", [("helpers", "@Bo"), ("saved", "2 days")]).await;
    assert!(late.contains("Stories are switched off"), "{late}");
    world.close("cy");
    world.advance_to("Mon 10:00").await;
    let dm = world.dm("ana");
    assert!(!dm.contains("What would it have cost you"), "{dm}");
    let met = world.press_in_group("ana", "We met").await;
    assert!(met.contains("One useful thing") && !met.contains("Offer it as a story"), "{met}");
    assert_eq!(world.submit("ana", [("gained", "A shortcut")]).await, "(closed)");
    let stories = store.read().await.unwrap().stories_with(&workspace, &world.id("cy"), 9).await;
    assert_eq!(stories.unwrap(), []);
}

#[tokio::test]
async fn without_stories_no_month_is_told() {
    let world = with_community().await;
    let (store, workspace) = (world.store(), world.workspace());
    let mut context = world.context();
    let off = [Feature::Stories].into();
    context.rules = std::sync::Arc::new(WorkspaceRules { off, ..WorkspaceRules::default() });
    let waiting = async || {
        let now = world.world.clock.now();
        let all = store.read().await.unwrap().planned(&workspace, now, 99).await.unwrap();
        all.iter().filter(|it| matches!(it.job, crate::job::Job::PostWins { .. })).count()
    };
    let before = waiting().await;
    transaction!(store, |tx| story::plan_wins(&context, tx, &workspace).await).await.unwrap();
    assert_eq!(waiting().await, before);
}

#[tokio::test]
async fn without_the_digest_nothing_is_said_of_a_next_one() {
    let world = with_community().await;
    let home = world.home("ada").await;
    assert!(home.contains("Digest of rust"), "{home}");
    let page = world.slash("ada", "#rust", "/community", "digest").await;
    assert!(page.contains("Thursday"), "{page}");
    without(&world, Feature::Digest).await;
    let late = world.submit("ada", [("weekday", "Mon")]).await;
    assert!(late.contains("The digest is switched off") && !late.contains("next one"), "{late}");
    world.close("ada");
    for words in ["digest", "digest preview"] {
        let no = world.slash("ada", "#rust", "/community", words).await;
        assert!(no.contains("The digest is switched off"), "{no}");
    }
    let help = world.slash("ada", "#rust", "/community", "help").await;
    assert!(help.contains("What communities can do") || help.contains("weekly digest"), "{help}");
    let home = world.home("ada").await;
    assert!(!home.contains("Digest of rust"), "{home}");
    assert!(home.contains("the digest is off"), "{home}");
}

#[tokio::test]
async fn two_admins_who_save_at_once_lose_nothing_of_each_other() {
    let world = TestWorld::new().await;
    for admin in ["ada", "max"] {
        world.home(admin).await;
        world.click(admin, "Workspace settings…").await;
    }
    world.click("max", "More…").await;
    world.submit("max", [("rules_cap", "2")]).await;
    world.close("max");
    world.submit("ada", [("rules_starters", "admins")]).await;
    world.close("ada");
    let rules = world.store().read().await.unwrap().rules(&world.workspace()).await.unwrap();
    assert_eq!(rules.weekly_cap, Some(2), "what Max said stays");
    assert_eq!(rules.starters, crate::domain::rules::Starters::Admins);
}
