//! How somebody likes their coffee: theirs alone, the same in every program.

use super::hours::WorkingHours;
use super::people::Member;
use super::quiet::Budget;

/// The most topics that somebody names.
pub const MOST_TOPICS: usize = 10;
/// The longest topic or site, in characters.
pub const LONGEST_WORD: usize = 40;
/// The longest line about what a meeting needs, in characters.
pub const LONGEST_NEED: usize = 120;
/// The most people that somebody keeps apart from.
pub const MOST_APART: usize = 50;

/// A way to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    Video,
    Phone,
    Walk,
    /// At one's site.
    InPerson,
}

impl Mode {
    pub const ALL: [Self; 4] = [Self::Video, Self::Phone, Self::Walk, Self::InPerson];

    /// Its name in forms and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Phone => "phone",
            Self::Walk => "walk",
            Self::InPerson => "in_person",
        }
    }

    /// The mode of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }
}

/// What somebody wishes for all of their coffees. Nobody has to wish for anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// They would rather meet two people than one.
    pub prefers_trio: bool,
    /// How they would meet, sorted; none is any way.
    pub modes: Vec<Mode>,
    /// Codes of [`LANGUAGES`], sorted; none is any.
    pub languages: Vec<String>,
    /// What they like to talk about, as [`topics`] reads it.
    pub topics: Vec<String>,
    pub hours: WorkingHours,
    /// Where they work, if that is not what the directory says.
    pub site: Option<String>,
    /// One line about what a meeting with them needs. They wrote it to be shown to those whom they
    /// are introduced to.
    pub need: Option<String>,
    pub budget: Budget,
    /// Not with their manager, nor with those who report to them.
    pub manager_apart: bool,
}

/// Languages by their code (ISO 639-1), each by its own name: whoever speaks it reads that.
pub const LANGUAGES: [(&str, &str); 40] = [
    ("id", "Bahasa Indonesia"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("et", "Eesti"),
    ("en", "English"),
    ("es", "Español"),
    ("eu", "Euskara"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("hr", "Hrvatski"),
    ("it", "Italiano"),
    ("sw", "Kiswahili"),
    ("lv", "Latviešu"),
    ("lt", "Lietuvių"),
    ("hu", "Magyar"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("fi", "Suomi"),
    ("sv", "Svenska"),
    ("vi", "Tiếng Việt"),
    ("tr", "Türkçe"),
    ("el", "Ελληνικά"),
    ("bg", "Български"),
    ("ru", "Русский"),
    ("sr", "Српски"),
    ("uk", "Українська"),
    ("he", "עברית"),
    ("ar", "العربية"),
    ("fa", "فارسی"),
    ("hi", "हिन्दी"),
    ("zh", "中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
];

/// A language's own name.
pub fn language(code: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Why words that somebody typed are too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsProblem {
    TooMany,
    TooLong,
}

/// Topics as people type them, `Rust, Chess;hiking`: in small letters, so that two people mean the
/// same, each once, in the order they were typed.
///
/// # Errors
/// More than [`MOST_TOPICS`], or one longer than [`LONGEST_WORD`].
pub fn topics(text: &str) -> Result<Vec<String>, WordsProblem> {
    let mut topics: Vec<String> = Vec::new();
    for word in text.split([',', ';', '\n', '·']) {
        let topic = one_line(word.trim().trim_start_matches('#')).to_lowercase();
        if topic.chars().count() > LONGEST_WORD {
            return Err(WordsProblem::TooLong);
        }
        if !topic.is_empty() && !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    if topics.len() > MOST_TOPICS { Err(WordsProblem::TooMany) } else { Ok(topics) }
}

/// Text as one line, without spaces at its ends or two in a row.
pub fn one_line(text: &str) -> String {
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Sites as they are compared: `Berlin ` is `berlin`.
pub fn site_key(site: &str) -> String {
    one_line(site).to_lowercase()
}

impl Preferences {
    /// Where somebody works: as they say, else as the directory does.
    pub fn site_of(member: &Member) -> Option<&str> {
        member.preferences.site.as_deref().or(member.site.as_deref())
    }

    /// How somebody would meet, in the words of a pairing: `video`, `in_person:berlin`. Meeting in
    /// person counts for nothing while nobody knows where.
    pub fn modes_of(member: &Member) -> Vec<String> {
        let asked = |mode: &Mode| match mode {
            Mode::InPerson => {
                Self::site_of(member).map(|site| format!("{}:{}", mode.as_str(), site_key(site)))
            }
            Mode::Video | Mode::Phone | Mode::Walk => Some(mode.as_str().to_owned()),
        };
        member.preferences.modes.iter().filter_map(asked).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn topics_are_read_as_people_type_them() {
        let read = |text| topics(text).unwrap();
        assert_eq!(read("Rust, #Chess;  old   films\nrust"), ["rust", "chess", "old films"]);
        assert_eq!(read(" , ;\n"), [""; 0]);
        assert_eq!(read("ÜBERSETZEN"), ["übersetzen"]);
        assert_eq!(topics("1,2,3,4,5,6,7,8,9,10,11"), Err(WordsProblem::TooMany));
        assert_eq!(topics(&"x".repeat(41)), Err(WordsProblem::TooLong));
        assert_eq!(topics(&"x".repeat(40)).map(|them| them.len()), Ok(1));
    }

    proptest! {
        #[test]
        fn what_was_read_once_reads_the_same_again(text in any::<String>()) {
            if let Ok(read) = topics(&text) {
                prop_assert!(read.len() <= MOST_TOPICS);
                let again = topics(&read.join(", "));
                // A capital letter may have a small form of two.
                prop_assert!(again.is_err() || again == Ok(read));
            }
        }
    }

    #[test]
    fn every_language_has_a_code_of_its_own() {
        let mut codes: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), LANGUAGES.len());
        assert_eq!(language("pt"), Some("Português"));
        assert_eq!(language("xx"), None);
    }

    #[test]
    fn modes_have_names() {
        for mode in Mode::ALL {
            assert_eq!(Mode::named(mode.as_str()), Some(mode));
        }
        assert_eq!(Mode::named("carrier pigeon"), None);
    }
}
