use chrono::{Duration, TimeZone};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use super::*;
use crate::domain::story::{Audience, Concerned, Cycle, Kind as StoryKind, Part, Source};

fn until() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap()
}

fn window() -> Window {
    Window { since: until() - Duration::weeks(1), until: until() }
}

fn asked(seed: u128, hours_ago: i64) -> Asked {
    Asked {
        asked_at: until() - Duration::hours(hours_ago),
        id: Uuid::from_u128(seed).into(),
        title: format!("Question {seed}"),
        topic: Some("tls".to_owned()),
        link: Some(format!("https://slack.com/archives/C1/p{seed}")),
        private: false,
    }
}

fn spot(seed: u128) -> Spot {
    Spot { channel: "C1".into(), message: format!("{seed}.000100").as_str().into() }
}

fn story(seed: u128, audience: Audience, state: State) -> Story {
    let person = |id: &str, part, named| Concerned {
        member: id.into(),
        part,
        audience: Some(audience),
        named,
        out_at: None,
    };
    Story {
        id: Uuid::from_u128(seed).into(),
        community: None,
        teller: "U1".into(),
        helped: "U1".into(),
        people: vec![person("U1", Part::Helped, true), person("U2", Part::Helper, false)],
        happened: format!("Story {seed}"),
        changed: None,
        kind: StoryKind::Support,
        goal: None,
        claim: None,
        state,
        cycle: Cycle::Immediate,
        evidence: None,
        source: Source::Told,
        post: Some(spot(seed)),
        told_at: until() - Duration::days(3),
        since: until() - Duration::days(3),
        published_at: Some(until() - Duration::days(2)),
        fell_through: false,
    }
}

fn names() -> BTreeMap<MemberId, String> {
    [("U1", "Lena"), ("U2", "Omar")].map(|(id, name)| (id.into(), name.to_owned())).into()
}

fn newcomer(id: &str, known_here: bool) -> Newcomer {
    Newcomer { came_at: until() - Duration::days(1), member: id.into(), known_here }
}

fn coffee(seed: u128, one: u32, other: u32) -> Coffee {
    let person = |it: u32| (MemberId::new(format!("U{it}")), Some(true));
    Coffee { round: Uuid::from_u128(seed).into(), people: vec![person(one), person(other)] }
}

#[test]
fn what_was_answered_is_listed_newest_first_and_counted() {
    let answered = (1..=7).map(|it| asked(it, 24)).collect();
    let digest = digest(&Facts { answered, ..Facts::default() }, window());
    let [Item::Answered { count: 7, listed }] = &digest.items[..] else { panic!("{digest:?}") };
    let titles: Vec<&str> = listed.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Question 7", "Question 6", "Question 5", "Question 4", "Question 3"]);
}

#[test]
fn what_waits_longest_comes_first_and_is_not_both_open_and_answered() {
    let open = vec![asked(1, 30), asked(2, 24 * 15), asked(3, 2)];
    let facts = Facts { open, answered: vec![asked(3, 2)], ..Facts::default() };
    let digest = digest(&facts, window());
    let [_, Item::Waiting { count: 2, listed }] = &digest.items[..] else { panic!("{digest:?}") };
    let waits: Vec<_> = listed.iter().map(|it| (it.line.title.as_str(), it.weeks)).collect();
    assert_eq!(waits, [("Question 2", 2), ("Question 1", 0)]);
}

#[test]
fn what_is_kept_between_two_people_is_not_even_counted() {
    let private = |seed| Asked { private: true, ..asked(seed, 3) };
    let nowhere = Asked { link: None, ..asked(5, 3) };
    let facts =
        Facts { answered: vec![private(1), nowhere], open: vec![private(2)], ..Facts::default() };
    assert_eq!(digest(&facts, window()), Digest::default());
    assert_eq!(decide(&facts, window(), None), Decision::Question);
}

#[test]
fn coffees_of_fewer_than_five_people_are_not_told() {
    let few = vec![coffee(1, 1, 2), coffee(2, 3, 4)];
    let facts = Facts { coffees: few.clone(), ..Facts::default() };
    assert_eq!(digest(&facts, window()), Digest::default());
    let more = [few, vec![coffee(3, 5, 6)]].concat();
    let teams = [("U1", "a"), ("U2", "b"), ("U3", "a"), ("U4", "c"), ("U5", "b"), ("U6", "c")];
    let teams = teams.map(|(id, team)| (id.into(), team.to_owned())).into();
    let facts = Facts { coffees: more, teams, ..Facts::default() };
    let coffees = Item::Coffees { met: 3, across: Some(3), team_pairs: Some(3) };
    assert_eq!(digest(&facts, window()).items, [coffees]);
}

#[test]
fn a_story_names_only_whom_it_may_and_is_gone_when_taken_back() {
    let shown = story(1, Audience::Community, State::Claimed);
    let confirmed = story(2, Audience::Everyone, State::Confirmed);
    let narrow = story(3, Audience::Us, State::Evidenced);
    let withdrawn = story(4, Audience::Everyone, State::Withdrawn);
    let unpublished = Story { post: None, ..story(5, Audience::Everyone, State::Confirmed) };
    let stories = vec![shown, confirmed, narrow, withdrawn, unpublished];
    let digest = digest(&Facts { stories, names: names(), ..Facts::default() }, window());
    let [Item::Stories { count: 2, told }] = &digest.items[..] else { panic!("{digest:?}") };
    let heads: Vec<_> = told.iter().map(|it| (it.happened.as_str(), it.state)).collect();
    assert_eq!(heads, [("Story 2", State::Confirmed), ("Story 1", State::Claimed)]);
    assert!(told.iter().all(|it| it.helped.as_deref() == Some("Lena") && it.helpers.is_empty()));
}

