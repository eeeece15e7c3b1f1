//! Answers to commands and presses, read by the one who asked and nobody else.

use slack_morphism::prelude::*;

use crate::domain::coffee::{Pause, WhyNot};
use crate::domain::locale::Locale;
use crate::domain::membership::Did;
use crate::domain::wording::{MOST_ROUNDS, PauseProblem};
use crate::views::Voice;
use crate::views::coffee::mine::{MyProgram, my_buttons, status, why_not};
use crate::views::kit::{
    button, buttons, capital, context, escape, message, primary, section, shorten,
};
use crate::views::names::action;
use crate::views::when;

/// The most buttons that a message has: more do not fit beside each other on a phone.
const MOST_BUTTONS: usize = 3;

/// What was done, where one stands now, and the way back.
pub fn done(voice: &Voice, did: Did, mine: &MyProgram) -> SlackMessageContent {
    let what = what_was_done(voice, did, mine);
    let text = match did {
        Did::Ended => return only(what),
        // These say where one stands already.
        Did::Left | Did::WasNotIn | Did::Paused | Did::Skipped => what.clone(),
        Did::Joined
        | Did::AlreadyIn
        | Did::Resumed
        | Did::WasNotPaused
        | Did::Unskipped
        | Did::WasNotSkipping
        | Did::Stays
        | Did::OtherDate => format!("{what}\n{}", status(voice, mine)),
    };
    let channel = &mine.program.channel;
    let row = format!("program_{}", mine.program.id);
    let mut blocks = vec![section(text)];
    let shown: Vec<_> = my_buttons(voice, mine).into_iter().take(MOST_BUTTONS).collect();
    if !shown.is_empty() {
        blocks.push(buttons(row, shown));
    }
    blocks.push(context(format!(
        "{} in <#{channel}> · {}",
        capital(mine.program.style.called.as_str()),
        when::recurrence(voice.locale, &mine.program.cadence)
    )));
    message(what.replace('*', ""), blocks)
}

fn what_was_done(voice: &Voice, did: Did, mine: &MyProgram) -> String {
    let Locale::English = voice.locale;
    let next = when::long_day(voice.locale, mine.program.next_opening);
    match did {
        Did::Joined => {
            let called = &mine.program.style.called;
            format!("*Welcome to {called}!* I'll introduce you to somebody new.")
        }
        Did::AlreadyIn => "You've joined already, nothing to do.".to_owned(),
        Did::Left => {
            "*You've left.* I won't introduce you any more. It was good to have you!".to_owned()
        }
        Did::WasNotIn => "You're not in this coffee, so there was nothing to change.".to_owned(),
        Did::Paused => match mine.mine.as_ref().map(|mine| mine.pause) {
            Some(Pause::Until(back)) => {
                format!("*Enjoy the break.* You're back on {}.", when::long_day(voice.locale, back))
            }
            Some(Pause::Rounds(rounds)) => format!(
                "*Enjoy the break.* You come back by yourself after the next {}.",
                match rounds {
                    1 => "round".to_owned(),
                    n => format!("{n} rounds"),
                }
            ),
            Some(Pause::UntilBack) => {
                "*Enjoy the break.* It lasts until you say you're back.".to_owned()
            }
            Some(Pause::None) | None => "*Enjoy the break.*".to_owned(),
        },
        Did::Resumed => "*Welcome back!*".to_owned(),
        Did::WasNotPaused | Did::WasNotSkipping => {
            "You weren't away, so there was nothing to change.".to_owned()
        }
        Did::Skipped => {
            format!("*Skipped.* {next} goes on without you, and you're in again after it.")
        }
        Did::Unskipped => "*Good to have you back!*".to_owned(),
        Did::Stays => "*Lovely, you stay in.*".to_owned(),
        Did::OtherDate => "That button was for another date, so nothing was changed.".to_owned(),
        Did::Ended => "This coffee has ended, so there is nothing to change any more.".to_owned(),
    }
}

/// Kindly no: coffee is not for this account.
pub fn not_for_you(voice: &Voice, why: WhyNot) -> SlackMessageContent {
    only(why_not(voice, why))
}

/// Kindly no: a guest may take part at most.
pub fn not_for_guests_to_set_up(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(
        "Coffee is set up by this workspace's full members. Ask one of them, they'll be glad you \
         did!",
    )
}

/// A word that is no command: the nearest one, or help.
pub fn unknown_word(voice: &Voice, word: &str, nearest: Option<&str>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    // A backtick would end the code that the word is shown as.
    let word = escape(&shorten(word, 40)).replace('`', "'");
    only(match nearest {
        Some(nearest) => {
            format!(
                "I don't know `{word}`. Did you mean `{coffee} {nearest}`? Nothing was changed."
            )
        }
        None => format!("I don't know `{word}`. `{coffee} help` shows what I understand."),
    })
}

