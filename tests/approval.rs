//! `docs/approval.md` is what the manifest and the table of reasons make of it.

use std::path::Path;

use klatch::slack::approval::{EVENTS, SCOPES, page};
use klatch::slack::manifest::Manifest;

#[test]
fn everything_that_is_asked_for_has_its_reason() {
    let manifest = Manifest::embedded().unwrap();
    for (names, reasons) in [(manifest.scopes(), SCOPES), (manifest.events(), EVENTS)] {
        for name in names {
            assert!(
                reasons.iter().any(|reason| reason.name == name),
                "{name} has no reason in src/slack/approval/reasons.rs"
            );
        }
    }
    for optional in manifest.optional_scopes() {
        assert!(manifest.scopes().contains(optional), "{optional} is asked for nowhere");
    }
    for reason in SCOPES {
        let asked = manifest.scopes().iter().any(|scope| scope == reason.name);
        assert!(asked, "{} is not in the manifest any more", reason.name);
    }
}

#[test]
fn the_page_is_current() {
    let page = page(&Manifest::embedded().unwrap());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/approval.md");
    if std::env::var_os("KLATCH_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/approval.md is not current: KLATCH_BLESS=1 cargo test --test approval writes it"
    );
}
