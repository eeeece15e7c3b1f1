//! Stories to read: a list with its filters, and one of them whole.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;

use crate::domain::community::Community;
use crate::domain::locale::Locale;
use crate::domain::story::reading::{LONGEST_WORDS, Wanted};
use crate::domain::story::{Claim, Kind, State};
use crate::views::Voice;
use crate::views::ask::answer::{link, quote};
use crate::views::kit::{
    button, buttons, choice, context, divider, escape, input, list, modal, plain, section, select,
    shorten,
};
use crate::views::story::follow_up::cycle;
use crate::views::story::names::after::{action, field, modal as name};
use crate::views::story::telling::{USUAL_ATTRIBUTION, USUAL_CONFIDENCE};
use crate::views::story::wins::Face;
use crate::views::story::words::by;
use crate::views::when;

/// Stories on one page.
pub const ON_A_PAGE: usize = 8;

/// The choices of how long ago, in days.
const AGES: [u32; 4] = [7, 30, 90, 365];

/// How a list is filtered and where somebody is in it: goes along with the modal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// What they look for.
    #[serde(flatten)]
    pub wanted: Wanted,
    /// Which page, from 0.
    #[serde(default)]
    pub page: u32,
    /// The rarer filters are shown, too.
    #[serde(default)]
    pub more: bool,
}

/// What a kind of value is called.
pub fn kind(locale: Locale, kind: Kind) -> &'static str {
    let Locale::English = locale;
    match kind {
        Kind::Support => "A problem solved",
        Kind::Bridge => "People brought together",
        Kind::Capability => "Something learned",
        Kind::Collaboration => "Something made together",
        Kind::Scale => "Something that serves others, too",
    }
}

/// How sure a story is.
pub fn state(locale: Locale, state: State) -> &'static str {
    let Locale::English = locale;
    match state {
        State::Claimed => "told",
        State::Confirmed => "confirmed",
        State::Evidenced => "with evidence",
        State::Withdrawn => "withdrawn",
    }
}

/// A page of a list.
pub struct Page<'a> {
    /// How it is filtered.
    pub at: &'a At,
    /// What is on it.
    pub faces: &'a [Face],
    /// Whether there is a page after it.
    pub next: bool,
    /// The communities to choose from.
    pub communities: &'a [Community],
}

/// The list.
pub fn page(voice: &Voice, page: &Page<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let at = page.at;
    let mut blocks = if at.wanted.mine { Vec::new() } else { filters(voice, page) };
    if !blocks.is_empty() {
        blocks.push(divider());
    }
    if page.faces.is_empty() {
        blocks.push(section(nothing(voice, at)));
    }
    for face in page.faces {
        blocks.extend(entry(voice, face));
    }
    blocks.extend(steps(voice, page));
    let title = if at.wanted.mine { "My stories" } else { "Stories" };
    let view = modal(name::LIST, title, "Close", blocks);
    let view = view.with_private_metadata(metadata(at));
    SlackView::Modal(if at.wanted.mine { view } else { view.with_submit(plain("Look")) })
}

/// What goes along with the modal.
pub fn metadata(at: &At) -> String {
    serde_json::to_string(at).unwrap_or_default()
}

/// What came back; everything where it cannot be read.
pub fn at(metadata: &str) -> At {
    serde_json::from_str(metadata).unwrap_or_default()
}

fn nothing(voice: &Voice, at: &At) -> String {
    let Locale::English = voice.locale;
    let anything = Wanted { mine: at.wanted.mine, ..Wanted::default() };
    match (at.wanted.mine, at.wanted == anything) {
        (true, _) => {
            format!("You are in no story yet. `{}` tells one: it takes half a minute.", voice.story)
        }
        (false, true) => {
            format!("There is nothing here yet that you may read. `{}` tells a story.", voice.story)
        }
        (false, false) => "Nothing like that. Other words, or fewer filters?".to_owned(),
    }
}

