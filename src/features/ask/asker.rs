//! Who asked a question: the one way to find out.
//!
//! Of an anonymous question nothing else holds it: no job, no receipt, no audit line, no log. Whoever
//! asks here uses the answer at once and keeps it nowhere.

use crate::clock::Chance;
use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Asker, Question};
use crate::seal::{KeyRing, Nonce};
use crate::store::{self, Tx};

/// What a sealed asker is sealed for: it cannot be opened as another question's.
fn purpose(workspace: &WorkspaceId, question: QuestionId) -> String {
    format!("asker/{workspace}/{question}")
}

/// Who asked; `None` once an anonymous question is closed.
///
/// # Errors
/// The database, or what is sealed was changed.
pub async fn asker(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<Option<MemberId>> {
    let sealed = match &question.asker {
        Asker::Known(member) => return Ok(Some(member.clone())),
        Asker::Forgotten => return Ok(None),
        Asker::Sealed(sealed) => sealed,
    };
    let Some(secret) = tx.key(workspace, question.id).await? else { return Ok(None) };
    let unreadable = || store::Error::Unreadable {
        what: "the asker of an anonymous question",
        reason: "its key does not open it".to_owned(),
    };
    let keys = KeyRing::read(&secret).map_err(|_| unreadable())?;
    let opened = keys.open(sealed, &purpose(workspace, question.id)).map_err(|_| unreadable())?;
    Ok(Some(MemberId::new(opened)))
}

/// Seals who asks, and keeps the key for as long as the question is open.
///
/// # Errors
/// The database.
pub async fn seal(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: QuestionId,
    member: &MemberId,
    chance: &Chance,
) -> store::Result<Asker> {
    let secret = KeyRing::fresh(chance.bytes());
    let unsealable = || store::Error::Unwritable {
        what: "the asker of an anonymous question",
        reason: "it cannot be sealed".to_owned(),
    };
    let keys = KeyRing::read(&secret).map_err(|_| unsealable())?;
    let nonce: Nonce = chance.bytes();
    let sealed = keys
        .seal(member.as_str(), &purpose(workspace, question), nonce)
        .map_err(|_| unsealable())?;
    tx.keep_key(workspace, question, &secret).await?;
    Ok(Asker::Sealed(sealed))
}

/// The question is over: from now on nobody can find out who asked it, if that was anonymous.
///
/// # Errors
/// The database.
pub async fn forget(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
) -> store::Result<()> {
    if matches!(question.asker, Asker::Sealed(_)) {
        tx.destroy_key(workspace, question.id).await?;
        question.asker = Asker::Forgotten;
    }
    Ok(())
}
