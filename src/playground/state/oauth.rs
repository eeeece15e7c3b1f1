//! The app coming in and going: codes, tokens and their ends.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::World;
use crate::playground::json::put;

/// How long a code can be exchanged (`docs.slack.dev`, "Installing with OAuth").
const CODE_LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long a rotated access token lives.
const TOKEN_LIFE: TimeDelta = TimeDelta::hours(12);

#[derive(Clone, Debug)]
struct Code {
    redirect_uri: String,
    scopes: Vec<String>,
    person: String,
    made: DateTime<Utc>,
    used: bool,
}

#[derive(Clone, Debug)]
struct Token {
    expires: Option<DateTime<Utc>>,
    /// Slack's error, once it is no longer good.
    gone: Option<&'static str>,
}

/// What the workspace knows of the app's way in.
#[derive(Debug, Default)]
pub(crate) struct Oauth {
    /// Made when somebody first asks for them.
    pub(crate) client: Option<(String, String)>,
    /// Access tokens expire and come with a refresh token.
    pub(crate) rotates: bool,
    /// Installed for a whole organization: its id and name.
    pub(crate) enterprise: Option<(String, String)>,
    pub(crate) installed: bool,
    /// What the manifest asks for.
    pub(crate) offered: Vec<String>,
    codes: BTreeMap<String, Code>,
    tokens: BTreeMap<String, Token>,
    refreshers: BTreeMap<String, bool>,
}

impl Oauth {
    pub(crate) fn installed(token: &str, offered: Vec<String>) -> Self {
        let good = Token { expires: None, gone: None };
        let tokens = BTreeMap::from([(token.to_owned(), good)]);
        Self { installed: true, offered, tokens, ..Self::default() }
    }

    /// Whether a code or a refresh token was given out here.
    pub(crate) fn knows(&self, code_or_refresher: &str) -> bool {
        self.codes.contains_key(code_or_refresher)
            || self.refreshers.contains_key(code_or_refresher)
    }

    pub(crate) fn knows_token(&self, token: &str) -> bool {
        self.tokens.contains_key(token)
    }

    /// Whether a bot token is good, or Slack's error.
    pub(crate) fn check(&self, token: &str, now: DateTime<Utc>) -> Result<(), &'static str> {
        let token = self.tokens.get(token).ok_or("invalid_auth")?;
        match (token.gone, token.expires) {
            (Some(error), _) => Err(error),
            (None, Some(expires)) if expires <= now => Err("token_expired"),
            _ => Ok(()),
        }
    }

    /// One token is no longer good.
    pub(crate) fn revoke(&mut self, token: &str) {
        if let Some(token) = self.tokens.get_mut(token) {
            token.gone = Some("token_revoked");
        }
    }

    fn end(&mut self) {
        for token in self.tokens.values_mut() {
            token.gone = token.gone.or(Some("account_inactive"));
        }
        self.refreshers.clear();
        self.installed = false;
    }
}

impl World {
    /// The app's own credentials.
    pub(crate) fn oauth_client(&mut self) -> (String, String) {
        if let Some(client) = &self.oauth.client {
            return client.clone();
        }
        let client = ("1000000001.2000000002".to_owned(), self.secret());
        self.oauth.client = Some(client.clone());
        client
    }

    /// Whether somebody is that app.
    pub(crate) fn check_client(&mut self, id: &str, secret: &str) -> Result<(), &'static str> {
        let client = self.oauth_client();
        if id != client.0 {
            return Err("invalid_client_id");
        }
        if secret != client.1 { Err("bad_client_secret") } else { Ok(()) }
    }

    /// Somebody allowed the app in: a code for it.
    pub(crate) fn grant(
        &mut self,
        person: &str,
        redirect_uri: &str,
        scopes: Vec<String>,
    ) -> String {
        let code = format!("{}.{}", self.ids.number("code"), self.secret());
        let granted = Code {
            redirect_uri: redirect_uri.to_owned(),
            scopes,
            person: person.to_owned(),
            made: self.now(),
            used: false,
        };
        self.oauth.codes.insert(code.clone(), granted);
        code
    }

    /// A code becomes an installation.
    pub(crate) fn exchange_code(
        &mut self,
        code: &str,
        redirect: &str,
    ) -> Result<Value, &'static str> {
        let now = self.now();
        let known = self.oauth.codes.get_mut(code).ok_or("invalid_code")?;
        if known.used {
            return Err("code_already_used");
        }
        if now - known.made > CODE_LIFE {
            return Err("invalid_code");
        }
        if known.redirect_uri != redirect {
            return Err("bad_redirect_uri");
        }
        known.used = true;
        let Code { scopes, person, .. } = known.clone();
        self.app.scopes = scopes;
        self.oauth.installed = true;
        Ok(self.installation(&person))
    }

    /// A refresh token becomes a new access token, once.
    pub(crate) fn refresh(&mut self, refresher: &str) -> Result<Value, &'static str> {
        let fresh = self.oauth.refreshers.get_mut(refresher).ok_or("invalid_refresh_token")?;
        if !std::mem::take(fresh) {
            return Err("invalid_refresh_token");
        }
        Ok(self.installation(""))
    }

    /// A new token, and what Slack tells with it.
    fn installation(&mut self, person: &str) -> Value {
        let rotates = self.oauth.rotates;
        let kind = if rotates { "xoxe.xoxb-1" } else { "xoxb" };
        let token = format!("{kind}-{}", self.secret());
        let expires = rotates.then(|| self.now() + TOKEN_LIFE);
        self.oauth.tokens.insert(token.clone(), Token { expires, gone: None });
        self.names.bot_token.clone_from(&token);
        let enterprise = self.oauth.enterprise.clone();
        let team = json!({"id": self.names.team, "name": self.names.workspace});
        let mut answer = json!({
            "access_token": token, "token_type": "bot", "scope": self.app.scopes.join(","),
            "bot_user_id": self.names.bot, "app_id": self.names.app,
            "team": if enterprise.is_some() { Value::Null } else { team },
            "enterprise": enterprise.as_ref().map(|(id, name)| json!({"id": id, "name": name})),
            "is_enterprise_install": enterprise.is_some(),
        });
        if !person.is_empty() {
            put(&mut answer, "authed_user", json!({"id": person}));
        }
        if rotates {
            let refresher = format!("xoxe-1-{}", self.secret());
            self.oauth.refreshers.insert(refresher.clone(), true);
            put(&mut answer, "refresh_token", refresher);
            put(&mut answer, "expires_in", TOKEN_LIFE.num_seconds());
        }
        answer
    }

    /// The app is taken out: it hears of it, and its tokens are good for nothing.
    pub(crate) fn take_out(&mut self) {
        let bot = self.names.bot.clone();
        let tokens = json!({"oauth": [], "bot": [bot]});
        self.send_event(
            "tokens_revoked",
            None,
            json!({"type": "tokens_revoked", "tokens": tokens}),
        );
        self.send_event("app_uninstalled", None, json!({"type": "app_uninstalled"}));
        self.oauth.end();
    }

    /// As if the app had never been here.
    pub(crate) fn never_installed(&mut self) {
        self.oauth.tokens.clear();
        self.oauth.end();
    }
}
