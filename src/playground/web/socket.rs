//! Socket Mode: the app's side of the workspace.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::SinkExt;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::playground::hub::Frame;
use crate::playground::{Playground, Town};

/// How often the server asks whether the other end is still there, in real time.
const HEARTBEAT: Duration = Duration::from_secs(5);

#[derive(serde::Deserialize)]
pub(super) struct Admission {
    #[serde(default)]
    ticket: String,
}

pub(super) async fn open(
    State(town): State<Town>,
    Query(admission): Query<Admission>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let admitted = town.playgrounds().iter().any(|one| one.world().hub.redeem(&admission.ticket));
    if !admitted {
        return (StatusCode::UNAUTHORIZED, "unknown or used ticket\n").into_response();
    }
    upgrade.on_upgrade(|socket| async move {
        let (sender, frames) = unbounded_channel();
        // One connection hears of every workspace that the app is in.
        let mut ids = Vec::new();
        for (number, playground) in town.playgrounds().iter().enumerate() {
            let mut world = playground.world();
            if number == 0 {
                world.hub.greet(&world.names.app, &sender);
            }
            ids.push(world.hub.join(sender.clone(), false));
        }
        drop(sender);
        serve(&town, socket, frames).await;
        for (playground, id) in town.playgrounds().iter().zip(ids) {
            playground.world().hub.lost(id);
        }
    })
}

/// An acknowledgement is for whoever sent that envelope.
fn acknowledge(town: &Town, text: &str) {
    for playground in town.playgrounds() {
        playground.world().acknowledge(text);
    }
}

async fn serve(town: &Town, mut socket: WebSocket, mut frames: UnboundedReceiver<Frame>) {
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    heartbeat.tick().await;
    loop {
        let sent = tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => socket.send(Message::Text(text.into())).await,
                Some(Frame::Break) => return,
                Some(Frame::Close) | None => {
                    farewell(town, socket).await;
                    return;
                }
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => {
                    acknowledge(town, &text);
                    Ok(())
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                Some(Ok(Message::Binary(_))) => {
                    if let Some(first) = town.playgrounds().first() {
                        first.world().fault("socket: a binary frame");
                    }
                    Ok(())
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            _ = heartbeat.tick() => {
                town.playgrounds().iter().for_each(Playground::bring);
                socket.send(Message::Ping("playground".into())).await
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Closes, and takes what the app had still to acknowledge.
async fn farewell(town: &Town, mut socket: WebSocket) {
    if socket.close().await.is_err() {
        return;
    }
    let rest = async {
        while let Some(Ok(message)) = socket.recv().await {
            if let Message::Text(text) = message {
                acknowledge(town, &text);
            }
        }
    };
    let _slow = tokio::time::timeout(HEARTBEAT, rest).await;
}
