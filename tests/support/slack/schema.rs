//! As much of JSON Schema (draft 7) as Slack's schemas use. A word or a pattern that is not known
//! here is never passed over: it ends the test.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value};

/// What says nothing about a value.
const REMARKS: [&str; 10] = [
    "$schema",
    "$id",
    "$comment",
    "_note",
    "title",
    "description",
    "default",
    "definitions",
    "format",
    "regex",
];

/// A schema, with the definitions that it refers to.
pub(crate) struct Schema(Value);

impl Schema {
    pub(crate) fn new(root: Value) -> Self {
        Self(root)
    }

    /// Where `value` breaks the part of the schema at a pointer (nothing: all of it), with what.
    pub(crate) fn faults(&self, part: &str, value: &Value) -> Vec<String> {
        self.check(value, self.part(part))
    }

    /// That part itself, if there is one.
    pub(crate) fn get(&self, part: &str) -> Option<&Value> {
        self.0.pointer(part)
    }

    fn part(&self, pointer: &str) -> &Value {
        self.get(pointer).unwrap_or_else(|| panic!("the schema has no {pointer}"))
    }

    fn check(&self, value: &Value, schema: &Value) -> Vec<String> {
        match schema {
            Value::Bool(true) => Vec::new(),
            Value::Bool(false) => vec![" is not allowed".to_owned()],
            Value::Object(rules) => {
                let each = rules.iter();
                each.flat_map(|(word, rule)| self.apply(value, word, rule, rules)).collect()
            }
            other => panic!("no schema: {other}"),
        }
    }

    fn fits(&self, value: &Value, schema: &Value) -> bool {
        self.check(value, schema).is_empty()
    }

    fn apply(
        &self,
        value: &Value,
        word: &str,
        rule: &Value,
        rules: &Map<String, Value>,
    ) -> Vec<String> {
        match word {
            "$ref" => {
                let target = rule.as_str().and_then(|target| target.strip_prefix('#'));
                self.check(value, self.part(target.expect("a reference within the schema")))
            }
            "type" => wrong_if(!is_one_of(value, rule), || format!(" is no {rule}")),
            "enum" => wrong_if(!items(rule).contains(value), || format!(" is none of {rule}")),
            "const" => wrong_if(value != rule, || format!(" is not {rule}")),
            "pattern" => {
                wrong_if(value.as_str().is_some_and(|text| !matches(pattern(rule), text)), || {
                    format!(" does not match {rule}")
                })
            }
            "required" => required(value, rule),
            "properties" | "patternProperties" | "additionalProperties" => {
                self.fields(value, word, rules)
            }
            "items" => self.items(value, rule),
            "contains" => wrong_if(
                value.is_array() && !items(value).iter().any(|item| self.fits(item, rule)),
                || " lacks an item of a kind".to_owned(),
            ),
            "uniqueItems" => wrong_if(has_twins(value), || " has the same item twice".to_owned()),
            "allOf" => items(rule).iter().flat_map(|rule| self.check(value, rule)).collect(),
            "anyOf" | "oneOf" => self.choose(value, items(rule), word == "oneOf"),
            "if" => {
                let next = if self.fits(value, rule) { "then" } else { "else" };
                rules.get(next).map(|next| self.check(value, next)).unwrap_or_default()
            }
            // With their `if`.
            "then" | "else" => Vec::new(),
            remark if REMARKS.contains(&remark) => Vec::new(),
            bound => within(value, bound, rule),
        }
    }

    /// The fields of an object, named, by pattern, or further ones: all of them by the first word
    /// that speaks of fields.
    fn fields(&self, value: &Value, word: &str, rules: &Map<String, Value>) -> Vec<String> {
        let mut found = Vec::new();
        let words = ["properties", "patternProperties", "additionalProperties"];
        if words.into_iter().find(|one| rules.contains_key(*one)) != Some(word) {
            return found;
        }
        for (key, field) in value.as_object().into_iter().flatten() {
            let named = rules.get("properties").and_then(|named| named.get(key));
            let patterns = rules.get("patternProperties").and_then(Value::as_object);
            let by_pattern = patterns.into_iter().flatten();
            let by_pattern = by_pattern.filter(|(given, _)| matches(given, key));
            let mut schemas: Vec<&Value> = named.into_iter().collect();
            schemas.extend(by_pattern.map(|(_, schema)| schema));
            if schemas.is_empty() {
                schemas.extend(rules.get("additionalProperties"));
            }
            for schema in schemas {
                found.extend(beneath(key, self.check(field, schema)));
            }
        }
        found
    }

