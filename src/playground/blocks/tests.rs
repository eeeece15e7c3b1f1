use serde_json::{Value, json};

use super::*;
use crate::slack_schemas;

fn section(words: &str) -> Value {
    json!({"type": "section", "text": {"type": "mrkdwn", "text": words}})
}

fn button(label: &str, id: &str) -> Value {
    json!({"type": "button", "action_id": id, "text": {"type": "plain_text", "text": label}})
}

fn complaint(blocks: &Value) -> String {
    check_message(blocks).join("\n")
}

fn modal(blocks: &Value) -> Value {
    json!({
        "type": "modal", "title": {"type": "plain_text", "text": "Coffee"},
        "submit": {"type": "plain_text", "text": "Save"}, "blocks": blocks,
    })
}

#[test]
fn an_ordinary_message_is_taken() {
    let blocks = json!([
        section("*Ana, meet Kofi.*"),
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Berlin"}]},
        {"type": "actions", "elements": [button("We met", "met"), button("Not yet", "not")]},
    ]);
    assert_eq!(complaint(&blocks), "");
}

#[test]
fn lengths_and_counts_are_kept() {
    assert_eq!(complaint(&json!([section(&"x".repeat(3_000))])), "");
    let long = complaint(&json!([section(&"x".repeat(3_001))]));
    assert_eq!(
        long,
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    );
    assert!(complaint(&json!([section("")])).contains("more than 0"));
    assert!(complaint(&Value::from(vec![section("x"); 51])).contains("no more than 50"));
    let label =
        complaint(&json!([{"type": "actions", "elements": [button(&"x".repeat(76), "a")]}]));
    assert!(label.contains("less than 76"), "{label}");
    let many: Vec<Value> = (0..26).map(|n| button("x", &format!("a{n}"))).collect();
    let many = complaint(&json!([{"type": "actions", "elements": many}]));
    assert!(many.contains("no more than 25"), "{many}");
}

#[test]
fn ids_are_unique() {
    let mut one = section("x");
    put(&mut one, "block_id", "same");
    assert!(complaint(&json!([one, one])).contains("`block_id` same is not unique"));
    let twice = json!([{"type": "actions", "elements": [button("x", "a"), button("y", "a")]}]);
    assert!(complaint(&twice).contains("`action_id` a is not unique"));
}

#[test]
fn unknown_kinds_and_fields_are_refused() {
    assert!(complaint(&json!([{"type": "marquee"}])).contains("unsupported type: marquee"));
    let extra = json!([{"type": "divider", "color": "red"}]);
    assert!(complaint(&extra).contains("invalid additional property: color"));
    let input = json!([{"type": "actions", "elements": [{"type": "plain_text_input"}]}]);
    assert!(complaint(&input).contains("unsupported type: plain_text_input"));
    assert!(complaint(&json!({"type": "divider"})).contains("must be a list"));
}

#[test]
fn an_initial_option_must_be_among_the_options() {
    let option = |label: &str| json!({"text": {"type": "plain_text", "text": label}, "value": "2"});
    let select = json!([{"type": "actions", "elements": [{
        "type": "static_select", "action_id": "size", "options": [option("Two")],
        "initial_option": option("two"),
    }]}]);
    assert!(complaint(&select).contains("not among the options"));
    let none = json!([{"type": "actions", "elements": [
        {"type": "overflow", "action_id": "more", "options": []},
    ]}]);
    assert!(complaint(&none).contains("no fewer than 1"));
}

#[test]
fn a_modal_needs_a_short_title_and_a_button_to_send_it() {
    let input = json!([{
        "type": "input", "label": {"type": "plain_text", "text": "Note"},
        "element": {"type": "plain_text_input", "action_id": "note"},
    }]);
    assert!(check_view(&modal(&input), "modal").is_empty());
    let mut without = modal(&input);
    without.as_object_mut().unwrap().remove("submit");
    assert!(check_view(&without, "modal").join("").contains("a modal with inputs needs one"));
    let mut long = modal(&json!([section("x")]));
    put(&mut long, "title", json!({"type": "plain_text", "text": "Coffee with many more words"}));
    assert!(check_view(&long, "modal").join("").contains("less than 25"));
    assert!(!check_view(&modal(&input), "home").is_empty());
    let home = json!({"type": "home", "blocks": Value::from(vec![section("x"); 100])});
    assert!(check_view(&home, "home").is_empty());
}

#[test]
fn what_has_no_id_gets_one() {
    let mut ids = Ids::default();
    let blocks = json!([{"type": "actions", "elements": [
        {"type": "button", "text": {"type": "plain_text", "text": "Hi"}},
        button("There", "there"),
    ]}]);
    let named = with_ids(&blocks, &mut ids);
    assert_eq!(named[0]["block_id"], "b0001");
    assert_eq!(named[0]["elements"][0]["action_id"], "a0001");
    assert_eq!(named[0]["elements"][1]["action_id"], "there");
}

/// Also what a schema cannot say: an id that is there twice, or too much text in all.
#[test]
fn with_slacks_schemas_every_wrong_case_is_refused() {
    let Some(folder) = slack_schemas::folder() else { return };
    let cases = slack_schemas::json(&folder.join("outgoing-cases.json"));
    for case in cases.as_array().unwrap().iter().filter(|case| case["valid"] == 0) {
        let (kind, object) = (case["kind"].as_str().unwrap(), &case["obj"]);
        let mut found = slack_schemas::outgoing::faults(kind, object, false);
        if let Some(blocks) = object.get("blocks").filter(|_| kind == "message") {
            found.extend(check_message(blocks));
            found.extend((text_length(blocks) >= 10_000).then(|| "too long".to_owned()));
        }
        assert!(!found.is_empty(), "{}", case["name"]);
    }
}
