//! `klatch forget`.

use std::sync::Arc;

use clap::Args;
use klatch::app;
use klatch::clock::{Chance, Clock};
use klatch::config::Secret;
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::error::Told;
use klatch::features::{Context, home};
use klatch::meter::Meter;
use klatch::operate::Desk;
use klatch::search::Shelf;
use klatch::slack::client::Client;
use klatch::views::home::operator_forgot;

use super::{Ended, Settings, configured};

#[derive(Debug, Args)]
pub(crate) struct Forget {
    #[command(flatten)]
    settings: Settings,
    /// Whom: their Slack id, such as U012AB3CD
    #[arg(long, value_name = "ID")]
    member: String,
    /// Of this workspace; needed where Klatch is in several
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// It cannot be taken back
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn forget(options: &Forget) -> Result<Ended, Told> {
    let member = named(&options.member)?;
    let config = configured(&options.settings)?;
    let chance = Chance::system().map_err(|error| {
        Told::new(format!("This machine gives no randomness: {error}."), "Try again later.")
    })?;
    let clock = Clock::system();
    let desk = Desk::open(&config, clock.clone(), chance.clone()).await?;
    let named = options.workspace.as_deref().map(WorkspaceId::new);
    let ws = desk.only_workspace(named.as_ref()).await?;
    if !options.yes {
        desk.close().await;
        return Err(Told::new(
            "Nobody was forgotten.",
            "It cannot be taken back: say so with --yes.",
        ));
    }
    let store = desk.store().clone();
    let voice = app::voice(&config.commands);
    let context = Context {
        search: Shelf::new(store.clone(), None),
        store,
        clock,
        chance,
        // Nothing is said to Slack here: what follows for others waits for klatch serve.
        slack: Client::new(&config.slack_api_url, &Secret::new(""))?,
        voice,
        settings: Arc::new(config.settings.clone()),
        rules: Arc::default(),
        guests_at_most: config.settings.guests,
        meter: Meter::new(),
        install: None,
    };
    let operator = MemberId::new("operator");
    let forgot = home::forget(&context, &ws, &member, &operator).await;
    desk.close().await;
    let entries = forgot.map_err(|error| {
        Told::new(
            format!("Nobody was forgotten: {error}."),
            "Try again; klatch check looks at the database.",
        )
    })?;
    if entries == 0 {
        return Err(Told::new(
            format!("Nothing is stored about {member} in the workspace {ws}."),
            "Nothing was changed. In Slack, the menu of a profile copies the member ID.",
        ));
    }
    eprintln!("{}", operator_forgot(&context.voice, entries));
    Ok(Ended::Well)
}

/// Whom somebody means. Every text is in the empty one: with that, far more would be forgotten.
fn named(id: &str) -> Result<MemberId, Told> {
    let id = id.trim();
    if id.is_empty() || !id.chars().all(|sign| sign.is_ascii_alphanumeric()) {
        return Err(Told::new(
            "That is nobody's Slack id.",
            "It looks like U012AB3CD: in Slack, the menu of a profile copies it.",
        ));
    }
    Ok(MemberId::new(id))
}
