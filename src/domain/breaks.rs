//! A team's break together: when it is for all of a team, and how its people hear of it.

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::hours::WorkingHours;
use super::ids::{BreakId, ChannelId, MemberId, MessageTs, ProgramId, RoundId};

/// A break takes half an hour.
pub const LASTS: TimeDelta = TimeDelta::minutes(30);

/// A day is looked through for so long, from the program's hour on.
const DAY: TimeDelta = TimeDelta::hours(15);

/// Breaks begin at quarters of an hour, counted from the program's hour.
const STEP: TimeDelta = TimeDelta::minutes(15);

/// The most people that Slack lets into a group message with the bot.
/// <https://docs.slack.dev/reference/methods/conversations.open>
pub const MOST_IN_A_MESSAGE: usize = 8;

/// The break of one team in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamBreak {
    pub id: BreakId,
    pub round: RoundId,
    pub program: ProgramId,
    pub team: String,
    /// Sorted.
    pub members: Vec<MemberId>,
    /// Who says where they meet.
    pub host: MemberId,
    pub starts_at: DateTime<Utc>,
    /// Where its message stands: a group message of their own, or the program's channel.
    pub conversation: Option<ChannelId>,
    pub message: Option<MessageTs>,
}

impl TeamBreak {
    /// Whether so few people take part that they have a group message of their own.
    pub fn fits_a_message(&self) -> bool {
        self.members.len() <= MOST_IN_A_MESSAGE
    }
}

/// What somebody said of their team's break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    In,
    NotToday,
    /// They had it.
    Met,
}

/// How many said what. Who it was shows nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub coming: u32,
    pub not_today: u32,
    pub met: u32,
}

/// When a team has its break: the first half hour from `hour`, the program's, on that lies in
/// everybody's working hours; on a day without one, the program's hour. The order of people changes
/// nothing.
pub fn slot(people: &[(Tz, WorkingHours)], hour: DateTime<Utc>) -> DateTime<Utc> {
    let last_minute = LASTS - TimeDelta::minutes(1);
    let works = |at: DateTime<Utc>| people.iter().all(|(zone, hours)| covers(hours, *zone, at));
    let mut start = hour;
    while start - hour <= DAY {
        // Working hours are longer than a break, so that its middle is work if both its ends are.
        if works(start) && works(start + last_minute) {
            return start;
        }
        start += STEP;
    }
    hour
}

/// Whether somebody in that zone works at that minute; the end of a stretch is free.
fn covers(hours: &WorkingHours, zone: Tz, at: DateTime<Utc>) -> bool {
    let local = at.with_timezone(&zone).naive_local();
    let (day, time): (_, NaiveTime) = (local.weekday(), local.time());
    let today = hours.on(day).is_some_and(|it| {
        let over_midnight = it.to() < it.from();
        it.from() <= time && (over_midnight || time < it.to())
    });
    let since_yesterday =
        hours.on(day.pred()).is_some_and(|it| it.to() < it.from() && time < it.to());
    today || since_yesterday
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::Stretch;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn works(from: &str, to: &str) -> WorkingHours {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        WorkingHours::Daily(Stretch::new(time(from), time(to)).unwrap())
    }

    #[test]
    fn all_of_a_team_have_the_first_half_hour_that_suits_them() {
        let berlin = Tz::Europe__Berlin;
        let hour = at("2026-11-23T08:00:00Z");
        let both = [(berlin, works("09:00", "17:00")), (berlin, works("10:10", "18:00"))];
        assert_eq!(slot(&both, hour), at("2026-11-23T09:15:00Z"));
        assert_eq!(slot(&both[..1], hour), hour);
        assert_eq!(slot(&[], hour), hour);
    }

    #[test]
    fn half_a_slot_is_none() {
        let hour = at("2026-11-23T08:00:00Z");
        let both = [
            (Tz::Europe__Berlin, works("09:00", "12:00")),
            (Tz::Europe__Berlin, works("11:40", "18:00")),
        ];
        assert_eq!(slot(&both, hour), hour, "twenty minutes are too few");
        let just = [both[0].clone(), (Tz::Europe__Berlin, works("11:30", "18:00"))];
        assert_eq!(slot(&just, hour), at("2026-11-23T10:30:00Z"));
    }

    #[test]
    fn whose_hours_never_meet_have_it_at_the_programs_hour() {
        let hour = at("2026-11-23T08:00:00Z");
        let both = [
            (Tz::Europe__Berlin, works("09:00", "17:00")),
            (Tz::Pacific__Auckland, works("09:00", "17:00")),
        ];
        assert_eq!(slot(&both, hour), hour);
    }

    #[test]
    fn a_night_shift_has_its_break_at_night() {
        let hour = at("2026-11-23T19:00:00Z");
        let night = [(Tz::Europe__Berlin, works("22:00", "06:00"))];
        assert_eq!(slot(&night, hour), at("2026-11-23T21:00:00Z"));
        let late = at("2026-11-24T04:45:00Z");
        assert_eq!(slot(&night, late), late, "the shift that began yesterday ends at six");
    }
}
