//! `klatch pair`: a program tried on an operator's own people, or the engine held to its word by
//! anybody. JSON in, JSON out.

use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::domain::hours::WorkingHours;
use crate::domain::pairing::{self, PastRound, Person, Request};
use crate::error::Told;

/// From so many bytes on, whoever waits at a terminal is told what is going on: a second or two.
const LONG: usize = 1 << 20;

/// Reads a request from a file, or from standard input for `-`; pairs it; writes the result.
///
/// # Errors
/// What is wrong with the input, by name; then nothing was written.
pub fn pair(input: &Path, out: &mut impl Write) -> Result<(), Told> {
    let name = match input.to_str() {
        Some("-") => "Standard input".to_owned(),
        _ => input.display().to_string(),
    };
    let bytes = bytes(input)
        .map_err(|error| Told::new(format!("{name} cannot be read: {error}."), "Check --input."))?;
    let wrong = |what: String| Told::new(format!("{name}: {what}."), "Nothing was paired.");
    let request = read(&bytes).map_err(wrong)?;
    request.check().map_err(|problem| wrong(problem.to_string()))?;
    let long = bytes.len() >= LONG && std::io::stderr().is_terminal();
    drop(bytes);
    if long {
        eprintln!("Pairing {} people…", request.people.len());
    }
    let began = Instant::now();
    let paired = pairing::pair(&request).within(began.elapsed());
    if long {
        eprintln!("Done in {} ms.", paired.summary.elapsed_ms);
    }
    let written = serde_json::to_writer_pretty(&mut *out, &paired)
        .map_err(std::io::Error::from)
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush());
    written.map_err(|error| {
        Told::new(format!("The result cannot be written: {error}."), "Check where it goes.")
    })
}

fn bytes(input: &Path) -> std::io::Result<Vec<u8>> {
    if input.to_str() != Some("-") {
        return std::fs::read(input);
    }
    if std::io::stdin().is_terminal() {
        eprintln!("Reading from the terminal; end with Ctrl+D.");
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The request, or what is wrong with it in half a sentence that names the item.
fn read(bytes: &[u8]) -> Result<Request, String> {
    serde_json::from_slice(bytes).map_err(|error| match serde_json::from_slice::<Value>(bytes) {
        // Where a value stands is of less help than whose it is.
        Ok(value) => culprit(&value).unwrap_or_else(|| error.to_string()),
        Err(error) => format!("this is no JSON: {error}"),
    })
}

/// The first part of a request that makes no sense by itself.
fn culprit(value: &Value) -> Option<String> {
    let members = value.get("members").and_then(Value::as_array).into_iter().flatten();
    let wrong_member = |(at, member): (usize, &Value)| {
        let whose = match member.get("id").and_then(Value::as_str) {
            Some(id) => format!("the member {id}"),
            None => format!("the member at place {}", at + 1),
        };
        let hours = member.get("working_hours").filter(|hours| !hours.is_null());
        let hours =
            hours.and_then(|hours| serde_json::from_value::<WorkingHours>(hours.clone()).err());
        if let Some(error) = hours {
            return Some(format!("{whose} has working hours that make no sense: {error}"));
        }
        if let Some(zone) = member.get("tz").and_then(Value::as_str)
            && zone.parse::<chrono_tz::Tz>().is_err()
        {
            return Some(format!("{whose} lives in a zone that does not exist: `{zone}`"));
        }
        let error = serde_json::from_value::<Person>(member.clone()).err()?;
        Some(format!("{whose} cannot be read: {error}"))
    };
    let past = value.get("history").and_then(Value::as_array).into_iter().flatten();
    let wrong_round = |(at, past): (usize, &Value)| {
        let error = serde_json::from_value::<PastRound>(past.clone()).err()?;
        let which = match past.get("round").and_then(Value::as_u64) {
            Some(number) => format!("round {number}"),
            None => format!("the round at place {}", at + 1),
        };
        Some(format!("{which} of the history cannot be read: {error}"))
    };
    let program = || {
        let program = value.get("program")?.clone();
        let error = serde_json::from_value::<pairing::Rules>(program).err()?;
        Some(format!("the program cannot be read: {error}"))
    };
    members
        .enumerate()
        .find_map(wrong_member)
        .or_else(|| past.enumerate().find_map(wrong_round))
        .or_else(program)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(member: &Value) -> Value {
        json!({"round": 2, "date": "2026-11-23", "seed": "0".repeat(64), "program": {},
               "members": [{"id": "U1"}, member], "history": [], "exclusions": []})
    }

    fn refused(value: &Value) -> String {
        read(value.to_string().as_bytes()).unwrap_err()
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let request = read(asked(&json!({"id": "U2"})).to_string().as_bytes()).unwrap();
        assert_eq!(request.program, pairing::Rules::default());
        assert_eq!(request.people.len(), 2);
    }

    #[test]
    fn a_member_that_makes_no_sense_is_named() {
        let said = |member: &Value| refused(&asked(member));
        let zone = said(&json!({"id": "U2", "tz": "Europe/Atlantis"}));
        assert_eq!(zone, "the member U2 lives in a zone that does not exist: `Europe/Atlantis`");
        let hours = said(&json!({"id": "U2", "working_hours": ["09:00", "09:00"]}));
        assert_eq!(
            hours,
            "the member U2 has working hours that make no sense: hours end where they begin, at 09:00"
        );
        let hours = said(&json!({"id": "U2", "working_hours": {"mon": ["9am", "17:00"]}}));
        assert!(hours.contains("U2") && hours.contains("`9am`"), "{hours}");
        let typo = said(&json!({"id": "U2", "tema": "web"}));
        assert!(typo.contains("U2") && typo.contains("tema"), "{typo}");
        let nameless = said(&json!({"team": "web"}));
        assert!(nameless.contains("place 2") && nameless.contains("`id`"), "{nameless}");
    }

    #[test]
    fn other_things_that_make_no_sense_are_named_too() {
        let mut value = asked(&json!({"id": "U2"}));
        value["history"] = json!([{"round": 1, "groups": [["U1", 2]]}]);
        assert!(refused(&value).starts_with("round 1 of the history"), "{}", refused(&value));
        let mut value = asked(&json!({"id": "U2"}));
        value["program"] = json!({"mix": "shaken"});
        assert!(refused(&value).contains("`shaken`"), "{}", refused(&value));
        let mut value = asked(&json!({"id": "U2"}));
        value["seed"] = json!("abc");
        assert!(refused(&value).contains("a seed is 64 hexadecimal digits"), "{}", refused(&value));
        assert!(read(b"{\"round\": 1,").unwrap_err().starts_with("this is no JSON"));
        assert!(read(b"[1]").is_err());
    }
}
