//! What a quiet channel is asked, once. Questions that anybody can answer in a sentence, about work and
//! knowledge; none that says how quiet it was, that has a right answer, or that is answered by yes or no.

use crate::domain::locale::Locale;

/// How many there are.
#[expect(clippy::cast_possible_truncation, reason = "a few dozen")]
pub const COUNT: u32 = ENGLISH.len() as u32;

/// The question with that key; keys beyond the last begin again.
pub fn question(locale: Locale, key: u32) -> &'static str {
    let Locale::English = locale;
    let at = key.checked_rem(COUNT).and_then(|key| usize::try_from(key).ok());
    at.and_then(|at| ENGLISH.get(at)).copied().unwrap_or_default()
}

/// A digest that is drawn again asks the same: a question may be reworded in its place or added at the
/// end, never moved.
const ENGLISH: [&str; 30] = [
    "What did you find out this week that somebody else here will need one day?",
    "Which small thing would you fix first if you had a free afternoon?",
    "What is on your desk right now that could use a second pair of eyes?",
    "Which question did you answer in another channel that belongs here, too?",
    "What did you try lately that didn't work out?",
    "Which page, tool or command would you recommend to a newcomer here?",
    "What is harder than it should be in our work?",
    "Which decision of this month would you like to understand better?",
    "What have you been putting off because nobody has shown you how?",
    "Who taught you something lately, and what was it?",
    "What would you like to see somebody here demonstrate in ten minutes?",
    "Which mistake did you make so that nobody else has to?",
    "What works so well that we should write it down?",
    "Which of our habits could another team borrow?",
    "What are you curious about that is just outside of your own work?",
    "Which problem keeps coming back?",
    "What did you read lately that others here would like?",
    "Which word of ours does nobody outside understand?",
    "What would you ask somebody who has done this for twenty years?",
    "Which part of our work deserves more attention than it gets?",
    "What went better than you expected?",
    "Which workaround of yours should not have to exist?",
    "What will you be working on next, and who might know something about it?",
    "Which old answer of this channel does not hold any more?",
    "What would make it easier to ask something here?",
    "Which experiment would you run if somebody helped you?",
    "What do you know now that you wish you had known in January?",
    "Which skill would you like to learn from somebody in this channel?",
    "What is the best thing that you saw somebody else build lately?",
    "Which topic should have a session of its own here?",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_is_one_question_of_its_own() {
        assert_eq!(ENGLISH.iter().collect::<BTreeSet<_>>().len(), ENGLISH.len());
        for text in ENGLISH {
            assert!(text.ends_with('?') && text.matches('?').count() == 1, "{text}");
            assert!(text.chars().count() <= 100, "{text}");
            assert!(!text.starts_with("Do ") && !text.starts_with("Is "), "{text}");
        }
        assert_eq!(question(Locale::English, COUNT + 2), question(Locale::English, 2));
    }
}
