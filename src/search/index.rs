//! One workspace's index: what is in it, how it is written, and how far it has read the database.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tantivy::merge_policy::NoMergePolicy;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{
    DocAddress, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument,
    Term,
};

use super::files::Files;
use super::language::{self, BySpaces, Reader, Tongue};
use super::words::Word;
use super::{Error, Result};

/// Grows with every change of what is kept: an index made before is made again.
const FORMAT: u32 = 1;
/// What a writer may hold in memory before it writes a segment, in bytes: the least there may be, and
/// what it takes to write very much at once.
const ARENA: usize = 15_000_000;
const LARGE_ARENA: usize = 80_000_000;
/// What takes our terms apart is called so in the index.
const SPACED: &str = "spaced";
/// Between the parts of what is kept with a document.
const BETWEEN: char = '\u{1f}';

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Question,
    Answer,
    Card,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Question, Self::Answer, Self::Card];

    pub(super) const fn letter(self) -> char {
        match self {
            Self::Question => 'q',
            Self::Answer => 'a',
            Self::Card => 'c',
        }
    }

    fn of(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| letter.starts_with(kind.letter()))
    }
}

/// What is put into the index. Its title and text are not kept in it, only their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: Kind,
    /// Unlike all others of its kind.
    pub key: String,
    /// The question that it belongs to; a question's own key.
    pub of: String,
    /// Answers have none.
    pub title: String,
    pub text: String,
    /// What it is about, if somebody said so: compared as a whole, small and large letters alike.
    pub topic: Option<String>,
    /// When it was written, to the millisecond.
    pub at: DateTime<Utc>,
    /// Who wrote an answer or owns a card. Never who asked a question: they may be anonymous.
    pub author: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub kind: Kind,
    pub key: String,
    /// The question that it belongs to.
    pub of: String,
    pub author: Option<String>,
    pub at: DateTime<Utc>,
    /// The more, the more alike (BM25); to be compared within one kind and one query only.
    pub score: f32,
}

/// Where the parts of a document stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    key: Field,
    kind: Field,
    tongue: Field,
    topic: Field,
    kept: Field,
    at: Field,
    question: (Field, Field),
    answer: Field,
    card: (Field, Field),
}

impl Fields {
    /// The names are written into every index; see [`FORMAT`].
    fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let whole = |option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let words = TextFieldIndexing::default()
            .set_tokenizer(SPACED)
            .set_index_option(IndexRecordOption::WithFreqs);
        let words = TextOptions::default().set_indexing_options(words);
        let fields = Self {
            key: schema.add_text_field("key", whole(IndexRecordOption::Basic)),
            kind: schema.add_text_field("kind", whole(IndexRecordOption::Basic)),
            tongue: schema.add_text_field("tongue", whole(IndexRecordOption::Basic)),
            // With frequencies, as only then is a union of terms searched without scoring them all.
            topic: schema.add_text_field("topic", whole(IndexRecordOption::WithFreqs)),
            kept: schema.add_text_field("kept", TextOptions::default().set_stored()),
            at: schema.add_i64_field("at", NumericOptions::default().set_fast()),
            question: (
                schema.add_text_field("question_title", words.clone()),
                schema.add_text_field("question_text", words.clone()),
            ),
            answer: schema.add_text_field("answer_text", words.clone()),
            card: (
                schema.add_text_field("card_title", words.clone()),
                schema.add_text_field("card_text", words),
            ),
        };
        (schema.build(), fields)
    }

    /// The title's and the text's; every kind has its own, so that one is searched without the others
    /// and a word's weight is its weight among its kind.
    pub(super) fn of(&self, kind: Kind) -> (Option<Field>, Field) {
        match kind {
            Kind::Question => (Some(self.question.0), self.question.1),
            Kind::Answer => (None, self.answer),
            Kind::Card => (Some(self.card.0), self.card.1),
        }
    }

    pub(super) fn topic_term(&self, kind: Kind, topic: &str) -> Term {
        Term::from_field_text(self.topic, &format!("{}{}", kind.letter(), topic.to_lowercase()))
    }

    pub(super) fn kind_term(&self, kind: Kind) -> Term {
        Term::from_field_text(self.kind, &kind.letter().to_string())
    }

    pub(super) fn tongue_term(&self, tongue: Tongue) -> Term {
        Term::from_field_text(self.tongue, &tongue.name())
    }

    fn key_term(&self, kind: Kind, key: &str) -> Term {
        Term::from_field_text(self.key, &format!("{}{key}", kind.letter()))
    }
}

