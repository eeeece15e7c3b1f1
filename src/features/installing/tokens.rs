//! Tokens: sealed in the database, renewed before they end, sealed again when the key changes.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{begin, move_out};
use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::features::context::Queued;
use crate::features::deliver::after;
use crate::features::{Context, Install, Result, housekeeping};
use crate::job::{Job, Outcome, Work};
use crate::seal::{Sealed, purpose};
use crate::slack::client::Client;
use crate::slack::failure::Failure;
use crate::slack::oauth::Tokens;
use crate::store::{self, Installation, SealedTokens, Tx};
use crate::transaction;

/// So long before its end a token is renewed: many tries fit in.
const AHEAD: TimeDelta = TimeDelta::minutes(30);
/// How long to wait after a try that failed, if Slack does not say.
const AGAIN: Duration = Duration::from_secs(60);
/// How long to wait for somebody to mend the settings.
const UNTIL_MENDED: Duration = Duration::from_secs(600);
/// How long to wait for a process that has the key.
const FOR_ANOTHER: Duration = Duration::from_secs(30);

/// What looks at tokens or renews them shares this, as messages share a channel: a refresh token is
/// good once, so two of a workspace never run at the same time.
pub(super) fn in_turn() -> ChannelId {
    ChannelId::new("tokens")
}

const TOKEN: &str = "token";
const REFRESH: &str = "refresh_token";

fn broken(error: &Sealed) -> store::Error {
    store::Error::Unreadable { what: "a token", reason: error.to_string() }
}

fn install_of(context: &Context) -> std::result::Result<&Install, Sealed> {
    context.install.as_deref().ok_or(Sealed::NoKey)
}

/// Seals new tokens of a workspace.
pub(super) fn seal(
    context: &Context,
    workspace: &WorkspaceId,
    tokens: &Tokens,
) -> store::Result<SealedTokens> {
    let (token, refresh) = tokens.reveal();
    let sealed = seal_both(context, workspace, Some(token), refresh);
    let expires_at = tokens.expires_in.map(|it| context.now() + it);
    let (token, refresh_token) = sealed.map_err(|error| broken(&error))?;
    Ok(SealedTokens { token, refresh_token, expires_at })
}

type Both = (Option<String>, Option<String>);

fn seal_both(
    context: &Context,
    workspace: &WorkspaceId,
    token: Option<&str>,
    refresh: Option<&str>,
) -> std::result::Result<Both, Sealed> {
    let keys = &install_of(context)?.keys;
    let seal = |plain: Option<&str>, column| {
        plain
            .map(|plain| {
                keys.seal(plain, &purpose(workspace.as_str(), column), context.chance.bytes())
            })
            .transpose()
    };
    Ok((seal(token, TOKEN)?, seal(refresh, REFRESH)?))
}

fn open_both(context: &Context, it: &Installation) -> std::result::Result<Both, Sealed> {
    let keys = &install_of(context)?.keys;
    let open = |sealed: &Option<String>, column| {
        sealed
            .as_deref()
            .map(|sealed| keys.open(sealed, &purpose(it.workspace.as_str(), column)))
            .transpose()
    };
    Ok((open(&it.token, TOKEN)?, open(&it.refresh_token, REFRESH)?))
}

/// Speaks with the token of an installation; with the one of the settings where it has none.
///
/// # Errors
/// The token cannot be opened with the keys of the settings.
pub fn client_of(
    context: &Context,
    installation: &Installation,
) -> std::result::Result<Client, Sealed> {
    if installation.token.is_none() {
        return Ok(context.slack.clone());
    }
    let (token, _) = open_both(context, installation)?;
    let token = crate::slack::oauth::secret(token.unwrap_or_default());
    Ok(context.slack.with_token(&token))
}

/// Work waits until the key is there again.
pub(super) fn unreadable(workspace: &WorkspaceId, error: &Sealed) -> Outcome {
    tracing::error!(%workspace, %error, "the token of a workspace cannot be opened; work waits");
    Outcome::Snooze(FOR_ANOTHER)
}

