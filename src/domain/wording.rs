//! What people type after a command, understood kindly.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::coffee::Pause;
use super::schedule::days_until;

/// For how many rounds somebody can pause at most.
pub const MOST_ROUNDS: u32 = 26;

/// Why words do not say how long to pause. What the one who typed them reads stands in `views`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PauseProblem {
    /// No words at all.
    Missing,
    /// Words that mean nothing here.
    Unclear,
    /// A day that its month does not have.
    NoSuchDay,
    /// A date that is not after today.
    Past(NaiveDate),
    /// More than a year ahead.
    TooFar,
    /// Not 1 to 26 rounds.
    Rounds,
}

/// How long somebody wants to pause: until a date (`2026-12-24`, `24 Dec`, `Jan 12`, `24.12.`,
/// `next monday`, `tomorrow`), for a time (`2 weeks`, `a month`, `10 days`) or for a number of
/// rounds (`3 rounds`). A leading `until` or `for` is understood. A date without a year is the
/// next one. `today` is the local date of who typed it.
///
/// # Errors
/// The words say nothing of the kind, or a time that is not ahead, or too far ahead.
pub fn parse_pause(words: &str, today: NaiveDate) -> Result<Pause, PauseProblem> {
    let words = words.to_lowercase();
    let words: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches(['"', '\'', '“', '”', '!']))
        .filter(|word| !word.is_empty())
        .skip_while(|word| {
            matches!(*word, "until" | "till" | "til" | "for" | "on" | "the" | "pause")
        })
        .collect();
    let date = match words.as_slice() {
        [] => return Err(PauseProblem::Missing),
        ["this" | "next", "round"] => return Ok(Pause::Rounds(1)),
        [amount, "round" | "rounds"] => return rounds(amount),
        ["next", unit @ ("week" | "month")] => beginning_of_next(unit, today),
        ["next" | "this" | "coming", day] | [day] if weekday(day).is_some() => {
            weekday(day).and_then(|day| next_weekday(today, day))
        }
        ["tomorrow"] => today.checked_add_days(Days::new(1)),
        [amount, unit] if is_unit(unit) => {
            let amount =
                number(amount).filter(|amount| *amount > 0).ok_or(PauseProblem::Unclear)?;
            Some(after(amount, unit, today).ok_or(PauseProblem::TooFar)?)
        }
        words => Some(written_date(words, today)?),
    };
    ahead(date.ok_or(PauseProblem::TooFar)?, today)
}

/// A date within the year that begins tomorrow.
fn ahead(date: NaiveDate, today: NaiveDate) -> Result<Pause, PauseProblem> {
    if date <= today {
        return Err(PauseProblem::Past(date));
    }
    match today.checked_add_months(Months::new(12)) {
        Some(last) if date > last => Err(PauseProblem::TooFar),
        Some(_) | None => Ok(Pause::Until(date)),
    }
}

fn rounds(amount: &str) -> Result<Pause, PauseProblem> {
    let rounds = number(amount).ok_or(PauseProblem::Unclear)?;
    if (1..=MOST_ROUNDS).contains(&rounds) {
        Ok(Pause::Rounds(rounds))
    } else {
        Err(PauseProblem::Rounds)
    }
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [(&str, u32); 16] = [
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fourteen", 14),
        ("twenty", 20),
    ];
    match word.parse() {
        Ok(number) => Some(number),
        // More than a number can hold is certainly too much.
        Err(_) if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) => Some(u32::MAX),
        Err(_) => WORDS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number),
    }
}

fn is_unit(word: &str) -> bool {
    matches!(word, "day" | "days" | "week" | "weeks" | "month" | "months" | "year")
}

fn after(amount: u32, unit: &str, today: NaiveDate) -> Option<NaiveDate> {
    match unit {
        "day" | "days" => today.checked_add_days(Days::new(amount.into())),
        "week" | "weeks" => today.checked_add_days(Days::new(u64::from(amount) * 7)),
        "month" | "months" => today.checked_add_months(Months::new(amount)),
        _ => today.checked_add_months(Months::new(amount.checked_mul(12)?)),
    }
}

