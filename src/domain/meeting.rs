//! What becomes of an introduction: the time a group meets at, who steps back, and how it was.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::ids::{GroupId, MemberId, RoundId};

/// A coffee takes half an hour.
pub const LASTS: TimeDelta = TimeDelta::minutes(30);

/// How far ahead a time may be picked: a coffee of this round, not of next spring.
pub const FARTHEST: TimeDelta = TimeDelta::days(60);

/// When a group may meet, and when it will.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// The times that were offered, the earliest first.
    pub offered: Vec<DateTime<Utc>>,
    /// The time that one of them picked, for all.
    pub at: Option<DateTime<Utc>>,
    /// How often a time was picked; names the one that somebody saw.
    pub picks: u32,
    /// The day on which the group was formed, if that was in the middle of a round.
    pub formed_on: Option<NaiveDate>,
    /// Whether one of them had the others reminded.
    pub nudged: bool,
}

/// Why a time cannot be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeProblem {
    Missing,
    /// It has begun already.
    Past,
    /// More than [`FARTHEST`] ahead.
    Far,
}

/// What came of picking a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// They meet then.
    Set,
    /// They had agreed on that very time.
    AsBefore,
    /// Somebody else picked this one, after the person who picks now had looked.
    Meanwhile(DateTime<Utc>),
}

impl Meeting {
    /// The same with that time picked, by somebody who had seen `seen` picks.
    ///
    /// # Errors
    /// The time is past, or too far ahead.
    pub fn pick(
        &self,
        at: DateTime<Utc>,
        seen: u32,
        now: DateTime<Utc>,
    ) -> Result<(Self, Picked), TimeProblem> {
        if at <= now {
            return Err(TimeProblem::Past);
        }
        if at > now + FARTHEST {
            return Err(TimeProblem::Far);
        }
        if self.at == Some(at) {
            return Ok((self.clone(), Picked::AsBefore));
        }
        if let Some(other) = self.at.filter(|_| self.picks != seen) {
            return Ok((self.clone(), Picked::Meanwhile(other)));
        }
        let picked = Self { at: Some(at), picks: self.picks.saturating_add(1), ..self.clone() };
        Ok((picked, Picked::Set))
    }

    /// Whether they have agreed on a time that is not over yet.
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        self.at.is_some_and(|at| at + LASTS > now)
    }

    /// The offered times that are still ahead.
    pub fn still_offered(&self, now: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        self.offered.iter().copied().filter(move |at| *at > now)
    }
}

/// After so many working days without an answer somebody may ask for help.
pub const PATIENCE: usize = 2;

/// Whether two working days have gone by since `introduced`: the second one after it is there.
pub fn has_waited(introduced: NaiveDate, today: NaiveDate) -> bool {
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days = introduced.iter_days().skip(1).take_while(|day| *day <= today);
    days.filter(works).take(PATIENCE).count() == PATIENCE
}

/// Why somebody does not meet their group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They can't make it: out of this round, and not in the group any more.
    Cannot,
    /// Nobody answered them: still in the group, and looking for somebody else.
    Else,
}

/// Somebody stepped back from their group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub round: RoundId,
    pub member: MemberId,
    pub group: GroupId,
    pub why: Why,
    pub at: DateTime<Utc>,
}

/// How a coffee was, said by one of them and shown to nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    NotForMe,
    Fine,
    Lovely,
}

impl Rating {
    /// All there are, the best first.
    pub const ALL: [Self; 3] = [Self::Lovely, Self::Fine, Self::NotForMe];

    /// 1 to 3, as it is kept; more is better.
    pub fn number(self) -> u8 {
        match self {
            Self::NotForMe => 1,
            Self::Fine => 2,
            Self::Lovely => 3,
        }
    }

    /// The one with that number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn hour(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 24, hour, 0, 0).unwrap()
    }

    #[test]
    fn a_time_is_picked_and_changed_by_who_has_seen_the_last_one() {
        let (first, came) = Meeting::default().pick(hour(14), 0, hour(9)).unwrap();
        assert_eq!((first.at, first.picks, came), (Some(hour(14)), 1, Picked::Set));
        let (second, came) = first.pick(hour(15), 1, hour(9)).unwrap();
        assert_eq!((second.at, second.picks, came), (Some(hour(15)), 2, Picked::Set));
        let (same, came) = second.pick(hour(15), 0, hour(9)).unwrap();
        assert_eq!((same, came), (second.clone(), Picked::AsBefore));
        let (kept, came) = second.pick(hour(16), 1, hour(9)).unwrap();
        assert_eq!((kept, came), (second, Picked::Meanwhile(hour(15))));
    }

    #[test]
    fn a_time_is_ahead_and_not_too_far() {
        let meeting = Meeting::default();
        assert_eq!(meeting.pick(hour(9), 0, hour(9)), Err(TimeProblem::Past));
        let far = hour(9) + FARTHEST + TimeDelta::minutes(1);
        assert_eq!(meeting.pick(far, 0, hour(9)), Err(TimeProblem::Far));
        let (set, _) = meeting.pick(hour(10), 0, hour(9)).unwrap();
        assert!(set.is_ahead(hour(10)));
        assert!(!set.is_ahead(hour(10) + LASTS));
    }

    #[test]
    fn patience_lasts_two_working_days() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        // Monday, 23 November.
        assert!(!has_waited(day(23), day(23)));
        assert!(!has_waited(day(23), day(24)));
        assert!(has_waited(day(23), day(25)));
        // From a Friday on it is Tuesday.
        assert!(!has_waited(day(20), day(23)));
        assert!(has_waited(day(20), day(24)));
    }

    #[test]
    fn a_rating_is_kept_as_a_number() {
        for rating in Rating::ALL {
            assert_eq!(Rating::of(rating.number()), Some(rating));
        }
        assert_eq!(Rating::of(0), None);
    }
}
