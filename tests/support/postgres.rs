//! A PostgreSQL server for tests, and databases in it.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sqlx::{ConnectOptions as _, Connection as _, Executor as _, Row as _};
use url::Url;

/// Runs the server until this process ends in whatever way, which closes its standard input;
/// then removes everything. Nothing on the disk need survive, so nothing is flushed to it.
const GUARD: &str = r#"
trap '' INT TERM HUP
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
rm -rf "$2"
"#;

/// One database, dropped with this value.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) url: String,
    name: String,
}

impl Database {
    /// `None` if there is no PostgreSQL and none is required.
    pub(crate) async fn create() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("klatch_test_{}_{number}", std::process::id());
        let create =
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
        run(&server.url, &create).await.expect("a database of its own");
        let mut url = Url::parse(&server.url).expect("an address");
        url.set_path(&name);
        Some(Self { url: url.into(), name })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(server) = server() else { return };
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // In a thread of its own, because one cannot wait for a future in the middle of another.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(run(&server.url, &drop))
        });
        if !matches!(dropped.join(), Ok(Ok(()))) {
            say(&format!("a test database is left behind: {}", self.name));
        }
    }
}

/// Runs one statement as whoever owns the server.
pub(crate) async fn run(url: &str, statement: &str) -> sqlx::Result<()> {
    sqlx::any::install_default_drivers();
    let options: sqlx::any::AnyConnectOptions = url.parse()?;
    let mut connection = options.connect().await?;
    connection.execute(sqlx::AssertSqlSafe(statement.to_owned())).await?;
    connection.close().await
}

/// What a query answers in its only column, which is text.
pub(crate) async fn texts(url: &str, query: &str) -> sqlx::Result<Vec<String>> {
    sqlx::any::install_default_drivers();
    let options: sqlx::any::AnyConnectOptions = url.parse()?;
    let mut connection = options.connect().await?;
    let rows = connection.fetch_all(sqlx::AssertSqlSafe(query.to_owned())).await?;
    connection.close().await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

#[derive(Debug)]
struct Server {
    url: String,
    /// Open as long as this process lives.
    _guard: Option<ChildStdin>,
}

/// The server of this process.
fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(find).as_ref()
}

fn find() -> Option<Server> {
    if let Ok(url) = std::env::var("KLATCH_TEST_POSTGRES_URL") {
        return Some(Server { url, _guard: None });
    }
    let reason = match programs() {
        Some(programs) => match start(&programs) {
            Ok(server) => return Some(server),
            Err(error) => format!("{} did not start: {error}", programs.display()),
        },
        None => "no server programs here, and no KLATCH_TEST_POSTGRES_URL".to_owned(),
    };
    let required = std::env::var("KLATCH_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
    assert!(!required, "PostgreSQL is required: {reason}");
    say(&format!("skipped: no PostgreSQL ({reason}); these tests run on SQLite only"));
    None
}

/// Past the capture of output: a test that passes shows it too.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The directory of the newest server programs.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.flatten().map(|entry| entry.path()).max_by_key(|path| version(path));
    let bin = newest.map(|path| path.join("bin"));
    let on_path =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    bin.into_iter().chain(on_path).find(|bin| bin.join("initdb").is_file())
}

fn start(programs: &Path) -> std::io::Result<Server> {
    // Short, since the path of a socket may have 107 bytes only.
    let directory = tempfile::Builder::new().prefix("klatch-pg-").tempdir_in("/tmp")?.keep();
    let user = server_user(&directory)?;
    if let Some((uid, gid)) = user {
        std::os::unix::fs::chown(&directory, Some(uid), Some(gid))?;
    }
    let command = |program: &Path| {
        let mut command = Command::new(program);
        command.current_dir(&directory).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
        command
    };
    let made = command(&programs.join("initdb"))
        .args(["-U", "klatch", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
        .arg(directory.join("data"))
        .status()?;
    if !made.success() {
        return Err(std::io::Error::other("initdb failed"));
    }
    let mut guard = command(Path::new("/bin/sh"))
        .args(["-c", GUARD, "guard"])
        .args([programs, &directory])
        .stdin(Stdio::piped())
        // Ctrl-C is for the tests; the guard goes by its input.
        .process_group(0)
        .spawn()?;
    let server = Server {
        url: format!("postgres://klatch@localhost/postgres?host={}", directory.display()),
        _guard: guard.stdin.take(),
    };
    let ready = || {
        let mut ask = command(&programs.join("pg_isready"));
        ask.args(["-q", "-U", "klatch", "-h"]).arg(&directory).status().is_ok_and(|it| it.success())
    };
    let since = Instant::now();
    while !ready() {
        if since.elapsed() > Duration::from_secs(30) {
            return Err(std::io::Error::other("it was not ready after 30 seconds"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(server)
}

/// Who the server runs as, if not as ourselves: it refuses to be root.
fn server_user(own: &Path) -> std::io::Result<Option<(u32, u32)>> {
    if fs::metadata(own)?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let user = |name: &str| {
        let fields: Vec<&str> = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields.first() == Some(&name))?;
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    };
    Ok(Some(user("postgres").or_else(|| user("nobody")).unwrap_or((65534, 65534))))
}
