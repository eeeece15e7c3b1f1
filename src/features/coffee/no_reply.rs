//! "No reply yet": a kind word to the others, or somebody else to meet. Nobody learns who asked.

use crate::domain::coffee::{Group, Outcome as Met, Round, RoundState, outcome};
use crate::domain::ids::{GroupId, MemberId, WorkspaceId};
use crate::domain::meeting::{Why, Withdrawal, has_waited};
use crate::domain::quiet::local_day;
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, whisper};
use crate::features::coffee::follow_up::sent_at;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::{Job, Note};
use crate::store::{self, Tx};
use crate::views::coffee::second_try::{self, NoReply};

/// Whether somebody of this group has waited long enough to ask for help, by the calendar there.
pub(super) fn waits(context: &Context, group: &Group, zone: chrono_tz::Tz) -> bool {
    let introduced = group.introduction.as_ref().and_then(sent_at);
    let now = context.now();
    let days = introduced.map(|at| (local_day(at, zone), local_day(now, zone)));
    days.is_some_and(|(introduced, today)| has_waited(introduced, today))
        && group.meeting.at.is_none()
}

/// What can be done.
///
/// # Errors
/// The database or Slack.
pub async fn offer(context: &Context, interaction: &Interaction, group: GroupId) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let came = match known(context, &mut tx, interaction, group).await? {
        Ok((group, _)) => NoReply::Offer { group: group.id, nudged: group.meeting.nudged },
        Err(why) => why,
    };
    drop(tx);
    say(context, interaction, "No reply yet", second_try::no_reply(&context.voice, came)).await
}

/// The others are written to, once for each group.
///
/// # Errors
/// The database or Slack.
pub async fn nudge(context: &Context, interaction: &Interaction, group: GroupId) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let came = match lock(context, tx, interaction, group).await? {
            Err(why) => why,
            Ok((group, _)) if group.meeting.nudged => NoReply::NudgedAlready,
            Ok((mut group, _)) => {
                group.meeting.nudged = true;
                tx.save_group(workspace, &group).await?;
                for other in group.members.iter().filter(|other| *other != member) {
                    let note = Note::Waiting { group: group.id };
                    let tell = Job::Tell { member: other.clone(), note };
                    context.queue_now(tx, workspace, &tell).await?;
                }
                NoReply::Nudged
            }
        };
        whisper(&second_try::no_reply(&context.voice, came))
    })
    .await?;
    told(context, interaction, reply).await
}

/// Somebody else is looked for. Their group stays as it is: if an answer comes after all, they can
/// still meet.
///
/// # Errors
/// The database or Slack.
pub async fn somebody_else(
    context: &Context,
    interaction: &Interaction,
    group: GroupId,
) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let reply = once!(context, interaction, |tx| {
        let came = match lock(context, tx, interaction, group).await? {
            Err(why) => why,
            Ok((group, round)) => look_elsewhere(context, tx, interaction, &group, &round).await?,
        };
        context.refresh_home(tx, workspace, &interaction.member).await?;
        whisper(&second_try::no_reply(&context.voice, came))
    })
    .await?;
    told(context, interaction, reply).await
}

async fn look_elsewhere(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    group: &Group,
    round: &Round,
) -> store::Result<NoReply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let withdrawal = Withdrawal {
        round: round.id,
        member: member.clone(),
        group: group.id,
        why: Why::Else,
        at: context.now(),
    };
    if !tx.withdraw(workspace, &withdrawal).await? {
        return Ok(NoReply::LookingAlready);
    }
    let look = Job::Rematch { round: round.id, waiting: vec![member.clone()] };
    context.queue_now(tx, workspace, &look).await?;
    Ok(NoReply::Looking)
}

async fn told(context: &Context, interaction: &Interaction, reply: Reply) -> Result<Reply> {
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, "No reply yet", serde_json::from_value(body)?).await
        }
        other => Ok(other),
    }
}

async fn lock(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    group: GroupId,
) -> store::Result<std::result::Result<(Group, Round), NoReply>> {
    tx.lock_group(&interaction.workspace, group).await?;
    known(context, tx, interaction, group).await
}

/// The group and its round, or why there is nothing to be done.
async fn known(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    group: GroupId,
) -> store::Result<std::result::Result<(Group, Round), NoReply>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(group) = tx.group(workspace, group).await? else { return Ok(Err(NoReply::Gone)) };
    if !group.members.contains(member) {
        return Ok(Err(NoReply::NotYours));
    }
    let round = tx.round(workspace, group.round).await?;
    let open = round.filter(|round| round.state != RoundState::Closed);
    let Some(round) = open else { return Ok(Err(NoReply::Over)) };
    if outcome(&tx.answers(workspace, group.id).await?) == Met::Met {
        return Ok(Err(NoReply::Met));
    }
    if group.members.len() < 2 || group.introduction.is_none() {
        return Ok(Err(NoReply::Gone));
    }
    if group.meeting.at.is_some() {
        return Ok(Err(NoReply::Agreed));
    }
    let zone = zone(tx, workspace, member).await?;
    Ok(if waits(context, &group, zone) { Ok((group, round)) } else { Err(NoReply::TooSoon) })
}

async fn zone(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<chrono_tz::Tz> {
    let person = tx.member(workspace, member).await?;
    Ok(person.map_or(chrono_tz::Tz::UTC, |person| person.zone()))
}
