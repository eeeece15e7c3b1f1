//! What a question can become.

use chrono::TimeZone;

use super::*;

fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 19, hour, minute, 7).unwrap()
}

fn question(state: State, privacy: Privacy) -> Question {
    Question {
        id: uuid::Uuid::from_u128(1).into(),
        community: None,
        asker: Asker::Known("U1".into()),
        privacy,
        title: "How?".to_owned(),
        details: String::new(),
        topic: None,
        urgent: false,
        state,
        source: Source::Asked,
        thread: None,
        link: None,
        asked_at: at(8, 0),
        since: at(8, 0),
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}

#[test]
fn an_open_question_can_be_taken_back_or_closed_once() {
    for state in State::ALL {
        for (deed, wanted) in [(Deed::Withdraw, State::Withdrawn), (Deed::Close, State::Closed)] {
            let mut it = question(state, Privacy::Open);
            let became = it.undergo(deed, at(9, 30));
            if state == wanted {
                assert_eq!((became, it.state, it.since), (Became::AsBefore, state, at(8, 0)));
            } else if state.is_open() {
                assert_eq!((became, it.state, it.since), (Became::Changed, wanted, at(9, 30)));
                assert_eq!(it.undergo(deed, at(9, 31)), Became::AsBefore);
                assert_eq!(it.since, at(9, 30), "a second click changes nothing");
            } else {
                assert_eq!((became, it.state), (Became::Over, state));
            }
        }
    }
}

#[test]
fn only_what_nobody_looks_after_is_kept_open() {
    let keep = |state| {
        let mut it = question(state, Privacy::Open);
        (it.undergo(Deed::KeepOpen, at(9, 0)), it.state)
    };
    assert_eq!(keep(State::Nobody), (Became::Changed, State::KeptOpen));
    assert_eq!(keep(State::KeptOpen), (Became::AsBefore, State::KeptOpen));
    assert_eq!(keep(State::Routing), (Became::AsBefore, State::Routing));
    assert_eq!(keep(State::Answered), (Became::Over, State::Answered));
}

#[test]
fn other_words_begin_the_search_anew_only_where_it_rests() {
    for state in State::ALL.into_iter().filter(|state| state.is_open()) {
        let mut it = question(state, Privacy::Open);
        let anew = it.rephrase("Why?".to_owned(), "Because.".to_owned(), at(9, 0));
        assert_eq!(anew, matches!(state, State::Nobody | State::KeptOpen));
        assert_eq!((it.title.as_str(), it.details.as_str()), ("Why?", "Because."));
        assert_eq!(it.state, if anew { State::Routing } else { state });
    }
}

#[test]
fn of_an_anonymous_question_only_the_hour_is_kept() {
    let mut it = question(State::Routing, Privacy::Anonymous);
    it.undergo(Deed::Withdraw, at(9, 47));
    assert_eq!(it.since, Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap());
}
