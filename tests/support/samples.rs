//! A database with the rows that every version of the program wrote, carried on to this one.

use std::path::Path;

use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, Executor as _};

/// Runs every migration, and after each puts in the rows that it ships with.
pub(crate) async fn carry(url: &str) {
    let migrations = Migrator::new(Path::new("migrations")).await.expect("migrations");
    let mut connection = connect(url).await;
    for migration in migrations.iter() {
        let one = migrations.run_direct(Some(migration.version), &mut connection, false);
        one.await.expect("a migration that runs");
        let rows = sqlx::AssertSqlSafe(rows(migration.version));
        connection.execute(rows).await.expect("rows that fit");
    }
    connection.close().await.expect("a connection that ends");
}

/// A connection past the store; makes the file of an SQLite database.
pub(crate) async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = if url.starts_with("sqlite:") { format!("{url}?mode=rwc") } else { url.to_owned() };
    let options: sqlx::any::AnyConnectOptions = url.parse().expect("an address");
    options.connect().await.expect("a database")
}

/// The rows that a migration ships with, as the program of that version writes them.
pub(crate) fn rows(version: i64) -> String {
    let file = Path::new("migrations/samples").join(format!("{version:04}.sql"));
    std::fs::read_to_string(&file).expect("every migration ships with sample rows")
}
