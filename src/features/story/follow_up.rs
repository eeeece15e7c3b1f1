//! Did it hold? Whoever was helped is asked after two weeks and after two months, once each.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{StoryId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::Spot;
use crate::domain::story::follow_up::{Addition, After, FollowUp, LONGEST, Word, evidence};
use crate::domain::story::{Cycle, Story};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace, show, whisper};
use crate::features::context::{Queued, once};
use crate::features::deliver::after as after_failure;
use crate::features::story::called::shown;
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::story::follow_up::{Pressed, modal_of, no_link, parse, pressed, question};
use crate::views::story::names::after::{action, field, modal as name};

/// What windows are called.
const TITLE: &str = "Did it hold?";

/// A story was told: it will be asked about. A second time changes nothing.
///
/// # Errors
/// The database.
pub async fn plan(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
) -> store::Result<()> {
    for after in After::ALL {
        let it = FollowUp::of(story, after);
        if !tx.insert_follow_up(workspace, &it).await? {
            continue;
        }
        let job = Job::FollowUp { story: story.id, after };
        let name = format!("follow_up:{}:{}", story.id, after.days());
        let queued = Queued { at: it.due_at, name: Some(&name), channel: None };
        context.queue(tx, workspace, &job, queued).await?;
    }
    Ok(())
}

/// The days are over: a question goes to whoever was helped, as soon as there is room for it. Until
/// they answer it waits in App Home.
///
/// # Errors
/// The database.
pub async fn due(context: &Context, work: &Work, story: StoryId, after: After) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        let Some((story, _)) = open(tx, workspace, story, after).await? else {
            let why = "there is nothing to ask any more";
            return tx.cancel(workspace, work.id, &work.lease, why).await;
        };
        let note = Note::FollowUp { story: story.id, after };
        let tell = Job::Tell { member: story.helped.clone(), note };
        context.queue_now(tx, workspace, &tell).await?;
        context.refresh_home(tx, workspace, &story.helped).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// A story and its asking, as long as there is somebody to ask who has said nothing yet: nor that it did
/// not hold, when they were asked before.
pub(super) async fn open(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: StoryId,
    after: After,
) -> store::Result<Option<(Story, FollowUp)>> {
    let Some(story) = tx.story(workspace, story).await? else { return Ok(None) };
    let Some(it) = tx.follow_up(workspace, story.id, after).await? else { return Ok(None) };
    let Some(helped) = story.to_follow_up() else { return Ok(None) };
    let here = tx.member(workspace, helped).await?.is_some_and(|it| it.is_here());
    Ok((it.word.is_none() && here && !story.fell_through).then_some((story, it)))
}

/// What is asked; nothing where it is not needed any more.
pub(super) async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    (story, after): (StoryId, After),
) -> store::Result<Option<SlackMessageContent>> {
    let open = open(tx, workspace, story, after).await?;
    let open = open.filter(|(story, _)| story.helped == reader.profile.member);
    Ok(open.map(|(story, it)| question(&context.voice, &story, &it)))
}

/// Until when it may be asked in a message.
pub(super) async fn lapses(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (story, after): (StoryId, After),
) -> store::Result<Option<DateTime<Utc>>> {
    let it = tx.follow_up(workspace, story, after).await?;
    Ok(it.map(|it| it.lapses_at()))
}

/// The question has arrived: it is drawn again once it is answered.
pub(super) async fn told(
    context: &Context,
    work: &Work,
    (story, after): (StoryId, After),
    spot: &Spot,
) -> Result<()> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if tx.lock_story(workspace, story).await?.is_some()
            && let Some(mut it) = tx.follow_up(workspace, story, after).await?
        {
            let said = it.word.is_some();
            it.asked = Some(spot.clone());
            tx.save_follow_up(workspace, &it).await?;
            if said {
                context.queue_now(tx, workspace, &Job::ShowFollowUp { story, after }).await?;
            }
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(())
}

/// A press of one of this room's buttons; `None` if it is none of them.
pub(super) async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
) -> Result<Option<Reply>> {
    let word = match action {
        action::HELD => Word::Held,
        action::MORE => Word::More,
        action::DID_NOT_HOLD => Word::DidNotHold,
        action::ADD => return add(context, interaction, value).await.map(Some),
        _ => return Ok(None),
    };
    let reply = once!(context, interaction, |tx| {
        let what = say_word(context, tx, interaction, value, word).await?;
        whisper(&pressed(&context.voice, what, value))
    })
    .await?;
    shown(context, interaction, TITLE, reply).await.map(Some)
}

