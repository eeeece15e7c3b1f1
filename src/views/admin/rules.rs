//! *Workspace settings*: what admins decide for all of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::quiet::Budget;
use crate::domain::rules::{
    Feature, MOST_CHANNELS, QuietProblem, RETENTIONS, Starters, WorkspaceRules,
};
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, choice, context, count, input, message, modal, plain, section, select,
};
use crate::views::names::{action, field, modal as name};
use crate::views::story::names::action as story;
use crate::views::when;

/// What a menu says for "nobody decided".
pub const AS_IT_IS: &str = "none";
/// The one box that lets guests take part.
pub const GUESTS: &str = "guests";
/// The metadata of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Carried {
    /// All fields are shown.
    pub more: bool,
    /// The rules as they were when it was opened: whoever changes one of them changes no other.
    pub seen: Option<WorkspaceRules>,
}

impl Carried {
    /// Reads it; what makes no sense is as if nothing had been carried.
    pub fn read(metadata: &str) -> Self {
        serde_json::from_str(metadata).unwrap_or_default()
    }

    /// Slack takes 3,000 characters: a hundred channels and twelve quiet times are some 2,300.
    fn written(&self) -> String {
        let whole = serde_json::to_string(self).ok().filter(|it| it.len() <= 3_000);
        whole.unwrap_or_else(|| format!("{{\"more\":{}}}", self.more))
    }
}

/// The window. `guests` is whether the operator lets guests take part at all.
pub fn settings(
    voice: &Voice,
    rules: &WorkspaceRules,
    guests: bool,
    carried: &Carried,
) -> SlackView {
    let Locale::English = voice.locale;
    let more = carried.more;
    let mut blocks: Vec<SlackBlock> = vec![
        input(field::STARTERS, "Who may start programs and communities", starters(voice, rules))
            .into(),
        input(field::CHANNELS, "Only in these channels", channels(rules))
            .with_optional(true)
            .with_hint(plain("Leave it empty to allow any channel. What runs elsewhere goes on."))
            .into(),
        input(field::FEATURES, "What people can use here", features(voice, rules))
            .with_optional(true)
            .with_hint(plain(
                "What is switched off begins nothing new; what has begun comes to its end.",
            ))
            .into(),
    ];
    if more {
        blocks.extend(further(voice, rules, guests));
    } else {
        blocks.push(buttons("rules_more", [button(action::RULES_MORE, "More…", "more")]));
        blocks.push(context(
            "*More…* has guests, quiet weeks, the most messages a week, and how long things are kept.",
        ));
    }
    SlackView::Modal(
        modal(name::RULES, "Workspace settings", "Cancel", blocks)
            .with_submit(plain("Save"))
            .with_private_metadata(carried.written()),
    )
}

fn starters(voice: &Voice, rules: &WorkspaceRules) -> SlackBlockStaticSelectElement {
    let Locale::English = voice.locale;
    let choices = Starters::ALL.into_iter().map(|it| {
        choice(
            it.as_str(),
            match it {
                Starters::Everyone => "Every full member",
                Starters::Admins => "Admins only",
            },
        )
    });
    select(field::STARTERS, choices.collect(), Some(rules.starters.as_str()))
}

fn channels(rules: &WorkspaceRules) -> SlackBlockMultiConversationsSelectElement {
    let filter = SlackBlockConversationFilter::new()
        .with_include(vec![
            SlackConversationFilterInclude::Public,
            SlackConversationFilterInclude::Private,
        ])
        .with_exclude_bot_users(true);
    let picker = SlackBlockMultiConversationsSelectElement::new()
        .with_action_id(field::CHANNELS.into())
        .with_placeholder(plain("Any channel"))
        .with_filter(filter);
    match &rules.channels {
        Some(listed) => {
            let listed = listed.iter().map(|it| it.as_str().into()).collect();
            picker.with_initial_conversations(listed)
        }
        None => picker,
    }
}

fn features(voice: &Voice, rules: &WorkspaceRules) -> SlackBlockCheckboxesElement {
    let Locale::English = voice.locale;
    let option = |feature: Feature| {
        let label = match feature {
            Feature::Coffee => "Coffee",
            Feature::Ask => "Ask the expert",
            Feature::Stories => "Value stories",
            Feature::Digest => "The digest",
            Feature::Ties => "Figures of which teams know each other",
        };
        SlackBlockChoiceItem::new(
            SlackBlockText::Plain(label.to_owned().into()),
            feature.as_str().to_owned(),
        )
    };
    let on: Vec<_> = Feature::ALL.into_iter().filter(|it| rules.is_on(*it)).map(option).collect();
    let element = SlackBlockCheckboxesElement::new(Feature::ALL.into_iter().map(option).collect())
        .with_action_id(field::FEATURES.into());
    if on.is_empty() { element } else { element.with_initial_options(on) }
}

