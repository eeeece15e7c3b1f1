//! A welcome coffee: somebody new meets somebody experienced from another team, both because they
//! want to.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::ids::MemberId;
use super::pairing::draws::{Draws, Phase};

/// A welcome coffee is arranged within so many working days of joining the workspace.
pub const WORKING_DAYS: u32 = 5;

/// So long somebody is new, and does not welcome others.
pub const NEW_FOR: TimeDelta = TimeDelta::days(90);

/// How far somebody's welcome has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// They have not answered, or were not asked.
    Open,
    /// No thanks.
    Declined,
    /// Yes: somebody was found.
    Accepted,
    /// Yes, and there was nobody.
    Nobody,
}

/// Somebody who joined the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    pub member: MemberId,
    pub joined_at: DateTime<Utc>,
    pub stage: Stage,
}

/// Somebody who agreed to welcome newcomers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcomer {
    pub member: MemberId,
    /// Newcomers they were introduced to.
    pub welcomed: u32,
    /// When last.
    pub last: Option<DateTime<Utc>>,
    /// They are new here themselves.
    pub new: bool,
}

/// When it is too late for a welcome coffee: the end of the fifth working day after the one on which
/// they joined, Monday to Friday, by the clock on their wall.
pub fn deadline(joined_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let joined = joined_at.with_timezone(&zone).date_naive();
    let (mut day, mut left) = (joined, WORKING_DAYS);
    while left > 0 {
        let Some(next) = day.succ_opt() else { return joined_at };
        day = next;
        left -= u32::from(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    }
    end_of(day, zone).unwrap_or(joined_at)
}

fn end_of(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN);
    // Where the clocks skip midnight, an hour later is there.
    let skipped = || zone.from_local_datetime(&(midnight + TimeDelta::hours(1))).earliest();
    Some(zone.from_local_datetime(&midnight).earliest().or_else(skipped)?.to_utc())
}

/// Those who may welcome `newcomer`, whose turn it is first: who has welcomed fewest, then whose last
/// time is longest ago, then by the seed. Nobody who is new, and nobody of whom one of the two keeps
/// apart. The order of `welcomers` and of `apart` changes nothing.
pub fn in_turn<'a>(
    newcomer: &MemberId,
    welcomers: &'a [Welcomer],
    apart: &[[MemberId; 2]],
    seed: &[u8; 32],
) -> Vec<&'a Welcomer> {
    let kept_apart =
        |other: &MemberId| apart.iter().any(|pair| pair.contains(newcomer) && pair.contains(other));
    let mut able: Vec<&Welcomer> = welcomers
        .iter()
        .filter(|it| !it.new && it.member != *newcomer && !kept_apart(&it.member))
        .collect();
    able.sort_by(|one, other| one.member.cmp(&other.member));
    able.dedup_by(|one, other| one.member == other.member);
    Draws::of(seed, Phase::Order).shuffle(&mut able);
    able.sort_by_key(|it| (it.welcomed, it.last));
    able
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn welcomer(id: &str, welcomed: u32, days: Option<i64>) -> Welcomer {
        let last = days.map(|days| DateTime::UNIX_EPOCH + TimeDelta::days(days));
        Welcomer { member: id.into(), welcomed, last, new: false }
    }

    fn turn(welcomers: &[Welcomer], seed: u8) -> Vec<String> {
        let turn = in_turn(&"UZED".into(), welcomers, &[], &[seed; 32]);
        turn.into_iter().map(|it| it.member.to_string()).collect()
    }

    #[test]
    fn five_working_days_pass_over_the_weekend() {
        let berlin = Tz::Europe__Berlin;
        // A Thursday: Friday, Monday, Tuesday, Wednesday, Thursday.
        let thursday = at("2026-11-19T09:00:00Z");
        assert_eq!(deadline(thursday, berlin), at("2026-11-26T23:00:00Z"));
        let sunday = at("2026-11-22T12:00:00Z");
        assert_eq!(deadline(sunday, berlin), at("2026-11-27T23:00:00Z"));
        // In Auckland it is Friday already.
        assert_eq!(
            deadline(at("2026-11-19T12:00:00Z"), Tz::Pacific__Auckland),
            at("2026-11-27T11:00:00Z")
        );
    }

    #[test]
    fn a_midnight_that_the_clocks_skip_is_an_hour_later() {
        // Beirut skips the midnight before 28 March 2027.
        let joined = at("2027-03-21T12:00:00Z");
        let end = deadline(joined, Tz::Asia__Beirut);
        assert!(end > joined + TimeDelta::days(4) && end < joined + TimeDelta::days(8), "{end}");
    }

    #[test]
    fn who_has_welcomed_fewest_is_first_then_whose_last_time_is_longest_ago() {
        let all = [
            welcomer("UANA", 2, Some(1)),
            welcomer("UBO", 1, Some(9)),
            welcomer("UCY", 1, Some(3)),
            welcomer("UDI", 0, None),
        ];
        assert_eq!(turn(&all, 1), ["UDI", "UCY", "UBO", "UANA"]);
    }

    #[test]
    fn chance_decides_among_equals() {
        let all = [welcomer("UANA", 0, None), welcomer("UBO", 0, None), welcomer("UCY", 0, None)];
        let firsts: std::collections::BTreeSet<String> =
            (0..40).map(|seed| turn(&all, seed).remove(0)).collect();
        assert_eq!(firsts.len(), 3);
    }

    #[test]
    fn nobody_new_nor_kept_apart_nor_oneself() {
        let new = Welcomer { new: true, ..welcomer("UANA", 0, None) };
        let all = [new, welcomer("UZED", 0, None), welcomer("UBO", 0, None)];
        let apart = [["UBO", "UZED"].map(MemberId::from)];
        assert_eq!(in_turn(&"UZED".into(), &all, &apart, &[0; 32]), Vec::<&Welcomer>::new());
        assert_eq!(turn(&all, 0), ["UBO"]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_changes_nothing(
            (given, shuffled) in proptest::collection::vec((0_u8..9, 0_u32..3), 0..8)
                .prop_flat_map(|given| (Just(given.clone()), Just(given).prop_shuffle())),
            seed: u8,
        ) {
            let all = |given: &[(u8, u32)]| -> Vec<Welcomer> {
                // One person is on the list once.
                let by_id: std::collections::BTreeMap<u8, u32> =
                    given.iter().map(|(id, _)| (*id, u32::from(*id) % 3)).collect();
                let mut list: Vec<Welcomer> =
                    given.iter().map(|(id, _)| welcomer(&format!("U{id}"), by_id[id], None)).collect();
                list.dedup();
                list
            };
            prop_assert_eq!(turn(&all(&given), seed), turn(&all(&shuffled), seed));
        }

        #[test]
        fn the_deadline_is_seven_or_eight_days_away(hours in 0_i64..10_000) {
            let joined = at("2026-01-01T00:00:00Z") + TimeDelta::hours(hours);
            let ahead = deadline(joined, Tz::America__New_York) - joined;
            prop_assert!(ahead > TimeDelta::days(5) && ahead <= TimeDelta::hours(8 * 24 + 1));
        }
    }
}
