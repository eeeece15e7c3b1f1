//! What two people who never met can start with. Questions that everybody in a company can answer,
//! about what they do and know; none that asks who somebody is at home, or that has a right answer.

use crate::domain::locale::Locale;

/// How many first questions there are.
#[expect(clippy::cast_possible_truncation, reason = "a few dozen")]
pub const COUNT: u32 = ENGLISH.len() as u32;

/// The first question with that key; keys beyond the last begin again.
pub fn first_question(locale: Locale, key: u32) -> &'static str {
    let Locale::English = locale;
    let at = key.checked_rem(COUNT).and_then(|key| usize::try_from(key).ok());
    at.and_then(|at| ENGLISH.get(at)).copied().unwrap_or_default()
}

/// Keys are kept with groups: a question may be reworded in its place or added at the end, never
/// moved.
const ENGLISH: [&str; 48] = [
    "Which chore at work would you happily automate away?",
    "What did you learn last month that you wish you'd known a year ago?",
    "Which problem have you solved so often that you could teach it?",
    "What are you working on that somebody else here has surely met before?",
    "What does your team do that other teams should copy?",
    "Which idea have you had for a while and never found the time for?",
    "What would you ask an expert if you had one for half an hour?",
    "Which tool or trick saves you the most time?",
    "What surprised you most when you started here?",
    "Who here has helped you lately, and with what?",
    "Which part of your work do people outside your team rarely see?",
    "What is going better than you expected right now?",
    "Which question do colleagues ask you most often?",
    "What would you try first if you swapped jobs for a week?",
    "Which small change made your work noticeably better?",
    "What did you find hard at first that is easy for you now?",
    "Which meeting is worth its time, and what makes it so?",
    "What have you stopped doing that nobody missed?",
    "Which word or abbreviation of your team puzzles everybody else?",
    "What do you know that you could show somebody in ten minutes?",
    "Which project are you quietly proud of?",
    "What are you curious about in each other's work?",
    "Which mistake taught you something worth passing on?",
    "What would you like to get better at this year?",
    "How does a good day at work look for you?",
    "Which decision would you explain differently today?",
    "What do you read, watch or listen to when you want to learn something new?",
    "Where does your work begin, and who takes over when you're done?",
    "What would make a newcomer's first week here easier?",
    "Which of your team's habits would you never give up?",
    "What do customers say that more of us should hear?",
    "Which problem might your teams be solving separately?",
    "What is the best advice a colleague ever gave you?",
    "Which document or page do you open every day?",
    "What did you do before this job that still helps you?",
    "Which experiment would you run if it didn't matter how it ended?",
    "What do you explain best: with words, with a drawing or with an example?",
    "Which bit of knowledge is in one head only, and should be in more?",
    "What makes it easy to work with somebody from another team?",
    "What would you build here with a free week and two helping hands?",
    "Which question have you been meaning to ask somebody here?",
    "What was the last thing at work that made you smile?",
    "Which skill of yours do you use less often than you'd like?",
    "What have you borrowed from another field or team?",
    "How do you find out who knows something here?",
    "What is the oldest thing your team still relies on?",
    "Which of your plans could use a second pair of eyes?",
    "What should you know about each other's work by the time your cups are empty?",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_key_has_a_question_of_its_own() {
        let all: BTreeSet<_> = (0..COUNT).map(|key| first_question(Locale::English, key)).collect();
        assert_eq!(all.len(), ENGLISH.len());
        assert_eq!(first_question(Locale::English, COUNT), first_question(Locale::English, 0));
    }

    #[test]
    fn every_question_is_one_short_sentence_that_asks() {
        for question in ENGLISH {
            assert!(question.ends_with('?'), "{question}");
            assert!(question.chars().count() <= 90, "{question}");
            assert!(!question.contains(['&', '<', '>']), "{question}");
        }
    }
}
