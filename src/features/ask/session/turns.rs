//! The moments of a session: the working day before, its hour, its end.

use chrono::{DateTime, Utc};

use super::close::{call_off, end};
use super::known::{counts, facts, put, tell};
use crate::domain::coffee::may_take_part;
use crate::domain::ids::{SessionId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::session::{OVERTIME, Session, State, WhyOff, day_before};
use crate::features::ask::session::known::{Facts, stewards};
use crate::features::context::Queued;
use crate::features::{Context, Result};
use crate::job::{AboutSession, Job, Outcome, Posting, Turn, Work};
use crate::store::{self, Tx};
use crate::transaction;

/// While messages are stopped, so often it is looked whether they go again.
const HELD: std::time::Duration = std::time::Duration::from_secs(600);

/// Queues the hour of a session: also one that is not agreed on ends then.
pub(super) async fn queue_begin(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
) -> store::Result<()> {
    queue(context, tx, workspace, session, (Turn::Begin, session.starts_at)).await
}

/// Queues the reminder of a session that is agreed on, if its moment is still to come.
pub(super) async fn queue_reminder(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
) -> store::Result<()> {
    let Some(expert) = tx.member(workspace, &session.expert).await? else { return Ok(()) };
    let at = day_before(session.starts_at, expert.zone(), &expert.preferences.hours);
    match at.filter(|at| *at > context.now()) {
        Some(at) => queue(context, tx, workspace, session, (Turn::DayBefore, at)).await,
        None => Ok(()),
    }
}

async fn queue(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
    (turn, at): (Turn, DateTime<Utc>),
) -> store::Result<()> {
    let job = Job::SessionTurn { session: session.id, turn, begins: session.starts_at };
    let name = format!("session:{}:{turn:?}:{}", session.id, session.starts_at.timestamp_millis());
    context.queue(tx, workspace, &job, Queued { at, name: Some(&name), channel: None }).await
}

/// A moment of a session has come.
///
/// # Errors
/// The database.
pub async fn turn(
    context: &Context,
    work: &Work,
    id: SessionId,
    turn: Turn,
    begins: DateTime<Utc>,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    if context.store.read().await?.is_held(workspace).await? {
        return Ok(Outcome::Snooze(HELD));
    }
    transaction!(context.store, |tx| {
        let session = tx.lock_session(workspace, id).await?;
        let session = session.filter(|it| it.starts_at == begins && it.state.is_open());
        if let Some(session) = session
            && let Some(facts) = facts(tx, workspace, session).await?
        {
            match turn {
                Turn::DayBefore => remind(context, tx, workspace, &facts).await?,
                Turn::Begin => begin(context, tx, workspace, &facts).await?,
                Turn::End => {
                    if let Some(ended) = facts.session.ended() {
                        end(context, tx, workspace, (&ended, &facts.community)).await?;
                    }
                }
            }
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// The working day before: the expert is reminded, and where nobody asked anything, the steward is
/// asked whether to keep it.
async fn remind(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
) -> store::Result<()> {
    let session = &facts.session;
    if session.state != State::Collecting {
        return Ok(());
    }
    let expert = std::slice::from_ref(&session.expert);
    tell(context, tx, workspace, expert, (session.id, AboutSession::Reminder)).await?;
    let (waiting, _) = counts(&tx.session_questions(workspace, session.id).await?);
    if waiting == 0 {
        let stewards = stewards(tx, workspace, facts).await?;
        tell(context, tx, workspace, &stewards, (session.id, AboutSession::NoQuestions)).await?;
    }
    Ok(())
}

/// The expert proposed a later date, which a steward has until then to take.
async fn look_again(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
    at: DateTime<Utc>,
) -> store::Result<()> {
    let (id, begins) = (session.id, session.starts_at);
    let job = Job::SessionTurn { session: id, turn: Turn::Begin, begins };
    let (was, then) = (begins.timestamp_millis(), at.timestamp_millis());
    let name = format!("session:{id}:proposed:{was}:{then}");
    context.queue(tx, workspace, &job, Queued { at, name: Some(&name), channel: None }).await
}

async fn begin(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
) -> store::Result<()> {
    let session = &facts.session;
    let expert = tx.member(workspace, &session.expert).await?;
    let here = |it: &Member| may_take_part(it.profile.standing, context.settings.guests).is_ok();
    let (waiting, _) = counts(&tx.session_questions(workspace, session.id).await?);
    let waiting = usize::try_from(waiting).unwrap_or(usize::MAX);
    if !expert.as_ref().is_some_and(here) {
        return call_off(context, tx, workspace, facts, WhyOff::ExpertLeft).await;
    }
    if let Some(at) = session.awaits(context.now()) {
        return look_again(context, tx, workspace, session, at).await;
    }
    let Some(begun) = session.begun(waiting, context.now()) else { return Ok(()) };
    if let State::Cancelled(why) = begun.state {
        return call_off(context, tx, workspace, facts, why).await;
    }
    tx.save_session(workspace, &begun).await?;
    let channel = &facts.community.channel;
    put(context, tx, workspace, (channel, session.id), Posting::Opening).await?;
    context.queue_in(tx, workspace, channel, &Job::ShowSession { session: session.id }).await?;
    let expert = std::slice::from_ref(&session.expert);
    tell(context, tx, workspace, expert, (session.id, AboutSession::Begins)).await?;
    queue(context, tx, workspace, &begun, (Turn::End, begun.ends_at() + OVERTIME)).await
}
