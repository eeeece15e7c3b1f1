//! A world for stories about features: a workspace with a small cast, the real bot in it on a
//! database of its own, and a clock that stands still until the story moves it.

mod words;

use std::fmt::Write as _;

use axum::Router;
use chrono::{DateTime, Datelike, Days, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::clock::{Chance, Clock};
use crate::config::Secret;
use crate::demo::world::{World, WorldOptions};
use crate::domain::coffee::Program;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::locale::Locale;
use crate::domain::settings::Settings;
use crate::features::Context;
use crate::playground::cast::Channel;
use crate::playground::{Cast, Fill, Kind, Outcome, Person, Playground};
use crate::slack::client::Client;
use crate::slack_schemas::outgoing;
use crate::store::{Placement, Store, transaction};
use crate::views::Voice;
use crate::views::first_questions::{COUNT, first_question};
use crate::views::names::field;

/// Where most of the cast lives, and whose clock the stories are told by.
const ZONE: Tz = Tz::Europe__Berlin;

/// Handle, name, title, team, department, zone.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const PEOPLE: [Row; 14] = [
    ("ana", "Ana", "Onboarding lead", "onboarding", "People", "Europe/Berlin"),
    ("bo", "Bo", "Data engineer", "data", "Engineering", "Europe/Helsinki"),
    ("cy", "Cy", "Backend engineer", "platform", "Engineering", "Europe/Berlin"),
    ("di", "Di", "Designer", "design", "Product", "Europe/Lisbon"),
    ("eve", "Eve", "Account manager", "sales", "Revenue", "Europe/London"),
    ("finn", "Finn", "Support lead", "support", "Customers", "Africa/Lagos"),
    ("gus", "Gus", "Mobile engineer", "apps", "Engineering", "Europe/Berlin"),
    ("ada", "Ada", "Workspace admin", "it", "Operations", "Europe/Berlin"),
    ("max", "Max", "Workspace admin", "it", "Operations", "Europe/Berlin"),
    ("gil", "Gil", "Intern", "data", "Engineering", "Europe/Berlin"),
    ("hana", "Hana", "Agency contact", "", "", "Europe/Prague"),
    ("pat", "Pat", "Left in spring", "sales", "Revenue", "Europe/Berlin"),
    ("robo", "Robo", "Deploys things", "", "", "UTC"),
    ("odd", "<!channel> & *Odd*", "<@UBOT> & friends", "a & b", "Engineering", "Europe/Berlin"),
];

/// The workspace, the bot, and what one says about them in a story. It fails the test when it is
/// dropped if the bot sent Slack something malformed, and as soon as a job is given up.
pub struct TestWorld {
    pub world: World,
    folder: TempDir,
}

impl TestWorld {
    /// Thursday, 19 November 2026, ten o'clock in Berlin. The bot knows everybody and their teams.
    pub async fn new() -> Self {
        let world = Self::before_the_bot().await;
        world.start().await
    }

    /// The same with other settings.
    pub async fn with(settings: impl FnOnce(&mut Settings)) -> Self {
        let mut world = Self::before_the_bot().await;
        world.world.set(settings);
        world.start().await
    }

    /// The same before the bot was started.
    pub async fn before_the_bot() -> Self {
        let folder = TempDir::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let options = WorldOptions {
            clock: Clock::still(Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap()),
            chance: Chance::seeded(7),
            cast: cast(),
            database_url: format!("sqlite://{}", folder.path().join("klatch.db").display()),
            listener,
        };
        let world = World::open(options, Router::new()).unwrap();
        world.playground.examine_with(outgoing::faults);
        Self { world, folder }
    }

    async fn start(mut self) -> Self {
        self.world.start_bot().await.unwrap();
        let teams: Vec<Placement> = cast().people.iter().map(placement).collect();
        let store = self.store();
        let workspace = self.workspace();
        transaction!(store, |tx| tx.place_in_teams(&workspace, &teams).await).await.unwrap();
        self
    }

    pub fn playground(&self) -> &Playground {
        &self.world.playground
    }

