//! Cards: what a community keeps.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::*;

use crate::domain::card::{Card, CardState, LONGEST_TITLE, Origin};
use crate::domain::ids::{AnswerId, CommunityId};
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::ask::accept::beginning;
use crate::views::ask::answer::{LONGEST, aloud, link, quote};
use crate::views::ask::names::answers::{action, field, modal as name};
use crate::views::ask::own::own_line;
use crate::views::kit::{
    button, buttons, confirmed, context, count, escape, header, input, message, modal, plain,
    primary, section, shorten,
};
use crate::views::when;

/// Nothing can be looked for yet.
pub fn not_ready(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "I'm still getting my index ready. Please look again in a minute.";
    message(text, vec![section(text)])
}

/// A card with what one reads beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub card: Card,
    /// What its owner is called.
    pub owner: String,
    /// What its community is called.
    pub community: Option<String>,
    /// How many people it helped besides its asker.
    pub reuses: u32,
}

/// What somebody may do with a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// It is theirs: to confirm, to change, to take back.
    pub owns: bool,
    /// They tend its community: to confirm where its owner is gone, to take back.
    pub tends: bool,
}

/// What stands under a card: who, where, since when, how far it can be trusted.
fn small_print(voice: &Voice, face: &Face) -> String {
    let Locale::English = voice.locale;
    let Face { card, owner, community, reuses } = face;
    let mut parts = vec![match card.origin {
        Origin::Kept => format!("By {}", escape(owner)),
        Origin::Answer { .. } | Origin::Session { .. } => format!("Answered by {}", escape(owner)),
    }];
    parts.extend(community.as_ref().map(|name| format!("#{}", escape(name))));
    parts.push(when::full_day(voice.locale, card.made_at.date_naive()));
    if card.state == CardState::Stale {
        let since = when::full_day(voice.locale, card.review_at.date_naive());
        parts.push(format!("not confirmed since {since}"));
    }
    if *reuses > 0 {
        parts.push(format!("helped {} more", count(*reuses, "person", "people")));
    }
    if let Some(to) = &card.link {
        parts.push(link(Some(to), "where it stands"));
    }
    parts.join(" · ")
}

/// One card, with what its reader may do.
pub fn card_modal(voice: &Voice, face: &Face, rights: Rights) -> SlackView {
    let Locale::English = voice.locale;
    let (card, id) = (&face.card, face.card.id.to_string());
    let mut blocks = vec![
        section(format!("*{}*", escape(&card.title))),
        section(escape(&card.text)),
        context(small_print(voice, face)),
    ];
    let mut row = Vec::new();
    if !card.state.is_shown() {
        blocks.push(context(match card.state {
            CardState::Proposed => "It waits for a yes of whoever wrote it: nobody else sees it.",
            _ => "It was taken back: nobody finds it any more.",
        }));
    } else if !rights.owns {
        row.push(button(action::SOLVED, "Solved it for me too", &id));
    }
    if card.state.is_shown() && (rights.owns || rights.tends) {
        row.push(button(action::STILL_TRUE, "Still true", &id));
    }
    if rights.owns && card.state != CardState::Retired {
        row.push(button(action::EDIT, "Edit…", &id));
    }
    if card.state.is_shown() && (rights.owns || rights.tends) {
        row.push(confirmed(
            button(action::TAKE_BACK, "Take it back", &id),
            "Take it back?",
            "Nobody finds the card any more. Messages in Slack stay as they are.",
            "Take it back",
            "Keep it",
        ));
    }
    if !row.is_empty() {
        blocks.push(buttons("card", row));
    }
    let modal = modal(name::CARD, "Card", "Close", blocks);
    SlackView::Modal(modal.with_private_metadata(id))
}

/// The same to be changed by its owner.
pub fn edit_modal(voice: &Voice, card: &Card) -> SlackView {
    let Locale::English = voice.locale;
    let keep = card.state == CardState::Proposed;
    let blocks = vec![
        title_input(&card.title).into(),
        text_input(&card.text).into(),
        context("Everybody who finds the card reads this, with your name."),
    ];
    SlackView::Modal(
        modal(name::EDIT, "Edit the card", "Never mind", blocks)
            .with_submit(plain(if keep { "Keep it" } else { "Save" }))
            .with_private_metadata(card.id.to_string()),
    )
}

