//! Answering in a modal, for who would rather not write into the thread, or cannot.

use slack_morphism::prelude::SlackView;

use crate::domain::ids::{AnswerId, MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Asker, Privacy, Question, Spot, State};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::ask::answers::own::{draw, draw_again};
use crate::features::ask::answers::thread::{carry_answer, record};
use crate::features::ask::answers::who::name;
use crate::features::context::{Queued, once};
use crate::features::deliver::{Address, Sent, after, is_marked, post};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::answer::{self as words, CannotAnswer, cannot_answer};
use crate::views::ask::names::answers::field;
use crate::views::ask::own::posted;

const TITLE: &str = "Answer";

/// The modal in which somebody answers a question, or why they cannot.
///
/// # Errors
/// The database.
pub async fn answer_modal(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    question: QuestionId,
) -> Result<std::result::Result<SlackView, (CannotAnswer, Option<String>)>> {
    let mut tx = context.store.read().await?;
    let Some(question) = tx.question(workspace, question).await? else {
        return Ok(Err((CannotAnswer::Gone, None)));
    };
    if let Some(why) = refused(&mut tx, workspace, member, &question).await? {
        return Ok(Err((why, question.link)));
    }
    Ok(Ok(words::answer_modal(&context.voice, &question)))
}

/// Why somebody cannot answer in a modal. Of an anonymous question nobody is told that it is their own:
/// the thread has it all the same.
async fn refused(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    question: &Question,
) -> store::Result<Option<CannotAnswer>> {
    if matches!(&question.asker, Asker::Known(asker) if asker == member) {
        return Ok(Some(CannotAnswer::Own));
    }
    if !tx.member(workspace, member).await?.is_some_and(|it| it.is_here()) {
        return Ok(Some(CannotAnswer::NotAsked));
    }
    if question.privacy == Privacy::Private {
        let asked = tx.referrals(workspace, question.id).await?;
        if !asked.iter().any(|it| it.member == *member) {
            return Ok(Some(CannotAnswer::NotAsked));
        }
    }
    Ok(match question.state {
        State::Answered => Some(CannotAnswer::Answered),
        State::Closed | State::Withdrawn => Some(CannotAnswer::Closed),
        _ => None,
    })
}

/// The button: opens the modal.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    question: Option<QuestionId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let view = match question {
        Some(question) => answer_modal(context, workspace, member, question).await?,
        None => Err((CannotAnswer::Gone, None)),
    };
    match view {
        Ok(view) => show(context, interaction, &view).await,
        Err((why, link)) => {
            let content = cannot_answer(&context.voice, why, link.as_deref());
            say(context, interaction, TITLE, content).await
        }
    }
}

/// The modal was sent.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let question = sent.metadata.parse::<QuestionId>().ok();
    let text = form.get(field::ANSWER).map(str::trim).unwrap_or_default();
    let text: String = text.chars().take(words::LONGEST).collect();
    let reply = once!(context, interaction, |tx| {
        let voice = &context.voice;
        // What was written stays in its field.
        let no = |why| {
            let sentence = words::cannot_send(voice, why);
            Ok(Reply::Errors([(field::ANSWER.to_owned(), sentence)].into()))
        };
        let Some(question) = question else { return no(CannotAnswer::Gone) };
        let Some(mut question) = tx.lock_question(workspace, question).await? else {
            return no(CannotAnswer::Gone);
        };
        if text.is_empty() {
            return no(CannotAnswer::Empty);
        }
        if let Some(why) = refused(tx, workspace, member, &question).await? {
            return no(why);
        }
        let now = context.now();
        let answer = Answer {
            id: context.chance.id(now),
            question: question.id,
            author: member.clone(),
            text: text.clone(),
            spot: None,
            likes: 0,
            accepted_at: None,
            written_at: now,
            edited_at: None,
            deleted_at: None,
        };
        tx.insert_answer(workspace, &answer).await?;
        if let Some(thread) = question.thread.as_ref().filter(|_| public(&question)) {
            let post = Job::PostAnswer { answer: answer.id };
            let queued = Queued { at: now, name: None, channel: Some(&thread.channel) };
            context.queue(tx, workspace, &post, queued).await?;
        }
        record(context, tx, workspace, &mut question, &answer).await?;
        context.refresh_home(tx, workspace, member).await?;
        replace(&as_modal(TITLE, words::sent(voice, &question, answer.id)))
    })
    .await?;
    Ok(reply)
}

/// Whether its answers stand in a channel.
pub(super) fn public(question: &Question) -> bool {
    question.privacy != Privacy::Private
}

/// Puts an answer into its question's thread; one that stands there is drawn again.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn post_answer(context: &Context, work: &Work, answer: AnswerId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let answer = tx.given_answer(workspace, answer).await?;
    if let Some(stands) = answer.as_ref().filter(|it| it.spot.is_some()) {
        drop(tx);
        return draw_again(context, work, stands).await;
    }
    let Some(answer) = answer.filter(|it| it.deleted_at.is_none()) else {
        return Ok(Outcome::Cancel("it was taken back".to_owned()));
    };
    let question = tx.question(workspace, answer.question).await?.filter(public);
    let Some(thread) = question.and_then(|it| it.thread) else {
        return Ok(Outcome::Cancel("its question has no thread".to_owned()));
    };
    let author = name(&mut tx, workspace, &answer.author).await?;
    drop(tx);
    if !is_marked(context, work).await? {
        return Ok(Outcome::Cancel("somebody else posts it".to_owned()));
    }
    let content = posted(&context.voice, &author, &answer);
    let to = Address { channel: &thread.channel, thread: Some(&thread.message) };
    match post(context, work, to, content).await {
        Sent::At(message) => {
            let spot = Spot { channel: thread.channel.clone(), message };
            transaction!(context.store, |tx| {
                tx.lock_question(workspace, answer.question).await?;
                if let Some(mut posted) = tx.given_answer(workspace, answer.id).await? {
                    posted.spot = Some(spot.clone());
                    tx.save_answer(workspace, &posted).await?;
                    // Changed while it was on its way.
                    if (&posted.text, posted.deleted_at) != (&answer.text, None) {
                        draw(context, tx, workspace, &posted).await?;
                    }
                }
                tx.finish(workspace, work.id, &work.lease).await
            })
            .await?;
            Ok(Outcome::Done)
        }
        Sent::Not(failure) => {
            // The channel is gone: the asker reads it all the same.
            if failure.is_gone() {
                transaction!(context.store, |tx| {
                    carry_answer(context, tx, workspace, &answer).await
                })
                .await?;
            }
            Ok(after(&failure))
        }
    }
}
