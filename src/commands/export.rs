//! `klatch export`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use klatch::domain::ids::WorkspaceId;
use klatch::error::Told;
use klatch::views::ask::export::Format;

use super::{Ended, Settings, desk};

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    settings: Settings,
    /// Knowledge cards: questions with the answers that were accepted, and what else was kept
    #[arg(long, required = true)]
    cards: bool,
    /// The form of the file
    #[arg(long, default_value = "markdown")]
    format: FormatName,
    /// Of this workspace; needed where Klatch is in several
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// Where to write it; - is standard output. A file that is there is replaced
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    Markdown,
    Csv,
    Json,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Markdown => Self::Markdown,
            FormatName::Csv => Self::Csv,
            FormatName::Json => Self::Json,
        }
    }
}

pub(crate) async fn export(options: &Export) -> Result<Ended, Told> {
    let desk = desk(&options.settings).await?;
    let ws = options.workspace.as_deref().map(WorkspaceId::new);
    let cards = desk.cards(ws.as_ref(), options.format.into()).await;
    desk.close().await;
    let cards = cards?;
    let is_standard = options.out.to_str() == Some("-");
    let written = match is_standard {
        true => {
            let mut out = std::io::stdout().lock();
            out.write_all(cards.text.as_bytes()).and_then(|()| out.flush())
        }
        false => std::fs::write(&options.out, &cards.text),
    };
    written.map_err(|error| {
        Told::new(
            format!("{} cannot be written: {error}.", options.out.display()),
            "Check its folder, and that this user may write there.",
        )
    })?;
    if !is_standard {
        eprintln!("{} cards are in {}.", cards.cards, options.out.display());
    }
    Ok(Ended::Well)
}
