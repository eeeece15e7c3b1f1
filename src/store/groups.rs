//! The groups of a round and who is in them.

use chrono::DateTime;
use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Value, row};
use super::rounds::read_round;
use super::row::{Fields, to_json};
use super::{Result, Tx};
use crate::domain::coffee::{Group, Round};
use crate::domain::ids::{GroupId, MemberId, ProgramId, RoundId, WorkspaceId};
use crate::domain::meeting::Meeting;
use crate::domain::pairing::PastRound;

macro_rules! groups {
    ($condition:literal) => {
        concat!(
            "SELECT g.group_id, g.round_id, g.program_id, g.opener, g.question, g.because, \
             g.repeats, g.conversation, g.introduction, g.offered, g.meets_at, g.times_picked, \
             g.formed_on, g.nudged, m.member_id \
             FROM coffee_groups AS g JOIN group_members AS m \
             ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
             WHERE g.workspace_id = $1 AND ",
            $condition,
            " ORDER BY g.group_id, m.position"
        )
    };
}

impl Tx {
    /// Writes new groups with their members.
    pub async fn insert_groups(&mut self, ws: &WorkspaceId, groups: &[Group]) -> Result<()> {
        let mut sorted: Vec<&Group> = groups.iter().collect();
        sorted.sort_by_key(|group| group.id);
        let mut rows = Vec::new();
        let mut members = Vec::new();
        for group in sorted {
            rows.push(values(ws, group)?);
            for (position, member) in (0_u32..).zip(&group.members) {
                members.push(row![ws, group.id, member, position]);
            }
        }
        self.sql_batch(
            "INSERT INTO coffee_groups (workspace_id, group_id, round_id, program_id, opener, \
             question, because, repeats, conversation, introduction, offered, meets_at, \
             times_picked, formed_on, nudged)",
            rows,
            "",
        )
        .await?;
        self.sql_batch(
            "INSERT INTO group_members (workspace_id, group_id, member_id, position)",
            members,
            "",
        )
        .await?;
        Ok(())
    }

    /// To change it, use [`Tx::lock_group`].
    pub async fn group(&mut self, ws: &WorkspaceId, id: GroupId) -> Result<Option<Group>> {
        let rows = self.sql(groups!("g.group_id = $2")).bind(ws).bind(id).all().await?;
        Ok(fold(&rows)?.pop())
    }

    /// Reads a group that nobody else can change until this transaction ends.
    pub async fn lock_group(&mut self, ws: &WorkspaceId, id: GroupId) -> Result<Option<Group>> {
        let locked = self
            .sql(
                "UPDATE coffee_groups SET version = version + 1 \
                 WHERE workspace_id = $1 AND group_id = $2",
            )
            .bind(ws)
            .bind(id)
            .did()
            .await?;
        if locked { self.group(ws, id).await } else { Ok(None) }
    }

    /// Writes a group that was locked. Who is in it stays as it is: see [`Tx::leave_group`].
    pub async fn save_group(&mut self, ws: &WorkspaceId, group: &Group) -> Result<()> {
        let save = self
            .sql(
                "UPDATE coffee_groups SET round_id = $3, program_id = $4, opener = $5, \
                 question = $6, because = $7, repeats = $8, conversation = $9, introduction = $10, \
                 offered = $11, meets_at = $12, times_picked = $13, formed_on = $14, nudged = $15 \
                 WHERE workspace_id = $1 AND group_id = $2",
            )
            .bind_all(values(ws, group)?);
        saved("a group", save.did().await?)
    }

    /// Takes somebody out of a group who cannot be introduced with it.
    pub async fn leave_group(
        &mut self,
        ws: &WorkspaceId,
        group: GroupId,
        member: &MemberId,
    ) -> Result<()> {
        let leave = self.sql(
            "DELETE FROM group_members \
             WHERE workspace_id = $1 AND group_id = $2 AND member_id = $3",
        );
        leave.bind(ws).bind(group).bind(member).run().await?;
        Ok(())
    }

    /// By id.
    pub async fn groups_of_round(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
    ) -> Result<Vec<Group>> {
        fold(&self.sql(groups!("g.round_id = $2")).bind(ws).bind(round).all().await?)
    }

    /// The group that somebody is in, in that round.
    pub async fn group_of(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
        member: &MemberId,
    ) -> Result<Option<Group>> {
        let rows = self
            .sql(groups!(
                "g.round_id = $2 AND EXISTS (SELECT 1 FROM group_members AS own \
                 WHERE own.workspace_id = g.workspace_id AND own.group_id = g.group_id \
                 AND own.member_id = $3)"
            ))
            .bind(ws)
            .bind(round)
            .bind(member)
            .all()
            .await?;
        Ok(fold(&rows)?.pop())
    }

