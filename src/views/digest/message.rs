//! The digest as its channel reads it, and as a short message with links.

use slack_morphism::prelude::*;

use super::names::action;
use super::quiet;
use crate::domain::digest::{Ahead, Digest, Item, Line, Picture, Rhythm, Thanked, Told, Waiting};
use crate::domain::ids::{ChannelId, CommunityId, FileId, MemberId};
use crate::domain::locale::Locale;
use crate::domain::question::Spot;
use crate::domain::story::State;
use crate::views::Voice;
use crate::views::ask::asking::names::action as asking;
use crate::views::kit::{
    button, buttons_and_more, context, count, escape, header, list, message, more, number, picture,
    section, shorten,
};
use crate::views::when;

/// The longest title of a question in a list, in characters: two lines of a phone.
const TITLE: usize = 90;
/// The longest piece of a story, in characters.
const STORY: usize = 160;
/// So many who helped in a story are named.
const HELPERS: usize = 2;

/// Whose digest it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    pub community: CommunityId,
    /// As people call it.
    pub name: &'a str,
    pub channel: &'a ChannelId,
    pub rhythm: &'a Rhythm,
    /// So many weeks it is about.
    pub weeks: u32,
    pub picture: Option<&'a Picture>,
}

impl Frame<'_> {
    fn title(&self, voice: &Voice) -> String {
        let Locale::English = voice.locale;
        let name = shorten(self.name, 100);
        match self.weeks {
            0 | 1 => format!("This week in {name}"),
            n => format!("The last {} weeks in {name}", number(voice.locale, n)),
        }
    }
}

/// What happened, in the channel.
pub fn report(voice: &Voice, frame: Frame<'_>, digest: &Digest) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let title = frame.title(voice);
    let mut blocks = vec![header(&title)];
    blocks.extend(digest.items.iter().map(|item| section(told(voice, frame, item))));
    if digest.items.is_empty() {
        blocks.push(section("What stood here was taken back, which is anybody's right."));
    }
    if let Some(it) = frame.picture {
        blocks.push(picture(&FileId::new(it.file.as_str()), &it.alt));
        // Names that cannot be drawn are read here: not everybody hears the words of a picture.
        blocks.extend(it.key.as_ref().map(|key| context(escape(key))));
    }
    blocks.extend(foot(voice, frame));
    message(summary(voice, &title, digest), blocks)
}

/// One question, where nothing had happened. `key` says which.
pub fn question(voice: &Voice, frame: Frame<'_>, key: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let asked = quiet::question(voice.locale, key);
    let mut blocks =
        vec![section(format!(":seedling: *{asked}*\nOne sentence in the thread is plenty."))];
    blocks.extend(foot(voice, frame));
    message(asked, blocks)
}

/// When it comes, and what one can do about it.
fn foot(voice: &Voice, frame: Frame<'_>) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let id = frame.community.to_string();
    let rhythm = when::recurrence(voice.locale, &frame.rhythm.cadence());
    let row = [button(asking::ASK, "Ask a question", &id)];
    let menu = more(&[
        (action::BY_MESSAGE, "Send it to me as well", &id),
        (action::NOTHING, "Leave me out of it", &id),
        (action::IN_CHANNEL, "In the channel is fine", &id),
    ]);
    [context(format!("I write this {rhythm}.")), buttons_and_more("digest", row, menu)]
}

/// What notifications and screen readers say: no names.
fn summary(voice: &Voice, title: &str, digest: &Digest) -> String {
    let title = escape(title);
    let counts = counts(voice, digest);
    match counts.is_empty() {
        true => format!("{title}."),
        false => format!("{title}: {}.", counts.join(", ")),
    }
}

/// Each item as a number.
fn counts(voice: &Voice, digest: &Digest) -> Vec<String> {
    let Locale::English = voice.locale;
    let counted = |item: &Item| match item {
        Item::Answered { count: n, .. } => count(*n, "question answered", "questions answered"),
        Item::Waiting { count: n, .. } => format!("{n} still open"),
        Item::Coffees { met, .. } => count(*met, "coffee", "coffees"),
        Item::Stories { count: n, .. } => count(*n, "story", "stories"),
        Item::Thanks { count: n, .. } => count(*n, "thank-you", "thank-yous"),
        Item::Newcomers { hello, more } => {
            let all = u32::try_from(hello.len()).unwrap_or(u32::MAX).saturating_add(*more);
            count(all, "newcomer", "newcomers")
        }
        Item::Ahead(_) => "a session ahead".to_owned(),
    };
    digest.items.iter().map(counted).collect()
}

fn told(voice: &Voice, frame: Frame<'_>, item: &Item) -> String {
    let Locale::English = voice.locale;
    match item {
        Item::Answered { count: n, listed } => {
            let lines = listed.iter().map(linked);
            let head = count(*n, "question answered", "questions answered");
            bullets(&format!(":white_check_mark: *{head}*"), lines, rest(*n, listed.len()))
        }
        Item::Waiting { count: n, listed } => {
            let lines = listed.iter().map(waiting);
            let head = format!(":raised_hand: *{n} still open.* Who might look?");
            bullets(&head, lines, rest(*n, listed.len()))
        }
        Item::Coffees { met, across, team_pairs } => coffees(*met, *across, *team_pairs),
        Item::Stories { count: n, told } => {
            let lines = told.iter().map(|it| story(voice, it));
            let head = count(*n, "story", "stories");
            bullets(&format!(":sparkles: *{head}*"), lines, rest(*n, told.len()))
        }
        Item::Thanks { count: n, listed } => {
            bullets(":pray: *Thanks*", listed.iter().map(thanks), rest(*n, listed.len()))
        }
        Item::Newcomers { hello, more } => newcomers(voice, hello, *more),
        Item::Ahead(it) => ahead(voice, frame, it),
    }
}

