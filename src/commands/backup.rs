//! `klatch backup`.

use std::path::PathBuf;

use clap::Args;
use klatch::clock::Clock;
use klatch::error::Told;

use super::{Ended, Settings, configured};

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    settings: Settings,
    /// The file to make
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

pub(crate) async fn backup(options: &Backup) -> Result<Ended, Told> {
    let config = configured(&options.settings)?;
    let clock = Clock::system();
    let made = klatch::operate::backup(&config, &clock, &options.out, options.force).await?;
    let (shown, kilobytes) = (options.out.display(), made.bytes.div_ceil(1_000));
    eprintln!(
        "{shown} has the whole database ({kilobytes} kB), but no key of an anonymous question."
    );
    Ok(Ended::Well)
}
