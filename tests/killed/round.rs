//! A round that opens right now, on the machine's own time, and what must have come of it.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{Datelike, NaiveTime, Timelike};
use klatch::clock::{Chance, Clock};
use klatch::domain::coffee::{Participation, Program};
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::domain::people::{Profile, Standing};
use klatch::domain::schedule::Cadence;
use klatch::job::Job;
use klatch::playground::cast::Channel;
use klatch::playground::{Cast, Kind, Misbehavior, Person, Playground};
use klatch::store::{Placement, Store, transaction};
use sqlx::{AnyConnection, Connection as _, Row as _};

use crate::support::workspace::workspace;
use crate::support::{TestDatabase, lost_answers};

/// Pairs in a round.
pub(crate) const PAIRS: usize = 6;
/// Jobs of one lane that can be in flight at once.
pub(crate) const IN_FLIGHT: usize = 8;
/// How long a round may take, leases that run out included.
const PATIENCE: Duration = Duration::from_secs(240);

/// People in two places whose working hours never meet, so that pairs across them are introduced
/// at the program's hour, which is now.
fn cast() -> Cast {
    let person = |number: usize| {
        let here = number.is_multiple_of(2);
        Person {
            id: format!("U{number:02}"),
            name: format!("person{number:02}"),
            real_name: format!("Person {number:02}"),
            email: format!("person{number:02}@killed.example"),
            tz: if here { "Etc/UTC" } else { "Etc/GMT-12" }.to_owned(),
            team: if here { "here" } else { "there" }.to_owned(),
            ..Person::default()
        }
    };
    let channels = vec![Channel::public("coffee", "Meet somebody new")];
    let people = (0..2 * PAIRS).map(person).collect();
    Cast { workspace: "Killed".to_owned(), people, channels }
}

/// A workspace whose round opens right now.
pub(crate) struct Round {
    /// For the log.
    pub(crate) name: String,
    pub(crate) playground: Playground,
    pub(crate) database: TestDatabase,
}

impl Round {
    /// A workspace in which a round opens right now, and everybody takes part.
    pub(crate) async fn prepare(database: TestDatabase, name: String) -> Self {
        let clock = Clock::system();
        let playground = workspace(cast()).await;
        let store = Store::connect_and_migrate(&database.url, &clock).await.unwrap();
        let ws = WorkspaceId::new(playground.team());
        let channel = playground.conversation("#coffee").unwrap().id;
        let (now, chance) = (clock.now(), Chance::seeded(2));
        let bot = MemberId::new(playground.bot().unwrap().id);
        let program = Program {
            id: chance.id(now),
            channel: channel.as_str().into(),
            steward: MemberId::new("U00"),
            cadence: Cadence::weekly(
                1,
                now.weekday(),
                NaiveTime::from_hms_opt(now.hour(), now.minute(), 0).unwrap(),
                chrono_tz::UTC,
            ),
            rules: klatch::domain::pairing::Rules::default(),
            managers_apart: false,
            style: klatch::domain::plan::Style::default(),
            minimum: 2,
            next_opening: now.date_naive(),
            rounds: 0,
            invitation: None,
            private: false,
            ended: false,
            created_at: now,
        };
        let people: Vec<Person> = cast().people;
        let profiles: Vec<Profile> = people.iter().map(profile).collect();
        let teams: Vec<Placement> = people.iter().map(placement).collect();
        transaction!(store, |tx| {
            tx.keep_workspace(&ws, "Killed", &bot, now).await?;
            tx.keep_profiles(&ws, &profiles, now).await?;
            tx.place_in_teams(&ws, &teams).await?;
            tx.insert_program(&ws, &program).await?;
            for profile in &profiles {
                let joined = Participation::new(program.id, profile.member.clone(), now);
                tx.keep_participation(&ws, &joined).await?;
            }
            let open = Job::OpenRound { program: program.id, date: program.next_opening, ahead: 0 };
            tx.enqueue(&ws, &open, now, None, None, chance.id(now), now).await?;
            Ok(())
        })
        .await
        .unwrap();
        store.close().await;
        Self { name, playground, database }
    }

