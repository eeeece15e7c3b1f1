//! Beginning a community, changing it, ending it.

use serde_json::json;

use crate::domain::asking::{first, line};
use crate::domain::authority::{Action, may, role_of};
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, CommunityId, MemberId, WorkspaceId};
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Place, Reply};
use crate::features::answer::{as_modal, redraw, replace, replace_all, say, show};
use crate::features::ask::asking::who::refused;
use crate::features::ask::session;
use crate::features::context::once;
use crate::features::role::tends;
use crate::features::{Context, Result};
use crate::job::{CommunitySetup, Job};
use crate::store::{self, Tx};
use crate::views::admin::not_in_this_channel;
use crate::views::ask::asking::answers;
use crate::views::ask::asking::community::{
    self as views, CommunityDraft, LONGEST_NAME, MOST_STEWARDS, Tended, community_modal,
};
use crate::views::ask::asking::names::field;

const TITLE: &str = "Community";

/// Opens the page: to change the channel's community where there is one, else to begin one.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    place: Option<&Place>,
) -> Result<Reply> {
    let channel = place.filter(|place| is_channel(place)).map(|place| &place.channel);
    let here = match channel {
        Some(channel) => {
            context.store.read().await?.community_in(&interaction.workspace, channel).await?
        }
        None => None,
    };
    match here {
        Some(community) => change(context, interaction, &community).await,
        None => begin(context, interaction, channel).await,
    }
}

/// The button: for a community that is to be changed, or for a new one.
pub async fn open_for(context: &Context, interaction: &Interaction, id: &str) -> Result<Reply> {
    let Ok(id) = id.parse::<CommunityId>() else {
        return begin(context, interaction, None).await;
    };
    let there = context.store.read().await?.community(&interaction.workspace, id).await?;
    match there.filter(|it| it.ended_at.is_none()) {
        Some(community) => change(context, interaction, &community).await,
        None => say(context, interaction, TITLE, answers::gone(&context.voice)).await,
    }
}

/// Slack names direct and group messages by their kind.
fn is_channel(place: &Place) -> bool {
    place.name != "directmessage" && !place.name.starts_with("mpdm-")
}

async fn begin(
    context: &Context,
    interaction: &Interaction,
    channel: Option<&ChannelId>,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction, Action::SetUpCommunity).await? {
        return say(context, interaction, TITLE, no).await;
    }
    let draft = CommunityDraft {
        channel: channel.cloned(),
        name: String::new(),
        stewards: vec![interaction.member.clone()],
    };
    show(context, interaction, &community_modal(&context.voice, &draft, None)).await
}

async fn change(
    context: &Context,
    interaction: &Interaction,
    community: &Community,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let theirs = tends(context, &mut tx, workspace, member, community).await?;
    drop(tx);
    if !theirs {
        return say(context, interaction, TITLE, views::stewards_only(&context.voice)).await;
    }
    let draft = CommunityDraft {
        channel: Some(community.channel.clone()),
        name: community.name.clone(),
        stewards: community.stewards.clone(),
    };
    show(context, interaction, &community_modal(&context.voice, &draft, Some(community))).await
}

/// The page was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let carried: Tended = serde_json::from_str(&modal.metadata).unwrap_or_default();
    let name = line(form.get(field::NAME).unwrap_or_default());
    let (name, _) = first(&name, LONGEST_NAME);
    let channel = form.get(field::CHANNEL).map(ChannelId::new);
    let mut tx = context.store.read().await?;
    let stewards = stewards(context, &mut tx, &interaction.workspace, form).await?;
    drop(tx);
    let mut problems = std::collections::BTreeMap::new();
    if carried.community.is_none() && channel.is_none() {
        problems.insert(field::CHANNEL.to_owned(), views::no_channel(&context.voice));
    }
    if stewards.is_empty() {
        problems.insert(field::STEWARDS.to_owned(), views::no_stewards(&context.voice));
    }
    if !problems.is_empty() {
        return Ok(Reply::Errors(problems));
    }
    match (carried.community, channel) {
        (Some(id), _) => save(context, interaction, id, name, stewards).await,
        (None, Some(channel)) => {
            if let Some(no) = refused(context, interaction, Action::SetUpCommunity).await? {
                return Ok(replace(&as_modal(TITLE, no))?);
            }
            if !context.rules.allows(&channel) {
                let why = not_in_this_channel(&context.voice).to_owned();
                return Ok(Reply::Errors([(field::CHANNEL.to_owned(), why)].into()));
            }
            let setup = CommunitySetup {
                community: context.chance.id(context.now()),
                by: interaction.member.clone(),
                channel,
                name: Some(name.to_owned()).filter(|name| !name.is_empty()),
                stewards,
                view: modal.id.clone(),
            };
            prepare_later(context, interaction, setup).await
        }
        (None, None) => Ok(replace(&as_modal(TITLE, answers::gone(&context.voice)))?),
    }
}

