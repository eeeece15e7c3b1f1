//! Several workspaces behind one address, with one app for all of them: told apart by their tokens,
//! as at Slack.

use std::io;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

use super::post::Endpoint;
use super::{Playground, web};

/// Workspaces that share an address, an app-level token and the app's credentials. Clones are the
/// same town.
#[derive(Clone)]
pub struct Town(Arc<Vec<Playground>>);

impl Town {
    /// Puts workspaces together; each was started with a number of its own
    /// ([`Playground::start_as`]). The first one's app token and credentials are everybody's.
    pub fn of(playgrounds: Vec<Playground>) -> Self {
        if let Some((first, others)) = playgrounds.split_first().filter(|(_, all)| !all.is_empty())
        {
            let (client, app_token) = (first.oauth_client(), first.app_token());
            for other in others {
                let mut world = other.world();
                world.oauth.client = Some(client.clone());
                world.names.app_token.clone_from(&app_token);
            }
        }
        Self(Arc::new(playgrounds))
    }

    /// All workspaces, in order.
    pub fn playgrounds(&self) -> &[Playground] {
        &self.0
    }

    /// The workspace with that id.
    pub fn team(&self, id: &str) -> Option<&Playground> {
        self.0.iter().find(|playground| playground.team() == id)
    }

    /// The one that a call is for: by its token, or by the code that it brings; the first where
    /// nobody knows either.
    pub(crate) fn of_call(&self, token: Option<&str>, code: Option<&str>) -> Option<&Playground> {
        let knows = |playground: &&Playground| {
            let world = playground.world();
            token.is_some_and(|token| world.oauth.knows_token(token))
                || code.is_some_and(|code| world.oauth.knows(code))
        };
        self.0.iter().find(knows).or_else(|| self.0.first())
    }

    /// All of it as one router.
    pub fn router(&self) -> Router {
        web::router(self)
    }

    /// Serves all of them, as [`Playground::serve`] does with one.
    ///
    /// # Errors
    /// The listener has no address.
    pub fn serve(
        &self,
        listener: TcpListener,
        extra: Router,
    ) -> io::Result<impl Future<Output = io::Result<()>> + Send + 'static> {
        let address = listener.local_addr()?.to_string();
        for playground in self.0.iter() {
            playground.at(address.clone());
        }
        let router = web::guarded(self.router().merge(extra));
        Ok(async move { axum::serve(listener, router).await })
    }

    /// Sends everything of every workspace there by HTTP. See [`Playground::deliver_to`].
    pub fn deliver_to(&self, endpoint: &Endpoint) {
        for playground in self.0.iter() {
            playground.deliver_to(endpoint.clone());
        }
    }
}
