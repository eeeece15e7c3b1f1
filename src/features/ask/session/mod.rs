//! Ask me anything: questions are collected and voted for, and asked one by one on the day.

mod clinic;
mod close;
mod collect;
mod dates;
mod known;
mod lead;
mod notes;
mod overview;
mod post;
mod setup;
mod turns;

#[cfg(test)]
mod tests;

use std::str::FromStr;

use slack_morphism::prelude::SlackMessageContent;

use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::answer::{Surface, say, surface, whisper};
use crate::features::{Context, Result};
use crate::store;
use crate::views::ask::session::names::{action, modal};
use crate::views::ask::session::notes::{Said, said};

pub use clinic::{Brought, bring_to_clinic, offered_clinic};
pub use close::{card_text, channel_lost, community_ended, left};
pub use collect::take_all_back;
pub(in crate::features::ask) use known::tended;
pub use notes::{asked_whether_to_keep, invited, not_invited, note};
pub use overview::overview;
pub use post::{post, show};
pub use setup::{Prefill, open_setup};
pub use turns::turn;

/// What a window about it is called.
const TITLE: &str = "Ask me anything";

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    if !pressed.starts_with("session_") {
        return Ok(None);
    }
    let words: Vec<&str> = value.split(' ').collect();
    let reply = match pressed {
        action::PLAN => open_setup(context, interaction, None, &Prefill::default()).await?,
        action::PLAN_WITH => setup::open_with(context, interaction, value).await?,
        action::MORE => setup::more(context, interaction, origin).await?,
        action::GLADLY => dates::gladly(context, interaction, value).await?,
        action::NO => dates::no(context, interaction, value).await?,
        action::ANOTHER_DATE => dates::ask(context, interaction, value, true).await?,
        action::MOVE => dates::ask(context, interaction, value, false).await?,
        action::TAKE_DATE => dates::take(context, interaction, value).await?,
        action::STEP_BACK => dates::step_back(context, interaction, value).await?,
        action::CALL_OFF => dates::call_off(context, interaction, value).await?,
        action::KEEP => dates::keep(context, interaction, value).await?,
        action::ASK => collect::open(context, interaction, value).await?,
        action::SEE => collect::see(context, interaction, value).await?,
        action::LEFT => collect::not_reached(context, interaction, value).await?,
        action::PAGE | action::PAGE_BACK => {
            collect::turn_page(context, interaction, &words, origin).await?
        }
        action::VOTE => collect::vote(context, interaction, &words, origin, true).await?,
        action::TAKE_VOTE_BACK => {
            collect::vote(context, interaction, &words, origin, false).await?
        }
        action::TAKE_BACK => collect::take_back(context, interaction, &words, origin).await?,
        action::DESK => lead::open(context, interaction, value).await?,
        action::NEXT | action::SKIP | action::PAUSE | action::GO_ON | action::END => {
            lead::lead(context, interaction, pressed, &words, origin).await?
        }
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A modal of this room that was sent; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    Ok(Some(match sent.name.as_str() {
        modal::SETUP => setup::submit(context, interaction, sent, form).await?,
        modal::DATE => dates::submit(context, interaction, sent, form).await?,
        modal::ASK => collect::submit(context, interaction, sent, form).await?,
        _ => return Ok(None),
    }))
}

/// What stands at that place of a value, if it can be read.
fn at<T: FromStr>(words: &[&str], place: usize) -> Option<T> {
    words.get(place)?.parse().ok()
}

/// An answer as it is kept in a receipt: [`shown`] puts it where the person looks.
fn told(context: &Context, what: Said) -> store::Result<Reply> {
    whisper(&said(&context.voice, what))
}

/// Puts an answer where the person looks.
async fn shown(context: &Context, interaction: &Interaction, reply: Reply) -> Result<Reply> {
    match reply {
        Reply::Ephemeral(body) if surface(interaction) != Surface::Whisper => {
            let content: SlackMessageContent = serde_json::from_value(body)?;
            say(context, interaction, TITLE, content).await
        }
        reply => Ok(reply),
    }
}

/// The session that a button was about is gone, or the value says none.
async fn over(context: &Context, interaction: &Interaction) -> Result<Reply> {
    say(context, interaction, TITLE, said(&context.voice, Said::Over)).await
}
