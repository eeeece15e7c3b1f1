//! How a statement is run: what goes in, and what comes out.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{AnyConnection, Arguments, AssertSqlSafe, SqlSafeStr, SqlStr};

use super::{Engine, Error, Result, Tx};
use crate::domain::ids::{
    AnswerId, AuditId, BreakId, CardId, ChannelId, CommunityId, EncounterId, GroupId, JobId,
    MemberId, MessageTs, ProgramId, QuestionId, ReferralId, ReplyId, RoundId, SessionId, StoryId,
    ThanksId, WorkspaceId,
};

/// Rows of one statement: well under the number of parameters that SQLite allows (32,766).
const BATCH: usize = 500;
/// Rows of a statement that is a transaction by itself.
const ALONE: usize = 512;

/// What a statement is given. The database knows text and numbers only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// Something that can be given to a statement.
pub(super) trait Bind {
    const NULL: Value;

    fn value(self) -> Value;
}

macro_rules! binds {
    ($variant:ident: $($type:ty => |$it:ident| $value:expr),+ $(,)?) => {$(
        impl Bind for $type {
            const NULL: Value = Value::$variant(None);

            fn value(self) -> Value {
                let $it = self;
                Value::$variant(Some($value))
            }
        }
    )+};
}

binds! { Text:
    &str => |text| text.to_owned(),
    String => |text| text,
    &String => |text| text.clone(),
    &WorkspaceId => |id| id.as_str().to_owned(),
    &MemberId => |id| id.as_str().to_owned(),
    &ChannelId => |id| id.as_str().to_owned(),
    &MessageTs => |id| id.as_str().to_owned(),
    ProgramId => |id| id.to_string(),
    RoundId => |id| id.to_string(),
    GroupId => |id| id.to_string(),
    EncounterId => |id| id.to_string(),
    BreakId => |id| id.to_string(),
    CommunityId => |id| id.to_string(),
    QuestionId => |id| id.to_string(),
    ReferralId => |id| id.to_string(),
    AnswerId => |id| id.to_string(),
    CardId => |id| id.to_string(),
    ReplyId => |id| id.to_string(),
    SessionId => |id| id.to_string(),
    StoryId => |id| id.to_string(),
    ThanksId => |id| id.to_string(),
    JobId => |id| id.to_string(),
    AuditId => |id| id.to_string(),
    NaiveDate => |day| day.format("%Y-%m-%d").to_string(),
}

binds! { Number:
    i64 => |number| number,
    u32 => |number| i64::from(number),
    u8 => |number| i64::from(number),
    bool => |flag| i64::from(flag),
    DateTime<Utc> => |time| time.timestamp_millis(),
}

impl<T: Bind> Bind for Option<T> {
    const NULL: Value = T::NULL;

    fn value(self) -> Value {
        self.map_or(T::NULL, T::value)
    }
}

/// The values of one row.
macro_rules! row {
    ($($value:expr),+ $(,)?) => { vec![$($crate::store::query::Bind::value($value)),+] };
}
pub(super) use row;

/// A statement of a transaction with what it is given.
#[must_use]
pub(super) struct Statement<'t> {
    tx: &'t mut Tx,
    text: SqlStr,
    values: Vec<Value>,
    /// Whether the same text comes again, so that the prepared statement is worth keeping.
    again: bool,
}

impl Tx {
    pub(super) fn sql(&mut self, text: &'static str) -> Statement<'_> {
        Statement { tx: self, text: text.into_sql_str(), values: Vec::new(), again: true }
    }

    /// Runs `before VALUES (…), (…) after` for all of `rows`, some hundreds at a time. The caller
    /// sorts and dedupes them: two writers that touch the same rows must do so in one order, and
    /// no statement may touch a row twice.
    pub(super) async fn sql_batch(
        &mut self,
        before: &'static str,
        rows: Vec<Vec<Value>>,
        after: &'static str,
    ) -> Result<Vec<AnyRow>> {
        let mut answers = Vec::new();
        let mut rows = rows.into_iter().peekable();
        while let Some(first) = rows.peek() {
            let width = first.len();
            let values: Vec<Value> = rows.by_ref().take(BATCH).flatten().collect();
            let text = self.batch(before, width, values.len(), after);
            answers.extend(self.sql_made(text, values).all().await?);
        }
        Ok(answers)
    }

    /// The same where nothing is to be read back: how many rows were written.
    pub(super) async fn write_batch(
        &mut self,
        before: &'static str,
        rows: Vec<Vec<Value>>,
        after: &'static str,
    ) -> Result<u64> {
        let mut written = 0;
        let mut rows = rows.into_iter().peekable();
        while let Some(first) = rows.peek() {
            let width = first.len();
            let values: Vec<Value> = rows.by_ref().take(BATCH).flatten().collect();
            let text = self.batch(before, width, values.len(), after);
            written += self.sql_made(text, values).run().await?;
        }
        Ok(written)
    }

    fn batch(&self, before: &str, width: usize, values: usize, after: &str) -> String {
        batch(self.engine, before, width, values, after)
    }

    /// Runs `before (…) after` with a list of values as long as needed, in parts; `$1` is the
    /// workspace.
    pub(super) async fn sql_in(
        &mut self,
        ws: &WorkspaceId,
        before: &'static str,
        list: Vec<Value>,
        after: &'static str,
    ) -> Result<Vec<AnyRow>> {
        self.sql_list(row![ws], before, list, after).await
    }

    /// The same with several values before the list.
    pub(super) async fn sql_list(
        &mut self,
        first: Vec<Value>,
        before: &'static str,
        mut list: Vec<Value>,
        after: &'static str,
    ) -> Result<Vec<AnyRow>> {
        list.sort();
        list.dedup();
        let mut answers = Vec::new();
        for some in list.chunks(BATCH) {
            let places = first.len() + 1..=first.len() + some.len();
            let places: Vec<_> = places.map(|place| format!("${place}")).collect();
            let text = format!("{before} ({}) {after}", places.join(", "));
            let mut values = first.clone();
            values.extend_from_slice(some);
            answers.extend(self.sql_made(text, values).all().await?);
        }
        Ok(answers)
    }

    /// A text that was put together from literals and `$n`, nothing else.
    pub(super) fn sql_made(&mut self, text: String, values: Vec<Value>) -> Statement<'_> {
        Statement { tx: self, text: AssertSqlSafe(text).into_sql_str(), values, again: false }
    }
}

