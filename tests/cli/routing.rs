//! `klatch route` at the terminal.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{klatch, refusal};

const TOPICS: [&str; 3] = ["borrowing", "macros", "lifetimes"];

/// A question every eight hours. Of three topics each has its expert; a hero answers everything.
fn history(questions: i64) -> Vec<Value> {
    let start: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let question = |number: i64| {
        let at = start + Duration::hours(8 * number);
        let topic = usize::try_from(number % 3).unwrap();
        let about = TOPICS.get(topic).unwrap();
        let answer = |by: &str, hours: i64| {
            json!({"id": format!("A{number}{by}"), "author": by, "at": at + Duration::hours(hours),
                   "score": 1, "accepted": by != "hero", "text": format!("{} need care", about)})
        };
        json!({"id": format!("Q{number}"), "asker": format!("asker{}", number % 5), "at": at,
               "title": format!("Why does {} number {number} fail?", about),
               "text": "It says no.", "tags": [about],
               "answers": [answer("hero", 1), answer(&format!("expert{topic}"), 2)],
               "related": if number > 2 { json!([format!("Q{}", number - 3)]) } else { json!([]) }})
    };
    (0..questions).map(question).collect()
}

fn file(folder: &Path, questions: &[Value]) {
    let mut lines = String::new();
    for question in questions {
        writeln!(lines, "{question}").unwrap();
    }
    std::fs::write(folder.join("questions.jsonl"), lines).unwrap();
}

fn lines(folder: &Path, more: &[&str]) -> Vec<Value> {
    let output = klatch(folder, &[&["route", "--input", "questions.jsonl"], more].concat());
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_question_is_ranked_by_what_came_before_it() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), &history(60));
    let all = lines(folder.path(), &[]);
    assert_eq!(all.len(), 60);
    assert_eq!(all[0], json!({"question": "Q0", "experts": [], "similar": []}));
    let from = lines(folder.path(), &["--from", "2026-01-15"]);
    assert_eq!(from.len(), 31);
    for line in &from {
        let number: usize = line["question"].as_str().unwrap()[1..].parse().unwrap();
        let topic = number % 3;
        let experts = line["experts"].as_array().unwrap();
        assert!(experts.len() <= 10, "{line}");
        let known: BTreeSet<&str> =
            experts.iter().map(|one| one["member"].as_str().unwrap()).collect();
        assert!(known.contains(format!("expert{topic}").as_str()) || known.len() < 4, "{line}");
        let similar = line["similar"].as_array().unwrap();
        assert!(similar.len() <= 10 && !similar.contains(&line["question"]), "{line}");
        let score = |at: usize| experts[at]["score"].as_f64().unwrap();
        assert!((1..experts.len()).all(|at| score(at) <= score(at - 1)), "{line}");
        assert!(experts.iter().all(|one| !one["because"].as_array().unwrap().is_empty()));
    }
    // What comes later changes nothing of what was ranked before.
    file(folder.path(), &history(40));
    assert_eq!(lines(folder.path(), &[]), all[..40]);
}

/// Counted once more, by what was printed alone.
#[test]
fn nobody_gets_more_first_offers_than_the_cap_and_a_fifth() {
    let folder = tempfile::tempdir().unwrap();
    let questions = history(70);
    file(folder.path(), &questions);
    for (cap, seed) in [(3, "7"), (1, "8")] {
        let printed = lines(folder.path(), &["--cap", &cap.to_string(), "--seed", seed]);
        let mut offers: Vec<(DateTime<Utc>, &str)> = Vec::new();
        for (question, line) in questions.iter().zip(&printed) {
            let at: DateTime<Utc> = question["at"].as_str().unwrap().parse().unwrap();
            let Some(first) = line["experts"][0]["member"].as_str() else { continue };
            let asker = question["asker"].as_str().unwrap();
            assert_ne!(first, asker);
            offers.push((at, first));
            let week: Vec<_> =
                offers.iter().filter(|(other, _)| at - *other <= Duration::days(7)).collect();
            let theirs = week.iter().filter(|(_, one)| *one == first).count();
            assert!(theirs <= cap, "{line}");
            assert!(week.len() < 10 || theirs * 5 <= week.len(), "{line}");
        }
        assert!(offers.len() > 9, "{}", offers.len());
        let again = lines(folder.path(), &["--cap", &cap.to_string(), "--seed", seed]);
        assert_eq!(printed, again);
    }
}

