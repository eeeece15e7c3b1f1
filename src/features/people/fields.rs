//! Where people belong by their custom profile fields: one call a person, so it is read in the
//! background at a slow pace, and nothing waits for it.

use chrono::{DateTime, Utc};

use crate::domain::ids::WorkspaceId;
use crate::domain::people::{FieldIds, Source};
use crate::features::context::Queued;
use crate::features::people::without;
use crate::features::{Context, Result};
use crate::job::{FIELDS_AT_ONCE, Job, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Tx};
use crate::transaction;

/// Seconds between two such jobs: with [`FIELDS_AT_ONCE`] half of what Slack allows, 100 calls a minute.
const PAUSE: i64 = 6;

/// Has the fields of whoever joined read, where fields are set. However often it is asked for, there
/// is one job for each pause, so that the pace holds.
pub async fn fields_soon(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    if !context.settings.fields.any() {
        return Ok(());
    }
    let slot = context.now().timestamp() / PAUSE + 1;
    let name = format!("read_fields:{slot}");
    let at = DateTime::<Utc>::from_timestamp(slot * PAUSE, 0).unwrap_or(context.now());
    let queued = Queued { at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::ReadFields, queued).await
}

/// Finds the fields of the settings by their labels, and begins to read people's.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn read_labels(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    let labels = match context.slack.profile_labels().await {
        Ok(labels) => labels,
        Err(failure) => return do_without(context, work, &failure).await,
    };
    let wanted = &context.settings.fields;
    let ids = FieldIds::find(wanted, &labels);
    for (name, wanted, found) in [
        ("people.team", &wanted.team, &ids.team),
        ("people.department", &wanted.department, &ids.department),
        ("people.manager", &wanted.manager, &ids.manager),
        ("people.site", &wanted.site, &ids.site),
    ] {
        if wanted.is_some() && found.is_none() {
            tracing::warn!(setting = name, "the workspace has no profile field with that label");
        }
    }
    transaction!(context.store, |tx| {
        tx.keep_field_ids(workspace, &ids).await?;
        if ids.any() {
            fields_soon(context, tx, workspace).await?;
        } else {
            tx.drop_places(workspace, Source::Profile, context.now()).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Reads the fields of a few of those who take part and whose profile is new or changed; comes back
/// while there are more.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn read_fields(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    let (ids, people) = {
        let mut tx = context.store.read().await?;
        let most = u32::try_from(FIELDS_AT_ONCE).unwrap_or(1);
        (tx.field_ids(workspace).await?, tx.unread_fields(workspace, most).await?)
    };
    if !ids.any() || people.is_empty() {
        return Ok(Outcome::Done);
    }
    let (mut places, mut failed) = (Vec::new(), None);
    for member in people {
        match context.slack.profile_fields(&member).await {
            Ok(fields) => places.push((member, ids.read(&fields))),
            // Nothing to learn of somebody who is gone.
            Err(failure) if failure.is_unreachable() => places.push((member, ids.read(&[].into()))),
            // What was learned before it is kept.
            Err(failure) => {
                failed = Some(failure);
                break;
            }
        }
    }
    transaction!(context.store, |tx| {
        let now = context.now();
        tx.keep_places(workspace, Source::Profile, &places, now).await?;
        for (member, _) in &places {
            tx.fields_were_read(workspace, member, now).await?;
        }
        if failed.is_none() {
            fields_soon(context, tx, workspace).await?;
            tx.finish(workspace, work.id, &work.lease).await?;
        }
        Ok(())
    })
    .await?;
    match failed {
        Some(failure) => do_without(context, work, &failure).await,
        None => Ok(Outcome::Done),
    }
}

/// When Slack refuses, nobody's fields are asked for any more until the labels are read again: once a
/// day. What was learned before still counts.
async fn do_without(context: &Context, work: &Work, failure: &Failure) -> Result<Outcome> {
    let outcome = without(failure, "teams from profile fields");
    if matches!(outcome, Outcome::Cancel(_)) {
        transaction!(context.store, |tx| {
            tx.keep_field_ids(&work.workspace, &FieldIds::default()).await
        })
        .await?;
    }
    Ok(outcome)
}
