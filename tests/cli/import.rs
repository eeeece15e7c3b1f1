//! `klatch import`, `klatch export` and `klatch backup` at the terminal.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{files_of, keep_a_workspace, klatch, refusal};

fn message(ts: &str, thread: &str, by: &str, text: &str) -> Value {
    json!({"type": "message", "ts": ts, "thread_ts": thread, "user": by, "text": text})
}

/// `days` of `#rust`, each with a question of Ana's that Bo answers; `#secrets` is private.
fn export(folder: &Path, days: u32, broken: bool) {
    let mut zip = ZipWriter::new(std::fs::File::create(folder.join("acme.zip")).unwrap());
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let users = json!([{"id": "U1", "name": "ana"}, {"id": "U2", "name": "bo"}]);
    put("users.json", &users.to_string());
    put("channels.json", &json!([{"id": "C1", "name": "rust"}]).to_string());
    put("groups.json", &json!([{"id": "G1", "name": "secrets"}]).to_string());
    for day in 0..days {
        let root = format!("17{day:08}.000100");
        let reply = format!("17{day:08}.000200");
        let check = json!([{"name": "white_check_mark", "users": ["U1"]}]);
        let text = "Pass a clock in, <!channel> &amp; so on";
        let answer = json!({"ts": &reply, "thread_ts": &root, "user": "U2", "text": text,
                            "reactions": check});
        let asked = message(&root, &root, "U1", &format!("How do I mock time, part {day}?"));
        let alone = json!({"ts": format!("17{day:08}.000300"), "user": "U1", "text": "Bye"});
        let all = json!([asked, answer, alone]);
        put(&format!("rust/2024-{:02}-{:02}.json", day / 28 + 1, day % 28 + 1), &all.to_string());
    }
    if broken {
        put("rust/2025-01-01.json", "[{\"ts\": ");
    }
    zip.finish().unwrap();
}

fn import(folder: &Path, more: &[&str]) -> Output {
    klatch(folder, &[&["import", "--slack-export", "acme.zip"], more].concat())
}

fn read(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn an_export_is_listed_imported_and_imported_again_without_change() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    export(folder, 30, false);
    // What there is is told without any database.
    let listed = import(folder, &[]);
    assert!(listed.status.success(), "{listed:?}");
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(
        listed.contains("  rust: 30 days, ") && listed.contains("  secrets: 0 days"),
        "{listed}"
    );
    assert!(listed.contains("private") && listed.contains("--channel"), "{listed}");
    assert_eq!(read(&import(folder, &["--json"]))["channels"][0]["name"], "rust");
    assert_eq!(files_of(folder), ["acme.zip"]);

    assert!(refusal(&import(folder, &["--channel", "rust"])).contains("There is no database yet."));
    assert!(klatch(folder, &["migrate"]).status.success());
    let early = refusal(&import(folder, &["--channel", "rust"]));
    assert!(early.contains("in no workspace yet"), "{early}");
    keep_a_workspace(&folder.join("klatch.db"));
    let typo = refusal(&import(folder, &["--channel", "rusty"]));
    assert!(typo.contains("Did you mean rust?"), "{typo}");
    let private = refusal(&import(folder, &["--channel", "secrets"]));
    assert!(private.contains("#secrets is private") && private.contains("--private"), "{private}");
    let odd = refusal(&import(folder, &["--channel", "rust", "--url", "acme"]));
    assert!(odd.contains("https://acme.slack.com"), "{odd}");

    let options = ["--channel", "rust", "--url", "https://acme.slack.com/", "--json"];
    let done = import(folder, &options);
    assert!(done.status.success(), "{done:?}");
    let progress = String::from_utf8(done.stderr.clone()).unwrap();
    assert!(progress.contains("#rust: 30 of 30 questions kept"), "{progress}");
    let done = read(&done);
    let channel = &done["channels"][0];
    let counts = ["messages", "questions", "answers", "new", "changed", "known"];
    let counted = |channel: &Value| counts.map(|name| channel[name].as_u64().unwrap());
    assert_eq!(counted(channel), [90, 30, 30, 30, 0, 0]);
    assert_eq!((&done["left_out"]["alone"], &done["complete"]), (&json!(30), &json!(true)));
    let rows = rows(folder);
    assert_eq!(rows.len(), 60);
    assert!(
        rows[0].contains("https://acme.slack.com/archives/C1/p1700000000000100"),
        "{}",
        rows[0]
    );
    assert!(rows[0].contains("answered") && rows[0].contains("imported"), "{}", rows[0]);

    let again = read(&import(folder, &options));
    assert_eq!(counted(&again["channels"][0]), [90, 30, 30, 0, 0, 30]);
    assert_eq!(self::rows(folder), rows, "the second time changes nothing");
    let text = String::from_utf8(import(folder, &["--channel", "C1"]).stdout).unwrap();
    assert!(text.contains("0 new, 0 changed, 30 known before"), "{text}");
    assert!(text.contains("  30 messages in no thread\n"), "{text}");
    assert!(text.contains("Nobody is asked anything because of it."), "{text}");
}

