//! What the asker of a private question writes back: it has no thread to do so.

use crate::domain::ids::{AnswerId, QuestionId};
use crate::domain::question::{Answer, Asker, Privacy, Question};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::ask::answers::both;
use crate::features::ask::answers::who::name;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::{Carried, Job};
use crate::store::{self, AskerReply, Tx};
use crate::views::ask::accept::{CannotAccept, cannot_accept};
use crate::views::ask::answer::{LONGEST, over_meanwhile, reply_modal, reply_sent};
use crate::views::ask::names::answers::field;

const TITLE: &str = "Reply";

type Both = Option<(QuestionId, AnswerId)>;

/// The button: opens the modal.
pub async fn open(context: &Context, interaction: &Interaction, both: Both) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    match look(&mut tx, interaction, both).await? {
        Ok((question, answer)) => {
            let author = name(&mut tx, workspace, &answer.author).await?;
            drop(tx);
            let view = reply_modal(&context.voice, &question, answer.id, &author);
            show(context, interaction, &view).await
        }
        Err(why) => {
            drop(tx);
            say(context, interaction, TITLE, cannot_accept(&context.voice, why)).await
        }
    }
}

/// The question and the answer, if it is for this person to write back.
async fn look(
    tx: &mut Tx,
    interaction: &Interaction,
    both: Both,
) -> store::Result<std::result::Result<(Question, Answer), CannotAccept>> {
    let workspace = &interaction.workspace;
    let Some((question, answer)) = both else { return Ok(Err(CannotAccept::Gone)) };
    let Some(question) = tx.question(workspace, question).await? else {
        return Ok(Err(CannotAccept::Gone));
    };
    if !question.state.is_open() {
        return Ok(Err(CannotAccept::Closed));
    }
    let asked = matches!(&question.asker, Asker::Known(it) if *it == interaction.member);
    if !asked || question.privacy != Privacy::Private {
        return Ok(Err(CannotAccept::NotYours));
    }
    let answer = tx.given_answer(workspace, answer).await?;
    let answer = answer.filter(|it| it.question == question.id && it.deleted_at.is_none());
    Ok(answer.map(|answer| (question, answer)).ok_or(CannotAccept::Gone))
}

/// The modal was sent.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let text = form.get(field::REPLY).map(str::trim).unwrap_or_default();
    let text: String = text.chars().take(LONGEST).collect();
    let reply = once!(context, interaction, |tx| {
        let voice = &context.voice;
        let (question, answer) = match look(tx, interaction, both(&sent.metadata)).await? {
            Ok(found) if !text.is_empty() => found,
            Ok(_) => return Ok(Reply::CloseModal),
            Err(_) => {
                let problem = (field::REPLY.to_owned(), over_meanwhile(voice));
                return Ok(Reply::Errors([problem].into()));
            }
        };
        let reply = AskerReply {
            id: context.chance.id(context.now()),
            question: question.id,
            answer: answer.id,
            text: text.clone(),
        };
        tx.keep_reply(workspace, &reply).await?;
        let carry = Job::Carry { question: question.id, what: Carried::Reply { reply: reply.id } };
        context.queue_now(tx, workspace, &carry).await?;
        replace(&as_modal(TITLE, reply_sent(voice)))
    })
    .await?;
    Ok(reply)
}
