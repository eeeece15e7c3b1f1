//! A value story: what a community was good for, in the words of the people it helped.

pub mod amount;
pub mod deeds;
pub mod follow_up;
pub mod ledger;
pub mod reading;
pub mod wins;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{CommunityId, GroupId, MemberId, QuestionId, StoryId};
use super::question::Spot;

/// What kind of value it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A problem was solved.
    Support,
    /// Two people or teams found each other.
    Bridge,
    /// Somebody can do what they could not do before.
    Capability,
    /// Something was made together.
    Collaboration,
    /// What one team had serves others.
    Scale,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 5] =
        [Self::Support, Self::Bridge, Self::Capability, Self::Collaboration, Self::Scale];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Bridge => "bridge",
            Self::Capability => "capability",
            Self::Collaboration => "collaboration",
            Self::Scale => "scale",
        }
    }
}

/// How far its value has come: the cycles of Wenger, Trayner and de Laat, *Promoting and assessing
/// value creation in communities and networks* (2011).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cycle {
    /// It was good in itself.
    Immediate,
    /// Something was learned that may be of use.
    Potential,
    /// It was used.
    Applied,
    /// It made a difference.
    Realized,
    /// It changed what counts as success.
    Transformative,
}

impl Cycle {
    /// Every one of them, in their order.
    pub const ALL: [Self; 5] =
        [Self::Immediate, Self::Potential, Self::Applied, Self::Realized, Self::Transformative];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Potential => "potential",
            Self::Applied => "applied",
            Self::Realized => "realized",
            Self::Transformative => "transformative",
        }
    }
}

/// How sure it is. Sums are kept apart by it and never added together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody told it.
    Claimed,
    /// Who was helped said that it is so.
    Confirmed,
    /// There is something to look at besides.
    Evidenced,
    /// Taken back: nobody reads it any more.
    Withdrawn,
}

impl State {
    /// Every one of them, in their order.
    pub const ALL: [Self; 4] = [Self::Claimed, Self::Confirmed, Self::Evidenced, Self::Withdrawn];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Confirmed => "confirmed",
            Self::Evidenced => "evidenced",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Who may read a story: each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Only who is in it.
    Us,
    /// The people of its community's channel.
    Community,
    /// Those who lead the organization, too.
    Leaders,
    Everyone,
}

impl Audience {
    /// Every one of them, the narrowest first.
    pub const ALL: [Self; 4] = [Self::Us, Self::Community, Self::Leaders, Self::Everyone];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Community => "community",
            Self::Leaders => "leaders",
            Self::Everyone => "everyone",
        }
    }
}

/// What somebody is in a story. Who is several things is the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It helped them: they alone say what it was worth.
    Helped,
    Helper,
    /// They wrote the message that it was saved from.
    Author,
    /// They told it, of others.
    Teller,
}

impl Part {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Helped, Self::Helper, Self::Author, Self::Teller];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Helped => "helped",
            Self::Helper => "helper",
            Self::Author => "author",
            Self::Teller => "teller",
        }
    }
}

/// Somebody in a story, and what they agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    pub member: MemberId,
    pub part: Part,
    /// Who may read it, as far as they are concerned; `None` until they said so.
    pub audience: Option<Audience>,
    /// Whether their name stands in it.
    pub named: bool,
    /// They took themselves out then.
    pub out_at: Option<DateTime<Utc>>,
}

/// What a story was worth to whoever was helped, as a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// `None`: minutes. Otherwise what is counted, such as `tickets`.
    pub measure: Option<String>,
    /// At least so much; `low <= likely <= high <= MOST`.
    pub low: u32,
    pub likely: u32,
    pub high: u32,
    /// As it was and as it is, where both were given.
    pub before: Option<u32>,
    pub after: Option<u32>,
    /// How sure they are, in percent.
    pub confidence: u8,
    /// How much of it is owed to the community, in percent.
    pub attribution: u8,
}

/// The largest amount of a claim: minutes, or whatever is counted.
pub const MOST: u32 = 1_000_000;

/// The longest text of what happened, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// Where a story came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Somebody told it of their own.
    Told,
    /// The answer to this question helped.
    Question(QuestionId),
    /// It came of this coffee.
    Coffee(GroupId),
    /// It was saved from a message.
    Message(Spot),
}

