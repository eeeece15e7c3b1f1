//! What people do with a story that they are in.

use chrono::{DateTime, Utc};

use super::{Audience, Concerned, Part, State, Story};
use crate::domain::ids::MemberId;

/// The longest link to evidence, in characters.
pub const LONGEST_LINK: usize = 500;

/// Why somebody cannot do that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    /// They are not in it, or not any more.
    NotInIt,
    /// It is another's to say.
    NotYours,
    /// It was taken back.
    Withdrawn,
}

/// A link to evidence: to a page that can be opened, over a connection that nobody reads along.
pub fn is_evidence(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.')
        && !host.contains('@')
        && link.chars().count() <= LONGEST_LINK
        && !link.contains(|it: char| it.is_whitespace() || it.is_control() || "<>|\"".contains(it))
}

/// Who is in a story, once each, sorted. Who is several things is the first of them.
pub fn people(
    teller: &MemberId,
    helped: &MemberId,
    helpers: &[MemberId],
    author: Option<&MemberId>,
) -> Vec<Concerned> {
    let new = |member: &MemberId, part| Concerned {
        member: member.clone(),
        part,
        audience: None,
        named: false,
        out_at: None,
    };
    let mut all = vec![new(helped, Part::Helped)];
    all.extend(helpers.iter().map(|helper| new(helper, Part::Helper)));
    all.extend(author.map(|author| new(author, Part::Author)));
    all.push(new(teller, Part::Teller));
    all.sort_by(|a, b| (&a.member, a.part).cmp(&(&b.member, b.part)));
    all.dedup_by(|a, b| a.member == b.member);
    all
}

impl Story {
    /// Who may read it, as it was told: as whoever was helped wishes, or else whoever told it. The others
    /// are asked whether that is fine.
    pub fn proposed(&self) -> Audience {
        let wish = |member: &MemberId| self.person(member).and_then(|one| one.audience);
        wish(&self.helped).or_else(|| wish(&self.teller)).unwrap_or(Audience::Community)
    }

    /// What people say yes to, as a number: other words have another one (FNV-1a), so that nobody agrees
    /// to something that they have not read.
    pub fn wording(&self) -> u64 {
        let claim = self.claim.as_ref().map(|it| format!("{it:?}"));
        let community = self.community.map(|it| it.to_string());
        let parts = [
            // Its people are among those who may read it.
            community.as_deref(),
            Some(self.helped.as_str()),
            Some(self.happened.as_str()),
            self.changed.as_deref(),
            claim.as_deref(),
        ];
        let bytes = parts.into_iter().flat_map(|part| part.unwrap_or_default().bytes().chain([0]));
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }

    /// Whether it can still go to another community: nobody else has agreed, and it stands in no channel
    /// nor is on its way to one. Whoever said "my community" meant the one that it was in.
    pub fn may_move(&self, by: &MemberId) -> bool {
        let said =
            |one: &Concerned| one.member != *by && one.out_at.is_none() && one.audience.is_some();
        let came_out = self.post.is_some() || self.published_at.is_some() || self.is_shown();
        !came_out && !self.people.iter().any(said)
    }

    /// Who has not said yet what may be done with it.
    pub fn unheard(&self) -> impl Iterator<Item = &Concerned> {
        let waits = self.state != State::Withdrawn;
        self.people
            .iter()
            .filter(move |one| waits && one.audience.is_none() && one.out_at.is_none())
    }

    /// Whoever was helped says that it is so. `false` if they said so before.
    ///
    /// # Errors
    /// It is another's to say, or was taken back.
    pub fn confirm(&mut self, by: &MemberId, at: DateTime<Utc>) -> Result<bool, No> {
        self.is_in(by)?;
        if self.helped != *by {
            return Err(No::NotYours);
        }
        Ok(self.move_to(self.confirmed_state(), at))
    }

    /// Whoever told it or was helped takes it back. `false` if it was.
    ///
    /// # Errors
    /// It is another's to take back.
    pub fn withdraw(&mut self, by: &MemberId, at: DateTime<Utc>) -> Result<bool, No> {
        let person = self.person(by).ok_or(No::NotInIt)?;
        if self.helped != person.member && self.teller != person.member {
            return Err(No::NotYours);
        }
        Ok(self.move_to(State::Withdrawn, at))
    }

    /// Somebody in it says who may read it as far as they are concerned, and whether by name. `false` if
    /// they said the same before.
    ///
    /// # Errors
    /// They are not in it, or it was taken back.
    pub fn agree(&mut self, by: &MemberId, audience: Audience, named: bool) -> Result<bool, No> {
        self.is_in(by)?;
        let one = self.people.iter_mut().find(|one| one.member == *by).ok_or(No::NotInIt)?;
        let before = (one.audience, one.named);
        (one.audience, one.named) = (Some(audience), named);
        Ok(before != (one.audience, one.named))
    }

