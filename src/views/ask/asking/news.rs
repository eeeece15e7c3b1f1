//! What Klatch writes to whoever asks.

use slack_morphism::prelude::*;
use uuid::Uuid;

use super::clinic::clinic_button;
use super::mine::own_buttons;
use super::names::action;
use crate::domain::asking::LONGEST_TITLE;
use crate::domain::ids::ChannelId;
use crate::domain::locale::Locale;
use crate::domain::question::Question;
use crate::views::Voice;
use crate::views::ask::asking::modal::too_long;
use crate::views::kit::{
    button, buttons, capital, context, escape, message, number, primary, section, shorten,
};

fn about(question: &Question) -> String {
    format!("_{}_", escape(&shorten(&question.title, LONGEST_TITLE)))
}

/// What is to be read, with what its asker can do then.
fn with_deeds(
    text: String,
    question: &Question,
    row: Vec<SlackBlockButtonElement>,
) -> Vec<SlackBlock> {
    let row = (!row.is_empty()).then(|| buttons(format!("question_{}", question.id), row));
    [section(text)].into_iter().chain(row).collect()
}

/// Nobody was found: so many people were asked. `clinic`: an Ask me anything could take it.
pub fn nobody(voice: &Voice, question: &Question, asked: u32, clinic: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let who = match asked {
        0 => "I found nobody to ask, and nobody came by.".to_owned(),
        1 => "One person was asked and couldn't help in time.".to_owned(),
        n => format!(
            "{} people were asked and couldn't help in time.",
            capital(&number(voice.locale, n))
        ),
    };
    let text = format!("*Nobody yet.* {who} What next?");
    let id = question.id.to_string();
    let row = match clinic {
        true => vec![
            clinic_button(voice, &id),
            button(action::REPHRASE, "Rephrase", &id),
            // All that can be done stands beside the question there.
            button(action::MINE, "More…", "mine"),
        ],
        false => own_buttons(voice, question),
    };
    message(
        format!("Nobody yet. {who}"),
        with_deeds(format!("{text}\n{}", about(question)), question, row),
    )
}

/// The channel is gone, and with it whoever could have answered there.
pub fn channel_lost(voice: &Voice, question: &Question) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "The channel of your question is gone, so nobody can answer there any more. You can \
                close it and ask another community.";
    let row = own_buttons(voice, question);
    message(text, with_deeds(format!("*{text}*\n{}", about(question)), question, row))
}

/// An anonymous question lies for long: its key is not kept for ever.
pub fn closes_soon(voice: &Voice, question: &Question) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Your anonymous question closes in a week.";
    let why = "It has been open for almost two months. When it closes, the key to your name is \
               destroyed. If an answer helped, accept it before; if you still need one, ask again.";
    let row = own_buttons(voice, question);
    message(text, with_deeds(format!("*{text}* {why}\n{}", about(question)), question, row))
}

/// To the stewards: the channel is gone, and so is the community.
pub fn community_lost(voice: &Voice, channel: &ChannelId) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "I can't reach <#{channel}> any more (it was archived, deleted, or I was removed), so no \
         questions are taken there. Whoever waits for an answer is told. `{} setup` begins again in \
         another channel.",
        voice.ask
    );
    message("A community ended because its channel is gone.", vec![section(text)])
}

/// Somebody wrote to the bot: is it to be asked? `cut`: not all of it is kept.
pub fn shall_i(voice: &Voice, title: &str, draft: Uuid, cut: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let quoted = escape(&shorten(title, LONGEST_TITLE));
    let text = "Shall I ask that?";
    let id = draft.to_string();
    let mut blocks = vec![
        section(format!("*{text}*\n> {quoted}")),
        buttons(
            "shall_i",
            [
                primary(button(action::ASK_IT, "Ask it", &id)),
                button(action::FIND, "Find answers", &id),
            ],
        ),
    ];
    if cut {
        blocks.push(context(too_long(voice)));
    }
    message(text, blocks)
}

/// What was answered before, for somebody who looks for it.
pub fn found(voice: &Voice, similar: &[String], draft: Uuid) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = draft.to_string();
    let mut blocks = match similar {
        [] => vec![section("I found nothing like it. Somebody may know all the same.")],
        some => {
            let mut blocks = vec![section("*This was answered before:*")];
            blocks.extend(some.iter().map(section));
            blocks
        }
    };
    blocks.push(buttons("found", [button(action::ASK_IT, "Ask it", &id)]));
    let text = if similar.is_empty() { "Nothing found." } else { "This was answered before." };
    message(text, blocks)
}
