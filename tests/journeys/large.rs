//! A round of more than twenty groups in a workspace that limits rates as Slack does.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use klatch::clock::{Chance, Clock};
use klatch::demo::world::{World, WorldOptions};
use klatch::playground::{Cast, Fill, Limits, Outcome, Person, Playground, cast::Channel};
use tokio::net::TcpListener;

use crate::cast::CHANNEL;
use crate::hours::berlin;
use crate::play::{monday, start};
use crate::seen::{Seen, What, unasked};
use crate::support::slack::outgoing;
use crate::support::{TestDatabase, databases};

/// Who is in before the round opens: 22 groups.
const PEOPLE: usize = 44;
/// Who joins too late for the first round.
const LATE: &str = "p44";

fn town_hall() -> Cast {
    let person = |number: usize| Person {
        id: format!("UP{number:02}"),
        name: format!("p{number:02}"),
        real_name: format!("Person {number}"),
        tz: "Europe/Berlin".to_owned(),
        is_admin: number == 0,
        ..Person::default()
    };
    Cast {
        workspace: "Town Hall".to_owned(),
        people: (0..=PEOPLE).map(person).collect(),
        channels: vec![Channel::public("coffee", "Meet somebody new")],
    }
}

struct TownHall {
    world: World,
    people: Playground,
    _database: TestDatabase,
}

impl TownHall {
    async fn open(database: TestDatabase) -> Self {
        println!("on {}", database.engine());
        let options = WorldOptions {
            clock: Clock::still(start()),
            chance: Chance::seeded(44),
            cast: town_hall(),
            database_url: database.url.clone(),
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
        };
        let mut world = World::open(options, axum::Router::new()).unwrap();
        let people = world.playground.clone();
        people.limit(Limits::Slack);
        people.examine_with(outgoing::faults);
        world.start_bot().await.unwrap();
        Self { world, people, _database: database }
    }

    async fn begin_coffee(&self) {
        self.people.command("p00", CHANNEL, "/coffee", "setup").await.unwrap();
        let channel = self.people.conversation(CHANNEL).unwrap().id;
        let fields = [("channel", Fill::from(channel))];
        assert_eq!(self.people.submit_form("p00", &fields).await, Ok(Outcome::Updated));
        self.world.settle().await.unwrap();
        for number in 0..PEOPLE {
            self.join(&format!("p{number:02}")).await;
        }
    }

    async fn join(&self, person: &str) {
        let joined = self.people.press_button(person, CHANNEL, "Join coffee").await;
        assert_eq!(joined, Ok(Outcome::Done), "{person} joins");
        self.world.settle().await.unwrap();
    }

    async fn advance_to(&self, at: DateTime<Utc>) {
        self.world.advance_to(at).await.unwrap();
    }

    /// Group messages that are open, also those in which nothing was said.
    fn opened(&self) -> usize {
        let calls = self.people.examined();
        usize::try_from(calls.get("conversations.open").copied().unwrap_or_default()).unwrap()
    }

    fn introductions(&self, from: DateTime<Utc>) -> Vec<Seen> {
        let all = unasked(&self.people).into_iter();
        all.filter(|seen| seen.what == What::Introduction && seen.at >= from).collect()
    }
}

#[tokio::test]
async fn a_large_round_keeps_to_slacks_limits_and_to_its_hour() {
    for database in databases().await {
        let hall = TownHall::open(database).await;
        hall.begin_coffee().await;
        let (nine, week) = (berlin(monday(1), 9, 0), Duration::days(7));
        assert_eq!(hall.opened(), 0);
        // Twenty minutes for 22 groups: nobody notices yet.
        hall.advance_to(nine - Duration::minutes(19)).await;
        assert_eq!(hall.opened(), 22);
        assert!(hall.introductions(start()).is_empty());
        // Whoever joins now reads the date of the round that they will be in.
        hall.advance_to(nine - Duration::minutes(5)).await;
        hall.join(LATE).await;
        let told = hall.people.ephemerals(LATE).pop().unwrap();
        let told = serde_json::json!(told.blocks).to_string();
        let date = |at: DateTime<Utc>| format!("<!date^{}^", at.timestamp());
        assert!(told.contains(&date(nine + week)) && !told.contains(&date(nine)), "{told}");
        hall.advance_to(nine + Duration::minutes(5)).await;
        let first = hall.introductions(start());
        assert_eq!(first.len(), 22);
        for seen in &first {
            let late = seen.at - nine;
            assert!(late >= Duration::zero() && late < Duration::seconds(30), "{late}");
        }
        let there: BTreeSet<&String> = first.iter().flat_map(|seen| &seen.readers).collect();
        assert_eq!(there.len(), PEOPLE, "everybody once");
        assert!(!there.contains(&LATE.to_owned()));
        assert_eq!(hall.opened(), 22, "none was opened twice");
        // A week with its reminders and check-ins, and the round after it.
        hall.advance_to(nine + week + Duration::minutes(5)).await;
        let second = hall.introductions(nine + Duration::days(6));
        let there: BTreeSet<&String> = second.iter().flat_map(|seen| &seen.readers).collect();
        assert_eq!((second.len(), there.len()), (22, PEOPLE + 1));
        assert!(there.contains(&LATE.to_owned()));
        let jobs: BTreeSet<String> = unasked(&hall.people).into_iter().map(|it| it.job).collect();
        assert_eq!(jobs.len(), unasked(&hall.people).len(), "nothing was said twice");
        assert!(hall.people.rate_limited().is_empty(), "{:?}", hall.people.rate_limited());
        assert_eq!(hall.people.faults(), Vec::<String>::new());
        outgoing::assert_seen(&hall.people.examined());
    }
}
