//! *Next clinic*: a question that nobody was found for goes into the next Ask me anything of its
//! community.

use std::collections::BTreeSet;

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

/// Whether a session could take a question: one of its community that collects, and that somebody else
/// answers. What its asker wants in private stands in no channel, so there is none for it.
fn takes(session: &Session, question: &Question, asker: &MemberId) -> bool {
    question.privacy != Privacy::Private
        && question.community == Some(session.community)
        && session.takes_questions()
        && session.expert != *asker
}

async fn next(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    asker: &MemberId,
) -> store::Result<Option<Session>> {
    let sessions = tx.open_sessions(workspace).await?;
    Ok(sessions.into_iter().find(|it| takes(it, question, asker)))
}

/// Those of an asker's questions for which the next session is offered: nobody was found, there is one,
/// and the question is not in it.
///
/// # Errors
/// The database.
pub async fn offered_clinic(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    questions: &[Question],
    asker: &MemberId,
) -> store::Result<BTreeSet<QuestionId>> {
    let waiting = questions.iter().filter(|it| matches!(it.state, State::Nobody | State::KeptOpen));
    let waiting: Vec<&Question> = waiting.collect();
    if waiting.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut offered = BTreeSet::new();
    let mut over: BTreeSet<QuestionId> = BTreeSet::new();
    for session in tx.open_sessions(workspace).await? {
        let mut theirs: Vec<QuestionId> =
            waiting.iter().filter(|it| takes(&session, it, asker)).map(|it| it.id).collect();
        theirs.retain(|id| over.insert(*id));
        if theirs.is_empty() {
            continue;
        }
        let there = tx.session_questions(workspace, session.id).await?;
        let there: BTreeSet<QuestionId> = there.iter().map(|it| it.id).collect();
        offered.extend(theirs.into_iter().filter(|id| !there.contains(&number(*id, session.id))));
    }
    Ok(offered)
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
