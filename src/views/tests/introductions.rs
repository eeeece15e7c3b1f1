//! Introductions, and what becomes of them.

use chrono::{TimeZone, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::SlackMessageContent;
use uuid::Uuid;

use super::{day, group, name, program};
use crate::domain::meeting::Meeting;
use crate::domain::pairing::{Reason, Rule};
use crate::views::Voice;
use crate::views::coffee::second_try::{self, Cannot, NoReply};
use crate::views::coffee::{introduction, meeting};

/// Every way in which a time can stand: none in common, offered, and picked.
pub(super) fn meetings() -> [Meeting; 4] {
    let offered: Vec<_> =
        (24..27).map(|day| Utc.with_ymd_and_hms(2026, 11, day, 9, 0, 0)).collect();
    let offered: Vec<_> = offered.into_iter().map(|at| at.unwrap()).collect();
    let (one, at) = (vec![offered[0]], Some(offered[1]));
    [
        Meeting::default(),
        Meeting { offered: one, ..Meeting::default() },
        Meeting { offered: offered.clone(), formed_on: Some(day()), ..Meeting::default() },
        Meeting { offered, at, picks: 2, ..Meeting::default() },
    ]
}

pub(super) fn introductions(voice: &Voice) -> Vec<SlackMessageContent> {
    let mut all = Vec::new();
    for (size, meeting) in [1, 2, 3, 6].into_iter().flat_map(|size| meetings().map(|it| (size, it)))
    {
        let (mut group, mut people) = group(size.max(2));
        people.truncate(size as usize);
        group.meeting = meeting;
        for (met, gone) in [(&[][..], 0), (&[][..], 1), (&group.members[..], 0)] {
            all.push(introduction::introduction(
                voice,
                &introduction::Introduction {
                    group: &group,
                    round: 5,
                    people: &people,
                    program: &program(1, 5),
                    at: Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap(),
                    opener: &group.opener,
                    met,
                    gone,
                },
            ));
        }
        all.push(introduction::why(voice, &group, 5, &people));
    }
    all
}

pub(super) fn second_tries(voice: &Voice) -> Vec<SlackMessageContent> {
    let group = Uuid::from_u128(9).into();
    let cannot = [
        Cannot::Looking,
        Cannot::TheyGoOn,
        Cannot::Alone,
        Cannot::Already,
        Cannot::Met,
        Cannot::Over,
        Cannot::NotYours,
        Cannot::Gone,
    ];
    let no_reply = [
        NoReply::Offer { group, nudged: false },
        NoReply::Offer { group, nudged: true },
        NoReply::Nudged,
        NoReply::NudgedAlready,
        NoReply::Looking,
        NoReply::LookingAlready,
        NoReply::TooSoon,
        NoReply::Agreed,
        NoReply::Met,
        NoReply::Over,
        NoReply::NotYours,
        NoReply::Gone,
    ];
    let at = Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap();
    let long = [name(1), name(2), name(3), name(4), name(5)];
    let names: Vec<&str> = long.iter().map(String::as_str).collect();
    let mut all: Vec<_> = cannot.map(|came| second_try::cannot(voice, came)).to_vec();
    all.extend(no_reply.map(|came| second_try::no_reply(voice, came)));
    all.push(meeting::over(voice));
    all.push(meeting::picked(voice, at, Tz::Asia__Tokyo, &names, 3));
    all
}

fn said(size: u32, because: &[([usize; 2], &[&str])]) -> String {
    let (mut group, mut people) = group(size);
    for (number, person) in people.iter_mut().enumerate() {
        person.profile.name = ["Ana", "Bo", "Cy"][number].to_owned();
        person.department = None;
    }
    let shared = |(pair, what): &([usize; 2], &[&str])| Reason {
        pair: pair.map(|at| group.members[at].clone()),
        rule: Rule::SharedInterest { what: what.iter().map(|&it| it.to_owned()).collect() },
    };
    group.because = because.iter().map(shared).collect();
    group.repeats = Vec::new();
    let intro = introduction::Introduction {
        group: &group,
        round: 5,
        people: &people,
        program: &program(1, 5),
        at: Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap(),
        opener: &group.opener,
        met: &[],
        gone: 0,
    };
    serde_json::to_string(&introduction::introduction(&Voice::default(), &intro)).unwrap()
}

#[test]
fn what_all_of_them_like_is_said_and_what_only_two_like_is_not() {
    let two = said(2, &[([0, 1], &["Rust", "chess & tea"])]);
    let liked =
        "You both like Rust and chess &amp; tea, and you've never had coffee together here.";
    assert!(two.contains(liked), "{two}");
    let three: [([usize; 2], &[&str]); 3] =
        [([0, 1], &["Rust", "tea"]), ([0, 2], &["tea"]), ([1, 2], &["tea", "chess"])];
    let all = said(3, &three);
    assert!(all.contains("You all like tea, and you've never"), "{all}");
    let some = said(3, &three[..2]);
    assert!(!some.contains("You all like"), "{some}");
}
