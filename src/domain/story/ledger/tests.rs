//! What counts, checked against a plain way of counting.

use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::story::{Cycle, Kind, MOST, Source};

fn story(helped: usize, state: State, claim: Option<Claim>) -> Story {
    let helped = MemberId::new(format!("U{helped}"));
    Story {
        id: Uuid::nil().into(),
        community: None,
        teller: helped.clone(),
        helped,
        people: Vec::new(),
        happened: "It worked.".to_owned(),
        changed: None,
        kind: Kind::Support,
        goal: None,
        claim,
        state,
        cycle: Cycle::Immediate,
        evidence: None,
        source: Source::Told,
        post: None,
        told_at: DateTime::UNIX_EPOCH,
        since: DateTime::UNIX_EPOCH,
        published_at: None,
        fell_through: false,
    }
}

fn claim(low: u32, likely: u32, high: u32) -> Claim {
    let (before, after) = (None, None);
    Claim { measure: None, low, likely, high, before, after, confidence: 80, attribution: 50 }
}

fn hours(state: State) -> Vec<Story> {
    (0..5).map(|person| story(person, state, Some(claim(60, 120, 180)))).collect()
}

fn plain(stories: &[Story]) -> Sums {
    sum(stories, Beside::default(), &Rules::default())
}

#[test]
fn the_least_counts_as_far_as_it_is_owed_and_sure() {
    let sums = plain(&hours(State::Confirmed));
    let figure = sums.confirmed.minutes().unwrap();
    assert_eq!((figure.stories, figure.counted), (5, 5 * 24), "60 x 50 % x 80 %");
    assert_eq!((figure.low, figure.likely, figure.high), (300, 600, 900));
    assert_eq!((sums.claimed.stories(), sums.evidenced.stories()), (0, 0));
    assert_eq!(counted(&claim(1, 1, 1)), 0, "rounded down");
}

#[test]
fn nothing_is_told_about_fewer_than_five_people() {
    let few: Vec<Story> =
        (0..9).map(|it| story(it % 4, State::Claimed, Some(claim(60, 60, 60)))).collect();
    let sums = plain(&few);
    assert_eq!(sums.claimed.minutes(), None);
    assert!(sums.claimed.keeps_back() && sums.claimed.stories() == 9);
    assert!(!plain(&hours(State::Claimed)).claimed.keeps_back());
    assert_eq!(sums.after_cost(State::Claimed), None, "nor what is left of it");
}

#[test]
fn more_than_the_cap_needs_evidence() {
    let wild = claim(MOST, MOST, MOST);
    let with = |state| -> Vec<Story> {
        (0..5).map(|person| story(person, state, Some(wild.clone()))).collect()
    };
    let confirmed = plain(&with(State::Confirmed)).confirmed.minutes().unwrap();
    assert_eq!((confirmed.counted, confirmed.capped), (5 * u64::from(USUAL_CAP), 5));
    let evidenced = plain(&with(State::Evidenced)).evidenced.minutes().unwrap();
    assert_eq!((evidenced.counted, evidenced.capped), (5 * 400_000, 0));
}

#[test]
fn other_measures_stand_apart_from_time() {
    let tickets = Claim { measure: Some("tickets".to_owned()), ..claim(10, 10, 10) };
    let mut all = hours(State::Claimed);
    all.extend((0..5).map(|person| story(person, State::Claimed, Some(tickets.clone()))));
    let sums = plain(&all);
    assert_eq!(sums.claimed.minutes().unwrap().low, 300);
    let others: Vec<_> = sums.claimed.others().map(|(name, it)| (name, it.counted)).collect();
    assert_eq!(others, [("tickets", 20)]);
}

#[test]
fn what_the_community_cost_is_taken_off_each_state_alone() {
    let mut all = hours(State::Confirmed);
    all.extend(hours(State::Claimed));
    let beside = Beside { cost: Cost::of(3, &[(60, 2)]), answers: 120, reuses: 4 };
    let rate = Some(Rate { currency: "EUR".to_owned(), per_hour: 50 });
    let sums = sum(&all, beside, &Rules { rate, ..Rules::default() });
    assert_eq!((sums.cost.coffees, sums.cost.sessions), (90, 120));
    assert_eq!(sums.after_cost(State::Confirmed), Some(120 - 210));
    assert_eq!(sums.after_cost(State::Claimed), Some(120 - 210));
    assert_eq!(sums.after_cost(State::Withdrawn), None);
    assert_eq!(sums.rate.unwrap().of(119), 99, "rounded down");
    assert_eq!(sums.reuses, 4);
}

