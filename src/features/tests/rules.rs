//! What admins decide for their workspace, and that everything goes by it.

use super::world::TestWorld;
use crate::domain::ids::ChannelId;
use crate::domain::rules::{Feature, Starters, WorkspaceRules, quiet_times};
use crate::transaction;

/// An admin decided that.
async fn decide(world: &TestWorld, rules: WorkspaceRules) {
    let (store, workspace) = (world.store(), world.workspace());
    transaction!(store, |tx| tx.keep_rules(&workspace, &rules).await).await.unwrap();
}

fn rules() -> WorkspaceRules {
    WorkspaceRules::default()
}

#[tokio::test]
async fn an_admin_changes_the_settings_from_their_desk_with_a_trace() {
    let world = TestWorld::new().await;
    assert!(!world.home("ana").await.contains("Workspace settings"));
    world.home("ada").await;
    insta::assert_snapshot!(world.click("ada", "Workspace settings…").await, @r"
    == Workspace settings ==
    Who may start programs and communities: <Every full member: Every full member | Admins only>
    Only in these channels (optional): <Any channel>
      Leave it empty to allow any channel. What runs elsewhere goes on.
    What people can use here (optional): [x] Coffee  [x] Ask the expert  [x] Value stories  [x] The digest  [x] Figures of which teams know each other
      What is switched off begins nothing new; what has begun comes to its end.
    [More…]
    · *More…* has guests, quiet weeks, the most messages a week, and how long things are kept.
    [Cancel] [Save]
    ");
    let all = world.click("ada", "More…").await;
    assert!(all.contains("Quiet weeks") && all.contains("Keep what is over"), "{all}");
    let wrong = world.submit("ada", [("rules_quiet", "Christmas")]).await;
    assert!(wrong.contains("rules_quiet: Write each line like"), "{wrong}");
    let fields = [
        ("rules_starters", "admins"),
        ("rules_quiet", "2026-12-21 to 2027-01-03"),
        ("rules_cap", "2"),
        ("rules_kept", "12"),
    ];
    let saved = world.submit("ada", fields).await;
    assert!(saved.contains("Saved."), "{saved}");
    world.close("ada");
    let mut tx = world.store().read().await.unwrap();
    let kept = tx.rules(&world.workspace()).await.unwrap();
    assert_eq!(kept.starters, Starters::Admins);
    assert_eq!((kept.weekly_cap, kept.retention, kept.quiet.len()), (Some(2), Some(12), 1));
    assert!(kept.is_on(Feature::Coffee) && kept.channels.is_none(), "the others as they were");
    let trail = tx.audit_trail(&world.workspace(), 5).await.unwrap();
    assert_eq!((&trail[0].actor, trail[0].action.as_str()), (&world.id("ada"), "rules.change"));
    drop(tx);
    let desk = world.home("ada").await;
    let said = "Settings: only admins start something, at most 2 messages a week, 1 quiet time, kept \
                for 12 months.";
    assert!(desk.contains(said), "{desk}");
    let mine = world.home("ana").await;
    assert!(mine.contains("Messages: at most once a day and twice a week"), "{mine}");
}

#[tokio::test]
async fn where_admins_start_things_a_member_learns_that() {
    let world = TestWorld::new().await;
    decide(&world, WorkspaceRules { starters: Starters::Admins, ..rules() }).await;
    let no = world.command("ana", "#rust", "setup").await;
    assert!(no.contains("admins start programs and communities"), "{no}");
    let no = world.ask("ana", "#rust", "setup").await;
    assert!(no.contains("admins start programs and communities"), "{no}");
    let yes = world.command("ada", "#rust", "setup").await;
    assert!(yes.starts_with("== Set up coffee =="), "{yes}");
}

#[tokio::test]
async fn nothing_begins_in_a_channel_that_is_not_listed() {
    let world = TestWorld::new().await;
    let id = |name: &str| ChannelId::new(world.playground().conversation(name).unwrap().id);
    decide(&world, WorkspaceRules { channels: Some(vec![id("#go")]), ..rules() }).await;
    world.command("ana", "#rust", "setup").await;
    let no = world.submit("ana", []).await;
    assert!(no.contains("channel: Your admins let me begin something only in some"), "{no}");
    world.close("ana");
    world.ask("ana", "#rust", "setup").await;
    let no = world.submit("ana", []).await;
    assert!(no.contains("channel: Your admins let me begin"), "{no}");
    world.close("ana");
    world.command("ana", "#go", "setup").await;
    world.submit("ana", []).await;
    world.close("ana");
    assert_eq!(world.programs().await.len(), 1);
}

#[tokio::test]
async fn what_is_switched_off_begins_nothing() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    decide(&world, WorkspaceRules { off: [Feature::Coffee, Feature::Ask].into(), ..rules() }).await;
    let no = world.command("cy", "#rust", "join").await;
    assert!(no.contains("Coffee is switched off"), "{no}");
    let no = world.press("cy", "#rust", "Join coffee").await;
    assert!(no.contains("Coffee is switched off"), "{no}");
    let no = world.ask("cy", "dm", "How do lifetimes work?").await;
    assert!(no.contains("Asking an expert is switched off"), "{no}");
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("ana"), [""; 0], "no round opens");
    decide(&world, rules()).await;
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("ana").len(), 1, "the next one does");
}

#[tokio::test]
async fn in_a_quiet_week_no_round_opens_and_the_next_one_does() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    let quiet = quiet_times("2026-11-23 to 2026-11-29").unwrap();
    decide(&world, WorkspaceRules { quiet, ..rules() }).await;
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("ana"), [""; 0]);
    let home = world.home("ana").await;
    assert!(!home.contains("November 23rd"), "{home}");
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("ana").len(), 1);
}

#[tokio::test]
async fn guests_take_part_only_where_both_the_operator_and_the_admins_let_them() {
    let world = TestWorld::with(|settings| settings.guests = true).await;
    world.coffee_in("#rust", ["ana"]).await;
    let joined = world.press("gil", "#rust", "Join coffee").await;
    assert!(joined.contains("You're in"), "{joined}");
    world.press("gil", "#rust", "Leave").await;
    decide(&world, WorkspaceRules { guests: false, ..rules() }).await;
    let no = world.press("gil", "#rust", "Join coffee").await;
    assert!(no.contains("guests can't join"), "{no}");
}

#[tokio::test]
async fn what_is_over_for_longer_than_the_workspace_keeps_it_goes_at_night() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    decide(&world, WorkspaceRules { retention: Some(6), ..rules() }).await;
    world.advance_to("Mon 12:00").await;
    let workspace = world.workspace();
    let met = async |world: &TestWorld| {
        let mut tx = world.store().read().await.unwrap();
        tx.groups_of_member(&workspace, &world.id("ana"), 99).await.unwrap().len()
    };
    assert_eq!(met(&world).await, 1);
    world.press("bo", "#rust", "Leave").await;
    for _ in 0..28 {
        world.advance_to("Mon 12:00").await;
    }
    assert_eq!(met(&world).await, 0, "more than six months have passed");
}