#[test]
fn a_summary_has_every_cap_and_every_baseline() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), &history(60));
    let arguments = ["route", "--input", "questions.jsonl", "--summary"];
    let table = klatch(folder.path(), &arguments);
    assert!(table.status.success() && table.stderr.is_empty(), "{table:?}");
    let table = String::from_utf8(table.stdout).unwrap();
    for part in ["60 questions", "No cap", "At most 1 first", "BM25 document model", "related"] {
        assert!(table.contains(part), "{table}");
    }
    let json = klatch(folder.path(), &[&arguments[..], &["--json"]].concat());
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    let caps: Vec<&Value> =
        told["caps"].as_array().unwrap().iter().map(|one| &one["cap"]).collect();
    assert_eq!(json!(caps), json!([null, 10, 5, 3, 1]));
    let first = &told["caps"][0];
    for who in ["klatch", "random_active", "most_active", "bm25_document_model", "fused"] {
        assert!(first[who]["ndcg_at_10"].as_f64().unwrap() > 0.5, "{first}");
    }
    assert_eq!(told["similar"]["related"]["questions"], 57);
    assert_eq!(told["similar"]["duplicates"]["questions"], 0);
}

#[test]
fn what_makes_no_sense_is_named_and_nothing_is_ranked() {
    let folder = tempfile::tempdir().unwrap();
    let route = |more: &[&str]| klatch(folder.path(), &[&["route"], more].concat());
    let missing = refusal(&route(&["--input", "questions.jsonl"]));
    assert!(missing.contains("questions.jsonl"), "{missing}");
    let good = history(2);
    for (second, said) in [
        (json!({"id": "Q9"}), "line 2: missing field `asker`"),
        (good[0].clone(), "the question Q0 twice: at line 1 and at line 2"),
        (json!([]), "line 2"),
    ] {
        file(folder.path(), &[good[0].clone(), second]);
        let told = refusal(&route(&["--input", "questions.jsonl"]));
        assert!(told.contains("questions.jsonl") && told.contains(said), "{told}");
    }
    let mut backwards = good.clone();
    backwards.reverse();
    file(folder.path(), &backwards);
    let told = refusal(&route(&["--input", "questions.jsonl"]));
    assert!(told.contains("not in order at line 2"), "{told}");
    file(folder.path(), &good);
    let told = refusal(&route(&["--input", "questions.jsonl", "--from", "2030-01-01"]));
    assert!(told.contains("--from"), "{told}");
    file(folder.path(), &[]);
    refusal(&route(&["--input", "questions.jsonl"]));
    for wrong in [
        &["--input", "questions.jsonl", "--cap", "0"][..],
        &["--input", "questions.jsonl", "--from", "yesterday"],
        &["--input", "questions.jsonl", "--json"],
        &["--input", "questions.jsonl", "--slack-export", "acme.zip"],
        &[],
    ] {
        let output = route(wrong);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
}

/// The archive that docs/routing.md measures with: `KLATCH_ROUTING_DATA` names its folder. Without it
/// the archive is looked for beside the project.
fn archive() -> Option<PathBuf> {
    let named = std::env::var("KLATCH_ROUTING_DATA").ok().map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/routing-data");
    let file = named.clone().unwrap_or(beside).join("quantum-se.jsonl");
    if named.is_none() && !file.is_file() {
        let skipped = b"SKIPPED: no archive of questions; name it in KLATCH_ROUTING_DATA\n";
        std::io::stderr().write_all(skipped).unwrap();
        return None;
    }
    Some(file)
}

#[test]
fn on_real_questions_it_is_as_good_as_the_docs_say() {
    let Some(archive) = archive() else { return };
    let folder = tempfile::tempdir().unwrap();
    let input = archive.to_str().unwrap();
    let arguments = ["route", "--input", input, "--from", "2018-06-01", "--summary", "--json"];
    let output = klatch(folder.path(), &arguments);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let figure = |cap: usize, who: &str, what: &str| told["caps"][cap][who][what].as_f64().unwrap();
    let best = |what: &str| {
        let others = ["random_active", "most_active", "bm25_document_model", "fused"];
        others.map(|who| figure(0, who, what)).into_iter().fold(0.0, f64::max)
    };
    assert!(figure(0, "klatch", "mrr") > 1.05 * best("mrr"), "{told}");
    assert!(figure(0, "klatch", "success_at_3") > 1.05 * best("success_at_3"), "{told}");
    assert!(figure(3, "klatch", "busiest") <= 0.2, "{told}");
    let fused = figure(3, "fused", "success_at_3");
    assert!(figure(3, "klatch", "success_at_3") >= 1.4 * fused, "{told}");
    for links in ["related", "duplicates"] {
        let mrr = |who: &str| told["similar"][links][who]["mrr"].as_f64().unwrap();
        assert!(mrr("klatch") > mrr("bm25"), "{told}");
    }
}
