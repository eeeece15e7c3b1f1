//! `/ask export`: what communities keep, as a file for whoever tends them.

use std::collections::BTreeSet;

use crate::domain::authority::Role;
use crate::domain::card::CardInFull;
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, whisper};
use crate::features::ask::answers::cards::TITLE;
use crate::features::ask::asking::hidden_from;
use crate::features::context::once;
use crate::features::deliver::bring;
use crate::features::role::role_in;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::slack::client::File;
use crate::store::{self, Tx};
use crate::views::ask::card::{export_comment, exporting};
use crate::views::ask::export::{Format, cards};

/// How many cards are read at once.
const AT_ONCE: u32 = 500;

/// Whose cards somebody can take along.
enum Scope {
    /// An admin's: all but those of private channels that are not known to be theirs.
    But(Vec<CommunityId>),
    /// A steward's.
    Of(BTreeSet<CommunityId>),
}

/// `/ask export`, for stewards and admins: it comes into their direct message.
///
/// # Errors
/// The database, or Slack.
pub async fn export(context: &Context, interaction: &Interaction, table: bool) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let may = scope(context, tx, workspace, member).await?.is_some();
        if may {
            let job = Job::ExportCards { member: member.clone(), table };
            context.queue_now(tx, workspace, &job).await?;
            let detail = serde_json::json!({ "table": table });
            context.audit(tx, workspace, member, "cards_exported", "cards", &detail).await?;
        }
        whisper(&exporting(&context.voice, may))
    })
    .await?;
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, TITLE, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

async fn scope(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Option<Scope>> {
    let role = role_in(context, tx, workspace, member, None).await?;
    if role == Role::Admin {
        return Ok(Some(Scope::But(hidden_from(tx, workspace, member).await?)));
    }
    let all = tx.communities(workspace).await?;
    let tended: BTreeSet<_> =
        all.into_iter().filter(|it| it.stewards.contains(member)).map(|it| it.id).collect();
    Ok((role == Role::Member && !tended.is_empty()).then_some(Scope::Of(tended)))
}

/// Sends the file.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn export_cards(
    context: &Context,
    work: &Work,
    member: &MemberId,
    table: bool,
) -> Result<Outcome> {
    let Some(all) = read(context, &work.workspace, member).await? else {
        return Ok(Outcome::Cancel("they tend nothing any more".to_owned()));
    };
    let (format, name) = match table {
        true => (Format::Csv, "cards.csv"),
        false => (Format::Markdown, "cards.md"),
    };
    let text = cards(context.voice.locale, &all, format);
    let file = File { name, title: "Cards", bytes: text.as_bytes() };
    let comment = export_comment(&context.voice, u32::try_from(all.len()).unwrap_or(u32::MAX));
    bring(context, work, member, file, &comment).await
}

/// The cards that somebody may take along, the oldest first.
async fn read(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<Option<Vec<CardInFull>>> {
    let mut tx = context.store.read().await?;
    let Some(scope) = scope(context, &mut tx, workspace, member).await? else { return Ok(None) };
    let mut all: Vec<CardInFull> = Vec::new();
    let mut last: Option<CardInFull> = None;
    loop {
        let page = tx.cards_in_full(workspace, last.as_ref(), AT_ONCE).await?;
        let Some(end) = page.last().cloned() else { return Ok(Some(all)) };
        last = Some(end);
        all.extend(page.into_iter().filter(|it| match &scope {
            Scope::But(hidden) => it.card.community.is_none_or(|id| !hidden.contains(&id)),
            Scope::Of(tended) => it.card.community.is_some_and(|id| tended.contains(&id)),
        }));
    }
}
