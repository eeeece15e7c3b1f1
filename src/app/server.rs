//! The one address on which requests are taken: Slack's in HTTP mode, and the pages.

use std::net::SocketAddr;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::error::Told;

/// A bound address, not yet served.
pub(super) struct Server {
    address: SocketAddr,
    listener: Mutex<Option<TcpListener>>,
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
        Ok(Self { address, listener: Mutex::new(Some(listener)) })
    }

    /// Where it is; the port is known even if any was asked for.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is ready, then lets requests in hand end.
    pub(super) async fn run(
        &self,
        router: Router,
        stop: impl Future<Output = ()> + Send + 'static,
    ) {
        let Some(listener) = self.listener.lock().await.take() else { return };
        // An answer is small and must not wait for a second one; where that cannot be, it does.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let serving = axum::serve(listener, router).with_graceful_shutdown(stop);
        if let Err(error) = serving.await {
            tracing::error!(%error, "requests are not served any more");
        }
    }
}
