//! The time a group meets at: picking it, and how it gets into calendars.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;
use url::Url;

use crate::domain::coffee::Group;
use crate::domain::locale::Locale;
use crate::domain::meeting::{LASTS, TimeProblem};
use crate::views::Voice;
use crate::views::first_questions::first_question;
use crate::views::kit::{context, escape, input, list, message, modal, plain, section, shorten};
use crate::views::names::{field, modal as name};
use crate::views::when;

/// The choice in [`field::MEET_AT`] that looks at the time below it.
pub const TIME_ANOTHER: &str = "another";

/// The longest title of an entry in a calendar.
const TITLE: usize = 100;

/// What the modal is about.
#[derive(Clone, Debug)]
pub struct Pick<'a> {
    /// The group that is to meet.
    pub group: &'a Group,
    /// Where whoever picks lives.
    pub zone: Tz,
    pub now: DateTime<Utc>,
    /// Somebody was faster, with this time.
    pub meanwhile: Option<DateTime<Utc>>,
}

/// The times that suit all, and another one.
pub fn pick_time(voice: &Voice, pick: &Pick<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let meeting = &pick.group.meeting;
    let there: Vec<DateTime<Utc>> = meeting.still_offered(pick.now).collect();
    let mut blocks = Vec::new();
    let agreed = meeting.at.map(|at| local(voice.locale, at, pick.zone));
    if let Some(at) = pick.meanwhile {
        let at = local(voice.locale, at, pick.zone);
        blocks.push(section(format!(
            ":hourglass: One of you has just picked *{at}*. Keep it by closing this, or pick again."
        )));
    } else if let Some(at) = agreed {
        blocks.push(section(format!("You have agreed on *{at}*. A new time takes its place.")));
    }
    if there.is_empty() {
        blocks.push(section(match meeting.offered.is_empty() {
            true => {
                "Your working hours don't overlap in this round, so agree on a time between \
                     you and write it down here."
            }
            false => "The times I had found are over. Any other will do as well.",
        }));
    } else {
        blocks.push(times(voice, &there, pick.zone));
    }
    let another = SlackBlockDateTimePickerElement::new().with_action_id(field::ANOTHER_TIME.into());
    let another = input(field::ANOTHER_TIME, "Another time", another);
    let city = when::city(pick.zone);
    blocks.extend([
        another.with_optional(!there.is_empty()).into(),
        context(format!(
            "By the clock in {city}; the others see theirs. A calendar file follows in your thread."
        )),
    ]);
    SlackView::Modal(
        modal(name::TIME, "When do you meet?", "Never mind", blocks)
            .with_submit(plain("Pick it"))
            .with_private_metadata(format!("{} {}", pick.group.id, meeting.picks)),
    )
}

fn times(voice: &Voice, there: &[DateTime<Utc>], zone: Tz) -> SlackBlock {
    let Locale::English = voice.locale;
    let choice = |value: String, label: String| {
        SlackBlockChoiceItem::new(SlackBlockText::Plain(label.into()), value)
    };
    let mut choices: Vec<_> = there
        .iter()
        .map(|at| choice(at.timestamp().to_string(), local(voice.locale, *at, zone)))
        .collect();
    let first = choices.first().cloned();
    choices.push(choice(TIME_ANOTHER.to_owned(), "Another time, below".to_owned()));
    let radio = SlackBlockRadioButtonsElement::new(choices).with_action_id(field::MEET_AT.into());
    let radio = match first {
        Some(first) => radio.with_initial_option(first),
        None => radio,
    };
    input(field::MEET_AT, "Times that suit all of you", radio).into()
}

/// `Tue 24 Nov, 14:00`, by somebody's own clock.
fn local(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let day = when::day(locale, at.with_timezone(&zone).date_naive());
    format!("{day}, {}", when::wall_clock(at, zone))
}

