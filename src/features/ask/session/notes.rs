//! What the people of a session are told in their direct message.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackMessageContent;

use super::dates::is_silent;
use super::known::{counts, find, stewards, tell};
use crate::domain::ids::{SessionId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::session::{Session, Silence, State};
use crate::features::Context;
use crate::job::AboutSession;
use crate::store::{self, Tx};
use crate::views::ask::session::notes;

/// What somebody is told about a session; `None` where that is out of date.
///
/// # Errors
/// The database.
pub async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    (id, what): (SessionId, AboutSession),
) -> store::Result<Option<SlackMessageContent>> {
    let Some(facts) = find(tx, workspace, Some(id)).await? else { return Ok(None) };
    let (waiting, _) = counts(&tx.session_questions(workspace, id).await?);
    let (voice, told, session) = (&context.voice, facts.told(reader.zone()), &facts.session);
    let ahead = context.now() < session.starts_at;
    Ok(match (what, session.state) {
        (AboutSession::Invitation, State::Invited) if ahead && session.proposed.is_none() => {
            Some(notes::invitation(voice, &told))
        }
        (AboutSession::NotInvited, State::Invited) if ahead && session.proposed.is_none() => {
            Some(notes::not_invited(voice, &told))
        }
        (AboutSession::Answered, _) => notes::answered(voice, &told),
        (AboutSession::Reminder, State::Collecting) if ahead => {
            Some(notes::reminder(voice, &told, waiting))
        }
        (AboutSession::NoQuestions, State::Collecting) if ahead && waiting == 0 => {
            Some(notes::no_questions(voice, &told))
        }
        (AboutSession::Begins, State::Live | State::Paused) => {
            Some(notes::begins(voice, &told, waiting))
        }
        (AboutSession::CalledOff, State::Cancelled(why)) => Some(notes::off(voice, &told, why)),
        _ => None,
    })
}

/// Until when an expert can be asked about a date, and whether a channel waits for their word, because
/// the session was announced for another.
///
/// # Errors
/// The database.
pub async fn invited(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: SessionId,
) -> store::Result<Option<(DateTime<Utc>, bool)>> {
    let session = tx.session(workspace, id).await?;
    Ok(session.map(|it| (it.starts_at, it.announcement.is_some())))
}

/// The expert has no room for an invitation: the steward can see to it while there is time.
///
/// # Errors
/// The database.
pub async fn not_invited(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: SessionId,
) -> store::Result<()> {
    let Some(facts) = find(tx, workspace, Some(id)).await? else { return Ok(()) };
    let mut readers = stewards(tx, workspace, &facts).await?;
    readers.retain(|it| *it != facts.session.expert);
    tell(context, tx, workspace, &readers, (id, AboutSession::NotInvited)).await
}

/// "No questions yet" has arrived: only a session whose steward was asked is called off for that.
///
/// # Errors
/// The database.
pub async fn asked_whether_to_keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: SessionId,
) -> store::Result<()> {
    let Some(session) = tx.lock_session(workspace, id).await? else { return Ok(()) };
    if session.silence == Silence::Unasked && is_silent(tx, workspace, id).await? {
        let asked = Session { silence: Silence::Asked, ..session };
        tx.save_session(workspace, &asked).await?;
    }
    Ok(())
}
