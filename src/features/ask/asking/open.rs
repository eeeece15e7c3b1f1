//! Opening the modal, from wherever somebody asks.

use uuid::Uuid;

use crate::domain::asking::{self, FIELD, LONGEST_DETAILS, Written};
use crate::domain::authority::Action;
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, MemberId, WorkspaceId};
use crate::domain::question::Spot;
use crate::event::{Form, Interaction, Modal, OnMessage, Place, Reply};
use crate::features::answer::{redraw, say, show};
use crate::features::ask::asking::form::{carried_of, read};
use crate::features::ask::asking::who::{refused, seen_in, visible};
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking::answers;
use crate::views::ask::asking::modal::{Carried, Filled, ask_modal};

/// How long a message may be of which something is quoted, in characters: Slack's own limit.
const LONGEST_MESSAGE: usize = 40_000;

/// Opens it with these first words.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    place: Option<&Place>,
) -> Result<Reply> {
    let here = place.map(|place| &place.channel);
    begin(context, interaction, asking::written(words), Carried::default(), here).await
}

/// Opens it with what somebody wrote, where they may ask and there is somebody to ask.
async fn begin(
    context: &Context,
    interaction: &Interaction,
    written: Written,
    carried: Carried,
    here: Option<&ChannelId>,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction, Action::AskQuestion).await? {
        return say(context, interaction, "Ask a question", no).await;
    }
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let communities = visible(&mut tx, workspace, member, here).await?;
    drop(tx);
    if communities.is_empty() {
        let none = answers::no_community(&context.voice);
        return say(context, interaction, "Ask a question", none).await;
    }
    if let Some(it) = communities.iter().find(|it| Some(&it.channel) == here) {
        let id = it.id;
        transaction!(context.store, |tx| seen_in(tx, workspace, member, id).await).await?;
    }
    let carried = with_draft(context, workspace, &written, carried).await?;
    let only = match &communities[..] {
        [only] => Some(only.id),
        _ => None,
    };
    let picked = |it: &&Community| Some(&it.channel) == here;
    let Written { title, details, cut } = written;
    let filled = Filled {
        title,
        details,
        cut,
        community: only.or_else(|| communities.iter().find(picked).map(|it| it.id)),
        ..Filled::default()
    };
    let carried = Carried { only, ..carried };
    let view = ask_modal(&context.voice, &carried, &filled, &communities, &[]);
    show(context, interaction, &view).await
}

/// What does not fit into the modal's field waits elsewhere.
async fn with_draft(
    context: &Context,
    workspace: &WorkspaceId,
    written: &Written,
    carried: Carried,
) -> Result<Carried> {
    let rest = asking::after(&written.details, FIELD);
    if rest.is_empty() {
        return Ok(carried);
    }
    let (id, now): (Uuid, _) = (context.chance.id(context.now()), context.now());
    transaction!(context.store, |tx| tx.keep_draft(workspace, id, rest, now).await).await?;
    Ok(Carried { draft: Some(id), ..carried })
}

/// Somebody wrote to the bot, and wants that to be asked.
pub async fn ask_it(context: &Context, interaction: &Interaction, draft: &str) -> Result<Reply> {
    let text = match draft.parse::<Uuid>() {
        Ok(id) => context.store.read().await?.draft(&interaction.workspace, id).await?,
        Err(_) => None,
    };
    let Some(text) = text else {
        let gone = answers::gone(&context.voice);
        return say(context, interaction, "Ask a question", gone).await;
    };
    let carried = Carried { in_chat: true, ..Carried::default() };
    begin(context, interaction, asking::written(&text), carried, None).await
}

/// A question about a message: its words are quoted, with who wrote them as a plain name, and its link.
pub async fn ask_about(
    context: &Context,
    interaction: &Interaction,
    on: &OnMessage,
) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let workspace = &interaction.workspace;
    let author = match &on.author {
        Some(author) => tx.member(workspace, author).await?,
        None => None,
    };
    let author = author.map_or_else(|| "Somebody".to_owned(), |author| author.profile.name);
    let (text, _) = asking::first(&on.text, LONGEST_MESSAGE);
    let text = readable(&mut tx, workspace, text).await?;
    drop(tx);
    let link = Spot { channel: on.channel.clone(), message: on.message.clone() }.link();
    let room = LONGEST_DETAILS.saturating_sub(2_000);
    let (quoted, cut) = asking::first(text.trim(), room);
    let lines: Vec<String> = quoted.lines().map(|line| format!("> {line}")).collect();
    let details = format!("{author} wrote ({link}):\n{}", lines.join("\n"));
    let (details, longer) = asking::first(&details, LONGEST_DETAILS);
    let head = asking::written(text.trim()).title;
    // What is asked about a message is rarely the message itself, unless that asks something.
    let title = if asking::asks(&head) { head } else { String::new() };
    let written = Written { title, details: details.to_owned(), cut: cut || longer };
    begin(context, interaction, written, Carried::default(), Some(&on.channel)).await
}

/// A text of Slack's as one would read it, with the names of whom it names.
pub async fn readable(tx: &mut Tx, ws: &WorkspaceId, text: &str) -> store::Result<String> {
    let named: Vec<MemberId> =
        asking::named(text).into_iter().take(100).map(MemberId::new).collect();
    let people = if named.is_empty() { Vec::new() } else { tx.members(ws, &named).await? };
    Ok(asking::readable(text, |id| {
        let person = people.iter().find(|person| person.profile.member.as_str() == id)?;
        Some(person.profile.name.clone())
    }))
}

/// Shows the seldom-needed fields as well; Slack keeps what was typed in the others.
pub async fn more(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let carried = Carried { more: true, ..carried_of(modal) };
    let mut tx = context.store.read().await?;
    let filled = read(&mut tx, workspace, &carried, form).await?;
    let communities = choices(&mut tx, workspace, member, &carried, &filled).await?;
    drop(tx);
    let view = ask_modal(&context.voice, &carried, &filled, &communities, &[]);
    redraw(context, modal, &view).await
}

/// The communities that the modal offers: also the one that is picked, of a channel that it was opened
/// in.
pub async fn choices(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    carried: &Carried,
    filled: &Filled,
) -> store::Result<Vec<Community>> {
    if let Some(only) = carried.only {
        let only = tx.community(workspace, only).await?;
        return Ok(only.filter(|it| it.ended_at.is_none()).into_iter().collect());
    }
    let mut all = visible(tx, workspace, member, None).await?;
    if let Some(id) = filled.community
        && !all.iter().any(|it| it.id == id)
    {
        let picked = tx.community(workspace, id).await?;
        all.extend(picked.filter(|it| it.ended_at.is_none()));
    }
    Ok(all)
}
