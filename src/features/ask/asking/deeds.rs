//! What an asker does with their question: takes it back, closes it, keeps it open, says it in other
//! words.

use crate::domain::asking::{self, FIELD, LONGEST_DETAILS, LONGEST_TITLE};
use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Asker, Became, Deed, Privacy, Question, hour_of};
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Reply};
use crate::features::answer::{Surface, as_modal, replace, say, show, surface, whisper};
use crate::features::ask::asker::asker;
use crate::features::ask::asking::moments::queue_about;
use crate::features::ask::asking::{over, relay};
use crate::features::{Context, Result, home};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::answer::over_meanwhile;
use crate::views::ask::asking::answers;
use crate::views::ask::asking::names::field;

/// What came of a press, before it is said.
enum Came {
    Did(Became, Privacy),
    Gone,
    NotTheirs,
}

/// A question that was locked, if `member` asked it.
pub async fn own(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    id: QuestionId,
) -> store::Result<std::result::Result<Question, bool>> {
    let Some(question) = tx.lock_question(workspace, id).await? else { return Ok(Err(false)) };
    let theirs = asker(tx, workspace, &question).await?.as_ref() == Some(member);
    Ok(if theirs { Ok(question) } else { Err(true) })
}

/// Its asker takes a question back, closes it or keeps it open. A second press changes nothing by
/// itself, so there is no receipt, which would say when somebody ended an anonymous one.
///
/// # Errors
/// The database; or Slack, then what was pressed may be done and only not shown.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    question: &str,
    deed: Deed,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Ok(id) = question.parse::<QuestionId>() else {
        return say(context, interaction, "Your question", answers::gone(&context.voice)).await;
    };
    let came = transaction!(context.store, |tx| {
        let mut question = match own(tx, workspace, member, id).await? {
            Ok(question) => question,
            Err(there) => {
                let over = tx.question(workspace, id).await?.filter(|it| !it.state.is_open());
                return Ok(match (there, over) {
                    // Of an anonymous one that is over nobody knows whose it was.
                    (true, Some(it)) if it.asker == Asker::Forgotten => {
                        Came::Did(Became::Over, it.privacy)
                    }
                    (true, _) => Came::NotTheirs,
                    (false, _) => Came::Gone,
                });
            }
        };
        let became = question.undergo(deed, context.now());
        if became == Became::Changed {
            if question.state.is_open() {
                tx.save_question(workspace, &question).await?;
                if deed == Deed::KeepLooking {
                    let route = Job::Route { question: id };
                    queue_about(context, tx, workspace, &question, &route).await?;
                }
            } else {
                over::end(context, tx, workspace, &mut question).await?;
            }
        }
        Ok(Came::Did(became, question.privacy))
    })
    .await?;
    let content = match came {
        Came::Did(became, privacy) => answers::done(&context.voice, deed, became, privacy),
        Came::Gone => answers::gone(&context.voice),
        Came::NotTheirs => answers::not_yours(&context.voice),
    };
    told(context, interaction, content).await
}

/// Says it where the person is looking; App Home is drawn again behind it.
pub(super) async fn told(
    context: &Context,
    interaction: &Interaction,
    content: slack_morphism::prelude::SlackMessageContent,
) -> Result<Reply> {
    if surface(interaction) == Surface::Whisper {
        return Ok(whisper(&content)?);
    }
    let reply = say(context, interaction, "Your question", content).await?;
    match &interaction.what {
        Gesture::Press { origin: Origin::Home, .. } => home::redraw(context, interaction).await,
        _ => Ok(reply),
    }
}

/// Opens the page on which a question is said in other words, or its anonymous asker replies.
///
/// # Errors
/// The database or Slack.
pub async fn open_page(
    context: &Context,
    interaction: &Interaction,
    question: &str,
    reply: bool,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let question = match question.parse::<QuestionId>() {
        Ok(id) => tx.question(workspace, id).await?.filter(|it| it.state.is_open()),
        Err(_) => None,
    };
    let Some(question) = question else {
        drop(tx);
        return say(context, interaction, "Your question", answers::gone(&context.voice)).await;
    };
    let theirs = asker(&mut tx, workspace, &question).await?.as_ref() == Some(member);
    drop(tx);
    if !theirs {
        let no = answers::not_yours(&context.voice);
        return say(context, interaction, "Your question", no).await;
    }
    let view = match reply {
        true => answers::reply_modal(&context.voice, &question),
        false => answers::rephrase_modal(&context.voice, &question),
    };
    show(context, interaction, &view).await
}

