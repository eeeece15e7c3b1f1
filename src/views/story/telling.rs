//! The modal in which a story is told, and changed.

use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;
use uuid::Uuid;

use super::names::{action, field, modal as name};
use super::words::{audience, fitting, kind};
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, GroupId, MemberId, QuestionId, StoryId};
use crate::domain::locale::Locale;
use crate::domain::question::Spot;
use crate::domain::story::{Audience, Kind, LONGEST_TEXT};
use crate::views::Voice;
use crate::views::kit::{button, buttons, choice, context, input, modal, plain, select, shorten};

/// The most people who are thanked in one story.
pub const MOST_HELPERS: usize = 10;
/// The longest text in a field of one line, in characters.
pub const LINE: usize = 100;
/// The choices of [`field::NAMED`].
pub const NAMED: &str = "named";
const UNNAMED: &str = "unnamed";

/// Where a story that is being told comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    #[default]
    Told,
    Question(QuestionId),
    Coffee(GroupId),
    /// A message; the words of somebody else wait in a draft until their author is asked.
    Message {
        spot: Spot,
        author: Option<MemberId>,
        draft: Option<Uuid>,
    },
}

/// What the modal carries along between its drawings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Whether the seldom-needed fields are shown.
    #[serde(default)]
    pub more: bool,
    /// The story that is changed; `None` for a new one.
    #[serde(default)]
    pub story: Option<StoryId>,
    #[serde(default)]
    pub from: From,
    /// Unless they pick another one.
    #[serde(default)]
    pub community: Option<CommunityId>,
    /// Whether the field for it is shown: then what that holds counts, also nothing.
    #[serde(default)]
    pub picks_community: bool,
    /// Who was helped, where the field is not shown.
    #[serde(default)]
    pub helped: Option<MemberId>,
}

/// What is filled in, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub happened: String,
    pub helpers: Vec<MemberId>,
    pub saved: String,
    pub changed: String,
    pub at_least: String,
    pub at_most: String,
    /// In percent.
    pub confidence: u8,
    pub attribution: u8,
    pub kind: Kind,
    pub goal: Option<String>,
    pub audience: Audience,
    pub named: bool,
    /// `None`: whoever tells it.
    pub helped: Option<MemberId>,
    pub community: Option<CommunityId>,
    pub evidence: String,
}

/// How sure people are who do not say.
pub const USUAL_CONFIDENCE: u8 = 80;
/// How much of it people owe to the community who do not say: seldom is it all.
pub const USUAL_ATTRIBUTION: u8 = 80;

impl Default for Filled {
    fn default() -> Self {
        Self {
            happened: String::new(),
            helpers: Vec::new(),
            saved: String::new(),
            changed: String::new(),
            at_least: String::new(),
            at_most: String::new(),
            confidence: USUAL_CONFIDENCE,
            attribution: USUAL_ATTRIBUTION,
            kind: Kind::Support,
            goal: None,
            audience: Audience::Community,
            named: true,
            helped: None,
            community: None,
            evidence: String::new(),
        }
    }
}

/// What there is to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub communities: Vec<Community>,
    pub goals: Vec<String>,
    /// Its community is not theirs to choose any more: others agreed to it there.
    pub stays: bool,
}

/// Three fields, and more on request.
pub fn tell_modal(
    voice: &Voice,
    carried: &Carried,
    filled: &Filled,
    choices: &Choices,
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = first_fields(voice, filled);
    if matches!(&carried.from, From::Message { author: Some(_), draft: Some(_), .. }) {
        blocks.push(context(
            "The message comes along once whoever wrote it agrees; tell it here in your own words.",
        ));
    }
    if carried.more {
        blocks.extend(worth_fields(voice, filled));
        blocks.extend(people_fields(voice, filled, choices));
    } else {
        blocks.push(buttons("more", [button(action::MORE, "More…", "more")]));
        blocks.push(context(
            "With *More…* you say who was helped, how sure you are, what it was good for, and who \
             may read it. Otherwise it's you who was helped, and your community reads it with your \
             name once everybody in it agreed.",
        ));
    }
    let picks_community = carried.more && !choices.stays && !choices.communities.is_empty();
    let carried = Carried { picks_community, ..carried.clone() };
    let metadata = serde_json::to_string(&carried).unwrap_or_default();
    let (title, send) = match carried.story {
        None => ("Tell a value story", "Tell it"),
        Some(_) => ("Change the story", "Save"),
    };
    SlackView::Modal(
        modal(name::TELL, title, "Cancel", blocks)
            .with_submit(plain(send))
            .with_private_metadata(metadata),
    )
}

