//! *Ask someone else…*: whoever was asked names somebody, who is next.
//!
//! Refused with a sentence is only what everybody can see. Whether somebody was asked before, wants to
//! be asked, has a pause, or asked an anonymous question shows in nothing: then the next best is asked.

use std::collections::BTreeMap;

use crate::domain::coffee::{WhyNot, may_take_part};
use crate::domain::ids::{MemberId, ReferralId};
use crate::domain::question::Asker;
use crate::domain::referral::ReferralState;
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{replace, say, show};
use crate::features::ask::ladder::over;
use crate::features::ask::ladder::press::{Before, before};
use crate::features::ask::ladder::route;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::names::ladder::field;
use crate::views::ask::replies::{CannotName, Pressed, cannot_name, pressed, someone_else};

/// Opens the modal.
pub(super) async fn open(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let found = match value.parse::<ReferralId>() {
        Ok(id) => context.store.read().await?.referral(workspace, id).await?,
        Err(_) => None,
    };
    let may = |state| matches!(state, ReferralState::Offered | ReferralState::Accepted);
    match found.filter(|it| it.member == *member && may(it.state)) {
        Some(it) => {
            show(context, interaction, &someone_else(&context.voice, &it.id.to_string())).await
        }
        None => {
            let gone = pressed(&context.voice, Pressed::Gone, None);
            say(context, interaction, "Questions", gone).await
        }
    }
}

/// Somebody was picked.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let picked = form.get(field::PERSON).map(MemberId::new);
    let id = sent.metadata.parse::<ReferralId>().ok();
    let reply = once!(context, interaction, |tx| {
        let found = match id {
            Some(id) => before(tx, interaction, id).await?,
            None => None,
        };
        let open = |it: &Before| {
            let state = it.referral.state;
            let theirs = matches!(state, ReferralState::Offered | ReferralState::Accepted);
            theirs && it.question.state.is_open() && it.question.first_answer_at.is_none()
        };
        let Some(before) = found.filter(open) else {
            return notice(context, Pressed::Gone);
        };
        if let Err(why) = may_name(context, tx, interaction, &before, picked.as_ref()).await? {
            let sentence = cannot_name(&context.voice, why);
            return Ok(Reply::Errors(BTreeMap::from([(field::PERSON.to_owned(), sentence)])));
        }
        name(context, tx, interaction, before, picked.as_ref()).await?;
        notice(context, Pressed::HandedOver)
    })
    .await?;
    Ok(reply)
}

fn notice(context: &Context, what: Pressed) -> store::Result<Reply> {
    let content = pressed(&context.voice, what, None);
    replace(&crate::features::answer::as_modal("Questions", content))
}

async fn name(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    Before { question, mut referral }: Before,
    picked: Option<&MemberId>,
) -> store::Result<()> {
    let workspace = &interaction.workspace;
    referral.handed_to = picked.cloned();
    tx.save_referral(workspace, &referral).await?;
    over::end(context, tx, workspace, referral.id, ReferralState::HandedOver).await?;
    route::soon(context, tx, workspace, question.id).await
}

async fn may_name(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    before: &Before,
    picked: Option<&MemberId>,
) -> store::Result<std::result::Result<(), CannotName>> {
    let Some(picked) = picked else { return Ok(Err(CannotName::Nobody)) };
    if *picked == interaction.member {
        return Ok(Err(CannotName::Yourself));
    }
    if before.question.asker == Asker::Known(picked.clone()) {
        return Ok(Err(CannotName::Asker));
    }
    let Some(person) = tx.member(&interaction.workspace, picked).await? else {
        return Ok(Err(CannotName::NotKnown));
    };
    let may = may_take_part(person.profile.standing, context.settings.guests);
    Ok(may.map_err(|why| match why {
        WhyNot::Bot => CannotName::Bot,
        _ => CannotName::Outsider,
    }))
}
