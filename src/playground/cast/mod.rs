//! Who is in the workspace at the start, and what they said before.

mod import;
mod invented;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

pub use self::import::{from_csv, from_users_json};
pub use self::invented::invented;
use super::state::conversations::{Conversation, Kind, Message};
use super::state::people::Person;
use super::state::{Change, World};

/// Who is in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody but bots, guests and people from outside.
    Everyone,
    /// By their handles.
    These(Vec<String>),
}

/// A channel at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Without `#`.
    pub name: String,
    pub topic: String,
    pub private: bool,
    pub archived: bool,
    /// Shared with another organization.
    pub shared: bool,
    pub members: Who,
    /// What was said before the story begins: who (a handle), and what. The last was an hour
    /// before.
    pub said: Vec<(String, String)>,
}

impl Channel {
    /// A public channel that everybody is in.
    pub fn public(name: &str, topic: &str) -> Self {
        Self {
            name: name.to_owned(),
            topic: topic.to_owned(),
            private: false,
            archived: false,
            shared: false,
            members: Who::Everyone,
            said: Vec::new(),
        }
    }

    /// The same with only these people in it, by their handles.
    #[must_use]
    pub fn with(mut self, members: &[&str]) -> Self {
        self.members = Who::These(members.iter().map(|name| (*name).to_owned()).collect());
        self
    }

    /// The same with something said in it.
    #[must_use]
    pub fn saying(mut self, who: &str, what: &str) -> Self {
        self.said.push((who.to_owned(), what.to_owned()));
        self
    }
}

/// People and channels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// The company's name.
    pub workspace: String,
    pub people: Vec<Person>,
    pub channels: Vec<Channel>,
}

impl Cast {
    /// People who come with no channels of their own: `#general`, `#coffee` and `#random`.
    fn with_usual_channels(workspace: &str, people: Vec<Person>) -> Self {
        let channels = vec![
            Channel::public("general", "For everybody"),
            Channel::public("coffee", "Meet somebody new"),
            Channel::public("random", "Everything else"),
        ];
        Self { workspace: workspace.to_owned(), people, channels }
    }
}

impl World {
    /// Fills an empty workspace.
    pub(crate) fn settle_in(&mut self, cast: Cast) {
        let bot = Person {
            id: self.names.bot.clone(),
            name: self.app.name.to_lowercase(),
            real_name: self.app.name.clone(),
            is_bot: true,
            ..Person::default()
        };
        // Slack's own helper says of itself that it is no bot.
        let slackbot = Person {
            id: "USLACKBOT".to_owned(),
            name: "slackbot".to_owned(),
            real_name: "Slackbot".to_owned(),
            ..Person::default()
        };
        for mut person in cast.people.into_iter().chain([bot, slackbot]) {
            if person.id.is_empty() {
                person.id = self.ids.next("U");
            }
            self.people.insert(person.id.clone(), person);
        }
        for channel in cast.channels {
            self.add_channel(channel);
        }
    }

    fn add_channel(&mut self, channel: Channel) {
        let everyone = |person: &&Person| {
            !(person.is_bot
                || person.deleted
                || person.is_restricted
                || person.is_ultra_restricted
                || person.is_stranger
                || person.id == "USLACKBOT")
        };
        let members: BTreeSet<String> = match &channel.members {
            Who::Everyone => {
                self.people.values().filter(everyone).map(|person| person.id.clone()).collect()
            }
            Who::These(names) => names
                .iter()
                .filter_map(|name| self.find_person(name))
                .map(|person| person.id.clone())
                .collect(),
        };
        let id = self.ids.next("C");
        let conversation = Conversation {
            id: id.clone(),
            kind: if channel.private { Kind::Private } else { Kind::Channel },
            general: channel.name == "general",
            name: channel.name,
            topic: channel.topic,
            creator: members.first().cloned().unwrap_or_default(),
            members,
            archived: channel.archived,
            shared: channel.shared,
            created: (self.now() - TimeDelta::days(400)).timestamp(),
            messages: BTreeMap::new(),
            opened_by: BTreeSet::new(),
        };
        self.conversations.insert(id.clone(), conversation);
        self.add_history(&id, &channel.said);
    }

    fn add_history(&mut self, id: &str, said: &[(String, String)]) {
        for (number, (who, what)) in said.iter().rev().enumerate() {
            let Some(author) = self.find_person(who).map(|person| person.id.clone()) else {
                continue;
            };
            let minutes = i64::try_from(number).unwrap_or_default() * 47 + 60;
            let ts = self.ids.ts_before(self.now() - TimeDelta::minutes(minutes));
            let message = Message {
                ts: ts.clone(),
                conversation: id.to_owned(),
                author,
                text: what.clone(),
                blocks: None,
                thread_ts: None,
                edited: false,
                only_for: None,
                subtype: None,
                metadata: None,
                files: Vec::new(),
                reactions: Vec::new(),
            };
            if let Some(conversation) = self.conversations.get_mut(id) {
                conversation.messages.insert(ts, message);
            }
        }
    }

    /// Clears the statuses whose time is over, as Slack does by itself.
    pub(crate) fn expire_statuses(&mut self) {
        let now = self.now().timestamp();
        let over: Vec<String> = self
            .people
            .values()
            .filter(|person| person.status_expiration > 0 && person.status_expiration <= now)
            .map(|person| person.id.clone())
            .collect();
        for id in over {
            let Some(person) = self.people.get_mut(&id) else { continue };
            let before = person.clone();
            person.status_emoji.clear();
            person.status_text.clear();
            person.status_expiration = 0;
            let person = person.clone();
            self.tell(Change::Person(id));
            self.person_changed(&before, &person);
        }
    }
}
