//! The weeks as they pass: the bot does what is due, people answer, come and go by a plan and by a
//! seed.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use klatch::clock::{Chance, Clock};
use klatch::demo::world::{World, WorldOptions};
use klatch::playground::{Fill, Outcome};
use klatch::store::{Placement, transaction};
use tokio::net::TcpListener;

use crate::breaks::Breaks;
use crate::cast::{CHANNEL, STEWARD, company};
use crate::effects::Job;
use crate::hours::{berlin, berlin_day};
use crate::people::Everybody;
use crate::seen::{self, Seen, What};
use crate::support::TestDatabase;
use crate::support::slack::outgoing;

/// What somebody will do.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Say {
        person: String,
        conversation: String,
    },
    /// Presses "We met", or "Not this time".
    Press {
        person: String,
        conversation: String,
        met: bool,
    },
    /// Answers that they are still up for coffee.
    Stay {
        person: String,
        conversation: String,
    },
    /// Types something after `/coffee`.
    Type {
        person: String,
        words: String,
    },
    /// Looks at the bot's Home tab.
    LookHome {
        person: String,
    },
    /// Has another title from now on.
    Retitle {
        person: String,
        title: String,
    },
}

/// A round as it was meant to be.
#[derive(Clone, Debug)]
pub(crate) struct Week {
    pub(crate) day: NaiveDate,
    pub(crate) people: BTreeSet<String>,
}

/// What somebody said about a group, and when.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) at: DateTime<Utc>,
    pub(crate) person: String,
    pub(crate) conversation: String,
    pub(crate) met: bool,
}

/// A company that has coffee for some weeks.
pub(crate) struct Play {
    pub(crate) world: World,
    pub(crate) database: TestDatabase,
    pub(crate) seed: u64,
    pub(crate) weeks: Vec<Week>,
    /// Rounds that nobody opened.
    pub(crate) skipped: i64,
    pub(crate) said: Vec<Said>,
    pub(crate) everybody: Everybody,
    pub(crate) breaks: Breaks,
    /// Every job that is to say something, by its id, as it was last seen.
    pub(crate) jobs: BTreeMap<String, Job>,
    /// Whether people say nothing at all.
    pub(crate) quiet: bool,
    chance: Chance,
    deeds: BTreeMap<(DateTime<Utc>, usize), Deed>,
    planned: usize,
    /// The bot's last message that people have noticed.
    pub(crate) noticed: String,
}

/// Thursday morning, before the first Monday of the story.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-09-03T07:00:00Z".parse().expect("a time")
}

/// The Monday on which that round opens, counted from 1.
pub(crate) fn monday(round: i64) -> NaiveDate {
    berlin_day(start()) + Duration::days(4 + 7 * (round - 1))
}

impl Play {
    /// A workspace in which coffee has been set up, and the bot runs.
    pub(crate) async fn begin(database: TestDatabase, seed: u64) -> Self {
        Self::begin_with(database, seed, Breaks::none()).await
    }

    /// The same with a bot that is stopped now and then.
    pub(crate) async fn begin_with(database: TestDatabase, seed: u64, breaks: Breaks) -> Self {
        println!("on {}, seed {seed}", database.engine());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let options = WorldOptions {
            clock: Clock::still(start()),
            chance: Chance::seeded(seed),
            cast: company(),
            database_url: database.url.clone(),
            listener,
        };
        let mut world = World::open(options, axum::Router::new()).expect("a world");
        world.playground.examine_with(outgoing::faults);
        world.start_bot().await.expect("a bot");
        place_in_teams(&world).await;
        let mut play = Self {
            world,
            database,
            seed,
            weeks: Vec::new(),
            skipped: 0,
            said: Vec::new(),
            everybody: Everybody::default(),
            breaks,
            jobs: BTreeMap::new(),
            quiet: false,
            chance: Chance::seeded(seed.wrapping_add(1)),
            deeds: BTreeMap::new(),
            planned: 0,
            noticed: String::new(),
        };
        play.set_up().await;
        play
    }

    /// `/coffee setup`, and the modal as it stands: Mondays at nine, every week.
    async fn set_up(&mut self) {
        let people = self.world.playground.clone();
        people.command(STEWARD, CHANNEL, "/coffee", "setup").await.expect("a modal");
        let channel = people.conversation(CHANNEL).expect("a channel").id;
        let fields = [("channel", Fill::from(channel))];
        assert_eq!(people.submit_form(STEWARD, &fields).await, Ok(Outcome::Updated));
        self.world.settle().await.expect("a program");
        let modal = people.modal_of(STEWARD).expect("how it went");
        people.close_view(STEWARD, &modal.id, true).expect("it closes");
    }

    /// People press the invitation's button, some minutes after each other.
    pub(crate) async fn join(&mut self, people: &[&str]) {
        for person in people {
            self.advance_to(self.world.clock.now() + Duration::minutes(7)).await;
            let joined = self.world.playground.press_button(person, CHANNEL, "Join coffee").await;
            assert_eq!(joined, Ok(Outcome::Done), "{person} joins");
            self.everybody.join(person);
        }
    }

