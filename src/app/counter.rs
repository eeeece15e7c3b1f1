//! Answers whoever waits.

use std::sync::Arc;

use super::installed::Installed;
use crate::error::Reference;
use crate::event::{Interaction, Reply};
use crate::features::{self, Context};
use crate::router;
use crate::slack::desk::{Replier, Trouble};
use crate::views::Voice;
use crate::views::coffee::answers;

pub(super) struct Counter {
    pub(super) installed: Arc<Installed>,
    pub(super) voice: Voice,
}

impl Replier for Counter {
    async fn reply(&self, interaction: Interaction, reference: Reference) -> Reply {
        // In a shared channel Slack names the workspace of whoever acts; what they act on is ours.
        let workspace = self.installed.serving(&interaction.workspace);
        let interaction = Interaction { workspace, ..interaction };
        let context = match self.installed.context_of(&interaction.workspace).await {
            Ok(Some(context)) => context,
            Ok(None) => {
                let workspace = &interaction.workspace;
                tracing::warn!(%workspace, %reference, "somebody of a workspace we are not in");
                return sorry(&self.installed.base, &interaction, reference).await;
            }
            Err(error) => {
                tracing::error!(%error, %reference, "the workspace of somebody who waits is not known");
                return sorry(&self.installed.base, &interaction, reference).await;
            }
        };
        let reply = match router::interaction(&context, &interaction).await {
            Ok(reply) => reply,
            Err(error) => broken(&context, &interaction, &error, reference).await,
        };
        self.installed.ask_if_refused(&context, &interaction.workspace).await;
        reply
    }

    fn words(&self, trouble: Trouble) -> String {
        answers::trouble(&self.voice, trouble_reference(trouble).as_deref())
    }
}

fn trouble_reference(trouble: Trouble) -> Option<String> {
    match trouble {
        Trouble::Broken(reference) => Some(reference.to_string()),
        Trouble::Slow => None,
    }
}

/// The person gets a sentence with a reference, the log gets the rest under the same reference.
async fn broken(
    context: &Context,
    interaction: &Interaction,
    error: &features::Error,
    reference: Reference,
) -> Reply {
    if let features::Error::Slack(failure) = error
        && failure.is_passing()
    {
        tracing::warn!(%failure, "somebody waits, and Slack does not answer");
        let sentence = answers::slack_is_busy(&context.voice);
        return features::sorry_for_slack(context, interaction, &sentence).await;
    }
    tracing::error!(%error, "an interaction failed");
    sorry(context, interaction, reference).await
}

/// After a command, on a message and for what was sent off, that needs no token.
async fn sorry(context: &Context, interaction: &Interaction, reference: Reference) -> Reply {
    let sentence = answers::trouble(&context.voice, Some(&reference.to_string()));
    features::sorry(context, interaction, &sentence).await
}
