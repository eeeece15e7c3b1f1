//! What is due, and when: also of what waits for its pace, for a pause or for a release.

use chrono::{DateTime, Utc};

use super::{Handler, Worker};
use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::domain::pacing::Paces;
use crate::job::Lane;
use crate::store::Result;

/// What a worker has ahead of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outlook {
    /// The lanes in which something can be claimed now, the longest due first.
    pub(super) ready: Vec<(WorkspaceId, Lane)>,
    /// Since when the first of that is due.
    since: Option<DateTime<Utc>>,
    /// When something can be claimed that is due already, and waits for its pace.
    pub(super) paced: Option<DateTime<Utc>>,
    /// When something else will be due.
    later: Option<DateTime<Utc>>,
}

impl Outlook {
    /// When there is something to do next; in the past if there is something to do now.
    pub(super) fn next(&self) -> Option<DateTime<Utc>> {
        [self.since, self.paced, self.later].into_iter().flatten().min()
    }
}

impl<H: Handler> Worker<H> {
    /// When the next job can be run, as far as is known now. In the past if one can be now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        Ok(self.outlook().await?.next())
    }

    /// When a job can be run that is due already and only waits for its pace.
    ///
    /// # Errors
    /// The database failed.
    pub async fn paced_until(&self) -> Result<Option<DateTime<Utc>>> {
        Ok(self.outlook().await?.paced)
    }

    pub(super) async fn outlook(&self) -> Result<Outlook> {
        let now = self.clock.now();
        let mut tx = self.store.read().await?;
        let mut outlook = Outlook { later: tx.next_due_after(now).await?, ..Outlook::default() };
        if tx.first_due(now).await?.is_none() {
            return Ok(outlook);
        }
        let paces = self.all_paces();
        let busy: Vec<ChannelId> =
            paces.values().flat_map(|paces| paces.busy_channels(now)).cloned().collect();
        let (due, brakes) = (tx.due(now, &busy).await?, tx.brakes(now).await?);
        drop(tx);
        let fresh = Paces::default();
        for due in due {
            let paces = paces.get(&due.workspace).unwrap_or(&fresh);
            let Some(at) = brakes.ready_at(&due, paces, now) else { continue };
            if at > now {
                outlook.paced = Some(outlook.paced.map_or(at, |other| other.min(at)));
                continue;
            }
            outlook.since.get_or_insert(at);
            let lane = (due.workspace, due.lane);
            if !outlook.ready.contains(&lane) {
                outlook.ready.push(lane);
            }
        }
        Ok(outlook)
    }
}
