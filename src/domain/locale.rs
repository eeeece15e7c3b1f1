//! The language somebody reads.

use serde::{Deserialize, Serialize};

/// Every view begins with `let Locale::English = locale;`: a second language then does not compile
/// until each sentence has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    #[default]
    English,
}
