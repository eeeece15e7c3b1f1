//! "Can't make it": somebody is out of this round without a reason, and the others are looked after.

use crate::domain::coffee::{Group, Outcome as Met, RoundState, outcome};
use crate::domain::ids::{GroupId, MemberId, WorkspaceId};
use crate::domain::meeting::{Meeting, Why, Withdrawal};
use crate::event::{Interaction, Reply};
use crate::features::answer::{Surface, say, surface, whisper};
use crate::features::coffee::membership::redraw_view;
use crate::features::coffee::said::show_to_group;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::{Job, Note};
use crate::store::{self, Tx};
use crate::views::coffee::second_try::{self, Cannot};

/// Somebody can't make it.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn cannot(context: &Context, interaction: &Interaction, group: GroupId) -> Result<Reply> {
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let came = step_back(context, tx, workspace, member, group).await?;
        whisper(&second_try::cannot(&context.voice, came))
    })
    .await?;
    match (reply, surface(interaction)) {
        (Reply::Ephemeral(body), Surface::Home | Surface::Modal) => {
            say(context, interaction, "Coffee", serde_json::from_value(body)?).await?;
            redraw_view(context, interaction).await
        }
        (reply, _) => Ok(reply),
    }
}

/// Somebody is about to be forgotten: those whom they were to meet are looked after, and invitations
/// count them no more.
///
/// # Errors
/// The database.
pub async fn forgotten(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for participation in tx.participations_of(workspace, member).await? {
        let Some(program) = tx.program(workspace, participation.program).await? else { continue };
        if let Some(round) = tx.current_round(workspace, program.id).await?
            && let Some(group) = tx.group_of(workspace, round.id, member).await?
        {
            step_back(context, tx, workspace, member, group.id).await?;
        }
        if !participation.left && !program.ended {
            let refresh = Job::RefreshInvitation { program: program.id };
            context.queue_in(tx, workspace, &program.channel, &refresh).await?;
        }
    }
    Ok(())
}

async fn step_back(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    group: GroupId,
) -> store::Result<Cannot> {
    let Some(group) = tx.lock_group(workspace, group).await? else { return Ok(Cannot::Gone) };
    let Some(round) = tx.round(workspace, group.round).await? else { return Ok(Cannot::Gone) };
    let withdrawn = tx.withdrawals(workspace, round.id).await?;
    let out = |it: &Withdrawal| it.member == *member && it.why == Why::Cannot;
    if withdrawn.iter().any(|it| out(it) && it.group == group.id) {
        return Ok(Cannot::Already);
    }
    if !group.members.contains(member) {
        return Ok(Cannot::NotYours);
    }
    if round.state == RoundState::Closed {
        return Ok(Cannot::Over);
    }
    if outcome(&tx.answers(workspace, group.id).await?) == Met::Met {
        return Ok(Cannot::Met);
    }
    let at = context.now();
    let withdrawal = Withdrawal {
        round: round.id,
        member: member.clone(),
        group: group.id,
        why: Why::Cannot,
        at,
    };
    tx.withdraw(workspace, &withdrawal).await?;
    let others: Vec<MemberId> =
        group.members.iter().filter(|other| *other != member).cloned().collect();
    if others.is_empty() {
        return Ok(Cannot::Alone);
    }
    let agreed = group.meeting.at.filter(|_| group.meeting.is_ahead(at));
    tx.leave_group(workspace, group.id, member).await?;
    go_on_without(context, tx, workspace, &group, &others).await?;
    for reader in &group.members {
        context.refresh_home(tx, workspace, reader).await?;
    }
    let [left] = others.as_slice() else { return Ok(Cannot::TheyGoOn) };
    if agreed.is_some() {
        let note = Note::CalledOff { group: group.id, at: agreed };
        context.queue_now(tx, workspace, &Job::Tell { member: left.clone(), note }).await?;
    }
    let look = Job::Rematch { round: round.id, waiting: others };
    context.queue_now(tx, workspace, &look).await?;
    Ok(Cannot::Looking)
}

/// The group as it is without them: somebody else says hello, and nothing is said about pairs that
/// are none any more. A time that two agreed on is void.
async fn go_on_without(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    group: &Group,
    others: &[MemberId],
) -> store::Result<()> {
    let here = |pair: &[MemberId; 2]| pair.iter().all(|member| others.contains(member));
    let mut left = Group { members: others.to_vec(), ..group.clone() };
    left.because.retain(|reason| here(&reason.pair));
    left.repeats.retain(|repeat| here(&repeat.pair));
    if let Some(first) = others.first().filter(|_| !others.contains(&group.opener)) {
        left.opener = first.clone();
    }
    if others.len() < 2 {
        left.meeting = Meeting { at: None, ..group.meeting.clone() };
    }
    tx.save_group(workspace, &left).await?;
    show_to_group(context, tx, workspace, &left).await
}