/// Those who were picked and are full members, sorted.
async fn stewards(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    form: &Form,
) -> store::Result<Vec<MemberId>> {
    let picked = form.all(field::STEWARDS).iter().take(MOST_STEWARDS);
    let picked: Vec<MemberId> = picked.map(MemberId::new).collect();
    if picked.is_empty() {
        return Ok(picked);
    }
    let guests = context.settings.guests;
    let mut all: Vec<MemberId> = tx
        .members(workspace, &picked)
        .await?
        .into_iter()
        .map(|it| it.profile)
        .filter(|it| may(role_of(it.standing, it.admin, true, guests), Action::TendCommunity))
        .map(|it| it.member)
        .collect();
    all.sort();
    all.dedup();
    Ok(all)
}

/// The channel has to be looked at first, which may take longer than Slack waits.
async fn prepare_later(
    context: &Context,
    interaction: &Interaction,
    setup: CommunitySetup,
) -> Result<Reply> {
    let reply = once!(context, interaction, |tx| {
        let job = Job::PrepareCommunity { setup: setup.clone() };
        context.queue_now(tx, &interaction.workspace, &job).await?;
        replace(&views::busy(&context.voice))
    })
    .await?;
    Ok(reply)
}

async fn save(
    context: &Context,
    interaction: &Interaction,
    id: CommunityId,
    name: &str,
    stewards: Vec<MemberId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let locked = tx.lock_community(workspace, id).await?;
        let Some(mut it) = locked.filter(|it| it.ended_at.is_none()) else {
            return replace(&as_modal(TITLE, answers::gone(&context.voice)));
        };
        if !tends(context, tx, workspace, member, &it).await? {
            return replace(&as_modal(TITLE, views::stewards_only(&context.voice)));
        }
        if !name.is_empty() {
            it.name = name.to_owned();
        }
        it.stewards = stewards.clone();
        tx.save_community(workspace, &it).await?;
        let detail = json!({ "name": it.name, "stewards": it.stewards });
        let target = id.to_string();
        context.audit(tx, workspace, member, "community.change", &target, &detail).await?;
        replace_all(&views::changed(&context.voice, &it))
    })
    .await?;
    Ok(reply)
}

/// A steward ends a community. Questions that wait stay in their threads; its sessions end.
///
/// # Errors
/// The database.
pub async fn end(context: &Context, interaction: &Interaction, id: &str) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Ok(id) = id.parse::<CommunityId>() else {
        return say(context, interaction, TITLE, answers::gone(&context.voice)).await;
    };
    let reply = once!(context, interaction, |tx| {
        let Some(mut it) = tx.lock_community(workspace, id).await? else {
            return replace(&as_modal(TITLE, answers::gone(&context.voice)));
        };
        if !tends(context, tx, workspace, member, &it).await? {
            return replace(&as_modal(TITLE, views::stewards_only(&context.voice)));
        }
        if it.ended_at.is_none() {
            it.ended_at = Some(context.now());
            tx.save_community(workspace, &it).await?;
            session::community_ended(context, tx, workspace, id).await?;
            let target = id.to_string();
            context.audit(tx, workspace, member, "community.end", &target, &json!({})).await?;
            context.refresh_home(tx, workspace, member).await?;
        }
        replace(&views::ended(&context.voice))
    })
    .await?;
    match (&interaction.what, reply) {
        (Gesture::Press { origin: Origin::Modal { modal, .. }, .. }, Reply::Replace(view)) => {
            redraw(context, modal, &serde_json::from_value(view)?).await
        }
        _ => Ok(Reply::Done),
    }
}
