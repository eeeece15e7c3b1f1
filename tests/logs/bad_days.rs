//! The log on bad days: failures are where bodies would get into it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use klatch::playground::{Kind, Outcome, Playground, Trick, cast};
use serde_json::json;
use tokio::net::TcpListener;

use crate::round::{PAIRS, Round};
use crate::served::Served;
use crate::support::workspace::workspace;
use crate::support::{TestDatabase, texts};

/// Somebody in each group says that they met, and what it was good for, as often as it takes.
async fn tell(round: &Round) -> usize {
    let playground = &round.playground;
    let all = (1..).map_while(|number| playground.conversation(&format!("C{number:04}")));
    let groups: Vec<_> = all.filter(|place| place.kind == Kind::Group).collect();
    let mut told = 0;
    for group in groups {
        let people = group.members.iter().filter_map(|id| playground.person(id));
        for person in people.filter(|person| !person.is_bot) {
            // Whoever gets no answer, or no modal, leaves it to the other one.
            let pressed = playground.press_button(&person.name, &group.id, "We met").await;
            if pressed == Ok(Outcome::Done) && playground.modal_of(&person.name).is_some() {
                let fields = [("gained", "A quokka-answer.".into())];
                let cleared = playground.submit_form(&person.name, &fields).await;
                told += usize::from(cleared == Ok(Outcome::Cleared));
            }
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_day_leaves_no_words_in_the_log() {
    sqlx::any::install_default_drivers();
    let round = Round::prepare(TestDatabase::sqlite(), "a bad day".to_owned()).await;
    let playground = &round.playground;
    round.misbehave(11, 0.04);
    for trick in Trick::CALLS {
        if !matches!(trick, Trick::Silence | Trick::SilenceAfter) {
            for method in ["chat.postMessage", "views.publish", "conversations.open"] {
                playground.next(method, trick);
            }
        }
    }
    let url = round.database.url.as_str();
    let mut served = Served::start(playground, &[("DATABASE_URL", url)]);
    served.hears("connected to Slack").await;
    let mut told = 0;
    while told == 0 {
        let before = round.said().len();
        round.until(|_| round.said().len() > before || before == PAIRS).await;
        for person in ["person00", "person01", "person02", "person03"] {
            playground.open_home(person).unwrap();
            playground.say(person, "dm", "quokka-direct").unwrap();
            // No answer is what may happen on such a day.
            let _ = playground.command(person, "#coffee", "/coffee", "pause quokka-command").await;
        }
        told = tell(&round).await;
    }
    let kept = texts(url, "SELECT gained FROM answers WHERE gained IS NOT NULL").await;
    assert!(kept.contains(&"A quokka-answer.".to_owned()), "{kept:?}");
    let done = playground.mischief_to("chat.postMessage");
    assert!(done.len() >= 5, "not much went wrong: {done:?}");
    served.stop().await;
    let said = served.said();
    assert!(said.contains("a job is tried again"), "nothing of it is in the log: {said}");
    served.assert_discreet(playground, &["quokka", "xoxb-", "xapp-"]);
}

/// Ways to refuse a call and to quote in it all that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rage {
    Broken,
    Code,
    Rules,
    NoJson,
    TooMany,
    Forbidden,
    Strange,
}

const RAGES: [Rage; 7] = [
    Rage::Broken,
    Rage::Code,
    Rage::Rules,
    Rage::NoJson,
    Rage::TooMany,
    Rage::Forbidden,
    Rage::Strange,
];

impl Rage {
    fn answer(self, quote: &str) -> Response {
        let as_json = [(CONTENT_TYPE, "application/json")];
        let no = json!({ "ok": false, "error": quote, "text": quote }).to_string();
        match self {
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, as_json, no).into_response(),
            Self::Code => (as_json, no).into_response(),
            Self::Rules => {
                let messages = [format!("[ERROR] must not be {quote} [json-pointer:/blocks/0]")];
                let no = json!({
                    "ok": false, "error": "invalid_blocks", "errors": messages,
                    "response_metadata": { "messages": messages },
                });
                (as_json, no.to_string()).into_response()
            }
            Self::NoJson => (as_json, quote.to_owned()).into_response(),
            Self::TooMany => {
                (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")], quote.to_owned())
                    .into_response()
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, quote.to_owned()).into_response(),
            Self::Strange => {
                let yes = json!({ "ok": quote, "ts": { "quoted": quote }, "view": quote });
                (as_json, yes.to_string()).into_response()
            }
        }
    }
}

/// Methods that are answered in rage.
const HATED: [&str; 3] = ["chat.postMessage", "views.open", "views.publish"];

/// A gate before the workspace's Web API.
#[derive(Clone)]
struct Gate {
    api: String,
    http: Client<HttpConnector, Body>,
    raged: Arc<Mutex<BTreeMap<&'static str, usize>>>,
}

impl Gate {
    async fn before(playground: &Playground) -> (Self, String) {
        let api = playground.api_url();
        let http = Client::builder(TokioExecutor::new()).build_http();
        let gate = Self { api, http, raged: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(pass).with_state(gate.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (gate, format!("http://{address}"))
    }

    /// The next way to refuse that method.
    fn rage_at(&self, method: &'static str) -> Rage {
        let mut raged = self.raged.lock().unwrap();
        let times = raged.entry(method).or_default();
        *times += 1;
        *RAGES.iter().cycle().nth(*times - 1).unwrap()
    }

    /// Whether every method was refused in every way.
    fn is_spent(&self) -> bool {
        let raged = self.raged.lock().unwrap();
        HATED.iter().all(|method| raged.get(method).is_some_and(|times| *times >= RAGES.len()))
    }
}

async fn pass(State(gate): State<Gate>, head: Parts, body: Bytes) -> Response {
    let method = head.uri.path().trim_start_matches('/');
    if let Some(hated) = HATED.into_iter().find(|hated| *hated == method) {
        let token = head.headers.get(AUTHORIZATION).and_then(|token| token.to_str().ok());
        let said = String::from_utf8_lossy(&body);
        let quote = format!("quokka-slack {} {said}", token.unwrap_or_default());
        return gate.rage_at(hated).answer(&quote);
    }
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let uri: Uri = format!("{}/{method}{query}", gate.api).parse().unwrap();
    let mut request = Request::from_parts(head, Body::from(body));
    *request.uri_mut() = uri;
    request.headers_mut().remove("host");
    gate.http.request(request).await.unwrap().map(Body::new).into_response()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_quotes_is_not_repeated() {
    let playground = workspace(cast::invented()).await;
    let (gate, api) = Gate::before(&playground).await;
    let mut served = Served::start(&playground, &[("SLACK_API_URL", &api)]);
    served.hears("connected to Slack").await;
    let people = playground.people().into_iter().filter(|person| !person.is_bot);
    let people: Vec<String> = people.map(|person| person.name).collect();
    let raging = async {
        for person in people.iter().cycle() {
            if gate.is_spent() {
                return;
            }
            // Not everybody may do that, and nobody gets an answer: that is what it is for.
            let _ = playground.open_home(person);
            let _ = playground.say(person, "dm", "quokka-direct");
            let _ = playground.command(person, "#rust", "/coffee", "setup").await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let raged = tokio::time::timeout(Duration::from_secs(60), raging).await;
    assert!(raged.is_ok(), "{:?}: {}", gate.raged, served.said());
    served.stop().await;
    let said = served.said();
    for heard in ["invalid_blocks", "an error without a code", "[json-pointer:/blocks/0]"] {
        assert!(said.contains(heard), "{heard} is not in the log: {said}");
    }
    let words = ["quokka", "xoxb-", "xapp-", "Bearer", "private_metadata"];
    served.assert_discreet(&playground, &words);
    // What is kept with a job is shown to operators.
    for why in texts(&served.database(), "SELECT COALESCE(last_error, '') FROM jobs").await {
        assert!(!why.contains("quokka") && !why.contains("xoxb"), "{why}");
    }
}
