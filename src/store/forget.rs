//! What is stored about one person, and how nothing of it is left: one table of rules. A test looks into
//! the database that no table is missing, and that nobody stands anywhere after they were forgotten.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{Column as _, Row as _, ValueRef as _};

use super::query::{Value, row};
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::stored::{FORGOTTEN, Kind};

mod heirs;
mod rules;

use rules::RULES;

/// What of a table is about somebody, and what becomes of it. In every text `$1` is the workspace, `$2`
/// the person, `$3` their id as JSON has it and `$4` what stands in their place.
struct Rule {
    table: &'static str,
    /// Which rows are theirs: counted for them, and in the file that they get. Rows of others in which
    /// they only are named are none.
    own: Option<(Kind, &'static str)>,
    forget: &'static [&'static str],
}

impl Tx {
    /// How much is stored about somebody, by what it is about.
    pub async fn stored_about(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Vec<(Kind, u32)>> {
        let counts: Vec<String> = RULES
            .iter()
            .filter_map(|rule| Some((rule.table, rule.own?.1)))
            .map(|(table, own)| {
                format!(
                    "SELECT '{table}' AS name, COUNT(*) AS entries FROM {table} \
                     WHERE workspace_id = $1 AND ({own})"
                )
            })
            .collect();
        let text = counts.join(" UNION ALL ");
        let rows = self.sql_made(text, row![ws, member]).all().await?;
        let counts = each(&rows, |row| Ok((row.text("name")?, row.number::<u32>("entries")?)))?;
        let mut all = BTreeMap::<Kind, u32>::new();
        for (table, entries) in counts {
            let rule = RULES.iter().find(|rule| rule.table == table);
            if let Some((kind, _)) = rule.and_then(|rule| rule.own).filter(|_| entries > 0) {
                *all.entry(kind).or_default() += entries;
            }
        }
        Ok(all.into_iter().collect())
    }

    /// All rows that are somebody's, by table, as the database has them.
    pub async fn all_about(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<Json> {
        let mut tables = Map::new();
        for rule in RULES {
            let Some((_, own)) = rule.own else { continue };
            let table = rule.table;
            let text = format!("SELECT * FROM {table} WHERE workspace_id = $1 AND ({own})");
            let rows = self.sql_made(text, row![ws, member]).all().await?;
            let mut rows = each(&rows, as_json)?;
            rows.sort_by_cached_key(Json::to_string);
            if !rows.is_empty() {
                tables.insert(table.to_owned(), Json::Array(rows));
            }
        }
        Ok(Json::Object(tables))
    }

    /// Forgets somebody: deletes their rows, and takes their name off what stays. Returns how many rows
    /// that were. What waits for their word must have gone on before. `stranger` is made up for this
    /// once; it stands where a round that runs needs somebody to stand.
    pub async fn forget(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        stranger: &str,
    ) -> Result<u64> {
        let json = format!("\"{member}\"");
        let mut touched = self.take_name_off(ws, member).await?;
        for rule in RULES {
            for text in rule.forget {
                let mut values: Vec<Value> = row![ws, member, &json, stranger];
                values.truncate(places(text));
                touched += self.sql_made((*text).to_owned(), values).run().await?;
            }
        }
        Ok(touched)
    }

    /// Answers and cards stay for the others, each with a new number for those who follow them.
    async fn take_name_off(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<u64> {
        let mut touched = 0;
        for (list, save) in [
            (
                "SELECT answer_id AS id FROM question_answers \
                 WHERE workspace_id = $1 AND author = $2 ORDER BY answer_id",
                "UPDATE question_answers SET author = $3, seq = $4 \
                 WHERE workspace_id = $1 AND answer_id = $2",
            ),
            (
                "SELECT card_id AS id FROM cards \
                 WHERE workspace_id = $1 AND owner = $2 ORDER BY card_id",
                "UPDATE cards SET owner = $3, seq = $4, \
                 state = CASE WHEN state = 'proposed' THEN 'retired' ELSE state END \
                 WHERE workspace_id = $1 AND card_id = $2",
            ),
        ] {
            let ids: Vec<String> =
                each(&self.sql(list).bind(ws).bind(member).all().await?, |row| row.text("id"))?;
            let mut seq = match ids.len() {
                0 => continue,
                rows => self.next_seqs(ws, rows).await?,
            };
            for id in ids {
                touched += self.sql(save).bind(ws).bind(id).bind(FORGOTTEN).bind(seq).run().await?;
                seq += 1;
            }
        }
        Ok(touched)
    }
}

/// How many of `$1` to `$4` a text has: PostgreSQL takes no more values than those.
fn places(text: &str) -> usize {
    (1..=4).filter(|place| text.contains(&format!("${place}"))).max().unwrap_or_default()
}

/// A row by the names of its columns; what only the program needs is left out.
fn as_json(row: &AnyRow) -> Result<Json> {
    let mut fields = Map::new();
    for column in row.columns() {
        let name = column.name();
        if matches!(name, "workspace_id" | "version" | "seq" | "email_key") {
            continue;
        }
        let raw = row.try_get_raw(column.ordinal())?;
        let (null, kind) = (raw.is_null(), raw.type_info().into_owned());
        let value = match kind.kind() {
            _ if null => Json::Null,
            AnyTypeInfoKind::Text => row.try_get::<String, _>(column.ordinal())?.into(),
            AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
                row.try_get::<i64, _>(column.ordinal())?.into()
            }
            AnyTypeInfoKind::Real | AnyTypeInfoKind::Double => {
                row.try_get::<f64, _>(column.ordinal())?.into()
            }
            _ => return Err(Error::unreadable("a column", "it is of no kind that is kept")),
        };
        fields.insert(name.to_owned(), value);
    }
    Ok(Json::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_rule_and_each_only_one() {
        let mut named: Vec<&str> = RULES.iter().map(|rule| rule.table).collect();
        named.sort_unstable();
        let mut tables = Vec::new();
        for entry in std::fs::read_dir("migrations").unwrap().flatten() {
            let Ok(sql) = std::fs::read_to_string(entry.path()) else { continue };
            let made = sql.split("CREATE TABLE ").skip(1);
            tables.extend(made.map(|it| it.split_whitespace().next().unwrap().to_owned()));
        }
        // Whoever is on the way in is nobody yet.
        tables.retain(|table| table != "oauth_states");
        tables.sort();
        assert_eq!(named, tables, "say in store/forget/rules.rs what becomes of a person there");
    }

    #[test]
    fn no_rule_touches_another_workspace_or_skips_a_value() {
        for rule in RULES {
            for text in rule.forget {
                assert!(text.contains("workspace_id = $1"), "{text}");
                for place in 1..=places(text) {
                    assert!(text.contains(&format!("${place}")), "{text}");
                }
            }
        }
    }
}
