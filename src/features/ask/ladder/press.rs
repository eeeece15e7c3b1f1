//! *I can answer* and *Not for me*.

use crate::domain::ids::ReferralId;
use crate::domain::ladder::answer_by;
use crate::domain::question::Question;
use crate::domain::referral::{Referral, ReferralState};
use crate::event::{Gesture, Interaction, Origin, Reply};
use crate::features::answer::{say, whisper};
use crate::features::ask::ladder::over;
use crate::features::ask::ladder::route::{self, refresh_asker, worker};
use crate::features::context::once;
use crate::features::{Context, Result, home};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::views::ask::replies::{Pressed, pressed};

/// What somebody pressed about: both are locked, the question first.
pub(super) struct Before {
    pub(super) question: Question,
    pub(super) referral: Referral,
}

/// Looks a referral up that is theirs who pressed.
pub(super) async fn before(
    tx: &mut Tx,
    interaction: &Interaction,
    id: ReferralId,
) -> store::Result<Option<Before>> {
    let workspace = &interaction.workspace;
    let Some(found) = tx.referral(workspace, id).await? else { return Ok(None) };
    if found.member != interaction.member {
        return Ok(None);
    }
    let Some(question) = tx.lock_question(workspace, found.question).await? else {
        return Ok(None);
    };
    let referral = tx.lock_referral(workspace, id).await?;
    Ok(referral.map(|referral| Before { question, referral }))
}

/// Shows what came of a press: as a whisper under a message, as a modal over App Home, which is drawn
/// again.
pub(super) async fn shown(
    context: &Context,
    interaction: &Interaction,
    reply: Reply,
) -> Result<Reply> {
    let Gesture::Press { origin: Origin::Home, .. } = &interaction.what else { return Ok(reply) };
    home::looked_at(context, interaction).await?;
    if let Reply::Ephemeral(body) = reply {
        say(context, interaction, "Questions", serde_json::from_value(body)?).await?;
    }
    home::redraw(context, interaction).await
}

/// *I can answer.*
pub(super) async fn can(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    said(context, interaction, value, true).await
}

/// *Not for me.*
pub(super) async fn not_for_me(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    said(context, interaction, value, false).await
}

async fn said(
    context: &Context,
    interaction: &Interaction,
    value: &str,
    can: bool,
) -> Result<Reply> {
    let id = value.parse::<ReferralId>().ok();
    let reply = once!(context, interaction, |tx| {
        let found = match id {
            Some(id) => before(tx, interaction, id).await?,
            None => None,
        };
        let Some(Before { question, referral }) = found else {
            return whisper(&pressed(&context.voice, Pressed::Gone, None));
        };
        let came = match can {
            true => take(context, tx, interaction, &question, referral).await?,
            false => leave(context, tx, interaction, &question, &referral).await?,
        };
        whisper(&pressed(&context.voice, came, Some(&question)))
    })
    .await?;
    shown(context, interaction, reply).await
}

async fn take(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    question: &Question,
    mut referral: Referral,
) -> store::Result<Pressed> {
    let workspace = &interaction.workspace;
    if referral.state == ReferralState::Accepted {
        return Ok(Pressed::YoursAlready);
    }
    if question.first_answer_at.is_some() {
        return Ok(Pressed::AnsweredMeanwhile);
    }
    if !question.state.is_open() {
        return Ok(Pressed::Over);
    }
    match referral.state {
        ReferralState::Offered => {}
        ReferralState::Hello => return Ok(Pressed::Gone),
        _ => return Ok(Pressed::TooLate),
    }
    referral.state = ReferralState::Accepted;
    if let Some(person) = tx.member(workspace, &interaction.member).await? {
        referral.due_at = Some(answer_by(worker(&person), question.urgent, context.now()));
    }
    tx.save_referral(workspace, &referral).await?;
    if let Some(spot) = &referral.spot {
        let show = Job::ShowReferral { referral: referral.id };
        context.queue_in(tx, workspace, &spot.channel, &show).await?;
    }
    route::soon(context, tx, workspace, question.id).await?;
    context.refresh_home(tx, workspace, &interaction.member).await?;
    refresh_asker(context, tx, workspace, question).await?;
    Ok(Pressed::Yours)
}

/// Also after they said that they can: something may have come up.
async fn leave(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    question: &Question,
    referral: &Referral,
) -> store::Result<Pressed> {
    let workspace = &interaction.workspace;
    match referral.state {
        ReferralState::Offered | ReferralState::Accepted => {}
        ReferralState::Declined => return Ok(Pressed::NotForYou),
        ReferralState::Hello => return Ok(Pressed::Gone),
        _ => return Ok(Pressed::Over),
    }
    over::end(context, tx, workspace, referral.id, ReferralState::Declined).await?;
    route::soon(context, tx, workspace, question.id).await?;
    Ok(Pressed::NotForYou)
}
