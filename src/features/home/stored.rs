//! What is stored about somebody: counted in a window, and all of it in a file of their own.

use crate::domain::ids::MemberId;
use crate::event::{Interaction, Reply};
use crate::features::answer::whisper;
use crate::features::answer::{say, show};
use crate::features::context::{Queued, once};
use crate::features::deliver::bring;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::slack::client::File;
use crate::views::home::{export_comment, file_on_its_way, stored};

/// What a window about it is called.
pub(super) const TITLE: &str = "Stored about you";

/// The window with the counts.
pub(super) async fn show_stored(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let counted = tx.stored_about(workspace, member).await?;
    drop(tx);
    show(context, interaction, &stored(&context.voice, &counted)).await
}

/// The file is on its way.
pub(super) async fn send_all(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        let name = format!("export_me:{}", interaction.trigger);
        let queued = Queued { at: context.now(), name: Some(&name), channel: None };
        context.queue(tx, workspace, &Job::ExportMe { member: member.clone() }, queued).await?;
        whisper(&file_on_its_way(&context.voice))
    })
    .await?;
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, TITLE, serde_json::from_value(body)?).await
        }
        reply => Ok(reply),
    }
}

/// Sends the file into their direct message.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn export(context: &Context, work: &Work, member: &MemberId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let tables = tx.all_about(workspace, member).await?;
    drop(tx);
    let made_at = context.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let all = serde_json::json!({ "member": member, "made_at": made_at, "tables": tables });
    let bytes = serde_json::to_vec_pretty(&all)?;
    let file = File { name: "about-me.json", title: "Stored about you", bytes: &bytes };
    bring(context, work, member, file, &export_comment(&context.voice)).await
}
