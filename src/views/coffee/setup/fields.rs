//! The fields of the setup modal.

use chrono::Weekday;
use slack_morphism::prelude::*;

use super::Draft;
use super::usual_welcome;
use crate::domain::locale::Locale;
use crate::domain::pairing::{Common, Kind, Mix, Odd, Unit};
use crate::domain::plan::{
    GROUP_SIZES, LONGEST_NAME, LONGEST_SPOT, LONGEST_TOPIC, LONGEST_WELCOME, MOST_SPOTS, Plan,
    write_spots,
};
use crate::domain::schedule::{Nth, Recurrence};
use crate::views::Voice;
use crate::views::kit::{choice, input, plain, section, select};
use crate::views::names::field;
use crate::views::when;

/// The value of a choice that stands for nothing.
pub const NONE: &str = "none";
/// The one box of a row that is switched on or off.
pub const YES: &str = "yes";
/// Every so many weeks and months, as can be chosen.
const WEEKS: [u8; 7] = [1, 2, 3, 4, 6, 8, 12];
const MONTHS: [u8; 4] = [1, 2, 3, 6];
/// Hours of overlap that can be chosen, in minutes.
pub const OVERLAPS: [u32; 5] = [0, 30, 60, 120, 240];

pub(super) fn channel(draft: &Draft) -> SlackBlock {
    let filter = SlackBlockConversationFilter::new()
        .with_include(vec![
            SlackConversationFilterInclude::Public,
            SlackConversationFilterInclude::Private,
        ])
        .with_exclude_bot_users(true);
    let mut picker = SlackBlockConversationsSelectElement::new()
        .with_action_id(field::CHANNEL.into())
        .with_placeholder(plain("Pick a channel"))
        .with_filter(filter);
    if let Some(channel) = &draft.channel {
        picker = picker.with_initial_conversation(channel.as_str().into());
    }
    input(field::CHANNEL, "For the people of", picker).into()
}

/// The dates are drawn again whenever this changes.
fn redrawn(field: SlackInputBlock) -> SlackBlock {
    field.with_dispatch_action(true).into()
}

pub(super) fn weekday(voice: &Voice, plan: &Plan) -> SlackBlock {
    let days = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let choices =
        days.iter().map(|day| choice(day.to_string(), when::weekday(voice.locale, *day))).collect();
    let chosen = plan.cadence.weekday().to_string();
    let days = select(field::WEEKDAY, choices, Some(&chosen));
    redrawn(input(field::WEEKDAY, "Introduce people on", days))
}

pub(super) fn time(plan: &Plan) -> SlackBlock {
    let picker = SlackBlockTimePickerElement::new()
        .with_action_id(field::TIME.into())
        .with_initial_time(when::time(plan.cadence.at));
    let hint = plain("Or as soon after it as everybody in a group is at work.");
    redrawn(input(field::TIME, "At", picker).with_hint(hint))
}

/// How often, as the value of its choice: `2` weeks or `m2` months.
pub fn rhythm(recurrence: Recurrence) -> String {
    match recurrence {
        Recurrence::Weekly { every, .. } => every.to_string(),
        Recurrence::Monthly { every, .. } => format!("m{every}"),
    }
}

pub(super) fn dates(voice: &Voice, plan: &Plan) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let label = |every: u8, one: &str| match every {
        1 => format!("Every {one}"),
        n => format!("Every {n} {one}s"),
    };
    let weeks = WEEKS.map(|every| choice(every.to_string(), &label(every, "week")));
    let months = MONTHS.map(|every| choice(format!("m{every}"), &label(every, "month")));
    let choices = weeks.into_iter().chain(months).collect();
    let every = rhythm(plan.cadence.recurrence);
    let often = select(field::EVERY, choices, Some(&every));
    let mut blocks = vec![redrawn(input(field::EVERY, "How often", often))];
    if let Recurrence::Monthly { nth, .. } = plan.cadence.recurrence {
        let choices = Nth::ALL
            .iter()
            .map(|nth| choice(nth.number().to_string(), when::nth(voice.locale, *nth)))
            .collect();
        let chosen = nth.number().to_string();
        let which = select(field::NTH, choices, Some(&chosen));
        blocks.push(redrawn(input(field::NTH, "Which of the month", which)));
    }
    let zone = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::ZONE.into())
        .with_max_length(64)
        .with_initial_value(plan.cadence.zone.name().to_owned());
    let hint = plain("A region and a city, like Europe/Berlin or America/New_York.");
    blocks.push(redrawn(input(field::ZONE, "Time zone", zone).with_hint(hint)));
    let minimum = SlackBlockNumberInputElement::new(false)
        .with_action_id(field::MINIMUM.into())
        .with_initial_value(plan.minimum.to_string())
        .with_min_value("2".to_owned())
        .with_max_value("1000".to_owned());
    blocks.push(input(field::MINIMUM, "Start when so many have joined", minimum).into());
    blocks
}

fn one_of(
    name: &'static str,
    label: &str,
    choices: &[(&str, &str)],
    chosen: &str,
) -> SlackInputBlock {
    let choices = choices.iter().map(|(value, label)| choice(*value, label)).collect();
    input(name, label, select(name, choices, Some(chosen)))
}

