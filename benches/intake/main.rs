//! How many signed events Klatch takes in over HTTP, each kept in the database before it is
//! acknowledged, beside an app of Slack's own framework (Bolt for JavaScript) with an empty handler
//! that keeps nothing: `cargo bench --bench intake`.
//!
//! Load comes from `wrk`, every request with an event id and a signature of its own. Klatch and Bolt
//! run in turn, five times each; medians count. Bolt comes from npm into `target/bolt`.
//!
//! Before that, how soon an event is acknowledged while others of the bot's handlers hang.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench that cannot measure has nothing else to say"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

mod hanging;

use std::fmt::Write as _;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use klatch::clock::Clock;
use klatch::playground::{Playground, cast};
use sha2::Sha256;
use support::workspace::workspace;
use support::{TestDatabase, databases};
use tokio::runtime::Runtime;

const RUNS: usize = 5;
/// How long one run lasts, in seconds.
const LASTS: u32 = 5;
/// More events than fit into one run.
const EVENTS: usize = 350_000;
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const KLATCH: &str = "127.0.0.1:39311";
const BOLT: &str = "127.0.0.1:39312";

/// The body before the event's id and behind it: a channel that Klatch is not in was archived, so
/// nothing follows from it.
const BEFORE: &str = r#"{"token":"x","team_id":"TEAM","api_app_id":"A1","event":{"type":"channel_archive","channel":"C0BENCH","user":"U0BENCH","is_moved":0,"event_ts":"1795000000.000100"},"type":"event_callback","event_id":""#;
const BEHIND: &str = r#"","event_time":1795000000,"authorizations":[{"enterprise_id":null,"team_id":"TEAM","user_id":"UBOT","is_bot":true,"is_enterprise_install":false}],"is_ext_shared_channel":false}"#;

/// What `wrk` runs: a record of the file for each request, an id of 12 signs and 64 of a signature.
const SCRIPT: &str = r#"
local count = 0
function setup(thread) thread:set("part", count); count = count + 1 end
function init(args)
  local file = io.open(args[1], "rb"); data = file:read("*a"); file:close()
  stamp, before, behind, at, threads = args[2], args[3], args[4], part, tonumber(args[5])
  local length = #before + 12 + #behind
  head = "POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: " .. length .. "\r\nX-Slack-Request-Timestamp: " .. stamp .. "\r\nX-Slack-Signature: v0="
end
function request()
  local from = at * 76; at = at + threads
  return head .. data:sub(from + 13, from + 76) .. "\r\n\r\n" .. before .. data:sub(from + 1, from + 12) .. behind
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"#;

/// An app of Bolt that does nothing.
const APP: &str = r#"
const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');
const receiver = new HTTPReceiver({ signingSecret: process.env.SECRET, logLevel: LogLevel.ERROR });
const app = new App({ receiver, logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'UBOT' }) });
app.event('channel_archive', async () => {});
app.start(Number(process.env.PORT));
"#;

