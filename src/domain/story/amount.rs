//! What people type when they say how much was saved: "10 hours", "2h30", "half a day", "3 tickets",
//! "10 minutes instead of 10 hours", "2 to 3 days".

use super::MOST;

/// A working day, in minutes.
pub const DAY: u32 = 8 * 60;
/// A working week.
pub const WEEK: u32 = 5 * DAY;
/// A month of four working weeks.
pub const MONTH: u32 = 4 * WEEK;
/// The longest name of what is counted, in characters.
pub const LONGEST_MEASURE: usize = 30;

/// So much of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Minutes, or how many of the measure; at most [`MOST`].
    pub number: u32,
    /// What is counted, in lower case; `None` for time.
    pub measure: Option<String>,
}

/// What was saved, as far as it was typed. `low <= likely <= high`, and more than nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub measure: Option<String>,
    pub low: u32,
    pub likely: u32,
    pub high: u32,
    /// What it took without help and with it, where both were typed.
    pub before: Option<u32>,
    pub after: Option<u32>,
}

/// Why words are no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody saves less than nothing.
    Negative,
    /// A number of what?
    NoUnit,
    /// More than [`MOST`].
    TooMuch,
    /// Nothing was saved, or it took as long or longer.
    NotLess,
    /// Hours and tickets in one sentence.
    Mixed,
    Unclear,
}

/// Words that only say that it is a guess.
const ROUGHLY: [&str; 15] = [
    "about", "around", "roughly", "maybe", "perhaps", "nearly", "almost", "approx", "approx.",
    "ca", "ca.", "some", "least", "at", "saved",
];

const NUMBERS: [(&str, u64); 14] = [
    ("one", 1_000),
    ("two", 2_000),
    ("couple", 2_000),
    ("three", 3_000),
    ("few", 3_000),
    ("four", 4_000),
    ("five", 5_000),
    ("six", 6_000),
    ("seven", 7_000),
    ("eight", 8_000),
    ("nine", 9_000),
    ("ten", 10_000),
    ("eleven", 11_000),
    ("twelve", 12_000),
];

/// A word of an amount: a number in thousandths, or anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Number(u64),
    /// "a", "an"
    Article,
    Half,
    Other(String),
}

/// Reads one amount.
///
/// # Errors
/// The words are no amount, or one that nobody can mean.
pub fn amount(text: &str) -> Result<Amount, Problem> {
    let text = tidy(text);
    if negative(&text) {
        return Err(Problem::Negative);
    }
    let words = words(&text)?;
    let mut minutes: Option<u64> = None;
    let (mut left, mut last_unit) = (words.as_slice(), None);
    while let Some((number, rest)) = number(left) {
        // "2 hours a week" says how often, "a day and an hour" how much.
        if minutes.is_some() && matches!(left.first(), Some(Word::Article | Word::Half)) {
            return Err(Problem::Unclear);
        }
        let unit = match rest.first() {
            Some(Word::Other(word)) => unit(word),
            _ => None,
        };
        match (unit, last_unit) {
            (Some(unit), _) => {
                minutes = Some(plus(minutes, number, unit));
                (left, last_unit) = (rest.get(1..).unwrap_or_default(), Some(unit));
            }
            // "2h30"
            (None, Some(60)) if rest.is_empty() => {
                minutes = Some(plus(minutes, number, 1));
                (left, last_unit) = (rest, None);
            }
            (None, _) if minutes.is_none() => return things(number, rest),
            (None, _) => return Err(Problem::Mixed),
        }
    }
    // "an hour and a half"
    if let ([Word::Other(_), Word::Article, Word::Half], Some(unit)) = (left, last_unit) {
        minutes = Some(plus(minutes, 500, unit));
        left = &[];
    }
    let minutes = minutes.filter(|_| left.is_empty()).ok_or(Problem::Unclear)?;
    Ok(Amount { number: bounded(minutes)?, measure: None })
}

