//! Which teams had coffee with each other, as a chord picture: teams around a circle, and a band for
//! each two that met, the wider the more people.

use charts_rs::{Canvas, Color, Line, Polyline, Ribbon, Sector};

use super::palette::{INK, SOFT, TOGETHER, WHEEL};
use super::paper::{Anchor, HEIGHT, MARGIN, NAME, NOTE, Paper, WIDTH};
use super::{Picture, fonts, words};
use crate::domain::locale::Locale;
use crate::domain::ties::{MOST_TEAMS, Strength, Team, Ties};

/// The middle of the circle.
const CENTER: (f32, f32) = (WIDTH / 2.0, 372.0);
/// How large it is, to the outside of the teams, and how thick they are.
const RADIUS: f32 = 204.0;
const RIM: f32 = 30.0;
/// Between two teams, in degrees.
const GAP: f32 = 5.0;
/// How wide a band of few people is at most, in degrees.
const WIDEST: f32 = 9.0;
/// How far names stand from the circle, how wide they may be, and how high a line of them is.
const ASIDE: f32 = 46.0;
const ROOM: f32 = WIDTH / 2.0 - RADIUS - ASIDE - 30.0;
const LINE_HEIGHT: f32 = 48.0;
/// They stand between the title and the legend.
const NAMES_FROM: f32 = 154.0;
const NAMES_TO: f32 = HEIGHT - 84.0;

/// From how many bands on they are too many to have an edge each.
const MANY: usize = 30;

/// A team at its place.
struct Place {
    /// As it is drawn, and as it is told.
    drawn: String,
    told: String,
    color: Color,
    /// Its part of the circle, in degrees clockwise from the top.
    from: f32,
    to: f32,
}

impl Place {
    fn middle(&self) -> f32 {
        (self.from + self.to) / 2.0
    }
}

/// The two ends of a tie, as parts of the circle.
type Ends = [(f32, f32); 2];

/// The picture of these ties; `None` where there are none.
pub fn ties(locale: Locale, ties: &Ties) -> Option<Picture> {
    let known = |at: usize| at < ties.teams.len();
    let whole = ties.ties.iter().all(|tie| known(tie.teams.0) && known(tie.teams.1));
    if ties.ties.is_empty() || ties.teams.len() > MOST_TEAMS || !whole {
        return None;
    }
    let mut places = named(locale, &ties.teams);
    let ends = arranged(ties, &mut places);
    let names = |at: (usize, usize)| Some((places.get(at.0)?, places.get(at.1)?));
    let most = strongest(ties).and_then(names);
    let mut paper = Paper::new(
        &words::ties_title(locale, ties.teams.len()),
        &words::ties_below(
            locale,
            most.map(|(one, other)| (one.drawn.as_str(), other.drawn.as_str())),
            ties.ties.len(),
        ),
    );
    bands(&mut paper.canvas, ties, &places, &ends);
    rim(&mut paper.canvas, &places);
    around(&mut paper, &places);
    legend(locale, &mut paper, ties);
    let mut told: Vec<(Strength, String)> = ties
        .ties
        .iter()
        .filter_map(|tie| {
            let (one, other) = names(tie.teams)?;
            let said = words::tie(locale, &one.told, &other.told, tie.strength);
            Some((tie.strength, said))
        })
        .collect();
    told.sort_by_key(|(strength, _)| std::cmp::Reverse(*strength));
    let told: Vec<String> = told.into_iter().map(|(_, said)| said).collect();
    let alt = words::ties_alt(locale, ties.teams.len(), &told);
    paper.picture(&alt, key(&places))
}

/// The teams with their names and colors, not arranged yet.
fn named(locale: Locale, teams: &[Team]) -> Vec<Place> {
    // The last stands beside the first again, which has the first color.
    let turn = |at: usize| match at % WHEEL.len() {
        0 if at > 0 && at + 1 == teams.len() => WHEEL.len() / 2,
        turn => turn,
    };
    let place = |(at, team): (usize, &Team)| {
        let (told, color) = match team {
            Team::Named(name) => (name.clone(), WHEEL.get(turn(at)).copied()),
            Team::Others => (words::others(locale).to_owned(), None),
        };
        let drawn = fonts::drawable(&told).unwrap_or_else(|| words::numbered(locale, at + 1));
        Place { drawn, told, color: color.unwrap_or(TOGETHER), from: 0.0, to: 0.0 }
    };
    teams.iter().enumerate().map(place).collect()
}

/// What stands for the names that cannot be drawn.
fn key(places: &[Place]) -> Option<String> {
    let numbered = places.iter().filter(|place| fonts::drawable(&place.told).is_none());
    let lines: Vec<String> =
        numbered.map(|place| format!("{}: {}", place.drawn, place.told)).collect();
    (!lines.is_empty()).then(|| lines.join(" · "))
}