fn filters(voice: &Voice, page: &Page<'_>) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let wanted = &page.at.wanted;
    let words = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::WORDS.into())
        .with_max_length(LONGEST_WORDS as u64)
        .with_placeholder(plain("certificates"));
    let words = match wanted.words.as_str() {
        "" => words,
        said => words.with_initial_value(said.to_owned()),
    };
    let mut blocks: Vec<SlackBlock> =
        vec![input(field::WORDS, "Words", words).with_optional(true).into()];
    let optional = |label: &str, name: &str, choices, chosen: Option<String>| -> SlackBlock {
        input(name, label, select(name, choices, chosen.as_deref())).with_optional(true).into()
    };
    let communities: Vec<_> = page
        .communities
        .iter()
        .take(100)
        .map(|it| choice(it.id.to_string(), &shorten(&it.name, 75)))
        .collect();
    if !communities.is_empty() {
        let chosen = wanted.community.map(|id| id.to_string());
        blocks.push(optional("Community", field::COMMUNITY, communities, chosen));
    }
    let kinds = Kind::ALL.map(|it| choice(it.as_str(), kind(voice.locale, it))).to_vec();
    let chosen = wanted.kind.map(|kind| kind.as_str().to_owned());
    blocks.push(optional("Kind of value", field::KIND, kinds, chosen));
    if !page.at.more {
        let more = button(action::FILTERS, "More filters", "more");
        blocks.push(buttons("filters", [more]));
        return blocks;
    }
    let states = [State::Claimed, State::Confirmed, State::Evidenced];
    let states = states.map(|it| choice(it.as_str(), state(voice.locale, it))).to_vec();
    let chosen = wanted.state.map(|state| state.as_str().to_owned());
    blocks.push(optional("How sure", field::STATE, states, chosen));
    let ages = AGES.map(|days| choice(days.to_string(), &format!("the last {days} days"))).to_vec();
    let chosen = wanted.days.map(|days| days.to_string());
    blocks.push(optional("Told in", field::SINCE, ages, chosen));
    blocks
}

fn entry(voice: &Voice, face: &Face) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let words = face.story.happened.split_whitespace().collect::<Vec<_>>().join(" ");
    let id = face.story.id.to_string();
    let read = SlackSectionBlockElement::Button(button(action::READ, "Read", &id));
    let head = SlackSectionBlock::new()
        .with_text(SlackBlockMarkDownText::new(quote(&words, 200)).into())
        .with_accessory(read)
        .with_block_id(format!("story:{id}").into());
    vec![head.into(), context(under(voice, face))]
}

/// Who, where, when, and how sure.
fn under(voice: &Voice, face: &Face) -> String {
    let Locale::English = voice.locale;
    let mut parts = Vec::new();
    parts.extend(people(voice, face));
    parts.extend(face.community.as_ref().map(|name| escape(&shorten(name, 80))));
    parts.push(when::full_day(voice.locale, face.story.told_at.date_naive()));
    parts.push(state(voice.locale, face.story.state).to_owned());
    parts.join(" · ")
}

/// Whom it helped and who helped, as far as they are named.
fn people(voice: &Voice, face: &Face) -> Option<String> {
    let Locale::English = voice.locale;
    let helpers: Vec<String> = face.helpers.iter().map(|name| escape(name)).collect();
    let helpers = list(voice.locale, &helpers);
    match (&face.helped, helpers.is_empty()) {
        (Some(helped), true) => Some(escape(helped)),
        (Some(helped), false) => Some(format!("{}, helped by {helpers}", escape(helped))),
        (None, false) => Some(format!("helped by {helpers}")),
        (None, true) => None,
    }
}

fn steps(voice: &Voice, page: &Page<'_>) -> Option<SlackBlock> {
    let Locale::English = voice.locale;
    let now = page.at.page;
    let mut row = Vec::new();
    if let Some(before) = now.checked_sub(1) {
        row.push(button(action::NEWER, "Newer", before.to_string()));
    }
    if page.next {
        row.push(button(action::OLDER, "Older", (now + 1).to_string()));
    }
    (!row.is_empty()).then(|| buttons("pages", row))
}

