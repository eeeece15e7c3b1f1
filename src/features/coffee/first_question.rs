//! Which first questions people were given before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::opener::Asked;
use crate::store::{self, Tx};

/// What each of these people was asked before that day, in whichever program and outside of rounds.
pub(super) async fn questions_asked(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    today: NaiveDate,
    members: &[MemberId],
) -> store::Result<BTreeMap<MemberId, Vec<Asked>>> {
    let mut all = tx.questions_asked(workspace, members).await?;
    all.extend(tx.questions_outside(workspace, members).await?);
    let mut asked: BTreeMap<MemberId, Vec<Asked>> = BTreeMap::new();
    for (member, question, on) in all {
        let days_ago = u32::try_from((today - on).num_days()).unwrap_or_default();
        asked.entry(member).or_default().push(Asked { question, days_ago });
    }
    Ok(asked)
}
