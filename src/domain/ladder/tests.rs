//! The ladder by itself: stories, and any sequence of events before an independent judge.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::question::{Asker, Privacy};

fn at(hour: i64) -> DateTime<Utc> {
    // A Monday, nine o'clock.
    "2026-11-16T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hour)
}

fn question(urgent: bool) -> Question {
    Question {
        id: Uuid::from_u128(1).into(),
        community: None,
        asker: Asker::Known("U-ana".into()),
        privacy: Privacy::Open,
        title: "How?".to_owned(),
        details: String::new(),
        topic: None,
        urgent,
        state: State::Routing,
        source: Source::Asked,
        thread: None,
        link: None,
        asked_at: at(0),
        since: at(0),
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}

fn offered(rung: u32, member: &str, from: DateTime<Utc>, due: DateTime<Utc>) -> Referral {
    Referral {
        id: Uuid::from_u128(u128::from(rung) + 10).into(),
        question: Uuid::from_u128(1).into(),
        member: member.into(),
        rung,
        state: ReferralState::Offered,
        because: "[]".to_owned(),
        made_at: from,
        offered_at: Some(from),
        due_at: Some(due),
        ended_at: None,
        handed_to: None,
        spot: None,
    }
}

fn ended(state: ReferralState, it: Referral) -> Referral {
    Referral { state, ended_at: it.due_at, ..it }
}

fn step(question: &Question, referrals: &[Referral], now: DateTime<Utc>) -> Step {
    let hours = WorkingHours::default();
    next(question, referrals, &[], Worker { zone: Tz::UTC, hours: &hours }, now)
}

#[test]
fn one_person_at_a_time_at_most_three_then_the_channel() {
    let asked = question(false);
    assert_eq!(step(&asked, &[], at(0)), Step::Ask { named: None });
    let mut referrals = vec![offered(1, "U-bo", at(0), at(4))];
    assert_eq!(step(&asked, &referrals, at(3)), Step::Wait(at(4)));
    assert_eq!(step(&asked, &referrals, at(4)), Step::Lapse(referrals[0].id));
    referrals[0].state = ReferralState::Lapsed;
    assert_eq!(step(&asked, &referrals, at(4)), Step::Ask { named: None });
    referrals.push(ended(ReferralState::Declined, offered(2, "U-cy", at(4), at(5))));
    referrals.push(ended(ReferralState::Declined, offered(3, "U-di", at(5), at(6))));
    assert_eq!(step(&asked, &referrals, at(6)), Step::Channel);
}

#[test]
fn who_could_not_be_written_to_takes_no_place() {
    for urgent in [false, true] {
        let asked = question(urgent);
        let missed = |rung: u32| Referral {
            offered_at: None,
            ..ended(ReferralState::Recalled, offered(rung, &format!("U{rung}"), at(0), at(1)))
        };
        let mut referrals: Vec<_> = (1..=8).map(missed).collect();
        assert_eq!(step(&asked, &referrals, at(1)), Step::Ask { named: None });
        referrals.push(missed(9));
        assert_eq!(step(&asked, &referrals, at(1)), Step::Channel, "it comes to an end");
    }
}

#[test]
fn nobody_lapses_who_was_not_written_to() {
    let asked = question(false);
    let offered = Referral { offered_at: None, ..offered(1, "U-bo", at(0), at(4)) };
    let hello = Referral { state: ReferralState::Hello, ..offered.clone() };
    for unsent in [offered, hello.clone()] {
        assert_eq!(step(&asked, std::slice::from_ref(&unsent), at(3)), Step::Wait(at(4)));
        assert_eq!(step(&asked, std::slice::from_ref(&unsent), at(9)), Step::Unsent(unsent.id));
    }
    // A hello that stands has no question in it, and its time passes all the same.
    let spot = crate::domain::question::Spot { channel: "D1".into(), message: "1.0".into() };
    let greeted = Referral { spot: Some(spot), ..hello };
    assert_eq!(step(&asked, std::slice::from_ref(&greeted), at(4)), Step::Lapse(greeted.id));
}

#[test]
fn what_is_asked_in_other_words_is_asked_of_others() {
    for urgent in [false, true] {
        let mut asked = question(urgent);
        let names = ["U-bo", "U-cy", "U-di"];
        let decline =
            |(rung, name)| ended(ReferralState::Declined, offered(rung, name, at(0), at(1)));
        let mut referrals: Vec<_> = (1..).zip(names).map(decline).collect();
        assert_eq!(step(&asked, &referrals, at(1)), Step::Channel);
        asked.since = at(9);
        assert_eq!(step(&asked, &referrals, at(9)), Step::Ask { named: None });
        let eva = offered(4, "U-eva", at(9), at(10));
        referrals.push(ended(ReferralState::Lapsed, eva));
        let then = if urgent { Step::Channel } else { Step::Ask { named: None } };
        assert_eq!(step(&asked, &referrals, at(10)), then);
    }
}

#[test]
fn what_is_urgent_goes_to_the_channel_after_one_person() {
    let asked = question(true);
    let bo = ended(ReferralState::Declined, offered(1, "U-bo", at(0), at(1)));
    assert_eq!(step(&asked, &[bo], at(1)), Step::Channel);
}

#[test]
fn whoever_names_somebody_gives_their_place_to_them() {
    let cy = || Some(MemberId::new("U-cy"));
    for urgent in [false, true] {
        let asked = question(urgent);
        let mut bo = ended(ReferralState::HandedOver, offered(1, "U-bo", at(0), at(1)));
        bo.handed_to = cy();
        let naming = Naming { member: "U-cy".into(), by: "U-bo".into() };
        assert_eq!(
            step(&asked, std::slice::from_ref(&bo), at(1)),
            Step::Ask { named: Some(naming) }
        );
        bo.handed_to = Some("U-bo".into());
        assert_eq!(step(&asked, &[bo], at(1)), Step::Ask { named: None }, "nobody is asked twice");
    }
}

#[test]
fn who_said_they_can_answer_is_reminded_once() {
    let asked = question(false);
    let mut bo = offered(1, "U-bo", at(0), at(24));
    bo.state = ReferralState::Accepted;
    assert_eq!(step(&asked, std::slice::from_ref(&bo), at(23)), Step::Wait(at(24)));
    assert_eq!(step(&asked, std::slice::from_ref(&bo), at(24)), Step::Remind(bo.id));
    let hours = WorkingHours::default();
    let stewards = Worker { zone: Tz::UTC, hours: &hours };
    let lapse = next(&asked, std::slice::from_ref(&bo), &[bo.id], stewards, at(24));
    assert_eq!(lapse, Step::Lapse(bo.id));
}

#[test]
fn the_channel_has_a_day_the_stewards_two_and_then_its_asker_decides() {
    let mut asked = question(false);
    asked.state = State::Channel;
    assert_eq!(step(&asked, &[], at(7)), Step::Wait(at(8)));
    assert_eq!(step(&asked, &[], at(8)), Step::Stewards);
    asked.state = State::Steward;
    assert_eq!(step(&asked, &[], at(8)), Step::Wait(at(24 + 8)));
    assert_eq!(step(&asked, &[], at(24 + 8)), Step::Nobody);
    for over in [State::Nobody, State::KeptOpen, State::Answered, State::Closed, State::Withdrawn] {
        asked.state = over;
        assert_eq!(step(&asked, &[], at(99)), Step::Rest);
    }
    asked.state = State::Channel;
    asked.first_answer_at = Some(at(1));
    assert_eq!(step(&asked, &[], at(99)), Step::Rest);
}

#[test]
fn reasons_are_kept_as_they_are_read() {
    let whys = [
        Why::Answered { questions: vec![Uuid::from_u128(7).into()] },
        Why::HandedOver { by: "U1".into() },
        Why::Growing,
    ];
    for why in whys {
        let kept = serde_json::to_string(&why).unwrap();
        assert_eq!(serde_json::from_str::<Why>(&kept).unwrap(), why);
    }
}

/// What may happen to a question, from outside.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// So many minutes pass.
    Minutes(i64),
    Accept,
    Decline,
    /// They name somebody, perhaps somebody who was asked.
    Name(u8),
    Answer,
    Withdraw,
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        5 => (1_i64..2_000).prop_map(Turn::Minutes),
        2 => Just(Turn::Accept),
        3 => Just(Turn::Decline),
        2 => (0_u8..6).prop_map(Turn::Name),
        1 => Just(Turn::Answer),
        1 => Just(Turn::Withdraw),
    ]
}

