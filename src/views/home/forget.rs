//! *Forget me*: what it does is said before it is done.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{context, message, modal, plain, section};
use crate::views::names::modal as name;

/// The window that says what happens, and asks.
pub fn are_you_sure(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    let blocks = vec![
        section("*This cannot be taken back.* As soon as you send it:"),
        section(
            "• You leave every coffee, and your partner of this round gets somebody else.\n\
             • What waits for your answer goes to somebody else, and your open questions are closed.\n\
             • An Ask me anything that you lead is called off.\n\
             • Your wishes, hours, topics, limits, places, notes and ratings are deleted, and so is whom \
             you met.\n\
             • What you asked and answered in channels stays for the others, without your name; in \
             Slack your messages stand until you delete them. What you asked in private is deleted.\n\
             • What you tend goes to the other stewards, or to an admin; of a private channel only to \
             one who is in it.\n\
             • What others wrote or wished stays.",
        ),
        context(
            "I read Slack's directory every night: as long as your account is there, your name, title, \
             email and time zone come back that way, and nothing else. The trail says only that \
             somebody was forgotten. Backups are kept by whoever runs me.",
        ),
    ];
    SlackView::Modal(
        modal(name::FORGET, "Forget me", "Not now", blocks).with_submit(plain("Forget me")),
    )
}

/// In the place of that window, once it is done.
pub fn forgotten(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "*Forgotten.* It was good to have you. Whenever you'd like to begin again, everything \
                is as on the first day.";
    message("Forgotten.", vec![section(text)])
}

/// What the operator reads who forgot somebody.
pub fn operator_forgot(voice: &Voice, entries: u64) -> String {
    let Locale::English = voice.locale;
    let entries = match entries {
        1 => "1 entry was".to_owned(),
        n => format!("{n} entries were"),
    };
    format!(
        "Forgotten: {entries} deleted or lost the name. Slack's directory brings the name \
         back at night as long as the account is there."
    )
}
