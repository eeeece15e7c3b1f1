//! What a steward does beside setting up: a try, a round now, a report, an introduction to oneself.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use slack_morphism::prelude::*;

use super::setup::{notice, own_rule, warning};
use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::domain::meeting_times::times_for_all;
use crate::domain::outlook::{Cost, Warning};
use crate::domain::pairing::Kind;
use crate::domain::people::Member;
use crate::domain::report::{Coffees, Report, Share};
use crate::views::Voice;
use crate::views::coffee::introduction::{offers, portrait};
use crate::views::coffee::mine::skip_value;
use crate::views::coffee::ways::topic;
use crate::views::kit::{
    button, buttons, capital, context, count, escape, list, message, modal, plain, section,
};
use crate::views::names::{action, modal as name};
use crate::views::when;

/// Groups that a preview lists; of more it gives the number.
const MOST_GROUPS: usize = 400;
/// Groups in one paragraph: names are of 80 signs at most, and a paragraph of 3,000.
const GROUPS_A_PARAGRAPH: usize = 6;
/// Names in one sentence.
const MOST_NAMES: usize = 20;

/// A round that was tried out.
#[derive(Clone, Debug)]
pub struct Trial {
    pub date: NaiveDate,
    /// The people who could take part.
    pub people: u32,
    /// The names of each group, and whether some of them met before.
    pub groups: Vec<(Vec<String>, bool)>,
    /// Pairs that would meet again.
    pub repeats: u32,
    /// Who is in no group.
    pub left_out: Vec<String>,
    /// Who has joined, and is not there for this round; why is nobody else's business.
    pub unavailable: Vec<String>,
    pub warnings: Vec<Warning>,
    /// What each of the program's own rules costs; `None` while that is being tried.
    pub costs: Option<Vec<Cost>>,
    /// The program has rules of its own that can be relaxed.
    pub ruled: bool,
}

/// While it is being tried.
pub fn trying(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    notice("Preview", ":hourglass_flowing_sand: I'm trying it. Nothing is sent to anybody…")
}

/// What a round would be like.
pub fn preview(voice: &Voice, program: &Program, trial: &Trial) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(format!(
        "*A try for {}, nothing is sent.*\n{} The day itself may draw other groups that are as good.",
        when::day(voice.locale, trial.date),
        outline(voice, trial),
    ))];
    if program.rounds == 0 && trial.people < program.minimum {
        blocks.push(context(format!(
            "The first round waits until {} can take part, or for your *Run now…*.",
            program.minimum
        )));
    }
    blocks.extend(
        trial.warnings.iter().map(|it| context(format!(":warning: {}", warning(voice, it)))),
    );
    let shown = trial.groups.get(..MOST_GROUPS).unwrap_or(&trial.groups);
    blocks.extend(shown.chunks(GROUPS_A_PARAGRAPH).map(|some| {
        let lines: Vec<String> =
            some.iter().map(|(names, again)| line(voice, names, *again)).collect();
        section(lines.join("\n"))
    }));
    if let Some(more) = trial.groups.len().checked_sub(MOST_GROUPS).filter(|more| *more > 0) {
        blocks.push(context(format!("… and {more} more groups.")));
    }
    let rest = [
        ("No fitting partner this time", &trial.left_out),
        ("Not available this round", &trial.unavailable),
    ];
    let rest = rest.into_iter().filter(|(_, names)| !names.is_empty());
    blocks.extend(rest.map(|(what, people)| context(format!("{what}: {}.", names(voice, people)))));
    if trial.ruled {
        blocks.push(section(price(voice, trial.costs.as_deref())));
    }
    let id = program.id.to_string();
    blocks.push(buttons(
        "tried",
        [button(action::RUN, "Run now…", &id), button(action::SETUP, "Change…", &id)],
    ));
    SlackView::Modal(modal(name::NOTICE, "Preview", "Close", blocks))
}

fn outline(voice: &Voice, trial: &Trial) -> String {
    let Locale::English = voice.locale;
    if trial.people < 2 {
        return format!(
            "{} could take part, so nobody would be introduced.",
            if trial.people == 0 { "Nobody" } else { "One person" }
        );
    }
    let groups = u32::try_from(trial.groups.len()).unwrap_or(u32::MAX);
    let again = match trial.repeats {
        0 => "nobody meets again".to_owned(),
        n => format!("{} again", count(n, "pair meets", "pairs meet")),
    };
    format!("{} people, {}; {again}.", trial.people, count(groups, "group", "groups"))
}

