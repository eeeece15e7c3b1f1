//! Questions come in and are voted for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackView;

use super::known::{Facts, asker_of, counts, find};
use super::{TITLE, at, over};
use crate::domain::coffee::may_take_part;
use crate::domain::ids::{MemberId, QuestionId, SessionId, WorkspaceId};
use crate::domain::question::{Asker, hour_of};
use crate::domain::session::{
    FEW, MOST_EACH, MOST_QUESTIONS, MOST_TEXT, Session, SessionQuestion, Stage, in_order,
};
use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::answer::{as_modal, redraw, replace, say, show};
use crate::features::ask::asker::seal;
use crate::features::ask::asking::queue_unseen;
use crate::features::context::{Queued, once};
use crate::features::{Context, Result, people};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::session::modals::{self, Problem, Seen};
use crate::views::ask::session::names::field;
use crate::views::ask::session::notes::{Said, said};
use crate::views::kit::shorten;

/// The number on an announcement is drawn again once in so many seconds, however many come.
const CALM: i64 = 30;

/// Why somebody does not take part; `None` if they do.
pub(super) async fn refused(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Option<Said>> {
    let Some(person) = tx.member(workspace, member).await? else {
        return Ok(Some(Said::NotKnownYet));
    };
    let may = may_take_part(person.profile.standing, context.settings.guests);
    Ok(may.is_err().then_some(Said::NotForYou))
}

/// Opens the modal for a question.
pub(super) async fn open(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    let (workspace, voice) = (&interaction.workspace, &context.voice);
    let mut tx = context.store.read().await?;
    let refused = refused(context, &mut tx, workspace, &interaction.member).await?;
    let facts = find(&mut tx, workspace, value.parse().ok()).await?;
    drop(tx);
    if let Some(no) = refused {
        if no == Said::NotKnownYet {
            transaction!(context.store, |tx| people::sync_soon(context, tx, workspace).await)
                .await?;
        }
        return say(context, interaction, TITLE, said(voice, no)).await;
    }
    let Some(facts) = facts.filter(|it| it.session.takes_questions()) else {
        return over(context, interaction).await;
    };
    let few = facts.session.people.is_none_or(|people| people < FEW);
    show(context, interaction, &modals::ask(voice, &facts.told(chrono_tz::Tz::UTC), few)).await
}

/// A question was sent. Nothing that is written but the sealed column says who asked anonymously: no
/// job is queued for them, their App Home is not drawn, and the receipt says no more than the hour.
///
/// # Errors
/// The database; nothing was changed then.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let session: Option<SessionId> = sent.metadata.parse().ok();
    let text = form.get(field::QUESTION).unwrap_or_default().trim();
    let text = shorten(text, MOST_TEXT);
    let anonymous = form.get(field::ANONYMOUS).is_some();
    let now = context.now();
    // To the millisecond, a time could be held against others that are kept, of whoever pressed then.
    let asked_at = if anonymous { hour_of(now) } else { now };
    let id = context.chance.id(asked_at);
    let brought = Brought { session, id, text: &text, anonymous, asked_at };
    let workspace = &interaction.workspace;
    let reply = transaction!(context.store, |tx| {
        if let Some(reply) = tx.receipt(workspace, &interaction.trigger).await? {
            return Ok(reply);
        }
        let reply = bring(context, tx, interaction, &brought).await?;
        tx.keep_receipt(workspace, &interaction.trigger, &reply, asked_at).await?;
        Ok(reply)
    })
    .await?;
    Ok(reply)
}

/// A question as it was sent.
struct Brought<'a> {
    session: Option<SessionId>,
    id: QuestionId,
    text: &'a str,
    anonymous: bool,
    asked_at: DateTime<Utc>,
}

