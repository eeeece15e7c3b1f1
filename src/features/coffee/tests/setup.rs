//! Coffee is set up from anywhere, or one reads what to do.

use chrono::{NaiveTime, TimeDelta, Weekday};
use chrono_tz::Tz;

use crate::config::Secret;
use crate::domain::pairing::Rules;
use crate::domain::plan::{Plan, Style};
use crate::domain::schedule::Cadence;
use crate::features::Context;
use crate::features::coffee::prepare;
use crate::features::tests::world::TestWorld;
use crate::job::{Job, Lane, Outcome, Setup, Work};
use crate::slack::client::Client;
use crate::transaction;

/// Ana sets coffee up for a channel, and what she reads then.
async fn set_up(world: &TestWorld, channel: &str) -> String {
    world.command("ana", "dm", "setup").await;
    let id = world.playground().conversation(channel).unwrap().id;
    let said = world.submit("ana", [("channel", &id)]).await;
    world.close("ana");
    said
}

#[tokio::test]
async fn three_fields_and_the_bot_joins_the_channel_and_invites() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.command("ana", "#rust", "setup").await, @r"
    == Set up coffee ==
    I invite the channel's people, introduce those who join to each other in pairs (one group of three if the number is odd), remind them once and ask whether they met.
    For the people of: <#rust>
    Introduce people on: <Monday: Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday>
    At: <09:00>
      Or as soon after it as everybody in a group is at work.
    · Next: Mon 23 Nov, Mon 30 Nov and Mon 7 Dec
    [More…]
    · Every week, Berlin time, from 6 people on. *More…* changes that.
    [Cancel] [Start]
    ");
    insta::assert_snapshot!(world.submit("ana", [("weekday", "Tue"), ("time", "10:30")]).await, @r"
    == Set up coffee ==
    :tada: *Coffee is set up in #rust*, every Tuesday at 10:30 (Berlin).
    My invitation is on its way there. The first round opens Tuesday, November 24th at 10:30 AM, if 6 people have joined by then. Join it yourself from the invitation!
    [Try it on me] [Change…]
    [Close]
    ");
    insta::assert_snapshot!(world.read("bo", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch:
      :coffee: *Coffee with somebody new*
      I introduce two people of this channel to each other every Tuesday at 10:30 (Berlin): half an hour, no agenda. Nobody is signed up by anybody else, and you can skip, pause or leave at any time.
      [Join coffee] [How it works]
      · Nobody has joined yet · The first round needs 6, and opens Tuesday, November 24th at 11:30 AM at the earliest · Started by Ana
    ");
    world.press("bo", "#rust", "Join coffee").await;
    world.press("cy", "#rust", "Join coffee").await;
    let invitation = world.read("di", "#rust");
    assert!(invitation.contains("2 people have joined · The first round needs 6"), "{invitation}");
}

#[tokio::test]
async fn more_keeps_what_was_typed_and_errors_stand_at_their_fields() {
    let world = TestWorld::new().await;
    world.command("ana", "#rust", "setup").await;
    insta::assert_snapshot!(world.click("ana", "More…").await, @r"
    == Set up coffee ==
    I invite the channel's people, introduce those who join to each other in pairs (one group of three if the number is odd), remind them once and ask whether they met.
    For the people of: <#rust>
    Introduce people on: <Monday: Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday>
    At: <09:00>
      Or as soon after it as everybody in a group is at work.
    How often: <Every week: Every week | Every 2 weeks | Every 3 weeks | Every 4 weeks | Every 6 weeks | Every 8 weeks | Every 12 weeks | Every month | Every 2 months | Every 3 months | Every 6 months>
    Time zone: <Europe/Berlin>
      A region and a city, like Europe/Berlin or America/New_York.
    Start when so many have joined: <6>
    · Next: Mon 23 Nov, Mon 30 Nov and Mon 7 Dec
    *Whom I bring together*
    Group size: <Pairs: Pairs | Groups of 3 | Groups of 4 | Groups of 5 | Groups of 6>
    Who with whom: <Everybody with anybody: Everybody with anybody | Newcomers with old hands first | Each team by itself, all of it>
    Mix: <Rather across teams: Rather across teams | Whoever it may be | Rather within a team>
    Teams and departments: <May be of the same: May be of the same | Never of the same team | Never of the same department>
    They need in common (optional): [ ] A language  [ ] A way to meet
    Working hours in common: <Any hours will do: Any hours will do | At least 30 minutes | At least an hour | At least 2 hours | At least 4 hours>
    If the number is odd, the last one: <Joins a pair: Joins a pair | Sits out, in turn>
    Managers (optional): [ ] Nobody meets their own manager
    *In your words*
    Called: <coffee>
      One or two words, like coffee, tea or lunch.
    Topic (optional): <>
    What the invitation says (optional): <Half an hour, no agenda. Nobody is signed up by anybody else, and you can skip, pause or leave at any time.>
    Where to meet (optional): <>
      A line for each spot, the site first: Berlin: kitchen, 2nd floor
    [Cancel] [Start]
    ");
    let wrong = [("zone", "Berlinn"), ("minimum", "12"), ("weekday", "Wed")];
    insta::assert_snapshot!(world.submit("ana", wrong).await, @"zone: I don't know that zone. Try a region and a city, like Europe/Berlin.");
    let kept = world.modal("ana");
    assert!(
        kept.contains("Berlinn") && kept.contains("<12>") && kept.contains("<Wednesday"),
        "{kept}"
    );
    let fine = world.submit("ana", [("zone", "new york"), ("every", "2")]).await;
    assert!(fine.contains("every other Wednesday at 09:00 (New York)"), "{fine}");
}

#[tokio::test]
async fn more_keeps_what_was_typed_before_it() {
    let world = TestWorld::new().await;
    world.command("ana", "#rust", "setup").await;
    let values = serde_json::json!({"weekday": {"weekday": {"type": "static_select",
        "selected_option": {"text": {"type": "plain_text", "text": "Friday"}, "value": "Fri"}}}});
    let view = world.playground().modal_of("ana").unwrap();
    let press = crate::playground::Press {
        block_id: "more".to_owned(),
        action_id: crate::views::names::action::SETUP_MORE.to_owned(),
        state: values,
        ..crate::playground::Press::default()
    };
    let spot = crate::playground::Spot::View(view.id);
    world.playground().press("ana", &spot, &press).await.unwrap();
    world.settle().await;
    let more = world.modal("ana");
    assert!(more.contains("<Friday"), "{more}");
    assert!(more.contains("Time zone"), "{more}");
}

#[tokio::test]
async fn from_a_direct_message_one_picks_the_channel() {
    let world = TestWorld::new().await;
    let modal = world.command("ana", "dm", "setup").await;
    assert!(modal.contains("For the people of: <Pick a channel>"), "{modal}");
    world.close("ana");
    let ready = set_up(&world, "#go").await;
    assert!(ready.contains("Coffee is set up in #go"), "{ready}");
}

#[tokio::test]
async fn an_archived_a_shared_and_a_private_channel_say_what_to_do() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(set_up(&world, "#old").await, @r"
    == Set up coffee ==
    #old is archived, so nobody could read my invitation. Unarchive it, or pick another channel with `/coffee setup`.
    [Close]
    ");
    insta::assert_snapshot!(set_up(&world, "#partners").await, @r"
    == Set up coffee ==
    #partners is shared with another organization, and coffee is among your own people. Pick a channel of your own with `/coffee setup`.
    [Close]
    ");
    insta::assert_snapshot!(set_up(&world, "#secret").await, @r"
    == Set up coffee ==
    I can't find #secret: it may be deleted, or private and without me. In a private channel, type `/invite @Klatch` first, then `/coffee setup` again.
    [Close]
    ");
    assert_eq!(world.programs().await, []);
    world.playground().invite("ana", "#secret", "klatch").unwrap();
    let ready = set_up(&world, "#secret").await;
    assert!(ready.contains("Coffee is set up in #secret"), "{ready}");
    world.close("ana");
    assert!(world.home("ana").await.contains("Coffee in #secret"));
    let others = world.home("bo").await;
    assert!(!others.contains("secret"), "coffee of a private channel is its own: {others}");
    let joining = world.command("bo", "#general", "join").await;
    assert!(joining.contains("There's no coffee"), "{joining}");
}

#[tokio::test]
async fn one_channel_has_one_coffee() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(set_up(&world, "#rust").await, @r"
    == Set up coffee ==
    There is coffee in #rust already. Its steward can change it with `/coffee setup` there.
    [Close]
    ");
    assert_eq!(world.programs().await.len(), 1);
}

#[tokio::test]
async fn who_closed_the_modal_meanwhile_is_told_what_went_wrong() {
    let world = TestWorld::new().await;
    world.command("ana", "dm", "setup").await;
    let id = world.playground().conversation("#old").unwrap().id;
    let fields = [("channel", crate::playground::Fill::from(id))];
    world.playground().submit_form("ana", &fields).await.unwrap();
    world.close("ana");
    world.settle().await;
    insta::assert_snapshot!(world.dm("ana"), @r"
    Klatch:
      *Coffee isn't set up yet.* #old is archived, so nobody could read my invitation. Unarchive it, or pick another channel with `/coffee setup`.
    ");
}

#[tokio::test]
async fn a_changed_coffee_opens_at_its_new_hour_only() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ada", "#rust", "setup").await;
    let changed = world.submit("ada", [("weekday", "Tue"), ("time", "11:00")]).await;
    insta::assert_snapshot!(changed, @r"
    == Change coffee ==
    Saved: every Tuesday at 11:00 (Berlin). The next round opens Tuesday, November 24th at 11:00 AM.
    [Close]
    ");
    world.close("ada");
    assert!(world.read("bo", "#rust").contains("every Tuesday at 11:00 (Berlin)"));
    world.advance_to("Tue 10:59").await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    world.advance_to("Tue 11:01").await;
    assert_eq!(world.groups_of("ana").len(), 1);
}

#[tokio::test]
async fn a_round_that_runs_goes_to_its_end_before_the_new_hours_count() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    let same = world.submit("ada", [("minimum", "3")]).await;
    assert!(same.contains("opens Monday, November 30th at 9:00 AM"), "{same}");
    world.close("ada");
    world.command("ada", "#rust", "setup").await;
    let changed = world.submit("ada", [("weekday", "Wed")]).await;
    assert!(changed.contains("opens Wednesday, December 2nd at 9:00 AM"), "{changed}");
    world.advance_to("Tue 12:00").await;
    world.advance_to("Tue 12:00").await;
    assert_eq!(world.groups_of("ana").len(), 1);
    world.advance_to("Wed 12:00").await;
    // The same two people have the same conversation.
    assert!(world.coffee_of("ana").contains("I last introduced you in the round before this one."));
}

#[tokio::test]
async fn an_ended_coffee_can_be_started_anew() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "End this coffee").await;
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    let ready = set_up(&world, "#rust").await;
    assert!(ready.contains("Coffee is set up in #rust"), "{ready}");
}

#[tokio::test]
async fn a_new_rhythm_leaves_the_round_that_runs_as_it_is() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [("every", "2")]).await;
    world.close("ada");
    world.advance_to("Mon 10:00").await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [("every", "1")]).await;
    world.close("ada");
    world.advance_to("Tue 12:00").await;
    world.advance_to("Mon 12:00").await;
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("Have you found a time yet?"), "{coffee}");
    world.advance_to("Fri 17:00").await;
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("Did you get to meet?"), "{coffee}");
}

