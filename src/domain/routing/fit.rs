//! How good somebody is for a question, whatever it costs them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Because, Candidate, Request, SIMILAR, Similar};
use crate::domain::ids::MemberId;

/// After so many days an answer tells half as much about how present somebody is.
const HALF_LIFE: f64 = 10.0;
/// Nobody's chance is nothing: somebody without answers counts as this much of one.
const STRANGER: f64 = 0.1;
/// Declaring that one knows a topic counts as so many answers of today on it.
const DECLARED: f64 = 3.0;
/// A title that fits counts as so many.
const TITLED: f64 = 1.0;
/// Being in the community counts as so many.
const NEIGHBOR: f64 = 0.5;
/// How much of the similar questions somebody has answered who has answered none of them.
const UNSEEN: f64 = 0.02;
/// How much steeper than the index's the weights of what is similar are: half as similar counts a
/// sixteenth.
const STEEP: i32 = 4;
/// Being named by somebody who was asked counts as half an answer.
const NAMED: f64 = 0.5;
/// How many questions a reason names.
const SHOWN: usize = 3;

/// How much somebody answered lately: their answers, each by its age in days and by how much of it
/// counts (1, or its share of a topic), halved every ten days. In any order.
///
/// Recent answers say most about who answers next (`docs/routing.md` has other half-lives).
pub fn presence(answers: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    let mut answers: Vec<(f64, f64)> = answers.into_iter().collect();
    // So that the sum is the same in whatever order they come.
    answers.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    answers.iter().map(|(age, share)| share * 0.5_f64.powf(age.max(0.0) / HALF_LIFE)).sum()
}

/// What similar questions say of one person.
struct Heard<Q> {
    /// The weighed share of similar questions that they answered, were named for, or declined.
    share: f64,
    /// Each with its weight, and whether their answer to it was accepted.
    answered: BTreeMap<Q, (f64, bool)>,
    named: bool,
}

/// What the similar questions say of everybody who had to do with them.
pub(super) struct Votes<Q> {
    heard: BTreeMap<MemberId, Heard<Q>>,
}

impl<Q: Clone + Ord> Votes<Q> {
    /// Balog's second model: a person's share is the sum over documents of how similar a document is
    /// times how much of it is theirs. Once over questions, which everybody who answered them shares,
    /// and once over answers, which are in their writer's own words.
    pub(super) fn of(request: &Request<Q>) -> Self {
        let mut votes = Self { heard: BTreeMap::new() };
        let lists = [&request.similar, &request.answers];
        let found = lists.iter().filter(|list| list.iter().any(|one| one.score > 0.0)).count();
        let part = if found > 1 { 0.5 } else { 1.0 };
        for list in lists {
            votes.count(list, part);
        }
        votes
    }

    /// `part` is how much of all shares this list makes up.
    fn count(&mut self, similar: &[Similar<Q>], part: f64) {
        let mut similar: Vec<&Similar<Q>> = similar.iter().filter(|one| one.score > 0.0).collect();
        // By who answered, too: several answers to one question may be among them.
        let who = |one: &Similar<Q>| one.answers.iter().map(|vote| vote.member.clone()).min();
        similar.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            by_score
                .then_with(|| one.question.cmp(&other.question))
                .then_with(|| who(one).cmp(&who(other)))
        });
        similar.truncate(SIMILAR);
        let best = similar.first().map_or(1.0, |one| one.score);
        let weight = |one: &Similar<Q>| (one.score / best).powi(STEEP);
        let all: f64 = similar.iter().map(|one| weight(one)).sum();
        for one in similar {
            self.hear(one, weight(one) / all * part);
        }
    }

    fn hear(&mut self, one: &Similar<Q>, weight: f64) {
        let mut answered: Vec<_> = one.answers.iter().collect();
        answered.sort_by_key(|vote| (&vote.member, vote.accepted, vote.likes));
        for vote in answered {
            let heard = self.by(&vote.member);
            heard.share += weight * worth(vote.accepted, vote.likes);
            let (weighed, accepted) = heard.answered.entry(one.question.clone()).or_default();
            *weighed += weight;
            *accepted |= vote.accepted;
        }
        let declined: BTreeSet<&MemberId> = one.declined.iter().map(|one| &one.member).collect();
        for member in declined {
            self.by(member).share -= weight;
        }
        let named: BTreeSet<&MemberId> =
            one.declined.iter().filter_map(|one| one.instead.as_ref()).collect();
        for member in named {
            let heard = self.by(member);
            heard.share += weight * NAMED;
            heard.named = true;
        }
    }

    fn by(&mut self, member: &MemberId) -> &mut Heard<Q> {
        self.heard.entry(member.clone()).or_insert_with(|| Heard {
            share: 0.0,
            answered: BTreeMap::new(),
            named: false,
        })
    }
}