async fn bring(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    brought: &Brought<'_>,
) -> store::Result<Reply> {
    let (workspace, member, voice) = (&interaction.workspace, &interaction.member, &context.voice);
    let answer = |what| replace(&as_modal(TITLE, said(voice, what)));
    let wrong = |what| {
        let sentence = modals::problem(voice, what);
        Ok(Reply::Errors(BTreeMap::from([(field::QUESTION.to_owned(), sentence)])))
    };
    if brought.text.is_empty() {
        return wrong(Problem::Empty);
    }
    if let Some(no) = refused(context, tx, workspace, member).await? {
        return answer(no);
    }
    let session = match brought.session {
        Some(id) => tx.lock_session(workspace, id).await?,
        None => None,
    };
    let Some(session) = session.filter(Session::takes_questions) else {
        return wrong(Problem::Over);
    };
    let there = tx.session_questions(workspace, session.id).await?;
    if there.len() >= MOST_QUESTIONS {
        return wrong(Problem::Full);
    }
    if own(tx, workspace, &session, &there, member).await?.len() >= MOST_EACH {
        return wrong(Problem::Enough);
    }
    let asker = match brought.anonymous {
        true => seal(tx, workspace, brought.id, member, &context.chance).await?,
        false => Asker::Known(member.clone()),
    };
    let question = SessionQuestion {
        id: brought.id,
        session: session.id,
        asker,
        text: brought.text.to_owned(),
        stage: Stage::Waiting,
        votes: 0,
        asked_at: brought.asked_at,
    };
    tx.insert_session_question(workspace, &question).await?;
    show_soon(context, tx, workspace, &session, brought.anonymous).await?;
    replace(&modals::asked(voice, &session))
}

/// What somebody brought to a session.
pub(super) async fn own(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
    questions: &[SessionQuestion],
    member: &MemberId,
) -> store::Result<Vec<QuestionId>> {
    let mut own = Vec::new();
    for question in questions {
        let asker = asker_of(tx, workspace, session, question).await?;
        if asker.as_ref() == Some(member) {
            own.push(question.id);
        }
    }
    Ok(own)
}

/// Has the number on the announcement drawn again, together with whatever else comes by then;
/// of what is anonymous some minutes later.
pub(super) async fn show_soon(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
    anonymous: bool,
) -> store::Result<()> {
    if session.announcement.is_none() {
        return Ok(());
    }
    let job = Job::ShowSession { session: session.id };
    if anonymous {
        return queue_unseen(context, tx, workspace, None, &job).await;
    }
    let now = context.now();
    let then = (now.timestamp().div_euclid(CALM) + 1) * CALM;
    let at: DateTime<Utc> = DateTime::from_timestamp(then, 0).unwrap_or(now);
    let name = format!("session_show:{}:{then}", session.id);
    context.queue(tx, workspace, &job, Queued { at, name: Some(&name), channel: None }).await
}

/// The modal with the questions, as this person sees it.
async fn drawn(
    context: &Context,
    interaction: &Interaction,
    id: Option<SessionId>,
    page: usize,
) -> Result<Option<SlackView>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let Some(facts) = find(&mut tx, workspace, id).await? else { return Ok(None) };
    if !facts.session.takes_questions() {
        return Ok(None);
    }
    let session = &facts.session;
    let questions = tx.session_questions(workspace, session.id).await?;
    let own = own(&mut tx, workspace, session, &questions, member).await?;
    let votes = tx.votes_of(workspace, session.id, member).await?;
    drop(tx);
    let (_, asked) = counts(&questions);
    let mut waiting: Vec<SessionQuestion> =
        questions.into_iter().filter(|it| it.stage == Stage::Waiting).collect();
    in_order(&mut waiting);
    let told = facts.told(chrono_tz::Tz::UTC);
    let seen = Seen { told: &told, waiting: &waiting, asked, votes: &votes, own: &own, page };
    Ok(Some(modals::see(&context.voice, &seen)))
}

/// Opens the modal with the questions.
pub(super) async fn see(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let refused = refused(context, &mut tx, &interaction.workspace, &interaction.member).await?;
    drop(tx);
    if let Some(no) = refused {
        return say(context, interaction, TITLE, said(&context.voice, no)).await;
    }
    match drawn(context, interaction, value.parse().ok(), 0).await? {
        Some(view) => show(context, interaction, &view).await,
        None => over(context, interaction).await,
    }
}

