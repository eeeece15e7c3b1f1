//! The validator that everything the bot sends is held against is itself held against cases that
//! are known to be right and wrong.

use klatch::slack::client::Method;
use serde_json::{Value, json};

use crate::slack::outgoing::{faults, knows};
use crate::slack::schema::Schema;

/// What a schema cannot say. The playground looks after these, in its own test of the same cases.
const BEYOND_SCHEMAS: [&str; 3] = [
    "duplicate action_id in one block",
    "duplicate block_id",
    "sum of block text 14000 (msg_blocks_too_long)",
];

#[test]
fn right_cases_pass_and_wrong_ones_are_refused() {
    let Some(folder) = super::folder() else { return };
    let cases = super::json(&folder.join("outgoing-cases.json"));
    let (mut passed, mut refused) = (0, 0);
    for case in cases.as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let found = faults(case["kind"].as_str().unwrap(), &case["obj"], false);
        let right = case["valid"] == json!(1) || BEYOND_SCHEMAS.contains(&name);
        assert_eq!(found.is_empty(), right, "{name}: {found:?}");
        *(if right { &mut passed } else { &mut refused }) += 1;
    }
    assert_eq!((passed, refused), (6 + BEYOND_SCHEMAS.len(), 42));
}

#[test]
fn the_validator_tells_slacks_good_manifest_from_its_bad_one() {
    let Some(folder) = super::folder() else { return };
    let schema = Schema::new(super::json(&folder.join("manifest/manifest.schema.1.0.0.json")));
    let check = |name: &str| schema.faults("", &super::json(&folder.join("manifest").join(name)));
    assert_eq!(check("v1.valid.json"), Vec::<String>::new());
    assert!(!check("v1.invalid.json").is_empty());
}

#[test]
fn slacks_schemas_know_every_method_that_is_called() {
    for method in Method::ALL {
        assert!(knows(method.name()), "{}", method.name());
    }
}

#[test]
fn a_broken_body_is_told_where_it_is_broken() {
    if super::folder().is_none() {
        return;
    }
    let post = |body: &Value| faults("chat.postMessage", body, false);
    let button = |label: &str| {
        json!({
            "type": "button", "action_id": "go", "text": { "type": "plain_text", "text": label },
        })
    };
    let message = |label: &str| {
        json!({
            "channel": "C1", "text": "Hi.",
            "blocks": [{ "type": "actions", "elements": [button(label)] }],
        })
    };
    assert_eq!(post(&message("Go")), Vec::<String>::new());
    let long = "x".repeat(76);
    assert_eq!(post(&message(&long)), ["/blocks/0/elements/0/text/text breaks maxLength 75"]);
    let unknown = post(&json!({ "channel": "C1", "text": "Hi.", "colour": "red" }));
    assert!(unknown.iter().any(|fault| fault == "/colour is not allowed"), "{unknown:?}");
    let nowhere = post(&json!({ "text": "Hi." }));
    assert!(nowhere.iter().any(|fault| fault == " lacks channel"), "{nowhere:?}");
    assert!(!faults("chat.postmessage", &json!({}), false).is_empty(), "no such method");
    assert!(!faults("carrier_pigeon", &json!({}), false).is_empty(), "nothing known");
    let limit = json!({ "limit": "200" });
    assert_eq!(faults("users.list", &limit, true), Vec::<String>::new(), "a form");
    assert_eq!(faults("users.list", &limit, false), ["/limit is no \"number\""]);
}

#[test]
#[should_panic(expected = "not known here: dependencies")]
fn a_word_that_the_validator_does_not_know_is_not_passed_over() {
    Schema::new(json!({ "dependencies": { "a": ["b"] } })).faults("", &json!({}));
}
