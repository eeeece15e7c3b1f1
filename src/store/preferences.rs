//! How people like their coffee, and whom they keep apart from.

use sqlx::any::AnyRow;

use super::query::row;
use super::row::{Fields, each, to_json};
use super::{Error, Result, Tx};
use crate::domain::hours::WorkingHours;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::preferences::{Mode, Preferences};
use crate::domain::quiet::Budget;

/// The columns that [`read_preferences`] reads, of `preferences AS w`, which may have no row.
macro_rules! columns {
    () => {
        "w.prefers_trio, w.modes, w.languages, w.topics, w.hours, w.own_site, w.need, w.per_week, \
         w.only_coffee, w.manager_apart"
    };
}
/// Behind `FROM members AS m`.
macro_rules! joined {
    () => {
        " LEFT JOIN preferences AS w \
         ON w.workspace_id = m.workspace_id AND w.member_id = m.member_id "
    };
}
pub(super) use {columns, joined};

impl Tx {
    /// What somebody wishes; nothing in particular if they never said. They need not be in the
    /// directory.
    pub async fn preferences(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Preferences> {
        let row = self
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM preferences AS w WHERE w.workspace_id = $1 AND w.member_id = $2"
            ))
            .bind(ws)
            .bind(member)
            .one()
            .await?;
        row.as_ref().map_or_else(|| Ok(Preferences::default()), read_preferences)
    }

    /// Writes down what somebody wishes, in the place of what they wished before.
    pub async fn keep_preferences(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        wished: &Preferences,
    ) -> Result<()> {
        let modes: Vec<&str> = wished.modes.iter().map(|mode| mode.as_str()).collect();
        let hours = (wished.hours != WorkingHours::default())
            .then(|| to_json("working hours", &wished.hours))
            .transpose()?;
        self.sql(
            "INSERT INTO preferences (workspace_id, member_id, prefers_trio, modes, languages, \
             topics, hours, own_site, need, per_week, only_coffee, manager_apart) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (workspace_id, member_id) DO UPDATE \
             SET prefers_trio = excluded.prefers_trio, modes = excluded.modes, \
             languages = excluded.languages, topics = excluded.topics, hours = excluded.hours, \
             own_site = excluded.own_site, need = excluded.need, per_week = excluded.per_week, \
             only_coffee = excluded.only_coffee, manager_apart = excluded.manager_apart",
        )
        .bind(ws)
        .bind(member)
        .bind(wished.prefers_trio)
        .bind(to_json("modes", &modes)?)
        .bind(to_json("languages", &wished.languages)?)
        .bind(to_json("topics", &wished.topics)?)
        .bind(hours)
        .bind(wished.site.as_ref())
        .bind(wished.need.as_ref())
        .bind(wished.budget.per_week)
        .bind(wished.budget.only_coffee)
        .bind(wished.manager_apart)
        .run()
        .await?;
        Ok(())
    }

    /// Whom somebody keeps apart from, by id. For that person's own eyes.
    pub async fn kept_apart_by(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Vec<MemberId>> {
        let rows = self.sql(
            "SELECT other FROM exclusions WHERE workspace_id = $1 AND member_id = $2 \
             ORDER BY other",
        );
        each(&rows.bind(ws).bind(member).all().await?, |row| row.id("other"))
    }

    /// Writes down whom somebody keeps apart from, in the place of whom they did before. Nobody is
    /// kept apart from themselves.
    pub async fn keep_apart(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        others: &[MemberId],
    ) -> Result<()> {
        self.sql("DELETE FROM exclusions WHERE workspace_id = $1 AND member_id = $2")
            .bind(ws)
            .bind(member)
            .run()
            .await?;
        let mut others: Vec<&MemberId> = others.iter().filter(|it| *it != member).collect();
        others.sort();
        others.dedup();
        let rows = others.into_iter().map(|other| row![ws, member, other]).collect();
        self.write_batch("INSERT INTO exclusions (workspace_id, member_id, other)", rows, "")
            .await?;
        Ok(())
    }

    /// Everybody in the workspace who keeps apart from somebody, and from whom.
    pub async fn exclusions(&mut self, ws: &WorkspaceId) -> Result<Vec<[MemberId; 2]>> {
        let rows = self.sql(
            "SELECT member_id, other FROM exclusions WHERE workspace_id = $1 \
             ORDER BY member_id, other",
        );
        let rows = rows.bind(ws).all().await?;
        each(&rows, |row| Ok([row.id("member_id")?, row.id("other")?]))
    }

    /// People and their managers, where one of the two wishes to be kept apart from the other;
    /// all of them if `all`.
    pub async fn managers_apart(
        &mut self,
        ws: &WorkspaceId,
        all: bool,
    ) -> Result<Vec<[MemberId; 2]>> {
        let rows = self.sql(
            "SELECT m.member_id, m.manager FROM members AS m \
             LEFT JOIN preferences AS w \
             ON w.workspace_id = m.workspace_id AND w.member_id = m.member_id \
             LEFT JOIN preferences AS b \
             ON b.workspace_id = m.workspace_id AND b.member_id = m.manager \
             WHERE m.workspace_id = $1 AND m.manager IS NOT NULL \
             AND (CAST($2 AS BIGINT) = 1 OR w.manager_apart = 1 OR b.manager_apart = 1) \
             ORDER BY m.member_id",
        );
        let rows = rows.bind(ws).bind(all).all().await?;
        each(&rows, |row| Ok([row.id("member_id")?, row.id("manager")?]))
    }
}

pub(super) fn read_preferences(row: &AnyRow) -> Result<Preferences> {
    let Some(per_week) = row.maybe_number("per_week")? else { return Ok(Preferences::default()) };
    let modes: Vec<String> = row.json("modes")?;
    let mode = |name: &String| {
        Mode::named(name).ok_or_else(|| Error::unreadable("modes", "not one of those known"))
    };
    Ok(Preferences {
        prefers_trio: row.flag("prefers_trio")?,
        modes: modes.iter().map(mode).collect::<Result<_>>()?,
        languages: row.json("languages")?,
        topics: row.json("topics")?,
        hours: match row.maybe_text("hours")? {
            Some(_) => row.json("hours")?,
            None => WorkingHours::default(),
        },
        site: row.maybe_text("own_site")?,
        need: row.maybe_text("need")?,
        budget: Budget { per_week, only_coffee: row.flag("only_coffee")? },
        manager_apart: row.flag("manager_apart")?,
    })
}
