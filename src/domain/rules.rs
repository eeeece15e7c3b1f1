//! What the admins of one workspace decided for all of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::authority::{self, Action, Role};
use super::ids::ChannelId;
use super::quiet::{Budget, Room};

/// Who may start programs and communities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starters {
    /// Every full member.
    #[default]
    Everyone,
    Admins,
}

impl Starters {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::Everyone, Self::Admins];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Admins => "admins",
        }
    }
}

/// A part of Klatch that can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    Coffee,
    Ask,
    Stories,
    Digest,
    /// Which teams know each other: figures and pictures of it.
    Ties,
}

impl Feature {
    /// Every one of them.
    pub const ALL: [Self; 5] = [Self::Coffee, Self::Ask, Self::Stories, Self::Digest, Self::Ties];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coffee => "coffee",
            Self::Ask => "ask",
            Self::Stories => "stories",
            Self::Digest => "digest",
            Self::Ties => "ties",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

/// Days on which nothing is said unasked, both of them among these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietTime {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl QuietTime {
    fn holds(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// So many stretches of quiet days can be set.
pub const MOST_QUIET: usize = 12;
/// None is longer, in days: who wants more of it stops all messages.
pub const LONGEST_QUIET: i64 = 92;
/// So many channels can be listed.
pub const MOST_CHANNELS: usize = 100;
/// After how many months what is over can be deleted.
pub const RETENTIONS: [u32; 4] = [6, 12, 24, 36];

/// The rules of one workspace. By default they change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceRules {
    pub starters: Starters,
    /// Where programs and communities may be started; `None` is anywhere.
    pub channels: Option<Vec<ChannelId>>,
    /// What is switched off.
    pub off: BTreeSet<Feature>,
    /// Guests may take part, as far as the operator lets them.
    pub guests: bool,
    pub quiet: Vec<QuietTime>,
    /// The most unasked messages a week for everybody; whoever wishes for fewer gets fewer.
    pub weekly_cap: Option<u8>,
    /// After so many months what is over is deleted; `None` is never.
    pub retention: Option<u32>,
}

impl Default for WorkspaceRules {
    fn default() -> Self {
        Self {
            starters: Starters::Everyone,
            channels: None,
            off: BTreeSet::new(),
            guests: true,
            quiet: Vec::new(),
            weekly_cap: None,
            retention: None,
        }
    }
}

impl WorkspaceRules {
    /// Whether somebody with `role` may do `action` here: the table of
    /// [`authority`], and what admins keep to themselves.
    pub fn may(&self, role: Role, action: Action) -> bool {
        let starts = matches!(action, Action::SetUpProgram | Action::SetUpCommunity);
        let kept = self.starters == Starters::Admins && starts && role != Role::Admin;
        authority::may(role, action) && !kept
    }

    /// What stands once an admin who had `seen` them made them `wanted`, while others made them what they
    /// are now: whatever that admin left as it was stays as it is.
    #[must_use]
    pub fn changed(self, seen: &Self, wanted: Self) -> Self {
        fn one<T: PartialEq>(now: T, seen: &T, wanted: T) -> T {
            if wanted == *seen { now } else { wanted }
        }
        let off = Feature::ALL.into_iter().filter(|it| {
            one(self.off.contains(it), &seen.off.contains(it), wanted.off.contains(it))
        });
        Self {
            off: off.collect(),
            starters: one(self.starters, &seen.starters, wanted.starters),
            channels: one(self.channels, &seen.channels, wanted.channels),
            guests: one(self.guests, &seen.guests, wanted.guests),
            quiet: one(self.quiet, &seen.quiet, wanted.quiet),
            weekly_cap: one(self.weekly_cap, &seen.weekly_cap, wanted.weekly_cap),
            retention: one(self.retention, &seen.retention, wanted.retention),
        }
    }

    /// Whether something may be started in a channel.
    pub fn allows(&self, channel: &ChannelId) -> bool {
        self.channels.as_ref().is_none_or(|listed| listed.contains(channel))
    }

    pub fn is_on(&self, feature: Feature) -> bool {
        !self.off.contains(&feature)
    }

    /// Whether no round opens on that day, and nobody is written to unasked.
    pub fn is_quiet(&self, day: NaiveDate) -> bool {
        self.quiet.iter().any(|it| it.holds(day))
    }

    /// What somebody wishes for, within what the workspace allows.
    pub fn budget(&self, wished: Budget) -> Budget {
        let most = self.weekly_cap.unwrap_or(Budget::MOST);
        Budget { per_week: wished.per_week.min(most), ..wished }
    }

    /// As [`Budget::room_on`], on a day that is not quiet.
    pub fn room_on(&self, wished: Budget, day: NaiveDate, claimed: &[NaiveDate]) -> Room {
        if self.is_quiet(day) {
            return Room::Taken;
        }
        self.budget(wished).room_on(day, claimed)
    }
}

/// What makes no sense in the days that an admin typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuietProblem {
    /// Not `2026-12-21 to 2027-01-03`, one a line.
    Unclear,
    /// It ends before it begins.
    Backwards,
    TooLong,
    TooMany,
}

