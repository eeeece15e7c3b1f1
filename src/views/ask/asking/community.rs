//! Beginning a community, changing it, ending it.

use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;

use super::names::{action, field, modal as name};
use crate::domain::coffee::NoCoffeeHere;
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, CommunityId, MemberId};
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, confirmed, context, escape, input, message, modal, plain, section, shorten,
};
use crate::views::names::modal as other;

/// The longest name of a community, in characters.
pub const LONGEST_NAME: usize = 60;
/// The most stewards that a community has.
pub const MOST_STEWARDS: usize = 20;

/// What the modal carries along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tended {
    /// The one that is changed; none for a new one.
    pub community: Option<CommunityId>,
}

/// What is in the fields.
#[derive(Clone, Debug, Default)]
pub struct CommunityDraft {
    pub channel: Option<ChannelId>,
    pub name: String,
    pub stewards: Vec<MemberId>,
}

/// Three fields at most.
pub fn community_modal(
    voice: &Voice,
    draft: &CommunityDraft,
    changed: Option<&Community>,
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = match changed {
        None => vec![section(
            "The people of a channel answer each other's questions: each question goes to the one \
             person who is most likely to know, and stands in a thread of the channel. I join it to \
             post there, and read nothing but the threads of questions.",
        )],
        Some(it) => {
            vec![section(format!("*{}* in <#{}>", escape(&it.name), it.channel))]
        }
    };
    if changed.is_none() {
        blocks.push(channel_field(draft).into());
    }
    blocks.push(name_field(draft).into());
    blocks.push(stewards_field(draft).into());
    if let Some(it) = changed {
        blocks.push(buttons("end", [end_button(voice, it)]));
    }
    let carried = Tended { community: changed.map(|it| it.id) };
    let (title, submit) = match changed {
        None => ("Begin a community", "Begin"),
        Some(_) => ("Change a community", "Save"),
    };
    SlackView::Modal(
        modal(name::COMMUNITY, title, "Cancel", blocks)
            .with_submit(plain(submit))
            .with_private_metadata(serde_json::to_string(&carried).unwrap_or_default()),
    )
}

fn channel_field(draft: &CommunityDraft) -> SlackInputBlock {
    let mut picker = SlackBlockConversationsSelectElement::new()
        .with_action_id(field::CHANNEL.into())
        .with_placeholder(plain("Pick a channel"));
    if let Some(channel) = &draft.channel {
        picker = picker.with_initial_conversation(channel.as_str().into());
    }
    input(field::CHANNEL, "Channel", picker)
}

fn name_field(draft: &CommunityDraft) -> SlackInputBlock {
    let limit = u64::try_from(LONGEST_NAME).unwrap_or(60);
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::NAME.into())
        .with_max_length(limit)
        .with_placeholder(plain("As the channel is called"));
    let text =
        if draft.name.is_empty() { text } else { text.with_initial_value(draft.name.clone()) };
    input(field::NAME, "Name", text).with_optional(true)
}

fn stewards_field(draft: &CommunityDraft) -> SlackInputBlock {
    let most = u64::try_from(MOST_STEWARDS).unwrap_or(20);
    let picker = SlackBlockMultiUsersSelectElement::new()
        .with_action_id(field::STEWARDS.into())
        .with_placeholder(plain("Pick people"))
        .with_max_selected_items(most);
    let chosen: Vec<String> = draft.stewards.iter().map(ToString::to_string).collect();
    let picker = if chosen.is_empty() { picker } else { picker.with_initial_users(chosen) };
    input(field::STEWARDS, "Who tends it", picker)
        .with_hint(plain("They look after questions that nobody could answer."))
}

fn end_button(voice: &Voice, it: &Community) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::END, "End it…", it.id.to_string()),
        "End this community?",
        "No more questions are taken here. Those that wait can still be answered in their threads, \
         and what was answered is still found.",
        "End it",
        "Keep it",
    )
}

/// While the channel is looked at.
pub fn busy(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    notice("I'm looking at the channel, a moment please…")
}

/// Something short, in the modal's place.
pub fn notice(text: impl Into<String>) -> SlackView {
    SlackView::Modal(modal(other::NOTICE, "Community", "Close", vec![section(text)]))
}

/// It has begun.
pub fn ready(voice: &Voice, it: &Community) -> SlackView {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    let text = format!(
        "*{}* has begun in <#{}>. Whoever has a question types `{ask}` anywhere. Tell people that \
         `{ask} expert` is where they say what they can be asked.",
        escape(&it.name),
        it.channel
    );
    let note = context("Nobody is asked anything before they said yes to that.");
    let ask = button(action::EXPERT, "What I can be asked", "expert");
    let blocks = vec![section(text), note, buttons("ready", [ask])];
    SlackView::Modal(modal(other::NOTICE, "Community", "Close", blocks))
}

/// It was changed.
pub fn changed(voice: &Voice, it: &Community) -> SlackView {
    let Locale::English = voice.locale;
    notice(format!("*Saved.* {} goes on in <#{}>.", escape(&it.name), it.channel))
}

/// It has ended.
pub fn ended(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    notice("*It has ended.* Thank you for tending it! Questions that wait stay in their threads.")
}

/// Why a channel cannot have a community.
pub fn not_here(voice: &Voice, channel: &ChannelId, why: NoCoffeeHere) -> String {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    match why {
        NoCoffeeHere::NotAChannel => {
            "That's a direct message. Questions need a channel: pick one, or make one.".to_owned()
        }
        NoCoffeeHere::Archived => {
            format!("<#{channel}> is archived. Bring it back first, or pick another channel.")
        }
        NoCoffeeHere::Shared => format!(
            "<#{channel}> is shared with another organization. Questions stay within this \
             workspace, so pick a channel of your own."
        ),
        NoCoffeeHere::Private => format!(
            "I can't get into that channel by myself. Type `/invite @Klatch` there, then `{ask} \
             setup` again."
        ),
        NoCoffeeHere::NotFound => "I can't see that channel. If it is private, type `/invite \
                                   @Klatch` there first."
            .to_owned(),
        NoCoffeeHere::AlreadyThere => {
            format!("<#{channel}> is a community already. Type `{ask} setup` there to change it.")
        }
        NoCoffeeHere::Unreachable => {
            "Slack didn't tell me about that channel. Please try again in a few minutes.".to_owned()
        }
    }
}

/// To whoever wanted to begin one: it did not work, and the modal had been closed meanwhile.
pub fn setup_failed(voice: &Voice, channel: &ChannelId, why: NoCoffeeHere) -> SlackMessageContent {
    let why = not_here(voice, channel, why);
    let text = "The community hasn't begun yet.";
    message(text, vec![section(format!("*{text}* {why}"))])
}

/// Only stewards and admins.
pub fn stewards_only(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Only this community's stewards and the workspace's admins can change it.";
    message(text, vec![section(text)])
}

/// Sentences at the fields.
pub fn no_channel(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "Pick the channel whose people answer each other.".to_owned()
}

/// The same of the stewards.
pub fn no_stewards(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "Pick at least one person of this workspace.".to_owned()
}

/// A name in a list.
pub fn short_name(it: &Community) -> String {
    shorten(&it.name, LONGEST_NAME)
}