/// A value story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub id: StoryId,
    pub community: Option<CommunityId>,
    pub teller: MemberId,
    pub helped: MemberId,
    /// Everybody in it, once each, sorted by their ids: with the teller, and whoever was helped.
    pub people: Vec<Concerned>,
    /// Never empty.
    pub happened: String,
    pub changed: Option<String>,
    pub kind: Kind,
    /// One of the organization's goals, as it was called then.
    pub goal: Option<String>,
    /// As it was told; what counts of it says [`Story::worth`].
    pub claim: Option<Claim>,
    /// Whoever was helped said later that it did not hold: the claim is kept, and counts nowhere until
    /// they say that it did.
    pub fell_through: bool,
    pub state: State,
    pub cycle: Cycle,
    /// A link to something that shows it.
    pub evidence: Option<String>,
    pub source: Source,
    /// Where it stands in its community's channel, once it was published.
    pub post: Option<Spot>,
    pub told_at: DateTime<Utc>,
    /// When it came into its state.
    pub since: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
}

impl Story {
    /// Who may read it: the narrowest of what its people agreed to. Whoever was not heard yet agreed to
    /// nothing; whoever took themselves out has no say any more.
    pub fn audience(&self) -> Audience {
        let inside = self.people.iter().filter(|one| one.out_at.is_none());
        let agreed = inside.map(|one| one.audience.unwrap_or(Audience::Us)).min();
        agreed.unwrap_or(Audience::Us)
    }

    /// What somebody is in it; `None` for others, and for whoever took themselves out.
    pub fn person(&self, member: &MemberId) -> Option<&Concerned> {
        self.people.iter().find(|one| one.member == *member && one.out_at.is_none())
    }

    /// Whether it may name them: they are in it and agreed.
    pub fn names(&self, member: &MemberId) -> bool {
        self.person(member).is_some_and(|one| one.named)
    }

    /// Those who helped and are still in it.
    pub fn helpers(&self) -> impl Iterator<Item = &MemberId> {
        let helpers = self.people.iter().filter(|one| one.part == Part::Helper);
        helpers.filter(|one| one.out_at.is_none()).map(|one| &one.member)
    }

    /// What it was worth, as far as that still stands: nothing where it did not hold.
    pub fn worth(&self) -> Option<&Claim> {
        self.claim.as_ref().filter(|_| !self.fell_through)
    }

    /// Whether people of its community may read it.
    pub fn is_shown(&self) -> bool {
        self.state != State::Withdrawn && self.audience() >= Audience::Community
    }
}

#[cfg(test)]
pub(in crate::domain) mod tests {
    use uuid::Uuid;

    use super::*;

    pub fn person(id: &str, audience: Option<Audience>) -> Concerned {
        let part = Part::Helper;
        Concerned { member: id.into(), part, audience, named: true, out_at: None }
    }

    pub fn story(people: Vec<Concerned>) -> Story {
        Story {
            id: Uuid::nil().into(),
            community: None,
            teller: "U1".into(),
            helped: "U1".into(),
            people,
            happened: "It worked.".to_owned(),
            changed: None,
            kind: Kind::Support,
            goal: None,
            claim: None,
            fell_through: false,
            state: State::Claimed,
            cycle: Cycle::Immediate,
            evidence: None,
            source: Source::Told,
            post: None,
            told_at: DateTime::UNIX_EPOCH,
            since: DateTime::UNIX_EPOCH,
            published_at: None,
        }
    }

    #[test]
    fn a_story_goes_no_further_than_the_most_careful_person_in_it_wishes() {
        let everyone = || person("U1", Some(Audience::Everyone));
        let careful = person("U2", Some(Audience::Community));
        assert_eq!(story(vec![everyone(), careful.clone()]).audience(), Audience::Community);
        assert_eq!(story(vec![everyone(), person("U2", None)]).audience(), Audience::Us);
        let gone = Concerned { out_at: Some(DateTime::UNIX_EPOCH), ..person("U2", None) };
        let story = story(vec![everyone(), gone]);
        assert_eq!(story.audience(), Audience::Everyone);
        assert!(!story.names(&"U2".into()) && story.names(&"U1".into()));
        assert_eq!(story.helpers().collect::<Vec<_>>(), [&MemberId::new("U1")]);
        assert!(story.is_shown());
    }

    #[test]
    fn a_story_with_nobody_left_in_it_is_nobodys_to_read() {
        assert_eq!(story(Vec::new()).audience(), Audience::Us);
    }
}
