//! What admins of a workspace see: stopping all messages, and letting them go again.

mod rules;

use chrono::{DateTime, Utc};
use slack_morphism::prelude::*;

use crate::domain::ids::MemberId;
use crate::domain::locale::Locale;
use crate::domain::rules::WorkspaceRules;
use crate::views::Voice;
use crate::views::kit::{button, buttons, confirmed, context, count, message, modal, section};
use crate::views::names::{action, modal as name};

pub use rules::{
    AS_IT_IS, Carried, GUESTS, Problem, not_in_this_channel, only_admins_start, problem, saved,
    settings, switched_off,
};

/// How many kinds of messages are listed; there are fewer.
const MOST_KINDS: usize = 20;

/// An admin's part of App Home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdminDesk {
    /// Somebody holds all messages back.
    pub held: Option<Held>,
    /// Stewards may look at topics that one person alone answers.
    pub radar: bool,
    /// What was decided for the workspace.
    pub rules: WorkspaceRules,
}

/// Who holds messages back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// An admin of this workspace; `None` when it is the operator, in all workspaces or this one.
    pub by: Option<MemberId>,
    pub since: DateTime<Utc>,
    /// It can be ended here.
    pub ours: bool,
}

/// Messages of one kind that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// As the queue names it.
    pub kind: String,
    pub count: u32,
    pub oldest: DateTime<Utc>,
}

/// What stands under an admin's own coffee.
pub fn desk(voice: &Voice, desk: &AdminDesk) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let Some(held) = &desk.held else {
        let mut blocks = vec![
            section("*Workspace*"),
            buttons("admin", [stop(voice)]),
            context("You are an admin of this workspace, so you can stop everything that I send."),
        ];
        blocks.extend(radar(voice, desk.radar));
        blocks.extend(rules::line(voice, &desk.rules));
        return blocks;
    };
    let who = match &held.by {
        Some(member) => format!("<@{member}> stopped"),
        None => "Whoever runs me stopped".to_owned(),
    };
    let mut row = vec![button(action::WAITING, "See what waits", "waiting")];
    if held.ours {
        row.insert(0, let_go(voice));
    }
    vec![
        section(format!(
            ":no_bell: *All messages are stopped.* {who} them {}. Nobody hears from me; joining, \
             leaving and this page still work.",
            moment(held.since)
        )),
        buttons("admin", row),
    ]
}

/// The switch of the radar.
fn radar(voice: &Voice, on: bool) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let (switch, text) = match on {
        true => (
            button(action::RADAR_OFF, "Radar off", "radar"),
            "Stewards can see topics that one person alone answers, by name only of those who agreed \
             to it.",
        ),
        false => (
            button(action::RADAR_ON, "Radar on", "radar"),
            "The radar is off: nobody looks at topics that one person alone answers.",
        ),
    };
    [buttons("admin_radar", [switch]), context(text)]
}

/// What waits, as a modal.
pub fn waiting(voice: &Voice, waiting: &[Waiting]) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if waiting.is_empty() {
        blocks.push(section("Nothing waits."));
    }
    for kind in waiting.iter().take(MOST_KINDS) {
        let (one, many) = words(&kind.kind);
        let since = moment(kind.oldest);
        blocks
            .push(section(format!("*{}*, the first since {since}", count(kind.count, one, many))));
    }
    blocks.push(context(
        "When you let them go, they go out one after the other, a few seconds apart. Reminders and \
         questions whose moment has passed are not sent.",
    ));
    SlackView::Modal(modal(name::NOTICE, "What waits", "Close", blocks))
}

/// Somebody who is no admin pressed a button that was drawn for one.
pub fn not_an_admin(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Only an admin of this workspace can do that.";
    message(text, vec![section(text)])
}

/// It had been done before, or is held by somebody else.
pub fn nothing_to_do(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Somebody was faster: this page now shows how it is.";
    message(text, vec![section(text)])
}

fn stop(voice: &Voice) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::STOP, "Stop all messages", "stop").with_style(SlackBlockButtonStyle::Danger),
        "Stop all messages?",
        "Nobody in this workspace hears from me until an admin lets the messages go. What would have \
         gone out waits.",
        "Stop them",
        "Go on",
    )
}

fn let_go(voice: &Voice) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::LET_GO, "Let them go", "let_go"),
        "Let the messages go?",
        "What waits goes out one after the other, a few seconds apart. See what it is first, if you \
         have not.",
        "Let them go",
        "Not yet",
    )
}

/// Slack shows it in the zone of whoever reads it.
fn moment(at: DateTime<Utc>) -> String {
    let (seconds, plain) = (at.timestamp(), at.format("%Y-%m-%d %H:%M UTC"));
    format!("<!date^{seconds}^{{date_short_pretty}} at {{time}}|{plain}>")
}

/// What people call a kind of message.
fn words(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "introduce_group" | "introduce_two" => ("introduction", "introductions"),
        "remind_group" => ("reminder", "reminders"),
        "check_in" => ("question how it went", "questions how it went"),
        "announce_break" => ("team break", "team breaks"),
        "sum_up" => ("sum of a round", "sums of rounds"),
        "invite" => ("invitation", "invitations"),
        "tell" => ("note to one person", "notes to one person each"),
        "greet" => ("greeting", "greetings"),
        "publish_story" => ("value story", "value stories"),
        "session_post" => ("word on an Ask me anything", "words on Ask me anything"),
        "show_met" | "show_two" | "show_break" | "show_session" | "show_story"
        | "refresh_invitation" => ("change to a message", "changes to messages"),
        _ => ("other message", "other messages"),
    }
}
