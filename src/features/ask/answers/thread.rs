//! What is said, changed, taken back and checked in the thread of a question.

use chrono::{DateTime, Utc};

use crate::domain::card::{CardState, LONGEST_TEXT, first};
use crate::domain::ids::{ChannelId, MemberId, MessageTs, QuestionId, WorkspaceId};
use crate::domain::people::Standing;
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, Spot};
use crate::event::Happening;
use crate::features::ask::answers::accept::{self, UNDO};
use crate::features::ask::answers::who::{may_accept, plain};
use crate::features::ask::answers::{imported, session_card};
use crate::features::ask::asking::seen_in;
use crate::features::ask::ladder;
use crate::features::context::Queued;
use crate::features::{Context, story};
use crate::job::{Carried, Job, KeptNote, Note};
use crate::store::{self, Tx};

/// Something was said, changed, taken back or checked in the thread of a question.
///
/// # Errors
/// The database.
pub async fn said(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    what: &Happening,
) -> store::Result<()> {
    match what {
        Happening::Replied { member, channel, thread, message, text } => {
            let spot = Spot { channel: channel.clone(), message: message.clone() };
            replied(context, tx, workspace, member, thread, spot, text).await
        }
        Happening::ReplyEdited { channel, message, text } => {
            edited(context, tx, workspace, &spot(channel, message), text).await
        }
        Happening::ReplyDeleted { channel, message } => {
            deleted(context, tx, workspace, &spot(channel, message)).await
        }
        Happening::Checked { member, channel, message, on } => {
            checked(context, tx, workspace, member, &spot(channel, message), *on).await
        }
        _ => Ok(()),
    }
}

fn spot(channel: &ChannelId, message: &MessageTs) -> Spot {
    Spot { channel: channel.clone(), message: message.clone() }
}

/// Whatever anybody but the asker says there is an answer. Of an anonymous question nobody is
/// treated otherwise than anybody else: what is missing would tell who asked.
async fn replied(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    author: &MemberId,
    thread: &MessageTs,
    spot: Spot,
    text: &str,
) -> store::Result<()> {
    let there = tx.question_in_thread(workspace, &spot.channel, thread).await?;
    let Some(there) = there else { return Ok(()) };
    let Some(mut question) = tx.lock_question(workspace, there.id).await? else { return Ok(()) };
    let own = matches!(&question.asker, Asker::Known(asker) if asker == author);
    let person = tx.member(workspace, author).await?;
    let bot = person.is_some_and(|it| it.profile.standing == Standing::Bot);
    let text = plain(tx, workspace, text).await?;
    if own || bot || text.is_empty() {
        return Ok(());
    }
    if let Some(community) = question.community {
        seen_in(tx, workspace, author, community).await?;
    }
    let now = context.now();
    let written_at = said_at(&spot.message).filter(|at| *at <= now).unwrap_or(now);
    let answer = Answer {
        id: context.chance.id(now),
        question: question.id,
        author: author.clone(),
        text,
        spot: Some(spot),
        likes: 0,
        accepted_at: None,
        written_at,
        edited_at: None,
        deleted_at: None,
    };
    if tx.insert_answer(workspace, &answer).await? {
        record(context, tx, workspace, &mut question, &answer).await?;
    }
    Ok(())
}

/// When a message was sent: Slack's `ts` is seconds since 1970, and a counter behind the point.
fn said_at(message: &MessageTs) -> Option<DateTime<Utc>> {
    let (seconds, _) = message.as_str().split_once('.')?;
    DateTime::from_timestamp(seconds.parse().ok()?, 0)
}

/// An answer has come to a question that is locked: whoever is asked is told less from now on, and
/// the asker reads of it. Of an open question only the first, if the others stand in its thread.
pub async fn record(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    answer: &Answer,
) -> store::Result<()> {
    let is_first = question.first_answer_at.is_none();
    let open = question.state.is_open();
    if open {
        question.first_answer_at = question.first_answer_at.or(Some(answer.written_at));
        ladder::answered(context, tx, workspace, question, &answer.author).await?;
    }
    tx.save_question(workspace, question).await?;
    let stands = question.privacy == Privacy::Open && question.thread.is_some();
    let reads = is_first || !stands;
    if open && reads && question.source == Source::Asked {
        carry_answer(context, tx, workspace, answer).await?;
    }
    Ok(())
}

/// Brings an answer to whoever asked; once.
pub async fn carry_answer(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    answer: &Answer,
) -> store::Result<()> {
    let name = format!("carry:{}", answer.id);
    let carry =
        Job::Carry { question: answer.question, what: Carried::Answer { answer: answer.id } };
    let queued = Queued { at: context.now(), name: Some(&name), channel: None };
    context.queue(tx, workspace, &carry, queued).await
}

/// The answer that stands there and its question, locked; nothing where it was taken back.
async fn standing(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    spot: &Spot,
) -> store::Result<Option<(Question, Answer)>> {
    let Some(there) = tx.answer_at(workspace, spot).await? else { return Ok(None) };
    let Some(question) = tx.lock_question(workspace, there.question).await? else {
        return Ok(None);
    };
    let answer = tx.given_answer(workspace, there.id).await?;
    let answer = answer.filter(|it| it.deleted_at.is_none());
    Ok(answer.map(|answer| (question, answer)))
}

