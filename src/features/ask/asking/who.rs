//! Who may ask, and which communities they see.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::coffee::may_take_part;
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, CommunityId, MemberId, WorkspaceId};
use crate::domain::people::Member;
use crate::event::Interaction;
use crate::features::{Context, Result, admin, people};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking::answers;
use crate::views::coffee::answers::not_known_yet;

/// What somebody reads who may not do `action`, or whom the directory does not know yet.
pub async fn refused(
    context: &Context,
    interaction: &Interaction,
    action: Action,
) -> Result<Option<SlackMessageContent>> {
    let workspace = &interaction.workspace;
    let person = context.store.read().await?.member(workspace, &interaction.member).await?;
    let Some(person) = person else {
        transaction!(context.store, |tx| people::sync_soon(context, tx, workspace).await).await?;
        return Ok(Some(not_known_yet(&context.voice)));
    };
    let guests = context.settings.guests;
    let role = role_of(person.profile.standing, person.profile.admin, false, guests);
    if let Some(no) = admin::may_not_start(context, role, action) {
        return Ok(Some(no));
    }
    if may(role, action) {
        return Ok(None);
    }
    let why = may_take_part(person.profile.standing, false).err();
    Ok(why.map(|why| match action {
        Action::SetUpCommunity => answers::not_for_guests_to_set_up(&context.voice),
        _ => answers::not_for_you(&context.voice, why),
    }))
}

/// The communities that somebody can ask, by name: those of private channels only where it is known
/// that they are in it, because they tend it, said that they can be asked there, asked or answered
/// there before, were seen there, or are `here`; not after they left it.
pub async fn visible(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    here: Option<&ChannelId>,
) -> store::Result<Vec<Community>> {
    let hidden = tx.hidden_communities(workspace).await?;
    let mut all = tx.communities(workspace).await?;
    if all.iter().any(|it| hidden.contains(&it.id)) {
        let expert = tx.expert(workspace, member).await?;
        let mut known: Vec<CommunityId> = expert.map(|it| it.communities).unwrap_or_default();
        let asked = tx.questions_of(workspace, member, 100).await?;
        known.extend(asked.into_iter().filter_map(|question| question.community));
        known.extend(tx.answered_in(workspace, member).await?);
        let seen = tx.insider_of(workspace, member).await?;
        all.retain(|it| {
            !hidden.contains(&it.id)
                || it.stewards.contains(member)
                || here == Some(&it.channel)
                || seen.get(&it.id).copied().unwrap_or_else(|| known.contains(&it.id))
        });
    }
    Ok(all)
}

/// Somebody was seen in a community's channel: if that is private, it is theirs from now on.
///
/// # Errors
/// The database.
pub async fn seen_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: CommunityId,
) -> store::Result<()> {
    let private = tx.hidden_communities(workspace).await?.contains(&community);
    if private && tx.insider_of(workspace, member).await?.get(&community) != Some(&true) {
        tx.keep_insider(workspace, community, member, true).await?;
    }
    Ok(())
}

/// Somebody left a channel: what is kept of a private one is not shown to them any more.
///
/// # Errors
/// The database.
pub async fn left_channel(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    channel: &ChannelId,
) -> store::Result<()> {
    let Some(community) = tx.community_in(workspace, channel).await? else { return Ok(()) };
    if tx.hidden_communities(workspace).await?.contains(&community.id) {
        tx.keep_insider(workspace, community.id, member, false).await?;
    }
    Ok(())
}

/// Communities, ended ones among them, of which somebody reads nothing: their channels are private and it
/// is not known that they are in them.
pub async fn hidden_from(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<CommunityId>> {
    let mut hidden = tx.hidden_communities(workspace).await?;
    let mine = visible(tx, workspace, member, None).await?;
    hidden.retain(|id| mine.iter().all(|community| community.id != *id));
    Ok(hidden)
}

/// Whether there is anybody to ask.
pub async fn anybody(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<bool> {
    Ok(!visible(tx, workspace, member, None).await?.is_empty())
}

/// Whether somebody may ask at all.
pub fn may_ask(context: &Context, person: &Member) -> bool {
    let guests = context.settings.guests;
    let role = role_of(person.profile.standing, person.profile.admin, false, guests);
    may(role, Action::AskQuestion)
}
