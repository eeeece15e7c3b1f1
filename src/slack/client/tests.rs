use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::json;
use slack_morphism::SlackMessageContent;
use slack_morphism::prelude::{SlackHomeView, SlackView};

use super::*;
use crate::clock::Chance;
use crate::domain::ids::{ChannelId, JobId, MessageTs};
use crate::slack::fake::{Slack, json_answer};

fn hello() -> SlackMessageContent {
    SlackMessageContent::new().with_text("Hello".to_owned())
}

fn job() -> JobId {
    Chance::seeded(1).id(chrono::DateTime::UNIX_EPOCH)
}

fn home() -> SlackView {
    SlackView::Home(SlackHomeView::new(Vec::new()))
}

/// A Slack with one answer to everything.
async fn saying(answer: Value) -> Slack {
    Slack::answering(move |_| json_answer(&answer)).await
}

#[tokio::test]
async fn a_picture_that_is_not_ready_is_no_mistake_in_the_message() {
    let said = |place: &str| {
        json!({
            "ok": false, "error": "invalid_blocks",
            "response_metadata": {
                "messages": [format!("[ERROR] invalid slack file [json-pointer:{place}]")],
            },
        })
    };
    let failure = async |place: &str| {
        let slack = saying(said(place)).await;
        slack.client().post(&ChannelId::new("C1"), None, hello(), job()).await.unwrap_err()
    };
    let of_a_picture = failure("/blocks/0/slack_file").await;
    assert!(of_a_picture.is_of_a_picture());
    assert_eq!(
        of_a_picture.to_string(),
        "chat.postMessage: invalid_blocks ([ERROR] invalid slack file [json-pointer:/blocks/0/slack_file])"
    );
    assert!(!failure("/blocks/0/text").await.is_of_a_picture());
}

#[tokio::test]
async fn who_we_are() {
    let mut slack = saying(json!({
        "ok": true, "team": "Northwind", "team_id": "T1", "user_id": "UBOT", "user": "klatch",
        "url": "https://northwind.slack.com/",
    }))
    .await;
    let identity = slack.client().auth_test().await.unwrap();
    assert_eq!(identity.workspace, WorkspaceId::new("T1"));
    assert_eq!(identity.bot, MemberId::new("UBOT"));
    assert_eq!(identity.name, "Northwind");
    let called = slack.called().await;
    assert_eq!(called.method, "auth.test");
    assert_eq!(called.token.as_deref(), Some("Bearer xoxb-token"));
}

#[tokio::test]
async fn a_message_carries_its_job_and_unfurls_nothing() {
    let mut slack = saying(json!({ "ok": true, "ts": "12.5", "channel": "C1" })).await;
    let (channel, thread) = (ChannelId::new("C1"), MessageTs::new("11.0"));

    let ts = slack.client().post(&channel, Some(&thread), hello(), job()).await.unwrap();

    assert_eq!(ts, MessageTs::new("12.5"));
    let called = slack.called().await;
    assert_eq!(called.method, "chat.postMessage");
    assert_eq!(
        called.said,
        json!({
            "channel": "C1", "thread_ts": "11.0", "text": "Hello",
            "unfurl_links": false, "unfurl_media": false,
            "metadata": {
                "event_type": "klatch", "event_payload": { "job": job().to_string() }
            },
        })
    );
}

#[tokio::test]
async fn people_come_in_pages_with_their_standing() {
    let mut slack = saying(json!({
        "ok": true,
        "members": [
            { "id": "U1", "team_id": "T1", "profile": { "display_name": "Ana" }, "tz": "Europe/Berlin" },
            { "id": "U2", "team_id": "T1", "is_restricted": true, "profile": {} },
            "not a person",
        ],
        "response_metadata": { "next_cursor": "dXNlcg==" },
    }))
    .await;
    let ws = WorkspaceId::new("T1");
    let (people, next) = slack.client().people(&ws, Some("abc="), 200).await.unwrap();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0].name, "Ana");
    assert_eq!(next.as_deref(), Some("dXNlcg=="));
    let called = slack.called().await;
    assert_eq!(called.method, "users.list");
    assert_eq!(called.said, json!("limit=200&cursor=abc%3D"));
}

#[tokio::test]
async fn the_last_page_has_no_cursor() {
    let slack = saying(json!({
        "ok": true, "members": [], "response_metadata": { "next_cursor": "" }
    }))
    .await;
    let page = slack.client().people(&WorkspaceId::new("T1"), None, 200).await;
    assert_eq!(page, Ok((Vec::new(), None)));
}

