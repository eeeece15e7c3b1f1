//! One company's quarter of bad days.

use std::collections::BTreeSet;

use chrono::{Days, Duration};
use klatch::playground::{Misbehavior, Trick};
use sqlx::Row as _;

use crate::breaks::Breaks;
use crate::cast::company;
use crate::checker::{Excuses, assert_kept};
use crate::effects::{assert_once, connect, rows};
use crate::hours::berlin;
use crate::play::{Deed, Play, monday};
use crate::points::{POINTS, Point};
use crate::support::TestDatabase;

/// Who has coffee; the others only look, write and change.
const PEOPLE: [&str; 6] = ["anke", "bruno", "divya", "jonas", "olga", "uma"];
/// Rounds of one story.
pub(crate) const ROUNDS: i64 = 12;
/// How often each kind of misfortune befalls a call, or an event.
const SHARE: f64 = 0.015;

/// What happens to one company in twelve rounds: where each of them was to be cut, and whether it
/// was cut there.
pub(crate) async fn quarter(database: TestDatabase, seed: u64) -> Vec<(Point, bool)> {
    let mut play = Play::begin_with(database, seed, Breaks::none()).await;
    play.join(&PEOPLE).await;
    play.advance_to_round(1).await;
    play.breaks = Breaks::seeded(seed);
    play.breaks.rough = true;
    play.world.playground.misbehave(bad_days(seed));
    let mut cut = Vec::new();
    for round in 1..=ROUNDS {
        play.everyday(round);
        let number = usize::try_from(round).unwrap() + usize::try_from(seed).unwrap() * 7;
        let point = POINTS[number % POINTS.len()];
        cut.push((point, play.cut_at(point, round).await));
        play.advance_to(berlin(monday(round) + Days::new(6), 12, 0)).await;
        // The last of a week's misfortunes: Slack renews its connections, or they break.
        play.world.playground.next("events_api", [Trick::Disconnect, Trick::Break][number % 2]);
        play.advance_to_round(round + 1).await;
    }
    play.world.playground.misbehave(Misbehavior::default());
    play.assert_survived().await;
    cut
}

fn bad_days(seed: u64) -> Misbehavior {
    // Breaking connections come once a week: so many at once, and the bot rightly takes its time.
    let plan = Misbehavior::of_all_kinds(seed, SHARE).with(Trick::Break, 0.0);
    let plan = plan.with(Trick::Disconnect, 0.0).with(Trick::Twice, 0.1).with(Trick::ToAll, 0.1);
    let plan = plan.with(Trick::Late, 0.15).with(Trick::OutOfOrder, 0.1).with(Trick::AckLost, 0.15);
    plan.sparing(&["auth.test", "apps.connections.open", "interactive", "slash_commands"])
}

impl Play {
    /// People outside of coffee look at the Home tab, write to the bot, and get other titles.
    fn everyday(&mut self, round: i64) {
        let others: Vec<String> = company().people.into_iter().map(|person| person.name).collect();
        let others: Vec<String> =
            others.into_iter().filter(|name| !PEOPLE.contains(&name.as_str())).collect();
        let number = usize::try_from(round).unwrap();
        let person = |offset: usize| others[(number + offset) % others.len()].clone();
        let at = |days: u64, minute: u32| {
            berlin(monday(round) + Days::new(days), 13, minute) + Duration::seconds(29)
        };
        self.plan(at(1, 1), Deed::LookHome { person: person(0) });
        let title = format!("Something new in week {round}");
        self.plan(at(1, 1), Deed::Retitle { person: person(1), title });
        self.plan(at(1, 2), Deed::Say { person: person(2), conversation: "dm".to_owned() });
        self.plan(at(6, 3), Deed::LookHome { person: person(3) });
    }

    async fn assert_survived(&mut self) {
        let late = Duration::minutes(30);
        let excuses = Excuses { late, ..assert_once(self).await };
        assert_kept(self, excuses);
        self.assert_well().await;
        self.assert_no_event_lost().await;
        self.assert_nothing_left().await;
    }

    /// What follows from an event is seen: a Home tab, a hello, a title in the directory.
    async fn assert_no_event_lost(&self) {
        let playground = &self.world.playground;
        let looked = playground.people().into_iter().filter(|person| {
            let number = company()
                .people
                .iter()
                .filter(|it| !PEOPLE.contains(&&*it.name))
                .position(|it| it.name == person.name);
            number.is_some_and(|number| (1..=usize::try_from(ROUNDS).unwrap()).contains(&number))
        });
        for person in looked {
            let home = playground.home_of(&person.name);
            assert!(home.is_some(), "seed {}: {} sees no Home tab", self.seed, person.name);
        }
        let greetings = self.jobs.values().filter(|job| job.kind == "greet").count();
        let spoken = usize::try_from(ROUNDS).unwrap();
        assert_eq!(greetings, spoken, "seed {}: one hello for each who wrote", self.seed);
        let mut database = connect(self).await;
        for row in rows(&mut database, "SELECT member_id, title FROM members").await {
            let (id, title): (String, Option<String>) = (row.get("member_id"), row.get("title"));
            let Some(person) = playground.person(&id) else { continue };
            if !person.is_bot {
                assert_eq!(title.unwrap_or_default(), person.title, "seed {}: {id}", self.seed);
            }
        }
    }

    /// Every round, group and place in a group once; the queue is empty, and nobody holds anything.
    async fn assert_nothing_left(&mut self) {
        self.world.stop_bot().await;
        let now = self.world.clock.now().timestamp_millis();
        let seed = self.seed;
        let mut database = connect(self).await;
        let rounds = rows(&mut database, "SELECT opens_on FROM rounds").await;
        let days: Vec<String> = rounds.iter().map(|row| row.get("opens_on")).collect();
        let once: BTreeSet<&String> = days.iter().collect();
        assert_eq!((days.len(), once.len()), (self.weeks.len(), self.weeks.len()), "seed {seed}");
        let members = "SELECT g.round_id, m.member_id FROM coffee_groups AS g \
             JOIN group_members AS m ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id";
        let members = rows(&mut database, members).await;
        let places: Vec<(String, String)> =
            members.iter().map(|row| (row.get("round_id"), row.get("member_id"))).collect();
        let once: BTreeSet<_> = places.iter().collect();
        assert_eq!(once.len(), places.len(), "seed {seed}: somebody is in two groups");
        let seats: usize = self.weeks.iter().map(|week| week.people.len()).sum();
        assert_eq!(places.len(), seats, "seed {seed}: everybody is in a group");
        for (what, query) in [
            ("leases", "SELECT COUNT(*) AS number FROM jobs WHERE lease_until IS NOT NULL"),
            ("events", "SELECT COUNT(*) AS number FROM inbox WHERE state <> 'done'"),
            ("jobs given up", "SELECT COUNT(*) AS number FROM jobs WHERE state = 'discarded'"),
        ] {
            let left: i64 = rows(&mut database, query).await[0].get("number");
            assert_eq!(left, 0, "seed {seed}: {what} are left");
        }
        let waiting =
            rows(&mut database, "SELECT run_at, kind FROM jobs WHERE state = 'waiting'").await;
        for job in waiting {
            let (at, kind): (i64, String) = (job.get("run_at"), job.get("kind"));
            assert!(at > now, "seed {seed}: {kind} was due at {at}, and it is {now}");
        }
    }
}
