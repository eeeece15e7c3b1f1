//! `/coffee` and the words after it.

use crate::domain::membership::Wish;
use crate::domain::wording::{nearest, parse_pause};
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::{show, whisper};
use crate::features::coffee::history;
use crate::features::coffee::membership;
use crate::features::coffee::mine::my_coffee;
use crate::features::coffee::target::meant;
use crate::features::coffee::tended::meant_to_tend;
use crate::features::coffee::{run, setup, try_out, wishes};
use crate::features::{Context, Result};
use crate::views::coffee::answers;

/// The words that the command understands first.
const WORDS: [&str; 16] = [
    "join", "leave", "pause", "skip", "back", "resume", "now", "like", "setup", "preview", "run",
    "report", "history", "why", "help", "mine",
];

/// What somebody typed after the command.
#[derive(Debug, PartialEq, Eq)]
enum Typed<'a> {
    Mine,
    Like,
    Help,
    History,
    Why,
    Setup,
    Preview,
    Run,
    Report,
    Join,
    Leave,
    Skip,
    Back,
    Now,
    /// With the words after it.
    Pause(&'a str),
    Unknown(&'a str),
}

fn read(words: &str) -> Typed<'_> {
    let words = words.trim();
    let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    match first.to_lowercase().as_str() {
        "" | "mine" => Typed::Mine,
        "like" | "preferences" | "settings" => Typed::Like,
        "help" | "?" => Typed::Help,
        "history" => Typed::History,
        "why" => Typed::Why,
        "setup" => Typed::Setup,
        "preview" => Typed::Preview,
        "run" => Typed::Run,
        "report" => Typed::Report,
        "join" => Typed::Join,
        "leave" => Typed::Leave,
        "skip" => Typed::Skip,
        "back" | "resume" => Typed::Back,
        "now" => Typed::Now,
        "pause" => Typed::Pause(rest.trim()),
        _ => Typed::Unknown(first),
    }
}

/// Whether these words begin something that was not there before. Leaving, pausing and skipping, and
/// coming back from it, do not.
pub fn begins(words: &str) -> bool {
    matches!(read(words), Typed::Join | Typed::Now | Typed::Setup | Typed::Run)
}

/// Answers a command.
///
/// # Errors
/// The database; or Slack, then what was asked for may be done and only not shown.
pub async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    place: &Place,
) -> Result<Reply> {
    let voice = &context.voice;
    match read(words) {
        Typed::Mine => {
            let view = my_coffee(context, &interaction.workspace, &interaction.member).await?;
            show(context, interaction, &view).await
        }
        Typed::Like => wishes::open(context, interaction).await,
        Typed::Help => Ok(whisper(&answers::help(voice))?),
        Typed::History => history::history(context, interaction).await,
        Typed::Why => history::why(context, interaction, place).await,
        Typed::Setup => setup::open(context, interaction, Some(place)).await,
        Typed::Preview | Typed::Run | Typed::Report => {
            tend(context, interaction, &read(words), place).await
        }
        Typed::Join => wish(context, interaction, place, |_| Wish::Join).await,
        Typed::Leave => wish(context, interaction, place, |_| Wish::Leave).await,
        Typed::Back => wish(context, interaction, place, |_| Wish::Back).await,
        Typed::Now => super::now::press(context, interaction).await,
        Typed::Skip => wish(context, interaction, place, Wish::Skip).await,
        Typed::Pause("") => super::pause::open(context, interaction, place).await,
        Typed::Pause(words) => pause(context, interaction, place, words).await,
        Typed::Unknown(word) => {
            let meant = nearest(&word.to_lowercase(), &WORDS);
            Ok(whisper(&answers::unknown_word(voice, word, meant))?)
        }
    }
}

async fn tend(
    context: &Context,
    interaction: &Interaction,
    typed: &Typed<'_>,
    place: &Place,
) -> Result<Reply> {
    let program = match meant_to_tend(context, interaction, place).await? {
        Ok(program) => program,
        Err(answer) => return Ok(answer),
    };
    match typed {
        Typed::Run => run::ask(context, interaction, program).await,
        Typed::Report => run::report(context, interaction, program).await,
        _ => try_out::preview(context, interaction, program).await,
    }
}

async fn pause(
    context: &Context,
    interaction: &Interaction,
    place: &Place,
    words: &str,
) -> Result<Reply> {
    let zone = membership::zone_of(context, interaction).await?;
    let today = context.now().with_timezone(&zone).date_naive();
    match parse_pause(words, today) {
        Ok(pause) => wish(context, interaction, place, |_| Wish::Pause(pause)).await,
        Err(problem) => Ok(whisper(&answers::unclear_pause(&context.voice, &problem))?),
    }
}

/// Fulfils a wish in the program that is meant; where several could be, the person picks.
async fn wish(
    context: &Context,
    interaction: &Interaction,
    place: &Place,
    wish: impl Fn(chrono::NaiveDate) -> Wish,
) -> Result<Reply> {
    let joining = matches!(wish(chrono::NaiveDate::MIN), Wish::Join);
    match meant(context, interaction, place, joining).await? {
        Ok(program) => {
            membership::fulfil(context, interaction, program.id, wish(program.next_opening)).await
        }
        Err(answer) => Ok(answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_not_there_before_begins() {
        for words in ["join", "now", "setup", "run"] {
            assert!(begins(words), "{words}");
        }
        for words in ["", "leave", "skip", "pause 2 weeks", "back", "why", "report", "help", "tea"]
        {
            assert!(!begins(words), "{words}");
        }
    }

    #[test]
    fn words_are_read_whatever_their_case_and_spaces() {
        assert_eq!(read("  "), Typed::Mine);
        assert_eq!(read("JOIN"), Typed::Join);
        assert_eq!(read("pause   until 12 Jan "), Typed::Pause("until 12 Jan"));
        assert_eq!(read("leev now"), Typed::Unknown("leev"));
    }
}