/// What a card is called.
pub fn title_input(title: &str) -> SlackInputBlock {
    let element = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::TITLE.into())
        .with_initial_value(shorten(title, LONGEST_TITLE))
        .with_max_length(150);
    input(field::TITLE, "What it is called", element)
}

/// What a card says.
pub fn text_input(text: &str) -> SlackInputBlock {
    let element = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::TEXT.into())
        .with_multiline(true)
        .with_initial_value(shorten(text, LONGEST))
        .with_max_length(3_000);
    input(field::TEXT, "What it says", element)
}

/// What was found, or the newest where nobody looked for anything.
pub fn listed(voice: &Voice, words: Option<&str>, faces: &[Face]) -> SlackView {
    let Locale::English = voice.locale;
    let head = match (words, faces.is_empty()) {
        (Some(words), true) => format!(
            "Nothing is kept about “{}” yet. `{} {}` takes it to somebody who may know.",
            escape(words),
            voice.ask,
            escape(words)
        ),
        (None, true) => format!(
            "Nothing is kept yet. A card is made whenever somebody accepts an answer: `{} help` says \
             how to ask.",
            voice.ask
        ),
        (Some(words), false) => format!("*What is kept about “{}”*", escape(words)),
        (None, false) => "*The newest cards*".to_owned(),
    };
    let mut blocks = vec![section(&head)];
    for face in faces {
        blocks.extend(row(voice, face));
    }
    SlackView::Modal(modal(name::CARD, "Cards", "Close", blocks))
}

/// A card in a list.
fn row(voice: &Voice, face: &Face) -> Vec<SlackBlock> {
    let text = format!("*{}*\n{}", escape(&face.card.title), beginning(&face.card.text));
    let open = button(action::CARD, "Open", face.card.id.to_string());
    let block = SlackSectionBlock::new()
        .with_text(SlackBlockMarkDownText::new(text).into())
        .with_block_id(format!("card:{}", face.card.id).into())
        .with_accessory(open.into());
    vec![block.into(), context(small_print(voice, face))]
}

/// Somebody was helped, too.
pub fn solved(voice: &Voice, said: Solved) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match said {
        Solved::Counted(1) => "*Noted, and lovely to hear.* You are the first besides whoever \
                               asked."
            .to_owned(),
        Solved::Counted(people) => {
            format!(
                "*Noted, and lovely to hear.* It has helped {people} people besides whoever asked."
            )
        }
        Solved::Before => "You said so before, and it counts. Once is enough.".to_owned(),
        Solved::Asked => {
            "You asked it, so it counts already: accept the answer that helped.".to_owned()
        }
        Solved::Wrote => {
            "You wrote it yourself. Whom else it helped is for them to say.".to_owned()
        }
        Solved::NoAnswer => {
            "Nobody has answered it yet. When somebody has, say it there, on the answer.".to_owned()
        }
        Solved::Elsewhere => format!(
            "This counts how often an answer helped again. Choose it on a question of `{}`, on one \
             of its answers, or on a message that was kept for the community.",
            voice.ask
        ),
    };
    message(aloud(&text), vec![section(text)])
}

/// What came of saying that something helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solved {
    /// How many people say so now.
    Counted(u32),
    Before,
    /// It is their own question.
    Asked,
    /// It is their own answer or card.
    Wrote,
    /// The question has no answer.
    NoAnswer,
    /// The message is none that could have helped.
    Elsewhere,
}

/// To whom cards belong: do they still hold? All of them in one message.
pub fn still_true(voice: &Voice, faces: &[Face], reader_owns: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let many = faces.len() > 1;
    let title = faces.first().map(|face| escape(&face.card.title)).unwrap_or_default();
    let head = match (reader_owns, many) {
        (true, false) => "*Is this still true?* Half a year ago you wrote:",
        (true, true) => "*Are these still true?* Half a year ago you wrote:",
        (false, false) => "*Is this still true?* Its author has left, so I ask you as a steward:",
        (false, true) => {
            "*Are these still true?* Their authors have left, so I ask you as a steward:"
        }
    };
    let mut blocks = vec![section(head)];
    if many {
        let titles = faces.iter().map(|face| format!("• {}", escape(&face.card.title)));
        blocks.push(section(titles.collect::<Vec<_>>().join("\n")));
        let all = primary(button(action::DUE, "Go through them", ""));
        blocks.push(buttons("due", [all]));
    } else {
        blocks.extend(faces.iter().flat_map(|face| review(voice, face, reader_owns)));
    }
    blocks.push(context(
        "Without a word for two weeks I mark it as not confirmed; people still find it.",
    ));
    message(if many { aloud(head) } else { format!("Is “{title}” still true?") }, blocks)
}

