//! `klatch serve` with a workspace for it, and everything that it says.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use klatch::playground::Playground;
use tempfile::TempDir;

/// `klatch serve` on a database of its own.
pub(crate) struct Served {
    pub(crate) child: Child,
    said: Arc<Mutex<String>>,
    folder: TempDir,
}

impl Served {
    /// Its log is turned up as far as it goes.
    pub(crate) fn start(playground: &Playground, more: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_klatch"))
            .arg("serve")
            .current_dir(folder.path())
            .env_clear()
            .env("SLACK_API_URL", playground.api_url())
            .env("SLACK_BOT_TOKEN", playground.bot_token())
            .env("SLACK_APP_TOKEN", playground.app_token())
            .env("KLATCH_LISTEN", "127.0.0.1:0")
            .env("KLATCH_LOG", "trace")
            .envs(more.iter().copied())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let said = Arc::<Mutex<String>>::default();
        let (mut stderr, heard) = (child.stderr.take().unwrap(), Arc::clone(&said));
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = stderr.read(&mut bytes) {
                heard
                    .lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(bytes.get(..count).unwrap()));
            }
        });
        Self { child, said, folder }
    }

    /// Where its database is, unless it was told another one.
    pub(crate) fn database(&self) -> String {
        format!("sqlite://{}/klatch.db", self.folder.path().display())
    }

    /// Its log so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// What stands behind `before` in the log, once it does.
    pub(crate) async fn hears(&self, before: &str) -> String {
        let heard = async {
            loop {
                let said = self.said();
                let line = said.lines().find_map(|line| line.split_once(before));
                if let Some((_, after)) = line {
                    break after.to_owned();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let heard = tokio::time::timeout(Duration::from_secs(20), heard).await;
        heard.unwrap_or_else(|_| panic!("{before} is not in\n{}", self.said()))
    }

    /// The log has none of these words, nor anything else that is nobody's business.
    pub(crate) fn assert_discreet(&self, playground: &Playground, words: &[&str]) {
        let said = self.said();
        let secrets = [playground.bot_token(), playground.app_token(), "ticket=".to_owned()];
        let names = playground.people().into_iter().filter(|person| !person.is_bot);
        let names = names.map(|person| person.real_name);
        let words = words.iter().map(|word| (*word).to_owned());
        for secret in words.chain(secrets).chain(names) {
            let told = said.lines().find(|line| line.contains(&secret));
            assert_eq!(told, None, "{secret} stands in the log");
        }
    }

    /// Asks it to end as an operator does, and says how long that took.
    pub(crate) async fn stop(&mut self) -> Duration {
        let started = Instant::now();
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    break status;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let status = tokio::time::timeout(Duration::from_secs(15), ended).await.unwrap();
        assert!(status.success(), "{status}\n{}", self.said());
        started.elapsed()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
