//! Reading a row back: what is not as it should be is an error with the column's name.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Error, Result};
use crate::error::unquoted;

/// The fields of a row, by the column's name.
pub(super) trait Fields {
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>>;

    fn maybe_long(&self, column: &'static str) -> Result<Option<i64>>;

    fn text(&self, column: &'static str) -> Result<String> {
        self.maybe_text(column)?.ok_or_else(|| missing(column))
    }

    /// One of Slack's ids.
    fn id<Id: for<'a> From<&'a str>>(&self, column: &'static str) -> Result<Id> {
        Ok(Id::from(self.text(column)?.as_str()))
    }

    fn maybe_id<Id: for<'a> From<&'a str>>(&self, column: &'static str) -> Result<Option<Id>> {
        Ok(self.maybe_text(column)?.map(|id| Id::from(id.as_str())))
    }

    /// One of our own ids, or anything else that has a textual form.
    fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T> {
        parse(column, &self.text(column)?)
    }

    fn maybe_parsed<T: FromStr>(&self, column: &'static str) -> Result<Option<T>> {
        self.maybe_text(column)?.map(|text| parse(column, &text)).transpose()
    }

    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(column)?)
            .map_err(|error| Error::broken_json(column, &error))
    }

    fn number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T> {
        self.maybe_number(column)?.ok_or_else(|| missing(column))
    }

    fn maybe_number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<Option<T>> {
        let Some(number) = self.maybe_long(column)? else { return Ok(None) };
        let fits = T::try_from(number);
        Ok(Some(fits.map_err(|_| Error::unreadable(column, "the number is out of range"))?))
    }

    fn flag(&self, column: &'static str) -> Result<bool> {
        Ok(self.number::<i64>(column)? != 0)
    }

    fn time(&self, column: &'static str) -> Result<DateTime<Utc>> {
        self.maybe_time(column)?.ok_or_else(|| missing(column))
    }

    fn maybe_time(&self, column: &'static str) -> Result<Option<DateTime<Utc>>> {
        let Some(millis) = self.maybe_long(column)? else { return Ok(None) };
        let time = DateTime::from_timestamp_millis(millis);
        Ok(Some(time.ok_or_else(|| Error::unreadable(column, "no such time"))?))
    }

    fn day(&self, column: &'static str) -> Result<NaiveDate> {
        self.parsed(column)
    }
}

impl Fields for AnyRow {
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>> {
        Ok(self.try_get(column)?)
    }

    fn maybe_long(&self, column: &'static str) -> Result<Option<i64>> {
        Ok(self.try_get(column)?)
    }
}

fn parse<T: FromStr>(column: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::unreadable(column, "not in the form expected"))
}

fn missing(column: &'static str) -> Error {
    Error::unreadable(column, "it is NULL")
}

/// Reads every row with `read`.
pub(super) fn each<T>(rows: &[AnyRow], read: impl Fn(&AnyRow) -> Result<T>) -> Result<Vec<T>> {
    rows.iter().map(read).collect()
}

/// What is written into a column of JSON.
pub(super) fn to_json<T: serde::Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::Unwritable { what, reason: unquoted(&error) })
}
