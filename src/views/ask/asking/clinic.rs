//! What somebody reads who puts their question into the next Ask me anything.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use super::names::action;
use crate::domain::ids::SessionId;
use crate::domain::locale::Locale;
use crate::domain::question::Privacy;
use crate::views::Voice;
use crate::views::ask::session::names::action as session;
use crate::views::kit::{button, buttons, escape, message, primary, section};
use crate::views::when;

/// The session that a question is in now.
#[derive(Clone, Debug)]
pub struct InClinic<'a> {
    pub session: SessionId,
    pub at: DateTime<Utc>,
    /// What its expert is called.
    pub expert: Option<&'a str>,
    /// Where the reader lives: for where Slack does not show dates in the reader's own time.
    pub zone: Tz,
    pub privacy: Privacy,
    /// It was in it already.
    pub before: bool,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Clinic<'a> {
    In(InClinic<'a>),
    /// None collects questions now.
    Nowhere,
    /// It takes no more questions.
    Full,
    /// They have asked as many as one can.
    Enough,
}

/// The button; its value is the question.
pub fn clinic_button(voice: &Voice, question: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    primary(button(action::CLINIC, "Next clinic", question))
}

/// In words.
pub fn clinic(voice: &Voice, came: &Clinic<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let only = |text: &str| message(text, vec![section(text)]);
    let there = match came {
        Clinic::In(there) => there,
        Clinic::Nowhere => {
            return only("No Ask me anything takes it right now, so nothing was changed.");
        }
        Clinic::Full => {
            return only(
                "The next Ask me anything has a hundred questions already, so nothing was changed.",
            );
        }
        Clinic::Enough => {
            return only(
                "You have asked five questions there already, so nothing was changed. Take one of \
                 them back first.",
            );
        }
    };
    let who = there.expert.map_or_else(|| "your colleague".to_owned(), escape);
    let when = when::moment(voice.locale, there.at, there.zone);
    let head = match there.before {
        true => "*It's there already:*",
        false => "*It's in the next Ask me anything:*",
    };
    let name = match there.privacy {
        Privacy::Anonymous => " Your name stays sealed there, too.",
        Privacy::Open | Privacy::Private => "",
    };
    let text = format!(
        "{head} with {who}, {when}. The others can vote for it; until it's asked you can take it \
         back.{name} Here it stays open: whoever knows may still answer."
    );
    let see = button(session::SEE, "See and vote", there.session.to_string());
    message(
        format!("It's in the next Ask me anything, with {who}."),
        vec![section(text), buttons("clinic", [see])],
    )
}