/// Writes a word down. The first one counts: a later one is said with what is added.
async fn say_word(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    value: &str,
    word: Word,
) -> store::Result<Pressed> {
    let workspace = &interaction.workspace;
    let Some((mut story, mut it)) = lock(tx, interaction, value).await? else {
        return Ok(Pressed::Gone);
    };
    if let Some(before) = it.word {
        return Ok(Pressed::Before(before));
    }
    story.turned_out(word);
    tx.save_story(workspace, &story).await?;
    (it.word, it.said_at) = (Some(word), Some(context.now()));
    tx.save_follow_up(workspace, &it).await?;
    follow(context, tx, interaction, &story, &it).await?;
    Ok(Pressed::Noted(word))
}

/// A story of this person and its asking, which nobody else changes until this transaction ends.
async fn lock(
    tx: &mut Tx,
    interaction: &Interaction,
    value: &str,
) -> store::Result<Option<(Story, FollowUp)>> {
    let workspace = &interaction.workspace;
    let Some((story, after)) = parse(value) else { return Ok(None) };
    let Some(story) = tx.lock_story(workspace, story).await? else { return Ok(None) };
    if story.to_follow_up() != Some(&interaction.member) {
        return Ok(None);
    }
    let it = tx.follow_up(workspace, story.id, after).await?;
    Ok(it.map(|it| (story, it)))
}

/// What others see follows: the message that asked, and the page.
async fn follow(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    story: &Story,
    it: &FollowUp,
) -> store::Result<()> {
    let workspace = &interaction.workspace;
    if let Some(spot) = &it.asked {
        let show = Job::ShowFollowUp { story: it.story, after: it.after };
        context.queue_in(tx, workspace, &spot.channel, &show).await?;
    }
    super::shown::follow(context, tx, workspace, story).await
}

/// Opens what came of it.
async fn add(context: &Context, interaction: &Interaction, value: &str) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let found = match parse(value) {
        Some((story, after)) => {
            let story = tx.story(workspace, story).await?;
            let story = story.filter(|it| it.to_follow_up() == Some(&interaction.member));
            let it = match &story {
                Some(story) => tx.follow_up(workspace, story.id, after).await?,
                None => None,
            };
            story.zip(it)
        }
        None => None,
    };
    drop(tx);
    match found {
        Some((story, it)) => {
            show(context, interaction, &modal_of(&context.voice, &story, &it)).await
        }
        None => {
            let gone = whisper(&pressed(&context.voice, Pressed::Gone, value))?;
            shown(context, interaction, TITLE, gone).await
        }
    }
}

/// What came of it was sent.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    if sent.name != name::CAME {
        return Ok(None);
    }
    let link = form.get(field::EVIDENCE).map(str::trim).filter(|link| !link.is_empty());
    let checked = link.and_then(evidence);
    if link.is_some() && checked.is_none() {
        let why = (field::EVIDENCE.to_owned(), no_link(&context.voice).to_owned());
        return Ok(Some(Reply::Errors([why].into())));
    }
    let far = form.get(field::CYCLE);
    let cycle = Cycle::ALL.into_iter().find(|cycle| Some(cycle.as_str()) == far);
    let came = form.get(field::CAME).map(str::trim).filter(|came| !came.is_empty());
    let came: Option<String> = came.map(|came| came.chars().take(LONGEST).collect());
    let addition = Addition { cycle, evidence: checked };
    let reply = once!(context, interaction, |tx| {
        let found = lock(tx, interaction, &sent.metadata).await?;
        let Some((mut story, mut it)) = found else {
            let gone = pressed(&context.voice, Pressed::Gone, "");
            return replace(&as_modal(TITLE, gone));
        };
        let now = context.now();
        story.add(&addition, now);
        tx.save_story(&interaction.workspace, &story).await?;
        it.came = came.clone();
        if it.word.is_none() {
            (it.word, it.said_at) = (Some(Word::More), Some(now));
        }
        tx.save_follow_up(&interaction.workspace, &it).await?;
        follow(context, tx, interaction, &story, &it).await?;
        replace(&as_modal(TITLE, pressed(&context.voice, Pressed::Added, "")))
    })
    .await?;
    Ok(Some(reply))
}

/// Draws the question again with what was said to it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_again(
    context: &Context,
    work: &Work,
    story: StoryId,
    after: After,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let story = tx.story(workspace, story).await?;
    let it = match &story {
        Some(story) => tx.follow_up(workspace, story.id, after).await?,
        None => None,
    };
    drop(tx);
    let Some((story, it)) = story.zip(it) else {
        return Ok(Outcome::Cancel("the story is gone".to_owned()));
    };
    let Some(spot) = &it.asked else {
        return Ok(Outcome::Cancel("it was not asked".to_owned()));
    };
    let content = question(&context.voice, &story, &it);
    match context.slack.update(&spot.channel, &spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after_failure(&failure)),
    }
}
