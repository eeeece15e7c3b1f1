//! The time ribbon: now, what the bot has planned, and the visitor's hand on the clock. Everything
//! that it shows is read from the bot's queue. These routes exist only in the demo.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Notify};

use crate::demo::hints::{Hint, hints};
use crate::demo::stage::{Stage, ZONE};
use crate::error::Told;
use crate::job::Job;
use crate::store::{PlannedJob, Tx};

/// How far ahead the ribbon shows what is planned.
const AHEAD: TimeDelta = TimeDelta::weeks(5);
/// How far one jump may go.
const LONGEST_JUMP: TimeDelta = TimeDelta::weeks(26);
/// The most jobs that are looked at for one drawing.
const MOST_JOBS: u32 = 5_000;
/// What becomes due by itself is looked for this often.
const REST: Duration = Duration::from_secs(1);
/// While it plays, time moves this often (real time) …
const BEAT: Duration = Duration::from_millis(200);
/// … and this far each time: a week in ten seconds.
const STRIDE: TimeDelta = TimeDelta::minutes(7 * 24 * 60 / 50);

/// What the ribbon shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ribbon {
    /// Milliseconds since 1970, as all times here.
    now: i64,
    zone: &'static str,
    playing: bool,
    marks: Vec<Mark>,
    hints: Vec<Hint>,
}

/// Something that the bot has planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Mark {
    at: i64,
    kind: &'static str,
    label: String,
    count: u32,
}

/// The stage with the visitor's hand on its clock.
#[derive(Clone)]
pub struct Hand(Arc<Inner>);

struct Inner {
    /// Empty until the history has been played.
    stage: Mutex<Option<Stage>>,
    playing: AtomicBool,
    /// Told when it starts or stops playing.
    played: Notify,
}

impl Default for Hand {
    fn default() -> Self {
        let inner = Inner {
            stage: Mutex::new(None),
            playing: AtomicBool::new(false),
            played: Notify::new(),
        };
        Self(Arc::new(inner))
    }
}

/// What the visitor wants of time.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    /// To this moment.
    To(i64),
    /// To the next mark: `{"next": true}`, and nothing happens for `false`.
    Next(bool),
    /// Go on by itself, or stop.
    Play(bool),
}

