//! Somebody who never says anything: asked once, kindly, and then left in peace. Nobody is ever
//! taken out of a program for being silent, and nobody is counted silent for what a partner does.

use chrono::{DateTime, TimeDelta, Utc};

use super::coffee::Outcome;

/// After so many silent rounds in a row somebody is asked whether they are still up for coffee.
pub const ROUNDS: u32 = 3;

/// A question has to be there for so long before its silence says anything.
const TIME_TO_ANSWER: TimeDelta = TimeDelta::hours(24);

/// What is known of somebody's silence in one program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Silence {
    /// Rounds in a row in which they were introduced and said nothing.
    pub rounds: u32,
    /// When they were asked whether they are still up for coffee; `None` where they were not, or
    /// have been heard since.
    pub asked_at: Option<DateTime<Utc>>,
    /// When they last pressed, typed or sent anything at all.
    pub heard_at: Option<DateTime<Utc>>,
}

/// What an opening makes of somebody's silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Nothing,
    /// Ask them whether they are still up for coffee.
    Ask,
    /// They were asked, and said nothing: they are paused until they say so.
    Pause,
}

impl Silence {
    /// Whether somebody was silent in a round: nothing was heard of them since they were introduced,
    /// and nobody said that they met.
    pub fn was_silent(self, introduced_at: DateTime<Utc>, came_of_it: Outcome) -> bool {
        let heard = self.heard_at.is_some_and(|at| at >= introduced_at);
        !heard && came_of_it != Outcome::Met
    }

    /// They pressed, typed or sent something: whatever was counted is over.
    pub fn heard(self, at: DateTime<Utc>) -> Self {
        Self { rounds: 0, asked_at: None, heard_at: self.heard_at.max(Some(at)) }
    }

    /// What the next opening makes of it.
    pub fn at_opening(self, now: DateTime<Utc>) -> Then {
        match self.asked_at {
            _ if self.rounds < ROUNDS => Then::Nothing,
            None => Then::Ask,
            Some(asked) if now - asked >= TIME_TO_ANSWER => Then::Pause,
            Some(_) => Then::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn day(of_month: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, of_month, 9, 0, 0).unwrap()
    }

    #[test]
    fn silent_is_who_pressed_nothing_and_is_not_known_to_have_met() {
        let never = Silence::default();
        assert!(never.was_silent(day(2), Outcome::Unknown));
        assert!(never.was_silent(day(2), Outcome::NotMet), "the partner said so, not they");
        assert!(!never.was_silent(day(2), Outcome::Met), "a partner may say it for both");
        let heard = never.heard(day(3));
        assert!(!heard.was_silent(day(2), Outcome::Unknown));
        assert!(heard.was_silent(day(9), Outcome::Unknown));
    }

    #[test]
    fn three_silent_rounds_are_asked_about_once_and_then_paused() {
        let mut silence = Silence { rounds: 2, ..Silence::default() };
        assert_eq!(silence.at_opening(day(16)), Then::Nothing);
        silence.rounds = 3;
        assert_eq!(silence.at_opening(day(16)), Then::Ask);
        silence.asked_at = Some(day(17));
        assert_eq!(silence.at_opening(day(17)), Then::Nothing, "there was no time to answer");
        assert_eq!(silence.at_opening(day(23)), Then::Pause);
    }

    #[test]
    fn one_word_is_enough() {
        let asked = Silence { rounds: 3, asked_at: Some(day(17)), heard_at: None };
        let heard = asked.heard(day(18));
        assert_eq!(heard.at_opening(day(23)), Then::Nothing);
        assert_eq!(heard.rounds, 0);
        assert_eq!(heard.heard(day(1)).heard_at, Some(day(18)), "news can come late");
    }

    proptest! {
        #[test]
        fn nobody_is_paused_who_was_not_asked_or_was_heard_since(
            rounds in 0_u32..9,
            asked in proptest::option::of(1_u32..28),
            heard in 1_u32..28,
        ) {
            let silence = Silence { rounds, asked_at: asked.map(day), heard_at: None };
            if asked.is_none() {
                prop_assert_ne!(silence.at_opening(day(28)), Then::Pause);
            }
            prop_assert_eq!(silence.heard(day(heard)).at_opening(day(28)), Then::Nothing);
        }
    }
}
