//! *My contributions*: what somebody answered, is in, was thanked for, held and met. For them alone.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use uuid::Uuid;

use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::story::State;
use crate::event::{Interaction, Reply};
use crate::features::answer::show;
use crate::features::story::faces::faces;
use crate::features::story::{export, thanks};
use crate::features::{Context, Result, coffee};
use crate::job::StoryFile;
use crate::store::{self, Tx};
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
    let answers = answers_of(&mut tx, workspace, member).await?;
    let mut stories = tx.stories_with(workspace, member, MOST).await?;
    stories.retain(|story| story.state != State::Withdrawn);
    let stories = faces(&mut tx, workspace, stories).await?;
    let got = tx.thanks_to(workspace, member, MOST).await?;
    let got = thanks::said(&mut tx, workspace, got).await?;
    let given = tx.thanks_from(workspace, member, context.now() - thanks::LATELY, 5).await?;
    let given = thanks::said(&mut tx, workspace, given).await?;
    let held = tx.sessions_held(workspace, member, MOST).await?;
    let mut called = BTreeMap::new();
    let mut sessions = Vec::with_capacity(held.len());
    for session in held {
        // Who holds many holds them in a few communities.
        let community = match called.entry(session.community) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let community = tx.community(workspace, session.community).await?;
                new.insert(community.map(|it| it.name))
            }
        };
        let community = community.clone();
        sessions.push(Held { community, about: session.about, on: session.starts_at });
    }
    Ok(Contributions { answers, stories, thanks: got, given, sessions, met })
}

/// The newest answers of theirs that were accepted, with what was asked, in a few statements.
async fn answers_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<Helped>> {
    let answers = tx.accepted_of(workspace, member, MOST).await?;
    let ids: Vec<QuestionId> = answers.iter().map(|answer| answer.question).collect();
    let questions = tx.these_questions(workspace, &ids).await?;
    let questions: BTreeMap<_, _> = questions.into_iter().map(|it| (it.id, it)).collect();
    let about: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    let reuses = tx.reuses_of(workspace, &about).await?;
    let helped = answers.into_iter().filter_map(|answer| {
        let question = questions.get(&answer.question)?;
        let too = reuses.get(&Uuid::from(answer.question)).copied().unwrap_or_default();
        let on = answer.accepted_at.unwrap_or(answer.written_at);
        Some(Helped { title: question.title.clone(), link: question.link.clone(), on, too })
    });
    Ok(helped.collect())
}
