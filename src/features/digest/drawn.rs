//! The one picture of a digest: made, and uploaded where nobody sees it yet.

use chrono::{Datelike, Days};

use crate::domain::digest::{ByState, Decision, Figure, Picture, Range};
use crate::domain::story::State;
use crate::features::digest::facts::figure_of;
use crate::features::digest::plan::Due;
use crate::features::{Context, Result};
use crate::job::Work;
use crate::pictures::{self, Amounts, Week, Worth};
use crate::views::kit::shorten;

/// As much of it in words as Slack takes.
const LONGEST_ALT: usize = 1_900;

/// The picture of a digest that reports, if one has something to say. One that cannot be uploaded is
/// missing, which only the log says.
///
/// # Errors
/// The database.
pub async fn uploaded(context: &Context, work: &Work, due: &Due) -> Result<Option<Picture>> {
    let Decision::Report(_) = due.decision else { return Ok(None) };
    let mut tx = context.store.read().await?;
    let figure = figure_of(&mut tx, &work.workspace, &due.edition, &due.facts).await?;
    drop(tx);
    let Some(picture) = figure.and_then(|figure| drawn(context, due, &figure)) else {
        return Ok(None);
    };
    let alt = match &picture.key {
        Some(key) => shorten(&format!("{} {key}", picture.alt), LONGEST_ALT),
        None => picture.alt,
    };
    match context.slack.upload_unshared("digest.png", &picture.png).await {
        Ok(file) => Ok(Some(Picture { file: file.to_string(), alt })),
        Err(failure) => {
            tracing::warn!(job = %work.id, %failure, "a digest goes out without its picture");
            Ok(None)
        }
    }
}

fn drawn(context: &Context, due: &Due, figure: &Figure) -> Option<pictures::Picture> {
    let locale = context.voice.locale;
    match figure {
        Figure::Ties(ties) => pictures::ties(locale, ties),
        Figure::Weeks(weeks) => {
            let zone = due.rhythm.zone;
            let week = |it: &crate::domain::digest::Week| {
                let day = it.begins.with_timezone(&zone).date_naive();
                let back = Days::new(u64::from(day.weekday().num_days_from_monday()));
                let monday = day.checked_sub_days(back).unwrap_or(day);
                Week { monday, asked: it.asked, answered: it.answered }
            };
            pictures::weeks(locale, &weeks.iter().map(week).collect::<Vec<_>>())
        }
        Figure::Value(sums) => pictures::value(locale, &worth(sums)),
    }
}

fn worth(sums: &[ByState]) -> Worth {
    let of = |state: State| {
        let sum = sums.iter().find(|it| it.state == state);
        sum.map_or_else(Amounts::default, |it| {
            let Range { low, likely, high } = it.minutes;
            Amounts { stories: it.stories, low, likely, high }
        })
    };
    Worth {
        measure: None,
        claimed: of(State::Claimed),
        confirmed: of(State::Confirmed),
        evidenced: of(State::Evidenced),
    }
}
