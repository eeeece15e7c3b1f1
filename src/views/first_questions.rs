//! What two people who never met can start with. Questions that everybody in a company can answer,
//! about what they do and know; none that asks who somebody is at home, that has a right answer, or that
//! is answered by yes or no.

use crate::domain::locale::Locale;

/// How many first questions there are.
#[expect(clippy::cast_possible_truncation, reason = "a hundred and some")]
pub const COUNT: u32 = ENGLISH.len() as u32;

/// The first question with that key; keys beyond the last begin again.
pub fn first_question(locale: Locale, key: u32) -> &'static str {
    let Locale::English = locale;
    let at = key.checked_rem(COUNT).and_then(|key| usize::try_from(key).ok());
    at.and_then(|at| ENGLISH.get(at)).copied().unwrap_or_default()
}

/// Keys are kept with groups: a question may be reworded in its place or added at the end, never
/// moved.
const ENGLISH: [&str; 132] = [
    // A bit of everything.
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
    // Craft: how we do what we do.
    "Which tool would you miss first if it were gone tomorrow?",
    "What does a piece of work need before you call it done?",
    "Which shortcut of yours would surprise a colleague?",
    "How do you keep track of everything that isn't finished?",
    "What do you check twice, and why that?",
    "Which part of your job is harder than it looks from outside?",
    "Which part of your job is easier than people think?",
    "How do you begin when you don't know where to begin?",
    "What do you do when you are stuck for an hour?",
    "Which standard or rule in your field turned out to be wise?",
    "What makes a handover a good one?",
    "Which work of somebody else do you admire, and for what?",
    // Learning.
    "What are you learning right now, and how?",
    "Who taught you the most at work, and what was it?",
    "Which skill would you learn here if somebody sat down with you?",
    "What did you have to unlearn in your field?",
    "Which explanation finally made something click for you?",
    "How do you keep what you've learned from slipping away?",
    "What would you tell yourself on your first day here?",
    "Which course, talk or article would you pass on?",
    "What do you understand only half, and would like to understand whole?",
    "What have you learned from somebody with a quite different job?",
    "How do you find out whether you've become better at something?",
    "Which question are you no longer shy to ask?",
    // Everyday: how a working day goes.
    "How do you start your working day?",
    "When in the day do you think best, and what do you keep for then?",
    "What helps you concentrate when it is busy around you?",
    "Which small habit makes your week calmer?",
    "How do you leave work behind at the end of the day?",
    "What does your desk, real or on the screen, say about your work?",
    "Which sound, place or drink helps you to get something done?",
    "What do you do in the five minutes between two meetings?",
    "How do you decide what has to wait?",
    "Which message do you always like to get?",
    "What makes a Monday a good one?",
    "Which reminder or note do you look at every day?",
    // Ideas, and problems that we share.
    "Which problem here would you give to ten people with fresh eyes?",
    "What do several teams build that one could build for all?",
    "Which idea of another company should we try?",
    "What slows you down that a small change could mend?",
    "Which form, report or step could go, and who would notice?",
    "What would you measure if it were easy?",
    "Where do things get lost between two teams?",
    "Which old idea deserves a second try?",
    "What would you ask customers if they answered at once?",
    "Which decision do we put off too often?",
    "What would you change about how we share what we know?",
    "If one thing here were twice as fast, which should it be?",
    // People, and working together.
    "What do you like to be asked for help with?",
    "How can somebody tell that you're busy, and how that you're not?",
    "What makes a conversation with a stranger here worth having?",
    "Who here should more people know, and for what?",
    "How do you like to hear that something could be better?",
    "What makes you trust a colleague's work?",
    "What should people know before they work with your team?",
    "Which words of thanks have you remembered?",
    "How does your team celebrate when something went well?",
    "What helps a quiet idea to be heard?",
    "Which meeting have you enjoyed lately, and what was different?",
    "What have you changed your mind about because of a colleague?",
    // The work itself, and whom it is for.
    "Who uses what you make, and what would they say about it?",
    "What did you finish lately that you'd show to anybody?",
    "Which part of our work would you like to see with your own eyes?",
    "What would somebody outside be surprised that we do?",
    "Which number or fact about our work do you find remarkable?",
    "What does your work look like when nobody notices it?",
    "Which story do you tell when somebody asks what you do?",
    "What comes next in your project, and what could help it?",
    "Which promise of ours are you proudest to keep?",
    "What would break first if your team went away for a week?",
    "Whose work do you depend on without ever meeting them?",
    "What did a customer, guest or user teach you?",
    // Time: what was, and what may come.
    "How has your work changed since you started?",
    "What did people do by hand here that nobody does any more?",
    "Which change in your field are you looking forward to?",
    "What will your job need in three years that it doesn't need today?",
    "Which first attempt still makes you smile?",
    "What would you keep exactly as it is?",
    "Which turn brought you to the work you do?",
    "What did you expect of your job that came out quite differently?",
    "Which project would you like to do once more, knowing what you know?",
    "What do you hope somebody picks up after you?",
    "Which plan of yours is waiting for the right moment?",
    "What has lasted here longer than anybody thought?",
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

    /// More than two a week for a whole year, so that nobody reads one twice in it.
    #[test]
    fn there_are_enough_for_a_year() {
        const { assert!(COUNT >= 120) }
    }

    #[test]
    fn none_is_answered_by_yes_or_no_or_asks_about_ones_private_life() {
        let open = ["What", "Which", "Who", "Whose", "How", "Where", "When", "If one"];
        let private = [
            "family",
            "child",
            "married",
            "partner",
            "church",
            "pray",
            "faith",
            "salary",
            "money",
            "earn",
            "old are you",
            "weight",
            "body",
            "health",
            "vote",
            "party",
            "weekend",
            "holiday",
        ];
        for question in ENGLISH {
            assert!(open.iter().any(|word| question.starts_with(word)), "{question}");
            let small = question.to_lowercase();
            let mut words = small.split(|sign: char| !sign.is_alphabetic());
            assert!(!words.any(|word| private.contains(&word)), "{question}");
        }
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