/// The one tie with the most people, if there is only one with so many.
fn strongest(ties: &Ties) -> Option<(usize, usize)> {
    let most = ties.ties.iter().map(|tie| tie.strength).max()?;
    let mut strongest = ties.ties.iter().filter(|tie| tie.strength == most);
    let first = strongest.next()?;
    strongest.next().is_none().then_some(first.teams)
}

fn weight(strength: Strength) -> f32 {
    match strength {
        Strength::Some => 2.5,
        Strength::Many => 4.5,
        Strength::Most => 7.0,
    }
}

/// Gives every team its part of the circle, as wide as its ties, and every tie its two ends there: those
/// to the next team leave first from the far end, so that bands do not cross beside their team.
fn arranged(ties: &Ties, places: &mut [Place]) -> Vec<Ends> {
    let count = places.len();
    let ends_of = |at: usize| {
        let mut ends: Vec<(usize, usize, f32)> = ties
            .ties
            .iter()
            .enumerate()
            .filter(|(_, tie)| tie.teams.0 == at || tie.teams.1 == at)
            .map(|(number, tie)| {
                let other = if tie.teams.0 == at { tie.teams.1 } else { tie.teams.0 };
                (number, (other + count - at) % count, weight(tie.strength))
            })
            .collect();
        ends.sort_by_key(|(_, further, _)| std::cmp::Reverse(*further));
        ends
    };
    let whole: f32 = ties.ties.iter().map(|tie| 2.0 * weight(tie.strength)).sum();
    let teams = u16::try_from(count).unwrap_or(u16::MAX);
    let scale = (360.0 - GAP * f32::from(teams)) / whole.max(1.0);
    // Few people are a narrow band, also where theirs is the only one.
    let wide = scale.min(WIDEST);
    let mut ends = vec![[(0.0, 0.0); 2]; ties.ties.len()];
    let mut at_angle = GAP / 2.0;
    for (at, place) in places.iter_mut().enumerate() {
        let ends_here = ends_of(at);
        let weights: f32 = ends_here.iter().map(|(_, _, weight)| weight).sum();
        place.from = at_angle;
        place.to = at_angle + weights * scale;
        let mut from = place.middle() - weights * wide / 2.0;
        for (number, _, weight) in ends_here {
            let part = (from, from + weight * wide);
            from = part.1;
            let first = ties.ties.get(number).is_some_and(|tie| tie.teams.0 == at);
            if let Some([one, other]) = ends.get_mut(number) {
                *if first { one } else { other } = part;
            }
        }
        at_angle = place.to + GAP;
    }
    ends
}

/// The bands, the strongest on top.
fn bands(canvas: &mut Canvas, ties: &Ties, places: &[Place], ends: &[Ends]) {
    let mut order: Vec<_> = ties.ties.iter().zip(ends).collect();
    order.sort_by_key(|(tie, _)| tie.strength);
    // An edge of its own: bands are told apart by it where colors are not. Of many bands, edges would
    // be all that one sees.
    let edge = if ties.ties.len() > MANY { 0.0 } else { 1.5 };
    for (tie, [one, other]) in order {
        let color = places.get(tie.teams.0).map_or(TOGETHER, |place| place.color);
        let strong = match tie.strength {
            Strength::Some => 0.6,
            Strength::Many => 0.75,
            Strength::Most => 0.9,
        };
        canvas.ribbon(Ribbon {
            fill: color.into(),
            cx: CENTER.0,
            cy: CENTER.1,
            r: RADIUS - RIM - 4.0,
            source: *one,
            target: *other,
            style: Some(format!(
                "fill-opacity:{strong};stroke:{};stroke-width:{edge};stroke-opacity:0.55",
                INK.hex()
            )),
            ..Ribbon::default()
        });
    }
}

fn rim(canvas: &mut Canvas, places: &[Place]) {
    for place in places {
        canvas.sector(Sector {
            fill: place.color.into(),
            cx: CENTER.0,
            cy: CENTER.1,
            r: RADIUS,
            ir: RADIUS - RIM,
            start_angle: place.from,
            delta: place.to - place.from,
            style: Some(format!("stroke:{};stroke-width:2", INK.hex())),
            ..Sector::default()
        });
    }
}

fn point(radius: f32, degrees: f32) -> (f32, f32) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    (CENTER.0 + radius * sin, CENTER.1 - radius * cos)
}

/// A name beside its team: at what height its team is, and the lines that it takes.
struct Beside<'a> {
    place: &'a Place,
    wished: f32,
    lines: Vec<String>,
}