/// An answer that was accepted, or that others found helpful, counts more: up to twice.
fn worth(accepted: bool, likes: i64) -> f64 {
    let likes = f64::from(u32::try_from(likes.max(0)).unwrap_or(u32::MAX));
    1.0 + if accepted { 0.5 } else { 0.0 } + 0.5 * likes / (likes + 10.0)
}

/// How good somebody is for the question, from 0 up without end, and why.
pub(super) struct Fit<Q> {
    pub(super) value: f64,
    /// Something tells that they know about it, not only that they are here.
    pub(super) evidence: bool,
    pub(super) because: Vec<Because<Q>>,
}

/// Presence, times the roots of how much of what somebody answers is on this topic and of how much
/// of what is similar they answered: about the exponents that a conditional logit found on the months
/// before those that are judged.
pub(super) fn fit<Q: Clone + Ord>(votes: &Votes<Q>, candidate: &Candidate) -> Fit<Q> {
    let heard = votes.heard.get(&candidate.member);
    let told = DECLARED * candidate.declared.clamp(0.0, 1.0)
        + TITLED * candidate.title.clamp(0.0, 1.0)
        + if candidate.same_community { NEIGHBOR } else { 0.0 };
    let presence = candidate.presence.max(0.0);
    let on_topic = candidate.on_topic.clamp(0.0, presence);
    let topic = (STRANGER + on_topic + told) / (1.0 + presence + told);
    let share = heard.map_or(0.0, |heard| heard.share.max(0.0));
    let value = (STRANGER + presence + told) * (topic * (UNSEEN + share)).sqrt();
    let because = reasons(heard, candidate);
    let evidence =
        share > 0.0 || on_topic > 0.0 || candidate.declared > 0.0 || candidate.title > 0.0;
    Fit { value, evidence, because }
}

/// The strongest first: what they did, then what they or others say, then that they are here.
fn reasons<Q: Clone + Ord>(heard: Option<&Heard<Q>>, candidate: &Candidate) -> Vec<Because<Q>> {
    let mut because = Vec::new();
    if let Some(heard) = heard.filter(|heard| heard.share > 0.0) {
        let mut answered: Vec<(&Q, &(f64, bool))> = heard.answered.iter().collect();
        answered.sort_by(|one, other| other.1.0.total_cmp(&one.1.0));
        let accepted = answered.iter().filter(|(_, (_, accepted))| *accepted).count();
        let questions: Vec<Q> =
            answered.iter().take(SHOWN).map(|(one, _)| (*one).clone()).collect();
        if !questions.is_empty() {
            let accepted = u32::try_from(accepted).unwrap_or(u32::MAX);
            because.push(Because::Answered { questions, accepted });
        }
        if heard.named {
            because.push(Because::Named);
        }
    }
    if candidate.declared > 0.0 {
        because.push(Because::Declared);
    }
    if candidate.on_topic > 0.0 {
        because.push(Because::Topic);
    }
    if candidate.title > 0.0 {
        because.push(Because::Title);
    }
    if candidate.same_community {
        because.push(Because::Community);
    }
    if candidate.presence >= 1.0 || because.is_empty() && candidate.presence > 0.0 {
        because.push(Because::Present);
    }
    because
}
