//! The modal in which a question is asked.

use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;
use uuid::Uuid;

use super::names::{action, field, modal as name};
use crate::domain::asking::{FIELD, LONGEST_DETAILS, LONGEST_TITLE, LONGEST_TOPIC, after, first};
use crate::domain::community::Community;
use crate::domain::ids::{AnswerId, CommunityId, QuestionId};
use crate::domain::locale::Locale;
use crate::domain::question::Privacy;
use crate::views::Voice;
use crate::views::ask::answer::{both, quoted};
use crate::views::ask::names::answers::action as names;
use crate::views::kit::{
    button, buttons, choice, confirmed, context, divider, escape, input, modal, plain, section,
    select, shorten,
};

/// The choice in [`field::URGENCY`] of whoever cannot wait.
pub const URGENT: &str = "urgent";
/// The most similar questions that are shown.
pub const MOST_SIMILAR: usize = 3;
/// Of each answer so much is shown, in characters.
const START_OF_ANSWER: usize = 400;

/// What the modal carries along between its drawings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Whether the seldom-needed fields are shown.
    #[serde(default)]
    pub more: bool,
    /// What they wrote elsewhere and does not fit into the field.
    #[serde(default)]
    pub draft: Option<Uuid>,
    /// Similar questions were shown, and it is asked anyway.
    #[serde(default)]
    pub shown: bool,
    /// What they ask stands in their chat with the bot, under their name.
    #[serde(default)]
    pub in_chat: bool,
    /// Where there is one community only.
    #[serde(default)]
    pub only: Option<CommunityId>,
}

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub title: String,
    /// In full, also what the field does not show.
    pub details: String,
    pub community: Option<CommunityId>,
    pub topic: String,
    pub urgent: bool,
    pub privacy: Privacy,
    /// Not all of what they wrote is kept.
    pub cut: bool,
}

impl Default for Filled {
    fn default() -> Self {
        Self {
            title: String::new(),
            details: String::new(),
            community: None,
            topic: String::new(),
            urgent: false,
            privacy: Privacy::Open,
            cut: false,
        }
    }
}

/// An earlier question that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    pub question: QuestionId,
    pub title: String,
    /// Where it is read, if that is known.
    pub link: Option<String>,
    /// What was answered.
    pub answer: String,
    /// What of it an import read and its reader wrote.
    pub own: Option<Own>,
}

/// Whose words they are: whoever reads them takes them back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    Question,
    Answer(AnswerId),
}

/// At most three fields, and more on request; before them what was answered already.
pub fn ask_modal(
    voice: &Voice,
    carried: &Carried,
    filled: &Filled,
    communities: &[Community],
    similar: &[Similar],
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = similar_blocks(voice, similar);
    blocks.push(title_field(filled).into());
    blocks.push(details_field(filled).into());
    blocks.extend(notes_on_length(voice, filled));
    match communities {
        [only] => blocks.push(context(format!("It's asked in *{}*.", escape(&only.name)))),
        all => blocks.push(community_field(filled, all).into()),
    }
    if carried.more {
        blocks.extend(more_fields(voice, carried, filled));
    } else {
        blocks.push(buttons("more", [button(action::ASK_MORE, "More…", "more")]));
        blocks.push(context("*More…* has the topic, how urgent it is, and who may know who asks."));
    }
    let submit = if similar.is_empty() { "Ask" } else { "Ask anyway" };
    let metadata = serde_json::to_string(carried).unwrap_or_default();
    SlackView::Modal(
        modal(name::ASK, "Ask a question", "Cancel", blocks)
            .with_submit(plain(submit))
            .with_private_metadata(metadata),
    )
}

fn similar_blocks(voice: &Voice, similar: &[Similar]) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if similar.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![section("*This may be answered already.* Does one of these help?")];
    for (place, it) in similar.iter().take(MOST_SIMILAR).enumerate() {
        blocks.push(section(one_similar(it)));
        let yes = button(action::THAT_ANSWERS, "That answers it", it.question.to_string());
        let own = it.own.map(|own| take_back(it.question, own));
        blocks.push(buttons(format!("similar_{place}"), [yes].into_iter().chain(own)));
    }
    blocks.push(divider());
    blocks
}

/// For whoever wrote what an import read.
fn take_back(question: QuestionId, own: Own) -> SlackBlockButtonElement {
    let button = match own {
        Own::Question => {
            button(names::TAKE_BACK_QUESTION, "I asked that: take it back", question.to_string())
        }
        Own::Answer(answer) => {
            button(names::TAKE_BACK_ANSWER, "I wrote that: take it back", both(question, answer))
        }
    };
    confirmed(
        button,
        "Take it back?",
        "Nobody finds it here any more. The message in Slack stays as it is.",
        "Take it back",
        "Leave it",
    )
}

