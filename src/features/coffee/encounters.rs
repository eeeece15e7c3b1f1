//! Two people are introduced outside of any round, and say that they met.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::coffee::may_take_part;
use crate::domain::encounter::{Encounter, Occasion, with_meetings};
use crate::domain::ids::{ChannelId, EncounterId, MemberId, ProgramId, WorkspaceId};
use crate::domain::opener::{Asked, Turns, choose_opener, pick_question};
use crate::domain::pairing::PastRound;
use crate::domain::people::Member;
use crate::event::{Interaction, Reply};
use crate::features::answer::whisper;
use crate::features::coffee::first_question::questions_asked;
use crate::features::coffee::introduce::refused;
use crate::features::coffee::{follow_up, now, welcome};
use crate::features::context::{Queued, once};
use crate::features::deliver::{Address, Sent, after, post};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::answers;
use crate::views::coffee::encounter::{TwoMeet, noted, two_meet};
use crate::views::first_questions;

/// Two people who are to be introduced.
pub(super) struct Arranged {
    pub(super) occasion: Occasion,
    pub(super) members: [MemberId; 2],
    /// They were introduced before.
    pub(super) again: bool,
    /// When they are introduced.
    pub(super) at: DateTime<Utc>,
    /// When it would be of no use any more.
    pub(super) ends_at: DateTime<Utc>,
}

/// Has two people introduced: who opens and with which question is in turn, then by a seed that is
/// kept.
pub(super) async fn arrange(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    arranged: Arranged,
) -> store::Result<EncounterId> {
    let Arranged { occasion, members, again, at, ends_at } = arranged;
    let opened = tx.openers_outside(workspace, &members).await?;
    let today = context.now().date_naive();
    let asked = questions_asked(tx, workspace, today, &members).await?;
    let asked: Vec<Asked> = asked.into_values().flatten().collect();
    let seed = context.chance.bytes();
    let mut turns = Turns::of(&seed);
    let [first, _] = &members;
    let opener = choose_opener(&members, &opened, turns.draw()).unwrap_or_else(|| first.clone());
    let encounter = Encounter {
        id: context.chance.id(context.now()),
        occasion,
        seed,
        opener,
        question: pick_question(first_questions::COUNT, &asked, turns.draw()),
        members,
        again,
        conversation: None,
        introduction: None,
        made_at: context.now(),
        ends_at,
    };
    tx.insert_encounter(workspace, &encounter).await?;
    let introduce = Job::IntroduceTwo { encounter: encounter.id };
    context.queue(tx, workspace, &introduce, Queued { at, name: None, channel: None }).await?;
    for member in &encounter.members {
        context.refresh_home(tx, workspace, member).await?;
    }
    Ok(encounter.id)
}

