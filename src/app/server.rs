//! The one address on which requests are taken: Slack's in HTTP mode, and the pages.
//!
//! Our own accepting loop, because nothing that comes from outside may hold on for ever: not a
//! connection that says nothing, not a request that never ends, and not more of them than fit.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::error::Told;

/// How long things may take, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For the head of a request, also of the next one on a connection.
    pub(super) head: Duration,
    /// For a request with its body and its answer. Slack waits 3 seconds.
    pub(super) request: Duration,
    /// For requests in hand, once the program is to stop.
    pub(super) farewell: Duration,
    /// Connections at once; more wait until one ends.
    pub(super) connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            request: Duration::from_secs(15),
            farewell: Duration::from_secs(8),
            connections: 1_024,
        }
    }
}

/// A pause after a connection that could not be taken: when files run out, trying again at once
/// only burns the processor.
const BREATHER: Duration = Duration::from_millis(50);

/// A bound address, not yet served.
pub(super) struct Server {
    address: SocketAddr,
    listener: Mutex<Option<TcpListener>>,
    limits: Limits,
}

impl Server {
    /// Binds it at once, so that a port that is taken is known at the start.
    ///
    /// # Errors
    /// One sentence: it cannot be listened on.
    pub(super) async fn bind(address: SocketAddr) -> Result<Self, Told> {
        let unusable = |error: std::io::Error| {
            Told::new(
                format!("{address} cannot be listened on: {error}."),
                "Set KLATCH_LISTEN to another address, or end the program that uses it.",
            )
        };
        let listener = TcpListener::bind(address).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        Ok(Self { address, listener: Mutex::new(Some(listener)), limits: Limits::default() })
    }

    /// Where it is; the port is known even if any was asked for.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is ready, then lets requests in hand end.
    pub(super) async fn run(&self, router: Router, stop: impl Future<Output = ()> + Send) {
        let Some(listener) = self.listener.lock().await.take() else { return };
        let router = router.layer(CatchPanicLayer::new()).layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            self.limits.request,
        ));
        let places = Arc::new(Semaphore::new(self.limits.connections));
        let (leave, leaving) = watch::channel(false);
        let mut open = JoinSet::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = async {
                // It is never closed, so there is always a place in the end.
                let place = Arc::clone(&places).acquire_owned().await;
                (listener.accept().await, place)
            };
            let (accepted, place) = tokio::select! {
                () = &mut stop => break,
                accepted = accepted => accepted,
                Some(_) = open.join_next() => continue,
            };
            match accepted {
                Ok((stream, _)) => {
                    let (router, leaving, limits) = (router.clone(), leaving.clone(), self.limits);
                    open.spawn(async move {
                        serve(stream, router, leaving, limits).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(BREATHER).await;
                }
            }
        }
        drop(listener);
        let _ = leave.send(true);
        let all = async { while open.join_next().await.is_some() {} };
        if timeout(self.limits.farewell, all).await.is_err() {
            tracing::warn!("requests were cut off");
        }
    }
}

/// One connection, until whoever opened it or we have had enough.
async fn serve(
    stream: TcpStream,
    router: Router,
    mut leaving: watch::Receiver<bool>,
    limits: Limits,
) {
    // Answers are small and awaited: nothing is gained by collecting them.
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(router);
    // Upgrades are for WebSockets, and nothing here is one.
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = told(&mut leaving) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Whoever hangs up half-way is no concern of the operator's.
        tracing::trace!(%error, "a connection broke");
    }
}

async fn told(leaving: &mut watch::Receiver<bool>) {
    // An error means that the server is gone, which says the same.
    let _ = leaving.wait_for(|leaving| *leaving).await;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    use super::*;

    const ASK: &[u8] = b"GET /slow HTTP/1.1\r\nhost: here\r\n\r\n";

    struct Running {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        running: tokio::task::JoinHandle<()>,
    }

    async fn running(router: Router, limits: Limits) -> Running {
        let mut server = Server::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        server.limits = limits;
        let address = server.address();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            server.run(router, stopped).await;
        });
        Running { address, stop, running }
    }

    async fn answer(stream: &mut TcpStream) -> String {
        let mut heard = Vec::new();
        timeout(Duration::from_secs(5), stream.read_to_end(&mut heard)).await.unwrap().unwrap();
        String::from_utf8(heard).unwrap()
    }

    #[tokio::test]
    async fn a_request_in_hand_is_answered_before_the_end() {
        let (entered, is_in) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (inside, go_on) = (Arc::clone(&is_in), Arc::clone(&entered));
        let router = Router::new().route(
            "/slow",
            get(move || {
                let (inside, go_on) = (Arc::clone(&inside), Arc::clone(&go_on));
                async move {
                    inside.add_permits(1);
                    drop(go_on.acquire().await);
                    "done"
                }
            }),
        );
        let server = running(router, Limits::default()).await;
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(ASK).await.unwrap();
        drop(is_in.acquire().await.unwrap());
        server.stop.send(()).unwrap();
        entered.add_permits(1);
        let said = answer(&mut stream).await;
        assert!(said.starts_with("HTTP/1.1 200") && said.ends_with("done"), "{said}");
        timeout(Duration::from_secs(5), server.running).await.unwrap().unwrap();
        assert!(TcpStream::connect(server.address).await.is_err());
    }

    #[tokio::test]
    async fn nobody_holds_on_for_ever() {
        let short = Duration::from_millis(50);
        let limits = Limits { head: short, request: short, farewell: short, ..Limits::default() };
        let never = get(|| async { std::future::pending::<&'static str>().await });
        let server = running(Router::new().route("/slow", never), limits).await;

        let mut silent = TcpStream::connect(server.address).await.unwrap();
        assert_eq!(answer(&mut silent).await, "");
        let mut half = TcpStream::connect(server.address).await.unwrap();
        half.write_all(b"GET / HT").await.unwrap();
        assert!(!answer(&mut half).await.contains("200"));
        let mut slow = TcpStream::connect(server.address).await.unwrap();
        slow.write_all(ASK).await.unwrap();
        assert!(answer(&mut slow).await.starts_with("HTTP/1.1 503"));

        server.stop.send(()).unwrap();
        timeout(Duration::from_secs(5), server.running).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_panic_ends_one_request() {
        let router = Router::new()
            .route(
                "/slow",
                get(|| async {
                    assert_ne!(1, 1, "as the test wants");
                }),
            )
            .route("/fine", get(|| async { "fine" }));
        let server = running(router, Limits::default()).await;
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let both = [ASK, b"GET /fine HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n"].concat();
        stream.write_all(&both).await.unwrap();
        let said = answer(&mut stream).await;
        assert!(said.starts_with("HTTP/1.1 500") && said.ends_with("fine"), "{said}");
        server.stop.send(()).unwrap();
        server.running.await.unwrap();
    }
}
