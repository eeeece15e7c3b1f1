//! What an import read belongs to whoever wrote it: they change it and take it back in Slack, or here
//! where they read it. Nobody is told of it: nobody was asked either.

use crate::domain::asking::{Written, written};
use crate::domain::ids::{AnswerId, MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Asker, Question, Source, Spot, State};
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, whisper};
use crate::features::ask::answers::thread::retire_card;
use crate::features::ask::answers::who::plain;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::answer::{WordsGone, words_gone};

/// What stands in the place of a question that its asker took back: a title is never empty.
const TAKEN_BACK: &str = "(taken back)";

const TITLE: &str = "My words";

/// The question of an import that a message asks, locked; nothing where it was taken back.
async fn asked_at(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    spot: &Spot,
) -> store::Result<Option<Question>> {
    let there = tx.question_in_thread(workspace, &spot.channel, &spot.message).await?;
    let Some(there) = there.filter(|it| it.source == Source::Imported) else { return Ok(None) };
    let question = tx.lock_question(workspace, there.id).await?;
    Ok(question.filter(|it| it.state != State::Withdrawn))
}

/// The first message of a thread was changed: if an import read it, its new words count.
pub async fn head_edited(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    spot: &Spot,
    text: &str,
) -> store::Result<()> {
    let Some(mut question) = asked_at(tx, workspace, spot).await? else { return Ok(()) };
    let Written { title, details, .. } = written(&plain(tx, workspace, text).await?);
    if title.is_empty() {
        return withdraw(context, tx, workspace, question).await;
    }
    (question.title, question.details) = (title, details);
    tx.save_question(workspace, &question).await
}

/// The first message of a thread is gone: if an import read it, nobody finds the question any more, nor
/// what was answered to it.
pub async fn head_deleted(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    spot: &Spot,
) -> store::Result<()> {
    match asked_at(tx, workspace, spot).await? {
        Some(question) => withdraw(context, tx, workspace, question).await,
        None => Ok(()),
    }
}

/// Takes back a question that is locked, and leaves none of its words. Its row stays, so that no later
/// import brings it again.
async fn withdraw(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    mut question: Question,
) -> store::Result<()> {
    question.move_to(State::Withdrawn, context.now());
    TAKEN_BACK.clone_into(&mut question.title);
    question.details.clear();
    tx.save_question(workspace, &question).await?;
    retire_card(tx, workspace, question.id).await
}

/// Takes back an answer to a question that is locked, and leaves none of its words.
pub async fn take_back_answer(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    mut answer: Answer,
) -> store::Result<()> {
    answer.deleted_at = Some(context.now());
    answer.text.clear();
    tx.save_answer(workspace, &answer).await?;
    match question.accepted == Some(answer.id) {
        true => retire_card(tx, workspace, question.id).await,
        false => Ok(()),
    }
}

/// The button where somebody reads their own words: takes back a question, or one answer to it.
pub async fn take_back(
    context: &Context,
    interaction: &Interaction,
    question: Option<QuestionId>,
    answer: Option<AnswerId>,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let reply = once!(context, interaction, |tx| {
        let tell = |what| whisper(&words_gone(&context.voice, what));
        let Some(id) = question else { return tell(WordsGone::Before) };
        let question = tx.lock_question(workspace, id).await?;
        let imported = question.filter(|it| it.source == Source::Imported);
        let Some(question) = imported else { return tell(WordsGone::NotYours) };
        let what =
            taken_back(context, tx, workspace, &interaction.member, question, answer).await?;
        tell(what)
    })
    .await?;
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, TITLE, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

async fn taken_back(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    question: Question,
    answer: Option<AnswerId>,
) -> store::Result<WordsGone> {
    let Some(answer) = answer else {
        if !matches!(&question.asker, Asker::Known(asker) if asker == member) {
            return Ok(WordsGone::NotYours);
        }
        if question.state == State::Withdrawn {
            return Ok(WordsGone::Before);
        }
        withdraw(context, tx, workspace, question).await?;
        return Ok(WordsGone::Gone);
    };
    let answer = tx.given_answer(workspace, answer).await?;
    let Some(answer) = answer.filter(|it| it.question == question.id && it.author == *member)
    else {
        return Ok(WordsGone::NotYours);
    };
    if answer.deleted_at.is_some() {
        return Ok(WordsGone::Before);
    }
    take_back_answer(context, tx, workspace, &question, answer).await?;
    Ok(WordsGone::Gone)
}
