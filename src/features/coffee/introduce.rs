//! A group is introduced: its conversation is opened, then the first message goes into it.

use std::time::Duration;

use crate::domain::coffee::{Group, Round, RoundState, may_take_part};
use crate::domain::ids::{ChannelId, GroupId, MemberId};
use crate::domain::people::Member;
use crate::features::deliver::{Address, Sent, after, post};
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::introduction::{Introduction, introduction};

/// How often a conversation that Slack refuses is tried with a fresh directory.
const TRIES_WITH_FRESH_DIRECTORY: u32 = 3;

/// What an introduction is made from.
struct Known {
    group: Group,
    /// Who can still come, in the group's order.
    here: Vec<Member>,
    /// Who was switched off since they were paired.
    gone: Vec<MemberId>,
    channel: ChannelId,
}

/// Opens the group message and introduces its people in it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn introduce(context: &Context, work: &Work, group: GroupId) -> Result<Outcome> {
    let known = match known(context, work, group).await? {
        Ok(known) => known,
        Err(outcome) => return Ok(outcome),
    };
    if known.here.len() < 2 {
        return call_off(context, work, &known).await;
    }
    let here: Vec<MemberId> =
        known.here.iter().map(|person| person.profile.member.clone()).collect();
    let conversation = match known.group.conversation.clone() {
        Some(conversation) => conversation,
        None => match context.slack.open_conversation(&here).await {
            Ok(conversation) => conversation,
            Err(failure) => return refused(context, work, failure).await,
        },
    };
    send(context, work, &known, conversation).await
}

async fn known(
    context: &Context,
    work: &Work,
    group: GroupId,
) -> Result<std::result::Result<Known, Outcome>> {
    let workspace = &work.workspace;
    let cancel = |why: &str| Ok(Err(Outcome::Cancel(why.to_owned())));
    let mut tx = context.store.read().await?;
    let Some(group) = tx.group(workspace, group).await? else { return cancel("the group is gone") };
    if group.introduction.is_some() {
        return cancel("introduced already");
    }
    let round = tx.round(workspace, group.round).await?;
    if round.is_none_or(|Round { state, .. }| state == RoundState::Closed) {
        return cancel("the round is over");
    }
    let Some(program) = tx.program(workspace, group.program).await? else {
        return cancel("the program is gone");
    };
    let here = able(&group, tx.members(workspace, &group.members).await?);
    let is_here = |id: &MemberId| here.iter().any(|person| person.profile.member == *id);
    let gone = group.members.iter().filter(|id| !is_here(id)).cloned().collect();
    let opener = here.first().map(|person| person.profile.member.clone());
    let group = match opener {
        Some(opener) if !is_here(&group.opener) => Group { opener, ..group },
        _ => group,
    };
    Ok(Ok(Known { group, here, gone, channel: program.channel }))
}

/// Those of a group who can come, in its order.
pub fn able(group: &Group, mut people: Vec<Member>) -> Vec<Member> {
    people.retain(|person| may_take_part(person.profile.standing).is_ok());
    people.sort_by_key(|person| group.members.iter().position(|id| *id == person.profile.member));
    people
}

/// Keeps the conversation and marks the send in one transaction, sends, and keeps the message.
async fn send(
    context: &Context,
    work: &Work,
    known: &Known,
    conversation: ChannelId,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let ours = transaction!(context.store, |tx| {
        let Some(group) = tx.lock_group(workspace, known.group.id).await? else {
            return Ok(false);
        };
        let opener = known.group.opener.clone();
        let group = Group { conversation: Some(conversation.clone()), opener, ..group };
        tx.save_group(workspace, &group).await?;
        tx.mark_sending(workspace, work.id, &work.lease).await
    })
    .await?;
    if !ours {
        return Ok(Outcome::Cancel("somebody else introduces them".to_owned()));
    }
    let content = introduction(
        &context.voice,
        &Introduction {
            group: &known.group,
            people: &known.here,
            channel: known.channel.as_str(),
            at: context.now(),
            opener: &known.group.opener,
            met: &[],
        },
    );
    let to = Address { channel: &conversation, thread: None };
    let ts = match post(context, work, to, content).await {
        Sent::At(ts) => ts,
        Sent::Not(failure) => return Ok(after(&failure)),
    };
    transaction!(context.store, |tx| {
        if let Some(group) = tx.lock_group(workspace, known.group.id).await? {
            tx.save_group(workspace, &Group { introduction: Some(ts.clone()), ..group }).await?;
        }
        refresh_homes(context, tx, work, &known.group.members).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Under which name the day of an introduction is claimed for its readers.
pub fn claim_name(group: GroupId) -> String {
    format!("introduction:{group}")
}

/// Draws the App Home of whoever may be looking at it.
async fn refresh_homes(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    members: &[MemberId],
) -> store::Result<()> {
    for member in members {
        context.refresh_home(tx, &work.workspace, member).await?;
    }
    Ok(())
}

/// Slack does not open the conversation: an account may have been switched off meanwhile, so the
/// directory is read again before the next try.
async fn refused(context: &Context, work: &Work, failure: Failure) -> Result<Outcome> {
    if !matches!(failure, Failure::Permanent { .. }) {
        return Ok(after(&failure));
    }
    if work.attempt >= TRIES_WITH_FRESH_DIRECTORY {
        return Ok(after(&failure));
    }
    transaction!(context.store, |tx| {
        context.queue_now(tx, &work.workspace, &Job::SyncPeople { cursor: None }).await
    })
    .await?;
    Ok(Outcome::RetryAfter(Duration::from_secs(60), failure.to_string()))
}

/// Nobody is left to meet: whoever remains reads so, on the day that was kept for the introduction.
async fn call_off(context: &Context, work: &Work, known: &Known) -> Result<Outcome> {
    let workspace = &work.workspace;
    let claimed_by = claim_name(known.group.id);
    transaction!(context.store, |tx| {
        for person in &known.here {
            let member = &person.profile.member;
            tx.release_claim(workspace, member, &claimed_by).await?;
            let note = Note::PartnerGone { gone: known.gone.clone() };
            let tell = Job::Tell { member: member.clone(), note };
            context.queue_now(tx, workspace, &tell).await?;
        }
        tx.cancel(&work.workspace, work.id, &work.lease, "nobody is left to meet").await
    })
    .await?;
    Ok(Outcome::Done)
}
