//! What stands in pictures, and what they say to those who do not see them.

use chrono::NaiveDate;

use crate::domain::locale::Locale;
use crate::domain::ties::Strength;

/// A number as one reads it: `1,200`.
pub(super) fn number(locale: Locale, n: u64) -> String {
    let Locale::English = locale;
    let digits = n.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// A number in little room: `1.2k`.
pub(super) fn short(locale: Locale, n: u32) -> String {
    let Locale::English = locale;
    match n {
        0..1_000 => n.to_string(),
        1_000..10_000 => format!("{}.{}k", n / 1_000, n % 1_000 / 100),
        1_000_000.. => format!("{}m", n / 1_000_000),
        _ => format!("{}k", n / 1_000),
    }
}

/// How many of something: `1 week`, `3 weeks`.
pub(super) fn count(locale: Locale, n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(locale, n), if n == 1 { one } else { many })
}

/// A time as one says it: minutes below an hour, tenths of hours below ten, hours from there on.
pub(super) fn duration(locale: Locale, minutes: u64) -> String {
    let Locale::English = locale;
    match minutes {
        0..60 => format!("{minutes} min"),
        60..600 if !minutes.is_multiple_of(60) => {
            let tenths = (minutes + 3) / 6;
            format!("{}.{} h", tenths / 10, tenths % 10).replace(".0 h", " h")
        }
        _ => format!("{} h", number(locale, minutes.saturating_add(30) / 60)),
    }
}

/// A month above the days of its weeks.
pub(super) fn month(locale: Locale, day: NaiveDate) -> String {
    let Locale::English = locale;
    day.format("%b").to_string()
}

/// A day in a sentence: `5 January`.
pub(super) fn day(locale: Locale, day: NaiveDate) -> String {
    let Locale::English = locale;
    day.format("%-d %B").to_string()
}

/// A team whose name cannot be drawn.
pub(super) fn numbered(locale: Locale, at: usize) -> String {
    let Locale::English = locale;
    format!("Team {at}")
}

/// Teams that are told together.
pub(super) fn others(locale: Locale) -> &'static str {
    let Locale::English = locale;
    "Other teams"
}

/// How many people of each team a tie is about.
pub(super) fn strength(locale: Locale, strength: Strength) -> &'static str {
    let Locale::English = locale;
    match strength {
        Strength::Some => "5 or more",
        Strength::Many => "10 or more",
        Strength::Most => "20 or more",
    }
}

/// The same in the legend.
pub(super) fn step(locale: Locale, strength: Strength) -> &'static str {
    let Locale::English = locale;
    match strength {
        Strength::Some => "5+",
        Strength::Many => "10+",
        Strength::Most => "20+",
    }
}

/// The finding of the ties.
pub(super) fn ties_title(locale: Locale, teams: usize) -> String {
    let Locale::English = locale;
    format!("Coffee brought {teams} teams together")
}

/// The two teams that met the most, if they are only two.
pub(super) fn ties_below(locale: Locale, most: Option<(&str, &str)>, pairs: usize) -> String {
    let Locale::English = locale;
    match most {
        Some((one, other)) if pairs > 1 => format!("Most people: {one} and {other}"),
        _ if pairs == 1 => "Two teams that know each other now".to_owned(),
        _ => format!("{pairs} pairs of teams know each other now"),
    }
}

/// What the widths of ties stand for.
pub(super) fn ties_legend(locale: Locale) -> &'static str {
    let Locale::English = locale;
    "People of each team"
}

/// The ties in a sentence each.
pub(super) fn ties_alt(locale: Locale, teams: usize, told: &[String]) -> String {
    let Locale::English = locale;
    format!(
        "Coffee ties between {teams} teams, with how many people of each team met. {}.",
        told.join("; ")
    )
}

/// One tie.
pub(super) fn tie(locale: Locale, one: &str, other: &str, how: Strength) -> String {
    format!("{one} and {other}: {}", strength(locale, how))
}

/// The finding of the weeks.
pub(super) fn weeks_title(locale: Locale, asked: u64, answered: u64) -> String {
    let Locale::English = locale;
    if asked == answered {
        return match asked {
            1 => "The one question was answered".to_owned(),
            2 => "Both questions were answered".to_owned(),
            n => format!("All {} questions were answered", number(locale, n)),
        };
    }
    let questions = count(locale, asked, "question", "questions");
    match answered {
        0 => format!("{questions} wait{} for an answer", if asked == 1 { "s" } else { "" }),
        n => format!("{} of {questions} answered", number(locale, n)),
    }
}

