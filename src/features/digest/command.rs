//! `/community`, and how a digest would look now.

use uuid::Uuid;

use crate::domain::community::Community;
use crate::domain::digest::Decision;
use crate::domain::ids::CommunityId;
use crate::domain::quiet::local_day;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::{say, whisper};
use crate::features::digest::drawn::shows;
use crate::features::digest::facts::figure_of;
use crate::features::digest::plan::{as_of_now, rhythm_of};
use crate::features::digest::publish::content;
use crate::features::digest::settings;
use crate::features::role::tends;
use crate::features::{Context, Result};
use crate::views::digest::answers;

/// What its pages are called.
pub(super) const TITLE: &str = "Digest";

/// `/community` and the words after it.
///
/// # Errors
/// The database, or Slack.
pub async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    place: &Place,
) -> Result<Reply> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["digest", rest @ ..] => {
            let Some(community) = meant(context, interaction, place).await? else {
                return Ok(whisper(&answers::which(&context.voice))?);
            };
            match rest {
                ["preview"] => preview(context, interaction, community).await,
                _ => settings::open(context, interaction, &community).await,
            }
        }
        _ => Ok(whisper(&answers::help(&context.voice))?),
    }
}

/// The community of the place, or else the only one that they tend.
async fn meant(
    context: &Context,
    interaction: &Interaction,
    place: &Place,
) -> Result<Option<Community>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    if let Some(here) = tx.community_in(workspace, &place.channel).await? {
        return Ok(Some(here));
    }
    let mut all = tx.communities(workspace).await?;
    all.retain(|it| it.stewards.contains(member));
    Ok(all.pop().filter(|_| all.is_empty()))
}

/// The button in the settings.
pub(super) async fn preview_of(
    context: &Context,
    interaction: &Interaction,
    id: &str,
) -> Result<Reply> {
    match living(context, interaction, id).await? {
        Some(community) => preview(context, interaction, community).await,
        None => say(context, interaction, TITLE, answers::gone(&context.voice)).await,
    }
}

/// The community that a button or a page is about.
pub(super) async fn living(
    context: &Context,
    interaction: &Interaction,
    id: &str,
) -> Result<Option<Community>> {
    let Ok(id) = id.parse::<CommunityId>() else { return Ok(None) };
    let there = context.store.read().await?.community(&interaction.workspace, id).await?;
    Ok(there.filter(|it| it.ended_at.is_none()))
}

/// What would be published now, for whoever asks alone, with a word about its picture, which is drawn only
/// then. Nothing is written.
async fn preview(
    context: &Context,
    interaction: &Interaction,
    community: Community,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    if !tends(context, &mut tx, workspace, member, &community).await? {
        drop(tx);
        let no = answers::stewards_only(&context.voice, &community);
        return say(context, interaction, TITLE, no).await;
    }
    let rhythm = rhythm_of(&mut tx, workspace, &community).await?;
    let today = local_day(context.now(), rhythm.zone);
    let nobody = Uuid::nil().into();
    let due = as_of_now(context, &mut tx, workspace, community, (today, nobody)).await?;
    let figure = match due.decision {
        Decision::Report(_) => figure_of(&mut tx, workspace, &due.edition, &due.facts).await?,
        Decision::Question | Decision::Silent { .. } => None,
    };
    drop(tx);
    let shown = content(context, &due);
    let mut shown = shown.unwrap_or_else(|| answers::nothing_to_publish(&context.voice));
    if let Some(figure) = figure {
        let along = answers::picture_along(&context.voice, shows(&figure));
        shown.blocks.get_or_insert_default().push(along);
    }
    say(context, interaction, TITLE, shown).await
}