/// One run of `wrk`.
#[derive(Clone, Copy, Debug)]
struct Run {
    per_second: f64,
    /// The 99th percentile, in milliseconds.
    slow: f64,
    errors: f64,
    /// What the server's processor did for one request, in microseconds: unlike the rate, hardly
    /// touched by whatever else the machine does.
    work: f64,
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = Runtime::new().expect("a runtime");
    let playground = runtime.block_on(workspace(cast::invented()));
    for database in runtime.block_on(databases()) {
        hanging::run(&database, folder.path(), &playground);
    }
    let Some(bolt) = bolt() else {
        println!("skipped: the comparison needs wrk, node and npm");
        return;
    };
    for connections in [64, 16] {
        let mut bolts = Vec::new();
        let mut klatches: Vec<(&'static str, Vec<Run>)> = Vec::new();
        for _ in 0..RUNS {
            bolts.push(with_bolt(&bolt, folder.path(), &playground, connections));
            for database in runtime.block_on(databases()) {
                let run = with_klatch(&database, folder.path(), &playground, connections);
                let engine = database.engine();
                match klatches.iter_mut().find(|(name, _)| *name == engine) {
                    Some((_, runs)) => runs.push(run),
                    None => klatches.push((engine, vec![run])),
                }
            }
        }
        let beside = say("Bolt, an empty handler", connections, &bolts, None);
        for (engine, runs) in &klatches {
            say(&format!("Klatch on {engine}"), connections, runs, Some(beside));
        }
    }
}

fn say(name: &str, connections: u32, runs: &[Run], beside: Option<f64>) -> f64 {
    let median = |of: fn(&Run) -> f64| {
        let mut all: Vec<f64> = runs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let (rate, slow) = (median(|run| run.per_second), median(|run| run.slow));
    let work = median(|run| run.work);
    let errors: f64 = runs.iter().map(|run| run.errors).sum();
    let times =
        beside.map_or_else(String::new, |other| format!(", {:.1} times Bolt", rate / other));
    println!(
        "{connections} connections, {name}: {rate:.0} a second{times}, 99th percentile {slow:.1} ms, \
         {work:.0} µs of processor each, {errors} errors"
    );
    rate
}

/// Klatch in HTTP mode, as an operator starts it.
fn klatch(database: &TestDatabase, folder: &Path, slack: &Playground) -> Command {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_klatch"));
    serve
        .arg("serve")
        .current_dir(folder)
        .env("DATABASE_URL", &database.url)
        .env("KLATCH_MODE", "http")
        .env("KLATCH_LISTEN", KLATCH)
        .env("KLATCH_LOG", "warn")
        .env("SLACK_SIGNING_SECRET", SECRET)
        .env("SLACK_BOT_TOKEN", slack.bot_token())
        .env("SLACK_API_URL", slack.api_url());
    serve
}

fn with_klatch(
    database: &TestDatabase,
    folder: &Path,
    slack: &Playground,
    connections: u32,
) -> Run {
    measured(klatch(database, folder, slack), KLATCH, folder, slack, connections)
}

fn with_bolt(bolt: &Path, folder: &Path, slack: &Playground, connections: u32) -> Run {
    let port = BOLT.rsplit(':').next().unwrap();
    let mut node = Command::new("node");
    node.arg("app.js").current_dir(bolt).env("PORT", port).env("SECRET", SECRET);
    measured(node, BOLT, folder, slack, connections)
}

/// Starts a server, sends the load, and ends it.
fn measured(
    server: Command,
    address: &str,
    folder: &Path,
    slack: &Playground,
    connections: u32,
) -> Run {
    let server = Server::start(server, address);
    let before = server.processor();
    let (run, requests) = load(address, folder, &slack.team(), connections);
    let work = (server.processor() - before) / requests;
    drop(server);
    Run { work, ..run }
}

struct Server(Child);

impl Server {
    /// Is ready once the address answers.
    fn start(mut server: Command, address: &str) -> Self {
        let server = Self(server.stdout(Stdio::null()).spawn().expect("a server"));
        let since = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(since.elapsed() < Duration::from_secs(20), "{address} does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// The processor's time that it has used, in microseconds: fields 14 and 15 of proc(5)'s
    /// `stat`, in hundredths of a second; 0 where there is no such file.
    fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id()));
        let stat = stat.unwrap_or_default();
        let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2);
        fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 1e4
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn load(address: &str, folder: &Path, team: &str, connections: u32) -> (Run, f64) {
    let (before, behind) = (BEFORE.replace("TEAM", team), BEHIND.replace("TEAM", team));
    let stamp = Clock::system().now().timestamp();
    let (records, script) = (folder.join("records"), folder.join("load.lua"));
    std::fs::write(&records, signed(stamp, &before, &behind)).expect("records");
    std::fs::write(&script, SCRIPT).expect("a script");
    let output = Command::new("wrk")
        .args(["-t2", &format!("-c{connections}"), &format!("-d{LASTS}s"), "-s"])
        .arg(&script)
        .arg(format!("http://{address}"))
        .arg("--")
        .arg(&records)
        .args([&stamp.to_string(), &before, &behind, "2"])
        .output()
        .expect("wrk");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let result = said.lines().find_map(|line| line.strip_prefix("RESULT ")).expect(&said);
    let numbers: Vec<f64> = result.split(' ').map(|number| number.parse().unwrap()).collect();
    let [requests, micros, slow, errors] = numbers.as_slice() else { unreachable!("{said}") };
    let per_second = requests / micros * 1e6;
    (Run { per_second, slow: slow / 1e3, errors: *errors, work: 0.0 }, *requests)
}

/// The ids and signatures of all requests, one behind the other.
fn signed(stamp: i64, before: &str, behind: &str) -> String {
    let mut records = String::with_capacity(EVENTS * 76);
    for number in 0..EVENTS {
        let id = format!("Ev{number:010}");
        records.push_str(&id);
        records.push_str(&signature(stamp, &format!("{before}{id}{behind}")));
    }
    records
}

/// Slack's signature of a body, as 64 hexadecimal digits.
fn signature(stamp: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(format!("v0:{stamp}:{body}").as_bytes());
    mac.finalize().into_bytes().iter().fold(String::with_capacity(64), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// An event of a team under an id.
fn body(team: &str, id: &str) -> String {
    format!("{}{id}{}", BEFORE.replace("TEAM", team), BEHIND.replace("TEAM", team))
}

/// A folder with Bolt and the app, or none where the tools are missing.
fn bolt() -> Option<PathBuf> {
    let has = |tool: &str| {
        let mut ask = Command::new("sh");
        ask.args(["-c", &format!("command -v {tool}")]).stdout(Stdio::null());
        ask.status().is_ok_and(|status| status.success())
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bolt");
    if !["wrk", "node", "npm"].into_iter().all(has) {
        return None;
    }
    std::fs::create_dir_all(&folder).ok()?;
    std::fs::write(folder.join("app.js"), APP).ok()?;
    if !folder.join("node_modules/@slack/bolt").is_dir() {
        let npm =
            ["install", "--silent", "--no-fund", "--no-audit", "--prefix", ".", "@slack/bolt"];
        Command::new("npm").args(npm).current_dir(&folder).status().ok()?;
    }
    Some(folder)
}
