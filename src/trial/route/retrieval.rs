//! The bot's own index over what has been asked and answered so far.

use chrono::{DateTime, Utc};

use super::history::{Answer, Question};
use crate::domain::routing::SIMILAR;
use crate::search::{Ask, Document, Hit, Index, Kind, Result, Weights};

/// The index is made again when it has more parts than this share of its documents, as each commit
/// leaves one; between so few and so many.
const DOCUMENTS_A_PART: usize = 64;
const FEWEST_PARTS: usize = 32;
const MOST_PARTS: usize = 512;
/// Nobody has more that is as alike as the last that counts.
const MOST_ALIKE: usize = 1_000;

/// An index that grows with the history. Its parts are never merged behind our back: when that
/// happens, and in which order parts stand, is chance.
pub(super) struct Retrieval {
    index: Index,
    documents: Vec<Document>,
    changed: bool,
    commits: usize,
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
        Ok(Self { index: Index::unmerged()?, documents: Vec::new(), changed: false, commits: 0 })
    }

    pub(super) fn asked(&mut self, question: &Question) -> Result<()> {
        self.put(Document {
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
        self.put(Document {
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

    fn put(&mut self, document: Document) -> Result<()> {
        self.changed = true;
        self.index.put(&document)?;
        self.documents.push(document);
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        let parts = self.documents.len() / DOCUMENTS_A_PART;
        if self.commits >= parts.clamp(FEWEST_PARTS, MOST_PARTS) {
            self.index = Index::unmerged()?;
            for document in &self.documents {
                self.index.put(document)?;
            }
            self.commits = 0;
        }
        self.index.commit(0)?;
        self.commits += 1;
        self.changed = false;
        Ok(())
    }

    /// What is like a question, of what was there before it.
    pub(super) fn like(&mut self, question: &Question) -> Result<Found> {
        if self.changed {
            self.commit()?;
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
        let mut most = 2 * SIMILAR;
        loop {
            let ask = Ask { before, weights, ..Ask::new(&question.title, &text, kind, most) };
            let mut hits = self.index.view().similar(&ask)?;
            // Who of those that are as alike as the last comes in is told by their ids, so all of them
            // must be there.
            let last = hits.get(SIMILAR - 1).map(|hit| hit.score);
            let all = hits.len() < most || hits.last().map(|hit| hit.score) != last;
            if all || most >= MOST_ALIKE {
                hits.truncate(SIMILAR);
                return Ok(hits);
            }
            most = MOST_ALIKE;
        }
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
