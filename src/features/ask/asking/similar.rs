//! What was asked and answered before. This is the one place that looks for it.

use crate::domain::asking::likeness;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::question::{Answer, Question};
use crate::features::ask::asking::who::visible;
use crate::features::{Context, Result};
use crate::views::ask::asking::modal::{MOST_SIMILAR, Similar};

/// So many of the latest answered questions are compared.
const COMPARED: u32 = 500;
/// From this likeness on, a question is worth showing.
const LIKE: f64 = 0.5;

/// The most similar questions that were answered, as far as `member` may read them: what was kept
/// between two people is not among them, nor what was asked in a private channel that is not theirs.
pub async fn similar(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    title: &str,
    details: &str,
) -> Result<Vec<Similar>> {
    let mut tx = context.store.read().await?;
    let hidden = tx.hidden_communities(workspace).await?;
    let mine = visible(&mut tx, workspace, member, None).await?;
    let may_read = |question: &Question| {
        question.community.is_none_or(|id| {
            !hidden.contains(&id) || mine.iter().any(|community| community.id == id)
        })
    };
    let mut found: Vec<(f64, Question)> = tx
        .answered_questions(workspace, COMPARED)
        .await?
        .into_iter()
        .filter(may_read)
        .map(|it| (likeness(title, &it.title).max(likeness(details, &it.title) / 2.0), it))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    found.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| b.id.cmp(&a.id)));
    found.truncate(MOST_SIMILAR);
    let ids: Vec<_> = found.iter().map(|(_, question)| question.id).collect();
    let answers = tx.answers_to(workspace, &ids).await?;
    Ok(found.into_iter().filter_map(|(_, it)| shown(it, &answers)).collect())
}

/// With the answer that was accepted, else the one that was liked most, else the first.
fn shown(question: Question, answers: &[Answer]) -> Option<Similar> {
    let of_it = || answers.iter().filter(|answer| answer.question == question.id);
    let accepted = of_it().find(|answer| Some(answer.id) == question.accepted);
    let liked = || of_it().rev().max_by_key(|answer| answer.likes);
    let answer = accepted.or_else(liked)?;
    Some(Similar {
        question: question.id,
        answer: answer.text.clone(),
        title: question.title,
        link: question.link,
    })
}
