//! What is known when a question is asked: made from the history before it, as the bot makes it from
//! its database.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};

use super::history::{History, Question};
use super::retrieval::{Found, Retrieval};
use crate::domain::ids::MemberId;
use crate::domain::routing::{PRESENT_DAYS, SIMILAR, Similar, Vote, presence};
use crate::search::{Hit, Result};

/// The days over which the baselines count answers.
const ACTIVE_DAYS: f64 = 60.0;

/// One question to be ranked, and all that there is to rank it by.
pub(super) struct Case<'a> {
    pub(super) question: &'a Question,
    /// Similar questions, the most alike first.
    pub(super) similar: Vec<&'a str>,
    /// The same by plain BM25.
    pub(super) plain: Vec<&'a str>,
    pub(super) questions: Vec<Similar<String>>,
    pub(super) answers: Vec<Similar<String>>,
    pub(super) people: BTreeMap<MemberId, Seen>,
    /// How many have ever answered before, whoever they are.
    pub(super) known: usize,
    /// The linked questions that were asked before this one.
    earlier: BTreeSet<&'a str>,
    /// Whether anybody who answered it later had answered anything before.
    pub(super) reachable: bool,
}

impl Case<'_> {
    /// Whether a linked question was asked before this one.
    pub(super) fn is_earlier(&self, linked: &str) -> bool {
        self.earlier.contains(linked)
    }
}

/// Somebody who may be asked.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) presence: f64,
    pub(super) on_topic: f64,
    /// Answers of the last 60 days.
    pub(super) active: u32,
    /// What the BM25 document model gives them.
    pub(super) document: f64,
}

/// The history up to a moment.
pub(super) struct World<'a> {
    history: &'a History,
    retrieval: Retrieval,
    by_id: BTreeMap<&'a str, usize>,
    /// All answers by when they came, and how many of them have.
    answers: Vec<(DateTime<Utc>, usize, usize)>,
    come: usize,
    /// The answers of the last [`PRESENT_DAYS`] days.
    recent: VecDeque<(DateTime<Utc>, usize, usize)>,
    known: BTreeSet<&'a MemberId>,
    /// How many questions had a tag, and how many there were.
    tags: BTreeMap<&'a str, u32>,
    asked: u32,
}

impl<'a> World<'a> {
    pub(super) fn new(history: &'a History) -> Result<Self> {
        let by_id = history.questions.iter().enumerate().map(|(at, one)| (one.id.as_str(), at));
        let mut answers: Vec<(DateTime<Utc>, usize, usize)> = Vec::new();
        for (at, question) in history.questions.iter().enumerate() {
            answers.extend(question.answers.iter().enumerate().map(|(no, one)| (one.at, at, no)));
        }
        answers.sort_unstable();
        Ok(Self {
            history,
            retrieval: Retrieval::new()?,
            by_id: by_id.collect(),
            answers,
            come: 0,
            recent: VecDeque::new(),
            known: BTreeSet::new(),
            tags: BTreeMap::new(),
            asked: 0,
        })
    }

    /// Takes in the answers before a moment.
    pub(super) fn until(&mut self, now: DateTime<Utc>) -> Result<()> {
        while let Some(&(at, question, answer)) = self.answers.get(self.come)
            && at < now
        {
            self.come += 1;
            if let Some((question, answer)) = self.look_up(question, answer) {
                self.retrieval.answered(question, answer)?;
                self.known.insert(&answer.author);
            }
            self.recent.push_back((at, question, answer));
        }
        while self.recent.front().is_some_and(|(at, ..)| (now - *at).num_days() > PRESENT_DAYS) {
            self.recent.pop_front();
        }
        Ok(())
    }

    /// Takes in a question that was asked just now.
    pub(super) fn ask(&mut self, question: &'a Question) -> Result<()> {
        self.asked += 1;
        for tag in &question.tags {
            *self.tags.entry(tag).or_default() += 1;
        }
        self.retrieval.asked(question)
    }

    fn look_up(
        &self,
        question: usize,
        answer: usize,
    ) -> Option<(&'a Question, &'a super::history::Answer)> {
        let question = self.history.questions.get(question)?;
        question.answers.get(answer).map(|answer| (question, answer))
    }

