//! Joining, leaving, pausing and skipping: what somebody wishes, and what becomes of it.
//! Every wish may be wished twice: the second time there is simply nothing to do.

use chrono::{DateTime, NaiveDate, Utc};

use super::coffee::{Participation, Pause, Program};
use super::ids::MemberId;

/// What somebody wants for themselves in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Join,
    Leave,
    Pause(Pause),
    /// Not the round that opens on this date.
    Skip(NaiveDate),
    /// End a pause.
    Resume,
    /// Take a skip back.
    Unskip,
    /// End a pause or take a skip back, whichever there is.
    Back,
    /// "Yes, keep me in": stay, or come back from the pause that silence led to.
    Stay,
}

/// What was just done, or why there was nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Joined,
    AlreadyIn,
    Left,
    WasNotIn,
    Paused,
    Resumed,
    WasNotPaused,
    Skipped,
    Unskipped,
    WasNotSkipping,
    /// They are still up for it.
    Stays,
    /// The button was for another date: its round has opened, or was moved.
    OtherDate,
    /// The program has ended.
    Ended,
}

/// What becomes of a wish: what to say, and the participation to keep if it changed.
pub fn fulfil(
    wish: Wish,
    program: &Program,
    member: &MemberId,
    current: Option<Participation>,
    now: DateTime<Utc>,
) -> (Did, Option<Participation>) {
    if program.ended && wish != Wish::Leave {
        return (Did::Ended, None);
    }
    let Some(mine) = current.filter(|mine| !mine.left || wish == Wish::Join) else {
        return match wish {
            Wish::Join => (Did::Joined, Some(Participation::new(program.id, member.clone(), now))),
            Wish::Leave
            | Wish::Pause(_)
            | Wish::Skip(_)
            | Wish::Resume
            | Wish::Unskip
            | Wish::Back
            | Wish::Stay => (Did::WasNotIn, None),
        };
    };
    change(wish, program, mine, now)
}

