//! Questions by the week they were asked in, and how many of them are answered by now.

use charts_rs::{Line, Rect};
use chrono::{Datelike, NaiveDate};

use super::fonts::Weight;
use super::palette::{BLUE, INK, ORANGE, PAPER};
use super::paper::{Anchor, MARGIN, NAME, NOTE, Paper, WIDTH};
use super::{Picture, words};
use crate::domain::locale::Locale;

/// How many weeks are shown: the last ones.
pub const MOST_WEEKS: usize = 12;

/// The questions of one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its first day, whichever day of the week that is.
    pub begins: NaiveDate,
    pub asked: u32,
    /// Of them: those that are answered by now.
    pub answered: u32,
}

/// Where bars stand, and how high the highest may be.
const GROUND: f32 = 545.0;
const HIGHEST: f32 = 290.0;
const CORNER: f32 = 6.0;

/// The picture of the last twelve of these weeks; `None` where nobody asked anything in them.
pub fn weeks(locale: Locale, weeks: &[Week]) -> Option<Picture> {
    let weeks = weeks.get(weeks.len().saturating_sub(MOST_WEEKS)..)?;
    let sum = |of: fn(&Week) -> u32| weeks.iter().map(|week| u64::from(of(week))).sum::<u64>();
    let (asked, answered) = (sum(|week| week.asked), sum(Week::answered_of_asked));
    let most = weeks.iter().map(|week| week.asked).max().filter(|most| *most > 0)?;
    let title = words::weeks_title(locale, asked, answered);
    let mut paper = Paper::new(&title, &words::weeks_below(locale, weeks.len()));
    legend(locale, &mut paper, answered > 0, answered < asked);
    let count = u16::try_from(weeks.len()).unwrap_or(u16::MAX);
    let slot = ((WIDTH - 2.0 * MARGIN) / f32::from(count)).min(150.0);
    let from = (WIDTH - slot * f32::from(count)) / 2.0;
    paper.canvas.line(Line {
        color: Some(INK),
        stroke_width: 3.0,
        left: MARGIN,
        top: GROUND,
        right: WIDTH - MARGIN,
        bottom: GROUND,
        stroke_dash_array: None,
    });
    let mut month = None;
    for (week, at) in weeks.iter().zip(0_u16..) {
        let middle = from + slot * (f32::from(at) + 0.5);
        bar(locale, &mut paper, week, middle, slot * 0.66, most);
        let day = week.begins.format("%-d").to_string();
        paper.write(&day, middle, GROUND + 32.0, NOTE.at(Anchor::Middle));
        if month.replace(week.begins.month()) != Some(week.begins.month()) {
            let name = words::month(locale, week.begins);
            let bold = super::paper::Written { weight: Weight::Bold, ..NOTE };
            paper.write(&name, middle, GROUND + 76.0, bold.at(Anchor::Middle));
        }
    }
    let told: Vec<String> = weeks
        .iter()
        .map(|week| words::week(locale, week.begins, week.asked, week.answered_of_asked()))
        .collect();
    paper.picture(&words::weeks_alt(locale, &title, &told), None)
}

impl Week {
    fn answered_of_asked(&self) -> u32 {
        self.answered.min(self.asked)
    }
}

/// A bar: what is answered is full and stands below, what is open is empty with an edge.
fn bar(locale: Locale, paper: &mut Paper, week: &Week, middle: f32, width: f32, most: u32) {
    if week.asked == 0 {
        let how = NOTE.at(Anchor::Middle);
        return paper.write(&words::number(locale, 0), middle, GROUND - 28.0, how);
    }
    let height = |many: u32| ratio(many, most) * HIGHEST;
    let (all, full) = (height(week.asked), height(week.answered_of_asked()));
    let left = middle - width / 2.0;
    let rounded = Rect { left, width, rx: Some(CORNER), ry: Some(CORNER), ..Rect::default() };
    if full < all {
        paper.canvas.rect(Rect {
            fill: Some(PAPER.into()),
            color: Some(ORANGE),
            stroke_width: Some(5.0),
            left: left + 2.5,
            width: width - 5.0,
            top: GROUND - all + 2.5,
            // Its lower edge is behind what is answered.
            height: all - full + if full > 0.0 { CORNER } else { -4.0 },
            ..rounded.clone()
        });
    }
    if full > 0.0 {
        paper.canvas.rect(Rect {
            fill: Some(BLUE.into()),
            top: GROUND - full,
            height: full - 1.5,
            ..rounded
        });
    }
    let number = words::short(locale, week.asked);
    paper.write(&number, middle, GROUND - all - 28.0, NAME.at(Anchor::Middle));
}

/// How much of the most that is, from 0 to 1.
fn ratio(part: u32, most: u32) -> f32 {
    // A thousandth is less than a pixel of a bar.
    let thousandths = u64::from(part) * 1_000 / u64::from(most.max(1));
    f32::from(u16::try_from(thousandths.min(1_000)).unwrap_or(1_000)) / 1_000.0
}

fn legend(locale: Locale, paper: &mut Paper, full: bool, open: bool) {
    let (answered, waiting) = words::weeks_legend(locale);
    let mut x = MARGIN;
    let y = 178.0;
    let parts = [(full, answered, BLUE, BLUE), (open, waiting, PAPER, ORANGE)];
    for (_, word, fill, edge) in parts.into_iter().filter(|(shown, ..)| *shown) {
        paper.canvas.rect(Rect {
            fill: Some(fill.into()),
            color: Some(edge),
            stroke_width: Some(5.0),
            left: x + 2.5,
            top: y - 14.5,
            width: 29.0,
            height: 29.0,
            rx: Some(CORNER),
            ry: Some(CORNER),
            ..Rect::default()
        });
        paper.write(word, x + 48.0, y, NOTE);
        x += 48.0 + NOTE.width(word) + 48.0;
    }
}