fn line(voice: &Voice, people: &[String], again: bool) -> String {
    let Locale::English = voice.locale;
    let people: Vec<String> = people.iter().map(|name| escape(name)).collect();
    format!("• {}{}", list(voice.locale, &people), if again { " (again)" } else { "" })
}

fn names(voice: &Voice, people: &[String]) -> String {
    let Locale::English = voice.locale;
    let mut shown: Vec<String> = people.iter().take(MOST_NAMES).map(|name| escape(name)).collect();
    if let Some(more) = people.len().checked_sub(MOST_NAMES).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    list(voice.locale, &shown)
}

/// Which of the program's own rules costs most.
fn price(voice: &Voice, costs: Option<&[Cost]>) -> String {
    let Locale::English = voice.locale;
    let Some(costs) = costs else {
        return ":hourglass_flowing_sand: Which of your rules costs most, I'm still trying…"
            .to_owned();
    };
    let Some(dearest) = costs.first() else {
        return "*Your rules cost nothing:* without any one of them it would be no better."
            .to_owned();
    };
    let mut better = Vec::new();
    if dearest.people > 0 {
        better.push(count(
            dearest.people,
            "more person is in a group",
            "more people are in a group",
        ));
    }
    if dearest.repeats > 0 {
        better.push(count(dearest.repeats, "pair less meets again", "pairs less meet again"));
    }
    if better.is_empty() {
        better.push("people meet whom they share more with".to_owned());
    }
    format!(
        "*What costs most* is {}: without it {}.",
        own_rule(voice, dearest.rule),
        list(voice.locale, &better)
    )
}

/// Why no round can be opened now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// One opened less than a day ago.
    JustOpened,
    /// Fewer than two people can take part.
    TooFew,
    /// The round that was meant is open already, or has another date now.
    OtherDate,
}

/// Why not, in a kind sentence.
pub fn not_now(voice: &Voice, program: &Program, why: NotNow) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let next = when::opening(voice.locale, program);
    let text = match why {
        NotNow::JustOpened => format!(
            "A round opened less than a day ago, so I'd rather not open another one yet. The next \
             one opens {next}."
        ),
        NotNow::TooFew => format!(
            "Fewer than two people could take part now, so there is nobody to introduce. The next \
             round opens {next}."
        ),
        NotNow::OtherDate => format!(
            "That round is open already, or has another date now, so nothing was changed. The next \
             one opens {next}."
        ),
    };
    message(text.clone(), vec![section(text)])
}

/// What a round now means, before it is opened. `then` is the date after the one that it replaces.
pub fn run_modal(voice: &Voice, program: &Program, people: u32, then: NaiveDate) -> SlackView {
    let Locale::English = voice.locale;
    let day = |date| when::long_day(voice.locale, date);
    let text = format!(
        "*Open the next round in <#{}> now?*\n{people} people are introduced as soon as they are at \
         work, instead of on {}. Whoever skips that date is left out now as well. The next round \
         opens on {}.",
        program.channel,
        day(program.next_opening),
        day(then),
    );
    SlackView::Modal(
        modal(name::RUN, "Run now", "Not now", vec![section(text)])
            .with_submit(plain("Open it now"))
            .with_private_metadata(skip_value(program, program.next_opening)),
    )
}

/// The round is open.
pub fn runs(voice: &Voice, program: &Program, people: u32) -> SlackView {
    let Locale::English = voice.locale;
    let next = when::opening(voice.locale, program);
    let text = format!(
        ":tada: *The round is open.* {people} people hear from me as soon as they are at work. The \
         next one opens {next}."
    );
    notice("Run now", &text)
}

