//! How long a community's digest takes to be made: what happened is read, decided on and drawn. A week
//! of a workspace with so many members holds half as many events, after four weeks like it:
//! `cargo bench --bench digest -- 1000 10000` (10,000 if nothing is said), on SQLite and on PostgreSQL.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot measure has nothing else to say"
)]

#[expect(dead_code, reason = "tests use the rest of it")]
#[path = "../tests/support/postgres.rs"]
mod postgres;

use std::sync::Arc;
use std::time::{Duration as Elapsed, Instant};

use chrono::{DateTime, Duration, NaiveTime, Utc, Weekday};
use klatch::clock::{Chance, Clock};
use klatch::config::Secret;
use klatch::domain::coffee::{Answer, Group, Program, Round, RoundState};
use klatch::domain::community::Community;
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::domain::meeting::Meeting;
use klatch::domain::people::{Profile, Standing};
use klatch::domain::question::{Asker, Privacy, Question, Source, Spot, State};
use klatch::domain::schedule::Cadence;
use klatch::domain::story::{self, Audience, Concerned, Cycle, Kind, Part, Story};
use klatch::features::{Context, digest};
use klatch::meter::Meter;
use klatch::search::Shelf;
use klatch::slack::client::Client;
use klatch::store::{Placement, Result, Store, Tx, transaction};
use klatch::views::Voice;
use uuid::Uuid;

const TRIES: usize = 51;
/// Weeks before the one that is told.
const HISTORY: u32 = 4;
/// Teams of the organization.
const TEAMS: u32 = 40;

#[tokio::main]
async fn main() {
    let sizes: Vec<u32> = std::env::args().filter_map(|size| size.parse().ok()).collect();
    println!("| engine | members | events | facts, median | digest, median | slowest |");
    println!("|---|---|---|---|---|---|");
    for members in if sizes.is_empty() { vec![10_000] } else { sizes } {
        let folder = tempfile::tempdir().expect("a folder");
        let file = format!("sqlite://{}", folder.path().join("klatch.db").display());
        measure("SQLite", &file, members).await;
        if let Some(database) = postgres::Database::create().await {
            measure("PostgreSQL", &database.url, members).await;
        }
    }
}

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn now() -> DateTime<Utc> {
    "2026-11-26T09:00:00Z".parse().expect("a time")
}

fn who(number: u32) -> MemberId {
    MemberId::new(format!("U{number:08}"))
}

fn community() -> Community {
    Community {
        id: Uuid::from_u128(1).into(),
        channel: "C1".into(),
        name: "platform".to_owned(),
        stewards: vec![who(0)],
        // The last digest was a week ago.
        began_at: now() - Duration::weeks(1),
        ended_at: None,
    }
}

async fn measure(engine: &str, url: &str, members: u32) {
    let clock = Clock::still(now());
    let store = Store::connect_and_migrate(url, &clock).await.expect("a database");
    let events = fill(&store, members).await.expect("rows");
    if engine == "PostgreSQL" {
        postgres::run(url, "ANALYZE").await.expect("statistics");
    }
    let context = context(store, clock);
    let mut facts = Vec::with_capacity(TRIES);
    let mut whole = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let began = Instant::now();
        let mut tx = context.store.read().await.expect("a transaction");
        let at = (now().date_naive(), Uuid::nil().into());
        let due = digest::as_of_now(&context, &mut tx, &ws(), community(), at).await;
        let due = due.expect("facts");
        drop(tx);
        facts.push(began.elapsed());
        let content = digest::content(&context, &due).expect("something to say");
        serde_json::to_string(&content).expect("a message");
        whole.push(began.elapsed());
    }
    facts.sort();
    whole.sort();
    println!(
        "| {engine} | {members} | {events} | {} | {} | {} |",
        millis(facts[TRIES / 2]),
        millis(whole[TRIES / 2]),
        millis(whole[TRIES - 1])
    );
    context.store.close().await;
}

fn millis(time: Elapsed) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn context(store: Store, clock: Clock) -> Context {
    Context {
        search: Shelf::new(store.clone(), None),
        store,
        clock,
        chance: Chance::seeded(1),
        slack: Client::new("https://slack.com/api", &Secret::new("none")).expect("a client"),
        voice: Voice::default(),
        settings: Arc::default(),
        rules: Arc::default(),
        guests_at_most: false,
        meter: Meter::new(),
        install: None,
    }
}

