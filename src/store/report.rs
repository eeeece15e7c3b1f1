//! What came of a program's coffees.

use super::row::Fields;
use super::{Result, Tx};
use crate::domain::ids::{GroupId, MemberId, ProgramId, RoundId, WorkspaceId};
use crate::domain::report::Coffee;

impl Tx {
    /// Every group of a program that was introduced, with what its people said; the oldest first. One of
    /// which only one is left is none.
    pub async fn coffees(&mut self, ws: &WorkspaceId, program: ProgramId) -> Result<Vec<Coffee>> {
        let rows = self
            .sql(
                "SELECT g.group_id, g.round_id, m.member_id, a.met FROM coffee_groups AS g \
                 JOIN group_members AS m \
                 ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
                 LEFT JOIN answers AS a ON a.workspace_id = m.workspace_id \
                 AND a.group_id = m.group_id AND a.member_id = m.member_id \
                 WHERE g.workspace_id = $1 AND g.program_id = $2 AND g.introduction IS NOT NULL \
                 ORDER BY g.group_id, m.position",
            )
            .bind(ws)
            .bind(program)
            .all()
            .await?;
        let mut coffees: Vec<(GroupId, Coffee)> = Vec::new();
        for row in &rows {
            let (group, round): (GroupId, RoundId) =
                (row.parsed("group_id")?, row.parsed("round_id")?);
            let met = row.maybe_number::<i64>("met")?.map(|met| met != 0);
            let person = (MemberId::new(row.text("member_id")?), met);
            match coffees.last_mut().filter(|(last, _)| *last == group) {
                Some((_, coffee)) => coffee.people.push(person),
                None => coffees.push((group, Coffee { round, people: vec![person] })),
            }
        }
        let coffees = coffees.into_iter().map(|(_, coffee)| coffee);
        Ok(coffees.filter(|coffee| coffee.people.len() > 1).collect())
    }
}