/// Draws the modal again that somebody pressed a button in.
async fn again(
    context: &Context,
    interaction: &Interaction,
    origin: &Origin,
    (session, page): (Option<SessionId>, usize),
) -> Result<Reply> {
    let Origin::Modal { modal, .. } = origin else { return Ok(Reply::Done) };
    let view = drawn(context, interaction, session, page).await?;
    let view = view.unwrap_or_else(|| as_modal(TITLE, said(&context.voice, Said::Over)));
    redraw(context, modal, &view).await
}

/// Another page.
pub(super) async fn turn_page(
    context: &Context,
    interaction: &Interaction,
    words: &[&str],
    origin: &Origin,
) -> Result<Reply> {
    let there = (at(words, 0), at(words, 1).unwrap_or_default());
    again(context, interaction, origin, there).await
}

/// Somebody votes, or takes their vote back: one a person and question, however often they press.
pub(super) async fn vote(
    context: &Context,
    interaction: &Interaction,
    words: &[&str],
    origin: &Origin,
    on: bool,
) -> Result<Reply> {
    let (session, question) = (at::<SessionId>(words, 0), at::<QuestionId>(words, 1));
    let page = at(words, 2).unwrap_or_default();
    once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let Some((id, question)) = session.zip(question) else { return Ok(Reply::Done) };
        let session = tx.lock_session(workspace, id).await?;
        let open = session.is_some_and(|it| it.takes_questions());
        if !open || refused(context, tx, workspace, member).await?.is_some() {
            return Ok(Reply::Done);
        }
        let questions = tx.session_questions(workspace, id).await?;
        if questions.iter().any(|it| it.id == question && it.stage == Stage::Waiting) {
            match on {
                true => tx.vote(workspace, (id, question), member).await?,
                false => tx.take_vote_back(workspace, question, member).await?,
            };
        }
        Ok(Reply::Done)
    })
    .await?;
    again(context, interaction, origin, (session, page)).await
}

/// Somebody takes their own question back while it waits; nothing of it stays. A second press finds
/// none, so there is no receipt, which would say when somebody took an anonymous one back.
pub(super) async fn take_back(
    context: &Context,
    interaction: &Interaction,
    words: &[&str],
    origin: &Origin,
) -> Result<Reply> {
    let (session, question) = (at::<SessionId>(words, 0), at::<QuestionId>(words, 1));
    let page = at(words, 2).unwrap_or_default();
    transaction!(context.store, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let Some((id, question)) = session.zip(question) else { return Ok(()) };
        let Some(session) = tx.lock_session(workspace, id).await? else { return Ok(()) };
        let questions = tx.session_questions(workspace, id).await?;
        let mine: Vec<SessionQuestion> = questions
            .into_iter()
            .filter(|it| it.id == question && it.stage == Stage::Waiting)
            .collect();
        if session.takes_questions()
            && !own(tx, workspace, &session, &mine, member).await?.is_empty()
        {
            tx.drop_session_question(workspace, question).await?;
            let anonymous = mine.iter().any(|it| !matches!(it.asker, Asker::Known(_)));
            show_soon(context, tx, workspace, &session, anonymous).await?;
        }
        Ok(())
    })
    .await?;
    again(context, interaction, origin, (session, page)).await
}

/// Takes back what somebody brings to sessions that are still to come, also what they ask anonymously.
///
/// # Errors
/// The database.
pub async fn take_all_back(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for session in tx.open_sessions(workspace).await? {
        let questions = tx.session_questions(workspace, session.id).await?;
        let mine = own(tx, workspace, &session, &questions, member).await?;
        for it in questions.iter().filter(|it| it.stage == Stage::Waiting && mine.contains(&it.id))
        {
            tx.drop_session_question(workspace, it.id).await?;
            let anonymous = !matches!(it.asker, Asker::Known(_));
            show_soon(context, tx, workspace, &session, anonymous).await?;
        }
    }
    Ok(())
}

/// What was not reached, after the end.
pub(super) async fn not_reached(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let Some(Facts { session, .. }) = find(&mut tx, workspace, value.parse().ok()).await? else {
        drop(tx);
        return over(context, interaction).await;
    };
    let mut questions = tx.session_questions(workspace, session.id).await?;
    drop(tx);
    in_order(&mut questions);
    let view = modals::left(&context.voice, &questions);
    show(context, interaction, &view).await
}
