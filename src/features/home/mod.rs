//! App Home: drawn when it is opened, after one's own presses, and on changes shortly after.

mod communities;
mod forget;
mod garden;
mod stored;

use chrono_tz::Tz;
use slack_morphism::prelude::SlackView;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::rules::Feature;
use crate::event::{Interaction, Reply};
use crate::features::deliver::after;
use crate::features::{Context, Result, admin, ask, coffee, digest, story};
use crate::job::{Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::home::{Desk, MySettings, Turned, home};
use crate::views::names::action;

pub use forget::{forget, submit as submit_forget};
pub use stored::export;

/// Somebody opened their App Home.
pub async fn opened(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    tx.home_opened(workspace, member, context.now()).await?;
    context.draw_home(tx, workspace, member).await
}

/// Draws somebody's App Home.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn publish(context: &Context, work: &Work, member: &MemberId) -> Result<Outcome> {
    match draw(context, &work.workspace, member).await? {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

/// Draws it for somebody who is looking at it and has just pressed a button there. What the button
/// did stands, so that a page that could not be drawn is no failure of theirs.
///
/// # Errors
/// The database.
pub async fn redraw(context: &Context, interaction: &Interaction) -> Result<Reply> {
    if let Err(failure) = draw(context, &interaction.workspace, &interaction.member).await? {
        tracing::warn!(%failure, "App Home could not be drawn after a press");
    }
    Ok(Reply::Done)
}

/// Remembers that somebody who presses a button in App Home is looking at it.
///
/// # Errors
/// The database.
pub async fn looked_at(context: &Context, interaction: &Interaction) -> Result<()> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let now = context.now();
    transaction!(context.store, |tx| tx.home_opened(workspace, member, now).await).await?;
    Ok(())
}

/// Presses of this page's own buttons; `None` when it is none of them.
///
/// # Errors
/// The database; or Slack, then nothing is shown.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    value: &str,
) -> Result<Option<Reply>> {
    let reply = match pressed {
        action::HOME_MORE | action::HOME_FIRST => {
            turn(context, interaction, Turned::read(value)).await?
        }
        action::STORED => stored::show_stored(context, interaction).await?,
        action::STORED_FILE => stored::send_all(context, interaction).await?,
        action::FORGET => forget::ask(context, interaction).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// Shows another page of one section; whatever draws the page later begins at its first again.
async fn turn(
    context: &Context,
    interaction: &Interaction,
    turned: Option<Turned>,
) -> Result<Reply> {
    looked_at(context, interaction).await?;
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let view = view_of(context, workspace, member, turned).await?;
    if let Err(failure) = context.slack.publish_home(member, &view).await {
        tracing::warn!(%failure, "App Home could not be drawn after a press");
    }
    Ok(Reply::Done)
}

async fn draw(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<std::result::Result<(), Failure>> {
    let view = view_of(context, workspace, member, None).await?;
    Ok(context.slack.publish_home(member, &view).await)
}

/// Somebody's page as it stands: all of it of one moment of the database.
///
/// # Errors
/// The database.
pub async fn view_of(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    turned: Option<Turned>,
) -> Result<SlackView> {
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?;
    let known = person.as_ref();
    let admin = admin::desk(&mut tx, workspace, member).await?;
    let programs = coffee::my_programs(context, &mut tx, workspace, member, known).await?;
    let moments = coffee::my_moments(context, &mut tx, workspace, member, known).await?;
    let met = coffee::people_met(&mut tx, workspace, member).await?;
    let questions = ask::my_questions(context, &mut tx, workspace, member, known).await?;
    let asked = ask::waiting(context, &mut tx, workspace, member).await?;
    let kept = ask::desk(context, &mut tx, workspace, member).await?;
    let expert = tx.expert(workspace, member).await?;
    let around = communities::Around::look(&mut tx, workspace, member).await?;
    let zone = known.map_or(Tz::UTC, Member::zone);
    let mine = around.communities(&context.voice, member, expert.as_ref(), zone);
    let garden = garden::blocks(context, &mut tx, workspace, member, &around).await?;
    let stories = story::desk(context, &mut tx, workspace, member).await?;
    let thanks = story::thanks_blocks(context, &mut tx, workspace, member).await?;
    let digest = digest::settings_blocks(context, &mut tx, workspace, member).await?;
    drop(tx);
    let wishes = known.map(|person| person.preferences.clone()).unwrap_or_default();
    let settings = MySettings {
        budget: context.rules.budget(wishes.budget),
        hours: wishes.hours,
        zone,
        expert,
        asks: questions.is_some() && context.rules.is_on(Feature::Ask),
        asking: context.rules.is_on(Feature::Ask),
        telling: context.rules.is_on(Feature::Stories),
    };
    let desk = Desk {
        name: known.map_or("there", |person| person.profile.name.as_str()),
        programs: &programs,
        moments: &moments,
        questions: questions.as_ref(),
        met: &met,
        asked: &asked,
        stories: &stories,
        communities: &mine,
        kept: &kept,
        thanks: &thanks,
        digest: &digest,
        garden: &garden,
        admin: admin.as_ref(),
        settings: &settings,
        turned,
    };
    Ok(home(&context.voice, &desk))
}
