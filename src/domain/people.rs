//! Who somebody is, as far as Klatch needs to know.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::away::Away;
use super::ids::MemberId;
use super::preferences::Preferences;
use super::settings::ProfileFields;

/// Somebody's place in the workspace. Only [`Standing::Full`] takes part in coffee by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// An ordinary member of the workspace.
    Full,
    /// A guest: `is_restricted` or `is_ultra_restricted` in Slack.
    Guest,
    /// Somebody of another organization, seen through a shared channel: `is_stranger`.
    External,
    Bot,
    /// An account that was switched off: `deleted` in Slack.
    Deactivated,
}

impl Standing {
    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Guest => "guest",
            Self::External => "external",
            Self::Bot => "bot",
            Self::Deactivated => "deactivated",
        }
    }
}

/// What Slack says of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub member: MemberId,
    /// The display name, or the real name where there is none.
    pub name: String,
    pub title: Option<String>,
    pub email: Option<String>,
    /// The IANA zone, not the offset: the offset changes silently.
    pub zone: Option<Tz>,
    pub standing: Standing,
    /// Workspace admin or owner.
    pub admin: bool,
    /// What their status says; away may be over by now.
    #[serde(default)]
    pub away: Option<Away>,
    /// When it was changed last, as Slack says: what is older never takes the place of what is newer.
    #[serde(default)]
    pub changed_at: Option<DateTime<Utc>>,
}

/// A person in the directory: what Slack says, and where in the organization they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub profile: Profile,
    pub team: Option<String>,
    pub department: Option<String>,
    pub manager: Option<MemberId>,
    /// The office or town they work in.
    pub site: Option<String>,
    /// They want coffee whatever their status says, as long as it stays.
    pub here_anyway: bool,
    /// When they joined the workspace, if Slack told so at that moment: whom a reading of the directory
    /// finds may have been there for years.
    pub came_at: Option<DateTime<Utc>>,
    /// Theirs alone: others may read what they wish to share, and nothing else of it.
    pub preferences: Preferences,
}

/// So long somebody is new.
const NEWCOMER: TimeDelta = TimeDelta::days(90);

impl Member {
    /// Whether their status keeps them out of coffee now, and for how long.
    pub fn away(&self, now: DateTime<Utc>) -> Option<Away> {
        self.profile.away.filter(|away| !self.here_anyway && away.lasts(now))
    }

    /// Whether they came to the workspace less than 90 days ago, as far as is known. When somebody
    /// joined their first coffee says nothing: at its start everybody is new to it.
    pub fn is_newcomer(&self, now: DateTime<Utc>) -> bool {
        self.came_at.is_some_and(|at| now - at < NEWCOMER)
    }

    /// Whether they can be asked and named: neither a bot nor an account that was switched off.
    pub fn is_here(&self) -> bool {
        match self.profile.standing {
            Standing::Full | Standing::Guest | Standing::External => true,
            Standing::Bot | Standing::Deactivated => false,
        }
    }

    /// The zone they live in; UTC where Slack has none.
    pub fn zone(&self) -> Tz {
        self.profile.zone.unwrap_or(Tz::UTC)
    }
}

/// Who says where somebody belongs. What an earlier one says goes before what a later one says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The operator's list.
    File,
    /// Custom fields of the profile.
    Profile,
    /// User groups.
    Groups,
}

impl Source {
    /// Its place in the order, as the database keeps it.
    pub fn rank(self) -> u8 {
        match self {
            Self::File => 1,
            Self::Profile => 2,
            Self::Groups => 3,
        }
    }
}

/// Where somebody belongs, as one source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belongs {
    pub team: Option<String>,
    pub department: Option<String>,
    /// A member's id, or an email.
    pub manager: Option<String>,
    pub site: Option<String>,
}

/// Slack's ids of the custom profile fields that say where people belong, by what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldIds {
    pub team: Option<String>,
    pub department: Option<String>,
    pub manager: Option<String>,
    pub site: Option<String>,
}

impl FieldIds {
    /// Finds the fields of the settings among those of the workspace, `(id, label)`. Labels are
    /// compared without regard to case; the first of two with one label counts.
    pub fn find(wanted: &ProfileFields, fields: &[(String, String)]) -> Self {
        let id = |wanted: &Option<String>| {
            let wanted = wanted.as_deref()?.trim().to_lowercase();
            let found = fields.iter().find(|(_, label)| label.trim().to_lowercase() == wanted);
            found.map(|(id, _)| id.clone())
        };
        Self {
            team: id(&wanted.team),
            department: id(&wanted.department),
            manager: id(&wanted.manager),
            site: id(&wanted.site),
        }
    }

    /// Whether there is any to be read.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// What somebody's fields, by id, say. Of several managers the first counts.
    pub fn read(&self, fields: &BTreeMap<String, String>) -> Belongs {
        let value = |id: &Option<String>| {
            let value = fields.get(id.as_deref()?)?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let first = |list: String| list.split(',').next().map(|one| one.trim().to_owned());
        Belongs {
            team: value(&self.team),
            department: value(&self.department),
            manager: value(&self.manager).and_then(first),
            site: value(&self.site),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_label_and_read() {
        let wanted = ProfileFields {
            team: Some("team".into()),
            manager: Some("Reports to".into()),
            site: Some("Office".into()),
            ..ProfileFields::default()
        };
        let pair = |id: &str, label: &str| (id.to_owned(), label.to_owned());
        let all = [pair("Xf1", "Phone"), pair("Xf2", " Team "), pair("Xf3", "REPORTS TO")];
        let ids = FieldIds::find(&wanted, &all);
        assert_eq!((ids.team.as_deref(), ids.manager.as_deref()), (Some("Xf2"), Some("Xf3")));
        assert_eq!((&ids.site, &ids.department), (&None, &None));
        assert!(ids.any() && !FieldIds::default().any());
        let fields = [("Xf1", "123"), ("Xf2", " Core "), ("Xf3", "U9, U8")];
        let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned()));
        let belongs = ids.read(&BTreeMap::from(fields));
        assert_eq!(belongs.team.as_deref(), Some("Core"));
        assert_eq!(belongs.manager.as_deref(), Some("U9"));
        assert_eq!(ids.read(&BTreeMap::new()), Belongs::default());
    }
}
