//! A steward says when the digest comes.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde_json::json;

use crate::domain::community::Community;
use crate::domain::digest::Rhythm;
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::coffee::zone_named;
use crate::features::context::once;
use crate::features::digest::command::{TITLE, living};
use crate::features::digest::plan::{next, rhythm_of};
use crate::features::role::tends;
use crate::features::{Context, Result};
use crate::views::Voice;
use crate::views::digest::names::field;
use crate::views::digest::{answers, settings as views};

/// Opens the page.
pub(super) async fn open(
    context: &Context,
    interaction: &Interaction,
    community: &Community,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let theirs = tends(context, &mut tx, workspace, member, community).await?;
    let rhythm = rhythm_of(&mut tx, workspace, community).await?;
    drop(tx);
    if !theirs {
        let no = answers::stewards_only(&context.voice, community);
        return say(context, interaction, TITLE, no).await;
    }
    show(context, interaction, &views::page(&context.voice, community, &rhythm)).await
}

/// The button.
pub(super) async fn open_for(
    context: &Context,
    interaction: &Interaction,
    id: &str,
) -> Result<Reply> {
    match living(context, interaction, id).await? {
        Some(community) => open(context, interaction, &community).await,
        None => say(context, interaction, TITLE, answers::gone(&context.voice)).await,
    }
}

/// The page was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(community) = living(context, interaction, &modal.metadata).await? else {
        return Ok(replace(&as_modal(TITLE, answers::gone(&context.voice)))?);
    };
    let before = rhythm_of(&mut context.store.read().await?, workspace, &community).await?;
    let rhythm = match read(&context.voice, &before, form) {
        Ok(rhythm) => rhythm,
        Err(problems) => return Ok(Reply::Errors(problems)),
    };
    once!(context, interaction, |tx| {
        let voice = &context.voice;
        let locked = tx.lock_community(workspace, community.id).await?;
        let Some(community) = locked.filter(|it| it.ended_at.is_none()) else {
            return replace(&as_modal(TITLE, answers::gone(voice)));
        };
        if !tends(context, tx, workspace, member, &community).await? {
            return replace(&as_modal(TITLE, answers::stewards_only(voice, &community)));
        }
        tx.keep_digest_rhythm(workspace, community.id, &rhythm).await?;
        let date = next(context, tx, workspace, &community).await?;
        let detail = json!({
            "on": rhythm.on, "weekday": rhythm.weekday.to_string(), "at": rhythm.at,
            "zone": rhythm.zone.name(),
        });
        let target = community.id.to_string();
        context.audit(tx, workspace, member, "digest.change", &target, &detail).await?;
        replace(&as_modal(TITLE, views::kept(voice, &rhythm, date)))
    })
    .await
    .map_err(Into::into)
}

/// Reads the page with suspicion: a payload can hold anything.
fn read(
    voice: &Voice,
    before: &Rhythm,
    form: &Form,
) -> std::result::Result<Rhythm, BTreeMap<String, String>> {
    let text = |name| form.get(name).unwrap_or_default().trim();
    let on = text(field::WEEKDAY) != views::OFF;
    let weekday = if on { text(field::WEEKDAY).parse() } else { Ok(before.weekday) };
    let at = NaiveTime::parse_from_str(text(field::TIME), "%H:%M");
    let zone = zone_named(text(field::ZONE));
    match (weekday, at, zone) {
        (Ok(weekday), Ok(at), Some(zone)) => Ok(Rhythm { on, weekday, at, zone }),
        (weekday, at, zone) => {
            let wrong = [
                (field::WEEKDAY, weekday.is_err()),
                (field::TIME, at.is_err()),
                (field::ZONE, zone.is_none()),
            ];
            let wrong = wrong.into_iter().filter(|(_, wrong)| *wrong);
            Err(wrong.map(|(name, _)| (name.to_owned(), views::problem(voice, name))).collect())
        }
    }
}