/// Queues the renewal of a token that ends, once for each version of the installation.
pub(super) async fn queue_refresh(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    version: u32,
    expires_at: Option<DateTime<Utc>>,
) -> store::Result<()> {
    let Some(expires_at) = expires_at else { return Ok(()) };
    let now = context.now();
    // A token with a short life is renewed in the middle of it, not at once and for ever.
    let ahead = AHEAD.min((expires_at - now).max(TimeDelta::zero()) / 2);
    let name = format!("refresh_token:{version}");
    let channel = in_turn();
    let queued = Queued { at: expires_at - ahead, name: Some(&name), channel: Some(&channel) };
    context.queue(tx, workspace, &Job::RefreshToken, queued).await
}

/// Renews a token that ends soon. The queue sees to it that one process does.
///
/// # Errors
/// The database failed; what Slack answers becomes an [`Outcome`].
pub async fn refresh(context: &Context, work: &Work) -> Result<Outcome> {
    let installation = context.store.read().await?.installation(&work.workspace).await?;
    match installation {
        Some(it) if ends_soon(context, &it) => renew(context, work, &it).await,
        _ => Ok(Outcome::Cancel("it was renewed, or needs no renewal".to_owned())),
    }
}

pub(super) fn ends_soon(context: &Context, it: &Installation) -> bool {
    let soon = context.now() + AHEAD;
    it.expires_at.is_some_and(|end| end <= soon)
}

