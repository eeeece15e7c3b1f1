//! The limits of Block Kit, kept in the one place that everything passes on its way out: what is
//! too long is cut at a sentence, or at a word, and never refused by Slack.
//! <https://docs.slack.dev/reference/block-kit>

use serde_json::{Map, Value};

/// All text of a message's blocks together; Slack refuses from about 11,000 on.
const WHOLE_MESSAGE: usize = 9_500;
/// The text that notifications and screen readers use.
const FALLBACK: usize = 3_900;
/// No text is cut shorter than this so that its message fits.
const SHORTEST: usize = 150;

/// Makes a message fit: `blocks` and `text`.
pub(super) fn message(body: &mut Map<String, Value>) {
    if let Some(Value::String(text)) = body.get_mut("text") {
        *text = cut(text, FALLBACK, true);
    }
    let Some(Value::Array(blocks)) = body.get_mut("blocks") else { return };
    blocks.truncate(50);
    blocks.iter_mut().for_each(block);
    // Each pass shortens the longest text; there are at most a few hundred.
    for _ in 0..600 {
        let excess = blocks.iter().map(written).sum::<usize>().saturating_sub(WHOLE_MESSAGE);
        let longest = blocks.iter_mut().filter_map(longest).max_by_key(|text| length(text));
        let Some(text) = longest.filter(|text| excess > 0 && length(text) > SHORTEST) else {
            break;
        };
        *text = cut(text, (length(text).saturating_sub(excess)).max(SHORTEST), true);
    }
    while blocks.len() > 1 && blocks.iter().map(written).sum::<usize>() > WHOLE_MESSAGE {
        blocks.pop();
    }
}

/// Makes a modal or an App Home fit.
pub(super) fn view(view: &mut Value) {
    for (name, limit) in [("title", 24), ("submit", 24), ("close", 24)] {
        text(view.get_mut(name), limit);
    }
    if let Some(Value::Array(blocks)) = view.get_mut("blocks") {
        blocks.truncate(100);
        blocks.iter_mut().for_each(block);
    }
}

fn block(block: &mut Value) {
    match kind(block) {
        "header" => text(block.get_mut("text"), 150),
        "context" => {
            for element in list(block, "elements", 10) {
                text(Some(element), 2_000);
            }
        }
        "actions" => list(block, "elements", 25).iter_mut().for_each(element),
        "section" => {
            text(block.get_mut("text"), 3_000);
            for field in list(block, "fields", 10) {
                text(Some(field), 2_000);
            }
        }
        _ => {}
    }
    for name in ["label", "hint", "title"] {
        text(block.get_mut(name), 2_000);
    }
    for name in ["accessory", "element"] {
        block.get_mut(name).into_iter().for_each(element);
    }
}

fn element(element: &mut Value) {
    let (kind, most) = match kind(element) {
        "overflow" => ("overflow", 5),
        "radio_buttons" | "checkboxes" => ("choice", 10),
        "button" => ("button", 0),
        _ => ("other", 100),
    };
    if kind == "button" {
        text(element.get_mut("text"), 75);
    }
    text(element.get_mut("placeholder"), 150);
    if kind != "button" {
        list(element, "options", most).iter_mut().for_each(option);
        list(element, "initial_options", most).iter_mut().for_each(option);
        element.get_mut("initial_option").into_iter().for_each(option);
        for group in list(element, "option_groups", 100) {
            text(group.get_mut("label"), 75);
            list(group, "options", 100).iter_mut().for_each(option);
        }
    }
    if let Some(confirm) = element.get_mut("confirm") {
        for (name, limit) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
            text(confirm.get_mut(name), limit);
        }
    }
}

fn option(option: &mut Value) {
    text(option.get_mut("text"), 75);
    text(option.get_mut("description"), 75);
}

fn kind(value: &Value) -> &str {
    value.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// A list, no longer than it may be.
fn list<'v>(value: &'v mut Value, name: &str, most: usize) -> &'v mut [Value] {
    match value.get_mut(name) {
        Some(Value::Array(items)) => {
            items.truncate(most);
            items
        }
        _ => &mut [],
    }
}

/// A text object.
fn text(value: Option<&mut Value>, limit: usize) {
    let Some(object) = value else { return };
    let marked = kind(object) == "mrkdwn";
    if let Some(Value::String(text)) = object.get_mut("text") {
        *text = cut(text, limit, marked);
    }
}

/// How much is written in a block, its buttons and choices too.
fn written(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) if name == "text" => length(text),
                other => written(other),
            })
            .sum(),
        Value::Array(items) => items.iter().map(written).sum(),
        _ => 0,
    }
}