/// The Monday of the week to come, or the first of the month to come.
fn beginning_of_next(unit: &str, today: NaiveDate) -> Option<NaiveDate> {
    if unit == "week" {
        next_weekday(today, Weekday::Mon)
    } else {
        today.with_day(1)?.checked_add_months(Months::new(1))
    }
}

/// The first such day after today.
fn next_weekday(today: NaiveDate, day: Weekday) -> Option<NaiveDate> {
    let tomorrow = today.checked_add_days(Days::new(1))?;
    tomorrow.checked_add_days(Days::new(days_until(tomorrow, day)))
}

fn weekday(word: &str) -> Option<Weekday> {
    word.parse().ok()
}

/// `2026-12-24`, `24 dec`, `dec 24`, `24th of december 2026`, `24.12.`, `24.12.2026`. Not `12/1`,
/// which is January to one half of the world and December to the other.
fn written_date(words: &[&str], today: NaiveDate) -> Result<NaiveDate, PauseProblem> {
    let (day, month, year) = match words {
        [date] => digits(date),
        [first, second] => named(first, second).map(|(day, month)| (day, month, None)),
        [day, "of", month] => named(day, month).map(|(day, month)| (day, month, None)),
        [first, second, year] => with_year(first, second, year),
        [day, "of", month, year] => with_year(day, month, year),
        _ => None,
    }
    .ok_or(PauseProblem::Unclear)?;
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => [today.year(), today.year() + 1]
            .into_iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|date| *date >= today),
    }
    .ok_or(PauseProblem::NoSuchDay)
}

/// Day, month and perhaps year of a date in digits: `2026-12-24`, `24.12.`, `24.12.2026`.
fn digits(word: &str) -> Option<(u32, u32, Option<i32>)> {
    let dashed: Vec<&str> = word.split('-').collect();
    let dotted: Vec<&str> = word.trim_end_matches('.').split('.').collect();
    let (day, month, year) = match (dashed.as_slice(), dotted.as_slice()) {
        ([year, month, day], _) | (_, [day, month, year]) => (day, month, Some(full_year(year)?)),
        (_, [day, month]) => (day, month, None),
        _ => return None,
    };
    Some((day.parse().ok()?, month.parse().ok()?, year))
}

fn with_year(first: &str, second: &str, year: &str) -> Option<(u32, u32, Option<i32>)> {
    let (day, month) = named(first, second)?;
    Some((day, month, Some(full_year(year)?)))
}

fn full_year(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten()
}

/// Day and month, the month by its name, in either order.
fn named(first: &str, second: &str) -> Option<(u32, u32)> {
    let of = |day, month| Some((day_of_month(day)?, month_named(month)?));
    of(first, second).or_else(|| of(second, first))
}

fn day_of_month(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let ending = word.get(digits.len()..)?;
    matches!(ending, "" | "st" | "nd" | "rd" | "th" | ".").then(|| digits.parse().ok()).flatten()
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    word.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// The one of `known` that `word` was probably meant to be: a few letters off, or its beginning.
/// The word itself is nearest to itself; something else altogether is `None`.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    let letters = word.chars().count();
    let slips = known
        .iter()
        .filter_map(|candidate| {
            let longest = letters.max(candidate.chars().count());
            let allowed = match longest {
                0..=2 => 0,
                3..=4 => 1,
                5..=7 => 2,
                _ => 3,
            };
            let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
            (distance <= allowed && distance < letters).then_some((distance, *candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate);
    slips.or_else(|| {
        let mut begun = known.iter().filter(|candidate| candidate.starts_with(&word));
        let first = begun.next().filter(|_| letters >= 2)?;
        begun.next().is_none().then_some(*first)
    })
}

#[cfg(test)]
#[path = "wording/tests.rs"]
mod tests;
