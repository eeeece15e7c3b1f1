use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::expert::PER_WEEK;

fn person(name: &str) -> Candidate {
    Candidate {
        member: name.into(),
        presence: 0.0,
        on_topic: 0.0,
        declared: 0.0,
        title: 0.0,
        same_community: false,
        open: 0,
        referrals: 0,
        cap: Some(DEFAULT_CAP),
        first_offers: 0,
        free_in: Some(0.0),
    }
}

fn present(name: &str, presence: f64) -> Candidate {
    Candidate { presence, ..person(name) }
}

fn similar(question: u32, score: f64, by: &[&str]) -> Similar<u32> {
    let vote = |name: &&str| Vote { member: (*name).into(), accepted: false, likes: 0 };
    Similar { question, score, answers: by.iter().map(vote).collect(), declined: Vec::new() }
}

fn asked(candidates: Vec<Candidate>) -> Request<u32> {
    Request {
        similar: Vec::new(),
        answers: Vec::new(),
        candidates,
        first_offers: 0,
        spread: true,
        urgent: false,
        // With this one nobody new is drawn.
        seed: [1; 32],
    }
}

fn order(ranking: &Ranking<u32>) -> Vec<&str> {
    ranking.people.iter().map(|one| one.member.as_str()).collect()
}

#[test]
fn whoever_answered_what_is_like_it_is_asked_before_whoever_is_only_around() {
    let mut request = asked(vec![present("ana", 3.0), present("bo", 3.0)]);
    request.similar = vec![similar(7, 9.0, &["bo"]), similar(8, 3.0, &["ana"])];
    let ranking = rank(&request);
    assert_eq!(order(&ranking), ["bo", "ana"]);
    let because = &ranking.people[0].because;
    assert_eq!(because[0], Because::Answered { questions: vec![7], accepted: 0 });
    assert_eq!(because[1], Because::Present);
}

#[test]
fn who_declares_it_is_asked_before_anybody_has_answered_anything() {
    let declared = Candidate { declared: 1.0, ..person("cy") };
    let ranking = rank(&asked(vec![person("ana"), declared, present("bo", 1.0)]));
    // Of ana nothing is known: she is not guessed at.
    assert_eq!(order(&ranking), ["cy", "bo"]);
    assert_eq!(ranking.people[0].because, [Because::Declared]);
}

#[test]
fn not_for_me_and_ask_somebody_else_teach_the_topic() {
    let mut request = asked(vec![present("ana", 2.0), present("bo", 2.0), present("cy", 2.0)]);
    let mut declined = similar(7, 5.0, &["ana", "bo"]);
    declined.declined = vec![Declined { member: "ana".into(), instead: Some("cy".into()) }];
    request.similar = vec![declined];
    let ranking = rank(&request);
    assert_eq!(order(&ranking), ["bo", "cy", "ana"]);
    assert!(ranking.people[1].because.contains(&Because::Named));
    assert!(!matches!(ranking.people[2].because[0], Because::Answered { .. }));
}

#[test]
fn who_was_asked_much_this_week_is_kept_as_the_second() {
    let hero = Candidate { referrals: 2, ..present("ana", 9.0) };
    let ranking = rank(&asked(vec![hero.clone(), present("bo", 1.0)]));
    assert_eq!(order(&ranking), ["bo", "ana"]);
    assert!(ranking.people[0].score >= ranking.people[1].score);
    let rested = rank(&asked(vec![Candidate { referrals: 0, ..hero }, present("bo", 1.0)]));
    assert_eq!(order(&rested), ["ana", "bo"]);
}

