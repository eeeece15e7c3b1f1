//! Did it hold? What whoever was helped reads after two weeks and after two months.

use slack_morphism::prelude::*;

use crate::domain::ids::StoryId;
use crate::domain::locale::Locale;
use crate::domain::story::deeds::LONGEST_LINK;
use crate::domain::story::follow_up::{After, FollowUp, Word};
use crate::domain::story::{Cycle, Story};
use crate::views::Voice;
use crate::views::ask::answer::{aloud, quote};
use crate::views::kit::{
    button, buttons, choice, confirmed, context, input, message, modal, plain, primary, section,
    select,
};
use crate::views::story::names::after::{action, field, modal as name};

/// A story and its days as buttons carry them.
pub fn value(story: StoryId, after: After) -> String {
    format!("{story} {}", after.days())
}

/// The same read back.
pub fn parse(value: &str) -> Option<(StoryId, After)> {
    let (story, days) = value.split_once(' ')?;
    let days: u32 = days.parse().ok()?;
    let after = After::ALL.into_iter().find(|after| after.days() == days)?;
    Some((story.parse().ok()?, after))
}

fn ago(voice: &Voice, after: After) -> &'static str {
    let Locale::English = voice.locale;
    match after {
        After::TwoWeeks => "Two weeks ago",
        After::TwoMonths => "Two months ago",
    }
}

/// The question, and what was said to it once it was.
pub fn question(voice: &Voice, story: &Story, it: &FollowUp) -> SlackMessageContent {
    let Locale::English = voice.locale;
    message("Did it hold? Did anything come of it?", blocks(voice, story, it))
}

/// The same on a page.
pub fn blocks(voice: &Voice, story: &Story, it: &FollowUp) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let ago = ago(voice, it.after);
    let told = quote(&story.happened, 300);
    let text = match story.teller == story.helped {
        true => format!("*Did it hold?* {ago} you told me:\n>{}", quoted(&told)),
        false => format!("*Did it hold?* {ago} this story of yours was told:\n>{}", quoted(&told)),
    };
    let value = value(it.story, it.after);
    let mut blocks = vec![section(text)];
    let name = format!("follow_up:{value}");
    match it.word {
        None => blocks.push(buttons(
            name,
            [
                primary(button(action::HELD, "It held", &value)),
                button(action::MORE, "It was more", &value),
                confirmed(
                    button(action::DID_NOT_HOLD, "It did not hold", &value),
                    "It did not hold?",
                    "Then no sum counts what it was worth any more. The story stays, and so do the \
                     thanks: nobody did anything wrong.",
                    "It did not hold",
                    "Not so fast",
                ),
            ],
        )),
        Some(word) => {
            blocks.push(context(said(voice, word)));
            blocks.push(buttons(name, [button(action::ADD, "Add to it", &value)]));
        }
    }
    blocks
}

/// Every line of a text quoted.
fn quoted(text: &str) -> String {
    text.replace('\n', "\n>")
}

fn said(voice: &Voice, word: Word) -> &'static str {
    let Locale::English = voice.locale;
    match word {
        Word::Held => ":white_check_mark: It held. Thank you!",
        Word::More => ":seedling: More came of it. Thank you!",
        Word::DidNotHold => "It did not hold. Thank you for saying so.",
    }
}

/// What came of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It is written down.
    Noted(Word),
    /// They said this before.
    Before(Word),
    /// The story was taken back, or is not theirs to judge.
    Gone,
    /// What came of it is written down, too.
    Added,
}

/// Says what came of a press; `value` leads to adding more.
pub fn pressed(voice: &Voice, what: Pressed, value: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (text, more) = match what {
        Pressed::Noted(Word::Held) => {
            ("*Good to hear.* If something came of it, a sentence is welcome.", true)
        }
        Pressed::Noted(Word::More) => {
            ("*How lovely.* If you like, say in a sentence what came of it.", true)
        }
        Pressed::Noted(Word::DidNotHold) => (
            "*Thank you for saying so.* What it was worth is in no sum any more. The story stays \
             told, and whoever helped stays thanked.",
            true,
        ),
        Pressed::Before(Word::Held) => ("You said that it held. You can add to it.", true),
        Pressed::Before(Word::More) => ("You said that more came of it. You can add to it.", true),
        Pressed::Before(Word::DidNotHold) => {
            ("You said that it did not hold. You can add to it.", true)
        }
        Pressed::Gone => ("That story is not there any more, so there is nothing to say.", false),
        Pressed::Added => ("*Thank you!* I've kept it with the story.", false),
    };
    let mut blocks = vec![section(text)];
    if more {
        blocks.push(buttons("follow_up_add", [button(action::ADD, "Add to it", value)]));
    }
    message(aloud(text), blocks)
}

/// How far a story has come, as people read it.
pub fn cycle(locale: Locale, cycle: Cycle) -> &'static str {
    let Locale::English = locale;
    match cycle {
        Cycle::Immediate => "It was good in itself",
        Cycle::Potential => "Something was learned",
        Cycle::Applied => "It was used",
        Cycle::Realized => "It made a difference",
        Cycle::Transformative => "It changed what we aim for",
    }
}

/// What came of it, how far it has come, and something to look at: all of it optional.
pub fn modal_of(voice: &Voice, story: &Story, it: &FollowUp) -> SlackView {
    let Locale::English = voice.locale;
    let came = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::CAME.into())
        .with_multiline(true)
        .with_max_length(500)
        .with_placeholder(plain("Two teams use it now · it saves us a day a month"));
    let came = match &it.came {
        Some(said) => came.with_initial_value(said.clone()),
        None => came,
    };
    let cycles = Cycle::ALL.map(|it| choice(it.as_str(), cycle(voice.locale, it))).to_vec();
    let far = select(field::CYCLE, cycles, Some(story.cycle.as_str()));
    let link = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::EVIDENCE.into())
        .with_max_length(LONGEST_LINK as u64)
        .with_placeholder(plain("https://…"));
    let link = match &story.evidence {
        Some(link_) => link.with_initial_value(link_.clone()),
        None => link,
    };
    let blocks = vec![
        section(format!(">{}", quoted(&quote(&story.happened, 300)))),
        input(field::CAME, "What came of it?", came).with_optional(true).into(),
        input(field::CYCLE, "How far has it come?", far).into(),
        input(field::EVIDENCE, "A link that shows it", link)
            .with_optional(true)
            .with_hint(plain("Whoever may read the story may follow it."))
            .into(),
    ];
    SlackView::Modal(
        modal(name::CAME, "What came of it", "Not now", blocks)
            .with_submit(plain("Keep it"))
            .with_private_metadata(value(it.story, it.after)),
    )
}

/// At the field of the link: it is none.
pub fn no_link(voice: &Voice) -> &'static str {
    let Locale::English = voice.locale;
    "That is no link that I can keep. One that begins with https:// works."
}
