//! Who may read a story as far as somebody in it is concerned, and the link that shows it.

use std::collections::BTreeMap;

use crate::domain::ids::{StoryId, WorkspaceId};
use crate::domain::story::deeds::{No, is_evidence};
use crate::domain::story::{Audience, State, Story};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::context::once;
use crate::features::role::tends_what_is_of;
use crate::features::story::confirming::{self, said, words};
use crate::features::story::form::consent;
use crate::features::story::shown::follow;
use crate::features::story::telling::TITLE;
use crate::features::{Context, Result};
use crate::store;
use crate::views::story::answers::{self, Done};
use crate::views::story::modals::{Wish, link_modal, no_link, say_modal};
use crate::views::story::names::field;

/// Opens the choice of who may read it.
pub async fn open_say(
    context: &Context,
    interaction: &Interaction,
    id: Option<StoryId>,
) -> Result<Reply> {
    let story = find(context, &interaction.workspace, id).await?;
    let Some(story) = story else {
        return say(context, interaction, TITLE, answers::gone(&context.voice)).await;
    };
    let me = story.person(&interaction.member).filter(|_| story.state != State::Withdrawn);
    let Some(me) = me else {
        return say(context, interaction, TITLE, answers::no(&context.voice, No::NotInIt)).await;
    };
    let audience = me.audience.unwrap_or(Audience::Us);
    let quote = context.store.read().await?.story_quote(&interaction.workspace, story.id).await?;
    let quote = quote.filter(|quote| quote.author == interaction.member);
    let words = quote.map(|quote| quote.agreed_at.is_some());
    let wish = Wish { audience, named: me.named, words };
    show(context, interaction, &say_modal(&context.voice, &story, wish)).await
}

/// What somebody says of it.
pub async fn submit_say(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let voice = &context.voice;
    let (audience, named) = consent(form);
    let (id, _, wording) = confirming::read(&modal.metadata);
    let reply = once!(context, interaction, |tx| {
        let story = match id {
            Some(id) => tx.lock_story(workspace, id).await?,
            None => None,
        };
        let Some(mut story) = story else {
            return replace(&as_modal(TITLE, answers::gone(voice)));
        };
        if story.person(member).is_some() && wording != Some(story.wording()) {
            return replace(&as_modal(TITLE, answers::reworded(voice, &story)));
        }
        let reader = story.person(member).map(|one| one.part);
        let did = match story.agree(member, audience, named) {
            Ok(did) => did,
            Err(no) => return replace(&as_modal(TITLE, answers::no(voice, no))),
        };
        let said = said(form.get(field::WORDS));
        let came = words(context, tx, workspace, member, (&story, said)).await?;
        if did || came {
            tx.save_story(workspace, &story).await?;
            follow(context, tx, workspace, &story).await?;
        }
        replace(&as_modal(TITLE, answers::done(voice, &story, Done::Agreed, reader)))
    })
    .await?;
    Ok(reply)
}

/// Opens the field for a link.
pub async fn open_link(
    context: &Context,
    interaction: &Interaction,
    id: Option<StoryId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(mut story) = find(context, workspace, id).await? else {
        return say(context, interaction, TITLE, answers::gone(&context.voice)).await;
    };
    let mut tx = context.store.read().await?;
    let tends = tends_what_is_of(context, &mut tx, workspace, member, story.community).await?;
    drop(tx);
    let before = story.evidence.clone();
    // Tried on a copy: whether they may.
    if let Err(no) = story.show_evidence(member, tends, before.clone(), context.now()) {
        return say(context, interaction, TITLE, answers::no(&context.voice, no)).await;
    }
    show(context, interaction, &link_modal(&context.voice, &story)).await
}

/// A link was given, or taken away.
pub async fn submit_link(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let voice = &context.voice;
    let link = form.get(field::EVIDENCE).map(str::trim).filter(|it| !it.is_empty());
    let link = link.map(str::to_owned);
    if link.as_deref().is_some_and(|it| !is_evidence(it)) {
        let sentence = (field::EVIDENCE.to_owned(), no_link(voice));
        return Ok(Reply::Errors(BTreeMap::from([sentence])));
    }
    let id = modal.metadata.parse::<StoryId>().ok();
    let reply = once!(context, interaction, |tx| {
        let story = match id {
            Some(id) => tx.lock_story(workspace, id).await?,
            None => None,
        };
        let Some(mut story) = story else {
            return replace(&as_modal(TITLE, answers::gone(voice)));
        };
        let tends = tends_what_is_of(context, tx, workspace, member, story.community).await?;
        let own = story.helped == *member;
        let now = context.now();
        let did = match story.show_evidence(member, tends, link.clone(), now) {
            Ok(did) => did,
            Err(no) => return replace(&as_modal(TITLE, answers::no(voice, no))),
        };
        if did {
            tx.save_story(workspace, &story).await?;
            follow(context, tx, workspace, &story).await?;
            if !own {
                let detail = serde_json::json!({ "link": link.is_some() });
                let target = story.id.to_string();
                context.audit(tx, workspace, member, "story_evidence", &target, &detail).await?;
            }
        }
        let done = if link.is_some() { Done::Linked } else { Done::Unlinked };
        replace(&as_modal(TITLE, answers::done(voice, &story, done, None)))
    })
    .await?;
    Ok(reply)
}

async fn find(
    context: &Context,
    workspace: &WorkspaceId,
    id: Option<StoryId>,
) -> store::Result<Option<Story>> {
    let Some(id) = id else { return Ok(None) };
    context.store.read().await?.story(workspace, id).await
}
