//! Which language somebody reads.

use serde::{Deserialize, Serialize};

/// A language that Klatch speaks. Every view begins with `let Locale::English = locale;`, so that
/// a second language is a compile error until every sentence has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    #[default]
    English,
}
