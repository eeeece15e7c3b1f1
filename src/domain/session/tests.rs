use chrono_tz::Tz;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn hour(hours: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::hours(hours)
}

fn session(state: State) -> Session {
    Session {
        id: Uuid::from_u128(1).into(),
        community: Uuid::from_u128(2).into(),
        steward: "U-ada".into(),
        expert: "U-bo".into(),
        about: "Certificates.".to_owned(),
        starts_at: hour(48),
        minutes: 60,
        state,
        proposed: None,
        announcement: None,
        people: None,
        current: None,
        turns: 0,
        silence: Silence::Unasked,
        planned_at: hour(0),
    }
}

fn question(number: u128, votes: u32, minutes: i64) -> SessionQuestion {
    SessionQuestion {
        id: Uuid::from_u128(number).into(),
        session: Uuid::from_u128(1).into(),
        asker: Asker::Forgotten,
        text: "Why?".to_owned(),
        stage: Stage::Waiting,
        votes,
        asked_at: hour(0) + Duration::minutes(minutes),
    }
}

#[test]
fn the_expert_is_asked_first_and_another_date_needs_the_steward() {
    let invited = session(State::Invited);
    assert!(!invited.takes_questions());
    assert_eq!(invited.accepted(hour(1)).unwrap().state, State::Collecting);
    assert_eq!(invited.accepted(hour(48)), None, "its hour has come");
    let proposing = invited.proposing(hour(72)).unwrap();
    assert_eq!(proposing.accepted(hour(1)), None, "they wanted another date");
    let taken = proposing.taking(hour(1)).unwrap();
    assert_eq!((taken.state, taken.starts_at), (State::Collecting, hour(72)));
    assert_eq!(proposing.taking(hour(72)), None);
    let moved = taken.moved(hour(96)).unwrap();
    assert_eq!((moved.state, moved.proposed), (State::Invited, None));
    assert_eq!(session(State::Live).moved(hour(96)), None);
}

#[test]
fn its_hour_begins_it_or_ends_it_kindly() {
    let begun = |session: Session, questions| session.begun(questions, hour(48)).map(|it| it.state);
    assert_eq!(begun(session(State::Collecting), 3), Some(State::Live));
    assert_eq!(begun(session(State::Collecting), 0), Some(State::Live));
    let asked = Session { silence: Silence::Asked, ..session(State::Collecting) };
    assert_eq!(begun(asked.clone(), 0), Some(State::Cancelled(WhyOff::NoQuestions)));
    assert_eq!(begun(asked.clone(), 1), Some(State::Live));
    assert_eq!(begun(Session { silence: Silence::Kept, ..asked }, 0), Some(State::Live));
    let off = State::Cancelled(WhyOff::Unanswered);
    assert_eq!(begun(session(State::Invited), 3), Some(off));
    let proposing = session(State::Invited).proposing(hour(72)).unwrap();
    assert_eq!(proposing.begun(3, hour(48)), None, "a steward may still take that date");
    assert_eq!(proposing.begun(3, hour(72)).unwrap().state, off);
    for over in [State::Live, State::Paused, State::Ended, off] {
        assert_eq!(begun(session(over), 3), None);
    }
}

#[test]
fn a_second_press_of_the_same_button_does_nothing() {
    let live = session(State::Live);
    let questions = [question(1, 0, 0), question(2, 2, 5), question(3, 2, 4)];
    let (after, led) = live.led(Lead::Next, 0, &questions).unwrap();
    assert_eq!(led, Led::Ask(questions[2].id));
    assert_eq!(after.current, Some(questions[2].id));
    assert_eq!(after.led(Lead::Next, 0, &questions), None, "it has gone on since");
    assert_eq!(live.led(Lead::GoOn, 0, &questions), None);
    let (paused, led) = live.led(Lead::Pause, 0, &questions).unwrap();
    assert_eq!((paused.state, led), (State::Paused, Led::Changed));
    assert_eq!(paused.led(Lead::Next, 1, &questions), None);
    assert_eq!(paused.led(Lead::GoOn, 1, &questions).unwrap().0.state, State::Live);
    assert_eq!(live.led(Lead::Next, 0, &[]).unwrap().1, Led::Nothing);
}