    /// Where its database lies.
    pub fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("klatch.db")
    }

    pub fn store(&self) -> Store {
        self.world.app().unwrap().store().clone()
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.world.workspace()
    }

    /// What features are given, for stories that call them directly.
    pub fn context(&self) -> Context {
        let playground = self.playground();
        let token = Secret::new(playground.bot_token());
        Context {
            store: self.store(),
            search: crate::search::Shelf::new(self.store(), None),
            clock: self.world.clock.clone(),
            chance: Chance::seeded(8),
            slack: Client::new(&playground.api_url(), &token).unwrap(),
            voice: Voice::default(),
            settings: std::sync::Arc::default(),
            rules: std::sync::Arc::default(),
            guests_at_most: false,
            meter: crate::meter::Meter::new(),
            install: None,
        }
    }

    pub fn id(&self, person: &str) -> MemberId {
        MemberId::new(self.playground().person(person).unwrap().id)
    }

    /// The programs that have not ended.
    pub async fn programs(&self) -> Vec<Program> {
        let workspace = self.workspace();
        self.store().read().await.unwrap().programs(&workspace).await.unwrap()
    }

    /// Ada sets coffee up (Mondays at nine, from two people on) and these people join.
    pub async fn coffee_in<const N: usize>(&self, channel: &str, people: [&str; N]) {
        self.command("ada", "dm", "setup").await;
        self.click("ada", "More…").await;
        let id = self.playground().conversation(channel).unwrap().id;
        let fields = [(field::CHANNEL, id.as_str()), (field::MINIMUM, "2")];
        self.submit("ada", fields).await;
        self.close("ada");
        for person in people {
            self.press(person, channel, "Join coffee").await;
        }
    }

    /// Somebody gives the command, and what they see then.
    pub async fn command(&self, person: &str, place: &str, words: &str) -> String {
        let before = self.sight(person);
        self.playground().command(person, place, "/coffee", words).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }

    /// Somebody gives the command for questions, and what they see then.
    pub async fn ask(&self, person: &str, place: &str, words: &str) -> String {
        let before = self.sight(person);
        self.playground().command(person, place, "/ask", words).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }

    /// Somebody presses a button in a conversation, and what they see then.
    pub async fn press(&self, person: &str, place: &str, button: &str) -> String {
        let before = self.sight(person);
        self.playground().press_button(person, place, button).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }

    /// Somebody presses a button in their modal, or else in App Home, and what they see then.
    pub async fn click(&self, person: &str, button: &str) -> String {
        let before = self.sight(person);
        self.playground().press_in_view(person, button).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }

    /// Somebody fills their modal in and sends it: the sentences at its fields, or what they see.
    pub async fn submit<const N: usize>(&self, person: &str, fields: [(&str, &str); N]) -> String {
        let fields: Vec<(&str, Fill)> =
            fields.iter().map(|(name, value)| (*name, Fill::from(*value))).collect();
        let before = self.sight(person);
        let outcome = self.playground().submit_form(person, &fields).await.unwrap();
        if let Outcome::Refused(errors) = outcome {
            return errors.iter().fold(String::new(), |mut lines, (field, why)| {
                let _ = writeln!(lines, "{field}: {why}");
                lines
            });
        }
        self.settle().await;
        self.new_to(person, &before)
    }

    /// Somebody closes whatever modals they have open.
    pub fn close(&self, person: &str) {
        if let Some(modal) = self.playground().modal_of(person) {
            self.playground().close_view(person, &modal.id, true).unwrap();
        }
    }

    /// Somebody opens App Home.
    pub async fn home(&self, person: &str) -> String {
        self.playground().open_home(person).unwrap();
        self.settle().await;
        self.home_as_it_is(person)
    }

    /// App Home as it stands on somebody's screen.
    pub fn home_as_it_is(&self, person: &str) -> String {
        let home = self.playground().home_of(person).unwrap();
        told(&self.playground().render_text(person, &home))
    }

    /// The modal that somebody looks at; empty if there is none.
    pub fn modal(&self, person: &str) -> String {
        let modal = self.playground().modal_of(person);
        modal.map(|modal| told(&self.playground().render_text(person, &modal))).unwrap_or_default()
    }

    /// A conversation as somebody reads it.
    pub fn read(&self, person: &str, place: &str) -> String {
        told(&self.playground().transcript(person, place))
    }

    /// What somebody was told in their direct message with Klatch.
    pub fn dm(&self, person: &str) -> String {
        self.playground().dm_with_bot(person).unwrap();
        self.read(person, "dm")
    }

    /// The latest group message that somebody is in.
    pub fn group_of(&self, person: &str) -> String {
        let groups = self.groups_of(person);
        groups.last().cloned().unwrap_or_else(|| panic!("{person} is in no group"))
    }

    /// All group messages that somebody is in, the oldest first.
    pub fn groups_of(&self, person: &str) -> Vec<String> {
        let places = self.playground().conversations_of(person);
        let groups = places.into_iter().filter(|place| place.kind == Kind::Group);
        groups.map(|group| group.id).collect()
    }

    /// Somebody's latest group message as they read it.
    pub fn coffee_of(&self, person: &str) -> String {
        self.read(person, &self.group_of(person))
    }

    /// Somebody presses a button in their latest group message.
    pub async fn press_in_group(&self, person: &str, button: &str) -> String {
        self.press(person, &self.group_of(person), button).await
    }

    /// Moves to the next such moment in Berlin, from one due job to the next: `"Mon 09:00"`.
    pub async fn advance_to(&self, moment: &str) {
        let at = self.next(moment);
        self.world.advance_to(at).await.unwrap();
        self.nothing_given_up().await;
    }

    fn next(&self, moment: &str) -> DateTime<Utc> {
        let (day, time) = moment.split_once(' ').unwrap();
        let day: Weekday = day.parse().unwrap();
        let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
        let now = self.world.clock.now();
        let today = now.with_timezone(&ZONE).date_naive();
        let days = (0..8).map(|ahead| today.checked_add_days(Days::new(ahead)).unwrap());
        let moments = days
            .filter(|date| date.weekday() == day)
            .map(|date| ZONE.from_local_datetime(&date.and_time(time)).single().unwrap().to_utc());
        moments.into_iter().find(|at| *at > now).unwrap()
    }

    /// Everything that happened is worked off.
    pub async fn settle(&self) {
        self.world.settle().await.unwrap();
        self.nothing_given_up().await;
    }

    async fn nothing_given_up(&self) {
        let mut tx = self.store().read().await.unwrap();
        let figures = tx.queue_figures(self.world.clock.now()).await.unwrap();
        assert_eq!(figures.discarded, 0, "a job was given up");
    }

    /// What is on somebody's screen: whispers, modals, App Home.
    fn sight(&self, person: &str) -> Sight {
        let playground = self.playground();
        Sight {
            whispers: playground.ephemerals(person).len(),
            modal: self.modal(person),
            modals: playground.modals_of(person).len(),
            home: playground.home_of(person).map(|_| self.home_as_it_is(person)),
        }
    }

    fn new_to(&self, person: &str, before: &Sight) -> String {
        let now = self.sight(person);
        if now.whispers > before.whispers {
            let whispers = self.playground().ephemerals(person);
            return told(&self.playground().render_text(person, whispers.last().unwrap()));
        }
        if now.modals < before.modals {
            return "(closed)".to_owned();
        }
        if now.modal != before.modal {
            return now.modal;
        }
        match (now.home, &before.home) {
            (Some(home), Some(before)) if home != *before => home,
            _ => String::new(),
        }
    }
}

