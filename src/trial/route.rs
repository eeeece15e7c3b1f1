//! `klatch route`: a history of questions replayed. Each is ranked by what came before it, as the bot
//! would rank it; the answers that it really got tell how good that was. JSON lines in and out.

mod baselines;
mod evidence;
mod history;
mod measure;
mod offers;
mod replay;
mod retrieval;
mod summary;

use std::io::{BufRead, Write};
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::archive;
use crate::error::Told;
use history::{History, Question};
use replay::{Line, Policy, Run, Terms, replay};

/// How many people and similar questions a line names.
const SHOWN: usize = 10;

/// Where a history comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// One question a line; `-` is standard input.
    Lines(PathBuf),
    /// A Slack export, and which of its channels; all public ones if none is named.
    SlackExport { file: PathBuf, channels: Vec<String> },
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One line for each question.
    Lines,
    /// How good it was, for people.
    Table,
    /// The same for a program.
    Json,
}

/// What `klatch route` is asked.
#[derive(Clone, Debug)]
pub struct Options {
    pub source: Source,
    /// The first day whose questions are ranked; all of them if there is none.
    pub from: Option<NaiveDate>,
    /// First offers a week to one person; a summary has its own.
    pub cap: u32,
    pub seed: u64,
    pub wanted: Wanted,
}

/// Replays a history and prints what came of it.
///
/// # Errors
/// What is wrong with the input, by its line; then nothing was written.
pub fn route(options: &Options, out: &mut impl Write) -> Result<(), Told> {
    let history = read(&options.source)?;
    let from = options.from.map(|day| day.and_time(NaiveTime::MIN).and_utc());
    if !history.questions.iter().any(|question| asked_since(question, from)) {
        return Err(Told::new(
            "There is no question to rank.",
            match from {
                Some(_) => "Check --from: the last question was asked before it.",
                None => "Check --input: one question a line.",
            },
        ));
    }
    let done = match options.wanted {
        Wanted::Lines => lines(&history, from, options, out),
        Wanted::Table | Wanted::Json => summed_up(&history, from, options, out),
    };
    done.and_then(|()| out.flush().map_err(Failure::from)).map_err(|failure| match failure {
        Failure::Search(error) => Told::new(
            format!("The questions cannot be searched: {error}."),
            "Look whether this machine is out of memory.",
        ),
        Failure::Write(error) => {
            Told::new(format!("The result cannot be written: {error}."), "Check where it goes.")
        }
    })
}

/// What may go wrong once the input makes sense.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Search(#[from] crate::search::Error),
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

fn asked_since(question: &Question, from: Option<DateTime<Utc>>) -> bool {
    from.is_none_or(|from| question.at >= from)
}

fn read(source: &Source) -> Result<History, Told> {
    let path = match source {
        Source::Lines(path) => path,
        Source::SlackExport { file, channels } => {
            return Ok(history::exported(archive::history(file, channels, !channels.is_empty())?));
        }
    };
    let (name, opened) = match path.to_str() {
        Some("-") => {
            let stdin: Box<dyn BufRead> = Box::new(std::io::stdin().lock());
            ("Standard input".to_owned(), Ok(stdin))
        }
        _ => {
            let file = std::fs::File::open(path);
            let file = file.map(|file| Box::new(std::io::BufReader::new(file)) as Box<dyn BufRead>);
            (path.display().to_string(), file)
        }
    };
    opened
        .map_err(|error| format!("cannot be read: {error}"))
        .and_then(history::read)
        .map_err(|what| Told::new(format!("{name} {what}."), "Nothing was ranked."))
}

fn lines(
    history: &History,
    from: Option<DateTime<Utc>>,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let terms = Terms { cap: Some(options.cap), spread: true, seed: options.seed };
    let mut run = Run::new(Policy::Klatch, terms);
    replay(history, from, |case| {
        let experts = run.rank(case);
        let line =
            serde_json::to_string(&Line::of(case, &experts)).map_err(std::io::Error::from)?;
        writeln!(out, "{line}").map_err(Failure::from)
    })
}

fn summed_up(
    history: &History,
    from: Option<DateTime<Utc>>,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let summary = summary::summary(history, from, options.seed)?;
    if options.wanted == Wanted::Table {
        return Ok(summary.table(out)?);
    }
    serde_json::to_writer_pretty(&mut *out, &summary).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}