#[test]
fn the_expert_and_whoever_tends_the_community_lead() {
    let it = session(State::Live);
    assert!(it.may_lead(&"U-bo".into(), false));
    assert!(it.may_lead(&"U-lena".into(), true));
    assert!(!it.may_lead(&"U-cy".into(), false));
}

#[test]
fn what_has_begun_is_ended_and_not_called_off() {
    for state in [State::Live, State::Paused] {
        assert_eq!(session(state).cancelled(WhyOff::CalledOff), None);
        assert_eq!(session(state).ended().unwrap().state, State::Ended);
        assert_eq!(session(state).cancelled(WhyOff::ExpertLeft), None);
    }
    assert_eq!(session(State::Collecting).ended(), None);
    assert!(session(State::Collecting).cancelled(WhyOff::SteppedBack).is_some());
    assert_eq!(session(State::Ended).cancelled(WhyOff::ChannelLost), None);
}

#[test]
fn a_date_is_an_hour_to_four_months_ahead() {
    assert_eq!(possible(hour(1), hour(0)), Ok(()));
    assert_eq!(possible(hour(1) - Duration::seconds(1), hour(0)), Err(DateProblem::Soon));
    assert_eq!(possible(hour(24 * 120), hour(0)), Ok(()));
    assert_eq!(possible(hour(24 * 120 + 1), hour(0)), Err(DateProblem::Far));
}

#[test]
fn the_working_day_before_is_by_the_experts_own_calendar() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let usual = WorkingHours::default();
    // Monday in Berlin: the Friday before.
    let before = day_before(at("2026-11-23T13:00:00Z"), Tz::Europe__Berlin, &usual);
    assert_eq!(before, Some(at("2026-11-20T08:00:00Z")));
    // Sunday evening in UTC is Monday in Tokyo.
    let before = day_before(at("2026-11-22T22:00:00Z"), Tz::Asia__Tokyo, &usual);
    assert_eq!(before, Some(at("2026-11-20T00:00:00Z")));
}

fn any_lead() -> impl Strategy<Value = Lead> {
    prop_oneof![Just(Lead::Next), Just(Lead::Skip), Just(Lead::Pause), Just(Lead::GoOn)]
}

proptest! {
    #[test]
    fn the_order_does_not_depend_on_how_they_came(
        (given, shuffled) in proptest::collection::vec((0..4_u32, 0..6_i64), 0..12)
            .prop_map(|rows| {
                let rows = rows.into_iter().zip(1..);
                rows.map(|((votes, minute), id)| question(id, votes, minute)).collect::<Vec<_>>()
            })
            .prop_flat_map(|given| (Just(given.clone()), Just(given).prop_shuffle())),
    ) {
        let (mut one, mut other) = (given.clone(), shuffled.clone());
        in_order(&mut one);
        in_order(&mut other);
        prop_assert_eq!(&one, &other);
        for pair in one.windows(2) {
            prop_assert!(pair[0].votes >= pair[1].votes);
            prop_assert!(pair[0].votes > pair[1].votes || pair[0].asked_at <= pair[1].asked_at);
        }
        prop_assert_eq!(next_of(&given), one.first());
    }

    /// However it is led, with presses of old buttons between: every question is asked or passed over
    /// once at most, and while it is paused none is.
    #[test]
    fn every_question_is_asked_once_at_most(
        presses in proptest::collection::vec((any_lead(), 0..3_u32), 0..60),
    ) {
        let mut it = session(State::Live);
        let mut questions: Vec<_> = (1..8).map(|id| question(id, 1, 0)).collect();
        let mut done = Vec::new();
        for (lead, behind) in presses {
            let seen = it.turns.saturating_sub(behind);
            let paused = it.state == State::Paused;
            let Some((after, led)) = it.led(lead, seen, &questions) else { continue };
            prop_assert_eq!(seen, it.turns, "an old button did something");
            let (id, stage) = match led {
                Led::Ask(id) => (id, Stage::Asked),
                Led::Skip(id) => (id, Stage::Skipped),
                Led::Changed | Led::Nothing => { it = after; continue }
            };
            prop_assert!(!paused && !done.contains(&id));
            done.push(id);
            for question in questions.iter_mut().filter(|it| it.id == id) {
                question.stage = stage;
            }
            it = after;
        }
    }
}
