//! Who says hello first, and with which question.

use super::ids::MemberId;
use super::pairing::draws::{Draws, Phase};

/// The draws of one round, from its seed: the same for the same groups in the same order.
pub struct Turns(Draws);

impl Turns {
    /// From the seed of a round.
    pub fn of(seed: &[u8; 32]) -> Self {
        Self(Draws::of(seed, Phase::Openers))
    }

    /// The next draw.
    pub fn draw(&mut self) -> u64 {
        self.0.below(u64::MAX)
    }
}

/// Who of `members` is asked to say hello first: whoever was asked least often, `draw` among
/// equals. The order of `members` changes nothing; nobody of nobody is `None`.
pub fn choose_opener(
    members: &[MemberId],
    how_often_opened: &[(MemberId, u32)],
    draw: u64,
) -> Option<MemberId> {
    let times = |member: &MemberId| -> u32 {
        how_often_opened.iter().filter(|(who, _)| who == member).map(|(_, times)| times).sum()
    };
    let least = members.iter().map(times).min()?;
    let mut turn: Vec<&MemberId> = members.iter().filter(|who| times(who) == least).collect();
    turn.sort_unstable();
    turn.dedup();
    pick(&turn, draw).copied().cloned()
}

/// Which of the first questions `0..count` to give: one that these people were not asked before,
/// while there is one; then one that they were asked least often. `draw` decides among equals.
pub fn pick_question(count: u32, asked_before: &[u32], draw: u64) -> u32 {
    let times = |key: u32| asked_before.iter().filter(|asked| **asked == key).count();
    let least = (0..count).map(times).min().unwrap_or_default();
    let fresh: Vec<u32> = (0..count).filter(|key| times(*key) == least).collect();
    pick(&fresh, draw).copied().unwrap_or_default()
}

/// One of `among`, by a number drawn from all there are.
fn pick<T>(among: &[T], draw: u64) -> Option<&T> {
    let count = u64::try_from(among.len()).ok().filter(|count| *count > 0)?;
    among.get(usize::try_from(draw % count).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn people(ids: &[&str]) -> Vec<MemberId> {
        ids.iter().map(|id| MemberId::from(*id)).collect()
    }

    #[test]
    fn whoever_opened_least_often_is_asked() {
        let members = people(&["UANA", "UKOFI", "ULENA"]);
        let opened = [("UANA".into(), 3), ("UKOFI".into(), 1), ("ULENA".into(), 2)];
        for draw in 0..10 {
            assert_eq!(choose_opener(&members, &opened, draw), Some("UKOFI".into()));
        }
    }

    #[test]
    fn who_is_not_listed_never_opened() {
        let opened = [("UANA".into(), 1)];
        let opener = choose_opener(&people(&["UANA", "UKOFI"]), &opened, 7);
        assert_eq!(opener, Some("UKOFI".into()));
    }

    #[test]
    fn chance_decides_among_equals_and_the_order_of_people_does_not() {
        let (ana, kofi): (MemberId, MemberId) = ("UANA".into(), "UKOFI".into());
        let opener = |ids, draw| choose_opener(&people(ids), &[], draw).unwrap();
        assert_eq!(opener(&["UANA", "UKOFI"], 0), ana);
        assert_eq!(opener(&["UANA", "UKOFI"], 1), kofi);
        assert_eq!(opener(&["UKOFI", "UANA"], 1), kofi);
    }

    #[test]
    fn nobody_opens_for_nobody() {
        assert_eq!(choose_opener(&[], &[], 1), None);
    }

    #[test]
    fn without_questions_there_is_only_the_first_key() {
        assert_eq!(pick_question(0, &[], 9), 0);
    }

    #[test]
    fn once_all_were_asked_the_rarest_comes_again() {
        assert_eq!(pick_question(3, &[0, 1, 2, 0, 2], 5), 1);
    }

    proptest! {
        #[test]
        fn a_question_is_new_while_there_is_a_new_one(
            count in 1_u32..50,
            asked in proptest::collection::vec(0_u32..60, 0..40),
            draw: u64,
        ) {
            let key = pick_question(count, &asked, draw);
            prop_assert!(key < count);
            if (0..count).any(|key| !asked.contains(&key)) {
                prop_assert!(!asked.contains(&key));
            }
        }
    }
}
