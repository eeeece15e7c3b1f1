//! Who may do what with answers and cards, and what people are called.

use std::collections::BTreeMap;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::markup::{Mentioned, mentioned, readable};
use crate::domain::question::Question;
use crate::features::Context;
use crate::features::ask::asker::asker;
use crate::features::role::tends_what_is_of;
use crate::store::{self, Tx};

/// The most of a message that is kept, in characters.
const LONGEST: usize = 12_000;

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
    if tx.member(workspace, &asked).await?.is_some_and(|it| it.is_here()) {
        return Ok(false);
    }
    tends_what_is_of(context, tx, workspace, member, question.community).await
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
