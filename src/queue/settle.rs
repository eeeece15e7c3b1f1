//! What becomes of a job by the outcome of a try.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Handler, Outcome, Work, Worker};
use crate::domain::ids::JobId;
use crate::domain::pacing::EVERY_METHOD;
use crate::store::{Result, Tx, transaction};

/// The longest pause between two attempts.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(10);
/// How long a message in doubt is given to appear before it is looked for.
const BEFORE_LOOKING: TimeDelta = TimeDelta::minutes(1);
/// How long everything waits when Slack refuses the token, before it is tried again.
const UNTIL_MENDED: TimeDelta = TimeDelta::minutes(10);

impl<H: Handler> Worker<H> {
    pub(super) async fn settle(&self, work: &Work, outcome: Outcome) -> Result<()> {
        let now = self.clock.now();
        let given_up = work.is_last()
            && matches!(outcome, Outcome::Retry(_) | Outcome::RetryAfter(..) | Outcome::InDoubt(_));
        self.say(work, &outcome, given_up);
        let ours = transaction!(self.store, |tx| write_down(tx, work, &outcome, given_up, now)
            .await)
        .await?;
        if !ours && outcome != Outcome::Done {
            let (ws, id) = (&work.workspace, work.id);
            tracing::warn!(%ws, job = %id, "the lease of a job was lost before it ended");
        }
        Ok(())
    }

    /// Counts and logs it: kinds and Slack's codes, never what somebody wrote.
    fn say(&self, work: &Work, outcome: &Outcome, given_up: bool) {
        let Work { workspace: ws, id, attempt, .. } = work;
        let kind = work.job.kind();
        self.meter.job(kind, if given_up { "given_up" } else { outcome.name() });
        match outcome {
            Outcome::Retry(error) | Outcome::RetryAfter(_, error) | Outcome::InDoubt(error) => {
                if given_up {
                    tracing::error!(%ws, job = %id, kind, error, "a job is given up");
                } else {
                    tracing::warn!(%ws, job = %id, kind, error, attempt, "a job is tried again");
                }
            }
            Outcome::Fail(error) => {
                tracing::error!(%ws, job = %id, kind, error, "a job failed");
            }
            Outcome::Cancel(reason) => {
                tracing::info!(%ws, job = %id, kind, reason, "nothing to do");
            }
            Outcome::Limited { method, pause } => {
                self.meter.rate_limited(method, *pause);
                tracing::warn!(%ws, job = %id, kind, method, ?pause, "Slack asks to slow down");
            }
            Outcome::Refused(error) => {
                tracing::error!(%ws, job = %id, kind, error, "Slack refuses the bot; all waits");
            }
            Outcome::Wait(_, reason) => {
                tracing::error!(%ws, job = %id, kind, reason, "a job waits for the operator");
            }
            Outcome::LetGo => {
                tracing::warn!(%ws, job = %id, kind, "in doubt: not sent again");
            }
            Outcome::LookAgain { after, limited } => {
                if let Some(method) = limited {
                    self.meter.rate_limited(method, *after);
                }
                tracing::warn!(%ws, job = %id, kind, ?after, "in doubt: looked for again later");
            }
            Outcome::Done | Outcome::Snooze(_) => {}
        }
    }
}

/// `false` if the lease was lost.
async fn write_down(
    tx: &mut Tx,
    work: &Work,
    outcome: &Outcome,
    given_up: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Work { workspace: ws, id, attempt, lease, .. } = work;
    let (id, again) = (*id, now + pause(*attempt, *id));
    match outcome {
        Outcome::Done => tx.finish(ws, id, lease).await,
        Outcome::Cancel(reason) => tx.cancel(ws, id, lease, reason).await,
        Outcome::Fail(error) => tx.discard(ws, id, lease, error).await,
        Outcome::Snooze(pause) => tx.snooze(ws, id, lease, later(now, *pause)).await,
        Outcome::Wait(pause, why) => tx.put_off(ws, id, lease, later(now, *pause), why).await,
        Outcome::Limited { method, pause } => {
            let (until, why) = (later(now, *pause), "Slack asks to slow down");
            tx.pause(ws, method, until, why).await?;
            tx.put_off(ws, id, lease, until, why).await
        }
        Outcome::Refused(why) => {
            tx.pause(ws, EVERY_METHOD, now + UNTIL_MENDED, why).await?;
            tx.put_off(ws, id, lease, now + UNTIL_MENDED, why).await
        }
        Outcome::Retry(error) | Outcome::RetryAfter(_, error) | Outcome::InDoubt(error)
            if given_up =>
        {
            tx.discard(ws, id, lease, error).await
        }
        Outcome::Retry(error) => tx.retry(ws, id, lease, error, again).await,
        Outcome::RetryAfter(pause, error) => {
            tx.retry(ws, id, lease, error, later(now, *pause)).await
        }
        Outcome::InDoubt(error) => {
            let looks = work.job.when_in_doubt().looks();
            let at = if looks { again.max(now + BEFORE_LOOKING) } else { again };
            tx.retry_in_doubt(ws, id, lease, error, at).await
        }
        Outcome::LookAgain { after, limited } => {
            let until = later(now, *after);
            if let Some(method) = limited {
                tx.pause(ws, method, until, "Slack asks to slow down").await?;
            }
            tx.look_again(ws, id, lease, until).await
        }
        Outcome::LetGo => tx.let_go(ws, id, lease).await,
    }
}

/// Two seconds after the first attempt, then twice as long each time, and up to a quarter more: jobs
/// that failed together do not come back together. The quarter follows from the job, not from chance.
fn pause(attempt: u32, id: JobId) -> TimeDelta {
    let pause = TimeDelta::seconds(1 << attempt.min(16)).min(LONGEST_PAUSE);
    let salt = id
        .to_string()
        .bytes()
        .fold(attempt, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    pause + TimeDelta::milliseconds(pause.num_milliseconds() / 1_024 * i64::from(salt % 256))
}

/// At least a moment: a job that is put off must not be due at once again.
fn later(now: DateTime<Utc>, pause: Duration) -> DateTime<Utc> {
    let pause = TimeDelta::from_std(pause).unwrap_or(TimeDelta::days(365));
    now + pause.clamp(TimeDelta::milliseconds(1), TimeDelta::days(365))
}
