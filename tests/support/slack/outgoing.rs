//! Whether what the bot sends is what Slack's schemas ask for: the arguments of every method, and
//! the blocks, messages and views in them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::schema::Schema;

struct Schemas {
    methods: Schema,
    blocks: Schema,
}

/// Read once; nothing where they are not at hand.
static SCHEMAS: LazyLock<Option<Schemas>> = LazyLock::new(|| {
    let folder = super::folder()?;
    let read = |name: &str| Schema::new(super::json(&folder.join(name)));
    let methods = read("web-api-args.schema.json");
    Some(Schemas { methods, blocks: read("block-kit.schema.json") })
});

/// What carries blocks, and its definition among those of Block Kit. `views.push` takes what
/// `views.open` takes; a command is acknowledged with what a response URL takes.
const BLOCK_KIT: [(&str, &str); 12] = [
    ("chat.postMessage", "ChatPostMessageArgs"),
    ("chat.postEphemeral", "ChatPostEphemeralArgs"),
    ("chat.update", "ChatUpdateArgs"),
    ("views.open", "ViewsOpenArgs"),
    ("views.push", "ViewsOpenArgs"),
    ("views.update", "ViewsUpdateArgs"),
    ("views.publish", "ViewsPublishArgs"),
    ("response_url", "ResponseUrlMessage"),
    ("slash_commands", "ResponseUrlMessage"),
    ("view_submission", "ViewSubmissionAck"),
    ("message", "SlackMessage"),
    ("view", "SlackView"),
];

/// A method that Slack's schemas leave out, though its documentation has it, and one that takes the same
/// arguments: <https://docs.slack.dev/reference/methods/reactions.remove>.
const LIKE: [(&str, &str); 1] = [("reactions.remove", "reactions.add")];

/// The name that a method's arguments are found by.
pub(crate) fn described_as(method: &str) -> &str {
    LIKE.iter().find(|(name, _)| *name == method).map_or(method, |(_, other)| *other)
}

/// What is wrong with something that was sent, by Slack's schemas; nothing where they are not at
/// hand. Named by the method, `response_url`, what it acknowledges (`slash_commands`,
/// `view_submission`), or `message` and `view` for one by itself. In a form everything is text.
pub(crate) fn faults(name: &str, body: &Value, form: bool) -> Vec<String> {
    let Some(schemas) = SCHEMAS.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    let blocks = BLOCK_KIT.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
    if name.contains('.') {
        let part = format!("/definitions/{}", described_as(name));
        let Some(definition) = schemas.methods.get(&part) else {
            return vec![" is no method that Slack's schemas know".to_owned()];
        };
        let body = if form { &unformed(body, definition) } else { body };
        found.extend(schemas.methods.faults(&part, body));
    } else if blocks.is_none() {
        return vec![" is nothing that Slack's schemas know".to_owned()];
    }
    if let Some(part) = blocks {
        found.extend(schemas.blocks.faults(&format!("/definitions/{part}"), body));
    }
    found
}

/// Whether Slack's schemas have a method; yes where they are not at hand.
pub(crate) fn knows(method: &str) -> bool {
    let schemas = SCHEMAS.as_ref();
    let part = format!("/definitions/{}", described_as(method));
    schemas.is_none_or(|it| it.methods.get(&part).is_some())
}

/// A form's texts as the numbers and flags that they stand for.
fn unformed(body: &Value, definition: &Value) -> Value {
    let choices = definition.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let kinds: Vec<&Value> =
        choices.chain([definition]).filter_map(|one| one.get("properties")).collect();
    let asked = |key: &str, kind: &str| {
        kinds.iter().any(|fields| fields.pointer(&format!("/{key}/type")) == Some(&json!(kind)))
    };
    let fields = body.as_object().into_iter().flatten().map(|(key, value)| {
        let read = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let read = read.filter(|read| {
            (read.is_number() && asked(key, "number"))
                || (read.is_boolean() && asked(key, "boolean"))
        });
        (key.clone(), read.unwrap_or_else(|| value.clone()))
    });
    fields.collect()
}

/// A story in which the bot sent nothing has shown nothing.
pub(crate) fn assert_seen(examined: &BTreeMap<String, u64>) {
    assert!(!examined.is_empty(), "nothing that the bot sent was held against Slack's schemas");
}
