//! What was asked and who answered, in the order in which it was asked.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, Read};

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::archive;
use crate::domain::ids::MemberId;

/// No question is longer, with all of its answers, in bytes.
const LONGEST: u64 = 16 << 20;

/// All questions, oldest first.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) questions: Vec<Question>,
}

/// A question and what became of it. What it does not say of itself is empty.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    pub(super) id: String,
    pub(super) asker: MemberId,
    pub(super) at: DateTime<Utc>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) tags: BTreeSet<String>,
    #[serde(default)]
    pub(super) answers: Vec<Answer>,
    /// Questions that somebody said are the same.
    #[serde(default)]
    pub(super) duplicates: BTreeSet<String>,
    /// Questions that somebody said have to do with it.
    #[serde(default)]
    pub(super) related: BTreeSet<String>,
}

/// One answer.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) id: String,
    pub(super) author: MemberId,
    pub(super) at: DateTime<Utc>,
    /// Votes.
    #[serde(default)]
    pub(super) score: i64,
    #[serde(default)]
    pub(super) accepted: bool,
    #[serde(default)]
    pub(super) text: String,
}

impl Question {
    /// Who answered it, the asker apart.
    pub(super) fn answerers(&self) -> BTreeSet<&MemberId> {
        let others = self.answers.iter().map(|answer| &answer.author);
        others.filter(|author| **author != self.asker).collect()
    }
}

/// Reads one question a line.
///
/// # Errors
/// Which line makes no sense, and why, in what follows the file's name in a sentence.
pub(super) fn read(mut input: impl BufRead) -> Result<History, String> {
    let mut history = History::default();
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let mut line = (&mut input).take(LONGEST);
        let read = line.read_until(b'\n', &mut bytes);
        match read.map_err(|error| format!("cannot be read at line {number}: {error}"))? {
            0 => break,
            _ if bytes.trim_ascii().is_empty() => continue,
            _ => {}
        }
        let question =
            question(&bytes).map_err(|what| format!("makes no sense at line {number}: {what}"))?;
        if let Some(first) = lines.insert(question.id.clone(), number) {
            let id = &question.id;
            return Err(format!(
                "has the question {id} twice: at line {first} and at line {number}"
            ));
        }
        if let Some(before) = history.questions.last()
            && before.at > question.at
        {
            let (id, before) = (&question.id, &before.id);
            return Err(format!(
                "is not in order at line {number}: {id} is older than {before} before it, and the \
                 oldest question comes first"
            ));
        }
        history.questions.push(question);
    }
    Ok(history)
}

/// What was read from a Slack export: nobody has set a topic there, or links to other questions.
pub(super) fn exported(questions: Vec<archive::Question>) -> History {
    let answer = |answer: archive::Answer| Answer {
        id: answer.ts.as_str().to_owned(),
        author: answer.author,
        at: answer.at,
        score: i64::from(answer.likes),
        accepted: answer.accepted,
        text: answer.text,
    };
    let question = |question: archive::Question| Question {
        id: format!("{}/{}", question.channel, question.ts),
        asker: question.asker,
        at: question.at,
        title: question.title,
        text: question.text,
        // The channel is what a question is about.
        tags: BTreeSet::from([question.channel.as_str().to_owned()]),
        answers: question.answers.into_iter().map(answer).collect(),
        duplicates: BTreeSet::new(),
        related: BTreeSet::new(),
    };
    let mut questions: Vec<Question> = questions.into_iter().map(question).collect();
    questions.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| one.id.cmp(&other.id)));
    History { questions }
}

fn question(bytes: &[u8]) -> Result<Question, String> {
    if bytes.len() as u64 >= LONGEST {
        return Err(format!("it is longer than {} MiB", LONGEST >> 20));
    }
    let question: Question = serde_json::from_slice(bytes).map_err(|error| {
        let what = error.to_string();
        // Each line is a text of its own, so serde always speaks of line 1.
        let what = what.replace(" at line 1 column ", " at column ");
        if error.is_data() { what } else { format!("it is no JSON: {what}") }
    })?;
    if let Some(early) = question.answers.iter().find(|answer| answer.at < question.at) {
        return Err(format!("the answer {} is older than its question {}", early.id, question.id));
    }
    Ok(question)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = r#"{"id":"Q1","asker":"P1","at":"2026-01-05T09:00:00Z","title":"Why?"}"#;

    fn refused(text: &str) -> String {
        read(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn what_is_not_said_is_empty() {
        let history = read(format!("{FIRST}\n\n").as_bytes()).unwrap();
        let [question] = history.questions.as_slice() else { panic!("{history:?}") };
        assert_eq!(question.id, "Q1");
        assert!(
            question.text.is_empty() && question.answers.is_empty() && question.tags.is_empty()
        );
        assert!(read("".as_bytes()).unwrap().questions.is_empty());
    }

    #[test]
    fn a_line_that_makes_no_sense_is_named() {
        let said = refused(&format!("{FIRST}\n{{\"id\": \"Q2\"\n"));
        assert!(said.starts_with("makes no sense at line 2: it is no JSON"), "{said}");
        let said = refused(&format!("{FIRST}\n\n{{\"id\": \"Q2\"}}\n"));
        assert_eq!(said, "makes no sense at line 3: missing field `asker` at column 12");
        let said = refused(&FIRST.replace("2026-01-05T09:00:00Z", "yesterday"));
        assert!(said.starts_with("makes no sense at line 1: "), "{said}");
        let said = refused(&format!("{FIRST}\n{FIRST}"));
        assert_eq!(said, "has the question Q1 twice: at line 1 and at line 2");
        let older = FIRST.replace("2026-01", "2025-01").replace("Q1", "Q0");
        let said = refused(&format!("{FIRST}\n{older}"));
        assert!(said.starts_with("is not in order at line 2: Q0 is older than Q1"), "{said}");
        let answered = FIRST.replace(
            "\"title\"",
            r#""answers":[{"id":"A1","author":"P2","at":"2026-01-04T09:00:00Z"}],"title""#,
        );
        let said = refused(&answered);
        assert_eq!(said, "makes no sense at line 1: the answer A1 is older than its question Q1");
        assert!(refused("[1]").contains("line 1"));
        assert!(read(&b"\xff\xfe\n"[..]).is_err());
    }
}
