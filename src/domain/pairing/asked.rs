//! What a pairing follows from. As JSON it is what `klatch pair` reads, and what a round keeps of
//! itself so that it can be replayed.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::hours::WorkingHours;
use crate::domain::ids::MemberId;

/// Everything that a pairing follows from. The order of people, history and exclusions changes
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// This round's number; whatever is in the history is of an earlier one.
    pub round: u32,
    /// The round's date: offsets of zones and weekdays are of it.
    pub date: NaiveDate,
    #[serde(with = "seed_as_hex")]
    pub seed: [u8; 32],
    pub program: Rules,
    #[serde(rename = "members")]
    pub people: Vec<Person>,
    #[serde(default)]
    pub history: Vec<PastRound>,
    /// Two people who are not to meet; which of them wished so is not known here.
    #[serde(default)]
    pub exclusions: Vec<[MemberId; 2]>,
}

/// A program's own rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    pub kind: Kind,
    /// People of a group, 2 to 6.
    pub group_size: u8,
    pub mix: Mix,
    /// Nobody meets somebody of the same one.
    pub must_differ: Option<Unit>,
    /// Two people need one of each in common, where both say what they can.
    pub must_share: Vec<Common>,
    /// Two people need so many minutes of working hours in common, 0 to 1,440.
    pub min_overlap_minutes: u32,
    pub odd: Odd,
}

impl Default for Rules {
    /// Pairs across teams, with no hard rule.
    fn default() -> Self {
        Self {
            kind: Kind::Pairs,
            group_size: 2,
            mix: Mix::Across,
            must_differ: None,
            must_share: Vec::new(),
            min_overlap_minutes: 0,
            odd: Odd::Trio,
        }
    }
}

/// What a round is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Everybody meets, in groups of the program's size.
    #[default]
    Pairs,
    /// Newcomers with somebody experienced from another team first, then the rest.
    Buddy,
    /// Each team together.
    Break,
}

/// Whom a program brings together rather.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mix {
    /// People of other departments and teams.
    #[default]
    Across,
    Any,
    /// People of the same team.
    Within,
}

/// Where somebody belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Team,
    Department,
}

/// What two people may need in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Common {
    /// How they like to meet.
    Mode,
    Language,
}

/// What becomes of an odd one out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Odd {
    /// They join a pair as its third.
    #[default]
    Trio,
    /// They sit this round out, in turn.
    SitOut,
}

/// Somebody who takes part in this round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    #[serde(rename = "id")]
    pub member: MemberId,
    #[serde(default)]
    pub team: Option<String>,
    #[serde(default)]
    pub department: Option<String>,
    #[serde(default)]
    pub tz: Tz,
    #[serde(default)]
    pub working_hours: WorkingHours,
    #[serde(default)]
    pub interests: Vec<String>,
    #[serde(default)]
    pub newcomer: bool,
    /// In how many trios they have been as the third, and in which round last.
    #[serde(default)]
    pub trios: u32,
    #[serde(default)]
    pub last_trio: Option<u32>,
    /// The round in which they sat out last, though they took part.
    #[serde(default)]
    pub sat_out: Option<u32>,
    /// How they would meet: `video`, `phone`, `walk`, `in_person:SITE`. None: any way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<String>,
    /// None: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// They would rather meet two people than one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub prefers_trio: bool,
}

impl Person {
    /// Somebody of whom nothing is known but who they are.
    pub fn new(member: MemberId) -> Self {
        Self {
            member,
            team: None,
            department: None,
            tz: Tz::UTC,
            working_hours: WorkingHours::default(),
            interests: Vec::new(),
            newcomer: false,
            trios: 0,
            last_trio: None,
            sat_out: None,
            modes: Vec::new(),
            languages: Vec::new(),
            prefers_trio: false,
        }
    }
}

/// Who was introduced in an earlier round. People who have left may be among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastRound {
    pub round: u32,
    pub groups: Vec<Vec<MemberId>>,
    /// Those of whom somebody said that they did not meet, and nobody that they did: no two people
    /// of one such list count as having met in this round.
    #[serde(default)]
    pub not_met: Vec<Vec<MemberId>>,
}

mod seed_as_hex {
    use std::fmt::Write as _;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(seed: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(64);
        for byte in seed {
            // Writing into a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        to.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let digits: Option<Vec<u8>> = text
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let bytes: Vec<u8> = digits
            .iter()
            .flat_map(|digits| digits.chunks_exact(2))
            .filter_map(|two| two.iter().copied().reduce(|high, low| high * 16 + low))
            .collect();
        let right = text.len() == 64;
        bytes
            .try_into()
            .ok()
            .filter(|_| right)
            .ok_or_else(|| de::Error::custom("a seed is 64 hexadecimal digits"))
    }
}
