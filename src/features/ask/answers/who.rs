//! Who may do what with answers and cards, and what people are called.

use std::collections::BTreeMap;

use crate::domain::authority::{Action, Role, may, role_of};
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::markup::{Mentioned, mentioned, readable};
use crate::domain::people::{Member, Standing};
use crate::domain::question::Question;
use crate::features::Context;
use crate::features::ask::asker::asker;
use crate::store::{self, Tx};

/// The most of a message that is kept, in characters.
const LONGEST: usize = 12_000;

/// What somebody is, in a community or in none.
pub async fn role_in(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: Option<CommunityId>,
) -> store::Result<Role> {
    let Some(person) = tx.member(workspace, member).await? else { return Ok(Role::Outsider) };
    let community = match community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    let steward = community.is_some_and(|it| it.stewards.contains(member));
    let profile = &person.profile;
    Ok(role_of(profile.standing, profile.admin, steward, context.settings.guests))
}

/// Whether somebody tends a community; for what is of none, an admin does.
pub async fn tends(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: Option<CommunityId>,
) -> store::Result<bool> {
    let role = role_in(context, tx, workspace, member, community).await?;
    Ok(may(role, Action::TendCommunity))
}

/// Whether somebody's account is there and not switched off.
pub fn is_here(member: Option<&Member>) -> bool {
    member.is_some_and(|it| !matches!(it.profile.standing, Standing::Deactivated | Standing::Bot))
}

/// Whether somebody may say which answer helped: whoever asked, and if they have left, a steward.
/// What an anonymous asker does goes by their own page and messages, so a check mark in the thread
/// never asks this.
pub async fn may_accept(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    member: &MemberId,
) -> store::Result<bool> {
    let Some(asked) = asker(tx, workspace, question).await? else { return Ok(false) };
    if asked == *member {
        return Ok(true);
    }
    if is_here(tx.member(workspace, &asked).await?.as_ref()) {
        return Ok(false);
    }
    tends(context, tx, workspace, member, question.community).await
}

/// What people are called, by id. Who is not in the directory is "somebody".
pub async fn names(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    people: &[MemberId],
) -> store::Result<BTreeMap<MemberId, String>> {
    let known = tx.members(workspace, people).await?;
    Ok(known.into_iter().map(|it| (it.profile.member, it.profile.name)).collect())
}

/// What somebody is called.
pub async fn name(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<String> {
    let known = tx.member(workspace, member).await?;
    Ok(known.map_or_else(|| "Somebody".to_owned(), |it| it.profile.name))
}

/// What somebody wrote in Slack, as people read it.
pub async fn plain(tx: &mut Tx, workspace: &WorkspaceId, text: &str) -> store::Result<String> {
    let names = names(tx, workspace, &mentioned(text)).await?;
    Ok(readable(text, LONGEST, |what| match what {
        Mentioned::Person(id) => names.get(&MemberId::new(id)).cloned(),
        Mentioned::Channel(_) => None,
    }))
}
