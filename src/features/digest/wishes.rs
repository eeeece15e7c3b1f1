//! How somebody would have the digests of their communities.

use std::collections::BTreeMap;

use slack_morphism::prelude::SlackBlock;

use crate::domain::community::Community;
use crate::domain::digest::Wish;
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::rules::Feature;
use crate::event::{Interaction, Origin, Reply};
use crate::features::answer::{say, whisper};
use crate::features::ask::{hidden_from, seen_in, visible};
use crate::features::context::once;
use crate::features::digest::command::{TITLE, living};
use crate::features::digest::retold::newcomer_changed;
use crate::features::digest::send::reads;
use crate::features::{Context, Result, home};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::digest::names::action;
use crate::views::digest::{answers, wishes as views};

/// Somebody says how they would have it.
pub(super) async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    id: &str,
    origin: &Origin,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(community) = living(context, interaction, id).await? else {
        return say(context, interaction, TITLE, answers::gone(&context.voice)).await;
    };
    if let Origin::Message { channel, .. } = origin
        && *channel == community.channel
    {
        transaction!(context.store, |tx| seen_in(tx, workspace, member, community.id).await)
            .await?;
    }
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?;
    let hidden = hidden_from(&mut tx, workspace, member).await?.contains(&community.id);
    drop(tx);
    if hidden {
        return say(context, interaction, TITLE, answers::gone(&context.voice)).await;
    }
    if !person.is_some_and(|it| reads(context, &it)) {
        return say(context, interaction, TITLE, answers::not_for_you(&context.voice)).await;
    }
    let wish = match action {
        action::BY_MESSAGE => Some(Wish::Message),
        action::NOTHING => Some(Wish::Nothing),
        _ => None,
    };
    once!(context, interaction, |tx| {
        tx.keep_digest_wish(workspace, community.id, member, wish).await?;
        newcomer_changed(context, tx, workspace, community.id, member).await?;
        context.refresh_home(tx, workspace, member).await?;
        whisper(&views::kept(&context.voice, &community, wish))
    })
    .await?;
    match origin {
        Origin::Home => home::redraw(context, interaction).await,
        Origin::Message { .. } | Origin::Modal { .. } => {
            say(context, interaction, TITLE, views::kept(&context.voice, &community, wish)).await
        }
    }
}

/// The lines of somebody's App Home: at most four blocks, none where no community is known to be theirs.
///
/// # Errors
/// The database.
pub async fn settings_blocks(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<SlackBlock>> {
    let person = tx.member(workspace, member).await?;
    let on = context.rules.is_on(Feature::Digest);
    if !on || !person.is_some_and(|it| reads(context, &it)) {
        return Ok(Vec::new());
    }
    let wishes: BTreeMap<CommunityId, Wish> =
        tx.digest_wishes_of(workspace, member).await?.into_iter().collect();
    let visible = visible(tx, workspace, member, None).await?.into_iter();
    let mut mine: Vec<(Community, Option<Wish>)> =
        visible.map(|it| (wishes.get(&it.id).copied(), it)).map(|(wish, it)| (it, wish)).collect();
    // What they chose something about comes first, then what they tend, then the others by name.
    mine.sort_by_key(|(it, wish)| (wish.is_none(), !it.stewards.contains(member)));
    let more = u32::try_from(mine.len().saturating_sub(views::MOST_SHOWN)).unwrap_or(u32::MAX);
    Ok(views::settings(&context.voice, &mine, more))
}