/// The longest text of a block, if it is one that may be shortened.
fn longest(block: &mut Value) -> Option<&mut String> {
    let Value::Object(fields) = block else { return None };
    let mut texts = Vec::new();
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("text", Value::Object(object)) => texts.extend(object.get_mut("text")),
            ("fields" | "elements", Value::Array(items)) => {
                texts.extend(items.iter_mut().filter_map(|item| item.get_mut("text")));
            }
            _ => {}
        }
    }
    let texts = texts.into_iter().filter_map(|text| match text {
        Value::String(text) => Some(text),
        _ => None,
    });
    texts.max_by_key(|text| length(text))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// At most `limit` characters: cut after a sentence, else at a word, and marked with an ellipsis;
/// in mrkdwn not within a mention, a link or an escaped sign.
fn cut(text: &str, limit: usize, marked: bool) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(2)).collect();
    let mut kept = kept.as_str();
    if marked {
        let open = |from: char, to: char| {
            kept.rfind(from).filter(|at| kept.rfind(to).is_none_or(|closed| closed < *at))
        };
        // An `&` that stands for itself is escaped, so one without its `;` was cut in two.
        let whole = [open('<', '>'), open('&', ';')].into_iter().flatten().min();
        kept = whole.and_then(|at| kept.get(..at)).unwrap_or(kept);
    }
    let enough = kept.len() / 2;
    let sentence = [". ", "! ", "? ", ".\n", "!\n", "?\n", "\n"];
    let sentence = sentence.iter().filter_map(|end| kept.rfind(end).map(|at| at + 1)).max();
    if let Some(whole) = sentence.filter(|at| *at > enough).and_then(|at| kept.get(..at)) {
        return format!("{} …", whole.trim_end());
    }
    let word = kept.rfind(char::is_whitespace).filter(|at| *at > enough);
    format!("{}…", word.and_then(|at| kept.get(..at)).unwrap_or(kept).trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_cut_after_a_sentence_or_at_a_word() {
        assert_eq!(
            cut("One is here. Two is there. Three is", 30, false),
            "One is here. Two is there. …"
        );
        assert_eq!(cut("one two three four", 12, false), "one two…");
        assert_eq!(cut("short", 5, false), "short");
        assert_eq!(cut("ééééééééé", 6, false), "éééé…");
    }

    #[test]
    fn nothing_is_cut_within_a_mention_or_an_escaped_sign() {
        assert_eq!(cut("aaaaaaaaaa<@U12345>bbbb", 16, true), "aaaaaaaaaa…");
        assert_eq!(cut("aaaaaaaaaa&amp;bbbb", 15, true), "aaaaaaaaaa…");
        assert_eq!(cut("aaaa <@U1> bbbbbb cccc", 18, true), "aaaa <@U1>…");
    }

    #[test]
    fn a_view_keeps_its_limits() {
        let plain = |text: &str| json!({ "type": "plain_text", "text": text });
        let mut modal = json!({
            "title": plain(&"t".repeat(30)),
            "blocks": [{ "type": "input", "label": plain("l"), "element": {
                "type": "static_select",
                "options": [{ "text": plain(&"o".repeat(90)), "value": "1" }],
                "initial_option": { "text": plain(&"o".repeat(90)), "value": "1" } } }],
        });
        view(&mut modal);
        assert_eq!(modal["title"]["text"].as_str().map(length), Some(23));
        let element = &modal["blocks"][0]["element"];
        assert_eq!(element["options"][0], element["initial_option"]);
        assert_eq!(element["initial_option"]["text"]["text"].as_str().map(length), Some(74));
    }

    proptest! {
        #[test]
        fn whatever_is_written_fits(
            texts in proptest::collection::vec("[a-z<>&;. \n]{0,60}", 0..70), times in 1_usize..200,
        ) {
            let blocks: Vec<Value> = texts.iter().enumerate().map(|(place, text)| {
                let written = json!({ "type": "mrkdwn", "text": text.repeat(times) });
                match place % 3 {
                    0 => json!({ "type": "section", "text": written }),
                    1 => json!({ "type": "section", "fields": [written.clone(), written] }),
                    _ => json!({ "type": "context", "elements": [written] }),
                }
            }).collect();
            let mut body = Map::new();
            body.insert("text".to_owned(), json!(texts.join(" ").repeat(times)));
            body.insert("blocks".to_owned(), Value::Array(blocks));
            message(&mut body);
            prop_assert!(length(body["text"].as_str().unwrap()) < 4_000);
            let blocks = body["blocks"].as_array().unwrap();
            prop_assert!(blocks.len() <= 50);
            prop_assert!(blocks.iter().map(written).sum::<usize>() <= WHOLE_MESSAGE);
            for block in blocks {
                let text = block.pointer("/text/text").and_then(Value::as_str).unwrap_or_default();
                prop_assert!(length(text) <= 3_000);
                for field in block.get("fields").and_then(Value::as_array).into_iter().flatten() {
                    prop_assert!(length(field["text"].as_str().unwrap()) <= 2_000);
                }
            }
        }
    }
}
