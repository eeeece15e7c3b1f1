//! The command line, nothing else.

mod commands;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, LogFormat, Mode};
use klatch::demo::{self, DemoOptions};
use klatch::domain::ids::WorkspaceId;
use klatch::error::{NOT_DONE, Told};
use klatch::logging::{self, Log};
use klatch::store::Store;
use mimalloc::MiMalloc;
use tokio::sync::watch;

use crate::commands::{Ended, Settings, configured, desk, interrupted};

/// Taking an event in is mostly small pieces of text that one thread makes and another drops, which
/// the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long the bot may take to finish what it holds; then it ends all the same.
const FAREWELL: Duration = Duration::from_secs(10);

/// Brings people of a workspace together who have not met.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A workspace of invented people on this machine, with the real bot in it
    #[command(after_help = "Example:\n  klatch demo\n  klatch demo --headless --weeks 4 --seed 7")]
    Demo(Demo),
    /// Run the bot, over Socket Mode or HTTP
    #[command(
        after_help = "Example:\n  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… klatch serve\n  \
                      klatch serve --mode http --config klatch.toml\n\n\
                      Ctrl+C lets it finish what it holds, up to ten seconds; twice ends it at once."
    )]
    Serve(Serve),
    /// Look whether everything is as it should be, and say what to do where it is not
    #[command(after_help = "Example:\n  klatch check\n  klatch check --json | jq .well\n\n\
                      It changes nothing. Exit code 0: all is well; 1: something is wrong; 2: the \
                      settings cannot be read.")]
    Check(Check),
    /// Hold all messages back: nothing is posted until they are released
    #[command(
        after_help = "Example:\n  klatch hold --reason \"wrong channel\"\n  klatch hold --list\n\n\
                      It works on the database, also while klatch serve runs, from the next message on."
    )]
    Hold(Hold),
    /// Let messages go again: shows what waits, and with --yes sends it, one every few seconds
    #[command(after_help = "Example:\n  klatch release\n  klatch release --yes")]
    Release(Release),
    /// Try a program on your own people: JSON in, JSON out
    #[command(
        after_help = "Example:\n  klatch pair --input people.json\n  klatch pair --input - < people.json | jq .summary\n\n\
                      docs/pairing.md says what is best, and what goes in and comes out."
    )]
    Pair(Pair),
    /// Try who is asked on a history of questions: each is ranked by what came before it
    #[command(
        after_help = "Example:\n  klatch route --input questions.jsonl --from 2026-06-01\n  \
                      klatch route --slack-export acme.zip --channel rust --summary\n\n\
                      docs/routing.md says what goes in and comes out, and how good it is."
    )]
    Route(commands::route::Route),
    /// Past rounds: which there were, why people met, and the proof that it comes out the same
    #[command(subcommand)]
    Round(RoundCommand),
    /// What a Slack export tells: questions with their answers, to be found from the first day on
    #[command(after_help = "Example:\n  klatch import --slack-export acme.zip\n  \
                      klatch import --slack-export acme.zip --channel rust --channel data \\\n    \
                      --url https://acme.slack.com\n\n\
                      Only channels that are named are read. Run it again, also after Ctrl+C: what is \
                      there stays. docs/import.md says what is taken.")]
    Import(commands::import::Import),
    /// What communities keep, as a file
    #[command(after_help = "Example:\n  klatch export --cards --out cards.md\n  \
                      klatch export --cards --format csv > cards.csv")]
    Export(commands::export::Export),
    /// Forget somebody: what they set and said about themselves goes, what others wrote stays
    #[command(after_help = "Example:\n  klatch forget --member U012AB3CD --yes\n\n\
                      Everybody can do that for themselves in App Home. It works on the database; \
                      docs/privacy.md says what becomes of each table. Backups keep what they have.")]
    Forget(commands::forget::Forget),
    /// Copy an SQLite database, also while the bot runs
    #[command(after_help = "Example:\n  klatch backup --out /backups/klatch-$(date +%F).db\n\n\
                      Who asked anonymously can be found out from no backup. For PostgreSQL it says \
                      the command to run.")]
    Backup(commands::backup::Backup),
    /// Look for words in questions, answers and cards, or make the search index again
    #[command(
        after_help = "Example:\n  klatch search rotate certificates\n  klatch search --rebuild\n\n\
                      The index is a cache of the database: making it again loses nothing, and \
                      klatch serve may run meanwhile."
    )]
    Search(commands::search::Search),
    /// Bring the database up to this version
    #[command(after_help = "Example:\n  DATABASE_URL=sqlite://klatch.db klatch migrate")]
    Migrate(Settings),
}