    /// Somebody will type that after `/coffee`.
    pub(crate) fn will_type(&mut self, at: DateTime<Utc>, person: &str, words: &str) {
        let (person, words) = (person.to_owned(), words.to_owned());
        self.plan(at, Deed::Type { person, words });
    }

    pub(crate) fn plan(&mut self, at: DateTime<Utc>, deed: Deed) {
        self.planned += 1;
        self.deeds.insert((at, self.planned), deed);
    }

    /// Time passes; everything happens at its moment.
    pub(crate) async fn advance_to(&mut self, at: DateTime<Utc>) {
        loop {
            self.settle().await;
            let due = self.world.next_due().await.expect("the queue");
            let deed = self.deeds.keys().next().map(|(at, _)| *at);
            let next = [due, deed, Some(self.next_opening())].into_iter().flatten().min();
            let Some(next) = next.filter(|next| *next <= at) else { break };
            let now = self.world.clock.now();
            assert!(next > now, "{now}: something is due since {next}, and nobody does it");
            if next == self.next_opening() {
                self.note_jobs().await;
            }
            self.move_clock(next);
        }
        self.move_clock(at);
        self.settle().await;
    }

    /// Weeks pass until shortly before that round.
    pub(crate) async fn advance_to_round(&mut self, round: i64) {
        self.advance_to(berlin(monday(round), 8, 57)).await;
    }

    /// Moves time with nobody doing anything, but for counting who is in when a round opens.
    pub(crate) fn move_clock(&mut self, at: DateTime<Utc>) {
        while self.next_opening() <= at {
            let day = berlin_day(self.next_opening());
            let people = self.everybody.open(day);
            self.weeks.push(Week { day, people });
        }
        self.world.move_clock(at);
    }

    fn next_opening(&self) -> DateTime<Utc> {
        let round = i64::try_from(self.weeks.len()).expect("few weeks") + self.skipped + 1;
        berlin(monday(round), 9, 0)
    }

    async fn settle(&mut self) {
        loop {
            self.work().await;
            self.notice();
            let now = self.world.clock.now();
            let Some(entry) = self.deeds.first_entry().filter(|entry| entry.key().0 <= now) else {
                return;
            };
            let deed = entry.remove();
            self.perform(deed).await;
        }
    }

    async fn perform(&mut self, deed: Deed) {
        match deed {
            Deed::Say { person, conversation } => {
                let playground = &self.world.playground;
                playground.say(&person, &conversation, "Hello!").expect("a word");
            }
            Deed::Press { person, conversation, met } => {
                self.press(&person, &conversation, met).await;
            }
            Deed::Stay { person, conversation } => self.stay(&person, &conversation).await,
            Deed::Type { person, words } => self.type_words(&person, &words).await,
            Deed::LookHome { person } => {
                self.world.playground.open_home(&person).expect("a Home tab");
            }
            Deed::Retitle { person, title } => {
                let retitled =
                    self.world.playground.update_profile(&person, |known| known.title = title);
                retitled.expect("a profile");
            }
        }
    }

    async fn press(&mut self, person: &str, conversation: &str, met: bool) {
        let playground = self.world.playground.clone();
        let button = if met { "We met" } else { "Not this time" };
        let at = self.world.clock.now();
        self.interrupted(playground.press_button(person, conversation, button)).await;
        self.breaks.trip(&playground, "interactive");
        let press = || playground.press_button(person, conversation, button);
        let pressed = self.breaks.insist(press).await;
        assert_eq!(pressed, Ok(Outcome::Done), "{at}: {person} presses {button:?}");
        let (person, conversation) = (person.to_owned(), conversation.to_owned());
        self.said.push(Said { at, person: person.clone(), conversation, met });
        if !met {
            return;
        }
        // What it was good for; some tell, some close the modal.
        let modal = match playground.modal_of(&person) {
            Some(modal) => modal,
            // Opening it is tried once: on a bad day it does not come.
            None if self.breaks.rough => return,
            None => panic!("{at}: {person}: no modal"),
        };
        if self.below(2) == 0 {
            let fields = [("gained", "A shortcut.".into())];
            let told = self.breaks.insist(|| playground.submit_form(&person, &fields)).await;
            assert_eq!(told, Ok(Outcome::Cleared), "{at}: {person} tells");
        } else {
            playground.close_view(&person, &modal.id, true).expect("it closes");
        }
    }

    /// Nobody who plays along wants to be paused for having said nothing.
    async fn stay(&mut self, person: &str, conversation: &str) {
        let playground = self.world.playground.clone();
        let at = self.world.clock.now();
        self.breaks.trip(&playground, "interactive");
        let press = || playground.press_button(person, conversation, "Yes, keep me in");
        let pressed = self.breaks.insist(press).await;
        assert_eq!(pressed, Ok(Outcome::Done), "{at}: {person} stays");
    }

