//! What one person is told in their direct message with Klatch.

use slack_morphism::prelude::*;

use crate::domain::coffee::{NoCoffeeHere, Program};
use crate::domain::ids::ChannelId;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::coffee::setup::no_coffee_here;
use crate::views::kit::{button, buttons, count, message, primary, section};
use crate::views::names::action;
use crate::views::when;

/// To the steward: the date came, and too few had joined.
pub fn too_few(voice: &Voice, program: &Program, people: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let next = when::opening(voice.locale, program);
    let (channel, minimum) = (&program.channel, program.minimum);
    let who = match people {
        0 => "nobody could take part".to_owned(),
        n => format!("{} could take part", count(n, "person", "people")),
    };
    let text = format!(
        "*Coffee in <#{channel}> waits:* {who} today, and the first round needs {minimum}. I'll \
         look again {next}. If fewer are enough, lower the number."
    );
    let lower = primary(button(action::SETUP, "Lower the number", program.id.to_string()));
    message(
        format!("Coffee waits: {people} of {minimum} people could take part."),
        vec![section(text), buttons("too_few", [lower])],
    )
}

/// To the steward: the channel is gone, and so is the program.
pub fn channel_lost(voice: &Voice, channel: &ChannelId) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "I can't reach <#{channel}> any more (it was archived, deleted, or I was removed), so coffee \
         there has ended. `{} setup` starts it again in another channel.",
        voice.coffee
    );
    message("Coffee ended because its channel is gone.", vec![section(text)])
}

/// To the steward: the setup did not work, and the modal had been closed meanwhile.
pub fn setup_failed(voice: &Voice, channel: &ChannelId, why: NoCoffeeHere) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let why = no_coffee_here(voice, channel, why);
    message("Coffee isn't set up yet.", vec![section(format!("*Coffee isn't set up yet.* {why}"))])
}

/// To whoever is left of a group that cannot meet. Nobody is named: they have not learned who it
/// would have been, and whether somebody left is theirs to tell.
pub fn partner_gone(voice: &Voice, gone: &[String]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let who = match gone.len() {
        0 | 1 => "partner isn't",
        _ => "partners aren't",
    };
    let text = format!(
        "Your {who} available this round, so I can't introduce you to anybody. Sorry about that!"
    );
    message("Your coffee can't take place this round.", vec![section(text)])
}

/// To somebody who was introduced several times and never said anything.
pub fn still_up(voice: &Voice, program: &Program) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "*Still up for coffee?* I've introduced you a few times in <#{}> and haven't heard from you \
         since. Busy weeks happen. If you'd rather not say anything, I pause you when the next \
         round opens, {}; you can come back whenever you like.",
        program.channel,
        when::opening(voice.locale, program),
    );
    let id = program.id.to_string();
    let row = [
        primary(button(action::STAY, "Yes, keep me in", &id)),
        button(action::REST, "Pause me", &id),
        button(action::LEAVE, "Leave", &id),
    ];
    message("Still up for coffee?", vec![section(text), buttons("still_up", row)])
}

/// To somebody who did not answer that.
pub fn rested(voice: &Voice, program: &Program) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "*I've paused your coffee in <#{}>*, since I haven't heard from you. Nobody else is told, \
         and your place is kept: one press and you're in again.",
        program.channel,
    );
    let id = program.id.to_string();
    let row =
        [primary(button(action::RESUME, "I'm back", &id)), button(action::LEAVE, "Leave", &id)];
    message("Your coffee is paused.", vec![section(text), buttons("rested", row)])
}
