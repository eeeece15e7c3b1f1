//! Whether what is kept still holds: its owner is asked after half a year, for all of their cards at
//! once, and silence is written on the card. Where the owner has left, a steward is asked.

use std::collections::BTreeSet;

use chrono::Datelike;

use crate::domain::card::{Card, CardState};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::Context;
use crate::features::ask::answers::cards::face;
use crate::features::context::Queued;
use crate::job::{Job, KeptNote, Note};
use crate::store::{self, Tx};
use crate::views::ask::card::Face;

/// Cards that one night looks at.
const AT_ONCE: u32 = 500;

/// Cards that one message lists.
const IN_A_MESSAGE: usize = 10;

/// Once a day: asks whoever has cards that are due, and marks what nobody spoke for.
///
/// # Errors
/// The database.
pub async fn tidy(context: &Context, tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<()> {
    let now = context.now();
    let mut readers: BTreeSet<MemberId> = BTreeSet::new();
    for due in tx.cards_due(workspace, now, AT_ONCE).await? {
        let asked_at = tx.review_of(workspace, due.id).await?;
        if due.is_forsaken(asked_at, now) {
            if let Some(mut card) = tx.lock_card(workspace, due.id).await? {
                card.state = CardState::Stale;
                tx.save_card(workspace, &card).await?;
                tx.end_review(workspace, card.id).await?;
            }
        } else if asked_at.is_none() {
            readers.extend(reader_of(tx, workspace, &due).await?);
        }
    }
    let week = now.iso_week();
    for member in readers {
        // One that waits for a day with room lists what is due by then: one a week is enough.
        let name = format!("still_true:{member}:{}-{}", week.year(), week.week());
        let tell = Job::Tell { member, note: Note::Kept { what: KeptNote::StillTrue } };
        let queued = Queued { at: now, name: Some(&name), channel: None };
        context.queue(tx, workspace, &tell, queued).await?;
    }
    Ok(())
}

/// Who is asked about a card: its owner, or where they have left, the first of its stewards who is here.
async fn reader_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    card: &Card,
) -> store::Result<Option<MemberId>> {
    if tx.member(workspace, &card.owner).await?.is_some_and(|it| it.is_here()) {
        return Ok(Some(card.owner.clone()));
    }
    let Some(community) = card.community else { return Ok(None) };
    let Some(community) = tx.community(workspace, community).await? else { return Ok(None) };
    for steward in community.stewards {
        if tx.member(workspace, &steward).await?.is_some_and(|it| it.is_here()) {
            return Ok(Some(steward));
        }
    }
    Ok(None)
}

/// The cards that somebody is asked about now, and whether they are their own: those come first, and
/// one message has only one kind. `again`: also those that they were asked about before.
pub async fn asked_of(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    again: bool,
) -> store::Result<(Vec<Face>, bool)> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for due in tx.cards_due(workspace, context.now(), AT_ONCE).await? {
        let asked = !again && tx.review_of(workspace, due.id).await?.is_some();
        if asked || reader_of(tx, workspace, &due).await?.as_ref() != Some(member) {
            continue;
        }
        let list = if due.owner == *member { &mut own } else { &mut others };
        if list.len() < IN_A_MESSAGE {
            list.push(due);
        }
    }
    let owns = !own.is_empty();
    let mut faces = Vec::new();
    for card in if owns { own } else { others } {
        faces.push(face(tx, workspace, card).await?);
    }
    Ok((faces, owns))
}
