//! What is over for so long that the workspace does not want to keep it.

use chrono::{DateTime, Utc};

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;

/// So many questions are emptied in one transaction; the next night goes on.
const AT_ONCE: u32 = 500;

/// Rows of rounds that were closed and opened before `$2`, those first that others are referred to by.
const ROUNDS: [&str; 8] = [
    "DELETE FROM answers WHERE workspace_id = $1 AND group_id IN (SELECT g.group_id \
     FROM coffee_groups AS g JOIN rounds AS r ON r.workspace_id = g.workspace_id \
     AND r.round_id = g.round_id WHERE g.workspace_id = $1 AND r.state = 'closed' \
     AND r.opens_on < $2)",
    "DELETE FROM withdrawals WHERE workspace_id = $1 AND group_id IN (SELECT g.group_id \
     FROM coffee_groups AS g JOIN rounds AS r ON r.workspace_id = g.workspace_id \
     AND r.round_id = g.round_id WHERE g.workspace_id = $1 AND r.state = 'closed' \
     AND r.opens_on < $2)",
    "DELETE FROM group_members WHERE workspace_id = $1 AND group_id IN (SELECT g.group_id \
     FROM coffee_groups AS g JOIN rounds AS r ON r.workspace_id = g.workspace_id \
     AND r.round_id = g.round_id WHERE g.workspace_id = $1 AND r.state = 'closed' \
     AND r.opens_on < $2)",
    "DELETE FROM coffee_groups WHERE workspace_id = $1 AND round_id IN (SELECT round_id FROM rounds \
     WHERE workspace_id = $1 AND state = 'closed' AND opens_on < $2)",
    "DELETE FROM break_members WHERE workspace_id = $1 AND break_id IN (SELECT b.break_id \
     FROM breaks AS b JOIN rounds AS r ON r.workspace_id = b.workspace_id \
     AND r.round_id = b.round_id WHERE b.workspace_id = $1 AND r.state = 'closed' \
     AND r.opens_on < $2)",
    "DELETE FROM breaks WHERE workspace_id = $1 AND round_id IN (SELECT round_id FROM rounds \
     WHERE workspace_id = $1 AND state = 'closed' AND opens_on < $2)",
    "DELETE FROM pairings WHERE workspace_id = $1 AND round_id IN (SELECT round_id FROM rounds \
     WHERE workspace_id = $1 AND state = 'closed' AND opens_on < $2)",
    "DELETE FROM rounds WHERE workspace_id = $1 AND state = 'closed' AND opens_on < $2",
];

impl Tx {
    /// Deletes rounds and encounters that were over before `before`, and the words of questions that
    /// were: a question of which a card is kept stays, since somebody decided to keep it. Returns how
    /// many rows that were.
    pub async fn retain_since(&mut self, ws: &WorkspaceId, before: DateTime<Utc>) -> Result<u64> {
        let mut gone = 0;
        for text in ROUNDS {
            gone += self.sql(text).bind(ws).bind(before.date_naive()).run().await?;
        }
        for text in [
            "DELETE FROM encounter_members WHERE workspace_id = $1 AND encounter_id IN \
             (SELECT encounter_id FROM encounters WHERE workspace_id = $1 AND ends_at < $2)",
            "DELETE FROM encounters WHERE workspace_id = $1 AND ends_at < $2",
        ] {
            gone += self.sql(text).bind(ws).bind(before).run().await?;
        }
        Ok(gone + self.empty_questions(ws, before).await?)
    }

    /// Rows that readers follow are emptied and marked, never deleted.
    async fn empty_questions(&mut self, ws: &WorkspaceId, before: DateTime<Utc>) -> Result<u64> {
        let over = self.sql(
            "SELECT question_id FROM questions WHERE workspace_id = $1 AND since < $2 \
             AND state IN ('answered', 'closed', 'withdrawn') \
             AND (title <> '(deleted)' OR details <> '') \
             AND NOT EXISTS (SELECT 1 FROM cards AS c WHERE c.workspace_id = questions.workspace_id \
             AND c.question_id = questions.question_id AND c.state <> 'retired') \
             ORDER BY since, question_id LIMIT $3",
        );
        let over = over.bind(ws).bind(before).bind(AT_ONCE).all().await?;
        let over: Vec<String> = each(&over, |row| row.text("question_id"))?;
        let mut gone = 0;
        for id in over {
            for text in [
                "DELETE FROM routings WHERE workspace_id = $1 AND referral_id IN \
                 (SELECT referral_id FROM referrals WHERE workspace_id = $1 AND question_id = $2)",
                "DELETE FROM referrals WHERE workspace_id = $1 AND question_id = $2",
                "DELETE FROM asker_replies WHERE workspace_id = $1 AND question_id = $2",
            ] {
                gone += self.sql(text).bind(ws).bind(&id).run().await?;
            }
            gone += self.empty_answers(ws, &id, before).await?;
            let seq = self.next_seq(ws).await?;
            let empty = self.sql(
                "UPDATE questions SET title = '(deleted)', details = '', topic = NULL, asker = NULL, \
                 otherwise = NULL, state = 'withdrawn', seq = $3 \
                 WHERE workspace_id = $1 AND question_id = $2",
            );
            gone += empty.bind(ws).bind(id).bind(seq).run().await?;
        }
        Ok(gone)
    }

    async fn empty_answers(
        &mut self,
        ws: &WorkspaceId,
        question: &str,
        at: DateTime<Utc>,
    ) -> Result<u64> {
        let answers = self.sql(
            "SELECT answer_id FROM question_answers \
             WHERE workspace_id = $1 AND question_id = $2 ORDER BY answer_id",
        );
        let answers = answers.bind(ws).bind(question).all().await?;
        let answers: Vec<String> = each(&answers, |row| row.text("answer_id"))?;
        let mut gone = 0;
        for id in answers {
            let seq = self.next_seq(ws).await?;
            let empty = self.sql(
                "UPDATE question_answers SET body = '', author = 'forgotten', \
                 deleted_at = COALESCE(deleted_at, $3), seq = $4 \
                 WHERE workspace_id = $1 AND answer_id = $2",
            );
            gone += empty.bind(ws).bind(id).bind(at).bind(seq).run().await?;
        }
        Ok(gone)
    }
}
