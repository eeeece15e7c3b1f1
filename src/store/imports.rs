//! Questions and answers that were read from an archive.

use super::query::{Bind, Value, row};
use super::question_answers::{self, columns as answer_columns};
use super::questions::{self, columns as question_columns};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Question};

impl Tx {
    /// Those of these that were imported before, each with what the import knows it by.
    pub async fn imported(
        &mut self,
        ws: &WorkspaceId,
        keys: &[String],
    ) -> Result<Vec<(String, Question)>> {
        let rows = self
            .sql_in(
                ws,
                concat!(
                    "SELECT import_key, ",
                    question_columns!(),
                    " FROM questions WHERE workspace_id = $1 AND import_key IN"
                ),
                keys.iter().map(Bind::value).collect(),
                "",
            )
            .await?;
        let mut known = each(&rows, |row| Ok((row.text("import_key")?, questions::read(row)?)))?;
        known.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(known)
    }

    /// What was ever answered to these questions, also what is deleted by now.
    pub async fn all_answers_to(
        &mut self,
        ws: &WorkspaceId,
        questions: &[QuestionId],
    ) -> Result<Vec<Answer>> {
        let rows = self
            .sql_in(
                ws,
                concat!(
                    "SELECT ",
                    answer_columns!(),
                    " FROM question_answers WHERE workspace_id = $1 AND question_id IN"
                ),
                questions.iter().map(|id| (*id).value()).collect(),
                "ORDER BY question_id, written_at, answer_id",
            )
            .await?;
        each(&rows, question_answers::read)
    }

    /// Writes down what an import found, each question with what it is known by, and answers to them
    /// or to questions that stand there. The caller has looked with [`Tx::imported`] in this
    /// transaction that none of the questions does. An answer whose message is kept already stays as
    /// it is.
    pub async fn insert_imported(
        &mut self,
        ws: &WorkspaceId,
        questions: &[(String, Question)],
        answers: &[Answer],
    ) -> Result<()> {
        let rows = questions.len() + answers.len();
        if rows == 0 {
            return Ok(());
        }
        let mut seqs = self.next_seqs(ws, rows).await?..;
        let mut numbered = |mut values: Vec<Value>| {
            values.extend(row![seqs.next().unwrap_or_default()]);
            values
        };
        let mut asked = Vec::with_capacity(questions.len());
        for (key, question) in questions {
            let mut values = numbered(questions::values(ws, question));
            values.extend(row![key]);
            asked.push(values);
        }
        let answered: Vec<_> =
            answers.iter().map(|answer| numbered(question_answers::values(ws, answer))).collect();
        self.write_batch(
            concat!(
                "INSERT INTO questions (workspace_id, ",
                question_columns!(),
                ", seq, import_key)"
            ),
            asked,
            "",
        )
        .await?;
        self.write_batch(
            concat!("INSERT INTO question_answers (workspace_id, ", answer_columns!(), ", seq)"),
            answered,
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        Ok(())
    }
}
