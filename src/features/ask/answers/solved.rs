//! "This solved it for me too": whom an answer helped besides its asker.

use crate::domain::card::Card;
use crate::domain::ids::{CardId, MemberId, WorkspaceId};
use crate::domain::question::{Asker, Question, Spot};
use crate::event::{Interaction, OnMessage, Reply};
use crate::features::answer::{say, whisper};
use crate::features::ask::answers::cards::{TITLE, about};
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::card::{Done, Solved, done, solved};

/// On a message: the head of a thread, an answer in it, or something that was kept.
pub async fn message(
    context: &Context,
    interaction: &Interaction,
    on: &OnMessage,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let said = on_message(context, tx, workspace, member, on).await?;
        whisper(&solved(&context.voice, said))
    })
    .await?;
    shown(context, interaction, reply).await
}

/// On an open card.
pub async fn card(
    context: &Context,
    interaction: &Interaction,
    card: Option<CardId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let voice = &context.voice;
        let card = match card {
            Some(card) => tx.card(workspace, card).await?,
            None => None,
        };
        match card.filter(|it| it.state.is_shown()) {
            Some(card) => {
                whisper(&solved(voice, count_card(context, tx, workspace, member, &card).await?))
            }
            None => whisper(&done(voice, Done::Gone, context.now())),
        }
    })
    .await?;
    shown(context, interaction, reply).await
}

/// A receipt has the words; where they are read depends on where somebody looks.
async fn shown(context: &Context, interaction: &Interaction, reply: Reply) -> Result<Reply> {
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, TITLE, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

async fn on_message(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    on: &OnMessage,
) -> store::Result<Solved> {
    let spot = Spot { channel: on.channel.clone(), message: on.message.clone() };
    if let Some(card) = tx.card_at(workspace, &spot).await? {
        return match card.state.is_shown() {
            true => count_card(context, tx, workspace, member, &card).await,
            false => Ok(Solved::Elsewhere),
        };
    }
    let head = on.thread.as_ref().unwrap_or(&on.message);
    let question = match tx.question_in_thread(workspace, &on.channel, head).await? {
        Some(question) => Some(question),
        None => match tx.answer_at(workspace, &spot).await? {
            Some(answer) => tx.question(workspace, answer.question).await?,
            None => None,
        },
    };
    match question {
        Some(question) => count_question(context, tx, workspace, member, &question).await,
        None => Ok(Solved::Elsewhere),
    }
}

async fn count_card(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    card: &Card,
) -> store::Result<Solved> {
    if card.owner == *member {
        return Ok(Solved::Wrote);
    }
    if let crate::domain::card::Origin::Answer { question, .. } = card.origin
        && let Some(question) = tx.question(workspace, question).await?
    {
        return count_question(context, tx, workspace, member, &question).await;
    }
    count(context, tx, workspace, member, about(card)).await
}

/// Whoever asked and whoever answered do not count.
async fn count_question(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    question: &Question,
) -> store::Result<Solved> {
    if matches!(&question.asker, Asker::Known(asker) if asker == member) {
        return Ok(Solved::Asked);
    }
    let answers = tx.answers_to(workspace, &[question.id]).await?;
    if answers.is_empty() {
        return Ok(Solved::NoAnswer);
    }
    let accepted = answers.iter().find(|it| Some(it.id) == question.accepted);
    let wrote = match accepted {
        Some(accepted) => accepted.author == *member,
        None => answers.iter().all(|it| it.author == *member),
    };
    if wrote {
        return Ok(Solved::Wrote);
    }
    count(context, tx, workspace, member, question.id.into()).await
}

async fn count(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    about: uuid::Uuid,
) -> store::Result<Solved> {
    if !tx.keep_reuse(workspace, about, member, context.now()).await? {
        return Ok(Solved::Before);
    }
    Ok(Solved::Counted(tx.reuses(workspace, about).await?))
}
