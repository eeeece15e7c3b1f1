//! What may be repeated of Slack's own words. On a bad day they quote what they were sent, and so
//! what somebody wrote; of a sentence only the words of Slack's rules are kept.

use serde_json::Value;

/// The longest that is repeated, in characters.
const LONGEST: usize = 300;
/// Slack's longest codes have about 40 characters.
const LONGEST_CODE: usize = 80;
/// Stands for what was left out.
const LEFT_OUT: &str = "…";
/// How a place in a body is named: `[json-pointer:/blocks/0/text]`.
const POINTER: &str = "[json-pointer:/";

/// The words of sentences such as "[ERROR] must be less than 3001 characters" and "failed to match
/// all allowed schemas", as they come with a refused view or message.
const RULES: &str = "[ERROR] [WARN] a additional all allowed an any array at be characters empty failed \
     fewer field file in invalid is items least less match missing more most must no not object property \
     provide required schemas slack string than to type unsupported";

/// Slack's error code, if it is one: a single word of small letters.
pub(in crate::slack) fn code(said: &str) -> String {
    let fits = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    if !said.is_empty() && said.len() <= LONGEST_CODE && said.chars().all(fits) {
        said.to_owned()
    } else {
        "an error without a code".to_owned()
    }
}

/// Which scope is missing, or what Slack finds wrong with a view: paths and rules, not contents.
pub(super) fn detail(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    if let Some(needed) = body.get("needed").and_then(Value::as_str) {
        return scopes(needed);
    }
    let said: Vec<String> = body
        .pointer("/response_metadata/messages")
        .or_else(|| body.get("errors"))?
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .map(rules)
        .collect();
    (!said.is_empty()).then(|| short(&said.join("; ")))
}

/// Scopes such as `im:history,users:read.email`.
fn scopes(said: &str) -> Option<String> {
    let fits = |sign: char| sign.is_ascii_lowercase() || ":._,".contains(sign);
    said.chars().all(fits).then(|| short(said))
}

fn rules(sentence: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in sentence.split_whitespace().take(LONGEST) {
        // "… than 3001 characters": other numbers may be somebody's.
        let limit = matches!(kept.last(), Some(&("than" | "most" | "least")))
            && word.len() <= 5
            && word.bytes().all(|byte| byte.is_ascii_digit());
        let rule = RULES.split(' ').any(|known| known == word.trim_end_matches(':'));
        if limit || rule || is_pointer(word) {
            kept.push(word);
        } else if kept.last() != Some(&LEFT_OUT) {
            kept.push(LEFT_OUT);
        }
    }
    kept.join(" ")
}

fn is_pointer(word: &str) -> bool {
    let path = word.strip_prefix(POINTER).and_then(|path| path.strip_suffix(']'));
    path.is_some_and(|path| {
        path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_".contains(&byte))
    })
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(said: &[&str]) -> Option<String> {
        let body = serde_json::json!({ "response_metadata": { "messages": said } });
        detail(&body.to_string())
    }

    #[test]
    fn rules_and_places_are_repeated() {
        for sentence in [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
            "[ERROR] no more than 50 items allowed [json-pointer:/blocks]",
            "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
        ] {
            assert_eq!(messages(&[sentence]).as_deref(), Some(sentence));
        }
        let said = messages(&["[ERROR] unsupported type: heading [json-pointer:/blocks/2]", "a"]);
        assert_eq!(
            said.as_deref(),
            Some("[ERROR] unsupported type: … [json-pointer:/blocks/2]; a")
        );
        assert_eq!(detail(r#"{"errors":[]}"#), None);
    }

    #[test]
    fn what_was_quoted_is_not() {
        let quoting = "[ERROR] must be a string, not \"my password is quokka 4711\" \
             [json-pointer:/blocks/my-quokka] 12";
        assert_eq!(messages(&[quoting]).as_deref(), Some("[ERROR] must be a … not … is …"));
        assert_eq!(detail("{\"errors\":[\"quokka said: no\"]}").as_deref(), Some("… no"));
        assert_eq!(detail("quokka"), None);
    }

    #[test]
    fn a_code_is_one_small_word() {
        assert_eq!(code("channel_not_found"), "channel_not_found");
        for said in ["", "No such channel: quokka", "quokka-answer", &"a".repeat(81)] {
            assert_eq!(code(said), "an error without a code");
        }
        assert_eq!(
            detail(r#"{"needed":"im:history,users:read.email"}"#).as_deref(),
            Some("im:history,users:read.email")
        );
        assert_eq!(detail(r#"{"needed":"a Quokka"}"#), None);
    }
}
