//! Who is asked next, and what they say to it. `Job::Route` looks at a question and does what the rules
//! (`domain/ladder`) say is next; whatever somebody presses only changes where the question stands, and
//! queues it again.

mod beyond;
mod choose;
mod evidence;
mod greeting;
mod hand_over;
mod home;
mod leaving;
mod offer;
mod on_its_way;
mod over;
mod press;
mod report;
mod route;

use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::{Context, Result};
use crate::views::ask::names::ladder::{action, modal};

pub use beyond::{ask_channel, tell_steward};
pub use home::blocks;
pub use leaving::left;
pub use offer::{offer, remind, show};
pub use over::{answered, recall};
pub use report::{PERIOD_DAYS, report, times_of};
pub use route::route;

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    value: &str,
    _origin: &Origin,
) -> Result<Option<Reply>> {
    Ok(Some(match pressed {
        action::YES | action::MONTHLY | action::NEVER => {
            greeting::decide(context, interaction, pressed, value).await?
        }
        action::CAN => press::can(context, interaction, value).await?,
        action::NOT_FOR_ME => press::not_for_me(context, interaction, value).await?,
        action::SOMEONE_ELSE => hand_over::open(context, interaction, value).await?,
        action::THREAD => Reply::Done,
        _ => return Ok(None),
    }))
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
    match sent.name.as_str() {
        modal::SOMEONE_ELSE => hand_over::submit(context, interaction, sent, form).await.map(Some),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests;
