//! What a steward might not expect of what they chose, and which rule to relax.

use crate::domain::locale::Locale;
use crate::domain::outlook::{OwnRule, Warning};
use crate::domain::pairing::{Common, Unit};
use crate::views::Voice;
use crate::views::kit::{count, list};
use crate::views::when;

/// What would happen, and what to do about it.
pub fn warning(voice: &Voice, warning: &Warning) -> String {
    let Locale::English = voice.locale;
    match warning {
        Warning::GroupTooLarge { size, people } => format!(
            "{} joined so far: they would meet in one group, as nobody fills a group of {size}. A \
             smaller size makes more groups.",
            count(*people, "person has", "people have"),
        ),
        Warning::NobodyFits { rules } if rules.is_empty() => {
            "As things are, nobody could be introduced to anybody.".to_owned()
        }
        Warning::NobodyFits { rules } => {
            let rules: Vec<String> = rules.iter().map(|it| own_rule(voice, *it)).collect();
            format!(
                "As things are, nobody could be introduced to anybody. It would help to relax {}.",
                list(voice.locale, &rules)
            )
        }
        Warning::NotTried => "With this many people I don't try the rules out while you choose. \
                              Once it is saved, *Preview* does."
            .to_owned(),
        Warning::NothingKnown(unit) => {
            let what = match unit {
                Unit::Team => "team",
                Unit::Department => "department",
            };
            format!(
                "I know nobody's {what}, so {} keeps nobody apart yet.",
                own_rule(voice, OwnRule::Differ(*unit))
            )
        }
        Warning::FiveInTrios => {
            "Five people are soon done meeting each other, as one of them joins a pair each time. \
             With *sits out, in turn* it takes longer."
                .to_owned()
        }
        Warning::SameDay { channel, date } => format!(
            "<#{channel}> has a round on {} as well. I write to nobody twice a day: whoever is in \
             both hears from one of them a working day later, or in its next round.",
            when::day(voice.locale, *date)
        ),
    }
}

/// A rule of the program, as one speaks of it.
pub fn own_rule(voice: &Voice, rule: OwnRule) -> String {
    let Locale::English = voice.locale;
    match rule {
        OwnRule::Differ(Unit::Team) => "*never of the same team*".to_owned(),
        OwnRule::Differ(Unit::Department) => "*never of the same department*".to_owned(),
        OwnRule::Share(Common::Language) => "*a language in common*".to_owned(),
        OwnRule::Share(Common::Mode) => "*a way to meet in common*".to_owned(),
        OwnRule::Overlap(minutes) => {
            format!("*at least {} of working hours in common*", when::hours(voice.locale, minutes))
        }
        OwnRule::SitOut => "*the last one sits out*".to_owned(),
        OwnRule::ManagersApart => "*nobody meets their own manager*".to_owned(),
    }
}
