//! What somebody set for themselves, in few lines, with the way to each window.

use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::expert::{Expert, Willing};
use crate::domain::hours::{DAYS, WorkingHours};
use crate::domain::locale::Locale;
use crate::domain::quiet::Budget;
use crate::views::Voice;
use crate::views::kit::{button, buttons, count, section};
use crate::views::names::action;
use crate::views::when;

/// What somebody set for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MySettings {
    /// How many messages they get, as far as the workspace leaves that to them.
    pub budget: Budget,
    pub hours: WorkingHours,
    pub zone: Tz,
    /// What they may be asked; `None` before anybody asked them.
    pub expert: Option<Expert>,
    /// They have somebody to ask.
    pub asks: bool,
    /// The workspace lets people ask at all.
    pub asking: bool,
    /// The workspace lets people tell stories.
    pub telling: bool,
}

/// How often somebody is written to, within a sentence.
pub fn how_often(voice: &Voice, budget: Budget) -> &'static str {
    let Locale::English = voice.locale;
    match budget {
        Budget { only_coffee: true, .. } => "only about your coffee, at most once a day",
        Budget { per_week: 0 | 1, .. } => "at most once a week",
        Budget { per_week: 2, .. } => "at most once a day and twice a week",
        Budget { per_week: 3, .. } => "at most once a day and three times a week",
        Budget { per_week: 4, .. } => "at most once a day and four times a week",
        Budget { .. } => "at most once a day and five times a week",
    }
}

/// The section.
pub fn blocks(voice: &Voice, mine: &MySettings) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let often = how_often(voice, mine.budget);
    let (hours, city) = (hours(voice, &mine.hours), when::city(mine.zone));
    let mut text = format!("*My settings*\nMessages: {often}\nWorking hours: {hours} ({city})");
    if mine.asks {
        text.push_str(&format!("\nQuestions: {}", asked(voice, mine.expert.as_ref())));
    }
    let row = [
        button(action::LIKE, "How I like it…", "like"),
        button(action::HOURS, "My hours…", "hours"),
        button(action::STORED, "What you store…", "stored"),
    ];
    vec![section(text), buttons("settings", row)]
}

fn asked(voice: &Voice, expert: Option<&Expert>) -> String {
    let Locale::English = voice.locale;
    let Some(expert) = expert else { return "nobody asks you before you said yes once".to_owned() };
    match expert.willing {
        None => "nobody asks you before you said yes once".to_owned(),
        Some(Willing::Never) => "never".to_owned(),
        Some(Willing::Monthly) => "at most one a month".to_owned(),
        Some(Willing::Yes) => {
            format!("at most {} a week", count(u32::from(expert.per_week), "question", "questions"))
        }
    }
}

/// Days that follow each other with the same hours stand together: `Mon–Fri 09:00–17:00`.
fn hours(voice: &Voice, hours: &WorkingHours) -> String {
    let Locale::English = voice.locale;
    let mut runs: Vec<(String, String, String)> = Vec::new();
    let mut worked_before = false;
    for day in DAYS {
        let Some(stretch) = hours.on(day) else {
            worked_before = false;
            continue;
        };
        let times = format!("{}–{}", when::time(stretch.from()), when::time(stretch.to()));
        match runs.last_mut().filter(|(_, _, before)| worked_before && *before == times) {
            Some((_, last, _)) => *last = day.to_string(),
            None => runs.push((day.to_string(), day.to_string(), times)),
        }
        worked_before = true;
    }
    let said = runs.into_iter().map(|(first, last, times)| match first == last {
        true => format!("{first} {times}"),
        false => format!("{first}–{last} {times}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::domain::hours::{Stretch, Week};

    #[test]
    fn hours_read_as_one_would_say_them() {
        let voice = Voice::default();
        assert_eq!(hours(&voice, &WorkingHours::default()), "Mon–Fri 09:00–17:00");
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let day = |from, to| Some(Stretch::new(at(from), at(to)).unwrap());
        let (long, night) = (day(8, 18), day(22, 6));
        let week =
            Week { mon: long, tue: long, thu: long, sat: night, sun: night, ..Week::default() };
        let said = hours(&voice, &WorkingHours::Weekly(week));
        assert_eq!(said, "Mon–Tue 08:00–18:00, Thu 08:00–18:00, Sat–Sun 22:00–06:00");
    }
}
