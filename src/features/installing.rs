//! Moving into a workspace, keeping its tokens, and moving out: what Slack says when Klatch is taken
//! out is confirmed with Slack itself, because such news can come late, after it was installed again.

mod tokens;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::WorkspaceId;
use crate::features::context::Queued;
use crate::features::deliver::after;
use crate::features::{Context, Result, housekeeping};
use crate::job::{Job, Outcome, Work};
use crate::slack::client::Identity;
use crate::slack::oauth::Grant;
use crate::store::{self, Installation, NewInstallation, Tx};
use crate::transaction;

pub use tokens::{client_of, mend_all, refresh, reseal, tidy};

/// Keeps a workspace whose token stands in the settings, and has it tidied up unless that was done
/// today: that reads its directory.
///
/// # Errors
/// The database failed.
pub async fn move_in(context: &Context, identity: &Identity) -> store::Result<()> {
    let (workspace, now) = (&identity.workspace, context.now());
    transaction!(context.store, |tx| {
        tx.keep_workspace(workspace, &identity.name, &identity.bot, now).await?;
        let before = tx.installation(workspace).await?;
        if before.as_ref().is_some_and(|it| it.uninstalled_at.is_none() && it.token.is_none()) {
            let today = housekeeping::name_of(now);
            // Slack has just taken the token of the settings.
            tx.end_pauses(workspace).await?;
            return begin(context, tx, workspace, &today).await;
        }
        keep(context, tx, workspace, &NewInstallation::default()).await.map(drop)
    })
    .await
}

/// Keeps a workspace that was installed by OAuth, with its tokens, for the first time or again.
///
/// # Errors
/// The database failed, or there is no key to seal tokens with.
pub async fn install(context: &Context, identity: &Identity, grant: &Grant) -> store::Result<()> {
    let (workspace, now) = (&identity.workspace, context.now());
    let new = NewInstallation {
        app: grant.app.clone(),
        installer: grant.installer.clone(),
        scopes: grant.scopes.clone(),
        tokens: tokens::seal(context, workspace, &grant.tokens)?,
    };
    transaction!(context.store, |tx| {
        tx.keep_workspace(workspace, &identity.name, &identity.bot, now).await?;
        let version = keep(context, tx, workspace, &new).await?;
        tokens::queue_refresh(context, tx, workspace, version, new.tokens.expires_at).await
    })
    .await
}

async fn keep(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    new: &NewInstallation,
) -> store::Result<u32> {
    let now = context.now();
    let version = tx.keep_installation(workspace, new, now).await?;
    let today = housekeeping::name_of(now);
    // Whoever is back needs the directory and the next openings at once, also twice a day.
    let name = if version == 1 { today } else { format!("{today}:{version}") };
    begin(context, tx, workspace, &name).await?;
    Ok(version)
}

async fn begin(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    name: &str,
) -> store::Result<()> {
    let queued = Queued { at: context.now(), name: Some(name), channel: None };
    context.queue(tx, workspace, &Job::TidyUp, queued).await
}

/// Slack says that Klatch was taken out, or that its tokens were revoked.
pub async fn perhaps_gone(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    let channel = tokens::in_turn();
    let queued = Queued { at: context.now(), name: None, channel: Some(&channel) };
    context.queue(tx, workspace, &Job::ConfirmToken, queued).await
}

/// A call was refused as if Klatch were taken out: Slack is asked once a minute at most.
///
/// # Errors
/// The database failed.
pub async fn refused(context: &Context, workspace: &WorkspaceId) -> store::Result<()> {
    let now = context.now();
    let name = format!("confirm_token:{}", now.timestamp() / 60);
    transaction!(context.store, |tx| {
        let channel = tokens::in_turn();
        let queued = Queued { at: now, name: Some(&name), channel: Some(&channel) };
        context.queue(tx, workspace, &Job::ConfirmToken, queued).await
    })
    .await
}

/// Asks Slack whether the token is still good, and moves out if not.
///
/// # Errors
/// The database failed; what Slack answers becomes an [`Outcome`].
pub async fn confirm(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    let installation = context.store.read().await?.installation(workspace).await?;
    let Some(installation) = installation.filter(|it| it.uninstalled_at.is_none()) else {
        return Ok(Outcome::Cancel("it is taken out already".to_owned()));
    };
    let client = match client_of(context, &installation) {
        Ok(client) => client,
        Err(unreadable) => return Ok(tokens::unreadable(workspace, &unreadable)),
    };
    match client.auth_test().await {
        Ok(_) => {
            tracing::info!(%workspace, "still installed: that news was old");
            Ok(Outcome::Done)
        }
        Err(failure) if failure.is_revoked() => {
            move_out(context, work, &installation, &failure.to_string()).await
        }
        // Its renewal waits for this job to end, so it is renewed here if it is time.
        Err(failure) if failure.is_expired() || tokens::ends_soon(context, &installation) => {
            if installation.refresh_token.is_some() {
                tokens::renew(context, work, &installation).await
            } else {
                Ok(after(&failure))
            }
        }
        Err(failure) => Ok(after(&failure)),
    }
}

/// The tokens go at once and all work with them; the data goes after the time of the settings,
/// unless Klatch is installed again before.
async fn move_out(
    context: &Context,
    work: &Work,
    installation: &Installation,
    why: &str,
) -> Result<Outcome> {
    let (workspace, now) = (&installation.workspace, context.now());
    let erase_at = erase_at(context, now);
    let version = installation.version;
    let ended = transaction!(context.store, |tx| {
        // First: what is left waiting is parked.
        tx.finish(workspace, work.id, &work.lease).await?;
        if !tx.end_installation(workspace, version, now, erase_at).await? {
            return Ok(false);
        }
        let name = format!("erase_workspace:{version}");
        let queued = Queued { at: erase_at, name: Some(&name), channel: None };
        context.queue(tx, workspace, &Job::EraseWorkspace, queued).await?;
        Ok(true)
    })
    .await?;
    if ended {
        let erased_on = erase_at.date_naive();
        tracing::warn!(
            %workspace, why, %erased_on,
            "Klatch was taken out: its work has ended; its data is kept until that day"
        );
    }
    Ok(Outcome::Done)
}

fn erase_at(context: &Context, now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_add_signed(context.settings.erase_after).unwrap_or(now + TimeDelta::days(3650))
}

/// Erases everything of a workspace that was taken out, once its time has come.
///
/// # Errors
/// The database failed; nothing was changed then.
pub async fn erase(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    let now = context.now();
    let erased = transaction!(context.store, |tx| {
        let installation = tx.installation(workspace).await?;
        // Installed again, and perhaps taken out again: that has its own time.
        if installation.and_then(|it| it.erase_at).is_none_or(|at| at > now) {
            return Ok(0);
        }
        tx.erase_workspace(workspace).await
    })
    .await?;
    if erased == 0 {
        return Ok(Outcome::Cancel("it is installed again".to_owned()));
    }
    // A cache: whatever is left of it belongs to no rows, and is made again without them.
    if let Err(error) = context.search.forget(workspace).await {
        tracing::warn!(%workspace, %error, "the search index of an erased workspace is still there");
    }
    tracing::warn!(%workspace, rows = erased, "a workspace that took Klatch out was erased");
    Ok(Outcome::Done)
}
