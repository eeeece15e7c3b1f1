//! A steward opens the next round now, reads what came of a program, or tries it on themselves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;

use crate::domain::coffee::{Participation, Program};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::pairing::Person;
use crate::domain::people::Member;
use crate::domain::quiet::local_day;
use crate::domain::report::report as sum_up;
use crate::event::{Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, replace_all, say, show, whisper};
use crate::features::coffee::membership::is_steward;
use crate::features::coffee::roster::taking_part;
use crate::features::coffee::rounds::{begin, queue_opening};
use crate::features::coffee::silence;
use crate::features::coffee::tended::tended;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::{Job, Note};
use crate::store::{self, Tx};
use crate::views::coffee::answers;
use crate::views::coffee::tending::{self, NotNow};

/// A round that opened less than so long ago is not followed by another.
const BETWEEN_ROUNDS: TimeDelta = TimeDelta::days(1);

/// Says what a round now would mean, and asks.
pub async fn ask(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let program = match tended(context, interaction, program).await? {
        Ok(program) => program,
        Err(no) => return say(context, interaction, "Run now", no).await,
    };
    let mut tx = context.store.read().await?;
    let ready = ready(context, &mut tx, &interaction.workspace, &program).await?;
    drop(tx);
    match ready {
        Err(why) => {
            let no = tending::not_now(&context.voice, &program, why);
            say(context, interaction, "Run now", no).await
        }
        Ok(ready) => {
            let then = program.cadence.next_opening(program.next_opening);
            let people = u32::try_from(ready.there.len()).unwrap_or(u32::MAX);
            let view = tending::run_modal(&context.voice, &program, people, then);
            show(context, interaction, &view).await
        }
    }
}

/// Who would be in a round that opens today.
struct Ready {
    today: NaiveDate,
    all: Vec<(Participation, Member)>,
    there: Vec<Person>,
}

async fn ready(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<std::result::Result<Ready, NotNow>> {
    let now = context.now();
    let last = tx.current_round(workspace, program.id).await?;
    let opened = last.and_then(|round| round.id.made_at());
    if opened.is_some_and(|at| now < at + BETWEEN_ROUNDS) {
        return Ok(Err(NotNow::JustOpened));
    }
    let today = local_day(now, program.cadence.zone);
    let mut all = tx.participants(workspace, program.id).await?;
    for (mine, _) in &mut all {
        // Whoever skips the date skips the round that comes in its place.
        if mine.skips == Some(program.next_opening) {
            mine.skips = Some(today);
        }
    }
    let there = taking_part(context, tx, workspace, &all, today).await?;
    Ok(if there.len() < 2 { Err(NotNow::TooFew) } else { Ok(Ready { today, all, there }) })
}

/// The steward said yes: the round opens, and the date that it stood for is used up.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_run(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let meant = modal.metadata.split_once(' ').and_then(|(program, date)| {
        Some((program.parse::<ProgramId>().ok()?, date.parse::<NaiveDate>().ok()?))
    });
    let Some((program, date)) = meant else {
        return say(context, interaction, "Run now", answers::gone(&context.voice)).await;
    };
    let reply = once!(context, interaction, |tx| {
        let voice = &context.voice;
        let locked = tx.lock_program(workspace, program).await?.filter(|program| !program.ended);
        let Some(mut program) = locked else {
            return replace(&as_modal("Run now", answers::gone(voice)));
        };
        if !is_steward(context, tx, workspace, member, program.id).await? {
            return replace(&as_modal("Run now", answers::stewards_only(voice)));
        }
        let ready = match program.next_opening == date {
            true => ready(context, tx, workspace, &program).await?,
            false => Err(NotNow::OtherDate),
        };
        let Ready { today, mut all, .. } = match ready {
            Ok(ready) => ready,
            Err(why) => {
                return replace_all(&as_modal("Run now", tending::not_now(voice, &program, why)));
            }
        };
        // Who has been silent for long is asked, or paused, as by any other round.
        silence::look(context, tx, workspace, &program, today, &mut all).await?;
        let there = taking_part(context, tx, workspace, &all, today).await?;
        if there.len() < 2 {
            let no = tending::not_now(voice, &program, NotNow::TooFew);
            return replace_all(&as_modal("Run now", no));
        }
        let people = u32::try_from(there.len()).unwrap_or(u32::MAX);
        program.next_opening = program.cadence.next_opening(date);
        begin(context, tx, workspace, &mut program, today, &all, there).await?;
        tx.save_program(workspace, &program).await?;
        queue_opening(context, tx, workspace, &program).await?;
        let refresh = Job::RefreshInvitation { program: program.id };
        context.queue_in(tx, workspace, &program.channel, &refresh).await?;
        let detail = json!({ "instead_of": date, "people": people });
        let target = program.id.to_string();
        context.audit(tx, workspace, member, "program.run", &target, &detail).await?;
        context.refresh_home(tx, workspace, member).await?;
        replace_all(&tending::runs(voice, &program, people))
    })
    .await?;
    Ok(reply)
}

/// What came of a program so far, in sums.
pub async fn report(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let program = match tended(context, interaction, program).await? {
        Ok(program) => program,
        Err(no) => return say(context, interaction, "Report", no).await,
    };
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let all = tx.participants(workspace, program.id).await?;
    let coffees = tx.coffees(workspace, program.id).await?;
    drop(tx);
    let joined: BTreeSet<&MemberId> =
        all.iter().filter(|(mine, _)| !mine.left).map(|(mine, _)| &mine.member).collect();
    let teams: BTreeMap<&MemberId, &str> = all
        .iter()
        .filter_map(|(mine, person)| Some((&mine.member, person.team.as_deref()?)))
        .collect();
    let report = sum_up(&joined, &coffees, |member| teams.get(member).copied());
    let view = tending::report(&context.voice, &program, report.as_ref());
    show(context, interaction, &view).await
}

/// The steward gets an introduction to somebody invented, in their direct message with the bot.
pub async fn rehearse(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let program = match tended(context, interaction, program).await? {
        Ok(program) => program.id,
        Err(no) => return say(context, interaction, "Try it on me", no).await,
    };
    let member = &interaction.member;
    once!(context, interaction, |tx| {
        let note = Note::Rehearsal { program };
        let tell = Job::Tell { member: member.clone(), note };
        context.queue_now(tx, &interaction.workspace, &tell).await?;
        whisper(&tending::rehearsed(&context.voice))
    })
    .await?;
    say(context, interaction, "Try it on me", tending::rehearsed(&context.voice)).await
}
