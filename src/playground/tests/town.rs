//! Several workspaces, the app coming in and going, and delivery by HTTP.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::bot::{Bot, app, clock, send, workspace};
use crate::clock::Chance;
use crate::playground::{Endpoint, Outcome, Playground, PlaygroundOptions, Town, cast, signature};

/// Two workspaces behind one address; the app is in neither.
async fn town() -> (Town, Playground, Playground) {
    let mut app = app();
    app.events.extend(["app_uninstalled".to_owned(), "tokens_revoked".to_owned()]);
    let [one, two] = [1, 2].map(|number| {
        let options = PlaygroundOptions {
            clock: clock(),
            chance: Chance::seeded(number.into()),
            cast: cast::invented(),
            app: app.clone(),
        };
        let playground = Playground::start_as(options, number);
        playground.without_app();
        playground
    });
    let town = Town::of(vec![one.clone(), two.clone()]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    tokio::spawn(town.serve(listener, Router::new()).unwrap());
    (town, one, two)
}

const REDIRECT: &str = "http://127.0.0.1:9/slack/oauth_redirect";

fn authorize(playground: &Playground, state: &str) -> String {
    let (client, _) = playground.oauth_client();
    let base = playground.page_url();
    format!(
        "{base}oauth/v2/authorize?client_id={client}&scope=chat:write,commands,users:read\
         &state={state}&redirect_uri={REDIRECT}"
    )
}

fn part(url: &str, key: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs().find(|(name, _)| name == key).unwrap().1.into_owned()
}

/// `oauth.v2.access` with basic authentication.
async fn access(playground: &Playground, fields: &[(&str, &str)]) -> Value {
    let (id, secret) = playground.oauth_client();
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(format!("{}/oauth.v2.access", playground.api_url()))
        .header("authorization", format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    send(request.unwrap()).await.1
}

async fn install(playground: &Playground) -> Value {
    let back = playground.allow(&authorize(playground, "s1")).unwrap();
    assert!(back.starts_with(REDIRECT) && part(&back, "state") == "s1");
    access(playground, &[("code", &part(&back, "code")), ("redirect_uri", REDIRECT)]).await
}

#[tokio::test]
async fn an_app_is_let_into_two_workspaces_and_its_tokens_tell_them_apart() {
    let (_town, one, two) = town().await;
    let back = one.allow(&authorize(&one, "x y")).unwrap();
    let code = part(&back, "code");
    assert_eq!(
        access(&one, &[("code", &code), ("redirect_uri", "http://else")]).await["error"],
        "bad_redirect_uri"
    );
    let first = access(&one, &[("code", &code), ("redirect_uri", REDIRECT)]).await;
    assert_eq!((&first["ok"], &first["team"]["id"]), (&json!(true), &json!("T0001")), "{first}");
    let again = access(&one, &[("code", &code), ("redirect_uri", REDIRECT)]).await;
    assert_eq!(again["error"], "code_already_used");
    let second = install(&two).await;
    assert_eq!(second["team"]["id"], "T0002");
    let bot = Bot::of(&one);
    for (answer, team) in [(&first, "T0001"), (&second, "T0002")] {
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(bot.call_as(token, "auth.test", json!({})).await["team_id"], team);
    }
    let ids = |playground: &Playground| playground.people().into_iter().map(|one| one.id);
    assert!(ids(&one).filter(|id| id != "USLACKBOT").all(|id| ids(&two).all(|other| other != id)));
}

#[tokio::test]
async fn both_workspaces_speak_on_one_connection() {
    let (_town, one, two) = town().await;
    install(&one).await;
    install(&two).await;
    let mut frames = Bot::of(&two).connect(|_| Some(Value::Null)).await;
    one.open_home("ana").unwrap();
    two.open_home("ana").unwrap();
    one.settled().await.unwrap();
    two.settled().await.unwrap();
    let mut teams = Vec::new();
    for _ in 0..2 {
        teams.push(frames.recv().await.unwrap()["payload"]["team_id"].clone());
    }
    teams.sort_by_key(Value::to_string);
    assert_eq!(teams, ["T0001", "T0002"]);
}

#[tokio::test]
async fn refusals_denials_and_expired_codes_are_told() {
    let (_town, one, _) = town().await;
    let denied = one.deny(&authorize(&one, "s")).unwrap();
    assert_eq!(
        (part(&denied, "error"), part(&denied, "state")),
        ("access_denied".into(), "s".into())
    );
    let forged = authorize(&one, "s").replace("client_id=1", "client_id=9");
    assert!(one.allow(&forged).unwrap_err().to_string().contains("invalid_client_id"));
    let greedy = authorize(&one, "s").replace("chat:write", "admin");
    assert!(one.allow(&greedy).unwrap_err().to_string().contains("invalid_scope"));
    let code = part(&one.allow(&authorize(&one, "s")).unwrap(), "code");
    let moved = one.world().clock.clone();
    moved.advance_to(moved.now() + TimeDelta::minutes(11));
    let late = access(&one, &[("code", &code), ("redirect_uri", REDIRECT)]).await;
    assert_eq!(late["error"], "invalid_code");
    let (id, _) = one.oauth_client();
    let request = Request::post(format!("{}/oauth.v2.access", one.api_url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("client_id={id}&client_secret=guess&code={code}"));
    assert_eq!(send(request.unwrap()).await.1["error"], "bad_client_secret");
}

#[tokio::test]
async fn tokens_rotate_and_an_organization_has_no_team() {
    let (_town, one, _) = town().await;
    one.rotate_tokens(true);
    one.org_wide(Some(("E0001", "Juniper Group")));
    let first = install(&one).await;
    assert_eq!((&first["team"], &first["is_enterprise_install"]), (&Value::Null, &json!(true)));
    assert_eq!(first["expires_in"], 43_200);
    let (old, refresher) = (first["access_token"].clone(), first["refresh_token"].clone());
    let moved = one.world().clock.clone();
    moved.advance_to(moved.now() + TimeDelta::hours(12));
    let bot = Bot::of(&one);
    let stale = bot.call_as(old.as_str().unwrap(), "auth.test", json!({})).await;
    assert_eq!(stale["error"], "token_expired");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresher.as_str().unwrap())];
    let fresh = access(&one, &fields).await;
    let token = fresh["access_token"].as_str().unwrap();
    assert_eq!(bot.call_as(token, "auth.test", json!({})).await["ok"], true);
    assert_eq!(access(&one, &fields).await["error"], "invalid_refresh_token");
}

#[tokio::test]
async fn an_app_that_is_taken_out_hears_it_and_can_come_back() {
    let (_town, one, _) = town().await;
    let token = install(&one).await["access_token"].as_str().unwrap().to_owned();
    let bot = Bot::of(&one);
    let mut frames = bot.connect(|_| Some(Value::Null)).await;
    one.uninstall();
    for kind in ["tokens_revoked", "app_uninstalled"] {
        assert_eq!(frames.recv().await.unwrap()["payload"]["event"]["type"], kind);
    }
    assert_eq!(bot.call_as(&token, "auth.test", json!({})).await["error"], "account_inactive");
    one.open_home("ana").unwrap();
    assert!(one.command("ana", "#coffee", "/coffee", "join").await.is_err());
    one.settled().await.unwrap();
    assert!(frames.try_recv().is_err());
    let fresh = install(&one).await["access_token"].as_str().unwrap().to_owned();
    assert_ne!(fresh, token);
    assert_eq!(bot.call_as(&fresh, "auth.test", json!({})).await["ok"], true);
    assert!(one.has_app() && one.bot_token() == fresh);
}

#[tokio::test]
async fn the_install_page_asks_and_escapes() {
    let (_town, one, _) = town().await;
    let url = authorize(&one, "%22%3E%3Cscript%3E");
    let response = send_text(&url).await;
    assert!(response.contains("chat:write") && response.contains("T0002"), "{response}");
    assert!(!response.contains("<script>"), "{response}");
}

async fn send_text(url: &str) -> String {
    use http_body_util::BodyExt;
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new());
    let client = client.build_http::<String>();
    let response = client.request(Request::get(url).body(String::new()).unwrap()).await.unwrap();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What an app by HTTP saw, and how it answers the next requests.
#[derive(Clone, Default)]
struct Desk {
    seen: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<Vec<(u16, String)>>>,
}

async fn take(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Response {
    let text = String::from_utf8(body.to_vec()).unwrap();
    let when = headers["x-slack-request-timestamp"].to_str().unwrap().parse().unwrap();
    assert_eq!(headers["x-slack-signature"], signature("shh", when, &body));
    if let Ok(body) = serde_json::from_str::<Value>(&text)
        && body["type"] == "url_verification"
    {
        return body["challenge"].as_str().unwrap().to_owned().into_response();
    }
    desk.seen.lock().unwrap().push((headers, text));
    let answer = desk.answers.lock().unwrap().pop();
    let (status, text) = answer.unwrap_or((200, String::new()));
    (StatusCode::from_u16(status).unwrap(), text).into_response()
}

async fn desk() -> (Desk, Endpoint) {
    let desk = Desk::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/slack/events", listener.local_addr().unwrap());
    let router = Router::new().route("/slack/events", post(take)).with_state(desk.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (desk, Endpoint::all(url, "shh"))
}

#[test]
fn the_signature_is_slacks() {
    // `docs.slack.dev`, "Verifying requests from Slack".
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow\
        &channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner\
        &command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands\
        %2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121\
        .803a0bc887a14d10d2c447fce8b6703c";
    assert_eq!(
        signature("8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618, body.as_bytes()),
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    );
}

#[tokio::test]
async fn by_http_a_command_is_a_form_and_its_answer_is_read() {
    let playground = workspace(cast::invented()).await;
    let (desk, endpoint) = desk().await;
    playground.verify_url(&endpoint).await.unwrap();
    playground.deliver_to(endpoint);
    desk.answers.lock().unwrap().push((200, json!({"text": "Welcome"}).to_string()));
    let outcome = playground.command("ana", "#coffee", "/coffee", "join & stay").await.unwrap();
    assert!(matches!(outcome, Outcome::Answered(message) if message.text == "Welcome"));
    let (headers, body) = desk.seen.lock().unwrap().pop().unwrap();
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    assert!(body.contains("text=join+%26+stay") && body.contains("command=%2Fcoffee"), "{body}");
    desk.answers.lock().unwrap().push((500, String::new()));
    assert!(playground.command("ana", "#coffee", "/coffee", "join").await.is_err());
    assert!(playground.faults().is_empty());
}

#[tokio::test]
async fn by_http_an_event_that_is_refused_comes_three_times_more() {
    let playground = workspace(cast::invented()).await;
    let (desk, endpoint) = desk().await;
    playground.deliver_to(endpoint);
    let refusals = (0..3).map(|_| (503, String::new()));
    desk.answers.lock().unwrap().extend(refusals);
    playground.open_home("ana").unwrap();
    playground.settled().await.unwrap();
    assert_eq!(desk.seen.lock().unwrap().len(), 2, "at once, and once more at once");
    for minutes in [1, 5] {
        let clock = playground.world().clock.clone();
        clock.advance_to(clock.now() + TimeDelta::minutes(minutes));
        playground.time_moved();
        playground.settled().await.unwrap();
    }
    let seen = desk.seen.lock().unwrap().clone();
    let number = |headers: &HeaderMap| {
        let number = headers.get("x-slack-retry-num").map(|one| one.to_str().unwrap().to_owned());
        number.unwrap_or_default()
    };
    let numbers: Vec<String> = seen.iter().map(|(headers, _)| number(headers)).collect();
    assert_eq!(numbers, ["", "1", "2", "3"]);
    assert_eq!(seen[1].0["x-slack-retry-reason"], "http_error");
    let ids: Vec<Value> = seen
        .iter()
        .map(|(_, body)| serde_json::from_str::<Value>(body).unwrap()["event_id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(playground.undelivered(), 0, "the last one was taken");
}
