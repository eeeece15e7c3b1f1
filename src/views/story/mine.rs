//! What somebody contributed, for themselves alone: what happened, never how they compare.

use chrono::{DateTime, NaiveDate, Utc};
use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::ask::answer::{link, quote};
use crate::views::kit::{button, buttons, context, escape, modal, section, shorten};
use crate::views::story::names::after::action;
use crate::views::story::thanks::{Said, given_line};
use crate::views::story::wins::Face;
use crate::views::when;

/// An answer of theirs that helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// What was asked.
    pub title: String,
    pub link: Option<String>,
    pub on: DateTime<Utc>,
    /// How many others said that it helped them, too.
    pub too: u32,
}

/// An Ask me anything that they held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Of which community; `None` if that is gone.
    pub community: Option<String>,
    pub about: String,
    pub on: DateTime<Utc>,
}

/// All of it, each the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributions {
    pub answers: Vec<Helped>,
    /// Stories that they are in.
    pub stories: Vec<Face>,
    /// Thanks they got.
    pub thanks: Vec<Said>,
    /// Thanks they said lately: they can take them back.
    pub given: Vec<Said>,
    pub sessions: Vec<Held>,
    /// Names of those they met over coffee.
    pub met: Vec<String>,
}

/// Lines of one kind in the window; the file has all of them.
const LINES: usize = 8;

impl Contributions {
    fn is_empty(&self) -> bool {
        self.answers.is_empty()
            && self.stories.is_empty()
            && self.thanks.is_empty()
            && self.sessions.is_empty()
            && self.met.is_empty()
    }
}

/// The window.
pub fn window(voice: &Voice, all: &Contributions) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if all.is_empty() {
        blocks.push(section(
            "Nothing here yet. What you answer, the stories you are in, thanks, sessions and \
             coffees gather here by themselves.",
        ));
    }
    let mut part = |title: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        let more = lines.len() > LINES;
        let mut shown: Vec<String> = lines.into_iter().take(LINES).collect();
        if more {
            shown.push("… and more, in the file".to_owned());
        }
        blocks.push(section(format!("*{title}*\n{}", shown.join("\n"))));
    };
    part("Answers of mine that helped", all.answers.iter().map(|it| helped(voice, it)).collect());
    part("Stories I am in", all.stories.iter().map(|it| story(voice, it)).collect());
    part("Thanks I got", all.thanks.iter().map(thanked).collect());
    part("Sessions I held", all.sessions.iter().map(|it| held(voice, it)).collect());
    let met: Vec<String> = all.met.iter().map(|name| escape(&shorten(name, 80))).collect();
    if !met.is_empty() {
        blocks.push(section(format!("*Met over coffee*\n{}", met.join(" · "))));
    }
    if !all.given.is_empty() {
        blocks.push(section("*Thanks I said*"));
        blocks.extend(all.given.iter().take(5).map(|said| given_line(voice, said)));
    }
    if !all.is_empty() {
        blocks.push(buttons("contributions", [button(action::EXPORT_MINE, "Send me a file", "-")]));
    }
    blocks.push(context(
        "Only you see this, and nobody is compared with anybody. The file comes into our direct \
         message; whom you show it to is up to you.",
    ));
    let notice = crate::views::names::modal::NOTICE;
    SlackView::Modal(modal(notice, "My contributions", "Close", blocks))
}

fn day(voice: &Voice, at: DateTime<Utc>) -> String {
    when::full_day(voice.locale, at.date_naive())
}

fn helped(voice: &Voice, it: &Helped) -> String {
    let Locale::English = voice.locale;
    let title = link(it.link.as_deref(), &quote(&it.title, 150));
    let too = match it.too {
        0 => String::new(),
        _ => " · it helped others, too".to_owned(),
    };
    format!("• {title} · {}{too}", day(voice, it.on))
}

fn story(voice: &Voice, face: &Face) -> String {
    let words = face.story.happened.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("• {} · {}", quote(&words, 150), day(voice, face.story.told_at))
}

fn thanked(said: &Said) -> String {
    format!("• {}: {}", escape(&said.from), quote(&said.thanks.text, 200))
}

fn held(voice: &Voice, it: &Held) -> String {
    let about = if it.about.is_empty() { "Ask me anything" } else { it.about.as_str() };
    let place = it.community.as_ref().map(|name| format!(" in {}", escape(name)));
    format!("• {}{} · {}", quote(about, 150), place.unwrap_or_default(), day(voice, it.on))
}

/// What the file is called.
pub fn file_name(on: NaiveDate) -> String {
    format!("my-contributions-{on}.md")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::story::list::tests::face;

    #[test]
    fn it_tells_what_happened_and_compares_with_nobody() {
        let answer = Helped {
            title: "How do we <!channel>?".to_owned(),
            link: None,
            on: DateTime::UNIX_EPOCH,
            too: 3,
        };
        let all = Contributions {
            answers: vec![answer; 12],
            stories: vec![face("It worked.")],
            met: vec!["Bo & Co".to_owned()],
            ..Contributions::default()
        };
        let text = serde_json::to_string(&window(&Voice::default(), &all)).unwrap();
        assert!(text.contains("How do we &lt;!channel&gt;?"), "{text}");
        assert!(text.contains("… and more, in the file") && text.contains("Bo &amp; Co"), "{text}");
        for word in ["points", "rank", "streak", "level", "score"] {
            assert!(!text.to_lowercase().contains(word), "{word}");
        }
        let none = serde_json::to_string(&window(&Voice::default(), &Contributions::default()));
        assert!(none.unwrap().contains("Nothing here yet."));
    }
}
