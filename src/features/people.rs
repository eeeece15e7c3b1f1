//! The directory: who is here, as Slack says, who is away, and where people belong.

mod fields;
mod file;
mod groups;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Member, Profile, Source, Standing};
use crate::features::context::Queued;
use crate::features::deliver::after;
use crate::features::{Context, Result, ask, coffee, story};
use crate::job::{Job, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Listed, Tx};
use crate::transaction;

pub use fields::{fields_soon, read_fields, read_labels};
pub use file::{read_file, read_file_at_start};
pub use groups::{groups_changed, read_groups};

/// People asked for at once: Slack's recommended page.
const PAGE: u16 = 200;

/// A reading of the directory that came no further for so long has died.
const DEAD_AFTER: TimeDelta = TimeDelta::hours(1);

/// Has the directory read, once in ten minutes however often it is asked for.
pub async fn sync_soon(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    let now = context.now();
    let name = format!("sync_people:{}", now.timestamp() / 600);
    let queued = Queued { at: now, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::SyncPeople { cursor: None, began: None }, queued).await
}

/// Reads one page of the directory and queues the next; `began` names the reading it is part of.
/// There is one reading at a time.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn sync(
    context: &Context,
    work: &Work,
    cursor: Option<&str>,
    began: Option<DateTime<Utc>>,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let (people, next) = match context.slack.people(workspace, cursor, PAGE).await {
        Ok(page) => page,
        Err(failure) if failure.code() == Some("invalid_cursor") => {
            return start_over(context, work).await;
        }
        Err(failure) => return Ok(after(&failure)),
    };
    let outcome = transaction!(context.store, |tx| {
        let now = context.now();
        let mine = match began {
            Some(began) => tx.continue_listing(workspace, began, now).await?,
            None => tx.begin_listing(workspace, now, now - DEAD_AFTER).await?,
        };
        if !mine {
            return Ok(Outcome::Cancel("the directory is being read already".to_owned()));
        }
        let began = began.unwrap_or(now);
        // Replicas' clocks differ: a page is never older than the reading it belongs to.
        let were_here = of_these_here(tx, workspace, &people).await?;
        tx.keep_profiles(workspace, &people, now.max(began)).await?;
        let gone = tx.members(workspace, &were_here).await?.into_iter().filter(is_gone);
        see_off_soon(context, tx, workspace, gone.map(|it| it.profile.member)).await?;
        if next.is_some() {
            let job = Job::SyncPeople { cursor: next.clone(), began: Some(began) };
            context.queue_now(tx, workspace, &job).await?;
        } else {
            listed(context, tx, workspace, began).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Outcome::Done)
    })
    .await?;
    Ok(outcome)
}

/// The cursor was kept for too long: the reading begins again.
async fn start_over(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        tx.end_listing(workspace).await?;
        context.queue_now(tx, workspace, &Job::SyncPeople { cursor: None, began: None }).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// The last page was read: whoever is on none of them is gone, and where people belong is read.
async fn listed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    began: DateTime<Utc>,
) -> store::Result<()> {
    let Listed { seen, missing } = tx.listed_since(workspace, began).await?;
    // More than half of a workspace does not leave in a day: then rather the answer is not whole.
    if missing > seen {
        tracing::warn!(seen, missing, "Slack lists too few people; nobody is taken for gone");
    } else if missing > 0 {
        tracing::info!(missing, "people whom Slack does not list any more count as deactivated");
        let gone = tx.deactivate_unseen(workspace, began).await?;
        see_off_soon(context, tx, workspace, gone).await?;
    }
    tx.end_listing(workspace).await?;
    let now = context.now();
    if context.settings.fields.any() {
        context.queue_now(tx, workspace, &Job::ReadFieldLabels).await?;
    } else {
        tx.drop_places(workspace, Source::Profile, now).await?;
    }
    if context.settings.team_groups.is_some() {
        context.queue_now(tx, workspace, &Job::ReadTeamGroups).await?;
    } else {
        tx.drop_places(workspace, Source::Groups, now).await?;
    }
    if context.settings.people_file.is_some() {
        context.queue_now(tx, workspace, &Job::ReadPeopleFile).await?;
    }
    Ok(())
}

fn is_gone(member: &Member) -> bool {
    member.profile.standing == Standing::Deactivated
}

/// Of those whom a page calls switched off, who was here so far: Slack's word of it was missed.
async fn of_these_here(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    people: &[Profile],
) -> store::Result<Vec<MemberId>> {
    let off = people.iter().filter(|it| it.standing == Standing::Deactivated);
    let off: Vec<MemberId> = off.map(|it| it.member.clone()).collect();
    let known = tx.members(workspace, &off).await?;
    Ok(known.into_iter().filter(|it| !is_gone(it)).map(|it| it.profile.member).collect())
}

/// A job for each of them: a reading of the directory must not wait for all that hangs on somebody.
async fn see_off_soon(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    gone: impl IntoIterator<Item = MemberId>,
) -> store::Result<()> {
    for member in gone {
        context.queue_now(tx, workspace, &Job::SeeOff { member }).await?;
    }
    Ok(())
}

/// What waited for somebody who was found gone moves on, unless they are back by now.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn see_off(context: &Context, work: &Work, member: &MemberId) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if tx.member(workspace, member).await?.as_ref().is_some_and(is_gone) {
            ask::left(context, tx, workspace, member).await?;
            story::left(context, tx, workspace, member).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Somebody joined the workspace, changed their profile or their status, or was switched off.
/// `fields` are their custom profile fields, where the event had any; `joined` is when they did, if
/// they have just joined.
pub async fn changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    profile: &Profile,
    fields: &BTreeMap<String, String>,
    joined: Option<DateTime<Utc>>,
) -> store::Result<()> {
    let now = context.now();
    tx.keep_profiles(workspace, std::slice::from_ref(profile), now).await?;
    if let Some(at) = joined {
        tx.keep_arrival(workspace, &profile.member, at).await?;
        coffee::joined(context, tx, workspace, profile, at).await?;
    }
    let kept = tx.member(workspace, &profile.member).await?;
    // Something newer stands already.
    if kept.is_none_or(|kept| kept.profile != *profile) {
        return Ok(());
    }
    if profile.standing == Standing::Deactivated {
        ask::left(context, tx, workspace, &profile.member).await?;
        story::left(context, tx, workspace, &profile.member).await?;
    }
    if !fields.is_empty() && context.settings.fields.any() {
        let ids = tx.field_ids(workspace).await?;
        if ids.any() {
            let place = (profile.member.clone(), ids.read(fields));
            tx.keep_places(workspace, Source::Profile, &[place], now).await?;
            tx.fields_were_read(workspace, &profile.member, now).await?;
        }
    }
    context.refresh_home(tx, workspace, &profile.member).await
}

/// What becomes of a job that reads where people belong when Slack fails it: it is done without, and
/// the operator learns why, unless trying again may help.
fn without(failure: &Failure, what: &'static str) -> Outcome {
    match failure {
        Failure::Permanent { .. } if !failure.is_refused() => {
            tracing::warn!(%failure, "{what}: done without until tomorrow");
            Outcome::Cancel(failure.to_string())
        }
        Failure::Permanent { .. } | Failure::Retry { .. } | Failure::InDoubt { .. } => {
            after(failure)
        }
    }
}

#[cfg(test)]
mod tests;
