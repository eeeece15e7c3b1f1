//! Value stories: what a community was good for, in the words of the people it helped.
//!
//! `telling` has the modal, `submit` writes what was sent, `confirming` and `consent` are what people in
//! a story do with it, `publishing` is how it stands in its community's channel, `notes` what people are
//! told, `desk` what they see of their own, `report` what stories come to, `settings` what an admin says.

mod after;
mod called;
mod coffee;
mod command;
mod confirming;
mod consent;
mod desk;
mod export;
mod faces;
mod follow_up;
mod form;
mod home;
mod leaving;
mod list;
mod mine;
mod notes;
mod publishing;
mod report;
mod settings;
mod shown;
mod submit;
mod telling;
mod thanks;
mod who;
mod wins;

use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Place, Reply};
use crate::features::answer::say;
use crate::features::{Context, Result};
use crate::views::story::answers;
use crate::views::story::names::{action, modal as name, shortcut as named};

pub use after::{Going, going, lapses, note as after_note, told as after_told};
pub use coffee::{came_of, still_came_of};
pub use command::begins;
pub use desk::desk;
pub use export::export_stories;
pub use follow_up::{due as follow_up, plan as plan_follow_up, show_again as show_follow_up};
pub use home::thanks_blocks;
pub use leaving::{forgotten, left, source_deleted, tidy};
pub use notes::{note, offer, offered};
pub use publishing::{publish, show};
pub use submit::tells;
pub use telling::{after_coffee, tell_button};
pub use thanks::{in_thread as thank_in_thread, show_again as show_thanks};
pub use wins::{plan as plan_wins, post as post_wins, show_again as show_wins};

/// `/story` and the words after it.
///
/// # Errors
/// The database, or Slack.
pub async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    place: &Place,
) -> Result<Reply> {
    if let Some(reply) = after::command(context, interaction, words).await? {
        return Ok(reply);
    }
    command::command(context, interaction, words, place).await
}

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
    if let Some(reply) = confirming::press(context, interaction, action, value).await? {
        return Ok(Some(reply));
    }
    after::press(context, interaction, action, value, origin).await
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
        (action::ALL_NEWER | action::ALL_OLDER, Origin::Modal { modal, .. }) => {
            desk::turn(context, interaction, modal, value.parse().unwrap_or_default()).await?
        }
        (action::OPEN, _) => desk::open(context, interaction, value.parse().ok()).await?,
        (action::LINK, _) => consent::open_link(context, interaction, value.parse().ok()).await?,
        (action::SAY, _) => consent::open_say(context, interaction, value.parse().ok()).await?,
        (action::SETTINGS, _) => settings::open(context, interaction).await?,
        (action::HELP, _) => {
            say(context, interaction, telling::TITLE, answers::help(&context.voice)).await?
        }
        (action::REPORT, _) => report::all(context, interaction).await?,
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
        _ => return after::submit(context, interaction, sent, form).await,
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
        _ => return after::shortcut(context, interaction, name, on).await,
    };
    Ok(Some(reply))
}

#[cfg(test)]
mod tests;
