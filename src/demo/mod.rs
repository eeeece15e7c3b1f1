//! The bot and a simulated workspace, put together for a visitor.

mod crew;
mod hints;
mod ribbon;
pub mod stage;
mod story;
pub mod world;

use std::fs::File;
use std::path::{Path, PathBuf};

use axum::Router;
use chrono::TimeDelta;
use tokio::net::TcpListener;

use self::ribbon::Hand;
use self::stage::{Stage, StageOptions};
use self::story::Story;
use crate::error::Told;
use crate::playground::{Cast, cast};

/// What a visitor can choose.
#[derive(Clone, Debug)]
pub struct DemoOptions {
    /// The page's port on this machine; 0 takes a free one.
    pub port: u16,
    /// A file of people instead of the invented ones: CSV, or Slack's `users.json`.
    pub people: Option<PathBuf>,
    /// The same seed plays the same.
    pub seed: u64,
}

/// A folder for the demo's database that goes when the demo does.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Told> {
        let folder = std::env::temp_dir().join(format!("klatch-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| {
            Told::new(
                format!(
                    "There is no room for the demo's database in {}: {error}.",
                    folder.display()
                ),
                "Set TMPDIR to a folder that can be written to.",
            )
        })?;
        Ok(Self(folder))
    }

    fn database_url(&self) -> String {
        format!("sqlite://{}", self.0.join("klatch.db").display())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed from the temporary folder does no harm there.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Serves the demo's page until `stop` is ready. `ready` is told its address.
///
/// # Errors
/// One sentence: the port is in use, the file of people cannot be read, the bot failed.
pub async fn visit(
    options: &DemoOptions,
    ready: impl FnOnce(&str),
    stop: impl Future<Output = ()>,
) -> Result<(), Told> {
    let cast = cast_of(options)?;
    let joining = joining(options, &cast);
    let listener = listen(options.port).await?;
    let scratch = Scratch::new()?;
    let hand = Hand::default();
    let stage = StageOptions {
        cast,
        seed: options.seed,
        database_url: scratch.database_url(),
        listener,
        visited: true,
    };
    let mut stage = Stage::open(stage, hand.routes()).await?;
    stage.play_history(joining).await?;
    stage.world.playground.watch_traffic();
    ready(&stage.world.playground.page_url());
    hand.take(stage).await;
    tokio::select! {
        ended = hand.keep_going() => ended,
        () = stop => Ok(()),
    }
}
/// Plays some weeks to standard output. Says whether everything went without a fault, and
/// no call came too fast.
///
/// # Errors
/// One sentence: the file of people cannot be read, the bot failed.
pub async fn tell(options: &DemoOptions, weeks: u32) -> Result<bool, Told> {
    let cast = cast_of(options)?;
    let joining = joining(options, &cast);
    let listener = listen(0).await?;
    let scratch = Scratch::new()?;
    let stage = StageOptions {
        cast,
        seed: options.seed,
        database_url: scratch.database_url(),
        listener,
        visited: false,
    };
    let mut stage = Stage::open(stage, Router::new()).await?;
    stage.tell_to(Story::aloud(stage.world.playground.clone(), stage.steward()?));
    stage.set_up(joining).await?;
    stage.set_up_asking().await?;
    let end = stage.world.clock.now() + TimeDelta::weeks(i64::from(weeks));
    stage.advance_to(end).await?;
    stage.sum_up(weeks).await?;
    let playground = &stage.world.playground;
    Ok(playground.faults().is_empty() && playground.rate_limited().is_empty())
}

async fn listen(port: u16) -> Result<TcpListener, Told> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Told::new(
            format!("Port {port} is in use by another program."),
            "Choose another one with --port.",
        ),
        _ => Told::new(
            format!("Port {port} cannot be opened: {error}."),
            "Choose another one with --port.",
        ),
    })
}

fn cast_of(options: &DemoOptions) -> Result<Cast, Told> {
    match &options.people {
        None => Ok(cast::invented()),
        Some(file) => read_people(file),
    }
}

fn read_people(path: &Path) -> Result<Cast, Told> {
    let place = path.display();
    let unreadable = |why: String| {
        Told::new(
            format!("The people in {place} cannot be read: {why}"),
            "It should be CSV with a header (name, email, team, department, zone) or Slack's users.json.",
        )
    };
    let file = File::open(path).map_err(|error| unreadable(format!("{error}.")))?;
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let read = if json { cast::from_users_json(file) } else { cast::from_csv(file) };
    read.map_err(unreadable)
}

/// Of the invented people three in four join before the visitor comes, and the others are there to be
/// invited; of an operator's own everybody does.
fn joining(options: &DemoOptions, cast: &Cast) -> usize {
    match options.people {
        None => cast.people.len() * 3 / 4,
        Some(_) => cast.people.len(),
    }
}
