//! A round of thousands is planned in few statements: its transaction is the longest of all, and
//! on SQLite everybody else who writes waits for it. A program of its own, because statements are
//! counted by what is logged of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use chrono::{NaiveTime, TimeDelta, Weekday};
use klatch::clock::Chance;
use klatch::config::Secret;
use klatch::domain::coffee::{Participation, Program, Round, RoundState};
use klatch::domain::ids::{MemberId, RoundId, WorkspaceId};
use klatch::domain::pairing::{Person, Request, Rules};
use klatch::domain::people::{Profile, Standing};
use klatch::domain::preferences::Preferences;
use klatch::domain::schedule::Cadence;
use klatch::features::{Context, coffee};
use klatch::job::{Job, Lane, Outcome, Work};
use klatch::meter::Meter;
use klatch::slack::client::Client;
use klatch::store::transaction;
use klatch::views::Voice;
use support::{TestStore, on_both, start};
use tracing::{Event, Metadata, Subscriber, span};

const PAIRS: usize = 1_000;

/// Counts the statements that sqlx says it ran.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl Statements {
    fn so_far(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// The one that this process counts with.
    fn of_this_process() -> &'static Self {
        static ALL: OnceLock<Statements> = OnceLock::new();
        ALL.get_or_init(|| {
            let counter = Statements::default();
            tracing::subscriber::set_global_default(counter.clone()).unwrap();
            counter
        })
    }
}

