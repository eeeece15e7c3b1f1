//! The calendar file of a picked time, in the thread under the introduction. An extra: where it cannot
//! be sent, the links in the introduction do as well.

use crate::domain::coffee::Group;
use crate::domain::ids::{ChannelId, GroupId, MessageTs};
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Outcome, Work};
use crate::slack::client::File;
use crate::slack::failure::{End, Failure};
use crate::transaction;
use crate::views::coffee::ics;
use crate::views::coffee::meeting::{Entry, file_comment};

/// What the file is called when somebody saves it.
const NAME: &str = "coffee.ics";

/// What is to be shared, and where.
struct Ready {
    group: Group,
    conversation: ChannelId,
    introduction: MessageTs,
    entry: Entry,
}

/// Puts the file of a group's `pick` into its thread, unless they have picked another time since.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn share_time(
    context: &Context,
    work: &Work,
    group: GroupId,
    pick: u32,
) -> Result<Outcome> {
    let ready = match look(context, work, group, pick).await? {
        Ok(ready) => ready,
        Err(why) => return Ok(Outcome::Cancel(why.to_owned())),
    };
    let bytes = ics::file(&ready.entry, group, pick, context.now()).into_bytes();
    let file = File { name: NAME, title: &ready.entry.title, bytes: &bytes };
    let uploaded = match context.slack.upload(file).await {
        Ok(uploaded) => uploaded,
        Err(failure) => return Ok(without(&failure)),
    };
    let workspace = &work.workspace;
    let ours = transaction!(context.store, |tx| {
        let group = tx.lock_group(workspace, group).await?;
        if group.is_none_or(|group| group.meeting.picks != pick) {
            return Ok(false);
        }
        tx.mark_sending(workspace, work.id, &work.lease).await
    })
    .await?;
    if !ours {
        return Ok(Outcome::Cancel("another time was picked".to_owned()));
    }
    let comment = file_comment(&context.voice, ready.entry.from, ready.group.meeting.picks);
    let (conversation, introduction) = (&ready.conversation, &ready.introduction);
    match context.slack.share(&uploaded, file, conversation, Some(introduction), &comment).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(without(&failure)),
    }
}

async fn look(
    context: &Context,
    work: &Work,
    group: GroupId,
    pick: u32,
) -> Result<std::result::Result<Ready, &'static str>> {
    let mut tx = context.store.read().await?;
    let Some(group) = tx.group(&work.workspace, group).await? else {
        return Ok(Err("the group is gone"));
    };
    let (Some(conversation), Some(introduction)) =
        (group.conversation.clone(), group.introduction.clone())
    else {
        return Ok(Err("they were not introduced"));
    };
    let Some(at) = group.meeting.at.filter(|_| group.meeting.picks == pick) else {
        return Ok(Err("another time was picked"));
    };
    if at <= context.now() {
        return Ok(Err("the time is over"));
    }
    let mut people = tx.members(&work.workspace, &group.members).await?;
    people.sort_by_key(|it| group.members.iter().position(|id| *id == it.profile.member));
    let names: Vec<&str> = people.iter().map(|person| person.profile.name.as_str()).collect();
    let entry = Entry::of(&context.voice, at, &names, group.question);
    Ok(Ok(Ready { group, conversation, introduction, entry }))
}

/// Where files may not be sent at all there is none, and nobody needs to mend anything for it.
fn without(failure: &Failure) -> Outcome {
    match failure.end() {
        Some(End::Refused) => after(failure),
        Some(_) => Outcome::Cancel(failure.to_string()),
        None if failure.code().is_some() => Outcome::Cancel(failure.to_string()),
        None => after(failure),
    }
}
