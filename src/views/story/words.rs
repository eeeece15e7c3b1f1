//! A story in words: what its parts are called, and how it is told wherever it stands.

use crate::domain::locale::Locale;
use crate::domain::story::{Audience, Kind, State, Story};
use crate::views::Voice;
use crate::views::ask::answer::link;
use crate::views::kit::{escape, list, number, shorten};
use crate::views::story::figures::claim;

/// A story with what is known of its people when it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub story: Story,
    /// The name of who was helped, where they may be named here.
    pub helped: Option<String>,
    /// Those who helped, as far as they may be named.
    pub helpers: Vec<String>,
    /// How many helpers besides are not named.
    pub colleagues: u32,
    /// Words of a message that it was saved from, and who wrote them; only those that may be read.
    pub quote: Option<(Option<String>, String)>,
    /// Where the question is read that it came of.
    pub question: Option<String>,
}

/// What a button of a yes carries: the story, who may read it, and which words it is said to, as they
/// stand where the button is drawn.
pub fn seen(story: &Story) -> String {
    format!("{} {} {:x}", story.id, story.proposed().as_str(), story.wording())
}

/// What a kind of value is called.
pub fn kind(voice: &Voice, kind: Kind) -> &'static str {
    let Locale::English = voice.locale;
    match kind {
        Kind::Support => "Support: a problem was solved",
        Kind::Bridge => "Bridge: people found each other",
        Kind::Capability => "Capability: something was learned",
        Kind::Collaboration => "Collaboration: made together",
        Kind::Scale => "Scale: it serves others, too",
    }
}

/// Who may read it.
pub fn audience(voice: &Voice, audience: Audience) -> &'static str {
    let Locale::English = voice.locale;
    match audience {
        Audience::Us => "Only who is in it",
        Audience::Community => "My community",
        Audience::Leaders => "My community, and leaders",
        Audience::Everyone => "Everyone here",
    }
}

/// Who may read it, within a sentence.
pub fn readers(voice: &Voice, audience: Audience) -> &'static str {
    let Locale::English = voice.locale;
    match audience {
        Audience::Us => "only the people in it",
        Audience::Community => "your community, in its channel",
        Audience::Leaders => "your community, in its channel, and leaders",
        Audience::Everyone => "everyone here, and in the community's channel",
    }
}

/// The same with its community by name, for those to whom it may not be "your community".
pub fn readers_of(voice: &Voice, audience: Audience, community: Option<&str>) -> String {
    let Locale::English = voice.locale;
    let Some(name) = community.map(|name| fitting(name, 100)) else {
        return readers(voice, audience).to_owned();
    };
    match audience {
        Audience::Us => readers(voice, audience).to_owned(),
        Audience::Community => format!("the people of *{name}*, in its channel"),
        Audience::Leaders => format!("the people of *{name}*, in its channel, and leaders"),
        Audience::Everyone => format!("everyone here, and in the channel of *{name}*"),
    }
}

/// How sure it is.
pub fn state(voice: &Voice, state: State) -> &'static str {
    let Locale::English = voice.locale;
    match state {
        State::Claimed => "not confirmed yet",
        State::Confirmed => "confirmed",
        State::Evidenced => "confirmed, with evidence",
        State::Withdrawn => "taken back",
    }
}

/// Whose story it is: `Ana's story`, or `A story`.
pub fn whose(voice: &Voice, told: &Told) -> String {
    let Locale::English = voice.locale;
    match &told.helped {
        Some(name) => format!("{}'s story", escape(name)),
        None => "A story".to_owned(),
    }
}

/// Who helped: `Bo and a colleague`.
pub fn helpers(voice: &Voice, told: &Told) -> Option<String> {
    let Locale::English = voice.locale;
    let mut names: Vec<String> = told.helpers.iter().map(|name| fitting(name, 160)).collect();
    match told.colleagues {
        0 => {}
        1 => names.push("a colleague".to_owned()),
        more => names.push(format!("{} colleagues", number(voice.locale, more))),
    }
    (!names.is_empty()).then(|| list(voice.locale, &names))
}

