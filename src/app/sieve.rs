//! What people write in threads and what they mark comes in for every channel that the bot is in. Only
//! what is about a question of ours is kept, and that a message was deleted which a value story was saved
//! from: all else goes no further than this, and no line of a log tells of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::event::{Event, Happening};
use crate::store::{self, Place, Store, Tracked};

/// Where an event happened, if that decides whether it is any of our business.
fn place(event: &Event) -> Option<Place> {
    let (channel, message) = match &event.what {
        Happening::Replied { channel, thread, .. } => (channel, thread),
        Happening::ReplyEdited { channel, message, .. }
        | Happening::ReplyDeleted { channel, message }
        | Happening::Checked { channel, message, .. } => (channel, message),
        Happening::HomeOpened { .. }
        | Happening::ProfileChanged { .. }
        | Happening::UserGroupsChanged
        | Happening::DirectMessage { .. }
        | Happening::Mentioned { .. }
        | Happening::LeftChannel { .. }
        | Happening::ChannelLost { .. }
        | Happening::Uninstalled
        | Happening::TokensRevoked => return None,
    };
    Some((channel.clone(), message.clone()))
}

/// Whether the database has to be asked whether that event is any of our business.
pub(super) fn needs_asking(event: &Event) -> bool {
    left(event).is_some() || place(event).is_some()
}

/// The channel that somebody left: only those matter that are private and have a community.
fn left(event: &Event) -> Option<&ChannelId> {
    match &event.what {
        Happening::LeftChannel { channel, .. } => Some(channel),
        _ => None,
    }
}

/// For each event whether it is to be kept, in their order. The database is asked once for each
/// workspace that has such events, and once more where something happened to a message that may be an
/// answer which is not worked off yet.
///
/// # Errors
/// The database failed.
pub(super) async fn sift(store: &Store, events: &[Event]) -> store::Result<Vec<bool>> {
    let mut asked: BTreeMap<&WorkspaceId, Vec<Place>> = BTreeMap::new();
    for event in events {
        if let Some(place) = place(event) {
            asked.entry(&event.workspace).or_default().push(place);
        }
    }
    let mut known = BTreeMap::new();
    for (workspace, places) in asked {
        known.insert(workspace, ask(store, workspace, &places, events).await?);
    }
    let mut private = BTreeMap::new();
    for event in events.iter().filter(|event| left(event).is_some()) {
        if !private.contains_key(&event.workspace) {
            let channels = store.read().await?.private_channels(&event.workspace).await?;
            private.insert(&event.workspace, channels);
        }
    }
    let keep = |event: &Event| match (place(event), known.get(&event.workspace)) {
        (Some(place), Some(tracked)) => concerns_us(tracked, &event.what, &place),
        _ => left(event).is_none_or(|channel| {
            private.get(&event.workspace).is_some_and(|channels| channels.contains(channel))
        }),
    };
    Ok(events.iter().map(keep).collect())
}

async fn ask(
    store: &Store,
    workspace: &WorkspaceId,
    places: &[Place],
    events: &[Event],
) -> store::Result<Tracked> {
    let mut tx = store.read().await?;
    let mut tracked = tx.tracked(workspace, places).await?;
    // What comes in with an answer may be about it.
    let of_here = events.iter().filter(|event| event.workspace == *workspace);
    let fresh: Vec<_> = of_here.clone().filter_map(|event| reply(&event.what)).collect();
    adopt(&mut tracked, fresh);
    let unknown = of_here.filter(|event| !matches!(event.what, Happening::Replied { .. }));
    let unknown: BTreeSet<Place> =
        unknown.filter_map(place).filter(|place| !tracked.answers.contains(place)).collect();
    if unknown.is_empty() {
        return Ok(tracked);
    }
    let mut waiting = tx.waiting_replies(workspace).await?;
    waiting.retain(|message, _| unknown.contains(message));
    let threads: Vec<Place> = waiting.values().cloned().collect();
    let of_them = tx.tracked(workspace, &threads).await?;
    tracked.threads.extend(of_them.threads);
    tracked.anonymous.extend(of_them.anonymous);
    adopt(&mut tracked, waiting);
    Ok(tracked)
}

