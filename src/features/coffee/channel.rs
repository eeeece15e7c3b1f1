//! What stands in a program's channel.

use chrono::{DateTime, Duration, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::coffee::{Outcome as Met, Program, RoundState, outcome};
use crate::domain::ids::{ChannelId, MessageTs, ProgramId, RoundId, WorkspaceId};
use crate::domain::people::Member;
use crate::features::coffee::mine::count_of;
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post};
use crate::features::{Context, Result, story};
use crate::job::{Job, Note, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, ToldSum, Tx};
use crate::transaction;
use crate::views::coffee::invitation::{RoundSum, invitation, round_sum};
use crate::views::story::wins::Face;

/// Invites the people of a program's channel.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn invite(context: &Context, work: &Work, program: ProgramId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let there = context.store.read().await?.program(workspace, program).await?;
    if let Some(channel) = there.map(|program| program.channel) {
        match earlier(context, work, &channel).await {
            Earlier::Nothing => {}
            Earlier::At(ts) => return invited(context, work, program, &ts).await,
            Earlier::Unknown(outcome) => return Ok(outcome),
        }
    }
    let known = transaction!(context.store, |tx| {
        let program = tx.program(workspace, program).await?;
        let Some(program) = program.filter(|it| !it.ended && it.invitation.is_none()) else {
            return Ok(None);
        };
        let content = drawn(context, tx, workspace, &program).await?;
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some((program, content)))
    })
    .await?;
    let Some((program, content)) = known else {
        return Ok(Outcome::Cancel("nobody is to be invited any more".to_owned()));
    };
    let to = Address { channel: &program.channel, thread: None };
    match post(context, work, to, content).await {
        Sent::At(ts) => invited(context, work, program.id, &ts).await,
        Sent::Not(failure) => lost(context, work, &program.channel, failure).await,
    }
}