/// Boxes that can be ticked, all of them or none.
fn boxes(name: &'static str, label: &str, choices: &[(&str, &str)], ticked: &[&str]) -> SlackBlock {
    let item = |(value, label): &(&str, &str)| -> SlackBlockChoiceItem<SlackBlockText> {
        SlackBlockChoiceItem::new(
            SlackBlockPlainText::new((*label).to_owned()).into(),
            (*value).to_owned(),
        )
    };
    let mut element = SlackBlockCheckboxesElement::new(choices.iter().map(item).collect())
        .with_action_id(name.into());
    let ticked: Vec<_> =
        choices.iter().filter(|(value, _)| ticked.contains(value)).map(item).collect();
    if !ticked.is_empty() {
        element = element.with_initial_options(ticked);
    }
    input(name, label, element).with_optional(true).into()
}

fn group_size(voice: &Voice, chosen: u8) -> SlackBlock {
    let Locale::English = voice.locale;
    let choices = GROUP_SIZES.map(|size| match size {
        2 => choice("2", "Pairs"),
        size => choice(size.to_string(), &format!("Groups of {size}")),
    });
    let chosen = chosen.to_string();
    let sizes = select(field::GROUP_SIZE, choices.collect(), Some(&chosen));
    input(field::GROUP_SIZE, "Group size", sizes).into()
}

fn overlap(voice: &Voice, chosen: u32) -> SlackBlock {
    let Locale::English = voice.locale;
    let choices = OVERLAPS.iter().map(|minutes| match minutes {
        0 => choice("0", "Any hours will do"),
        minutes => {
            let hours = when::hours(voice.locale, *minutes);
            choice(minutes.to_string(), &format!("At least {hours}"))
        }
    });
    let chosen = chosen.to_string();
    let hours = select(field::OVERLAP, choices.collect(), Some(&chosen));
    input(field::OVERLAP, "Working hours in common", hours).into()
}

/// Whom the program brings together.
pub(super) fn groups(voice: &Voice, plan: &Plan) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let rules = &plan.rules;
    let kinds = [
        ("pairs", "Everybody with anybody"),
        ("buddy", "Newcomers with old hands first"),
        ("break", "Each team by itself, all of it"),
    ];
    let kind = match rules.kind {
        Kind::Pairs => "pairs",
        Kind::Buddy => "buddy",
        Kind::Break => "break",
    };
    let mixes = [
        ("across", "Rather across teams"),
        ("any", "Whoever it may be"),
        ("within", "Rather within a team"),
    ];
    let mix = match rules.mix {
        Mix::Across => "across",
        Mix::Any => "any",
        Mix::Within => "within",
    };
    let units = [
        (NONE, "May be of the same"),
        ("team", "Never of the same team"),
        ("department", "Never of the same department"),
    ];
    let unit = match rules.must_differ {
        None => NONE,
        Some(Unit::Team) => "team",
        Some(Unit::Department) => "department",
    };
    let shared: Vec<&str> = rules.must_share.iter().map(|common| common_name(*common)).collect();
    let odds = [("trio", "Joins a pair"), ("sit_out", "Sits out, in turn")];
    let odd = if rules.odd == Odd::SitOut { "sit_out" } else { "trio" };
    let apart: &[&str] = if plan.managers_apart { &[YES] } else { &[] };
    vec![
        section("*Whom I bring together*"),
        group_size(voice, rules.group_size),
        one_of(field::KIND, "Who with whom", &kinds, kind).into(),
        one_of(field::MIX, "Mix", &mixes, mix).into(),
        one_of(field::DIFFER, "Teams and departments", &units, unit).into(),
        boxes(
            field::SHARE,
            "They need in common",
            &[("language", "A language"), ("mode", "A way to meet")],
            &shared,
        ),
        overlap(voice, rules.min_overlap_minutes),
        one_of(field::ODD, "If the number is odd, the last one", &odds, odd).into(),
        boxes(field::MANAGERS, "Managers", &[(YES, "Nobody meets their own manager")], apart),
    ]
}

/// The name of what two people may need in common, as its box comes back.
pub fn common_name(common: Common) -> &'static str {
    match common {
        Common::Mode => "mode",
        Common::Language => "language",
    }
}

/// What the program is called and says.
pub(super) fn words(voice: &Voice, plan: &Plan) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let style = &plan.style;
    let text = |name: &'static str, most: usize| {
        SlackBlockPlainTextInputElement::new()
            .with_action_id(name.into())
            .with_max_length(most as u64)
    };
    let called = text(field::CALLED, LONGEST_NAME).with_initial_value(style.called.to_string());
    let mut topic = text(field::TOPIC, LONGEST_TOPIC);
    if let Some(said) = &style.topic {
        topic = topic.with_initial_value(said.clone());
    }
    let welcome = style.welcome.clone().unwrap_or_else(|| usual_welcome(voice).to_owned());
    let welcome =
        text(field::WELCOME, LONGEST_WELCOME).with_multiline(true).with_initial_value(welcome);
    let longest = (MOST_SPOTS * (LONGEST_SPOT + 1)).min(3_000);
    let mut spots = text(field::SPOTS, longest).with_multiline(true);
    if !style.spots.is_empty() {
        spots = spots.with_initial_value(write_spots(&style.spots));
    }
    vec![
        section("*In your words*"),
        input(field::CALLED, "Called", called)
            .with_hint(plain("One or two words, like coffee, tea or lunch."))
            .into(),
        input(field::TOPIC, "Topic", topic).with_optional(true).into(),
        input(field::WELCOME, "What the invitation says", welcome).with_optional(true).into(),
        input(field::SPOTS, "Where to meet", spots)
            .with_hint(plain("A line for each spot, the site first: Berlin: kitchen, 2nd floor"))
            .with_optional(true)
            .into(),
    ]
}