    /// All that is known when a question is asked.
    pub(super) fn case(&mut self, question: &'a Question) -> Result<Case<'a>> {
        let Found { questions, answers, plain } = self.retrieval.like(question)?;
        let mut people = self.present(question);
        for hit in &plain {
            for vote in self.votes(question, hit, false) {
                people.entry(vote.member).or_default().document += f64::from(hit.score);
            }
        }
        let mut similar = |hits: &[Hit], own: bool| -> Vec<Similar<String>> {
            let one = |hit: &Hit| Similar {
                question: hit.of.clone(),
                score: f64::from(hit.score),
                answers: self.votes(question, hit, own),
                declined: Vec::new(),
            };
            let similar: Vec<Similar<String>> = hits.iter().map(one).collect();
            for vote in similar.iter().flat_map(|one| &one.answers) {
                people.entry(vote.member.clone()).or_default();
            }
            similar
        };
        let (of_questions, of_answers) = (similar(&questions, false), similar(&answers, true));
        Ok(Case {
            question,
            similar: self.ids(&questions),
            plain: self.ids(&plain),
            questions: of_questions,
            answers: of_answers,
            people,
            known: self.known.len(),
            earlier: self.earlier(question),
            reachable: question.answerers().into_iter().any(|one| self.known.contains(one)),
        })
    }

    fn earlier(&self, question: &'a Question) -> BTreeSet<&'a str> {
        let linked = question.duplicates.union(&question.related).map(String::as_str);
        let asked_at = |id: &str| self.by_id.get(id).and_then(|at| self.history.questions.get(*at));
        linked.filter(|id| asked_at(id).is_some_and(|other| other.at < question.at)).collect()
    }

    fn ids(&self, hits: &[Hit]) -> Vec<&'a str> {
        let places = hits.iter().filter_map(|hit| self.by_id.get_key_value(hit.of.as_str()));
        places.map(|(id, _)| *id).take(SIMILAR).collect()
    }

    /// Who answered the question of a hit before this one was asked; only the answer itself where it
    /// was an answer that was found.
    fn votes(&self, question: &Question, hit: &Hit, own: bool) -> Vec<Vote> {
        let found = self.by_id.get(hit.of.as_str()).and_then(|at| self.history.questions.get(*at));
        let answers = found.into_iter().flat_map(|found| &found.answers);
        answers
            .filter(|answer| answer.at < question.at && answer.author != question.asker)
            .filter(|answer| !own || answer.id == hit.key)
            .map(|answer| Vote {
                member: answer.author.clone(),
                accepted: answer.accepted,
                likes: answer.score,
            })
            .collect()
    }

    /// Who answered lately, and how much of it had the question's tags.
    fn present(&self, question: &Question) -> BTreeMap<MemberId, Seen> {
        let mut ages: BTreeMap<&MemberId, Vec<(f64, f64)>> = BTreeMap::new();
        for &(at, asked, answer) in &self.recent {
            let Some((earlier, answer)) = self.look_up(asked, answer) else { continue };
            if answer.author == question.asker {
                continue;
            }
            let share = self.in_common(question, earlier);
            ages.entry(&answer.author).or_default().push((days(at, question.at), share));
        }
        let seen = |ages: Vec<(f64, f64)>| Seen {
            presence: presence(ages.iter().map(|(age, _)| (*age, 1.0))),
            on_topic: presence(ages.iter().copied()),
            active: count(ages.iter().filter(|(age, _)| *age <= ACTIVE_DAYS).count()),
            document: 0.0,
        };
        ages.into_iter().map(|(member, ages)| (member.clone(), seen(ages))).collect()
    }

    /// Which share of a question's tags another has, rare ones weighing more.
    fn in_common(&self, question: &Question, other: &Question) -> f64 {
        let rarity = |tag: &String| {
            let had = self.tags.get(tag.as_str()).copied().unwrap_or_default();
            ((f64::from(self.asked) + 1.0) / (f64::from(had) + 0.5)).ln()
        };
        let all: f64 = question.tags.iter().map(rarity).sum();
        let common: f64 = question.tags.intersection(&other.tags).map(rarity).sum();
        if all > 0.0 { common / all } else { 0.0 }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn days(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).as_seconds_f64() / 86_400.0
}
