//! From words to a query: which of them are asked for, and how much each of them weighs.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::Result;
use super::index::{Kind, View};
use super::language::{self, Reader, Tongue};
use super::words::Word;

/// Of how many different words of a long text it is looked up how rare they are.
const LOOKED_UP: usize = 400;

/// A word that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// As it was written.
    pub written: String,
    /// Its stem, where that is something else.
    pub stem: Option<String>,
    /// How much it is asked for.
    pub weight: f32,
}

/// How much the words of a title and of a text are asked for, and how soon repeating one stops to count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub title: f32,
    pub text: f32,
    pub repeated: f32,
}

impl View {
    /// The words of a title and a text, each once, those that come first before others. Small words
    /// only if there are no others.
    pub(super) fn asked(&self, title: &str, text: &str, asking: Asking) -> Result<Vec<Asked>> {
        let (title, text, tongue) = Reader::split(title, text);
        let tongue = match tongue {
            Some(tongue) => tongue,
            None => self.usual_tongue()?,
        };
        let mut reader = Reader::default();
        let mut terms: Vec<(language::Term, f32)> = Vec::new();
        for (words, weight) in [(title, asking.title), (text, asking.text)] {
            let words = without_signs(words);
            terms.extend(reader.marked(words, tongue).into_iter().map(|term| (term, weight)));
        }
        if terms.iter().any(|(term, _)| !term.small) {
            terms.retain(|(term, _)| !term.small);
        }
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut asked: Vec<Asked> = Vec::new();
        for (term, weight) in terms {
            let place = *places.entry(term.written.clone()).or_insert(asked.len());
            match asked.get_mut(place) {
                Some(asked) => asked.weight += weight,
                None => asked.push(Asked { written: term.written, stem: term.stem, weight }),
            }
        }
        let most = asking.repeated;
        for asked in &mut asked {
            asked.weight *= (most + 1.0) / (asked.weight + most);
        }
        Ok(asked)
    }

    /// What most of what is in the index is written in.
    fn usual_tongue(&self) -> Result<Tongue> {
        let mut usual = (0, Tongue::USUAL);
        for tongue in Tongue::all() {
            let count = self.searcher.doc_freq(&self.fields.tongue_term(tongue))?;
            if count > usual.0 {
                usual = (count, tongue);
            }
        }
        Ok(usual.1)
    }

    /// The `most` of these words that tell most about what they are from: often in it, rare elsewhere.
    pub(super) fn telling(
        &self,
        mut asked: Vec<Asked>,
        kind: Kind,
        statistics: &Statistics<'_>,
        most: usize,
    ) -> Result<Vec<Asked>> {
        asked.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        asked.truncate(LOOKED_UP);
        let (title, text) = self.fields.of(kind);
        let total = statistics.total_num_docs()?;
        let mut weighed = Vec::with_capacity(asked.len());
        for asked in asked {
            let mut count = 0;
            for field in title.into_iter().chain([text]) {
                for form in asked.stem.iter().chain([&asked.written]) {
                    let term = Term::from_field_text(field, form);
                    count = count.max(statistics.doc_freq(&term)?);
                }
            }
            if count > 0 {
                weighed.push((asked.weight * rarity(count, total), asked));
            }
        }
        weighed.sort_by(|one, other| {
            other.0.total_cmp(&one.0).then_with(|| one.1.written.cmp(&other.1.written))
        });
        weighed.truncate(most);
        Ok(weighed.into_iter().map(|(_, asked)| asked).collect())
    }
}

/// One Chinese sign is only asked for where it is all there is.
pub(super) fn without_signs(words: Vec<Word>) -> Vec<Word> {
    words.into_iter().filter(|word| !matches!(word, Word::Sign(_))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "how rare a word is need not be exact")]
fn rarity(count: u64, total: u64) -> f32 {
    let (count, total) = (count as f32, total.max(count) as f32);
    (1.0 + (total - count + 0.5) / (count + 0.5)).ln()
}

/// A word in one field, by its stem and as it was written: who wrote it the same way is a little nearer.
pub(super) fn forms(field: Field, asked: &Asked, weight: f32, written: f32) -> Vec<Box<dyn Query>> {
    let weight = weight * asked.weight;
    match &asked.stem {
        None => vec![term(field, &asked.written, weight * (1.0 + written))],
        Some(stem) if written > 0.0 => {
            vec![term(field, stem, weight), term(field, &asked.written, weight * written)]
        }
        Some(stem) => vec![term(field, stem, weight)],
    }
}

fn term(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    weighed(Term::from_field_text(field, text), weight)
}

pub(super) fn weighed(term: Term, weight: f32) -> Box<dyn Query> {
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}

/// Whatever has any of these.
pub(super) fn any(queries: Vec<Box<dyn Query>>) -> BooleanQuery {
    BooleanQuery::new(queries.into_iter().map(|query| (Occur::Should, query)).collect())
}

/// How rare words are among the documents of one kind: the library would count all of them.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    /// How many documents of the kind there are, those just deleted among them (as everywhere here).
    documents: u64,
    counted: Mutex<BTreeMap<Term, u64>>,
}

impl<'a> Statistics<'a> {
    pub(super) fn of(view: &'a View, kind: Kind) -> Result<Self> {
        let documents = view.count(kind)?;
        Ok(Self { searcher: &view.searcher, documents, counted: Mutex::default() })
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut counted = self.counted.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = counted.get(term) {
            return Ok(*count);
        }
        // The library insists on it that no word is in more documents than there are.
        let count = self.searcher.doc_freq(term)?.min(self.documents);
        counted.insert(term.clone(), count);
        Ok(count)
    }
}
