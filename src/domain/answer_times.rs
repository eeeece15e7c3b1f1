//! How many questions are answered, and how long the first answer takes.
//!
//! A question without an answer says something, too: that it took longer than until now. It is counted
//! as that, by the estimator of Kaplan and Meier (*Nonparametric estimation from incomplete
//! observations*, Journal of the American Statistical Association 53, 1958): leaving such questions out
//! would make a community look the faster the more it leaves unanswered.

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Minutes of working time: to its first answer, or for as long as it was watched without one.
    pub minutes: u32,
    /// Whether it was answered. If not, it was withdrawn, closed, or waits still.
    pub answered: bool,
}

/// Answers of one community in one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerTimes {
    /// Questions that were asked.
    pub asked: u32,
    /// Those with an answer.
    pub answered: u32,
    /// Half of all questions have their first answer after so many minutes of working time. `None`: for
    /// less than half that is known.
    pub median: Option<u32>,
    /// The same for nine in ten.
    pub ninetieth: Option<u32>,
}

/// Counts. The order of what is counted changes nothing.
pub fn answer_times(waits: &[Wait]) -> AnswerTimes {
    let mut sorted: Vec<Wait> = waits.to_vec();
    // What ends unanswered in the minute of an answer was still there to be answered.
    sorted.sort_by_key(|wait| (wait.minutes, !wait.answered));
    let count = |how_many: usize| u32::try_from(how_many).unwrap_or(u32::MAX);
    AnswerTimes {
        asked: count(sorted.len()),
        answered: count(sorted.iter().filter(|wait| wait.answered).count()),
        median: after(&sorted, 0.5),
        ninetieth: after(&sorted, 0.9),
    }
}

/// The least time after which the estimated share of answered questions is at least `share`.
fn after(sorted: &[Wait], share: f64) -> Option<u32> {
    // Sums of many small parts are a little off: what is so near counts as reached.
    const NEAR: f64 = 1e-9;
    let mut unanswered = 1.0;
    let mut rest = sorted;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|wait| wait.minutes == first.minutes).count();
        let (now, later) = rest.split_at(same);
        let answered = now.iter().filter(|wait| wait.answered).count();
        unanswered *= 1.0 - part(answered, rest.len());
        if answered > 0 && 1.0 - unanswered >= share - NEAR {
            return Some(first.minutes);
        }
        rest = later;
    }
    None
}

fn part(some: usize, all: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(some) / number(all.max(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answered(minutes: u32) -> Wait {
        Wait { minutes, answered: true }
    }

    fn open(minutes: u32) -> Wait {
        Wait { minutes, answered: false }
    }

    #[test]
    fn where_all_are_answered_it_is_what_one_counts() {
        let waits: Vec<Wait> = (1..=10).map(|n| answered(n * 10)).collect();
        let times = answer_times(&waits);
        assert_eq!((times.asked, times.answered), (10, 10));
        assert_eq!((times.median, times.ninetieth), (Some(50), Some(90)));
        let none = AnswerTimes { asked: 0, answered: 0, median: None, ninetieth: None };
        assert_eq!(answer_times(&[]), none);
    }

    #[test]
    fn who_waits_still_is_not_left_out() {
        // Two of five within the hour, three that have waited for two: nobody knows the median yet.
        let waits = [answered(10), answered(60), open(120), open(120), open(120)];
        assert_eq!(answer_times(&waits).median, None);
        // Those who were asked a minute ago say nothing yet.
        let waits = [answered(10), answered(60), answered(70), open(1), open(1), open(1)];
        let times = answer_times(&waits);
        assert_eq!((times.median, times.ninetieth), (Some(60), Some(70)));
    }

    /// By the book's other way (Efron's): what an unanswered question weighs is given in equal parts to
    /// those that were watched for longer.
    fn by_redistribution(waits: &[Wait], share: f64) -> Option<u32> {
        let mut weights: Vec<(Wait, f64)> =
            waits.iter().map(|wait| (*wait, 1.0 / waits.len() as f64)).collect();
        weights.sort_by_key(|(wait, _)| (wait.minutes, !wait.answered));
        for place in 0..weights.len() {
            let (wait, weight) = weights[place];
            if !wait.answered {
                let later = weights.len() - place - 1;
                for other in &mut weights[place + 1..] {
                    other.1 += weight / later as f64;
                }
                weights[place].1 = 0.0;
            }
        }
        let mut sum = 0.0;
        weights.into_iter().filter(|(wait, _)| wait.answered).find_map(|(wait, weight)| {
            sum += weight;
            (sum >= share - 1e-9).then_some(wait.minutes)
        })
    }

    proptest! {
        #[test]
        fn it_is_what_giving_the_weights_on_comes_to(
            waits in proptest::collection::vec((0_u32..30, any::<bool>()), 0..40)
        ) {
            let waits: Vec<Wait> =
                waits.into_iter().map(|(minutes, answered)| Wait { minutes, answered }).collect();
            let times = answer_times(&waits);
            prop_assert_eq!(times.median, by_redistribution(&waits, 0.5));
            prop_assert_eq!(times.ninetieth, by_redistribution(&waits, 0.9));
            let mut turned = waits.clone();
            turned.reverse();
            prop_assert_eq!(answer_times(&turned), times);
        }
    }
}
