//! Arguments, from JSON, a form or a query alike.

use serde_json::{Map, Value};

use super::Refusal;
use super::methods::Method;

/// What came with a call.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// A form or a query.
    Form(Vec<(String, String)>),
    Json(Vec<u8>),
}

impl Body {
    /// A field of a form.
    pub(crate) fn field(&self, key: &str) -> Option<&str> {
        match self {
            Self::Form(pairs) => {
                pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
            }
            Self::Json(_) => None,
        }
    }

    /// As it is shown to whoever watches the traffic; nested JSON in forms is unfolded.
    pub(crate) fn shown(&self) -> Value {
        match self {
            Self::Json(bytes) => serde_json::from_slice(bytes).unwrap_or(Value::Null),
            Self::Form(pairs) => pairs
                .iter()
                .map(|(key, value)| {
                    let nested = value.starts_with(['{', '[']).then(|| serde_json::from_str(value));
                    let plain = || Value::from(value.as_str());
                    (key.clone(), nested.and_then(Result::ok).unwrap_or_else(plain))
                })
                .collect(),
        }
    }
}

/// The arguments of a call. In forms everything is text, and nested values are JSON in text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args(Map<String, Value>);

impl Args {
    pub(crate) fn read(method: &Method, body: Body) -> Result<Self, Refusal> {
        match body {
            Body::Form(pairs) => {
                Ok(Self(pairs.into_iter().map(|(key, value)| (key, value.into())).collect()))
            }
            Body::Json(bytes) if bytes.is_empty() => Ok(Self::default()),
            Body::Json(bytes) => match serde_json::from_slice(&bytes) {
                Ok(Value::Object(map)) if map.is_empty() || method.json => Ok(Self(map)),
                Ok(Value::Object(_)) => Err(Refusal::malformed(
                    "invalid_arguments",
                    vec!["[ERROR] this method takes a form or a query, not JSON".to_owned()],
                )),
                Ok(_) => Err(Refusal::malformed("json_not_object", Vec::new())),
                Err(_) => Err(Refusal::malformed("invalid_json", Vec::new())),
            },
        }
    }

    /// A text, if it was given and is not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub(crate) fn required(&self, key: &str) -> Result<&str, Refusal> {
        self.text(key).ok_or_else(|| {
            let message = format!("[ERROR] missing required field: {key}");
            Refusal::malformed("invalid_arguments", vec![message])
        })
    }

    /// A nested value, itself or as JSON in text.
    pub(crate) fn nested(&self, key: &str) -> Result<Option<Value>, Refusal> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| {
                let message = format!("[ERROR] `{key}` is not JSON");
                Refusal::malformed("invalid_arguments", vec![message])
            }),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// A yes or no; no when it is not there.
    pub(crate) fn flag(&self, key: &str) -> bool {
        match self.0.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.as_str(), "true" | "1"),
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A number.
    pub(crate) fn number(&self, key: &str) -> Option<usize> {
        match self.0.get(key)? {
            Value::Number(number) => number.as_u64().and_then(|n| usize::try_from(n).ok()),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A list, as an array or as text with commas.
    pub(crate) fn names(&self, key: &str) -> Vec<String> {
        match self.0.get(key) {
            Some(Value::Array(items)) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(Value::String(text)) => text
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// One page of something: from the cursor, at most `limit`; and the cursor of the next page.
    pub(crate) fn page<T: Clone>(
        &self,
        all: &[T],
        default_limit: usize,
    ) -> Result<(Vec<T>, String), Refusal> {
        let start = match self.text("cursor") {
            None => 0,
            Some(cursor) => cursor
                .strip_prefix("bmV4dDo")
                .and_then(|number| number.parse::<usize>().ok())
                .filter(|start| *start < all.len())
                .ok_or_else(|| Refusal::malformed("invalid_cursor", Vec::new()))?,
        };
        let limit = match self.number("limit") {
            None | Some(0) => default_limit,
            Some(limit) if limit > 1_000 => {
                return Err(Refusal::malformed("invalid_limit", Vec::new()));
            }
            Some(limit) => limit,
        };
        let page: Vec<T> = all.iter().skip(start).take(limit).cloned().collect();
        let end = start + page.len();
        let next = if end < all.len() { format!("bmV4dDo{end}") } else { String::new() };
        Ok((page, next))
    }
}
