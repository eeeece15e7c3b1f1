//! The command line as an operator meets it: one clear line that says what to do, exit code 2, and
//! nothing changed.

#![expect(
    clippy::unwrap_used,
    reason = "clippy.toml allows it in tests, but sees only the test functions themselves"
)]

#[path = "cli/forget.rs"]
mod forget;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/pairing.rs"]
mod pairing;
#[path = "cli/routing.rs"]
mod routing;

use std::path::Path;
use std::process::{Command, Output};

fn klatch(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_klatch"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("TMPDIR", folder)
        .output()
        .unwrap()
}

/// What went to standard error, which must be all there is: one line, and exit code 2.
fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    said.trim_end().to_owned()
}

fn files_of(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_unknown_setting_is_named_with_the_nearest_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("klatch.toml"), "databse_url = \"sqlite://k.db\"\n").unwrap();
    let said = refusal(&klatch(folder.path(), &["serve", "--config", "klatch.toml"]));
    assert!(said.contains("databse_url") && said.contains("database_url"), "{said}");
    assert!(said.contains("klatch.toml"), "{said}");
    assert_eq!(files_of(folder.path()), ["klatch.toml"]);
}

#[test]
fn a_missing_token_says_which_and_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let said = refusal(&klatch(folder.path(), &["serve"]));
    assert!(said.contains("SLACK_BOT_TOKEN") && said.contains("xoxb-"), "{said}");
    assert!(files_of(folder.path()).is_empty(), "{:?}", files_of(folder.path()));
}

#[test]
fn a_people_file_that_is_none_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let demo = ["demo", "--headless", "--weeks", "1", "--people"];
    let missing = refusal(&klatch(folder.path(), &[&demo[..], &["people.csv"]].concat()));
    assert!(missing.contains("people.csv"), "{missing}");

    std::fs::write(folder.path().join("people.csv"), "colour,shape\nred,round\n").unwrap();
    let wrong = refusal(&klatch(folder.path(), &[&demo[..], &["people.csv"]].concat()));
    assert!(wrong.contains("name") && wrong.contains("Line 1"), "{wrong}");

    std::fs::write(folder.path().join("users.json"), "{\"ok\": tru").unwrap();
    let broken = refusal(&klatch(folder.path(), &[&demo[..], &["users.json"]].concat()));
    assert!(broken.contains("users.json"), "{broken}");
    assert_eq!(files_of(folder.path()), ["people.csv", "users.json"]);
}

#[test]
fn a_port_in_use_says_how_to_choose_another() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = refusal(&klatch(folder.path(), &["demo", "--port", &port]));
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    assert!(files_of(folder.path()).is_empty());
}

#[test]
fn a_database_that_is_newer_than_the_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let migrated = klatch(folder.path(), &["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let database = folder.path().join("klatch.db");
    mark_as_newer(&database);
    let before = std::fs::read(&database).unwrap();
    let said = refusal(&klatch(folder.path(), &["migrate"]));
    assert!(said.contains("newer"), "{said}");
    assert_eq!(std::fs::read(&database).unwrap(), before);
}

/// Leaves the trace of a migration that only a later version knows.
#[tokio::main(flavor = "current_thread")]
async fn mark_as_newer(database: &Path) {
    use sqlx::Connection;
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", database.display());
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
}

#[test]
fn help_shows_an_example_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "demo", "serve", "check", "hold", "release", "migrate", "import", "export", "backup",
        "forget",
    ] {
        let help = klatch(folder.path(), &[command, "--help"]);
        let text = String::from_utf8(help.stdout).unwrap();
        assert!(help.status.success() && text.contains("Example"), "{text}");
    }
}

#[test]
fn a_check_prints_what_is_wrong_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "slack_api_url = \"http://127.0.0.1:1/api\"\n";
    std::fs::write(folder.path().join("klatch.toml"), settings).unwrap();
    let checked = klatch(folder.path(), &["check"]);
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.contains("✗ Slack: http://127.0.0.1:1/api does not answer"), "{said}");
    let checked = klatch(folder.path(), &["check", "--json"]);
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    let said: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(said["well"], false);
    assert_eq!(files_of(folder.path()), ["klatch.toml"]);

    refusal(&klatch(folder.path(), &["check", "--config", "nowhere.toml"]));
}

