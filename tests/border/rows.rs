//! Every row of every table, to see that nothing came of something.

use crate::support::{TestDatabase, texts};

/// All rows, each behind the name of its table.
pub(crate) async fn rows(database: &TestDatabase) -> Vec<String> {
    let each = if database.is_postgres() {
        "SELECT format('SELECT %L || CAST(one AS TEXT) FROM %I one', table_name || ': ', table_name) \
         FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        // A text's bytes as they are: `quote` would end at a zero.
        "SELECT 'SELECT ''' || it.name || ': ''' || \
         (SELECT group_concat(' || '','' || coalesce(CASE typeof(\"' || name || '\") WHEN ''text'' \
          THEN replace(\"' || name || '\", char(0), ''ZERO'') ELSE quote(\"' || name || '\") END, '''')', '') \
          FROM pragma_table_info(it.name)) || ' FROM \"' || it.name || '\"' \
         FROM sqlite_master AS it WHERE it.type = 'table'"
    };
    let each = texts(&database.url, each).await;
    assert!(each.len() > 15, "{each:?}");
    let mut rows = texts(&database.url, &each.join(" UNION ALL ")).await;
    rows.sort();
    rows
}

/// What is in one and not in the other.
pub(crate) fn difference(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|row| !after.contains(row)).map(|row| format!("- {row}"));
    let new = after.iter().filter(|row| !before.contains(row)).map(|row| format!("+ {row}"));
    gone.chain(new).collect()
}