/// A question was said in other words.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_rephrase(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let title = asking::line(form.get(field::TITLE).unwrap_or_default());
    let (title, _) = asking::first(&title, LONGEST_TITLE);
    if title.is_empty() {
        let problem = (field::TITLE.to_owned(), answers::empty_title(&context.voice));
        return Ok(Reply::Errors([problem].into()));
    }
    let words = form.get(field::DETAILS).unwrap_or_default();
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Ok(id) = modal.metadata.parse::<QuestionId>() else {
        return Ok(replace(&as_modal("Your question", answers::gone(&context.voice)))?);
    };
    let reply = transaction!(context.store, |tx| {
        if let Some(reply) = tx.receipt(workspace, &interaction.trigger).await? {
            return Ok(reply);
        }
        let mut question = match own(tx, workspace, member, id).await? {
            Ok(question) if question.state.is_open() => question,
            _ => return Ok(over_by_now(context, field::TITLE)),
        };
        // What the field did not show stays.
        let details = format!("{words}{}", asking::after(&question.details, FIELD));
        let (details, _) = asking::first(&details, LONGEST_DETAILS);
        let anew = question.rephrase(title.to_owned(), details.to_owned(), context.now());
        tx.save_question(workspace, &question).await?;
        let show = Job::ShowQuestion { question: id };
        queue_about(context, tx, workspace, &question, &show).await?;
        if anew {
            queue_about(context, tx, workspace, &question, &Job::Route { question: id }).await?;
        }
        let content = answers::rephrased(&context.voice, anew);
        let reply = replace(&as_modal("Your question", content))?;
        keep_receipt(context, tx, interaction, &question, &reply).await?;
        Ok(reply)
    })
    .await?;
    Ok(reply)
}

/// What was written stays in its field, with the reason why it cannot be sent.
fn over_by_now(context: &Context, at: &str) -> Reply {
    Reply::Errors([(at.to_owned(), over_meanwhile(&context.voice))].into())
}

/// A receipt that says no more of an anonymous question than the hour.
async fn keep_receipt(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    question: &Question,
    reply: &Reply,
) -> store::Result<()> {
    let at = question.moment(context.now());
    tx.keep_receipt(&interaction.workspace, &interaction.trigger, reply, at).await?;
    if let Asker::Known(asker) = &question.asker {
        context.refresh_home(tx, &interaction.workspace, asker).await?;
    }
    Ok(())
}

/// The asker of an anonymous question replied: it is relayed into the thread.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_reply(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let text = form.get(field::REPLY).unwrap_or_default().trim();
    let (text, _) = asking::first(text, FIELD);
    if text.is_empty() {
        let problem = (field::REPLY.to_owned(), answers::empty_reply(&context.voice));
        return Ok(Reply::Errors([problem].into()));
    }
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Ok(id) = modal.metadata.parse::<QuestionId>() else {
        return Ok(replace(&as_modal("Your question", answers::gone(&context.voice)))?);
    };
    let hour = hour_of(context.now());
    let draft = context.chance.id(hour);
    let reply = transaction!(context.store, |tx| {
        if let Some(reply) = tx.receipt(workspace, &interaction.trigger).await? {
            return Ok(reply);
        }
        let question = match own(tx, workspace, member, id).await? {
            Ok(question) if question.state.is_open() && question.thread.is_some() => question,
            _ => return Ok(over_by_now(context, field::REPLY)),
        };
        tx.keep_draft(workspace, draft, text, hour).await?;
        relay::queue(context, tx, workspace, &question, draft).await?;
        let reply = replace(&as_modal("Your question", answers::relayed(&context.voice)))?;
        keep_receipt(context, tx, interaction, &question, &reply).await?;
        Ok(reply)
    })
    .await?;
    Ok(reply)
}