/// Somebody who plays the game by the steps, and notes what was done when.
struct Game {
    question: Question,
    referrals: Vec<Referral>,
    reminded: Vec<ReferralId>,
    hours: WorkingHours,
    zone: Tz,
    people: u8,
    now: DateTime<Utc>,
    /// When each referral was lapsed.
    lapsed: Vec<DateTime<Utc>>,
    states: Vec<State>,
}

impl Game {
    fn worker(&self) -> Worker<'_> {
        Worker { zone: self.zone, hours: &self.hours }
    }

    /// Does all that is due; how long until something is again.
    fn play(&mut self) -> Option<DateTime<Utc>> {
        for _ in 0..50 {
            let step =
                next(&self.question, &self.referrals, &self.reminded, self.worker(), self.now);
            match step {
                Step::Rest => return None,
                Step::Wait(until) => {
                    assert!(until > self.now, "it never waits for what is past");
                    return Some(until);
                }
                Step::Remind(id) => {
                    let due = answer_by(self.worker(), self.question.urgent, self.now);
                    self.reminded.push(id);
                    self.of(id).due_at = Some(due);
                }
                Step::Lapse(id) => {
                    let now = self.now;
                    self.lapsed.push(now);
                    self.of(id).state = ReferralState::Lapsed;
                }
                Step::Unsent(id) => panic!("{id} was written to"),
                Step::Ask { named } => self.ask(named),
                Step::Channel => self.stand(State::Channel),
                Step::Stewards => self.stand(State::Steward),
                Step::Nobody => self.stand(State::Nobody),
            }
        }
        panic!("it never comes to an end");
    }

    fn of(&mut self, id: ReferralId) -> &mut Referral {
        self.referrals.iter_mut().find(|it| it.id == id).unwrap()
    }

    fn ask(&mut self, named: Option<Naming>) {
        let free = (0..self.people)
            .map(|one| MemberId::new(format!("U{one}")))
            .find(|one| self.referrals.iter().all(|it| it.member != *one));
        let Some(member) = named.map(|it| it.member).or(free) else {
            return self.stand(State::Channel);
        };
        let rung = u32::try_from(self.referrals.len()).unwrap() + 1;
        let due = decide_by(self.worker(), self.question.urgent, self.now);
        self.referrals.push(offered(rung, member.as_str(), self.now, due));
    }

    fn stand(&mut self, state: State) {
        self.question.state = state;
        self.question.since = self.now;
        self.states.push(state);
    }

    fn turn(&mut self, turn: Turn) {
        let (now, urgent) = (self.now, self.question.urgent);
        let by = answer_by(self.worker(), urgent, now);
        let open = self.referrals.iter_mut().find(|it| it.state == ReferralState::Offered);
        match (turn, open) {
            (Turn::Minutes(minutes), _) => {
                // From one due moment to the next, as the queue does.
                let end = now + TimeDelta::minutes(minutes);
                while let Some(due) = self.play().filter(|due| *due <= end) {
                    self.now = due;
                }
                self.now = end;
            }
            (Turn::Accept, Some(open)) => {
                open.state = ReferralState::Accepted;
                open.due_at = Some(by);
            }
            (Turn::Decline, Some(open)) => open.state = ReferralState::Declined,
            (Turn::Name(one), Some(open)) => {
                open.state = ReferralState::HandedOver;
                open.handed_to = Some(MemberId::new(format!("U{one}")));
            }
            (Turn::Answer, _) => self.question.first_answer_at = Some(now),
            (Turn::Withdraw, _) => self.stand(State::Withdrawn),
            _ => {}
        }
    }
}

