//! What people read outside of rounds.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use slack_morphism::prelude::SlackMessageContent;
use uuid::Uuid;

use super::{member, name, program};
use crate::domain::breaks::{Counts, Said, TeamBreak};
use crate::domain::encounter::{Encounter, Occasion};
use crate::views::Voice;
use crate::views::coffee::breaks::{self, Announced};
use crate::views::coffee::encounter::{TwoMeet, noted, two_meet, why_two};
use crate::views::coffee::moments::{Lately, Moments};
use crate::views::coffee::{now, welcome};

pub(super) fn all() -> Moments {
    let lately = Lately { encounter: Uuid::from_u128(5).into(), with: name(2) };
    let free_until = Some(Utc.with_ymd_and_hms(2026, 11, 23, 9, 30, 0).unwrap());
    Moments { may: true, free_until, invited: true, welcomes: Some(true), lately: Some(lately) }
}

pub(super) fn messages(voice: &Voice) -> Vec<SlackMessageContent> {
    let people = [member(1), member(2)];
    let ids = people.clone().map(|person| person.profile.member);
    let at = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
    let mut all = vec![
        now::listed(voice, at, false),
        now::listed(voice, at, true),
        now::introduced(voice, &name(1)),
        now::off_the_list(voice, true),
        now::off_the_list(voice, false),
        noted(voice),
        welcome::hello(voice, &name(1)),
        welcome::accepted(voice, at, at),
        welcome::accepted(voice, at, at - TimeDelta::hours(1)),
        welcome::already(voice),
        welcome::declined(voice),
        welcome::nobody(voice, &[]),
        welcome::nobody(voice, &vec![program(1, 2); 30]),
        welcome::nobody_welcomes(voice),
        welcome::switched(voice, true),
        welcome::switched(voice, false),
    ];
    for (occasion, again) in
        [(Occasion::Now, true), (Occasion::Now, false), (Occasion::Welcome, false)]
    {
        let encounter = Encounter {
            id: Uuid::from_u128(5).into(),
            occasion,
            seed: [0; 32],
            members: ids.clone(),
            opener: ids[0].clone(),
            question: 3,
            again,
            conversation: None,
            introduction: None,
            made_at: at,
            ends_at: at,
        };
        all.push(why_two(voice, &encounter));
        for met in [&[][..], &ids] {
            all.push(two_meet(voice, &TwoMeet { encounter: &encounter, people: &people, at, met }));
        }
    }
    all.extend(teams(voice, at));
    all
}

fn teams(voice: &Voice, at: DateTime<Utc>) -> Vec<SlackMessageContent> {
    let mut all: Vec<_> =
        [Said::In, Said::NotToday, Said::Met].map(|said| breaks::noted(voice, said)).into();
    all.push(breaks::not_your_team(voice));
    all.extend([0, 1, 30].map(|people| breaks::no_teams(voice, &program(1, 2), people)));
    for size in [2, 8, 9, 300] {
        let people: Vec<_> = (1..=size).map(member).collect();
        let members: Vec<_> = people.iter().map(|person| person.profile.member.clone()).collect();
        let team_break = TeamBreak {
            id: Uuid::from_u128(6).into(),
            round: Uuid::from_u128(7).into(),
            program: Uuid::from_u128(8).into(),
            team: name(3),
            host: members[0].clone(),
            members,
            starts_at: at,
            conversation: None,
            message: None,
        };
        for (mentioned, n) in [(true, 0), (false, 1), (true, 9)] {
            let counts = Counts { coming: n, not_today: n, met: n };
            let it = Announced { team_break: &team_break, people: &people, mentioned, counts };
            all.push(breaks::announced(voice, &it));
        }
    }
    all
}
