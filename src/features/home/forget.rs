//! *Forget me*: what others wait for goes on first, then nothing of somebody is left, in one transaction.

use serde_json::json;
use uuid::Uuid;

use super::view_of;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::stored::FORGOTTEN;
use crate::event::{Interaction, Reply};
use crate::features::answer::{as_modal, replace_all, show};
use crate::features::context::once;
use crate::features::{Context, Result, ask, coffee, digest, story};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::home::{are_you_sure, forgotten};

/// Says what it does, and asks.
pub(super) async fn ask(context: &Context, interaction: &Interaction) -> Result<Reply> {
    show(context, interaction, &are_you_sure(&context.voice)).await
}

/// They said yes.
///
/// # Errors
/// The database; nothing was forgotten then.
pub async fn submit(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let actor = MemberId::new(FORGOTTEN);
        forget_in(context, tx, workspace, member, &actor).await?;
        replace_all(&as_modal("Forget me", forgotten(&context.voice)))
    })
    .await?;
    ask::wipe(context).await;
    // A job would hold their id: their page is drawn at once, or when they open it.
    let view = view_of(context, workspace, member, None).await?;
    if let Err(failure) = context.slack.publish_home(member, &view).await {
        tracing::warn!(%failure, "App Home could not be drawn for somebody who was forgotten");
    }
    Ok(reply)
}

/// Forgets somebody for whoever runs the bot, on the database alone; `actor` is what the trail calls
/// them. Returns how many rows that were; 0 where nothing was stored, and then there is no line in the
/// trail either.
///
/// # Errors
/// The database; nothing was forgotten then.
pub async fn forget(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    actor: &MemberId,
) -> Result<u64> {
    let touched = transaction!(context.store, |tx| {
        forget_in(context, tx, workspace, member, actor).await
    })
    .await?;
    ask::wipe(context).await;
    Ok(touched)
}

async fn forget_in(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    actor: &MemberId,
) -> store::Result<u64> {
    coffee::forgotten(context, tx, workspace, member).await?;
    ask::left(context, tx, workspace, member).await?;
    ask::take_all_back(context, tx, workspace, member).await?;
    story::forgotten(context, tx, workspace, member).await?;
    digest::forgotten(context, tx, workspace, member).await?;
    let random: [u8; 16] = context.chance.bytes();
    let stranger = format!("{FORGOTTEN}-{}", Uuid::from_bytes(random).simple());
    let touched = tx.forget(workspace, member, &stranger).await?;
    if touched > 0 {
        let (what, detail) = ("somebody_forgotten", json!({}));
        context.audit(tx, workspace, actor, what, FORGOTTEN, &detail).await?;
    }
    Ok(touched)
}
