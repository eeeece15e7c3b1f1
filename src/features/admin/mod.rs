//! *Stop all messages*: an admin of the workspace holds everything back that would be posted, looks
//! at what waits, and lets it go again. And the switch of the radar.

mod rules;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::event::{Interaction, Origin, Reply};
use crate::features::answer::{say, show, whisper};
use crate::features::context::once;
use crate::features::{Context, Result, home};
use crate::store::{self, Tx};
use crate::views::admin::{self, AdminDesk, Held, Waiting};
use crate::views::names::action;

pub use rules::{may_not_start, submit, switched_off};

/// How many kinds of messages are looked up; there are fewer.
const KINDS: u32 = 50;

/// Answers a press; `None` when the button is not one of an admin's.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let stop = match pressed {
        action::STOP => true,
        action::LET_GO => false,
        action::RULES => return rules::open(context, interaction).await.map(Some),
        action::RULES_MORE => return rules::more(context, interaction, origin).await.map(Some),
        action::WAITING => return waiting(context, interaction).await.map(Some),
        action::RADAR_ON => return switch_radar(context, interaction, true).await.map(Some),
        action::RADAR_OFF => return switch_radar(context, interaction, false).await.map(Some),
        _ => return Ok(None),
    };
    home::looked_at(context, interaction).await?;
    let reply = once!(context, interaction, |tx| {
        if !is_admin(tx, &interaction.workspace, &interaction.member).await? {
            return whisper(&admin::not_an_admin(&context.voice));
        }
        if change(context, tx, interaction, stop).await? {
            return Ok(Reply::Done);
        }
        whisper(&admin::nothing_to_do(&context.voice))
    })
    .await?;
    if let Reply::Ephemeral(body) = reply {
        say(context, interaction, "Messages", serde_json::from_value(body)?).await?;
    }
    home::redraw(context, interaction).await.map(Some)
}

/// Switches the radar on or off: off is not computed.
async fn switch_radar(context: &Context, interaction: &Interaction, on: bool) -> Result<Reply> {
    home::looked_at(context, interaction).await?;
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        if !is_admin(tx, workspace, member).await? {
            return whisper(&admin::not_an_admin(&context.voice));
        }
        if tx.switch_radar(workspace, on).await? {
            let what = if on { "radar_on" } else { "radar_off" };
            let detail = serde_json::json!({});
            context.audit(tx, workspace, member, what, workspace.as_str(), &detail).await?;
        }
        Ok(Reply::Done)
    })
    .await?;
    if let Reply::Ephemeral(body) = reply {
        say(context, interaction, "Radar", serde_json::from_value(body)?).await?;
    }
    home::redraw(context, interaction).await
}

/// Holds back or lets go, with a line in the audit trail; `false` if there was nothing to do.
async fn change(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    stop: bool,
) -> store::Result<bool> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let now = context.now();
    let detail = if stop {
        if !tx.hold(Some(workspace), member.as_str(), now).await? {
            return Ok(false);
        }
        serde_json::json!({})
    } else {
        let Some(released) = tx.release(Some(workspace), now).await? else { return Ok(false) };
        serde_json::json!({ "waiting": released.waiting, "lapsed": released.lapsed })
    };
    let what = if stop { "messages_held" } else { "messages_released" };
    context.audit(tx, workspace, member, what, workspace.as_str(), &detail).await?;
    Ok(true)
}

async fn waiting(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    if !is_admin(&mut tx, &interaction.workspace, &interaction.member).await? {
        drop(tx);
        return say(context, interaction, "Messages", admin::not_an_admin(&context.voice)).await;
    }
    let held = tx.held(Some(&interaction.workspace), context.now(), KINDS).await?;
    drop(tx);
    let waiting: Vec<Waiting> = held
        .into_iter()
        .map(|held| Waiting {
            kind: held.kind,
            count: u32::try_from(held.count).unwrap_or(u32::MAX),
            oldest: held.oldest,
        })
        .collect();
    show(context, interaction, &admin::waiting(&context.voice, &waiting)).await
}

/// An admin's part of their App Home; `None` for everybody else.
///
/// # Errors
/// The database.
pub async fn desk(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Option<AdminDesk>> {
    if !is_admin(tx, workspace, member).await? {
        return Ok(None);
    }
    let (radar, rules) = (tx.radar_is_on(workspace).await?, tx.rules(workspace).await?);
    let Some(hold) = tx.hold_on(Some(workspace)).await? else {
        return Ok(Some(AdminDesk { held: None, radar, rules }));
    };
    let by = MemberId::new(hold.by);
    // An operator is called by a name of their own, which is nobody's id here.
    let known = !hold.everywhere && tx.member(workspace, &by).await?.is_some();
    let held = Held { by: known.then_some(by), since: hold.since, ours: !hold.everywhere };
    Ok(Some(AdminDesk { held: Some(held), radar, rules }))
}

async fn is_admin(tx: &mut Tx, workspace: &WorkspaceId, member: &MemberId) -> store::Result<bool> {
    let person = tx.member(workspace, member).await?;
    Ok(person.is_some_and(|person| {
        let role = role_of(person.profile.standing, person.profile.admin, false, false);
        may(role, Action::StopMessages)
    }))
}
