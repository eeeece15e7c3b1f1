//! Whether it held: who was helped is asked after two weeks and after two months.
//!
//! Their word moves a story through its cycle. Silence changes nothing: no claim grows or shrinks
//! because somebody had no time to answer.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::deeds::is_evidence;
use super::{Cycle, State, Story};
use crate::domain::ids::{MemberId, StoryId};
use crate::domain::question::Spot;

/// How long after a story was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// 14 days.
    TwoWeeks,
    /// 60 days.
    TwoMonths,
}

impl After {
    /// Both of them, in their order.
    pub const ALL: [Self; 2] = [Self::TwoWeeks, Self::TwoMonths];

    /// How many days those are.
    pub fn days(self) -> u32 {
        match self {
            Self::TwoWeeks => 14,
            Self::TwoMonths => 60,
        }
    }

    /// When a story that was told then is asked about.
    pub fn due(self, told_at: DateTime<Utc>) -> DateTime<Utc> {
        told_at + TimeDelta::days(i64::from(self.days()))
    }
}

/// So long a question looks for a day that has room for it; then it waits in App Home only.
pub const LAPSES_AFTER: TimeDelta = TimeDelta::days(7);

/// The longest of what came of it, in characters.
pub const LONGEST: usize = 500;

/// What whoever was helped says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Held,
    /// It became more than it was.
    More,
    DidNotHold,
}

impl Word {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Held, Self::More, Self::DidNotHold];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::More => "more",
            Self::DidNotHold => "did_not_hold",
        }
    }
}

/// One asking after a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub story: StoryId,
    pub after: After,
    pub due_at: DateTime<Utc>,
    /// The message that asked, once it has arrived.
    pub asked: Option<Spot>,
    pub word: Option<Word>,
    pub said_at: Option<DateTime<Utc>>,
    /// What came of it, in their words.
    pub came: Option<String>,
}

impl FollowUp {
    /// One that is still ahead.
    pub fn of(story: &Story, after: After) -> Self {
        let due_at = after.due(story.told_at);
        let story = story.id;
        Self { story, after, due_at, asked: None, word: None, said_at: None, came: None }
    }

    /// The last moment at which its question may be sent.
    pub fn lapses_at(&self) -> DateTime<Utc> {
        self.due_at + LAPSES_AFTER
    }
}

/// What may be added to a word, all of it optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addition {
    /// How far it has come, where they say so themselves: also back.
    pub cycle: Option<Cycle>,
    /// A link: see [`evidence`].
    pub evidence: Option<String>,
}

/// A link as evidence, without the spaces around it: see [`is_evidence`].
pub fn evidence(text: &str) -> Option<String> {
    let text = text.trim();
    is_evidence(text).then(|| text.to_owned())
}

impl Story {
    /// Who is asked whether it held: whoever was helped, as long as they are in it and have said
    /// something about it themselves. Whoever was only told of by others and never confirmed it has
    /// been asked once already, and that is enough.
    pub fn to_follow_up(&self) -> Option<&MemberId> {
        let agreed = self.teller == self.helped || self.state > State::Claimed;
        let asked = self.state != State::Withdrawn && agreed && self.person(&self.helped).is_some();
        asked.then_some(&self.helped)
    }

    /// Whoever was helped says what became of it.
    ///
    /// *It held*: it was used, at least. *It was more*: it made a difference, at least. *It did not
    /// hold*: what was learned stays, so the story stays told and its helpers stay thanked; but no sum
    /// counts its claim, unless they say later that it held after all. (A withdrawn story would punish the
    /// helpers for what came later, and hide that things went differently than hoped.)
    pub fn turned_out(&mut self, word: Word) {
        self.fell_through = word == Word::DidNotHold;
        match word {
            Word::Held => self.cycle = self.cycle.max(Cycle::Applied),
            Word::More => self.cycle = self.cycle.max(Cycle::Realized),
            Word::DidNotHold => self.cycle = self.cycle.min(Cycle::Potential),
        }
    }

