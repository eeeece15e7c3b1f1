//! `klatch search`: looking into the search index, and making it again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::Desk;
use crate::config::Config;
use crate::domain::ids::{CardId, WorkspaceId};
use crate::error::Told;
use crate::search::{self, Hit, Kind, Progress, Shelf};
use crate::store;

/// How many are printed of each kind.
const MOST: usize = 10;
/// How often an index that is being made is asked, two seconds each.
const TRIES: u32 = 900;

impl Desk {
    /// Makes the index of one workspace again, or of all; `progress` is told how far it is. Ends with
    /// a line for each workspace, or with JSON.
    ///
    /// # Errors
    /// One sentence: there is no such workspace, the database or the folder failed.
    pub async fn rebuild_search(
        &self,
        config: &Config,
        ws: Option<&WorkspaceId>,
        as_json: bool,
        progress: Progress,
    ) -> Result<String, Told> {
        self.known(ws).await?;
        let shelf = Shelf::new(self.store.clone(), Some(config.search_folder()));
        let mut made = Vec::new();
        let mut text = String::new();
        for ws in self.chosen(ws).await? {
            let (sign, now) = (format!("{:?}", self.chance.bytes::<16>()), self.clock.now());
            let elsewhere = shelf.rebuild(&ws, &sign, now, Arc::clone(&progress)).await;
            let elsewhere = elsewhere.map_err(told)?;
            let counts = shelf.ask(&ws, now, |view| {
                Ok([
                    view.count(Kind::Question)?,
                    view.count(Kind::Answer)?,
                    view.count(Kind::Card)?,
                ])
            });
            let [questions, answers, cards] = counts.await.map_err(told)?;
            let _ = writeln!(text, "{ws}: {questions} questions, {answers} answers, {cards} cards");
            if elsewhere {
                let _ = writeln!(
                    text,
                    "{ws}: another process on this machine serves it, too, and makes its own again \
                     before it next looks into it"
                );
            }
            made.push(json!({
                "workspace": ws.as_str(), "questions": questions, "answers": answers,
                "cards": cards, "elsewhere": elsewhere,
            }));
        }
        Ok(if as_json { format!("{}\n", json!({ "rebuilt": made })) } else { text })
    }

    /// What the index finds for these words, with the titles of the questions and cards: as lines or
    /// as JSON.
    ///
    /// # Errors
    /// One sentence: it is not clear which workspace is meant, or the database failed.
    pub async fn search(
        &self,
        config: &Config,
        ws: Option<&WorkspaceId>,
        words: &str,
        as_json: bool,
    ) -> Result<String, Told> {
        self.known(ws).await?;
        let all = self.chosen(ws).await?;
        let [ws] = all.as_slice() else {
            return Err(Told::new(
                "Klatch is not in exactly one workspace.",
                "Name one with --workspace; klatch hold --list has them all.",
            ));
        };
        let shelf = Shelf::new(self.store.clone(), Some(config.search_folder()));
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for kind in [Kind::Card, Kind::Question, Kind::Answer] {
            let hits = self.patiently(&shelf, ws, words, kind).await.map_err(told)?;
            for hit in hits.into_iter().filter(|hit| seen.insert(hit.of.clone())) {
                let title = self.title(ws, &hit).await.map_err(store::Error::told)?;
                found.extend(title.map(|title| (hit, title)));
            }
        }
        if as_json {
            let found = found.iter().map(|(hit, title)| {
                json!({ "kind": hit.kind, "id": hit.key, "question": hit.of, "title": title })
            });
            return Ok(format!("{}\n", json!({ "found": found.collect::<Vec<_>>() })));
        }
        let mut text = String::new();
        for (hit, title) in found {
            let _ = writeln!(text, "{}  {title}", hit.of);
        }
        Ok(text)
    }

    async fn patiently(
        &self,
        shelf: &Shelf,
        ws: &WorkspaceId,
        words: &str,
        kind: Kind,
    ) -> search::Result<Vec<Hit>> {
        for _ in 0..TRIES {
            match shelf.find(ws, words, kind, MOST, self.clock.now()).await {
                Err(search::Error::NotReady) => {}
                other => return other,
            }
        }
        Err(search::Error::NotReady)
    }

    /// What the database says now; nothing for what is gone.
    async fn title(&self, ws: &WorkspaceId, hit: &Hit) -> store::Result<Option<String>> {
        let mut tx = self.store.read().await?;
        if hit.kind == Kind::Card
            && let Ok(id) = hit.key.parse::<CardId>()
        {
            return Ok(tx.card(ws, id).await?.map(|card| card.title));
        }
        let Ok(id) = hit.of.parse() else { return Ok(None) };
        Ok(tx.question(ws, id).await?.map(|question| question.title))
    }

    async fn chosen(&self, ws: Option<&WorkspaceId>) -> Result<Vec<WorkspaceId>, Told> {
        if let Some(ws) = ws {
            return Ok(vec![ws.clone()]);
        }
        let all = async { self.store.read().await?.workspaces().await };
        let all = all.await.map_err(store::Error::told)?;
        Ok(all.into_iter().map(|workspace| workspace.id).collect())
    }
}

fn told(error: search::Error) -> Told {
    match error {
        search::Error::Store(error) => error.told(),
        other => Told::new(
            format!("The search index cannot be used: {other}."),
            "Check that this user may write to search_dir, and that its disk has room.",
        ),
    }
}
