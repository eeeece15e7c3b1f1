//! When a community's digest comes: the page of whoever tends it.

use chrono::{NaiveDate, Weekday};
use slack_morphism::prelude::*;

use super::names::{action, field, modal as name};
use crate::domain::community::Community;
use crate::domain::digest::Rhythm;
use crate::domain::hours::DAYS;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, choice, escape, input, message, modal, plain, section, select, shorten,
};
use crate::views::when;

/// In the place of a weekday: none at all.
pub const OFF: &str = "off";

/// The page. Its metadata is the community.
pub fn page(voice: &Voice, community: &Community, rhythm: &Rhythm) -> SlackView {
    let Locale::English = voice.locale;
    let id = community.id.to_string();
    let name_of = escape(&shorten(&community.name, 100));
    let intro = format!(
        "Once a week I write in {name_of} what was answered, what still waits, who met, and who is new. \
         In a quiet week I ask one question instead, and then nothing until something happens."
    );
    let mut days: Vec<_> = DAYS.iter().map(|day| weekday(voice, *day)).collect();
    days.push(choice(OFF, "Not at all"));
    let chosen = if rhythm.on { rhythm.weekday.to_string() } else { OFF.to_owned() };
    let time = SlackBlockTimePickerElement::new()
        .with_action_id(field::TIME.into())
        .with_initial_time(when::time(rhythm.at));
    let zone = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::ZONE.into())
        .with_max_length(64)
        .with_initial_value(rhythm.zone.name().to_owned());
    let hint = plain("A region and a city, like Europe/Berlin or America/New_York.");
    let blocks = vec![
        section(intro),
        input(field::WEEKDAY, "Every", select(field::WEEKDAY, days, Some(&chosen))).into(),
        input(field::TIME, "At", time).into(),
        input(field::ZONE, "Time zone", zone).with_hint(hint).into(),
        buttons("preview", [button(action::PREVIEW, "Preview", &id)]),
    ];
    let view = modal(name::SETTINGS, "Digest", "Cancel", blocks)
        .with_submit(plain("Save"))
        .with_private_metadata(id);
    SlackView::Modal(view)
}

fn weekday(voice: &Voice, day: Weekday) -> SlackBlockChoiceItem<SlackBlockPlainTextOnly> {
    choice(day.to_string(), when::weekday(voice.locale, day))
}

/// What a field says that makes no sense.
pub fn problem(voice: &Voice, field: &str) -> String {
    let Locale::English = voice.locale;
    match field {
        field::ZONE => "I don't know that zone. Europe/Berlin is one, or America/New_York.",
        field::TIME => "A time of day, please, like 10:00.",
        _ => "Please pick one of these.",
    }
    .to_owned()
}

/// It is kept; `next` is the next date, `None` if it is off.
pub fn kept(voice: &Voice, rhythm: &Rhythm, next: Option<NaiveDate>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match next {
        None => "*The digest is off.* Whenever you switch it on again, it tells of what happened since, five weeks at most."
            .to_owned(),
        Some(date) => format!(
            "*Kept:* {}. The next one comes {}.",
            when::recurrence(voice.locale, &rhythm.cadence()),
            when::opening_on(voice.locale, &rhythm.cadence(), date)
        ),
    };
    message("Your digest's settings are kept.", vec![section(text)])
}
