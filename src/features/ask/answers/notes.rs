//! What people are told in their direct message about what they answered and what is kept.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::card::CardState;
use crate::domain::ids::{AnswerId, CardId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::{Asker, Privacy};
use crate::features::ask::answers::cards::face;
use crate::features::ask::answers::fresh;
use crate::features::ask::answers::who::name;
use crate::features::{Context, Result};
use crate::job::{KeptNote, Work};
use crate::store::Tx;
use crate::transaction;
use crate::views::ask::{accept, card as views, keep};

/// What somebody is told; nothing where it is not so any more.
///
/// # Errors
/// The database.
pub async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    what: KeptNote,
) -> Result<Option<SlackMessageContent>> {
    let member = &reader.profile.member;
    match what {
        KeptNote::Thanks { answer } => thanks(context, tx, workspace, answer).await,
        KeptNote::TakenBack { question } => {
            let question = tx.question(workspace, question).await?;
            Ok(question.map(|it| accept::taken_back(&context.voice, &it, false)))
        }
        KeptNote::MayWeKeep { card } => {
            let Some(card) = tx.card(workspace, card).await? else { return Ok(None) };
            let proposal = tx.proposal(workspace, card.id).await?;
            let waits = card.state == CardState::Proposed && card.owner == *member;
            let Some(proposal) = proposal.filter(|_| waits) else { return Ok(None) };
            let by = name(tx, workspace, &proposal.by).await?;
            let face = face(tx, workspace, card).await?;
            Ok(Some(keep::may_we(&context.voice, &face, &by)))
        }
        KeptNote::Outcome { card } => {
            let Some(card) = tx.card(workspace, card).await? else { return Ok(None) };
            let face = face(tx, workspace, card).await?;
            Ok(keep::outcome(&context.voice, &face))
        }
        KeptNote::StillTrue => {
            let (faces, owns) = fresh::asked_of(context, tx, workspace, member, false).await?;
            Ok((!faces.is_empty()).then(|| views::still_true(&context.voice, &faces, owns)))
        }
    }
}

/// How the names of the jobs begin that thank for an answer.
pub fn thanks_for(answer: AnswerId) -> String {
    format!("thanks:{answer}:")
}

/// Thanks for an answer, if it is still the accepted one. Who asked is named only where everybody
/// knows.
async fn thanks(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    answer: AnswerId,
) -> Result<Option<SlackMessageContent>> {
    let answer = tx.given_answer(workspace, answer).await?;
    let Some(answer) = answer.filter(|it| it.accepted_at.is_some() && it.deleted_at.is_none())
    else {
        return Ok(None);
    };
    // Accepted, taken back and accepted again: they have read it.
    if tx.was_done(workspace, &thanks_for(answer.id)).await? {
        return Ok(None);
    }
    let Some(question) = tx.question(workspace, answer.question).await? else { return Ok(None) };
    let asker = match (&question.asker, question.privacy) {
        (Asker::Known(asker), Privacy::Open | Privacy::Private) => {
            Some(name(tx, workspace, asker).await?)
        }
        _ => None,
    };
    Ok(Some(accept::thanks(&context.voice, &question, asker.as_deref())))
}

/// Whether a note only asks, or is nice to have: not for whoever wants nothing but their coffee.
pub fn asks(what: KeptNote) -> bool {
    match what {
        KeptNote::Thanks { .. } | KeptNote::StillTrue | KeptNote::MayWeKeep { .. } => true,
        KeptNote::TakenBack { .. } | KeptNote::Outcome { .. } => false,
    }
}

/// A note has arrived: that somebody was asked about their cards is kept with the end of its job.
///
/// # Errors
/// The database.
pub async fn told(
    context: &Context,
    work: &Work,
    reader: &Member,
    what: KeptNote,
    at: DateTime<Utc>,
) -> Result<()> {
    let KeptNote::StillTrue = what else { return Ok(()) };
    let (workspace, member) = (&work.workspace, &reader.profile.member);
    transaction!(context.store, |tx| {
        let (faces, _) = fresh::asked_of(context, tx, workspace, member, false).await?;
        let cards: Vec<CardId> = faces.iter().map(|face| face.card.id).collect();
        tx.review_asked(workspace, &cards, member, at).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(())
}
