use std::net::SocketAddr;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::{Parts, Watch, router};
use crate::clock::Clock;
use crate::meter::Meter;
use crate::store::Store;

struct Watched {
    address: SocketAddr,
    store: Store,
    open: watch::Sender<usize>,
    _folder: TempDir,
}

impl Watched {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("klatch.db").display());
        let clock = Clock::system();
        let store = Store::connect_and_migrate(&url, &clock).await.unwrap();
        let open = watch::Sender::new(0);
        let watch = Watch::new(Parts {
            store: store.clone(),
            clock,
            meter: Meter::new(),
            connections: Some(open.subscribe()),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router(watch)).await });
        Self { address, store, open, _folder: folder }
    }

    async fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let ask = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        said
    }
}

#[tokio::test]
async fn it_is_ready_while_the_database_and_a_connection_stand() {
    let watched = Watched::new().await;
    assert!(watched.get("/healthz").await.ends_with("ok\n"));
    let alone = watched.get("/readyz").await;
    assert!(alone.starts_with("HTTP/1.1 503"), "{alone}");
    assert!(alone.ends_with("No connection to Slack stands.\n"), "{alone}");
    watched.open.send_replace(2);
    let ready = watched.get("/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 200") && ready.ends_with("ready\n"), "{ready}");

    watched.store.close().await;
    let gone = async {
        loop {
            let said = watched.get("/readyz").await;
            if said.starts_with("HTTP/1.1 503") {
                break said;
            }
            tokio::task::yield_now().await;
        }
    };
    let gone = tokio::time::timeout(Duration::from_secs(10), gone).await.unwrap();
    assert!(gone.ends_with("The database does not answer.\n"), "{gone}");
    assert!(watched.get("/healthz").await.ends_with("ok\n"), "alive all the same");
    assert!(watched.get("/metrics").await.contains("klatch_level{name=\"database_answers\"} 0"));
}

#[tokio::test]
async fn the_figures_are_looked_up_when_somebody_asks() {
    let watched = Watched::new().await;
    watched.open.send_replace(2);
    let said = watched.get("/metrics").await;
    assert!(said.contains("content-type: application/openmetrics-text"), "{said}");
    for line in [
        "klatch_level{name=\"connections\"} 2",
        "klatch_level{name=\"queue_waiting\"} 0",
        "klatch_level{name=\"queue_oldest_seconds\"} 0",
        "klatch_level{name=\"inbox_waiting\"} 0",
        "klatch_level{name=\"database_answers\"} 1",
        "# EOF",
    ] {
        assert!(said.lines().any(|said| said == line), "{line} is not in\n{said}");
    }
}