/// Fetches the next pair and keeps both in one transaction.
pub(super) async fn renew(context: &Context, work: &Work, it: &Installation) -> Result<Outcome> {
    let workspace = &it.workspace;
    let opened = install_of(context).and_then(|install| Ok((install, open_both(context, it)?.1)));
    let (install, refresh) = match opened {
        Ok((install, Some(refresh))) => (install, crate::slack::oauth::secret(refresh)),
        Ok((_, None)) => return Ok(Outcome::Cancel("there is no refresh token".to_owned())),
        Err(error) => return Ok(unreadable(workspace, &error)),
    };
    let new = match install.oauth.refresh(&refresh).await {
        Ok(new) => Tokens { refresh: new.refresh.or(Some(refresh)), ..new },
        Err(failure) => return not_renewed(context, work, it, &failure).await,
    };
    let sealed = seal(context, workspace, &new)?;
    transaction!(context.store, |tx| {
        if let Some(version) = tx.installation(workspace).await?.and_then(|now| {
            // Installed again in the meantime: then those tokens count. Sealed again: the new do.
            let same = now.version == it.version || opens_to_same(context, &now, it);
            same.then_some(now.version)
        }) && tx.keep_tokens(workspace, version, &sealed).await?
        {
            queue_refresh(context, tx, workspace, version + 1, sealed.expires_at).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

fn opens_to_same(context: &Context, one: &Installation, other: &Installation) -> bool {
    matches!(
        (open_both(context, one), open_both(context, other)),
        (Ok((_, Some(one))), Ok((_, Some(other)))) if one == other
    )
}

async fn not_renewed(
    context: &Context,
    work: &Work,
    installation: &Installation,
    failure: &Failure,
) -> Result<Outcome> {
    let workspace = &installation.workspace;
    match failure {
        Failure::Permanent { code, .. } if code == "invalid_refresh_token" => {
            without_refresh(context, work, installation, failure).await
        }
        Failure::Permanent { .. } => {
            tracing::error!(%workspace, %failure, "a token is not renewed: check SLACK_CLIENT_ID \
                 and SLACK_CLIENT_SECRET");
            Ok(Outcome::Snooze(UNTIL_MENDED))
        }
        Failure::Retry { after, .. } => {
            tracing::warn!(%workspace, %failure, "a token is not renewed yet");
            Ok(Outcome::Snooze(after.unwrap_or(AGAIN)))
        }
        Failure::InDoubt { .. } => {
            tracing::warn!(%workspace, %failure, "a token is perhaps renewed; it is tried again");
            Ok(Outcome::Snooze(AGAIN))
        }
    }
}

/// Slack does not take the refresh token (any more). That can follow from a lost answer, so only
/// what it says of the old token tells whether Klatch was taken out.
async fn without_refresh(
    context: &Context,
    work: &Work,
    before: &Installation,
    refused: &Failure,
) -> Result<Outcome> {
    let workspace = &before.workspace;
    let now = context.store.read().await?.installation(workspace).await?;
    if now.is_none_or(|now| now.version != before.version) {
        return Ok(Outcome::Done);
    }
    let client = match client_of(context, before) {
        Ok(client) => client,
        Err(error) => return Ok(unreadable(workspace, &error)),
    };
    match client.auth_test().await {
        Ok(_) => {
            tracing::error!(%workspace, %refused, "a token cannot be renewed and is good for a \
                 while only: install Klatch there again at /slack/install");
            Ok(Outcome::Snooze(UNTIL_MENDED))
        }
        Err(failure) if failure.is_revoked() => {
            move_out(context, work, before, &failure.to_string()).await
        }
        Err(failure) => {
            tracing::error!(%workspace, %failure, "a token cannot be renewed: install Klatch there \
                 again at /slack/install");
            Ok(after(&failure))
        }
    }
}

/// Seals the tokens of a workspace with the newest key, if an older one was used.
///
/// # Errors
/// The database failed, or the tokens cannot be opened; the error names the key.
pub async fn reseal(context: &Context, it: &Installation) -> store::Result<()> {
    let Some(install) = &context.install else { return Ok(()) };
    let kept = [&it.token, &it.refresh_token];
    let opened = open_both(context, it).map_err(|error| broken(&error))?;
    if kept.into_iter().flatten().all(|sealed| install.keys.is_newest(sealed)) {
        return Ok(());
    }
    let (token, refresh) = (opened.0.as_deref(), opened.1.as_deref());
    let (token, refresh_token) =
        seal_both(context, &it.workspace, token, refresh).map_err(|error| broken(&error))?;
    let tokens = SealedTokens { token, refresh_token, expires_at: it.expires_at };
    let resealed = transaction!(context.store, |tx| {
        let kept = tx.keep_tokens(&it.workspace, it.version, &tokens).await?;
        if kept {
            let version = it.version + 1;
            queue_refresh(context, tx, &it.workspace, version, it.expires_at).await?;
        }
        Ok(kept)
    })
    .await?;
    if resealed {
        tracing::info!(workspace = %it.workspace, "tokens are sealed with the newest key");
    }
    Ok(())
}

/// Looks at all workspaces when a process starts: a chain of daily tidying up that broke begins again.
/// A token that cannot be opened is logged, with the name of the key; `Some` tells about it if
/// nothing at all could be opened. Nothing is sealed again here: another process may not have the key.
///
/// # Errors
/// The database failed.
pub async fn mend_all(context: &Context) -> store::Result<Option<String>> {
    let all = context.store.read().await?.installations().await?;
    let (mut opened, mut closed) = (0, None);
    let today = housekeeping::name_of(context.now());
    for installation in all.iter().filter(|it| it.token.is_some()) {
        let workspace = &installation.workspace;
        match open_both(context, installation) {
            Ok(_) => opened += 1,
            Err(error) => {
                tracing::error!(%workspace, %error, "this workspace is not served");
                closed = Some(broken(&error).to_string());
            }
        }
        transaction!(context.store, |tx| begin(context, tx, workspace, &today).await).await?;
    }
    Ok(closed.filter(|_| opened == 0))
}

/// A part of the daily tidying up: a renewal that got lost is queued again, and who never came back
/// from Slack is forgotten.
pub async fn tidy(context: &Context, tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<()> {
    let now = context.now();
    tx.sweep_states(now).await?;
    tx.sweep_lanes(now).await?;
    if let Some(it) = tx.installation(workspace).await? {
        queue_refresh(context, tx, workspace, it.version, it.expires_at).await?;
    }
    Ok(())
}
