//! App Home: drawn when it is opened, after one's own presses, and on changes shortly after.

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::event::{Interaction, Reply};
use crate::features::deliver::after;
use crate::features::{Context, Result, admin, ask, coffee, story};
use crate::job::{Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::home::{Desk, home};

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

async fn draw(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<std::result::Result<(), Failure>> {
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?;
    let admin = admin::desk(&mut tx, workspace, member).await?;
    drop(tx);
    let programs = coffee::my_programs(context, workspace, member).await?;
    let moments = coffee::my_moments(context, workspace, member).await?;
    let questions = ask::my_questions(context, workspace, member).await?;
    let met = coffee::people_met(context, workspace, member).await?;
    let asked = ask::waiting(context, workspace, member).await?;
    let kept = ask::desk(context, workspace, member).await?;
    let mut tx = context.store.read().await?;
    let stories = story::desk(context, &mut tx, workspace, member).await?;
    drop(tx);
    let name = person.as_ref().map_or("there", |person| person.profile.name.as_str());
    let budget = person.as_ref().map(|person| person.preferences.budget).unwrap_or_default();
    let (programs, moments, admin) = (&programs[..], &moments, admin.as_ref());
    let (questions, met, asked, kept) = (questions.as_ref(), &met[..], &asked[..], &kept);
    let stories = &stories[..];
    let desk =
        Desk { name, programs, moments, questions, met, asked, kept, stories, admin, budget };
    let view = home(&context.voice, &desk);
    Ok(context.slack.publish_home(member, &view).await)
}
