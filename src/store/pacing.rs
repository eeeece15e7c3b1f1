//! Claiming at a pace: what Slack would refuse for being too fast is not claimed in the first place.

use chrono::{DateTime, TimeDelta, Utc};

use super::claims::{blocked, claimable, lane, unclaimed};
use super::jobs::read_lane;
use super::query::row;
use super::row::{Fields, each};
use super::{ClaimedJob, Result, Tx};
use crate::domain::ids::{ChannelId, JobId, WorkspaceId};
use crate::domain::pacing::{Call, EVERY_METHOD, Paces};
use crate::job::{Lane, Lease};

/// Jobs that are due and share a pace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub workspace: WorkspaceId,
    pub lane: Lane,
    /// What they call, as [`Call::list`] has it.
    pub calls: String,
    /// The conversation that they are to be posted to, if it is one of those that were asked about.
    pub busy: Option<ChannelId>,
    /// Since when the first of them is due.
    pub since: DateTime<Utc>,
}

/// Why what is due may not be claimed: pauses that Slack asked for, and holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brakes {
    pauses: Vec<(WorkspaceId, String, DateTime<Utc>)>,
    /// Workspaces, or `*`.
    holds: Vec<String>,
}

impl Brakes {
    fn holds(&self, ws: &WorkspaceId) -> bool {
        self.holds.iter().any(|held| held == "*" || held == ws.as_str())
    }

    fn pauses_of(&self, ws: &WorkspaceId) -> impl Iterator<Item = (&str, DateTime<Utc>)> {
        let of = move |pause: &&(WorkspaceId, String, DateTime<Utc>)| pause.0 == *ws;
        self.pauses.iter().filter(of).map(|(_, method, until)| (method.as_str(), *until))
    }

    /// When the first of some jobs can be claimed; `None` while it is held back.
    pub fn ready_at(&self, due: &Due, paces: &Paces, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if due.lane == Lane::Work {
            return Some(due.since);
        }
        if due.calls.contains(POSTING) && self.holds(&due.workspace) {
            return None;
        }
        let calls = |method: &str| {
            method == EVERY_METHOD || due.calls.split(' ').any(|called| called == method)
        };
        let paused = self.pauses_of(&due.workspace).filter(|(method, _)| calls(method));
        let paused = paused.map(|(_, until)| until).max();
        let paced = Some(paces.ready_at(Call::listed(&due.calls), now)).filter(|at| *at > now);
        let second = due.busy.as_ref().and_then(|channel| paces.channel_ready_at(channel));
        Some([paused, paced, second].into_iter().flatten().fold(due.since, DateTime::max))
    }
}

/// How the methods begin that nothing may call while messages are held back.
const POSTING: &str = "chat.";

impl Tx {
    /// What can be claimed by now but for its pace, over all workspaces, the longest due first; apart
    /// for each of the `busy` conversations.
    pub async fn due(&mut self, now: DateTime<Utc>, busy: &[ChannelId]) -> Result<Vec<Due>> {
        // `|| ''`: or SQLite walks through all that waits, in the order of an index that suits the
        // grouping, rather than through what is due.
        let rows = self
            .sql(concat!(
                "SELECT job.workspace_id || '' AS workspace_id, job.lane, job.calls, \
                 CASE WHEN job.calls LIKE '%chat.postMessage%' \
                 AND $2 LIKE '%,' || job.channel || ',%' THEN job.channel END AS busy, \
                 MIN(job.run_at) AS since FROM jobs AS job \
                 WHERE job.state = 'waiting' AND job.run_at <= $1 \
                 AND (job.lease_until IS NULL OR job.lease_until <= $1) AND NOT ",
                blocked!("job"),
                " GROUP BY 1, 2, 3, 4 ORDER BY 5, 1, 2, 3"
            ))
            .bind(now)
            .bind(list(busy))
            .all()
            .await?;
        each(&rows, |row| {
            Ok(Due {
                workspace: row.id("workspace_id")?,
                lane: read_lane(&row.text("lane")?),
                calls: row.text("calls")?,
                busy: row.maybe_id("busy")?,
                since: row.time("since")?,
            })
        })
    }

    /// When something is due next after now, whether or not it can be claimed then: a job, or one
    /// whose lease runs out.
    pub async fn next_due_after(&mut self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let row = self
            .sql(
                "SELECT MIN(due) AS due FROM ( \
                 SELECT MIN(run_at) AS due FROM jobs WHERE state = 'waiting' AND run_at > $1 \
                 AND lease_until IS NULL \
                 UNION ALL SELECT MIN(lease_until) AS due FROM jobs WHERE lease_until > $1 \
                 ) AS moments",
            )
            .bind(now)
            .one()
            .await?;
        row.map_or(Ok(None), |row| row.maybe_time("due"))
    }

    /// All pauses that still last, and all holds.
    pub async fn brakes(&mut self, now: DateTime<Utc>) -> Result<Brakes> {
        let pauses = self
            .sql(
                "SELECT workspace_id, method, paused_until FROM pauses WHERE paused_until > $1 \
                 ORDER BY workspace_id, method",
            )
            .bind(now)
            .all()
            .await?;
        let holds = self.sql("SELECT workspace_id FROM holds ORDER BY workspace_id").all().await?;
        Ok(Brakes {
            pauses: each(&pauses, |row| {
                Ok((row.id("workspace_id")?, row.text("method")?, row.time("paused_until")?))
            })?,
            holds: each(&holds, |row| row.text("workspace_id"))?,
        })
    }

