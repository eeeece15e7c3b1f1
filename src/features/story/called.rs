//! Who is there, and where they read an answer.

use std::collections::BTreeMap;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::Member;
use crate::event::{Interaction, Reply};
use crate::features::answer::say;
use crate::features::{Context, Result};
use crate::store::{self, Tx};

/// A receipt has the words of an answer; where they are read depends on where somebody looks.
pub(super) async fn shown(
    context: &Context,
    interaction: &Interaction,
    title: &str,
    reply: Reply,
) -> Result<Reply> {
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, title, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

/// What people are called, by id. Who is not in the directory, or not here any more, is not among them.
pub(super) async fn names(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    people: &[MemberId],
) -> store::Result<BTreeMap<MemberId, String>> {
    let known = tx.members(workspace, people).await?;
    let here = known.into_iter().filter(Member::is_here);
    Ok(here.map(|it| (it.profile.member, it.profile.name)).collect())
}