/// Everybody, and what they did; returns how many events the last week has.
async fn fill(store: &Store, members: u32) -> Result<u32> {
    let long_ago = now() - Duration::weeks(60);
    let chance = Chance::seeded(3);
    let people: Vec<Profile> = (0..members).map(profile).collect();
    let new = members / 100;
    transaction!(store, |tx| {
        tx.keep_workspace(&ws(), "Acme", &who(0), long_ago).await?;
        let (fresh, old) = people.split_at(usize::try_from(new).unwrap_or_default());
        tx.keep_profiles(&ws(), old, long_ago).await?;
        tx.keep_profiles(&ws(), fresh, now() - Duration::days(2)).await?;
        let teams: Vec<Placement> = people.iter().zip(0..).map(placed).collect();
        tx.place_in_teams(&ws(), &teams).await?;
        tx.insert_community(&ws(), &community()).await?;
        tx.insert_program(&ws(), &program()).await?;
        Ok(())
    })
    .await?;
    let (questions, coffees, stories) = (members * 15 / 100, members * 16 / 100, 40);
    for week in 0..=HISTORY {
        let end = now() - Duration::weeks(i64::from(week));
        transaction!(store, |tx| {
            for number in 0..questions {
                let at = end - Duration::seconds(i64::from(600_000 / questions * number) + 1);
                let question = question(&chance, at, number, members, week == 0);
                tx.insert_question(&ws(), &question).await?;
            }
            met(tx, &chance, end, (week, coffees, members)).await?;
            for number in 0..stories {
                tx.insert_story(&ws(), &told(&chance, end, number)).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(questions * 2 + coffees * 2 + new + stories)
}

fn profile(number: u32) -> Profile {
    Profile {
        member: who(number),
        name: format!("Person {number}"),
        title: None,
        email: Some(format!("{number}@example.org")),
        zone: Some(chrono_tz::Europe::Berlin),
        standing: Standing::Full,
        admin: false,
        away: None,
        changed_at: None,
    }
}

fn placed((person, number): (&Profile, u32)) -> Placement {
    Placement {
        email: person.email.clone().unwrap_or_default(),
        team: Some(format!("team {}", number % TEAMS)),
        department: None,
    }
}

fn program() -> Program {
    let at = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    Program {
        id: Uuid::from_u128(2).into(),
        channel: "C1".into(),
        steward: who(0),
        cadence: Cadence::weekly(1, Weekday::Mon, at, chrono_tz::Europe::Berlin),
        rules: klatch::domain::pairing::Rules::default(),
        managers_apart: false,
        style: klatch::domain::plan::Style::default(),
        minimum: 6,
        next_opening: now().date_naive(),
        rounds: 0,
        invitation: None,
        private: false,
        ended: false,
        created_at: now() - Duration::weeks(60),
    }
}

/// Nine of ten were answered; what is open is of this week.
fn question(
    chance: &Chance,
    at: DateTime<Utc>,
    number: u32,
    members: u32,
    this_week: bool,
) -> Question {
    let open = this_week && number.is_multiple_of(10);
    Question {
        id: chance.id(at),
        community: Some(community().id),
        asker: Asker::Known(who(number % members)),
        privacy: Privacy::Open,
        title: format!("How do I do the thing that number {number} is about?"),
        details: "With all of the words that it takes to say what somebody has tried.".repeat(4),
        topic: Some("things".to_owned()),
        urgent: false,
        state: if open { State::Channel } else { State::Answered },
        source: Source::Asked,
        thread: None,
        link: Some(format!("https://acme.slack.com/archives/C1/p{}", at.timestamp_millis())),
        asked_at: at,
        since: at,
        first_answer_at: (!open).then(|| at + Duration::seconds(1)),
        accepted: None,
        otherwise: None,
    }
}

async fn met(
    tx: &mut Tx,
    chance: &Chance,
    end: DateTime<Utc>,
    (week, coffees, members): (u32, u32, u32),
) -> Result<()> {
    let date = (end - Duration::days(6)).date_naive();
    let round = Round {
        id: chance.id(end),
        program: program().id,
        number: week + 1,
        opens_on: date,
        reminder_on: date,
        check_in_on: date,
        seed: [0; 32],
        algorithm: "bench".to_owned(),
        state: RoundState::Closed,
    };
    tx.insert_round(&ws(), &round).await?;
    let groups: Vec<Group> = (0..coffees)
        .map(|number| Group {
            id: chance.id(end),
            round: round.id,
            program: round.program,
            opener: who(number * 2 % members),
            members: vec![who(number * 2 % members), who((number * 2 + 1) % members)],
            question: 3,
            because: Vec::new(),
            repeats: Vec::new(),
            conversation: Some("G1".into()),
            introduction: Some("1767603600.000200".into()),
            meeting: Meeting::default(),
        })
        .collect();
    tx.insert_groups(&ws(), &groups).await?;
    for group in &groups {
        for member in &group.members {
            let at = end - Duration::hours(5);
            tx.keep_answer(&ws(), &Answer::new(group.id, member.clone(), true, at)).await?;
        }
    }
    Ok(())
}

fn told(chance: &Chance, end: DateTime<Utc>, number: u32) -> Story {
    let at = end - Duration::hours(i64::from(number) + 1);
    let person = |number, part| Concerned {
        member: who(number),
        part,
        audience: Some(Audience::Community),
        named: true,
        out_at: None,
    };
    Story {
        id: chance.id(at),
        community: Some(community().id),
        teller: who(number),
        helped: who(number),
        people: vec![person(number, Part::Helped), person(number + 100, Part::Helper)],
        happened: "A two-day migration took an afternoon.".to_owned(),
        changed: None,
        kind: Kind::Support,
        goal: None,
        claim: None,
        state: story::State::Confirmed,
        cycle: Cycle::Immediate,
        evidence: None,
        source: story::Source::Told,
        post: Some(Spot { channel: "C1".into(), message: "1767603600.000300".into() }),
        told_at: at,
        since: at,
        published_at: Some(at),
        fell_through: false,
    }
}