    /// As [`Tx::claim`] for what goes to Slack, and no faster than `paces` allow; takes from them
    /// what the claimed jobs will call. What is held back, or what Slack asked to wait with, stays.
    pub async fn claim_paced(
        &mut self,
        ws: &WorkspaceId,
        owner: &str,
        now: DateTime<Utc>,
        lease_for: TimeDelta,
        limit: u32,
        paces: &mut Paces,
    ) -> Result<Vec<ClaimedJob>> {
        let until = now + lease_for;
        if !self.lease_lane(ws, Lane::Send, owner, now, until).await? {
            return Ok(Vec::new());
        }
        let brakes = self.brakes(now).await?;
        let mut stopped: Vec<String> =
            brakes.pauses_of(ws).map(|(method, _)| method.to_owned()).collect();
        if stopped.iter().any(|method| method == EVERY_METHOD) {
            return Ok(Vec::new());
        }
        if brakes.holds(ws) {
            stopped.push(POSTING.to_owned());
        }
        let mut claimed = Vec::new();
        for _ in 0..limit {
            let full = Call::ALL.into_iter().filter(|call| paces.ready_at([*call], now) > now);
            let shut: Vec<String> =
                full.map(|call| call.method().to_owned()).chain(stopped.iter().cloned()).collect();
            let busy: Vec<ChannelId> = paces.busy_channels(now).cloned().collect();
            let mut values = row![ws, lane(Lane::Send), now, owner, until, list(&busy)];
            // A method's whole name: `users.list` is not `usergroups.users.list`.
            let like = |word: &String| match word.strip_suffix('.') {
                Some(_) => format!("% {word}%"),
                None => format!("% {word} %"),
            };
            values.extend(shut.iter().map(like).flat_map(|like| row![like]));
            let rows = self.sql_made(claim_one(shut.len()), values).all().await?;
            if rows.is_empty() {
                break;
            }
            let jobs = self.readable(ws, &rows, now).await?;
            for job in &jobs {
                let looks = job.in_doubt.is_some() && job.job.when_in_doubt().looks();
                let calls =
                    job.job.calls().iter().copied().chain(looks.then_some(Call::ReadHistory));
                paces.take(calls, job.channel.as_ref(), now);
            }
            claimed.extend(jobs);
        }
        Ok(claimed)
    }

    /// Nobody calls a method in a workspace before `until`, in any process. A longer pause stays.
    pub async fn pause(
        &mut self,
        ws: &WorkspaceId,
        method: &str,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<()> {
        self.sql(
            "INSERT INTO pauses (workspace_id, method, paused_until, reason) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, method) DO UPDATE \
             SET paused_until = excluded.paused_until, reason = excluded.reason \
             WHERE pauses.paused_until < excluded.paused_until",
        )
        .bind(ws)
        .bind(method)
        .bind(until)
        .bind(reason)
        .run()
        .await?;
        Ok(())
    }

    /// The token of a workspace was mended: the pause of all methods ends, and what was put off
    /// meanwhile is due at its time again. What Slack asked of one method stays.
    pub async fn end_pauses(&mut self, ws: &WorkspaceId) -> Result<()> {
        self.sql(
            "UPDATE jobs SET run_at = place_at WHERE workspace_id = $1 AND state = 'waiting' \
             AND last_error IS NOT NULL \
             AND run_at <= (SELECT MAX(paused_until) FROM pauses WHERE workspace_id = $1 \
             AND method = $2)",
        )
        .bind(ws)
        .bind(EVERY_METHOD)
        .run()
        .await?;
        let ended = self.sql("DELETE FROM pauses WHERE workspace_id = $1 AND method = $2");
        ended.bind(ws).bind(EVERY_METHOD).run().await?;
        self.brings_work = true;
        Ok(())
    }

    /// As [`Tx::snooze`], with a reason that the operator can see.
    pub async fn put_off(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        run_at: DateTime<Utc>,
        reason: &str,
    ) -> Result<bool> {
        if !self.snooze(ws, id, lease, run_at).await? {
            return Ok(false);
        }
        let note =
            self.sql("UPDATE jobs SET last_error = $3 WHERE workspace_id = $1 AND job_id = $2");
        note.bind(ws).bind(id).bind(reason).did().await
    }
}

/// Claims the first job that calls none of so many words. `$1` workspace, `$2` lane, `$3` now, `$4`
/// owner, `$5` the end of the lease, `$6` busy conversations, then the words.
fn claim_one(words: usize) -> String {
    let mut free = String::new();
    for place in 7..7 + words {
        free.push_str(&format!(" AND ' ' || candidate.calls || ' ' NOT LIKE ${place}"));
    }
    format!(
        concat!(
            "UPDATE jobs SET attempt = attempt + 1, \
             lease_owner = $4 || '#' || CAST(attempt + 1 AS TEXT), lease_until = $5, \
             doubts = doubts + CASE WHEN sent_at IS NULL THEN 0 ELSE 1 END \
             WHERE workspace_id = $1 AND job_id IN ( \
             SELECT candidate.job_id FROM jobs AS candidate WHERE ",
            claimable!("candidate"),
            " AND (candidate.channel IS NULL OR candidate.calls NOT LIKE '%chat.postMessage%' \
             OR $6 NOT LIKE '%,' || candidate.channel || ',%'){} \
             ORDER BY candidate.run_at, candidate.job_id LIMIT 1) AND ",
            unclaimed!("jobs"),
            " RETURNING job_id, payload, channel, run_at, attempt, sent_at, lease_owner"
        ),
        free
    )
}

/// `,C1,C2,`: what `LIKE '%,C1,%'` finds.
fn list(channels: &[ChannelId]) -> String {
    let mut list = String::from(",");
    for channel in channels {
        list.push_str(channel.as_str());
        list.push(',');
    }
    list
}
