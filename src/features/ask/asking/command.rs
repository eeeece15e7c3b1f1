//! `/ask` and the words after it.

use crate::domain::wording::nearest;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::whisper;
use crate::features::ask::asking::{community, expert, mine, open};
use crate::features::{Context, Result, ask};
use crate::views::ask::asking::answers;

/// The words that the command understands first.
const WORDS: [&str; 11] = [
    "mine", "open", "search", "cards", "expert", "ama", "radar", "report", "export", "setup",
    "help",
];

/// What somebody typed after the command.
#[derive(Debug, PartialEq, Eq)]
enum Typed<'a> {
    Mine,
    Open,
    /// What is looked for; nothing for what is new.
    Search(&'a str),
    Expert,
    Session,
    Radar,
    Report,
    /// All cards as a file: a table, or text.
    Export(bool),
    Setup,
    Help,
    /// The question's first words; none for an empty page.
    Question(&'a str),
    /// Perhaps one of ours: with the nearest.
    Slip(&'a str, &'static str),
}

fn read(words: &str) -> Typed<'_> {
    let words = words.trim();
    if let Some((first, rest)) = words.split_once(char::is_whitespace) {
        match (first.to_lowercase().as_str(), rest.trim().to_lowercase().as_str()) {
            ("search" | "find", _) => return Typed::Search(rest.trim()),
            ("export", "csv") => return Typed::Export(true),
            ("export", "markdown") => return Typed::Export(false),
            _ => {}
        }
    }
    // One word alone is a command, or a slip; several are a question.
    match words.to_lowercase().as_str() {
        "" => Typed::Question(""),
        "mine" => Typed::Mine,
        "open" => Typed::Open,
        "search" | "find" | "cards" => Typed::Search(""),
        "expert" => Typed::Expert,
        "ama" => Typed::Session,
        "radar" => Typed::Radar,
        "report" => Typed::Report,
        "export" => Typed::Export(false),
        "setup" => Typed::Setup,
        "help" | "?" => Typed::Help,
        word if !word.contains(char::is_whitespace) => match nearest(word, &WORDS) {
            Some(meant) => Typed::Slip(words, meant),
            None => Typed::Question(words),
        },
        _ => Typed::Question(words),
    }
}

/// Whether these words begin something that was not there before: a question, or a community.
pub fn begins(words: &str) -> bool {
    matches!(read(words), Typed::Question(_) | Typed::Setup)
}

/// Answers a command.
///
/// # Errors
/// The database; or Slack, then nothing was shown.
pub async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    place: &Place,
) -> Result<Reply> {
    let voice = &context.voice;
    match read(words) {
        Typed::Mine => mine::show_mine(context, interaction).await,
        Typed::Open => mine::show_open(context, interaction).await,
        Typed::Expert => expert::open(context, interaction).await,
        Typed::Search(words) => ask::answers::search(context, interaction, words).await,
        Typed::Session => ask::session::overview(context, interaction, Some(place)).await,
        Typed::Radar => ask::radar::show(context, interaction).await,
        Typed::Report => ask::ladder::report(context, interaction).await,
        Typed::Export(table) => ask::answers::export(context, interaction, table).await,
        Typed::Setup => community::open(context, interaction, Some(place)).await,
        Typed::Help => Ok(whisper(&answers::help(voice))?),
        Typed::Question(words) => open::open(context, interaction, words, Some(place)).await,
        Typed::Slip(word, meant) => Ok(whisper(&answers::unknown_word(voice, word, meant))?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_and_the_hint_of_the_command_name_every_word() {
        let help = serde_json::to_string(&answers::help(&crate::views::Voice::default())).unwrap();
        let manifest = include_str!("../../../../manifest.yml");
        let hint = manifest.lines().find(|line| line.contains("your question | ")).unwrap();
        for word in WORDS {
            assert!(hint.contains(&format!("| {word} ")) || hint.contains(&format!("| {word}]")));
            assert!(word == "help" || help.contains(&format!("`/ask {word}")), "{word}: {help}");
        }
    }

    #[test]
    fn one_word_is_a_command_and_more_are_a_question() {
        assert_eq!(read("  "), Typed::Question(""));
        assert_eq!(read(" MINE "), Typed::Mine);
        assert_eq!(read("expart"), Typed::Slip("expart", "expert"));
        assert_eq!(read("kubernetes?"), Typed::Question("kubernetes?"));
        assert_eq!(read("open source or not?"), Typed::Question("open source or not?"));
        assert_eq!(read("?"), Typed::Help);
        assert_eq!(read("search  blue kettle"), Typed::Search("blue kettle"));
        assert_eq!(read("Export CSV"), Typed::Export(true));
        assert_eq!(read("export our data how?"), Typed::Question("export our data how?"));
    }
}
