//! A channel is looked at and entered, then its program begins.

use serde_json::json;

use crate::domain::coffee::{NoCoffeeHere, Program};
use crate::domain::ids::ChannelId;
use crate::features::coffee::rounds::queue_opening;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Setup, Work};
use crate::slack::client::{ChannelInfo, ChannelKind};
use crate::slack::failure::Failure;
use crate::store;
use crate::transaction;
use crate::views::coffee::setup as views;

/// At this try nobody waits for the channel any longer: about half a minute after the modal was sent.
pub const PATIENCE: u32 = 5;

/// Looks at the channel, joins it, and sets the program up; then the modal says how it went. It can
/// run again at any point: the program's id was chosen when the modal was sent.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn prepare(context: &Context, work: &Work, setup: &Setup) -> Result<Outcome> {
    let entered = match enter(context, &setup.channel).await {
        Ok(entered) => entered,
        Err(failure) if work.attempt < PATIENCE => return Ok(after(&failure)),
        Err(failure) => {
            tracing::warn!(%failure, "a channel could not be looked at");
            Err(NoCoffeeHere::Unreachable)
        }
    };
    let view = match entered {
        Err(why) => Err(why),
        Ok(info) => {
            let private = info.kind == ChannelKind::Private;
            create(context, work, setup, private).await?
        }
    };
    let (shown, why) = match view {
        Ok(program) => (views::ready(&context.voice, &program), None),
        Err(why) => {
            let text = views::no_coffee_here(&context.voice, &setup.channel, why);
            (views::notice("Set up coffee", &text), Some(why))
        }
    };
    match context.slack.update_modal(&setup.view, None, &shown).await {
        Ok(()) => Ok(Outcome::Done),
        // Nobody is looking any more: good news shows in the channel, bad news is told.
        Err(Failure::Permanent { .. }) => match why {
            None => Ok(Outcome::Done),
            Some(why) => tell_failure(context, work, setup, why).await,
        },
        Err(failure) => match why {
            Some(why) if work.attempt >= PATIENCE => tell_failure(context, work, setup, why).await,
            _ => Ok(after(&failure)),
        },
    }
}

async fn tell_failure(
    context: &Context,
    work: &Work,
    setup: &Setup,
    why: NoCoffeeHere,
) -> Result<Outcome> {
    let note = Note::SetupFailed { channel: setup.channel.clone(), why };
    let tell = Job::Tell { member: setup.steward.clone(), note };
    transaction!(context.store, |tx| {
        context.queue_now(tx, &work.workspace, &tell).await?;
        tx.finish(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Makes sure that the bot is in the channel and says what that is, or why it cannot be in it.
///
/// # Errors
/// Slack does not answer now.
pub async fn enter(
    context: &Context,
    channel: &ChannelId,
) -> std::result::Result<std::result::Result<ChannelInfo, NoCoffeeHere>, Failure> {
    let info = match context.slack.channel(channel).await {
        Ok(info) => info,
        Err(failure @ Failure::Permanent { .. }) => {
            tracing::info!(%failure, "a channel cannot be looked at");
            return Ok(Err(NoCoffeeHere::NotFound));
        }
        Err(failure) => return Err(failure),
    };
    if matches!(info.kind, ChannelKind::Direct | ChannelKind::Group) {
        return Ok(Err(NoCoffeeHere::NotAChannel));
    }
    if info.archived {
        return Ok(Err(NoCoffeeHere::Archived));
    }
    if info.shared {
        return Ok(Err(NoCoffeeHere::Shared));
    }
    let private = info.kind == ChannelKind::Private;
    if info.member {
        return Ok(Ok(info));
    }
    if private {
        return Ok(Err(NoCoffeeHere::Private));
    }
    match context.slack.join(channel).await {
        Ok(()) => Ok(Ok(info)),
        Err(Failure::Permanent { .. }) => Ok(Err(NoCoffeeHere::Private)),
        Err(failure) => Err(failure),
    }
}

async fn create(
    context: &Context,
    work: &Work,
    setup: &Setup,
    private: bool,
) -> store::Result<std::result::Result<Program, NoCoffeeHere>> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        let here = tx.programs(workspace).await?;
        let taken = |other: &&Program| other.channel == setup.channel && other.id != setup.program;
        if here.iter().any(|program| taken(&program)) {
            return Ok(Err(NoCoffeeHere::AlreadyThere));
        }
        let now = context.now();
        let plan = setup.plan.clone();
        let program = Program {
            id: setup.program,
            channel: setup.channel.clone(),
            steward: setup.steward.clone(),
            cadence: plan.cadence,
            rules: plan.rules,
            managers_apart: plan.managers_apart,
            style: plan.style,
            minimum: plan.minimum,
            next_opening: plan.cadence.first_opening(now),
            rounds: 0,
            invitation: None,
            private,
            ended: false,
            created_at: now,
        };
        if tx.insert_program(workspace, &program).await? {
            tx.keep_steward(workspace, program.id, &setup.steward).await?;
            queue_opening(context, tx, workspace, &program).await?;
            let invite = Job::Invite { program: program.id };
            context.queue_in(tx, workspace, &program.channel, &invite).await?;
            let detail = json!({ "channel": setup.channel, "plan": setup.plan });
            let target = program.id.to_string();
            context.audit(tx, workspace, &setup.steward, "program.setup", &target, &detail).await?;
            context.refresh_home(tx, workspace, &setup.steward).await?;
        }
        Ok(Ok(program))
    })
    .await
}
