//! Where the expert and the stewards lead a session.

use slack_morphism::prelude::*;

use super::Told;
use super::names::{action, modal as name};
use super::notes::{call_off, step_back};
use crate::domain::locale::Locale;
use crate::domain::session::{SessionQuestion, State};
use crate::views::Voice;
use crate::views::ask::answer::quoted;
use crate::views::kit::{
    button, buttons, confirmed, context, count, escape, modal, primary, section,
};

/// What the desk shows.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    pub told: &'a Told<'a>,
    pub next: Option<&'a SessionQuestion>,
    /// What the asker of the next one is called; `None` is anonymous.
    pub asker: Option<&'a str>,
    pub waiting: u32,
    pub asked: u32,
    /// The reader is its expert.
    pub is_expert: bool,
    /// The reader tends the community.
    pub tends: bool,
    /// What has just happened, if anything.
    pub news: Option<News>,
}

/// What has just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    Asked,
    Skipped,
    /// Somebody was faster, or the button was pressed twice: nothing was done again.
    GoneOn,
}

/// The desk as it stands.
pub fn desk(voice: &Voice, desk: &Desk<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let told = desk.told;
    let (channel, when) = (told.channel, told.when(voice.locale));
    let mut blocks = Vec::new();
    if let Some(news) = desk.news {
        blocks.push(section(news_line(voice, news)));
    }
    blocks.push(section(format!(
        "*Ask me anything: {}* in <#{channel}>, {when}\n{}",
        told.expert(),
        state_line(voice, desk)
    )));
    match told.session.state {
        State::Live => live(voice, desk, &mut blocks),
        State::Paused => {
            let value = value(desk);
            let row = [primary(button(action::GO_ON, "Go on", &value)), end(voice, &value)];
            blocks.push(buttons("lead", row));
        }
        State::Invited | State::Collecting => before(voice, desk, &mut blocks),
        State::Ended | State::Cancelled(_) => {}
    }
    SlackView::Modal(modal(name::DESK, "Ask me anything", "Close", blocks))
}

fn value(desk: &Desk<'_>) -> String {
    format!("{} {}", desk.told.session.id, desk.told.session.turns)
}

fn news_line(voice: &Voice, news: News) -> &'static str {
    let Locale::English = voice.locale;
    match news {
        News::Asked => ":white_check_mark: *It's in the channel.* Answer in its thread.",
        News::Skipped => "Passed over.",
        News::GoneOn => "It has gone on meanwhile; this is how it stands.",
    }
}

fn state_line(voice: &Voice, desk: &Desk<'_>) -> String {
    let Locale::English = voice.locale;
    let waiting = count(desk.waiting, "question waits", "questions wait");
    match desk.told.session.state {
        State::Invited if desk.told.session.proposed.is_some() => {
            format!("{} would rather have another date.", desk.told.expert())
        }
        State::Invited => format!("{} is asked; no answer yet.", desk.told.expert()),
        State::Collecting => format!("Announced. {waiting}."),
        State::Live => format!("It's on. {} asked, {waiting}.", desk.asked),
        State::Paused => format!("A short break. {} asked, {waiting}.", desk.asked),
        State::Ended => format!("It's over: {} asked.", desk.asked),
        State::Cancelled(_) => "It doesn't take place.".to_owned(),
    }
}

fn live(voice: &Voice, desk: &Desk<'_>, blocks: &mut Vec<SlackBlock>) {
    let Locale::English = voice.locale;
    let value = value(desk);
    let Some(next) = desk.next else {
        blocks.push(section("No question waits. They can still come until you end it."));
        blocks.push(buttons("lead", [end(voice, &value)]));
        return;
    };
    let who = desk.asker.map_or_else(|| "anonymous".to_owned(), escape);
    let votes = count(next.votes, "vote", "votes");
    blocks.push(section(format!("*Next:*\n{}", quoted(&next.text, 2_100))));
    blocks.push(context(format!("{who} · {votes}")));
    blocks.push(buttons(
        "lead",
        [
            primary(button(action::NEXT, "Ask it now", &value)),
            button(action::SKIP, "Skip", &value),
            button(action::PAUSE, "Pause", &value),
            end(voice, &value),
        ],
    ));
}

fn before(voice: &Voice, desk: &Desk<'_>, blocks: &mut Vec<SlackBlock>) {
    let Locale::English = voice.locale;
    let id = desk.told.id();
    let mut row = Vec::new();
    if desk.told.session.takes_questions() {
        row.push(button(action::SEE, "See the questions", &id));
    }
    if desk.tends {
        row.push(button(action::MOVE, "Move it", &id));
        row.push(call_off(voice, &id));
    } else if desk.is_expert && desk.told.session.state == State::Collecting {
        row.push(step_back(voice, &id));
    } else if desk.is_expert {
        row.push(primary(button(action::GLADLY, "Gladly", &id)));
        row.push(button(action::ANOTHER_DATE, "Another date", &id));
        row.push(button(action::NO, "No, thanks", &id));
    }
    if !row.is_empty() {
        blocks.push(buttons("before", row));
    }
}

fn end(voice: &Voice, value: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::END, "End", value),
        "End it?",
        "The channel gets a recap. What was answered is kept; what was not reached stands there for \
         whoever wants to ask it.",
        "End it",
        "Go on",
    )
}
