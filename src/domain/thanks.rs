//! A word of thanks from one person to another.

use chrono::{DateTime, Utc};

use super::ids::{ChannelId, MemberId, MessageTs, ThanksId};
use super::people::{Member, Standing};
use super::question::Spot;

/// The longest sentence, in characters.
pub const LONGEST: usize = 300;

/// Thanks that one person may say within 24 hours: more are a mistake, or a game.
pub const MOST_A_DAY: u32 = 20;

/// One sentence of thanks for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thanks {
    pub id: ThanksId,
    pub from: MemberId,
    pub to: MemberId,
    /// One line, never empty, at most [`LONGEST`] characters; as it was typed.
    pub text: String,
    /// It is said in the thread of the message; otherwise only to who is thanked.
    pub shared: bool,
    /// The message that it is for.
    pub about: Spot,
    /// The head of that message's thread.
    pub thread: MessageTs,
    pub said_at: DateTime<Utc>,
    /// Who is thanked said then that this manager of theirs may read it.
    pub manager: Option<(MemberId, DateTime<Utc>)>,
    /// Who said it took it back then.
    pub taken_back_at: Option<DateTime<Utc>>,
}

/// Where thanks were said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heard {
    /// In the direct message of who is thanked.
    Dm,
    /// In the thread of the message.
    Thread,
    /// In the direct message of their manager.
    Manager,
}

impl Heard {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Dm, Self::Thread, Self::Manager];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dm => "dm",
            Self::Thread => "thread",
            Self::Manager => "manager",
        }
    }
}

/// Why nobody can be thanked there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoThanks {
    /// They wrote it themselves.
    Yourself,
    /// An app wrote it, or nobody knows who did.
    Nobody,
    Left,
    /// They belong to another organization: Klatch cannot write to them.
    Elsewhere,
    /// They thanked them for it before.
    Before,
    /// They have said as much today as anybody may.
    Enough,
    /// Who would say it may not take part.
    NotForYou,
}

/// Whether somebody can be thanked; `to` is what the directory knows of who wrote the message.
///
/// # Errors
/// It is themselves, an app, somebody who left or somebody of another organization.
pub fn may_thank<'a>(from: &MemberId, to: Option<&'a Member>) -> Result<&'a Member, NoThanks> {
    let Some(to) = to else { return Err(NoThanks::Nobody) };
    if to.profile.member == *from {
        return Err(NoThanks::Yourself);
    }
    match to.profile.standing {
        Standing::Full | Standing::Guest => Ok(to),
        Standing::External => Err(NoThanks::Elsewhere),
        Standing::Bot => Err(NoThanks::Nobody),
        Standing::Deactivated => Err(NoThanks::Left),
    }
}

/// What was typed, as one line of at most [`LONGEST`] characters; `None` if nothing is left of it.
pub fn sentence(typed: &str) -> Option<String> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen: String = line.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
    let seen = seen.trim().to_owned();
    (!seen.is_empty()).then_some(seen)
}

impl Thanks {
    /// Whether it still stands.
    pub fn stands(&self) -> bool {
        self.taken_back_at.is_none()
    }

    /// Who would read it if who is thanked said so; `None` if nobody is known, or they read it already
    /// or said it themselves.
    pub fn could_read<'a>(&self, to: &'a Member) -> Option<&'a MemberId> {
        let manager = to.manager.as_ref()?;
        let new = self.manager.is_none() && self.stands() && to.profile.member == self.to;
        (new && *manager != self.from && *manager != self.to).then_some(manager)
    }

    /// Who is thanked lets their manager read it. `false` if that changes nothing.
    pub fn show_to(&mut self, manager: &MemberId, at: DateTime<Utc>) -> bool {
        if self.manager.is_some() || !self.stands() {
            return false;
        }
        self.manager = Some((manager.clone(), at));
        true
    }

    /// Who said it takes it back. `false` for others, and for what was taken back before.
    pub fn take_back(&mut self, by: &MemberId, at: DateTime<Utc>) -> bool {
        if *by != self.from || !self.stands() {
            return false;
        }
        self.taken_back_at = Some(at);
        true
    }

    /// The thread that it is said in.
    pub fn place(&self) -> (&ChannelId, &MessageTs) {
        (&self.about.channel, &self.thread)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::people::Profile;
    use crate::domain::preferences::Preferences;

    fn member(id: &str, standing: Standing, manager: Option<&str>) -> Member {
        let profile = Profile {
            member: id.into(),
            name: id.to_owned(),
            title: None,
            email: None,
            zone: None,
            standing,
            admin: false,
            away: None,
            changed_at: None,
        };
        Member {
            profile,
            team: None,
            department: None,
            manager: manager.map(Into::into),
            site: None,
            here_anyway: false,
            came_at: None,
            preferences: Preferences::default(),
        }
    }

    fn thanks() -> Thanks {
        Thanks {
            id: Uuid::nil().into(),
            from: "U1".into(),
            to: "U2".into(),
            text: "You saved my day.".to_owned(),
            shared: false,
            about: Spot { channel: "C1".into(), message: "1.1".into() },
            thread: "1.0".into(),
            said_at: DateTime::UNIX_EPOCH,
            manager: None,
            taken_back_at: None,
        }
    }

    #[test]
    fn one_thanks_people_who_are_here_and_not_oneself() {
        let me = MemberId::new("U1");
        let may = |standing| {
            let to = member("U2", standing, None);
            may_thank(&me, Some(&to)).map(|_| ())
        };
        assert_eq!(may(Standing::Full), Ok(()));
        assert_eq!(may(Standing::Guest), Ok(()));
        assert_eq!(may(Standing::Bot), Err(NoThanks::Nobody));
        assert_eq!(may(Standing::Deactivated), Err(NoThanks::Left));
        assert_eq!(may(Standing::External), Err(NoThanks::Elsewhere));
        let myself = member("U1", Standing::Full, None);
        assert_eq!(may_thank(&me, Some(&myself)), Err(NoThanks::Yourself));
        assert_eq!(may_thank(&me, None), Err(NoThanks::Nobody));
    }

    #[test]
    fn a_sentence_is_one_line_and_not_too_long() {
        assert_eq!(sentence(" Thank\n you \u{7}! ").as_deref(), Some("Thank you !"));
        assert_eq!(sentence(" \n\u{7} "), None);
        let long = sentence(&"é".repeat(LONGEST + 5)).unwrap();
        assert_eq!(long.chars().count(), LONGEST);
    }

    #[test]
    fn a_manager_reads_it_only_if_who_is_thanked_says_so() {
        let mut it = thanks();
        let boss = MemberId::new("U9");
        assert_eq!(it.could_read(&member("U2", Standing::Full, None)), None);
        assert_eq!(it.could_read(&member("U2", Standing::Full, Some("U1"))), None, "they said it");
        assert_eq!(it.could_read(&member("U3", Standing::Full, Some("U9"))), None);
        let thanked = member("U2", Standing::Full, Some("U9"));
        assert_eq!(it.could_read(&thanked), Some(&boss));
        assert!(it.show_to(&boss, it.said_at));
        assert!(!it.show_to(&boss, it.said_at), "a second click");
        assert_eq!(it.could_read(&thanked), None);
    }

    #[test]
    fn only_who_said_it_takes_it_back_once() {
        let mut it = thanks();
        assert!(!it.take_back(&"U2".into(), it.said_at));
        assert!(it.take_back(&"U1".into(), it.said_at));
        assert!(!it.take_back(&"U1".into(), it.said_at));
        assert!(!it.show_to(&"U9".into(), it.said_at), "there is nothing to read any more");
    }
}
