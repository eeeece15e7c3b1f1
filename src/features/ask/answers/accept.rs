//! Which answer it was.

use chrono::{DateTime, TimeDelta, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::card::{Card, CardState, Origin};
use crate::domain::ids::{AnswerId, QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Asker, Privacy, Question, State, hour_of};
use crate::domain::rules::Feature;
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::ask::answers::mark::mark;
use crate::features::ask::answers::notes::thanks_for;
use crate::features::ask::answers::who::{may_accept, name, names};
use crate::features::ask::asking;
use crate::features::context::Queued;
use crate::features::{Context, Result, story};
use crate::job::{Job, KeptNote, Note};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::accept::{CannotAccept, OTHERWISE, accept_modal, accepted, cannot_accept};
use crate::views::ask::names::answers::field;

/// So long a check mark may have been a slip: nobody is thanked before, and taking it off undoes it.
pub const UNDO: TimeDelta = TimeDelta::hours(1);

/// What the windows are called.
const TITLE: &str = "That answers it";

/// The moment that is written down: of an anonymous question only the hour, so that nothing that its
/// asker did at the same minute tells who they are.
fn moment(question: &Question, now: DateTime<Utc>) -> DateTime<Utc> {
    match question.privacy {
        Privacy::Anonymous => hour_of(now),
        Privacy::Open | Privacy::Private => now,
    }
}

/// Whether answers of a question can be accepted: also another one instead, and of one that was closed
/// because its asker left, by whoever may say so in their place.
async fn takes(tx: &mut Tx, workspace: &WorkspaceId, question: &Question) -> store::Result<bool> {
    match (question.state, &question.asker) {
        (State::Answered, _) => Ok(true),
        (State::Closed, Asker::Known(asked)) => {
            Ok(!tx.member(workspace, asked).await?.is_some_and(|it| it.is_here()))
        }
        (state, _) => Ok(state.is_open()),
    }
}

/// Accepts an answer to a question that is locked; another one that was accepted before is not any
/// more. `false` if it was accepted already, or cannot be. `from` is when its author may be thanked.
pub async fn accept(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    answer: &mut Answer,
    otherwise: Option<String>,
    from: DateTime<Utc>,
) -> store::Result<bool> {
    if answer.deleted_at.is_some() || !takes(tx, workspace, question).await? {
        return Ok(false);
    }
    let again = question.accepted == Some(answer.id);
    if again && (otherwise.is_none() || otherwise == question.otherwise) {
        return Ok(false);
    }
    question.otherwise = otherwise.or(question.otherwise.take());
    if again {
        tx.save_question(workspace, question).await?;
        return Ok(true);
    }
    if let Some(before) = question.accepted
        && let Some(mut before) = tx.given_answer(workspace, before).await?
    {
        before.accepted_at = None;
        tx.save_answer(workspace, &before).await?;
        mark(context, tx, workspace, question, &before, context.now()).await?;
    }
    let at = moment(question, context.now());
    answer.accepted_at = Some(at);
    tx.save_answer(workspace, answer).await?;
    question.accepted = Some(answer.id);
    if question.state != State::Answered {
        question.state = State::Answered;
        question.since = at;
    }
    asking::end(context, tx, workspace, question).await?;
    make_card(context, tx, workspace, question, answer, at).await?;
    follow(context, tx, workspace, question, answer, from).await?;
    Ok(true)
}

/// The card of a question, or the one that it has, with this answer.
async fn make_card(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    answer: &Answer,
    at: DateTime<Utc>,
) -> store::Result<()> {
    let Some(new) = Card::of(context.chance.id(at), question, answer, at) else { return Ok(()) };
    let Some(before) = tx.card_of(workspace, question.id).await? else {
        tx.insert_card(workspace, &new).await?;
        return Ok(());
    };
    let Some(before) = tx.lock_card(workspace, before.id).await? else { return Ok(()) };
    tx.end_review(workspace, before.id).await?;
    tx.save_card(workspace, &Card { id: before.id, made_at: before.made_at, ..new }).await
}

/// What follows for others: thanks, and a check mark that everybody sees.
async fn follow(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    answer: &Answer,
    from: DateTime<Utc>,
) -> store::Result<()> {
    let note = Note::Kept { what: KeptNote::Thanks { answer: answer.id } };
    let thanks = Job::Tell { member: answer.author.clone(), note };
    if question.privacy == Privacy::Anonymous {
        asking::queue_about(context, tx, workspace, question, &thanks).await?;
        return mark(context, tx, workspace, question, answer, from).await;
    }
    let name = format!("{}{}", thanks_for(answer.id), from.timestamp());
    let queued = Queued { at: from, name: Some(&name), channel: None };
    context.queue(tx, workspace, &thanks, queued).await?;
    context.refresh_home(tx, workspace, &answer.author).await?;
    mark(context, tx, workspace, question, answer, from).await
}

/// It was a slip: the question stays open for whoever knows, and its card goes.
pub async fn undo(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    answer: &mut Answer,
) -> store::Result<()> {
    answer.accepted_at = None;
    tx.save_answer(workspace, answer).await?;
    mark(context, tx, workspace, question, answer, context.now()).await?;
    question.accepted = None;
    question.state = State::KeptOpen;
    question.since = context.now();
    tx.save_question(workspace, question).await?;
    if let Some(card) = tx.card_of(workspace, question.id).await?
        && let Some(mut card) = tx.lock_card(workspace, card.id).await?
        && matches!(card.origin, Origin::Answer { answer: of, .. } if of == answer.id)
    {
        card.state = CardState::Retired;
        tx.save_card(workspace, &card).await?;
    }
    let show = Job::ShowQuestion { question: question.id };
    asking::queue_about(context, tx, workspace, question, &show).await
}

/// Opens the choice of an answer.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    question: Option<QuestionId>,
    chosen: Option<AnswerId>,
) -> Result<Reply> {
    match look(context, interaction, question).await? {
        Ok((question, answers)) => {
            let view = accept_modal(&context.voice, &question, &answers, chosen);
            show(context, interaction, &view).await
        }
        Err(why) => say(context, interaction, TITLE, cannot_accept(&context.voice, why)).await,
    }
}