/// Reads what was saved: one amount, a range of two, or what it took before and after.
///
/// # Errors
/// As [`amount`], or nothing was saved.
pub fn saved(text: &str) -> Result<Saved, Problem> {
    let text = tidy(text);
    for sign in ["→", "->", "=>", " down to "] {
        if let Some((before, after)) = text.split_once(sign) {
            return before_and_after(before, after);
        }
    }
    for sign in [" instead of ", " rather than "] {
        if let Some((after, before)) = text.split_once(sign) {
            return before_and_after(before, after);
        }
    }
    if let Some((before, after)) = text.strip_prefix("from ").and_then(|it| it.split_once(" to ")) {
        return before_and_after(before, after);
    }
    for sign in [" to ", "–", " - ", "-"] {
        if let Some((low, high)) = text.split_once(sign)
            && low.chars().any(char::is_alphanumeric)
        {
            return range(low, high);
        }
    }
    let Amount { number, measure } = amount(&text)?;
    if number == 0 {
        return Err(Problem::NotLess);
    }
    let (before, after) = (None, None);
    Ok(Saved { measure, low: number, likely: number, high: number, before, after })
}

fn before_and_after(before: &str, after: &str) -> Result<Saved, Problem> {
    let (before, after) = both(before, after)?;
    let likely = before.number.checked_sub(after.number).filter(|saved| *saved > 0);
    let likely = likely.ok_or(Problem::NotLess)?;
    Ok(Saved {
        measure: before.measure,
        low: likely,
        likely,
        high: likely,
        before: Some(before.number),
        after: Some(after.number),
    })
}

fn range(low: &str, high: &str) -> Result<Saved, Problem> {
    let (low, high) = both(low, high)?;
    // "2 days to 1 hour": it went down.
    if low.number > high.number {
        let saved = low.number.saturating_sub(high.number);
        let (before, after) = (Some(low.number), Some(high.number));
        return Ok(Saved {
            measure: low.measure,
            low: saved,
            likely: saved,
            high: saved,
            before,
            after,
        });
    }
    if high.number == 0 {
        return Err(Problem::NotLess);
    }
    let likely = low.number.midpoint(high.number);
    let (before, after) = (None, None);
    Ok(Saved { measure: low.measure, low: low.number, likely, high: high.number, before, after })
}

/// Two amounts of the same; the first may leave its unit to the second.
fn both(first: &str, second: &str) -> Result<(Amount, Amount), Problem> {
    let second_amount = amount(second)?;
    let first_amount = match amount(first) {
        Err(Problem::NoUnit) => {
            let unit: String = second.chars().skip_while(|it| !it.is_alphabetic()).collect();
            amount(&format!("{first} {unit}"))?
        }
        other => other?,
    };
    if first_amount.measure != second_amount.measure {
        return Err(Problem::Mixed);
    }
    Ok((first_amount, second_amount))
}

fn tidy(text: &str) -> String {
    let text = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    text.replace(['~', '≈'], " ").replace('−', "-").trim().to_owned()
}

fn negative(text: &str) -> bool {
    let after = text.strip_prefix("minus").or_else(|| text.strip_prefix('-'));
    after.is_some_and(|after| after.trim_start().starts_with(|it: char| it.is_ascii_digit()))
}

/// The words, with numbers apart from what is glued to them.
fn words(text: &str) -> Result<Vec<Word>, Problem> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        if ROUGHLY.contains(&word) {
            continue;
        }
        let mut rest = word.trim_matches([';', ':', '(', ')']);
        while !rest.is_empty() {
            let digit = |it: char| it.is_ascii_digit();
            let numeric = rest.starts_with(digit);
            let end = rest
                .find(
                    |it: char| {
                        if numeric { !digit(it) && it != '.' && it != ',' } else { digit(it) }
                    },
                )
                .unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            rest = after;
            words.push(if numeric { Word::Number(thousandths(part)?) } else { word_of(part) });
        }
    }
    Ok(words.into_iter().filter(|word| *word != Word::Other(String::new())).collect())
}

fn word_of(word: &str) -> Word {
    match word {
        "half" | "½" => return Word::Half,
        "a" | "an" => return Word::Article,
        _ => {}
    }
    match NUMBERS.iter().find(|(name, _)| *name == word) {
        Some((_, number)) => Word::Number(*number),
        None => Word::Other(word.trim_matches([',', '.']).to_owned()),
    }
}