impl Hand {
    /// The routes of the ribbon.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/demo/ribbon", get(show))
            .route("/demo/time", post(move_time))
            .with_state(self.clone())
    }

    /// The history is over: from here on the visitor moves time, and it passes by itself.
    pub async fn take(&self, stage: Stage) {
        if let Some(visitor) = &stage.visitor {
            stage.world.playground.welcome(visitor.clone());
        }
        stage.world.clock.let_run();
        *self.0.stage.lock().await = Some(stage);
    }

    /// Works off whatever arrives or becomes due, for as long as the demo runs.
    ///
    /// # Errors
    /// The bot did not do its part.
    pub async fn keep_going(&self) -> Result<(), Told> {
        // What the visitor did may tick a hint off although nothing follows from it.
        let mut done = 0;
        loop {
            let Some(app) = self.app().await? else { return Ok(()) };
            let pause = if self.0.playing.load(Ordering::SeqCst) { BEAT } else { REST };
            tokio::select! {
                () = app.work_arrives() => {}
                () = self.0.played.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
            let mut stage = self.0.stage.lock().await;
            let Some(stage) = stage.as_mut() else { continue };
            let playing = self.0.playing.load(Ordering::SeqCst);
            let settled = !playing && {
                let went = stage.settle().await;
                bad_day(stage, went)?.unwrap_or_default()
            };
            if playing {
                let went = stage.advance_to(stage.world.clock.now() + STRIDE).await;
                bad_day(stage, went)?;
                self.push(stage).await?;
            } else if settled || stage.world.playground.visited().len() > done {
                self.push(stage).await?;
            }
            done = stage.world.playground.visited().len();
        }
    }

    async fn app(&self) -> Result<Option<Arc<crate::app::App>>, Told> {
        let stage = self.0.stage.lock().await;
        stage.as_ref().map(|stage| stage.world.app().cloned()).transpose()
    }

    async fn push(&self, stage: &Stage) -> Result<(), Told> {
        let body = self.drawn(stage).await?;
        stage.world.playground.aside("ribbon", serde_json::json!(body));
        Ok(())
    }

    async fn drawn(&self, stage: &Stage) -> Result<Ribbon, Told> {
        let now = stage.world.clock.now();
        let app = stage.world.app()?;
        let failed = |error| Told::new(format!("The plan cannot be read: {error}."), "Try again.");
        let mut tx: Tx = app.store().read().await.map_err(failed)?;
        let planned =
            tx.planned(&stage.world.workspace(), now + AHEAD, MOST_JOBS).await.map_err(failed)?;
        Ok(Ribbon {
            now: now.timestamp_millis(),
            zone: ZONE.name(),
            playing: self.0.playing.load(Ordering::SeqCst),
            marks: marks(&planned, now),
            hints: hints(&stage.world.playground.visited(), now),
        })
    }

    async fn obey(&self, wish: &Wish) -> Result<Ribbon, Refusal> {
        let mut stage = self.0.stage.lock().await;
        let stage = stage.as_mut().ok_or(Refusal::NotReady)?;
        let now = stage.world.clock.now();
        match wish {
            Wish::Play(play) => {
                self.0.playing.store(*play, Ordering::SeqCst);
                self.0.played.notify_one();
            }
            Wish::To(at) => {
                let at = DateTime::from_timestamp_millis(*at).ok_or(Refusal::NoSuchTime)?;
                if at < now || at > now + LONGEST_JUMP {
                    return Err(Refusal::NoSuchTime);
                }
                stage.advance_to(at).await?;
            }
            Wish::Next(false) => {}
            Wish::Next(true) => {
                let ribbon = self.drawn(stage).await?;
                let mark = ribbon.marks.iter().find(|mark| mark.at > ribbon.now);
                let at = mark.and_then(|mark| DateTime::from_timestamp_millis(mark.at));
                stage.advance_to(at.ok_or(Refusal::NothingPlanned)?).await?;
            }
        }
        self.push(stage).await?;
        Ok(self.drawn(stage).await?)
    }
}

/// What went wrong ends the demo, unless the visitor wanted things to go wrong: then the bot gets
/// its next chance with the next beat.
fn bad_day<T>(stage: &Stage, went: Result<T, Told>) -> Result<Option<T>, Told> {
    match went {
        Ok(done) => Ok(Some(done)),
        Err(_) if !stage.world.playground.mischief().is_empty() => Ok(None),
        Err(told) => Err(told),
    }
}

async fn show(State(hand): State<Hand>) -> Response {
    let stage = hand.0.stage.lock().await;
    match stage.as_ref() {
        None => Refusal::NotReady.into_response(),
        Some(stage) => match hand.drawn(stage).await {
            Ok(ribbon) => Json(ribbon).into_response(),
            Err(told) => Refusal::Told(told).into_response(),
        },
    }
}

async fn move_time(State(hand): State<Hand>, Json(wish): Json<Wish>) -> Response {
    match hand.obey(&wish).await {
        Ok(ribbon) => Json(ribbon).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Why time does not move.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("The workspace is still being set up. Try again in a moment.")]
    NotReady,
    #[error("Time moves forward only, and at most half a year at once.")]
    NoSuchTime,
    #[error("Nothing is planned.")]
    NothingPlanned,
    #[error(transparent)]
    Told(#[from] Told),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotReady => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoSuchTime | Self::NothingPlanned => StatusCode::BAD_REQUEST,
            Self::Told(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(serde_json::json!({ "error": self.to_string() }))).into_response()
    }
}