/// Runs `before VALUES (…), (…) after` as a transaction by itself: all of it or nothing. Returns how
/// many rows were written. The caller sees to the order of the rows, and to it that their number is
/// one of few: the statement is kept.
///
/// # Errors
/// The database failed, or these are more rows than one statement takes.
pub(super) async fn write_alone(
    connection: &mut AnyConnection,
    engine: Engine,
    before: &'static str,
    rows: &[Vec<Value>],
    after: &'static str,
) -> Result<u64> {
    let Some(width) = rows.first().map(Vec::len) else { return Ok(0) };
    if rows.len() > ALONE {
        let reason = format!("{} at once", rows.len());
        return Err(Error::Unwritable { what: "rows", reason });
    }
    let text = batch(engine, before, width, rows.len() * width, after);
    let arguments = arguments(rows.concat())?;
    let query = sqlx::query_with(AssertSqlSafe(text), arguments);
    Ok(query.execute(connection).await?.rows_affected())
}

fn batch(engine: Engine, before: &str, width: usize, values: usize, after: &str) -> String {
    format!("{before} VALUES {} {after}", placeholders(engine, width, values))
}

/// `($1, $2), ($3, $4)`: places for so many values, in rows of `width`. SQLite looks every name up in
/// a list of all of them, which a batch is too long for, so there they have none: `(?, ?), (?, ?)`.
fn placeholders(engine: Engine, width: usize, values: usize) -> String {
    let mut text = String::with_capacity(values * 6);
    for place in 0..values {
        let sign = match (place, place % width.max(1)) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        };
        text.push_str(sign);
        match engine {
            Engine::Sqlite => text.push('?'),
            Engine::Postgres => {
                text.push('$');
                text.push_str(&(place + 1).to_string());
            }
        }
    }
    text.push(')');
    text
}

impl Statement<'_> {
    /// The value of the next `$n`.
    pub(super) fn bind(mut self, value: impl Bind) -> Self {
        self.values.push(value.value());
        self
    }

    pub(super) fn bind_all(mut self, values: Vec<Value>) -> Self {
        self.values.extend(values);
        self
    }

    /// How many rows it wrote.
    pub(super) async fn run(self) -> Result<u64> {
        let arguments = arguments(self.values)?;
        let query = sqlx::query_with(self.text, arguments).persistent(self.again);
        let outcome = query.execute(self.tx.connection()).await;
        Ok(self.tx.note(outcome)?.rows_affected())
    }

    /// Whether it wrote anything.
    pub(super) async fn did(self) -> Result<bool> {
        Ok(self.run().await? > 0)
    }

    pub(super) async fn one(self) -> Result<Option<AnyRow>> {
        let arguments = arguments(self.values)?;
        let query = sqlx::query_with(self.text, arguments).persistent(self.again);
        let outcome = query.fetch_optional(self.tx.connection()).await;
        self.tx.note(outcome)
    }

    pub(super) async fn all(self) -> Result<Vec<AnyRow>> {
        let arguments = arguments(self.values)?;
        let query = sqlx::query_with(self.text, arguments).persistent(self.again);
        let outcome = query.fetch_all(self.tx.connection()).await;
        self.tx.note(outcome)
    }
}

fn arguments(values: Vec<Value>) -> Result<AnyArguments> {
    let mut arguments = AnyArguments::default();
    for value in values {
        let added = match value {
            // SQLite would keep it and PostgreSQL fail: the same answer from both.
            Value::Text(Some(text)) if text.contains('\0') => {
                return Err(Error::Unwritable { what: "a text", reason: "it has a NUL".into() });
            }
            Value::Text(text) => arguments.add(text),
            Value::Number(number) => arguments.add(number),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
