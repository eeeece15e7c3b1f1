//! One connection, from its hello to its end.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::Timing;
use super::frame::{Frame, acknowledgement, frame};
use crate::slack::client::Client;
use crate::slack::desk::{Desk, Inbox, Replier};
use crate::slack::failure::Failure;

/// A view is at most 250 kB, and an envelope holds one of them.
const LARGEST: usize = 4 * 1024 * 1024;

/// A connection on which Slack has said hello.
pub(super) struct Line {
    wire: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What a line tells whoever opened it.
#[derive(Debug)]
pub(super) enum News {
    /// Slack will close it; it still works.
    Leaving,
    Ended(End),
}

/// How a line ended.
#[derive(Debug)]
pub(super) enum End {
    /// We closed it.
    Left,
    Lost(&'static str),
    Disabled,
}

impl Line {
    /// Opens a connection and waits for its hello.
    pub(super) async fn open(client: &Client, timing: &Timing) -> Result<Self, Failure> {
        const CALL: &str = "socket";
        let ticket = client.open_connection().await?;
        let limits = WebSocketConfig::default()
            .max_message_size(Some(LARGEST))
            .max_frame_size(Some(LARGEST));
        let connecting = connect_async_with_config(ticket, Some(limits), true);
        let (wire, _) = timeout(timing.connect, connecting)
            .await
            .map_err(|_| Failure::unsent(CALL, "it did not come about in time"))?
            .map_err(|error| Failure::unsent(CALL, reason(&error)))?;
        let mut line = Self { wire };
        match timeout(timing.hello, line.hello()).await {
            Ok(true) => Ok(line),
            Ok(false) => Err(Failure::unsent(CALL, "it closed without a hello")),
            Err(_) => Err(Failure::unsent(CALL, "no hello in time")),
        }
    }

    async fn hello(&mut self) -> bool {
        while let Some(Ok(message)) = self.wire.next().await {
            if let Message::Text(text) = message {
                return matches!(frame(&text), Frame::Hello);
            }
        }
        false
    }

    /// Takes what comes to the desk and acknowledges it, until the line ends or `leave` says so.
    pub(super) async fn serve<I: Inbox, R: Replier>(
        mut self,
        desk: &Arc<Desk<I, R>>,
        timing: &Timing,
        tell: &mpsc::Sender<News>,
        mut leave: oneshot::Receiver<()>,
    ) -> End {
        let (acknowledge, mut acks) = mpsc::unbounded_channel();
        let mut asked = false;
        loop {
            tokio::select! {
                biased;
                _ = &mut leave => break,
                Some(ack) = acks.recv() => {
                    if !self.send(ack, timing).await {
                        return End::Lost("it cannot be written to");
                    }
                }
                heard = timeout(timing.quiet, self.wire.next()) => match heard {
                    Err(_) if asked => return End::Lost("no sign of life"),
                    Err(_) => {
                        asked = true;
                        if !self.send(Message::Ping(Vec::new().into()), timing).await {
                            return End::Lost("it cannot be written to");
                        }
                    }
                    Ok(None) => return End::Lost("Slack closed it"),
                    Ok(Some(Err(_))) => return End::Lost("it broke"),
                    Ok(Some(Ok(message))) => {
                        asked = false;
                        match hear(message, desk, &acknowledge) {
                            Heard::Nothing => {}
                            Heard::Disabled => return End::Disabled,
                            Heard::Leaving => {
                                // Told once is enough: a full channel means it was.
                                let _ = tell.try_send(News::Leaving);
                            }
                        }
                    }
                },
            }
        }
        drop(acknowledge);
        self.leave(acks, timing).await
    }

    /// Sends the acknowledgements of what is in hand, then closes.
    async fn leave(mut self, mut acks: mpsc::UnboundedReceiver<Message>, timing: &Timing) -> End {
        let draining = async {
            while let Some(ack) = acks.recv().await {
                if !self.send(ack, timing).await {
                    return;
                }
            }
        };
        let _ = timeout(timing.drain, draining).await;
        let _ = timeout(timing.write, self.wire.close(None)).await;
        End::Left
    }

    async fn send(&mut self, message: Message, timing: &Timing) -> bool {
        matches!(timeout(timing.write, self.wire.send(message)).await, Ok(Ok(())))
    }
}

enum Heard {
    Nothing,
    Leaving,
    Disabled,
}

fn hear<I: Inbox, R: Replier>(
    message: Message,
    desk: &Arc<Desk<I, R>>,
    acknowledge: &mpsc::UnboundedSender<Message>,
) -> Heard {
    let Message::Text(text) = message else { return Heard::Nothing };
    match frame(&text) {
        Frame::Hello | Frame::Other => Heard::Nothing,
        Frame::Malformed => {
            desk.meter().refused("malformed");
            tracing::info!(reason = "malformed", "frame refused");
            Heard::Nothing
        }
        Frame::Leaving => Heard::Leaving,
        Frame::Disabled => Heard::Disabled,
        Frame::Envelope(delivery) => {
            let (id, acknowledge) = (delivery.id.clone(), acknowledge.clone());
            let ack = move |payload| {
                // A line that is gone acknowledges nothing; Slack sends it again on the next.
                let _ = acknowledge.send(Message::text(acknowledgement(&id, payload)));
            };
            desk.take(delivery, Box::new(ack));
            Heard::Nothing
        }
    }
}

/// Why it did not connect, without the address: that is a ticket.
fn reason(error: &Error) -> String {
    match error {
        Error::Io(error) => error.to_string(),
        Error::Tls(_) => "its certificate or its TLS was not accepted".to_owned(),
        Error::Http(answer) => format!("HTTP {}", answer.status().as_u16()),
        _ => "no WebSocket came about".to_owned(),
    }
}