fn further(voice: &Voice, rules: &WorkspaceRules, guests: bool) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let mut blocks: Vec<SlackBlock> = Vec::new();
    match guests {
        true => blocks.push(
            input(field::GUESTS, "Guests", guests_box(voice, rules)).with_optional(true).into(),
        ),
        false => blocks.push(context("Guests cannot take part: whoever runs me decided so.")),
    }
    let quiet: Vec<String> = rules
        .quiet
        .iter()
        .map(|it| match it.first == it.last {
            true => when::iso(it.first),
            false => format!("{} to {}", when::iso(it.first), when::iso(it.last)),
        })
        .collect();
    let mut days = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::QUIET.into())
        .with_multiline(true)
        .with_max_length(600)
        .with_placeholder(plain("2026-12-21 to 2027-01-03"));
    if !quiet.is_empty() {
        days = days.with_initial_value(quiet.join("\n"));
    }
    let cap = rules.weekly_cap.map_or_else(|| AS_IT_IS.to_owned(), |cap| cap.to_string());
    let mut caps = vec![choice(AS_IT_IS, "As each person wishes")];
    caps.extend((1..=Budget::MOST).map(|n| choice(n.to_string(), &format!("At most {n}"))));
    let kept = rules.retention.map_or_else(|| AS_IT_IS.to_owned(), |months| months.to_string());
    let mut months = vec![choice(AS_IT_IS, "Forever")];
    months.extend(
        RETENTIONS.map(|n| choice(n.to_string(), &format!("For {}", count(n, "month", "months")))),
    );
    blocks.extend([
        input(field::QUIET, "Quiet weeks", days)
            .with_optional(true)
            .with_hint(plain(
                "First and last day, one a line. No round opens then, and nobody is written to \
                 unasked.",
            ))
            .into(),
        input(field::CAP, "Unasked messages a week for one person", select(field::CAP, caps, Some(&cap)))
            .into(),
        input(field::KEPT, "Keep what is over", select(field::KEPT, months, Some(&kept)))
            .with_hint(plain(
                "Questions that are over with their answers, and past rounds, are deleted after that. \
                 Cards stay. Who met that long ago may meet again.",
            ))
            .into(),
    ]);
    blocks
}

fn guests_box(voice: &Voice, rules: &WorkspaceRules) -> SlackBlockCheckboxesElement {
    let Locale::English = voice.locale;
    let option = SlackBlockChoiceItem::new(
        SlackBlockText::Plain("Guests may take part".to_owned().into()),
        GUESTS.to_owned(),
    );
    let element =
        SlackBlockCheckboxesElement::new(vec![option.clone()]).with_action_id(field::GUESTS.into());
    if rules.guests { element.with_initial_options(vec![option]) } else { element }
}

/// What makes no sense in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Quiet(QuietProblem),
    /// More than [`MOST_CHANNELS`].
    TooManyChannels,
}

/// The same, at its field.
pub fn problem(voice: &Voice, problem: Problem) -> BTreeMap<String, String> {
    let Locale::English = voice.locale;
    let (field, text) = match problem {
        Problem::TooManyChannels => {
            let text = format!("{MOST_CHANNELS} at most; none at all allows any channel.");
            return BTreeMap::from([(field::CHANNELS.to_owned(), text)]);
        }
        Problem::Quiet(problem) => (field::QUIET, quiet_problem(voice, problem)),
    };
    BTreeMap::from([(field.to_owned(), text.to_owned())])
}

fn quiet_problem(voice: &Voice, problem: QuietProblem) -> &'static str {
    let Locale::English = voice.locale;
    match problem {
        QuietProblem::Unclear => "Write each line like 2026-12-21 to 2027-01-03, or one day alone.",
        QuietProblem::Backwards => "One of these ends before it begins.",
        QuietProblem::TooLong => "Three months at most; for longer, stop all messages.",
        QuietProblem::TooMany => "Twelve lines at most.",
    }
}

/// In the place of the window.
pub fn saved(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "*Saved.* It counts from now on, within a few seconds.";
    message("Saved.", vec![section(text)])
}

/// At the field of a channel that admins did not list.
pub fn not_in_this_channel(voice: &Voice) -> &'static str {
    let Locale::English = voice.locale;
    "Your admins let me begin something only in some channels, and this is none of them."
}

/// To a member who wants to start something that only admins may.
pub fn only_admins_start(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "In this workspace admins start programs and communities. Ask one of them: they find \
                it in App Home.";
    message(text, vec![section(text)])
}

/// To somebody who wants what is switched off.
pub fn switched_off(voice: &Voice, feature: Feature) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "{} switched off in this workspace. An admin can switch that on again.",
        is(feature)
    );
    message(text.clone(), vec![section(text)])
}

/// What it is called, with its verb, at the beginning of a sentence.
fn is(feature: Feature) -> &'static str {
    match feature {
        Feature::Coffee => "Coffee is",
        Feature::Ask => "Asking an expert is",
        Feature::Stories => "Stories are",
        Feature::Digest => "The digest is",
        Feature::Ties => "Figures of teams are",
    }
}

/// The button of an admin's desk, and what stands there.
pub fn line(voice: &Voice, rules: &WorkspaceRules) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let mut said = Vec::new();
    if rules.starters == Starters::Admins {
        said.push("only admins start something".to_owned());
    }
    if let Some(listed) = &rules.channels {
        let n = u32::try_from(listed.len()).unwrap_or(u32::MAX);
        said.push(format!("in {} only", count(n, "channel", "channels")));
    }
    said.extend(rules.off.iter().map(|it| format!("{} off", is(*it).to_lowercase())));
    if let Some(cap) = rules.weekly_cap {
        said.push(format!("at most {} a week", count(u32::from(cap), "message", "messages")));
    }
    if !rules.quiet.is_empty() {
        let n = u32::try_from(rules.quiet.len()).unwrap_or(u32::MAX);
        said.push(count(n, "quiet time", "quiet times"));
    }
    if let Some(months) = rules.retention {
        said.push(format!("kept for {}", count(months, "month", "months")));
    }
    let text = match said.is_empty() {
        true => "Everybody may start something, anywhere; nothing is switched off.".to_owned(),
        false => format!("Settings: {}.", said.join(", ")),
    };
    let row = [
        button(action::RULES, "Workspace settings…", "rules"),
        button(story::SETTINGS, "Goals and rate…", "goals"),
    ];
    [buttons("admin_rules", row), context(text)]
}
