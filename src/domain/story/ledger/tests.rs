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

const ALWAYS: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn plain(stories: &[Story]) -> Sums {
    sum(stories, ALWAYS, &Beside::default(), &Rules::default())
}

/// One an hour, in the order in which they stand there.
fn hourly(mut stories: Vec<Story>) -> Vec<Story> {
    for (story, hour) in stories.iter_mut().zip(1..) {
        (story.id, story.since) = (Uuid::from_u128(hour).into(), at(hour));
    }
    stories
}

fn at(hour: u128) -> DateTime<Utc> {
    ALWAYS + chrono::TimeDelta::hours(i64::try_from(hour).unwrap())
}

#[test]
fn the_least_counts_as_far_as_it_is_owed_and_sure() {
    let sums = plain(&hours(State::Confirmed));
    let figure = sums.confirmed.minutes().unwrap();
    assert_eq!((figure.stories, figure.counted), (5, 5 * 24), "60 x 50 % x 80 %");
    assert_eq!((figure.low, figure.likely, figure.high), (300, 600, 900));
    assert_eq!((sums.claimed.stories(), sums.evidenced.stories()), (None, None));
    assert_eq!(counted(&claim(1, 1, 1)), 0, "rounded down");
}

#[test]
fn nothing_is_told_about_fewer_than_five_people() {
    let few: Vec<Story> =
        (0..9).map(|it| story(it % 4, State::Claimed, Some(claim(60, 60, 60)))).collect();
    let sums = plain(&few);
    assert_eq!(sums.claimed.minutes(), None);
    assert_eq!(sums.claimed.stories(), None, "nor how many there are");
    assert_eq!(sums.after_cost(State::Claimed), None, "nor what is left of it");
    let spent = |minutes, people| Spent { minutes, people };
    assert_eq!(Cost::of((8, 4), &[(60, 5)]).told(), None);
    assert_eq!(Cost::of((8, 5), &[(60, 4)]).told(), None);
    assert_eq!(Cost::of((8, 5), &[]).told(), Some(240));
    assert_eq!((spent(0, 0).told(), spent(90, 1).told()), (Some(0), None));
    let readers = |readers| Beside { readers, ..Beside::default() };
    let told = |it| sum(&few, ALWAYS, &readers(it), &Rules::default()).readers;
    assert_eq!((told(4), told(5)), (None, Some(5)));
}

#[test]
fn a_sixth_story_shows_nobody_what_it_claims() {
    let five = hourly(hours(State::Confirmed));
    let before = plain(&five);
    assert_eq!(before.confirmed.minutes().unwrap().likely, 600);
    let mut all = five;
    for (person, claimed) in [(5, 777), (0, 55), (6, 12)] {
        all.push(story(person, State::Confirmed, Some(claim(claimed, claimed, claimed))));
        all = hourly(all);
        assert_eq!(plain(&all), Sums { confirmed: plain(&all).confirmed, ..before.clone() });
        assert_eq!(plain(&all).confirmed.minutes(), before.confirmed.minutes());
        assert_eq!(plain(&all).confirmed.stories(), Some(5));
    }
    all.extend([7, 8].map(|it| story(it, State::Confirmed, Some(claim(1, 1, 1)))));
    let after = plain(&hourly(all)).confirmed.minutes().unwrap();
    assert_eq!((after.stories, after.likely), (10, 600 + 777 + 55 + 12 + 2));
}

#[test]
fn a_group_leaves_a_sum_as_a_whole() {
    let ten = (0..10).map(|it| story(it, State::Claimed, Some(claim(60, 60, 60)))).collect();
    let ten = hourly(ten);
    let from = |hour| {
        let sums = sum(&ten, at(hour), &Beside::default(), &Rules::default());
        sums.claimed.minutes().map(|it| it.stories)
    };
    assert_eq!(
        [from(1), from(5), from(6), from(10), from(11)],
        [Some(10), Some(10), Some(5), Some(5), None]
    );
}

