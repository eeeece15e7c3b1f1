//! Who may read a story, and which of them somebody looks for.

use serde::{Deserialize, Serialize};

use super::{Audience, Kind, State, Story};
use crate::domain::ids::{CommunityId, MemberId};

/// Somebody who would read stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub member: MemberId,
    /// They may take part in this workspace.
    pub inside: bool,
    /// They lead: an admin, or whoever tends a community.
    pub leads: bool,
    /// Communities in private channels of which it is not known that they are in them.
    pub hidden: Vec<CommunityId>,
}

impl Reader {
    /// Whether they may read it. Whoever is in a story reads it, whatever its audience; nobody reads
    /// one that was withdrawn.
    pub fn may_read(&self, story: &Story) -> bool {
        if story.state == State::Withdrawn || !self.inside {
            return false;
        }
        let belongs = || story.community.is_some_and(|id| !self.hidden.contains(&id));
        story.person(&self.member).is_some()
            || match story.audience() {
                Audience::Us => false,
                Audience::Community => belongs(),
                Audience::Leaders => self.leads || belongs(),
                Audience::Everyone => true,
            }
    }
}

/// What somebody looks for; nothing of it is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// All of them occur in what was told.
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub community: Option<CommunityId>,
    #[serde(default)]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub state: Option<State>,
    /// Told in the last so many days.
    #[serde(default)]
    pub days: Option<u32>,
    /// Only those that they are in.
    #[serde(default)]
    pub mine: bool,
}

/// The longest words that are looked for, in characters.
pub const LONGEST_WORDS: usize = 100;

impl Wanted {
    /// These words, as many as are looked at.
    pub fn words(words: &str) -> Self {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { words: words.chars().take(LONGEST_WORDS).collect(), ..Self::default() }
    }

    /// Whether a story is one of them. `age` is how many days ago it was told; `names` are those that
    /// stand in it.
    pub fn holds(&self, story: &Story, reader: &MemberId, age: i64, names: &[String]) -> bool {
        self.community.is_none_or(|id| story.community == Some(id))
            && self.kind.is_none_or(|kind| story.kind == kind)
            && self.state.is_none_or(|state| story.state == state)
            && self.days.is_none_or(|days| age <= i64::from(days))
            && (!self.mine || story.person(reader).is_some())
            && self.has_words(story, names)
    }

    fn has_words(&self, story: &Story, names: &[String]) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let told = [Some(&story.happened), story.changed.as_ref(), story.goal.as_ref()];
        let parts: Vec<&str> =
            told.into_iter().flatten().chain(names).map(String::as_str).collect();
        let text = parts.join("\n").to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::story::tests::{person, story};

    fn reader(member: &str) -> Reader {
        Reader { member: member.into(), inside: true, leads: false, hidden: Vec::new() }
    }

    fn of(audience: Audience) -> Story {
        let community = Some(Uuid::from_u128(1).into());
        Story { community, ..story(vec![person("U1", Some(audience))]) }
    }

    #[test]
    fn each_audience_has_its_readers() {
        let leader = Reader { leads: true, ..reader("U8") };
        let outside = Reader { hidden: vec![Uuid::from_u128(1).into()], ..reader("U7") };
        let leader_outside = Reader { leads: true, ..outside.clone() };
        let guest = Reader { inside: false, ..reader("U6") };
        // In the order: who is in it, a member, a leader, one outside, a leader outside, a guest.
        let readers = [reader("U1"), reader("U9"), leader, outside, leader_outside, guest];
        let table = [
            (Audience::Us, [true, false, false, false, false, false]),
            (Audience::Community, [true, true, true, false, false, false]),
            (Audience::Leaders, [true, true, true, false, true, false]),
            (Audience::Everyone, [true, true, true, true, true, false]),
        ];
        for (audience, row) in table {
            let may = readers.clone().map(|reader| reader.may_read(&of(audience)));
            assert_eq!(may, row, "{audience:?}");
        }
    }

    #[test]
    fn what_was_taken_back_is_nobodys_to_read() {
        let gone = Story { state: State::Withdrawn, ..of(Audience::Everyone) };
        assert!(!reader("U1").may_read(&gone));
        let mut out = of(Audience::Us);
        out.people[0].out_at = Some(out.told_at);
        assert!(!reader("U1").may_read(&out), "they took themselves out");
        let nowhere = Story { community: None, ..of(Audience::Community) };
        assert!(!reader("U9").may_read(&nowhere), "it is of no community");
    }

    #[test]
    fn stories_are_found_by_words_and_filters() {
        let it = Story { happened: "Ün café for Two".to_owned(), ..of(Audience::Everyone) };
        let me = MemberId::new("U1");
        let named = ["Bo".to_owned()];
        let holds = |wanted: &Wanted| wanted.holds(&it, &me, 40, &named);
        assert!(holds(&Wanted::default()));
        assert!(holds(&Wanted::words("  CAFÉ   two bo")));
        assert!(!holds(&Wanted::words("café three")));
        assert!(holds(&Wanted { days: Some(40), mine: true, ..Wanted::default() }));
        assert!(!holds(&Wanted { days: Some(30), ..Wanted::default() }));
        assert!(!holds(&Wanted { kind: Some(Kind::Bridge), ..Wanted::default() }));
        assert!(!holds(&Wanted { state: Some(State::Confirmed), ..Wanted::default() }));
        assert!(!holds(&Wanted { community: Some(Uuid::nil().into()), ..Wanted::default() }));
        let others = Wanted { mine: true, ..Wanted::default() };
        assert!(!others.holds(&it, &"U2".into(), 1, &[]));
        assert_eq!(Wanted::words(&"é".repeat(300)).words.chars().count(), LONGEST_WORDS);
    }
}