/// Jobs of one kind within one hour are one mark.
fn marks(planned: &[PlannedJob], now: DateTime<Utc>) -> Vec<Mark> {
    let mut marks: BTreeMap<(i64, &'static str), Mark> = BTreeMap::new();
    for PlannedJob { job, run_at, .. } in planned {
        let run_at = match job {
            // What a visitor sees of it.
            Job::OpenConversation { then, .. } => then,
            _ => run_at,
        };
        let Some((kind, one, many)) = shown(job).filter(|_| *run_at >= now) else { continue };
        let mark = marks.entry((run_at.timestamp() / 3_600, kind)).or_insert(Mark {
            at: run_at.timestamp_millis(),
            kind,
            label: String::new(),
            count: 0,
        });
        mark.at = mark.at.min(run_at.timestamp_millis());
        mark.count += 1;
        mark.label = match mark.count {
            1 => one.to_owned(),
            n => format!("{n} {many}"),
        };
    }
    let mut marks: Vec<Mark> = marks.into_values().collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

/// The jobs that a visitor would call something that happens.
#[expect(clippy::too_many_lines, reason = "one exhaustive match, with an arm for each job")]
fn shown(job: &Job) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match job {
        Job::OpenRound { .. } => ("round", "A round opens", "rounds open"),
        Job::OpenConversation { .. } | Job::IntroduceGroup { .. } | Job::IntroduceTwo { .. } => {
            ("introduction", "An introduction", "introductions")
        }
        Job::AnnounceBreak { .. } => ("break", "A team's break", "team breaks"),
        Job::RemindGroup { .. } => ("reminder", "A reminder", "reminders"),
        Job::CheckIn { .. } => ("check_in", "A check-in", "check-ins"),
        Job::PublishStory { .. } => ("story", "A story is told", "stories are told"),
        Job::CloseRound { .. } => ("close", "The round is summed up", "rounds are summed up"),
        Job::FollowUp { .. } => ("story", "A story is followed up", "stories are followed up"),
        Job::PostWins { .. } => ("wins", "A month of stories", "months of stories"),
        Job::Digest { .. } => ("digest", "A digest", "digests"),
        Job::PairRound { .. }
        | Job::Rematch { .. }
        | Job::ShareTime { .. }
        | Job::SumUp { .. }
        | Job::PrepareProgram { .. }
        | Job::TryOut { .. }
        | Job::Invite { .. }
        | Job::RefreshInvitation { .. }
        | Job::ShowMet { .. }
        | Job::EndFree { .. }
        | Job::SeeOff { .. }
        | Job::ShowTwo { .. }
        | Job::ShowBreak { .. }
        | Job::Route { .. }
        | Job::Offer { .. }
        | Job::ShowReferral { .. }
        | Job::RemindExpert { .. }
        | Job::AskChannel { .. }
        | Job::TellSteward { .. }
        | Job::TellAsker { .. }
        | Job::PostQuestion { .. }
        | Job::ShowQuestion { .. }
        | Job::Relay { .. }
        | Job::OfferToAsk { .. }
        | Job::PrepareCommunity { .. }
        | Job::PostAnswer { .. }
        | Job::Carry { .. }
        | Job::MarkAccepted { .. }
        | Job::ExportCards { .. }
        | Job::ExportMe { .. }
        | Job::SessionTurn { .. }
        | Job::SessionPost { .. }
        | Job::ShowSession { .. }
        | Job::ShowStory { .. }
        | Job::ShowFollowUp { .. }
        | Job::ThankInThread { .. }
        | Job::ShowThanks { .. }
        | Job::ExportStories { .. }
        | Job::ShowWins { .. }
        | Job::ShowSum { .. }
        | Job::ShowDigest { .. }
        | Job::SendDigest { .. }
        | Job::Tell { .. }
        | Job::PublishHome { .. }
        | Job::Greet { .. }
        | Job::TidyUp
        | Job::ConfirmToken
        | Job::RefreshToken
        | Job::EraseWorkspace
        | Job::SyncPeople { .. }
        | Job::ReadFieldLabels
        | Job::ReadFields
        | Job::ReadTeamGroups
        | Job::ReadPeopleFile => return None,
    })
}