#[test]
fn messages_are_held_and_released_from_beside_the_bot() {
    let folder = tempfile::tempdir().unwrap();
    let said = refusal(&klatch(folder.path(), &["hold"]));
    assert!(said.contains("There is no database yet."), "{said}");
    assert!(files_of(folder.path()).is_empty());

    assert!(klatch(folder.path(), &["migrate"]).status.success());
    let list = klatch(folder.path(), &["hold", "--list"]);
    let list = String::from_utf8(list.stdout).unwrap();
    assert_eq!(list, "Klatch is in no workspace yet. Messages: not held\n");
    keep_a_workspace(&folder.path().join("klatch.db"));
    let early = klatch(folder.path(), &["release", "--yes"]);
    assert!(early.status.success(), "{early:?}");
    assert!(String::from_utf8(early.stderr).unwrap().contains("That is not held"));
    let unknown = refusal(&klatch(folder.path(), &["hold", "--workspace", "T9"]));
    assert!(unknown.contains("in no workspace T9"), "{unknown}");
    let held = klatch(folder.path(), &["hold", "--reason", "wrong channel"]);
    assert!(held.status.success(), "{held:?}");
    let list = klatch(folder.path(), &["hold", "--list"]);
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.starts_with("T1: held with all others by operator since "), "{list}");

    let check = klatch(folder.path(), &["check"]);
    let check = String::from_utf8(check.stdout).unwrap();
    assert!(check.contains("Messages: held back in all workspaces; klatch release"), "{check}");

    let looked = klatch(folder.path(), &["release"]);
    assert_eq!(looked.status.code(), Some(2), "{looked:?}");
    assert!(String::from_utf8(looked.stdout).unwrap().contains("T1: held"));
    assert!(String::from_utf8(looked.stderr).unwrap().contains("--yes"));
    let released = klatch(folder.path(), &["release", "--yes"]);
    assert!(released.status.success(), "{released:?}");
    let list = klatch(folder.path(), &["hold", "--list"]);
    assert_eq!(String::from_utf8(list.stdout).unwrap(), "T1: not held\n");
}

#[tokio::main(flavor = "current_thread")]
async fn keep_a_workspace(database: &Path) {
    use klatch::store::{Store, transaction};
    let url = format!("sqlite://{}", database.display());
    let clock = klatch::clock::Clock::system();
    let store = Store::open(&url, &clock).await.unwrap();
    let (ws, bot) = ("T1".into(), "UBOT".into());
    transaction!(store, |tx| tx.keep_workspace(&ws, "One", &bot, clock.now()).await).await.unwrap();
    store.close().await;
}

#[test]
fn the_headless_demo_plays_the_same_for_the_same_seed() {
    let folder = tempfile::tempdir().unwrap();
    let play = |seed: &str| {
        let played = klatch(folder.path(), &["demo", "--headless", "--weeks", "2", "--seed", seed]);
        assert!(played.status.success(), "{played:?}");
        String::from_utf8(played.stdout).unwrap()
    };
    let (one, again, other) = (play("7"), play("7"), play("8"));
    assert_eq!(one, again);
    assert_ne!(one, other);
    let last = one.trim_end().lines().last().unwrap().to_owned();
    assert!(last.starts_with("2 weeks: 2 rounds, ") && last.ends_with(" 0 faults"), "{last}");
    assert!(!one.contains('\x1b'), "colors only on a terminal");
}

#[test]
fn the_demo_takes_an_operators_own_people() {
    let folder = tempfile::tempdir().unwrap();
    let mut csv = String::from("name,email,team,department,zone\n");
    for number in 1..=9 {
        csv.push_str(&format!(
            "Person {number},p{number}@x.example,Team {},Dept,Europe/Paris\n",
            number % 3
        ));
    }
    std::fs::write(folder.path().join("people.csv"), csv).unwrap();
    let played =
        klatch(folder.path(), &["demo", "--headless", "--weeks", "2", "--people", "people.csv"]);
    assert!(played.status.success(), "{played:?}");
    let story = String::from_utf8(played.stdout).unwrap();
    assert!(story.contains("Person 1") && story.contains("2 rounds"), "{story}");
}
