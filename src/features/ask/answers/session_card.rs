//! The card of a question of an *Ask me anything* follows what its owner does with their words.

use crate::domain::card::{CardState, Origin};
use crate::domain::ids::{AnswerId, WorkspaceId};
use crate::domain::question::{Answer, Question};
use crate::features::ask::session::card_text;
use crate::store::{self, Tx};

/// An answer was edited or deleted, which is written already; `before` is how it was. Words of the card
/// that its owner changed by hand stay; if they took all of theirs back, the card goes.
pub(super) async fn follow(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    before: &Answer,
) -> store::Result<()> {
    let Some(card) = tx.card_of(workspace, question.id).await? else { return Ok(()) };
    let Some(mut card) = tx.lock_card(workspace, card.id).await? else { return Ok(()) };
    let ours = matches!(card.origin, Origin::Session { .. }) && card.owner == before.author;
    if !ours || !card.state.is_shown() {
        return Ok(());
    }
    let mut now = tx.answers_to(workspace, &[question.id]).await?;
    now.retain(|it| it.author == card.owner);
    let mut then = now.clone();
    then.retain(|it| it.id != before.id);
    then.push(before.clone());
    then.sort_by_key(|it| (it.written_at, it.id));
    // Either all that they said there, or the one answer that people liked most.
    let one = |of: &[Answer], id: AnswerId| -> Vec<Answer> {
        of.iter().filter(|it| it.id == id).cloned().collect()
    };
    let next = if card.text == text_of(&then) {
        Some(now.clone())
    } else if card.text == text_of(std::slice::from_ref(before)) {
        Some(one(&now, before.id))
    } else {
        None
    };
    match next {
        Some(next) if !next.is_empty() => card.text = text_of(&next),
        None if !now.is_empty() => return Ok(()),
        _ => {
            card.state = CardState::Retired;
            tx.end_review(workspace, card.id).await?;
        }
    }
    tx.save_card(workspace, &card).await
}

fn text_of(answers: &[Answer]) -> String {
    let words: Vec<&str> = answers.iter().map(|it| it.text.as_str()).collect();
    card_text(&words)
}
