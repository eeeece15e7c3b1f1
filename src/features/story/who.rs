//! Who may tell a story, and who says what it is to serve.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Member, Standing};
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

/// Whether somebody can be asked whether it is fine to be in a story: Klatch writes to nobody of another
/// organization.
pub fn can_be_asked(person: &Member) -> bool {
    person.is_here() && person.profile.standing != Standing::External
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