    /// Misbehaves in all ways that do not end a start.
    pub(crate) fn misbehave(&self, seed: u64, share: f64) {
        let plan = Misbehavior::of_all_kinds(seed, share);
        self.playground.misbehave(plan.sparing(&["auth.test", "apps.connections.open"]));
    }

    /// Waits for something longer than a playground does.
    pub(crate) async fn until(&self, seen: impl Fn(&Playground) -> bool + Send + Sync) {
        let waiting = async {
            while self.playground.until("it", |playground| seen(playground)).await.is_err() {}
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it was to be seen in time");
    }

    /// Every effect once; every message once, but for those of which nobody could know.
    /// `cuts` is how often the bot was cut off.
    pub(crate) async fn assert_once(&self, cuts: usize) {
        let mut database = AnyConnection::connect(&self.database.url).await.unwrap();
        let query = "SELECT COUNT(*) AS count FROM jobs \
                     WHERE kind = 'introduce_group' AND state <> 'done'";
        let open = async |database: &mut AnyConnection| {
            let row = sqlx::query(query).fetch_one(database).await.unwrap();
            row.get::<i64, _>("count")
        };
        let all_done = async {
            while open(&mut database).await > 0 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, all_done).await.expect("every introduction ends");
        let count = async |database: &mut AnyConnection, table: &'static str| {
            let row = sqlx::query(table).fetch_one(database).await.unwrap();
            row.get::<i64, _>("count")
        };
        let rounds = count(&mut database, "SELECT COUNT(*) AS count FROM rounds").await;
        assert_eq!(rounds, 1, "{}: rounds", self.name);
        let groups = count(&mut database, "SELECT COUNT(*) AS count FROM coffee_groups").await;
        assert_eq!(groups, i64::try_from(PAIRS).unwrap(), "{}: groups", self.name);
        let said = self.said();
        let jobs = "SELECT job_id, doubts FROM jobs WHERE kind = 'introduce_group'";
        let mut doubts = 0;
        for job in sqlx::query(jobs).fetch_all(&mut database).await.unwrap() {
            let (id, doubt) = (job.get::<String, _>("job_id"), job.get::<i64, _>("doubts"));
            let times = said.get(&id).copied().unwrap_or_default();
            let right = (1..=1 + doubt).contains(&times);
            assert!(right, "{}: said {times} times with {doubt} doubts", self.name);
            doubts += doubt;
        }
        let most = i64::try_from(cuts * IN_FLIGHT + lost_answers(&self.playground)).unwrap();
        assert!(doubts <= most, "{}: {doubts} doubts, not {most}", self.name);
        assert!(self.playground.faults().is_empty(), "{:?}", self.playground.faults());
        println!("{}: {doubts} in doubt, said {:?}", self.name, said.values());
    }

    /// How many group conversations the bot has opened.
    pub(crate) fn opened(&self) -> usize {
        let playground = &self.playground;
        let there = |number: &usize| playground.conversation(&format!("C{number:04}")).is_some();
        let all = (1..)
            .take_while(there)
            .filter_map(|number| playground.conversation(&format!("C{number:04}")));
        all.filter(|conversation| conversation.kind == Kind::Group).count()
    }

    /// Introductions by the job that sent them, and how often.
    pub(crate) fn said(&self) -> BTreeMap<String, i64> {
        let playground = &self.playground;
        let mut said = BTreeMap::new();
        for message in playground.messages_after("") {
            let place = playground.conversation(&message.conversation);
            let job = message.metadata.as_ref().and_then(|data| data.pointer("/event_payload/job"));
            if let Some(job) = job.and_then(|job| job.as_str())
                && place.is_some_and(|place| place.kind == Kind::Group)
                && !message.is_reply()
            {
                *said.entry(job.to_owned()).or_default() += 1;
            }
        }
        said
    }
}

fn profile(person: &Person) -> Profile {
    Profile {
        member: MemberId::new(person.id.clone()),
        name: person.real_name.clone(),
        title: None,
        email: Some(person.email.clone()),
        zone: person.tz.parse().ok(),
        standing: Standing::Full,
        admin: false,
        away: None,
        changed_at: None,
    }
}

fn placement(person: &Person) -> Placement {
    Placement { email: person.email.clone(), team: Some(person.team.clone()), department: None }
}
