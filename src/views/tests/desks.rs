//! App Home, empty and as full as it can be.

use slack_morphism::prelude::{SlackBlock, SlackView};
use uuid::Uuid;

use super::asked::asked;
use super::name;
use crate::domain::hours::WorkingHours;
use crate::domain::quiet::Budget;
use crate::domain::rules::{Feature, Starters, WorkspaceRules, quiet_times};
use crate::domain::session::State;
use crate::domain::stored::Kind;
use crate::views::Voice;
use crate::views::admin::{AdminDesk, Carried, settings};
use crate::views::ask::card::KeptDesk;
use crate::views::coffee::mine::MyProgram;
use crate::views::coffee::moments::Moments;
use crate::views::home::{
    Connect, Desk, Garden, MyCommunity, MySettings, Next, Part, Thank, Turned, are_you_sure,
    communities, garden, home, stored,
};

pub(super) fn desks(
    voice: &Voice,
    name: &str,
    programs: &[MyProgram],
    moments: &Moments,
    met: &[String],
    admin: &AdminDesk,
) -> [SlackView; 3] {
    let mine = &MySettings {
        budget: Budget::default(),
        hours: WorkingHours::default(),
        zone: chrono_tz::Europe::Berlin,
        expert: None,
        asks: true,
        asking: true,
        telling: true,
    };
    let (kept, nothing) = (&KeptDesk::default(), Moments { may: true, ..Moments::default() });
    let empty = Desk {
        name,
        programs: &[],
        moments: &nothing,
        questions: None,
        met: &[],
        asked: &[],
        stories: &[],
        communities: &[],
        kept,
        thanks: &[],
        digest: &[],
        garden: &[],
        admin: None,
        settings: mine,
        turned: None,
    };
    let (asked, around, garden) = (asked(), my_communities(voice), gardens(voice));
    let full = Desk {
        programs,
        moments,
        met,
        asked: &asked,
        communities: &around,
        garden: &garden,
        admin: Some(admin),
        ..empty.clone()
    };
    let turned = Turned { part: Part::Coffee, from: 30 };
    let further = Desk { turned: Some(turned), ..full.clone() };
    [home(voice, &empty), home(voice, &full), home(voice, &further)]
}

/// What is opened from a desk.
pub(super) fn windows(voice: &Voice) -> Vec<SlackView> {
    let rules = WorkspaceRules {
        starters: Starters::Admins,
        channels: Some(vec!["C1".into(), "C2".into()]),
        off: [Feature::Coffee, Feature::Ask].into(),
        guests: false,
        quiet: quiet_times("2026-12-21 to 2027-01-03").unwrap(),
        weekly_cap: Some(1),
        retention: Some(24),
    };
    let mut all = vec![are_you_sure(voice), stored(voice, &Vec::new())];
    all.push(stored(voice, &Kind::ALL.map(|kind| (kind, 123_456)).to_vec()));
    for (guests, more) in [(true, true), (false, true), (true, false)] {
        all.push(settings(voice, &rules, guests, &Carried { more, seen: None }));
        all.push(settings(
            voice,
            &WorkspaceRules::default(),
            guests,
            &Carried { more, seen: None },
        ));
    }
    all
}

fn my_communities(voice: &Voice) -> Vec<SlackBlock> {
    let states = [State::Collecting, State::Live, State::Paused];
    let one = |number: u32| MyCommunity {
        id: Uuid::from_u128(u128::from(number) + 500).into(),
        name: name(number),
        channel: "C1".into(),
        tends: number.is_multiple_of(2),
        answers: number.is_multiple_of(3),
        digest: number.is_multiple_of(5).then(|| "https://slack.com/archives/C1/p1".to_owned()),
        next: (!number.is_multiple_of(4)).then(|| Next {
            session: Uuid::from_u128(u128::from(number) + 700).into(),
            with: name(number + 1),
            about: name(number + 2),
            begins: chrono::DateTime::UNIX_EPOCH,
            state: states[number as usize % 3],
        }),
    };
    let all: Vec<MyCommunity> = (0..40).map(one).collect();
    communities(voice, &all, chrono_tz::Europe::Berlin)
}

fn gardens(voice: &Voice) -> Vec<SlackBlock> {
    let thank = |number: u32| Thank {
        who: name(number),
        title: name(number),
        link: number.is_multiple_of(2).then(|| "https://example.slack.com/p1".to_owned()),
        about: number.is_multiple_of(3).then(|| "C1 1.000100 1.000200 U1".to_owned()),
    };
    let one = |number: u32| Garden {
        id: Uuid::from_u128(u128::from(number) + 900).into(),
        name: name(number),
        unanswered: Vec::new(),
        to_thank: (0..number).map(thank).collect(),
        to_connect: Some(Connect { people: 20, without_coffee: 9 }),
        nothing_next: true,
        stale: number,
        times: None,
        days: 90,
        digests: number.is_multiple_of(2),
    };
    let all: Vec<Garden> = (0..20).map(one).collect();
    garden(voice, &all)
}
