//! Where a question could be answered is gone, or who asked it is.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::domain::people::Standing;
use crate::domain::question::{Privacy, State};
use crate::features::Context;
use crate::features::ask::asker::asker;
use crate::features::ask::asking::forsaken::{UNSEALED, asker_left, end_forsaken};
use crate::features::ask::ladder;
use crate::job::{Job, News, Note};
use crate::store::{self, Tx};

/// The community of a channel that is gone ends: its stewards are told, and whoever waits for an answer
/// there decides what next. `at` is when Slack says that it went, to the second; `None` is now. Such
/// news can be late: a community that began after it is there because Klatch was let in again.
///
/// # Errors
/// The database.
pub async fn channel_lost(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    at: Option<DateTime<Utc>>,
) -> store::Result<()> {
    let Some(there) = tx.community_in(workspace, channel).await? else { return Ok(()) };
    if at.is_some_and(|at| there.began_at >= at + TimeDelta::seconds(1)) {
        return Ok(());
    }
    let Some(mut community) = tx.lock_community(workspace, there.id).await? else {
        return Ok(());
    };
    community.ended_at = Some(context.now());
    tx.save_community(workspace, &community).await?;
    for steward in &community.stewards {
        let note = Note::CommunityLost { channel: channel.clone() };
        context.queue_now(tx, workspace, &Job::Tell { member: steward.clone(), note }).await?;
    }
    for waits in tx.open_questions_in(workspace, community.id).await? {
        // What is carried between two people needs no channel.
        if waits.thread.is_none() && waits.privacy == Privacy::Private {
            continue;
        }
        let Some(mut question) = tx.lock_question(workspace, waits.id).await? else { continue };
        ladder::recall(context, tx, workspace, &question).await?;
        question.move_to(State::Nobody, context.now());
        question.thread = None;
        tx.save_question(workspace, &question).await?;
        let tell = Job::TellAsker { question: question.id, news: News::ChannelLost };
        context.queue_now(tx, workspace, &tell).await?;
    }
    Ok(())
}

/// Whoever left without a word of Slack's is looked for once a day, and what nobody ends is ended.
///
/// # Errors
/// The database.
pub async fn look_for_askers(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    let mut askers = Vec::new();
    for question in tx.open_questions(workspace, UNSEALED).await? {
        askers.extend(asker(tx, workspace, &question).await?);
    }
    askers.sort();
    askers.dedup();
    for person in tx.members(workspace, &askers).await? {
        if person.profile.standing == Standing::Deactivated {
            asker_left(context, tx, workspace, &person.profile.member).await?;
        }
    }
    end_forsaken(context, tx, workspace).await
}
