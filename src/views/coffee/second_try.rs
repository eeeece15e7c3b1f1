//! When a coffee does not come about: "Can't make it", "No reply yet", and what is offered then.
//! Nobody is blamed, and nobody learns who asked.

use slack_morphism::prelude::*;

use crate::domain::ids::GroupId;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::coffee::answers;
use crate::views::kit::{button, buttons, context, message, primary, section};
use crate::views::names::action;

/// What came of "Can't make it".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// Somebody else is looked for, for the one who is left.
    Looking,
    /// The others are two or more.
    TheyGoOn,
    /// Nobody else was left in the group.
    Alone,
    Already,
    /// They have met, as one of them says.
    Met,
    /// The round is over.
    Over,
    NotYours,
    Gone,
}

/// To whoever can't make it.
pub fn cannot(voice: &Voice, came: Cannot) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let out = "You're out of this round, and in again for the next one.";
    only(match came {
        Cannot::Looking => format!(
            "That's fine. {out} I'll let your partner know kindly, and look for somebody else for \
             them."
        ),
        Cannot::TheyGoOn => format!("That's fine. {out} The others go on without you."),
        Cannot::Alone => format!("That's fine. {out}"),
        Cannot::Already => format!("You've told me already. {out}"),
        Cannot::Met => "You've met already, one of you says, so there's nothing to call off. \
                        If that's not so, choose *Not this time* in My coffee."
            .to_owned(),
        Cannot::Over => "That round is over, so there's nothing to call off.".to_owned(),
        Cannot::NotYours => return answers::not_your_group(voice),
        Cannot::Gone => return answers::gone(voice),
    })
}

/// What came of "No reply yet", and of what it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReply {
    Offer {
        group: GroupId,
        nudged: bool,
    },
    Nudged,
    NudgedAlready,
    Looking,
    LookingAlready,
    /// Not two working days yet.
    TooSoon,
    /// They have picked a time.
    Agreed,
    Met,
    Over,
    NotYours,
    Gone,
}

/// To whoever hears nothing.
pub fn no_reply(voice: &Voice, came: NoReply) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(match came {
        NoReply::Offer { group, nudged } => return offer(voice, group, nudged),
        NoReply::Nudged => "Done. They get one friendly word from me, in their working hours and \
                            when there's room for it. It doesn't say that you asked."
            .to_owned(),
        NoReply::NudgedAlready => {
            "They get a friendly word from me already, and one is enough. If \
                                   nothing comes, I can look for somebody else."
                .to_owned()
        }
        NoReply::Looking => "I'm looking for somebody else who is still free in this round, and \
                             nobody learns of it. App Home shows what came of it. If your first \
                             partner writes after all, you can still meet, of course."
            .to_owned(),
        NoReply::LookingAlready => {
            "I'm looking already. App Home shows what came of it.".to_owned()
        }
        NoReply::TooSoon => "People are busy, so let's give it two working days. After that I can \
                             send a friendly word, or look for somebody else."
            .to_owned(),
        NoReply::Agreed => "You've picked a time, so it looks as if you're all set. If it doesn't \
                            fit any more, change it under your introduction."
            .to_owned(),
        NoReply::Met => "You've met already, one of you says. That's lovely!".to_owned(),
        NoReply::Over => {
            "That round is over. You're in the next one again, with somebody new.".to_owned()
        }
        NoReply::NotYours => return answers::not_your_group(voice),
        NoReply::Gone => return answers::gone(voice),
    })
}

fn offer(voice: &Voice, group: GroupId, nudged: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = group.to_string();
    let text = "Nothing yet? That happens, and it's rarely about you. What would you like?";
    let other = button(action::SOMEBODY_ELSE, "Meet somebody else", &id);
    let row = if nudged {
        vec![primary(other)]
    } else {
        vec![primary(button(action::NUDGE, "Send a kind word", &id)), other]
    };
    let small = match nudged {
        false => "A kind word comes from me, once. Neither of the two says that you asked.",
        true => "They have had a kind word from me. Nobody learns that you asked.",
    };
    message(text, vec![section(text), buttons("no_reply", row), context(small)])
}

/// In the place of an introduction of which only one is left.
pub fn called_off(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Plans changed, so this coffee doesn't take place this time. That's fine!";
    let look =
        "I look for somebody else who is free in this round; App Home shows what came of it.";
    message(text, vec![section(format!(":leaves: {text}")), context(look)])
}

fn only(text: impl Into<String>) -> SlackMessageContent {
    let text = text.into();
    message(text.replace('*', ""), vec![section(text)])
}