/// Keeps the invitation with the end of its job.
async fn invited(
    context: &Context,
    work: &Work,
    program: ProgramId,
    ts: &MessageTs,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if let Some(program) = tx.lock_program(workspace, program).await? {
            let invited = Program { invitation: Some(ts.clone()), ..program };
            tx.save_program(workspace, &invited).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Keeps the numbers and dates of an invitation current.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn refresh_invitation(
    context: &Context,
    work: &Work,
    program: ProgramId,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(program) = tx.program(workspace, program).await? else {
        return Ok(Outcome::Cancel("the program is gone".to_owned()));
    };
    let Some(message) = program.invitation.clone() else {
        return Ok(Outcome::Cancel("there is no invitation yet".to_owned()));
    };
    let content = drawn(context, &mut tx, workspace, &program).await?;
    drop(tx);
    match context.slack.update(&program.channel, &message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

async fn drawn(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<SlackMessageContent> {
    let people = count_of(&tx.participations(workspace, program.id).await?);
    let steward = tx.member(workspace, &program.steward).await?;
    let steward = steward.as_ref().map(|steward| steward.profile.name.as_str());
    Ok(invitation(&context.voice, program, people, steward))
}

/// Tells a channel what came of its round.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn sum_up(context: &Context, work: &Work, round: RoundId) -> Result<Outcome> {
    let workspace = &work.workspace;
    if work.in_doubt.is_some() {
        let known = sum(&mut context.store.read().await?, workspace, round).await?;
        let Some((program, _)) = known else { return Ok(Outcome::LetGo) };
        match earlier(context, work, &program.channel).await {
            Earlier::Nothing => {}
            Earlier::At(message) => return summed_up(context, work, round, None, message).await,
            Earlier::Unknown(outcome) => return Ok(outcome),
        }
    }
    let known = transaction!(context.store, |tx| {
        let Some((program, sum)) = sum(tx, workspace, round).await? else { return Ok(None) };
        let came = story::came_of(context, tx, workspace, (&program, round)).await?;
        // It stands there before it is sent: a story may change while nobody knows where it is told.
        let told = came.as_ref().map(|face| told_sum(&program, round, sum, face)).transpose()?;
        tx.plan_round_sum(workspace, round, told.as_ref()).await?;
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some((program, sum, came)))
    })
    .await?;
    let Some((program, sum, came)) = known else {
        return Ok(Outcome::Cancel("there is nothing to sum up".to_owned()));
    };
    let to = Address { channel: &program.channel, thread: None };
    let content = round_sum(&context.voice, &program, sum, came.as_ref());
    match post(context, work, to, content).await {
        Sent::At(message) => summed_up(context, work, round, came, message).await,
        Sent::Not(failure) => lost(context, work, &program.channel, failure).await,
    }
}

fn told_sum(
    program: &Program,
    round: RoundId,
    sum: RoundSum,
    face: &Face,
) -> store::Result<ToldSum> {
    let figures = serde_json::to_string(&sum);
    let figures = figures.map_err(|error| store::Error::broken_json("figures", &error))?;
    let (story, channel) = (face.story.id, program.channel.clone());
    Ok(ToldSum { round, program: program.id, story, figures, channel, message: None })
}

/// Keeps where a sum stands that tells a story. `drawn` is how that was told, if it is known: what changed
/// since then is drawn at once.
async fn summed_up(
    context: &Context,
    work: &Work,
    round: RoundId,
    drawn: Option<Face>,
    message: MessageTs,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if tx.round_sum_posted(workspace, round, &message).await?
            && let Some(told) = tx.round_sum(workspace, round).await?
        {
            let now = story::still_came_of(tx, workspace, (told.story, &told.channel)).await?;
            if now.is_none() || now != drawn {
                let show = Job::ShowSum { round };
                context.queue_in(tx, workspace, &told.channel, &show).await?;
            }
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Draws a sum again, with its story as it may be read now, or without it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_sum(context: &Context, work: &Work, round: RoundId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let told = tx.round_sum(workspace, round).await?;
    let Some((told, message)) = told.and_then(|it| it.message.clone().map(|at| (it, at))) else {
        return Ok(Outcome::Cancel("it is not posted, or tells no story".to_owned()));
    };
    let Some(program) = tx.program(workspace, told.program).await? else {
        return Ok(Outcome::Cancel("the program is gone".to_owned()));
    };
    let came = story::still_came_of(&mut tx, workspace, (told.story, &told.channel)).await?;
    drop(tx);
    let sum: RoundSum = serde_json::from_str(&told.figures)
        .map_err(|error| store::Error::broken_json("figures", &error))?;
    let content = round_sum(&context.voice, &program, sum, came.as_ref());
    match context.slack.update(&told.channel, &message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

async fn sum(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: RoundId,
) -> store::Result<Option<(Program, RoundSum)>> {
    let Some(round) = tx.round(workspace, round).await? else { return Ok(None) };
    let Some(program) = tx.program(workspace, round.program).await? else { return Ok(None) };
    let mut groups = tx.groups_of_round(workspace, round.id).await?;
    groups.retain(|group| group.introduction.is_some() && group.members.len() > 1);
    if groups.is_empty() || round.state != RoundState::Closed {
        return Ok(None);
    }
    let answers = tx.answers_of_round(workspace, round.id).await?;
    let mut sum = RoundSum { number: round.number, ..RoundSum::default() };
    for group in &groups {
        let said = answers.iter().filter(|answer| answer.group == group.id);
        let people = tx.members(workspace, &group.members).await?;
        sum.groups += 1;
        sum.people += u32::try_from(people.len()).unwrap_or_default();
        sum.across_teams += u32::from(across_teams(&people));
        sum.said += u32::from(said.clone().next().is_some());
        let gained = said.clone().filter(|answer| answer.gained.is_some()).count();
        sum.gained += u32::try_from(gained).unwrap_or_default();
        match outcome(said) {
            Met::Met => sum.met += 1,
            Met::NotMet | Met::Unknown => {}
        }
    }
    Ok(Some((program, sum)))
}

fn across_teams(people: &[Member]) -> bool {
    let mut teams: Vec<&str> = people.iter().filter_map(|person| person.team.as_deref()).collect();
    teams.sort_unstable();
    teams.dedup();
    teams.len() > 1
}

/// A message to a channel did not go out: perhaps because the channel is gone.
async fn lost(
    context: &Context,
    work: &Work,
    channel: &ChannelId,
    failure: Failure,
) -> Result<Outcome> {
    if failure.is_channel_gone() {
        let ws = &work.workspace;
        transaction!(context.store, |tx| channel_lost(context, tx, ws, channel, None).await)
            .await?;
    }
    Ok(after(&failure))
}

/// The programs of a channel that is gone end, and their stewards read why. `at` is when Slack says
/// that it went, to the second; `None` is now. Such news can be late: a program that began after it
/// is there because Klatch was let in again.
pub async fn channel_lost(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    at: Option<DateTime<Utc>>,
) -> store::Result<()> {
    for program in tx.programs(workspace).await? {
        if program.channel != *channel {
            continue;
        }
        if at.is_some_and(|at| program.created_at >= at + Duration::seconds(1)) {
            tracing::info!(%workspace, program = %program.id, "a channel was lost before it began");
            continue;
        }
        let Some(program) = tx.lock_program(workspace, program.id).await? else { continue };
        let steward = program.steward.clone();
        tx.save_program(workspace, &Program { ended: true, ..program }).await?;
        let note = Note::ChannelLost { channel: channel.clone() };
        context.queue_now(tx, workspace, &Job::Tell { member: steward, note }).await?;
    }
    Ok(())
}
