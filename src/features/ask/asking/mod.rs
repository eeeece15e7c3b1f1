//! A question from the modal to its thread, and what its asker does with it.

mod chat;
mod clinic;
mod command;
mod community;
mod deeds;
mod expert;
mod form;
mod forsaken;
mod lost;
mod mine;
mod moments;
mod open;
mod over;
mod post;
mod prepare;
mod relay;
mod similar;
mod submit;
mod tell;
mod who;

use crate::domain::question::Deed;
use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Reply};
use crate::features::answer::say;
use crate::features::ask::{ladder, radar, session};
use crate::features::{Context, Result};
use crate::views::ask::asking::answers;
use crate::views::ask::asking::names::{action, modal as name};
use crate::views::ask::names::shortcut as shortcuts;

pub use chat::{offer_to_ask, wrote};
pub use command::{begins, command};
pub use forsaken::asker_left;
pub use lost::{channel_lost, look_for_askers};
pub use mine::my_questions;
pub use moments::{queue_about, queue_unseen};

pub use over::{end, wipe};
pub use post::{post_question, show_question};
pub use prepare::prepare_community;
pub use relay::relay;
pub use tell::tell_asker;
pub use who::{hidden_from, left_channel, seen_in, visible};

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let reply = match action {
        action::ASK => open::open(context, interaction, "", None).await?,
        action::ASK_MORE => match origin {
            Origin::Modal { modal, form } => open::more(context, interaction, modal, form).await?,
            Origin::Message { .. } | Origin::Home => Reply::Done,
        },
        action::ASK_IT => open::ask_it(context, interaction, value).await?,
        action::FIND => chat::find(context, interaction, value).await?,
        action::THAT_ANSWERS => submit::that_answers(context, interaction, value).await?,
        action::READ => mine::read_all(context, interaction, value).await?,
        action::WITHDRAW => deeds::press(context, interaction, value, Deed::Withdraw).await?,
        action::CLOSE => deeds::press(context, interaction, value, Deed::Close).await?,
        action::KEEP_OPEN => deeds::press(context, interaction, value, Deed::KeepOpen).await?,
        action::CLINIC => clinic::press(context, interaction, value).await?,
        action::KEEP_LOOKING => {
            deeds::press(context, interaction, value, Deed::KeepLooking).await?
        }
        action::REPHRASE => deeds::open_page(context, interaction, value, false).await?,
        action::REPLY => deeds::open_page(context, interaction, value, true).await?,
        action::EXPERT => expert::open(context, interaction).await?,
        action::EXPERT_MORE => match origin {
            Origin::Modal { modal, form } => {
                expert::more(context, interaction, modal, form).await?
            }
            Origin::Message { .. } | Origin::Home => Reply::Done,
        },
        action::MINE => mine::show_mine(context, interaction).await?,
        action::OPEN => mine::show_open(context, interaction).await?,
        action::REPORT => ladder::report(context, interaction).await?,
        action::RADAR => radar::show(context, interaction).await?,
        action::SESSIONS => session::overview(context, interaction, None).await?,
        action::HELP => say(context, interaction, "Asking", answers::help(&context.voice)).await?,
        action::SETUP => community::open_for(context, interaction, value).await?,
        action::END => community::end(context, interaction, value).await?,
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
    let reply = match sent.name.as_str() {
        name::ASK => submit::submit(context, interaction, sent, form).await?,
        name::REPHRASE => deeds::submit_rephrase(context, interaction, sent, form).await?,
        name::REPLY => deeds::submit_reply(context, interaction, sent, form).await?,
        name::EXPERT => expert::submit(context, interaction, sent, form).await?,
        name::COMMUNITY => community::submit(context, interaction, sent, form).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A shortcut to ask a question, also about a message.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    context: &Context,
    interaction: &Interaction,
    name: &str,
    on: Option<&OnMessage>,
) -> Result<Reply> {
    match (name, on) {
        (shortcuts::ASK_ABOUT, Some(on)) => open::ask_about(context, interaction, on).await,
        (shortcuts::ASK, _) => open::open(context, interaction, "", None).await,
        _ => Ok(Reply::Done),
    }
}

#[cfg(test)]
mod tests;
