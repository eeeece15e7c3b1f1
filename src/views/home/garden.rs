//! A steward's garden: what needs a hand in each community, with one button for each thing.

use slack_morphism::prelude::*;

use crate::domain::ids::CommunityId;
use crate::domain::locale::Locale;
use crate::domain::question::Question;
use crate::views::Voice;
use crate::views::ask::asking::names as asking;
use crate::views::ask::beyond::unanswered;
use crate::views::ask::names::answers;
use crate::views::ask::report::{CommunityTimes, line};
use crate::views::ask::session::names as session;
use crate::views::digest::names::action as digest;
use crate::views::kit::{button, buttons, count, escape, list, more, section, shorten};
use crate::views::names::action;
use crate::views::story::names::action as story;
use crate::views::story::names::after::action as after;

/// One community of whoever looks.
#[derive(Clone, Debug)]
pub struct Garden {
    pub id: CommunityId,
    pub name: String,
    /// The oldest first; one more than is shown if there are more.
    pub unanswered: Vec<Question>,
    /// Whose answers were accepted lately.
    pub to_thank: Vec<Thank>,
    /// `None` where it would be about fewer than five people.
    pub to_connect: Option<Connect>,
    /// Nothing is planned.
    pub nothing_next: bool,
    /// Cards that wait for somebody to say that they still hold.
    pub stale: u32,
    /// How its questions fared, where that is about enough people.
    pub times: Option<CommunityTimes>,
    /// How many days that is about.
    pub days: u32,
    /// The digest is not switched off.
    pub digests: bool,
}

/// An answer that helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thank {
    /// Who gave it, where everybody can read it.
    pub who: String,
    pub title: String,
    pub link: Option<String>,
    /// The message that it is, as the button for thanks takes it.
    pub about: Option<String>,
}

/// People who asked or answered here lately, and those of them who had no coffee for long. Both, and
/// their difference, are at least five or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connect {
    pub people: u32,
    pub without_coffee: u32,
}

/// So many thanks stand in one line.
const MOST_THANKS: usize = 3;

/// The section: a title, and each community with its buttons; none for who tends none.
pub fn blocks(voice: &Voice, gardens: &[Garden]) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if gardens.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![section("*What I tend*")];
    for garden in gardens {
        let text: SlackBlockText = SlackBlockMarkDownText::new(lines(voice, garden)).into();
        let section = SlackSectionBlock::new().with_text(text);
        blocks.push(section.with_accessory(menu(voice, garden).into()).into());
        blocks.extend(unanswered(voice, &garden.name, &garden.unanswered));
        blocks.push(buttons(format!("garden_{}", garden.id), row(voice, garden)));
    }
    blocks
}

/// What is needed less often: Slack takes five entries at most.
fn menu(voice: &Voice, garden: &Garden) -> SlackBlockOverflowElement {
    let Locale::English = voice.locale;
    let id = garden.id.to_string();
    let mut entries: Vec<(&str, String, &str)> = Vec::new();
    let thank = garden.to_thank.iter().find_map(|it| Some((it, it.about.as_deref()?)));
    if let Some((thank, about)) = thank {
        entries.push((after::SAY, format!("Say thanks to {}", shorten(&thank.who, 50)), about));
    }
    if garden.digests {
        entries.push((digest::SETTINGS, "When the digest comes…".to_owned(), &id));
        entries.push((digest::PREVIEW, "Preview the digest".to_owned(), &id));
    }
    entries.push((story::REPORT, "What stories come to".to_owned(), "-"));
    entries.push((after::EXPORT, "Stories as a file".to_owned(), "-"));
    let entries: Vec<_> =
        entries.iter().map(|(action, label, value)| (*action, label.as_str(), *value)).collect();
    more(&entries)
}

/// For an admin who tends no community: what admins can look at in all of them.
pub(super) fn for_admins(voice: &Voice) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    vec![
        section("*All communities*"),
        buttons(
            "all_communities",
            [
                button(asking::action::REPORT, "Report", "report"),
                button(story::REPORT, "What stories come to", "-"),
                button(after::EXPORT, "Stories as a file", "-"),
            ],
        ),
    ]
}

/// What stands below them on each page.
pub(super) fn foot(voice: &Voice) -> SlackBlock {
    let Locale::English = voice.locale;
    buttons(
        "gardens",
        [
            button(asking::action::SESSIONS, "Ask me anything…", "sessions"),
            button(asking::action::RADAR, "Radar", "radar"),
            button(answers::action::EXPORT_TEXT, "Cards as a file", "export"),
            button(answers::action::EXPORT_TABLE, "Cards as a table", "export"),
        ],
    )
}

fn lines(voice: &Voice, garden: &Garden) -> String {
    let Locale::English = voice.locale;
    let mut lines = vec![format!("*{}*", escape(&garden.name))];
    if garden.unanswered.is_empty() {
        lines.push(":seedling: Every question has an answer.".to_owned());
    }
    if !garden.to_thank.is_empty() {
        lines.push(format!("*To thank:* {}", thanks(voice, &garden.to_thank)));
    }
    if let Some(it) = garden.to_connect {
        lines.push(format!(
            "*To connect:* {} of {} who asked or answered here had no coffee in two months.",
            it.without_coffee,
            count(it.people, "person", "people"),
        ));
    }
    if garden.nothing_next {
        lines.push("*Whose turn?* No Ask me anything is planned.".to_owned());
    }
    if garden.stale > 0 {
        let cards = count(garden.stale, "card waits", "cards wait");
        lines.push(format!("*Going stale:* {cards} for somebody to say that it still holds."));
    }
    if let Some(times) = &garden.times {
        lines.push(format!("The last {} days: {}", garden.days, line(voice, times)));
    }
    lines.join("\n")
}

/// Their names stand beside the answers in the channel, too.
fn thanks(voice: &Voice, all: &[Thank]) -> String {
    let Locale::English = voice.locale;
    let mut said: Vec<String> = all
        .iter()
        .take(MOST_THANKS)
        .map(|it| {
            let title = escape(&shorten(&it.title, 80)).replace('|', "¦");
            let title = match &it.link {
                Some(link) => format!("<{link}|{title}>"),
                None => format!("\"{title}\""),
            };
            format!("{} for {title}", escape(&it.who))
        })
        .collect();
    let others = all.len().saturating_sub(MOST_THANKS);
    if others > 0 {
        let others = u32::try_from(others).unwrap_or(u32::MAX);
        said.push(count(others, "more answer that helped", "more answers that helped"));
    }
    list(voice.locale, &said)
}

/// At most five: Slack shows the others below each other on phones.
fn row(voice: &Voice, garden: &Garden) -> Vec<SlackBlockButtonElement> {
    let Locale::English = voice.locale;
    let mut row = Vec::new();
    if !garden.unanswered.is_empty() {
        row.push(button(asking::action::OPEN, "Open questions", "open"));
    }
    if garden.to_connect.is_some() {
        row.push(button(action::SETUP, "Set up coffee", "new"));
    }
    if garden.nothing_next {
        row.push(button(session::action::PLAN, "Plan a session", "plan"));
    }
    if garden.stale > 0 {
        row.push(button(answers::action::DUE, "Look at cards", "due"));
    }
    row.push(button(asking::action::REPORT, "Report", "report"));
    row
}