    pub(crate) async fn type_words(&mut self, person: &str, words: &str) {
        let playground = self.world.playground.clone();
        let at = self.world.clock.now();
        self.interrupted(playground.command(person, CHANNEL, "/coffee", words)).await;
        self.breaks.trip(&playground, "slash_commands");
        let type_it = || playground.command(person, CHANNEL, "/coffee", words);
        let answer = self.breaks.insist(type_it).await;
        let Ok(Outcome::Answered(answer)) = answer else {
            panic!("{at}: {person} types {words:?} and gets {answer:?}");
        };
        assert_eq!(answer.only_for, playground.person(person).map(|it| it.id), "{at}: {words:?}");
        let parts: Vec<&str> = words.split(' ').collect();
        match parts.as_slice() {
            ["join"] => self.everybody.join(person),
            ["leave"] => self.everybody.leave(person),
            ["back"] => self.everybody.back(person),
            ["skip"] => self.everybody.skip(person),
            ["pause", rounds, "rounds"] => {
                self.everybody.pause_rounds(person, rounds.parse().expect("a number"));
            }
            ["pause", "until", day] => {
                self.everybody.pause_until(person, day.parse().expect("a day"));
            }
            _ => panic!("nobody knows what {words:?} means"),
        }
    }

    /// People look at what is new, and will answer or not.
    fn notice(&mut self) {
        for seen in seen::after(&self.world.playground, &self.noticed) {
            self.noticed.clone_from(&seen.ts);
            if self.quiet {
                continue;
            }
            match seen.what {
                What::Introduction => self.plan_coffee(&seen),
                What::CheckIn => self.plan_check_in(&seen),
                What::Note if seen.text == "Still up for coffee?" => self.plan_to_stay(&seen),
                What::Reminder | What::Note | What::Invitation | What::Sum => {}
            }
        }
    }

    /// Somebody says hello; about half of the groups say during the week that they met.
    fn plan_coffee(&mut self, seen: &Seen) {
        let people: Vec<&String> = seen.readers.iter().collect();
        let person = people[self.below(people.len())].clone();
        let conversation = seen.conversation.clone();
        let hello = self.later(seen.at, 5, 90);
        self.plan(hello, Deed::Say { person: person.clone(), conversation: conversation.clone() });
        if self.below(100) < 50 {
            let at = self.later(seen.at, 24 * 60, 120 * 60);
            self.plan(at, Deed::Press { person, conversation, met: true });
        }
    }

    fn plan_to_stay(&mut self, seen: &Seen) {
        for person in seen.readers.clone() {
            let (at, conversation) = (self.later(seen.at, 10, 240), seen.conversation.clone());
            self.plan(at, Deed::Stay { person, conversation });
        }
    }

    /// Of those who are asked, half answer; every third of them says no.
    fn plan_check_in(&mut self, seen: &Seen) {
        for person in seen.readers.clone() {
            if self.below(2) == 0 {
                let met = self.below(3) > 0;
                let at = self.later(seen.at, 10, 240);
                let conversation = seen.conversation.clone();
                self.plan(at, Deed::Press { person, conversation, met });
            }
        }
    }

    /// Some minutes after a moment, and some seconds, so that nothing coincides.
    fn later(&mut self, at: DateTime<Utc>, from: usize, to: usize) -> DateTime<Utc> {
        let minutes = i64::try_from(from + self.below(to - from)).expect("minutes");
        at + Duration::minutes(minutes) + Duration::seconds(17)
    }

    /// A number below that one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(u32::from_le_bytes(self.chance.bytes())).expect("a number") % end
    }

    /// What the queue says of itself at the end.
    pub(crate) async fn assert_well(&self) {
        let app = self.world.app().expect("a bot");
        let now = self.world.clock.now();
        let figures = app.store().read().await.expect("a look").queue_figures(now).await;
        let figures = figures.expect("figures");
        assert_eq!(figures.discarded, 0, "seed {}: jobs were given up: {figures:?}", self.seed);
        assert_eq!(self.world.clock.now().weekday(), chrono::Weekday::Mon);
    }
}

impl Drop for Play {
    /// Every story ends with a look at all that the bot sent in it.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let playground = &self.world.playground;
            assert_eq!(playground.faults(), Vec::<String>::new(), "seed {}", self.seed);
            outgoing::assert_seen(&playground.examined());
        }
    }
}

/// What an operator imports: Slack knows nothing of teams.
async fn place_in_teams(world: &World) {
    let rows = company().people.into_iter().map(|person| Placement {
        email: person.email,
        team: Some(person.team),
        department: Some(person.department),
    });
    let rows: Vec<Placement> = rows.collect();
    let app = world.app().expect("a bot");
    let placed =
        transaction!(app.store(), |tx| tx.place_in_teams(app.workspace().unwrap(), &rows).await);
    assert_eq!(placed.await.expect("teams"), 26);
}
