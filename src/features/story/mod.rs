//! Value stories: what a community was good for, in the words of the people it helped.
//!
//! `telling` has the modal, `submit` writes what was sent, `confirming` and `consent` are what people in
//! a story do with it, `publishing` is how it stands in its community's channel, `notes` what people are
//! told, `desk` what they see of their own, `report` what stories come to, `settings` what an admin says.

mod command;
mod confirming;
mod consent;
mod desk;
mod form;
mod leaving;
mod notes;
mod publishing;
mod report;
mod settings;
mod shown;
mod submit;
mod telling;
mod who;

use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Reply};
use crate::features::{Context, Result};
use crate::views::story::names::{action, modal as name, shortcut as named};

pub use command::command;
pub use desk::desk;
pub use leaving::{left, tidy};
pub use notes::{note, offer, offered};
pub use publishing::{publish, show};
pub use submit::tells;
pub use telling::{after_coffee, tell_button};

/// A press of one of our buttons; `None` if it is none of ours.
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
    if let Some(reply) = telling_press(context, interaction, action, value, origin).await? {
        return Ok(Some(reply));
    }
    confirming::press(context, interaction, action, value).await
}

/// A press that opens something.
async fn telling_press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let reply = match (action, origin) {
        (action::TELL, _) => telling::open_about(context, interaction, value).await?,
        (action::MORE, Origin::Modal { modal, form }) => {
            telling::more(context, interaction, modal, form).await?
        }
        (action::MORE, _) => Reply::Done,
        (action::CHANGE, _) => telling::change(context, interaction, value.parse().ok()).await?,
        (action::ALL, _) => desk::all(context, interaction).await?,
        (action::OPEN, _) => desk::open(context, interaction, value.parse().ok()).await?,
        (action::LINK, _) => consent::open_link(context, interaction, value.parse().ok()).await?,
        (action::SAY, _) => consent::open_say(context, interaction, value.parse().ok()).await?,
        (action::SETTINGS, _) => settings::open(context, interaction).await?,
        (action::REPORT, _) => report::report(context, interaction).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A modal of ours that was sent; `None` if it is none of ours.
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
        name::TELL => submit::submit(context, interaction, sent, form).await?,
        name::LINK => consent::submit_link(context, interaction, sent, form).await?,
        name::SAY => consent::submit_say(context, interaction, sent, form).await?,
        name::SETTINGS => settings::submit(context, interaction, form).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A shortcut of ours, of a message or of its own; `None` if it is none of ours.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    context: &Context,
    interaction: &Interaction,
    name: &str,
    on: Option<&OnMessage>,
) -> Result<Option<Reply>> {
    let reply = match (name, on) {
        (named::SAVE, Some(on)) => telling::open_on(context, interaction, on).await?,
        (named::TELL, _) => telling::open(context, interaction, "", None).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

#[cfg(test)]
mod tests;
