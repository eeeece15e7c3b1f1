//! What people do without waiting for the app.

use serde_json::{Value, json};

use super::DeedError;
use crate::playground::Playground;
use crate::playground::json::put;
use crate::playground::state::conversations::Kind;
use crate::playground::state::people::Person;
use crate::playground::state::talk::Draft;
use crate::playground::state::{Change, World};

impl Playground {
    /// Somebody writes a message (Slack's mrkdwn; `@ana` and `#coffee` become mentions). Its `ts`.
    ///
    /// # Errors
    /// They cannot write there.
    pub fn say(&self, person: &str, conversation: &str, text: &str) -> Result<String, DeedError> {
        self.say_in(person, conversation, None, text)
    }

    /// Somebody answers in the thread of the message at `thread_ts`.
    ///
    /// # Errors
    /// They cannot write there, or there is no such message.
    pub fn reply(
        &self,
        person: &str,
        conversation: &str,
        thread_ts: &str,
        text: &str,
    ) -> Result<String, DeedError> {
        self.say_in(person, conversation, Some(thread_ts), text)
    }

    pub(crate) fn say_in(
        &self,
        person: &str,
        conversation: &str,
        thread_ts: Option<&str>,
        text: &str,
    ) -> Result<String, DeedError> {
        self.say_with(person, conversation, thread_ts, text, &[])
    }

    /// The same with files: each with its name and what stands in it.
    ///
    /// # Errors
    /// They cannot write there, or there is no such thread.
    pub fn say_with(
        &self,
        person: &str,
        conversation: &str,
        thread_ts: Option<&str>,
        text: &str,
        files: &[(&str, &[u8])],
    ) -> Result<String, DeedError> {
        if conversation == "dm" {
            self.dm_with_bot(person)?;
        }
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let place = world.writable(&person, conversation)?;
        let thread = |ts: &str| place.messages.get(ts).filter(|parent| !parent.is_reply());
        if thread_ts.is_some_and(|ts| thread(ts).is_none()) {
            return Err(DeedError::NotFound("That thread is no longer there.".to_owned()));
        }
        let conversation = place.id.clone();
        let files: Vec<Value> =
            files.iter().map(|(name, bytes)| world.attach_file(&person, name, bytes)).collect();
        let draft = Draft {
            conversation,
            author: person,
            text: world.composed(text),
            thread_ts: thread_ts.map(str::to_owned),
            subtype: (!files.is_empty()).then_some("file_share"),
            files,
            ..Draft::default()
        };
        Ok(world.post(draft))
    }

    /// Somebody looks at the bot's Home tab.
    ///
    /// # Errors
    /// There is no such person.
    pub fn open_home(&self, person: &str) -> Result<(), DeedError> {
        let dm = self.dm_with_bot(person)?;
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let now = world.now();
        let ts = world.ids.ts(now);
        let mut event = json!({
            "type": "app_home_opened", "user": person, "channel": dm, "tab": "home",
            "event_ts": ts,
        });
        let home = world.screens.get(&person).and_then(|screen| screen.home.as_ref());
        if let Some(home) = home {
            put(&mut event, "view", world.view_payload(home));
        }
        world.send_event("app_home_opened", None, event);
        Ok(())
    }

    /// The direct message of that person with the bot, made when there is none yet.
    ///
    /// # Errors
    /// There is no such person.
    pub fn dm_with_bot(&self, person: &str) -> Result<String, DeedError> {
        let mut world = self.world();
        let members = [world.actor(person)?.id.clone(), world.names.bot.clone()];
        Ok(world.open_direct(&members).0)
    }

    /// Somebody opens a direct message with one or several others.
    ///
    /// # Errors
    /// One of them is not there, or they are too many.
    pub fn open_dm(&self, person: &str, with: &[&str]) -> Result<String, DeedError> {
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let mut members = vec![person.clone()];
        for other in with {
            members.push(world.actor(other)?.id.clone());
        }
        members.sort();
        members.dedup();
        if !(2..=9).contains(&members.len()) {
            return Err(DeedError::NotPossible("Choose one to eight people.".to_owned()));
        }
        let (id, _) = world.open_direct(&members);
        if let Some(conversation) = world.conversations.get_mut(&id) {
            conversation.opened_by.insert(person);
        }
        world.tell(Change::Conversation(id.clone()));
        if world.conversations.get(&id).is_some_and(|c| c.kind == Kind::Dm)
            && members.contains(&world.names.bot)
        {
            let event = json!({
                "type": "app_home_opened", "user": members.iter().find(|m| **m != world.names.bot),
                "channel": id, "tab": "messages",
            });
            world.send_event("app_home_opened", None, event);
        }
        Ok(id)
    }

    /// Somebody has read everything there.
    ///
    /// # Errors
    /// There is no such conversation.
    pub fn read(&self, person: &str, conversation: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let place = world.place(&person, conversation)?.id.clone();
        world.set_unread(&person, &place, 0);
        Ok(())
    }

    /// Somebody joins a public channel.
    ///
    /// # Errors
    /// There is no such channel, or it cannot be joined.
    pub fn join_channel(&self, person: &str, channel: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let actor = world.actor(person)?.clone();
        let place = world.place(&actor.id, channel)?;
        if place.kind != Kind::Channel || place.archived || actor.is_ultra_restricted {
            return Err(DeedError::NotPossible(format!("{channel} cannot be joined.")));
        }
        let place = place.id.clone();
        world.add_member(&place, &actor.id, None);
        Ok(())
    }

