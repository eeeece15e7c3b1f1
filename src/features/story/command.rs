//! `/story` and the words after it.

use crate::domain::wording::nearest;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::whisper;
use crate::features::story::{report, telling};
use crate::features::{Context, Result};
use crate::views::story::answers;

/// The words that the command understands first.
const WORDS: [&str; 7] = ["list", "mine", "contributions", "export", "report", "tell", "help"];

/// What somebody typed after the command.
#[derive(Debug, PartialEq, Eq)]
enum Typed<'a> {
    Report,
    /// Perhaps of the community that is called so; otherwise a story's first words.
    ReportOf(&'a str),
    Help,
    /// The story's first words; none for an empty page.
    Story(&'a str),
    /// Perhaps one of ours: with the nearest.
    Slip(&'a str, &'static str),
}

fn read(words: &str) -> Typed<'_> {
    let words = words.trim();
    // One word alone is a command, or a slip; several are a story.
    match words.to_lowercase().as_str() {
        "" | "tell" => Typed::Story(""),
        "report" => Typed::Report,
        "help" | "?" => Typed::Help,
        word if !word.contains(char::is_whitespace) => match nearest(word, &WORDS) {
            Some(meant) => Typed::Slip(words, meant),
            None => Typed::Story(words),
        },
        _ => match words.split_once(char::is_whitespace) {
            Some((report, name)) if report.eq_ignore_ascii_case("report") => {
                Typed::ReportOf(name.trim())
            }
            _ => Typed::Story(words),
        },
    }
}

/// Whether these words begin a story: none that read or count those that were told.
pub fn begins(words: &str) -> bool {
    let (first, rest) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
    let reads = match first.to_lowercase().as_str() {
        "list" => true,
        "mine" | "contributions" => rest.trim().is_empty(),
        "export" => !rest.trim().contains(char::is_whitespace),
        _ => false,
    };
    !reads && matches!(read(words), Typed::Story(_))
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
        Typed::Report => report::all(context, interaction).await,
        Typed::ReportOf(name) => match report::report(context, interaction, Some(name)).await? {
            Some(reply) => Ok(reply),
            None => telling::open(context, interaction, words.trim(), Some(&place.channel)).await,
        },
        Typed::Help => Ok(whisper(&answers::help(voice))?),
        Typed::Story(words) => {
            telling::open(context, interaction, words, Some(&place.channel)).await
        }
        Typed::Slip(word, meant) => Ok(whisper(&answers::unknown_word(voice, word, meant))?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_begins_no_story() {
        for words in ["", "tell", "Bo's script saved me two days", "mine was a long week"] {
            assert!(begins(words), "{words}");
        }
        for words in
            ["list two days", "mine", "contributions", "export csv", "report", "?", "reprot"]
        {
            assert!(!begins(words), "{words}");
        }
    }

    #[test]
    fn one_word_is_a_command_and_more_are_a_story() {
        assert_eq!(read("  "), Typed::Story(""));
        assert_eq!(read(" REPORT "), Typed::Report);
        assert_eq!(read("reprot"), Typed::Slip("reprot", "report"));
        assert_eq!(read("Bo's script saved me two days"), {
            Typed::Story("Bo's script saved me two days")
        });
        assert_eq!(read("Report  rust help"), Typed::ReportOf("rust help"));
        assert_eq!(read("?"), Typed::Help);
    }
}
