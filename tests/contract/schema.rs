//! As much of JSON Schema as Slack's manifest schema uses. Keywords that are not known here are
//! passed over.

use serde_json::Value;

/// Where `value` breaks `schema`, with what.
pub(super) fn faults(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let target = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return faults(value, target.expect("a reference within the schema"), root, at);
    }
    let mut found = Vec::new();
    if let Some(wanted) = schema.get("type").and_then(Value::as_str)
        && !is(value, wanted)
    {
        found.push(format!("{at} is no {wanted}"));
    }
    if let Some(choices) = schema.get("enum").and_then(Value::as_array)
        && !choices.contains(value)
    {
        found.push(format!("{at} is none of the choices"));
    }
    let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
    let size = match value {
        Value::String(text) => Some((text.chars().count(), "minLength", "maxLength")),
        Value::Array(items) => Some((items.len(), "minItems", "maxItems")),
        _ => None,
    };
    if let Some((size, least, most)) = size {
        let size = u64::try_from(size).unwrap();
        if bound(least).is_some_and(|least| size < least) {
            found.push(format!("{at} is too short"));
        }
        if bound(most).is_some_and(|most| size > most) {
            found.push(format!("{at} is too long"));
        }
    }
    match value {
        Value::Object(fields) => {
            for key in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
                if !fields.contains_key(key.as_str().unwrap()) {
                    found.push(format!("{at} lacks {key}"));
                }
            }
            for (key, field) in fields {
                match schema.pointer(&format!("/properties/{}", key.replace('/', "~1"))) {
                    Some(inner) => found.extend(faults(field, inner, root, &format!("{at}/{key}"))),
                    None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                        found.push(format!("{at}/{key} is unknown"));
                    }
                    None => {}
                }
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let inner = schema.get("items").unwrap_or(&Value::Null);
                found.extend(faults(item, inner, root, &format!("{at}/{number}")));
            }
        }
        _ => {}
    }
    found
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("a kind that is not known here: {other}"),
    }
}

#[test]
fn the_checker_tells_slacks_good_example_from_its_bad_one() {
    let Some(folder) = super::folder() else { return };
    let schema = super::json(&folder.join("manifest/manifest.schema.1.0.0.json"));
    let check = |name: &str| {
        let manifest = super::json(&folder.join("manifest").join(name));
        faults(&manifest, &schema, &schema, "")
    };
    assert_eq!(check("v1.valid.json"), Vec::<String>::new());
    assert!(!check("v1.invalid.json").is_empty());
}
