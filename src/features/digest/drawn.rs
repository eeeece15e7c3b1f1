//! The one picture of a digest: made, and uploaded where nobody sees it yet.

use chrono_tz::Tz;

use crate::domain::digest::{self, ByState, Figure, Picture, Shows, Worth};
use crate::features::Context;
use crate::job::Work;
use crate::pictures::{self, Amounts, Week};
use crate::views::kit::shorten;

/// As much of it in words as Slack takes.
const LONGEST_ALT: usize = 1_900;
/// The longest line of what stands for names, in characters.
const LONGEST_KEY: usize = 1_000;

/// A picture that nobody has uploaded yet.
pub(super) struct Drawn {
    picture: pictures::Picture,
    shows: Shows,
}

impl Drawn {
    /// It in words, as they are kept.
    pub(super) fn alt(&self) -> String {
        match &self.picture.key {
            Some(key) => shorten(&format!("{} {key}", self.picture.alt), LONGEST_ALT),
            None => self.picture.alt.clone(),
        }
    }
}

/// What a figure shows.
pub(super) fn shows(figure: &Figure) -> Shows {
    match figure {
        Figure::Ties(_) => Shows::Ties,
        Figure::Weeks(_) => Shows::Weeks,
        Figure::Value(_) => Shows::Value,
    }
}

/// The picture of a figure; days are those of `zone`.
pub(super) fn drawn(context: &Context, zone: Tz, figure: &Figure) -> Option<Drawn> {
    let locale = context.voice.locale;
    let picture = match figure {
        Figure::Ties(ties) => pictures::ties(locale, ties),
        Figure::Weeks(weeks) => {
            let week = |it: &digest::Week| Week {
                begins: it.begins.with_timezone(&zone).date_naive(),
                asked: it.asked,
                answered: it.answered,
            };
            pictures::weeks(locale, &weeks.iter().map(week).collect::<Vec<_>>())
        }
        Figure::Value(of) => pictures::value(locale, &worth(of)),
    };
    Some(Drawn { picture: picture?, shows: shows(figure) })
}

/// Uploads it. One that cannot be uploaded is missing, which only the log says.
pub(super) async fn uploaded(context: &Context, work: &Work, drawn: Drawn) -> Option<Picture> {
    match context.slack.upload_unshared("digest.png", &drawn.picture.png).await {
        Ok(file) => Some(Picture {
            file: file.to_string(),
            alt: drawn.alt(),
            shows: drawn.shows,
            key: drawn.picture.key.map(|key| shorten(&key, LONGEST_KEY)),
        }),
        Err(failure) => {
            tracing::warn!(job = %work.id, %failure, "a digest goes out without its picture");
            None
        }
    }
}

fn worth(worth: &Worth) -> pictures::Worth {
    let of = |it: ByState| {
        let told = it.minutes.unwrap_or_default();
        Amounts {
            stories: it.stories,
            counted: told.counted,
            low: told.low,
            likely: told.likely,
            high: told.high,
        }
    };
    pictures::Worth {
        measure: None,
        claimed: of(worth.claimed),
        confirmed: of(worth.confirmed),
        evidenced: of(worth.evidenced),
        coverage: (worth.coverage.estimated, worth.coverage.answers),
    }
}
