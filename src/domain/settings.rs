//! What an operator set for all workspaces, as far as the rules and features go by it.

use std::path::PathBuf;

use chrono::TimeDelta;

/// Settings that features go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether guests of a workspace may take part.
    pub guests: bool,
    /// Which custom profile fields say where people belong.
    pub fields: ProfileFields,
    /// User groups whose handle begins like this are teams: `team-`.
    pub team_groups: Option<String>,
    /// A CSV file that says where people belong.
    pub people_file: Option<PathBuf>,
    /// How long a workspace's data is kept after it took Klatch out.
    pub erase_after: TimeDelta,
}

/// The labels of custom profile fields, as people see them in Slack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileFields {
    pub team: Option<String>,
    pub department: Option<String>,
    pub manager: Option<String>,
    pub site: Option<String>,
}

impl ProfileFields {
    /// Whether any of them is to be read.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            guests: false,
            fields: ProfileFields::default(),
            team_groups: None,
            people_file: None,
            erase_after: TimeDelta::days(30),
        }
    }
}
