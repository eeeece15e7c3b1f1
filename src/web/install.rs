//! The way in: `/slack/install` sends somebody to Slack, `/slack/oauth_redirect` takes them back.
//!
//! Between the two, a cookie says that it is the same browser; the `state` that Slack passes through
//! alone could be put into somebody else's address bar.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use url::form_urlencoded;

use super::pages::{HEADERS, STYLE_PATH, html, style};
use crate::domain::locale::Locale;
use crate::error::Reference;
use crate::views::installing;

/// 32 bytes in base64 without padding, for a URL.
const TICKET: usize = 43;
/// Longer than any code of Slack's.
const LONGEST: usize = 1_000;
/// How long the cookie is kept, in seconds: as long as a state is good.
const COOKIE_AGE: u32 = 600;

/// What stands behind the two addresses. `app` fills it.
pub trait Front: Clone + Send + Sync + 'static {
    /// Somebody wants in. `browser` is what their cookie says.
    fn begin(&self, browser: Option<String>) -> impl Future<Output = Begun> + Send;

    /// Somebody is back from Slack; `None` if what they bring cannot be ours.
    fn finish(&self, back: Option<Back>) -> impl Future<Output = Finished> + Send;
}

/// How installing begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Off to Slack, with a cookie.
    Go {
        to: String,
        browser: String,
    },
    Broken(Reference),
}

/// What somebody brings back.
#[derive(Clone, PartialEq, Eq)]
pub struct Back {
    pub state: String,
    pub browser: String,
    /// Or else they said no.
    pub code: Option<String>,
    /// Slack's word for why not.
    pub error: Option<String>,
}

/// How installing ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finished {
    Welcome { workspace: String, link: String },
    Denied,
    Stale,
    WholeOrganization,
    Refused(Reference),
    Unreachable(Reference),
}

#[derive(Clone)]
struct Door<F> {
    front: F,
    /// Whether people come by https: then the cookie is bound to this host alone.
    secure: bool,
}

/// The two addresses. `secure`: people reach them by https.
pub fn router<F: Front>(front: F, secure: bool) -> Router {
    Router::new()
        .route("/slack/install", get(begin::<F>))
        .route("/slack/oauth_redirect", get(finish::<F>))
        .route(STYLE_PATH, get(style))
        .with_state(Door { front, secure })
}

async fn begin<F: Front>(State(door): State<Door<F>>, headers: HeaderMap) -> Response {
    match door.front.begin(door.cookie(&headers)).await {
        Begun::Go { to, browser } => {
            let cookie = door.set_cookie(&browser, COOKIE_AGE);
            let there = [(header::LOCATION, to), (header::SET_COOKIE, cookie)];
            (StatusCode::FOUND, HEADERS, there).into_response()
        }
        Begun::Broken(reference) => {
            let page = installing::unreachable(Locale::English, &reference.to_string());
            html(StatusCode::SERVICE_UNAVAILABLE, &page)
        }
    }
}

async fn finish<F: Front>(
    State(door): State<Door<F>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let back = back(query.as_deref().unwrap_or_default(), door.cookie(&headers));
    let finished = door.front.finish(back).await;
    let (status, page) = page_of(&finished);
    let mut response = html(status, &page);
    // The cookie has done its work, unless another try is under way in this browser.
    if finished != Finished::Stale
        && let Ok(gone) = door.set_cookie("", 0).parse()
    {
        response.headers_mut().insert(header::SET_COOKIE, gone);
    }
    response
}

fn page_of(finished: &Finished) -> (StatusCode, installing::Page) {
    let locale = Locale::English;
    match finished {
        Finished::Welcome { workspace, link } => {
            (StatusCode::OK, installing::welcome(locale, workspace, link))
        }
        Finished::Denied => (StatusCode::OK, installing::denied(locale)),
        Finished::Stale => (StatusCode::BAD_REQUEST, installing::stale(locale)),
        Finished::WholeOrganization => {
            (StatusCode::BAD_REQUEST, installing::whole_organization(locale))
        }
        Finished::Refused(reference) => {
            (StatusCode::BAD_REQUEST, installing::refused(locale, &reference.to_string()))
        }
        Finished::Unreachable(reference) => (
            StatusCode::SERVICE_UNAVAILABLE,
            installing::unreachable(locale, &reference.to_string()),
        ),
    }
}

/// What the address says, each word once; `None` if it cannot be ours.
fn back(query: &str, browser: Option<String>) -> Option<Back> {
    let mut words: [Option<String>; 3] = [None, None, None];
    for (key, value) in form_urlencoded::parse(query.as_bytes()).take(20) {
        let Some(place) = ["state", "code", "error"].iter().position(|known| *known == key) else {
            continue;
        };
        let word = words.get_mut(place)?;
        if word.is_some() || value.len() > LONGEST || value.chars().any(char::is_control) {
            return None;
        }
        *word = Some(value.into_owned());
    }
    let [state, code, error] = words;
    Some(Back { state: state.filter(|it| is_ticket(it))?, browser: browser?, code, error })
}

fn is_ticket(text: &str) -> bool {
    let sign = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'-' || sign == b'_';
    text.len() == TICKET && text.bytes().all(sign)
}

impl<F> Door<F> {
    /// `__Host-` makes browsers refuse it from any other host, and without https.
    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-klatch-install" } else { "klatch-install" }
    }

    fn set_cookie(&self, value: &str, age: u32) -> String {
        let name = self.cookie_name();
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
    }

    fn cookie(&self, headers: &HeaderMap) -> Option<String> {
        let name = self.cookie_name();
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| *key == name && is_ticket(value))
            .map(|(_, value)| value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_x";

    #[test]
    fn what_cannot_be_ours_is_refused_before_anybody_looks() {
        let browser = || Some(STATE.to_owned());
        assert!(back(&format!("state={STATE}&code=1.2"), browser()).is_some());
        for query in [
            String::new(),
            "code=1".to_owned(),
            "state=short&code=1".to_owned(),
            format!("state={STATE}&state={STATE}&code=1"),
            format!("state={STATE}&code=1%00"),
            format!("state={STATE}&code={}", "x".repeat(1_001)),
            format!("state={}%27&code=1", &STATE[1..]),
        ] {
            assert!(back(&query, browser()).is_none(), "{query}");
        }
        assert!(back(&format!("state={STATE}&code=1.2"), None).is_none(), "no cookie");
    }

    #[test]
    fn the_cookie_is_found_among_others_and_bound_to_the_host() {
        let door = Door { front: (), secure: true };
        let mut headers = HeaderMap::new();
        let cookies = format!("a=b; klatch-install={STATE}; __Host-klatch-install={STATE}");
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        assert_eq!(door.cookie(&headers).as_deref(), Some(STATE));
        assert!(door.set_cookie(STATE, 600).ends_with("HttpOnly; SameSite=Lax; Secure"));
        headers.insert(header::COOKIE, format!("klatch-install={STATE}").parse().unwrap());
        assert_eq!(door.cookie(&headers), None);
    }
}
