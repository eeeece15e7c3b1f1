//! Socket Mode: the app's side of the workspace.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::SinkExt;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::playground::Playground;
use crate::playground::hub::Frame;

/// How often the server asks whether the other end is still there, in real time.
const HEARTBEAT: Duration = Duration::from_secs(5);

#[derive(serde::Deserialize)]
pub(super) struct Admission {
    #[serde(default)]
    ticket: String,
}

pub(super) async fn open(
    State(playground): State<Playground>,
    Query(admission): Query<Admission>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !playground.world().hub.redeem(&admission.ticket) {
        return (StatusCode::UNAUTHORIZED, "unknown or used ticket\n").into_response();
    }
    upgrade.on_upgrade(|socket| async move {
        let (id, frames) = {
            let mut world = playground.world();
            let app = world.names.app.clone();
            world.hub.connect(&app)
        };
        serve(&playground, socket, frames).await;
        playground.world().hub.lost(id);
    })
}

async fn serve(
    playground: &Playground,
    mut socket: WebSocket,
    mut frames: UnboundedReceiver<Frame>,
) {
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    heartbeat.tick().await;
    loop {
        let sent = tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => socket.send(Message::Text(text.into())).await,
                Some(Frame::Break) => return,
                Some(Frame::Close) | None => {
                    farewell(playground, socket).await;
                    return;
                }
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => {
                    playground.world().acknowledge(&text);
                    Ok(())
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                Some(Ok(Message::Binary(_))) => {
                    playground.world().fault("socket: a binary frame");
                    Ok(())
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            _ = heartbeat.tick() => {
                playground.bring();
                socket.send(Message::Ping("playground".into())).await
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Closes, and takes what the app had still to acknowledge.
async fn farewell(playground: &Playground, mut socket: WebSocket) {
    if socket.close().await.is_err() {
        return;
    }
    let rest = async {
        while let Some(Ok(message)) = socket.recv().await {
            if let Message::Text(text) = message {
                playground.world().acknowledge(&text);
            }
        }
    };
    let _slow = tokio::time::timeout(HEARTBEAT, rest).await;
}