    /// The groups that somebody was in, in any program, the newest first.
    pub async fn groups_of_member(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        limit: u32,
    ) -> Result<Vec<(Group, Round)>> {
        let rows = self
            .sql(
                "SELECT g.group_id, r.round_id, r.program_id, r.number, r.opens_on, r.reminder_on, \
                 r.check_in_on, r.seed, r.algorithm, r.state \
                 FROM group_members AS m \
                 JOIN coffee_groups AS g \
                 ON g.workspace_id = m.workspace_id AND g.group_id = m.group_id \
                 JOIN rounds AS r \
                 ON r.workspace_id = g.workspace_id AND r.round_id = g.round_id \
                 WHERE m.workspace_id = $1 AND m.member_id = $2 \
                 ORDER BY r.opens_on DESC, g.group_id DESC LIMIT $3",
            )
            .bind(ws)
            .bind(member)
            .bind(limit)
            .all()
            .await?;
        let mut both = Vec::new();
        for row in &rows {
            if let Some(group) = self.group(ws, row.parsed("group_id")?).await? {
                both.push((group, read_round(row)?));
            }
        }
        Ok(both)
    }

    /// Who was introduced in the program's rounds so far, the first round first. Those of whom
    /// somebody said that they did not meet, and nobody that they did, are marked.
    pub async fn history(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<PastRound>> {
        let rows = self
            .sql(
                "SELECT r.number, g.group_id, m.member_id, COALESCE(said.met, 1) AS met \
                 FROM coffee_groups AS g \
                 JOIN rounds AS r \
                 ON r.workspace_id = g.workspace_id AND r.round_id = g.round_id \
                 JOIN group_members AS m \
                 ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
                 LEFT JOIN (SELECT workspace_id, group_id, MAX(met) AS met FROM answers \
                 WHERE workspace_id = $1 GROUP BY workspace_id, group_id) AS said \
                 ON said.workspace_id = g.workspace_id AND said.group_id = g.group_id \
                 WHERE g.workspace_id = $1 AND g.program_id = $2 AND g.introduction IS NOT NULL \
                 ORDER BY r.number, g.group_id, m.position",
            )
            .bind(ws)
            .bind(program)
            .all()
            .await?;
        let mut history: Vec<PastRound> = Vec::new();
        for group in rows.chunk_by(same_group) {
            let Some(first) = group.first() else { continue };
            let members = super::row::each(group, |row| row.id("member_id"))?;
            // Whoever was left alone met nobody.
            if members.len() < 2 {
                continue;
            }
            let round = first.number("number")?;
            if history.last().is_none_or(|past| past.round != round) {
                history.push(PastRound { round, groups: Vec::new(), not_met: Vec::new() });
            }
            let Some(past) = history.last_mut() else { continue };
            if !first.flag("met")? {
                past.not_met.push(members.clone());
            }
            past.groups.push(members);
        }
        Ok(history)
    }
}

fn same_group(one: &AnyRow, other: &AnyRow) -> bool {
    let id = |row: &AnyRow| row.parsed::<GroupId>("group_id").ok();
    id(one) == id(other)
}

fn values(ws: &WorkspaceId, group: &Group) -> Result<Vec<Value>> {
    let offered: Vec<i64> = group.meeting.offered.iter().map(DateTime::timestamp_millis).collect();
    Ok(row![
        ws,
        group.id,
        group.round,
        group.program,
        &group.opener,
        group.question,
        to_json("a group's reasons", &group.because)?,
        to_json("who met before", &group.repeats)?,
        group.conversation.as_ref(),
        group.introduction.as_ref(),
        to_json("offered times", &offered)?,
        group.meeting.at,
        group.meeting.picks,
        group.meeting.formed_on,
        group.meeting.nudged,
    ])
}

fn meeting(row: &AnyRow) -> Result<Meeting> {
    let offered: Vec<i64> = row.json("offered")?;
    Ok(Meeting {
        offered: offered.into_iter().filter_map(DateTime::from_timestamp_millis).collect(),
        at: row.maybe_time("meets_at")?,
        picks: row.number("times_picked")?,
        formed_on: row.maybe_parsed("formed_on")?,
        nudged: row.flag("nudged")?,
    })
}

/// One row a member, the rows of a group together and in its order.
fn fold(rows: &[AnyRow]) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let id: GroupId = row.parsed("group_id")?;
        let member: MemberId = row.id("member_id")?;
        match groups.last_mut() {
            Some(group) if group.id == id => group.members.push(member),
            _ => groups.push(Group {
                id,
                round: row.parsed("round_id")?,
                program: row.parsed("program_id")?,
                members: vec![member],
                opener: row.id("opener")?,
                question: row.number("question")?,
                because: row.json("because")?,
                repeats: row.json("repeats")?,
                conversation: row.maybe_id("conversation")?,
                introduction: row.maybe_id("introduction")?,
                meeting: meeting(row)?,
            }),
        }
    }
    Ok(groups)
}
