//! What I can be asked: read and changed by oneself and nobody else.

use chrono::NaiveDate;
use slack_morphism::prelude::*;

use super::names::{field, modal as name};
use crate::domain::community::Community;
use crate::domain::expert::{Expert, Willing};
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{choice, input, message, modal, plain, section, select, shorten};
use crate::views::when;

/// The most questions a week that can be chosen.
pub const MOST_PER_WEEK: u8 = 7;
/// So many topics are kept.
pub const MOST_TOPICS: usize = 20;
/// The one choice in [`field::MAY_BE_NAMED`].
pub const YES: &str = "yes";

/// All of it on one page.
pub fn expert_modal(
    voice: &Voice,
    expert: &Expert,
    communities: &[Community],
    paused_until: Option<NaiveDate>,
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![
        section(
            "When somebody asks what you may know, I write to you, one question at a time, in your \
             working hours. *Not for me* is always fine, and nobody sees it.",
        ),
        willing_field(expert).into(),
        topics_field(expert).into(),
    ];
    if !communities.is_empty() {
        blocks.push(communities_field(expert, communities).into());
    }
    blocks.push(per_week_field(expert).into());
    blocks.push(pause_field(paused_until).into());
    blocks.push(named_field(expert).into());
    SlackView::Modal(
        modal(name::EXPERT, "What I can be asked", "Cancel", blocks).with_submit(plain("Save")),
    )
}

fn willing_field(expert: &Expert) -> SlackInputBlock {
    let choices = vec![
        choice(Willing::Yes.as_str(), "Yes, ask me"),
        choice(Willing::Monthly.as_str(), "At most once a month"),
        choice(Willing::Never.as_str(), "Never"),
    ];
    let picker = select(field::WILLING, choices, expert.willing.map(Willing::as_str));
    input(field::WILLING, "May I ask you?", picker.with_placeholder(plain("Not said yet")))
}

fn topics_field(expert: &Expert) -> SlackInputBlock {
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::TOPICS.into())
        .with_max_length(1_000)
        .with_placeholder(plain("certificates, billing, the coffee machine"));
    let topics = expert.topics.join(", ");
    let text = if topics.is_empty() { text } else { text.with_initial_value(topics) };
    input(field::TOPICS, "What I know about", text)
        .with_optional(true)
        .with_hint(plain("With commas between them."))
}

fn communities_field(expert: &Expert, communities: &[Community]) -> SlackInputBlock {
    let all: Vec<_> = communities
        .iter()
        .take(100)
        .map(|it| choice(it.id.to_string(), &shorten(&it.name, 70)))
        .collect();
    let mine: Vec<String> = expert.communities.iter().map(ToString::to_string).collect();
    let chosen: Vec<_> = all.iter().filter(|it| mine.contains(&it.value)).cloned().collect();
    let picker = SlackBlockMultiStaticSelectElement::new()
        .with_action_id(field::COMMUNITIES.into())
        .with_placeholder(plain("Any"))
        .with_options(all);
    let picker = if chosen.is_empty() { picker } else { picker.with_initial_options(chosen) };
    input(field::COMMUNITIES, "In which communities", picker)
        .with_optional(true)
        .with_hint(plain("None of them: any."))
}

fn per_week_field(expert: &Expert) -> SlackInputBlock {
    let label = |n: u8| match n {
        1 => "One question a week".to_owned(),
        n => format!("{n} questions a week"),
    };
    let choices = (1..=MOST_PER_WEEK).map(|n| choice(n.to_string(), &label(n))).collect();
    let chosen = expert.per_week.clamp(1, MOST_PER_WEEK).to_string();
    input(field::PER_WEEK, "At most", select(field::PER_WEEK, choices, Some(&chosen)))
}

fn pause_field(until: Option<NaiveDate>) -> SlackInputBlock {
    let picker = SlackBlockDatePickerElement::new()
        .with_action_id(field::PAUSED_UNTIL.into())
        .with_placeholder(plain("No pause"));
    let picker = match until {
        Some(until) => picker.with_initial_date(when::iso(until)),
        None => picker,
    };
    input(field::PAUSED_UNTIL, "Don't ask me until", picker).with_optional(true)
}

fn named_field(expert: &Expert) -> SlackInputBlock {
    let label = "Stewards may read my name there".to_owned();
    let yes = SlackBlockChoiceItem::new(SlackBlockText::Plain(label.into()), YES.to_owned());
    let picker = SlackBlockCheckboxesElement::new(vec![yes.clone()])
        .with_action_id(field::MAY_BE_NAMED.into());
    let picker = if expert.may_be_named { picker.with_initial_options(vec![yes]) } else { picker };
    input(field::MAY_BE_NAMED, "Where I'm the only one who answers a topic", picker)
        .with_optional(true)
}

/// It is kept.
pub fn kept(voice: &Voice, expert: &Expert, until: Option<NaiveDate>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match (expert.willing, until) {
        (Some(Willing::Never), _) | (None, _) => {
            "*All right, I won't ask you.* You can change that here whenever you like.".to_owned()
        }
        (_, Some(until)) => {
            format!("*Kept.* I don't ask you before {}.", when::long_day(voice.locale, until))
        }
        (Some(Willing::Monthly), None) => "*Kept.* I ask you at most once a month.".to_owned(),
        (Some(Willing::Yes), None) => match expert.per_week {
            1 => "*Kept.* I ask you at most once a week.".to_owned(),
            n => format!("*Kept.* I ask you at most {n} times a week."),
        },
    };
    message(text.replace('*', ""), vec![section(text)])
}

/// A pause has to end in the future, within a year.
pub fn no_such_pause(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "Pick a day within the next year, or none.".to_owned()
}

/// A yes, a no, or once a month.
pub fn say_whether(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "Say whether I may ask you.".to_owned()
}
