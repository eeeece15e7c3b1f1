//! What stories were worth, by how sure it is: three rows side by side, each with its range. They are
//! never added together.

use charts_rs::{Circle, Line, Rect};

use super::palette::{BLUE, FAINT, GREEN, INK, ORANGE, PAPER};
use super::paper::{Anchor, HEIGHT, MARGIN, NAME, NOTE, Paper, WIDTH};
use super::{Picture, fonts, words};
use crate::domain::locale::Locale;

/// What the stories of one state are worth together, in minutes or in another measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// How many stories say so.
    pub stories: u32,
    /// At least.
    pub low: u64,
    pub likely: u64,
    pub high: u64,
}

/// What stories were worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// `None`: minutes. Otherwise what is counted, such as `tickets`.
    pub measure: Option<String>,
    /// Told by somebody.
    pub claimed: Amounts,
    /// Confirmed by whoever was helped.
    pub confirmed: Amounts,
    /// With something to look at.
    pub evidenced: Amounts,
}

/// Where the scale stands, from nothing to the most.
const FROM: f32 = 380.0;
const TO: f32 = WIDTH - 150.0;
/// The middle of the first row, and from there to the next.
const FIRST: f32 = 235.0;
const ROW: f32 = 135.0;
const THICK: f32 = 40.0;

/// The picture; `None` where no story has an amount.
pub fn value(locale: Locale, worth: &Worth) -> Option<Picture> {
    let rows = [worth.claimed, worth.confirmed, worth.evidenced].map(Amounts::in_order);
    let most = rows.iter().map(|row| row.high).max().filter(|most| *most > 0)?;
    let measure = worth.measure.as_deref().map(|it| fonts::drawable(it).unwrap_or_default());
    let measure = measure.as_deref();
    let amount = |n: u64| match measure {
        None => words::duration(locale, n),
        Some(_) => words::number(locale, n),
    };
    let with_measure = |n: u64| match measure.filter(|it| !it.is_empty()) {
        Some(measure) => format!("{} {measure}", words::number(locale, n)),
        None => amount(n),
    };
    let (state, surest) = rows.iter().enumerate().rfind(|(_, row)| row.high > 0)?;
    let below = words::value_below(locale, measure.filter(|it| !it.is_empty()));
    let mut paper =
        Paper::new(&words::value_title(locale, state, &with_measure(surest.low)), &below);
    let mut told = Vec::new();
    for (at, (row, name)) in (0_u8..).zip(rows.iter().zip(words::states(locale))) {
        let middle = FIRST + ROW * f32::from(at);
        let stories = words::stories(locale, row.stories);
        paper.write(name, MARGIN, middle - 20.0, NAME);
        paper.write(&stories, MARGIN, middle + 24.0, NOTE);
        let amounts = [row.low, row.likely, row.high].map(amount);
        draw(&mut paper, at, *row, most, middle, &amounts);
        if row.high > 0 {
            told.push(words::amounts(
                locale,
                name,
                &stories,
                amounts.each_ref().map(String::as_str),
            ));
        }
    }
    paper.write(words::value_foot(locale), MARGIN, HEIGHT - 46.0, NOTE);
    paper.picture(&words::value_alt(locale, &below, &told), None)
}

impl Amounts {
    /// A likely value outside of its range is the nearer end of it.
    fn in_order(self) -> Self {
        let high = self.high.max(self.low);
        Self { high, likely: self.likely.clamp(self.low, high), ..self }
    }
}

/// One row: a bar from low to high with a mark at what is likely, and the numbers around it.
fn draw(paper: &mut Paper, at: u8, row: Amounts, most: u64, middle: f32, told: &[String; 3]) {
    paper.canvas.line(Line {
        color: Some(FAINT),
        stroke_width: 3.0,
        left: FROM,
        top: middle,
        right: TO,
        bottom: middle,
        stroke_dash_array: None,
    });
    if row.high == 0 {
        return;
    }
    let [low, likely, high] =
        [row.low, row.likely, row.high].map(|n| FROM + share(n, most) * (TO - FROM));
    // The surer, the fuller: empty, half and full, whatever the colors are to somebody.
    let (fill, edge) = match at {
        0 => (PAPER, ORANGE),
        1 => (BLUE, BLUE),
        _ => (GREEN, GREEN),
    };
    paper.canvas.rect(Rect {
        fill: Some(fill.into()),
        color: Some(edge),
        stroke_width: Some(5.0),
        left: low,
        top: middle - THICK / 2.0,
        width: (high - low).max(8.0),
        height: THICK,
        rx: Some(8.0),
        ry: Some(8.0),
        ..Rect::default()
    });
    paper.canvas.circle(Circle {
        fill: Some(PAPER),
        stroke_color: Some(INK),
        stroke_width: 6.0,
        cx: likely,
        cy: middle,
        r: 13.0,
        ..Circle::default()
    });
    let [low_told, likely_told, high_told] = told;
    paper.write(likely_told, likely, middle - THICK / 2.0 - 28.0, NAME.at(Anchor::Middle));
    if row.low < row.high {
        paper.write(high_told, high + 18.0, middle, NOTE);
        if low - NOTE.width(low_told) - 18.0 > FROM - 60.0 {
            paper.write(low_told, low - 18.0, middle, NOTE.at(Anchor::End));
        }
    }
}

/// How much of the most that is, from 0 to 1.
fn share(part: u64, most: u64) -> f32 {
    let parts = u128::from(part) * 10_000 / u128::from(most.max(1));
    f32::from(u16::try_from(parts.min(10_000)).unwrap_or(10_000)) / 10_000.0
}
