//! What the owner of a card, or a steward, does with it.

use crate::domain::card::{Card, CardState, LONGEST_TEXT, LONGEST_TITLE, first, next_review};
use crate::domain::ids::{CardId, WorkspaceId};
use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::answer::{as_modal, replace_all, say, show};
use crate::features::ask::answers::cards::{TITLE, due_again, rights};
use crate::features::context::once;
use crate::features::{Context, Result, home};
use crate::job::{Job, KeptNote, Note};
use crate::store::{self, Tx};
use crate::views::ask::card::{Done, Rights, done, edit_modal};
use crate::views::ask::names::answers::{field, modal as name};

/// What somebody says to a card with one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    StillTrue,
    TakeBack,
    /// Its author, to a proposal.
    KeepIt,
    KeepNot,
}

/// A press on a card.
pub async fn say_word(
    context: &Context,
    interaction: &Interaction,
    card: Option<CardId>,
    word: Word,
    origin: &Origin,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let (voice, now) = (&context.voice, context.now());
        let tell = |what, at| crate::features::answer::whisper(&done(voice, what, at));
        let Some(card) = card else { return tell(Done::Gone, now) };
        let Some(mut card) = tx.lock_card(workspace, card).await? else {
            return tell(Done::Gone, now);
        };
        let rights = rights(context, tx, workspace, member, &card).await?;
        let what = decide(&mut card, rights, word, now);
        if !matches!(what, Done::NotYours | Done::Before | Done::Gone) {
            tx.save_card(workspace, &card).await?;
            tx.end_review(workspace, card.id).await?;
            settle(context, tx, interaction, &card, what, rights).await?;
        }
        tell(what, card.review_at)
    })
    .await?;
    if *origin == Origin::Home {
        home::redraw(context, interaction).await?;
    }
    if let Origin::Modal { modal, .. } = origin
        && modal.name == name::DUE
    {
        return due_again(context, interaction, modal).await;
    }
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, TITLE, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

/// What a press comes to, and what it makes of the card.
fn decide(card: &mut Card, rights: Rights, word: Word, now: chrono::DateTime<chrono::Utc>) -> Done {
    let proposal = matches!(word, Word::KeepIt | Word::KeepNot);
    let may = rights.owns || (rights.tends && !proposal);
    match (word, card.state) {
        _ if !may => Done::NotYours,
        (Word::KeepIt, CardState::Proposed) => {
            card.state = CardState::Current;
            Done::Kept
        }
        (Word::KeepNot, CardState::Proposed) => {
            card.state = CardState::Retired;
            Done::NotKept
        }
        (Word::StillTrue, CardState::Current | CardState::Stale) => {
            card.confirm(now);
            Done::Confirmed
        }
        (Word::TakeBack, CardState::Current | CardState::Stale) => {
            card.state = CardState::Retired;
            Done::TakenBack
        }
        _ => Done::Before,
    }
}

/// What follows from a word on a card: whoever proposed it reads what came of it, and what a steward
/// does stands in the audit trail.
async fn settle(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    card: &Card,
    what: Done,
    rights: Rights,
) -> store::Result<()> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    if matches!(what, Done::Kept | Done::NotKept) {
        tell_proposer(context, tx, workspace, card).await?;
    }
    if !rights.owns {
        let action = if what == Done::TakenBack { "card_taken_back" } else { "card_confirmed" };
        let detail = serde_json::json!({});
        context.audit(tx, workspace, member, action, &card.id.to_string(), &detail).await?;
    }
    context.refresh_home(tx, workspace, member).await
}

async fn tell_proposer(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    card: &Card,
) -> store::Result<()> {
    let Some(proposal) = tx.proposal(workspace, card.id).await? else { return Ok(()) };
    let note = Note::Kept { what: KeptNote::Outcome { card: card.id } };
    context.queue_now(tx, workspace, &Job::Tell { member: proposal.by, note }).await
}

/// The button: opens the card to be changed by its owner.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    card: Option<CardId>,
) -> Result<Reply> {
    let card = match card {
        Some(card) => context.store.read().await?.card(&interaction.workspace, card).await?,
        None => None,
    };
    let why = match &card {
        None => Done::Gone,
        Some(card) if card.owner != interaction.member => Done::NotYours,
        Some(card) if card.state == CardState::Retired => Done::Before,
        Some(card) => {
            return show(context, interaction, &edit_modal(&context.voice, card)).await;
        }
    };
    say(context, interaction, TITLE, done(&context.voice, why, context.now())).await
}

/// The card was changed. A proposal is kept by that.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let card = sent.metadata.parse::<CardId>().ok();
    let read = |name, limit| first(form.get(name).map(str::trim).unwrap_or_default(), limit);
    let title = read(field::TITLE, LONGEST_TITLE).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = read(field::TEXT, LONGEST_TEXT);
    let reply = once!(context, interaction, |tx| {
        let (voice, now) = (&context.voice, context.now());
        let tell = |what, at| replace_all(&as_modal(TITLE, done(voice, what, at)));
        let Some(card) = card else { return tell(Done::Gone, now) };
        let Some(mut card) = tx.lock_card(workspace, card).await? else {
            return tell(Done::Gone, now);
        };
        if card.owner != *member {
            return tell(Done::NotYours, now);
        }
        if card.state == CardState::Retired || title.is_empty() || text.is_empty() {
            return tell(Done::Before, now);
        }
        let proposal = card.state == CardState::Proposed;
        (card.title, card.text) = (title.clone(), text.clone());
        card.state = CardState::Current;
        if !proposal {
            card.review_at = next_review(now);
        }
        tx.save_card(workspace, &card).await?;
        tx.end_review(workspace, card.id).await?;
        if proposal {
            tell_proposer(context, tx, workspace, &card).await?;
        }
        context.refresh_home(tx, workspace, member).await?;
        tell(if proposal { Done::Kept } else { Done::Changed }, card.review_at)
    })
    .await?;
    Ok(reply)
}
