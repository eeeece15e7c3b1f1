//! A simulated workspace that is served, by the machine's clock.

use klatch::clock::{Chance, Clock};
use klatch::demo::world::app_of_manifest;
use klatch::playground::{App, Cast, Playground, PlaygroundOptions};
use tokio::net::TcpListener;

/// With the app as `manifest.yml` has it.
pub(crate) async fn workspace(cast: Cast) -> Playground {
    workspace_with(cast, app_of_manifest().expect("the manifest")).await
}

/// With another app.
pub(crate) async fn workspace_with(cast: Cast, app: App) -> Playground {
    let (clock, chance) = (Clock::system(), Chance::seeded(1));
    let playground = Playground::start(PlaygroundOptions { clock, chance, cast, app });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    tokio::spawn(playground.serve(listener, axum::Router::new()).expect("an address"));
    playground
}
