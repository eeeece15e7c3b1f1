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

/// For so many days nobody is given the same first question again.
pub const QUESTION_RESTS: u32 = 365;

/// A first question that somebody was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub question: u32,
    pub days_ago: u32,
}

/// Which of the first questions `0..count` to give: one that none of these people was given within
/// [`QUESTION_RESTS`], while there is one; of those the one that they were given least often.
/// `draw` decides among equals.
pub fn pick_question(count: u32, asked_before: &[Asked], draw: u64) -> u32 {
    let size = usize::try_from(count).unwrap_or(usize::MAX);
    // How often each was given, and whether lately.
    let mut given = vec![(false, 0_u32); size];
    for asked in asked_before {
        let at = usize::try_from(asked.question).ok().and_then(|at| given.get_mut(at));
        if let Some((lately, times)) = at {
            *lately |= asked.days_ago < QUESTION_RESTS;
            *times += 1;
        }
    }
    let Some(least) = given.iter().min() else { return 0 };
    let fresh: Vec<u32> =
        (0..count).zip(&given).filter(|(_, it)| *it == least).map(|(key, _)| key).collect();
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
        let asked = [0, 1, 2, 0, 2].map(|question| Asked { question, days_ago: 9 });
        assert_eq!(pick_question(3, &asked, 5), 1);
    }

    #[test]
    fn an_old_question_comes_before_one_of_this_year() {
        let asked = [(0, 500), (0, 400), (1, 20)];
        let asked = asked.map(|(question, days_ago)| Asked { question, days_ago });
        assert_eq!(pick_question(2, &asked, 5), 0);
    }

    proptest! {
        #[test]
        fn a_question_rests_for_a_year_while_there_is_another_and_then_the_rarest_comes(
            count in 1_u32..50,
            asked in proptest::collection::vec((0_u32..60, 0_u32..800), 0..60),
            draw: u64,
        ) {
            let asked: Vec<Asked> =
                asked.into_iter().map(|(question, days_ago)| Asked { question, days_ago }).collect();
            let lately = |key: u32| {
                asked.iter().any(|asked| asked.question == key && asked.days_ago < 365)
            };
            let times = |key: u32| asked.iter().filter(|asked| asked.question == key).count();
            let key = pick_question(count, &asked, draw);
            prop_assert!(key < count);
            let rested = (0..count).any(|key| !lately(key));
            prop_assert_eq!(lately(key), !rested);
            let rarer = (0..count).any(|it| lately(it) == lately(key) && times(it) < times(key));
            prop_assert!(!rarer);
        }

        /// A person who meets somebody else each week, in several programs.
        #[test]
        fn nobody_reads_a_question_twice_within_a_year(draws in proptest::collection::vec(any::<u64>(), 120)) {
            let mut asked: Vec<(u32, u32)> = Vec::new();
            for (week, draw) in (0_u32..).zip(draws) {
                let before: Vec<Asked> = asked
                    .iter()
                    .map(|(question, then)| Asked { question: *question, days_ago: (week - then) * 7 })
                    .collect();
                let key = pick_question(120, &before, draw);
                let again = before.iter().any(|it| it.question == key && it.days_ago < 365);
                prop_assert!(!again, "week {week}");
                asked.push((key, week));
            }
        }
    }
}
