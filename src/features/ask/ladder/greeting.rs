//! What somebody says to the hello. Whatever they said last counts, from whichever message.

use crate::domain::expert::Willing;
use crate::domain::ids::ReferralId;
use crate::domain::ladder::decide_by;
use crate::domain::referral::ReferralState;
use crate::event::{Interaction, Reply};
use crate::features::answer::whisper;
use crate::features::ask::ladder::over;
use crate::features::ask::ladder::press::{Before, before, shown};
use crate::features::ask::ladder::route::{self, worker};
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::views::ask::names::ladder::action;
use crate::views::ask::replies::{self, Pressed};

/// *Yes, ask me*, *At most once a month*, *Never*.
pub(super) async fn decide(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    value: &str,
) -> Result<Reply> {
    let willing = match pressed {
        action::YES => Willing::Yes,
        action::MONTHLY => Willing::Monthly,
        _ => Willing::Never,
    };
    let Ok(id) = value.parse::<ReferralId>() else {
        return press_gone(context, interaction).await;
    };
    let reply = once!(context, interaction, |tx| {
        let Some(before) = before(tx, interaction, id).await? else {
            return whisper(&replies::pressed(&context.voice, Pressed::Gone, None));
        };
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let mut expert = tx.lock_expert(workspace, member).await?;
        expert.willing = Some(willing);
        expert.decided_at = Some(context.now());
        tx.save_expert(workspace, &expert).await?;
        let offered = answer(context, tx, interaction, before, willing).await?;
        context.refresh_home(tx, workspace, member).await?;
        whisper(&replies::decided(&context.voice, willing, offered))
    })
    .await?;
    shown(context, interaction, reply).await
}

async fn press_gone(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let gone = whisper(&replies::pressed(&context.voice, Pressed::Gone, None))?;
    shown(context, interaction, gone).await
}

/// What it means for the question that they were greeted for: on a yes it stands before them at once.
/// Whether it does.
async fn answer(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    Before { question, mut referral }: Before,
    willing: Willing,
) -> store::Result<bool> {
    let workspace = &interaction.workspace;
    if willing == Willing::Never && referral.state.is_open() {
        over::end(context, tx, workspace, referral.id, ReferralState::Declined).await?;
        route::soon(context, tx, workspace, question.id).await?;
        return Ok(false);
    }
    if referral.state != ReferralState::Hello {
        if let Some(spot) = &referral.spot {
            let show = Job::ShowReferral { referral: referral.id };
            context.queue_in(tx, workspace, &spot.channel, &show).await?;
        }
        let open = matches!(referral.state, ReferralState::Offered | ReferralState::Accepted);
        return Ok(open);
    }
    let now = context.now();
    referral.state = ReferralState::Offered;
    referral.offered_at = Some(now);
    if let Some(person) = tx.member(workspace, &interaction.member).await? {
        referral.due_at = Some(decide_by(worker(&person), question.urgent, now));
    }
    tx.save_referral(workspace, &referral).await?;
    if let Some(spot) = &referral.spot {
        let show = Job::ShowReferral { referral: referral.id };
        context.queue_in(tx, workspace, &spot.channel, &show).await?;
    }
    route::soon(context, tx, workspace, question.id).await?;
    Ok(true)
}
