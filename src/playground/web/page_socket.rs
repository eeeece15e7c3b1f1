//! The page's socket: the whole state as somebody sees it, then what changes, and what they do.

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::playground::deeds::{DeedError, Outcome, Press, Spot};
use crate::playground::json::{flag, list, maybe, put, text};
use crate::playground::state::Change;
use crate::playground::{Kind, Misbehavior, Playground, Town, Trick};

/// How many files go along with a message, and how large one may be: the page says the same.
const MOST_FILES: usize = 5;
const FILE_BYTES: usize = 500_000;

#[derive(serde::Deserialize)]
pub(super) struct Seat {
    r#as: Option<String>,
    /// In a town: which workspace.
    team: Option<String>,
}

pub(super) async fn open(
    State(town): State<Town>,
    Query(seat): Query<Seat>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let wanted = seat.team.as_deref().and_then(|team| town.team(team));
    let Some(playground) = wanted.or_else(|| town.playgrounds().first()).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    upgrade.on_upgrade(|socket| async move {
        let changes = playground.world().changes.subscribe();
        let me = playground.world().page_visitor(seat.r#as.as_deref());
        let page = Page { playground, socket, changes, me, seq: 0, drawer: false };
        // A browser that goes away ends it, nothing else.
        let _gone = page.serve().await;
    })
}

/// One open page.
struct Page {
    playground: Playground,
    socket: WebSocket,
    changes: Receiver<Change>,
    me: String,
    seq: u64,
    /// Whether it shows the traffic.
    drawer: bool,
}

impl Page {
    async fn serve(mut self) -> Result<(), axum::Error> {
        let (answers, mut ready) = unbounded_channel();
        self.push_state().await?;
        loop {
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(Change::All) | Err(RecvError::Lagged(_)) => self.push_state().await?,
                    Ok(change) => self.push_change(&change).await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                Some(answer) = ready.recv() => self.send(&answer).await?,
                received = self.socket.recv() => match received {
                    Some(Ok(Message::Text(text))) => self.take(&text, &answers).await?,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    async fn send(&mut self, body: &Value) -> Result<(), axum::Error> {
        self.socket.send(Message::Text(body.to_string().into())).await
    }

    async fn push_state(&mut self) -> Result<(), axum::Error> {
        self.seq += 1;
        let mut state = self.playground.world().page_state(&self.me);
        put(&mut state, "seq", self.seq);
        self.send(&state).await
    }

    async fn push_change(&mut self, change: &Change) -> Result<(), axum::Error> {
        if matches!(change, Change::Traffic(_)) && !self.drawer {
            return Ok(());
        }
        let seen = self.playground.world().page_change(&self.me, change);
        let Some(mut body) = seen else { return Ok(()) };
        self.seq += 1;
        put(&mut body, "type", "change");
        put(&mut body, "seq", self.seq);
        self.send(&body).await
    }

    /// Does what the page asks for. Whatever waits for the app is answered later.
    async fn take(
        &mut self,
        text_frame: &str,
        answers: &UnboundedSender<Value>,
    ) -> Result<(), axum::Error> {
        let request: Value = serde_json::from_str(text_frame).unwrap_or_default();
        let number = request.get("id").cloned().unwrap_or_default();
        match text(&request, "do") {
            "act_as" => {
                let known = self.playground.person(text(&request, "person"));
                let Some(person) = known.filter(|person| !person.deleted && !person.is_bot) else {
                    let sentence = "Nobody can act as them.".to_owned();
                    return self.send(&answer(number, Err(DeedError::NotFound(sentence)))).await;
                };
                self.me = person.id;
                self.send(&answer(number, Ok(json!({})))).await?;
                self.push_state().await
            }
            "traffic" => {
                self.drawer = flag(&request, "on");
                let entries = self.playground.world().page_traffic(self.drawer);
                self.send(&answer(number, Ok(json!({"entries": entries})))).await
            }
            "command" | "press" | "submit" | "shortcut" => {
                let mut request = request;
                if let Some(view) = self.playground.world().view(text(&request, "view")) {
                    // It may be gone when it has been sent.
                    put(&mut request, "callback_id", view.callback_id());
                }
                let (playground, me, answers) =
                    (self.playground.clone(), self.me.clone(), answers.clone());
                tokio::spawn(async move {
                    let result = gesture(&playground, &me, &request).await;
                    note(&playground, &request, &result);
                    // The page may be gone by now.
                    let _gone = answers.send(answer(number, result));
                });
                Ok(())
            }
            _ => {
                let result = everyday(&self.playground, &self.me, &request);
                note(&self.playground, &request, &result);
                self.send(&answer(number, result)).await
            }
        }
    }
}

type Done = Result<Value, DeedError>;

fn answer(number: Value, result: Done) -> Value {
    let mut body = match result {
        Ok(more) => {
            let refused = more.get("errors").is_some();
            let mut body = more;
            put(&mut body, "ok", !refused);
            body
        }
        Err(error) => json!({"ok": false, "error": error.to_string()}),
    };
    put(&mut body, "re", number);
    body
}

/// Keeps what kind of thing a visitor did, for whoever wants to know what was tried.
fn note(playground: &Playground, request: &Value, result: &Done) {
    if result.is_err() {
        return;
    }
    let deed = text(request, "do");
    let what = match deed {
        "command" => {
            let words = text(request, "text");
            let word = words.split_whitespace().next().unwrap_or_default();
            format!("command {} {word}", text(request, "command"))
        }
        "press" => {
            // Of a menu counts what its entry stands for.
            let entry = request.pointer("/element/selected_option/value").and_then(Value::as_str);
            let entry = entry.and_then(|value| Some(value.split_once(' ')?.0));
            format!("press {}", entry.unwrap_or(text(request, "action_id")))
        }
        "shortcut" | "submit" => format!("{deed} {}", text(request, "callback_id")),
        "react" => format!("react {}", text(request, "emoji")),
        "read" => {
            let place = playground.conversation(text(request, "conversation"));
            let group = place.is_some_and(|place| place.kind == Kind::Group);
            if group { "read group".to_owned() } else { "read".to_owned() }
        }
        _ => deed.to_owned(),
    };
    playground.world().visited.insert(what.trim_end().to_owned());
}

/// What is done at once.
fn everyday(playground: &Playground, me: &str, request: &Value) -> Done {
    let place = text(request, "conversation");
    match text(request, "do") {
        "say" => {
            let thread = maybe(request, "thread_ts");
            let files = attached(request)?;
            let files: Vec<(&str, &[u8])> =
                files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            playground.say_with(me, place, thread.as_deref(), text(request, "text"), &files)?;
        }
        "edit" => playground.edit(me, place, text(request, "ts"), text(request, "text"))?,
        "delete" => playground.delete(me, place, text(request, "ts"))?,
        "react" => {
            let there = playground.react(me, place, text(request, "ts"), text(request, "emoji"))?;
            return Ok(json!({"there": there}));
        }
        "close" => playground.close_view(me, text(request, "view"), flag(request, "all"))?,
        "open_home" => playground.open_home(me)?,
        "read" => playground.read(me, place)?,
        "misbehave" => misbehave(playground, request)?,
        "join" => playground.join_channel(me, place)?,
        "open_dm" => {
            let people: Vec<&str> =
                list(request, "people").iter().filter_map(Value::as_str).collect();
            return Ok(json!({"conversation": playground.open_dm(me, &people)?}));
        }
        other => return Err(DeedError::NotFound(format!("Nobody can do {other:?}."))),
    }
    Ok(json!({}))
}

/// The files that go along with what is said.
fn attached(request: &Value) -> Result<Vec<(String, Vec<u8>)>, DeedError> {
    let files = list(request, "files").iter().take(MOST_FILES).map(|file| {
        let bytes = STANDARD.decode(text(file, "data")).ok().filter(|it| it.len() <= FILE_BYTES);
        let name: String = text(file, "name").chars().filter(|c| !"/\\?#".contains(*c)).collect();
        bytes.filter(|_| !name.is_empty()).map(|bytes| (name, bytes))
    });
    let files: Option<Vec<_>> = files.collect();
    files.ok_or_else(|| DeedError::NotPossible("That file cannot be sent.".to_owned()))
}

/// A visitor makes a bad day, or a good one. Only where the traffic is shown.
fn misbehave(playground: &Playground, request: &Value) -> Result<(), DeedError> {
    if !playground.world().traffic.watched {
        return Err(DeedError::NotPossible("Nothing can go wrong here.".to_owned()));
    }
    let share = request.get("share").and_then(Value::as_f64).unwrap_or_default();
    let seed = request.get("seed").and_then(Value::as_u64).unwrap_or_default();
    let names = list(request, "tricks").iter().filter_map(Value::as_str);
    let plan = names
        .filter_map(Trick::named)
        .fold(Misbehavior::seeded(seed), |plan, trick| plan.with(trick, share.clamp(0.0, 1.0)));
    playground.misbehave(plan);
    Ok(())
}

/// What the app has to answer.
async fn gesture(playground: &Playground, me: &str, request: &Value) -> Done {
    let outcome = match text(request, "do") {
        "command" => {
            let place = text(request, "conversation");
            let words = text(request, "text");
            playground.command(me, place, text(request, "command"), words).await?
        }
        "shortcut" => {
            let (id, ts) = (text(request, "callback_id"), maybe(request, "ts"));
            match ts {
                Some(ts) => {
                    let place = text(request, "conversation");
                    playground.message_shortcut(me, id, place, &ts).await?
                }
                None => playground.shortcut(me, id).await?,
            }
        }
        "submit" => {
            let values = request.get("values").cloned().unwrap_or_default();
            playground.submit(me, text(request, "view"), &values).await?
        }
        _ => {
            let part = |key: &str| request.get(key).cloned().unwrap_or_default();
            let press = Press {
                block_id: text(request, "block_id").to_owned(),
                action_id: text(request, "action_id").to_owned(),
                element: part("element"),
                state: part("state"),
            };
            playground.press(me, &spot(&part("where")), &press).await?
        }
    };
    match outcome {
        Outcome::Refused(errors) => Ok(json!({"errors": errors})),
        _ => Ok(json!({})),
    }
}

fn spot(place: &Value) -> Spot {
    match place.get("message") {
        Some(message) => Spot::Message {
            conversation: text(message, "conversation").to_owned(),
            ts: text(message, "ts").to_owned(),
        },
        None => Spot::View(text(place, "view").to_owned()),
    }
}
