//! *Say thanks*: one sentence from one person to another, in private or in the thread.
//!
//! To who is thanked it is a message of Klatch's that they did not ask for, whoever wrote the words. So
//! it claims a day like all others (promise 2); App Home has it at once, and several that wait come
//! together in one message. In the thread it is the mention that tells them, and no message besides.

mod press;
mod send;

use chrono::{DateTime, TimeDelta, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::ids::{ThanksId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::Spot;
use crate::domain::thanks::{Heard, Thanks};
use crate::features::story::called::names;
use crate::features::{Context, Result};
use crate::job::{AboutThanks, Work};
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
    let mut said = Vec::with_capacity(all.len());
    for thanks in all {
        let to = tx.member(workspace, &thanks.to).await?;
        let manager = match (&thanks.manager, &to) {
            (Some((manager, _)), _) => Some(manager.clone()),
            (None, Some(to)) => thanks.could_read(to).cloned(),
            (None, None) => None,
        };
        let people: Vec<_> =
            [Some(thanks.from.clone()), manager.clone()].into_iter().flatten().collect();
        let called = names(tx, workspace, &people).await?;
        let name = called.get(&thanks.from).cloned();
        said.push(Said {
            from: name.unwrap_or_else(|| "Somebody".to_owned()),
            to: to.map_or_else(|| "Somebody".to_owned(), |to| to.profile.name),
            manager: manager.and_then(|manager| called.get(&manager).cloned()),
            thanks,
        });
    }
    Ok(said)
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

/// They have arrived: where they stand is kept, so that they can be struck out there.
pub(super) async fn told(
    context: &Context,
    work: &Work,
    reader: &Member,
    (thanks, what): (ThanksId, AboutThanks),
    (at, spot): (DateTime<Utc>, &Spot),
) -> Result<()> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        match what {
            AboutThanks::ToYou => {
                let member = &reader.profile.member;
                let all = tx.thanks_untold(workspace, member, at - LAPSES_AFTER, AT_ONCE).await?;
                // What was said after the message was put together is not in it.
                for one in all.into_iter().filter(|one| one.said_at <= at) {
                    tx.thanks_heard(workspace, one.id, Heard::Dm, spot).await?;
                }
            }
            AboutThanks::ToManager => {
                tx.thanks_heard(workspace, thanks, Heard::Manager, spot).await?;
            }
            AboutThanks::NotInThread => {}
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(())
}
