//! Where people belong, by source, and what of it counts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::people::folded;
use super::query::{Bind, Value, row};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Belongs, Source};

/// Where somebody belongs, found by their email.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    pub email: String,
    pub team: Option<String>,
    pub department: Option<String>,
}

macro_rules! insert {
    () => {
        "INSERT INTO places (workspace_id, member_id, source, team, department, manager, site, \
         kept_at)"
    };
}

impl Tx {
    /// Writes down what `source` says of people, in the place of what it said before, and what
    /// counts then. The last of several rows of one person counts.
    pub async fn keep_places(
        &mut self,
        ws: &WorkspaceId,
        source: Source,
        places: &[(MemberId, Belongs)],
        at: DateTime<Utc>,
    ) -> Result<()> {
        let last: BTreeMap<&MemberId, &Belongs> =
            places.iter().map(|(member, place)| (member, place)).collect();
        let rows = last.iter().map(|(member, place)| kept(ws, member, source, place, at));
        self.sql_batch(
            insert!(),
            rows.collect(),
            "ON CONFLICT (workspace_id, member_id, source) DO UPDATE \
             SET team = excluded.team, department = excluded.department, \
             manager = excluded.manager, site = excluded.site, kept_at = excluded.kept_at",
        )
        .await?;
        self.settle_places(ws, last.into_keys().map(Bind::value).collect()).await
    }

    /// Forgets what `source` said before `before` and has not said again, and returns of how many
    /// people.
    pub async fn drop_places(
        &mut self,
        ws: &WorkspaceId,
        source: Source,
        before: DateTime<Utc>,
    ) -> Result<u64> {
        let rows = self
            .sql(
                "DELETE FROM places WHERE workspace_id = $1 AND source = $2 AND kept_at < $3 \
                 RETURNING member_id",
            )
            .bind(ws)
            .bind(source.rank())
            .bind(before)
            .all()
            .await?;
        let gone = each(&rows, |row| Ok(row.text("member_id")?.value()))?;
        let count = gone.len();
        self.settle_places(ws, gone).await?;
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// The members who have these emails, compared without regard to case, with the email as it is
    /// compared.
    pub async fn members_by_email(
        &mut self,
        ws: &WorkspaceId,
        emails: &[String],
    ) -> Result<Vec<(String, MemberId)>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT email_key, member_id FROM members WHERE workspace_id = $1 AND email_key IN",
                emails.iter().map(|email| folded(email).value()).collect(),
                "ORDER BY member_id",
            )
            .await?;
        each(&rows, |row| Ok((row.text("email_key")?, row.id("member_id")?)))
    }

    /// Writes down where people belong, as if it stood in the operator's list, and returns how many
    /// members that were. An email is compared without regard to case; the last row of an email
    /// counts, and a `None` leaves what stands.
    pub async fn place_in_teams(
        &mut self,
        ws: &WorkspaceId,
        placements: &[Placement],
    ) -> Result<u64> {
        let last: BTreeMap<String, &Placement> =
            placements.iter().map(|placement| (folded(&placement.email), placement)).collect();
        let emails: Vec<String> = last.keys().cloned().collect();
        let found = self.members_by_email(ws, &emails).await?;
        let now = self.now();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (email, member) in &found {
            let Some(placement) = last.get(email) else { continue };
            let (team, department) = (placement.team.clone(), placement.department.clone());
            let place = Belongs { team, department, ..Belongs::default() };
            rows.push(kept(ws, member, Source::File, &place, now));
        }
        rows.sort();
        self.sql_batch(
            insert!(),
            rows,
            "ON CONFLICT (workspace_id, member_id, source) DO UPDATE \
             SET team = COALESCE(excluded.team, places.team), \
             department = COALESCE(excluded.department, places.department), \
             kept_at = excluded.kept_at",
        )
        .await?;
        let members = found.iter().map(|(_, member)| member.value()).collect();
        self.settle_places(ws, members).await?;
        Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
    }

    /// Works out what counts for these people: of each thing, what the first source says that says
    /// anything. A manager whom the directory does not know is none, and nobody is their own.
    pub(super) async fn settle_places(
        &mut self,
        ws: &WorkspaceId,
        members: Vec<Value>,
    ) -> Result<()> {
        macro_rules! first {
            ($column:literal) => {
                concat!(
                    $column,
                    " = (SELECT p.",
                    $column,
                    " FROM places AS p WHERE p.workspace_id = members.workspace_id \
                     AND p.member_id = members.member_id AND p.",
                    $column,
                    " IS NOT NULL ORDER BY p.source LIMIT 1), "
                )
            };
        }
        self.sql_in(
            ws,
            concat!(
                "UPDATE members SET ",
                first!("team"),
                first!("department"),
                first!("site"),
                "manager = (SELECT m.member_id FROM places AS p \
                 JOIN members AS m ON m.workspace_id = p.workspace_id \
                 AND (m.member_id = p.manager OR m.email_key = p.manager) \
                 WHERE p.workspace_id = members.workspace_id \
                 AND p.member_id = members.member_id AND m.member_id <> p.member_id \
                 ORDER BY p.source, m.member_id LIMIT 1) \
                 WHERE workspace_id = $1 AND member_id IN"
            ),
            members,
            "",
        )
        .await?;
        Ok(())
    }
}

fn kept(
    ws: &WorkspaceId,
    member: &MemberId,
    source: Source,
    place: &Belongs,
    at: DateTime<Utc>,
) -> Vec<Value> {
    let manager = place.manager.as_deref();
    row![
        ws,
        member,
        source.rank(),
        place.team.as_ref(),
        place.department.as_ref(),
        manager.map(|who| if who.contains('@') { folded(who) } else { who.to_owned() }),
        place.site.as_ref(),
        at,
    ]
}
