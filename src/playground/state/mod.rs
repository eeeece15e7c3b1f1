//! The workspace itself: everything that is so, behind one lock. HTTP and sockets are its skins.

pub(crate) mod conversations;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod ids;
pub(crate) mod oauth;
pub(crate) mod people;
mod reactions;
mod sending;
pub(crate) mod talk;
pub(crate) mod triggers;
pub(crate) mod views;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::sync::broadcast;

use self::conversations::Conversation;
use self::groups::Group;
use self::ids::Ids;
use self::oauth::Oauth;
use self::people::Person;
use self::triggers::{Hooks, Triggers};
use self::views::{Screen, View};
use super::app::App;
use super::examination::Examination;
use super::hub::Hub;
use super::limits::Meters;
use super::mischief::Mischief;
use super::traffic::Traffic;
use crate::clock::{Chance, Clock};

/// Something became different. Whoever shows it reads the state again, as the person they show
/// it to.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Message {
        conversation: String,
        ts: String,
    },
    MessageGone {
        conversation: String,
        ts: String,
    },
    Conversation(String),
    Person(String),
    Home(String),
    Modals(String),
    Unread {
        person: String,
        conversation: String,
    },
    Now,
    /// A line of the traffic between app and workspace.
    Traffic(u64),
    /// More than the page has words for.
    All,
    Aside {
        name: String,
        body: Value,
    },
}

/// The workspace's own names.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) workspace: String,
    pub(crate) team: String,
    pub(crate) domain: String,
    pub(crate) app: String,
    /// The app's user, and its bot id.
    pub(crate) bot: String,
    pub(crate) bot_id: String,
    pub(crate) bot_token: String,
    pub(crate) app_token: String,
}

/// Everything that is so.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) chance: Chance,
    pub(crate) app: App,
    pub(crate) names: Names,
    pub(crate) ids: Ids,
    pub(crate) oauth: Oauth,
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) groups: BTreeMap<String, Group>,
    pub(crate) conversations: BTreeMap<String, Conversation>,
    /// By the secret that their bytes were sent with.
    pub(crate) files: BTreeMap<String, files::File>,
    /// How long Slack looks through a picture before a message may show it.
    pub(crate) pictures_take: TimeDelta,
    pub(crate) screens: BTreeMap<String, Screen>,
    pub(crate) triggers: Triggers,
    pub(crate) hooks: Hooks,
    pub(crate) hub: Hub,
    pub(crate) meters: Meters,
    pub(crate) mischief: Mischief,
    pub(crate) traffic: Traffic,
    pub(crate) examination: Examination,
    pub(crate) faults: Vec<String>,
    /// Where the server is reached: `127.0.0.1:3838`.
    pub(crate) address: String,
    pub(crate) changes: broadcast::Sender<Change>,
    /// Whom a page shows the workspace to unless it asks for somebody.
    pub(crate) visitor: Option<String>,
    /// What was done from a page, such as `press coffee_met`: only ids and commands, no texts.
    pub(crate) visited: BTreeSet<String>,
}

impl World {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Lets everybody who watches know.
    pub(crate) fn tell(&self, change: Change) {
        // Nobody watching is no error.
        let _watchers = self.changes.send(change);
    }

    /// Keeps something malformed that the bot sent.
    pub(crate) fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(what.into());
    }

    /// Whether the app was granted a scope.
    pub(crate) fn granted(&self, scope: &str) -> bool {
        self.app.scopes.iter().any(|granted| granted == scope)
    }

    /// A person by id, handle (`ana`, `@ana`) or full name.
    pub(crate) fn find_person(&self, who: &str) -> Option<&Person> {
        let handle = who.trim_start_matches('@');
        self.people.get(who).or_else(|| {
            self.people.values().find(|person| person.name == handle || person.real_name == who)
        })
    }

    /// A conversation by id or name (`#coffee`), or `dm`: that person's with the bot.
    pub(crate) fn find_conversation(&self, person: &str, place: &str) -> Option<&Conversation> {
        if place == "dm" {
            return self.direct(&[person.to_owned(), self.names.bot.clone()]);
        }
        self.conversations.get(place).or_else(|| {
            let name = place.strip_prefix('#')?;
            self.conversations.values().find(|c| !c.is_direct() && c.name == name)
        })
    }

    /// Somebody's screen.
    pub(crate) fn screen(&mut self, person: &str) -> &mut Screen {
        self.screens.entry(person.to_owned()).or_default()
    }

    /// An open modal or Home tab, by its id.
    pub(crate) fn view(&self, id: &str) -> Option<&View> {
        self.screens
            .values()
            .flat_map(|screen| screen.modals.iter().chain(&screen.home))
            .find(|view| view.id == id)
    }

    /// The same, to change it.
    pub(crate) fn view_mut(&mut self, id: &str) -> Option<&mut View> {
        self.screens
            .values_mut()
            .flat_map(|screen| screen.modals.iter_mut().chain(&mut screen.home))
            .find(|view| view.id == id)
    }

    /// Lets the watchers know that a view changed.
    pub(crate) fn tell_view(&self, person: &str, home: bool) {
        self.tell(if home {
            Change::Home(person.to_owned())
        } else {
            Change::Modals(person.to_owned())
        });
    }

    /// A new name that cannot be guessed, but is the same for the same seed.
    pub(crate) fn secret(&self) -> String {
        self.chance.bytes::<12>().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A trigger for a person, alive for three seconds.
    pub(crate) fn trigger(&mut self, person: &str) -> String {
        let id = format!("{}.100.{}", self.ids.number("trigger"), self.secret());
        self.triggers.keep(id.clone(), person, self.clock.now());
        id
    }

    /// A response URL for what a person did.
    pub(crate) fn hook(
        &mut self,
        kind: &str,
        person: &str,
        conversation: &str,
        message: Option<(&str, Option<&str>)>,
    ) -> String {
        let id = self.secret();
        self.hooks.keep(id.clone(), person, conversation, message, self.clock.now());
        format!("http://{}/hooks/{kind}/{}/{id}", self.address, self.names.team)
    }

    /// Sets a person's unread count.
    pub(crate) fn set_unread(&mut self, person: &str, conversation: &str, count: u32) {
        let unread = &mut self.screen(person).unread;
        let before = unread.insert(conversation.to_owned(), count).unwrap_or_default();
        if before != count {
            let (person, conversation) = (person.to_owned(), conversation.to_owned());
            self.tell(Change::Unread { person, conversation });
        }
    }
}
