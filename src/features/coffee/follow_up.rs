//! What comes after an introduction: a reminder, the check-in, and what people say.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::coffee::{Answer, Group, Program, Round, RoundState};
use crate::domain::ids::{ChannelId, GroupId, MemberId, MessageTs, WorkspaceId};
use crate::domain::meeting::{LASTS, Why};
use crate::domain::quiet::local_day;
use crate::features::coffee::introduce::able;
use crate::features::coffee::no_reply::waits;
use crate::features::coffee::nudges::{claim_today, fitting_moment};
use crate::features::deliver::{Address, after, post};
use crate::features::{Context, Result};
use crate::job::{Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::introduction::{Introduction, introduction};
use crate::views::coffee::thread;

/// The two messages that follow under an introduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FollowUp {
    Reminder,
    CheckIn,
}

/// In the middle of the round, unless somebody said something already.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn remind(context: &Context, work: &Work, group: GroupId) -> Result<Outcome> {
    follow_up(context, work, group, FollowUp::Reminder).await
}

/// At the end of the round: did you meet?
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn check_in(context: &Context, work: &Work, group: GroupId) -> Result<Outcome> {
    follow_up(context, work, group, FollowUp::CheckIn).await
}

/// Where a follow-up goes, once it is decided that it goes.
struct Thread {
    group: Group,
    conversation: ChannelId,
    introduction: MessageTs,
    /// Whether they have had time to answer each other.
    waited: bool,
}

/// What is to become of a follow-up.
enum Decided {
    Go(Box<Thread>),
    /// It is night for somebody.
    Later(Duration),
    No(&'static str),
}

async fn follow_up(
    context: &Context,
    work: &Work,
    group: GroupId,
    which: FollowUp,
) -> Result<Outcome> {
    let decided = transaction!(context.store, |tx| {
        match decide(context, tx, work, group, which).await? {
            Decided::Go(thread) => {
                let ours = tx.mark_sending(&work.workspace, work.id, &work.lease).await?;
                Ok(if ours { Decided::Go(thread) } else { Decided::No("somebody else sends it") })
            }
            other => Ok(other),
        }
    })
    .await?;
    let thread = match decided {
        Decided::Go(thread) => *thread,
        Decided::Later(pause) => return Ok(Outcome::Snooze(pause)),
        Decided::No(why) => return Ok(Outcome::Cancel(why.to_owned())),
    };
    let content = match which {
        FollowUp::Reminder => thread::reminder(&context.voice, &thread.group, thread.waited),
        FollowUp::CheckIn => thread::check_in(&context.voice, &thread.group),
    };
    let to = Address { channel: &thread.conversation, thread: Some(&thread.introduction) };
    Ok(post(context, work, to, content).await.outcome())
}

/// Whether a follow-up still makes sense and everybody has room for it; then their days are claimed.
/// It leaves room for the next introduction, which would otherwise come a day late.
async fn decide(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    group: GroupId,
    which: FollowUp,
) -> store::Result<Decided> {
    let workspace = &work.workspace;
    let Some(group) = tx.lock_group(workspace, group).await? else {
        return Ok(Decided::No("the group is gone"));
    };
    let (Some(conversation), Some(introduction)) =
        (group.conversation.clone(), group.introduction.clone())
    else {
        return Ok(Decided::No("they were not introduced"));
    };
    if let Some(why) = needless(tx, workspace, &group, which).await? {
        return Ok(Decided::No(why));
    }
    let round = tx.round(workspace, group.round).await?;
    let program = tx.program(workspace, group.program).await?;
    let (Some(round), Some(program)) = (round, program) else {
        return Ok(Decided::No("the round is gone"));
    };
    if let (FollowUp::CheckIn, Some(at)) = (which, group.meeting.at)
        && group.meeting.is_ahead(context.now())
    {
        return Ok(after_they_met(context, &program, at + LASTS));
    }
    if too_late(context, &program, (&round, &group), which) {
        return Ok(Decided::No("its day is over"));
    }
    let readers = tx.members(workspace, &group.members).await?;
    if readers.iter().any(|reader| !reader.preferences.budget.takes_follow_ups()) {
        return Ok(Decided::No("somebody wants nothing but the coffee itself"));
    }
    let now = context.now();
    if let Ok(pause) = (fitting_moment(&program, &readers, now) - now).to_std()
        && !pause.is_zero()
    {
        return Ok(Decided::Later(pause));
    }
    let claimed_by = match which {
        FollowUp::Reminder => format!("reminder:{}", group.id),
        FollowUp::CheckIn => format!("check_in:{}", group.id),
    };
    let kept = (!program.ended).then_some(program.next_opening);
    if !claim_today(context, tx, workspace, &readers, &claimed_by, kept).await? {
        return Ok(Decided::No("somebody has had enough messages"));
    }
    let waited = waits(context, &group, program.cadence.zone);
    Ok(Decided::Go(Box::new(Thread { group, conversation, introduction, waited })))
}

/// Why nobody needs a follow-up any more, if so.
async fn needless(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    group: &Group,
    which: FollowUp,
) -> store::Result<Option<&'static str>> {
    if !tx.answers(workspace, group.id).await?.is_empty() {
        return Ok(Some("they have said already"));
    }
    if group.members.len() < 2 {
        return Ok(Some("nobody is left to meet"));
    }
    let withdrawn = tx.withdrawals(workspace, group.round).await?;
    if withdrawn.iter().any(|it| it.group == group.id && it.why == Why::Else) {
        return Ok(Some("one of them looks for somebody else"));
    }
    Ok(match which {
        FollowUp::Reminder if group.meeting.at.is_some() => Some("they have agreed on a time"),
        FollowUp::Reminder | FollowUp::CheckIn => None,
    })
}

