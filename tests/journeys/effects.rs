//! What was kept, beside what was seen: every effect once, and no message that nobody accounts for.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection as _, Row as _};

use crate::checker::Excuses;
use crate::hours::berlin;
use crate::play::Play;
use crate::seen::unasked;
use crate::support::lost_answers;

/// What the bot does when it does not know whether it said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// It looks, where it may.
    Looks,
    SaysAgain,
    LetsGo,
}

/// The jobs that say something in a conversation.
const SPEAKING: [(&str, Doubt); 7] = [
    ("invite", Doubt::Looks),
    ("introduce_group", Doubt::SaysAgain),
    ("tell", Doubt::Looks),
    ("remind_group", Doubt::LetsGo),
    ("check_in", Doubt::LetsGo),
    ("sum_up", Doubt::Looks),
    ("greet", Doubt::Looks),
];

/// A job that is to say something.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    id: String,
    pub(crate) kind: String,
    state: String,
    /// How often nobody knew whether it had been said.
    doubts: usize,
}

impl Play {
    /// Writes down how the jobs stand: those that ended are forgotten after some weeks.
    pub(crate) async fn note_jobs(&mut self) {
        let mut database = connect(self).await;
        let jobs = jobs(&mut database).await;
        self.jobs.extend(jobs.into_iter().map(|job| (job.id.clone(), job)));
    }
}

/// Compares what was kept with what was seen and done, and returns what may be excused.
pub(crate) async fn assert_once(play: &mut Play) -> Excuses {
    play.note_jobs().await;
    let mut database = connect(play).await;
    let mut said = BTreeMap::<String, usize>::new();
    for seen in unasked(&play.world.playground) {
        *said.entry(seen.job).or_default() += 1;
    }
    let mut excuses = Excuses::default();
    let mut doubts = 0;
    let mut wrong = Vec::new();
    for job in play.jobs.values() {
        let speaking = SPEAKING.iter().find(|(kind, _)| job.kind == *kind);
        let doubt = speaking.map_or(Doubt::LetsGo, |(_, doubt)| *doubt);
        let times = said.remove(&job.id).unwrap_or_default();
        doubts += job.doubts;
        if job.kind == "greet" {
            excuses.asked.insert(job.id.clone());
        }
        let right = match (job.state.as_str(), job.doubts) {
            ("done", 0) => times == 1,
            ("done", _) if doubt == Doubt::Looks => times == 1,
            ("done", doubts) if doubt == Doubt::SaysAgain => {
                excuses.twice.insert(job.id.clone());
                (1..=doubts + 1).contains(&times)
            }
            ("done", _) => {
                excuses.missing += usize::from(job.kind != "greet");
                times <= 1
            }
            ("cancelled" | "waiting", 0) => times == 0,
            _ => false,
        };
        if !right {
            wrong.push(format!("said {times} times: {job:?}"));
        }
    }
    assert!(wrong.is_empty(), "seed {}: {wrong:#?}", play.seed);
    assert!(said.is_empty(), "seed {}: said by no job: {said:?}", play.seed);
    // One job at a time is in flight here.
    let (crashes, outages) = (play.breaks.crashes, play.breaks.outages);
    let lost = lost_answers(&play.world.playground);
    assert!(
        doubts <= crashes + outages + lost,
        "seed {}: {doubts} doubts, {crashes} crashes, {outages} outages, {lost} answers lost",
        play.seed
    );
    assert_eq!(answers(&mut database).await, said_in(play), "seed {}: answers", play.seed);
    assert_eq!(people(&mut database).await, play.everybody.names(), "seed {}: people", play.seed);
    println!(
        "{crashes} crashes, {} stops, {outages} outages, {lost} answers lost, {doubts} sends in \
         doubt, {} of them to be repeated",
        play.breaks.stops,
        excuses.twice.len()
    );
    excuses
}

pub(crate) async fn connect(play: &Play) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&play.database.url).await.expect("the database")
}

pub(crate) async fn rows(database: &mut AnyConnection, query: &'static str) -> Vec<AnyRow> {
    sqlx::query(query).fetch_all(database).await.unwrap_or_else(|error| panic!("{query}: {error}"))
}

async fn jobs(database: &mut AnyConnection) -> Vec<Job> {
    let all = rows(database, "SELECT job_id, kind, state, doubts FROM jobs ORDER BY job_id").await;
    let jobs = all.iter().map(|row| Job {
        id: row.get("job_id"),
        kind: row.get("kind"),
        state: row.get("state"),
        doubts: usize::try_from(row.get::<i64, _>("doubts")).expect("a count"),
    });
    jobs.filter(|job| SPEAKING.iter().any(|(kind, _)| job.kind == *kind)).collect()
}

/// The date of a round, a conversation, who said something in it, and what.
type Answers = BTreeMap<(String, String, String), bool>;

async fn answers(database: &mut AnyConnection) -> Answers {
    let query = "SELECT r.opens_on, g.conversation, a.member_id, a.met FROM answers AS a \
         JOIN coffee_groups AS g ON g.workspace_id = a.workspace_id AND g.group_id = a.group_id \
         JOIN rounds AS r ON r.workspace_id = g.workspace_id AND r.round_id = g.round_id";
    let all = rows(database, query).await;
    let answers = all.iter().map(|row| {
        let key = (row.get("opens_on"), row.get("conversation"), row.get("member_id"));
        (key, row.get::<i64, _>("met") == 1)
    });
    answers.collect()
}

/// The same by what people pressed.
fn said_in(play: &Play) -> Answers {
    let answers = play.said.iter().map(|said| {
        let round = play.weeks.iter().rfind(|week| berlin(week.day, 9, 0) <= said.at);
        let day = round.expect("a round").day.to_string();
        let person = format!("U{}", said.person.to_uppercase());
        ((day, said.conversation.clone(), person), said.met)
    });
    answers.collect()
}

async fn people(database: &mut AnyConnection) -> BTreeSet<String> {
    let all = rows(database, "SELECT member_id FROM participations WHERE has_left = 0").await;
    let names = all.iter().map(|row| row.get::<String, _>("member_id"));
    names.map(|mut id| id.split_off(1).to_lowercase()).collect()
}
