//! Emoji under messages.

use super::conversations::Reaction;
use super::{Change, World};

impl World {
    /// Puts somebody's emoji under a message, or takes it away. Whether that changed anything.
    pub(crate) fn react(
        &mut self,
        who: &str,
        conversation: &str,
        ts: &str,
        name: &str,
        there: bool,
    ) -> bool {
        let messages = self.conversations.get_mut(conversation).map(|place| &mut place.messages);
        let Some(message) = messages.and_then(|messages| messages.get_mut(ts)) else {
            return false;
        };
        let changed = if there {
            put(&mut message.reactions, name, who)
        } else {
            take(&mut message.reactions, name, who)
        };
        if !changed {
            return false;
        }
        let message = message.clone();
        let kind = if there { "reaction_added" } else { "reaction_removed" };
        self.reaction_event(kind, who, name, &message);
        self.tell(Change::Message { conversation: conversation.to_owned(), ts: ts.to_owned() });
        true
    }
}

fn put(reactions: &mut Vec<Reaction>, name: &str, who: &str) -> bool {
    let known = reactions.iter_mut().find(|reaction| reaction.name == name);
    match known {
        Some(reaction) if reaction.people.iter().any(|one| one == who) => return false,
        Some(reaction) => reaction.people.push(who.to_owned()),
        None => {
            let people = vec![who.to_owned()];
            reactions.push(Reaction { name: name.to_owned(), people });
        }
    }
    true
}

fn take(reactions: &mut Vec<Reaction>, name: &str, who: &str) -> bool {
    let known = reactions.iter_mut().find(|reaction| reaction.name == name);
    let Some(reaction) = known else { return false };
    let before = reaction.people.len();
    reaction.people.retain(|one| one != who);
    let changed = reaction.people.len() < before;
    reactions.retain(|reaction| !reaction.people.is_empty());
    changed
}
