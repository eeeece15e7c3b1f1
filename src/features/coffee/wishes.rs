//! How I like it: what somebody wishes for all of their coffees, when they work, and whom they would
//! rather not meet. What they wish is theirs: it goes into no log, no audit line and no page of
//! somebody else.

use std::collections::BTreeSet;

use crate::domain::coffee::may_take_part;
use crate::domain::ids::{ChannelId, MemberId, WorkspaceId};
use crate::domain::people::{Member, Standing};
use crate::domain::preferences::Preferences;
use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::answer::{redraw, replace, say, show};
use crate::features::coffee::wishes_form as read;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::coffee::answers;
use crate::views::coffee::wishes::{self as views, MORE};

/// What is known of somebody who wishes something.
struct Known {
    wished: Preferences,
    person: Option<Member>,
}

impl Known {
    /// Where the directory has them.
    fn site(&self) -> Option<&str> {
        self.person.as_ref().and_then(|person| person.site.as_deref())
    }
}

async fn known(tx: &mut Tx, workspace: &WorkspaceId, member: &MemberId) -> store::Result<Known> {
    Ok(Known {
        wished: tx.preferences(workspace, member).await?,
        person: tx.member(workspace, member).await?,
    })
}

/// Opens "How I like it".
pub async fn open(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let known = known(&mut tx, &interaction.workspace, &interaction.member).await?;
    drop(tx);
    let view = views::like_modal(&context.voice, &known.wished, known.site(), false);
    show(context, interaction, &view).await
}

/// Shows the seldom-needed fields as well; Slack keeps what was typed in the others.
pub async fn more(context: &Context, interaction: &Interaction, origin: &Origin) -> Result<Reply> {
    let Origin::Modal { modal, .. } = origin else { return gone(context, interaction).await };
    let mut tx = context.store.read().await?;
    let known = known(&mut tx, &interaction.workspace, &interaction.member).await?;
    drop(tx);
    let view = views::like_modal(&context.voice, &known.wished, known.site(), true);
    redraw(context, modal, &view).await
}

/// "How I like it" was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_like(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let more = modal.metadata == MORE;
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let known = known(tx, workspace, member).await?;
        let site = known.site().map(str::to_owned);
        match read::like(form, more, known.wished, site.as_deref()) {
            Ok(wished) => keep(context, tx, interaction, &wished).await,
            Err(found) => Ok(Reply::Errors(views::problems(&context.voice, &found))),
        }
    })
    .await?;
    Ok(reply)
}

async fn keep(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    wished: &Preferences,
) -> store::Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    tx.keep_preferences(workspace, member, wished).await?;
    context.refresh_home(tx, workspace, member).await?;
    replace(&views::saved(&context.voice, &[]))
}

/// Opens "My hours".
pub async fn open_hours(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let known = known(&mut tx, &interaction.workspace, &interaction.member).await?;
    drop(tx);
    let zone = known.person.as_ref().map(Member::zone).unwrap_or_default();
    let view = views::hours_modal(&context.voice, &known.wished.hours, zone, false);
    show(context, interaction, &view).await
}

/// Each day by itself, beginning with what was filled in so far.
pub async fn each_day(
    context: &Context,
    interaction: &Interaction,
    origin: &Origin,
) -> Result<Reply> {
    let Origin::Modal { modal, form } = origin else { return gone(context, interaction).await };
    let mut tx = context.store.read().await?;
    let known = known(&mut tx, &interaction.workspace, &interaction.member).await?;
    drop(tx);
    let zone = known.person.as_ref().map(Member::zone).unwrap_or_default();
    let hours = read::hours(form, false).unwrap_or(known.wished.hours);
    redraw(context, modal, &views::hours_modal(&context.voice, &hours, zone, true)).await
}

/// "My hours" was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_hours(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let hours = match read::hours(form, modal.metadata == MORE) {
        Ok(hours) => hours,
        Err(found) => return Ok(Reply::Errors(views::problems(&context.voice, &found))),
    };
    let reply = once!(context, interaction, |tx| {
        let wished = tx.preferences(&interaction.workspace, &interaction.member).await?;
        let wished = Preferences { hours: hours.clone(), ..wished };
        keep(context, tx, interaction, &wished).await
    })
    .await?;
    Ok(reply)
}

/// Opens "Not with…".
pub async fn open_not_with(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let manager = tx.preferences(workspace, member).await?.manager_apart;
    let others = tx.kept_apart_by(workspace, member).await?;
    let hidden = hidden(&mut tx, workspace, &others).await?;
    drop(tx);
    let shown: Vec<MemberId> = others.into_iter().filter(|it| !hidden.contains(it)).collect();
    show(context, interaction, &views::not_with_modal(&context.voice, &shown, manager)).await
}

/// Those of them whom Slack would not show in a list: it holds on to them all the same, should they
/// come back.
async fn hidden(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    others: &[MemberId],
) -> store::Result<BTreeSet<MemberId>> {
    let people = tx.members(workspace, others).await?;
    let gone = people.into_iter().filter(|it| it.profile.standing == Standing::Deactivated);
    Ok(gone.map(|person| person.profile.member).collect())
}

/// "Not with…" was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_not_with(
    context: &Context,
    interaction: &Interaction,
    form: &Form,
) -> Result<Reply> {
    let (picked, manager_apart) = match read::not_with(form) {
        Ok(read) => read,
        Err(found) => return Ok(Reply::Errors(views::problems(&context.voice, &found))),
    };
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let before = tx.kept_apart_by(workspace, member).await?;
        let mut others = hidden(tx, workspace, &before).await?;
        others.extend(picked.iter().cloned());
        let others: Vec<MemberId> = others.into_iter().collect();
        tx.keep_apart(workspace, member, &others).await?;
        let wished = tx.preferences(workspace, member).await?;
        let wished = Preferences { manager_apart, ..wished };
        tx.keep_preferences(workspace, member, &wished).await?;
        let alone = alone_in(context, tx, workspace, member, &wished).await?;
        replace(&views::saved(&context.voice, &alone))
    })
    .await?;
    Ok(reply)
}

/// The channels of this person's coffees in which nobody is left whom they would meet. Only by what
/// they wish themselves: what others wish is not theirs to learn.
async fn alone_in(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    wished: &Preferences,
) -> store::Result<Vec<ChannelId>> {
    let others = tx.kept_apart_by(workspace, member).await?;
    let mine = tx.member(workspace, member).await?;
    let manager = mine.and_then(|person| person.manager);
    let manages = |other: &Member| {
        manager.as_ref() == Some(&other.profile.member) || other.manager.as_ref() == Some(member)
    };
    let mut alone = Vec::new();
    if others.is_empty() && !wished.manager_apart {
        return Ok(alone);
    }
    for participation in tx.participations_of(workspace, member).await? {
        let program = tx.program(workspace, participation.program).await?;
        let Some(program) = program.filter(|it| !it.ended && !participation.left) else { continue };
        let mut people = tx.participants(workspace, program.id).await?;
        people.retain(|(_, it)| {
            let standing = it.profile.standing;
            it.profile.member != *member && may_take_part(standing, context.settings.guests).is_ok()
        });
        let apart = |it: &Member| {
            others.contains(&it.profile.member) || wished.manager_apart && manages(it)
        };
        if !people.is_empty() && people.iter().all(|(_, it)| apart(it)) {
            alone.push(program.channel);
        }
    }
    Ok(alone)
}

async fn gone(context: &Context, interaction: &Interaction) -> Result<Reply> {
    say(context, interaction, "Coffee", answers::gone(&context.voice)).await
}
