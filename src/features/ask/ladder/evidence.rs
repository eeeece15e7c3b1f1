//! What is known of who may know: who answered what is like it, what people say of themselves, how
//! present they are, and what they are asked already.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::away::Away;
use crate::domain::coffee::may_take_part;
use crate::domain::expert::{Expert, Willing};
use crate::domain::ids::{AnswerId, MemberId, QuestionId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::{Answer, Question, Source};
use crate::domain::routing::{
    Candidate, Declined, PRESENT_DAYS, Request, SIMILAR, Similar, Vote, presence,
};
use crate::domain::rules::WorkspaceRules;
use crate::features::ask::ladder::choose::since;
use crate::features::coffee::nudges::free_moment;
use crate::features::{Context, Result};
use crate::search::{self, Kind, Like};
use crate::store::{self, RecentAnswer, Tx};

/// The most recent answers that are looked at, and the most people.
const MOST_ANSWERS: u32 = 20_000;
const MOST_PEOPLE: usize = 500;

/// An earlier question like this one, or an answer that is, and how like it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) question: QuestionId,
    /// The answer that was found; `None` where the question itself was.
    pub(super) answer: Option<AnswerId>,
    pub(super) score: f64,
}

/// Earlier questions like this one, and answers that are: what the search index has. `None` while that
/// is being made.
pub(super) async fn similar(
    context: &Context,
    workspace: &WorkspaceId,
    id: QuestionId,
) -> Result<Option<Vec<Found>>> {
    let Some(question) = context.store.read().await?.question(workspace, id).await? else {
        return Ok(Some(Vec::new()));
    };
    let like = Like {
        title: question.title,
        text: question.details,
        topic: question.topic,
        but: Some(id.to_string()),
    };
    let mut found = Vec::new();
    for kind in [Kind::Question, Kind::Answer] {
        let now = context.now();
        let hits = match context.search.similar(workspace, like.clone(), kind, SIMILAR, now).await {
            Ok(hits) => hits,
            Err(search::Error::NotReady) => return Ok(None),
            Err(search::Error::Store(error)) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, "who is asked is decided without what was answered before");
                Vec::new()
            }
        };
        found.extend(hits.into_iter().filter_map(|hit| {
            let answer = match kind {
                Kind::Answer => Some(hit.key.parse().ok()?),
                Kind::Question | Kind::Card => None,
            };
            Some(Found { question: hit.of.parse().ok()?, answer, score: f64::from(hit.score) })
        }));
    }
    Ok(Some(found))
}

/// Whether somebody agreed to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    Agreed,
    /// They were never asked whether they want to be.
    Unasked,
}

/// Somebody who may be asked, or greeted.
pub(super) struct Person {
    pub(super) member: Member,
    pub(super) consent: Consent,
    expert: Expert,
    /// Questions that wait for them.
    open: u32,
    /// Questions that count against their cap, and their cap.
    pub(super) asked: u32,
    pub(super) cap: u32,
    /// Questions of this week that they were asked first.
    first: u32,
    /// When they are next at work with room for a message. `None`: paused, away, or their week is full.
    pub(super) at: Option<DateTime<Utc>>,
    /// How long until then.
    pub(super) waits: Option<TimeDelta>,
}

/// Those who may be asked, by id, and how many first offers there were this week.
pub(super) struct People {
    pub(super) all: Vec<Person>,
    first_offers: u32,
}

/// Looks up who of these may be asked: not who said never, was greeted and kept silent, or may not take
/// part.
pub(super) async fn people(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    ids: &[MemberId],
) -> store::Result<People> {
    let now = context.now();
    let (week, month) = since(now);
    let lately = tx.asked_lately(workspace, week, month).await?;
    let first_offers = lately.iter().map(|it| it.first).sum();
    let around = TimeDelta::days(14);
    let (from, to) = ((now - around).date_naive(), (now + around).date_naive());
    let mut claims: BTreeMap<MemberId, Vec<NaiveDate>> = BTreeMap::new();
    for (member, day) in tx.claims_between(workspace, from, to).await? {
        claims.entry(member).or_default().push(day);
    }
    let experts = tx.experts_among(workspace, ids).await?;
    let mut all = Vec::new();
    for member in tx.members(workspace, ids).await? {
        let id = member.profile.member.clone();
        let expert = experts.iter().find(|it| it.member == id).cloned();
        let expert = expert.unwrap_or_else(|| Expert::unasked(id.clone()));
        let Some(consent) = consent(&expert) else { continue };
        if may_take_part(member.profile.standing, context.settings.guests).is_err() {
            continue;
        }
        let load = lately.iter().find(|it| it.member == id);
        let at = available(
            &context.rules,
            &member,
            &expert,
            claims.get(&id).map_or(&[][..], Vec::as_slice),
            now,
        );
        let monthly = expert.willing == Some(Willing::Monthly);
        all.push(Person {
            open: load.map_or(0, |it| it.open),
            asked: load.map_or(0, |it| if monthly { it.month } else { it.week }),
            cap: if monthly { 1 } else { u32::from(expert.per_week) },
            first: load.map_or(0, |it| it.first),
            waits: at.map(|at| at - now),
            member,
            consent,
            expert,
            at,
        });
    }
    Ok(People { all, first_offers })
}

