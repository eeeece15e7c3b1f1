//! *Next clinic*: a question that nobody was found for goes into the next Ask me anything of its
//! community.

use uuid::{Builder, Uuid};

use super::collect::{own, refused, show_soon};
use crate::domain::ids::{MemberId, QuestionId, SessionId, WorkspaceId};
use crate::domain::question::{Asker, Privacy, Question, State};
use crate::domain::session::{
    MOST_EACH, MOST_QUESTIONS, MOST_TEXT, Session, SessionQuestion, Stage,
};
use crate::features::Context;
use crate::features::ask::asker::seal;
use crate::store::{self, Tx};
use crate::views::kit::shorten;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It is in that one.
    In(Session),
    /// It was already.
    Before(Session),
    /// None collects questions now, or its asker does not take part.
    Nowhere,
    /// It has as many questions as it can take.
    Full,
    /// Its asker has asked as many as one can.
    Enough,
}

/// The number of a question in a session: however often it is brought there, it is the same one.
fn number(question: QuestionId, session: SessionId) -> QuestionId {
    let both = Uuid::from(question).as_u128() ^ Uuid::from(session).as_u128();
    Builder::from_custom_bytes(both.to_be_bytes()).into_uuid().into()
}

/// The next session that could take a question: one of its community that collects, and that somebody
/// else answers. What its asker wants in private stands in no channel, so there is none for it.
async fn next(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    asker: &MemberId,
) -> store::Result<Option<Session>> {
    let Some(community) = question.community.filter(|_| question.privacy != Privacy::Private)
    else {
        return Ok(None);
    };
    let takes =
        |it: &Session| it.community == community && it.takes_questions() && it.expert != *asker;
    Ok(tx.open_sessions(workspace).await?.into_iter().find(takes))
}

/// Whether its asker is offered the next session: nobody was found, there is one, and the question is
/// not in it.
///
/// # Errors
/// The database.
pub async fn offers_clinic(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    asker: &MemberId,
) -> store::Result<bool> {
    if !matches!(question.state, State::Nobody | State::KeptOpen) {
        return Ok(false);
    }
    let Some(session) = next(tx, workspace, question, asker).await? else { return Ok(false) };
    let id = number(question.id, session.id);
    Ok(tx.session_questions(workspace, session.id).await?.iter().all(|it| it.id != id))
}

/// Puts the words of an open question into the next session, under the name of its asker or sealed
/// with a key of its own. Nothing but that tells who asked an anonymous one: no job and no receipt.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn bring_to_clinic(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    asker: &MemberId,
) -> store::Result<Brought> {
    let found = match refused(context, tx, workspace, asker).await? {
        Some(_) => None,
        None => next(tx, workspace, question, asker).await?,
    };
    let session = match found {
        Some(session) => tx.lock_session(workspace, session.id).await?,
        None => None,
    };
    let Some(session) = session.filter(Session::takes_questions) else {
        return Ok(Brought::Nowhere);
    };
    let there = tx.session_questions(workspace, session.id).await?;
    let id = number(question.id, session.id);
    if there.iter().any(|it| it.id == id) {
        return Ok(Brought::Before(session));
    }
    if there.len() >= MOST_QUESTIONS {
        return Ok(Brought::Full);
    }
    if own(tx, workspace, &session, &there, asker).await?.len() >= MOST_EACH {
        return Ok(Brought::Enough);
    }
    let anonymous = question.privacy == Privacy::Anonymous;
    let whole = format!("{}\n{}", question.title, question.details);
    let brought = SessionQuestion {
        id,
        session: session.id,
        asker: match anonymous {
            true => seal(tx, workspace, id, asker, &context.chance).await?,
            false => Asker::Known(asker.clone()),
        },
        text: shorten(whole.trim(), MOST_TEXT),
        stage: Stage::Waiting,
        votes: 0,
        asked_at: question.moment(context.now()),
    };
    tx.insert_session_question(workspace, &brought).await?;
    show_soon(context, tx, workspace, &session, anonymous).await?;
    Ok(Brought::In(session))
}
