//! Picking the time to meet: one of those that suit all, or another one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::domain::coffee::{Group, RoundState};
use crate::domain::ids::{GroupId, WorkspaceId};
use crate::domain::meeting::{Picked, TimeProblem};
use crate::domain::people::Member;
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, replace_all, say, show};
use crate::features::coffee::said::show_to_group;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::views::coffee::answers;
use crate::views::coffee::meeting::{self, Pick, TIME_ANOTHER};
use crate::views::names::field;

/// Whom and what a time is picked for, or why none can be.
enum Found {
    /// The group, its people, and the zone of whoever picks.
    Yours(Box<Group>, Vec<Member>, Tz),
    Gone,
    NotYours,
    Over,
}

/// Opens the modal with the times that suit all.
///
/// # Errors
/// The database or Slack.
pub async fn open(context: &Context, interaction: &Interaction, group: GroupId) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let found = find(&mut tx, interaction, group).await?;
    drop(tx);
    let voice = &context.voice;
    match found {
        Found::Yours(group, _, zone) => {
            let pick = Pick { group: &group, zone, now: context.now(), meanwhile: None };
            show(context, interaction, &meeting::pick_time(voice, &pick)).await
        }
        Found::Gone => say(context, interaction, "Coffee", answers::gone(voice)).await,
        Found::NotYours => {
            say(context, interaction, "Coffee", answers::not_your_group(voice)).await
        }
        Found::Over => say(context, interaction, "Coffee", meeting::over(voice)).await,
    }
}

async fn find(tx: &mut Tx, interaction: &Interaction, group: GroupId) -> store::Result<Found> {
    let workspace = &interaction.workspace;
    let Some(group) = tx.group(workspace, group).await? else { return Ok(Found::Gone) };
    if !group.members.contains(&interaction.member) {
        return Ok(Found::NotYours);
    }
    let round = tx.round(workspace, group.round).await?;
    let open = round.is_some_and(|round| round.state != RoundState::Closed);
    if !open || group.members.len() < 2 {
        return Ok(Found::Over);
    }
    let people = tx.members(workspace, &group.members).await?;
    let me = people.iter().find(|person| person.profile.member == interaction.member);
    let zone = me.map_or(Tz::UTC, Member::zone);
    Ok(Found::Yours(Box::new(group), people, zone))
}

/// A time was picked: everybody of the group sees it where they were introduced.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let voice = &context.voice;
    let Some((group, seen)) = read(&modal.metadata) else {
        return say(context, interaction, "Coffee", answers::gone(voice)).await;
    };
    let wish = Wish { at: chosen(form), seen, field: field_of(form) };
    let reply = once!(context, interaction, |tx| {
        let workspace = &interaction.workspace;
        tx.lock_group(workspace, group).await?;
        match find(tx, interaction, group).await? {
            Found::Yours(group, people, zone) => {
                let yours = (*group, people.as_slice(), zone);
                pick(context, tx, workspace, yours, &wish).await
            }
            Found::Gone => replace(&as_modal("Coffee", answers::gone(voice))),
            Found::NotYours => replace(&as_modal("Coffee", answers::not_your_group(voice))),
            Found::Over => replace(&as_modal("Coffee", meeting::over(voice))),
        }
    })
    .await?;
    Ok(reply)
}

async fn pick(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (mut group, people, zone): (Group, &[Member], Tz),
    wish: &Wish,
) -> store::Result<Reply> {
    let (voice, now) = (&context.voice, context.now());
    let picked = wish.at.and_then(|at| Ok((at, group.meeting.pick(at, wish.seen, now)?)));
    let (at, (changed, came)) = match picked {
        Ok(picked) => picked,
        Err(problem) => {
            let sentence = meeting::problem(voice, problem);
            return Ok(Reply::Errors(BTreeMap::from([(wish.field.to_owned(), sentence)])));
        }
    };
    match came {
        Picked::Meanwhile(other) => {
            let pick = Pick { group: &group, zone, now, meanwhile: Some(other) };
            return replace(&meeting::pick_time(voice, &pick));
        }
        Picked::AsBefore => {}
        Picked::Set => {
            group.meeting = changed;
            tx.save_group(workspace, &group).await?;
            show_to_group(context, tx, workspace, &group).await?;
            if let Some(conversation) = &group.conversation {
                let share = Job::ShareTime { group: group.id, pick: group.meeting.picks };
                context.queue_in(tx, workspace, conversation, &share).await?;
            }
            for reader in &group.members {
                context.refresh_home(tx, workspace, reader).await?;
            }
        }
    }
    let names: Vec<&str> = people.iter().map(|person| person.profile.name.as_str()).collect();
    let content = meeting::picked(voice, at, zone, &names, group.question);
    replace_all(&as_modal("Coffee", content))
}

/// What somebody wants.
struct Wish {
    at: std::result::Result<DateTime<Utc>, TimeProblem>,
    /// How many picks they had seen.
    seen: u32,
    /// Where they said so.
    field: &'static str,
}

/// Which group, and how many picks were seen.
fn read(metadata: &str) -> Option<(GroupId, u32)> {
    let (group, seen) = metadata.split_once(' ')?;
    Some((group.parse().ok()?, seen.parse().ok()?))
}

/// Where the time stands that counts.
fn field_of(form: &Form) -> &'static str {
    match form.get(field::MEET_AT) {
        None | Some(TIME_ANOTHER) => field::ANOTHER_TIME,
        Some(_) => field::MEET_AT,
    }
}

/// What was chosen; another time counts only where it was asked for.
fn chosen(form: &Form) -> std::result::Result<DateTime<Utc>, TimeProblem> {
    let seconds = form.get(field_of(form));
    let at = seconds.and_then(|seconds| DateTime::from_timestamp(seconds.parse().ok()?, 0));
    at.ok_or(TimeProblem::Missing)
}
