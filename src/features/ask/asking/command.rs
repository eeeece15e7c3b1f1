//! `/ask` and the words after it.

use crate::domain::wording::nearest;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::whisper;
use crate::features::ask::answers as kept;
use crate::features::ask::asking::{community, expert, mine, open};
use crate::features::{Context, Result};
use crate::views::ask::asking::answers;

/// The words that the command understands first.
const WORDS: [&str; 8] = ["mine", "open", "search", "cards", "export", "expert", "setup", "help"];

/// What somebody typed after the command.
#[derive(Debug, PartialEq, Eq)]
enum Typed<'a> {
    Mine,
    Open,
    /// What is kept about these words.
    Search(&'a str),
    Cards,
    /// As a table, or as text.
    Export(bool),
    Expert,
    Setup,
    Help,
    /// The question's first words; none for an empty page.
    Question(&'a str),
    /// Perhaps one of ours: with the nearest.
    Slip(&'a str, &'static str),
}

fn read(words: &str) -> Typed<'_> {
    let words = words.trim();
    // One word alone is a command, or a slip; several are a question.
    match words.to_lowercase().as_str() {
        "" => Typed::Question(""),
        "mine" => Typed::Mine,
        "open" => Typed::Open,
        "search" | "cards" => Typed::Cards,
        "export" => Typed::Export(false),
        "export csv" => Typed::Export(true),
        "expert" => Typed::Expert,
        "setup" => Typed::Setup,
        "help" | "?" => Typed::Help,
        word if !word.contains(char::is_whitespace) => match nearest(word, &WORDS) {
            Some(meant) => Typed::Slip(words, meant),
            None => Typed::Question(words),
        },
        several => match words.split_once(char::is_whitespace) {
            Some((_, words)) if several.starts_with("search ") => Typed::Search(words),
            _ => Typed::Question(words),
        },
    }
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
        Typed::Search(words) => kept::search(context, interaction, words).await,
        Typed::Cards => kept::cards(context, interaction).await,
        Typed::Export(table) => kept::export(context, interaction, table).await,
        Typed::Expert => expert::open(context, interaction).await,
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
    fn one_word_is_a_command_and_more_are_a_question() {
        assert_eq!(read("  "), Typed::Question(""));
        assert_eq!(read(" MINE "), Typed::Mine);
        assert_eq!(read("expart"), Typed::Slip("expart", "expert"));
        assert_eq!(read("kubernetes?"), Typed::Question("kubernetes?"));
        assert_eq!(read("open source or not?"), Typed::Question("open source or not?"));
        assert_eq!(read("Search TLS certs"), Typed::Search("TLS certs"));
        assert_eq!(read("export csv"), Typed::Export(true));
        assert_eq!(read("?"), Typed::Help);
    }
}
