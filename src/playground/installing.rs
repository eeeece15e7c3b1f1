//! People letting the app in and taking it out.

use std::collections::BTreeMap;

use url::Url;

use super::{DeedError, Playground};

/// What an install page was asked, read from its address or its form.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scopes: Vec<String>,
}

fn wrong(why: &str) -> DeedError {
    DeedError::NotPossible(format!("Slack says: {why}."))
}

/// The redirect with something more in its query.
fn back(request: &Request, key: &str, value: &str) -> Result<String, DeedError> {
    let mut url = Url::parse(&request.redirect_uri).map_err(|_| wrong("bad_redirect_uri"))?;
    url.query_pairs_mut().append_pair(key, value);
    if let Some(state) = &request.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    Ok(url.into())
}

fn pairs(url: &str) -> Result<BTreeMap<String, String>, DeedError> {
    let url = Url::parse(url).map_err(|_| wrong("that is no address"))?;
    Ok(url.query_pairs().into_owned().collect())
}

impl Playground {
    /// The app's `client_id` and `client_secret`.
    pub fn oauth_client(&self) -> (String, String) {
        self.world().oauth_client()
    }

    /// From now on access tokens live twelve hours and come with a refresh token, or no longer.
    pub fn rotate_tokens(&self, rotates: bool) {
        self.world().oauth.rotates = rotates;
    }

    /// The next installs are for a whole organization (its id and name), or for this workspace.
    pub fn org_wide(&self, enterprise: Option<(&str, &str)>) {
        self.world().oauth.enterprise =
            enterprise.map(|(id, name)| (id.to_owned(), name.to_owned()));
    }

    /// The app was never here: nothing is sent to it, and no token is good, until it is let in.
    pub fn without_app(&self) {
        self.world().never_installed();
    }

    /// Whether the app is installed.
    pub fn has_app(&self) -> bool {
        self.world().oauth.installed
    }

    /// An admin takes the app out: `tokens_revoked` and `app_uninstalled` are sent where the app
    /// subscribed to them, and every token ends.
    pub fn uninstall(&self) {
        self.world().take_out();
    }

    /// The newest token ends, but the app stays.
    pub fn revoke_token(&self) {
        let mut world = self.world();
        let token = world.names.bot_token.clone();
        world.oauth.revoke(&token);
    }

    /// Somebody follows a link to `/oauth/v2/authorize` and presses *Allow*. Where their browser
    /// is sent then.
    ///
    /// # Errors
    /// Slack shows an error instead: an unknown client, scope or redirect.
    pub fn allow(&self, authorize_url: &str) -> Result<String, DeedError> {
        let request = self.install_request(&pairs(authorize_url)?)?;
        self.let_in(&request)
    }

    /// The same with *Cancel*.
    ///
    /// # Errors
    /// Slack shows an error instead.
    pub fn deny(&self, authorize_url: &str) -> Result<String, DeedError> {
        let request = self.install_request(&pairs(authorize_url)?)?;
        turned_away(&request)
    }

    /// Reads what an install page was asked.
    pub(crate) fn install_request(
        &self,
        given: &BTreeMap<String, String>,
    ) -> Result<Request, DeedError> {
        let part = |key: &str| given.get(key).cloned().unwrap_or_default();
        let mut world = self.world();
        if part("client_id") != world.oauth_client().0 {
            return Err(wrong("invalid_client_id"));
        }
        let redirect = Url::parse(&part("redirect_uri")).ok();
        if !redirect.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(wrong("bad_redirect_uri"));
        }
        let scope = part("scope");
        let names = scope.split([',', ' ']).filter(|name| !name.is_empty());
        let scopes: Vec<String> = names.map(str::to_owned).collect();
        let unknown = scopes.iter().find(|scope| !world.oauth.offered.contains(scope));
        if scopes.is_empty() || unknown.is_some() {
            return Err(wrong("invalid_scope"));
        }
        let state = given.get("state").cloned();
        Ok(Request { redirect_uri: part("redirect_uri"), state, scopes })
    }

    /// An admin lets the app in.
    pub(crate) fn let_in(&self, request: &Request) -> Result<String, DeedError> {
        let mut world = self.world();
        let admin = world.people.values().find(|person| person.is_admin && !person.deleted);
        let admin = admin.map(|person| person.id.clone()).unwrap_or_default();
        let code = world.grant(&admin, &request.redirect_uri, request.scopes.clone());
        back(request, "code", &code)
    }
}

/// Where somebody goes who did not want it.
pub(crate) fn turned_away(request: &Request) -> Result<String, DeedError> {
    back(request, "error", "access_denied")
}