    /// Somebody leaves a channel.
    ///
    /// # Errors
    /// There is no such channel.
    pub fn leave_channel(&self, person: &str, channel: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let place = world.place(&person, channel)?.id.clone();
        world.remove_member(&place, &person);
        Ok(())
    }

    /// A member of a channel brings somebody in, or the bot (`/invite @klatch`).
    ///
    /// # Errors
    /// There is no such channel or person, or the inviter is not in it.
    pub fn invite(&self, person: &str, channel: &str, whom: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let place = world.writable(&person, channel)?.id.clone();
        let whom = world.actor(whom)?.id.clone();
        world.add_member(&place, &whom, Some(&person));
        Ok(())
    }

    /// Somebody takes the bot out of a channel.
    ///
    /// # Errors
    /// There is no such channel.
    pub fn remove_bot(&self, channel: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let (place, bot) = (world.channel(channel)?, world.names.bot.clone());
        world.remove_member(&place, &bot);
        Ok(())
    }

    /// An admin archives a channel.
    ///
    /// # Errors
    /// There is no such channel.
    pub fn archive(&self, channel: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let place = world.channel(channel)?;
        let admin = world.people.values().find(|person| person.is_admin);
        let admin = admin.map(|person| person.id.clone()).unwrap_or_default();
        let bot = world.names.bot.clone();
        let Some(conversation) = world.conversations.get_mut(&place) else { return Ok(()) };
        conversation.archived = true;
        let private = conversation.kind == Kind::Private;
        let member = conversation.members.contains(&bot);
        world.tell(Change::Conversation(place.clone()));
        if member || !private {
            let kind = if private { "group_archive" } else { "channel_archive" };
            world.channel_event(kind, &place, json!({"channel": place, "user": admin}));
        }
        Ok(())
    }

    /// An admin deletes a channel, with all that was said in it.
    ///
    /// # Errors
    /// There is no such channel.
    pub fn delete_channel(&self, channel: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let place = world.channel(channel)?;
        let Some(conversation) = world.conversations.get(&place) else { return Ok(()) };
        let private = conversation.kind == Kind::Private;
        if conversation.members.contains(&world.names.bot) || !private {
            let kind = if private { "group_deleted" } else { "channel_deleted" };
            world.channel_event(kind, &place, json!({"channel": place}));
        }
        world.conversations.remove(&place);
        // The page has no word for it: whoever looks gets everything again.
        world.tell(Change::All);
        Ok(())
    }

    /// Somebody sets their status; `until` in seconds since 1970, 0 = it stays.
    ///
    /// # Errors
    /// There is no such person.
    pub fn set_status(
        &self,
        person: &str,
        emoji: &str,
        text: &str,
        until: i64,
    ) -> Result<(), DeedError> {
        self.update_profile(person, |person| {
            emoji.clone_into(&mut person.status_emoji);
            text.clone_into(&mut person.status_text);
            person.status_expiration = until;
        })
    }

    /// An admin switches an account off.
    ///
    /// # Errors
    /// There is no such person.
    pub fn deactivate(&self, person: &str) -> Result<(), DeedError> {
        let id = self.world().actor(person)?.id.clone();
        self.update_profile(&id, |person| person.deleted = true)?;
        // Slack takes them out of their channels, without a word.
        let mut world = self.world();
        let mut left = Vec::new();
        for channel in world.conversations.values_mut().filter(|c| !c.is_direct()) {
            if channel.members.remove(&id) {
                left.push(channel.id.clone());
            }
        }
        left.into_iter().for_each(|channel| world.tell(Change::Conversation(channel)));
        Ok(())
    }

    /// Somebody's profile changes.
    ///
    /// # Errors
    /// There is no such person.
    pub fn update_profile(
        &self,
        person: &str,
        change: impl FnOnce(&mut Person),
    ) -> Result<(), DeedError> {
        let mut world = self.world();
        let id = world.find_person(person).map(|person| person.id.clone());
        let known = id.as_ref().and_then(|id| world.people.get_mut(id));
        let known = known
            .ok_or_else(|| DeedError::NotFound(format!("There is nobody called {person}.")))?;
        let before = known.clone();
        change(known);
        let known = known.clone();
        world.tell(Change::Person(known.id.clone()));
        world.person_changed(&before, &known);
        Ok(())
    }

    /// Somebody new joins the workspace, and with it `#general`. Their id.
    pub fn arrive(&self, mut person: Person) -> String {
        let mut world = self.world();
        if person.id.is_empty() {
            person.id = world.ids.next("U");
        }
        let id = person.id.clone();
        world.people.insert(id.clone(), person.clone());
        world.tell(Change::Person(id.clone()));
        world.person_event("team_join", &person);
        let general = world.conversations.values().find(|c| c.general).map(|c| c.id.clone());
        if let Some(general) = general {
            world.add_member(&general, &id, None);
        }
        id
    }
}

impl World {
    fn channel(&self, channel: &str) -> Result<String, DeedError> {
        self.find_conversation("", channel)
            .filter(|c| !c.is_direct())
            .map(|c| c.id.clone())
            .ok_or_else(|| DeedError::NotFound(format!("There is no channel {channel}.")))
    }
}