/// Why a time cannot be picked, at its field.
pub fn problem(voice: &Voice, problem: TimeProblem) -> String {
    let Locale::English = voice.locale;
    match problem {
        TimeProblem::Missing => "Pick a day and a time.",
        TimeProblem::Past => "That time is over. Pick one ahead of you.",
        TimeProblem::Far => "That's a long way off. Pick one within the next two months.",
    }
    .to_owned()
}

/// The round is over, or nobody is left to meet.
pub fn over(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "This coffee isn't waiting for a time any more. You're in the next round again.";
    message(text, vec![section(text)])
}

/// To whoever picked: it is kept, and everybody sees it.
pub fn picked(
    voice: &Voice,
    at: DateTime<Utc>,
    zone: Tz,
    names: &[&str],
    question: u32,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let when = local(voice.locale, at, zone);
    let text = format!(":calendar: *{when}* it is. Everybody sees it under your introduction.");
    let links = calendar_links(voice, at, names, question);
    message(format!("{when} it is."), vec![section(text), context(links)])
}

/// Under an introduction: when they meet, in each reader's own time, and how it gets into a calendar.
pub fn agreed(voice: &Voice, at: DateTime<Utc>, zone: Tz, names: &[&str], question: u32) -> String {
    let Locale::English = voice.locale;
    let when = when::moment(voice.locale, at, zone);
    format!(":calendar: *You meet {when}.*\n{}", calendar_links(voice, at, names, question))
}

fn calendar_links(voice: &Voice, at: DateTime<Utc>, names: &[&str], question: u32) -> String {
    let Locale::English = voice.locale;
    let entry = Entry::of(voice, at, names, question);
    let links: Vec<String> = [("Google", entry.google()), ("Outlook", entry.outlook())]
        .into_iter()
        .filter_map(|(name, link)| Some(format!("<{}|{name}>", escape(link?.as_str()))))
        .collect();
    format!("Add it to your calendar: {}.", links.join(" · "))
}

/// Beside the calendar file. The times stand in the introduction, in everybody's own.
pub fn file_comment(voice: &Voice, at: DateTime<Utc>, picks: u32) -> String {
    let Locale::English = voice.locale;
    let when = when::moment(voice.locale, at, Tz::UTC);
    match picks {
        0 | 1 => format!(":calendar: For your calendars: {when}."),
        _ => format!(
            ":calendar: A new time, for your calendars: {when}. It replaces the one before."
        ),
    }
}

/// What stands in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    pub about: String,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Entry {
    /// Coffee of these people, with their first question.
    pub fn of(voice: &Voice, at: DateTime<Utc>, names: &[&str], question: u32) -> Self {
        let Locale::English = voice.locale;
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let names = list(voice.locale, &names);
        let question = first_question(voice.locale, question);
        Self {
            title: shorten(&format!("Coffee: {names}"), TITLE),
            about: format!("Half an hour, no agenda. To start with: {question}"),
            from: at,
            to: at + LASTS,
        }
    }

    /// A page of Google Calendar with the entry filled in.
    fn google(&self) -> Option<Url> {
        let time = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        let dates = format!("{}/{}", time(self.from), time(self.to));
        let query = [
            ("action", "TEMPLATE"),
            ("text", self.title.as_str()),
            ("dates", dates.as_str()),
            ("details", self.about.as_str()),
        ];
        Url::parse_with_params("https://calendar.google.com/calendar/render", query).ok()
    }

    /// A page of Outlook with the entry filled in.
    fn outlook(&self) -> Option<Url> {
        let time = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let (from, to) = (time(self.from), time(self.to));
        let query = [
            ("path", "/calendar/action/compose"),
            ("rru", "addevent"),
            ("subject", self.title.as_str()),
            ("startdt", from.as_str()),
            ("enddt", to.as_str()),
            ("body", self.about.as_str()),
        ];
        Url::parse_with_params("https://outlook.office.com/calendar/deeplink/compose", query).ok()
    }
}
