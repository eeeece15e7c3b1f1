//! What somebody is in a community, and so whether they tend it.

use crate::domain::authority::{Action, Role, may, role_of};
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::features::Context;
use crate::features::ask::hidden_from;
use crate::store::{self, Tx};

/// What somebody is, in a community or in none. Whom the directory does not know is an outsider.
pub(super) async fn role_in(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: Option<&Community>,
) -> store::Result<Role> {
    let Some(person) = tx.member(workspace, member).await? else { return Ok(Role::Outsider) };
    let steward = community.is_some_and(|it| it.stewards.contains(member));
    let profile = &person.profile;
    Ok(role_of(profile.standing, profile.admin, steward, context.settings.guests))
}

/// Whether somebody tends a community: one of its stewards, or an admin of the workspace.
pub(super) async fn tends(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: &Community,
) -> store::Result<bool> {
    let role = role_in(context, tx, workspace, member, Some(community)).await?;
    Ok(may(role, Action::TendCommunity))
}

/// The communities that somebody tends, by name. An admin of the workspace tends none of a private channel
/// that is not known to be theirs.
pub(super) async fn tended(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<Community>> {
    let hidden = hidden_from(tx, workspace, member).await?;
    let mut mine = Vec::new();
    for community in tx.communities(workspace).await? {
        if !hidden.contains(&community.id)
            && tends(context, tx, workspace, member, &community).await?
        {
            mine.push(community);
        }
    }
    Ok(mine)
}

/// Whether somebody tends what belongs to a community, as of [`tended`]; for what is of none, an admin does.
pub(super) async fn tends_what_is_of(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: Option<CommunityId>,
) -> store::Result<bool> {
    let community = match community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    let role = role_in(context, tx, workspace, member, community.as_ref()).await?;
    if !may(role, Action::TendCommunity) {
        return Ok(false);
    }
    let Some(community) = community.filter(|it| !it.stewards.contains(member)) else {
        return Ok(true);
    };
    Ok(!hidden_from(tx, workspace, member).await?.contains(&community.id))
}