type Choices = (Question, Vec<(Answer, String)>);

async fn look(
    context: &Context,
    interaction: &Interaction,
    question: Option<QuestionId>,
) -> Result<std::result::Result<Choices, CannotAccept>> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let question = match question {
        Some(id) => tx.question(workspace, id).await?,
        None => None,
    };
    let Some(question) = question else { return Ok(Err(CannotAccept::Gone)) };
    if let Some(why) = refused(context, &mut tx, interaction, &question).await? {
        return Ok(Err(why));
    }
    let answers = tx.answers_to(workspace, &[question.id]).await?;
    if answers.is_empty() {
        return Ok(Err(CannotAccept::NoAnswers));
    }
    let authors: Vec<_> = answers.iter().map(|it| it.author.clone()).collect();
    let names = names(&mut tx, workspace, &authors).await?;
    let named = answers.into_iter().map(|answer| {
        let name = names.get(&answer.author).cloned();
        (answer, name.unwrap_or_else(|| "Somebody".to_owned()))
    });
    Ok(Ok((question, named.collect())))
}

/// Why not: a question that was anonymous is over for everybody once it is closed.
async fn refused(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    question: &Question,
) -> store::Result<Option<CannotAccept>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    if !takes(tx, workspace, question).await? {
        return Ok(Some(CannotAccept::Closed));
    }
    let may = may_accept(context, tx, workspace, question, member).await?;
    Ok((!may).then_some(match question.privacy {
        Privacy::Anonymous if question.state == State::Answered => CannotAccept::Forgotten,
        _ => CannotAccept::NotYours,
    }))
}

/// The choice was sent.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let question = sent.metadata.parse::<QuestionId>().ok();
    let chosen = form.get(field::WHICH).and_then(|id| id.parse::<AnswerId>().ok());
    let otherwise = form.get(field::OTHERWISE).map(str::trim).filter(|text| !text.is_empty());
    let otherwise = otherwise.map(|text| text.chars().take(OTHERWISE).collect::<String>());
    let reply = transaction!(context.store, |tx| {
        if let Some(reply) = tx.receipt(workspace, &interaction.trigger).await? {
            return Ok(reply);
        }
        let choice = (question, chosen, otherwise.clone());
        let (content, anonymous) = choose(context, tx, interaction, choice).await?;
        let reply = replace(&as_modal(TITLE, content))?;
        // A receipt would say at which moment somebody accepted an answer to an anonymous question.
        if !anonymous {
            tx.keep_receipt(workspace, &interaction.trigger, &reply, context.now()).await?;
        }
        Ok(reply)
    })
    .await?;
    Ok(reply)
}

/// What a choice comes to, in words, and whether the question is an anonymous one.
async fn choose(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    (question, chosen, otherwise): (Option<QuestionId>, Option<AnswerId>, Option<String>),
) -> store::Result<(SlackMessageContent, bool)> {
    let (workspace, voice) = (&interaction.workspace, &context.voice);
    let gone = || (cannot_accept(voice, CannotAccept::Gone), false);
    let (Some(question), Some(chosen)) = (question, chosen) else { return Ok(gone()) };
    let Some(mut question) = tx.lock_question(workspace, question).await? else {
        return Ok(gone());
    };
    let anonymous = question.privacy == Privacy::Anonymous;
    if let Some(why) = refused(context, tx, interaction, &question).await? {
        return Ok((cannot_accept(voice, why), anonymous));
    }
    let answer = tx.given_answer(workspace, chosen).await?;
    let fits = |it: &Answer| it.question == question.id && it.deleted_at.is_none();
    let Some(mut answer) = answer.filter(fits) else { return Ok((gone().0, anonymous)) };
    let now = context.now();
    accept(context, tx, workspace, &mut question, &mut answer, otherwise, now).await?;
    if !anonymous {
        context.refresh_home(tx, workspace, &interaction.member).await?;
    }
    let author = name(tx, workspace, &answer.author).await?;
    let mut content = accepted(voice, &author, question.privacy != Privacy::Private);
    if !anonymous && context.rules.is_on(Feature::Stories) {
        content.blocks.get_or_insert_default().push(story::tell_button(context, question.id));
    }
    Ok((content, anonymous))
}
