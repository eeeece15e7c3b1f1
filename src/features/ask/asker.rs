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
    unseal(workspace, question.id, sealed, &secret).map(Some)
}

/// The open anonymous questions that `member` asked, among the newest `most`. All keys are read at once.
///
/// # Errors
/// The database, or what is sealed was changed.
pub async fn asked_unnamed(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    most: u32,
) -> store::Result<Vec<Question>> {
    let open = tx.open_anonymous(workspace, most).await?;
    let ids: Vec<QuestionId> = open.iter().map(|it| it.id).collect();
    let keys = tx.keys_of(workspace, &ids).await?;
    let mut theirs = Vec::new();
    for question in open {
        if let (Asker::Sealed(sealed), Some(secret)) = (&question.asker, keys.get(&question.id))
            && unseal(workspace, question.id, sealed, secret)? == *member
        {
            theirs.push(question);
        }
    }
    Ok(theirs)
}

fn unseal(
    workspace: &WorkspaceId,
    question: QuestionId,
    sealed: &str,
    secret: &str,
) -> store::Result<MemberId> {
    let unreadable = || store::Error::Unreadable {
        what: "the asker of an anonymous question",
        reason: "its key does not open it".to_owned(),
    };
    let keys = KeyRing::read(secret).map_err(|_| unreadable())?;
    let opened = keys.open(sealed, &purpose(workspace, question)).map_err(|_| unreadable())?;
    Ok(MemberId::new(opened))
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