#[test]
fn who_has_no_time_is_set_aside_and_it_says_why() {
    let mut request = asked(vec![
        Candidate { referrals: 3, ..present("ana", 9.0) },
        Candidate { free_in: None, ..present("bo", 9.0) },
        Candidate { free_in: Some(100.0), ..present("cy", 9.0) },
        Candidate { first_offers: 4, cap: None, ..present("di", 9.0) },
        present("eva", 1.0),
    ]);
    request.first_offers = 19;
    let ranking = rank(&request);
    assert_eq!(order(&ranking), ["eva"]);
    let aside: Vec<(&str, Aside)> =
        ranking.aside.iter().map(|(member, why)| (member.as_str(), *why)).collect();
    assert_eq!(
        aside,
        [("ana", Aside::Cap), ("bo", Aside::Away), ("cy", Aside::Away), ("di", Aside::Fifth)]
    );
}

#[test]
fn a_fifth_counts_the_offer_that_is_made() {
    assert_eq!(fifth(8), None);
    for (before, most) in [(9, 2), (13, 2), (14, 3), (19, 4), (99, 20)] {
        assert_eq!(fifth(before), Some(most), "{before}");
    }
    assert_eq!(DEFAULT_CAP, u32::from(PER_WEEK));
}

#[test]
fn whoever_is_at_work_goes_first_and_what_is_urgent_waits_for_nobody() {
    let later = |hours| Candidate { free_in: Some(hours), ..present("ana", 4.0) };
    let mut request = asked(vec![later(10.0), present("bo", 1.6)]);
    assert_eq!(order(&rank(&request)), ["ana", "bo"]);
    request.urgent = true;
    assert_eq!(order(&rank(&request)), ["bo"], "ten hours are too long");
    let soon = Candidate { free_in: Some(2.0), ..present("ana", 2.0) };
    request.candidates = vec![soon, present("bo", 1.6)];
    assert_eq!(order(&rank(&request)), ["bo", "ana"]);
    request.urgent = false;
    assert_eq!(order(&rank(&request)), ["ana", "bo"]);
}

#[test]
fn one_question_in_twenty_goes_to_somebody_new() {
    let mut request = asked(vec![present("ana", 50.0)]);
    for name in ["bo", "cy", "di"] {
        request.candidates.push(Candidate { on_topic: 0.5, ..present(name, 0.5) });
    }
    let mut first: BTreeMap<MemberId, u32> = BTreeMap::new();
    for number in 0..2_000_u16 {
        let [high, low] = number.to_be_bytes();
        request.seed = [0; 32];
        (request.seed[0], request.seed[1]) = (high, low);
        let ranking = rank(&request);
        let best = &ranking.people[0];
        assert_eq!(best.because.contains(&Because::Growing), best.member.as_str() != "ana");
        *first.entry(best.member.clone()).or_default() += 1;
    }
    assert_eq!(first.len(), 4);
    let new: u32 = first.iter().filter(|(who, _)| who.as_str() != "ana").map(|(_, n)| n).sum();
    assert!((70..=130).contains(&new), "{first:?}");
    request.spread = false;
    assert_eq!(order(&rank(&request))[0], "ana");
}

/// Any request of up to eight people and ten questions.
fn any_request() -> impl Strategy<Value = Request<u32>> {
    let member = (0..8_u8).prop_map(|number| MemberId::new(format!("U{number}")));
    let candidate = (
        (0.0..12.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, any::<bool>()),
        (0..3_u32, 0..5_u32, prop::option::of(1..5_u32), prop::option::of(0.0..100.0_f64)),
    )
        .prop_map(|((presence, share, declared, title, same_community), week)| {
            let (open, referrals, cap, free_in) = week;
            let on_topic = presence * share;
            let first_offers = referrals;
            Candidate {
                presence,
                on_topic,
                declared,
                title,
                same_community,
                open,
                referrals,
                cap,
                first_offers,
                free_in,
                ..person("")
            }
        });
    let people = prop::collection::vec(candidate, 0..8).prop_map(|people| {
        let named = people.into_iter().enumerate();
        let name = |at: usize| MemberId::new(format!("U{at}"));
        named.map(|(at, one)| Candidate { member: name(at), ..one }).collect::<Vec<_>>()
    });
    let vote = (member.clone(), any::<bool>(), -2..20_i64)
        .prop_map(|(member, accepted, likes)| Vote { member, accepted, likes });
    let declined = (member.clone(), prop::option::of(member))
        .prop_map(|(member, instead)| Declined { member, instead });
    let question =
        (0.0..30.0_f64, prop::collection::vec(vote, 0..4), prop::collection::vec(declined, 0..2));
    let questions = prop::collection::vec(question, 0..10).prop_map(|questions| {
        let numbered = (0..).zip(questions);
        let one =
            |(question, (score, answers, declined))| Similar { question, score, answers, declined };
        numbered.map(one).collect::<Vec<Similar<u32>>>()
    });
    (people, questions, 0..40_u32, any::<bool>(), any::<[u8; 32]>()).prop_map(
        |(candidates, similar, first_offers, urgent, seed)| Request {
            similar,
            first_offers,
            urgent,
            seed,
            ..asked(candidates)
        },
    )
}

