//! What a steward chooses for a program: its dates, whom it brings together, and its words.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::pairing::Rules;
use super::schedule::Cadence;

/// The most people of a group, and the fewest.
pub const GROUP_SIZES: std::ops::RangeInclusive<u8> = 2..=6;
/// How many must have joined before a first round, at least and at most.
pub const MINIMUMS: std::ops::RangeInclusive<u32> = 2..=1000;
/// The longest overlap of working hours that a program may ask for: half a working day.
pub const MOST_OVERLAP_MINUTES: u32 = 240;
/// Signs of a program's own name: "Join " before it is a button.
pub const LONGEST_NAME: usize = 15;
/// Signs of a topic.
pub const LONGEST_TOPIC: usize = 80;
/// Signs of what a steward adds to the invitation.
pub const LONGEST_WELCOME: usize = 600;
/// Meeting spots of a program, and the signs of one line of them.
pub const MOST_SPOTS: usize = 20;
/// Signs of the line of one meeting spot.
pub const LONGEST_SPOT: usize = 120;

/// All that a steward chooses for a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub cadence: Cadence,
    /// How many must have joined before the first round.
    pub minimum: u32,
    pub rules: Rules,
    /// Nobody is grouped with their own manager.
    pub managers_apart: bool,
    pub style: Style,
}

/// A program's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Style {
    pub called: Called,
    /// What its conversations may be about.
    pub topic: Option<String>,
    /// Where people of a site can meet.
    pub spots: Vec<Spot>,
    /// What its invitation says instead of the usual.
    pub welcome: Option<String>,
}

/// What a program calls what people have together: one or two words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Called(String);

/// A name has one or two words of letters, and [`LONGEST_NAME`] signs at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has one or two words of letters, and {LONGEST_NAME} signs at most")]
pub struct NoName;

impl Called {
    /// As the steward wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the usual name.
    pub fn is_coffee(&self) -> bool {
        self.0 == "coffee"
    }
}

impl Default for Called {
    fn default() -> Self {
        Self("coffee".to_owned())
    }
}

impl fmt::Display for Called {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl FromStr for Called {
    type Err = NoName;

    fn from_str(text: &str) -> Result<Self, NoName> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = words.join(" ");
        let letters = |word: &&str| {
            word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '’'))
                && word.chars().any(char::is_alphabetic)
        };
        let fits = (1..=2).contains(&words.len()) && name.chars().count() <= LONGEST_NAME;
        if !fits || !words.iter().all(letters) {
            return Err(NoName);
        }
        // "Coffee" at the beginning of a field is coffee.
        let usual = Self::default();
        Ok(if name.to_lowercase() == usual.0 { usual } else { Self(name) })
    }
}

impl TryFrom<String> for Called {
    type Error = NoName;

    fn try_from(text: String) -> Result<Self, NoName> {
        text.parse()
    }
}

impl From<Called> for String {
    fn from(called: Called) -> Self {
        called.0
    }
}

/// Where people of one site can meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// As it stands in the directory.
    pub site: String,
    pub place: String,
}

/// Meeting spots as people write them: a line each, the site before the first colon.
///
/// # Errors
/// The first line, counted from 1, that has no site or no place, is too long, or is one too many.
pub fn read_spots(text: &str) -> Result<Vec<Spot>, usize> {
    let mut spots = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (site, place) = line.split_once(':').ok_or(number + 1)?;
        let (site, place) = (site.trim().to_owned(), place.trim().to_owned());
        let long = line.chars().count() > LONGEST_SPOT || spots.len() >= MOST_SPOTS;
        if site.is_empty() || place.is_empty() || long {
            return Err(number + 1);
        }
        spots.push(Spot { site, place });
    }
    Ok(spots)
}

/// The same as people wrote them.
pub fn write_spots(spots: &[Spot]) -> String {
    let lines: Vec<String> =
        spots.iter().map(|spot| format!("{}: {}", spot.site, spot.place)).collect();
    lines.join("\n")
}

impl Style {
    /// The spots of a site, whatever the case of its name.
    pub fn spots_at<'a>(&'a self, site: &'a str) -> impl Iterator<Item = &'a str> {
        let same = move |spot: &&Spot| spot.site.to_lowercase() == site.trim().to_lowercase();
        self.spots.iter().filter(same).map(|spot| spot.place.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_or_two_words() {
        let name = |text: &str| text.parse::<Called>().map(|called| called.to_string());
        assert_eq!(name("  tea "), Ok("tea".to_owned()));
        assert_eq!(name("Coffee"), Ok("coffee".to_owned()));
        assert_eq!(name("Tea   time"), Ok("Tea time".to_owned()));
        assert_eq!(name("café-klatsch"), Ok("café-klatsch".to_owned()));
        for bad in ["", "  ", "a b c", "<!channel>", "tea & cake", "-", "aaaaaaaaaaaaaaaa", "*tea*"]
        {
            assert_eq!(name(bad), Err(NoName), "{bad}");
        }
        assert!(serde_json::from_str::<Called>("\"<!here>\"").is_err());
    }

    #[test]
    fn spots_are_lines_with_a_site() {
        let spots =
            read_spots("Berlin: kitchen, 2nd floor\n\n berlin : roof: left door \n").unwrap();
        assert_eq!(spots[1].place, "roof: left door");
        assert_eq!(write_spots(&spots), "Berlin: kitchen, 2nd floor\nberlin: roof: left door");
        let style = Style { spots, ..Style::default() };
        let at: Vec<&str> = style.spots_at("BERLIN").collect();
        assert_eq!(at, ["kitchen, 2nd floor", "roof: left door"]);
        assert_eq!(style.spots_at("Lagos").count(), 0);
        assert_eq!(read_spots("Berlin: roof\nkitchen"), Err(2));
        assert_eq!(read_spots(": roof"), Err(1));
        assert_eq!(read_spots(&"x: y\n".repeat(21)), Err(21));
        assert_eq!(read_spots(&format!("x: {}", "y".repeat(120))), Err(1));
    }
}