/// The rules of the house, looked at from outside.
fn judge(game: &Game) -> Result<(), TestCaseError> {
    let asked: BTreeSet<_> = game.referrals.iter().map(|it| &it.member).collect();
    prop_assert_eq!(asked.len(), game.referrals.len(), "nobody is asked twice");
    prop_assert!(game.referrals.len() <= 3);
    let kept = game.referrals.iter().filter(|it| it.state != ReferralState::HandedOver).count();
    prop_assert!(!game.question.urgent || kept <= 1);
    let open = game.referrals.iter().filter(|it| it.state.is_open()).count();
    prop_assert!(open <= 1, "one at a time");
    let withdrawn = game.states.iter().position(|it| *it == State::Withdrawn);
    let climbed = withdrawn.map_or(&game.states[..], |at| &game.states[..at]);
    prop_assert!(climbed.windows(2).all(|two| two[0] < two[1]), "never back: {:?}", climbed);
    prop_assert!(
        withdrawn.is_none_or(|at| game.states[at..].iter().all(|it| *it == State::Withdrawn))
    );
    for at in &game.lapsed {
        let just_before = *at - TimeDelta::seconds(1);
        prop_assert!(game.hours.cover(just_before, game.zone), "their time ends at work");
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_happens_the_rules_of_the_house_hold(
        turns in proptest::collection::vec(turn(), 0..40),
        urgent: bool,
        people in 0_u8..6,
        zone in proptest::sample::select(vec![Tz::UTC, Tz::Europe__Berlin, Tz::Asia__Kolkata]),
    ) {
        let mut game = Game {
            question: question(urgent),
            referrals: Vec::new(),
            reminded: Vec::new(),
            hours: WorkingHours::default(),
            zone,
            people,
            now: at(0),
            lapsed: Vec::new(),
            states: Vec::new(),
        };
        for turn in turns {
            game.play();
            game.turn(turn);
            judge(&game)?;
        }
        // Left to itself it comes to its end.
        for _ in 0..20 {
            let Some(due) = game.play() else { break };
            game.now = due;
            judge(&game)?;
        }
        prop_assert_eq!(game.play(), None);
    }
}
