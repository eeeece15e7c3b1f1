//! What acknowledgements do.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Outcome;
use crate::playground::blocks;
use crate::playground::hub::Asked;
use crate::playground::json;
use crate::playground::state::talk::Draft;
use crate::playground::state::{Change, World};

impl World {
    /// Takes an acknowledgement from a socket: `{"envelope_id": …, "payload": …}`.
    pub(crate) fn acknowledge(&mut self, frame: &str) {
        let Ok(frame) = serde_json::from_str::<Value>(frame) else {
            return self.fault("socket: an acknowledgement was not JSON");
        };
        let Some(envelope) = json::maybe(&frame, "envelope_id") else {
            return self.fault("socket: an acknowledgement had no envelope_id");
        };
        // A second or late acknowledgement finds nobody waiting; that is no fault.
        let received = self.hub.acknowledge(&envelope);
        if let Some(attempts) = received.again {
            self.note_again(&envelope, attempts);
        }
        let Some(done) = received.done else { return };
        let answer = frame.get("payload").unwrap_or(&Value::Null);
        self.note_end(&envelope, "acknowledged", answer);
        let payload = frame
            .get("payload")
            .filter(|payload| !payload.is_null() && *payload != &serde_json::json!({}));
        if let (Some(payload), Some(name)) = (payload, done.asked.answer_name()) {
            self.examine(name, payload, false);
        }
        let outcome = match (&done.asked, payload) {
            (asked, Some(_)) if !asked.takes_payload() => {
                self.fault("socket: a payload came with an acknowledgement that takes none");
                Outcome::Done
            }
            (Asked::Command { person, conversation, words }, Some(payload)) => {
                self.command_answer(person, conversation, words, payload)
            }
            (Asked::Submit { view }, payload) => self.submit_answer(view, payload),
            _ => Outcome::Done,
        };
        if let Outcome::Broken(why) = &outcome {
            self.fault(format!("acknowledgement: {why}"));
        }
        if let Some(waiting) = done.waiting {
            // Whoever waited may have given up; then it is just done.
            let _gone = waiting.send(outcome);
        }
        self.hub.settled.notify_waiters();
    }

    fn command_answer(
        &mut self,
        person: &str,
        conversation: &str,
        words: &str,
        payload: &Value,
    ) -> Outcome {
        let visible = json::text(payload, "response_type") == "in_channel";
        let (text, blocks) = match self.message_parts("command answer", payload) {
            Ok(parts) => parts,
            Err(why) => return Outcome::Broken(why),
        };
        if visible {
            self.post(Draft {
                conversation: conversation.to_owned(),
                author: person.to_owned(),
                text: words.to_owned(),
                ..Draft::default()
            });
        }
        let ts = self.post(Draft {
            conversation: conversation.to_owned(),
            author: self.names.bot.clone(),
            text,
            blocks,
            only_for: (!visible).then(|| person.to_owned()),
            ..Draft::default()
        });
        self.conversations
            .get(conversation)
            .and_then(|c| c.messages.get(&ts))
            .map_or(Outcome::Done, |message| Outcome::Answered(Box::new(message.clone())))
    }

    /// The text and blocks of a message that came some other way than `chat.postMessage`.
    pub(crate) fn message_parts(
        &mut self,
        whence: &str,
        payload: &Value,
    ) -> Result<(String, Option<Vec<Value>>), String> {
        let text = json::text(payload, "text").to_owned();
        let blocks = match payload.get("blocks") {
            None | Some(Value::Null) => None,
            Some(blocks) => {
                let wrong = blocks::check_message(blocks);
                if !wrong.is_empty() {
                    return Err(wrong.join("; "));
                }
                if let Some(wrong) = self.unshown(blocks, "/blocks") {
                    return Err(wrong.complaint);
                }
                Some(blocks::with_ids(blocks, &mut self.ids))
            }
        };
        if text.is_empty() && blocks.is_none() {
            return Err("no_text".to_owned());
        }
        if text.is_empty() {
            self.fault(format!("{whence}: blocks without a text that notifications can read"));
        }
        Ok((text, blocks))
    }

    fn submit_answer(&mut self, view: &str, payload: Option<&Value>) -> Outcome {
        let Some(person) = self.view(view).map(|view| view.person.clone()) else {
            return Outcome::Closed;
        };
        let Some(payload) = payload else {
            self.screen(&person).modals.retain(|open| open.id != view);
            self.tell(Change::Modals(person));
            return Outcome::Closed;
        };
        let sent = payload.get("view");
        match json::text(payload, "response_action") {
            "clear" => {
                self.screen(&person).modals.clear();
                self.tell(Change::Modals(person));
                Outcome::Cleared
            }
            "errors" => self.form_errors(view, payload),
            "update" => {
                let sent = sent.cloned().unwrap_or(Value::Null);
                match self.replace_view(view, sent) {
                    Ok(()) => Outcome::Updated,
                    Err(why) => Outcome::Broken(why.describe()),
                }
            }
            "push" => {
                let sent = sent.cloned().unwrap_or(Value::Null);
                match self.push_view(&person, sent) {
                    Ok(_) => Outcome::Pushed,
                    Err(why) => Outcome::Broken(why.describe()),
                }
            }
            other => Outcome::Broken(format!("unknown response_action {other:?}")),
        }
    }

    fn form_errors(&mut self, view: &str, payload: &Value) -> Outcome {
        let errors: BTreeMap<String, String> = payload
            .get("errors")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(block, why)| (block.clone(), why.as_str().unwrap_or_default().to_owned()))
            .collect();
        let is_input = |id: &String| {
            self.view(view).is_some_and(|view| {
                view.blocks().iter().any(|block| {
                    json::text(block, "block_id") == id && json::text(block, "type") == "input"
                })
            })
        };
        match errors.keys().find(|block| !is_input(block)) {
            Some(block) => Outcome::Broken(format!("an error at {block}, which is no input block")),
            None if errors.is_empty() => Outcome::Broken("errors without any".to_owned()),
            None => Outcome::Refused(errors),
        }
    }
}