    /// They add to their word. What they say was used held after all. A link makes it evidenced: only
    /// who may confirm it gives one here.
    pub fn add(&mut self, addition: &Addition, at: DateTime<Utc>) {
        self.fell_through &= addition.cycle.is_none_or(|cycle| cycle < Cycle::Applied);
        self.cycle = addition.cycle.unwrap_or(self.cycle);
        let Some(link) = &addition.evidence else { return };
        self.evidence = Some(link.clone());
        if self.state < State::Evidenced {
            self.state = State::Evidenced;
            self.since = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::story::deeds::LONGEST_LINK;
    use crate::domain::story::ledger::{Beside, Rules, sum};
    use crate::domain::story::tests::{person, story};
    use crate::domain::story::{Audience, Claim};

    fn told() -> Story {
        let claim = Claim {
            measure: None,
            low: 60,
            likely: 90,
            high: 120,
            before: None,
            after: None,
            confidence: 80,
            attribution: 100,
        };
        Story { claim: Some(claim), ..story(vec![person("U1", Some(Audience::Community))]) }
    }

    #[test]
    fn a_word_moves_a_story_on_and_never_back_by_itself() {
        let mut it = told();
        it.turned_out(Word::Held);
        assert_eq!(it.cycle, Cycle::Applied);
        it.turned_out(Word::More);
        assert_eq!(it.cycle, Cycle::Realized);
        it.turned_out(Word::Held);
        assert_eq!(it.cycle, Cycle::Realized, "that it held takes nothing back");
        it.add(&Addition { cycle: Some(Cycle::Transformative), evidence: None }, it.since);
        assert_eq!((it.cycle, it.state), (Cycle::Transformative, State::Claimed));
    }

    #[test]
    fn what_did_not_hold_counts_in_no_sum_and_stays_told() {
        let mut it = told();
        it.cycle = Cycle::Realized;
        it.turned_out(Word::DidNotHold);
        assert_eq!((it.cycle, it.worth()), (Cycle::Potential, None));
        assert!(it.is_shown() && it.names(&"U1".into()));
        let all: Vec<Story> = (1..=5)
            .map(|n| Story { helped: format!("U{n}").as_str().into(), ..it.clone() })
            .collect();
        let sums = sum(&all, it.since, &Beside::default(), &Rules::default());
        assert_eq!(
            (sums.claimed.stories(), sums.claimed.minutes()),
            (Some(5), None),
            "no figure at all"
        );
        it.turned_out(Word::Held);
        assert_eq!((it.cycle, it.worth()), (Cycle::Applied, told().claim.as_ref()), "after all");
        it.turned_out(Word::DidNotHold);
        it.add(&Addition { cycle: Some(Cycle::Potential), evidence: None }, it.since);
        assert_eq!(it.worth(), None);
        it.add(&Addition { cycle: Some(Cycle::Realized), evidence: None }, it.since);
        assert_eq!(it.worth(), it.claim.as_ref(), "it made a difference, so it held");
    }

    #[test]
    fn a_link_is_evidence_and_nothing_else_is() {
        for good in ["https://acme.example/pull/7", "  https://wiki.acme.example?x=1 "] {
            assert_eq!(evidence(good).as_deref(), Some(good.trim()));
        }
        let long = format!("https://a.example/{}", "x".repeat(LONGEST_LINK));
        let bad = [
            "",
            "acme.example",
            "javascript:alert(1)",
            "http://a.example",
            "https://a b.example",
            &long,
        ];
        for bad in
            bad.into_iter().chain(["https://a.example/<!channel>", "https://me@evil.example"])
        {
            assert_eq!(evidence(bad), None, "{bad}");
        }
        let mut it = told();
        let at = it.since + TimeDelta::days(14);
        let evidence = evidence("https://acme.example/pull/7");
        it.add(&Addition { cycle: None, evidence }, at);
        assert_eq!((it.state, it.since, it.cycle), (State::Evidenced, at, Cycle::Immediate));
    }

    #[test]
    fn only_who_was_helped_and_has_said_something_is_asked() {
        let mut it = told();
        assert_eq!(it.to_follow_up(), Some(&"U1".into()));
        it.teller = "U2".into();
        assert_eq!(it.to_follow_up(), None, "they never confirmed it");
        it.state = State::Confirmed;
        assert_eq!(it.to_follow_up(), Some(&"U1".into()));
        it.people[0].out_at = Some(it.since);
        assert_eq!(it.to_follow_up(), None, "they took themselves out");
        it = told();
        it.state = State::Withdrawn;
        assert_eq!(it.to_follow_up(), None);
    }

    #[test]
    fn each_has_its_days() {
        let told_at = DateTime::UNIX_EPOCH;
        let days = After::ALL.map(|after| (after.due(told_at) - told_at).num_days());
        assert_eq!(days, [14, 60]);
        let it = FollowUp::of(&told(), After::TwoWeeks);
        assert_eq!((it.lapses_at() - it.due_at).num_days(), 7);
    }
}
