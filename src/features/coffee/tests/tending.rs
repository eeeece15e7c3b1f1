//! Stewards preview, run, read reports, and try an introduction on themselves.

use crate::features::tests::world::TestWorld;

async fn rows(world: &TestWorld) -> (usize, usize, usize) {
    let (store, workspace) = (world.store(), world.workspace());
    let program = world.programs().await.remove(0);
    let mut tx = store.read().await.unwrap();
    let rounds = tx.rounds(&workspace, program.id).await.unwrap().len();
    let (from, to) = ("2026-11-01".parse().unwrap(), "2027-02-01".parse().unwrap());
    let claims = tx.claims_between(&workspace, from, to).await.unwrap().len();
    (rounds, claims, tx.audit_trail(&workspace, 50).await.unwrap().len())
}

#[tokio::test]
async fn a_preview_shows_the_groups_and_sends_nothing() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di", "eve"]).await;
    world.command("eve", "#rust", "pause 2 weeks").await;
    let before = rows(&world).await;
    let preview = world.command("ada", "#rust", "preview").await;
    assert!(preview.contains("== Preview =="), "{preview}");
    assert!(preview.contains("*A try for Mon 23 Nov, nothing is sent.*"), "{preview}");
    assert!(preview.contains("4 people, 2 groups; nobody meets again."), "{preview}");
    assert_eq!(preview.matches("• ").count(), 2, "{preview}");
    assert!(preview.contains("Not available this round: Eve."), "{preview}");
    assert!(!preview.to_lowercase().contains("pause"), "{preview}");
    assert!(preview.contains("[Run now…] [Change…]"), "{preview}");
    assert_eq!(rows(&world).await, before);
    for person in ["ana", "bo", "cy", "di", "eve"] {
        assert_eq!(world.groups_of(person), Vec::<String>::new());
    }
    world.close("ada");
    // A button in the modal for changes does the same.
    world.command("ada", "#rust", "setup").await;
    let preview = world.click("ada", "Preview").await;
    assert!(preview.contains("4 people, 2 groups"), "{preview}");
}

#[tokio::test]
async fn a_rule_with_a_price_is_named_and_one_without_is_not() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    let free = world.command("ada", "#rust", "preview").await;
    assert!(!free.contains("rules"), "{free}");
    world.close("ada");
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [("differ", "department")]).await;
    world.close("ada");
    let ruled = world.command("ada", "#rust", "preview").await;
    assert!(ruled.contains("Your rules cost nothing"), "{ruled}");
}

#[tokio::test]
async fn one_person_alone_has_a_preview_too() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let preview = world.command("ada", "#rust", "preview").await;
    assert!(preview.contains("One person could take part, so nobody would be"), "{preview}");
    assert!(preview.contains("The first round waits until 2 can take part"), "{preview}");
}

#[tokio::test]
async fn only_who_tends_a_program_previews_runs_and_reads() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    for words in ["preview", "run", "report"] {
        let no = world.command("ana", "#rust", words).await;
        assert!(no.contains("Only whoever tends this coffee"), "{words}: {no}");
        let elsewhere = world.command("ana", "#general", words).await;
        assert!(elsewhere.contains("Only whoever tends this coffee"), "{words}: {elsewhere}");
    }
    let typo = world.command("ada", "#rust", "previw").await;
    assert!(typo.contains("Did you mean `/coffee preview`?"), "{typo}");
    let from_afar = world.command("ada", "#general", "report").await;
    assert!(from_afar.contains("== Report =="), "{from_afar}");
}

#[tokio::test]
async fn without_a_program_there_is_nothing_to_tend() {
    let world = TestWorld::new().await;
    for words in ["preview", "run", "report"] {
        let answer = world.command("ada", "#rust", words).await;
        assert!(answer.contains("There's no coffee in this workspace yet."), "{words}: {answer}");
    }
}

