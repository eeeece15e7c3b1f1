//! What is told of answers and of what is kept. Ids only: of an anonymous question no job knows who asked.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{AnswerId, CardId, QuestionId, ReplyId};

/// What is carried between an asker and whoever answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// An answer, to the asker.
    Answer { answer: AnswerId },
    /// What the asker wrote back, to whoever answered.
    Reply { reply: ReplyId },
    /// The answer that was accepted is gone, to the asker.
    TakenBack,
}

/// What one person is told about answers and cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptNote {
    /// Their answer was accepted.
    Thanks { answer: AnswerId },
    /// To a steward: an accepted answer was taken back.
    TakenBack { question: QuestionId },
    /// Somebody would like to keep what they wrote.
    MayWeKeep { card: CardId },
    /// What came of what they proposed to keep.
    Outcome { card: CardId },
    /// Cards of theirs are due: do they still hold? All of them in one message.
    StillTrue,
}
