//! The commands of the command line, one room each; here is what they share.

pub(crate) mod backup;
pub(crate) mod export;
pub(crate) mod forget;
pub(crate) mod import;
pub(crate) mod route;
pub(crate) mod search;

use std::path::PathBuf;

use clap::Args;
use klatch::clock::{Chance, Clock};
use klatch::config::Config;
use klatch::error::Told;
use klatch::operate::Desk;
use tokio::signal::unix::{SignalKind, signal};

#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// Where the settings are; the environment overrides them
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What a command leaves for the shell to see.
pub(crate) enum Ended {
    Well,
    /// Done, and something was found wrong.
    WithFaults,
}

pub(crate) fn configured(settings: &Settings) -> Result<Config, Told> {
    Config::load(settings.config.as_deref(), |name| std::env::var(name).ok())
}

pub(crate) async fn desk(settings: &Settings) -> Result<Desk, Told> {
    let config = configured(settings)?;
    let chance = Chance::system().map_err(|error| {
        Told::new(format!("This machine gives no randomness: {error}."), "Try again later.")
    })?;
    Desk::open(&config, Clock::system(), chance).await
}

/// Until somebody presses Ctrl+C, or whoever runs the program asks it to end (SIGTERM).
pub(crate) async fn interrupted() {
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
