use std::collections::BTreeSet;

use klatch::config::Config;
use klatch::slack::client::Method;
use klatch::slack::decode::{Decoded, Ignored, Kind, payload};
use klatch::slack::failure::End;
use klatch::slack::manifest::{Manifest, ShortcutKind, TEXT};
use klatch::views::ask::names::shortcut;
use klatch::views::story::names::shortcut as story;
use serde_json::{Value, json};

use crate::slack::outgoing::described_as;
use crate::slack::schema::Schema;

#[test]
fn the_manifest_is_one_that_slack_accepts() {
    let Some(folder) = super::folder() else { return };
    let manifest: Value = serde_saphyr::from_str(TEXT).unwrap();
    let schema = super::json(&folder.join("manifest/manifest.schema.1.0.0.json"));
    assert_eq!(Schema::new(schema).faults("", &manifest), Vec::<String>::new());
}

#[test]
fn every_scope_says_what_it_is_for() {
    let manifest = Manifest::embedded().unwrap();
    for scope in manifest.scopes() {
        let line = TEXT.lines().find(|line| line.trim_start().starts_with(&format!("- {scope} ")));
        let reason = line.and_then(|line| line.split_once(" # ")).map(|(_, reason)| reason);
        assert!(reason.is_some_and(|reason| reason.len() > 5), "{scope} has no reason");
    }
    let scopes: BTreeSet<&String> = manifest.scopes().iter().collect();
    assert_eq!(scopes.len(), manifest.scopes().len(), "one is there twice");
    assert!(manifest.optional_scopes().iter().all(|scope| scopes.contains(scope)));
    assert!(!scopes.contains(&"mpim:history".to_owned()), "coffee chats are never read");
}

#[test]
fn every_method_that_is_called_has_its_scopes() {
    let manifest = Manifest::embedded().unwrap();
    for method in Method::ALL {
        for scope in method.scopes() {
            let named = |scopes: &[String]| scopes.iter().any(|one| one == scope);
            assert!(named(manifest.scopes()), "{} needs {scope}", method.name());
            assert!(
                named(manifest.optional_scopes()) == method.optional(),
                "{}: can it do without {scope} or not?",
                method.name()
            );
        }
        for scope in method.further_scopes() {
            let optional = manifest.optional_scopes().iter().any(|one| one == scope);
            assert!(optional, "{}: {scope} is not optional", method.name());
        }
    }
}

#[test]
fn the_methods_and_their_scopes_are_slacks() {
    let Some(folder) = super::folder() else { return };
    let facts = super::json(&folder.join("method-facts.json"));
    for method in Method::ALL {
        let fact =
            facts.get(described_as(method.name())).unwrap_or_else(|| panic!("{}?", method.name()));
        let known = fact["bot_scopes"].as_array().unwrap();
        assert_eq!(known.is_empty(), method.scopes().is_empty(), "{}", method.name());
        for scope in method.scopes().iter().chain(method.further_scopes()) {
            assert!(known.contains(&json!(scope)), "{} does not ask for {scope}", method.name());
        }
    }
}

#[test]
fn every_event_that_is_asked_for_is_understood() {
    for event in Manifest::embedded().unwrap().events() {
        let (kind, place) = event.split_once('.').unwrap_or((event, "im"));
        // Subscriptions have it in the plural.
        let channel_type = place.trim_end_matches('s');
        let user = match kind {
            "team_join" | "user_change" | "user_profile_changed" | "user_status_changed" => {
                json!({ "id": "U1" })
            }
            _ => json!("U1"),
        };
        let callback = json!({
            "type": "event_callback", "team_id": "T1", "event_id": "Ev1",
            "event": {
                "type": kind, "channel_type": channel_type, "user": user, "channel": "C1",
                "ts": "1.0", "thread_ts": "0.5", "tokens": { "bot": ["UB"] },
                "reaction": "white_check_mark",
                "item": { "type": "message", "channel": "C1", "ts": "1.0" },
            },
        });
        let decoded = payload(Kind::Event, &callback);
        assert!(matches!(decoded, Decoded::Event(_)), "{event}: {decoded:?}");
        assert_ne!(decoded, Decoded::Ignored(Ignored::NotForUs));
    }
}

#[test]
fn the_commands_are_the_ones_of_the_settings() {
    let manifest = Manifest::embedded().unwrap();
    let names: Vec<&str> = manifest.commands().iter().map(|one| one.command.as_str()).collect();
    let commands = Config::default().commands;
    assert_eq!(names, [commands.coffee, commands.ask, commands.story, commands.community]);
    assert!(manifest.commands().iter().all(|one| !one.usage_hint.is_empty()));
    assert_eq!(manifest.bot_name(), "Klatch");
}

#[test]
fn the_shortcuts_are_the_ones_that_are_listened_for() {
    let manifest = Manifest::embedded().unwrap();
    let shortcuts: Vec<_> =
        manifest.shortcuts().iter().map(|one| (one.callback_id.as_str(), one.kind)).collect();
    assert_eq!(
        shortcuts,
        [
            (shortcut::ASK, ShortcutKind::Global),
            (shortcut::ASK_ABOUT, ShortcutKind::Message),
            (shortcut::SOLVED_TOO, ShortcutKind::Message),
            (shortcut::KEEP, ShortcutKind::Message),
            (story::SAVE, ShortcutKind::Message),
            (story::THANKS, ShortcutKind::Message),
            (story::TELL, ShortcutKind::Global),
        ]
    );
}

/// None of Slack's errors falls through unsorted.
#[test]
fn every_error_of_the_methods_has_its_end() {
    let Some(folder) = super::folder() else { return };
    let facts = super::json(&folder.join("method-facts.json"));
    for method in Method::ALL {
        for code in facts[described_as(method.name())]["errors"].as_array().unwrap() {
            let code = code.as_str().unwrap();
            assert!(End::of(code).is_some(), "{}: {code} has no end", method.name());
        }
    }
}
