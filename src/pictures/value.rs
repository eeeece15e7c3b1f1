//! What stories were worth, by how sure it is: three rows side by side, each with its range. They are
//! never added together.

use charts_rs::{Circle, Line, Rect};

use super::palette::{BLUE, GREEN, INK, ORANGE, PAPER, SOFT};
use super::paper::{Anchor, HEIGHT, MARGIN, NAME, NOTE, Paper, WIDTH};
use super::{Picture, fonts, words};
use crate::domain::locale::Locale;

/// What the stories of one state are worth together, in minutes or in another measure. Without an amount
/// (all of them 0) there is no bar: it would be about too few people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// How many stories there are, whether they say an amount or not; `None` if that is about too few people.
    pub stories: Option<u32>,
    /// What counts of it, at most `low`.
    pub counted: u64,
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
    /// So many of so many accepted answers have an estimate; `None` for too few.
    pub coverage: (Option<u32>, u32),
}

/// Where the scale begins.
const FROM: f32 = 380.0;
/// The middle of the first row, and from there to the next.
const FIRST: f32 = 235.0;
const ROW: f32 = 135.0;
const THICK: f32 = 40.0;
/// Between a bar and its range in words.
const BESIDE: f32 = 20.0;

/// The picture; `None` where no story has an amount.
pub fn value(locale: Locale, worth: &Worth) -> Option<Picture> {
    let rows = [worth.claimed, worth.confirmed, worth.evidenced].map(Amounts::in_order);
    let most = rows.iter().map(|row| row.high).max().filter(|most| *most > 0)?;
    // A measure that cannot be drawn is told beside the picture.
    let drawn = worth.measure.as_deref().map(|it| fonts::drawable(it).unwrap_or_default());
    let drawn = drawn.as_deref();
    let amount = |n: u64| match drawn {
        None => words::duration(locale, n),
        Some(_) => words::number(locale, n),
    };
    let (state, surest) = rows.iter().enumerate().rfind(|(_, row)| row.high > 0)?;
    let counts = format!("{} {}", amount(surest.counted), drawn.unwrap_or_default());
    let mut paper = Paper::new(
        &words::value_title(locale, state, counts.trim_end()),
        &words::value_below(locale, drawn, worth.coverage),
    );
    let ranges = rows.map(|row| match row.high {
        0 => String::new(),
        high if high == row.low => amount(high),
        high => words::range(locale, &amount(row.low), &amount(high)),
    });
    let widest = ranges.iter().map(|range| NOTE.width(range)).fold(0.0, f32::max);
    let scale = Scale { most, to: WIDTH - MARGIN - BESIDE - widest };
    scale.draw(&mut paper);
    let mut told = Vec::new();
    for (at, ((row, name), range)) in
        (0_u8..).zip(rows.iter().zip(words::states(locale)).zip(&ranges))
    {
        let middle = FIRST + ROW * f32::from(at);
        let stories = words::stories(locale, row.stories);
        paper.write(name, MARGIN, middle - 40.0, NAME);
        paper.write(&stories, MARGIN, middle + 2.0, NOTE);
        let amounts = [row.counted, row.low, row.likely, row.high].map(amount);
        if row.high == 0 {
            if row.stories.is_some() {
                paper.write(words::too_few(locale), FROM + 12.0, middle, NOTE);
            }
            told.push(words::untold(locale, name, row.stories));
        } else {
            draw(&mut paper, at, *row, &scale, middle);
            let [counted, _, likely, _] = &amounts;
            paper.write(&words::counts(locale, counted), MARGIN, middle + 42.0, NOTE);
            let how = NAME.at(Anchor::Middle);
            // It may not stand before the scale.
            let x = scale.at(row.likely).max(FROM + 12.0 + how.width(likely) / 2.0);
            paper.write(likely, x, middle - THICK / 2.0 - 28.0, how);
            paper.write(range, scale.at(row.high).max(FROM + 13.0) + BESIDE, middle, NOTE);
            told.push(words::amounts(
                locale,
                name,
                &stories,
                amounts.each_ref().map(String::as_str),
            ));
        }
    }
    paper.write(words::value_foot(locale), MARGIN, HEIGHT - 46.0, NOTE);
    let unseen = worth.measure.as_deref().filter(|_| drawn == Some(""));
    let below = words::value_below(locale, worth.measure.as_deref(), worth.coverage);
    let alt = words::value_alt(locale, &below, &told);
    paper.picture(&alt, unseen.map(|measure| words::counted(locale, measure)))
}

impl Amounts {
    /// A likely value outside of its range is the nearer end of it.
    fn in_order(self) -> Self {
        let high = self.high.max(self.low);
        let likely = self.likely.clamp(self.low, high);
        Self { high, likely, counted: self.counted.min(self.low), ..self }
    }
}

/// From nothing at its left to the most at its right.
struct Scale {
    most: u64,
    to: f32,
}

impl Scale {
    fn at(&self, amount: u64) -> f32 {
        FROM + share(amount, self.most) * (self.to - FROM)
    }

    fn draw(&self, paper: &mut Paper) {
        paper.canvas.line(Line {
            color: Some(SOFT),
            stroke_width: 3.0,
            left: FROM,
            top: FIRST - 50.0,
            right: FROM,
            bottom: FIRST + 2.0 * ROW + 50.0,
            stroke_dash_array: None,
        });
        paper.write("0", FROM, FIRST + 2.0 * ROW + 74.0, NOTE.at(Anchor::Middle));
    }
}

/// One row: a bar from low to high with a mark at what is likely.
fn draw(paper: &mut Paper, at: u8, row: Amounts, scale: &Scale, middle: f32) {
    let [low, likely, high] = [row.low, row.likely, row.high].map(|amount| scale.at(amount));
    // The names say which is which; only what is merely claimed is an empty bar.
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
}

/// How much of the most that is, from 0 to 1.
fn share(part: u64, most: u64) -> f32 {
    let parts = u128::from(part) * 10_000 / u128::from(most.max(1));
    f32::from(u16::try_from(parts.min(10_000)).unwrap_or(10_000)) / 10_000.0
}