#[tokio::test]
async fn a_steward_opens_the_next_round_now_instead_of_its_date() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    world.command("cy", "#rust", "skip").await;
    insta::assert_snapshot!(world.command("ada", "#rust", "run").await, @r"
    == Run now ==
    *Open the next round in #rust now?*
    2 people are introduced as soon as they are at work, instead of on Monday 23 November. Whoever skips that date is left out now as well. The next round opens on Monday 30 November.
    [Not now] [Open it now]
    ");
    let open = world.submit("ada", []).await;
    assert!(open.contains("*The round is open.* 2 people hear from me"), "{open}");
    world.close("ada");
    assert_eq!(world.group_of("ana"), world.group_of("bo"));
    assert_eq!(world.groups_of("cy"), Vec::<String>::new());
    let trail = world.store();
    let trail = trail.read().await.unwrap().audit_trail(&world.workspace(), 9).await.unwrap();
    assert_eq!(trail[0].action, "program.run");
    // The date it stood for is used up, and the skip with it.
    world.advance_to("Mon 12:00").await;
    assert_eq!(rows(&world).await.0, 1);
    world.advance_to("Mon 12:00").await;
    assert_eq!(rows(&world).await.0, 2);
    assert_eq!(world.groups_of("cy").len(), 1);
}

#[tokio::test]
async fn a_round_is_not_opened_twice_in_a_day() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ada", "#rust", "run").await;
    world.command("max", "#rust", "run").await;
    world.submit("ada", []).await;
    world.close("ada");
    let late = world.submit("max", []).await;
    assert!(late.contains("has another date now, so nothing was changed"), "{late}");
    world.close("max");
    let again = world.command("ada", "#rust", "run").await;
    assert!(again.contains("A round opened less than a day ago"), "{again}");
    assert_eq!(rows(&world).await.0, 1);
    world.advance_to("Fri 11:00").await;
    let next_day = world.command("ada", "#rust", "run").await;
    assert!(next_day.contains("Open the next round"), "{next_day}");
}

#[tokio::test]
async fn too_few_people_are_nobody_to_run_for() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let no = world.command("ada", "#rust", "run").await;
    assert!(no.contains("Fewer than two people could take part now"), "{no}");
    // Two when it was asked, one when it was said.
    world.press("bo", "#rust", "Join coffee").await;
    world.command("ada", "#rust", "run").await;
    world.command("bo", "#rust", "leave").await;
    let late = world.submit("ada", []).await;
    assert!(late.contains("Fewer than two people could take part now"), "{late}");
    assert_eq!(rows(&world).await.0, 0);
}

#[tokio::test]
async fn the_first_round_starts_at_six_or_on_the_stewards_word() {
    let world = TestWorld::new().await;
    world.command("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    for person in ["ana", "bo", "cy"] {
        world.press(person, "#rust", "Join coffee").await;
    }
    let joined = world.press("ada", "#rust", "Join coffee").await;
    assert!(
        joined.contains("Four so far; it starts at six, or on the steward's word."),
        "{joined}"
    );
    let ana = world.home("ana").await;
    assert!(!ana.contains("Start anyway"), "{ana}");
    let ada = world.home("ada").await;
    assert!(ada.contains("[Start anyway…]"), "{ada}");
    let asked = world.click("ada", "Start anyway…").await;
    assert!(asked.contains("4 people are introduced as soon as they are at work"), "{asked}");
    world.submit("ada", []).await;
    world.close("ada");
    assert_eq!(world.groups_of("ana").len(), 1);
}

#[tokio::test]
async fn below_the_minimum_the_note_has_a_way_to_start_anyway() {
    let world = TestWorld::new().await;
    world.command("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    for person in ["ana", "bo"] {
        world.press(person, "#rust", "Join coffee").await;
    }
    world.advance_to("Mon 12:00").await;
    let note = world.dm("ada");
    assert!(note.contains("[Lower the number] [Start anyway…]"), "{note}");
    let asked = world.press("ada", "dm", "Start anyway…").await;
    assert!(asked.contains("2 people are introduced"), "{asked}");
}

