//! Saying hello to Slack, and moving into a workspace.

use crate::clock::{Chance, Clock};
use crate::config::Secret;
use crate::error::Told;
use crate::features::housekeeping;
use crate::job::Job;
use crate::slack::client::{Client, Identity};
use crate::store::{self, Store};
use crate::transaction;

/// Learns which workspace this is.
pub(super) async fn hello(slack: &Client) -> Result<Identity, Told> {
    slack.auth_test().await.map_err(|failure| {
        if failure.is_refused() {
            Told::new(
                format!("Slack does not accept the bot's token ({failure})."),
                "Check SLACK_BOT_TOKEN: your app's page at Slack has it under OAuth & Permissions.",
            )
        } else {
            Told::new(
                format!("Slack cannot be reached ({failure})."),
                "Check that this machine has a way to slack.com, and SLACK_API_URL if you set it.",
            )
        }
    })
}

/// Keeps the workspace, and has it tidied up unless that was done today: that reads its directory.
pub(super) async fn move_in(
    store: &Store,
    identity: &Identity,
    clock: &Clock,
    chance: &Chance,
) -> store::Result<bool> {
    let (workspace, now) = (&identity.workspace, clock.now());
    let today = housekeeping::name_of(now);
    transaction!(store, |tx| {
        tx.keep_workspace(workspace, &identity.name, &identity.bot, now).await?;
        tx.enqueue(workspace, &Job::TidyUp, now, Some(&today), None, chance.id(now), now).await
    })
    .await
}

/// A token that cannot be done without.
pub(super) fn token<'a>(
    secret: Option<&'a Secret>,
    name: &str,
    prefix: &str,
) -> Result<&'a Secret, Told> {
    secret.ok_or_else(|| {
        Told::new(
            format!("There is no {name}."),
            format!(
                "Set it to the token that starts with {prefix}, from your app's page at Slack."
            ),
        )
    })
}
