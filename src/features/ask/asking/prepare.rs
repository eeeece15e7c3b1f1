//! A channel is looked at and entered, then its community begins.

use serde_json::json;

use crate::domain::coffee::NoCoffeeHere;
use crate::domain::community::Community;
use crate::features::coffee::{PATIENCE, enter};
use crate::features::deliver::after;
use crate::features::{Context, Result, digest};
use crate::job::{CommunitySetup, Job, Note, Outcome, Work};
use crate::slack::client::ChannelKind;
use crate::slack::failure::Failure;
use crate::store;
use crate::transaction;
use crate::views::ask::asking::community as views;

/// Looks at the channel, joins it, and begins the community; then the modal says how it went. It can
/// run again at any point: the community's id was chosen when the modal was sent.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn prepare_community(
    context: &Context,
    work: &Work,
    setup: &CommunitySetup,
) -> Result<Outcome> {
    let entered = match enter(context, &setup.channel).await {
        Ok(entered) => entered,
        Err(failure) if work.attempt < PATIENCE => return Ok(after(&failure)),
        Err(failure) => {
            tracing::warn!(%failure, "a channel could not be looked at");
            Err(NoCoffeeHere::Unreachable)
        }
    };
    let begun = match entered {
        Err(why) => Err(why),
        Ok(info) => {
            let private = info.kind == ChannelKind::Private;
            create(context, work, setup, &info.name, private).await?
        }
    };
    let (shown, why) = match begun {
        Ok(community) => (views::ready(&context.voice, &community), None),
        Err(why) => {
            (views::notice(views::not_here(&context.voice, &setup.channel, why)), Some(why))
        }
    };
    match (context.slack.update_modal(&setup.view, None, &shown).await, why) {
        (Ok(()), _) | (Err(Failure::Permanent { .. }), None) => Ok(Outcome::Done),
        // Nobody is looking any more: bad news is told.
        (Err(Failure::Permanent { .. }), Some(why)) => tell(context, work, setup, why).await,
        (Err(_), Some(why)) if work.attempt >= PATIENCE => tell(context, work, setup, why).await,
        (Err(failure), _) => Ok(after(&failure)),
    }
}

async fn tell(
    context: &Context,
    work: &Work,
    setup: &CommunitySetup,
    why: NoCoffeeHere,
) -> Result<Outcome> {
    let note = Note::CommunitySetupFailed { channel: setup.channel.clone(), why };
    let tell = Job::Tell { member: setup.by.clone(), note };
    transaction!(context.store, |tx| {
        context.queue_now(tx, &work.workspace, &tell).await?;
        tx.finish(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

async fn create(
    context: &Context,
    work: &Work,
    setup: &CommunitySetup,
    channel_name: &str,
    private: bool,
) -> store::Result<std::result::Result<Community, NoCoffeeHere>> {
    let workspace = &work.workspace;
    let name = setup.name.clone().unwrap_or_else(|| channel_name.to_owned());
    transaction!(context.store, |tx| {
        if let Some(there) = tx.community_in(workspace, &setup.channel).await? {
            let ours = there.id == setup.community;
            return Ok(if ours { Ok(there) } else { Err(NoCoffeeHere::AlreadyThere) });
        }
        let community = Community {
            id: setup.community,
            channel: setup.channel.clone(),
            name: if name.is_empty() { setup.channel.to_string() } else { name.clone() },
            stewards: setup.stewards.clone(),
            began_at: context.now(),
            ended_at: None,
        };
        tx.insert_community(workspace, &community).await?;
        if private {
            tx.hide_community(workspace, community.id).await?;
        }
        digest::plan(context, tx, workspace, &community).await?;
        let detail = json!({ "channel": community.channel, "stewards": community.stewards });
        let target = community.id.to_string();
        context.audit(tx, workspace, &setup.by, "community.begin", &target, &detail).await?;
        context.refresh_home(tx, workspace, &setup.by).await?;
        Ok(Ok(community))
    })
    .await
}
