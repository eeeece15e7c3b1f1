//! People as Slack describes them.

use chrono::{DateTime, Offset, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

/// Somebody in the workspace, or a bot. Team and department are not Slack's: the page and the
/// demo show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Slack's id. Left empty in a cast, one is given at the start.
    pub id: String,
    /// The handle, such as `ana`.
    pub name: String,
    pub real_name: String,
    /// May be empty, as in Slack.
    pub display_name: String,
    pub title: String,
    pub email: String,
    /// IANA zone.
    pub tz: String,
    pub team: String,
    pub department: String,
    /// Where they work.
    pub site: String,
    /// Their manager's handle.
    pub manager: String,
    pub status_emoji: String,
    pub status_text: String,
    /// Seconds since 1970; 0 = the status stays.
    pub status_expiration: i64,
    pub deleted: bool,
    pub is_bot: bool,
    pub is_admin: bool,
    /// A guest in several channels.
    pub is_restricted: bool,
    /// A guest in one channel.
    pub is_ultra_restricted: bool,
    /// Somebody of another organization, seen through a shared channel.
    pub is_stranger: bool,
}

impl Person {
    /// What is shown beside their messages.
    pub fn shown_name(&self) -> &str {
        [&self.display_name, &self.real_name, &self.name]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }

    /// Their zone; UTC where none is known.
    pub fn zone(&self) -> Tz {
        self.tz.parse().unwrap_or(Tz::UTC)
    }

    /// Slack's user object. The address is only told to apps that may read it.
    pub(crate) fn slack(&self, team: &str, now: DateTime<Utc>, with_email: bool) -> Value {
        let mut profile = json!({
            "title": self.title, "phone": "", "skype": "",
            "real_name": self.real_name, "real_name_normalized": self.real_name,
            "display_name": self.display_name, "display_name_normalized": self.display_name,
            "status_text": self.status_text, "status_emoji": self.status_emoji,
            "status_expiration": self.status_expiration, "avatar_hash": "g00000000000",
            "team": if self.is_stranger { "T0999" } else { team },
        });
        if with_email && !self.is_bot && !self.email.is_empty() {
            super::super::json::put(&mut profile, "email", self.email.as_str());
        }
        let team = if self.is_stranger { "T0999" } else { team };
        if self.deleted {
            // Slack leaves most of a deactivated account out.
            return json!({
                "id": self.id, "team_id": team, "name": self.name, "deleted": true,
                "profile": profile, "is_bot": self.is_bot, "is_app_user": false, "updated": 0,
            });
        }
        let zone = self.zone();
        let offset = now.with_timezone(&zone).offset().fix().local_minus_utc();
        json!({
            "id": self.id, "team_id": team, "name": self.name, "deleted": false,
            "color": "9f69e7", "real_name": self.real_name, "tz": zone.name(),
            "tz_label": zone.name(), "tz_offset": offset, "profile": profile,
            "is_admin": self.is_admin, "is_owner": false, "is_primary_owner": false,
            "is_restricted": self.is_restricted || self.is_ultra_restricted,
            "is_ultra_restricted": self.is_ultra_restricted, "is_bot": self.is_bot,
            "is_app_user": false, "is_stranger": self.is_stranger, "updated": 0,
            "is_email_confirmed": true, "who_can_share_contact_card": "EVERYONE",
        })
    }

    /// The page's person.
    pub(crate) fn page(&self) -> Value {
        let real_name = Some(self.real_name.as_str()).filter(|name| !name.is_empty());
        json!({
            "id": self.id, "name": self.name, "real_name": real_name.unwrap_or(&self.name),
            "title": self.title, "email": self.email, "tz": self.zone().name(),
            "team": self.team, "department": self.department,
            "status_emoji": self.status_emoji, "status_text": self.status_text,
            "is_bot": self.is_bot || self.id == "USLACKBOT", "deleted": self.deleted,
            "guest": self.is_restricted || self.is_ultra_restricted,
            "external": self.is_stranger, "admin": self.is_admin,
        })
    }
}
