//! The workspace as one person sees it, in the page's words.

use serde_json::{Map, Value, json};

use crate::playground::state::conversations::{Conversation, Kind};
use crate::playground::state::people::Person;
use crate::playground::state::views::View;
use crate::playground::state::{Change, World};
use crate::playground::traffic::Entry;

impl World {
    /// Whom a visitor is at first: the person asked for, or an ordinary admin.
    pub(crate) fn page_visitor(&self, wanted: Option<&str>) -> String {
        let able = |person: &&Person| !person.deleted && !person.is_bot && person.id != "USLACKBOT";
        wanted
            .or(self.visitor.as_deref())
            .and_then(|who| self.find_person(who))
            .filter(able)
            .or_else(|| self.people.values().filter(able).find(|person| person.is_admin))
            .or_else(|| self.people.values().find(able))
            .map(|person| person.id.clone())
            .unwrap_or_default()
    }

    /// The traffic, where the drawer is open.
    pub(crate) fn page_traffic(&self, shown: bool) -> Vec<Value> {
        self.traffic.entries().filter(|_| shown).map(Entry::page).collect()
    }

    /// Everything that person sees.
    pub(crate) fn page_state(&self, me: &str) -> Value {
        let people: Vec<Value> = self.people.values().map(Person::page).collect();
        let listed: Vec<&Conversation> =
            self.conversations.values().filter(|c| c.listed_for(me)).collect();
        let conversations: Vec<Value> =
            listed.iter().map(|c| self.page_conversation(c, me)).collect();
        let messages: Map<String, Value> =
            listed.iter().map(|c| (c.id.clone(), page_messages(c, me))).collect();
        let screen = self.screens.get(me);
        let home = screen.and_then(|screen| screen.home.as_ref()).map(View::page);
        json!({
            "type": "state", "now": self.now().timestamp_millis(), "me": me,
            "workspace": {
                "id": self.names.team, "name": self.names.workspace,
                "bot": {"id": self.names.bot, "name": self.app.name, "app_id": self.names.app},
            },
            "people": people, "conversations": conversations, "messages": messages,
            "unread": screen.map(|screen| screen.unread.clone()).unwrap_or_default(),
            "home": home, "modals": self.page_modals(me),
            "traffic": self.traffic.watched, "commands": self.app.page_commands(),
            "shortcuts": self.app.page_shortcuts(),
        })
    }

    fn page_modals(&self, me: &str) -> Vec<Value> {
        let modals = self.screens.get(me).map(|screen| &screen.modals);
        modals.into_iter().flatten().map(View::page).collect()
    }

    fn page_conversation(&self, conversation: &Conversation, me: &str) -> Value {
        let mut others = conversation.members.iter().filter(|member| *member != me);
        let name = match conversation.kind {
            Kind::Channel | Kind::Private => conversation.name.clone(),
            Kind::Dm | Kind::Group => {
                let names: Vec<&str> = others
                    .by_ref()
                    .filter_map(|id| self.people.get(id))
                    .map(Person::shown_name)
                    .collect();
                names.join(", ")
            }
        };
        json!({
            "id": conversation.id, "kind": conversation.kind.page(), "name": name,
            "topic": conversation.topic, "members": conversation.members,
            "archived": conversation.archived, "shared": conversation.shared,
            "is_member": conversation.members.contains(me),
        })
    }

    /// A change as that person sees it; nothing, if they do not.
    pub(crate) fn page_change(&self, me: &str, change: &Change) -> Option<Value> {
        let seen = |id: &str| self.conversations.get(id).filter(|c| c.listed_for(me));
        let change = match change {
            Change::Message { conversation, ts } => {
                let place = seen(conversation)?;
                let message = place.messages.get(ts).filter(|message| message.visible_to(me))?;
                let message = message.page(place.replies(ts));
                json!({"what": "message", "conversation": conversation, "message": message})
            }
            Change::MessageGone { conversation, ts } => {
                seen(conversation)?;
                json!({"what": "message_gone", "conversation": conversation, "ts": ts})
            }
            Change::Conversation(id) => {
                let conversation = self.page_conversation(seen(id)?, me);
                json!({"what": "conversation", "conversation": conversation})
            }
            Change::Person(id) => {
                json!({"what": "person", "person": self.people.get(id)?.page()})
            }
            Change::Home(person) if person == me => {
                let home = self.screens.get(me)?.home.as_ref()?.page();
                json!({"what": "home", "home": home})
            }
            Change::Modals(person) if person == me => {
                json!({"what": "modals", "modals": self.page_modals(me)})
            }
            Change::Unread { person, conversation } if person == me => {
                let count = self.screens.get(me)?.unread.get(conversation)?;
                json!({"what": "unread", "conversation": conversation, "count": count})
            }
            Change::Home(_) | Change::Modals(_) | Change::Unread { .. } | Change::All => {
                return None;
            }
            Change::Traffic(number) => {
                json!({"what": "traffic", "entry": self.traffic.entry(*number)?.page()})
            }
            Change::Now => json!({"what": "now", "now": self.now().timestamp_millis()}),
            Change::Aside { name, body } => json!({"what": "aside", "name": name, "body": body}),
        };
        Some(change)
    }
}

fn page_messages(conversation: &Conversation, me: &str) -> Value {
    let mut replies: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for message in conversation.messages.values().filter(|message| message.is_reply()) {
        *replies.entry(message.thread_ts.as_deref().unwrap_or_default()).or_default() += 1;
    }
    conversation
        .messages
        .values()
        .filter(|message| message.visible_to(me))
        .map(|message| message.page(replies.get(message.ts.as_str()).copied().unwrap_or_default()))
        .collect()
}