/// How many are not listed.
fn rest(count: u32, listed: usize) -> u32 {
    count.saturating_sub(u32::try_from(listed).unwrap_or(u32::MAX))
}

fn bullets(head: &str, lines: impl Iterator<Item = String>, rest: u32) -> String {
    let mut text = head.to_owned();
    for line in lines {
        text.push_str("\n• ");
        text.push_str(&line);
    }
    if rest > 0 {
        text.push_str(&format!("\n_and {rest} more_"));
    }
    text
}

fn one_line(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&shorten(&line, limit))
}

fn linked(line: &Line) -> String {
    format!("<{}|{}>", escape(&line.link), one_line(&line.title, TITLE).replace('|', "¦"))
}

fn waiting(it: &Waiting) -> String {
    let mut text = linked(&it.line);
    if let Some(topic) = &it.topic {
        text.push_str(&format!(" – for who knows _{}_", one_line(topic, 40)));
    }
    match it.weeks {
        0 => {}
        1 => text.push_str(" (a week old)"),
        n => text.push_str(&format!(" ({n} weeks old)")),
    }
    text
}

fn coffees(met: u32, across: Option<u32>, team_pairs: Option<u32>) -> String {
    let head = format!(":coffee: *{}*", count(met, "coffee", "coffees"));
    let across = match across {
        None => String::new(),
        Some(n) if n == met => ", all across teams".to_owned(),
        Some(n) => format!(", {n} of them across teams"),
    };
    let pairs = match team_pairs {
        None => String::new(),
        Some(1) => ": two teams know each other better now".to_owned(),
        Some(n) => format!(": {n} pairs of teams know each other better now"),
    };
    format!("{head}{across}{pairs}.")
}

fn story(voice: &Voice, it: &Told) -> String {
    let Locale::English = voice.locale;
    let mut names: Vec<String> =
        it.helpers.iter().take(HELPERS).map(|name| one_line(name, 60)).collect();
    if let Some(more) = it.helpers.len().checked_sub(HELPERS).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    let helpers = list(voice.locale, &names);
    let who = match (&it.helped, names.is_empty()) {
        (Some(helped), true) => format!("*{}*: ", one_line(helped, 60)),
        (Some(helped), false) => format!("*{}*, with {helpers}: ", one_line(helped, 60)),
        (None, true) => String::new(),
        (None, false) => format!("With {helpers}: "),
    };
    let state = match it.state {
        State::Confirmed => " (confirmed)",
        State::Evidenced => " (confirmed, with something to look at)",
        State::Claimed | State::Withdrawn => "",
    };
    format!("{who}{}{state} <{}|Read it>", one_line(&it.happened, STORY), it.spot.link())
}

fn thanks(it: &Thanked) -> String {
    let (from, to) = (one_line(&it.from, 80), one_line(&it.to, 80));
    format!("{from} thanks {to} <{}|here>", it.spot.link())
}

/// The only people who are mentioned: they would not see it otherwise, and it is for them.
fn newcomers(voice: &Voice, hello: &[MemberId], more: u32) -> String {
    let Locale::English = voice.locale;
    let mut names: Vec<String> = hello.iter().map(|it| format!("<@{it}>")).collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let new = if names.len() == 1 { "who is new" } else { "who are new" };
    format!(":wave: *Say hi* to {}, {new}.", list(voice.locale, &names))
}

fn ahead(voice: &Voice, frame: Frame<'_>, it: &Ahead) -> String {
    let Locale::English = voice.locale;
    let when = when::moment(voice.locale, it.starts_at, frame.rhythm.zone);
    let expert = one_line(&it.expert, 80);
    format!(
        ":calendar: *Ask me anything with {expert}*, {when}. <{}|Bring a question>",
        it.spot.link()
    )
}

/// The same in somebody's own message: numbers and links, no copies, so that whatever is taken back is
/// gone there, too.
pub fn short(voice: &Voice, frame: Frame<'_>, digest: &Digest, spot: &Spot) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let title = frame.title(voice);
    let counts = counts(voice, digest);
    let mut text = format!("*{}*", escape(&title));
    if !counts.is_empty() {
        text.push_str(&format!("\n{}.", counts.join(" · ")));
    }
    for item in &digest.items {
        let (label, links) = links(item);
        if links.is_empty() {
            continue;
        }
        let numbered = links.iter().zip(1..).map(|(link, n)| format!("<{}|{n}>", escape(link)));
        text.push_str(&format!("\n{label}: {}", numbered.collect::<Vec<String>>().join(" · ")));
    }
    text.push_str(&format!("\n<{}|Read it in the channel>", spot.link()));
    let id = frame.community.to_string();
    let row = [
        button(action::IN_CHANNEL, "Only in the channel", &id),
        button(action::NOTHING, "Leave me out of it", &id),
    ];
    let blocks = vec![section(text), crate::views::kit::buttons("digest", row)];
    message(summary(voice, &title, digest), blocks)
}

fn links(item: &Item) -> (&'static str, Vec<String>) {
    match item {
        Item::Answered { listed, .. } => {
            ("Answered", listed.iter().map(|it| it.link.clone()).collect())
        }
        Item::Waiting { listed, .. } => {
            ("Still open", listed.iter().map(|it| it.line.link.clone()).collect())
        }
        Item::Stories { told, .. } => ("Stories", told.iter().map(|it| it.spot.link()).collect()),
        Item::Thanks { listed, .. } => ("Thanks", listed.iter().map(|it| it.spot.link()).collect()),
        Item::Ahead(it) => ("Session", vec![it.spot.link()]),
        Item::Coffees { .. } | Item::Newcomers { .. } => ("", Vec::new()),
    }
}
