//! Ask me anything: what a session is made of, how it goes on, and who leads it.

use chrono::{DateTime, Datelike, Duration, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::hours::WorkingHours;
use super::ids::{CommunityId, MemberId, MessageTs, QuestionId, SessionId};
use super::question::Asker;

/// How long one can last, in minutes.
pub const LENGTHS: [u32; 4] = [30, 45, 60, 90];
/// How long it lasts unless somebody says otherwise, in minutes.
pub const USUAL_LENGTH: u32 = 60;
/// Questions of one session.
pub const MOST_QUESTIONS: usize = 100;
/// Questions of one person in one session.
pub const MOST_EACH: usize = 5;
/// The longest question, in characters.
pub const MOST_TEXT: usize = 2_000;
/// In a community of fewer people, style gives away who asks.
pub const FEW: u32 = 8;

/// The soonest that a session can begin: people must have time to ask.
const AHEAD: Duration = Duration::hours(1);
/// The latest.
const FAR: Duration = Duration::days(120);
/// One that nobody ended ends by itself so long after its time: somebody may still be writing.
pub const OVERTIME: Duration = Duration::minutes(30);

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The expert is asked whether they would, on that date.
    Invited,
    /// Questions are collected and voted for.
    Collecting,
    /// They are asked one by one.
    Live,
    Paused,
    Ended,
    Cancelled(WhyOff),
}

/// Why a session does not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyOff {
    /// The expert said no.
    Declined,
    /// The expert had not said anything when its hour came.
    Unanswered,
    /// A steward called it off.
    CalledOff,
    /// The expert said yes and cannot come after all.
    SteppedBack,
    /// The expert's account was switched off.
    ExpertLeft,
    /// Nobody asked anything, and no steward wanted to keep it.
    NoQuestions,
    /// Its channel is gone.
    ChannelLost,
}

impl WhyOff {
    /// Every one of them.
    pub const ALL: [Self; 7] = [
        Self::Declined,
        Self::Unanswered,
        Self::CalledOff,
        Self::SteppedBack,
        Self::ExpertLeft,
        Self::NoQuestions,
        Self::ChannelLost,
    ];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Unanswered => "unanswered",
            Self::CalledOff => "called_off",
            Self::SteppedBack => "stepped_back",
            Self::ExpertLeft => "expert_left",
            Self::NoQuestions => "no_questions",
            Self::ChannelLost => "channel_lost",
        }
    }
}

impl State {
    /// Its name in the database; why a cancelled one was cancelled stands beside it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Collecting => "collecting",
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// Whether it is still to come, or going on.
    pub fn is_open(self) -> bool {
        match self {
            Self::Invited | Self::Collecting | Self::Live | Self::Paused => true,
            Self::Ended | Self::Cancelled(_) => false,
        }
    }
}

/// What became of "No questions yet".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// There were some, or nobody was asked about it.
    Unasked,
    /// A steward was asked whether to keep it.
    Asked,
    /// They keep it: questions can come on the day.
    Kept,
}

impl Silence {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Unasked, Self::Asked, Self::Kept];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unasked => "unasked",
            Self::Asked => "asked",
            Self::Kept => "kept",
        }
    }
}

/// An Ask me anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub community: CommunityId,
    /// Who planned it. Every steward of the community may do what they may.
    pub steward: MemberId,
    pub expert: MemberId,
    /// A sentence about it; may be empty.
    pub about: String,
    pub starts_at: DateTime<Utc>,
    pub minutes: u32,
    pub state: State,
    /// The date that the expert would rather have.
    pub proposed: Option<DateTime<Utc>>,
    /// The announcement in the community's channel, once it stands there.
    pub announcement: Option<MessageTs>,
    /// How many people were in the channel when it was announced, as far as is known.
    pub people: Option<u32>,
    /// The question that was asked last.
    pub current: Option<QuestionId>,
    /// How often it was led on: whoever presses has seen so many turns, so that a second press of the
    /// same button does nothing.
    pub turns: u32,
    pub silence: Silence,
    pub planned_at: DateTime<Utc>,
}

/// How far a question of a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Waiting,
    /// It stands in the channel, with a thread of its own.
    Asked,
    /// It was passed over.
    Skipped,
}

impl Stage {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Asked, Self::Skipped];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Skipped => "skipped",
        }
    }
}

/// A question that somebody brings to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionQuestion {
    pub id: QuestionId,
    pub session: SessionId,
    pub asker: Asker,
    pub text: String,
    pub stage: Stage,
    /// One a person.
    pub votes: u32,
    pub asked_at: DateTime<Utc>,
}

/// Why a date cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    Missing,
    /// Less than an hour ahead.
    Soon,
    Far,
}

/// Whether a session can begin at `at`.
///
/// # Errors
/// It is too soon or too far away.
pub fn possible(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), DateProblem> {
    if at < now + AHEAD {
        return Err(DateProblem::Soon);
    }
    if at > now + FAR { Err(DateProblem::Far) } else { Ok(()) }
}

/// Most votes first; of as many, the older one, so that nobody loses a place by others coming later.
pub fn in_order(questions: &mut [SessionQuestion]) {
    questions.sort_by(|a, b| {
        b.votes.cmp(&a.votes).then(a.asked_at.cmp(&b.asked_at)).then(a.id.cmp(&b.id))
    });
}

/// The one that is asked next.
pub fn next_of(questions: &[SessionQuestion]) -> Option<&SessionQuestion> {
    let mut waiting: Vec<SessionQuestion> =
        questions.iter().filter(|it| it.stage == Stage::Waiting).cloned().collect();
    in_order(&mut waiting);
    let first = waiting.first()?.id;
    questions.iter().find(|it| it.id == first)
}

