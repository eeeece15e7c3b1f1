//! The directory against a Slack of its own: many people, custom fields, user groups, a list.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Json;
use axum::routing::any;
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::*;
use crate::clock::{Chance, Clock};
use crate::config::Secret;
use crate::domain::coffee::{Participation, Program};
use crate::domain::schedule::Cadence;
use crate::domain::settings::Settings;
use crate::meter::Meter;
use crate::queue::{Handler, Worker};
use crate::router;
use crate::slack::client::Client;
use crate::store::Store;
use crate::views::Voice;

/// What this Slack says, and what it was asked.
#[derive(Default)]
struct Said {
    people: Vec<Value>,
    /// `team.profile.get`, `usergroups.list` and so on, as a whole.
    answers: BTreeMap<&'static str, Value>,
    asked: Vec<String>,
}

type Slack = Arc<Mutex<Said>>;

async fn answer(
    State(slack): State<Slack>,
    Path(method): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Json<Value> {
    let mut slack = slack.lock().unwrap();
    let from: usize = query.get("cursor").map_or(0, |cursor| cursor.parse().unwrap());
    slack.asked.push(method.clone());
    if method == "users.list" {
        let limit: usize = query["limit"].parse().unwrap();
        let page: Vec<&Value> = slack.people.iter().skip(from).take(limit).collect();
        let next = if from + limit < slack.people.len() {
            (from + limit).to_string()
        } else {
            String::new()
        };
        return Json(json!({
            "ok": true, "members": page, "response_metadata": { "next_cursor": next },
        }));
    }
    let one = query.get("user").or(query.get("usergroup")).cloned().unwrap_or_default();
    let answer =
        slack.answers.get(method.as_str()).map(|answer| answer.get(&one).unwrap_or(answer).clone());
    Json(answer.unwrap_or_else(|| json!({ "ok": false, "error": "missing_scope" })))
}

/// Does the jobs as the app does.
struct Hands(Context);

impl Handler for Hands {
    async fn handle(&self, work: &Work) -> Outcome {
        router::job(&self.0, work).await.unwrap()
    }
}

struct Office {
    slack: Slack,
    context: Context,
    worker: Worker<Hands>,
    folder: TempDir,
}

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap()
}

fn user(id: &str) -> Value {
    json!({
        "id": id, "team_id": "T1", "updated": start().timestamp() - 1_000, "tz": "Europe/Berlin",
        "profile": { "display_name": id, "email": format!("{id}@example.org") },
    })
}

