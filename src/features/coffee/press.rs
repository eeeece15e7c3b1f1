//! Presses of coffee's buttons, on messages, in modals and in App Home.

use chrono::NaiveDate;

use crate::domain::breaks::Said;
use crate::domain::ids::{BreakId, EncounterId, GroupId, ProgramId};
use crate::domain::membership::Wish;
use crate::event::{Interaction, Origin, Reply};
use crate::features::answer::{say, show};
use crate::features::coffee::mine::my_coffee;
use crate::features::coffee::{breaks, encounters, membership, now, pause, said, setup, welcome};
use crate::features::{Context, Result, home};
use crate::views::coffee::answers;
use crate::views::names::action;

/// Answers a press; `None` when the button is not one of coffee's.
///
/// # Errors
/// The database; or Slack, then what was pressed may be done and only not shown.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    if *origin == Origin::Home {
        home::looked_at(context, interaction).await?;
    }
    let reply = match action {
        action::JOIN => wish(context, interaction, value, Wish::Join).await?,
        action::LEAVE => wish(context, interaction, value, Wish::Leave).await?,
        action::RESUME => wish(context, interaction, value, Wish::Resume).await?,
        action::UNSKIP => wish(context, interaction, value, Wish::Unskip).await?,
        action::SKIP => skip(context, interaction, value).await?,
        action::PAUSE => match value.parse::<ProgramId>() {
            Ok(program) => pause::open_for(context, interaction, program).await?,
            Err(_) => gone(context, interaction).await?,
        },
        action::MET => group(context, interaction, value, Pressed::Met).await?,
        action::NOT_MET => group(context, interaction, value, Pressed::NotMet).await?,
        action::WHY => group(context, interaction, value, Pressed::Why).await?,
        action::NOW => now::press(context, interaction).await?,
        action::NOT_NOW => now::stop(context, interaction).await?,
        action::MET_OUTSIDE => match value.parse::<EncounterId>() {
            Ok(encounter) => encounters::met(context, interaction, encounter).await?,
            Err(_) => gone(context, interaction).await?,
        },
        action::WELCOME_ME => welcome::yes(context, interaction).await?,
        action::NO_WELCOME => welcome::no(context, interaction).await?,
        action::WELCOMING => welcome::switch(context, interaction, true).await?,
        action::NOT_WELCOMING => welcome::switch(context, interaction, false).await?,
        action::BREAK_IN => team(context, interaction, value, Said::In).await?,
        action::BREAK_NOT_TODAY => team(context, interaction, value, Said::NotToday).await?,
        action::BREAK_MET => team(context, interaction, value, Said::Met).await?,
        action::SETUP => setup::open_for(context, interaction, value.parse().ok()).await?,
        action::SETUP_MORE => setup_more(context, interaction, origin).await?,
        action::END => match value.parse::<ProgramId>() {
            Ok(program) => setup::end(context, interaction, program).await?,
            Err(_) => gone(context, interaction).await?,
        },
        action::HELP => say(context, interaction, "Coffee", answers::help(&context.voice)).await?,
        action::MINE => {
            let view = my_coffee(context, &interaction.workspace, &interaction.member).await?;
            show(context, interaction, &view).await?
        }
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

async fn wish(
    context: &Context,
    interaction: &Interaction,
    program: &str,
    wish: Wish,
) -> Result<Reply> {
    match program.parse::<ProgramId>() {
        Ok(program) => membership::fulfil(context, interaction, program, wish).await,
        Err(_) => gone(context, interaction).await,
    }
}

async fn team(
    context: &Context,
    interaction: &Interaction,
    value: &str,
    said: Said,
) -> Result<Reply> {
    match value.parse::<BreakId>() {
        Ok(id) => breaks::say(context, interaction, id, said).await,
        Err(_) => gone(context, interaction).await,
    }
}

/// The value is the program and the date that the button was drawn for.
async fn skip(context: &Context, interaction: &Interaction, value: &str) -> Result<Reply> {
    let date = value.split_once(' ').and_then(|(_, date)| date.parse::<NaiveDate>().ok());
    let program = value.split(' ').next().unwrap_or_default();
    match date {
        Some(date) => wish(context, interaction, program, Wish::Skip(date)).await,
        None => gone(context, interaction).await,
    }
}

enum Pressed {
    Met,
    NotMet,
    Why,
}

async fn group(
    context: &Context,
    interaction: &Interaction,
    value: &str,
    pressed: Pressed,
) -> Result<Reply> {
    let Ok(group) = value.parse::<GroupId>() else { return gone(context, interaction).await };
    match pressed {
        Pressed::Met => said::met(context, interaction, group, true).await,
        Pressed::NotMet => said::met(context, interaction, group, false).await,
        Pressed::Why => said::why(context, interaction, group).await,
    }
}

async fn setup_more(
    context: &Context,
    interaction: &Interaction,
    origin: &Origin,
) -> Result<Reply> {
    match origin {
        Origin::Modal { modal, form } => setup::more(context, interaction, modal, form).await,
        Origin::Home | Origin::Message { .. } => gone(context, interaction).await,
    }
}

async fn gone(context: &Context, interaction: &Interaction) -> Result<Reply> {
    say(context, interaction, "Coffee", answers::gone(&context.voice)).await
}