fn consent(expert: &Expert) -> Option<Consent> {
    match expert.willing {
        Some(Willing::Yes | Willing::Monthly) => Some(Consent::Agreed),
        Some(Willing::Never) => None,
        None => expert.greeted_at.is_none().then_some(Consent::Unasked),
    }
}

/// When a message to them would be right; `None` if not soon.
fn available(
    rules: &WorkspaceRules,
    member: &Member,
    expert: &Expert,
    claimed: &[NaiveDate],
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let paused = expert.paused_until.is_some_and(|until| until > now);
    if paused || !member.preferences.budget.takes_follow_ups() {
        return None;
    }
    let from = match member.away(now) {
        Some(Away::WhileItStands) => return None,
        Some(Away::Until(until)) => until,
        None => now,
    };
    free_moment(rules, member, claimed, from)
}

/// What speaks for people, before it is known who of them may be asked.
pub(super) struct Evidence {
    similar: Vec<Similar<QuestionId>>,
    /// The same of answers, each with its one writer.
    answers: Vec<Similar<QuestionId>>,
    /// Those of the similar questions that were read from an archive.
    imported: BTreeSet<QuestionId>,
    recent: Vec<RecentAnswer>,
    willing: Vec<MemberId>,
}

/// Gathers it.
pub(super) async fn gather(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    found: &[Found],
) -> store::Result<Evidence> {
    let now = context.now();
    let ids: Vec<QuestionId> =
        found.iter().map(|it| it.question).filter(|id| *id != question.id).collect();
    let imported = tx.these_questions(workspace, &ids).await?;
    let imported = imported.iter().filter(|it| it.source == Source::Imported);
    let imported = imported.map(|it| it.id).collect();
    let answers = tx.answers_to(workspace, &ids).await?;
    let declined = tx.declined_among(workspace, &ids).await?;
    let (of_answers, of_questions): (Vec<&Found>, Vec<&Found>) =
        found.iter().filter(|it| it.question != question.id).partition(|it| it.answer.is_some());
    let alike = |it: &&Found| like(it, &answers, &declined);
    let similar = of_questions.iter().map(alike).collect();
    let of_answers = of_answers.iter().map(alike).collect();
    let recently = now - TimeDelta::days(PRESENT_DAYS);
    let recent = tx.recent_answers(workspace, recently, MOST_ANSWERS).await?;
    let willing = tx.willing_experts(workspace).await?;
    let willing = willing.into_iter().map(|it| it.member).collect();
    Ok(Evidence { similar, answers: of_answers, imported, recent, willing })
}

/// What was found with those who answered, and those who did not take it.
fn like(
    found: &Found,
    answers: &[Answer],
    declined: &[(QuestionId, MemberId, Option<MemberId>)],
) -> Similar<QuestionId> {
    let meant = |one: &&Answer| {
        one.question == found.question && found.answer.is_none_or(|answer| one.id == answer)
    };
    let about = declined.iter().filter(|(about, _, _)| *about == found.question);
    Similar {
        question: found.question,
        score: found.score,
        answers: answers.iter().filter(meant).map(vote).collect(),
        declined: about
            .filter(|_| found.answer.is_none())
            .map(|(_, member, instead)| Declined {
                member: member.clone(),
                instead: instead.clone(),
            })
            .collect(),
    }
}

fn vote(answer: &Answer) -> Vote {
    Vote {
        member: answer.author.clone(),
        accepted: answer.accepted_at.is_some(),
        likes: i64::from(answer.likes),
    }
}

fn days(since: TimeDelta) -> f64 {
    hours(since) / 24.0
}

pub(super) fn hours(since: TimeDelta) -> f64 {
    since.as_seconds_f64() / 3_600.0
}

impl Evidence {
    /// Everybody for whom something speaks, those first for whom most does.
    pub(super) fn who(&self) -> Vec<MemberId> {
        let mut seen = BTreeSet::new();
        let named = self.similar.iter().chain(&self.answers).flat_map(|it| {
            let answered = it.answers.iter().map(|vote| &vote.member);
            answered.chain(it.declined.iter().filter_map(|one| one.instead.as_ref()))
        });
        let all = named.chain(&self.willing).chain(self.recent.iter().map(|it| &it.author));
        all.filter(|member| seen.insert((*member).clone())).take(MOST_PEOPLE).cloned().collect()
    }

