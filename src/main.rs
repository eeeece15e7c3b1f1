//! The command line, nothing else.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::Config;
use klatch::demo::{self, DemoOptions};
use klatch::error::{NOT_DONE, Told};
use klatch::slack::LOG_LIMITS;
use klatch::store::Store;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

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
    /// Run the bot in your workspace, over Socket Mode
    #[command(
        after_help = "Example:\n  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… klatch serve"
    )]
    Serve(Settings),
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
struct Settings {
    /// Where the settings are; the environment overrides them
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What a command leaves for the shell to see.
enum Ended {
    Well,
    /// Done, and something was found wrong.
    WithFaults,
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
        Command::Serve(settings) => serve(&settings).await,
        Command::Migrate(settings) => migrate(&settings).await,
    }
}

async fn play(demo: Demo) -> Result<Ended, Told> {
    log("warn");
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

async fn serve(settings: &Settings) -> Result<Ended, Told> {
    let config = configured(settings)?;
    log(&config.log);
    let chance = Chance::system().map_err(|error| {
        Told::new(format!("This machine gives no randomness: {error}."), "Try again later.")
    })?;
    let app = App::start(&config, Clock::system(), chance).await?;
    tracing::info!(workspace = ?app.workspace(), "Klatch is running");
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        interrupted().await;
        // An error means that everything has stopped already.
        let _ = stop.send(true);
    });
    app.run(stopped).await?;
    Ok(Ended::Well)
}

/// Until somebody presses Ctrl+C, or whoever runs the program asks it to end (SIGTERM).
async fn interrupted() {
    let asked = async {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => asked.recv().await,
            // Then Ctrl+C has to do.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = asked => {}
    }
}

async fn migrate(settings: &Settings) -> Result<Ended, Told> {
    let config = configured(settings)?;
    log(&config.log);
    let url = config.database_url.reveal();
    let store =
        Store::connect_and_migrate(url, &Clock::system()).await.map_err(klatch::app::unusable)?;
    store.close().await;
    eprintln!("The database is up to date.");
    Ok(Ended::Well)
}

fn configured(settings: &Settings) -> Result<Config, Told> {
    Config::load(settings.config.as_deref(), |name| std::env::var(name).ok())
}

/// Logs go to standard error. What limits the noise and the secrets of libraries comes last, so that
/// nothing overrides it.
fn log(filter: &str) {
    let filter = std::env::var("KLATCH_LOG").unwrap_or_else(|_| filter.to_owned());
    let filter = EnvFilter::builder().parse_lossy(format!("{filter},{LOG_LIMITS}"));
    let colors = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colors);
    log.with_writer(std::io::stderr).init();
}
