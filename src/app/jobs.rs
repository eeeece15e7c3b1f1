//! Does the jobs of the queue.

use std::sync::Arc;
use std::time::Duration;

use super::installed::Installed;
use crate::job::{Job, Outcome, Work};
use crate::queue::Handler;
use crate::router;
use crate::store;

/// How long work waits that cannot be done before somebody installs again.
const UNTIL_MENDED: Duration = Duration::from_secs(600);
/// How long it waits when this process cannot open a token: another one may have the key.
const FOR_ANOTHER: Duration = Duration::from_secs(30);

pub(super) struct Jobs {
    pub(super) installed: Arc<Installed>,
}

impl Handler for Jobs {
    async fn handle(&self, work: &Work) -> Outcome {
        let context = match self.installed.context_of(&work.workspace).await {
            Ok(Some(context)) => context,
            // Nothing is said to Slack for it, and no token is needed.
            Ok(None) if work.job == Job::EraseWorkspace => self.installed.base.clone(),
            Ok(None) => return self.nobody_there(work).await,
            Err(error @ store::Error::Unreadable { .. }) => {
                tracing::error!(workspace = %work.workspace, %error, "work waits");
                return Outcome::Snooze(FOR_ANOTHER);
            }
            Err(error) => return Outcome::Retry(error.to_string()),
        };
        let outcome = match router::job(&context, work).await {
            Ok(outcome) => outcome,
            // Nobody knows how far it came: the kind of the job decides what is done about it.
            Err(error) => Outcome::InDoubt(error.to_string()),
        };
        self.installed.ask_if_refused(&context, &work.workspace).await;
        outcome
    }
}

impl Jobs {
    /// Queued while Klatch was taken out: it waits with the others, until it is installed again or
    /// everything is erased.
    async fn nobody_there(&self, work: &Work) -> Outcome {
        let installation = match self.installed.base.store.read().await {
            Ok(mut tx) => tx.installation(&work.workspace).await,
            Err(error) => Err(error),
        };
        match installation {
            Ok(Some(_)) if work.in_doubt.is_some() => {
                Outcome::LookAgain { after: UNTIL_MENDED, limited: None }
            }
            Ok(Some(_)) => Outcome::Snooze(UNTIL_MENDED),
            Ok(None) => Outcome::Cancel("Klatch is not in that workspace".to_owned()),
            Err(error) => Outcome::Retry(error.to_string()),
        }
    }
}
