//! `klatch pair` and `klatch round` at the terminal.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use super::{klatch, refusal};

/// `klatch pair --input -`, with this on standard input.
fn pair(input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_klatch"))
        .args(["pair", "--input", "-"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn asked() -> Value {
    json!({"round": 2, "date": "2026-11-23", "seed": "0".repeat(64), "program": {},
           "members": [{"id": "U1"}, {"id": "U2"}, {"id": "U3"}, {"id": "U4", "team": "web"}],
           "history": [{"round": 1, "groups": [["U1", "U2"], ["U3", "U4"]], "not_met": []}],
           "exclusions": [["U1", "U3"]]})
}

#[test]
fn a_pairing_is_tried_on_an_operators_own_people() {
    let output = pair(&asked().to_string());
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let groups: Vec<&Value> = told["groups"].as_array().unwrap().iter().collect();
    assert_eq!(groups[0]["members"], json!(["U1", "U4"]));
    assert_eq!(groups[1]["members"], json!(["U2", "U3"]));
    assert_eq!(told["summary"]["repeats"], 0);

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("people.json"), asked().to_string()).unwrap();
    let from_file = klatch(folder.path(), &["pair", "--input", "people.json"]);
    let again: Value = serde_json::from_slice(&from_file.stdout).unwrap();
    assert_eq!(again["groups"], told["groups"]);
}

#[test]
fn what_makes_no_sense_is_named_and_nothing_is_paired() {
    let with = |at: &str, value: Value| {
        let mut asked = asked();
        *asked.pointer_mut(at).unwrap() = value;
        refusal(&pair(&asked.to_string()))
    };
    for (said, item) in [
        (with("/members/1", json!({"id": "U1"})), "U1"),
        (with("/exclusions/0", json!(["U1", "U9"])), "U9"),
        (with("/history/0/round", json!(2)), "round 2"),
        (with("/members/3", json!({"id": "U4", "tz": "Mars/Base"})), "`Mars/Base`"),
        (
            with("/members/3", json!({"id": "U4", "working_hours": ["09:00", "09:00"]})),
            "the member U4 has working hours that make no sense",
        ),
        (with("/seed", json!("00")), "a seed is 64 hexadecimal digits"),
        (with("/program", json!({"group_size": 7})), "group_size"),
        (with("/program", json!({"mixx": "any"})), "mixx"),
        (refusal(&pair("{\"round\": ")), "this is no JSON"),
        (refusal(&pair("")), "this is no JSON"),
    ] {
        assert!(said.contains(item), "{said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let missing = refusal(&klatch(folder.path(), &["pair", "--input", "people.json"]));
    assert!(missing.contains("people.json"), "{missing}");
}

#[test]
fn a_round_that_is_not_there_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let none = refusal(&klatch(folder.path(), &["round", "list"]));
    assert!(none.contains("There is no database yet"), "{none}");
    assert!(klatch(folder.path(), &["migrate"]).status.success());
    let listed = klatch(folder.path(), &["round", "list"]);
    assert!(listed.status.success() && listed.stdout.is_empty(), "{listed:?}");
    assert_eq!(listed.stderr, b"No round has opened yet.\n");
    for id in ["12", "018f3c2e-7b1a-7c3d-9a1b-2c3d4e5f6a7b"] {
        let said = refusal(&klatch(folder.path(), &["round", "show", id]));
        assert!(said.contains(id) && said.contains("klatch round list"), "{said}");
    }
}
