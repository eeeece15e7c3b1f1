//! Who never says anything is asked once whether they are still up for coffee, and paused if they
//! say nothing to that either. They stay in the program, and one press brings them back.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::coffee::{Participation, Pause, Program, Round, may_take_part};
use crate::domain::ids::{MemberId, MessageTs, ProgramId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::quiet::local_day;
use crate::domain::silence::{ROUNDS, Silence, Then};
use crate::event::Interaction;
use crate::features::context::Queued;
use crate::features::{Context, Result};
use crate::job::{Job, Note};
use crate::store::{self, Introduced, Tx};
use crate::transaction;
use crate::views::coffee::notes;

/// The day of an opening belongs to the introduction: the question comes after it.
const AFTER_THE_INTRODUCTION: Duration = Duration::hours(20);

/// Somebody pressed, typed or sent something: they are not silent.
///
/// # Errors
/// The database.
pub async fn heard(context: &Context, interaction: &Interaction) -> Result<()> {
    let (workspace, member, now) = (&interaction.workspace, &interaction.member, context.now());
    transaction!(context.store, |tx| tx.heard(workspace, member, now).await).await?;
    Ok(())
}

/// A round ends: who was silent in it is counted, and who was not begins anew.
pub async fn count(tx: &mut Tx, workspace: &WorkspaceId, round: &Round) -> store::Result<()> {
    let all = tx.participations(workspace, round.program).await?;
    let known: BTreeMap<&MemberId, Silence> =
        all.iter().map(|mine| (&mine.member, mine.silence)).collect();
    let was_silent = |it: &Introduced| {
        let silence = known.get(&it.member).copied().unwrap_or_default();
        sent_at(&it.introduction).is_some_and(|at| silence.was_silent(at, it.outcome))
    };
    let introduced = tx.introduced_in(workspace, round.id).await?;
    let (silent, others): (Vec<_>, Vec<_>) = introduced.into_iter().partition(was_silent);
    let ids = |people: Vec<Introduced>| people.into_iter().map(|it| it.member).collect::<Vec<_>>();
    tx.count_silent(workspace, round.program, &ids(silent)).await?;
    tx.count_not_silent(workspace, round.program, &ids(others)).await
}

/// When a message was sent: Slack's `ts` is seconds since 1970, and a counter behind the point.
fn sent_at(message: &MessageTs) -> Option<DateTime<Utc>> {
    let (seconds, _) = message.as_str().split_once('.')?;
    DateTime::from_timestamp(seconds.parse().ok()?, 0)
}

/// A round opens on `date`: who has been silent for long is asked, or paused if they were asked
/// before. Only of those who would take part.
pub async fn look(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    date: NaiveDate,
    all: &mut [(Participation, Member)],
) -> store::Result<()> {
    let (now, guests) = (context.now(), context.settings.guests);
    for (participation, person) in all {
        let takes_part = participation.takes_part_on(date)
            && may_take_part(person.profile.standing, guests).is_ok()
            && person.away(now).is_none();
        let member = &participation.member;
        match participation.silence.at_opening(now) {
            Then::Ask if takes_part => {
                let at = program.cadence.instant_on(date).max(now) + AFTER_THE_INTRODUCTION;
                let name = format!("still_up:{}:{member}:{date}", program.id);
                let note = Note::StillUp { program: program.id };
                let tell = Job::Tell { member: member.clone(), note };
                let queued = Queued { at, name: Some(&name), channel: None };
                context.queue(tx, workspace, &tell, queued).await?;
            }
            Then::Pause if takes_part => {
                let note = Note::Rested { program: program.id };
                let tell = Job::Tell { member: member.clone(), note };
                context.queue_now(tx, workspace, &tell).await?;
                context.refresh_home(tx, workspace, member).await?;
                participation.pause = Pause::UntilBack;
                participation.silence.rounds = 0;
                participation.silence.asked_at = None;
                tx.keep_participation(workspace, participation).await?;
            }
            Then::Ask | Then::Pause | Then::Nothing => {}
        }
    }
    Ok(())
}

/// Keeps somebody's day for the question, so that no reminder takes it; `false` if that day is not
/// before the next round, whose introduction goes first.
pub async fn keep_day(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    program: ProgramId,
    moment: DateTime<Utc>,
    claimed_by: &str,
) -> store::Result<bool> {
    let member = &reader.profile.member;
    let day = local_day(moment, reader.zone());
    tx.release_claim(workspace, member, claimed_by).await?;
    let program = tx.program(workspace, program).await?;
    if program.is_none_or(|program| day >= program.next_opening) {
        return Ok(false);
    }
    tx.claim_day(workspace, member, day, claimed_by).await
}

/// What somebody reads who has been silent for long, if they still are and were not asked yet.
pub async fn still_up(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
) -> Result<Option<SlackMessageContent>> {
    let silent = |mine: &Participation| {
        mine.silence.rounds >= ROUNDS
            && mine.silence.asked_at.is_none()
            && mine.pause == Pause::None
    };
    let program = concerned(context, workspace, member, program, silent).await?;
    Ok(program.map(|program| notes::still_up(&context.voice, &program)))
}

/// What somebody reads who was paused because they said nothing, if they still are.
pub async fn rested(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
) -> Result<Option<SlackMessageContent>> {
    let rests = |mine: &Participation| mine.pause == Pause::UntilBack;
    let program = concerned(context, workspace, member, program, rests).await?;
    Ok(program.map(|program| notes::rested(&context.voice, &program)))
}

async fn concerned(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
    concerns: impl Fn(&Participation) -> bool,
) -> Result<Option<Program>> {
    let mut tx = context.store.read().await?;
    let mine = tx.participation(workspace, program, member).await?;
    if !mine.is_some_and(|mine| !mine.left && concerns(&mine)) {
        return Ok(None);
    }
    Ok(tx.program(workspace, program).await?.filter(|program| !program.ended))
}
