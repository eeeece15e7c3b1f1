//! Keep for the community: proposing, asking its author, and what came of it.

use chrono::NaiveDate;
use slack_morphism::prelude::*;

use crate::domain::card::{CardState, LONGEST_TITLE};
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::ask::answer::{LONGEST, aloud};
use crate::views::ask::card::{Choice, Face, quoted, text_input, title_input};
use crate::views::ask::names::answers::{action, field, modal as name};
use crate::views::kit::{
    button, buttons, choice, context, escape, input, message, modal, plain, primary, section,
    select, shorten,
};
use crate::views::when;

/// What is to be kept, as the modal begins.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub communities: &'a [Choice],
    pub community: Option<&'a str>,
    pub review: NaiveDate,
    /// Who wrote it; `None` for the one who proposes.
    pub author: Option<&'a str>,
    /// What comes back.
    pub metadata: String,
}

/// What, where, until when?
pub fn keep_modal(voice: &Voice, draft: &Draft<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks: Vec<SlackBlock> = vec![
        title_input(&shorten(draft.title, LONGEST_TITLE)).into(),
        text_input(&shorten(draft.text, LONGEST)).into(),
    ];
    if !draft.communities.is_empty() {
        let label = |(id, name): &Choice| choice(id.to_string(), &shorten(&format!("#{name}"), 75));
        let choices = draft.communities.iter().take(100).map(label).collect();
        let element = select(field::COMMUNITY, choices, draft.community);
        blocks.push(
            input(field::COMMUNITY, "For which community?", element).with_optional(true).into(),
        );
    }
    let date = SlackBlockDatePickerElement::new()
        .with_action_id(action::REVIEW.into())
        .with_initial_date(when::iso(draft.review));
    let review = SlackSectionBlock::new()
        .with_text(SlackBlockMarkDownText::new("Ask again whether it holds on".to_owned()).into())
        .with_block_id(field::REVIEW.into())
        .with_accessory(date.into());
    blocks.push(review.into());
    blocks.push(context(match draft.author {
        Some(author) => format!(
            "I ask {} first: without a yes nobody sees it. You read here what came of it.",
            escape(author)
        ),
        None => "It's your own message, so it is kept at once.".to_owned(),
    }));
    SlackView::Modal(
        modal(name::KEEP, "Keep for the community", "Never mind", blocks)
            .with_submit(plain(if draft.author.is_some() { "Ask them" } else { "Keep it" }))
            .with_private_metadata(draft.metadata.clone()),
    )
}

/// What came of proposing, or why it cannot be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// The author is asked.
    Asking(String),
    /// It is kept at once.
    Kept,
    /// Somebody proposed it before.
    Before,
    /// No person of this workspace wrote it.
    NoAuthor,
    /// Their account is a guest's or of another organization.
    NotTheirs(String),
    /// Whoever proposes may not.
    Outsider,
}

/// To whoever proposes.
pub fn proposed(voice: &Voice, what: &Proposed) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match what {
        Proposed::Asking(author) => format!(
            "*Thank you.* I ask {} first; you hear from me when there is a word.",
            escape(author)
        ),
        Proposed::Kept => format!("*Kept, thank you.* People find it with `{} search`.", voice.ask),
        Proposed::Before => {
            "Somebody proposed this before, so there is nothing to do. Thank you for thinking of it."
                .to_owned()
        }
        Proposed::NoAuthor => {
            "I can only keep what a person here wrote, because I ask them first.".to_owned()
        }
        Proposed::NotTheirs(author) => format!(
            "{} is a guest or from another organization, so I cannot ask them to keep this. You can \
             write down the gist yourself and keep that.",
            escape(author)
        ),
        Proposed::Outsider => {
            "Cards are kept by the members of this workspace. Thank you for thinking of it.".to_owned()
        }
    };
    message(aloud(&text), vec![section(text)])
}

/// The words and the buttons of a proposal, for its author.
pub fn proposal(voice: &Voice, face: &Face) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let id = face.card.id.to_string();
    vec![
        section(format!("*{}*\n{}", escape(&face.card.title), quoted(face))),
        buttons(
            format!("keep:{id}"),
            [
                primary(button(action::KEEP_IT, "Keep it", &id)),
                button(action::KEEP_EDIT, "Edit first…", &id),
                button(action::KEEP_NOT, "No, thanks", &id),
            ],
        ),
    ]
}

/// To its author: may we?
pub fn may_we(voice: &Voice, face: &Face, by: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let place = match &face.community {
        Some(name) => format!("the community of #{}", escape(name)),
        None => "everybody here".to_owned(),
    };
    let head = format!(
        "*May we keep this?* {} found something you wrote worth keeping for {place}:",
        escape(by)
    );
    let mut blocks = vec![section(&head)];
    blocks.extend(proposal(voice, face));
    blocks.push(context(
        "Without a yes nobody sees it. With one it stands there under your name, and you can take it \
         back whenever you like.",
    ));
    message(aloud(&head), blocks)
}

/// To whoever proposed: what came of it.
pub fn outcome(voice: &Voice, face: &Face) -> Option<SlackMessageContent> {
    let Locale::English = voice.locale;
    let (owner, title) = (escape(&face.owner), escape(&face.card.title));
    let text = match face.card.state {
        CardState::Proposed => return None,
        CardState::Current | CardState::Stale => {
            format!("*“{title}” is kept.* {owner} said yes. Thank you for thinking of it.")
        }
        CardState::Retired => {
            format!(
                "*“{title}” is not kept.* {owner} would rather not. That's fine, and nobody else is told."
            )
        }
    };
    Some(message(aloud(&text), vec![section(text)]))
}
