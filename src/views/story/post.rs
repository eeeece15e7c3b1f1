//! A story in its community's channel.

use slack_morphism::prelude::*;

use super::names::action;
use super::words::{Told, fitting, parts, small_print, whose};
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::ask::answer::aloud;
use crate::views::kit::{button, buttons, context, message, section};

/// The message. It mentions nobody: whoever is in it was asked before.
pub fn post(voice: &Voice, told: &Told) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let whose = whose(voice, told);
    let mut blocks = vec![section(format!(":sparkles: *{whose}*"))];
    blocks.extend(parts(voice, told).into_iter().map(section));
    blocks.push(context(small_print(voice, told)));
    blocks.push(buttons("tell", [button(action::TELL, "Tell yours", "")]));
    message(aloud(&format!("{whose}: {}", fitting(&told.story.happened, 400))), blocks)
}

/// What stands where one stood that nobody may read any more.
pub fn gone(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "A story stood here; it was taken back.";
    message(text, vec![context(text)])
}
