//! What is brought from one side of a question to the other. A job knows the question only: who asked
//! is found out when it runs, and is not kept.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{AnswerId, MemberId, QuestionId, ReplyId};
use crate::domain::question::{Asker, Privacy, Question};
use crate::features::ask::answers::who::name;
use crate::features::ask::asker::asker;
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, is_marked, post, still};
use crate::features::{Context, Result};
use crate::job::{Carried, Outcome, Work};
use crate::store::Tx;
use crate::transaction;
use crate::views::ask::{accept, answer as words};

/// What is carried, ready to go.
struct Letter {
    to: MemberId,
    content: SlackMessageContent,
}

/// Nothing is carried, for a reason that names nobody.
type Ready = std::result::Result<Letter, &'static str>;

/// Brings something to the other side.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn carry(
    context: &Context,
    work: &Work,
    question: QuestionId,
    what: Carried,
) -> Result<Outcome> {
    let letter = match look(context, work, question, what).await? {
        Ok(letter) => letter,
        Err(UNSAID) => return unsaid(context, work).await,
        Err(why) => {
            drop_reply(context, work, what, false).await?;
            return Ok(Outcome::Cancel(why.to_owned()));
        }
    };
    let opened = context.slack.open_conversation(std::slice::from_ref(&letter.to)).await;
    let channel = match opened {
        Ok(conversation) => conversation,
        Err(failure) => return Ok(still(work, after(&failure))),
    };
    match earlier(context, work, &channel).await {
        Earlier::Nothing => {}
        Earlier::At(_) => return delivered(context, work, what).await,
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    if !is_marked(context, work).await? {
        return Ok(Outcome::Cancel("somebody else carries it".to_owned()));
    }
    let to = Address { channel: &channel, thread: None };
    match post(context, work, to, letter.content).await {
        Sent::At(_) => delivered(context, work, what).await,
        Sent::Not(failure) => Ok(after(&failure)),
    }
}

/// Ends a job as if it had brought something: its row is the same, too.
async fn unsaid(context: &Context, work: &Work) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        tx.mark_sending(workspace, work.id, &work.lease).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// It has arrived: what an asker wrote is not kept any longer.
async fn delivered(context: &Context, work: &Work, what: Carried) -> Result<Outcome> {
    drop_reply(context, work, what, true).await?;
    Ok(Outcome::Done)
}

async fn drop_reply(context: &Context, work: &Work, what: Carried, done: bool) -> Result<()> {
    let Carried::Reply { reply } = what else { return Ok(()) };
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        tx.drop_reply(workspace, reply).await?;
        if done {
            tx.finish(workspace, work.id, &work.lease).await?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

async fn look(
    context: &Context,
    work: &Work,
    question: QuestionId,
    what: Carried,
) -> Result<Ready> {
    let mut tx = context.store.read().await?;
    let Some(question) = tx.question(&work.workspace, question).await? else {
        return Ok(Err("the question is gone"));
    };
    match what {
        Carried::Answer { answer } => answered(context, work, &mut tx, &question, answer).await,
        Carried::Reply { reply } => replied(context, work, &mut tx, &question, reply).await,
        Carried::TakenBack => {
            let Some(reader) = reader(work, &mut tx, &question).await? else {
                return Ok(Err(NOBODY));
            };
            let content = accept::taken_back(&context.voice, &question, true);
            Ok(Ok(Letter { to: reader, content }))
        }
    }
}

/// Where nobody is there to read it.
const NOBODY: &str = "there is nobody to bring it to";
/// The same of an anonymous question. That nobody reads an answer to it would say who wrote that: the
/// asker. So no reason is kept, and the job ends like any other.
const UNSAID: &str = "";

/// Whoever asked, if they are still here.
async fn reader(work: &Work, tx: &mut Tx, question: &Question) -> Result<Option<MemberId>> {
    let Some(asked) = asker(tx, &work.workspace, question).await? else { return Ok(None) };
    let here = tx.member(&work.workspace, &asked).await?.is_some_and(|it| it.is_here());
    Ok(here.then_some(asked))
}

async fn answered(
    context: &Context,
    work: &Work,
    tx: &mut Tx,
    question: &Question,
    answer: AnswerId,
) -> Result<Ready> {
    let workspace = &work.workspace;
    let answer = tx.given_answer(workspace, answer).await?;
    let Some(answer) = answer.filter(|it| it.deleted_at.is_none()) else {
        return Ok(Err("the answer was taken back"));
    };
    if !question.state.is_open() {
        return Ok(Err("the question is over"));
    }
    let Some(reader) = reader(work, tx, question).await?.filter(|it| *it != answer.author) else {
        let anonymous = question.privacy == Privacy::Anonymous;
        return Ok(Err(if anonymous { UNSAID } else { NOBODY }));
    };
    let author = name(tx, workspace, &answer.author).await?;
    let content = words::carried(&context.voice, question, &answer, &author);
    Ok(Ok(Letter { to: reader, content }))
}

async fn replied(
    context: &Context,
    work: &Work,
    tx: &mut Tx,
    question: &Question,
    reply: ReplyId,
) -> Result<Ready> {
    let workspace = &work.workspace;
    let Some(reply) = tx.reply(workspace, reply).await? else {
        return Ok(Err("it was carried before"));
    };
    let Some(answer) = tx.given_answer(workspace, reply.answer).await? else {
        return Ok(Err("the answer is gone"));
    };
    let asker = match &question.asker {
        Asker::Known(asker) => Some(name(tx, workspace, asker).await?),
        Asker::Sealed(_) | Asker::Forgotten => None,
    };
    if !tx.member(workspace, &answer.author).await?.is_some_and(|it| it.is_here()) {
        return Ok(Err(NOBODY));
    }
    let content = words::from_asker(&context.voice, question, asker.as_deref(), &reply.text);
    Ok(Ok(Letter { to: answer.author, content }))
}