impl Beside<'_> {
    fn height(&self) -> f32 {
        if self.lines.len() > 1 { 2.0 * LINE_HEIGHT - 6.0 } else { LINE_HEIGHT }
    }
}

/// The names on both sides, each with a line to its team.
fn around(paper: &mut Paper, places: &[Place]) {
    for right in [true, false] {
        let mut side: Vec<Beside<'_>> = places
            .iter()
            .filter(|place| (place.middle() % 360.0 < 180.0) == right)
            .map(|place| Beside {
                place,
                wished: point(RADIUS + 20.0, place.middle()).1,
                lines: lines(&place.drawn),
            })
            .collect();
        side.sort_by(|one, other| one.wished.total_cmp(&other.wished));
        if side.iter().map(Beside::height).sum::<f32>() > NAMES_TO - NAMES_FROM {
            for name in &mut side {
                name.lines = vec![shortened(name.place, places)];
            }
        }
        let heights = spread(&side);
        for (name, y) in side.iter().zip(heights) {
            write(paper, name, y, if right { 1.0 } else { -1.0 });
        }
    }
}

/// A name in one line, unlike all others.
fn shortened(place: &Place, places: &[Place]) -> String {
    let short = |place: &Place| NAME.fit(&place.drawn, ROOM);
    let shown = short(place);
    if places.iter().filter(|other| short(other) == shown).count() > 1 {
        return NAME.fit_middle(&place.drawn, ROOM);
    }
    shown
}

/// A name in one line, or in two.
fn lines(name: &str) -> Vec<String> {
    let fits = |words: &str| NAME.width(words) <= ROOM;
    if fits(name) {
        return vec![name.to_owned()];
    }
    let last =
        name.match_indices(' ').map(|(at, _)| at).rfind(|at| name.get(..*at).is_some_and(fits));
    match last.and_then(|at| name.split_at_checked(at)) {
        Some((first, rest)) => vec![first.to_owned(), NAME.fit(rest.trim(), ROOM)],
        None => vec![NAME.fit(name, ROOM)],
    }
}

fn write(paper: &mut Paper, name: &Beside<'_>, y: f32, side: f32) {
    let x = CENTER.0 + side * (RADIUS + ASIDE);
    let bend = CENTER.0 + side * (RADIUS + ASIDE - 26.0);
    let points = [point(RADIUS + 5.0, name.place.middle()), (bend, y), (x - side * 10.0, y)];
    paper.canvas.polyline(Polyline {
        color: Some(SOFT),
        stroke_width: 2.0,
        points: points.into_iter().map(Into::into).collect(),
    });
    let how = NAME.at(if side > 0.0 { Anchor::Start } else { Anchor::End });
    match name.lines.as_slice() {
        [first, second] => {
            paper.write(first, x, y - 21.0, how);
            paper.write(second, x, y + 21.0, how);
        }
        lines => lines.iter().for_each(|line| paper.write(line, x, y, how)),
    }
}

/// The middles of names, moved apart as little as it takes: they are sorted, and stay so.
fn spread(side: &[Beside<'_>]) -> Vec<f32> {
    let mut at: Vec<f32> = Vec::with_capacity(side.len());
    let mut free = NAMES_FROM;
    for name in side {
        let y = name.wished.max(free + name.height() / 2.0);
        free = y + name.height() / 2.0;
        at.push(y);
    }
    let mut free = NAMES_TO;
    for (y, name) in at.iter_mut().zip(side).rev() {
        *y = y.min(free - name.height() / 2.0);
        free = *y - name.height() / 2.0;
    }
    at
}

/// What the widths stand for: those that are in the picture.
fn legend(locale: Locale, paper: &mut Paper, ties: &Ties) {
    const STEPS: [(Strength, f32); 3] =
        [(Strength::Some, 12.0), (Strength::Many, 22.0), (Strength::Most, 34.0)];
    let y = HEIGHT - 46.0;
    let lead = words::ties_legend(locale);
    paper.write(lead, MARGIN, y, NOTE);
    let mut x = MARGIN + NOTE.width(lead) + 44.0;
    for (strength, stroke_width) in STEPS {
        if !ties.ties.iter().any(|tie| tie.strength == strength) {
            continue;
        }
        paper.canvas.line(Line {
            color: Some(TOGETHER),
            stroke_width,
            left: x,
            top: y,
            right: x + 56.0,
            bottom: y,
            stroke_dash_array: None,
        });
        let word = words::step(locale, strength);
        paper.write(word, x + 70.0, y, NOTE);
        x += 70.0 + NOTE.width(word) + 44.0;
    }
}
