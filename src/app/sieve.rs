//! What people write in threads and what they mark comes in for every channel that the bot is in. Only
//! what is about a question of ours is kept: all else goes no further than this, and no line of a log
//! tells of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::WorkspaceId;
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
        | Happening::ChannelLost { .. }
        | Happening::Uninstalled
        | Happening::TokensRevoked => return None,
    };
    Some((channel.clone(), message.clone()))
}

/// Whether the database has to be asked whether that event is any of our business.
pub(super) fn needs_asking(event: &Event) -> bool {
    place(event).is_some()
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
    let keep = |event: &Event| match (place(event), known.get(&event.workspace)) {
        (Some(place), Some(tracked)) => concerns_us(tracked, &event.what, &place),
        _ => true,
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
        _ => tracked.answers.contains(place),
    }
}
