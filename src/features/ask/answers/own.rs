//! What somebody does with an answer that they gave in a window: it stands in a message of the bot's, or in
//! none, so that Slack lets them neither change it nor take it back.

use crate::domain::ids::{AnswerId, WorkspaceId};
use crate::domain::question::{Answer, Privacy, Question};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace_all, say, show, whisper};
use crate::features::ask::answers::answering::public;
use crate::features::ask::answers::mark::mark;
use crate::features::ask::answers::thread::{reword, take_back};
use crate::features::ask::answers::who::name;
use crate::features::context::{Queued, once};
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Carried, Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::views::ask::answer as words;
use crate::views::ask::names::answers::field;
use crate::views::ask::own::{self, Own, own_done};

const TITLE: &str = "My answer";

/// An answer of this person's and its question, locked, or what they read instead.
async fn theirs(
    tx: &mut Tx,
    interaction: &Interaction,
    answer: Option<AnswerId>,
) -> store::Result<std::result::Result<(Question, Answer), Own>> {
    let workspace = &interaction.workspace;
    let Some(id) = answer else { return Ok(Err(Own::Gone)) };
    let Some(there) = tx.given_answer(workspace, id).await? else { return Ok(Err(Own::Gone)) };
    if there.author != interaction.member {
        return Ok(Err(Own::NotYours));
    }
    let Some(question) = tx.lock_question(workspace, there.question).await? else {
        return Ok(Err(Own::Gone));
    };
    // As it is under the lock.
    let answer = tx.given_answer(workspace, id).await?.filter(|it| it.deleted_at.is_none());
    Ok(answer.map(|answer| (question, answer)).ok_or(Own::Gone))
}

/// The button: opens the answer to be changed.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    answer: Option<AnswerId>,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let answer = match answer {
        Some(id) => tx.given_answer(workspace, id).await?,
        None => None,
    };
    let why = match &answer {
        Some(it) if it.author != interaction.member => Own::NotYours,
        Some(it) if it.deleted_at.is_none() => {
            if let Some(question) = tx.question(workspace, it.question).await? {
                drop(tx);
                let view = own::edit_modal(&context.voice, &question, it);
                return show(context, interaction, &view).await;
            }
            Own::Gone
        }
        _ => Own::Gone,
    };
    drop(tx);
    say(context, interaction, TITLE, own_done(&context.voice, why)).await
}

/// The changed answer was sent: what stands in the thread follows, and the card, as for any answer. One that
/// stands nowhere is brought to its asker again.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let id = sent.metadata.parse::<AnswerId>().ok();
    let text = form.get(field::ANSWER).map(str::trim).unwrap_or_default();
    let text: String = text.chars().take(words::LONGEST).collect();
    let reply = once!(context, interaction, |tx| {
        let voice = &context.voice;
        if text.is_empty() {
            let sentence = words::cannot_send(voice, words::CannotAnswer::Empty);
            return Ok(Reply::Errors([(field::ANSWER.to_owned(), sentence)].into()));
        }
        let done = |what| replace_all(&as_modal(TITLE, own_done(voice, what)));
        let (question, mut answer) = match theirs(tx, interaction, id).await? {
            Ok(found) => found,
            Err(why) => return done(why),
        };
        if answer.text != text {
            reword(context, tx, workspace, &question, &mut answer, text.clone()).await?;
            bring(context, tx, workspace, &question, &answer).await?;
        }
        context.refresh_home(tx, workspace, &interaction.member).await?;
        done(Own::Changed)
    })
    .await?;
    Ok(reply)
}

/// The button: the answer is gone. Its message says so, where it has one.
pub async fn withdraw(
    context: &Context,
    interaction: &Interaction,
    answer: Option<AnswerId>,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let reply = once!(context, interaction, |tx| {
        let tell = |what| whisper(&own_done(&context.voice, what));
        let (question, answer) = match theirs(tx, interaction, answer).await? {
            Ok(found) => found,
            Err(why) => return tell(why),
        };
        let accepted = question.accepted == Some(answer.id);
        take_back(context, tx, workspace, question.clone(), answer.clone()).await?;
        if answer.spot.is_some() {
            draw(context, tx, workspace, &answer).await?;
        }
        if accepted {
            mark(context, tx, workspace, &question, &answer, context.now()).await?;
        } else if question.privacy == Privacy::Private {
            // They read it, and nothing else would tell them.
            let carry = Job::Carry { question: question.id, what: Carried::TakenBack };
            context.queue_now(tx, workspace, &carry).await?;
        }
        context.refresh_home(tx, workspace, &interaction.member).await?;
        tell(Own::TakenBack)
    })
    .await?;
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, TITLE, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

/// New words reach whoever reads the answer.
async fn bring(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    answer: &Answer,
) -> store::Result<()> {
    if answer.spot.is_some() {
        return draw(context, tx, workspace, answer).await;
    }
    // One that is on its way to its thread is posted as it is then.
    if public(question) && question.thread.is_some() {
        return Ok(());
    }
    let what = Carried::Answer { answer: answer.id };
    context.queue_now(tx, workspace, &Job::Carry { question: question.id, what }).await
}

/// Has an answer drawn again where the bot posted it.
pub(super) async fn draw(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    answer: &Answer,
) -> store::Result<()> {
    let Some(spot) = &answer.spot else { return Ok(()) };
    let queued = Queued { at: context.now(), name: None, channel: Some(&spot.channel) };
    context.queue(tx, workspace, &Job::PostAnswer { answer: answer.id }, queued).await
}

/// Draws an answer again where the bot posted it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn draw_again(context: &Context, work: &Work, answer: &Answer) -> Result<Outcome> {
    let workspace = &work.workspace;
    let Some(spot) = &answer.spot else {
        return Ok(Outcome::Cancel("it stands in no thread".to_owned()));
    };
    let mut tx = context.store.read().await?;
    let author = name(&mut tx, workspace, &answer.author).await?;
    drop(tx);
    let content = match answer.deleted_at {
        None => own::posted(&context.voice, &author, answer),
        Some(_) => own::withdrawn(&context.voice, &author),
    };
    match context.slack.update(&spot.channel, &spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}
