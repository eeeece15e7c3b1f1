//! The strict reading of `klatch.toml`.

use toml::{Table, Value};

use super::KEYS;
use crate::error::Told;

/// Settings that are a number or true or false, and may stand without quotes.
const BARE: [&str; 2] = ["erase_after_days", "people.guests"];

/// Every setting of a file, by its dotted name.
pub(super) fn settings(text: &str, place: &str) -> Result<Vec<(String, String)>, Told> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        // Its own message would quote the line, which may hold a token.
        let line = error
            .span()
            .map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        Told::new(
            format!("{place}, line {line}, is no TOML: {}.", error.message()),
            "Compare it with klatch.example.toml.",
        )
    })?;
    let mut settings = Vec::new();
    collect(&table, "", place, &mut settings)?;
    Ok(settings)
}

fn collect(
    table: &Table,
    above: &str,
    place: &str,
    settings: &mut Vec<(String, String)>,
) -> Result<(), Told> {
    for (name, value) in table {
        let key = format!("{above}{name}");
        match value {
            Value::Table(table) if KEYS.iter().any(|known| inside(known, &key)) => {
                collect(table, &format!("{key}."), place, settings)?;
            }
            Value::String(text) if KEYS.contains(&key.as_str()) => {
                settings.push((key, text.clone()));
            }
            Value::Boolean(_) | Value::Integer(_) if BARE.contains(&key.as_str()) => {
                settings.push((key, value.to_string()));
            }
            _ if KEYS.contains(&key.as_str()) => {
                return Err(Told::new(
                    format!("{key} in {place} is no text."),
                    "Put its value in quotes.",
                ));
            }
            _ => return Err(unknown(&key, place)),
        }
    }
    Ok(())
}

fn inside(known: &str, table: &str) -> bool {
    known.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'))
}

/// Names the setting that was probably meant.
pub(super) fn unknown(key: &str, place: &str) -> Told {
    let close = |known: &str| {
        let short = known.rsplit('.').next().unwrap_or(known);
        strsim::jaro_winkler(known, key).max(strsim::jaro_winkler(short, key))
    };
    let nearest = KEYS.into_iter().max_by(|one, other| close(one).total_cmp(&close(other)));
    Told::new(
        format!("{place} has a setting that Klatch does not know: {key}."),
        match nearest {
            Some(nearest) if close(nearest) > 0.7 => format!("Did you mean {nearest}?"),
            _ => "klatch.example.toml has all of them.".to_owned(),
        },
    )
}