fn first_fields(voice: &Voice, filled: &Filled) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let most = u64::try_from(MOST_HELPERS).unwrap_or(10);
    let mut helpers = SlackBlockMultiUsersSelectElement::new()
        .with_action_id(field::HELPERS.into())
        .with_placeholder(plain("Pick people"))
        .with_max_selected_items(most);
    if !filled.helpers.is_empty() {
        let chosen = filled.helpers.iter().take(MOST_HELPERS).map(ToString::to_string);
        helpers = helpers.with_initial_users(chosen.collect());
    }
    let happened = long_text(field::HAPPENED, "I was stuck with … and then …", &filled.happened);
    let saved = line(field::SAVED, "10 minutes instead of 10 hours", &filled.saved);
    vec![
        input(field::HAPPENED, "What happened?", happened).into(),
        input(field::HELPERS, "Who helped?", helpers).into(),
        input(field::SAVED, "How much did it save?", saved)
            .with_optional(true)
            .with_hint(plain("A rough guess is fine: \"2 days\", \"30 min\", \"3 tickets\"."))
            .into(),
    ]
}

fn worth_fields(voice: &Voice, filled: &Filled) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let changed = long_text(field::CHANGED, "What is different now?", &filled.changed);
    let at_least = line(field::AT_LEAST, "5 hours", &filled.at_least);
    let at_most = line(field::AT_MOST, "12 hours", &filled.at_most);
    let confidence = [
        (100, "Certain: I measured it"),
        (80, "Fairly sure"),
        (50, "A rough guess"),
        (20, "A wild guess"),
    ];
    let attribution =
        [(100, "All of it"), (80, "Most of it"), (50, "About half"), (20, "A little of it")];
    vec![
        input(field::CHANGED, "What changed?", changed).with_optional(true).into(),
        input(field::AT_LEAST, "It saved at least", at_least)
            .with_optional(true)
            .with_hint(plain("The least is what counts."))
            .into(),
        input(field::AT_MOST, "And at most", at_most).with_optional(true).into(),
        percent(field::CONFIDENCE, "How sure are you?", &confidence, filled.confidence).into(),
        percent(
            field::ATTRIBUTION,
            "How much of it is owed to that help?",
            &attribution,
            filled.attribution,
        )
        .into(),
    ]
}

fn people_fields(voice: &Voice, filled: &Filled, choices: &Choices) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let kinds = Kind::ALL.map(|it| choice(it.as_str(), kind(voice, it))).to_vec();
    let mut blocks = vec![
        input(
            field::KIND,
            "What was it good for?",
            select(field::KIND, kinds, Some(filled.kind.as_str())),
        )
        .into(),
    ];
    blocks.extend(goal_field(voice, filled, choices));
    let mut helped = SlackBlockUsersSelectElement::new()
        .with_action_id(field::HELPED.into())
        .with_placeholder(plain("Me"));
    if let Some(chosen) = &filled.helped {
        helped = helped.with_initial_user(chosen.to_string());
    }
    blocks.push(
        input(field::HELPED, "Who was helped?", helped)
            .with_optional(true)
            .with_hint(plain("Only they can confirm it. Empty: you."))
            .into(),
    );
    blocks.extend(community_field(voice, filled, choices));
    blocks.extend(consent_fields(voice, filled.audience, filled.named).map(SlackBlock::from));
    let evidence = line(field::EVIDENCE, "https://…", &filled.evidence);
    let evidence = input(field::EVIDENCE, "A link that shows it", evidence).with_optional(true);
    blocks.push(evidence.into());
    blocks
}

/// Who may read it as far as somebody is concerned, and whether by name.
pub fn consent_fields(voice: &Voice, chosen: Audience, named: bool) -> [SlackInputBlock; 2] {
    let Locale::English = voice.locale;
    let readers = Audience::ALL.map(|it| choice(it.as_str(), audience(voice, it))).to_vec();
    let names = vec![choice(NAMED, "With my name"), choice(UNNAMED, "Without my name")];
    let by_name = if named { NAMED } else { UNNAMED };
    [
        input(
            field::AUDIENCE,
            "Who may read it?",
            select(field::AUDIENCE, readers, Some(chosen.as_str())),
        )
        .with_hint(plain("The most careful of those in it decides.")),
        input(field::NAMED, "With your name?", select(field::NAMED, names, Some(by_name))),
    ]
}