/// What came of a program so far.
pub fn report(voice: &Voice, program: &Program, report: Option<&Report>) -> SlackView {
    let Locale::English = voice.locale;
    let called = capital(program.style.called.as_str());
    let title = format!("*{called} in <#{}>*", program.channel);
    let Some(report) = report else {
        let text = "Fewer than five people are in it. A report would be about somebody, so there is \
                    none yet.";
        return notice("Report", &format!("{title}\n{text}"));
    };
    if program.rules.kind == Kind::Break {
        let text = format!(
            "{} people are in it now. Breaks bring whole teams together and introduce nobody. How \
             many come stands in each team's own message, and in no report.",
            report.joined
        );
        return notice("Report", &format!("{title}\n{text}"));
    }
    let mut lines = vec![
        title,
        format!("{} people are in it now. Of them", report.joined),
        format!("• {} introduced to somebody", share(voice, report.introduced, "was", "were")),
        format!("• {} said that they met", share(voice, report.met, "", "")),
        format!(
            "• {} introduced again in a later round",
            share(voice, report.again, "was", "were")
        ),
    ];
    lines.extend(report.coffees.map(|coffees| how_they_went(voice, coffees)));
    let blocks = vec![
        section(lines.join("\n")),
        context(
            "Sums only, and none about fewer than five people: nobody is ranked, and nobody named.",
        ),
    ];
    SlackView::Modal(modal(name::NOTICE, "Report", "Close", blocks))
}

fn share(voice: &Voice, share: Share, one: &str, many: &str) -> String {
    let Locale::English = voice.locale;
    let text = match share {
        Share::Exactly(0) => format!("nobody {one}"),
        Share::Exactly(n) => format!("{n} {many}"),
        Share::Few => format!("fewer than five {many}"),
        Share::NearlyAll => format!("nearly all {many}"),
    };
    text.trim_end().to_owned()
}

fn how_they_went(voice: &Voice, coffees: Coffees) -> String {
    let Locale::English = voice.locale;
    let all = count(coffees.all, "group was introduced", "groups were introduced");
    let met = match (coffees.met, coffees.unknown) {
        (Some(met), Some(0)) => format!(
            ". I know how all of them went: {met} met ({} %)",
            100 * met / coffees.all.max(1)
        ),
        (Some(met), Some(unknown)) => match coffees.all.saturating_sub(unknown) {
            0 => ", and of none I know how it went".to_owned(),
            known => format!(
                ". Of {known} I know how it went: {met} met ({} %). Of {unknown} I don't",
                100 * met / known
            ),
        },
        (Some(met), None) => {
            format!(". {met} met; of the others some didn't, and some said nothing")
        }
        (None, _) => String::new(),
    };
    let across = match (coffees.across, coffees.team_pairs) {
        (Some(across), Some(pairs)) if across > 0 => format!(
            " {across} of them were across teams, and brought {} together.",
            count(pairs, "pair of teams", "pairs of teams")
        ),
        _ => String::new(),
    };
    format!("\n{all}{met}.{across}")
}

/// An introduction to somebody invented, for the steward alone: as one of today looks, with times of
/// the steward's own hours.
pub fn rehearsal(
    voice: &Voice,
    program: &Program,
    steward: &Member,
    at: DateTime<Utc>,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (called, zone) = (&program.style.called, steward.zone());
    let hours = steward.preferences.hours.clone();
    let times = times_for_all(&[(zone, hours)], at, at + TimeDelta::days(5));
    let common = ["You've never had coffee together here.".to_owned()];
    let common: Vec<String> = common.into_iter().chain(topic(voice, &program.style)).collect();
    let blocks = vec![
        context(":test_tube: *Only a try.* Nobody else sees it, and Robin is invented."),
        section(format!("*{}, meet Robin Example.*", escape(&steward.profile.name))),
        section(format!(
            "{}\n*Robin Example* · Lighthouse keeper, coast",
            portrait(voice.locale, steward, None)
        )),
        section(common.join("\n")),
        section(
            "*To start with:* Which chore at work would you happily automate away?\nWould you say \
             hello first?",
        ),
        section(offers(voice, &times, zone, "both")),
        context(format!(
            "People get this in a group message of their own, from {called} in <#{}>, with buttons \
             to pick a time, to say that they can't make it, and to ask why it is them.",
            program.channel
        )),
        buttons("rehearsal", [button(action::SETUP, "Change…", program.id.to_string())]),
    ];
    message("Only a try: this is how an introduction looks.", blocks)
}

/// It is on its way.
pub fn rehearsed(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "It's on its way: look at your direct message with me. Nobody else sees it.";
    message(text, vec![section(text)])
}