#[test]
fn newcomers_are_those_of_the_channel_or_few() {
    let hello = |newcomers: &[Newcomer], hidden| {
        let facts = Facts { newcomers: newcomers.to_vec(), hidden, ..Facts::default() };
        match &digest(&facts, window()).items[..] {
            [] => (0, 0),
            [Item::Newcomers { hello, more }] => (hello.len(), *more),
            other => panic!("{other:?}"),
        }
    };
    let few = [newcomer("U1", false), newcomer("U2", true)];
    assert_eq!(hello(&few, false), (2, 0));
    assert_eq!(hello(&few, true), (1, 0), "a private channel says nothing of others");
    let many: Vec<Newcomer> = (0..9).map(|it| newcomer(&format!("U{it}"), it < 7)).collect();
    assert_eq!(hello(&many, false), (5, 2));
    let elsewhere: Vec<Newcomer> = (0..9).map(|it| newcomer(&format!("U{it}"), false)).collect();
    assert_eq!(hello(&elsewhere, false), (0, 0), "a large workspace");
}

#[test]
fn a_quiet_week_asks_and_the_next_one_says_nothing() {
    let old = Facts { open: vec![asked(1, 24 * 9)], ..Facts::default() };
    for facts in [Facts::default(), old] {
        let said = |before| decide(&facts, window(), before);
        assert_eq!(said(None), Decision::Question);
        assert_eq!(said(Some(Kind::Report)), Decision::Question);
        assert_eq!(said(Some(Kind::Question)), Decision::Silent { tell: true });
        assert_eq!(said(Some(Kind::Silent)), Decision::Silent { tell: false });
    }
    let new = Facts { open: vec![asked(1, 24)], ..Facts::default() };
    assert_eq!(decide(&new, window(), Some(Kind::Silent)).kind(), Kind::Report);
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let questions = || prop::collection::vec((0..30_u128, 0..400_i64, any::<bool>()), 0..20);
    let people = prop::collection::vec((0..12_u32, any::<bool>()), 0..12);
    let coffees = prop::collection::vec((0..9_u32, 9..14_u32), 0..9);
    let stories = prop::collection::vec((0..4_usize, 0..4_usize), 0..6);
    (questions(), questions(), people, coffees, stories, any::<bool>()).prop_map(
        |(answered, open, people, coffees, stories, hidden)| {
            let questions = |all: Vec<(u128, i64, bool)>| {
                let mut all: Vec<Asked> = all
                    .into_iter()
                    .map(|(seed, ago, private)| Asked { private, ..asked(seed, ago) })
                    .collect();
                // One question has one set of facts.
                all.sort_by_key(|it| it.id);
                all.dedup_by_key(|it| it.id);
                all
            };
            let numbered = stories.into_iter().zip(100_u128..);
            Facts {
                answered: questions(answered),
                open: questions(open),
                coffees: coffees
                    .into_iter()
                    .zip(0..)
                    .map(|((a, b), it)| coffee(it, a, b))
                    .collect(),
                teams: (0..14)
                    .map(|it| (format!("U{it}").as_str().into(), (it % 3).to_string()))
                    .collect(),
                stories: numbered
                    .map(|((who, state), seed)| story(seed, Audience::ALL[who], State::ALL[state]))
                    .collect(),
                names: names(),
                newcomers: people
                    .into_iter()
                    .map(|(it, known)| newcomer(&format!("N{it}"), known))
                    .collect(),
                hidden,
                ahead: Vec::new(),
                thanks: Vec::new(),
            }
        },
    )
}

proptest! {
    #[test]
    fn the_same_facts_in_any_order_make_the_same_digest(facts in any_facts(), seed in any::<u64>()) {
        let mut other = facts.clone();
        let mut chance = ChaCha20Rng::seed_from_u64(seed);
        other.answered.shuffle(&mut chance);
        other.open.shuffle(&mut chance);
        other.coffees.shuffle(&mut chance);
        other.stories.shuffle(&mut chance);
        other.newcomers.shuffle(&mut chance);
        prop_assert_eq!(digest(&facts, window()), digest(&other, window()));
        let known = Known::default();
        prop_assert_eq!(figure(&facts, window(), 0, known), figure(&other, window(), 0, known));
    }

    #[test]
    fn a_digest_is_short_and_tells_nothing_that_it_may_not(facts in any_facts()) {
        let digest = digest(&facts, window());
        prop_assert!(digest.items.len() <= 7);
        let told = format!("{digest:?}");
        for it in facts.answered.iter().chain(&facts.open).filter(|it| it.private) {
            let elsewhere = facts.answered.iter().chain(&facts.open)
                .any(|other| other.id == it.id && !other.private);
            let quoted = format!("\"{}\"", it.title);
            prop_assert!(elsewhere || !told.contains(&quoted), "{}", it.title);
        }
        for story in facts.stories.iter().filter(|it| !it.is_shown()) {
            prop_assert!(!told.contains(&story.happened), "{}", story.happened);
        }
        prop_assert!(!told.contains("Omar"), "he did not agree to be named");
        for item in &digest.items {
            if let Item::Coffees { met, .. } = item {
                prop_assert!(*met >= 3, "two have room for four people only");
            }
        }
    }
}
