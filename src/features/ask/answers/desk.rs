//! The part of App Home that is about thanks and cards.

use chrono::TimeDelta;

use crate::domain::card::CardState;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::Context;
use crate::features::ask::answers::cards::face;
use crate::store::{self, Tx};
use crate::views::ask::accept::thanks_line;
use crate::views::ask::card::KeptDesk;

/// Thanks that a page shows: the newest.
const THANKS: u32 = 5;

/// Answers of theirs that stand in no thread: the newest of the last weeks, so that they can be changed.
const GIVEN: u32 = 5;
const GIVEN_SINCE: TimeDelta = TimeDelta::days(30);

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
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<KeptDesk> {
    let mut desk = KeptDesk::default();
    let accepted = tx.accepted_of(workspace, member, THANKS).await?;
    let since = context.now() - GIVEN_SINCE;
    let given = tx.threadless_answers_of(workspace, member, since, GIVEN).await?;
    let ids: Vec<_> = accepted.iter().chain(&given).map(|it| it.question).collect();
    let questions = tx.these_questions(workspace, &ids).await?;
    for answer in accepted {
        let question = questions.iter().find(|it| it.id == answer.question);
        desk.thanks.extend(question.map(thanks_line));
    }
    for answer in given {
        let question = questions.iter().find(|it| it.id == answer.question);
        desk.given.extend(question.map(|it| (it.title.clone(), answer.id)));
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
            let face = face(tx, workspace, card).await?;
            list.push(face);
        }
    }
    Ok(desk)
}
