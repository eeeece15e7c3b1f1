//! Whether a session takes place, and when: between its expert and the stewards.

use std::collections::BTreeMap;

use serde_json::json;

use super::close::call_off as off;
use super::known::{Facts, counts, find, put, stewards, tell, zone_of};
use super::setup::date;
use super::turns::{queue_begin, queue_reminder};
use super::{TITLE, over, shown, told};
use crate::domain::ids::{SessionId, WorkspaceId};
use crate::domain::session::{Session, Silence, WhyOff, possible};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace_all, say, show};
use crate::features::context::once;
use crate::features::role::tends;
use crate::features::{Context, Result};
use crate::job::{AboutSession, Job, Posting};
use crate::store::{self, Tx};
use crate::views::ask::session::modals;
use crate::views::ask::session::names::field;
use crate::views::ask::session::notes::{Said, date_problem, said};

/// What somebody wants of a session before it begins.
#[derive(Clone, Copy)]
enum Wish {
    Gladly,
    No,
    StepBack,
    TakeDate,
    CallOff,
    Keep,
}

/// The expert says yes.
pub(super) async fn gladly(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    wish(context, interaction, value, Wish::Gladly).await
}

/// The expert says no.
pub(super) async fn no(context: &Context, interaction: &Interaction, value: &str) -> Result<Reply> {
    wish(context, interaction, value, Wish::No).await
}

/// The expert said yes, and cannot come after all.
pub(super) async fn step_back(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    wish(context, interaction, value, Wish::StepBack).await
}

/// A steward takes the date that the expert proposed.
pub(super) async fn take(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    wish(context, interaction, value, Wish::TakeDate).await
}

/// A steward calls it off.
pub(super) async fn call_off(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    wish(context, interaction, value, Wish::CallOff).await
}

/// A steward keeps it although nobody asked anything yet.
pub(super) async fn keep(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    wish(context, interaction, value, Wish::Keep).await
}

async fn wish(
    context: &Context,
    interaction: &Interaction,
    value: &str,
    wish: Wish,
) -> Result<Reply> {
    let id: Option<SessionId> = value.parse().ok();
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        if let Some(id) = id {
            tx.lock_session(workspace, id).await?;
        }
        let Some(facts) = find(tx, workspace, id).await? else {
            return told(context, Said::Over);
        };
        let by_expert = matches!(wish, Wish::Gladly | Wish::No | Wish::StepBack);
        if by_expert && facts.session.expert != *member {
            return told(context, Said::NotTheExpert);
        }
        if !by_expert && !tends(context, tx, workspace, member, &facts.community).await? {
            return told(context, Said::NotASteward);
        }
        let done = decide(context, tx, workspace, &facts, wish).await?;
        if !by_expert && done != Said::Over {
            let what = match wish {
                Wish::TakeDate => "session_date_taken",
                Wish::CallOff => "session_called_off",
                _ => "session_kept",
            };
            let target = facts.session.id.to_string();
            context.audit(tx, workspace, member, what, &target, &json!({})).await?;
        }
        told(context, done)
    })
    .await?;
    shown(context, interaction, reply).await
}

async fn decide(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
    wish: Wish,
) -> store::Result<Said> {
    let (session, now) = (&facts.session, context.now());
    let (agreed, done) = match wish {
        Wish::Gladly => (session.accepted(now), Said::Gladly),
        Wish::TakeDate => (session.taking(now), Said::DateTaken),
        Wish::Keep => {
            if !session.takes_questions() || session.silence == Silence::Kept {
                return Ok(Said::Over);
            }
            let kept = Session { silence: Silence::Kept, ..session.clone() };
            tx.save_session(workspace, &kept).await?;
            return Ok(Said::Kept);
        }
        Wish::No | Wish::StepBack | Wish::CallOff => {
            let (why, done) = match wish {
                Wish::CallOff => (WhyOff::CalledOff, Said::CalledOff),
                Wish::StepBack => (WhyOff::SteppedBack, Said::SteppedBack),
                _ if session.announcement.is_some() => (WhyOff::SteppedBack, Said::SteppedBack),
                _ => (WhyOff::Declined, Said::Declined),
            };
            if session.cancelled(why).is_none() {
                return Ok(Said::Over);
            }
            off(context, tx, workspace, facts, why).await?;
            return Ok(done);
        }
    };
    let Some(agreed) = agreed else { return Ok(Said::Over) };
    agree(context, tx, workspace, facts, &agreed).await?;
    Ok(done)
}

