//! `klatch search`.

use std::sync::Arc;

use clap::Args;
use klatch::domain::ids::WorkspaceId;
use klatch::error::Told;

use super::{Ended, Settings, configured, desk};

#[derive(Debug, Args)]
pub(crate) struct Search {
    #[command(flatten)]
    settings: Settings,
    /// Only this workspace
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// Make the index again from the database
    #[arg(long)]
    rebuild: bool,
    /// Print for a program
    #[arg(long)]
    json: bool,
    /// What to look for
    #[arg(value_name = "WORDS", required_unless_present = "rebuild", conflicts_with = "rebuild")]
    words: Vec<String>,
}

pub(crate) async fn run(options: &Search) -> Result<Ended, Told> {
    let config = configured(&options.settings)?;
    let desk = desk(&options.settings).await?;
    let ws = options.workspace.as_deref().map(WorkspaceId::new);
    let done = if options.rebuild {
        let progress = |read: i64, newest: i64| eprintln!("Read {read} of {newest}.");
        desk.rebuild_search(&config, ws.as_ref(), options.json, Arc::new(progress)).await
    } else {
        desk.search(&config, ws.as_ref(), &options.words.join(" "), options.json).await
    };
    desk.close().await;
    let printed = done?;
    match printed.is_empty() {
        true => eprintln!("Nothing was found."),
        false => print!("{printed}"),
    }
    Ok(Ended::Well)
}
