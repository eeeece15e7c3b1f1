//! Saying thanks, taking them back, and letting one's manager read them.

use chrono::TimeDelta;

use crate::domain::ids::{ChannelId, MemberId, MessageTs, ThanksId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::{Privacy, Spot};
use crate::domain::thanks::{MOST_A_DAY, NoThanks, Thanks, may_thank, sentence};
use crate::event::{Form, Interaction, Modal, OnMessage, Reply};
use crate::features::answer::{as_modal, replace, say, show, whisper};
use crate::features::context::once;
use crate::features::story::called::shown;
use crate::features::story::thanks::may_say;
use crate::features::{Context, Result, digest};
use crate::job::{AboutThanks, Job, Note};
use crate::store::{self, Tx};
use crate::views::story::names::after::{action, field, modal as name};
use crate::views::story::thanks::{self as views, Pressed};

/// What windows are called.
const TITLE: &str = "Say thanks";

/// The message that thanks are for, as the modal carries it along.
struct About {
    spot: Spot,
    thread: MessageTs,
    to: MemberId,
}

impl About {
    fn parse(metadata: &str) -> Option<Self> {
        let parts: Vec<&str> = metadata.split(' ').collect();
        let &[channel, message, thread, to] = parts.as_slice() else { return None };
        let spot = Spot { channel: ChannelId::new(channel), message: MessageTs::new(message) };
        Some(Self { spot, thread: MessageTs::new(thread), to: MemberId::new(to) })
    }

    fn metadata(&self) -> String {
        let Spot { channel, message } = &self.spot;
        format!("{channel} {message} {} {}", self.thread, self.to)
    }
}

/// The shortcut on a message: opens the modal, or says why there is nobody to thank.
///
/// # Errors
/// The database, or Slack.
pub(in crate::features::story) async fn open(
    context: &Context,
    interaction: &Interaction,
    on: &OnMessage,
) -> Result<Reply> {
    let (workspace, voice) = (&interaction.workspace, &context.voice);
    let mut tx = context.store.read().await?;
    let Some(to) = on.author.clone() else {
        drop(tx);
        return say(context, interaction, TITLE, views::refused(voice, NoThanks::Nobody)).await;
    };
    let spot = Spot { channel: on.channel.clone(), message: on.message.clone() };
    let thread = on.thread.clone().unwrap_or_else(|| on.message.clone());
    let about = About { spot, thread, to };
    let to = match look(context, &mut tx, workspace, &interaction.member, &about).await? {
        Ok(to) => to.profile.name,
        Err(why) => {
            drop(tx);
            return say(context, interaction, TITLE, views::refused(voice, why)).await;
        }
    };
    let question = tx.question_in_thread(workspace, &on.channel, &about.thread).await?;
    drop(tx);
    let form = views::Form {
        to: &to,
        metadata: &about.metadata(),
        channel: !on.channel.as_str().starts_with('D'),
        anonymous: question.is_some_and(|it| it.privacy == Privacy::Anonymous),
    };
    show(context, interaction, &views::modal_of(voice, &form)).await
}

/// Who would be thanked, if they can be.
async fn look(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    from: &MemberId,
    about: &About,
) -> store::Result<std::result::Result<Member, NoThanks>> {
    let sender = tx.member(workspace, from).await?;
    let to = tx.member(workspace, &about.to).await?;
    let to = match may_thank(from, to.as_ref()) {
        Ok(to) => to.clone(),
        Err(why) => return Ok(Err(why)),
    };
    if !sender.is_some_and(|sender| may_say(context, &sender)) {
        return Ok(Err(NoThanks::NotForYou));
    }
    if tx.has_thanked(workspace, from, &about.spot).await? {
        return Ok(Err(NoThanks::Before));
    }
    let since = context.now() - TimeDelta::days(1);
    // Also those that were taken back: they may have been read.
    let today = tx.thanks_said(workspace, from, since, MOST_A_DAY).await?;
    Ok(if today >= MOST_A_DAY { Err(NoThanks::Enough) } else { Ok(to) })
}

/// The modal was sent.
///
/// # Errors
/// The database, or Slack.
pub(in crate::features::story) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    if sent.name != name::THANKS {
        return Ok(None);
    }
    let voice = &context.voice;
    let Some(text) = form.get(field::SENTENCE).and_then(sentence) else {
        let why = (field::SENTENCE.to_owned(), views::no_sentence(voice).to_owned());
        return Ok(Some(Reply::Errors([why].into())));
    };
    let Some(about) = About::parse(&sent.metadata) else { return Ok(Some(Reply::CloseModal)) };
    let shared = form.get(field::WHERE) == Some(views::IN_THREAD);
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let to = match look(context, tx, workspace, member, &about).await? {
            Ok(to) => to,
            Err(why) => return replace(&as_modal(TITLE, views::refused(voice, why))),
        };
        let thanks = Thanks {
            id: context.chance.id(context.now()),
            from: member.clone(),
            to: about.to.clone(),
            text: text.clone(),
            shared: shared && !about.spot.channel.as_str().starts_with('D'),
            about: about.spot.clone(),
            thread: about.thread.clone(),
            said_at: context.now(),
            manager: None,
            taken_back_at: None,
        };
        tx.insert_thanks(workspace, &thanks).await?;
        send(context, tx, workspace, &thanks).await?;
        replace(&as_modal(TITLE, views::sent(voice, &to.profile.name, &thanks)))
    })
    .await?;
    Ok(Some(reply))
}

