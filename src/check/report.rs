//! The list that comes out.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Well,
    Wrong,
    /// Nothing is wrong; an operator may want to know it.
    Note,
    /// It depends on something that is wrong.
    Skipped,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Self::Well => "✓",
            Self::Wrong => "✗",
            Self::Note => "·",
            Self::Skipped => "–",
        }
    }

    /// For programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Wrong => "wrong",
            Self::Note => "note",
            Self::Skipped => "not looked at",
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub mark: Mark,
    /// What was looked at.
    pub about: String,
    /// What was found; holds no secret.
    pub found: String,
    /// What to do, where something is wrong.
    pub remedy: Option<String>,
}

/// Everything that was found, in the order it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether nothing was found wrong.
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.mark != Mark::Wrong)
    }

    pub(super) fn well(&mut self, about: &str, found: impl Into<String>) {
        self.add(Mark::Well, about, found.into(), None);
    }

    pub(super) fn note(&mut self, about: &str, found: impl Into<String>) {
        self.add(Mark::Note, about, found.into(), None);
    }

    pub(super) fn skipped(&mut self, about: &str, because: &str) {
        self.add(Mark::Skipped, about, format!("not looked at: {because}."), None);
    }

    pub(super) fn wrong(&mut self, about: &str, found: impl Into<String>, remedy: &str) {
        let remedy = Some(remedy.to_owned()).filter(|remedy| !remedy.is_empty());
        self.add(Mark::Wrong, about, found.into(), remedy);
    }

    fn add(&mut self, mark: Mark, about: &str, found: String, remedy: Option<String>) {
        self.findings.push(Finding { mark, about: about.to_owned(), found, remedy });
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for Finding { mark, about, found, remedy } in &self.findings {
            let _ = writeln!(text, "{} {about}: {found}", mark.sign());
            if let Some(remedy) = remedy {
                let _ = writeln!(text, "    {remedy}");
            }
        }
        let wrong = self.findings.iter().filter(|finding| finding.mark == Mark::Wrong).count();
        let sum = match wrong {
            0 => "All is well.".to_owned(),
            1 => "One thing is wrong.".to_owned(),
            more => format!("{more} things are wrong."),
        };
        let _ = writeln!(text, "\n{sum}");
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let findings: Vec<Value> = self
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "mark": finding.mark.as_str(),
                    "about": finding.about,
                    "found": finding.found,
                    "remedy": finding.remedy,
                })
            })
            .collect();
        json!({ "well": self.is_well(), "findings": findings })
    }
}