/// Reads quiet days: a day or two days a line, `2026-12-21 to 2027-01-03`.
///
/// # Errors
/// The first line that makes no sense.
pub fn quiet_times(text: &str) -> Result<Vec<QuietTime>, QuietProblem> {
    let mut all = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.replace(['–', '—'], " to ").replace(" - ", " to ");
        let mut days = line.split(" to ").map(|day| day.trim().parse::<NaiveDate>());
        let (first, last, more) = (days.next(), days.next(), days.next());
        let first = first.and_then(Result::ok).ok_or(QuietProblem::Unclear)?;
        let last = match last {
            None => first,
            Some(last) => last.map_err(|_| QuietProblem::Unclear)?,
        };
        if more.is_some() {
            return Err(QuietProblem::Unclear);
        }
        match (last - first).num_days() {
            days if days < 0 => return Err(QuietProblem::Backwards),
            days if days >= LONGEST_QUIET => return Err(QuietProblem::TooLong),
            _ => all.push(QuietTime { first, last }),
        }
        if all.len() > MOST_QUIET {
            return Err(QuietProblem::TooMany);
        }
    }
    all.sort_by_key(|it| (it.first, it.last));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn by_default_nothing_changes() {
        let rules = WorkspaceRules::default();
        let day = day("2026-12-24");
        assert!(rules.may(Role::Member, Action::SetUpProgram) && rules.guests);
        assert!(rules.allows(&ChannelId::new("C1")) && rules.is_on(Feature::Coffee));
        assert!(!rules.is_quiet(day));
        for per_week in 1..=Budget::MOST {
            let wished = Budget { per_week, only_coffee: false };
            assert_eq!(rules.budget(wished), wished);
            assert_eq!(rules.room_on(wished, day, &[]), wished.room_on(day, &[]));
        }
    }

    #[test]
    fn admins_can_keep_starting_to_themselves_and_nothing_else() {
        let rules = WorkspaceRules { starters: Starters::Admins, ..WorkspaceRules::default() };
        for action in [Action::SetUpProgram, Action::SetUpCommunity] {
            assert!(!rules.may(Role::Member, action) && !rules.may(Role::Steward, action));
            assert!(rules.may(Role::Admin, action));
        }
        assert!(rules.may(Role::Member, Action::JoinProgram));
        assert!(rules.may(Role::Steward, Action::ChangeProgram));
        assert!(!rules.may(Role::Outsider, Action::SetUpProgram));
    }

    #[test]
    fn two_admins_at_once_lose_nothing_of_each_other() {
        let seen = WorkspaceRules { weekly_cap: Some(3), ..WorkspaceRules::default() };
        let one =
            WorkspaceRules { weekly_cap: Some(2), off: [Feature::Ask].into(), ..seen.clone() };
        let other = WorkspaceRules {
            starters: Starters::Admins,
            off: [Feature::Digest].into(),
            ..seen.clone()
        };
        let both = one.clone().changed(&seen, other.clone());
        assert_eq!((both.weekly_cap, both.starters), (Some(2), Starters::Admins));
        assert_eq!(both.off, [Feature::Ask, Feature::Digest].into());
        assert_eq!(other.changed(&seen, one), both, "whoever comes first");
        let later = WorkspaceRules { weekly_cap: None, ..seen.clone() };
        assert_eq!(
            both.changed(&seen, later).weekly_cap,
            None,
            "on one thing the later word counts"
        );
    }

    #[test]
    fn the_cap_of_all_lowers_what_one_wishes_and_never_raises_it() {
        let rules = WorkspaceRules { weekly_cap: Some(2), ..WorkspaceRules::default() };
        let of = |per_week| rules.budget(Budget { per_week, only_coffee: true });
        assert_eq!(of(5), Budget { per_week: 2, only_coffee: true });
        assert_eq!(of(1), Budget { per_week: 1, only_coffee: true });
    }

    #[test]
    fn a_quiet_day_has_no_room_and_takes_none_of_the_days_beside_it() {
        let quiet = quiet_times("2026-12-21 to 2027-01-03").unwrap();
        let rules = WorkspaceRules { quiet, ..WorkspaceRules::default() };
        let room = |text| rules.room_on(Budget::default(), day(text), &[]);
        assert_eq!(room("2026-12-20"), Room::Free);
        assert_eq!((room("2026-12-21"), room("2027-01-03")), (Room::Taken, Room::Taken));
        assert_eq!(room("2027-01-04"), Room::Free);
    }

    #[test]
    fn quiet_days_are_read_as_people_type_them() {
        let read = |text| quiet_times(text).map(|all| all.len());
        assert_eq!(read(""), Ok(0));
        assert_eq!(read("2026-12-24\n\n 2026-12-31 to 2027-01-01 "), Ok(2));
        assert_eq!(read("2026-12-21 – 2027-01-03"), Ok(1));
        assert_eq!(read("2026-12-21 - 2027-01-03"), Ok(1));
        assert_eq!(read("Christmas"), Err(QuietProblem::Unclear));
        assert_eq!(read("2026-12-21 to"), Err(QuietProblem::Unclear));
        assert_eq!(read("2026-12-21 to 2026-12-22 to 2026-12-23"), Err(QuietProblem::Unclear));
        assert_eq!(read("2026-13-01"), Err(QuietProblem::Unclear));
        assert_eq!(read("2027-01-03 to 2026-12-21"), Err(QuietProblem::Backwards));
        assert_eq!(read("2026-01-01 to 2026-12-31"), Err(QuietProblem::TooLong));
        assert_eq!(read(&"2026-12-24\n".repeat(13)), Err(QuietProblem::TooMany));
    }
}
