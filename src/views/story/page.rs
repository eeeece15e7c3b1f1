//! A story as somebody in it sees it, and their stories on their desk.

use slack_morphism::prelude::*;

use super::names::{action, modal as name};
use super::notes::{fine_buttons, not_me};
use super::words::{Told, audience, fitting, helpers, parts, seen, small_print, state, whose};
use crate::domain::locale::Locale;
use crate::domain::story::{Concerned, State};
use crate::views::Voice;
use crate::views::kit::{button, buttons, confirmed, context, count, modal, primary, section};

/// No more blocks on a desk.
pub const MOST_BLOCKS: usize = 11;
/// The most stories of one window: two blocks each.
const MOST_LISTED: usize = 45;

/// A story on the desk of somebody in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    pub told: Told,
    /// What they are in it; they have not taken themselves out.
    pub me: Concerned,
    /// It tends its community.
    pub tends: bool,
}

impl Mine {
    fn id(&self) -> String {
        self.told.story.id.to_string()
    }

    fn is_helped(&self) -> bool {
        self.me.member == self.told.story.helped
    }

    /// Whether it waits for their yes.
    pub fn to_confirm(&self) -> bool {
        self.is_helped() && self.told.story.state == State::Claimed
    }

    /// Whether it waits for what they say to being in it.
    pub fn to_agree(&self) -> bool {
        self.me.audience.is_none() && self.told.story.state != State::Withdrawn
    }
}

/// My stories: what waits for me first. At most [`MOST_BLOCKS`]; nothing where there is none.
pub fn desk(voice: &Voice, mine: &[Mine]) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if mine.is_empty() {
        let first = "*My stories*\nSomebody saved you an afternoon? Tell it in half a minute.";
        return vec![section(first)];
    }
    let mut sorted: Vec<&Mine> =
        mine.iter().filter(|it| it.told.story.state != State::Withdrawn).collect();
    sorted.sort_by_key(|it| !(it.to_confirm() || it.to_agree()));
    let waiting = sorted.iter().filter(|it| it.to_confirm() || it.to_agree()).count();
    let head = match u32::try_from(waiting).unwrap_or(u32::MAX) {
        0 => "*My stories*".to_owned(),
        n => format!("*My stories* · {} for a word of yours", count(n, "waits", "wait")),
    };
    let mut blocks = vec![section(head)];
    // Two blocks each.
    let shown = sorted.len().min((MOST_BLOCKS - 1) / 2);
    for it in sorted.iter().take(shown) {
        blocks.extend(entry(voice, it));
    }
    blocks
}

/// A story in two blocks.
fn entry(voice: &Voice, it: &Mine) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let id = it.id();
    let line = it.told.story.happened.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = fitting(&line, 300);
    let who = helpers(voice, &it.told).map(|who| format!(" · with {who}")).unwrap_or_default();
    let text = format!("*{}*{who} · {}\n{line}", whose(voice, &it.told), state_of(voice, it));
    let row = if it.to_confirm() {
        buttons(
            format!("story_{id}"),
            [
                primary(button(action::YES, yes(it), seen(&it.told.story))),
                button(action::OPEN, "Open", &id),
            ],
        )
    } else if it.to_agree() {
        fine_buttons(&it.told.story)
    } else {
        buttons(format!("story_{id}"), [button(action::OPEN, "Open", &id)])
    };
    [section(text), row]
}

fn yes(it: &Mine) -> &'static str {
    if it.told.story.teller == it.me.member { "Yes, count it" } else { "Yes, that's right" }
}

fn state_of(voice: &Voice, it: &Mine) -> String {
    let Locale::English = voice.locale;
    let story = &it.told.story;
    let read = audience(voice, story.audience()).to_lowercase();
    match (story.state, story.post.is_some() && story.is_shown()) {
        (State::Withdrawn, _) => state(voice, story.state).to_owned(),
        (of, true) => format!("{} · read by: {read} · in its channel", state(voice, of)),
        (of, false) => format!("{} · read by: {read}", state(voice, of)),
    }
}

/// All stories that somebody is in.
pub fn all(voice: &Voice, mine: &[Mine]) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks: Vec<SlackBlock> =
        mine.iter().take(MOST_LISTED).flat_map(|it| entry(voice, it)).collect();
    if blocks.is_empty() {
        blocks.push(section("You're in no story yet."));
    }
    if mine.len() > MOST_LISTED {
        blocks.push(context("These are the newest."));
    }
    SlackView::Modal(modal(name::PAGE, "My stories", "Close", blocks))
}

/// The whole story with all that somebody in it can do.
pub fn page(voice: &Voice, it: &Mine) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(format!("*{}*", whose(voice, &it.told)))];
    blocks.extend(parts(voice, &it.told).into_iter().map(section));
    blocks.push(context(small_print(voice, &it.told)));
    blocks.push(context(state_of(voice, it)));
    if it.told.story.state != State::Withdrawn {
        blocks.extend(deeds(voice, it));
    }
    SlackView::Modal(modal(name::PAGE, "A story", "Close", blocks).with_private_metadata(it.id()))
}

fn deeds(voice: &Voice, it: &Mine) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let id = it.id();
    let mut blocks = Vec::new();
    let teller = it.told.story.teller == it.me.member;
    if it.to_confirm() {
        let mut row = vec![primary(button(action::YES, yes(it), seen(&it.told.story)))];
        if !teller {
            row.push(not_me(voice, &id));
        }
        blocks.push(buttons("confirm", row));
    }
    if it.to_agree() {
        blocks.push(fine_buttons(&it.told.story));
    }
    let mut row = Vec::new();
    if teller || it.is_helped() {
        row.push(button(action::CHANGE, "Change it", &id));
    }
    if it.is_helped() || it.tends {
        row.push(button(action::LINK, "Add a link", &id));
    }
    row.push(button(action::SAY, "Who may read it", &id));
    blocks.push(buttons("change", row));
    blocks.push(buttons("back", [way_out(it, teller, &id)]));
    blocks
}

fn way_out(it: &Mine, teller: bool, id: &str) -> SlackBlockButtonElement {
    if teller || it.is_helped() {
        return confirmed(
            button(action::WITHDRAW, "Take it back", id),
            "Take it back?",
            "It counts nowhere then, and nobody reads it any more.",
            "Take it back",
            "Keep it",
        );
    }
    confirmed(
        button(action::OUT, "Take me out", id),
        "Take you out?",
        "Your name goes from it, and it says nothing about you any more.",
        "Take me out",
        "Stay in",
    )
}
