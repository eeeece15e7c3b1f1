//! Who is asked next: one person after the other, then the channel, then the stewards, then its asker.
//!
//! A question to a group is nobody's, so one person at a time has it, for a few hours of *their* work.
//! At most three people are asked. Whoever names somebody else gives their place to them. Whoever was
//! chosen and could not be written to has taken nobody's place, and a question that its asker said in
//! other words is asked of up to three others.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::hours::{WORKING_DAY, WorkingHours, after_working};
use super::ids::{MemberId, QuestionId, ReferralId};
use super::question::{Question, Source, State};
use super::referral::{Referral, ReferralState};
use super::routing::Because;

/// So many people are asked one question at most.
pub const MOST_PEOPLE: usize = 3;
/// So many are tried at most, with those who turned out to have no room or to be out of reach.
const MOST_TRIED: usize = 9;
/// How long somebody may think about an offer, in their own working time.
const TO_DECIDE: TimeDelta = TimeDelta::hours(4);
/// The same where the asker cannot wait.
const TO_DECIDE_URGENT: TimeDelta = TimeDelta::hours(1);
/// How long the channel is given, in its stewards' working time.
const IN_CHANNEL: TimeDelta = WORKING_DAY;
/// The same where the asker cannot wait.
const IN_CHANNEL_URGENT: TimeDelta = TimeDelta::hours(2);
/// How long the stewards are given: two of their working days.
const FOR_STEWARDS: TimeDelta = TimeDelta::hours(16);
/// Whoever asked for it is asked once in so many days.
pub const MONTH: TimeDelta = TimeDelta::days(30);

/// When somebody works, and where.
#[derive(Clone, Copy, Debug)]
pub struct Worker<'a> {
    /// The zone they live in.
    pub zone: Tz,
    /// What they work there.
    pub hours: &'a WorkingHours,
}

impl Worker<'_> {
    /// When they have worked for so long. Whoever never works is given so long by the clock.
    fn after(&self, from: DateTime<Utc>, work: TimeDelta) -> DateTime<Utc> {
        let due = after_working(self.zone, self.hours, from, work);
        due.or_else(|| from.checked_add_signed(work)).unwrap_or(from)
    }
}

/// Until when somebody who was asked at `from` may think about it: four hours of their work, one where
/// it is urgent.
pub fn decide_by(worker: Worker<'_>, urgent: bool, from: DateTime<Utc>) -> DateTime<Utc> {
    worker.after(from, if urgent { TO_DECIDE_URGENT } else { TO_DECIDE })
}

/// Until when somebody who said at `from` that they can answer does so before they are reminded, and
/// after that once more before the next is asked: a working day each, where it is urgent two hours.
pub fn answer_by(worker: Worker<'_>, urgent: bool, from: DateTime<Utc>) -> DateTime<Utc> {
    worker.after(from, if urgent { IN_CHANNEL_URGENT } else { WORKING_DAY })
}

/// Why somebody is asked, as it is kept with their referral and told to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// They answered questions like it: the most telling.
    Answered { questions: Vec<QuestionId> },
    /// Somebody who was asked this question named them.
    HandedOver { by: MemberId },
    /// Somebody who was asked a question like it named them.
    Named,
    /// They answer questions with this topic these days.
    Topic,
    /// They said that they know about it.
    Declared,
    /// Their title says so.
    Title,
    /// They are in the community.
    Community,
    /// They have answered much lately.
    Present,
    /// They know some of it and are seldom asked.
    Growing,
}

impl From<&Because<QuestionId>> for Why {
    fn from(because: &Because<QuestionId>) -> Self {
        match because {
            Because::Answered { questions, .. } => Self::Answered { questions: questions.clone() },
            Because::Named => Self::Named,
            Because::Topic => Self::Topic,
            Because::Declared => Self::Declared,
            Because::Title => Self::Title,
            Because::Community => Self::Community,
            Because::Present => Self::Present,
            Because::Growing => Self::Growing,
        }
    }
}

