//! When a status in Slack says that somebody is away: on vacation, ill, on leave. A meeting, a
//! commute or a day at home is not away. Only what comes of it is kept, never the status itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Away, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Away {
    /// The status ends by itself then.
    Until(DateTime<Utc>),
    /// The status has no end: as long as it stands.
    WhileItStands,
}

impl Away {
    /// Whether they are still away at `now`: a status that has run out counts no more, also before
    /// Slack has said that it is gone.
    pub fn lasts(self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Until(end) => now < end,
            Self::WhileItStands => true,
        }
    }
}

/// Emoji that mean away where the words do not say otherwise. Slack's own suggestions are among
/// them (Vacationing, Out sick), but not its others (In a meeting, Commuting, Working remotely).
const EMOJI: [&str; 26] = [
    "airplane",
    "airplane_arriving",
    "airplane_departure",
    "ambulance",
    "baby",
    "baby_bottle",
    "beach_umbrella",
    "beach_with_umbrella",
    "breast-feeding",
    "camping",
    "desert_island",
    "face_vomiting",
    "face_with_head_bandage",
    "face_with_thermometer",
    "hospital",
    "island",
    "luggage",
    "mask",
    "nauseated_face",
    "palm_tree",
    "pill",
    "pregnant_woman",
    "sneezing_face",
    "syringe",
    "tent",
    "thermometer",
];

/// Words that say away, in the languages that are frequent in statuses.
const AWAY: [&str; 40] = [
    "vacation",
    "vacations",
    "vacationing",
    "holiday",
    "holidays",
    "pto",
    "ooo",
    "out of office",
    "out of the office",
    "day off",
    "days off",
    "week off",
    "time off",
    "on leave",
    "annual leave",
    "sick",
    "sick leave",
    "ill",
    "parental",
    "parental leave",
    "maternity",
    "paternity",
    "sabbatical",
    "bereavement",
    "medical leave",
    "unwell",
    "urlaub",
    "ferien",
    "krank",
    "elternzeit",
    "mutterschutz",
    "abwesend",
    "vacances",
    "congé",
    "malade",
    "vacaciones",
    "ferie",
    "vakantie",
    "ziek",
    "férias",
];

/// What takes such a word back.
const BACK: [&str; 11] = [
    "back from",
    "back after",
    "returned from",
    "happy holiday",
    "happy holidays",
    "zurück aus",
    "before my",
    "until my",
    "planning",
    "no longer",
    "sick of",
];

/// What begins later, unless it is the end that lies there.
const LATER: [&str; 2] = ["next week", "nächste woche"];
const ENDS: [&str; 5] = ["until", "till", "back", "bis", "return"];

/// Words of people who are there, whatever the picture beside them.
const HERE: [&str; 14] = [
    "working",
    "work",
    "wfh",
    "remote",
    "remotely",
    "meeting",
    "meetings",
    "focus",
    "focusing",
    "commuting",
    "lunch",
    "call",
    "available",
    "coworking",
];

/// What a status means: its emoji as `:name:`, its words, and when it ends.
pub fn away(emoji: &str, text: &str, end: Option<DateTime<Utc>>) -> Option<Away> {
    means_away(emoji, text).then(|| end.map_or(Away::WhileItStands, Away::Until))
}

fn means_away(emoji: &str, text: &str) -> bool {
    let words = words(text);
    let says =
        |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(&format!(" {phrase} ")));
    if says(&BACK) || (says(&LATER) && !says(&ENDS)) {
        return false;
    }
    says(&AWAY) || (!says(&HERE) && EMOJI.contains(&name_of(emoji)))
}

/// `:baby::skin-tone-2:` is a `baby`.
fn name_of(emoji: &str) -> &str {
    emoji.split(':').find(|part| !part.is_empty()).unwrap_or_default()
}

/// In small letters, one blank before and after each word.
fn words(text: &str) -> String {
    let small = text.to_lowercase();
    let words: Vec<&str> =
        small.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn these_are_away() {
        for (emoji, text) in [
            (":palm_tree:", "Vacationing"),
            (":palm_tree:", "On vacation until next week"),
            ("", "OOO, back next week"),
            (":face_with_thermometer:", "Out sick – back next week"),
            (":face_with_thermometer:", "Out sick"),
            (":baby::skin-tone-3:", ""),
            (":airplane:", ""),
            (":palm_tree:", "Gone fishing!"),
            ("", "Holiday until 3 Jan"),
            (":speech_balloon:", "Parental leave, back in March"),
            (":no_entry:", "OOO"),
            ("", "Out-of-office / PTO"),
            ("", "Im Urlaub bis Montag"),
            ("", "en congé"),
            (":computer:", "not working, sick"),
        ] {
            assert!(means_away(emoji, text), "{emoji} {text}");
        }
    }

    #[test]
    fn these_are_not() {
        for (emoji, text) in [
            ("", ""),
            (":spiral_calendar_pad:", "In a meeting"),
            (":calendar:", "In a meeting"),
            (":bus:", "Commuting"),
            (":house_with_garden:", "Working remotely"),
            (":palm_tree:", "Working from Lisbon"),
            (":airplane:", "In a meeting at the airport"),
            (":wave:", "Back from vacation"),
            (":christmas_tree:", "Happy holidays!"),
            (":books:", "Print is dead"),
            (":headphones:", "Focus time"),
            ("", "Skill sharing, ask me"),
        ] {
            assert!(!means_away(emoji, text), "{emoji} {text}");
        }
    }

    #[test]
    fn a_status_ends_by_itself() {
        let end = Utc.with_ymd_and_hms(2026, 12, 4, 23, 0, 0).unwrap();
        let sick = away(":face_with_thermometer:", "", Some(end)).unwrap();
        assert!(sick.lasts(end - TimeDelta::seconds(1)));
        assert!(!sick.lasts(end));
        assert!(away(":palm_tree:", "", None).unwrap().lasts(end));
    }

    proptest! {
        #[test]
        fn nothing_that_people_type_breaks_it(emoji in ".{0,40}", text in ".{0,100}") {
            means_away(&emoji, &text);
        }

        #[test]
        fn case_and_signs_around_do_not_matter(
            word in proptest::sample::select(&AWAY[..]),
            before in "[ .,!-]{0,3}",
            after in "[ .,!-]{0,3}",
        ) {
            let loud = format!("{}{}{}", before, word.to_uppercase(), after);
            prop_assert!(means_away("", &loud));
            prop_assert!(means_away(":calendar:", &loud));
        }

        #[test]
        fn a_word_inside_another_is_another(word in proptest::sample::select(&AWAY[..])) {
            let inside = format!("x{word}x");
            prop_assert!(!means_away("", &inside));
        }

        #[test]
        fn only_words_and_pictures_of_the_table_say_away(
            emoji in "[b-d]{1,4}", text in "[0-9]{0,9}",
        ) {
            prop_assert_eq!(away(&format!(":{emoji}:"), &text, None), None);
        }
    }
}
