//! The small modals of a story: its evidence, who may read it, and what an admin says of all of them.

use slack_morphism::prelude::*;

use super::figures::typed;
use super::names::{WORDS_ALONG, WORDS_OUT, field, modal as name};
use super::telling::consent_fields;
use super::words::seen;
use crate::domain::locale::Locale;
use crate::domain::story::deeds::LONGEST_LINK;
use crate::domain::story::ledger::{Rate, Rules};
use crate::domain::story::{Audience, Story};
use crate::views::Voice;
use crate::views::kit::{choice, context, input, modal, plain, section, select};

/// The most goals of an organization: a list that one can still choose from.
pub const MOST_GOALS: usize = 30;
/// The longest goal, in characters: as long as a choice may be.
pub const LONGEST_GOAL: usize = 75;

/// A link that shows it.
pub fn link_modal(voice: &Voice, story: &Story) -> SlackView {
    let Locale::English = voice.locale;
    let mut link = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::EVIDENCE.into())
        .with_placeholder(plain("https://…"))
        .with_max_length(u64::try_from(LONGEST_LINK).unwrap_or(500));
    if let Some(before) = &story.evidence {
        link = link.with_initial_value(before.clone());
    }
    let blocks = vec![
        section("A ticket, a commit, a page: anything that somebody else can look at."),
        input(field::EVIDENCE, "Link", link)
            .with_optional(true)
            .with_hint(plain("It begins with https://. Leave it empty to take it away."))
            .into(),
    ];
    SlackView::Modal(
        modal(name::LINK, "A link that shows it", "Cancel", blocks)
            .with_submit(plain("Keep it"))
            .with_private_metadata(story.id.to_string()),
    )
}

/// What is wrong with a link.
pub fn no_link(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "That's no link that I can keep: it has to begin with https:// and have no spaces.".to_owned()
}

/// What somebody in a story wishes so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    pub audience: Audience,
    pub named: bool,
    /// Whether a message of theirs comes along; `None` where there is none.
    pub words: Option<bool>,
}

/// Who may read it, as far as somebody is concerned.
pub fn say_modal(voice: &Voice, story: &Story, wish: Wish) -> SlackView {
    let Locale::English = voice.locale;
    let fields = consent_fields(voice, wish.audience, wish.named);
    let mut blocks: Vec<SlackBlock> = fields.into_iter().map(SlackBlock::from).collect();
    if let Some(along) = wish.words {
        let choices =
            vec![choice(WORDS_ALONG, "It comes along"), choice(WORDS_OUT, "It stays out")];
        let chosen = if along { WORDS_ALONG } else { WORDS_OUT };
        let picker = select(field::WORDS, choices, Some(chosen));
        let hint = plain("The one that the story was saved from. Kept out, it's forgotten here.");
        blocks.push(input(field::WORDS, "Your own message?", picker).with_hint(hint).into());
    }
    blocks.push(context(
        "Others in it decide for themselves. What stands in the channel changes within a minute.",
    ));
    SlackView::Modal(
        modal(name::SAY, "Who may read it?", "Cancel", blocks)
            .with_submit(plain("Save"))
            .with_private_metadata(seen(story)),
    )
}

/// For admins: the organization's goals, the cap, and what an hour costs.
pub fn settings_modal(voice: &Voice, goals: &[String], rules: &Rules) -> SlackView {
    let Locale::English = voice.locale;
    let mut list = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::GOALS.into())
        .with_multiline(true)
        .with_max_length(2_500)
        .with_placeholder(plain("Fewer outages\nNewcomers at home sooner"));
    if !goals.is_empty() {
        list = list.with_initial_value(goals.join("\n"));
    }
    let cap = one_line(field::CAP, "40 hours", &typed(rules.cap, None));
    let rate = rules.rate.as_ref();
    let per_hour = rate.map(|rate: &Rate| format!("{} {}", rate.currency, rate.per_hour));
    let per_hour = one_line(field::RATE, "EUR 60", &per_hour.unwrap_or_default());
    let blocks = vec![
        input(field::GOALS, "Goals of your organization", list)
            .with_optional(true)
            .with_hint(plain("One a line. Stories can say which one they serve."))
            .into(),
        input(field::CAP, "A story counts at most", cap)
            .with_hint(plain("Until it has evidence."))
            .into(),
        input(field::RATE, "What an hour costs", per_hour)
            .with_optional(true)
            .with_hint(plain("Empty: hours stay hours. It's always shown beside a sum."))
            .into(),
    ];
    SlackView::Modal(
        modal(name::SETTINGS, "Goals and rate", "Cancel", blocks).with_submit(plain("Save")),
    )
}

fn one_line(name: &str, hint: &str, text: &str) -> SlackBlockPlainTextInputElement {
    let field = SlackBlockPlainTextInputElement::new()
        .with_action_id(name.into())
        .with_placeholder(plain(hint))
        .with_max_length(30);
    if text.is_empty() { field } else { field.with_initial_value(text.to_owned()) }
}

/// What is wrong with what an admin typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    TooManyGoals,
    LongGoal,
    Cap,
    Rate,
}

/// The sentence at its field.
pub fn wrong(voice: &Voice, wrong: Wrong) -> String {
    let Locale::English = voice.locale;
    match wrong {
        Wrong::TooManyGoals => format!("At most {MOST_GOALS} goals, so that one can still choose."),
        Wrong::LongGoal => format!("A goal has at most {LONGEST_GOAL} characters."),
        Wrong::Cap => "Say it as time, like \"40 hours\" or \"5 days\".".to_owned(),
        Wrong::Rate => "A currency and a whole number, like \"EUR 60\".".to_owned(),
    }
}
