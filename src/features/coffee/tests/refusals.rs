//! Who cannot take part, or may not change something, reads so in a kind sentence.

use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn guests_and_externals_get_a_kind_no() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(world.press("gil", "#rust", "Join coffee").await, @"Coffee is for this workspace's full members for now, so guests can't join yet. I'm sorry!");
    insta::assert_snapshot!(world.press("hana", "#rust", "Join coffee").await, @"Coffee here is among the people of this workspace. I hope yours has some as well!");
    let typed = world.command("gil", "#rust", "join").await;
    assert!(typed.contains("guests can't join yet"), "{typed}");
    let setup = world.command("gil", "#rust", "setup").await;
    assert!(setup.contains("Only whoever tends this coffee"), "{setup}");
    let home = world.home("gil").await;
    assert!(home.contains("guests can't join yet"), "{home}");
    assert!(!home.contains("Join coffee"), "{home}");
}

#[tokio::test]
async fn nobody_who_may_not_take_part_gets_into_a_round() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.playground().deactivate("cy").unwrap();
    world.playground().update_profile("di", |di| di.is_restricted = true).unwrap();
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.group_of("ana"), world.group_of("bo"));
    assert_eq!(world.groups_of("di"), Vec::<String>::new());
    assert_eq!(world.groups_of("cy"), Vec::<String>::new());
}

#[tokio::test]
async fn whom_the_bot_does_not_know_yet_is_asked_to_wait_a_minute() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    // Somebody whose arrival Slack has not told of.
    let (context, workspace) = (world.context(), world.workspace());
    let program = world.programs().await.remove(0);
    let join = crate::event::Interaction {
        workspace,
        member: "UNEW".into(),
        trigger: "1.2.x".to_owned(),
        what: crate::event::Gesture::Command {
            name: "/coffee".to_owned(),
            words: "join".to_owned(),
            place: crate::event::Place { channel: program.channel, name: "rust".to_owned() },
        },
    };
    let reply = crate::router::interaction(&context, &join).await.unwrap();
    assert!(format!("{reply:?}").contains("still getting to know"), "{reply:?}");
    world.settle().await;
}

#[tokio::test]
async fn bots_and_accounts_that_were_switched_off_get_a_sentence_too() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    let (context, program) = (world.context(), world.programs().await.remove(0));
    for (person, sentence) in [("robo", "Bots don't drink coffee"), ("pat", "switched off")] {
        let press = crate::event::Interaction {
            workspace: world.workspace(),
            member: world.id(person),
            trigger: format!("1.2.{person}"),
            what: crate::event::Gesture::Press {
                action: crate::views::names::action::JOIN.to_owned(),
                value: Some(program.id.to_string()),
                origin: crate::event::Origin::Message {
                    channel: program.channel.clone(),
                    message: "1.2".into(),
                },
            },
        };
        let reply = crate::router::interaction(&context, &press).await.unwrap();
        assert!(format!("{reply:?}").contains(sentence), "{reply:?}");
    }
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    assert_eq!(tx.participations(&workspace, program.id).await.unwrap(), []);
}

#[tokio::test]
async fn a_modal_open_while_its_coffee_ends_says_so() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ana", "#rust", "pause").await;
    world.command("max", "#rust", "setup").await;
    world.command("bo", "#rust", "").await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "End this coffee").await;
    let paused = world.submit("ana", [("pause_for", "2")]).await;
    assert!(paused.contains("This coffee has ended, so there is nothing to change"), "{paused}");
    let saved = world.submit("max", [("weekday", "Fri")]).await;
    assert!(saved.contains("This coffee has ended. Thank you for tending it!"), "{saved}");
    let skipped = world.click("bo", "Skip the next").await;
    assert!(skipped.contains("This coffee has ended, so there is nothing to change"), "{skipped}");
    world.close("bo");
    assert_eq!(world.programs().await, []);
}

#[tokio::test]
async fn only_stewards_and_admins_change_coffee() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "setup").await, @"Only whoever tends this coffee, or a workspace admin, can do that.");
    let admin = world.command("max", "#rust", "setup").await;
    assert!(admin.starts_with("== Change coffee =="), "{admin}");
    world.submit("max", [("weekday", "Tue")]).await;
    world.close("max");
    // Once an admin, no longer one when the modal is sent.
    world.command("max", "#rust", "setup").await;
    world.playground().update_profile("max", |max| max.is_admin = false).unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.submit("max", [("weekday", "Fri")]).await, @r"
    == Change coffee ==
    Only whoever tends this coffee, or a workspace admin, can do that.
    [Close]
    ");
    world.close("max");
    let workspace = world.workspace();
    let trail = world.store().read().await.unwrap().audit_trail(&workspace, 9).await.unwrap();
    let trail: Vec<String> =
        trail.iter().map(|line| format!("{} {}", line.actor, line.action)).collect();
    assert_eq!(trail, ["UMAX program.change", "UADA program.setup"]);
    assert_eq!(world.programs().await[0].cadence.weekday(), chrono::Weekday::Tue);
}

#[tokio::test]
async fn ending_is_for_stewards_too_and_counted_once() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.command("max", "#rust", "setup").await;
    world.playground().update_profile("max", |max| max.is_admin = false).unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.click("max", "End this coffee").await, @r"
    == Change coffee ==
    Only whoever tends this coffee, or a workspace admin, can do that.
    [Close]
    ");
    assert_eq!(world.programs().await.len(), 1);
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "End this coffee").await;
    world.close("ada");
    insta::assert_snapshot!(world.command("ana", "#rust", "leave").await, @r"
    *There's no coffee in this workspace yet.* Set one up in a channel, and I'll invite its people.
    [Set up coffee]
    ");
    let workspace = world.workspace();
    let trail = world.store().read().await.unwrap().audit_trail(&workspace, 9).await.unwrap();
    assert_eq!(trail.iter().filter(|line| line.action == "program.end").count(), 1);
}