/// As much of what people wrote as fits into so many characters once it is harmless: a message has few.
pub fn fitting(text: &str, limit: usize) -> String {
    let mut room = limit;
    let fits = text.trim().chars().take_while(|letter| {
        let needs = match letter {
            '&' => 5,
            '<' | '>' => 4,
            // The next line of a quotation begins with a sign.
            '\n' => 6,
            _ => 1,
        };
        room.checked_sub(needs).inspect(|left| room = *left).is_some()
    });
    let fits = fits.count();
    escape(&shorten(text.trim(), fits))
}

/// What people wrote, as a quotation.
pub fn quoted(text: &str, limit: usize) -> String {
    let text = fitting(text, limit);
    let lines: Vec<String> = text.lines().map(|line| format!("&gt; {line}")).collect();
    lines.join("\n")
}

/// What was saved and how that is known, in one line; nothing where nobody said.
pub fn worth(voice: &Voice, told: &Told) -> Option<String> {
    let Locale::English = voice.locale;
    let story = &told.story;
    let figure = claim(voice, story.worth()?);
    let by = by(voice, story, told.helped.as_deref());
    Some(format!("{figure}, {by}; {}", sure(voice, story)))
}

/// Whose estimate a story has: of whoever was helped, once they have said so themselves.
pub fn by(voice: &Voice, story: &Story, helped: Option<&str>) -> String {
    let Locale::English = voice.locale;
    match (helped, story.teller == story.helped, story.state) {
        (_, false, State::Claimed) => "as it was told".to_owned(),
        (Some(name), _, _) => format!("by {}'s own estimate", escape(name)),
        (None, _, _) => "by their own estimate".to_owned(),
    }
}

/// How sure it is, with the link that shows it.
fn sure(voice: &Voice, story: &Story) -> String {
    let Locale::English = voice.locale;
    match (story.state, story.evidence.as_deref()) {
        (State::Evidenced, Some(to)) => format!("confirmed, {}", link(Some(to), "with evidence")),
        (of, _) => state(voice, of).to_owned(),
    }
}

/// The whole story, in parts that fit a section each.
pub fn parts(voice: &Voice, told: &Told) -> Vec<String> {
    let Locale::English = voice.locale;
    let story = &told.story;
    let mut parts = vec![quoted(&story.happened, 2_200)];
    if let Some((author, words)) = &told.quote {
        let author = author.as_deref().map(|name| fitting(name, 160));
        let author = author.unwrap_or_else(|| "A colleague".to_owned());
        parts.push(format!("{author} wrote:\n{}", quoted(words, 900)));
    }
    let mut lines = Vec::new();
    if let Some(helpers) = helpers(voice, told) {
        lines.push(format!(":handshake: Helped by {helpers}"));
    }
    if let Some(changed) = &story.changed {
        lines.push(format!(":seedling: What changed: {}", fitting(changed, 800)));
    }
    if let Some(worth) = worth(voice, told) {
        lines.push(format!(":hourglass_flowing_sand: {worth}"));
    }
    if !lines.is_empty() {
        parts.push(lines.join("\n"));
    }
    parts
}

/// The small print: what it was good for, and where it came from.
pub fn small_print(voice: &Voice, told: &Told) -> String {
    let Locale::English = voice.locale;
    let mut parts = vec![kind(voice, told.story.kind).to_owned()];
    if let Some(goal) = &told.story.goal {
        parts.push(format!("Goal: {}", escape(goal)));
    }
    if let Some(to) = &told.question {
        parts.push(link(Some(to), "The question"));
    }
    if told.story.worth().is_none() {
        parts.push(state(voice, told.story.state).to_owned());
    }
    parts.join(" · ")
}