/// What whoever leads presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    Next,
    Skip,
    Pause,
    GoOn,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Led {
    /// That question is asked.
    Ask(QuestionId),
    /// That one is passed over.
    Skip(QuestionId),
    /// Nothing but the state changed.
    Changed,
    /// Nothing waits.
    Nothing,
}

impl Session {
    /// Whether questions are taken and voted for: from the announcement to the end.
    pub fn takes_questions(&self) -> bool {
        match self.state {
            State::Invited => self.announcement.is_some(),
            State::Collecting | State::Live | State::Paused => true,
            State::Ended | State::Cancelled(_) => false,
        }
    }

    /// When it is to be over.
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + Duration::minutes(i64::from(self.minutes))
    }

    /// Whether somebody may lead it: the expert, or who tends its community.
    pub fn may_lead(&self, member: &MemberId, tends: bool) -> bool {
        tends || self.expert == *member
    }

    /// The expert says yes to its date; `None` if that is not asked any more.
    #[must_use]
    pub fn accepted(&self, now: DateTime<Utc>) -> Option<Self> {
        let open = self.state == State::Invited && self.proposed.is_none() && now < self.starts_at;
        open.then(|| Self { state: State::Collecting, ..self.clone() })
    }

    /// The expert would rather have another date; `None` if that is not asked any more.
    #[must_use]
    pub fn proposing(&self, at: DateTime<Utc>) -> Option<Self> {
        (self.state == State::Invited).then(|| Self { proposed: Some(at), ..self.clone() })
    }

    /// A steward takes the date that the expert proposed: they have said yes to it already.
    #[must_use]
    pub fn taking(&self, now: DateTime<Utc>) -> Option<Self> {
        let at = self.awaits(now)?;
        Some(Self { state: State::Collecting, ..self.at(at) })
    }

    /// A steward moves it: the expert is asked again. `None` once it has begun.
    #[must_use]
    pub fn moved(&self, at: DateTime<Utc>) -> Option<Self> {
        let before = matches!(self.state, State::Invited | State::Collecting);
        before.then(|| Self { state: State::Invited, ..self.at(at) })
    }

    fn at(&self, at: DateTime<Utc>) -> Self {
        Self { starts_at: at, proposed: None, silence: Silence::Unasked, ..self.clone() }
    }

    /// The date that the expert proposed, if a steward can still take it.
    pub fn awaits(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.proposed.filter(|at| self.state == State::Invited && now < *at)
    }

    /// Its hour has come; what it becomes, `None` if nothing. `questions` is how many wait.
    #[must_use]
    pub fn begun(&self, questions: usize, now: DateTime<Utc>) -> Option<Self> {
        let state = match self.state {
            State::Invited if self.awaits(now).is_some() => return None,
            State::Invited => State::Cancelled(WhyOff::Unanswered),
            State::Collecting if questions == 0 && self.silence == Silence::Asked => {
                State::Cancelled(WhyOff::NoQuestions)
            }
            State::Collecting => State::Live,
            State::Live | State::Paused | State::Ended | State::Cancelled(_) => return None,
        };
        Some(Self { state, ..self.clone() })
    }

    /// It is led on by somebody who has seen `turns` of it. `None` if it has gone on since, or does
    /// not go on: then nothing changes.
    #[must_use]
    pub fn led(
        &self,
        lead: Lead,
        turns: u32,
        questions: &[SessionQuestion],
    ) -> Option<(Self, Led)> {
        if self.turns != turns {
            return None;
        }
        let next = next_of(questions).map(|it| it.id);
        let (state, current, led) = match (self.state, lead) {
            (State::Live, Lead::Next) => match next {
                Some(id) => (State::Live, Some(id), Led::Ask(id)),
                None => return Some((self.clone(), Led::Nothing)),
            },
            (State::Live, Lead::Skip) => match next {
                Some(id) => (State::Live, self.current, Led::Skip(id)),
                None => return Some((self.clone(), Led::Nothing)),
            },
            (State::Live, Lead::Pause) => (State::Paused, self.current, Led::Changed),
            (State::Paused, Lead::GoOn) => (State::Live, self.current, Led::Changed),
            _ => return None,
        };
        Some((Self { state, current, turns: turns.saturating_add(1), ..self.clone() }, led))
    }

    /// It is over; `None` if it has not begun or is over already.
    #[must_use]
    pub fn ended(&self) -> Option<Self> {
        let runs = matches!(self.state, State::Live | State::Paused);
        runs.then(|| Self { state: State::Ended, ..self.clone() })
    }

    /// It does not take place. `None` once it has begun: then it is ended.
    #[must_use]
    pub fn cancelled(&self, why: WhyOff) -> Option<Self> {
        let before = matches!(self.state, State::Invited | State::Collecting);
        before.then(|| Self { state: State::Cancelled(why), ..self.clone() })
    }
}

/// When somebody begins to work on the last of their working days before a moment, by their own
/// calendar; `None` if they never work.
pub fn day_before(at: DateTime<Utc>, zone: Tz, hours: &WorkingHours) -> Option<DateTime<Utc>> {
    let mut day = at.with_timezone(&zone).date_naive();
    for _ in 0..7 {
        day = day.pred_opt()?;
        if let Some(stretch) = hours.on(day.weekday()) {
            let start = day.and_time(stretch.from());
            return Some(zone.from_local_datetime(&start).earliest()?.to_utc());
        }
    }
    None
}

#[cfg(test)]
mod tests;
