//! A channel is looked at and entered, then its program begins.

use serde_json::json;

use crate::domain::coffee::{NoCoffeeHere, Program};
use crate::features::coffee::rounds::queue_opening;
use crate::features::entering::{enter, show_outcome};
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Setup, Work};
use crate::slack::client::ChannelKind;
use crate::store;
use crate::transaction;
use crate::views::coffee::setup as views;

/// Looks at the channel, joins it, and sets the program up; then the modal says how it went. It can
/// run again at any point: the program's id was chosen when the modal was sent.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn prepare(context: &Context, work: &Work, setup: &Setup) -> Result<Outcome> {
    let entered = match enter(context, work, &setup.channel).await {
        Ok(entered) => entered,
        Err(outcome) => return Ok(outcome),
    };
    let begun = match entered {
        Err(why) => Err(why),
        Ok(info) => {
            let private = info.kind == ChannelKind::Private;
            create(context, work, setup, private).await?
        }
    };
    match begun {
        Ok(program) => {
            let shown = views::ready(&context.voice, &program);
            show_outcome(context, work, &setup.view, &shown, None).await
        }
        Err(why) => {
            let text = views::no_coffee_here(&context.voice, &setup.channel, why);
            let shown = views::notice("Set up coffee", &text);
            let note = Note::SetupFailed { channel: setup.channel.clone(), why };
            let tell = Job::Tell { member: setup.steward.clone(), note };
            show_outcome(context, work, &setup.view, &shown, Some(tell)).await
        }
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
