//! The weekly digest of a community: a window of facts in, a few items out. The same facts in any order
//! make the same digest.

mod dates;
mod edition;
mod figure;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::ids::{MemberId, QuestionId, SessionId, StoryId, ThanksId};
use super::question::{Privacy, Spot};
use super::report::{Coffee, report};
use super::story::{State, Story};

pub use dates::{LATE, LONGEST, Rhythm, Window};
pub use edition::{Edition, Kind, Picture, Shows, Wish};
pub use figure::{ByState, Figure, Known, WEEKS, Week, Worth, figure, value};

/// The most blocks of a digest's message, its picture among them.
pub const MOST_BLOCKS: usize = 12;

/// So many questions of a kind are listed; the rest is a number.
const MOST_LISTED: usize = 5;
/// So many stories are told.
const MOST_STORIES: usize = 3;
/// So many people are said hello to, and thanks told.
const MOST_NAMED: usize = 5;

/// A question of the window, without a word about who asked it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub asked_at: DateTime<Utc>,
    pub id: QuestionId,
    pub title: String,
    pub topic: Option<String>,
    /// Where its thread is read; a question without one stands in no channel.
    pub link: Option<String>,
    /// It is carried between two people: nothing of it is told.
    pub private: bool,
}

impl Asked {
    /// Whether its title may stand in a channel.
    pub fn keeps_private(privacy: Privacy) -> bool {
        match privacy {
            Privacy::Private => true,
            Privacy::Open | Privacy::Anonymous => false,
        }
    }
}

/// Somebody who came to the workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Newcomer {
    pub came_at: DateTime<Utc>,
    pub member: MemberId,
    /// They have joined, asked or answered something in the community's channel.
    pub known_here: bool,
}

/// A session that is announced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ahead {
    pub starts_at: DateTime<Utc>,
    pub id: SessionId,
    pub expert: String,
    /// The announcement, where questions are taken.
    pub spot: Spot,
}

/// Thanks that somebody gave in a thread, where everybody reads them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thanked {
    pub at: DateTime<Utc>,
    pub id: ThanksId,
    /// What they are called.
    pub from: String,
    pub to: String,
    pub spot: Spot,
}

/// All that happened in a community in a window of time. Lists are in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What got its first answer.
    pub answered: Vec<Asked>,
    /// What nobody has answered so far, from before the window as well.
    pub open: Vec<Asked>,
    /// Coffees of the channel that took place, as somebody said for the first time.
    pub coffees: Vec<Coffee>,
    /// The team of whoever is in one.
    pub teams: BTreeMap<MemberId, String>,
    /// Stories that were published in the channel.
    pub stories: Vec<Story>,
    /// What the people in them are called; not those who left.
    pub names: BTreeMap<MemberId, String>,
    /// Those who may be welcomed: people who are there, and who do not wish to be left alone by it.
    pub newcomers: Vec<Newcomer>,
    /// Whether the channel is private: who came to the workspace is no news there.
    pub hidden: bool,
    pub ahead: Vec<Ahead>,
    pub thanks: Vec<Thanked>,
}

/// A question with where to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub title: String,
    pub link: String,
}

/// A question that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub line: Line,
    /// Whoever knows about it might look. Nobody is named: they agreed to be asked, not to be pointed
    /// at in a channel.
    pub topic: Option<String>,
    /// Full weeks that it has waited.
    pub weeks: u32,
}

/// A story as it may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub id: StoryId,
    pub happened: String,
    pub state: State,
    /// Who was helped, if they agreed to be named.
    pub helped: Option<String>,
    /// Those who helped and agreed to be named.
    pub helpers: Vec<String>,
    pub spot: Spot,
}

/// One thing that a digest tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Answered {
        count: u32,
        listed: Vec<Line>,
    },
    Waiting {
        count: u32,
        listed: Vec<Waiting>,
    },
    /// Never about fewer than five people.
    Coffees {
        met: u32,
        across: Option<u32>,
        team_pairs: Option<u32>,
    },
    Stories {
        count: u32,
        told: Vec<Told>,
    },
    Thanks {
        count: u32,
        listed: Vec<Thanked>,
    },
    Newcomers {
        hello: Vec<MemberId>,
        more: u32,
    },
    Ahead(Ahead),
}

/// What is worth telling of a window, in the order in which it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// At most one of each kind.
    pub items: Vec<Item>,
}

/// What is to be said on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Report(Digest),
    Question,
    /// Nothing; `tell`: whoever tends the community hears of it, once.
    Silent {
        tell: bool,
    },
}

impl Decision {
    /// What is written down of it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Report(_) => Kind::Report,
            Self::Question => Kind::Question,
            Self::Silent { .. } => Kind::Silent,
        }
    }
}

/// What is said of a window, after what was said on the date before (`None`: it is the first one).
pub fn decide(facts: &Facts, window: Window, before: Option<Kind>) -> Decision {
    if !is_quiet(facts, window) {
        return Decision::Report(digest(facts, window));
    }
    match before {
        None | Some(Kind::Report) => Decision::Question,
        Some(Kind::Question) => Decision::Silent { tell: true },
        Some(Kind::Silent) => Decision::Silent { tell: false },
    }
}

/// Whether nothing happened that is worth telling. What still waits from before is none: it would make
/// a report of the same question every week.
fn is_quiet(facts: &Facts, window: Window) -> bool {
    let items = digest(facts, window).items;
    items.iter().all(|item| match item {
        Item::Waiting { .. } => {
            !facts.open.iter().any(|it| is_told(it) && window.holds(it.asked_at))
        }
        Item::Answered { .. }
        | Item::Coffees { .. }
        | Item::Stories { .. }
        | Item::Thanks { .. }
        | Item::Newcomers { .. }
        | Item::Ahead(_) => false,
    })
}