/// Opens the group message of two people and introduces them in it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn introduce_two(context: &Context, work: &Work, id: EncounterId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(two) = tx.encounter(workspace, id).await? else {
        return Ok(Outcome::Cancel("they are not to be introduced any more".to_owned()));
    };
    let people = able(context, &two, tx.members(workspace, &two.members).await?);
    // One of them may have wished so while this waited.
    let apart = now::are_apart(&mut tx, workspace, &two.members).await?;
    drop(tx);
    if two.introduction.is_some() {
        return Ok(Outcome::Cancel("introduced already".to_owned()));
    }
    if people.len() < two.members.len() || apart || context.now() > two.ends_at {
        return call_off(context, work, &two, &people).await;
    }
    let conversation = match two.conversation.clone() {
        Some(conversation) => conversation,
        None => match context.slack.open_conversation(&two.members).await {
            Ok(conversation) => conversation,
            Err(failure) => return refused(context, work, failure).await,
        },
    };
    match mark(context, work, id, &people, &conversation).await? {
        Marked::Go => {}
        Marked::Later(pause) => return Ok(Outcome::Snooze(pause)),
        Marked::Full => return call_off(context, work, &two, &people).await,
        Marked::Not => return Ok(Outcome::Cancel("somebody else introduces them".to_owned())),
    }
    let content = two_meet(
        &context.voice,
        &TwoMeet { encounter: &two, people: &people, at: context.now(), met: &[] },
    );
    let ts = match post(context, work, Address { channel: &conversation, thread: None }, content)
        .await
    {
        Sent::At(ts) => ts,
        Sent::Not(failure) => return Ok(after(&failure)),
    };
    transaction!(context.store, |tx| {
        if let Some(two) = tx.lock_encounter(workspace, id).await? {
            let two = Encounter { introduction: Some(ts.clone()), ..two };
            tx.save_encounter(workspace, &two).await?;
            for member in &two.members {
                context.refresh_home(tx, workspace, member).await?;
            }
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Both of them who may still take part, in their order.
fn able(context: &Context, two: &Encounter, mut people: Vec<Member>) -> Vec<Member> {
    let guests = context.settings.guests;
    people.retain(|person| may_take_part(person.profile.standing, guests).is_ok());
    people.sort_by_key(|person| two.members.iter().position(|id| *id == person.profile.member));
    people
}

/// Whether an introduction is sent.
enum Marked {
    Go,
    /// Who is asked unasked has no room for it yet.
    Later(Duration),
    /// Nor in time.
    Full,
    /// It is out of our hands.
    Not,
}

/// Keeps the conversation and marks the send. Those who are free now asked for it; who welcomes
/// somebody has room for it today.
async fn mark(
    context: &Context,
    work: &Work,
    id: EncounterId,
    people: &[Member],
    conversation: &ChannelId,
) -> Result<Marked> {
    let workspace = &work.workspace;
    let marked = transaction!(context.store, |tx| {
        let two = tx.lock_encounter(workspace, id).await?;
        let Some(two) = two.filter(|two| two.introduction.is_none()) else {
            return Ok(Marked::Not);
        };
        if two.occasion == Occasion::Welcome {
            match welcome::room(context, tx, workspace, &two, people).await? {
                Ok(()) => {}
                Err(Some(pause)) => return Ok(Marked::Later(pause)),
                Err(None) => return Ok(Marked::Full),
            }
        }
        let two = Encounter { conversation: Some(conversation.clone()), ..two };
        tx.save_encounter(workspace, &two).await?;
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(if ours { Marked::Go } else { Marked::Not })
    })
    .await?;
    Ok(marked)
}

/// One of them is gone, they are not to meet any more, or it is too late: they are not introduced, and who still has time looks
/// around again.
async fn call_off(
    context: &Context,
    work: &Work,
    two: &Encounter,
    here: &[Member],
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if tx.lock_encounter(workspace, two.id).await?.is_some() {
            tx.drop_encounter(workspace, two.id).await?;
            if two.occasion == Occasion::Welcome {
                welcome::seek_again(context, tx, workspace, two, here).await?;
            }
            for person in here {
                let member = &person.profile.member;
                if two.occasion == Occasion::Now {
                    now::look_again(context, tx, workspace, member, two.ends_at).await?;
                }
                context.refresh_home(tx, workspace, member).await?;
            }
        }
        tx.cancel(workspace, work.id, &work.lease, "they cannot be introduced any more").await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Somebody says that they met. Only this makes it count: what they were introduced for may well
/// have come to nothing, and nobody is asked.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn met(context: &Context, interaction: &Interaction, id: EncounterId) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let Some(two) = tx.lock_encounter(workspace, id).await? else {
            return whisper(&answers::gone(&context.voice));
        };
        if !tx.met_outside(workspace, id, member).await? {
            return whisper(&answers::not_your_group(&context.voice));
        }
        if let Some(conversation) = &two.conversation {
            let show = Job::ShowTwo { encounter: id };
            context.queue_in(tx, workspace, conversation, &show).await?;
        }
        for reader in &two.members {
            context.refresh_home(tx, workspace, reader).await?;
        }
        whisper(&noted(&context.voice))
    })
    .await?;
    now::shown(context, interaction, reply).await
}

/// Draws the introduction again, so that the other one sees who said that they met.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_two(context: &Context, work: &Work, id: EncounterId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(two) = tx.encounter(workspace, id).await? else {
        return Ok(Outcome::Cancel("they were not introduced".to_owned()));
    };
    let (Some(conversation), Some(message)) = (&two.conversation, &two.introduction) else {
        return Ok(Outcome::Cancel("they were not introduced".to_owned()));
    };
    let met = tx.who_met(workspace, id).await?;
    let mut people = tx.members(workspace, &two.members).await?;
    drop(tx);
    people.sort_by_key(|person| two.members.iter().position(|id| *id == person.profile.member));
    let at = follow_up::sent_at(message).unwrap_or_else(|| context.now());
    let content =
        two_meet(&context.voice, &TwoMeet { encounter: &two, people: &people, at, met: &met });
    match context.slack.update(conversation, message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

/// What a program's pairing knows of the past: its own rounds, and who met outside of them.
pub(super) async fn history(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: ProgramId,
) -> store::Result<Vec<PastRound>> {
    let met = tx.meetings_outside(workspace).await?;
    let history = tx.history(workspace, program).await?;
    let rounds = tx.rounds(workspace, program).await?;
    let rounds: Vec<_> = rounds.iter().map(|round| (round.number, round.opens_on)).collect();
    Ok(with_meetings(history, &rounds, &met))
}