impl Subscriber for Statements {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn member(n: usize) -> MemberId {
    MemberId::new(format!("U{n:05}"))
}

fn profile(n: usize) -> Profile {
    Profile {
        member: member(n),
        name: format!("Person {n}"),
        title: None,
        email: None,
        zone: Some(chrono_tz::Europe::Berlin),
        standing: Standing::Full,
        admin: false,
        away: None,
        changed_at: None,
    }
}

fn program() -> Program {
    let at = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let zone = chrono_tz::Europe::Berlin;
    Program {
        id: Chance::seeded(1).id(start()),
        channel: "C1".into(),
        steward: member(0),
        cadence: Cadence::weekly(1, Weekday::Mon, at, zone),
        rules: Rules::default(),
        managers_apart: false,
        style: klatch::domain::plan::Style::default(),
        minimum: 2,
        next_opening: "2026-01-12".parse().unwrap(),
        rounds: 1,
        invitation: None,
        private: false,
        ended: false,
        created_at: start(),
    }
}

/// A round that was opened for so many, with its people in the directory.
async fn opened(given: &TestStore, people: usize) -> RoundId {
    let person = |n| Person {
        team: Some(format!("team {}", n % 40)),
        department: Some(format!("department {}", n % 7)),
        ..Person::new(member(n))
    };
    let people_of = (0..people).map(person).collect();
    let request = Request {
        round: 1,
        date: "2026-01-05".parse().unwrap(),
        seed: [3; 32],
        program: Rules::default(),
        people: people_of,
        history: Vec::new(),
        exclusions: Vec::new(),
    };
    let program = program();
    let round = Round {
        id: Chance::seeded(2).id(start()),
        program: program.id,
        number: 1,
        opens_on: "2026-01-05".parse().unwrap(),
        reminder_on: "2026-01-07".parse().unwrap(),
        check_in_on: "2026-01-09".parse().unwrap(),
        seed: [3; 32],
        algorithm: "test".to_owned(),
        state: RoundState::Opened,
    };
    let profiles: Vec<Profile> = (0..people).map(profile).collect();
    transaction!(given.store, |tx| {
        tx.keep_profiles(&ws(), &profiles, start()).await?;
        tx.insert_program(&ws(), &program).await?;
        tx.insert_round(&ws(), &round).await?;
        tx.keep_request(&ws(), round.id, &request).await?;
        let job = Job::PairRound { round: round.id };
        let id = Chance::seeded(4).id(start());
        tx.enqueue(&ws(), &job, start(), None, None, id, start()).await
    })
    .await
    .unwrap();
    round.id
}

/// The next round of these people, who all wish something and keep apart from one other.
async fn opens_in_few_statements(given: &TestStore, people: usize) {
    let statements = Statements::of_this_process();
    let program = program();
    let opens = program.cadence.instant_on(program.next_opening);
    given.clock.advance_to(opens);
    let wished = Preferences { topics: vec!["rust".into()], ..Preferences::default() };
    transaction!(given.store, |tx| {
        for n in 0..people {
            let joined = Participation::new(program.id, member(n), start());
            tx.keep_participation(&ws(), &joined).await?;
            tx.keep_preferences(&ws(), &member(n), &wished).await?;
            tx.keep_apart(&ws(), &member(n), &[member((n + 1) % people)]).await?;
        }
        let (program, date) = (program.id, program.next_opening);
        let job = Job::OpenRound { program, date, ahead: 0 };
        let id = Chance::seeded(5).id(opens);
        tx.enqueue(&ws(), &job, opens, None, None, id, opens).await
    })
    .await
    .unwrap();
    let work = claimed(given, |job| matches!(job, Job::OpenRound { .. })).await;
    let before = statements.so_far();
    let opened =
        coffee::open(&context(given), &work, program.id, program.next_opening, 0).await.unwrap();
    let run = statements.so_far() - before;
    println!("{people} people: opened in {run} statements");
    assert_eq!(opened, Outcome::Done);
    assert!((10..=40).contains(&run), "{run} statements");
    let mut tx = given.store.read().await.unwrap();
    let round = tx.current_round(&ws(), program.id).await.unwrap().unwrap();
    let request = tx.request(&ws(), round.id).await.unwrap().unwrap();
    assert_eq!((request.people.len(), request.exclusions.len()), (people, people));
    assert!(request.people.iter().all(|person| person.interests == ["rust"]));
}

/// The due job of that kind, in hand.
async fn claimed(given: &TestStore, wanted: impl Fn(&Job) -> bool) -> Work {
    let (now, minute) = (given.clock.now(), TimeDelta::minutes(1));
    let all =
        transaction!(given.store, |tx| tx.claim(&ws(), Lane::Work, "me", now, minute, 9).await);
    let claimed = all.await.unwrap().into_iter().find(|it| wanted(&it.job)).unwrap();
    Work {
        workspace: ws(),
        id: claimed.id,
        job: claimed.job,
        attempt: claimed.attempt,
        in_doubt: None,
        lease: claimed.lease,
    }
}

fn context(given: &TestStore) -> Context {
    Context {
        search: klatch::search::Shelf::new(given.store.clone(), None),
        store: given.store.clone(),
        clock: given.clock.clone(),
        chance: Chance::seeded(8),
        slack: Client::new("http://127.0.0.1:1/api", &Secret::new("xoxb-1")).unwrap(),
        voice: Voice::default(),
        settings: Arc::default(),
        rules: Arc::default(),
        guests_at_most: false,
        meter: Meter::new(),
        install: None,
    }
}

#[tokio::test]
async fn a_large_round_is_planned_in_few_statements() {
    let statements = Statements::of_this_process();
    on_both(async |given| {
        let round = opened(given, 2 * PAIRS).await;
        let work = claimed(given, |job| matches!(job, Job::PairRound { .. })).await;
        let context = context(given);
        let (before, since) = (statements.so_far(), Instant::now());
        assert_eq!(coffee::pair(&context, &work, round).await.unwrap(), Outcome::Done);
        let run = statements.so_far() - before;
        println!("{PAIRS} pairs: {run} statements, {:?}", since.elapsed());
        assert!((20..=60).contains(&run), "{run} statements");

        let mut tx = given.store.read().await.unwrap();
        let groups = tx.groups_of_round(&ws(), round).await.unwrap();
        assert_eq!(groups.len(), PAIRS);
        let far = start() + TimeDelta::days(30);
        assert_eq!(tx.planned(&ws(), far, 9_999).await.unwrap().len(), 3 * PAIRS);
        let (from, to) = ("2026-01-01".parse().unwrap(), "2026-02-01".parse().unwrap());
        assert_eq!(tx.claims_between(&ws(), from, to).await.unwrap().len(), 2 * PAIRS);
        drop(tx);
        opens_in_few_statements(given, 2 * PAIRS).await;
    })
    .await;
}
