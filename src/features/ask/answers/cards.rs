//! What is kept, as people find and read it.

use crate::domain::card::{Card, Origin};
use crate::domain::ids::{CardId, CommunityId, MemberId, WorkspaceId};
use crate::event::{Interaction, Modal, Reply};
use crate::features::answer::{redraw, say, show};
use crate::features::ask::answers::fresh::asked_of;
use crate::features::ask::answers::who::name;
use crate::features::ask::asking::hidden_from;
use crate::features::role::tends_what_is_of;
use crate::features::{Context, Result};
use crate::search::{self, Kind};
use crate::store::{self, Tx};
use crate::views::ask::card::{Done, Face, Rights, card_modal, done, due_modal, listed, not_ready};

/// Cards in a list.
const LISTED: usize = 8;

/// What a search finds at most, those among it that are not shown any more: the index may be a moment
/// behind.
const LOOKED_AT: usize = 24;

/// Cards among which the newest are that somebody may read; where those are too few, four times as many
/// are looked at, and so on up to the most.
const NEWEST: u32 = 100;
const NEWEST_AT_MOST: u32 = 6_400;

/// What windows about cards are called.
pub const TITLE: &str = "Cards";

/// A card with what one reads beside it.
pub async fn face(tx: &mut Tx, workspace: &WorkspaceId, card: Card) -> store::Result<Face> {
    let community = match card.community {
        Some(id) => tx.community(workspace, id).await?.map(|it| it.name),
        None => None,
    };
    let owner = name(tx, workspace, &card.owner).await?;
    let reuses = tx.reuses(workspace, about(&card)).await?;
    Ok(Face { card, owner, community, reuses })
}

/// What "it helped me, too" is counted under: the question, or the card where there is none.
pub fn about(card: &Card) -> uuid::Uuid {
    match card.origin {
        Origin::Answer { question, .. } | Origin::Session { question } => question.into(),
        Origin::Kept => card.id.into(),
    }
}

/// `/ask search` and words: what is kept about them.
///
/// # Errors
/// The database, or Slack.
pub async fn search(context: &Context, interaction: &Interaction, words: &str) -> Result<Reply> {
    let words = words.trim();
    if words.is_empty() {
        return cards(context, interaction).await;
    }
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let hidden = hidden_from(&mut tx, workspace, &interaction.member).await?;
    // So that they take nobody's place among what the index finds.
    let left_out = tx.shown_cards_in(workspace, &hidden).await?;
    drop(tx);
    let Some(ids) = find(context, workspace, words, &left_out).await? else {
        return say(context, interaction, TITLE, not_ready(&context.voice)).await;
    };
    let mut tx = context.store.read().await?;
    let mut found = Vec::with_capacity(LISTED);
    for id in ids {
        let card = tx.card(workspace, id).await?.filter(|card| may_read(card, &hidden));
        found.extend(card);
        if found.len() == LISTED {
            break;
        }
    }
    let faces = faces(&mut tx, workspace, found).await?;
    drop(tx);
    show(context, interaction, &listed(&context.voice, Some(words), &faces)).await
}

/// `/ask cards`: the newest.
///
/// # Errors
/// The database, or Slack.
pub async fn cards(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let hidden = hidden_from(&mut tx, workspace, &interaction.member).await?;
    let mut looked_at = NEWEST;
    let mut newest = loop {
        let mut newest = tx.shown_cards(workspace, looked_at).await?;
        let all = newest.len() < usize::try_from(looked_at).unwrap_or(usize::MAX);
        newest.retain(|card| may_read(card, &hidden));
        if all || newest.len() >= LISTED || looked_at >= NEWEST_AT_MOST {
            break newest;
        }
        looked_at *= 4;
    };
    newest.truncate(LISTED);
    let faces = faces(&mut tx, workspace, newest).await?;
    drop(tx);
    show(context, interaction, &listed(&context.voice, None, &faces)).await
}

async fn faces(tx: &mut Tx, workspace: &WorkspaceId, cards: Vec<Card>) -> store::Result<Vec<Face>> {
    let mut faces = Vec::with_capacity(cards.len());
    for card in cards {
        faces.push(face(tx, workspace, card).await?);
    }
    Ok(faces)
}

/// People find it, and it is of no private channel that is not theirs.
fn may_read(card: &Card, hidden: &[CommunityId]) -> bool {
    card.state.is_shown() && card.community.is_none_or(|id| !hidden.contains(&id))
}

/// The cards that have these words, but those left out, the best first; `None` while the index is being
/// made.
async fn find(
    context: &Context,
    workspace: &WorkspaceId,
    words: &str,
    left_out: &[CardId],
) -> Result<Option<Vec<CardId>>> {
    let now = context.now();
    let hidden = left_out.iter().map(ToString::to_string).collect();
    match context.search.find_but(workspace, words, Kind::Card, LOOKED_AT, hidden, now).await {
        Ok(hits) => Ok(Some(hits.iter().filter_map(|hit| hit.key.parse().ok()).collect())),
        Err(search::Error::NotReady) => Ok(None),
        Err(search::Error::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%error, "cards cannot be looked for");
            Ok(None)
        }
    }
}

/// What somebody may do with a card.
pub async fn rights(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    card: &Card,
) -> store::Result<Rights> {
    Ok(Rights {
        owns: card.owner == *member,
        tends: tends_what_is_of(context, tx, workspace, member, card.community).await?,
    })
}

/// The button: opens a card.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    card: Option<CardId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let card = match card {
        Some(card) => tx.card(workspace, card).await?,
        None => None,
    };
    let hidden = hidden_from(&mut tx, workspace, member).await?;
    let readable = card.filter(|it| may_read(it, &hidden) || it.owner == *member);
    let Some(card) = readable else {
        drop(tx);
        let gone = done(&context.voice, Done::Gone, context.now());
        return say(context, interaction, TITLE, gone).await;
    };
    let rights = rights(context, &mut tx, workspace, member, &card).await?;
    let face = face(&mut tx, workspace, card).await?;
    drop(tx);
    show(context, interaction, &card_modal(&context.voice, &face, rights)).await
}

/// The button: all cards that wait for a word of this person, also where they were asked already.
pub async fn due(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let (faces, owns) = asked_of(context, &mut tx, workspace, member, true).await?;
    drop(tx);
    show(context, interaction, &due_modal(&context.voice, &faces, owns)).await
}

/// The same again in the modal that is open, after a press in it.
pub async fn due_again(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let (faces, owns) = asked_of(context, &mut tx, workspace, member, true).await?;
    drop(tx);
    redraw(context, modal, &due_modal(&context.voice, &faces, owns)).await
}