    /// Somebody takes themselves out; without whoever was helped there is no story. `false` if they
    /// were out.
    ///
    /// # Errors
    /// They were never in it.
    pub fn leave(&mut self, by: &MemberId, at: DateTime<Utc>) -> Result<bool, No> {
        let one = self.people.iter_mut().find(|one| one.member == *by).ok_or(No::NotInIt)?;
        if one.out_at.is_some() {
            return Ok(false);
        }
        (one.out_at, one.named) = (Some(at), false);
        if self.helped == *by {
            self.move_to(State::Withdrawn, at);
        }
        Ok(true)
    }

    /// A link that shows it, or none any more. It is evidence for what whoever was helped confirmed: if
    /// they give the link, they do that with it. `false` if nothing changed.
    ///
    /// # Errors
    /// They were not helped by it, nor do they tend its community; or it was taken back.
    pub fn show_evidence(
        &mut self,
        by: &MemberId,
        tends: bool,
        link: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<bool, No> {
        let helped = self.helped == *by && self.person(by).is_some();
        match self.state {
            State::Withdrawn => return Err(No::Withdrawn),
            _ if !helped && !tends => return Err(No::NotYours),
            State::Claimed | State::Confirmed | State::Evidenced => {}
        }
        let changed = self.evidence != link;
        self.evidence = link;
        let confirms = self.state != State::Claimed || helped && self.evidence.is_some();
        let moved = confirms && self.move_to(self.confirmed_state(), at);
        Ok(changed || moved)
    }

    /// Other words, or another figure: whoever was helped said yes to what stood there before, and so
    /// did all others. Who changes it agrees with it.
    pub fn reword(&mut self, by: &MemberId, at: DateTime<Utc>) {
        for one in &mut self.people {
            if one.member != *by && one.out_at.is_none() {
                (one.audience, one.named) = (None, false);
            }
        }
        let told = self.teller == *by && self.helped == *by;
        match self.state {
            State::Withdrawn => return,
            // Their own claim stays what it was.
            State::Claimed if told => {}
            _ if self.helped == *by => self.state = self.confirmed_state(),
            State::Claimed | State::Confirmed | State::Evidenced => self.state = State::Claimed,
        }
        // It comes into its state anew, so no sum shows what alone has changed.
        self.since = at;
    }

    /// Somebody's account was switched off: nobody asks them any more, and their name goes. What they had
    /// said counts on. `false` if nothing changed.
    pub fn left_the_workspace(&mut self, member: &MemberId) -> bool {
        let helped = self.helped == *member;
        let Some(one) = self.people.iter_mut().find(|one| one.member == *member) else {
            return false;
        };
        let before = one.clone();
        one.named = false;
        // Nobody agrees in the place of whoever was helped.
        if !helped && one.audience.is_none() {
            one.audience = Some(Audience::Everyone);
        }
        *one != before
    }

    fn confirmed_state(&self) -> State {
        if self.evidence.is_some() { State::Evidenced } else { State::Confirmed }
    }

    fn is_in(&self, member: &MemberId) -> Result<(), No> {
        if self.person(member).is_none() {
            return Err(No::NotInIt);
        }
        if self.state == State::Withdrawn { Err(No::Withdrawn) } else { Ok(()) }
    }

    fn move_to(&mut self, state: State, at: DateTime<Utc>) -> bool {
        if self.state == state {
            return false;
        }
        (self.state, self.since) = (state, at);
        true
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::story::{Cycle, Kind, Source};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn id(text: &str) -> MemberId {
        MemberId::new(text)
    }

    /// Bo tells that Ana was helped by Cy.
    fn story() -> Story {
        Story {
            id: Uuid::nil().into(),
            community: None,
            teller: id("BO"),
            helped: id("ANA"),
            people: people(&id("BO"), &id("ANA"), &[id("CY")], None),
            happened: "It worked.".to_owned(),
            changed: None,
            kind: Kind::Support,
            goal: None,
            claim: None,
            state: State::Claimed,
            cycle: Cycle::Immediate,
            evidence: None,
            source: Source::Told,
            post: None,
            told_at: NOW,
            since: NOW,
            published_at: None,
            fell_through: false,
        }
    }

    #[test]
    fn who_is_several_things_is_in_it_once() {
        let all = people(&id("BO"), &id("ANA"), &[id("CY"), id("BO")], Some(&id("CY")));
        let all: Vec<_> = all.iter().map(|one| (one.member.as_str(), one.part)).collect();
        assert_eq!(all, [("ANA", Part::Helped), ("BO", Part::Helper), ("CY", Part::Helper)]);
    }

    #[test]
    fn only_who_was_helped_confirms() {
        let mut it = story();
        assert_eq!(it.confirm(&id("BO"), NOW), Err(No::NotYours));
        assert_eq!(it.confirm(&id("DI"), NOW), Err(No::NotInIt));
        assert_eq!(it.confirm(&id("ANA"), NOW), Ok(true));
        assert_eq!(it.confirm(&id("ANA"), NOW), Ok(false), "a second click");
        assert_eq!(it.state, State::Confirmed);
    }

    #[test]
    fn without_who_was_helped_there_is_no_story() {
        let mut it = story();
        assert_eq!(it.leave(&id("CY"), NOW), Ok(true));
        assert_eq!((it.state, it.helpers().count()), (State::Claimed, 0));
        assert_eq!(it.leave(&id("ANA"), NOW), Ok(true));
        assert_eq!(it.state, State::Withdrawn);
        assert_eq!(it.confirm(&id("ANA"), NOW), Err(No::NotInIt));
    }

    #[test]
    fn whoever_told_it_or_was_helped_takes_it_back() {
        let mut it = story();
        assert_eq!(it.withdraw(&id("CY"), NOW), Err(No::NotYours));
        assert_eq!(it.withdraw(&id("BO"), NOW), Ok(true));
        assert_eq!(it.withdraw(&id("ANA"), NOW), Ok(false));
        assert_eq!(it.agree(&id("CY"), Audience::Everyone, true), Err(No::Withdrawn));
    }

    #[test]
    fn evidence_is_for_what_was_confirmed() {
        let link = || Some("https://wiki.example/x".to_owned());
        let mut it = story();
        assert_eq!(it.show_evidence(&id("CY"), false, link(), NOW), Err(No::NotYours));
        assert_eq!(it.show_evidence(&id("DI"), true, link(), NOW), Ok(true));
        assert_eq!(it.state, State::Claimed, "a steward confirms nothing");
        assert_eq!(it.confirm(&id("ANA"), NOW), Ok(true));
        assert_eq!(it.state, State::Evidenced);
        assert_eq!(it.show_evidence(&id("ANA"), false, None, NOW), Ok(true));
        assert_eq!(it.state, State::Confirmed);
        assert_eq!(it.show_evidence(&id("ANA"), false, link(), NOW), Ok(true));
        assert_eq!(it.state, State::Evidenced);
    }

    #[test]
    fn other_words_ask_for_another_yes() {
        let mut it = story();
        it.confirm(&id("ANA"), NOW).unwrap();
        for person in ["ANA", "BO", "CY"] {
            it.agree(&id(person), Audience::Community, true).unwrap();
        }
        assert!(it.is_shown() && it.unheard().count() == 0);
        let before = it.wording();
        it.happened = "It worked at last.".to_owned();
        assert_ne!(it.wording(), before);
        it.reword(&id("BO"), NOW);
        assert_eq!((it.state, it.is_shown()), (State::Claimed, false));
        let unheard: Vec<_> = it.unheard().map(|one| one.member.as_str()).collect();
        assert_eq!(unheard, ["ANA", "CY"]);
        it.reword(&id("ANA"), NOW);
        assert_eq!(it.state, State::Confirmed, "her own words");
    }

    #[test]
    fn a_story_stays_where_somebody_agreed_to_it() {
        let mut it = story();
        it.agree(&id("BO"), Audience::Community, true).unwrap();
        assert!(it.may_move(&id("BO")), "he alone has said something");
        let before = it.wording();
        it.community = Some(Uuid::from_u128(1).into());
        assert_ne!(it.wording(), before, "nobody says yes to another community");
        it.agree(&id("CY"), Audience::Us, false).unwrap();
        assert!(!it.may_move(&id("BO")));
        it.leave(&id("CY"), NOW).unwrap();
        assert!(it.may_move(&id("BO")));
        it.published_at = Some(NOW);
        assert!(!it.may_move(&id("BO")), "it was read there");
    }

    #[test]
    fn who_left_is_a_colleague_and_keeps_nobody_waiting() {
        let mut it = story();
        assert!(it.left_the_workspace(&id("CY")));
        assert!(!it.left_the_workspace(&id("CY")));
        it.agree(&id("ANA"), Audience::Everyone, true).unwrap();
        it.agree(&id("BO"), Audience::Community, true).unwrap();
        assert_eq!(it.audience(), Audience::Community);
        assert!(!it.names(&id("CY")));
        it.left_the_workspace(&id("ANA"));
        assert!(!it.names(&id("ANA")));
    }

    #[test]
    fn a_link_is_one_that_can_be_opened() {
        assert!(is_evidence("https://wiki.example/x?y=1"));
        for link in [
            "http://wiki.example",
            "https://",
            "https://a b.c",
            "javascript:x",
            "https://x@evil.example",
            "https://a.b/<x>",
            "ftp://a.b",
        ] {
            assert!(!is_evidence(link), "{link}");
        }
    }
}
