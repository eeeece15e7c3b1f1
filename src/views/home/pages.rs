//! How a desk is laid out: Slack takes 100 blocks, so every section has its room, and what does not fit
//! is on its further pages.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context};
use crate::views::names::action;

/// Slack takes no longer page.
pub const MOST_BLOCKS: usize = 100;

/// A section of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Asked,
    Coffee,
    Questions,
    Stories,
    Communities,
    Kept,
    Thanks,
    Digest,
    Settings,
    Garden,
    Admin,
}

impl Part {
    /// Every section, in the order of the page.
    pub const ALL: [Self; 11] = [
        Self::Asked,
        Self::Coffee,
        Self::Questions,
        Self::Stories,
        Self::Communities,
        Self::Kept,
        Self::Thanks,
        Self::Digest,
        Self::Settings,
        Self::Garden,
        Self::Admin,
    ];

    /// As a button's value names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Coffee => "coffee",
            Self::Questions => "questions",
            Self::Stories => "stories",
            Self::Communities => "communities",
            Self::Kept => "kept",
            Self::Thanks => "thanks",
            Self::Digest => "digest",
            Self::Settings => "settings",
            Self::Garden => "garden",
            Self::Admin => "admin",
        }
    }

    /// Blocks that it may have while others want some, too; what they leave is given to those that have
    /// more to show.
    fn room(self) -> usize {
        match self {
            Self::Asked | Self::Garden => 11,
            Self::Coffee => 20,
            Self::Questions => 12,
            Self::Stories | Self::Kept => 9,
            Self::Communities | Self::Admin => 7,
            Self::Thanks => 5,
            Self::Digest => 3,
            Self::Settings => 4,
        }
    }
}

/// A section that was turned to another of its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned {
    pub part: Part,
    /// The first thing on it, counted from 0.
    pub from: usize,
}

impl Turned {
    /// Reads a button's value: `SECTION FROM`.
    pub fn read(value: &str) -> Option<Self> {
        let (name, from) = value.split_once(' ')?;
        let part = Part::ALL.into_iter().find(|part| part.as_str() == name)?;
        Some(Self { part, from: from.parse().ok()? })
    }
}

/// What stands in a section.
#[derive(Clone, Debug)]
pub struct Section {
    part: Part,
    head: Vec<SlackBlock>,
    /// Each is one thing, with its buttons.
    items: Vec<Vec<SlackBlock>>,
    foot: Vec<SlackBlock>,
}

/// Blocks that turn the pages of a section.
const PAGER: usize = 2;

impl Section {
    /// A title, the things under it, and what stands below them on each page.
    pub fn new(
        part: Part,
        head: Vec<SlackBlock>,
        items: Vec<Vec<SlackBlock>>,
        foot: Vec<SlackBlock>,
    ) -> Self {
        Self { part, head, items, foot }
    }

    /// A section of blocks as others made them: a paragraph or a heading begins a new thing, and the
    /// first of them is the title.
    pub fn of(part: Part, blocks: Vec<SlackBlock>) -> Self {
        let mut blocks = blocks.into_iter();
        let head: Vec<SlackBlock> = blocks.next().into_iter().collect();
        Self { part, head, items: things(blocks), foot: Vec::new() }
    }

    /// The same with what stands below its things on each page.
    pub fn with_foot(self, foot: impl IntoIterator<Item = SlackBlock>) -> Self {
        Self { foot: foot.into_iter().collect(), ..self }
    }

    /// All of it without any pages.
    fn whole(&self) -> usize {
        self.head.len() + self.items.iter().map(Vec::len).sum::<usize>() + self.foot.len()
    }

    /// One thing and the way to the others.
    fn least(&self) -> usize {
        let longest = self.items.iter().map(Vec::len).max().unwrap_or_default();
        self.whole().min(self.head.len() + longest + PAGER + self.foot.len())
    }

    /// What it may have while others want something, too.
    fn fair(&self) -> usize {
        self.whole().min(self.part.room())
    }

    /// As many of its things as fit into `room`, from `from` on, and the way to the others.
    fn page(self, voice: &Voice, room: usize, from: usize) -> Vec<SlackBlock> {
        let all = self.items.len();
        let from = if from < all { from } else { 0 };
        let whole = from == 0 && self.whole() <= room;
        let taken = self.head.len() + self.foot.len() + if whole { 0 } else { PAGER };
        let mut left = room.saturating_sub(taken);
        let mut blocks = self.head;
        let mut shown = 0;
        for item in self.items.into_iter().skip(from) {
            // One of them stands there in any case.
            if shown > 0 && item.len() > left {
                break;
            }
            left = left.saturating_sub(item.len());
            blocks.extend(item);
            shown += 1;
        }
        if shown < all {
            blocks.extend(pager(voice, self.part, from, shown, all));
        }
        blocks.extend(self.foot);
        blocks
    }
}

/// Blocks that belong together: each begins with a paragraph or a heading.
pub fn things(blocks: impl IntoIterator<Item = SlackBlock>) -> Vec<Vec<SlackBlock>> {
    let mut things: Vec<Vec<SlackBlock>> = Vec::new();
    for block in blocks {
        let begins = matches!(block, SlackBlock::Section(_) | SlackBlock::Header(_));
        match things.last_mut().filter(|_| !begins) {
            Some(last) => last.push(block),
            None => things.push(vec![block]),
        }
    }
    things
}

