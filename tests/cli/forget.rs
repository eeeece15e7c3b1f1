//! `klatch forget`: whom, where, and only with a yes.

use super::{files_of, keep_a_workspace, klatch, refusal};

#[test]
fn whoever_is_meant_is_named_in_full_and_nothing_happens_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    for nobody in ["", "  ", "@ana", "U1,U2"] {
        let said = refusal(&klatch(folder.path(), &["forget", "--member", nobody, "--yes"]));
        assert!(said.contains("nobody's Slack id") && said.contains("U012AB3CD"), "{said}");
    }
    let missing = klatch(folder.path(), &["forget", "--yes"]);
    assert_eq!(missing.status.code(), Some(2), "{missing:?}");
    assert!(String::from_utf8(missing.stderr).unwrap().contains("--member <ID>"));
    let early = refusal(&klatch(folder.path(), &["forget", "--member", "U1", "--yes"]));
    assert!(early.contains("There is no database yet."), "{early}");
    assert!(files_of(folder.path()).is_empty());
}

#[test]
fn somebody_is_forgotten_once_and_only_with_a_yes() {
    let folder = tempfile::tempdir().unwrap();
    assert!(klatch(folder.path(), &["migrate"]).status.success());
    let database = folder.path().join("klatch.db");
    keep_a_workspace(&database);
    keep_somebody(&database);
    let of = |more: &[&str]| klatch(folder.path(), &[&["forget", "--member", "U1"], more].concat());
    let elsewhere = refusal(&of(&["--workspace", "T9", "--yes"]));
    assert!(elsewhere.contains("in no workspace T9"), "{elsewhere}");
    let asked = refusal(&of(&[]));
    assert!(asked.contains("Nobody was forgotten.") && asked.contains("--yes"), "{asked}");
    let unknown = klatch(folder.path(), &["forget", "--member", "U9", "--yes"]);
    let unknown = refusal(&unknown);
    assert!(unknown.contains("Nothing is stored about U9 in the workspace T1."), "{unknown}");

    let done = of(&["--workspace", "T1", "--yes"]);
    assert!(done.status.success() && done.stdout.is_empty(), "{done:?}");
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("Forgotten: 1 entry was deleted or lost the name."), "{said}");
    let again = refusal(&of(&["--yes"]));
    assert!(again.contains("Nothing is stored about U1"), "{again}");
}

#[tokio::main(flavor = "current_thread")]
async fn keep_somebody(database: &std::path::Path) {
    use klatch::store::{Store, transaction};
    let clock = klatch::clock::Clock::system();
    let store = Store::open(&format!("sqlite://{}", database.display()), &clock).await.unwrap();
    let (ws, member) = ("T1".into(), "U1".into());
    transaction!(store, |tx| tx.home_opened(&ws, &member, clock.now()).await).await.unwrap();
    store.close().await;
}