struct Sight {
    whispers: usize,
    modal: String,
    modals: usize,
    home: Option<String>,
}

impl Drop for TestWorld {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.playground().faults(), Vec::<String>::new(), "the bot did wrong");
            outgoing::assert_seen(&self.playground().examined());
        }
    }
}

/// What a draw decides is left out, so that stories do not depend on it.
fn told(text: &str) -> String {
    let mut text = text.to_owned();
    for key in 0..COUNT {
        text = text.replace(first_question(Locale::English, key), "(a question)");
    }
    const ASKED: &str = ", would you say hello first?";
    let lines = text.lines().map(|line| match line.strip_suffix(ASKED) {
        Some(before) => {
            let opener = before.trim_start();
            let indent = &before[..before.len() - opener.len()];
            format!("{indent}(somebody){ASKED}")
        }
        None => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn cast() -> Cast {
    let everybody = ["ana", "bo", "cy", "di", "eve", "finn", "gus", "ada", "max"];
    let channel = |name: &str, about: &str| Channel::public(name, about).with(&everybody);
    let rust = [&everybody[..], &["gil", "hana", "odd"]].concat();
    Cast {
        workspace: "Juniper Works".to_owned(),
        people: PEOPLE.iter().map(person).collect(),
        channels: vec![
            channel("general", "For everybody"),
            Channel::public("rust", "Borrowing and lending").with(&rust),
            channel("go", "Gophers"),
            Channel { archived: true, ..channel("old", "Done and dusted") },
            Channel { shared: true, ..channel("partners", "With the agency") },
            Channel { private: true, ..channel("secret", "Numbers, quietly") },
        ],
    }
}

fn person(row: &Row) -> Person {
    let (name, real_name, title, team, department, tz) = *row;
    Person {
        id: format!("U{}", name.to_uppercase()),
        name: name.to_owned(),
        real_name: real_name.to_owned(),
        title: title.to_owned(),
        email: format!("{name}@juniper.example"),
        tz: tz.to_owned(),
        team: team.to_owned(),
        department: department.to_owned(),
        is_admin: matches!(name, "ada" | "max"),
        is_restricted: name == "gil",
        is_stranger: name == "hana",
        deleted: name == "pat",
        is_bot: name == "robo",
        ..Person::default()
    }
}

fn placement(person: &Person) -> Placement {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Placement {
        email: person.email.clone(),
        team: some(&person.team),
        department: some(&person.department),
    }
}