async fn send(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    thanks: &Thanks,
) -> store::Result<()> {
    if thanks.shared {
        let job = Job::ThankInThread { thanks: thanks.id };
        context.queue_in(tx, workspace, &thanks.about.channel, &job).await?;
    } else {
        let note = Note::Thanks { thanks: thanks.id, what: AboutThanks::ToYou };
        let job = Job::Tell { member: thanks.to.clone(), note };
        context.queue_now(tx, workspace, &job).await?;
    }
    for member in [&thanks.from, &thanks.to] {
        context.refresh_home(tx, workspace, member).await?;
    }
    Ok(())
}

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub(in crate::features::story) async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
) -> Result<Option<Reply>> {
    let id = value.parse::<ThanksId>().ok();
    let reply = match action {
        action::TAKE_BACK => {
            once!(context, interaction, |tx| { take_back(context, tx, interaction, id).await })
                .await?
        }
        action::MANAGER => {
            once!(context, interaction, |tx| { to_manager(context, tx, interaction, id).await })
                .await?
        }
        _ => return Ok(None),
    };
    shown(context, interaction, TITLE, reply).await.map(Some)
}

async fn lock(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: Option<ThanksId>,
) -> store::Result<Option<Thanks>> {
    match id {
        Some(id) => tx.lock_thanks(workspace, id).await,
        None => Ok(None),
    }
}

async fn take_back(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    id: Option<ThanksId>,
) -> store::Result<Reply> {
    let (workspace, voice) = (&interaction.workspace, &context.voice);
    let taken = lock(tx, workspace, id).await?;
    let taken =
        taken.and_then(|mut it| it.take_back(&interaction.member, context.now()).then_some(it));
    let Some(thanks) = taken else { return whisper(&views::pressed(voice, Pressed::Gone)) };
    tx.save_thanks(workspace, &thanks).await?;
    context.queue_now(tx, workspace, &Job::ShowThanks { thanks: thanks.id }).await?;
    digest::thanks_changed(context, tx, workspace, &thanks).await?;
    for member in [&thanks.from, &thanks.to] {
        context.refresh_home(tx, workspace, member).await?;
    }
    whisper(&views::pressed(voice, Pressed::TakenBack))
}

async fn to_manager(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    id: Option<ThanksId>,
) -> store::Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let voice = &context.voice;
    let thanks = lock(tx, workspace, id).await?;
    let Some(mut thanks) = thanks.filter(|it| it.to == *member && it.stands()) else {
        return whisper(&views::pressed(voice, Pressed::Gone));
    };
    if thanks.manager.is_some() {
        return whisper(&views::pressed(voice, Pressed::ShownBefore));
    }
    let me = tx.member(workspace, member).await?;
    let manager = me.as_ref().and_then(|me| thanks.could_read(me)).cloned();
    let manager = match manager {
        Some(manager) => tx.member(workspace, &manager).await?,
        None => None,
    };
    let Some(manager) = manager.filter(Member::is_here) else {
        return whisper(&views::pressed(voice, Pressed::NoManager));
    };
    thanks.show_to(&manager.profile.member, context.now());
    tx.save_thanks(workspace, &thanks).await?;
    let note = Note::Thanks { thanks: thanks.id, what: AboutThanks::ToManager };
    let tell = Job::Tell { member: manager.profile.member.clone(), note };
    context.queue_now(tx, workspace, &tell).await?;
    context.queue_now(tx, workspace, &Job::ShowThanks { thanks: thanks.id }).await?;
    context.refresh_home(tx, workspace, member).await?;
    whisper(&views::pressed(voice, Pressed::Shown(&manager.profile.name)))
}