    fn items(&self, value: &Value, rule: &Value) -> Vec<String> {
        let all = value.as_array().into_iter().flatten().enumerate();
        all.flat_map(|(number, item)| beneath(number, self.check(item, rule))).collect()
    }

    /// One of several schemas, or exactly one; where none fits, what is wrong by the nearest.
    fn choose(&self, value: &Value, schemas: &[Value], only_one: bool) -> Vec<String> {
        let verdicts: Vec<Vec<String>> =
            schemas.iter().map(|schema| self.check(value, schema)).collect();
        let fitting = verdicts.iter().filter(|faults| faults.is_empty()).count();
        if fitting == 0 {
            return verdicts.into_iter().min_by_key(Vec::len).unwrap_or_default();
        }
        wrong_if(only_one && fitting > 1, || " is more than one thing at once".to_owned())
    }
}

fn wrong_if(wrong: bool, what: impl Fn() -> String) -> Vec<String> {
    wrong.then(what).into_iter().collect()
}

/// Faults of what stands there, seen from above.
fn beneath(place: impl std::fmt::Display, faults: Vec<String>) -> Vec<String> {
    faults.into_iter().map(|fault| format!("/{place}{fault}")).collect()
}

fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

fn pattern(rule: &Value) -> &str {
    rule.as_str().expect("a pattern is text")
}

fn required(value: &Value, keys: &Value) -> Vec<String> {
    let Some(fields) = value.as_object() else { return Vec::new() };
    let keys = items(keys).iter().filter_map(Value::as_str);
    keys.filter(|key| !fields.contains_key(*key)).map(|key| format!(" lacks {key}")).collect()
}

fn has_twins(value: &Value) -> bool {
    let list = items(value);
    list.iter().enumerate().any(|(number, item)| list[..number].contains(item))
}

/// `minLength`, `maxItems` and their like.
fn within(value: &Value, bound: &str, limit: &Value) -> Vec<String> {
    let size = match bound {
        "minLength" | "maxLength" => value.as_str().map(|text| text.chars().count()),
        "minItems" | "maxItems" => value.as_array().map(Vec::len),
        "minProperties" | "maxProperties" => value.as_object().map(Map::len),
        "minimum" | "maximum" => None,
        other => panic!("a word of JSON Schema that is not known here: {other}"),
    };
    #[expect(clippy::cast_precision_loss, reason = "no text is that long")]
    let size = size.map_or_else(|| value.as_f64(), |size| Some(size as f64));
    let limit = limit.as_f64().expect("a bound is a number");
    // A bound says nothing about values of another kind.
    let of_numbers = matches!(bound, "minimum" | "maximum");
    let Some(size) = size.filter(|_| of_numbers == value.is_number()) else { return Vec::new() };
    let outside = if bound.starts_with("min") { size < limit } else { size > limit };
    wrong_if(outside, || format!(" breaks {bound} {limit}"))
}

fn is_one_of(value: &Value, kinds: &Value) -> bool {
    let kinds = kinds.as_str().into_iter().chain(items(kinds).iter().filter_map(Value::as_str));
    kinds.into_iter().any(|kind| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("a kind that is not known here: {other}"),
    })
}

/// The patterns that Slack's schemas have, as far as anything of ours meets them.
fn matches(pattern: &str, text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_digit());
    match pattern {
        r"^\d+\.\d+$" => text.split_once('.').is_some_and(|(a, b)| digits(a) && digits(b)),
        r"^\d{4}-\d{2}-\d{2}$" => {
            text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
        }
        r"^([01]\d|2[0-3]):[0-5]\d$" => {
            text.len() == 5 && NaiveTime::parse_from_str(text, "%H:%M").is_ok()
        }
        r"^https://" | r"^https:\/\/" => text.starts_with("https://"),
        r"^https?:\/\/" => text.starts_with("https://") || text.starts_with("http://"),
        r"^\/" => text.starts_with('/'),
        other => panic!("a pattern that is not known here: {other}"),
    }
}
