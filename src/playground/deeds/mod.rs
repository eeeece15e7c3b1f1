//! What people do. Tests, the headless demo and the page all come through here.

mod answers;
mod composer;
mod directory;
mod everyday;
mod find;
mod forms;
mod gestures;
mod payloads;
mod shortcuts;
mod words;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

pub use self::forms::Fill;
use super::Playground;
use super::hub::Asked;
use super::state::World;
use super::state::conversations::Message;

/// How long somebody waits for the app, in real time: Slack's three seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// What came of a command, a press or a submission.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Taken note of, without a word.
    Done,
    /// A command was answered with a message.
    Answered(Box<Message>),
    /// The modal closed; the one below it, if any, shows again.
    Closed,
    /// All modals closed.
    Cleared,
    /// The modal shows another view.
    Updated,
    /// Another modal lies on top.
    Pushed,
    /// Sentences at fields, by `block_id`.
    Refused(BTreeMap<String, String>),
    /// The acknowledgement made no sense; it is among the faults.
    Broken(String),
}

/// Why something could not be done. Every one reads as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeedError {
    /// The app was too slow, or is not connected.
    #[error("{0} did not answer in time.")]
    NoAnswer(String),
    /// The app answered something that Slack would not understand.
    #[error("The app's answer made no sense: {0}")]
    Broken(String),
    /// There is no such person, conversation, button or field.
    #[error("{0}")]
    NotFound(String),
    /// Slack would not let them.
    #[error("{0}")]
    NotPossible(String),
}

/// Where a button is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    Message {
        conversation: String,
        ts: String,
    },
    /// An open modal or Home tab, by its id.
    View(String),
}

/// A press on a button, a choice in a select, a date picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Press {
    pub block_id: String,
    pub action_id: String,
    /// Slack's fields of the choice, such as `{"selected_option": {…}}`; may be empty for a button.
    pub element: Value,
    /// In views: what is filled in elsewhere, `{block_id: {action_id: value}}`.
    pub state: Value,
}

/// An interaction ready to be sent.
struct Asking {
    asked: Asked,
    payload: Value,
    /// Who is at fault when nothing comes back.
    label: String,
}

impl Playground {
    /// Sends an interaction and waits for its acknowledgement.
    async fn ask(
        &self,
        prepare: impl FnOnce(&mut World) -> Result<Asking, DeedError> + Send,
    ) -> Result<Outcome, DeedError> {
        let (sender, answer) = oneshot::channel();
        let (envelope, label) = {
            let mut world = self.world();
            let Asking { asked, payload, label } = prepare(&mut world)?;
            (world.send(asked, label.clone(), payload, Some(sender)), label)
        };
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(Outcome::Broken(why))) => Err(DeedError::Broken(why)),
            Ok(Ok(outcome)) => Ok(outcome),
            Ok(Err(_)) | Err(_) => {
                let mut world = self.world();
                world.hub.give_up(&envelope);
                world.note_end(&envelope, "no answer", &Value::Null);
                Err(DeedError::NoAnswer(label))
            }
        }
    }
}