#[tokio::test]
async fn a_skip_moves_with_the_date() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    world.command("ana", "#rust", "skip").await;
    world.command("ada", "#rust", "setup").await;
    world.submit("ada", [("weekday", "Tue")]).await;
    world.close("ada");
    let mine = world.command("ana", "#rust", "").await;
    assert!(mine.contains("You skip Tuesday 24 November"), "{mine}");
    world.advance_to("Tue 12:00").await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    assert_eq!(world.groups_of("bo").len(), 1);
}

#[tokio::test]
async fn who_waits_for_a_channel_that_slack_does_not_show_is_told() {
    let world = TestWorld::new().await;
    let workspace = world.workspace();
    let program = world.context().chance.id(world.context().now());
    let setup = Setup {
        program,
        steward: world.id("ana"),
        channel: "C1".into(),
        plan: Plan {
            cadence: Cadence::weekly(1, Weekday::Mon, NaiveTime::MIN, Tz::Europe__Berlin),
            minimum: 6,
            rules: Rules::default(),
            managers_apart: false,
            style: Style::default(),
        },
        view: "V1".to_owned(),
    };
    // Nobody listens there.
    let slack = Client::new("http://127.0.0.1:9/api", &Secret::new("xoxb-1")).unwrap();
    let context = Context { slack, ..world.context() };
    let (store, now) = (world.store(), context.now());
    let job = Job::PrepareProgram { setup: setup.clone() };
    let claimed = transaction!(store, |tx| {
        let id = context.chance.id(now);
        tx.enqueue(&workspace, &job, now, None, None, id, now).await?;
        // By then nobody else holds the lane.
        let later = now + TimeDelta::minutes(1);
        tx.claim(&workspace, Lane::Send, "me", later, TimeDelta::seconds(60), 1).await
    });
    let claimed = claimed.await.unwrap().remove(0);
    transaction!(store, |tx| tx.release_lanes("me").await).await.unwrap();
    let work = |attempt| Work {
        workspace: workspace.clone(),
        id: claimed.id,
        job: job.clone(),
        attempt,
        in_doubt: None,
        lease: claimed.lease.clone(),
    };
    let early = prepare(&context, &work(1), &setup).await.unwrap();
    assert!(matches!(early, Outcome::Retry(_)), "{early:?}");
    assert_eq!(prepare(&context, &work(5), &setup).await.unwrap(), Outcome::Done);
    world.settle().await;
    let told = world.dm("ana");
    assert!(told.contains("Slack couldn't be reached") && told.contains("again"), "{told}");
    assert_eq!(world.programs().await, []);
}
