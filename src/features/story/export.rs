//! Stories as a file, for whoever tends communities: exactly what they may read. And what somebody
//! contributed, for themselves.

use crate::domain::ids::MemberId;
use crate::domain::story::reading::Wanted;
use crate::event::{Interaction, Reply};
use crate::features::answer::whisper;
use crate::features::context::once;
use crate::features::deliver::bring;
use crate::features::story::called::shown;
use crate::features::story::faces::reader;
use crate::features::story::{list, mine};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, StoryFile, Work};
use crate::slack::client::File;
use crate::views::ask::export::Format;
use crate::views::story::export::{
    comment, comment_mine, contributions, exporting, stories, which_format,
};
use crate::views::story::mine::file_name;

/// What windows are called.
const TITLE: &str = "A file";

/// Stories in one file: the newest.
const MOST: usize = 5_000;

/// `/story export` and a word for what sort of file.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn command(
    context: &Context,
    interaction: &Interaction,
    word: &str,
) -> Result<Reply> {
    match word.to_lowercase().as_str() {
        "" | "markdown" | "md" => ask(context, interaction, StoryFile::Markdown).await,
        "csv" => ask(context, interaction, StoryFile::Csv).await,
        "json" => ask(context, interaction, StoryFile::Json).await,
        _ => Ok(whisper(&which_format(&context.voice))?),
    }
}

/// A file comes into somebody's direct message.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn ask(
    context: &Context,
    interaction: &Interaction,
    what: StoryFile,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let own = what == StoryFile::Mine;
        let may = own || reader(context, tx, workspace, member).await?.leads;
        if may {
            let job = Job::ExportStories { member: member.clone(), what };
            context.queue_now(tx, workspace, &job).await?;
        }
        if may && !own {
            let detail = serde_json::json!({ "format": what });
            context.audit(tx, workspace, member, "stories_exported", "stories", &detail).await?;
        }
        whisper(&exporting(&context.voice, may))
    })
    .await?;
    shown(context, interaction, TITLE, reply).await
}

/// A file and what is said beside it.
struct Made {
    name: String,
    title: &'static str,
    text: String,
    comment: String,
}

/// Sends the file: with what they may read now, not when they asked.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn export_stories(
    context: &Context,
    work: &Work,
    member: &MemberId,
    what: StoryFile,
) -> Result<Outcome> {
    let Some(made) = make(context, work, member, what).await? else {
        return Ok(Outcome::Cancel("they tend nothing any more".to_owned()));
    };
    let file = File { name: &made.name, title: made.title, bytes: made.text.as_bytes() };
    bring(context, work, member, file, &made.comment).await
}

async fn make(
    context: &Context,
    work: &Work,
    member: &MemberId,
    what: StoryFile,
) -> Result<Option<Made>> {
    let (workspace, voice) = (&work.workspace, &context.voice);
    let (format, name) = match what {
        StoryFile::Mine => {
            let all = mine::contributions(context, workspace, member).await?;
            let me = context.store.read().await?.member(workspace, member).await?;
            let zone = me.map_or(chrono_tz::Tz::UTC, |me| me.zone());
            return Ok(Some(Made {
                name: file_name(context.now().with_timezone(&zone).date_naive()),
                title: "My contributions",
                text: contributions(voice, &all),
                comment: comment_mine(voice).to_owned(),
            }));
        }
        StoryFile::Markdown => (Format::Markdown, "stories.md"),
        StoryFile::Csv => (Format::Csv, "stories.csv"),
        StoryFile::Json => (Format::Json, "stories.json"),
    };
    let mut tx = context.store.read().await?;
    let reader = reader(context, &mut tx, workspace, member).await?;
    if !reader.leads {
        return Ok(None);
    }
    let all = Wanted::default();
    let found = list::find(context, &mut tx, workspace, (&reader, &all), MOST).await?;
    drop(tx);
    Ok(Some(Made {
        name: name.to_owned(),
        title: "Stories",
        text: stories(voice, &found, format),
        comment: comment(voice, u32::try_from(found.len()).unwrap_or(u32::MAX)),
    }))
}
