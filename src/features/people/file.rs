//! Where people belong by the operator's list: a CSV file with the columns email, team, department,
//! manager (an email), site. Only email is needed; the others may be left out.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use chrono::DateTime;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Belongs, Source};
use crate::features::context::Queued;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store;
use crate::transaction;

/// The largest list that is read.
const MOST_BYTES: u64 = 10 * 1024 * 1024;
/// The most rows.
const MOST_ROWS: usize = 200_000;
/// The longest value, in characters; the rest of it is cut.
const LONGEST: usize = 200;
/// Rows looked up in one transaction, so that none is long.
const AT_ONCE: usize = 500;

/// A row of the list.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    email: String,
    belongs: Belongs,
}

/// Has the list read when Klatch starts, so that a new one counts at once. A workspace whose directory
/// was never read has nobody yet: there it is read after the directory.
///
/// # Errors
/// The database.
pub async fn read_file_at_start(context: &Context, workspace: &WorkspaceId) -> store::Result<()> {
    if context.settings.people_file.is_none() {
        return Ok(());
    }
    transaction!(context.store, |tx| {
        if tx.listed_since(workspace, DateTime::UNIX_EPOCH).await?.seen > 0 {
            let now = context.now();
            let name = format!("read_people_file:{}", now.timestamp_millis());
            let queued = Queued { at: now, name: Some(&name), channel: None };
            context.queue(tx, workspace, &Job::ReadPeopleFile, queued).await?;
        }
        Ok(())
    })
    .await
}

/// Reads the list anew. A list that is wrong changes nothing, and the operator learns in which line.
///
/// # Errors
/// The database.
pub async fn read_file(context: &Context, work: &Work) -> Result<Outcome> {
    let Some(path) = context.settings.people_file.clone() else { return Ok(Outcome::Done) };
    let reading = tokio::task::spawn_blocking(move || read(&path)).await;
    let rows = match reading {
        Ok(Ok(rows)) => rows,
        Ok(Err(why)) => {
            tracing::error!(
                "the list of people is not used: {why}. What stood before still counts"
            );
            return Ok(Outcome::Cancel(why));
        }
        Err(error) => return Ok(Outcome::Retry(error.to_string())),
    };
    let (workspace, began) = (&work.workspace, context.now());
    let mut placed = 0;
    for some in rows.chunks(AT_ONCE) {
        placed += transaction!(context.store, |tx| {
            // The last row of an email counts.
            let last: BTreeMap<&str, &Belongs> =
                some.iter().map(|row| (row.email.as_str(), &row.belongs)).collect();
            let emails: Vec<String> = last.keys().map(|email| (*email).to_owned()).collect();
            let found = tx.members_by_email(workspace, &emails).await?;
            let place = |(email, member): &(String, MemberId)| {
                Some((member.clone(), (*last.get(email.as_str())?).clone()))
            };
            let places: Vec<_> = found.iter().filter_map(place).collect();
            tx.keep_places(workspace, Source::File, &places, began).await?;
            Ok(places.len())
        })
        .await?;
    }
    transaction!(context.store, |tx| {
        tx.drop_places(workspace, Source::File, began).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    let unknown = rows.len().saturating_sub(placed);
    if placed == 0 && !rows.is_empty() {
        tracing::warn!(
            unknown,
            "nobody of the list of people is known by email: does Klatch have users:read.email?"
        );
    } else {
        tracing::info!(placed, unknown, "the list of people was read");
    }
    Ok(Outcome::Done)
}

/// Reads a list, or says in words for the operator why not.
fn read(path: &Path) -> std::result::Result<Vec<Row>, String> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| format!("{shown}: {error}"))?;
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{shown}: {error}"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_BYTES) {
        return Err(format!("{shown} is larger than {} MiB", MOST_BYTES / 1024 / 1024));
    }
    parse(&bytes).map_err(|why| format!("{shown}, {why}"))
}

/// Columns are separated by commas, semicolons or tabs: by whichever the header has.
fn parse(bytes: &[u8]) -> std::result::Result<Vec<Row>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line}: it is not UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') {
        b';'
    } else if header.contains('\t') {
        b'\t'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| at(&error))?.clone();
    let column = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let email = column("email").ok_or("line 1: there is no column called email")?;
    let columns = ["team", "department", "manager", "site"].map(column);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| at(&error))?;
        let value = |column: Option<usize>| {
            let value: String = record.get(column?)?.chars().take(LONGEST).collect();
            let value = value.replace('\0', "");
            (!value.is_empty()).then_some(value)
        };
        let Some(email) = value(Some(email)) else { continue };
        let line = record.position().map_or(0, csv::Position::line);
        if !email.contains('@') {
            return Err(format!("line {line}: the column email has no address"));
        }
        if rows.len() >= MOST_ROWS {
            return Err(format!("line {line}: there are more than {MOST_ROWS} rows"));
        }
        let [team, department, manager, site] = columns.map(value);
        let belongs = Belongs { team, department, manager, site };
        rows.push(Row { email: email.to_lowercase(), belongs });
    }
    Ok(rows)
}

/// What is wrong and where, without quoting what stands there.
fn at(error: &csv::Error) -> String {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("line {line}: it has {len} values, but the first line {expected_len}")
        }
        _ => format!("line {line}: it cannot be read as CSV"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_are_read_whatever_separates_them() {
        for text in [
            "Email,Team,Manager\nAna@example.org,\"Core, inner\",bo@example.org\n,x,y\n",
            "\u{feff}email;manager;team\r\n Ana@example.org ;bo@example.org;Core, inner\r\n",
            "team\temail\tphone\tmanager\nCore, inner\tana@example.org\t1\tbo@example.org",
        ] {
            let rows = parse(text.as_bytes()).unwrap();
            let belongs = Belongs {
                team: Some("Core, inner".into()),
                manager: Some("bo@example.org".into()),
                ..Belongs::default()
            };
            assert_eq!(rows, [Row { email: "ana@example.org".into(), belongs }], "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            (&b""[..], "line 1: there is no column called email"),
            (b"name,team\nAna,Core\n", "line 1: there is no column called email"),
            (b"email,team\na@b.c,Core\nd@e.f\n", "line 3: it has 1 values, but the first line 2"),
            (b"email,team\na@b.c,Core\nAna,Core\n", "line 3: the column email has no address"),
            (b"email,team\na@b.c,Caf\xe9\n", "line 2: it is not UTF-8"),
        ] {
            assert_eq!(parse(text).unwrap_err(), told);
        }
    }

    #[test]
    fn a_list_that_is_not_there_or_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        assert!(read(&path).unwrap_err().contains("people.csv"));
        let large = usize::try_from(MOST_BYTES).unwrap() + 1;
        std::fs::write(&path, vec![b'x'; large]).unwrap();
        assert!(read(&path).unwrap_err().ends_with("is larger than 10 MiB"));
        let many = format!("email\n{}", "a@b.c\n".repeat(MOST_ROWS + 1));
        assert_eq!(
            parse(many.as_bytes()).unwrap_err(),
            "line 200002: there are more than 200000 rows"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            parse(&bytes).ok();
            parse(&[b"email;team\n", &bytes[..]].concat()).ok();
        }
    }
}