/// Whoever meets after the moment of the check-in is asked then, if the round is still open.
fn after_they_met(context: &Context, program: &Program, over: DateTime<Utc>) -> Decided {
    if over >= program.cadence.instant_on(program.next_opening) {
        return Decided::No("they meet after this round");
    }
    Decided::Later((over - context.now()).to_std().unwrap_or_default())
}

/// A follow-up that was held up for a day is not worth reading any more.
fn too_late(
    context: &Context,
    program: &Program,
    (round, group): (&Round, &Group),
    which: FollowUp,
) -> bool {
    let met_on = group.meeting.at.map(|at| local_day(at, program.cadence.zone));
    let due_on = match which {
        FollowUp::Reminder => round.reminder_on,
        FollowUp::CheckIn => met_on.map_or(round.check_in_on, |day| day.max(round.check_in_on)),
    };
    let latest = due_on.succ_opt().unwrap_or(due_on);
    let today = context.now().with_timezone(&program.cadence.zone).date_naive();
    today > latest || round.state == RoundState::Closed
}

/// Draws the introduction again, so that the group sees who said that they met.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_met(context: &Context, work: &Work, group: GroupId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(group) = tx.group(workspace, group).await? else {
        return Ok(Outcome::Cancel("the group is gone".to_owned()));
    };
    let (Some(conversation), Some(message)) = (&group.conversation, &group.introduction) else {
        return Ok(Outcome::Cancel("they were not introduced".to_owned()));
    };
    let Some(program) = tx.program(workspace, group.program).await? else {
        return Ok(Outcome::Cancel("the program is gone".to_owned()));
    };
    let gone = tx.withdrawals(workspace, group.round).await?;
    let gone = gone.iter().filter(|it| it.group == group.id && it.why == Why::Cannot).count();
    let round = tx.round(workspace, group.round).await?.map_or(0, |round| round.number);
    let answers = tx.answers(workspace, group.id).await?;
    let met: Vec<MemberId> =
        answers.into_iter().filter(|Answer { met, .. }| *met).map(|answer| answer.member).collect();
    let people = able(context, &group, tx.members(workspace, &group.members).await?);
    drop(tx);
    let content = introduction(
        &context.voice,
        &Introduction {
            group: &group,
            round,
            people: &people,
            program: &program,
            at: sent_at(message).unwrap_or_else(|| context.now()),
            opener: &group.opener,
            met: &met,
            gone,
        },
    );
    match context.slack.update(conversation, message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

/// When a message was sent: Slack's `ts` is seconds since 1970, and a counter behind the point.
pub(super) fn sent_at(message: &MessageTs) -> Option<DateTime<Utc>> {
    let (seconds, _) = message.as_str().split_once('.')?;
    DateTime::from_timestamp(seconds.parse().ok()?, 0)
}
