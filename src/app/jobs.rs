//! Does the jobs of the queue.

use std::sync::Arc;

use super::installed::Installed;
use crate::job::{Outcome, Work};
use crate::queue::Handler;
use crate::router;

pub(super) struct Jobs {
    pub(super) installed: Arc<Installed>,
}

impl Handler for Jobs {
    async fn handle(&self, work: &Work) -> Outcome {
        let context = match self.installed.context_of(&work.workspace).await {
            Ok(Some(context)) => context,
            Ok(None) => return Outcome::Cancel("the workspace took Klatch out".to_owned()),
            Err(error) => return Outcome::Retry(error.to_string()),
        };
        match router::job(&context, work).await {
            Ok(outcome) => outcome,
            // Nobody knows how far it came: the kind of the job decides what is done about it.
            Err(error) => Outcome::InDoubt(error.to_string()),
        }
    }
}
