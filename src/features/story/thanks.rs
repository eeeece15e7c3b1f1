//! *Say thanks*: one sentence from one person to another, in private or in the thread.
//!
//! To who is thanked it is a message of Klatch's that they did not ask for, whoever wrote the words. So
//! it claims a day like all others (promise 2); App Home has it at once, and several that wait come
//! together in one message. In the thread it is the mention that tells them, and no message besides.

mod press;
mod send;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::ids::{MemberId, ThanksId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::Spot;
use crate::domain::thanks::{Heard, Thanks};
use crate::features::story::after::Going;
use crate::features::{Context, Result};
use crate::job::{AboutThanks, Job, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::story::thanks::{Said, not_in_thread, to_manager, to_you};

pub(super) use press::{open, press, submit};
pub use send::{in_thread, show_again};

/// So long thanks look for a day that has room for them; then they stand in App Home only.
const LAPSES_AFTER: TimeDelta = TimeDelta::days(7);

/// So long thanks that somebody said are at hand, to be taken back.
pub(super) const LATELY: TimeDelta = TimeDelta::days(30);

/// Thanks in one message.
const AT_ONCE: u32 = 5;

/// Whether somebody may say thanks: as whoever may ask a question.
fn may_say(context: &Context, person: &Member) -> bool {
    let (standing, admin) = (person.profile.standing, person.profile.admin);
    may(role_of(standing, admin, false, context.settings.guests), Action::AskQuestion)
}

/// Thanks with the names that stand in them.
pub(super) async fn said(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    all: Vec<Thanks>,
) -> store::Result<Vec<Said>> {
    let people: Vec<MemberId> =
        all.iter().flat_map(|it| [it.from.clone(), it.to.clone()]).collect();
    let known = by_id(tx.members(workspace, &people).await?);
    let managers: Vec<Option<MemberId>> = all
        .iter()
        .map(|it| match &it.manager {
            Some((manager, _)) => Some(manager.clone()),
            None => known.get(&it.to).and_then(|to| it.could_read(to)).cloned(),
        })
        .collect();
    let asked: Vec<MemberId> = managers.iter().flatten().cloned().collect();
    let called = by_id(tx.members(workspace, &asked).await?);
    // Whoever said something said it, wherever they are now.
    let name = |id: &MemberId| {
        known.get(id).map_or_else(|| "Somebody".to_owned(), |it| it.profile.name.clone())
    };
    let said = all.into_iter().zip(managers).map(|(thanks, manager)| {
        let manager = manager.and_then(|id| called.get(&id)).filter(|it| it.is_here());
        Said {
            from: name(&thanks.from),
            to: name(&thanks.to),
            manager: manager.map(|it| it.profile.name.clone()),
            thanks,
        }
    });
    Ok(said.collect())
}

fn by_id(people: Vec<Member>) -> BTreeMap<MemberId, Member> {
    people.into_iter().map(|it| (it.profile.member.clone(), it)).collect()
}

/// What somebody is told about thanks; nothing where it is not so any more.
pub(super) async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    (thanks, what): (ThanksId, AboutThanks),
) -> store::Result<Option<SlackMessageContent>> {
    let member = &reader.profile.member;
    let Some(thanks) = tx.thanks(workspace, thanks).await?.filter(Thanks::stands) else {
        return Ok(None);
    };
    if !reader.is_here() {
        return Ok(None);
    }
    let (heard, mine) = match what {
        AboutThanks::ToYou => (Some(Heard::Dm), thanks.to == *member),
        AboutThanks::ToManager => {
            let manager = thanks.manager.as_ref().is_some_and(|(manager, _)| manager == member);
            (Some(Heard::Manager), manager)
        }
        AboutThanks::NotInThread => (None, thanks.from == *member),
    };
    let places = tx.thanks_places(workspace, thanks.id).await?;
    if !mine || places.iter().any(|(place, _)| Some(*place) == heard) {
        return Ok(None);
    }
    let voice = &context.voice;
    if what == AboutThanks::ToYou {
        let since = context.now() - LAPSES_AFTER;
        let all = tx.thanks_untold(workspace, member, since, AT_ONCE).await?;
        let all = said(tx, workspace, all).await?;
        return Ok((!all.is_empty()).then(|| to_you(voice, &all)));
    }
    let one = said(tx, workspace, vec![thanks]).await?.pop();
    Ok(one.map(|one| match what {
        AboutThanks::ToManager => to_manager(voice, &one),
        AboutThanks::ToYou | AboutThanks::NotInThread => not_in_thread(voice, &one),
    }))
}

/// Until when thanks may be told in a message of Klatch's own.
pub(super) async fn lapses(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (thanks, what): (ThanksId, AboutThanks),
) -> store::Result<Option<DateTime<Utc>>> {
    let Some(thanks) = tx.thanks(workspace, thanks).await? else { return Ok(None) };
    Ok(match what {
        AboutThanks::ToYou => Some(thanks.said_at + LAPSES_AFTER),
        AboutThanks::ToManager => thanks.manager.map(|(_, at)| at + LAPSES_AFTER),
        AboutThanks::NotInThread => None,
    })
}

/// The message as it goes out now. Which thanks are in it is written down before it is sent, with the
/// mark of its job: whatever becomes of them meanwhile, it is known where they stand.
pub(super) async fn going(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    reader: &Member,
    what: AboutThanks,
) -> store::Result<Going> {
    if what != AboutThanks::ToYou {
        return Ok(Going::AsDrawn);
    }
    let (workspace, now) = (&work.workspace, context.now());
    let all = tx.thanks_untold(workspace, &reader.profile.member, now - LAPSES_AFTER, AT_ONCE);
    let all = all.await?;
    if all.is_empty() {
        return Ok(Going::Gone);
    }
    let ids: Vec<ThanksId> = all.iter().map(|it| it.id).collect();
    tx.draw_thanks(workspace, work.id, &ids, now).await?;
    let all = said(tx, workspace, all).await?;
    Ok(Going::Again(Box::new(to_you(&context.voice, &all))))
}

/// They have arrived: where they stand is kept, so that they can be struck out there. What was taken back
/// on the way is struck out at once.
pub(super) async fn told(
    context: &Context,
    work: &Work,
    (thanks, what): (ThanksId, AboutThanks),
    spot: &Spot,
) -> Result<()> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        let (all, heard) = match what {
            AboutThanks::ToYou => (tx.take_drawn_thanks(workspace, work.id).await?, Heard::Dm),
            AboutThanks::ToManager => (vec![thanks], Heard::Manager),
            AboutThanks::NotInThread => (Vec::new(), Heard::Thread),
        };
        for id in all {
            // Forgotten meanwhile, they stand nowhere.
            let Some(one) = tx.lock_thanks(workspace, id).await? else { continue };
            tx.thanks_heard(workspace, id, heard, spot).await?;
            if !one.stands() {
                context.queue_now(tx, workspace, &Job::ShowThanks { thanks: id }).await?;
            }
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(())
}
