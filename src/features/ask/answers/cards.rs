//! What is kept, as people find and read it.

use crate::domain::card::{Card, Origin};
use crate::domain::ids::{CardId, MemberId, WorkspaceId};
use crate::event::{Interaction, Modal, Reply};
use crate::features::answer::{redraw, say, show};
use crate::features::ask::answers::fresh::asked_of;
use crate::features::ask::answers::who::{name, tends};
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::card::{Done, Face, Rights, card_modal, done, due_modal, listed};

/// Cards in a list.
const LISTED: usize = 8;

/// Cards that a search without an index looks at: the newest.
const LOOKED_AT: u32 = 2_000;

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
    let found = find(&mut tx, workspace, words).await?;
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
    let newest = tx.shown_cards(workspace, u32::try_from(LISTED).unwrap_or(8)).await?;
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

/// The cards that have these words: those with most of them first, in the title before the text, the
/// newest first among equals. The one place where the index is asked once it is at hand.
async fn find(tx: &mut Tx, workspace: &WorkspaceId, words: &str) -> store::Result<Vec<Card>> {
    let words: Vec<String> = folded(words).split_whitespace().map(str::to_owned).collect();
    let score = |card: &Card| -> usize {
        let (title, text) = (folded(&card.title), folded(&card.text));
        let worth = |word: &String| match (title.contains(word), text.contains(word)) {
            (true, _) => 3,
            (false, true) => 1,
            (false, false) => 0,
        };
        words.iter().map(worth).sum()
    };
    let all = tx.shown_cards(workspace, LOOKED_AT).await?;
    let mut scored: Vec<(usize, Card)> =
        all.into_iter().map(|card| (score(&card), card)).filter(|(score, _)| *score > 0).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    Ok(scored.into_iter().take(LISTED).map(|(_, card)| card).collect())
}

/// Without regard to case; words are what stands between other signs.
fn folded(text: &str) -> String {
    let sign = |sign: char| if sign.is_alphanumeric() { sign } else { ' ' };
    text.to_lowercase().chars().map(sign).collect()
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
        tends: tends(context, tx, workspace, member, card.community).await?,
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
    let readable = card.filter(|it| it.state.is_shown() || it.owner == *member);
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
