//! How somebody would have the digests of their communities.

use slack_morphism::prelude::*;

use super::names::action;
use crate::domain::community::Community;
use crate::domain::digest::Wish;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{context, escape, message, more, section, shorten};

/// So many communities have a line of their own in App Home.
pub const MOST_SHOWN: usize = 3;

/// It is kept.
pub fn kept(voice: &Voice, community: &Community, wish: Option<Wish>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let name = escape(&shorten(&community.name, 100));
    let text = match wish {
        Some(Wish::Message) => format!(
            "From now on I also send you the digest of {name}: a few lines with links, while you are \
             at work."
        ),
        Some(Wish::Nothing) => format!(
            "All right: nothing about the digest of {name} comes to you, and I don't mention you in it."
        ),
        None => format!("All right: you find the digest of {name} in its channel, as everybody."),
    };
    message(&text, vec![section(&text)])
}

/// The lines of App Home: at most four blocks. `more_of` communities have none of their own.
pub fn settings(
    voice: &Voice,
    communities: &[(Community, Option<Wish>)],
    more_of: u32,
) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let mut blocks: Vec<SlackBlock> =
        communities.iter().take(MOST_SHOWN).map(|(it, wish)| row(voice, it, *wish)).collect();
    if more_of > 0 && !blocks.is_empty() {
        blocks.push(context(format!(
            "Digests of {more_of} more communities: the menu under each has the same choices."
        )));
    }
    blocks
}

fn row(voice: &Voice, community: &Community, wish: Option<Wish>) -> SlackBlock {
    let Locale::English = voice.locale;
    let id = community.id.to_string();
    let how = match wish {
        None => "in its channel",
        Some(Wish::Message) => "in its channel, and as a message to you",
        Some(Wish::Nothing) => "without you",
    };
    let text = format!("*Digest of {}:* {how}", escape(&shorten(&community.name, 100)));
    let menu = more(&[
        (action::BY_MESSAGE, "Send it to me as well", &id),
        (action::NOTHING, "Leave me out of it", &id),
        (action::IN_CHANNEL, "In the channel is fine", &id),
    ]);
    SlackSectionBlock::new()
        .with_text(SlackBlockMarkDownText::new(text).into())
        .with_accessory(menu.into())
        .into()
}