#[test]
fn an_import_that_was_killed_goes_on_to_the_same_end() {
    let whole = tempfile::tempdir().unwrap();
    let cut = tempfile::tempdir().unwrap();
    for folder in [whole.path(), cut.path()] {
        export(folder, 250, false);
        assert!(klatch(folder, &["migrate"]).status.success());
        keep_a_workspace(&folder.join("klatch.db"));
    }
    assert!(import(whole.path(), &["--channel", "rust"]).status.success());
    // Killed, and asked to end by Ctrl+C: once days are read, and once questions are kept.
    for (lines, signal) in [(1, "KILL"), (3, "INT"), (4, "KILL"), (4, "INT"), (5, "KILL")] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_klatch"))
            .args(["import", "--slack-export", "acme.zip", "--channel", "rust"])
            .current_dir(cut.path())
            .env_clear()
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        // It says how far it has come in a line for each hundred.
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        let far = said.nth(lines - 1).unwrap().unwrap();
        assert!(far.starts_with("#rust: "), "{far}");
        let pid = child.id().to_string();
        let _ = std::process::Command::new("kill").args(["-s", signal, &pid]).status();
        // What it still says is read: nobody is killed by a closed pipe.
        said.for_each(drop);
        child.wait().unwrap();
    }
    let last = import(cut.path(), &["--channel", "rust", "--json"]);
    assert!(last.status.success(), "{last:?}");
    // Ids are by chance; everything else is the same.
    let plain = |folder: &Path| {
        let rows = rows(folder);
        rows.iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(plain(cut.path()), plain(whole.path()));
}

#[test]
fn a_broken_day_stops_everything_unless_it_is_to_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    export(folder, 3, true);
    assert!(klatch(folder, &["migrate"]).status.success());
    keep_a_workspace(&folder.join("klatch.db"));
    let stopped = import(folder, &["--channel", "rust"]);
    assert_eq!(stopped.status.code(), Some(2), "{stopped:?}");
    assert!(stopped.stdout.is_empty());
    let said = String::from_utf8(stopped.stderr).unwrap();
    assert!(said.contains("rust/2025-01-01.json: it ends too early"), "{said}");
    assert!(said.contains("Nothing was imported.") && said.contains("--skip-broken"), "{said}");
    assert!(rows(folder).is_empty());
    let left_out = import(folder, &["--channel", "rust", "--skip-broken"]);
    assert_eq!(left_out.status.code(), Some(1), "{left_out:?}");
    let said = String::from_utf8(left_out.stdout).unwrap();
    assert!(said.contains("a day that cannot be read: rust/2025-01-01.json"), "{said}");
    assert_eq!(rows(folder).len(), 6);

    std::fs::write(folder.join("acme.zip"), b"PK\x03\x04 and no more").unwrap();
    let said = refusal(&import(folder, &["--channel", "rust"]));
    assert!(said.starts_with("acme.zip is no whole zip"), "{said}");
}

#[test]
fn cards_leave_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert!(refusal(&klatch(folder, &["export", "--cards"])).contains("There is no database yet."));
    assert!(klatch(folder, &["migrate"]).status.success());
    keep_a_workspace(&folder.join("klatch.db"));
    let none = klatch(folder, &["export", "--cards", "--format", "json"]);
    assert_eq!(String::from_utf8(none.stdout).unwrap(), "[]\n");
    sql(
        folder,
        "INSERT INTO cards (workspace_id, card_id, kind, title, body, owner, state, made_at, \
         review_at, seq) VALUES ('T1', '018f3c2e-7b1a-7c3d-9a1b-2c3d4e5f6a7b', 'kept', '=1+1', \
         '# Two at a time', 'U2', 'current', 1767603600000, 1783155600000, 1)",
    );
    let page = klatch(folder, &["export", "--cards"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("## \\=1+1") && page.contains("\\# Two at a time"), "{page}");
    let table = klatch(folder, &["export", "--cards", "--format", "csv", "--out", "cards.csv"]);
    assert!(table.status.success() && table.stdout.is_empty(), "{table:?}");
    let table = std::fs::read_to_string(folder.join("cards.csv")).unwrap();
    assert!(table.contains(",'=1+1,"), "{table}");
    let nothing = klatch(folder, &["export"]);
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn a_backup_is_made_beside_the_bot() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let none = refusal(&klatch(folder, &["backup", "--out", "copy.db"]));
    assert!(none.contains("There is no database yet."), "{none}");
    assert!(klatch(folder, &["migrate"]).status.success());
    let made = klatch(folder, &["backup", "--out", "copy.db"]);
    assert!(made.status.success() && made.stdout.is_empty(), "{made:?}");
    assert!(String::from_utf8(made.stderr).unwrap().contains("no key of an anonymous question"));
    let again = refusal(&klatch(folder, &["backup", "--out", "copy.db"]));
    assert!(again.contains("copy.db is there already.") && again.contains("--force"), "{again}");
    assert!(klatch(folder, &["backup", "--out", "copy.db", "--force"]).status.success());
    let own = refusal(&klatch(folder, &["backup", "--out", "klatch.db", "--force"]));
    assert!(own.contains("belongs to the database itself"), "{own}");
    assert_eq!(files_of(folder), ["copy.db", "klatch.db"]);
}

/// Every question and answer as a line, its id first.
fn rows(folder: &Path) -> Vec<String> {
    let questions = "SELECT question_id || ' q ' || import_key || ' ' || asker || ' ' || title || ' ' \
         || details || ' ' || state || ' ' || source || ' ' || COALESCE(link, '') || ' ' || asked_at \
         FROM questions ORDER BY asked_at";
    let answers = "SELECT answer_id || ' a ' || author || ' ' || body || ' ' || channel || ' ' \
         || message || ' ' || likes || ' ' || COALESCE(accepted_at, 0) FROM question_answers \
         ORDER BY written_at";
    [questions, answers].into_iter().flat_map(|query| texts(folder, query)).collect()
}

#[tokio::main(flavor = "current_thread")]
async fn texts(folder: &Path, query: &'static str) -> Vec<String> {
    use sqlx::{Connection, Row};
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", folder.join("klatch.db").display());
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    let rows = sqlx::query(query).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

#[tokio::main(flavor = "current_thread")]
async fn sql(folder: &Path, statement: &'static str) {
    use sqlx::Connection;
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", folder.join("klatch.db").display());
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
