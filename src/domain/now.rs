//! Coffee now: who of those who pressed it is introduced to whom.

use chrono::{DateTime, TimeDelta, Utc};

use super::ids::MemberId;

/// How long somebody who pressed it stays on the list.
pub const FREE_FOR: TimeDelta = TimeDelta::minutes(30);

/// Two who were introduced this way are not introduced again so soon: they have a message together
/// already.
pub const NOT_AGAIN_FOR: TimeDelta = TimeDelta::hours(12);

/// Somebody on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    pub member: MemberId,
    pub since: DateTime<Utc>,
    /// They are taken off then.
    pub until: DateTime<Utc>,
}

/// When two people were introduced to each other last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// In a round or outside of it.
    pub last: Option<DateTime<Utc>>,
    /// Outside of any round.
    pub outside: Option<DateTime<Utc>>,
}

/// Somebody else on the list, who may take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub free: Free,
    /// With the one who asks.
    pub together: Together,
}

/// Whom `member`, who pressed it `now`, is introduced to: somebody they were never introduced to,
/// else whom it was longest ago; then whoever has waited longest; then by id. Nobody whom one of the
/// two keeps apart from, and nobody whom they have just been introduced to this way. The order of
/// `others` and of `apart` changes nothing.
pub fn whom<'a>(
    member: &MemberId,
    others: &'a [Other],
    apart: &[[MemberId; 2]],
    now: DateTime<Utc>,
) -> Option<&'a Other> {
    let kept_apart = |other: &MemberId| {
        apart.iter().any(|pair| pair.contains(member) && pair.contains(other) && member != other)
    };
    let just = |other: &Other| other.together.outside.is_some_and(|at| now - at < NOT_AGAIN_FOR);
    others
        .iter()
        .filter(|other| other.free.member != *member && now < other.free.until)
        .filter(|other| !kept_apart(&other.free.member) && !just(other))
        .min_by_key(|other| (other.together.last, other.free.since, &other.free.member))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(100) + TimeDelta::minutes(minute)
    }

    fn other(id: &str, since: i64) -> Other {
        let free = Free { member: id.into(), since: at(since), until: at(since) + FREE_FOR };
        Other { free, together: Together::default() }
    }

    fn met(id: &str, since: i64, days_ago: i64) -> Other {
        let last = Some(at(0) - TimeDelta::days(days_ago));
        Other { together: Together { last, outside: None }, ..other(id, since) }
    }

    fn chosen(others: &[Other], apart: &[[MemberId; 2]]) -> Option<String> {
        let ana = "UANA".into();
        whom(&ana, others, apart, at(10)).map(|other| other.free.member.to_string())
    }

    #[test]
    fn somebody_new_goes_before_whoever_has_waited_longest() {
        let others = [met("UBO", 0, 30), other("UCY", 5), other("UDI", 4)];
        assert_eq!(chosen(&others, &[]).as_deref(), Some("UDI"));
    }

    #[test]
    fn of_those_known_already_it_is_the_one_of_longest_ago() {
        let others = [met("UBO", 0, 30), met("UCY", 5, 90)];
        assert_eq!(chosen(&others, &[]).as_deref(), Some("UCY"));
    }

    #[test]
    fn nobody_meets_themselves_or_somebody_whose_time_is_over() {
        assert_eq!(chosen(&[other("UANA", 0), other("UBO", -20)], &[]), None);
        assert_eq!(chosen(&[other("UBO", -19)], &[]).as_deref(), Some("UBO"));
    }

    #[test]
    fn who_is_kept_apart_is_not_introduced_whoever_wished_it() {
        let others = [other("UBO", 0)];
        for pair in [["UANA", "UBO"], ["UBO", "UANA"]] {
            assert_eq!(chosen(&others, &[pair.map(MemberId::from)]), None);
        }
        let unconcerned = [["UANA", "UCY"], ["UBO", "UCY"]].map(|pair| pair.map(MemberId::from));
        assert_eq!(chosen(&others, &unconcerned).as_deref(), Some("UBO"));
    }

    #[test]
    fn two_who_were_just_introduced_are_not_introduced_again() {
        let again = |minutes| {
            let ago = Some(at(10) - TimeDelta::minutes(minutes));
            Other { together: Together { last: ago, outside: ago }, ..other("UBO", 0) }
        };
        assert_eq!(chosen(&[again(5)], &[]), None);
        assert_eq!(chosen(&[again(12 * 60 - 1)], &[]), None);
        assert_eq!(chosen(&[again(12 * 60)], &[]).as_deref(), Some("UBO"));
        let of_a_round = Together { last: Some(at(5)), outside: None };
        let partner = Other { together: of_a_round, ..other("UBO", 0) };
        assert_eq!(chosen(&[partner], &[]).as_deref(), Some("UBO"), "this is their chance");
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_changes_nothing(
            (given, shuffled) in proptest::collection::vec((0_u8..9, -40_i64..10, 0_i64..4), 0..8)
                .prop_flat_map(|given| (Just(given.clone()), Just(given).prop_shuffle())),
        ) {
            let all = |given: &[(u8, i64, i64)]| -> Vec<Other> {
                let one = |(id, since, ago): &(u8, i64, i64)| match ago {
                    0 => other(&format!("U{id}"), *since),
                    days => met(&format!("U{id}"), *since, *days),
                };
                given.iter().map(one).collect()
            };
            prop_assert_eq!(chosen(&all(&given), &[]), chosen(&all(&shuffled), &[]));
        }
    }
}