/// What is worth telling of a window.
pub fn digest(facts: &Facts, window: Window) -> Digest {
    let items = [
        answered(facts),
        waiting(facts, window),
        coffees(facts),
        stories(facts),
        thanks(facts),
        newcomers(facts),
        facts.ahead.iter().filter(|it| window.is_ahead(it.starts_at)).min().map(ahead),
    ];
    Digest { items: items.into_iter().flatten().collect() }
}

fn ahead(next: &Ahead) -> Item {
    Item::Ahead(next.clone())
}

fn is_told(it: &Asked) -> bool {
    !it.private && it.link.is_some()
}

fn line(it: &Asked) -> Option<Line> {
    Some(Line { title: it.title.clone(), link: it.link.clone()? })
}

fn number(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// Each once, the oldest first: a question that two reads brought is one question.
fn distinct(asked: &[Asked]) -> Vec<&Asked> {
    let told: BTreeMap<QuestionId, &Asked> =
        asked.iter().filter(|it| is_told(it)).map(|it| (it.id, it)).collect();
    let mut told: Vec<&Asked> = told.into_values().collect();
    told.sort();
    told
}

fn answered(facts: &Facts) -> Option<Item> {
    let all = distinct(&facts.answered);
    // The newest are still on people's minds.
    let listed: Vec<Line> = all.iter().rev().take(MOST_LISTED).filter_map(|it| line(it)).collect();
    (!all.is_empty()).then(|| Item::Answered { count: number(all.len()), listed })
}

fn waiting(facts: &Facts, window: Window) -> Option<Item> {
    let answered: BTreeSet<QuestionId> = facts.answered.iter().map(|it| it.id).collect();
    let mut all = distinct(&facts.open);
    all.retain(|it| !answered.contains(&it.id));
    // Whatever has waited longest comes first.
    let listed = all.iter().take(MOST_LISTED).filter_map(|it| {
        let weeks = (window.until - it.asked_at).num_weeks();
        let weeks = u32::try_from(weeks).unwrap_or_default();
        Some(Waiting { line: line(it)?, topic: it.topic.clone(), weeks })
    });
    let listed: Vec<Waiting> = listed.collect();
    (!all.is_empty()).then(|| Item::Waiting { count: number(all.len()), listed })
}

fn coffees(facts: &Facts) -> Option<Item> {
    let people: BTreeSet<&MemberId> =
        facts.coffees.iter().flat_map(|it| it.people.iter().map(|(member, _)| member)).collect();
    let team = |member: &MemberId| facts.teams.get(member).map(String::as_str);
    let sums = report(&people, &facts.coffees, team)?.coffees?;
    Some(Item::Coffees {
        met: sums.met?,
        across: sums.across.filter(|across| *across > 0),
        team_pairs: sums.team_pairs.filter(|pairs| *pairs > 0),
    })
}

fn stories(facts: &Facts) -> Option<Item> {
    let mut all: Vec<Told> = facts.stories.iter().filter_map(|it| told(facts, it)).collect();
    let at = |id: StoryId| {
        let story = facts.stories.iter().find(|it| it.id == id);
        story.and_then(|it| it.published_at)
    };
    // What is best founded comes first, then what is newest.
    all.sort_by_key(|it| (Reverse(it.state), Reverse(at(it.id)), it.id));
    all.dedup_by_key(|it| it.id);
    let count = number(all.len());
    all.truncate(MOST_STORIES);
    (count > 0).then_some(Item::Stories { count, told: all })
}

/// A story as far as its people agreed to it; `None` where the channel may not read it.
fn told(facts: &Facts, story: &Story) -> Option<Told> {
    let spot = story.post.clone().filter(|_| story.is_shown())?;
    let name = |member: &MemberId| facts.names.get(member).filter(|_| story.names(member)).cloned();
    let mut helpers: Vec<String> = story.helpers().filter_map(name).collect();
    helpers.sort();
    Some(Told {
        id: story.id,
        happened: story.happened.clone(),
        state: story.state,
        helped: name(&story.helped),
        helpers,
        spot,
    })
}

fn thanks(facts: &Facts) -> Option<Item> {
    let all: BTreeSet<&Thanked> = facts.thanks.iter().collect();
    let listed: Vec<Thanked> = all.iter().rev().take(MOST_NAMED).copied().cloned().collect();
    (!all.is_empty()).then(|| Item::Thanks { count: number(all.len()), listed })
}

/// Those whom the channel knows. Where only a few came to the whole workspace, these as well: in a large
/// one every channel would ping everybody.
fn newcomers(facts: &Facts) -> Option<Item> {
    let all: BTreeSet<&Newcomer> = facts.newcomers.iter().collect();
    let few = all.len() <= MOST_NAMED && !facts.hidden;
    let mut seen = BTreeSet::new();
    let welcome = all.into_iter().filter(|it| (it.known_here || few) && seen.insert(&it.member));
    let mut hello: Vec<MemberId> = welcome.map(|it| it.member.clone()).collect();
    let more = number(hello.len().saturating_sub(MOST_NAMED));
    hello.truncate(MOST_NAMED);
    (!hello.is_empty()).then_some(Item::Newcomers { hello, more })
}

#[cfg(test)]
mod tests;
