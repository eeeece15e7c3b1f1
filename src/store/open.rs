//! Opening the database: which one it is, and whether this program can use it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Executor, Row};
use tokio::sync::Notify;

use super::inbox::LastPlace;
use super::{Error, Result};
use crate::clock::Clock;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How many transactions may read at once; on PostgreSQL, how many may be open at all.
const CONNECTIONS: u32 = 8;
/// How long a transaction waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Every connection to SQLite begins with these. A reader refuses to write. What is deleted is
/// overwritten: the key of an anonymous question must not stay readable in a free page.
const SQLITE_WRITER: &str = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; \
     PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";
const SQLITE_READER: &str =
    "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;";

/// On PostgreSQL nothing waits forever: not a statement, not a lock, not a forgotten transaction.
const POSTGRES_LIMITS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s';";

/// Which database it is. Only the store asks: the SQL is the same for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The database. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    engine: Engine,
    readers: AnyPool,
    writers: AnyPool,
    clock: Clock,
    work_added: Notify,
    moves: AtomicU64,
    last_place: LastPlace,
}

impl Store {
    /// Opens the database at `url`: `sqlite://path` (made if it is not there) or `postgres://…`.
    /// The tables are not touched; see [`Store::migrate`].
    ///
    /// # Errors
    /// One sentence that says what to do, when the database cannot be used by this program.
    pub async fn open(url: &str, clock: &Clock) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let store = match url.split_once(':') {
            Some(("sqlite", rest)) => open_sqlite(rest, clock).await?,
            Some(("postgres" | "postgresql", _)) => open_postgres(url, clock).await?,
            _ => {
                return Err(Error::unusable(
                    "DATABASE_URL names no database that Klatch knows.",
                    "Write sqlite://klatch.db, or postgres://user:password@host/name.",
                ));
            }
        };
        store.refuse_newer().await?;
        Ok(store)
    }

    /// [`Store::open`], then [`Store::migrate`].
    ///
    /// # Errors
    /// As those two.
    pub async fn connect_and_migrate(url: &str, clock: &Clock) -> Result<Self> {
        let store = Self::open(url, clock).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Brings the tables up to this program, forward only. Several processes may do it at once.
    ///
    /// # Errors
    /// A migration failed, or one that was applied is not the one this program knows.
    pub async fn migrate(&self) -> Result<()> {
        self.migrate_with(&MIGRATIONS).await
    }

    /// The migrations of this program that the database has not seen yet.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn pending_migrations(&self) -> Result<Vec<String>> {
        let applied = self.applied_version().await?;
        let pending = MIGRATIONS.iter().filter(|migration| migration.version > applied);
        Ok(pending.map(|migration| migration.description.to_string()).collect())
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Told whenever jobs were committed by this process.
    pub fn work_added(&self) -> &Notify {
        &self.0.work_added
    }

    /// Grows whenever this process committed a change of an installation.
    pub fn moves(&self) -> u64 {
        self.0.moves.load(Ordering::SeqCst)
    }

    pub(super) fn somebody_moved(&self) {
        self.0.moves.fetch_add(1, Ordering::SeqCst);
    }

    /// Lets go of all connections; on SQLite this also tidies the log file away.
    pub async fn close(&self) {
        self.0.readers.close().await;
        self.0.writers.close().await;
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(super) fn readers(&self) -> &AnyPool {
        &self.0.readers
    }

    pub(super) fn writers(&self) -> &AnyPool {
        &self.0.writers
    }

    pub(super) fn last_place(&self) -> &LastPlace {
        &self.0.last_place
    }
}

async fn open_sqlite(rest: &str, clock: &Clock) -> Result<Store> {
    let path = sqlite_path(rest)?;
    let cannot = |error: &dyn std::fmt::Display| {
        Error::unusable(
            format!("The SQLite file {} cannot be used ({error}).", path.display()),
            "It must be a file of Klatch's own, and this user must be able to write to it and to its folder.",
        )
    };
    let options = sqlite_options(&path)?;
    let mut first = options.connect().await.map_err(|error| cannot(&error))?;
    // Kept in the file: every later connection finds it so.
    first.execute("PRAGMA journal_mode = WAL").await.map_err(|error| cannot(&error))?;
    // Refused here rather than at the first click, where the file may only be read.
    first.execute("BEGIN IMMEDIATE; ROLLBACK;").await.map_err(|error| cannot(&error))?;
    sqlx::Connection::close(first).await?;
    let pool = |connections: u32, begin: &'static str| {
        pool_options(connections, begin)
            .test_before_acquire(false)
            .connect_lazy_with(options.clone())
    };
    Ok(Store::new(Engine::Sqlite, pool(CONNECTIONS, SQLITE_READER), pool(1, SQLITE_WRITER), clock))
}

/// Every connection starts with the statements `begin`.
fn pool_options(connections: u32, begin: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE).after_connect(
        move |connection: &mut AnyConnection, _| {
            Box::pin(async move { connection.execute(begin).await.map(drop) })
        },
    )
}