fn goal_field(voice: &Voice, filled: &Filled, choices: &Choices) -> Option<SlackBlock> {
    let Locale::English = voice.locale;
    // A goal that was taken off the list stays with the stories that have it.
    let gone = filled.goal.iter().filter(|goal| !choices.goals.contains(goal));
    let goals: Vec<&String> = choices.goals.iter().chain(gone).take(100).collect();
    if goals.is_empty() {
        return None;
    }
    let entries = goals.iter().map(|goal| choice(shorten(goal, 140), &shorten(goal, 75))).collect();
    let picker =
        select(field::GOAL, entries, filled.goal.as_deref()).with_placeholder(plain("Pick a goal"));
    Some(input(field::GOAL, "Which goal does it serve?", picker).with_optional(true).into())
}

fn community_field(voice: &Voice, filled: &Filled, choices: &Choices) -> Option<SlackBlock> {
    let Locale::English = voice.locale;
    let all = &choices.communities;
    if choices.stays {
        let community = all.iter().find(|it| Some(it.id) == filled.community);
        let of = community.map(|it| format!("a story of *{}*", fitting(&it.name, 100)));
        let of = of.unwrap_or_else(|| "where it is".to_owned());
        return Some(context(format!(
            "It stays {of}: others agreed to it there, or have read it. To tell it elsewhere, take \
             it back and tell it anew."
        )));
    }
    if all.is_empty() {
        return None;
    }
    let entries = all.iter().map(|it| choice(it.id.to_string(), &shorten(&it.name, 70)));
    let chosen = filled.community.map(|id| id.to_string());
    let picker = select(field::COMMUNITY, entries.take(100).collect(), chosen.as_deref())
        .with_placeholder(plain("None"));
    Some(input(field::COMMUNITY, "Whose story is it?", picker).with_optional(true).into())
}

fn percent(name: &str, label: &str, choices: &[(u8, &str)], chosen: u8) -> SlackInputBlock {
    let entries = choices.iter().map(|(value, label)| choice(value.to_string(), label)).collect();
    input(name, label, select(name, entries, Some(&chosen.to_string())))
}

fn long_text(name: &str, hint: &str, text: &str) -> SlackBlockPlainTextInputElement {
    let most = u64::try_from(LONGEST_TEXT).unwrap_or(2_000);
    written(name, hint, &shorten(text, LONGEST_TEXT)).with_multiline(true).with_max_length(most)
}

fn line(name: &str, hint: &str, text: &str) -> SlackBlockPlainTextInputElement {
    let most = if name == field::EVIDENCE { 500 } else { LINE };
    let limit = u64::try_from(most).unwrap_or(100);
    written(name, hint, &shorten(text, most)).with_max_length(limit)
}

fn written(name: &str, hint: &str, text: &str) -> SlackBlockPlainTextInputElement {
    let field = SlackBlockPlainTextInputElement::new()
        .with_action_id(name.into())
        .with_placeholder(plain(hint));
    if text.is_empty() { field } else { field.with_initial_value(text.to_owned()) }
}

/// What is wrong with what was filled in, besides amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Empty,
    /// Nobody helped.
    Alone,
    HelpedMyself,
    HelpedThemselves,
    /// An app, or somebody who is not known.
    NoPerson,
    /// Not `least <= likely <= most`.
    Order,
    /// A range around nothing.
    OnlyEnds,
    NoSuchCommunity,
    /// Others agreed to it as a story of the community that it is of.
    CommunityStays,
    /// Somebody of another organization: nobody can ask them.
    Elsewhere,
}

/// The sentence at its field.
pub fn wrong(voice: &Voice, wrong: Wrong) -> &'static str {
    let Locale::English = voice.locale;
    match wrong {
        Wrong::Empty => "A sentence is enough. What happened?",
        Wrong::Alone => "A story is about help: who helped?",
        Wrong::HelpedMyself => {
            "That's you, and it's you who was helped. Pick whoever helped you, or with More… say \
             whom you helped."
        }
        Wrong::HelpedThemselves => {
            "Who was helped can't be who helped. Pick somebody else in one of the two."
        }
        Wrong::NoPerson => "That's an app or somebody I don't know. Please pick a person.",
        Wrong::Order => "The least, the likely and the most have to be in that order.",
        Wrong::OnlyEnds => "Say here what it likely saved, then the least and the most make sense.",
        Wrong::NoSuchCommunity => "That community isn't there any more. Pick another one or none.",
        Wrong::CommunityStays => {
            "Somebody has agreed to it where it was. Leave it there, or take the story back and tell \
             it anew."
        }
        Wrong::Elsewhere => {
            "I can't ask people of other organizations whether it's fine with them. Please leave \
             them out here; your own words can thank them."
        }
    }
}