/// The title as a link, and the start of the answer as a quotation.
pub fn one_similar(it: &Similar) -> String {
    let title = escape(&shorten(&it.title, LONGEST_TITLE));
    // A link that Slack gave has none of these signs; what else would is not printed as one.
    let link = it.link.as_deref().filter(|link| !link.contains(['<', '>', '|', ' ']));
    let title = match link {
        Some(link) => format!("*<{link}|{}>*", title.replace('|', "¦")),
        None => format!("*{title}*"),
    };
    format!("{title}\n{}", quoted(&it.answer, START_OF_ANSWER))
}

fn title_field(filled: &Filled) -> SlackInputBlock {
    let limit = u64::try_from(LONGEST_TITLE).unwrap_or(150);
    let field = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::TITLE.into())
        .with_max_length(limit)
        .with_placeholder(plain("How do we …?"));
    let field = with_text(field, first(&filled.title, LONGEST_TITLE).0);
    input(field::TITLE, "Your question", field)
}

fn details_field(filled: &Filled) -> SlackInputBlock {
    let limit = u64::try_from(FIELD).unwrap_or(3_000);
    let field = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::DETAILS.into())
        .with_multiline(true)
        .with_max_length(limit)
        .with_placeholder(plain("What have you tried? What is it for?"));
    let field = with_text(field, first(&filled.details, FIELD).0);
    input(field::DETAILS, "Details", field).with_optional(true)
}

fn with_text(
    field: SlackBlockPlainTextInputElement,
    text: &str,
) -> SlackBlockPlainTextInputElement {
    if text.is_empty() { field } else { field.with_initial_value(text.to_owned()) }
}

fn notes_on_length(voice: &Voice, filled: &Filled) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let rest = after(&filled.details, FIELD).chars().count();
    let mut notes = Vec::new();
    if rest > 0 {
        notes.push(context(format!("{rest} more characters go along; the field shows no more.")));
    }
    if filled.cut {
        notes.push(context(too_long(voice)));
    }
    notes
}

/// Not all of what somebody wrote is kept.
pub fn too_long(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    format!("It was very long: I keep its first {},000 characters.", LONGEST_DETAILS / 1_000)
}

fn community_field(filled: &Filled, all: &[Community]) -> SlackInputBlock {
    let choices = all.iter().map(|it| choice(it.id.to_string(), &shorten(&it.name, 70)));
    let chosen = filled.community.map(|id| id.to_string());
    let picker = select(field::COMMUNITY, choices.take(100).collect(), chosen.as_deref())
        .with_placeholder(plain("Pick a community"));
    input(field::COMMUNITY, "Whom does it concern?", picker)
}

fn more_fields(voice: &Voice, carried: &Carried, filled: &Filled) -> Vec<SlackBlock> {
    let limit = u64::try_from(LONGEST_TOPIC).unwrap_or(60);
    let topic = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::TOPIC.into())
        .with_max_length(limit)
        .with_placeholder(plain("certificates"));
    let topic = with_text(topic, &filled.topic);
    let urgency = vec![
        choice("usual", "As usual: each person has half a day"),
        choice(URGENT, "Urgent: one person, then everybody"),
    ];
    let urgent = if filled.urgent { URGENT } else { "usual" };
    vec![
        input(field::TOPIC, "Topic", topic).with_optional(true).into(),
        input(field::URGENCY, "How urgent?", select(field::URGENCY, urgency, Some(urgent))).into(),
        privacy_field(carried, filled).into(),
        context(who_could_find_out(voice, carried)),
    ]
}

/// The value of a choice in [`field::PRIVACY`].
pub fn privacy_name(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Open => "open",
        Privacy::Private => "private",
        Privacy::Anonymous => "anonymous",
    }
}

fn privacy_field(carried: &Carried, filled: &Filled) -> SlackInputBlock {
    let mut choices = vec![
        choice(privacy_name(Privacy::Open), "The community, in its channel"),
        choice(privacy_name(Privacy::Private), "Only whoever is asked"),
    ];
    if !carried.in_chat {
        choices.push(choice(privacy_name(Privacy::Anonymous), "Nobody: ask it anonymously"));
    }
    let picker = select(field::PRIVACY, choices, Some(privacy_name(filled.privacy)));
    input(field::PRIVACY, "Who may know that you ask?", picker)
}

/// Who could find out who asks, said before it matters.
fn who_could_find_out(voice: &Voice, carried: &Carried) -> String {
    let Locale::English = voice.locale;
    if carried.in_chat {
        return format!(
            "You wrote this in our chat, under your name, so it can't be asked anonymously from \
             here. Type `{}` to begin anew, and leave it out of our chat.",
            voice.ask
        );
    }
    "*Anonymous* hides you from colleagues, stewards and whoever answers. Until the question closes, \
     whoever runs Klatch's database could still find out who asked; then the key to your name is \
     destroyed for good. Slack's own logs, and what this workspace may export of Slack, are not in my \
     hands. In a community of fewer than eight people, how you write gives you away. Reply in your App Home, not in the thread: there you write under \
     your name, and it counts as an answer."
        .to_owned()
}
