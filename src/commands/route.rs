//! `klatch route`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use klatch::error::Told;
use klatch::trial::{self, Source, Wanted};

use super::Ended;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").required(true))]
pub(crate) struct Route {
    /// A history of questions, one a line as JSON, oldest first; - is standard input
    #[arg(long, value_name = "FILE", group = "source")]
    input: Option<PathBuf>,
    /// A standard Slack export: roots of threads that ask are questions, replies are answers
    #[arg(long, value_name = "FILE", group = "source")]
    slack_export: Option<PathBuf>,
    /// A channel of the export, by name or id; once for each. Without any, all public ones
    #[arg(long, value_name = "NAME", requires = "slack_export")]
    channel: Vec<String>,
    /// Rank questions from this day on; what was before is what is known
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// First offers a week to one person
    #[arg(
        long, value_name = "N", default_value_t = klatch::domain::routing::DEFAULT_CAP,
        value_parser = clap::value_parser!(u32).range(1..=1000)
    )]
    cap: u32,
    /// The same seed ranks the same
    #[arg(long, value_name = "N", default_value_t = 7)]
    seed: u64,
    /// Print how good the ranking is, under several caps and beside simpler ways
    #[arg(long, conflicts_with = "cap")]
    summary: bool,
    /// Print the summary for a program
    #[arg(long, requires = "summary")]
    json: bool,
}

pub(crate) fn route(options: Route) -> Result<Ended, Told> {
    let wanted = match (options.summary, options.json) {
        (true, true) => Wanted::Json,
        (true, false) => Wanted::Table,
        (false, _) => Wanted::Lines,
    };
    let source = match (options.input, options.slack_export) {
        (Some(file), _) => Source::Lines(file),
        (None, Some(file)) => Source::SlackExport { file, channels: options.channel },
        (None, None) => {
            return Err(Told::new("There is nothing to rank.", "Say where it is with --input."));
        }
    };
    let (from, cap, seed) = (options.from, options.cap, options.seed);
    let asked = trial::Options { source, from, cap, seed, wanted };
    trial::route(&asked, &mut std::io::stdout().lock())?;
    Ok(Ended::Well)
}