/// "1.5" and "1,5" are one and a half, "1,500" is fifteen hundred.
fn thousandths(text: &str) -> Result<u64, Problem> {
    let text = text.trim_end_matches(['.', ',']);
    let mut parts = text.split(',');
    let grouped = parts.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && text.contains(',')
        && parts.all(|part| part.len() == 3 && part.bytes().all(|it| it.is_ascii_digit()));
    let text = if grouped { text.replace(',', "") } else { text.replace(',', ".") };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if whole.len() > 12 {
        return Err(Problem::TooMuch);
    }
    let fraction: String = fraction.chars().take(3).collect();
    let fraction = format!("{fraction:0<3}");
    let whole: u64 = whole.parse().map_err(|_| Problem::Unclear)?;
    let fraction: u64 = fraction.parse().map_err(|_| Problem::Unclear)?;
    Ok(whole * 1_000 + fraction)
}

/// The number that words begin with, in thousandths: "half a", "a couple of", "2", "1 ½".
fn number(words: &[Word]) -> Option<(u64, &[Word])> {
    match words {
        [Word::Other(and), rest @ ..] if and == "and" => {
            let (number, left) = number(rest)?;
            // "an hour and a half": it is a half of what was said before.
            (!left.is_empty()).then_some((number, left))
        }
        [Word::Half, Word::Article, rest @ ..]
        | [Word::Article, Word::Half, rest @ ..]
        | [Word::Half, rest @ ..]
            if !rest.is_empty() =>
        {
            Some((500, rest))
        }
        [Word::Half] | [Word::Article, Word::Half] => None,
        [Word::Number(whole), Word::Half, rest @ ..] => Some((whole + 500, rest)),
        [Word::Number(whole), Word::Other(and), Word::Article, Word::Half, rest @ ..]
            if and == "and" =>
        {
            Some((whole + 500, rest))
        }
        [Word::Article, Word::Number(several), rest @ ..] | [Word::Number(several), rest @ ..] => {
            let of = matches!(rest.first(), Some(Word::Other(word)) if word == "of");
            Some((*several, if of { rest.get(1..).unwrap_or_default() } else { rest }))
        }
        [Word::Article, rest @ ..] => Some((1_000, rest)),
        _ => None,
    }
}

/// How many minutes a unit of time has.
fn unit(word: &str) -> Option<u32> {
    match word {
        "m" | "min" | "mins" | "minute" | "minutes" => Some(1),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(60),
        "morning" | "mornings" | "afternoon" | "afternoons" => Some(DAY / 2),
        "d" | "day" | "days" | "workday" | "workdays" => Some(DAY),
        "w" | "week" | "weeks" => Some(WEEK),
        "month" | "months" => Some(MONTH),
        _ => None,
    }
}

fn plus(minutes: Option<u64>, number: u64, unit: u32) -> u64 {
    let more = number.saturating_mul(u64::from(unit)) / 1_000;
    minutes.unwrap_or(0).saturating_add(more)
}

/// So many of something that is no time.
fn things(number: u64, rest: &[Word]) -> Result<Amount, Problem> {
    let mut name = Vec::new();
    for word in rest {
        match word {
            Word::Other(word) => name.push(word.as_str()),
            Word::Article => name.push("a"),
            Word::Number(_) | Word::Half => return Err(Problem::Unclear),
        }
    }
    let name = name.join(" ");
    if name.is_empty() {
        return Err(Problem::NoUnit);
    }
    let readable = name.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '-' | '€' | '$'));
    if !readable || name.chars().count() > LONGEST_MEASURE || !number.is_multiple_of(1_000) {
        return Err(Problem::Unclear);
    }
    let one = number == 1_000 && !name.contains(' ') && !name.ends_with('s');
    let measure = Some(if one { format!("{name}s") } else { name });
    Ok(Amount { number: bounded(number / 1_000)?, measure })
}

fn bounded(number: u64) -> Result<u32, Problem> {
    u32::try_from(number).ok().filter(|number| *number <= MOST).ok_or(Problem::TooMuch)
}

#[cfg(test)]
mod tests;