impl Office {
    async fn of(ids: &[&str], settings: impl FnOnce(&mut Settings, &TempDir)) -> Self {
        let slack = Slack::default();
        slack.lock().unwrap().people = ids.iter().map(|id| user(id)).collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}/api", listener.local_addr().unwrap());
        let router =
            Router::new().route("/api/{method}", any(answer)).with_state(Arc::clone(&slack));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let folder = TempDir::new().unwrap();
        let clock = Clock::still(start());
        let url = format!("sqlite://{}", folder.path().join("klatch.db").display());
        let store = Store::connect_and_migrate(&url, &clock).await.unwrap();
        let mut chosen = Settings::default();
        settings(&mut chosen, &folder);
        let context = Context {
            search: crate::search::Shelf::new(store.clone(), None),
            store: store.clone(),
            clock: clock.clone(),
            chance: Chance::seeded(3),
            slack: Client::new(&api, &Secret::new("xoxb-token")).unwrap(),
            voice: Voice::default(),
            settings: Arc::new(chosen),
            rules: Arc::default(),
            guests_at_most: false,
            meter: Meter::new(),
            install: None,
        };
        let worker = Worker::new(store, clock, Hands(context.clone()), "office");
        Self { slack, context, worker, folder }
    }

    fn says(&self, method: &'static str, answer: Value) {
        self.slack.lock().unwrap().answers.insert(method, answer);
    }

    /// How often a method was called since this was asked last.
    fn asked(&self, method: &str) -> usize {
        let mut slack = self.slack.lock().unwrap();
        let before = slack.asked.len();
        slack.asked.retain(|asked| asked != method);
        before - slack.asked.len()
    }

    /// The directory is read, and whatever follows within ten minutes is done.
    async fn read(&self) {
        let context = &self.context;
        transaction!(context.store, |tx| sync_soon(context, tx, &ws()).await).await.unwrap();
        for _ in 0..100 {
            self.worker.run_due(context.now()).await.unwrap();
            context.clock.advance_to(context.now() + TimeDelta::seconds(6));
        }
        let figures = context.store.read().await.unwrap().queue_figures(context.now()).await;
        assert_eq!(figures.unwrap().discarded, 0);
    }

    async fn happens(&self, profile: &Profile, fields: &[(&str, &str)]) {
        let fields = fields.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned()));
        let (context, fields) = (&self.context, fields.collect());
        transaction!(context.store, |tx| changed(context, tx, &ws(), profile, &fields, None).await)
            .await
            .unwrap();
    }

    async fn join(&self, ids: &[&str]) {
        let cadence = Cadence::weekly(1, Weekday::Mon, NaiveTime::MIN, chrono_tz::UTC);
        let program = Program {
            id: self.context.chance.id(start()),
            channel: "C1".into(),
            steward: "U1".into(),
            cadence,
            rules: crate::domain::pairing::Rules::default(),
            managers_apart: false,
            style: crate::domain::plan::Style::default(),
            minimum: 2,
            next_opening: "2026-12-07".parse().unwrap(),
            rounds: 0,
            invitation: None,
            private: false,
            ended: false,
            created_at: start(),
        };
        transaction!(self.context.store, |tx| {
            tx.insert_program(&ws(), &program).await?;
            for id in ids {
                let joined = Participation::new(program.id, MemberId::new(*id), start());
                tx.keep_participation(&ws(), &joined).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn member(&self, id: &str) -> Member {
        let mut tx = self.context.store.read().await.unwrap();
        tx.member(&ws(), &MemberId::new(id)).await.unwrap().unwrap()
    }

    async fn team(&self, id: &str) -> Option<String> {
        self.member(id).await.team
    }
}

#[tokio::test]
async fn five_thousand_people_come_in_pages_and_who_vanishes_is_gone() {
    let ids: Vec<String> = (0..5_000).map(|n| format!("U{n:05}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let office = Office::of(&ids, |_, _| {}).await;
    office.read().await;
    assert_eq!(office.asked("users.list"), 25);
    assert_eq!(office.member("U04999").await.profile.standing, Standing::Full);

    office.slack.lock().unwrap().people.remove(42);
    office.read().await;
    assert_eq!(office.member("U00042").await.profile.standing, Standing::Deactivated);
    assert_eq!(office.member("U00043").await.profile.standing, Standing::Full);

    // An answer that is not whole switches nobody off.
    office.slack.lock().unwrap().people.truncate(200);
    office.read().await;
    assert_eq!(office.member("U04999").await.profile.standing, Standing::Full);
}

#[tokio::test]
async fn profile_fields_are_read_of_those_who_take_part() {
    let ids = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8"];
    let office = Office::of(&ids, |settings, _| {
        settings.fields.team = Some("squad".into());
        settings.fields.manager = Some("Manager".into());
        settings.fields.site = Some("No such label".into());
    })
    .await;
    office.says(
        "team.profile.get",
        json!({ "ok": true, "profile": { "fields": [
            { "id": "Xf1", "label": "Squad", "type": "text" },
            { "id": "Xf2", "label": "Manager", "type": "user" },
        ]}}),
    );
    office.says(
        "users.profile.get",
        json!({
            "ok": true,
            "profile": { "fields": { "Xf1": { "value": "Core" }, "Xf2": { "value": "U8" } } },
            "U7": { "ok": true, "profile": { "fields": [] } },
        }),
    );
    office.join(&ids[..7]).await;
    office.read().await;
    assert_eq!(office.asked("users.profile.get"), 7, "nobody twice, and not who takes no part");
    assert_eq!(office.team("U1").await.as_deref(), Some("Core"));
    assert_eq!(office.member("U1").await.manager, Some(MemberId::new("U8")));
    assert_eq!((office.team("U7").await, office.team("U8").await), (None, None));

    // The next day nothing has changed; then an event brings what has.
    office.read().await;
    assert_eq!(office.asked("users.profile.get"), 0);
    let moved = Profile { changed_at: Some(start()), ..office.member("U1").await.profile };
    office.happens(&moved, &[("Xf1", "Edge"), ("Xf9", "secret")]).await;
    assert_eq!(office.team("U1").await.as_deref(), Some("Edge"));
    let late = Profile { changed_at: Some(start() - TimeDelta::seconds(9)), ..moved };
    office.happens(&late, &[("Xf1", "Core")]).await;
    assert_eq!(office.team("U1").await.as_deref(), Some("Edge"), "an older event came late");
    assert_eq!(office.asked("users.profile.get"), 0);
}

#[tokio::test]
async fn when_slack_asks_to_slow_down_nobody_asks_and_what_was_learned_is_kept() {
    let ids = ["U1", "U2", "U3", "U4"];
    let office = Office::of(&ids, |settings, _| settings.fields.team = Some("Squad".into())).await;
    let labels = json!([{ "id": "Xf1", "label": "Squad", "type": "text" }]);
    office.says("team.profile.get", json!({ "ok": true, "profile": { "fields": labels } }));
    let core = json!({ "fields": { "Xf1": { "value": "Core" } } });
    let slower = json!({ "ok": false, "error": "ratelimited" });
    office.says("users.profile.get", json!({ "ok": true, "profile": core, "U3": slower }));
    office.join(&ids).await;
    office.read().await;
    assert_eq!(office.team("U2").await.as_deref(), Some("Core"));
    assert_eq!(office.team("U3").await, None);

    // Somebody else joins every few seconds; Slack wants half a minute.
    office.asked("users.profile.get");
    let context = &office.context;
    for _ in 0..10 {
        transaction!(context.store, |tx| fields_soon(context, tx, &ws()).await).await.unwrap();
        office.worker.run_due(context.now()).await.unwrap();
        context.clock.advance_to(context.now() + TimeDelta::seconds(6));
    }
    let asked = office.asked("users.profile.get");
    assert!((2..=3).contains(&asked), "every half minute somebody looks: {asked}");
    assert_eq!(office.asked("team.profile.get"), 1, "this morning's");

    office.says("users.profile.get", json!({ "ok": true, "profile": core }));
    for _ in 0..10 {
        office.worker.run_due(context.now()).await.unwrap();
        context.clock.advance_to(context.now() + TimeDelta::seconds(6));
    }
    assert_eq!(office.asked("users.profile.get"), 2, "only those who were left");
    assert_eq!(office.team("U4").await.as_deref(), Some("Core"));
}

#[tokio::test]
async fn without_the_scopes_it_does_without() {
    let office = Office::of(&["U1"], |settings, _| {
        settings.fields.team = Some("Team".into());
        settings.team_groups = Some("team-".into());
    })
    .await;
    office.join(&["U1"]).await;
    office.read().await;
    assert_eq!(office.member("U1").await.profile.standing, Standing::Full);
    assert_eq!(office.asked("team.profile.get"), 1);
    assert_eq!(office.asked("usergroups.list"), 1);
    assert_eq!(office.asked("users.profile.get"), 0);
}

#[tokio::test]
async fn user_groups_are_teams_and_follow_their_changes() {
    let office =
        Office::of(&["U1", "U2"], |settings, _| settings.team_groups = Some("team-".into())).await;
    let group = |users: Value| {
        json!({ "ok": true, "usergroups": [
            { "id": "S1", "handle": "team-core", "name": "Core", "users": users },
            { "id": "S2", "handle": "team-web", "name": "Web", "user_count": "1" },
            { "id": "S3", "handle": "team-old", "name": "A", "date_delete": 9, "users": ["U2"] },
            { "id": "S4", "handle": "admins", "name": "Admins", "users": ["U2"] },
        ]})
    };
    office.says("usergroups.list", group(json!(["U1"])));
    office.says("usergroups.users.list", json!({ "S2": { "ok": true, "users": ["U1", "U2"] } }));
    office.read().await;
    assert_eq!(office.team("U1").await.as_deref(), Some("Core"), "the first by name");
    assert_eq!(office.team("U2").await.as_deref(), Some("Web"));
    assert_eq!(office.asked("usergroups.users.list"), 1, "only of the team that came without");

    office.says("usergroups.list", group(json!([])));
    let context = &office.context;
    for _ in 0..3 {
        transaction!(context.store, |tx| groups_changed(context, tx, &ws()).await).await.unwrap();
    }
    office.asked("usergroups.list");
    context.clock.advance_to(context.now() + TimeDelta::minutes(1));
    office.worker.run_due(context.now()).await.unwrap();
    assert_eq!(office.asked("usergroups.list"), 1, "several changes are read once");
    assert_eq!(office.team("U1").await.as_deref(), Some("Web"));
}

#[tokio::test]
async fn the_list_counts_most_and_a_wrong_one_changes_nothing() {
    let office = Office::of(&["U1", "U2"], |settings, folder| {
        settings.team_groups = Some("team-".into());
        settings.people_file = Some(folder.path().join("people.csv"));
    })
    .await;
    office.says(
        "usergroups.list",
        json!({ "ok": true, "usergroups": [
            { "id": "S1", "handle": "team-core", "name": "Core", "users": ["U1", "U2"] },
        ]}),
    );
    let path = office.folder.path().join("people.csv");
    let list = |text: &str| std::fs::write(&path, text).unwrap();
    list("email;team;manager\nu1@EXAMPLE.org;List;u2@example.org\nwho@example.org;List;\n");
    office.read().await;
    assert_eq!(office.team("U1").await.as_deref(), Some("List"));
    assert_eq!(office.member("U1").await.manager, Some(MemberId::new("U2")));
    assert_eq!(office.team("U2").await.as_deref(), Some("Core"));

    list("email;team\nu1@example.org;Other\nbroken\n");
    office.read().await;
    assert_eq!(office.team("U1").await.as_deref(), Some("List"));

    list("email;team\nu2@example.org;Other\n");
    office.read().await;
    assert_eq!(office.team("U1").await.as_deref(), Some("Core"), "not in the list any more");
    assert_eq!(office.team("U2").await.as_deref(), Some("Other"));
}
