//! How fast the program starts, how much memory it takes, how long four demo weeks last. Prints the
//! minimum, median and maximum of several runs of the real binary: `cargo bench --bench figures`.

#![expect(clippy::expect_used, reason = "a bench that cannot measure has nothing else to say")]

#[path = "../tests/support/workspace.rs"]
mod workspace;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use klatch::playground::cast;
use workspace::workspace;

const RUNS: usize = 7;

/// Long enough for the allocator and SQLite to come to rest, for the memory figure only.
const REST: Duration = Duration::from_secs(2);

fn main() {
    println!("{RUNS} runs each; minimum / median / maximum");
    figure("serve, start to connected (new SQLite database)", "ms", start_to_connected);
    figure("demo, start to ready (two weeks of history played)", "ms", || start_to_ready().0);
    figure("demo, idle memory (resident)", "MB", || start_to_ready().1);
    figure("demo, four headless weeks", "ms", four_weeks);
    figure("migrate, a new SQLite database", "ms", migrate);
}

fn figure(name: &str, unit: &str, run: impl Fn() -> f64) {
    let mut runs: Vec<f64> = (0..RUNS).map(|_| run()).collect();
    runs.sort_by(f64::total_cmp);
    if let [least, .., most] = runs.as_slice() {
        let median = runs.get(runs.len() / 2).copied().unwrap_or_default();
        println!("{name}: {least:.0} / {median:.0} / {most:.0} {unit}");
    }
}

fn klatch(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_klatch"));
    command.args(arguments).current_dir(folder).env("TMPDIR", folder);
    command
}

/// Milliseconds until the bot has its database, knows who it is, and listens.
fn start_to_connected() -> f64 {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let playground = runtime.block_on(workspace(cast::invented()));
    with_folder(|folder| {
        let started = Instant::now();
        let mut serve = klatch(&["serve"], folder);
        serve
            .env("SLACK_BOT_TOKEN", playground.bot_token())
            .env("SLACK_APP_TOKEN", playground.app_token())
            .env("SLACK_API_URL", playground.api_url())
            .stderr(Stdio::null());
        let _serve = Running(serve.spawn().expect("it starts"));
        while playground.connections() == 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
        millis(started.elapsed())
    })
}

/// Milliseconds until the demo says that it is ready, and its resident megabytes at rest.
fn start_to_ready() -> (f64, f64) {
    with_folder(|folder| {
        let started = Instant::now();
        let mut demo = klatch(&["demo", "--port", "0"], folder);
        let mut demo = Running(demo.stdout(Stdio::piped()).spawn().expect("the demo starts"));
        let output = demo.0.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("it says where it is");
        let ready = started.elapsed();
        assert!(line.contains("http://127.0.0.1:"), "{line}");
        std::thread::sleep(REST);
        (millis(ready), resident_megabytes(demo.0.id()))
    })
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn resident_megabytes(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn four_weeks() -> f64 {
    timed(&["demo", "--headless", "--weeks", "4", "--seed", "7"])
}

fn migrate() -> f64 {
    timed(&["migrate"])
}

fn timed(arguments: &[&str]) -> f64 {
    with_folder(|folder| {
        let started = Instant::now();
        let done = klatch(arguments, folder).output().expect("it runs");
        assert!(done.status.success(), "{done:?}");
        millis(started.elapsed())
    })
}

fn with_folder<T>(run: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(folder.path())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
