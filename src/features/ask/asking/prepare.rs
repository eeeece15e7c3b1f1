//! A channel is looked at and entered, then its community begins.

use serde_json::json;

use crate::domain::coffee::NoCoffeeHere;
use crate::domain::community::Community;
use crate::features::entering::{enter, show_outcome};
use crate::features::{Context, Result, digest};
use crate::job::{CommunitySetup, Job, Note, Outcome, Work};
use crate::slack::client::ChannelKind;
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
    let entered = match enter(context, work, &setup.channel).await {
        Ok(entered) => entered,
        Err(outcome) => return Ok(outcome),
    };
    let begun = match entered {
        Err(why) => Err(why),
        Ok(info) => {
            let private = info.kind == ChannelKind::Private;
            create(context, work, setup, &info.name, private).await?
        }
    };
    match begun {
        Ok(community) => {
            let shown = views::ready(&context.voice, &community);
            show_outcome(context, work, &setup.view, &shown, None).await
        }
        Err(why) => {
            let shown = views::notice(views::not_here(&context.voice, &setup.channel, why));
            let note = Note::CommunitySetupFailed { channel: setup.channel.clone(), why };
            let tell = Job::Tell { member: setup.by.clone(), note };
            show_outcome(context, work, &setup.view, &shown, Some(tell)).await
        }
    }
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
