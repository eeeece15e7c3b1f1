//! How soon an event is acknowledged while the handlers of others hang: people open their App Home,
//! Slack takes the view and never answers, so that each handler waits until it gives up, ten seconds
//! long. Meanwhile events come in one after the other.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use klatch::clock::Clock;
use klatch::playground::{Playground, Trick};

use super::{KLATCH, Server, body, klatch, signature};
use crate::support::TestDatabase;

/// People whose view hangs.
const PEOPLE: u32 = 16;
/// How long events are sent; the handlers hang a little longer.
const LASTS: Duration = Duration::from_secs(8);
/// Between two events.
const PAUSE: Duration = Duration::from_millis(20);

/// Measures and prints it.
pub(super) fn run(database: &TestDatabase, folder: &Path, slack: &Playground) {
    for _ in 0..PEOPLE {
        slack.next("views.publish", Trick::Silence);
    }
    let hung_before = hanging(slack);
    let server = Server::start(klatch(database, folder, slack), KLATCH);
    let team = slack.team();
    let opened = (0..PEOPLE).map(|number| acknowledged(&home_opened(&team, number)));
    let opened: Vec<Duration> = opened.collect();
    let begun = Instant::now();
    while hanging(slack) == hung_before {
        assert!(begun.elapsed() < Duration::from_secs(5), "no handler hangs");
        std::thread::sleep(PAUSE);
    }
    let begun = Instant::now();
    let mut others = Vec::new();
    while begun.elapsed() < LASTS {
        let number = others.len();
        others.push(acknowledged(&body(&team, &format!("EvMean{number:06}"))));
        std::thread::sleep(PAUSE);
    }
    let hung = hanging(slack) - hung_before;
    slack.forget_next("views.publish");
    drop(server);
    others.sort();
    let (median, slowest) = (others.get(others.len() / 2), others.last());
    println!(
        "Klatch on {}, handlers that hang: {hung}; their own events were acknowledged within {:.1} ms, {} \
         others meanwhile after {:.1} ms (median), {:.1} ms (slowest)",
        database.engine(),
        millis(opened.iter().max()),
        others.len(),
        millis(median),
        millis(slowest),
    );
}

fn hanging(slack: &Playground) -> u64 {
    slack.mischief().get(&Trick::Silence).copied().unwrap_or_default()
}

fn millis(time: Option<&Duration>) -> f64 {
    time.copied().unwrap_or_default().as_secs_f64() * 1e3
}

fn home_opened(team: &str, number: u32) -> String {
    let event = format!(
        r#"{{"type":"app_home_opened","user":"U0HANGS{number:02}","channel":"D0HANGS{number:02}","tab":"home","event_ts":"1795000000.000100"}}"#
    );
    let whole = body(team, &format!("EvHang{number:06}"));
    let from = whole.find(r#"{"type":"channel_archive""#).expect("the event");
    let to = whole.find(r#","type":"event_callback""#).expect("what is behind it");
    format!("{}{event}{}", &whole[..from], &whole[to..])
}

/// How long it took until it was taken, on a connection of its own.
fn acknowledged(body: &str) -> Duration {
    let stamp = Clock::system().now().timestamp();
    let signature = signature(stamp, body);
    let mut stream = TcpStream::connect(KLATCH).expect("a connection");
    let request = format!(
        "POST /slack/events HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\
         X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n\r\n{body}",
        body.len()
    );
    let begun = Instant::now();
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let took = begun.elapsed();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    took
}
