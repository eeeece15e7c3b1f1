//! Presses of coffee's buttons, on messages, in modals and in App Home.

use chrono::NaiveDate;

use crate::domain::breaks::Said;
use crate::domain::coffee::Pause;
use crate::domain::ids::{BreakId, EncounterId, GroupId, ProgramId};
use crate::domain::membership::Wish;
use crate::event::{Interaction, Origin, Reply};
use crate::features::answer::{say, show};
use crate::features::coffee::mine::my_coffee;
use crate::features::coffee::{
    breaks, cannot, encounters, history, membership, no_reply, now, pause, run, said, setup, time,
    try_out, welcome, wishes,
};
use crate::features::{Context, Result, home};
use crate::views::coffee::answers;
use crate::views::names::{action, field, modal as name};

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
    if let Some(reply) = taking_part(context, interaction, action, value).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = in_a_group(context, interaction, action, value).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = outside_of_rounds(context, interaction, action, value).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = own_wishes(context, interaction, action, origin).await? {
        return Ok(Some(reply));
    }
    tending(context, interaction, action, value, origin).await
}

/// Joining, leaving and pauses.
async fn taking_part(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
) -> Result<Option<Reply>> {
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
        action::HELP => say(context, interaction, "Coffee", answers::help(&context.voice)).await?,
        action::MINE => {
            let view = my_coffee(context, &interaction.workspace, &interaction.member).await?;
            show(context, interaction, &view).await?
        }
        action::STAY => wish(context, interaction, value, Wish::Stay).await?,
        action::REST => wish(context, interaction, value, Wish::Pause(Pause::UntilBack)).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// Whom somebody meets in a round, and how that goes.
async fn in_a_group(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
) -> Result<Option<Reply>> {
    let reply = match action {
        action::MET => group(context, interaction, value, Pressed::Met).await?,
        action::NOT_MET => group(context, interaction, value, Pressed::NotMet).await?,
        action::WHY => group(context, interaction, value, Pressed::Why).await?,
        action::WHY_NOT => match value.parse::<ProgramId>() {
            Ok(program) => history::why_in(context, interaction, program).await?,
            Err(_) => gone(context, interaction).await?,
        },
        action::HISTORY => history::history(context, interaction).await?,
        action::PICK_TIME => group(context, interaction, value, Pressed::PickTime).await?,
        action::CANNOT => group(context, interaction, value, Pressed::Cannot).await?,
        action::NO_REPLY => group(context, interaction, value, Pressed::NoReply).await?,
        action::NUDGE => group(context, interaction, value, Pressed::Nudge).await?,
        action::SOMEBODY_ELSE => group(context, interaction, value, Pressed::Else).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// Coffee now, newcomers, and breaks of teams.
async fn outside_of_rounds(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
) -> Result<Option<Reply>> {
    let reply = match action {
        action::NOW => now::press(context, interaction).await?,
        action::NOT_NOW => now::stop(context, interaction).await?,
        action::MET_OUTSIDE => match value.parse::<EncounterId>() {
            Ok(encounter) => encounters::met(context, interaction, encounter).await?,
            Err(_) => gone(context, interaction).await?,
        },
        action::WHY_OUTSIDE => match value.parse::<EncounterId>() {
            Ok(encounter) => said::why_two(context, interaction, encounter).await?,
            Err(_) => gone(context, interaction).await?,
        },
        action::WELCOME_ME => welcome::yes(context, interaction).await?,
        action::NO_WELCOME => welcome::no(context, interaction).await?,
        action::WELCOMING => welcome::switch(context, interaction, true).await?,
        action::NOT_WELCOMING => welcome::switch(context, interaction, false).await?,
        action::BREAK_IN => team(context, interaction, value, Said::In).await?,
        action::BREAK_NOT_TODAY => team(context, interaction, value, Said::NotToday).await?,
        action::BREAK_MET => team(context, interaction, value, Said::Met).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// How somebody likes it.
async fn own_wishes(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let reply = match action {
        action::LIKE => wishes::open(context, interaction).await?,
        action::LIKE_MORE => wishes::more(context, interaction, origin).await?,
        action::HOURS => wishes::open_hours(context, interaction).await?,
        action::HOURS_EACH => wishes::each_day(context, interaction, origin).await?,
        action::NOT_WITH => wishes::open_not_with(context, interaction).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// What stewards do.
async fn tending(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let reply = match action {
        action::SETUP => setup::open_for(context, interaction, value.parse().ok()).await?,
        action::SETUP_MORE => setup_more(context, interaction, origin).await?,
        field::WEEKDAY | field::TIME | field::EVERY | field::NTH | field::ZONE => match origin {
            Origin::Modal { modal, form } if modal.name == name::SETUP => {
                setup::chosen(context, interaction, modal, form).await?
            }
            _ => return Ok(None),
        },
        action::PREVIEW | action::RUN | action::REPORT | action::REHEARSE => {
            tend(context, interaction, action, value).await?
        }
        action::END => match value.parse::<ProgramId>() {
            Ok(program) => setup::end(context, interaction, program).await?,
            Err(_) => gone(context, interaction).await?,
        },
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

/// The value is the program and the date that the button was drawn for; without a date it is the next
/// round, whichever that is when somebody presses.
async fn skip(context: &Context, interaction: &Interaction, value: &str) -> Result<Reply> {
    let (program, date) = value.split_once(' ').unwrap_or((value, ""));
    let Ok(id) = program.parse::<ProgramId>() else { return gone(context, interaction).await };
    let date = match date {
        "" => {
            let known = context.store.read().await?.program(&interaction.workspace, id).await?;
            known.map(|program| program.next_opening)
        }
        date => date.parse::<NaiveDate>().ok(),
    };
    match date {
        Some(date) => membership::fulfil(context, interaction, id, Wish::Skip(date)).await,
        None => gone(context, interaction).await,
    }
}

enum Pressed {
    Met,
    NotMet,
    Why,
    PickTime,
    Cannot,
    NoReply,
    Nudge,
    Else,
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
        Pressed::PickTime => time::open(context, interaction, group).await,
        Pressed::Cannot => cannot::cannot(context, interaction, group).await,
        Pressed::NoReply => no_reply::offer(context, interaction, group).await,
        Pressed::Nudge => no_reply::nudge(context, interaction, group).await,
        Pressed::Else => no_reply::somebody_else(context, interaction, group).await,
    }
}

/// What a steward does beside setting up.
async fn tend(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    program: &str,
) -> Result<Reply> {
    let Ok(program) = program.parse::<ProgramId>() else { return gone(context, interaction).await };
    match action {
        action::PREVIEW => try_out::preview(context, interaction, program).await,
        action::RUN => run::ask(context, interaction, program).await,
        action::REPORT => run::report(context, interaction, program).await,
        _ => run::rehearse(context, interaction, program).await,
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