/// An answer in a thread: its message and the thread.
fn reply(what: &Happening) -> Option<(Place, Place)> {
    match what {
        Happening::Replied { channel, thread, message, .. } => {
            Some(((channel.clone(), message.clone()), (channel.clone(), thread.clone())))
        }
        _ => None,
    }
}

/// Counts those of the answers as ours whose threads are.
fn adopt(tracked: &mut Tracked, replies: impl IntoIterator<Item = (Place, Place)>) {
    for (message, thread) in replies {
        if !tracked.threads.contains(&thread) {
            continue;
        }
        if tracked.anonymous.contains(&thread) {
            tracked.anonymous.insert(message.clone());
        }
        tracked.answers.insert(message);
    }
}

fn concerns_us(tracked: &Tracked, what: &Happening, place: &Place) -> bool {
    match what {
        Happening::Replied { .. } => tracked.threads.contains(place),
        // Nobody accepts there by a mark: who asks would show themselves.
        Happening::Checked { .. } if tracked.anonymous.contains(place) => false,
        Happening::ReplyDeleted { .. } if tracked.saved.contains(place) => true,
        Happening::ReplyEdited { .. } | Happening::ReplyDeleted { .. } => {
            tracked.answers.contains(place) || tracked.imported.contains(place)
        }
        _ => tracked.answers.contains(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::domain::ids::MemberId;

    fn event(number: u32, what: Happening) -> Event {
        Event { workspace: "T1".into(), id: format!("Ev{number}"), at: None, what }
    }

    fn replied(thread: &str, message: &str) -> Happening {
        Happening::Replied {
            member: "U1".into(),
            channel: "C1".into(),
            thread: thread.into(),
            message: message.into(),
            text: "So.".to_owned(),
        }
    }

    fn checked(message: &str) -> Happening {
        Happening::Checked {
            member: "U1".into(),
            channel: "C1".into(),
            message: message.into(),
            on: true,
        }
    }

    fn tracked(threads: &[&str], anonymous: &[&str]) -> Tracked {
        let places = |all: &[&str]| all.iter().map(|it| ("C1".into(), (*it).into())).collect();
        Tracked { threads: places(threads), anonymous: places(anonymous), ..Tracked::default() }
    }

    #[test]
    fn what_comes_in_with_an_answer_is_about_it() {
        let mut tracked = tracked(&["1.0", "2.0"], &["2.0"]);
        let replies = [replied("1.0", "1.1"), replied("2.0", "2.1"), replied("3.0", "3.1")];
        adopt(&mut tracked, replies.iter().filter_map(reply));
        let about = |tracked: &Tracked, message: &str| {
            let place = ("C1".into(), message.into());
            let deleted = Happening::ReplyDeleted { channel: "C1".into(), message: message.into() };
            (
                concerns_us(tracked, &checked(message), &place),
                concerns_us(tracked, &deleted, &place),
            )
        };
        assert_eq!(about(&tracked, "1.1"), (true, true));
        assert_eq!(about(&tracked, "2.1"), (false, true), "a mark could show who asked");
        assert_eq!(about(&tracked, "3.1"), (false, false));
        tracked.saved.insert(("C1".into(), "3.1".into()));
        assert_eq!(about(&tracked, "3.1"), (false, true), "a story was saved from it");
    }

    #[tokio::test]
    async fn an_answer_that_nobody_worked_off_yet_counts_and_what_is_no_message_is_not_asked_about()
    {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("klatch.db").display());
        let clock = Clock::still("2026-11-30T08:00:00Z".parse().unwrap());
        let store = Store::connect_and_migrate(&url, &clock).await.unwrap();
        let home = Happening::HomeOpened { member: MemberId::new("U1") };
        let events = [event(1, checked("1.1")), event(2, home), event(3, replied("1.0", "1.1"))];
        let nothing_asked = sift(&store, &events).await.unwrap();
        assert_eq!(nothing_asked, [false, true, false]);
        store.close().await;
        assert!(sift(&store, &events).await.is_err(), "whose it is, nobody can say");
        let quiet = events.into_iter().filter(|event| !needs_asking(event)).collect::<Vec<_>>();
        assert_eq!(sift(&store, &quiet).await.unwrap(), [true]);
    }
}
