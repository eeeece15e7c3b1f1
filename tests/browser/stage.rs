//! What a story plays on: a demo of its own and a browser of its own, both gone with the story.

use std::io::{BufRead as _, BufReader, Write as _};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Once, mpsc};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use futures_util::FutureExt as _;
use serde_json::json;

use crate::page::Page;

/// How long a program may take to say where it listens.
const STARTING: Duration = Duration::from_secs(60);

/// Plays one story in a browser that shows a fresh demo. If it fails, a picture of the page is left
/// in cargo's folder for such things.
pub(crate) async fn play(name: &str, story: impl AsyncFnOnce(&Page)) {
    if !browser_is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for the demo");
    let mut demo = Command::new(env!("CARGO_BIN_EXE_klatch"));
    let demo = demo.args(["demo", "--port", "0"]).env("TMPDIR", folder.path());
    let (_demo, address) = started(demo, |line| {
        line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned)
    });
    play_at(&address, name, story).await;
}

/// The same in a browser that shows another workspace's page.
pub(crate) async fn play_at(address: &str, name: &str, story: impl AsyncFnOnce(&Page)) {
    if !browser_is_here() {
        return;
    }
    // What the programs leave behind when they are ended goes with this folder.
    let folder = tempfile::tempdir().expect("a folder for the story");
    let mut driver = Command::new("chromedriver");
    let driver = driver.arg("--port=0").env("TMPDIR", folder.path());
    let (_driver, port) = started(driver, |line| {
        let (_, port) = line.strip_suffix('.')?.rsplit_once("successfully on port ")?;
        Some(port.to_owned())
    });
    let browser = browser(&format!("http://127.0.0.1:{port}"), folder.path()).await;
    let page = Page::of(browser.clone(), address.trim_end_matches('/'));
    let told = AssertUnwindSafe(async {
        page.open("").await;
        story(&page).await;
    });
    let told = told.catch_unwind().await;
    if told.is_err() {
        keep_picture(&browser, name).await;
    }
    // Whatever the story did: the browser must not outlive it.
    let closed = browser.close().await;
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
    closed.expect("a browser that closes");
}

async fn browser(driver: &str, folder: &Path) -> Client {
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let mouse = [
        "primaryHoverType=2",
        "availableHoverTypes=2",
        "primaryPointerType=4",
        "availablePointerTypes=4",
    ];
    let mouse = format!("--blink-settings={}", mouse.join(","));
    let capabilities = json!({
        "pageLoadStrategy": "eager",
        "goog:chromeOptions": { "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--lang=en-US", "--window-size=1400,900", profile,
            // As on a desk: without a screen the browser would think of a telephone.
            mouse,
        ] },
    });
    let capabilities = capabilities.as_object().expect("an object").clone();
    let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
    builder.capabilities(capabilities).connect(driver).await.expect("a browser")
}

async fn keep_picture(browser: &Client, name: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    if let Ok(picture) = browser.screenshot().await
        && std::fs::write(&path, picture).is_ok()
    {
        say(&format!("what the page showed: {}", path.display()));
    }
}

/// A program that ends with this value.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and reads its output up to the line that says what one waits for.
fn started(command: &mut Command, found: impl Fn(&str) -> Option<String>) -> (Program, String) {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut program = Program(spawned.expect("a program that starts"));
    let output = program.0.stdout.take().expect("its output");
    let (said, lines) = mpsc::channel();
    // Reads to the end, so that the program never waits for a reader.
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _nobody_listens_any_more = said.send(line);
        }
    });
    loop {
        let line = lines.recv_timeout(STARTING).expect("a program that says where it listens");
        if let Some(answer) = found(&line) {
            return (program, answer);
        }
    }
}

/// Whether there is a browser to look with.
fn browser_is_here() -> bool {
    let missing: Vec<&str> =
        ["chromium", "chromedriver"].into_iter().filter(|program| !on_path(program)).collect();
    if missing.is_empty() {
        return true;
    }
    let missing = missing.join(", ");
    let required = std::env::var("KLATCH_REQUIRE_CHROMIUM").is_ok_and(|value| value == "1");
    assert!(!required, "KLATCH_REQUIRE_CHROMIUM is set, but not on the PATH: {missing}");
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        say(&format!("skipped: nobody looks at the page, not on the PATH: {missing}"));
    });
    false
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// To standard error itself, which shows even where a test's output is captured.
pub(crate) fn say(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}