#[tokio::test]
async fn what_a_channel_is() {
    let slack = saying(json!({ "ok": true, "channel": {
        "id": "C1", "name": "rust", "is_channel": true, "is_private": true, "is_archived": true,
        "is_pending_ext_shared": true, "is_member": true, "num_members": 12,
    }}))
    .await;
    let info = slack.client().channel(&ChannelId::new("C1")).await.unwrap();
    assert_eq!(
        info,
        ChannelInfo {
            id: ChannelId::new("C1"),
            name: "rust".to_owned(),
            kind: ChannelKind::Private,
            archived: true,
            shared: true,
            member: true,
            num_members: Some(12),
        }
    );
}

#[tokio::test]
async fn conversations_and_views_give_their_ids() {
    let mut slack =
        saying(json!({ "ok": true, "channel": { "id": "G1" }, "view": { "id": "V1" } })).await;
    let client = slack.client();
    let people = [MemberId::new("U1"), MemberId::new("U2")];
    assert_eq!(client.open_conversation(&people).await, Ok(ChannelId::new("G1")));
    assert_eq!(slack.called().await.said, json!({ "users": "U1,U2" }));
    assert_eq!(client.open_modal("1.2", &home()).await, Ok("V1".to_owned()));
    assert_eq!(client.push_modal("1.2", &home()).await, Ok("V1".to_owned()));
    assert_eq!(client.update_modal("V1", Some("h"), &home()).await, Ok(()));
    assert_eq!(client.publish_home(&MemberId::new("U1"), &home()).await, Ok(()));
    assert_eq!(client.join(&ChannelId::new("C1")).await, Ok(()));
    assert_eq!(client.update(&ChannelId::new("C1"), &MessageTs::new("1.0"), hello()).await, Ok(()));
    let mut methods = Vec::new();
    for _ in 0..6 {
        methods.push(slack.called().await.method);
    }
    assert_eq!(
        methods,
        [
            "views.open",
            "views.push",
            "views.update",
            "views.publish",
            "conversations.join",
            "chat.update"
        ]
    );
}

#[tokio::test]
async fn a_no_of_slack_is_final_and_names_its_code() {
    let slack = saying(json!({ "ok": false, "error": "is_archived" })).await;
    let failure = slack.client().join(&ChannelId::new("C1")).await.unwrap_err();
    assert!(failure.is_gone());
    assert_eq!(failure.to_string(), "conversations.join: is_archived");

    let slack = saying(json!({
        "ok": false, "error": "missing_scope", "needed": "channels:join", "provided": "chat:write"
    }))
    .await;
    let failure = slack.client().join(&ChannelId::new("C1")).await.unwrap_err();
    assert_eq!(failure.missing_scope(), Some("channels:join"));

    let slack = saying(json!({ "ok": false, "error": "hash_conflict" })).await;
    let failure = slack.client().update_modal("V1", Some("h"), &home()).await.unwrap_err();
    assert!(failure.is_stale_view());
}

#[tokio::test]
async fn a_slow_down_says_for_how_long() {
    let busy = |_: &str| {
        let body = json!({ "ok": false, "error": "ratelimited" }).to_string();
        let headers = [("retry-after", "30"), ("content-type", "application/json")];
        (StatusCode::TOO_MANY_REQUESTS, headers, body).into_response()
    };
    let slack = Slack::answering(busy).await;
    let failure = slack.client().post(&ChannelId::new("C1"), None, hello(), job()).await;
    assert!(matches!(
        failure,
        Err(Failure::Retry { after: Some(after), .. }) if after == Duration::from_secs(30)
    ));
}

#[tokio::test]
async fn a_message_without_an_answer_is_in_doubt_and_a_question_is_asked_again() {
    let lost = |_: &str| StatusCode::GATEWAY_TIMEOUT.into_response();
    let slack = Slack::answering(lost).await;
    let client = slack.client();
    let channel = ChannelId::new("C1");
    let posted = client.post(&channel, None, hello(), job()).await;
    assert!(matches!(posted, Err(Failure::InDoubt { .. })), "{posted:?}");
    let asked = client.channel(&channel).await;
    assert!(matches!(asked, Err(Failure::Retry { .. })), "{asked:?}");

    for answer in ["<html>", "{}", "[]"] {
        let slack = Slack::answering(move |_| {
            (StatusCode::OK, [("content-type", "application/json")], answer).into_response()
        })
        .await;
        let posted = slack.client().post(&channel, None, hello(), job()).await;
        assert!(matches!(posted, Err(Failure::InDoubt { .. })), "{answer}: {posted:?}");
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_not_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}/api", listener.local_addr().unwrap());
    let client = Client::new(&api, &Secret::new("xoxb-token"))
        .unwrap()
        .with_patience(Duration::from_millis(50));
    let posted = client.post(&ChannelId::new("C1"), None, hello(), job()).await;
    assert!(matches!(posted, Err(Failure::InDoubt { .. })), "{posted:?}");
}

