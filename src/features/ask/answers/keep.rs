//! *Keep for the community*: somebody proposes a message, and its author decides.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::domain::authority::{Action, may};
use crate::domain::card::{
    Card, CardState, LONGEST_TEXT, LONGEST_TITLE, Origin, first, next_review,
};
use crate::domain::ids::{ChannelId, CommunityId, MemberId, MessageTs, WorkspaceId};
use crate::domain::people::Standing;
use crate::domain::question::Spot;
use crate::event::{Form, Interaction, Modal, OnMessage, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::ask::answers::who::plain;
use crate::features::ask::asking::visible;
use crate::features::context::once;
use crate::features::role::role_in;
use crate::features::{Context, Result};
use crate::job::{Job, KeptNote, Note};
use crate::store::{self, Proposal, Tx};
use crate::views::ask::keep::{Draft, Proposed, keep_modal, proposed};
use crate::views::ask::names::answers::field;

const TITLE: &str = "Keep this";

/// What the modal carries from the message that it is about.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    channel: ChannelId,
    message: MessageTs,
    author: MemberId,
}

/// The shortcut: opens the modal, or says why this cannot be kept.
pub async fn open(context: &Context, interaction: &Interaction, on: &OnMessage) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let spot = Spot { channel: on.channel.clone(), message: on.message.clone() };
    let author = match look(context, &mut tx, workspace, member, on.author.as_ref(), &spot).await? {
        Ok(author) => author,
        Err(why) => {
            drop(tx);
            return say(context, interaction, TITLE, proposed(&context.voice, &why)).await;
        }
    };
    let mut text = plain(&mut tx, workspace, &on.text).await?;
    for file in &on.files {
        text.push_str(&format!("\n{}: {}", file.name, file.link));
    }
    let text = first(text.trim(), LONGEST_TEXT);
    let fallback = on.files.first().map(|file| file.name.as_str()).unwrap_or_default();
    let title = text.lines().next().filter(|line| !line.trim().is_empty()).unwrap_or(fallback);
    let communities = visible(&mut tx, workspace, member, Some(&on.channel)).await?;
    drop(tx);
    let here = communities.iter().find(|it| it.channel == on.channel).map(|it| it.id.to_string());
    let choices: Vec<_> = communities.into_iter().map(|it| (it.id, it.name)).collect();
    let about = About { channel: spot.channel, message: spot.message, author: author.0 };
    let draft = Draft {
        title: &first(title, LONGEST_TITLE),
        text: &text,
        communities: &choices,
        community: here.as_deref(),
        review: next_review(context.now()).date_naive(),
        author: author.1.as_deref(),
        metadata: serde_json::to_string(&about)?,
    };
    show(context, interaction, &keep_modal(&context.voice, &draft)).await
}

/// Who wrote it, and what they are called if that is somebody else; or why it cannot be kept.
async fn look(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    author: Option<&MemberId>,
    spot: &Spot,
) -> store::Result<std::result::Result<(MemberId, Option<String>), Proposed>> {
    let role = role_in(context, tx, workspace, member, None).await?;
    if !may(role, Action::SetUpCommunity) {
        return Ok(Err(Proposed::Outsider));
    }
    if tx.card_at(workspace, spot).await?.is_some() {
        return Ok(Err(Proposed::Before));
    }
    let Some(author) = author else { return Ok(Err(Proposed::NoAuthor)) };
    let person = tx.member(workspace, author).await?;
    let Some(person) = person else { return Ok(Err(Proposed::NoAuthor)) };
    Ok(match person.profile.standing {
        Standing::Full if author == member => Ok((author.clone(), None)),
        Standing::Full => Ok((author.clone(), Some(person.profile.name))),
        Standing::Bot | Standing::Deactivated => Err(Proposed::NoAuthor),
        Standing::Guest | Standing::External => Err(Proposed::NotTheirs(person.profile.name)),
    })
}

/// The modal was sent: its author is asked, unless they sent it themselves.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let about = serde_json::from_str::<About>(&sent.metadata).ok();
    let reply = once!(context, interaction, |tx| {
        let tell = |what: &Proposed| replace(&as_modal(TITLE, proposed(&context.voice, what)));
        let Some(about) = &about else { return tell(&Proposed::NoAuthor) };
        let spot = Spot { channel: about.channel.clone(), message: about.message.clone() };
        let author = Some(&about.author);
        let name = match look(context, tx, workspace, member, author, &spot).await? {
            Ok((_, name)) => name,
            Err(why) => return tell(&why),
        };
        let now = context.now();
        let Some(card) = read(context, tx, workspace, form, about, member).await? else {
            return Ok(Reply::CloseModal);
        };
        let state = if name.is_some() { CardState::Proposed } else { CardState::Current };
        tx.insert_card(workspace, &Card { state, ..card.clone() }).await?;
        let proposal = Proposal { card: card.id, by: member.clone(), spot, at: now };
        tx.keep_proposal(workspace, &proposal).await?;
        let Some(name) = name else { return tell(&Proposed::Kept) };
        let note = Note::Kept { what: KeptNote::MayWeKeep { card: card.id } };
        let ask = Job::Tell { member: about.author.clone(), note };
        context.queue_now(tx, workspace, &ask).await?;
        context.refresh_home(tx, workspace, &about.author).await?;
        tell(&Proposed::Asking(name))
    })
    .await?;
    Ok(reply)
}

/// The card as it was filled in; `None` if nothing stands in it.
async fn read(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    form: &Form,
    about: &About,
    by: &MemberId,
) -> store::Result<Option<Card>> {
    let now = context.now();
    let said = |name, limit| first(form.get(name).map(str::trim).unwrap_or_default(), limit);
    let title = said(field::TITLE, LONGEST_TITLE);
    let text = said(field::TEXT, LONGEST_TEXT);
    if title.is_empty() || text.is_empty() {
        return Ok(None);
    }
    let community = match form.get(field::COMMUNITY).and_then(|id| id.parse::<CommunityId>().ok()) {
        Some(id) => {
            let theirs = visible(tx, workspace, by, Some(&about.channel)).await?;
            theirs.into_iter().find(|it| it.id == id).map(|it| it.id)
        }
        None => None,
    };
    let today = now.date_naive();
    let picked = form.get(field::REVIEW).and_then(|day| day.parse::<NaiveDate>().ok());
    let review_at = picked
        .filter(|day| *day > today && day.year() <= today.year() + 5)
        .map_or_else(|| next_review(now), |day| day.and_time(NaiveTime::MIN).and_utc());
    Ok(Some(Card {
        id: context.chance.id(now),
        origin: Origin::Kept,
        community,
        title: title.split_whitespace().collect::<Vec<_>>().join(" "),
        text,
        owner: about.author.clone(),
        link: None,
        state: CardState::Proposed,
        made_at: now,
        review_at,
    }))
}