/// Whether somebody may be asked, told once more in other words.
fn may_be_asked(request: &Request<u32>, one: &Candidate) -> bool {
    let longest = if request.urgent { 2.0 } else { 72.0 };
    let at_work = matches!(one.free_in, Some(hours) if hours <= longest);
    let below_cap = one.cap.is_none_or(|cap| one.referrals < cap);
    let offers = request.first_offers + 1;
    let below_fifth = offers < 10 || (one.first_offers + 1) * 5 <= offers;
    at_work && below_cap && below_fifth
}

fn place(ranking: &Ranking<u32>, member: &MemberId) -> Option<usize> {
    ranking.people.iter().position(|one| one.member == *member)
}

proptest! {
    #[test]
    fn the_limits_hold_and_scores_fall(request in any_request()) {
        let ranking = rank(&request);
        let mut score = 1.0;
        for one in &ranking.people {
            let candidate = request.candidates.iter().find(|it| it.member == one.member).unwrap();
            prop_assert!(may_be_asked(&request, candidate), "{candidate:?}");
            prop_assert!(one.score >= 0.0 && one.score <= score);
            prop_assert!(!one.because.is_empty());
            score = one.score;
        }
        for (member, _) in &ranking.aside {
            let candidate = request.candidates.iter().find(|it| it.member == *member).unwrap();
            prop_assert!(!may_be_asked(&request, candidate), "{candidate:?}");
            prop_assert!(place(&ranking, member).is_none());
        }
    }

    #[test]
    fn the_order_of_what_is_asked_changes_nothing(request in any_request()) {
        let mut turned = request.clone();
        turned.candidates.reverse();
        turned.similar.reverse();
        for one in &mut turned.similar {
            one.answers.reverse();
            one.declined.reverse();
        }
        prop_assert_eq!(rank(&request), rank(&turned));
        prop_assert_eq!(rank(&request), rank(&request));
    }

    /// Where nobody new is drawn: one more accepted answer to a similar question, or one more recent
    /// answer, never puts anybody lower.
    #[test]
    fn more_evidence_never_puts_anybody_lower(request in any_request(), who in 0..8_usize) {
        let mut request = request;
        request.spread = false;
        let Some(member) = request.candidates.get(who).map(|one| one.member.clone()) else {
            return Ok(());
        };
        let before = place(&rank(&request), &member);
        let mut voted = request.clone();
        if let Some(one) = voted.similar.first_mut() {
            one.answers.push(Vote { member: member.clone(), accepted: true, likes: 3 });
        }
        let mut active = request.clone();
        active.candidates[who].presence += 1.0;
        active.candidates[who].on_topic += 1.0;
        for after in [voted, active] {
            let after = place(&rank(&after), &member);
            if let Some(before) = before {
                prop_assert!(after.is_some_and(|after| after <= before), "{before} {after:?}");
            }
        }
    }
}
