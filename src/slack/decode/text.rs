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

/// Whether a form is in UTF-8 once its percents are read: the parser would put signs of its own in
/// place of what is not.
pub(super) fn is_utf8_form(body: &[u8]) -> bool {
    let digit = |sign: &u8| char::from(*sign).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let mut plain = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [first, after @ ..] = rest {
        let read = match after {
            [high, low, after @ ..] if *first == b'%' => {
                digit(high).zip(digit(low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        let (byte, after) = read.unwrap_or((*first, after));
        plain.push(byte);
        rest = after;
    }
    // What separates fields is ASCII, so each is right if all of it is.
    std::str::from_utf8(&plain).is_ok()
}