/// Written with every commit: what it was made by, and how far it has read.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    format: u32,
    words: u32,
    seq: i64,
}

/// One workspace's index, in memory or in a folder. Nothing that was put or deleted is seen before
/// [`Index::commit`].
pub struct Index {
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    writer: Option<IndexWriter>,
    terms: Reader,
    arena: usize,
    seq: i64,
    /// The hashes of all that was put into one that began empty, until it rests. Every deletion is looked
    /// for in every part, so that a first writing is made of puts alone.
    put: Option<HashSet<u64>>,
}

impl Index {
    /// An empty one that is gone with the process.
    ///
    /// # Errors
    /// There is not enough memory.
    pub fn in_memory() -> Result<Self> {
        let (schema, fields) = Fields::schema();
        let index = tantivy::Index::create_in_ram(schema);
        Ok(Self { put: Some(HashSet::new()), ..Self::with(index, fields)? })
    }

    /// An empty one that is gone with the process, whose parts are never merged: the same documents and
    /// commits give the same scores to the last bit. It is slow after some hundred commits.
    ///
    /// # Errors
    /// There is not enough memory.
    pub fn unmerged() -> Result<Self> {
        let mut index = Self::in_memory()?;
        index.writer()?.set_merge_policy(Box::new(NoMergePolicy));
        Ok(index)
    }

