//! The directory: who is in a workspace, and when they opened App Home.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::preferences::{self, read_preferences};
use super::query::{Bind, Value, row};
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::away::Away;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Member, Profile, Standing};

/// The last moment that the database knows: a status that stands until it is changed.
const NO_END: i64 = 253_402_300_799_999;

/// The columns that [`read_member`] reads besides the id, of `members AS m` and what is
/// [`joined`](super::preferences::joined) to it.
macro_rules! columns {
    () => {
        concat!(
            "m.name, m.title, m.email, m.zone, m.standing, m.admin, m.changed_at, m.away_until, \
             m.here_anyway, m.team, m.department, m.manager, m.site, m.came_at, ",
            $crate::store::preferences::columns!()
        )
    };
}
pub(super) use columns;

impl Tx {
    /// Writes down what Slack says of people, and that they were seen. What is older than what
    /// stands changes nothing; where they belong stays, and so does that they want coffee whatever
    /// their status says, while it ends when it did. The last of several profiles of one person
    /// counts.
    pub async fn keep_profiles(
        &mut self,
        ws: &WorkspaceId,
        profiles: &[Profile],
        at: DateTime<Utc>,
    ) -> Result<()> {
        let last: BTreeMap<&MemberId, &Profile> =
            profiles.iter().map(|profile| (&profile.member, profile)).collect();
        let values = |profile: &Profile| {
            row![
                ws,
                &profile.member,
                &profile.name,
                profile.title.as_ref(),
                profile.email.as_ref(),
                profile.email.as_deref().map(folded),
                profile.zone.map(chrono_tz::Tz::name),
                profile.standing.as_str(),
                profile.admin,
                at,
                profile.changed_at.map_or(0, |changed| changed.timestamp_millis()),
                at,
                profile.away.map(|away| match away {
                    Away::Until(end) => end.timestamp_millis().clamp(0, NO_END),
                    Away::WhileItStands => NO_END,
                }),
            ]
        };
        let members: Vec<Value> = last.keys().map(|member| member.value()).collect();
        self.sql_batch(
            "INSERT INTO members (workspace_id, member_id, name, title, email, email_key, zone, \
             standing, admin, updated_at, changed_at, seen_at, away_until)",
            last.into_values().map(values).collect(),
            "ON CONFLICT (workspace_id, member_id) DO UPDATE \
             SET name = excluded.name, title = excluded.title, email = excluded.email, \
             email_key = excluded.email_key, zone = excluded.zone, standing = excluded.standing, \
             admin = excluded.admin, updated_at = excluded.updated_at, \
             changed_at = excluded.changed_at, away_until = excluded.away_until, \
             here_anyway = CASE WHEN excluded.away_until = members.away_until \
             THEN members.here_anyway ELSE 0 END \
             WHERE excluded.changed_at >= members.changed_at",
        )
        .await?;
        self.sql_list(
            row![ws, at],
            "UPDATE members SET seen_at = $2 WHERE workspace_id = $1 AND member_id IN",
            members.clone(),
            "",
        )
        .await?;
        // A team or a manager may have been known before the person was.
        self.settle_places(ws, members).await
    }

    /// Notes when somebody joined the workspace, as Slack told at that moment; what was told first
    /// stands. Nothing else makes a newcomer: whom a reading of the directory finds anew may have been
    /// forgotten the day before.
    pub async fn keep_arrival(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let keep = self.sql(
            "UPDATE members SET came_at = $3 \
             WHERE workspace_id = $1 AND member_id = $2 AND came_at IS NULL",
        );
        keep.bind(ws).bind(member).bind(at).run().await?;
        Ok(())
    }

    /// `None` if the directory does not know them.
    pub async fn member(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<Option<Member>> {
        Ok(self.members(ws, std::slice::from_ref(member)).await?.pop())
    }

    /// Those of `members` whom the directory knows, by id.
    pub async fn members(&mut self, ws: &WorkspaceId, members: &[MemberId]) -> Result<Vec<Member>> {
        let rows = self
            .sql_in(
                ws,
                concat!(
                    "SELECT m.member_id, ",
                    columns!(),
                    " FROM members AS m",
                    preferences::joined!(),
                    "WHERE m.workspace_id = $1 AND m.member_id IN"
                ),
                members.iter().map(Bind::value).collect(),
                "ORDER BY m.member_id",
            )
            .await?;
        each(&rows, read_member)
    }

    /// Notes that somebody wants coffee whatever their status says, as long as it stays as it is.
    pub async fn stay_here(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<bool> {
        self.sql(
            "UPDATE members SET here_anyway = 1 \
             WHERE workspace_id = $1 AND member_id = $2 AND away_until IS NOT NULL",
        )
        .bind(ws)
        .bind(member)
        .did()
        .await
    }

    /// Notes that somebody opened App Home, whether the directory knows them or not.
    pub async fn home_opened(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO homes (workspace_id, member_id, opened_at) VALUES ($1, $2, $3) \
             ON CONFLICT (workspace_id, member_id) DO UPDATE SET opened_at = excluded.opened_at \
             WHERE homes.opened_at < excluded.opened_at",
        );
        keep.bind(ws).bind(member).bind(at).run().await?;
        Ok(())
    }

    /// When they opened App Home last.
    pub async fn home_opened_at(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<DateTime<Utc>>> {
        let row = self
            .sql("SELECT opened_at FROM homes WHERE workspace_id = $1 AND member_id = $2")
            .bind(ws)
            .bind(member)
            .one()
            .await?;
        row.map(|row| row.time("opened_at")).transpose()
    }
}

/// An email as it is compared. Folded here: `lower` does other things on each engine.
pub(super) fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

pub(super) fn read_member(row: &AnyRow) -> Result<Member> {
    let profile = Profile {
        member: row.id("member_id")?,
        name: row.text("name")?,
        title: row.maybe_text("title")?,
        email: row.maybe_text("email")?,
        zone: row.maybe_parsed("zone")?,
        standing: standing(&row.text("standing")?)?,
        admin: row.flag("admin")?,
        away: row.maybe_long("away_until")?.and_then(away),
        changed_at: row.maybe_time("changed_at")?.filter(|at| *at > DateTime::UNIX_EPOCH),
    };
    Ok(Member {
        profile,
        team: row.maybe_text("team")?,
        department: row.maybe_text("department")?,
        manager: row.maybe_id("manager")?,
        site: row.maybe_text("site")?,
        here_anyway: row.flag("here_anyway")?,
        came_at: row.maybe_time("came_at")?,
        preferences: read_preferences(row)?,
    })
}

fn away(until: i64) -> Option<Away> {
    match until {
        NO_END => Some(Away::WhileItStands),
        end => DateTime::from_timestamp_millis(end).map(Away::Until),
    }
}

fn standing(text: &str) -> Result<Standing> {
    let all =
        [Standing::Full, Standing::Guest, Standing::External, Standing::Bot, Standing::Deactivated];
    all.into_iter()
        .find(|standing| standing.as_str() == text)
        .ok_or_else(|| Error::unreadable("standing", "not one of those known"))
}
