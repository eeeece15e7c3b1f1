//! What Slack says on the wire, and what we say back.

use serde_json::{Value, json};

use crate::slack::decode::Kind;
use crate::slack::decode::text::name;
use crate::slack::desk::Delivery;

/// One frame of Socket Mode.
#[derive(Debug)]
pub enum Frame {
    Hello,
    /// Slack will close this connection soon: open the next one.
    Leaving,
    /// Socket Mode was turned off.
    Disabled,
    Envelope(Delivery),
    /// Something that we need no reaction to.
    Other,
    /// It cannot be read, or names no envelope: it is left to Slack to repeat.
    Malformed,
}

/// Reads a frame.
pub fn frame(text: &str) -> Frame {
    let Ok(mut frame) = serde_json::from_str::<Value>(text) else { return Frame::Malformed };
    let kind = match frame.get("type").and_then(Value::as_str) {
        Some("hello") => return Frame::Hello,
        Some("disconnect") => {
            return match frame.get("reason").and_then(Value::as_str) {
                Some("link_disabled") => Frame::Disabled,
                Some(_) | None => Frame::Leaving,
            };
        }
        Some("events_api") => Kind::Event,
        Some("interactive") => Kind::Interaction,
        Some("slash_commands") => Kind::Command,
        Some(_) => return Frame::Other,
        None => return Frame::Malformed,
    };
    let Some(id) = name(frame.get("envelope_id")) else { return Frame::Malformed };
    let payload = frame.get_mut("payload").map(Value::take).unwrap_or_default();
    Frame::Envelope(Delivery { id, kind, payload })
}

/// The acknowledgement of an envelope.
pub(super) fn acknowledgement(id: &str, payload: Option<Value>) -> String {
    match payload {
        Some(payload) => json!({ "envelope_id": id, "payload": payload }).to_string(),
        None => json!({ "envelope_id": id }).to_string(),
    }
}
