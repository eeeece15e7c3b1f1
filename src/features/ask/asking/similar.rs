//! What was asked and answered before. This is the one place that looks for it.

use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, State};
use crate::features::ask::asking::who::hidden_from;
use crate::features::{Context, Result};
use crate::search::{self, Kind, Like, Likeness};
use crate::views::ask::asking::modal::{MOST_SIMILAR, Own, Similar};

/// So many of what the search index finds are looked at.
const LOOKED_AT: usize = 30;
/// What the index finds is worth showing from this likeness of words on: the best of nothing is nothing.
const ALIKE: f64 = 0.34;
/// While there is no index, so many of the latest answered questions are compared.
const COMPARED: u32 = 500;
/// From this likeness on, one of them is worth showing.
const MUCH_ALIKE: f64 = 0.5;

/// The most similar questions that were answered, as far as `member` may read them: what was kept
/// between two people is not among them, nor what was asked in a private channel that is not theirs.
pub async fn similar(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    title: &str,
    details: &str,
) -> Result<Vec<Similar>> {
    let hits = found(context, workspace, title, details).await?;
    let mut tx = context.store.read().await?;
    let hidden = hidden_from(&mut tx, workspace, member).await?;
    let mut likeness = Likeness::new(title, details);
    let mut alike = |it: &Question| likeness.to(&it.title);
    let mut found: Vec<Question> = match hits {
        Some(ids) => {
            let mut known = tx.these_questions(workspace, &ids).await?;
            known.sort_by_key(|it| ids.iter().position(|id| *id == it.id));
            known.retain(|it| is_shown(it) && alike(it) >= ALIKE);
            known
        }
        None => {
            let latest = tx.answered_questions(workspace, COMPARED).await?;
            let mut found: Vec<(f64, Question)> =
                latest.into_iter().map(|it| (alike(&it), it)).collect();
            found.retain(|(share, _)| *share >= MUCH_ALIKE);
            found.sort_by(|one, other| other.0.total_cmp(&one.0));
            found.into_iter().map(|(_, it)| it).collect()
        }
    };
    found.retain(|it| it.community.is_none_or(|id| !hidden.contains(&id)));
    found.truncate(MOST_SIMILAR);
    let ids: Vec<_> = found.iter().map(|question| question.id).collect();
    let answers = tx.answers_to(workspace, &ids).await?;
    Ok(found.into_iter().filter_map(|it| shown(it, &answers, member)).collect())
}

/// What the index has that is most like it, the best first; `None` while it is being made, or if it cannot
/// be asked.
async fn found(
    context: &Context,
    workspace: &WorkspaceId,
    title: &str,
    details: &str,
) -> Result<Option<Vec<QuestionId>>> {
    let like = Like { title: title.to_owned(), text: details.to_owned(), ..Like::default() };
    let (kind, now) = (Kind::Question, context.now());
    match context.search.similar(workspace, like, kind, LOOKED_AT, now).await {
        Ok(hits) => Ok(Some(hits.iter().filter_map(|hit| hit.of.parse().ok()).collect())),
        Err(search::Error::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%error, "the latest questions are compared instead of the index");
            Ok(None)
        }
    }
}

/// Answered, and not carried between two people. What an import found is over, accepted or not: it is
/// shown if it has an answer.
fn is_shown(question: &Question) -> bool {
    let over = question.state == State::Answered || question.source == Source::Imported;
    over && question.privacy != Privacy::Private && question.state != State::Withdrawn
}

/// With the answer that was accepted, else the one that was liked most, else the first.
fn shown(question: Question, answers: &[Answer], reader: &MemberId) -> Option<Similar> {
    let of_it = || answers.iter().filter(|answer| answer.question == question.id);
    let accepted = of_it().find(|answer| Some(answer.id) == question.accepted);
    let liked = || of_it().rev().max_by_key(|answer| answer.likes);
    let answer = accepted.or_else(liked)?;
    let asked = matches!(&question.asker, Asker::Known(asker) if asker == reader);
    // What was written here has its ways; what an import read may stand where Klatch hears nothing.
    let own = match question.source {
        Source::Imported if answer.author == *reader => Some(Own::Answer(answer.id)),
        Source::Imported if asked => Some(Own::Question),
        _ => None,
    };
    Some(Similar {
        question: question.id,
        own,
        answer: answer.text.clone(),
        title: question.title,
        link: question.link,
    })
}