    /// An empty one in a folder that is there and empty, to be filled with very much at once.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn create(folder: &Path) -> Result<Self> {
        let (schema, fields) = Fields::schema();
        let files = Files::open(folder).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::create(files, schema, IndexSettings::default())?;
        Ok(Self { arena: LARGE_ARENA, put: Some(HashSet::new()), ..Self::with(index, fields)? })
    }

    /// The one in a folder.
    ///
    /// # Errors
    /// It is broken, or of another version.
    pub fn open(folder: &Path) -> Result<Self> {
        let (schema, fields) = Fields::schema();
        let files = Files::open(folder).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::open(files)?;
        if index.schema() != schema {
            return Err(Error::OtherFormat);
        }
        let mark: Mark = index
            .load_metas()?
            .payload
            .and_then(|payload| serde_json::from_str(&payload).ok())
            .ok_or(Error::OtherFormat)?;
        if mark.format != FORMAT || mark.words != language::VERSION {
            return Err(Error::OtherFormat);
        }
        if let Some(damaged) = index.validate_checksum()?.into_iter().next() {
            return Err(Error::Broken(format!("{} is not as written", damaged.display())));
        }
        let mut opened = Self::with(index, fields)?;
        opened.seq = mark.seq;
        Ok(opened)
    }

    fn with(index: tantivy::Index, fields: Fields) -> Result<Self> {
        index.tokenizers().register(SPACED, BySpaces::default());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let terms = Reader::default();
        Ok(Self { index, fields, reader, writer: None, terms, arena: ARENA, seq: 0, put: None })
    }

    /// Up to where it has read the database; 0 if nothing yet.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Puts a document in, instead of the one with this kind and key.
    ///
    /// # Errors
    /// The index cannot be written to.
    pub fn put(&mut self, document: &Document) -> Result<()> {
        self.delete(document.kind, &document.key)?;
        if let Some(put) = &mut self.put {
            put.insert(hash(document.kind, &document.key));
        }
        let made = self.made(document);
        self.writer()?.add_document(made)?;
        Ok(())
    }

    /// Takes a document out, if it is there.
    ///
    /// # Errors
    /// The index cannot be written to.
    pub fn delete(&mut self, kind: Kind, key: &str) -> Result<()> {
        if self.put.as_ref().is_none_or(|put| put.contains(&hash(kind, key))) {
            let term = self.fields.key_term(kind, key);
            self.writer()?.delete_term(term);
        }
        Ok(())
    }

    /// From now on what was put is found and what was deleted is not; `seq` is up to where the
    /// database has been read.
    ///
    /// # Errors
    /// The index cannot be written to.
    pub fn commit(&mut self, seq: i64) -> Result<()> {
        let mark = Mark { format: FORMAT, words: language::VERSION, seq };
        let mark = serde_json::to_string(&mark).unwrap_or_default();
        let mut commit = self.writer()?.prepare_commit()?;
        commit.set_payload(&mark);
        commit.commit()?;
        self.reader.reload()?;
        self.seq = seq;
        Ok(())
    }

    /// Lets go of the memory and the thread that writing takes, once what is being merged is merged.
    ///
    /// # Errors
    /// The index cannot be written to.
    pub fn rest(&mut self) -> Result<()> {
        self.put = None;
        if let Some(writer) = self.writer.take() {
            writer.wait_merging_threads()?;
            self.reader.reload()?;
        }
        Ok(())
    }

    /// What was committed, as it is now: later commits do not change it.
    pub fn view(&self) -> View {
        View { searcher: self.reader.searcher(), fields: self.fields }
    }

    fn writer(&mut self) -> Result<&mut IndexWriter> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, self.arena)?,
        };
        Ok(self.writer.insert(writer))
    }

    fn made(&mut self, document: &Document) -> TantivyDocument {
        let Document { kind, key, of, title, text, topic, at, author } = document;
        let fields = self.fields;
        let mut made = TantivyDocument::new();
        let letter = kind.letter();
        made.add_text(fields.key, format!("{letter}{key}"));
        made.add_text(fields.kind, letter.to_string());
        made.add_i64(fields.at, at.timestamp_millis());
        if let Some(topic) = topic {
            made.add_text(fields.topic, format!("{letter}{}", topic.to_lowercase()));
        }
        let (title, text, tongue) = Reader::split(title, text);
        if let Some(tongue) = tongue {
            made.add_text(fields.tongue, tongue.name());
        }
        let tongue = tongue.unwrap_or(Tongue::USUAL);
        let (title_field, text_field) = fields.of(*kind);
        for (field, words) in [(title_field, title), (Some(text_field), text)] {
            if let Some(field) = field.filter(|_| !words.is_empty()) {
                made.add_text(field, self.spaced(words, tongue));
            }
        }
        let author = author.as_deref().unwrap_or_default();
        let millis = at.timestamp_millis();
        let kept = format!("{letter}{BETWEEN}{key}{BETWEEN}{of}{BETWEEN}{millis}{BETWEEN}{author}");
        made.add_text(fields.kept, kept);
        made
    }

    /// Every word, and its stem beside it, with spaces between: the library would keep a list of them
    /// as JSON.
    fn spaced(&mut self, words: Vec<Word>, tongue: Tongue) -> String {
        let mut spaced = String::with_capacity(words.len() * 12);
        for term in self.terms.terms(words, tongue) {
            for form in term.stem.iter().chain([&term.written]) {
                if !spaced.is_empty() {
                    spaced.push(' ');
                }
                spaced.push_str(form);
            }
        }
        spaced
    }
}

/// Two that share one cost a deletion that finds nothing.
fn hash(kind: Kind, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, key).hash(&mut hasher);
    hasher.finish()
}

/// One moment of an index, to be asked.
#[derive(Clone)]
pub struct View {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
}

impl View {
    /// How many documents of a kind there are, about: those just deleted may still be counted.
    ///
    /// # Errors
    /// The index is broken.
    pub fn count(&self, kind: Kind) -> Result<u64> {
        Ok(self.searcher.doc_freq(&self.fields.kind_term(kind))?)
    }

    /// What is kept with a document that was found.
    pub(super) fn hit(&self, at: DocAddress, score: f32) -> Result<Hit> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let kept = document.get_first(self.fields.kept);
        let kept = kept.and_then(|kept| kept.as_str()).unwrap_or_default();
        let broken = || Error::Broken("a document has lost its parts".to_owned());
        let mut parts = kept.splitn(5, BETWEEN);
        let mut part = || parts.next().ok_or_else(broken);
        let kind = Kind::of(part()?).ok_or_else(broken)?;
        let (key, of) = (part()?.to_owned(), part()?.to_owned());
        let at = part()?.parse().ok().and_then(DateTime::from_timestamp_millis);
        let author = Some(part()?.to_owned()).filter(|author| !author.is_empty());
        Ok(Hit { kind, key, of, author, at: at.ok_or_else(broken)?, score })
    }

    pub(super) const AT: &'static str = "at";
}