/// The words after `pause` make no sense.
pub fn unclear_pause(voice: &Voice, problem: &PauseProblem) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let what = match problem {
        PauseProblem::Missing => "For how long?".to_owned(),
        PauseProblem::Unclear => "I couldn't make out for how long.".to_owned(),
        PauseProblem::NoSuchDay => "The calendar doesn't have that day.".to_owned(),
        PauseProblem::Past(date) => {
            format!("{} isn't ahead of us.", when::full_day(voice.locale, *date))
        }
        PauseProblem::TooFar => "A pause can last a year at most. You can also leave, and come \
                                 back whenever you like."
            .to_owned(),
        PauseProblem::Rounds => format!("A pause can last for 1 to {MOST_ROUNDS} rounds."),
    };
    only(format!(
        "{what} Try `{coffee} pause 2 weeks`, `{coffee} pause 3 rounds` or `{coffee} pause until \
         12 Jan`. Nothing was changed."
    ))
}

/// A command that needs a program where there is none.
pub fn no_program(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "There's no coffee in this workspace yet.";
    message(
        text,
        vec![
            section(format!("*{text}* Set one up in a channel, and I'll invite its people.")),
            buttons("no_program", [primary(button(action::SETUP, "Set up coffee", "new"))]),
        ],
    )
}

/// A command in a channel whose coffee somebody is not in, though they are in others.
pub fn not_in_this_one(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "You're not in this channel's coffee, so nothing was changed.";
    let mine = button(action::MINE, "My coffee", "mine");
    message(text, vec![section(text), buttons("not_in_this_one", [mine])])
}

/// The directory has not been read yet.
pub fn not_known_yet(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("I'm still getting to know this workspace. Please try again in a minute.")
}

/// Pressed by somebody whom it is not about.
pub fn not_your_group(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("Only the people I introduced to each other there can press that.")
}

/// The thing a button was about is not there any more.
pub fn gone(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(format!("That's from a while ago and no longer there. `{}` shows what is.", voice.coffee))
}

/// A steward's button, pressed by somebody else.
pub fn stewards_only(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("Only whoever tends this coffee, or a workspace admin, can do that.")
}

/// A button that this version does not know (any more).
pub fn outdated(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    format!("This button is from an older version of me. `{coffee}` shows what you can do now.")
}

/// No answer: something broke on our side (`reference` is in the log as well), or it takes longer
/// than Slack waits.
pub fn trouble(voice: &Voice, reference: Option<&str>) -> String {
    let Locale::English = voice.locale;
    match reference {
        Some(reference) => {
            let coffee = &voice.coffee;
            format!(
                "Something went wrong on my side. `{coffee}` shows where you stand; please try \
                 again if it isn't there yet. (ref {reference})"
            )
        }
        None => "That takes a moment longer than usual. I'm on it.".to_owned(),
    }
}

/// What somebody can do about a window that did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again<'a> {
    /// The same once more.
    Now,
    /// The same a little later.
    InAMinute,
    /// The same once more, though it may not help; what went wrong is in the log by this reference.
    Perhaps(&'a str),
}

/// Slack did not open a modal; `by_command` is for somebody who typed instead of pressing a button.
pub fn no_window(voice: &Voice, by_command: bool, again: Again<'_>) -> String {
    let Locale::English = voice.locale;
    let again_please =
        if by_command { "Please give the command again" } else { "Please press the button again" };
    match again {
        Again::Now => format!("Slack did not open the window. {again_please}."),
        Again::InAMinute => format!("Slack did not open the window. {again_please} in a minute."),
        Again::Perhaps(reference) => format!(
            "Slack did not open the window. {again_please}, and if it stays like this, tell \
             whoever looks after me here. (ref {reference})"
        ),
    }
}

/// "Not this time", answered privately.
pub fn not_this_time(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("That's fine, thanks for saying. Nobody else sees it.")
}

/// What the command understands, with examples.
pub fn help(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let lines = [
        ("", "my coffee, with a button for everything"),
        (" join", "be introduced to somebody new"),
        (" now", "meet somebody else who is free this minute"),
        (" skip", "not this once"),
        (" pause 2 weeks", "or `pause 3 rounds`, or `pause until 12 Jan`"),
        (" back", "take part again after a pause or a skip"),
        (" leave", "no more introductions"),
        (" like", "how, when and with whom you like it"),
        (" why", "why this group, or why nobody this time"),
        (" history", "whom you met, and what it was good for"),
        (" setup", "start coffee in this channel, or change it"),
        (" preview", "for stewards: try the next round out; also `run` it now, or `report`"),
    ];
    let lines: Vec<String> =
        lines.iter().map(|(words, what)| format!("`{coffee}{words}` – {what}")).collect();
    message(
        format!("{coffee} brings you together with somebody you haven't met."),
        vec![
            section(
                "*Coffee with somebody new.* On the day, I write to two of you together: who you \
                 are, what you share, a question to start with. In the middle I remind you once, at \
                 the end I ask whether you met. I never read your coffee chats.",
            ),
            section(lines.join("\n")),
        ],
    )
}

fn only(text: impl Into<String>) -> SlackMessageContent {
    let text = text.into();
    message(text.clone(), vec![section(text)])
}
