//! What a person may read of an error, and what only the log may.

use std::fmt;

use serde_json::error::Category;

/// What a program that could not do its work ends with: usage, settings or input; nothing changed.
pub const NOT_DONE: u8 = 2;

/// An error for the person in front of the terminal: one sentence says what happened, one what to
/// do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {remedy}")]
pub struct Told {
    what: String,
    remedy: String,
}

impl Told {
    /// Both are whole sentences with their full stop, and hold no secret.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// What happened.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

/// Where JSON breaks, and in which way. What serde says itself quotes the value ("unknown variant
/// `…`"), which may be what somebody wrote: that is for nobody.
pub fn unquoted(error: &serde_json::Error) -> String {
    let way = match error.classify() {
        Category::Io => "it could not be read or written",
        Category::Syntax => "it is no JSON",
        Category::Data => "it does not have the form expected",
        Category::Eof => "it ends too early",
    };
    match (error.line(), error.column()) {
        // A value that was read before has no lines any more.
        (0, _) => way.to_owned(),
        (line, column) => format!("{way} (line {line}, column {column})"),
    }
}

/// Four signs that a person can read out: they stand in the sentence that person saw and in the
/// log line with the real cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference([u8; 4]);

/// No 0, 1, I, L, O or U: they are misread or spell things.
const SIGNS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Reference {
    /// From four bytes of chance.
    pub fn new(chance: [u8; 4]) -> Self {
        Self(chance)
    }

    /// Of something that has a name of its own: the same name always has the same reference.
    pub fn of(name: &str) -> Self {
        // FNV-1a, then mixed: names that differ only at their end must not look alike.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let [a, b, c, d, ..] =
            (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes();
        Self([a, b, c, d])
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            let sign = SIGNS.get(usize::from(byte) % SIGNS.len()).copied().unwrap_or(b'2');
            write!(f, "{}", char::from(sign))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_reads_as_two_sentences() {
        let told = Told::new("There is no klatch.toml.", "Copy klatch.example.toml.");
        assert_eq!(told.to_string(), "There is no klatch.toml. Copy klatch.example.toml.");
    }

    #[test]
    fn broken_json_is_described_and_not_quoted() {
        let broken = |text: &str| {
            let read = serde_json::from_str::<std::collections::BTreeMap<String, bool>>(text);
            unquoted(&read.unwrap_err())
        };
        let odd = broken(r#"{"quokka":"a quokka"}"#);
        assert_eq!(odd, "it does not have the form expected (line 1, column 20)");
        assert_eq!(broken("quokka"), "it is no JSON (line 1, column 1)");
        assert_eq!(broken(r#"{"quokka":"#), "it ends too early (line 1, column 10)");
        let value = serde_json::from_value::<bool>(serde_json::json!("quokka"));
        assert_eq!(unquoted(&value.unwrap_err()), "it does not have the form expected");
    }

    #[test]
    fn what_has_a_name_has_one_reference() {
        let of = |name: &str| Reference::of(name).to_string();
        assert_eq!(of("Ev01"), of("Ev01"));
        let many: std::collections::BTreeSet<String> =
            (0..1_000).map(|number| of(&format!("Ev{number}"))).collect();
        assert!(many.len() > 990, "{} of 1,000 differ", many.len());
    }

    #[test]
    fn a_reference_is_four_readable_signs() {
        assert_eq!(Reference::new([0, 29, 30, 255]).to_string(), "2Z2H");
    }
}
