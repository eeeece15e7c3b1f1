//! The bot's own index over what has been asked and answered so far.

use chrono::{DateTime, Utc};

use super::history::{Answer, Question};
use crate::domain::routing::SIMILAR;
use crate::search::{Ask, Document, Hit, Index, Kind, Result, Weights};

/// An index that grows with the history.
pub(super) struct Retrieval {
    index: Index,
    changed: bool,
}

/// What was found: of each kind the [`SIMILAR`] most alike, the most alike first.
pub(super) struct Found {
    pub(super) questions: Vec<Hit>,
    pub(super) answers: Vec<Hit>,
    /// Questions by BM25 as it is: title and text weigh the same, and nothing else counts.
    pub(super) plain: Vec<Hit>,
}

impl Retrieval {
    pub(super) fn new() -> Result<Self> {
        Ok(Self { index: Index::in_memory()?, changed: false })
    }

    pub(super) fn asked(&mut self, question: &Question) -> Result<()> {
        self.put(&Document {
            kind: Kind::Question,
            key: question.id.clone(),
            of: question.id.clone(),
            title: question.title.clone(),
            text: text_of(question),
            topic: None,
            at: question.at,
            author: None,
        })
    }

    pub(super) fn answered(&mut self, question: &Question, answer: &Answer) -> Result<()> {
        self.put(&Document {
            kind: Kind::Answer,
            key: answer.id.clone(),
            of: question.id.clone(),
            title: String::new(),
            text: answer.text.clone(),
            topic: None,
            at: answer.at,
            author: Some(answer.author.as_str().to_owned()),
        })
    }

    fn put(&mut self, document: &Document) -> Result<()> {
        self.changed = true;
        self.index.put(document)
    }

    /// What is like a question, of what was there before it.
    pub(super) fn like(&mut self, question: &Question) -> Result<Found> {
        if self.changed {
            self.index.commit(0)?;
            self.changed = false;
        }
        Ok(Found {
            questions: self.ask(question, Kind::Question, Weights::default())?,
            answers: self.ask(question, Kind::Answer, Weights::default())?,
            plain: self.ask(question, Kind::Question, plain())?,
        })
    }

    fn ask(&self, question: &Question, kind: Kind, weights: Weights) -> Result<Vec<Hit>> {
        let before: Option<DateTime<Utc>> = Some(question.at);
        let text = text_of(question);
        let ask = Ask { before, weights, ..Ask::new(&question.title, &text, kind, SIMILAR) };
        self.index.view().similar(&ask)
    }
}

/// The text with its tags: a history may have several, and the index keeps one topic.
fn text_of(question: &Question) -> String {
    let mut text = question.text.clone();
    for tag in &question.tags {
        text.push(' ');
        text.push_str(tag);
    }
    text
}

fn plain() -> Weights {
    Weights {
        title: 1.0,
        text: 1.0,
        asked_title: 1.0,
        asked_text: 1.0,
        written: 0.0,
        topic: 0.0,
        ..Weights::default()
    }
}
