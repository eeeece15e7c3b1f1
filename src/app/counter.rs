//! Answers whoever waits.

use std::sync::Arc;

use super::installed::Installed;
use crate::error::Reference;
use crate::event::{Gesture, Interaction, Reply};
use crate::features::{self, Context};
use crate::router;
use crate::slack::desk::{Replier, Trouble};
use crate::slack::failure::Failure;
use crate::views::Voice;
use crate::views::coffee::answers::{self, Again};

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
        && failure.is_of_a_window()
    {
        return no_window(context, interaction, failure, reference).await;
    }
    tracing::error!(%error, "an interaction failed");
    sorry(context, interaction, reference).await
}

/// Slack did not open a modal: the trigger lives three seconds and once, so that only the person can
/// try again. What they asked for before it stands, and asking again does it no second time.
async fn no_window(
    context: &Context,
    interaction: &Interaction,
    failure: &Failure,
    reference: Reference,
) -> Reply {
    let written = reference.to_string();
    let again = match failure {
        Failure::Retry { .. } => Again::InAMinute,
        Failure::InDoubt { .. } => Again::Now,
        Failure::Permanent { .. } if failure.is_late() => Again::Now,
        Failure::Permanent { .. } => Again::Perhaps(&written),
    };
    if matches!(again, Again::Perhaps(_)) {
        tracing::error!(%failure, "a window was not opened");
    } else {
        tracing::warn!(%failure, "a window was not opened");
    }
    let by_command = matches!(interaction.what, Gesture::Command { .. });
    let sentence = answers::no_window(&context.voice, by_command, again);
    if failure.is_late() || failure.is_rate_limited() {
        // Nor would Slack open one that says so.
        return features::sorry_for_slack(context, interaction, &sentence).await;
    }
    features::sorry(context, interaction, &sentence).await
}

/// After a command, on a message and for what was sent off, that needs no token.
async fn sorry(context: &Context, interaction: &Interaction, reference: Reference) -> Reply {
    let sentence = answers::trouble(&context.voice, Some(&reference.to_string()));
    features::sorry(context, interaction, &sentence).await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;
    use crate::clock::{Chance, Clock};
    use crate::config::Secret;
    use crate::event::{Origin, Place};
    use crate::slack::client::Client;
    use crate::store::Store;

    /// Of a bot whose Slack is not reached.
    async fn context() -> (Context, TempDir) {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("klatch.db").display());
        let clock = Clock::still(chrono::DateTime::UNIX_EPOCH);
        let store = Store::connect_and_migrate(&url, &clock).await.unwrap();
        let context = Context {
            search: crate::search::Shelf::new(store.clone(), None),
            store,
            clock,
            chance: Chance::seeded(1),
            slack: Client::new("http://127.0.0.1:1/api", &Secret::new("xoxb-1")).unwrap(),
            voice: Voice::default(),
            settings: Arc::default(),
            rules: Arc::default(),
            guests_at_most: false,
            meter: crate::meter::Meter::new(),
            install: None,
        };
        (context, folder)
    }

    fn of(what: Gesture) -> Interaction {
        let (workspace, member) = ("T1".into(), "U1".into());
        Interaction { workspace, member, trigger: "1.2.three".to_owned(), what }
    }

    fn press(origin: Origin) -> Interaction {
        of(Gesture::Press { action: "met".to_owned(), value: None, origin })
    }

    fn on_a_message() -> Interaction {
        press(Origin::Message { channel: "C1".into(), message: "1.0".into() })
    }

    fn command() -> Interaction {
        let place = Place { channel: "C1".into(), name: "rust".to_owned() };
        of(Gesture::Command { name: "/coffee".to_owned(), words: "setup".to_owned(), place })
    }

    fn no(code: &str) -> Failure {
        Failure::Permanent { call: "views.open", code: code.to_owned(), detail: None }
    }

    fn passing(after: Option<Duration>) -> Failure {
        Failure::Retry { call: "views.open", why: "HTTP 503".to_owned(), after }
    }

    fn lost(call: &'static str) -> Failure {
        Failure::InDoubt { call, why: "HTTP 502".to_owned() }
    }

    async fn told(interaction: &Interaction, failure: Failure) -> Option<String> {
        let (context, _folder) = context().await;
        let error = features::Error::Slack(failure);
        match broken(&context, interaction, &error, Reference::of("1")).await {
            Reply::Ephemeral(said) => Some(said["text"].as_str().unwrap().to_owned()),
            Reply::Done => None,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_window_that_slack_did_not_open_is_asked_for_once_more() {
        const NOW: &str = "Slack did not open the window. Please press the button again.";
        for failure in [lost("views.open"), lost("views.push"), no("expired_trigger_id")] {
            assert_eq!(told(&on_a_message(), failure).await.as_deref(), Some(NOW));
        }
        let typed = told(&command(), lost("views.open")).await.unwrap();
        assert_eq!(typed, "Slack did not open the window. Please give the command again.");
    }

    #[tokio::test]
    async fn a_slack_that_is_busy_is_given_a_minute() {
        const SOON: &str =
            "Slack did not open the window. Please press the button again in a minute.";
        for after in [None, Some(Duration::from_secs(30))] {
            assert_eq!(told(&on_a_message(), passing(after)).await.as_deref(), Some(SOON));
        }
    }

    #[tokio::test]
    async fn what_trying_again_may_not_mend_has_a_reference() {
        let reference = format!("(ref {})", Reference::of("1"));
        for code in ["invalid_auth", "invalid_arguments", "never_heard_of"] {
            let told = told(&on_a_message(), no(code)).await.unwrap();
            assert!(told.starts_with("Slack did not open the window."), "{told}");
            assert!(told.contains(&reference), "{told}");
        }
    }

    #[tokio::test]
    async fn without_a_window_there_is_no_place_for_words_in_app_home() {
        for failure in [lost("views.open"), passing(None), no("expired_trigger_id")] {
            assert_eq!(told(&press(Origin::Home), failure).await, None);
        }
    }

    #[tokio::test]
    async fn an_answer_that_was_lost_elsewhere_is_apologized_for() {
        let told = told(&on_a_message(), lost("chat.postMessage")).await.unwrap();
        assert!(told.starts_with("Something went wrong on my side."), "{told}");
        assert!(told.contains(&format!("(ref {})", Reference::of("1"))), "{told}");
    }
}
