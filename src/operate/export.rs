//! `klatch export`: what communities keep, for a wiki, a spreadsheet or a program.

use super::Desk;
use crate::domain::ids::WorkspaceId;
use crate::domain::locale::Locale;
use crate::error::Told;
use crate::store;
use crate::views::ask::export::{self, Format};

/// How many cards are read at once.
const AT_ONCE: u32 = 500;

/// A file of cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cards {
    pub text: String,
    pub cards: usize,
}

impl Desk {
    /// All cards that people find, the oldest first: the same file for the same cards.
    ///
    /// # Errors
    /// One sentence: which workspace is unclear, or the database failed.
    pub async fn cards(&self, ws: Option<&WorkspaceId>, format: Format) -> Result<Cards, Told> {
        let ws = self.workspace(ws).await?;
        let reading = async {
            let mut tx = self.store.read().await?;
            let mut all = Vec::new();
            loop {
                let page = tx.cards_in_full(&ws, all.last(), AT_ONCE).await?;
                if page.is_empty() {
                    return Ok(all);
                }
                all.extend(page);
            }
        };
        let all = reading.await.map_err(store::Error::told)?;
        Ok(Cards { text: export::cards(Locale::English, &all, format), cards: all.len() })
    }
}