#[derive(Debug, Args)]
struct Demo {
    /// The page's port on this machine
    #[arg(long, default_value_t = 3838)]
    port: u16,
    /// Your own people: a CSV file with name, email, team, department, zone, or Slack's users.json
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// The same seed plays the same
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Print what happens instead of showing a page
    #[arg(long)]
    headless: bool,
    /// How many weeks to play without a page, 1 to 52
    #[arg(
        long, requires = "headless", default_value_t = 4,
        value_parser = clap::value_parser!(u32).range(1..=52)
    )]
    weeks: u32,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    settings: Settings,
    /// How Slack reaches the bot; the settings say so otherwise
    #[arg(long)]
    mode: Option<ModeName>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeName {
    Socket,
    Http,
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    settings: Settings,
    /// Print the findings for a program
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Hold {
    #[command(flatten)]
    settings: Settings,
    /// Only in this workspace
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// Why: for the audit trail
    #[arg(long)]
    reason: Option<String>,
    /// Hold nothing, only print who holds what, and what waits
    #[arg(long, conflicts_with = "reason")]
    list: bool,
}

#[derive(Debug, Args)]
struct Release {
    #[command(flatten)]
    settings: Settings,
    /// The hold on this workspace only
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// Let go what is printed without it
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
struct Pair {
    /// What the pairing is asked; - is standard input
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
}

#[derive(Debug, Subcommand)]
enum RoundCommand {
    /// The latest rounds with their ids
    #[command(after_help = "Example:\n  klatch round list")]
    List(RoundList),
    /// Explain a round, and pair it again from its snapshot and seed
    #[command(
        after_help = "Example:\n  klatch round show 018f3c2e-7b1a-7c3d-9a1b-2c3d4e5f6a7b\n\n\
                      Exit code 0: it comes out the same; 1: it does not; 2: it cannot be paired again."
    )]
    Show(RoundShow),
}

#[derive(Debug, Args)]
struct RoundList {
    #[command(flatten)]
    settings: Settings,
    /// Only in this workspace
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
}

#[derive(Debug, Args)]
struct RoundShow {
    #[command(flatten)]
    settings: Settings,
    /// Its id
    #[arg(value_name = "ROUND")]
    round: String,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(run(cli.command)),
        Err(error) => Err(Told::new(
            format!("The program cannot start: {error}."),
            "Look whether this machine is out of memory or threads.",
        )),
    };
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithFaults) => ExitCode::from(1),
        Err(told) => {
            eprintln!("{told}");
            ExitCode::from(NOT_DONE)
        }
    }
}

async fn run(command: Command) -> Result<Ended, Told> {
    match command {
        Command::Demo(options) => play(options).await,
        Command::Serve(options) => serve(&options).await,
        Command::Check(options) => check(&options).await,
        Command::Hold(options) => hold(&options).await,
        Command::Release(options) => release(&options).await,
        Command::Pair(options) => {
            klatch::trial::pair(&options.input, &mut std::io::stdout().lock())?;
            Ok(Ended::Well)
        }
        Command::Route(options) => commands::route::route(options),
        Command::Round(RoundCommand::List(options)) => rounds(&options).await,
        Command::Round(RoundCommand::Show(options)) => show_round(&options).await,
        Command::Import(options) => commands::import::import(options).await,
        Command::Export(options) => commands::export::export(&options).await,
        Command::Forget(options) => commands::forget::forget(&options).await,
        Command::Backup(options) => commands::backup::backup(&options).await,
        Command::Search(options) => commands::search::run(&options).await,
        Command::Migrate(settings) => migrate(&settings).await,
    }
}

async fn play(demo: Demo) -> Result<Ended, Told> {
    let filter = std::env::var("KLATCH_LOG").unwrap_or_else(|_| "warn".to_owned());
    let _log = logging::start(&filter, LogFormat::Text);
    let options = DemoOptions { port: demo.port, people: demo.people, seed: demo.seed };
    if demo.headless {
        let fine = demo::tell(&options, demo.weeks).await?;
        return Ok(if fine { Ended::Well } else { Ended::WithFaults });
    }
    let ready = |address: &str| {
        println!("Coffee is ready: {address}\nCtrl+C ends the demo.");
    };
    demo::visit(&options, ready, interrupted()).await?;
    Ok(Ended::Well)
}

