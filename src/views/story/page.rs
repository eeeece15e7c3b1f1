//! A story as somebody in it sees it, and their stories on their desk.

use slack_morphism::prelude::*;

use super::names::{action, modal as name};
use super::notes::{fine_buttons, not_me};
use super::words::{
    Told, audience, fitting, helpers, parts, quoted, seen, small_print, state, whose,
};
use crate::domain::locale::Locale;
use crate::domain::story::{Concerned, State};
use crate::views::Voice;
use crate::views::kit::{button, buttons, confirmed, context, count, modal, primary, section};

/// No more blocks on a desk.
pub const MOST_BLOCKS: usize = 11;
/// Stories on one page of the window: two blocks each.
pub const ON_A_PAGE: usize = 20;

/// A story on the desk of somebody in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    pub told: Told,
    /// What they are in it; they have not taken themselves out.
    pub me: Concerned,
    /// It tends its community.
    pub tends: bool,
    /// What came of it, in the words of whoever was helped: the latest last.
    pub came: Vec<String>,
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

/// The stories that somebody is in: those of a page, from 0, and whether there is one after it.
pub fn all(voice: &Voice, mine: &[Mine], (page, next): (u32, bool)) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks: Vec<SlackBlock> =
        mine.iter().take(ON_A_PAGE).flat_map(|it| entry(voice, it)).collect();
    if blocks.is_empty() {
        blocks.push(section("You're in no story yet."));
    }
    let mut steps = Vec::new();
    if let Some(before) = page.checked_sub(1) {
        steps.push(button(action::ALL_NEWER, "Newer", before.to_string()));
    }
    if next {
        steps.push(button(action::ALL_OLDER, "Older", page.saturating_add(1).to_string()));
    }
    if !steps.is_empty() {
        blocks.push(buttons("pages", steps));
    }
    SlackView::Modal(modal(name::PAGE, "My stories", "Close", blocks))
}

/// The whole story with all that somebody in it can do.
pub fn page(voice: &Voice, it: &Mine) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(format!("*{}*", whose(voice, &it.told)))];
    blocks.extend(parts(voice, &it.told).into_iter().map(section));
    for came in &it.came {
        blocks.push(section(format!("*What came of it*\n{}", quoted(came, 2_900))));
    }
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
    blocks.push(buttons("back", ways_out(it, teller, &id)));
    blocks
}

/// Whoever was helped takes all of it back. Whoever told it of others may do that too, or only go: the
/// others may have agreed to it.
fn ways_out(it: &Mine, teller: bool, id: &str) -> Vec<SlackBlockButtonElement> {
    let mut ways = Vec::new();
    if !it.is_helped() {
        ways.push(confirmed(
            button(action::OUT, "Take me out", id),
            "Take you out?",
            "Your name goes from it, and it says nothing about you any more.",
            "Take me out",
            "Stay in",
        ));
    }
    if teller || it.is_helped() {
        ways.push(confirmed(
            button(action::WITHDRAW, "Take it back", id),
            "Take it back?",
            "It counts nowhere then, and nobody reads it any more.",
            "Take it back",
            "Keep it",
        ));
    }
    ways
}
