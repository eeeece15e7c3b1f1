//! Who may tell a story, and who tends a community that one belongs to.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::people::Standing;
use crate::event::Interaction;
use crate::features::{Context, Result, people};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::answers::not_known_yet;
use crate::views::story::answers::not_for_you;

/// What somebody reads who may not tell one, or whom the directory does not know yet.
pub async fn refused(
    context: &Context,
    interaction: &Interaction,
) -> Result<Option<SlackMessageContent>> {
    let workspace = &interaction.workspace;
    let person = context.store.read().await?.member(workspace, &interaction.member).await?;
    let Some(person) = person else {
        transaction!(context.store, |tx| people::sync_soon(context, tx, workspace).await).await?;
        return Ok(Some(not_known_yet(&context.voice)));
    };
    let guests = context.settings.guests;
    let role = role_of(person.profile.standing, person.profile.admin, false, guests);
    Ok((!may(role, Action::TellStory)).then(|| not_for_you(&context.voice)))
}

/// Whether somebody tends the community of a story; of one without, admins do.
pub async fn tends(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: Option<CommunityId>,
) -> store::Result<bool> {
    let Some(person) = tx.member(workspace, member).await? else { return Ok(false) };
    let community = match community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    let steward = community.is_some_and(|it| it.stewards.contains(member));
    let role = role_of(person.profile.standing, person.profile.admin, steward, false);
    Ok(may(role, Action::TendCommunity))
}

/// Whether somebody is an admin of the workspace.
pub async fn is_admin(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<bool> {
    let Some(person) = tx.member(workspace, member).await? else { return Ok(false) };
    let role = role_of(person.profile.standing, person.profile.admin, false, false);
    Ok(may(role, Action::ChangeStories))
}

/// Whether somebody can be asked and named: neither a bot nor an account that was switched off.
pub fn is_here(standing: Standing) -> bool {
    match standing {
        Standing::Full | Standing::Guest | Standing::External => true,
        Standing::Bot | Standing::Deactivated => false,
    }
}
