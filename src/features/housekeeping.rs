//! Once a day: what is done with is forgotten, the directory is read again, and the figures of the
//! queue are logged.

use chrono::{DateTime, Days, Months, NaiveTime, TimeDelta, Utc};
use serde_json::json;

use crate::domain::ids::MemberId;
use crate::features::context::Queued;
use crate::features::{Context, Result, ask, coffee, digest, installing, people, story};
use crate::job::{Job, Outcome, Work};
use crate::store::QueueFigures;
use crate::transaction;

/// How long ended jobs, handled events, receipts and claimed days are kept: long enough to answer an
/// operator's question, and far longer than Slack sends anything again.
const KEPT: TimeDelta = TimeDelta::days(30);

/// How long something that somebody began to ask waits for them.
const DRAFTS: TimeDelta = TimeDelta::days(7);

/// The name of a day's tidying up in the queue, so that each day has one.
pub fn name_of(day: DateTime<Utc>) -> String {
    format!("tidy_up:{}", day.date_naive())
}

/// Tidies up, and queues tomorrow's.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn tidy_up(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    let now = context.now();
    let tomorrow = next_midnight(now);
    let name = name_of(tomorrow);
    let installation = context.store.read().await?.installation(workspace).await?;
    if let Some(installation) = installation {
        installing::reseal(context, &installation).await?;
    }
    transaction!(context.store, |tx| {
        tx.purge(workspace, now - KEPT).await?;
        tx.purge_drafts(workspace, now - DRAFTS).await?;
        if let Some(months) = context.rules.retention
            && let Some(before) = now.checked_sub_months(Months::new(months))
        {
            let gone = tx.retain_since(workspace, before).await?;
            if gone > 0 {
                let (what, detail) = ("retention", json!({ "rows": gone, "months": months }));
                let klatch = MemberId::new("klatch");
                context.audit(tx, workspace, &klatch, what, workspace.as_str(), &detail).await?;
            }
        }
        people::sync_soon(context, tx, workspace).await?;
        installing::tidy(context, tx, workspace).await?;
        ask::look_for_askers(context, tx, workspace).await?;
        ask::tidy(context, tx, workspace).await?;
        story::tidy(context, tx, workspace).await?;
        story::plan_wins(context, tx, workspace).await?;
        ask::mend(context, tx, workspace).await?;
        // Each round queues the next one; a chain that broke is mended here.
        for program in tx.programs(workspace).await? {
            coffee::mend_opening(context, tx, workspace, &program).await?;
        }
        for community in tx.communities(workspace).await? {
            digest::plan(context, tx, workspace, &community).await?;
        }
        let queued = Queued { at: tomorrow, name: Some(&name), channel: None };
        context.queue(tx, workspace, &Job::TidyUp, queued).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    ask::wipe(context).await;
    say_figures(context).await?;
    Ok(Outcome::Done)
}

/// What the operator should look at: work that was given up, and sends that nobody is sure of.
pub async fn say_figures(context: &Context) -> Result<()> {
    let figures = context.store.read().await?.queue_figures(context.now()).await?;
    let QueueFigures { waiting, discarded, in_doubt, .. } = figures;
    tracing::info!(waiting, discarded, in_doubt, "the queue");
    Ok(())
}

/// Midnight in UTC: the same moment for every replica.
fn next_midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = now.date_naive().checked_add_days(Days::new(1));
    let midnight = tomorrow.map(|day| day.and_time(NaiveTime::MIN).and_utc());
    midnight.unwrap_or(now + TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::features::tests::world::TestWorld;
    use crate::job::Lane;

    /// The job that opens the next round comes to nothing, when its time has come.
    async fn break_the_chain(world: &TestWorld) {
        let (store, workspace) = (world.store(), world.workspace());
        let (now, minute) = (world.world.clock.now(), TimeDelta::minutes(1));
        transaction!(store, |tx| {
            let claimed = tx.claim(&workspace, Lane::Work, "breaker", now, minute, 9).await?;
            assert!(matches!(claimed[..], [ref it] if matches!(it.job, Job::OpenRound { .. })));
            assert!(tx.cancel(&workspace, claimed[0].id, &claimed[0].lease, "broke").await?);
            tx.release_lanes("breaker").await
        })
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn a_round_whose_opening_came_to_nothing_is_opened_the_next_night() {
        let world = TestWorld::new().await;
        world.coffee_in("#rust", ["ana", "bo"]).await;
        world.advance_to("Mon 08:59").await;
        world.world.clock.advance_to(world.world.clock.now() + TimeDelta::minutes(1));
        break_the_chain(&world).await;
        world.advance_to("Mon 23:00").await;
        assert_eq!(world.groups_of("ana"), [""; 0], "nothing opens it");
        world.advance_to("Tue 09:30").await;
        assert_eq!(world.groups_of("ana").len(), 1);
        // And the next one opens at its own hour.
        world.advance_to("Mon 09:30").await;
        assert_eq!(world.programs().await[0].rounds, 2);
    }

    #[tokio::test]
    async fn an_opening_that_is_on_its_way_is_not_queued_twice() {
        let world = TestWorld::new().await;
        world.coffee_in("#rust", ["ana", "bo"]).await;
        world.advance_to("Sat 12:00").await;
        let far = world.world.clock.now() + TimeDelta::days(30);
        let mut tx = world.store().read().await.unwrap();
        let planned = tx.planned(&world.workspace(), far, 99).await.unwrap();
        let openings = planned.iter().filter(|it| matches!(it.job, Job::OpenRound { .. })).count();
        assert_eq!(openings, 1, "two nights have passed");
    }

    #[test]
    fn tomorrow_begins_at_midnight() {
        let evening = Utc.with_ymd_and_hms(2026, 12, 31, 23, 59, 59).unwrap();
        assert_eq!(next_midnight(evening), Utc.with_ymd_and_hms(2027, 1, 1, 0, 0, 0).unwrap());
        let midnight = Utc.with_ymd_and_hms(2026, 12, 31, 0, 0, 0).unwrap();
        assert_eq!(next_midnight(midnight), Utc.with_ymd_and_hms(2027, 1, 1, 0, 0, 0).unwrap());
    }
}
