//! The directory: who is in a workspace, and when they opened App Home.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Member, Profile, Standing};

/// Where somebody belongs, found by their email.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    pub email: String,
    pub team: Option<String>,
    pub department: Option<String>,
}

impl Tx {
    /// Writes down what Slack says of people. Where they belong stays; the last of several
    /// profiles of one person counts.
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
            ]
        };
        self.sql_batch(
            "INSERT INTO members (workspace_id, member_id, name, title, email, email_key, zone, \
             standing, admin, updated_at)",
            last.into_values().map(values).collect(),
            "ON CONFLICT (workspace_id, member_id) DO UPDATE \
             SET name = excluded.name, title = excluded.title, email = excluded.email, \
             email_key = excluded.email_key, zone = excluded.zone, standing = excluded.standing, \
             admin = excluded.admin, updated_at = excluded.updated_at",
        )
        .await?;
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
                "SELECT member_id, name, title, email, zone, standing, admin, team, department \
                 FROM members WHERE workspace_id = $1 AND member_id IN",
                members.iter().map(Bind::value).collect(),
                "ORDER BY member_id",
            )
            .await?;
        each(&rows, read_member)
    }

    /// Writes down where people belong and returns how many members that were. An email is
    /// compared without regard to case; the last row of an email counts, and a `None` leaves
    /// what stands.
    pub async fn place_in_teams(
        &mut self,
        ws: &WorkspaceId,
        placements: &[Placement],
    ) -> Result<u64> {
        let last: BTreeMap<String, &Placement> =
            placements.iter().map(|placement| (folded(&placement.email), placement)).collect();
        let mut placed = 0;
        for (key, placement) in last {
            placed += self
                .sql(
                    "UPDATE members SET team = COALESCE($3, team), \
                     department = COALESCE($4, department) \
                     WHERE workspace_id = $1 AND email_key = $2",
                )
                .bind(ws)
                .bind(key)
                .bind(placement.team.as_ref())
                .bind(placement.department.as_ref())
                .run()
                .await?;
        }
        Ok(placed)
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
fn folded(email: &str) -> String {
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
    };
    Ok(Member { profile, team: row.maybe_text("team")?, department: row.maybe_text("department")? })
}

fn standing(text: &str) -> Result<Standing> {
    let all =
        [Standing::Full, Standing::Guest, Standing::External, Standing::Bot, Standing::Deactivated];
    all.into_iter()
        .find(|standing| standing.as_str() == text)
        .ok_or_else(|| Error::unreadable("standing", "not one of those known"))
}