#[test]
fn what_a_helper_says_of_somebody_is_nobodys_claim_yet() {
    let told = |state| -> Vec<Story> {
        let teller = MemberId::new("U99");
        hours(state).into_iter().map(|it| Story { teller: teller.clone(), ..it }).collect()
    };
    let claimed = plain(&told(State::Claimed)).claimed;
    assert_eq!((claimed.stories(), claimed.minutes()), (Some(5), None));
    assert!(plain(&told(State::Confirmed)).confirmed.minutes().is_some());
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
    let cost = Cost::of((6, 5), &[(60, 5)]);
    let beside = Beside { cost, readers: 14, ..Beside::default() };
    let rate = Some(Rate { currency: "EUR".to_owned(), per_hour: 50 });
    let sums = sum(&all, ALWAYS, &beside, &Rules { rate, ..Rules::default() });
    assert_eq!((sums.cost.coffees.minutes, sums.cost.sessions.minutes), (180, 300));
    assert_eq!(sums.after_cost(State::Confirmed), Some(120 - 480));
    assert_eq!(sums.after_cost(State::Claimed), Some(120 - 480));
    assert_eq!(sums.after_cost(State::Withdrawn), None);
    assert_eq!(sums.rate.unwrap().of(119), 99, "rounded down");
    assert_eq!(sums.readers, Some(14));
}

#[test]
fn coverage_counts_each_answer_of_the_period_once() {
    let of = |id: u128, claim| {
        let source = Source::Question(Uuid::from_u128(id).into());
        Story { source, ..story(1, State::Claimed, claim) }
    };
    let mut all: Vec<Story> = (1..=5).map(|id| of(id, Some(claim(1, 1, 1)))).collect();
    all.extend([of(1, Some(claim(2, 2, 2))), of(6, None)]);
    // Their answers were accepted before.
    all.extend((300..400).map(|id| of(id, Some(claim(1, 1, 1)))));
    let answered = |ids: std::ops::RangeInclusive<u128>| {
        let answered = ids.map(|id| Uuid::from_u128(id).into()).collect();
        let beside = Beside { answered, ..Beside::default() };
        sum(&all, ALWAYS, &beside, &Rules::default()).coverage
    };
    assert_eq!(answered(1..=120), Coverage { estimated: Some(5), answers: 120 });
    assert_eq!(answered(2..=120), Coverage { estimated: None, answers: 119 });
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

/// Those whose figures are told: as many from the first on as make up whole groups of five people.
fn in_groups<'a>(stories: &'a [Story], state: State, measure: Option<&str>) -> Vec<&'a Story> {
    let counts = |it: &&Story| {
        let claim = it.claim.as_ref();
        it.state == state && claim.is_some_and(|claim| claim.measure.as_deref() == measure)
    };
    let all: Vec<&Story> = stories.iter().filter(counts).collect();
    let mut whole = 0;
    for end in 1..=all.len() {
        let people: BTreeSet<_> = all[whole..end].iter().map(|it| &it.helped).collect();
        if people.len() == 5 {
            whole = end;
        }
    }
    all[..whole].to_vec()
}

/// Another way of counting: each story by itself, in wide numbers, straight from the words of the rules.
fn checked(stories: &[Story], state: State, measure: Option<&str>) -> (u128, u128, u128, u128) {
    let mut all = (0, 0, 0, 0);
    for story in in_groups(stories, state, measure) {
        let claim = story.claim.as_ref().unwrap();
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
        let stories = hourly(stories);
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
            prop_assert_eq!(
                tally.minutes().is_none(),
                in_groups(&stories, state, None).is_empty()
            );
            let all = stories.iter().filter(|story| story.state == state).count();
            prop_assert!(tally.stories().is_none_or(|it| usize::try_from(it).unwrap() <= all));
        }
    }

    #[test]
    fn between_two_sums_are_no_people_or_five(
        stories in proptest::collection::vec(any_story(), 0..60),
    ) {
        let stories: Vec<Story> = hourly(stories);
        let (mut seen, mut from) = (None, 0);
        for end in 0..=stories.len() {
            let told = plain(&stories[..end]).confirmed.minutes();
            if told != seen {
                let between = stories[from..end].iter();
                let between = between.filter(|it| it.state == State::Confirmed);
                let helped: BTreeSet<_> = between.map(|it| &it.helped).collect();
                prop_assert!(helped.len() >= FEWEST);
                (seen, from) = (told, end);
            }
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