#[tokio::test]
async fn a_report_is_sums_and_never_names() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    let few = world.command("ada", "#rust", "report").await;
    assert!(few.contains("Fewer than five people are in it."), "{few}");
    world.close("ada");
    for person in ["eve", "finn"] {
        world.press(person, "#rust", "Join coffee").await;
    }
    world.advance_to("Mon 12:00").await;
    for person in ["ana", "bo", "cy", "di", "eve", "finn"] {
        world.press_in_group(person, "We met").await;
        world.close(person);
    }
    insta::assert_snapshot!(world.command("ada", "#rust", "report").await, @r"
    == Report ==
    *Coffee in #rust*
    6 people are in it now. Of them
    • 6 were introduced to somebody
    • 6 said that they met
    • nobody was introduced again in a later round

    3 groups were introduced. I know how all of them went: 3 met (100 %). 3 of them were across teams, and brought 3 pairs of teams together.
    · Sums only, and none about fewer than five people: nobody is ranked, and nobody named.
    [Close]
    ");
}

#[tokio::test]
async fn an_introduction_is_tried_on_oneself() {
    let world = TestWorld::new().await;
    world.command("ana", "#rust", "setup").await;
    world.submit("ana", []).await;
    let said = world.click("ana", "Try it on me").await;
    assert!(said.contains("look at your direct message with me"), "{said}");
    world.close("ana");
    insta::assert_snapshot!(world.dm("ana"), @r"
    Klatch:
      · :test_tube: *Only a try.* Nobody else sees it, and Robin is invented.
      *Ana, meet Robin Example.*
      *Ana* · Onboarding lead, onboarding · Berlin
      *Robin Example* · Lighthouse keeper, coast
      You've never had coffee together here.
      *To start with:* (a question)
      Would you say hello first?
      Three times that suit you both:
      • today at 2:00 PM
      • tomorrow at 10:30 AM
      • Monday, November 23rd at 3:00 PM
      · People get this in a group message of their own, from coffee in #rust, with buttons to pick a time, to say that they can't make it, and to ask why it is them.
      [Change…]
    ");
    assert_eq!(rows(&world).await.1, 0, "it takes nobody's day");
}

#[tokio::test]
async fn a_program_in_an_archived_channel_has_ended_and_says_how_to_go_on() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ada", "#rust", "setup").await;
    world.playground().archive("#rust").unwrap();
    world.settle().await;
    let preview = world.click("ada", "Preview").await;
    assert!(preview.contains("That's from a while ago and no longer there."), "{preview}");
    world.close("ada");
    let preview = world.command("ada", "dm", "preview").await;
    assert!(preview.contains("There's no coffee in this workspace yet."), "{preview}");
    assert!(world.dm("ada").contains("I can't reach #rust any more (it was archived"));
}

#[tokio::test]
async fn another_round_of_the_same_day_is_said_in_the_preview() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.coffee_in("#go", ["ana", "bo"]).await;
    let preview = world.command("ada", "#go", "preview").await;
    assert!(preview.contains(":warning: #rust has a round on Mon 23 Nov as well."), "{preview}");
}

/// What a preview shows beside the groups themselves, and the modal of the rules.
async fn beside_the_groups(apart: bool) -> String {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [("odd", "sit_out"), ("managers", "yes")]).await;
    world.close("ada");
    if apart {
        world.command("ana", "#rust", "like").await;
        world.click("ana", "Not with…").await;
        let bo = world.id("bo");
        world.submit("ana", [("not_with", bo.as_str())]).await;
        world.close("ana");
    }
    let preview = world.command("ada", "#rust", "preview").await;
    assert_eq!(preview.matches("• ").count(), 1, "{preview}");
    assert_eq!(preview.matches("No fitting partner this time: ").count(), 1, "{preview}");
    world.close("ada");
    let setup = world.command("ada", "#rust", "setup").await;
    let who = |line: &&str| line.contains("• ") || line.contains("No fitting partner");
    preview.lines().filter(|line| !who(line)).chain(setup.lines()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_rules_cost_tells_nothing_of_who_keeps_apart() {
    let without = beside_the_groups(false).await;
    assert!(without.contains("*What costs most* is *the last one sits out*"), "{without}");
    assert_eq!(beside_the_groups(true).await, without);
}