/// All cards that wait for a word, one under the other; in each place the three answers.
pub fn due_modal(voice: &Voice, faces: &[Face], owns: bool) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks: Vec<SlackBlock> =
        faces.iter().flat_map(|face| review(voice, face, owns)).collect();
    if blocks.is_empty() {
        blocks.push(section("*That's all of them, thank you.* Nothing waits for a word of yours."));
    }
    SlackView::Modal(modal(name::DUE, "Still true?", "Close", blocks))
}

/// A card to be looked at, with the three answers.
pub fn review(voice: &Voice, face: &Face, owns: bool) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let id = face.card.id.to_string();
    let text = format!("*{}*\n{}", escape(&face.card.title), beginning(&face.card.text));
    let yes = primary(button(action::STILL_TRUE, "Still true", &id));
    let edit = owns.then(|| button(action::EDIT, "Edit…", &id));
    let back = button(action::TAKE_BACK, "Take it back", &id);
    vec![
        section(text),
        buttons(format!("review:{id}"), [yes].into_iter().chain(edit).chain([back])),
    ]
}

/// What became of a card after a press.
pub fn done(voice: &Voice, what: Done, review_at: DateTime<Utc>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let next = when::full_day(voice.locale, review_at.date_naive());
    let text = match what {
        Done::Confirmed => format!("*Thank you.* It counts as true until {next}."),
        Done::Changed => {
            format!("*Saved.* Whoever finds it reads your new words. I ask again on {next}.")
        }
        Done::TakenBack => "*Taken back.* Nobody finds the card any more.".to_owned(),
        Done::Kept => format!("*Kept, thank you.* People find it with `{} search`.", voice.ask),
        Done::NotKept => {
            "*All right.* It is not kept; whoever proposed it reads just that.".to_owned()
        }
        Done::Before => "That was said before: nothing to change.".to_owned(),
        Done::Gone => "That card is no longer there.".to_owned(),
        Done::NotYours => "Only whoever wrote it, or a steward, can do that.".to_owned(),
    };
    message(aloud(&text), vec![section(text)])
}

/// What a press on a card came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Confirmed,
    Changed,
    TakenBack,
    Kept,
    NotKept,
    Before,
    Gone,
    NotYours,
}

/// To a steward who wants what is kept as a file.
pub fn exporting(voice: &Voice, may: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match may {
        true => "*On its way.* The file comes into your direct message with me in a moment.",
        false => "Only a community's stewards and admins can take its cards along.",
    };
    message(aloud(text), vec![section(text)])
}

/// Beside the file.
pub fn export_comment(voice: &Voice, cards: u32) -> String {
    let Locale::English = voice.locale;
    format!("Here is what your communities keep: {}.", count(cards, "card", "cards"))
}

/// Thanks and cards on somebody's desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptDesk {
    /// Lines of questions that their answers helped with, the newest first.
    pub thanks: Vec<String>,
    /// Answers of theirs that stand in no thread, each with its question's title.
    pub given: Vec<(String, AnswerId)>,
    /// Cards of theirs that wait for a word.
    pub due: Vec<Face>,
    /// What somebody proposed to keep of theirs.
    pub proposed: Vec<Face>,
}

/// The part of App Home that is about it; nothing where there is nothing.
pub fn desk(voice: &Voice, desk: &KeptDesk) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if !desk.proposed.is_empty() {
        blocks.push(header("May we keep this?"));
        for face in &desk.proposed {
            blocks.extend(super::keep::proposal(voice, face));
        }
    }
    if !desk.due.is_empty() {
        blocks.push(header("Still true?"));
        for face in &desk.due {
            blocks.extend(review(voice, face, true));
        }
    }
    if !desk.given.is_empty() {
        blocks.push(section("*Answers of mine that only whoever asked reads*"));
        blocks.extend(desk.given.iter().map(|(title, answer)| own_line(voice, title, *answer)));
    }
    if !desk.thanks.is_empty() {
        blocks.push(section(format!("*Thanks I got*\n{}", desk.thanks.join("\n"))));
    }
    blocks
}

/// A community to choose.
pub type Choice = (CommunityId, String);

/// A card's text, quoted.
pub fn quoted(face: &Face) -> String {
    quote(&face.card.text, 1_200)
}