/// One story, whole.
pub fn whole(voice: &Voice, face: &Face, now: DateTime<Utc>) -> SlackView {
    let Locale::English = voice.locale;
    let story = &face.story;
    let mut blocks = vec![section(quote(&story.happened, 2_900))];
    if let Some(changed) = &story.changed {
        blocks.push(section(format!("*What changed*\n{}", quote(changed, 2_900))));
    }
    if let Some(claim) = story.worth() {
        blocks.push(section(format!("*What it was worth*\n{}", worth(voice, face, claim))));
    }
    for came in &face.came {
        blocks.push(section(format!("*What came of it*\n{}", quote(came, 2_900))));
    }
    if let Some(evidence) = &story.evidence {
        blocks.push(section(format!("*To look at:* {}", link(Some(evidence), "the evidence"))));
    }
    let goal = story.goal.as_ref().map(|goal| format!(" · serves: {}", escape(goal)));
    blocks.push(context(format!(
        "{} · {}{}",
        kind(voice.locale, story.kind),
        cycle(voice.locale, story.cycle),
        goal.unwrap_or_default()
    )));
    let days = (now - story.since).num_days();
    let since = match days {
        0 => String::new(),
        1 => ", for a day".to_owned(),
        days => format!(", for {days} days"),
    };
    blocks.push(context(format!("{}{since}", under(voice, face))));
    SlackView::Modal(modal(crate::views::names::modal::NOTICE, "A story", "Close", blocks))
}

/// What it was worth, as a range and by whose word: never one number alone.
pub fn worth(voice: &Voice, face: &Face, claim: &Claim) -> String {
    let Locale::English = voice.locale;
    let amount = |n: u32| match &claim.measure {
        None => when::hours(voice.locale, n),
        Some(measure) => format!("{n} {}", escape(&shorten(measure, 60))),
    };
    let usual = claim.confidence == USUAL_CONFIDENCE && claim.attribution == USUAL_ATTRIBUTION;
    format!(
        "{} to {}, likely {} – {}; {} % sure, {} % of it thanks to the community{}.",
        amount(claim.low),
        amount(claim.high),
        amount(claim.likely),
        by(voice, &face.story, face.helped.as_deref()),
        claim.confidence,
        claim.attribution,
        if usual { ", the usual assumption" } else { "" }
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::story::{Cycle, Source, Story};

    pub fn face(happened: &str) -> Face {
        let story = Story {
            id: Uuid::from_u128(7).into(),
            community: None,
            teller: "U1".into(),
            helped: "U1".into(),
            people: Vec::new(),
            happened: happened.to_owned(),
            changed: Some("Two nodes at a time.".to_owned()),
            kind: Kind::Support,
            goal: None,
            claim: Some(Claim {
                measure: None,
                low: 360,
                likely: 590,
                high: 600,
                before: None,
                after: None,
                confidence: 80,
                attribution: 50,
            }),
            state: State::Confirmed,
            cycle: Cycle::Applied,
            evidence: None,
            source: Source::Told,
            post: None,
            told_at: DateTime::UNIX_EPOCH,
            since: DateTime::UNIX_EPOCH,
            published_at: None,
            fell_through: false,
        };
        Face {
            story,
            helped: Some("Ana".to_owned()),
            helpers: vec!["Bo".to_owned()],
            community: Some("Rust".to_owned()),
            link: None,
            came: vec!["Two teams use it.".to_owned()],
        }
    }

    #[test]
    fn where_somebody_is_in_a_list_comes_back_as_it_went() {
        let it = At { wanted: Wanted::words("a \"b\""), page: 3, more: true };
        assert_eq!(at(&metadata(&it)), it);
        assert_eq!(at("nonsense"), At::default());
    }

    #[test]
    fn a_page_fits_into_a_modal_and_pings_nobody() {
        let faces: Vec<Face> = (0..ON_A_PAGE)
            .map(|n| {
                let mut face = face("<!channel> <@U1> & more");
                face.story.id = Uuid::from_u128(n as u128).into();
                face
            })
            .collect();
        let it = At { page: 1, more: true, ..At::default() };
        let shown = Page { at: &it, faces: &faces, next: true, communities: &[] };
        let text = serde_json::to_string(&page(&Voice::default(), &shown)).unwrap();
        assert!(!text.contains("<!channel>") && !text.contains("<@U1>"), "{text}");
        assert!(text.contains("Newer") && text.contains("Older"), "{text}");
        assert!(metadata(&it).len() < 3_000);
    }
}
