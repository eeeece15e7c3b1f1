//! A digest as a message to somebody who asked for it. It takes no place in their day, but it comes while
//! they work.

use chrono::{Duration, NaiveDate};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::digest::{Kind, Wish, digest};
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::quiet::first_common_minute;
use crate::features::ask::hidden_from;
use crate::features::deliver::tell;
use crate::features::digest::facts;
use crate::features::digest::plan::rhythm_of;
use crate::features::digest::publish::frame;
use crate::features::{Context, Result};
use crate::job::{Outcome, Work};
use crate::store;
use crate::views::digest::message;

/// After that the next one is near.
const FRESH: Duration = Duration::days(5);
/// Moments are full minutes: one that is less than this ahead is now.
const A_MINUTE: Duration = Duration::minutes(1);

/// Brings a digest to somebody in their next working hour.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn send(
    context: &Context,
    work: &Work,
    member: &MemberId,
    community: CommunityId,
    date: NaiveDate,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let reader = context.store.read().await?.member(workspace, member).await?;
    let Some(reader) = reader.filter(|it| reads(context, it)) else {
        return Ok(Outcome::Cancel("they are not here any more".to_owned()));
    };
    let now = context.now();
    let works = [(reader.zone(), &reader.preferences.hours)];
    match first_common_minute(&works, now, FRESH) {
        None => return Ok(Outcome::Cancel("they do not work this week".to_owned())),
        Some(at) if at >= now + A_MINUTE => {
            return Ok(Outcome::Snooze((at - now).to_std().unwrap_or_default()));
        }
        Some(_) => {}
    }
    let content = content(context, workspace, member, (community, date)).await?;
    let Some(content) = content else {
        return Ok(Outcome::Cancel(
            "they do not wish for it, may not read it, or it is old".to_owned(),
        ));
    };
    tell(context, work, member, content).await
}

/// Whether somebody may have messages of their own.
pub(super) fn reads(context: &Context, person: &Member) -> bool {
    let profile = &person.profile;
    let role = role_of(profile.standing, profile.admin, false, context.settings.guests);
    may(role, Action::AskQuestion)
}

async fn content(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    (community, date): (CommunityId, NaiveDate),
) -> store::Result<Option<SlackMessageContent>> {
    let mut tx = context.store.read().await?;
    let wishes = tx.digest_wishes_of(workspace, member).await?;
    if !wishes.contains(&(community, Wish::Message)) {
        return Ok(None);
    }
    // Who left a private channel reads nothing of it any more.
    if hidden_from(&mut tx, workspace, member).await?.contains(&community) {
        return Ok(None);
    }
    let there = tx.community(workspace, community).await?.filter(|it| it.ended_at.is_none());
    let edition = tx.digest(workspace, (community, date)).await?;
    let (Some(community), Some(edition)) = (there, edition) else { return Ok(None) };
    let old = context.now() - edition.window.until > FRESH;
    let Some(spot) = edition.spot.as_ref().filter(|_| edition.kind == Kind::Report && !old) else {
        return Ok(None);
    };
    let facts = facts::of_edition(context, &mut tx, workspace, &community, &edition).await?;
    let rhythm = rhythm_of(&mut tx, workspace, &community).await?;
    drop(tx);
    let digest = digest(&facts, edition.window);
    let frame = frame(&community, &rhythm, &edition);
    Ok(Some(message::short(&context.voice, frame, &digest, spot)))
}
