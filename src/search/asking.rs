//! Asking the index: what is like a question, and what has the words that somebody looks for.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use tantivy::collector::{FilterCollector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::{DocAddress, Score};

use super::Result;
use super::index::{Hit, Kind, View};
use super::query::{Asked, Asking, Statistics, any, forms, weighed};

/// How much the parts weigh. The defaults were found on the archive that docs/routing.md tells of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// A word in the title of what is found, against one in its text.
    pub title: f32,
    pub text: f32,
    /// A word of the title that is asked with, against one of its text.
    pub asked_title: f32,
    pub asked_text: f32,
    /// The same word in the same form, on top of its stem.
    pub written: f32,
    /// The same topic, as if it were one more word.
    pub topic: f32,
    /// How soon it stops to count that a question repeats a word (k3 of BM25): the less, the sooner.
    pub repeated: f32,
    /// How many of a question's words are looked for: the most telling ones.
    pub most_words: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            title: 1.6,
            text: 1.0,
            asked_title: 2.0,
            asked_text: 1.0,
            written: 0.3,
            topic: 1.0,
            repeated: 4.0,
            most_words: 24,
        }
    }
}

/// What is looked for: whatever is about the same as this question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub topic: Option<&'a str>,
    /// Only of this kind.
    pub kind: Kind,
    /// How many at most.
    pub most: usize,
    /// Nothing that belongs to this question: it is the one that is asked with.
    pub but: Option<&'a str>,
    /// Only what was written before.
    pub before: Option<DateTime<Utc>>,
    pub weights: Weights,
}

impl<'a> Ask<'a> {
    /// The `most` of a kind that are most like a question.
    pub fn new(title: &'a str, text: &'a str, kind: Kind, most: usize) -> Self {
        let weights = Weights::default();
        Self { title, text, topic: None, kind, most, but: None, before: None, weights }
    }
}

/// Nobody reads more.
const MOST_HITS: usize = 1_000;
/// How many words of what somebody looks for count.
const MOST_WORDS_SOUGHT: usize = 16;

impl View {
    /// What is most like a question, the most alike first; nothing if it has no words.
    ///
    /// # Errors
    /// The index is broken.
    pub fn similar(&self, ask: &Ask<'_>) -> Result<Vec<Hit>> {
        let Weights { asked_title, asked_text, written, repeated, most_words, .. } = ask.weights;
        let asking = Asking { title: asked_title, text: asked_text, repeated };
        let asked = self.asked(ask.title, ask.text, asking)?;
        let statistics = Statistics::of(self, ask.kind)?;
        let asked = self.telling(asked, ask.kind, &statistics, most_words)?;
        let (title, text) = self.fields.of(ask.kind);
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        for asked in &asked {
            if let Some(title) = title {
                queries.extend(forms(title, asked, ask.weights.title, written));
            }
            queries.extend(forms(text, asked, ask.weights.text, written));
        }
        if let Some(topic) = ask.topic.filter(|_| ask.weights.topic > 0.0) {
            queries.push(weighed(self.fields.topic_term(ask.kind, topic), ask.weights.topic));
        }
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let keep = |hit: &Hit| ask.but != Some(hit.of.as_str());
        self.best(&any(queries), &statistics, ask.most, keep, ask.before)
    }

    /// What has all of these words, the best first; where that is too little, also what has some of
    /// them, after it.
    ///
    /// # Errors
    /// The index is broken.
    pub fn find(&self, words: &str, kind: Kind, most: usize) -> Result<Vec<Hit>> {
        self.find_but(words, kind, most, &BTreeSet::new())
    }

    /// The same without what has one of these keys: however much of that there is, it takes nobody's
    /// place.
    ///
    /// # Errors
    /// The index is broken.
    pub fn find_but(
        &self,
        words: &str,
        kind: Kind,
        most: usize,
        hidden: &BTreeSet<String>,
    ) -> Result<Vec<Hit>> {
        let weights = Weights::default();
        let mut asked = self.asked(words, "", Asking { title: 1.0, text: 1.0, repeated: 1.0 })?;
        asked.truncate(MOST_WORDS_SOUGHT);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let statistics = Statistics::of(self, kind)?;
        let one = |asked: &Asked| -> Box<dyn Query> {
            let (title, text) = self.fields.of(kind);
            let mut queries = forms(text, asked, weights.text, weights.written);
            if let Some(title) = title {
                queries.extend(forms(title, asked, weights.title, weights.written));
            }
            Box::new(any(queries))
        };
        let all = BooleanQuery::new(asked.iter().map(|asked| (Occur::Must, one(asked))).collect());
        let keep = |hit: &Hit| !hidden.contains(&hit.key);
        let mut found = self.best(&all, &statistics, most, keep, None)?;
        if found.len() < most && asked.len() > 1 {
            let some = any(asked.iter().map(one).collect());
            let more = self.best(&some, &statistics, most + found.len(), keep, None)?;
            let new = |hit: &Hit| found.iter().all(|known: &Hit| known.key != hit.key);
            let more: Vec<Hit> = more.into_iter().filter(new).collect();
            found.extend(more);
            found.truncate(most);
        }
        Ok(found)
    }

    /// The best of what a query finds and `keep` keeps; of those that are equally good the first by key.
    fn best(
        &self,
        query: &dyn Query,
        statistics: &Statistics<'_>,
        most: usize,
        keep: impl Fn(&Hit) -> bool,
        before: Option<DateTime<Utc>>,
    ) -> Result<Vec<Hit>> {
        let most = most.min(MOST_HITS);
        if most == 0 {
            return Ok(Vec::new());
        }
        let mut limit = most + 16;
        loop {
            let found = self.top(query, statistics, limit, before)?;
            let all = found.len() < limit;
            let mut hits = Vec::with_capacity(found.len());
            for (score, at) in found {
                let hit = self.hit(at, score)?;
                if keep(&hit) {
                    hits.push(hit);
                }
            }
            if all || hits.len() >= most {
                let by_score = |one: &Hit, other: &Hit| other.score.total_cmp(&one.score);
                hits.sort_by(|one, other| {
                    by_score(one, other).then_with(|| one.key.cmp(&other.key))
                });
                hits.truncate(most);
                return Ok(hits);
            }
            limit *= 4;
        }
    }

    fn top(
        &self,
        query: &dyn Query,
        statistics: &Statistics<'_>,
        limit: usize,
        before: Option<DateTime<Utc>>,
    ) -> Result<Vec<(Score, DocAddress)>> {
        let best = TopDocs::with_limit(limit).order_by_score();
        let searcher = &self.searcher;
        Ok(match before {
            None => searcher.search_with_statistics_provider(query, &best, statistics)?,
            Some(before) => {
                let before = before.timestamp_millis();
                let earlier = move |at: i64| at < before;
                let best = FilterCollector::new(Self::AT.to_owned(), earlier, best);
                searcher.search_with_statistics_provider(query, &best, statistics)?
            }
        })
    }
}
