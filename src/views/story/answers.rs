//! Answers to `/story` and to presses, read by the one who asks and nobody else.

use slack_morphism::prelude::*;

use super::names::action;
use super::words::{Told, readers, seen, worth};
use crate::domain::locale::Locale;
use crate::domain::story::deeds::No;
use crate::domain::story::{Concerned, Part, State, Story};
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, context, escape, list, message, primary, section, shorten,
};

/// All that can be typed.
pub fn help(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let story = &voice.story;
    message(
        "How stories work.",
        vec![
            section(
                "*What was your community good for?* A value story says it in a few words: what \
                 happened, who helped, what changed. Whoever was helped confirms it, and everybody \
                 in it decides who may read it.",
            ),
            section(format!(
                "`{story}` – tell one\n`{story} Bo's script saved me two days` – begin with these \
                 words\n`{story} list` and words – read\n\
                 `{story} mine` – those that you are in\n\
                 `{story} contributions` – what you gave and got, for you alone\n\
                 `{story} report` – for stewards: what they come to; with a name, of one community\n\
                 `{story} export` – a file, for whoever tends a community\n\
                 `{story} help` – this"
            )),
            context(
                "On a message, *Save as value story* begins one; its words come along only if \
                 whoever wrote them agrees. Your App Home has all stories that you are in, and the \
                 way out of each.",
            ),
            buttons("help", [button(action::TELL, "Tell a story", "")]),
        ],
    )
}

/// A word that may be one of ours.
pub fn unknown_word(voice: &Voice, word: &str, nearest: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let story = &voice.story;
    let word = escape(&shorten(word, 40)).replace('`', "'");
    only(format!(
        "I don't know `{word}`. Did you mean `{story} {nearest}`? If it begins your story, say it in \
         a few words more. Nothing was told."
    ))
}

/// Kindly no: telling stories is not for this account.
pub fn not_for_you(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(
        "Stories are told by this workspace's members, so I can't take yours down. Somebody who was \
         there with you can tell it; you're asked before you're in it.",
    )
}

/// Only admins may.
pub fn not_an_admin(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("Only admins of this workspace can change that.")
}

/// It is not there, or not theirs to see.
pub fn gone(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("That story is no longer there.")
}

/// Why nothing was done.
pub fn no(voice: &Voice, no: No) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(match no {
        No::NotInIt => "You're not in that story, or not any more, so there's nothing to change.",
        No::NotYours => "That's for somebody else in this story to say. Nothing was changed.",
        No::Withdrawn => "That story was taken back, so there's nothing to change any more.",
    })
}

/// They said yes to other words than those that stand there now.
pub fn reworded(voice: &Voice, story: &Story) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "*It was told in other words since.* Please read it once more before you say yes.";
    let open = button(action::OPEN, "Read it", story.id.to_string());
    message(text.replace('*', ""), vec![section(text), buttons("reworded", [open])])
}

/// After it was told: what happens next.
pub fn told(voice: &Voice, told: &Told, asked: &[String]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let story = &told.story;
    let mine = story.teller == story.helped;
    let mut text = match mine {
        true => "*Thank you, that's a good story.*".to_owned(),
        false => "*Thank you for telling it.* I ask whoever was helped whether it was so; only \
                  they can confirm it."
            .to_owned(),
    };
    let asked: Vec<String> = asked.iter().map(|name| escape(name)).collect();
    if !asked.is_empty() {
        let names = list(voice.locale, &asked);
        text = format!(
            "{text} I ask {names} whether it's fine to be in it. Until then only the people in it \
             read it."
        );
    }
    let mut blocks = vec![section(text)];
    if mine && story.state == State::Claimed {
        if let Some(worth) = worth(voice, told) {
            blocks.push(section(worth));
        }
        let id = story.id.to_string();
        blocks.push(section("Is it right as it stands, and may it count?"));
        blocks.push(buttons(
            "told",
            [
                primary(button(action::YES, "Yes, count it", seen(story))),
                button(action::LINK, "Add a link", &id),
                button(action::CHANGE, "Change it", &id),
            ],
        ));
    }
    blocks.push(context("Your App Home has it, and the way out of it."));
    message("Thank you for your story.", blocks)
}

/// What somebody did is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Confirmed,
    NotMe,
    Withdrawn,
    Out,
    Agreed,
    Linked,
    Unlinked,
    /// It was so before: a second click.
    AsBefore,
}

/// What was done, and what follows from it.
pub fn done(voice: &Voice, story: &Story, done: Done, reader: Option<Part>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match done {
        Done::Confirmed => "*Thank you, it counts now.*".to_owned(),
        Done::NotMe => {
            "*Thanks for saying.* Without you there is no story: it's taken back, and nobody reads \
             it."
            .to_owned()
        }
        Done::Withdrawn => {
            "*It's taken back.* It counts nowhere, and where it stood it's gone within a minute."
                .to_owned()
        }
        Done::Out if story.state == State::Withdrawn => {
            "*You're out, and the story is taken back with you.* Nobody reads it any more."
                .to_owned()
        }
        Done::Out => "*You're out.* Your name is gone from it within a minute, wherever it stands."
            .to_owned(),
        Done::Agreed => format!("*Thank you.* {}", who_reads(voice, story)),
        Done::Linked if story.state == State::Claimed => {
            "*Kept.* It's evidence once whoever was helped confirms the story.".to_owned()
        }
        Done::Linked => "*Kept.* The story has evidence now.".to_owned(),
        Done::Unlinked => "*The link is gone.*".to_owned(),
        Done::AsBefore => "That was so already, nothing to do.".to_owned(),
    };
    let mut blocks = vec![section(text.clone())];
    let waits = story.state != State::Withdrawn && reader == Some(Part::Helped);
    let heard = |one: &Concerned| one.audience.is_some();
    if done == Done::Confirmed && waits && !story.person(&story.helped).is_some_and(heard) {
        blocks.push(section(format!(
            "One more thing: may {} read it?",
            readers(voice, story.proposed())
        )));
        blocks.push(super::notes::fine_buttons(story));
    }
    message(text.replace('*', ""), blocks)
}

/// Who reads it as things stand.
fn who_reads(voice: &Voice, story: &Story) -> String {
    let Locale::English = voice.locale;
    if story.unheard().next().is_some() {
        return "Until everybody in it has said so, only the people in it read it.".to_owned();
    }
    format!("It's read by {}.", readers(voice, story.audience()))
}

fn only(text: impl Into<String>) -> SlackMessageContent {
    let text = text.into();
    message(text.replace('*', ""), vec![section(text)])
}

/// The story is not there, or not theirs to read.
pub fn not_there(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "That story is not there any more, or it is not for everybody to read.";
    message(text, vec![section(text)])
}