    /// For whom something speaks that was said here, not only in an archive.
    fn without_the_archive(&self) -> BTreeSet<&MemberId> {
        let lists = self.similar.iter().chain(&self.answers);
        let here = lists.filter(|it| !self.imported.contains(&it.question)).flat_map(|it| {
            let answered = it.answers.iter().map(|vote| &vote.member);
            answered.chain(it.declined.iter().filter_map(|one| one.instead.as_ref()))
        });
        let recent = self.recent.iter().filter(|it| !it.imported).map(|it| &it.author);
        here.chain(recent).collect()
    }

    /// What a ranking is asked of those who agreed, or of those who were never asked. Text that was read
    /// from an archive ranks only who agreed to be ranked.
    pub(super) fn request(
        &self,
        context: &Context,
        question: &Question,
        people: &People,
        consent: Consent,
        seed: [u8; 32],
        first: bool,
    ) -> Request<QuestionId> {
        let agreed = consent == Consent::Agreed;
        let counts = |it: &&Similar<QuestionId>| agreed || !self.imported.contains(&it.question);
        let now = context.now();
        let spoken_for = (!agreed).then(|| self.without_the_archive());
        let considered = |person: &&Person| {
            let member = &person.member.profile.member;
            person.consent == consent && spoken_for.as_ref().is_none_or(|it| it.contains(member))
        };
        let candidates = people.all.iter().filter(considered);
        Request {
            similar: self.similar.iter().filter(counts).cloned().collect(),
            answers: self.answers.iter().filter(counts).cloned().collect(),
            candidates: candidates.map(|it| self.candidate(question, it, agreed, now)).collect(),
            first_offers: people.first_offers,
            spread: first,
            urgent: question.urgent,
            seed,
        }
    }

    fn candidate(
        &self,
        question: &Question,
        person: &Person,
        agreed: bool,
        now: DateTime<Utc>,
    ) -> Candidate {
        let member = &person.member.profile.member;
        let own: Vec<&RecentAnswer> = self
            .recent
            .iter()
            .filter(|it| it.author == *member && (agreed || !it.imported))
            .collect();
        let ages = |of: &dyn Fn(&RecentAnswer) -> bool| {
            presence(own.iter().filter(|it| of(it)).map(|it| (days(now - it.written_at), 1.0)))
        };
        let topic = question.topic.as_deref().map(str::to_lowercase);
        let same = |it: &RecentAnswer| {
            topic.is_some() && it.topic.as_deref().map(str::to_lowercase) == topic
        };
        let here = question.community;
        let answers_here = own.iter().any(|it| here.is_some() && it.community == here);
        let declares_here = here.is_some_and(|here| person.expert.communities.contains(&here));
        let words = words(question);
        let topics = person.expert.topics.iter();
        Candidate {
            member: member.clone(),
            presence: ages(&|_| true),
            on_topic: ages(&same),
            declared: topics.map(|topic| share(topic, &words)).fold(0.0, f64::max),
            title: person.member.profile.title.as_deref().map_or(0.0, |it| share(it, &words)),
            same_community: answers_here || declares_here,
            open: person.open,
            referrals: person.asked,
            cap: Some(person.cap),
            first_offers: person.first,
            free_in: person.waits.map(hours),
        }
    }
}

/// The words of a question, in small letters.
fn words(question: &Question) -> BTreeSet<String> {
    let topic = question.topic.as_deref().unwrap_or_default();
    split(&format!("{} {} {topic}", question.title, question.details)).collect()
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let words =
        text.split(|sign: char| !sign.is_alphanumeric()).filter(|it| it.chars().count() > 1);
    // `certificates` is about a `certificate`: enough for what people say of themselves in a few words.
    words
        .map(|word| {
            let word = word.to_lowercase();
            let stem = word.strip_suffix('s').filter(|stem| stem.chars().count() > 3);
            stem.map(str::to_owned).unwrap_or(word)
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// How much of what somebody says of themselves is in a question, 0 to 1.
fn share(said: &str, words: &BTreeSet<String>) -> f64 {
    let said: BTreeSet<String> = split(said).collect();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if said.is_empty() { 0.0 } else { count(said.intersection(words).count()) / count(said.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_of_themselves_is_compared_by_words() {
        let question: BTreeSet<String> =
            split("How do we rotate the staging certificates?").collect();
        assert!((share("certificate rotation", &question) - 0.5).abs() < 1e-9);
        assert!((share("Certificates", &question) - 1.0).abs() < 1e-9);
        assert!(share("Rust", &question) < 1e-9);
        assert!(share("🎉", &question) < 1e-9);
    }
}