/// The new words count, also on the card, unless its owner changed that by hand.
async fn edited(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    spot: &Spot,
    text: &str,
) -> store::Result<()> {
    let Some((question, mut answer)) = standing(tx, workspace, spot).await? else {
        return imported::head_edited(context, tx, workspace, spot, text).await;
    };
    let text = plain(tx, workspace, text).await?;
    if text.is_empty() || text == answer.text {
        return Ok(());
    }
    reword(context, tx, workspace, &question, &mut answer, text).await
}

/// An answer of a question that is locked has other words now.
pub async fn reword(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    answer: &mut Answer,
    text: String,
) -> store::Result<()> {
    let before = Answer { text, edited_at: Some(context.now()), ..answer.clone() };
    let before = std::mem::replace(answer, before);
    tx.save_answer(workspace, answer).await?;
    if question.source == Source::Session {
        return session_card::follow(tx, workspace, question, &before).await;
    }
    if question.accepted != Some(answer.id) {
        return Ok(());
    }
    let Some(card) = tx.card_of(workspace, question.id).await? else { return Ok(()) };
    let Some(mut card) = tx.lock_card(workspace, card.id).await? else { return Ok(()) };
    if card.text == first(&before.text, LONGEST_TEXT) {
        card.text = first(&answer.text, LONGEST_TEXT);
        tx.save_card(workspace, &card).await?;
    }
    Ok(())
}

async fn deleted(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    spot: &Spot,
) -> store::Result<()> {
    match standing(tx, workspace, spot).await? {
        Some((question, answer)) => take_back(context, tx, workspace, question, answer).await,
        None => imported::head_deleted(context, tx, workspace, spot).await,
    }
}

/// An answer of a question that is locked is gone, and its card with it. An answered question stays
/// answered: its asker was helped.
pub async fn take_back(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: Question,
    mut answer: Answer,
) -> store::Result<()> {
    if question.source == Source::Imported {
        return imported::take_back_answer(context, tx, workspace, &question, answer).await;
    }
    let before = answer.clone();
    answer.deleted_at = Some(context.now());
    tx.save_answer(workspace, &answer).await?;
    if question.source == Source::Session {
        return session_card::follow(tx, workspace, &question, &before).await;
    }
    if question.accepted != Some(answer.id) {
        return look_again(context, tx, workspace, question).await;
    }
    retire_card(tx, workspace, question.id).await?;
    let carry = Job::Carry { question: question.id, what: Carried::TakenBack };
    context.queue_now(tx, workspace, &carry).await?;
    let community = match question.community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    for steward in community.into_iter().flat_map(|it| it.stewards) {
        // Whoever took it back knows, and whoever asked is told anyway.
        let knows = steward == answer.author
            || matches!(&question.asker, Asker::Known(asker) if *asker == steward);
        if !knows {
            let what = KeptNote::TakenBack { question: question.id };
            let tell = Job::Tell { member: steward, note: Note::Kept { what } };
            context.queue_now(tx, workspace, &tell).await?;
        }
    }
    Ok(())
}

/// Nobody finds the card of a question any more.
pub async fn retire_card(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: QuestionId,
) -> store::Result<()> {
    let Some(card) = tx.card_of(workspace, question).await? else { return Ok(()) };
    let Some(mut card) = tx.lock_card(workspace, card.id).await? else { return Ok(()) };
    card.state = CardState::Retired;
    tx.save_card(workspace, &card).await?;
    tx.end_review(workspace, card.id).await
}

/// Nothing is left of what was answered to a question that is still open: somebody is looked for again.
async fn look_again(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    mut question: Question,
) -> store::Result<()> {
    let waits = question.state.is_open() && question.source == Source::Asked;
    if !waits || !tx.answers_to(workspace, &[question.id]).await?.is_empty() {
        return Ok(());
    }
    question.first_answer_at = None;
    tx.save_question(workspace, &question).await?;
    context.queue_now(tx, workspace, &Job::Route { question: question.id }).await
}

/// A check mark of the asker accepts, and taking it off within the hour takes that back: a slip of
/// the finger. Everybody else's, and of an anonymous question anybody's, says that they like it.
async fn checked(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    spot: &Spot,
    on: bool,
) -> store::Result<()> {
    let Some((mut question, mut answer)) = standing(tx, workspace, spot).await? else {
        return Ok(());
    };
    let accepts = question.privacy != Privacy::Anonymous
        && may_accept(context, tx, workspace, &question, member).await?;
    if accepts && on {
        let from = context.now() + UNDO;
        if accept::accept(context, tx, workspace, &mut question, &mut answer, None, from).await? {
            story::offer(context, tx, workspace, &question, from).await?;
        }
        return Ok(());
    }
    let accepted = answer.accepted_at.filter(|_| question.accepted == Some(answer.id));
    if accepts {
        if accepted.is_some_and(|at| context.now() - at < UNDO) {
            accept::undo(context, tx, workspace, &mut question, &mut answer).await?;
        }
        return Ok(());
    }
    if *member != answer.author {
        answer.likes = if on { answer.likes + 1 } else { answer.likes.saturating_sub(1) };
        tx.save_answer(workspace, &answer).await?;
    }
    Ok(())
}
