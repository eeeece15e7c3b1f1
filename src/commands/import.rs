//! `klatch import`.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use klatch::archive;
use klatch::domain::ids::WorkspaceId;
use klatch::error::Told;
use klatch::operate::{Progress, Wish, contents};

use super::{Ended, Settings, desk, interrupted};

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    settings: Settings,
    /// The zip as Slack made it
    #[arg(long, value_name = "FILE")]
    slack_export: PathBuf,
    /// A channel to import, by name or id; once for each. Without any, what there is gets listed
    #[arg(long, value_name = "NAME")]
    channel: Vec<String>,
    /// Private channels may be named, too: what is in them can be found by everybody then
    #[arg(long)]
    private: bool,
    /// Into this workspace; needed where Klatch is in several
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// The workspace in a browser, for links to the messages: https://acme.slack.com
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Leave days out that cannot be read, instead of importing nothing
    #[arg(long)]
    skip_broken: bool,
    /// Print what was found and left out for a program
    #[arg(long)]
    json: bool,
}

pub(crate) async fn import(options: Import) -> Result<Ended, Told> {
    if options.channel.is_empty() {
        let export = archive::Export::open(&options.slack_export)?;
        match options.json {
            true => println!("{:#}", serde_json::json!({ "channels": export.channels() })),
            false => print!("{}", contents(&export)),
        }
        return Ok(Ended::Well);
    }
    let desk = desk(&options.settings).await?;
    let wish = Wish {
        file: options.slack_export,
        channels: options.channel,
        private: options.private,
        skip_broken: options.skip_broken,
        url: options.url,
        workspace: options.workspace.map(WorkspaceId::new),
    };
    let stopped = until_interrupted();
    let is_terminal = std::io::stderr().is_terminal();
    let imported =
        desk.import(&wish, |at| show(&at, is_terminal), || stopped.load(Ordering::SeqCst)).await;
    desk.close().await;
    if is_terminal {
        eprintln!();
    }
    let imported = imported?;
    match options.json {
        true => println!("{:#}", serde_json::json!(imported)),
        false => print!("{}", imported.text()),
    }
    let whole = imported.complete && imported.broken_days.is_empty();
    Ok(if whole { Ended::Well } else { Ended::WithFaults })
}

/// Set once somebody wants it to end: what is in hand is kept, then it stops. A second time ends it
/// at once, which the database stands, too.
fn until_interrupted() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let setting = Arc::clone(&stopped);
    tokio::spawn(async move {
        interrupted().await;
        setting.store(true, Ordering::SeqCst);
        interrupted().await;
        std::process::exit(1);
    });
    stopped
}

/// On a terminal one line that changes; elsewhere a line for each tenth.
fn show(progress: &Progress, is_terminal: bool) {
    let (channel, what, done, of) = match progress {
        Progress::Reading { channel, days, of } => (channel, "days read", *days, *of),
        Progress::Keeping { channel, questions, of } => {
            (channel, "questions kept", *questions, *of)
        }
    };
    if is_terminal {
        eprint!("\r\x1b[K#{channel}: {done} of {of} {what}");
        let _ = std::io::stderr().flush();
    } else if done == of || done % (of / 10).max(100) == 0 {
        eprintln!("#{channel}: {done} of {of} {what}");
    }
}