/// What is to be done about a question now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing any more: it is answered, over, or its asker decides.
    Rest,
    /// Nothing before then.
    Wait(DateTime<Utc>),
    /// They said that they can answer, and did not yet: a gentle reminder.
    Remind(ReferralId),
    /// They said nothing in time.
    Lapse(ReferralId),
    /// Their time is up and they were never written to: whether the message is still on its way is
    /// looked at. Nobody's silence counts before they read something.
    Unsent(ReferralId),
    /// Whom somebody named, if there is such a one, or else the best who is left. Where there is nobody,
    /// the channel is asked.
    Ask { named: Option<Naming> },
    /// The whole channel is asked.
    Channel,
    /// The stewards look for somebody.
    Stewards,
    /// Nobody was found.
    Nobody,
}

/// Somebody was named by somebody who was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Who is to be asked.
    pub member: MemberId,
    /// Who named them.
    pub by: MemberId,
}

/// The next step of a question. `reminded` are the referrals whose people were reminded; `stewards` is
/// when those who tend its community work.
pub fn next(
    question: &Question,
    referrals: &[Referral],
    reminded: &[ReferralId],
    stewards: Worker<'_>,
    now: DateTime<Utc>,
) -> Step {
    let over = question.first_answer_at.is_some() || question.source != Source::Asked;
    if over || !question.state.is_open() {
        return Step::Rest;
    }
    let until = |due: DateTime<Utc>, then: Step| if now < due { Step::Wait(due) } else { then };
    match question.state {
        State::Routing => person_by_person(question, referrals, reminded, now),
        State::Channel => {
            let long = if question.urgent { IN_CHANNEL_URGENT } else { IN_CHANNEL };
            until(stewards.after(question.since, long), Step::Stewards)
        }
        State::Steward => until(stewards.after(question.since, FOR_STEWARDS), Step::Nobody),
        State::Nobody | State::KeptOpen | State::Answered | State::Closed | State::Withdrawn => {
            Step::Rest
        }
    }
}

fn person_by_person(
    question: &Question,
    referrals: &[Referral],
    reminded: &[ReferralId],
    now: DateTime<Utc>,
) -> Step {
    let open = referrals.iter().filter(|it| it.state.is_open());
    let first = open.min_by_key(|it| (it.due_at.unwrap_or(now), it.id));
    if let Some(first) = first {
        let due = first.due_at.unwrap_or(now);
        return match first.state {
            _ if now < due => Step::Wait(due),
            ReferralState::Accepted if !reminded.contains(&first.id) => Step::Remind(first.id),
            ReferralState::Hello | ReferralState::Offered if unsent(first) => {
                Step::Unsent(first.id)
            }
            _ => Step::Lapse(first.id),
        };
    }
    // Since it was asked, or asked anew.
    let tried: Vec<_> = referrals.iter().filter(|it| it.made_at >= question.since).collect();
    let asked: Vec<_> = tried.iter().filter(|it| !never_reached(it)).collect();
    let places = asked.iter().filter(|it| it.state != ReferralState::HandedOver).count();
    let most = if question.urgent { 1 } else { MOST_PEOPLE };
    if tried.len() >= MOST_TRIED || asked.len() >= MOST_PEOPLE || places >= most {
        return Step::Channel;
    }
    Step::Ask { named: named(referrals) }
}

/// Whether somebody was chosen and never written to.
fn never_reached(referral: &Referral) -> bool {
    referral.state == ReferralState::Recalled && unsent(referral)
}

fn unsent(referral: &Referral) -> bool {
    referral.offered_at.is_none() && referral.spot.is_none()
}

/// Whom the last who named somebody named, unless they were asked already.
fn named(referrals: &[Referral]) -> Option<Naming> {
    let last = referrals.iter().max_by_key(|it| it.rung)?;
    let member = last.handed_to.clone().filter(|_| last.state == ReferralState::HandedOver)?;
    let new = referrals.iter().all(|it| it.member != member);
    new.then(|| Naming { member, by: last.member.clone() })
}

#[cfg(test)]
mod tests;
