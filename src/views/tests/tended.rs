//! What a steward reads beside setting up, with the worst there can be.

use slack_morphism::prelude::{SlackMessageContent, SlackView};

use super::{NASTY, day, member, name, program};
use crate::domain::coffee::{NoCoffeeHere, Program};
use crate::domain::outlook::{Cost, OwnRule, Warning};
use crate::domain::pairing::{Common, Unit};
use crate::domain::plan::{Plan, Style};
use crate::domain::report::{Coffees, Report, Share};
use crate::views::Voice;
use crate::views::coffee::invitation::invitation;
use crate::views::coffee::setup::{self, Draft, Outlook};
use crate::views::coffee::tending;

pub(super) fn wrong_channels() -> [NoCoffeeHere; 7] {
    [
        NoCoffeeHere::NotFound,
        NoCoffeeHere::Private,
        NoCoffeeHere::Archived,
        NoCoffeeHere::Shared,
        NoCoffeeHere::NotAChannel,
        NoCoffeeHere::AlreadyThere,
        NoCoffeeHere::Unreachable,
    ]
}

pub(super) fn outlook() -> Outlook {
    let rules = vec![
        OwnRule::Differ(Unit::Team),
        OwnRule::Differ(Unit::Department),
        OwnRule::Share(Common::Language),
        OwnRule::Share(Common::Mode),
        OwnRule::Overlap(90),
        OwnRule::SitOut,
        OwnRule::ManagersApart,
    ];
    let warnings = vec![
        Warning::GroupTooLarge { size: 6, people: 2 },
        Warning::NobodyFits { rules },
        Warning::NobodyFits { rules: Vec::new() },
        Warning::NothingKnown(Unit::Team),
        Warning::NothingKnown(Unit::Department),
        Warning::FiveInTrios,
        Warning::SameDay { channel: "C0000000002".into(), date: day() },
    ];
    Outlook { dates: vec![day(); 3], warnings }
}

pub(super) fn setup_modals(voice: &Voice) -> Vec<SlackView> {
    let program = program(1, 4);
    let plan = Plan { minimum: 1_000, ..program.plan() };
    let outlook = outlook();
    let mut all = Vec::new();
    for more in [false, true] {
        let draft = Draft { channel: Some(program.channel.clone()), program: None, more };
        all.push(setup::setup_modal(voice, &draft, &plan, None, &outlook));
        all.push(setup::setup_modal(voice, &draft, &plan, Some(&program), &outlook));
    }
    all.extend([
        setup::busy(voice),
        setup::ready(voice, &program),
        setup::changed(voice, &program, true),
        setup::ended(voice),
    ]);
    all.extend(wrong_channels().map(|why| {
        setup::notice("Set up coffee", &setup::no_coffee_here(voice, &program.channel, why))
    }));
    all
}

pub(super) fn views(voice: &Voice) -> Vec<SlackView> {
    let (fresh, running) = (program(1, 0), program(2, 7));
    let names = |count: u32| (0..count).map(name).collect::<Vec<_>>();
    let cost = |people, repeats| Cost { rule: OwnRule::Overlap(90), people, repeats, score: 3 };
    let costs = [
        None,
        Some(vec![]),
        Some(vec![cost(1, 1)]),
        Some(vec![cost(4, 3)]),
        Some(vec![cost(0, 0)]),
    ];
    let trial = |number: u32, costs: &Option<Vec<Cost>>| tending::Trial {
        date: day(),
        people: number,
        groups: (0..number * 100).map(|at| (names(2 + at % 5), at % 2 == 0)).collect(),
        repeats: number,
        left_out: names(number * 9),
        unavailable: names(number * 9),
        warnings: outlook().warnings,
        costs: costs.clone(),
        ruled: true,
    };
    let sums = [
        (Share::Exactly(0), Coffees { all: 7, ..Coffees::default() }),
        (Share::Few, Coffees { all: 7, met: Some(3), ..Coffees::default() }),
        (
            Share::NearlyAll,
            Coffees { all: 7, met: Some(0), unknown: Some(7), ..Coffees::default() },
        ),
        (
            Share::Exactly(6),
            Coffees {
                all: 9,
                met: Some(6),
                unknown: Some(1),
                across: Some(6),
                team_pairs: Some(1),
            },
        ),
    ];
    let mut all: Vec<SlackView> = (0..)
        .zip(&costs)
        .map(|(number, costs)| tending::preview(voice, &fresh, &trial(number, costs)))
        .collect();
    all.extend(sums.map(|(share, coffees)| {
        let report = Report {
            joined: 9,
            introduced: share,
            met: share,
            again: share,
            coffees: Some(coffees),
        };
        tending::report(voice, &running, Some(&report))
    }));
    all.extend([
        tending::trying(voice),
        tending::run_modal(voice, &running, 4_000, day()),
        tending::runs(voice, &running, 4_000),
        tending::report(voice, &running, None),
    ]);
    all
}

pub(super) fn messages(voice: &Voice) -> Vec<SlackMessageContent> {
    let (running, long) = (program(2, 7), name(1));
    let whys = [tending::NotNow::JustOpened, tending::NotNow::TooFew, tending::NotNow::OtherDate];
    let mut all: Vec<SlackMessageContent> =
        whys.map(|why| tending::not_now(voice, &running, why)).into();
    let style = Style {
        topic: Some(NASTY.to_owned()),
        welcome: Some(NASTY.repeat(15)),
        called: "lunch break".parse().unwrap(),
        ..Style::default()
    };
    let styled = Program { style, ..program(4, 7) };
    all.extend([
        tending::rehearsed(voice),
        tending::rehearsal(voice, &styled, &member(1), styled.created_at),
        invitation(voice, &styled, 3, Some(&long)),
    ]);
    all
}
