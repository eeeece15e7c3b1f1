//! When a coffee does not come about: somebody else, kindly.

use crate::features::tests::world::TestWorld;

/// Monday at ten: these people have been introduced, all of them in Berlin's working hours.
async fn introduced<const N: usize>(people: [&str; N]) -> TestWorld {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", people).await;
    world.advance_to("Mon 11:00").await;
    world
}

/// Who shares a group message with somebody, besides the bot.
fn partners(world: &TestWorld, person: &str) -> Vec<String> {
    let conversation = world.playground().conversation(&world.group_of(person)).unwrap();
    let ids = conversation.members.into_iter();
    let people = ids.filter_map(|id| world.playground().person(&id));
    people.filter(|it| !it.is_bot && it.name != person).map(|it| it.name).collect()
}

fn partner(world: &TestWorld, person: &str) -> String {
    partners(world, person).remove(0)
}

#[tokio::test]
async fn who_cannot_make_it_is_out_and_the_other_reads_that_nobody_is_free() {
    let world = introduced(["cy", "gus"]).await;
    insta::assert_snapshot!(world.press_in_group("cy", "Can't make it").await, @r"
    That's fine. You're out of this round, and in again for the next one. I'll let your partner know kindly, and look for somebody else for them.
    ");
    insta::assert_snapshot!(world.coffee_of("gus"), @r"
    Klatch (edited):
      :leaves: Plans changed, so this coffee doesn't take place this time. That's fine!
      · I look for somebody else who is free in this round; App Home shows what came of it.
    ");
    // His Monday had its message.
    assert_eq!(world.dm("gus"), "");
    world.advance_to("Tue 12:00").await;
    insta::assert_snapshot!(world.dm("gus"), @r"
    Klatch:
      *No coffee in #rust this round.* Your partner isn't available this time, and nobody else is free just now. If that changes, I'll introduce you. Sorry about that! The next round opens Monday, November 30th at 9:00 AM.
    ");
    let again = world.command("cy", "#rust", "").await;
    assert!(!again.contains("This round you have coffee"), "{again}");
    world.close("cy");
    let why = world.command("cy", "#rust", "why").await;
    assert!(why.contains("*You told me that you can't make it this round.*"), "{why}");
    let home = world.home("gus").await;
    assert!(home.contains("You have no coffee in this round."), "{home}");
    let why = world.click("gus", "Why not this time?").await;
    assert!(why.contains("*Your partner isn't available this time.*"), "{why}");
    world.close("gus");
    let why = world.command("gus", "#rust", "why").await;
    assert!(why.contains("*Your partner isn't available this time.*"), "{why}");
    world.advance_to("Sat 12:00").await;
    assert!(!world.coffee_of("gus").contains("Did you get to meet?"));
    world.advance_to("Mon 11:00").await;
    let coffee = world.coffee_of("gus");
    assert!(coffee.contains("You've never had coffee together") || coffee.contains("never had"));
}

#[tokio::test]
async fn two_who_are_left_meet_each_other_the_next_day() {
    let world = introduced(["cy", "gus", "ana", "max"]).await;
    let (with_cy, others) = (partner(&world, "cy"), ["cy", "gus", "ana", "max"]);
    let elsewhere = others.iter().find(|it| **it != "cy" && **it != with_cy).unwrap();
    let with_elsewhere = partner(&world, elsewhere);
    world.press_in_group("cy", "Can't make it").await;
    world.press_in_group(elsewhere, "Can't make it").await;
    world.advance_to("Tue 12:00").await;
    assert_eq!(partner(&world, &with_cy), with_elsewhere);
    let coffee = world.coffee_of(&with_cy);
    assert!(coffee.contains("In the middle of the round: you were both still free."), "{coffee}");
    assert!(coffee.contains("[Pick a time] [Can't make it] [Why us?]"), "{coffee}");
    for person in [&with_cy, &with_elsewhere] {
        assert!(!world.dm(person).contains("this round"), "{}", world.dm(person));
    }
    let home = world.home(&with_cy).await;
    assert_eq!(home.matches("This round you have coffee with").count(), 1, "{home}");
    world.advance_to("Fri 17:00").await;
    let coffee = world.coffee_of(&with_cy);
    assert!(coffee.contains("Have you found a time yet?"), "{coffee}");
    assert!(
        !coffee.contains("Did you get to meet?"),
        "that would be the fourth this week: {coffee}"
    );
}

#[tokio::test]
async fn of_three_the_other_two_go_on() {
    let world = introduced(["cy", "gus", "ana"]).await;
    insta::assert_snapshot!(world.press_in_group("cy", "Can't make it").await, @r"
    That's fine. You're out of this round, and in again for the next one. The others go on without you.
    ");
    let coffee = world.coffee_of("gus");
    assert!(
        coffee.contains("Somebody's plans changed, and that's fine: you two go ahead."),
        "{coffee}"
    );
    assert!(!coffee.contains("@Cy"), "{coffee}");
    let why = world.press_in_group("ana", "Why us?").await;
    assert!(!why.contains("Cy"), "{why}");
    world.advance_to("Tue 12:00").await;
    assert_eq!(world.groups_of("gus").len(), 1);
    assert_eq!(world.dm("gus"), "");
}

#[tokio::test]
async fn a_second_click_says_so_and_so_does_a_stranger() {
    let world = introduced(["cy", "gus", "ana"]).await;
    let place = world.group_of("cy");
    world.press("cy", &place, "Can't make it").await;
    let again = world.press("cy", &place, "Can't make it").await;
    assert!(again.contains("You've told me already."), "{again}");
    assert!(world.coffee_of("gus").contains("@Ana"));
}

#[tokio::test]
async fn everybody_cannot() {
    let world = introduced(["cy", "gus"]).await;
    world.home("gus").await;
    world.press_in_group("cy", "Can't make it").await;
    world.advance_to("Tue 12:00").await;
    assert!(world.dm("gus").contains("nobody else is free"));
    let home = world.home("gus").await;
    assert!(!home.contains("Can't make it"), "{home}");
    assert!(!home.contains("This round you have coffee"), "{home}");
}

#[tokio::test]
async fn who_has_met_has_nothing_to_call_off_and_neither_has_who_comes_too_late() {
    let world = introduced(["cy", "gus"]).await;
    let place = world.group_of("cy");
    let conversation = world.playground().messages("cy", &place);
    world.command("gus", "#rust", "").await;
    world.press_in_group("cy", "We met").await;
    world.close("cy");
    let late = world.click("gus", "Can't make it").await;
    assert!(late.contains("You've met already, one of you says"), "{late}");
    assert_eq!(conversation.len(), 1);
    let world = introduced(["cy", "gus"]).await;
    world.command("gus", "#rust", "").await;
    world.advance_to("Mon 09:00").await;
    let late = world.click("gus", "Can't make it").await;
    assert!(late.contains("That round is over"), "{late}");
}

#[tokio::test]
async fn a_coffee_that_had_a_time_is_called_off_at_once() {
    let world = introduced(["cy", "gus"]).await;
    world.press_in_group("cy", "Pick a time").await;
    world.submit("cy", [(crate::views::names::field::MEET_AT, "Tue 24 Nov, 10:30")]).await;
    world.close("cy");
    world.press_in_group("cy", "Can't make it").await;
    let dm = world.dm("gus");
    assert!(dm.contains("*Plans changed.* The coffee you had agreed on in"), "{dm}");
    assert!(dm.contains("take it out of your calendar"), "{dm}");
    assert!(!dm.contains("Cy can't"), "{dm}");
}

#[tokio::test]
async fn who_hears_nothing_can_have_a_kind_word_sent() {
    let world = introduced(["cy", "gus"]).await;
    let home = world.home("cy").await;
    assert!(!home.contains("No reply yet"), "not on the first day: {home}");
    world.advance_to("Wed 10:00").await;
    world.home("cy").await;
    insta::assert_snapshot!(world.click("cy", "No reply yet").await, @r"
    == No reply yet ==
    Nothing yet? That happens, and it's rarely about you. What would you like?
    [Send a kind word] [Meet somebody else]
    · A kind word comes from me, once. Neither of the two says that you asked.
    [Close]
    ");
    let said = world.click("cy", "Send a kind word").await;
    assert!(said.contains("It doesn't say that you asked."), "{said}");
    world.advance_to("Thu 17:00").await;
    insta::assert_snapshot!(world.dm("gus"), @r"
    Klatch:
      :coffee: Your coffee from #rust has no time yet. A short hello is enough to begin with; and if this round doesn't suit you, that's fine as well.
      [Pick a time] [Can't make it]
    ");
    world.close("cy");
    let again = world.click("cy", "No reply yet").await;
    assert!(!again.contains("[Send a kind word]"), "{again}");
    let modal = world.press("gus", "dm", "Pick a time").await;
    assert!(modal.contains("When do you meet?"), "{modal}");
}

#[tokio::test]
async fn who_hears_nothing_meets_somebody_else_and_nobody_knows() {
    let world = introduced(["cy", "gus", "ana", "max"]).await;
    let silent = partner(&world, "cy");
    let other = ["gus", "ana", "max"].into_iter().find(|it| *it != silent).unwrap();
    let alone = partner(&world, other);
    let before = world.coffee_of(&silent);
    world.press_in_group(other, "Can't make it").await;
    world.advance_to("Wed 10:00").await;
    world.home("cy").await;
    world.click("cy", "No reply yet").await;
    let said = world.click("cy", "Meet somebody else").await;
    assert!(said.contains("I'm looking for somebody else who is still free"), "{said}");
    world.close("cy");
    world.advance_to("Thu 17:00").await;
    assert_eq!(partners(&world, "cy"), [alone]);
    assert_eq!(world.dm(&silent), "");
    assert_eq!(world.coffee_of(&silent).lines().next(), before.lines().next());
    world.advance_to("Sat 12:00").await;
    assert!(!world.coffee_of(&silent).contains("Did you get to meet?"), "left in peace");
}

#[tokio::test]
async fn who_looks_for_somebody_else_in_vain_reads_so() {
    let world = introduced(["cy", "gus"]).await;
    world.advance_to("Wed 10:00").await;
    world.home("cy").await;
    world.click("cy", "No reply yet").await;
    world.click("cy", "Meet somebody else").await;
    world.close("cy");
    world.click("cy", "No reply yet").await;
    let again = world.click("cy", "Meet somebody else").await;
    assert!(again.contains("I'm looking already."), "{again}");
    world.advance_to("Thu 17:00").await;
    assert!(world.dm("cy").contains("nobody else is free just now"), "{}", world.dm("cy"));
    assert!(!world.dm("cy").contains("Your partner"), "{}", world.dm("cy"));
    assert_eq!(world.dm("gus"), "");
    assert_eq!(world.groups_of("gus").len(), 1);
}

#[tokio::test]
async fn who_looked_for_somebody_else_and_cannot_after_all_is_out() {
    let world = introduced(["cy", "gus"]).await;
    world.advance_to("Wed 10:00").await;
    world.home("cy").await;
    world.click("cy", "No reply yet").await;
    world.click("cy", "Meet somebody else").await;
    world.close("cy");
    let said = world.press_in_group("cy", "Can't make it").await;
    assert!(said.contains("You're out of this round"), "{said}");
    let why = world.command("cy", "#rust", "why").await;
    assert!(why.contains("*You told me that you can't make it this round.*"), "{why}");
    world.advance_to("Fri 17:00").await;
    assert_eq!(world.groups_of("gus").len(), 1, "not the same two again");
    assert!(world.coffee_of("gus").contains("Plans changed"), "{}", world.coffee_of("gus"));
    assert!(world.dm("gus").contains("nobody else is free just now"), "{}", world.dm("gus"));
}

#[tokio::test]
async fn who_sat_out_and_found_somebody_after_all_has_not_had_their_turn() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["cy", "gus", "ana"]).await;
    let program = world.programs().await.remove(0);
    let mut plan = program.clone();
    plan.rules.odd = crate::domain::pairing::Odd::SitOut;
    crate::transaction!(world.store(), |tx| {
        tx.lock_program(&world.workspace(), plan.id).await?;
        tx.save_program(&world.workspace(), &plan).await
    })
    .await
    .unwrap();
    world.advance_to("Mon 11:00").await;
    let everybody = ["cy", "gus", "ana"];
    let out = everybody.into_iter().find(|it| world.groups_of(it).is_empty()).unwrap();
    let why = world.command(out, "#rust", "why").await;
    assert!(why.contains("your turn to sit out"), "{why}");
    let gone = everybody.into_iter().find(|it| *it != out).unwrap();
    let left = partner(&world, gone);
    world.press_in_group(gone, "Can't make it").await;
    let why = world.command(out, "#rust", "why").await;
    assert!(!why.contains("sit out"), "{why}");
    let mut tx = world.store().read().await.unwrap();
    let mine = tx.participation(&world.workspace(), program.id, &world.id(out)).await.unwrap();
    assert_eq!(mine.unwrap().sat_out, None);
    drop(tx);
    world.advance_to("Tue 12:00").await;
    assert_eq!(partner(&world, out), left);
}

#[tokio::test]
async fn only_my_coffee_means_no_kind_word() {
    let world = introduced(["cy", "gus"]).await;
    world.command("gus", "#rust", "like").await;
    world.click("gus", "More…").await;
    world.submit("gus", [("messages", "only_coffee")]).await;
    world.close("gus");
    world.advance_to("Wed 10:00").await;
    world.home("cy").await;
    world.click("cy", "No reply yet").await;
    world.click("cy", "Send a kind word").await;
    world.advance_to("Fri 17:00").await;
    assert_eq!(world.dm("gus"), "");
}

#[tokio::test]
async fn what_is_called_off_at_night_is_told_in_the_morning() {
    let world = introduced(["cy", "gus"]).await;
    world.press_in_group("cy", "Pick a time").await;
    world.submit("cy", [(crate::views::names::field::MEET_AT, "Wed 25 Nov, 15:00")]).await;
    world.close("cy");
    world.advance_to("Mon 23:00").await;
    world.press_in_group("cy", "Can't make it").await;
    assert_eq!(world.dm("gus"), "", "it is night");
    world.advance_to("Tue 10:00").await;
    assert!(world.dm("gus").contains("*Plans changed.*"), "{}", world.dm("gus"));
}

#[tokio::test]
async fn who_joins_late_meets_whoever_is_still_free() {
    let world = introduced(["cy", "gus"]).await;
    world.press_in_group("cy", "Can't make it").await;
    world.press("max", "#rust", "Join coffee").await;
    world.advance_to("Tue 12:00").await;
    assert_eq!(partners(&world, "max"), ["gus"]);
    assert_eq!(world.dm("gus"), "", "that nobody was free is not true any more");
    let coffee = world.coffee_of("max");
    assert!(coffee.contains("In the middle of the round"), "{coffee}");
}

#[tokio::test]
async fn who_joins_late_with_nobody_free_reads_the_next_date() {
    let world = introduced(["cy", "gus"]).await;
    let said = world.press("max", "#rust", "Join coffee").await;
    assert!(said.contains("The next round opens Monday, November 30th"), "{said}");
    world.advance_to("Sat 12:00").await;
    assert_eq!(world.groups_of("max"), Vec::<String>::new());
    assert_eq!(world.dm("max"), "");
}

#[tokio::test]
async fn who_skipped_or_paused_is_not_taken_for_free() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["cy", "gus", "ana", "max"]).await;
    world.command("ana", "#rust", "skip").await;
    world.command("max", "#rust", "pause 1 round").await;
    world.advance_to("Mon 11:00").await;
    world.press_in_group("cy", "Can't make it").await;
    world.advance_to("Wed 12:00").await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    assert_eq!(world.groups_of("max"), Vec::<String>::new());
    assert!(world.dm("gus").contains("nobody else is free just now"), "{}", world.dm("gus"));
}

#[tokio::test]
async fn how_it_was_is_kept_and_seen_by_nobody_else() {
    use crate::domain::meeting::Rating;
    use crate::views::names::field;
    let world = introduced(["cy", "gus"]).await;
    world.press_in_group("cy", "We met").await;
    world
        .submit(
            "cy",
            [
                (field::GAINED, "A shortcut"),
                (field::RATING, "Lovely"),
                (field::STORY, "Offer it as a story"),
            ],
        )
        .await;
    let (workspace, program) = (world.workspace(), world.programs().await.remove(0));
    let mut tx = world.store().read().await.unwrap();
    let round = tx.current_round(&workspace, program.id).await.unwrap().unwrap();
    let kept = tx.answers_of_round(&workspace, round.id).await.unwrap().remove(0);
    drop(tx);
    assert_eq!((kept.rating, kept.story), (Some(Rating::Lovely), true));
    let again = world.press_in_group("cy", "We met").await;
    assert!(again.contains("(•) Lovely") && again.contains("[x] Offer it"), "{again}");
    for seen in [world.coffee_of("gus"), world.home("gus").await] {
        assert!(!seen.contains("Lovely") && !seen.contains("shortcut"), "{seen}");
    }
    let his = world.press_in_group("gus", "We met").await;
    assert!(!his.contains("(•)") && !his.contains("[x]"), "{his}");
}
