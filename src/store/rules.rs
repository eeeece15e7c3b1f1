//! What admins decided for their workspace.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::query::row;
use super::row::{Fields, to_json};
use super::{Error, Result, Tx};
use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::domain::rules::{Feature, QuietTime, Starters, WorkspaceRules};

impl Tx {
    /// The rules as they stand; where nobody decided anything they change nothing.
    pub async fn rules(&mut self, ws: &WorkspaceId) -> Result<WorkspaceRules> {
        let rules = self.sql(
            "SELECT starters, channels, off, guests, quiet, weekly_cap, retention \
             FROM workspace_rules WHERE workspace_id = $1",
        );
        let Some(row) = rules.bind(ws).one().await? else { return Ok(WorkspaceRules::default()) };
        let starters = row.text("starters")?;
        let starters = Starters::ALL.into_iter().find(|it| it.as_str() == starters);
        let channels: Option<Vec<ChannelId>> = match row.maybe_text("channels")? {
            Some(_) => Some(row.json("channels")?),
            None => None,
        };
        let off: Vec<String> = row.json("off")?;
        let quiet: Vec<[NaiveDate; 2]> = row.json("quiet")?;
        Ok(WorkspaceRules {
            starters: starters
                .ok_or_else(|| Error::unreadable("starters", "not one of those known"))?,
            channels,
            // A feature of a later version is off there, too.
            off: off.iter().filter_map(|name| Feature::named(name)).collect::<BTreeSet<_>>(),
            guests: row.flag("guests")?,
            quiet: quiet.into_iter().map(|[first, last]| QuietTime { first, last }).collect(),
            weekly_cap: row.maybe_number("weekly_cap")?,
            retention: row.maybe_number("retention")?,
        })
    }

    /// Writes them down; whoever serves the workspace goes by them within seconds.
    pub async fn keep_rules(&mut self, ws: &WorkspaceId, rules: &WorkspaceRules) -> Result<()> {
        let channels = rules.channels.as_ref().map(|it| to_json("channels", it)).transpose()?;
        let off: Vec<&str> = rules.off.iter().map(|it| it.as_str()).collect();
        let quiet: Vec<[NaiveDate; 2]> = rules.quiet.iter().map(|it| [it.first, it.last]).collect();
        let values = row![
            ws,
            rules.starters.as_str(),
            channels,
            to_json("off", &off)?,
            rules.guests,
            to_json("quiet", &quiet)?,
            rules.weekly_cap,
            rules.retention,
        ];
        self.sql_batch(
            "INSERT INTO workspace_rules (workspace_id, starters, channels, off, guests, quiet, \
             weekly_cap, retention)",
            vec![values],
            "ON CONFLICT (workspace_id) DO UPDATE SET starters = excluded.starters, \
             channels = excluded.channels, off = excluded.off, guests = excluded.guests, \
             quiet = excluded.quiet, weekly_cap = excluded.weekly_cap, \
             retention = excluded.retention",
        )
        .await?;
        self.moves = true;
        Ok(())
    }
}
