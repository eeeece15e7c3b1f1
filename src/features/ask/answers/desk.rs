//! The part of App Home that is about thanks and cards.

use crate::domain::card::CardState;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::ask::answers::cards::face;
use crate::features::{Context, Result};
use crate::views::ask::accept::thanks_line;
use crate::views::ask::card::KeptDesk;

/// Thanks that a page shows: the newest.
const THANKS: u32 = 5;

/// Cards that are looked through for those that wait.
const CARDS: u32 = 200;

/// Cards of one kind that a page shows.
const SHOWN: usize = 5;

/// Thanks somebody got, and the cards that wait for a word of theirs.
///
/// # Errors
/// The database.
pub async fn desk(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<KeptDesk> {
    let mut tx = context.store.read().await?;
    let mut desk = KeptDesk::default();
    for answer in tx.accepted_of(workspace, member, THANKS).await? {
        let question = tx.question(workspace, answer.question).await?;
        desk.thanks.extend(question.map(|it| thanks_line(&it)));
    }
    let now = context.now();
    for card in tx.cards_owned(workspace, member, CARDS).await? {
        let (list, waits) = match card.state {
            CardState::Proposed => (&mut desk.proposed, true),
            CardState::Stale => (&mut desk.due, true),
            CardState::Current => (&mut desk.due, card.review_at <= now),
            CardState::Retired => (&mut desk.due, false),
        };
        if waits && list.len() < SHOWN {
            let face = face(&mut tx, workspace, card).await?;
            list.push(face);
        }
    }
    Ok(desk)
}
