//! What is found in an archive against what is kept already. Pure.

use std::collections::BTreeMap;

use crate::archive::{self, Channel};
use crate::clock::Chance;
use crate::domain::ids::{AnswerId, CommunityId, MessageTs, QuestionId};
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, Spot, State};

/// Where the questions come from.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) channel: &'a Channel,
    /// The workspace in a browser.
    pub(super) url: Option<&'a str>,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) new: Vec<(String, Question)>,
    pub(super) new_answers: Vec<Answer>,
    /// Questions and answers that stand there in another form.
    pub(super) questions: Vec<Question>,
    pub(super) answers: Vec<Answer>,
    /// How many questions that stand there have anything new.
    pub(super) changed: u64,
}

/// What the import of a question is known by.
pub(super) fn key(found: &archive::Question) -> String {
    format!("{}/{}", found.channel, found.ts)
}

/// Compares. What is kept and changed later than what is found stays, and so does what was deleted:
/// an older export brings nothing back.
pub(super) fn merge(
    place: &Place<'_>,
    community: Option<CommunityId>,
    found: &[archive::Question],
    known: Vec<(String, Question)>,
    answers: Vec<Answer>,
    chance: &Chance,
) -> Changes {
    let mut known: BTreeMap<String, Question> = known.into_iter().collect();
    let mut given: BTreeMap<QuestionId, BTreeMap<MessageTs, Answer>> = BTreeMap::new();
    for answer in answers {
        let Some(spot) = &answer.spot else { continue };
        given.entry(answer.question).or_default().insert(spot.message.clone(), answer);
    }
    let mut changes = Changes::default();
    for it in found {
        match known.remove(&key(it)) {
            Some(question) => {
                let given = given.remove(&question.id).unwrap_or_default();
                update(&mut changes, it, &question, given, chance);
            }
            None => add(&mut changes, place, community, it, chance),
        }
    }
    changes
}

fn add(
    changes: &mut Changes,
    place: &Place<'_>,
    community: Option<CommunityId>,
    it: &archive::Question,
    chance: &Chance,
) {
    let id: QuestionId = chance.id(it.at);
    let answers: Vec<Answer> =
        it.answers.iter().map(|answer| answer_of(id, it, answer, chance)).collect();
    let accepted = answers.iter().find(|answer| answer.accepted_at.is_some());
    let last = answers.iter().map(|answer| answer.written_at).max().unwrap_or(it.at);
    let others = it.answers.iter().filter(|answer| answer.author != it.asker);
    let link = place
        .url
        .map(|url| format!("{url}/archives/{}/p{}", it.channel, it.ts.as_str().replace('.', "")));
    let question = Question {
        id,
        community,
        asker: Asker::Known(it.asker.clone()),
        privacy: Privacy::Open,
        title: it.title.clone(),
        details: details(it),
        topic: (!place.channel.general).then(|| place.channel.name.clone()),
        urgent: false,
        state: if accepted.is_some() { State::Answered } else { State::Closed },
        source: Source::Imported,
        thread: Some(Spot { channel: it.channel.clone(), message: it.ts.clone() }),
        link,
        asked_at: it.at,
        since: accepted.map_or(last, |answer| answer.written_at),
        first_answer_at: others.map(|answer| answer.at).min(),
        accepted: accepted.map(|answer| answer.id),
        otherwise: None,
    };
    changes.new.push((key(it), question));
    changes.new_answers.extend(answers);
}

/// What was asked besides the title.
fn details(it: &archive::Question) -> String {
    if it.text == it.title { String::new() } else { it.text.clone() }
}

fn answer_of(
    question: QuestionId,
    it: &archive::Question,
    answer: &archive::Answer,
    chance: &Chance,
) -> Answer {
    Answer {
        id: chance.id(answer.at),
        question,
        author: answer.author.clone(),
        text: answer.text.clone(),
        spot: Some(Spot { channel: it.channel.clone(), message: answer.ts.clone() }),
        likes: answer.likes.min(1_000_000),
        // When exactly is in no export.
        accepted_at: answer.accepted.then_some(answer.at),
        written_at: answer.at,
        edited_at: answer.edited_at,
        deleted_at: None,
    }
}

fn update(
    changes: &mut Changes,
    it: &archive::Question,
    kept: &Question,
    mut given: BTreeMap<MessageTs, Answer>,
    chance: &Chance,
) {
    if kept.state == State::Withdrawn {
        // Its asker took it back.
        return;
    }
    let mut question = kept.clone();
    let mut any_answer = false;
    for found in &it.answers {
        match given.remove(&found.ts) {
            None => {
                let mut answer = answer_of(kept.id, it, found, chance);
                accept(&mut question, &mut answer, found.accepted);
                changes.new_answers.push(answer);
                any_answer = true;
            }
            Some(gone) if gone.deleted_at.is_some() => {}
            Some(before) => {
                let mut answer = before.clone();
                answer.likes = answer.likes.max(found.likes.min(1_000_000));
                if found.edited_at > answer.edited_at {
                    answer.text.clone_from(&found.text);
                    answer.edited_at = found.edited_at;
                }
                accept(&mut question, &mut answer, found.accepted);
                if answer != before {
                    changes.answers.push(answer);
                    any_answer = true;
                }
            }
        }
    }
    if it.edited_at.is_some() {
        question.title.clone_from(&it.title);
        question.details = details(it);
    }
    let first = it.answers.iter().filter(|answer| answer.author != it.asker).map(|it| it.at).min();
    question.first_answer_at = question.first_answer_at.into_iter().chain(first).min();
    changes.changed += u64::from(any_answer || question != *kept);
    if question != *kept {
        changes.questions.push(question);
    }
}

/// The first answer that was accepted stays it.
fn accept(question: &mut Question, answer: &mut Answer, accepted: bool) {
    let id: AnswerId = answer.id;
    let already = question.accepted.is_some_and(|accepted| accepted != id);
    answer.accepted_at = match (accepted, already, answer.accepted_at) {
        (_, _, Some(at)) if question.accepted == Some(id) => Some(at),
        (true, false, _) => {
            question.accepted = Some(id);
            question.state = State::Answered;
            question.since = answer.written_at;
            Some(answer.written_at)
        }
        _ => None,
    };
}
