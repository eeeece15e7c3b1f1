//! Strings as they may come in: without `\0`, trimmed, bounded.

use serde_json::Value;

use crate::domain::ids::MemberId;

/// Slack's own limit for ids of blocks and actions; its other ids are far shorter.
const NAME: usize = 255;

/// An id or a name that is only of use whole: a longer one is none.
pub(crate) fn name(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?;
    let whole = !text.is_empty() && text.len() <= NAME && !text.chars().any(char::is_control);
    whole.then(|| text.to_owned())
}

/// A member's id.
pub(crate) fn member(value: Option<&Value>) -> Option<MemberId> {
    name(value).map(MemberId::new)
}

/// Text in one piece, trimmed; `None` when nothing is left. Longer text is cut.
pub(crate) fn line(value: Option<&Value>, limit: usize) -> Option<String> {
    let text = value?.as_str()?.trim();
    let text: String = text.chars().filter(|sign| *sign != '\0').take(limit).collect();
    (!text.is_empty()).then_some(text)
}

/// A flag that is there and true.
pub(crate) fn yes(object: &Value, flag: &str) -> bool {
    object.get(flag) == Some(&Value::Bool(true))
}