fn change(
    wish: Wish,
    program: &Program,
    mine: Participation,
    now: DateTime<Utc>,
) -> (Did, Option<Participation>) {
    let paused = mine.pause != Pause::None;
    let skipping = mine.skips == Some(program.next_opening);
    let kept = |did, mine| (did, Some(mine));
    match wish {
        Wish::Join if mine.left => kept(
            Did::Joined,
            Participation { left: false, joined_at: now, pause: Pause::None, skips: None, ..mine },
        ),
        Wish::Join if paused => kept(Did::Resumed, Participation { pause: Pause::None, ..mine }),
        Wish::Join if skipping => kept(Did::Unskipped, Participation { skips: None, ..mine }),
        Wish::Join => (Did::AlreadyIn, None),
        Wish::Leave => kept(Did::Left, Participation { left: true, ..mine }),
        Wish::Pause(pause) => kept(Did::Paused, Participation { pause, ..mine }),
        Wish::Skip(date) if date != program.next_opening => (Did::OtherDate, None),
        Wish::Skip(date) => kept(Did::Skipped, Participation { skips: Some(date), ..mine }),
        Wish::Back | Wish::Resume if paused => {
            kept(Did::Resumed, Participation { pause: Pause::None, ..mine })
        }
        Wish::Back | Wish::Unskip if skipping => {
            kept(Did::Unskipped, Participation { skips: None, ..mine })
        }
        Wish::Back | Wish::Resume => (Did::WasNotPaused, None),
        Wish::Unskip => (Did::WasNotSkipping, None),
        Wish::Stay if mine.pause == Pause::UntilBack => {
            kept(Did::Resumed, Participation { pause: Pause::None, ..mine })
        }
        Wish::Stay => (Did::Stays, None),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, TimeZone, Weekday};
    use chrono_tz::Tz;
    use uuid::Uuid;

    use super::*;
    use crate::domain::schedule::Cadence;

    fn day(of_month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, of_month).unwrap()
    }

    fn noon(of_month: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 12, of_month, 12, 0, 0).unwrap()
    }

    fn mondays() -> Program {
        Program {
            id: Uuid::nil().into(),
            channel: "C1".into(),
            steward: "U0".into(),
            cadence: Cadence::weekly(
                1,
                Weekday::Mon,
                NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
                Tz::Europe__Berlin,
            ),
            rules: crate::domain::pairing::Rules::default(),
            managers_apart: false,
            style: crate::domain::plan::Style::default(),
            minimum: 6,
            next_opening: day(7),
            rounds: 0,
            invitation: None,
            private: false,
            ended: false,
            created_at: noon(1),
        }
    }

    /// Wishes one after the other; what was said to each, and where that leads.
    fn story(wishes: &[Wish]) -> (Vec<Did>, Option<Participation>) {
        let program = mondays();
        let mut mine = None;
        let mut said = Vec::new();
        for wish in wishes {
            let (did, changed) = fulfil(*wish, &program, &"U1".into(), mine.clone(), noon(2));
            said.push(did);
            mine = changed.or(mine);
        }
        (said, mine)
    }

    #[test]
    fn joining_twice_is_joining_once() {
        let (said, mine) = story(&[Wish::Join, Wish::Join]);
        assert_eq!(said, [Did::Joined, Did::AlreadyIn]);
        assert!(mine.unwrap().takes_part_on(day(7)));
    }

    #[test]
    fn a_skip_is_for_one_date_and_can_be_taken_back() {
        let (said, mine) = story(&[Wish::Join, Wish::Skip(day(7))]);
        assert_eq!(said, [Did::Joined, Did::Skipped]);
        let mine = mine.unwrap();
        assert!(!mine.takes_part_on(day(7)));
        assert!(mine.takes_part_on(day(14)));

        let (said, mine) = story(&[Wish::Join, Wish::Skip(day(7)), Wish::Back, Wish::Back]);
        assert_eq!(said[2..], [Did::Unskipped, Did::WasNotPaused]);
        assert!(mine.unwrap().takes_part_on(day(7)));
    }

    #[test]
    fn the_skip_button_of_a_round_that_has_opened_does_nothing() {
        let (said, mine) = story(&[Wish::Join, Wish::Skip(day(1))]);
        assert_eq!(said[1], Did::OtherDate);
        assert_eq!(mine.unwrap().skips, None);
    }

    #[test]
    fn whoever_left_or_never_joined_has_nothing_to_pause() {
        let (said, _) = story(&[Wish::Pause(Pause::Rounds(2)), Wish::Leave]);
        assert_eq!(said, [Did::WasNotIn, Did::WasNotIn]);
        let (said, _) = story(&[Wish::Join, Wish::Leave, Wish::Pause(Pause::Rounds(2))]);
        assert_eq!(said[2], Did::WasNotIn);
    }

    #[test]
    fn joining_ends_a_pause_and_coming_back_keeps_the_count_of_trios() {
        let (said, _) = story(&[Wish::Join, Wish::Pause(Pause::Rounds(2)), Wish::Join]);
        assert_eq!(said[2], Did::Resumed);

        let gone = Participation {
            left: true,
            trios: 3,
            ..Participation::new(mondays().id, "U1".into(), noon(1))
        };
        let (did, mine) = fulfil(Wish::Join, &mondays(), &"U1".into(), Some(gone), noon(2));
        assert_eq!(did, Did::Joined);
        assert_eq!(mine.unwrap().trios, 3);
    }

    #[test]
    fn who_stays_is_in_also_when_the_answer_came_late() {
        let (said, mine) = story(&[Wish::Join, Wish::Stay, Wish::Stay]);
        assert_eq!(said[1..], [Did::Stays, Did::Stays]);
        assert!(mine.unwrap().takes_part_on(day(7)));

        let rest = Wish::Pause(Pause::UntilBack);
        let (said, mine) = story(&[Wish::Join, rest, Wish::Stay]);
        assert_eq!(said[2], Did::Resumed);
        assert!(mine.unwrap().takes_part_on(day(7)));

        let (said, mine) = story(&[Wish::Join, Wish::Pause(Pause::Rounds(2)), Wish::Stay]);
        assert_eq!(said[2], Did::Stays, "they chose that pause themselves");
        assert!(!mine.unwrap().takes_part_on(day(7)));
    }

    #[test]
    fn a_program_that_has_ended_can_only_be_left() {
        let ended = Program { ended: true, ..mondays() };
        let me = Participation::new(ended.id, "U1".into(), noon(1));
        let (did, _) = fulfil(Wish::Join, &ended, &"U1".into(), None, noon(2));
        assert_eq!(did, Did::Ended);
        let (did, _) = fulfil(Wish::Leave, &ended, &"U1".into(), Some(me), noon(2));
        assert_eq!(did, Did::Left);
    }
}