fn pager(voice: &Voice, part: Part, from: usize, shown: usize, all: usize) -> [SlackBlock; PAGER] {
    let Locale::English = voice.locale;
    let (name, next) = (part.as_str(), from + shown);
    let mut row = Vec::new();
    if next < all {
        row.push(button(action::HOME_MORE, "Show more", format!("{name} {next}")));
    }
    if from > 0 {
        row.push(button(action::HOME_FIRST, "Back to the first", format!("{name} 0")));
    }
    let range = if shown == 1 { format!("{next}") } else { format!("{} to {next}", from + 1) };
    [context(format!("{range} of {all}")), buttons(format!("page_{name}"), row)]
}

/// Puts the sections below each other within `room` blocks. `turned` is the one that shows another page
/// than its first.
pub fn laid_out(
    voice: &Voice,
    sections: Vec<Section>,
    room: usize,
    turned: Option<Turned>,
) -> Vec<SlackBlock> {
    // First what each cannot do without, then its own room, then what is left.
    let mut rooms: Vec<usize> = sections.iter().map(Section::least).collect();
    let mut spare = room.saturating_sub(rooms.iter().sum());
    for wish in [Section::fair, Section::whole] {
        for (section, room) in sections.iter().zip(&mut rooms) {
            let more = wish(section).saturating_sub(*room).min(spare);
            *room += more;
            spare -= more;
        }
    }
    let mut blocks = Vec::new();
    for (section, room) in sections.into_iter().zip(rooms) {
        let from = turned.filter(|it| it.part == section.part).map_or(0, |it| it.from);
        blocks.extend(section.page(voice, room, from));
    }
    blocks.truncate(room);
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::kit::section;

    fn of(part: Part, things: usize, blocks_each: usize) -> Section {
        let thing = |n: usize| {
            let rest = (1..blocks_each).map(|_| context("small"));
            [section(format!("{n}"))].into_iter().chain(rest).collect()
        };
        let foot = vec![buttons(part.as_str(), [button("a", "A", "a")])];
        Section::new(part, vec![section("*Title*")], (0..things).map(thing).collect(), foot)
    }

    fn texts(blocks: &[SlackBlock]) -> String {
        serde_json::to_string(blocks).unwrap()
    }

    #[test]
    fn the_rooms_of_all_sections_fit_on_one_page() {
        let rooms: usize = Part::ALL.iter().map(|part| part.room()).sum();
        assert!(rooms + 2 <= MOST_BLOCKS, "{rooms}");
    }

    #[test]
    fn whatever_there_is_the_page_is_never_too_long_and_every_section_is_on_it() {
        for each in 1..=4 {
            for many in [0, 1, 5, 50, 500] {
                let sections = Part::ALL.into_iter().map(|part| of(part, many, each)).collect();
                let blocks = laid_out(&Voice::default(), sections, MOST_BLOCKS - 2, None);
                assert!(blocks.len() <= MOST_BLOCKS - 2, "{many} of {each}: {}", blocks.len());
                let text = texts(&blocks);
                for part in Part::ALL {
                    let foot = format!("\"block_id\":\"{}\"", part.as_str());
                    assert!(text.contains(&foot), "{part:?} with {many} of {each}");
                }
            }
        }
    }

    #[test]
    fn what_others_do_not_need_is_given_to_those_that_have_more() {
        let sections = vec![of(Part::Coffee, 10, 7)];
        let blocks = laid_out(&Voice::default(), sections, 98, None);
        assert_eq!(blocks.len(), 72, "all of it");
    }

    #[test]
    fn every_thing_is_on_one_page_when_one_turns_them() {
        let voice = Voice::default();
        let (mut from, mut seen) = (0, Vec::new());
        loop {
            let turned = Some(Turned { part: Part::Questions, from });
            let text = texts(&laid_out(&voice, vec![of(Part::Questions, 23, 2)], 12, turned));
            let here: Vec<usize> =
                (0..23).filter(|n| text.contains(&format!("\"text\":\"{n}\""))).collect();
            seen.extend(here);
            assert_eq!(text.contains("Back to the first"), from > 0);
            let Some(at) = text.find("questions ").filter(|_| text.contains("Show more")) else {
                break;
            };
            let value: String = text[at..].chars().take_while(|sign| *sign != '"').collect();
            from = Turned::read(&value).unwrap().from;
        }
        assert_eq!(seen, (0..23).collect::<Vec<_>>());
    }

    #[test]
    fn a_page_that_is_gone_is_the_first() {
        let voice = Voice::default();
        let turned = |from| Some(Turned { part: Part::Asked, from });
        let page = |from| texts(&laid_out(&voice, vec![of(Part::Asked, 9, 3)], 11, turned(from)));
        assert_eq!(page(40), page(0));
        assert_eq!(Turned::read("asked 4"), turned(4));
        for broken in ["", "asked", "asked x", "nothing 4", "asked -1"] {
            assert_eq!(Turned::read(broken), None);
        }
    }

    #[test]
    fn blocks_of_others_are_kept_with_their_buttons() {
        let row = |name: &str| buttons(name, [button("a", "A", "a")]);
        let blocks = vec![section("*Stories*"), section("1"), row("1"), section("2"), row("2")];
        let parts = things(blocks);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2]);
    }
}
