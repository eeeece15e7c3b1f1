//! *My contributions*: what somebody answered, is in, was thanked for, held and met. For them alone.

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::story::State;
use crate::event::{Interaction, Reply};
use crate::features::answer::show;
use crate::features::story::faces::faces;
use crate::features::story::{export, thanks};
use crate::features::{Context, Result, coffee};
use crate::job::StoryFile;
use crate::views::story::mine::{Contributions, Held, Helped, window};
use crate::views::story::names::after::action;

/// The most of one kind that is shown, and is in the file.
const MOST: u32 = 200;

/// `/story contributions`.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn open(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let all = contributions(context, &interaction.workspace, &interaction.member).await?;
    show(context, interaction, &window(&context.voice, &all)).await
}

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
) -> Result<Option<Reply>> {
    Ok(match action {
        action::CONTRIBUTIONS => Some(open(context, interaction).await?),
        action::EXPORT_MINE => Some(export::ask(context, interaction, StoryFile::Mine).await?),
        _ => None,
    })
}

/// What somebody contributed.
///
/// # Errors
/// The database.
pub(super) async fn contributions(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<Contributions> {
    let mut tx = context.store.read().await?;
    let met = coffee::people_met(&mut tx, workspace, member).await?;
    let mut answers = Vec::new();
    for answer in tx.accepted_of(workspace, member, MOST).await? {
        let Some(question) = tx.question(workspace, answer.question).await? else { continue };
        let too = tx.reuses(workspace, question.id.into()).await?;
        let on = answer.accepted_at.unwrap_or(answer.written_at);
        answers.push(Helped { title: question.title, link: question.link, on, too });
    }
    let mut stories = tx.stories_with(workspace, member, MOST).await?;
    stories.retain(|story| story.state != State::Withdrawn);
    let stories = faces(&mut tx, workspace, stories).await?;
    let got = tx.thanks_to(workspace, member, MOST).await?;
    let got = thanks::said(&mut tx, workspace, got).await?;
    let given = tx.thanks_from(workspace, member, context.now() - thanks::LATELY, 5).await?;
    let given = thanks::said(&mut tx, workspace, given).await?;
    let mut sessions = Vec::new();
    for session in tx.sessions_held(workspace, member, MOST).await? {
        let community = tx.community(workspace, session.community).await?.map(|it| it.name);
        sessions.push(Held { community, about: session.about, on: session.starts_at });
    }
    Ok(Contributions { answers, stories, thanks: got, given, sessions, met })
}
