//! Amounts as people read them.

use crate::domain::locale::Locale;
use crate::domain::story::Claim;
use crate::domain::story::amount::Problem;
use crate::views::Voice;
use crate::views::kit::{count, escape};

/// So much time: `30 minutes`, `1 hour`, `9 hours 50 minutes`, `120 hours`.
pub fn time(voice: &Voice, minutes: u64) -> String {
    let Locale::English = voice.locale;
    let unit = |n: u64, one: &str, many: &str| match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, rest) => unit(rest, "minute", "minutes"),
        (hours, 0) => unit(hours, "hour", "hours"),
        // Nobody means the minutes of so many hours.
        (24.., _) => unit(hours, "hour", "hours"),
        (hours, rest) => {
            format!("{} {}", unit(hours, "hour", "hours"), unit(rest, "minute", "minutes"))
        }
    }
}

/// So much of whatever it is. What people called it goes through [`escape`].
pub fn amount(voice: &Voice, number: u32, measure: Option<&str>) -> String {
    match measure {
        None => time(voice, u64::from(number)),
        Some(measure) => format!("{number} {}", escape(measure)),
    }
}

/// What was saved, in words: `About 9 hours 50 minutes saved (10 minutes instead of 10 hours)`.
pub fn claim(voice: &Voice, claim: &Claim) -> String {
    let Locale::English = voice.locale;
    let one = |number| amount(voice, number, claim.measure.as_deref());
    let mut text = format!("About {} saved", one(claim.likely));
    if let (Some(before), Some(after)) = (claim.before, claim.after) {
        text = format!("{text} ({} instead of {})", one(after), one(before));
    }
    if claim.low < claim.high {
        text = format!("{text}, at least {}, at most {}", one(claim.low), one(claim.high));
    }
    text
}

/// As it can be typed again.
pub fn typed(number: u32, measure: Option<&str>) -> String {
    match measure {
        Some(measure) => format!("{number} {measure}"),
        None if number >= 60 && number.is_multiple_of(60) => count(number / 60, "hour", "hours"),
        None => count(number, "minute", "minutes"),
    }
}

/// What is said at a field with an amount that is none.
pub fn problem(voice: &Voice, problem: Problem) -> &'static str {
    let Locale::English = voice.locale;
    match problem {
        Problem::Negative => "Less than nothing can't be saved. Leave it empty if it took longer.",
        Problem::NoUnit => "Of what? Say it like \"10 hours\", \"30 min\" or \"3 tickets\".",
        Problem::TooMuch => {
            "That's more than one story can hold. Is it what one person saved once?"
        }
        Problem::NotLess => {
            "Then nothing was saved, which is fine: leave the field empty, the story counts anyway."
        }
        Problem::Mixed => "Please use the same measure for both, such as hours.",
        Problem::Unclear => {
            "I couldn't read that. Try \"10 hours\", \"2 to 3 days\", \"3 tickets\" or \"10 min \
             instead of 10 hours\"."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::story::amount::saved;

    #[test]
    fn amounts_read_well_and_can_be_typed_again() {
        let voice = Voice::default();
        assert_eq!(time(&voice, 590), "9 hours 50 minutes");
        assert_eq!(time(&voice, 1), "1 minute");
        assert_eq!(time(&voice, 7_230), "120 hours");
        for text in ["590 minutes", "1 hour", "3 tickets"] {
            let it = saved(text).unwrap();
            assert_eq!(typed(it.likely, it.measure.as_deref()), text);
        }
    }

    #[test]
    fn what_was_saved_says_how_it_is_known() {
        let it = saved("10 minutes instead of 10 hours").unwrap();
        let it = Claim {
            measure: None,
            low: 300,
            likely: it.likely,
            high: it.high,
            before: it.before,
            after: it.after,
            confidence: 80,
            attribution: 80,
        };
        assert_eq!(
            claim(&Voice::default(), &it),
            "About 9 hours 50 minutes saved (10 minutes instead of 10 hours), at least 5 hours, at \
             most 9 hours 50 minutes"
        );
    }
}
