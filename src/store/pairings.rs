//! What the pairing of a round was asked, and what came of it.

use super::programs::saved;
use super::row::{Fields, to_json};
use super::{Result, Tx};
use crate::domain::coffee::Decided;
use crate::domain::ids::{RoundId, WorkspaceId};
use crate::domain::pairing::Request;

impl Tx {
    /// Keeps what a round's pairing will be asked. It never changes after that.
    pub async fn keep_request(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
        request: &Request,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO pairings (workspace_id, round_id, request) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
        );
        let request = to_json("what a pairing is asked", request)?;
        keep.bind(ws).bind(round).bind(request).run().await?;
        Ok(())
    }

    /// What a round's pairing is asked, if the round is there.
    pub async fn request(&mut self, ws: &WorkspaceId, round: RoundId) -> Result<Option<Request>> {
        let row = self
            .sql("SELECT request FROM pairings WHERE workspace_id = $1 AND round_id = $2")
            .bind(ws)
            .bind(round)
            .one()
            .await?;
        row.map(|row| row.json("request")).transpose()
    }

    /// Keeps what came of it.
    pub async fn keep_decided(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
        decided: &Decided,
    ) -> Result<()> {
        let keep =
            self.sql("UPDATE pairings SET result = $3 WHERE workspace_id = $1 AND round_id = $2");
        let result = to_json("what came of a pairing", decided)?;
        saved("a pairing", keep.bind(ws).bind(round).bind(result).did().await?)
    }

    /// What came of it, once it was decided.
    pub async fn decided(&mut self, ws: &WorkspaceId, round: RoundId) -> Result<Option<Decided>> {
        let row = self
            .sql(
                "SELECT result FROM pairings \
                 WHERE workspace_id = $1 AND round_id = $2 AND result IS NOT NULL",
            )
            .bind(ws)
            .bind(round)
            .one()
            .await?;
        row.map(|row| row.json("result")).transpose()
    }
}
