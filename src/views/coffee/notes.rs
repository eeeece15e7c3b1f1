//! What one person is told in their direct message with Klatch.

use slack_morphism::prelude::*;

use crate::domain::coffee::{Group, NoCoffeeHere, Program};
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
    // One is nobody to start with.
    let or = if people >= 2 { ", or start with them" } else { "" };
    let text = format!(
        "*Coffee in <#{channel}> waits:* {who} today, and the first round needs {minimum}. I'll \
         look again {next}. If fewer are enough, lower the number{or}."
    );
    let id = program.id.to_string();
    let lower = primary(button(action::SETUP, "Lower the number", &id));
    let start = (people >= 2).then(|| button(action::RUN, "Start anyway…", &id));
    message(
        format!("Coffee waits: {people} of {minimum} people could take part."),
        vec![section(text), buttons("too_few", [lower].into_iter().chain(start))],
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

/// To whoever is without a group in the middle of a round; `asked` is whether they wished for somebody
/// else, though their partner is there.
pub fn nobody_free(voice: &Voice, program: &Program, asked: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let next = match program.ended {
        true => String::new(),
        false => format!(" The next round opens {}.", when::opening(voice.locale, program)),
    };
    let channel = &program.channel;
    let (short, text) = match asked {
        true => (
            "I found nobody else for your coffee.",
            format!(
                "*I looked for somebody else in <#{channel}>*, and nobody else is free just now. If \
                 that changes in this round, I'll introduce you. Sorry about that!{next}"
            ),
        ),
        false => (
            "Your coffee can't take place this round, as it looks now.",
            format!(
                "*No coffee in <#{channel}> this round.* Your partner isn't available this time, \
                 and nobody else is free just now. If that changes, I'll introduce you. Sorry \
                 about that!{next}"
            ),
        ),
    };
    message(short, vec![section(text)])
}

/// To whoever had agreed on a time with somebody who can't make it.
pub fn called_off(voice: &Voice, conversation: Option<&ChannelId>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let where_ =
        conversation.map(|it| format!(" you had agreed on in <#{it}>")).unwrap_or_default();
    let text = format!(
        "*Plans changed.* The coffee{where_} can't take place, so you can take it out of your \
         calendar. I'm looking for somebody else who is free in this round."
    );
    message("The coffee that you had agreed on can't take place.", vec![section(text)])
}

/// To whoever has not answered yet. Nobody is named as waiting.
pub fn waiting(voice: &Voice, group: &Group, channel: &ChannelId) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = group.id.to_string();
    let text = format!(
        ":coffee: Your coffee from <#{channel}> has no time yet. A short hello is enough to begin \
         with; and if this round doesn't suit you, that's fine as well."
    );
    message(
        "Your coffee has no time yet. A short hello is enough to begin with.",
        vec![
            section(text),
            buttons(
                "waiting",
                [
                    primary(button(action::PICK_TIME, "Pick a time", &id)),
                    button(action::CANNOT, "Can't make it", &id),
                ],
            ),
        ],
    )
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