/// Which weeks they are.
pub(super) fn weeks_below(locale: Locale, weeks: usize) -> String {
    let Locale::English = locale;
    match weeks {
        1 => "Questions of one week".to_owned(),
        n => format!("Questions of {n} weeks, each with its first day"),
    }
}

/// What the parts of a bar stand for: answered, still open.
pub(super) fn weeks_legend(locale: Locale) -> (&'static str, &'static str) {
    let Locale::English = locale;
    ("answered", "still open")
}

/// The weeks in a sentence.
pub(super) fn weeks_alt(locale: Locale, title: &str, told: &[String]) -> String {
    let Locale::English = locale;
    format!("{title}. Answered of asked in the week from {}.", told.join("; "))
}

/// One week: `5 January, 3 of 4`.
pub(super) fn week(locale: Locale, begins: NaiveDate, asked: u32, answered: u32) -> String {
    format!("{}, {answered} of {asked}", day(locale, begins))
}

/// How sure a value is, the names of its rows.
pub(super) fn states(locale: Locale) -> [&'static str; 3] {
    let Locale::English = locale;
    ["Claimed", "Confirmed", "Evidenced"]
}

/// The finding of the values: that of the surest state there is.
pub(super) fn value_title(locale: Locale, state: usize, counted: &str) -> String {
    let Locale::English = locale;
    match state {
        2 => format!("With evidence: {counted} counted"),
        1 => format!("Confirmed: {counted} counted"),
        _ => format!("Claimed so far: {counted} counted"),
    }
}

/// What counts of a row.
pub(super) fn counts(locale: Locale, counted: &str) -> String {
    let Locale::English = locale;
    format!("{counted} counted")
}

/// In the place of a bar.
pub(super) fn too_few(locale: Locale) -> &'static str {
    let Locale::English = locale;
    "no figure about fewer than five people"
}

/// A row without a bar in words.
pub(super) fn untold(locale: Locale, state: &str, told: Option<u32>) -> String {
    match told {
        None => format!("{state}: {}", stories(locale, told)),
        Some(_) => format!("{state}, {}: {}", stories(locale, told), too_few(locale)),
    }
}

/// What is measured, and how much of it is known: so many of so many accepted answers have an estimate. A
/// measure without a name is one that cannot be drawn.
pub(super) fn value_below(
    locale: Locale,
    measure: Option<&str>,
    (some, all): (Option<u32>, u32),
) -> String {
    let Locale::English = locale;
    let of = match measure {
        None => "time saved",
        Some("") => "counted",
        Some(measure) => measure,
    };
    let known = match all {
        0 => "no answer was accepted".to_owned(),
        all => {
            let some = some.map_or("fewer than five".to_owned(), |it| number(locale, it.into()));
            let all = count(locale, all.into(), "accepted answer", "accepted answers");
            format!("{some} of {all} have an estimate")
        }
    };
    format!("Value of stories ({of}); {known}")
}

/// Under the rows.
pub(super) fn value_foot(locale: Locale) -> &'static str {
    let Locale::English = locale;
    "From low to high, likely marked. Nothing is added or extrapolated."
}

/// What is counted, where it cannot be drawn.
pub(super) fn counted(locale: Locale, measure: &str) -> String {
    let Locale::English = locale;
    format!("Counted: {measure}")
}

/// How many stories a row is about; `None` where nobody is told.
pub(super) fn stories(locale: Locale, n: Option<u32>) -> String {
    let Locale::English = locale;
    match n {
        None => "fewer than five people".to_owned(),
        Some(n) => count(locale, n.into(), "story", "stories"),
    }
}

/// From low to high.
pub(super) fn range(locale: Locale, low: &str, high: &str) -> String {
    let Locale::English = locale;
    format!("{low} – {high}")
}

/// A row in words.
pub(super) fn amounts(locale: Locale, state: &str, stories: &str, amounts: [&str; 4]) -> String {
    let Locale::English = locale;
    let [counted, low, likely, high] = amounts;
    format!("{state}, {stories}: {counted} counted (low {low}, likely {likely}, high {high})")
}

/// The rows in a sentence each.
pub(super) fn value_alt(locale: Locale, below: &str, told: &[String]) -> String {
    let Locale::English = locale;
    format!("{below}. {}. {}", told.join("; "), value_foot(locale))
}