#[tokio::test]
async fn what_was_never_sent_is_not_in_doubt() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}/api", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(&api, &Secret::new("xoxb-token")).unwrap();
    let posted = client.post(&ChannelId::new("C1"), None, hello(), job()).await;
    assert!(matches!(posted, Err(Failure::Retry { .. })), "{posted:?}");
}

#[tokio::test]
async fn a_lost_connection_leaves_a_message_in_doubt() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}/api", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        stream.readable().await.unwrap();
        drop(stream);
    });
    let client = Client::new(&api, &Secret::new("xoxb-token")).unwrap();
    let posted = client.post(&ChannelId::new("C1"), None, hello(), job()).await;
    assert!(matches!(posted, Err(Failure::InDoubt { .. })), "{posted:?}");
}

#[tokio::test]
async fn nothing_is_answered_to_addresses_that_are_not_slacks() {
    let slack = Slack::agreeable().await;
    let answered = slack.client().respond("http://example.com/hook", &json!({})).await;
    assert_eq!(answered.unwrap_err().code(), Some("not_an_address_of_slack"));
    assert_eq!(slack.client().respond(&slack.hook, &json!({})).await, Ok(()));
}

#[test]
fn no_token_is_ever_shown() {
    let client = Client::new("https://slack.com/api", &Secret::new("xoxb-token")).unwrap();
    assert!(!format!("{client:?}").contains("xoxb"));
}

#[tokio::test]
async fn labels_fields_and_groups_are_read_as_far_as_they_make_sense() {
    let labels = saying(json!({ "ok": true, "profile": { "fields": [
        { "id": "Xf1", "label": "Team" }, { "id": "Xf2", "label": "" }, "no field",
    ]}}));
    let told = labels.await.client().profile_labels().await.unwrap();
    assert_eq!(told, [("Xf1".to_owned(), "Team".to_owned())]);

    let mut slack = saying(json!({ "ok": true, "profile": { "fields": {
        "Xf1": { "value": " Core ", "alt": "" }, "Xf2": { "value": "" }, "Xf3": 7,
    }}}))
    .await;
    let fields = slack.client().profile_fields(&MemberId::new("U1")).await.unwrap();
    assert_eq!(fields.into_iter().collect::<Vec<_>>(), [("Xf1".into(), "Core".into())]);
    assert_eq!(slack.called().await.said, json!("user=U1"));

    let mut slack = saying(json!({ "ok": true, "users": ["U1", ""], "usergroups": [
        { "id": "S1", "handle": "team-core", "name": "Core", "users": ["U1", 7], "date_delete": 0 },
        { "id": "S2", "handle": "team-old", "name": "Old", "date_delete": 1_446_748_865 },
        { "id": "S3", "handle": "team-new", "name": "New" },
    ]}))
    .await;
    let groups = slack.client().user_groups().await.unwrap();
    assert_eq!(slack.called().await.said, json!("include_users=true"));
    let seen: Vec<_> = groups.iter().map(|it| (it.handle.as_str(), it.members.as_ref())).collect();
    let members = vec![MemberId::new("U1")];
    assert_eq!(seen, [("team-core", Some(&members)), ("team-new", None)]);
    assert_eq!(slack.client().user_group_members("S3").await.unwrap(), members);
}

#[tokio::test]
async fn every_call_is_counted_by_its_end() {
    let answers = [
        (StatusCode::OK, json!({ "ok": true })),
        (StatusCode::OK, json!({ "ok": false, "error": "is_archived" })),
        (StatusCode::TOO_MANY_REQUESTS, json!({ "ok": false, "error": "ratelimited" })),
        (StatusCode::INTERNAL_SERVER_ERROR, json!({ "ok": false })),
    ];
    let meter = Meter::new();
    for (status, answer) in answers {
        let slack = Slack::answering(move |_| {
            (status, [("content-type", "application/json")], answer.to_string()).into_response()
        })
        .await;
        let _ = slack.client().metered(meter.clone()).join(&ChannelId::new("C1")).await;
    }
    let text = meter.text().unwrap();
    for outcome in ["ok", "permanent", "rate_limited", "retry"] {
        let line = format!(
            r#"klatch_slack_calls_total{{method="conversations.join",outcome="{outcome}"}} 1"#
        );
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
}