/// The date stands: the channel reads of it, and the steward.
async fn agree(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
    agreed: &Session,
) -> store::Result<()> {
    tx.save_session(workspace, agreed).await?;
    queue_begin(context, tx, workspace, agreed).await?;
    queue_reminder(context, tx, workspace, agreed).await?;
    let channel = &facts.community.channel;
    let posting = match agreed.announcement {
        Some(_) => Posting::Moved,
        None => Posting::Announcement,
    };
    put(context, tx, workspace, (channel, agreed.id), posting).await?;
    if posting == Posting::Moved {
        context.queue_in(tx, workspace, channel, &Job::ShowSession { session: agreed.id }).await?;
    }
    let stewards = stewards(tx, workspace, facts).await?;
    let stewards: Vec<_> = stewards.into_iter().filter(|it| *it != agreed.expert).collect();
    tell(context, tx, workspace, &stewards, (agreed.id, AboutSession::Answered)).await
}

/// Opens the modal for another date.
pub(super) async fn ask(
    context: &Context,
    interaction: &Interaction,
    value: &str,
    by_expert: bool,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let Some(facts) = find(&mut tx, workspace, value.parse().ok()).await? else {
        drop(tx);
        return over(context, interaction).await;
    };
    let zone = zone_of(&mut tx, workspace, member).await?;
    let may = match by_expert {
        true => facts.session.expert == *member,
        false => tends(context, &mut tx, workspace, member, &facts.community).await?,
    };
    drop(tx);
    if !may {
        let no = if by_expert { Said::NotTheExpert } else { Said::NotASteward };
        return say(context, interaction, TITLE, said(&context.voice, no)).await;
    }
    if facts.session.cancelled(WhyOff::CalledOff).is_none() {
        return over(context, interaction).await;
    }
    let view = modals::date(&context.voice, &facts.told(zone), by_expert);
    show(context, interaction, &view).await
}

/// Another date was filled in: the steward reads what the expert would rather have, or the expert is
/// asked about what the steward would.
///
/// # Errors
/// The database; nothing was changed then.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (id, who) = sent.metadata.split_once(' ').unwrap_or((&sent.metadata, ""));
    let (id, by_expert): (Option<SessionId>, bool) = (id.parse().ok(), who == "expert");
    let reply = once!(context, interaction, |tx| {
        let (workspace, member, voice) =
            (&interaction.workspace, &interaction.member, &context.voice);
        let answer = |what| replace_all(&as_modal(TITLE, said(voice, what)));
        let at = match date(form).and_then(|at| possible(at, context.now()).map(|()| at)) {
            Ok(at) => at,
            Err(problem) => {
                let sentence = date_problem(voice, problem);
                return Ok(Reply::Errors(BTreeMap::from([(field::WHEN.to_owned(), sentence)])));
            }
        };
        if let Some(id) = id {
            tx.lock_session(workspace, id).await?;
        }
        let Some(facts) = find(tx, workspace, id).await? else { return answer(Said::Over) };
        if by_expert {
            if facts.session.expert != *member {
                return answer(Said::NotTheExpert);
            }
            let Some(proposing) = facts.session.proposing(at) else { return answer(Said::Over) };
            tx.save_session(workspace, &proposing).await?;
            let stewards = stewards(tx, workspace, &facts).await?;
            let about = (proposing.id, AboutSession::Answered);
            tell(context, tx, workspace, &stewards, about).await?;
            return answer(Said::Proposed);
        }
        if !tends(context, tx, workspace, member, &facts.community).await? {
            return answer(Said::NotASteward);
        }
        let Some(moved) = facts.session.moved(at) else { return answer(Said::Over) };
        tx.save_session(workspace, &moved).await?;
        queue_begin(context, tx, workspace, &moved).await?;
        let expert = std::slice::from_ref(&moved.expert);
        tell(context, tx, workspace, expert, (moved.id, AboutSession::Invitation)).await?;
        if moved.announcement.is_some() {
            let show = Job::ShowSession { session: moved.id };
            context.queue_in(tx, workspace, &facts.community.channel, &show).await?;
        }
        let target = moved.id.to_string();
        context.audit(tx, workspace, member, "session_moved", &target, &json!({})).await?;
        answer(Said::Moved)
    })
    .await?;
    Ok(reply)
}

/// Whether nobody has asked anything yet.
pub(super) async fn is_silent(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: SessionId,
) -> store::Result<bool> {
    Ok(counts(&tx.session_questions(workspace, session).await?).0 == 0)
}
