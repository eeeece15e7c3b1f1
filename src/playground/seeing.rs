//! What can be seen of the workspace, by whom.

use std::ops::Bound;

use super::Playground;
use super::state::conversations::{Conversation, Message};
use super::state::people::Person;
use super::state::views::View;

impl Playground {
    /// A person by id, handle or full name.
    pub fn person(&self, who: &str) -> Option<Person> {
        self.world().find_person(who).cloned()
    }

    /// Everybody, bots too, by id.
    pub fn people(&self) -> Vec<Person> {
        self.world().people.values().cloned().collect()
    }

    /// The app's own user.
    pub fn bot(&self) -> Option<Person> {
        let world = self.world();
        world.people.get(&world.names.bot).cloned()
    }

    /// A channel by id or `#name`, or anybody's direct conversation by its id.
    pub fn conversation(&self, place: &str) -> Option<Conversation> {
        self.world().find_conversation("", place).cloned()
    }

    /// The conversations that a person has in their list and is in, by id.
    pub fn conversations_of(&self, person: &str) -> Vec<Conversation> {
        let world = self.world();
        let Some(person) = world.find_person(person) else { return Vec::new() };
        world
            .conversations
            .values()
            .filter(|c| c.members.contains(&person.id) && c.listed_for(&person.id))
            .cloned()
            .collect()
    }

    /// What a person sees there, oldest first: messages, thread answers, and what only they see.
    /// The conversation is an id, `#name`, or `dm` for their direct message with the bot.
    pub fn messages(&self, person: &str, conversation: &str) -> Vec<Message> {
        let world = self.world();
        let Some(person) = world.find_person(person) else { return Vec::new() };
        let Ok(place) = world.place(&person.id, conversation) else { return Vec::new() };
        let visible = place.messages.values().filter(|message| message.visible_to(&person.id));
        visible.cloned().collect()
    }

    /// What stands in the first file of a message, as text.
    pub fn file_of(&self, message: &Message) -> Option<String> {
        let id = super::json::text(message.files.first()?, "id");
        let bytes = self.world().file(id)?.bytes.clone()?;
        String::from_utf8(bytes).ok()
    }

    /// The pictures that stand among the blocks of a message.
    pub fn pictures_of(&self, message: &Message) -> Vec<Vec<u8>> {
        let world = self.world();
        let blocks = message.blocks.iter().flatten();
        let ids = blocks.filter_map(|block| block.pointer("/slack_file/id")?.as_str());
        ids.filter_map(|id| Some(world.picture(id)?.1.to_vec())).collect()
    }

    /// What only that person sees, everywhere, oldest first.
    pub fn ephemerals(&self, person: &str) -> Vec<Message> {
        let world = self.world();
        let Some(person) = world.find_person(person) else { return Vec::new() };
        let mut found: Vec<Message> = world
            .conversations
            .values()
            .flat_map(|c| c.messages.values())
            .filter(|message| message.only_for.as_deref() == Some(&person.id))
            .cloned()
            .collect();
        found.sort_by(|one, other| one.ts.cmp(&other.ts));
        found
    }

    /// Every message after that `ts`, in all conversations, oldest first; all of them after `""`.
    pub fn messages_after(&self, ts: &str) -> Vec<Message> {
        let world = self.world();
        let after = (Bound::Excluded(ts.to_owned()), Bound::Unbounded);
        let mut found: Vec<Message> = world
            .conversations
            .values()
            .flat_map(|c| c.messages.range::<String, _>(after.clone()))
            .map(|(_, message)| message.clone())
            .collect();
        found.sort_by(|one, other| one.ts.cmp(&other.ts));
        found
    }

    /// How much a person has not read there.
    pub fn unread(&self, person: &str, conversation: &str) -> u32 {
        let world = self.world();
        let Some(person) = world.find_person(person) else { return 0 };
        let Some(place) = world.find_conversation(&person.id, conversation) else { return 0 };
        let screen = world.screens.get(&person.id);
        screen.and_then(|screen| screen.unread.get(&place.id)).copied().unwrap_or_default()
    }

    /// The modal on top of a person's screen.
    pub fn modal_of(&self, person: &str) -> Option<View> {
        self.modals_of(person).pop()
    }

    /// All modals on a person's screen, the top one last.
    pub fn modals_of(&self, person: &str) -> Vec<View> {
        let world = self.world();
        let screen = world.find_person(person).and_then(|person| world.screens.get(&person.id));
        screen.map(|screen| screen.modals.clone()).unwrap_or_default()
    }

    /// A person's Home tab, once it was published.
    pub fn home_of(&self, person: &str) -> Option<View> {
        let world = self.world();
        let screen = world.find_person(person).and_then(|person| world.screens.get(&person.id));
        screen.and_then(|screen| screen.home.clone())
    }
}