/// The file of `sqlite://path`, made absolute so that a later change of directory does not matter.
pub(super) fn sqlite_path(rest: &str) -> Result<PathBuf> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path.contains(['?', '\0']) || path == ":memory:" {
        return Err(Error::unusable(
            "DATABASE_URL names no file of SQLite, or has something after its name.",
            "Write it as in sqlite://klatch.db.",
        ));
    }
    std::path::absolute(path).map_err(|error| {
        Error::unusable(
            format!("The SQLite file {path} cannot be found ({error})."),
            "Write its whole path into DATABASE_URL.",
        )
    })
}

/// One connection to a file of SQLite, beside those of a store.
pub(super) async fn connect_sqlite(path: &Path) -> Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    Ok(sqlite_options(path)?.connect().await?)
}

fn sqlite_options(path: &Path) -> Result<AnyConnectOptions> {
    use std::fmt::Write as _;
    let mut url = String::from("sqlite://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                url.push(char::from(*byte));
            }
            other => {
                let _ = write!(url, "%{other:02X}");
            }
        }
    }
    url.push_str("?mode=rwc");
    Ok(url.parse()?)
}

async fn open_postgres(url: &str, clock: &Clock) -> Result<Store> {
    let options: AnyConnectOptions = url.parse().map_err(|_| {
        Error::unusable(
            "DATABASE_URL is no address of a PostgreSQL database.",
            "Write it as in postgres://user:password@host:5432/klatch.",
        )
    })?;
    let unreachable = |reason: &dyn std::fmt::Display| {
        Error::unusable(
            format!("The PostgreSQL database in DATABASE_URL cannot be reached ({reason})."),
            "Check that the server runs, and the host, user, password and database name.",
        )
    };
    let mut first = match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(connected) => connected.map_err(|error| unreachable(&error))?,
        Err(_) => return Err(unreachable(&"no answer within 10 seconds")),
    };
    let fits = fits_postgres(&mut first).await;
    sqlx::Connection::close(first).await?;
    fits?;
    let pool = pool_options(CONNECTIONS, POSTGRES_LIMITS).connect_lazy_with(options);
    Ok(Store::new(Engine::Postgres, pool.clone(), pool, clock))
}

/// Text must be Unicode and sort by its bytes, as in SQLite and in Rust: what is sorted in one
/// place and compared in another would differ otherwise.
async fn fits_postgres(connection: &mut AnyConnection) -> Result<()> {
    let row = connection
        .fetch_one(
            "SELECT CAST(CASE WHEN 'Z' < 'a' AND '_' < 'a' AND 'a b' < 'aa' AND 'z' < 'ä' \
             THEN 1 ELSE 0 END AS BIGINT) AS ordered, current_setting('server_encoding') AS encoding",
        )
        .await?;
    if row.try_get::<i64, _>("ordered")? == 1 && row.try_get::<&str, _>("encoding")? == "UTF8" {
        return Ok(());
    }
    Err(Error::unusable(
        "The PostgreSQL database does not keep text as Klatch needs it.",
        "Make it with CREATE DATABASE klatch TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'.",
    ))
}

impl Store {
    fn new(engine: Engine, readers: AnyPool, writers: AnyPool, clock: &Clock) -> Self {
        Self(Arc::new(Inner {
            engine,
            readers,
            writers,
            clock: clock.clone(),
            work_added: Notify::new(),
            moves: AtomicU64::new(0),
            last_place: LastPlace::default(),
        }))
    }

    async fn migrate_with(&self, migrations: &Migrator) -> Result<()> {
        match self.engine() {
            // One transaction around it all: other processes wait, and all of it or nothing.
            Engine::Sqlite => {
                let mut tx = self.writers().begin_with("BEGIN IMMEDIATE").await?;
                migrations.run_direct(None, &mut *tx, false).await?;
                tx.commit().await?;
            }
            // Locks for itself. A long migration must not run into the pool's limits.
            Engine::Postgres => {
                let mut connection = self.writers().connect_options().connect().await?;
                let migrated = migrations.run_direct(None, &mut connection, false).await;
                sqlx::Connection::close(connection).await?;
                migrated?;
            }
        }
        Ok(())
    }

    async fn refuse_newer(&self) -> Result<()> {
        let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        let applied = self.applied_version().await?;
        if applied <= known {
            return Ok(());
        }
        Err(Error::unusable(
            format!(
                "The database is newer than this program: its version is {applied}, this program \
                 knows {known}."
            ),
            "Run the newer Klatch again, or restore the backup from before.",
        ))
    }

    /// The newest migration that the database has seen; 0 if none.
    async fn applied_version(&self) -> Result<i64> {
        let table = match self.engine() {
            Engine::Sqlite => {
                "SELECT COUNT(*) AS tables FROM sqlite_master WHERE name = '_sqlx_migrations'"
            }
            Engine::Postgres => {
                "SELECT COUNT(*) AS tables FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')"
            }
        };
        let row = self.readers().fetch_one(table).await?;
        if row.try_get::<i64, _>("tables")? == 0 {
            return Ok(0);
        }
        let row = self
            .readers()
            .fetch_one("SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations")
            .await?;
        Ok(row.try_get("version")?)
    }
}