#[test]
fn coverage_counts_each_answer_once() {
    let of = |id: u128, claim| {
        let source = Source::Question(Uuid::from_u128(id).into());
        Story { source, ..story(1, State::Claimed, claim) }
    };
    let all = [of(1, Some(claim(1, 1, 1))), of(1, Some(claim(2, 2, 2))), of(2, None)];
    let sums = sum(&all, Beside { answers: 120, ..Beside::default() }, &Rules::default());
    assert_eq!(sums.coverage, Coverage { estimated: 1, answers: 120 });
}

fn any_story() -> impl Strategy<Value = Story> {
    let amounts = proptest::collection::vec(0..=MOST, 3);
    let percent = (0..=100u8, 0..=100u8);
    let measure = proptest::option::of(prop_oneof![Just("tickets"), Just("calls")]);
    let claim = (amounts, percent, measure).prop_map(|(mut amounts, percent, measure)| {
        amounts.sort_unstable();
        let [low, likely, high] = amounts[..] else { unreachable!("three were asked for") };
        let (confidence, attribution) = percent;
        let measure = measure.map(str::to_owned);
        Claim { measure, confidence, attribution, ..claim(low, likely, high) }
    });
    let state = proptest::sample::select(State::ALL.to_vec());
    (0..12usize, state, proptest::option::of(claim))
        .prop_map(|(helped, state, claim)| story(helped, state, claim))
}

/// Another way of counting: each story by itself, in wide numbers, straight from the words of the rules.
fn checked(stories: &[Story], state: State, measure: Option<&str>) -> (u128, u128, u128, u128) {
    let mut all = (0, 0, 0, 0);
    for story in stories.iter().filter(|story| story.state == state) {
        let Some(claim) = &story.claim else { continue };
        if claim.measure.as_deref() != measure {
            continue;
        }
        let cap = match (state, measure) {
            (State::Evidenced, _) => u128::MAX,
            (_, None) => 2_400,
            (_, Some(_)) => 100,
        };
        let exact = f64::from(claim.low)
            * (f64::from(claim.attribution) / 100.0)
            * (f64::from(claim.confidence) / 100.0);
        // Binary fractions may fall a hair short of a whole number.
        let whole: u128 = format!("{:.0}", (exact + 1e-6).floor()).parse().unwrap();
        all.0 += whole.min(cap);
        all.1 += u128::from(claim.low).min(cap);
        all.2 += u128::from(claim.likely).min(cap);
        all.3 += u128::from(claim.high).min(cap);
    }
    all
}

proptest! {
    #[test]
    fn sums_are_what_another_way_of_counting_gives(
        stories in proptest::collection::vec(any_story(), 0..40),
    ) {
        let sums = plain(&stories);
        for state in [State::Claimed, State::Confirmed, State::Evidenced] {
            let tally = sums.of(state).unwrap();
            let mut figures: Vec<(Option<&str>, Figure)> =
                tally.others().map(|(name, figure)| (Some(name), figure)).collect();
            figures.extend(tally.minutes().map(|figure| (None, figure)));
            for (measure, it) in figures {
                let plain = (it.counted, it.low, it.likely, it.high);
                let plain = (plain.0.into(), plain.1.into(), plain.2.into(), plain.3.into());
                prop_assert_eq!(plain, checked(&stories, state, measure));
                prop_assert!(it.counted <= it.low && it.low <= it.likely && it.likely <= it.high);
            }
            let all = stories.iter().filter(|story| story.state == state).count();
            prop_assert_eq!(usize::try_from(tally.stories()).unwrap(), all);
        }
    }

    #[test]
    fn what_was_taken_back_counts_nowhere(
        stories in proptest::collection::vec(any_story(), 0..40),
    ) {
        let kept: Vec<Story> =
            stories.iter().filter(|it| it.state != State::Withdrawn).cloned().collect();
        prop_assert_eq!(plain(&stories), plain(&kept));
    }
}
