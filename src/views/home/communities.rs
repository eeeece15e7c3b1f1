//! The communities that somebody sees, and what comes next in each.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::ids::{ChannelId, CommunityId, SessionId};
use crate::domain::locale::Locale;
use crate::domain::session::State;
use crate::views::Voice;
use crate::views::ask::asking::names as asking;
use crate::views::ask::names::answers;
use crate::views::ask::session::names as session;
use crate::views::digest::names::action as digest;
use crate::views::kit::{button, buttons, buttons_and_more, escape, more, section};
use crate::views::story::names::action as story;
use crate::views::when;

/// A community, as one person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyCommunity {
    pub id: CommunityId,
    pub name: String,
    pub channel: ChannelId,
    /// They tend it.
    pub tends: bool,
    /// They said that they can be asked there.
    pub answers: bool,
    /// Where its latest digest is read.
    pub digest: Option<String>,
    /// The next Ask me anything, if one is planned.
    pub next: Option<Next>,
}

/// An Ask me anything that is to come, or going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub session: SessionId,
    /// What its expert is called.
    pub with: String,
    pub about: String,
    pub begins: DateTime<Utc>,
    pub state: State,
}

/// The section: a title, and each with its buttons; none where there is none.
pub fn blocks(voice: &Voice, mine: &[MyCommunity], zone: Tz) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if mine.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![section("*My communities*")];
    for it in mine {
        blocks.extend(one(voice, it, zone));
    }
    blocks
}

/// What stands below them on each page.
pub(super) fn foot(voice: &Voice) -> SlackBlock {
    let Locale::English = voice.locale;
    buttons_and_more(
        "communities",
        [
            button(asking::action::SETUP, "Start a community", "new"),
            button(asking::action::HELP, "How asking works", "help"),
        ],
        more(&[
            (asking::action::SESSIONS, "Ask me anything: those that I lead", "sessions"),
            (story::HELP, "How stories work", "help"),
            (digest::HELP, "What communities can do", "help"),
        ]),
    )
}

fn one(voice: &Voice, it: &MyCommunity, zone: Tz) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let role = match (it.tends, it.answers) {
        (true, _) => " · you tend it",
        (false, true) => " · you can be asked here",
        (false, false) => "",
    };
    let next = match &it.next {
        Some(next) => format!("\n{}", coming(voice, next, zone)),
        None => String::new(),
    };
    let digest = it.digest.as_ref().map(|link| format!(" · <{link}|the latest digest>"));
    let (name, channel) = (escape(&it.name), &it.channel);
    let text = format!("*{name}* in <#{channel}>{role}{}{next}", digest.unwrap_or_default());
    let mut row = Vec::new();
    if let Some(next) = &it.next {
        let id = next.session.to_string();
        row.push(match next.state {
            State::Collecting => button(session::action::ASK, "Ask in the session", &id),
            _ => button(session::action::SEE, "See the questions", &id),
        });
        if it.tends {
            row.push(button(session::action::DESK, "Lead it", &id));
        }
    }
    row.push(button(answers::action::CARDS, "What is kept", "cards"));
    if it.tends {
        row.push(button(asking::action::SETUP, "Change…", it.id.to_string()));
    }
    [section(text), buttons(format!("community_{}", it.id), row)]
}

fn coming(voice: &Voice, next: &Next, zone: Tz) -> String {
    let Locale::English = voice.locale;
    let (with, at) = (escape(&next.with), when::moment(voice.locale, next.begins, zone));
    let about = match next.about.is_empty() {
        true => String::new(),
        false => format!(" about {}", escape(&next.about)),
    };
    match next.state {
        State::Live | State::Paused => format!("Ask {with} anything{about}: going on now"),
        _ => format!("Ask {with} anything{about}: {at}"),
    }
}