async fn serve(options: &Serve) -> Result<Ended, Told> {
    let mut config = configured(&options.settings)?;
    config.mode = match options.mode {
        Some(ModeName::Socket) => Mode::Socket,
        Some(ModeName::Http) => Mode::Http,
        None => config.mode,
    };
    let _log = log(&config);
    let chance = Chance::system().map_err(|error| {
        Told::new(format!("This machine gives no randomness: {error}."), "Try again later.")
    })?;
    let app = App::start(&config, Clock::system(), chance).await?;
    tracing::info!("{}", app.greeting());
    let (stop, stopped) = watch::channel(false);
    let mut running = std::pin::pin!(app.run(stopped));
    tokio::select! {
        ended = &mut running => return ended.map(|()| Ended::Well),
        () = interrupted() => {}
    }
    tracing::info!("stopping: what is in hand comes to its end");
    let _ = stop.send(true);
    tokio::select! {
        ended = tokio::time::timeout(FAREWELL, running) => match ended {
            Ok(ended) => ended?,
            Err(_) => tracing::warn!("what was not done in time is done after the next start"),
        },
        () = interrupted() => tracing::warn!("ended at once"),
    }
    Ok(Ended::Well)
}

async fn check(options: &Check) -> Result<Ended, Told> {
    let config = configured(&options.settings)?;
    let _log = logging::start("off", config.log_format);
    let clock = Clock::system();
    let report = klatch::check::check(&config, &clock).await;
    match options.json {
        true => println!("{}", report.json()),
        false => print!("{}", report.text()),
    }
    Ok(if report.is_well() { Ended::Well } else { Ended::WithFaults })
}

async fn hold(options: &Hold) -> Result<Ended, Told> {
    let desk = desk(&options.settings).await?;
    let ws = options.workspace.as_deref().map(WorkspaceId::new);
    if options.list {
        print!("{}", desk.list(ws.as_ref()).await?);
    } else if desk.hold(ws.as_ref(), options.reason.as_deref()).await? {
        eprintln!("Nothing is posted from now on. klatch release shows what waits.");
    } else {
        eprintln!("That is held already.");
    }
    desk.close().await;
    Ok(Ended::Well)
}

async fn release(options: &Release) -> Result<Ended, Told> {
    let desk = desk(&options.settings).await?;
    let ws = options.workspace.as_deref().map(WorkspaceId::new);
    print!("{}", desk.list(ws.as_ref()).await?);
    if !desk.is_held(ws.as_ref()).await? {
        eprintln!("That is not held, so there is nothing to let go.");
        desk.close().await;
        return Ok(Ended::Well);
    }
    if !options.yes {
        desk.close().await;
        return Err(Told::new("Nothing was let go.", "Say so with --yes."));
    }
    match desk.release(ws.as_ref()).await? {
        Some(gone) => eprintln!(
            "{} messages go out, one every few seconds; {} whose moment has passed do not.",
            gone.waiting, gone.lapsed
        ),
        None => eprintln!("That was not held."),
    }
    desk.close().await;
    Ok(Ended::Well)
}

async fn rounds(options: &RoundList) -> Result<Ended, Told> {
    let desk = desk(&options.settings).await?;
    let ws = options.workspace.as_deref().map(WorkspaceId::new);
    let listed = desk.rounds(ws.as_ref()).await?;
    desk.close().await;
    match listed.is_empty() {
        true => eprintln!("No round has opened yet."),
        false => print!("{listed}"),
    }
    Ok(Ended::Well)
}

async fn show_round(options: &RoundShow) -> Result<Ended, Told> {
    let desk = desk(&options.settings).await?;
    let replay = desk.replay(&options.round).await?;
    desk.close().await;
    print!("{}", replay.text);
    Ok(if replay.same { Ended::Well } else { Ended::WithFaults })
}

async fn migrate(settings: &Settings) -> Result<Ended, Told> {
    let config = configured(settings)?;
    let _log = log(&config);
    let url = config.database_url.reveal();
    let store = Store::connect_and_migrate(url, &Clock::system())
        .await
        .map_err(klatch::store::Error::told)?;
    store.close().await;
    eprintln!("The database is up to date.");
    Ok(Ended::Well)
}

fn log(config: &Config) -> Log {
    logging::start(&config.log, config.log_format)
}
