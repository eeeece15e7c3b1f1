//! Coffee now: who presses it is introduced to somebody else who has, or waits for them a while.
//! They asked for it, so it takes no place in anybody's day; and only pressing counts, never who
//! seems to be online.

use chrono::{DateTime, Utc};

use crate::domain::coffee::{WhyNot, may_take_part};
use crate::domain::encounter::Occasion;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::now::{FREE_FOR, Free, Other, whom};
use crate::domain::people::Member;
use crate::event::{Interaction, Reply};
use crate::features::answer::{Surface, say, surface, whisper};
use crate::features::coffee::encounters::{Arranged, arrange};
use crate::features::coffee::membership::redraw_view;
use crate::features::context::{Queued, once};
use crate::features::{Context, Result, people};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::{answers, now};

/// What came of looking around for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Came {
    /// Nobody yet; `again` if they were on the list already.
    Listed {
        until: DateTime<Utc>,
        again: bool,
    },
    /// To the one of that name.
    Introduced(String),
    NotKnownYet,
    Refused(WhyNot),
}

/// Somebody is free for a coffee now.
///
/// # Errors
/// The database; or Slack, then what was pressed may be done and only not shown.
pub async fn press(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let whispered = surface(interaction) == Surface::Whisper;
    let reply = once!(context, interaction, |tx| {
        let came = ask(context, tx, interaction).await?;
        // A view that is drawn again shows by itself that they are on the list.
        if !whispered && matches!(came, Came::Listed { .. }) {
            return Ok(Reply::Done);
        }
        let voice = &context.voice;
        whisper(&match came {
            Came::Listed { until, again } => now::listed(voice, until, again),
            Came::Introduced(other) => now::introduced(voice, &other),
            Came::NotKnownYet => answers::not_known_yet(voice),
            Came::Refused(why) => answers::not_for_you(voice, why),
        })
    })
    .await?;
    shown(context, interaction, reply).await
}

/// They have no time any more.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn stop(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let whispered = surface(interaction) == Surface::Whisper;
    let reply = once!(context, interaction, |tx| {
        let was_on = tx.take_free(workspace, member).await?;
        context.refresh_home(tx, workspace, member).await?;
        if whispered {
            return whisper(&now::off_the_list(&context.voice, was_on));
        }
        Ok(Reply::Done)
    })
    .await?;
    shown(context, interaction, reply).await
}

/// Shows an answer where they are looking, and the view below as it is now.
pub(super) async fn shown(
    context: &Context,
    interaction: &Interaction,
    reply: Reply,
) -> Result<Reply> {
    if surface(interaction) == Surface::Whisper {
        return Ok(reply);
    }
    if let Reply::Ephemeral(body) = reply {
        say(context, interaction, "Coffee", serde_json::from_value(body)?).await?;
    }
    redraw_view(context, interaction).await
}

async fn ask(context: &Context, tx: &mut Tx, interaction: &Interaction) -> store::Result<Came> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(person) = tx.member(workspace, member).await? else {
        people::sync_soon(context, tx, workspace).await?;
        return Ok(Came::NotKnownYet);
    };
    if let Err(why) = may_take_part(person.profile.standing, context.settings.guests) {
        return Ok(Came::Refused(why));
    }
    look_around(context, tx, workspace, member, context.now() + FREE_FOR).await
}

/// Introduces somebody to whoever else is on the list, or puts them on it until then. Two who look at
/// the same moment cannot both take the same person: that row is gone for the second of them, who
/// looks again.
async fn look_around(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    until: DateTime<Utc>,
) -> store::Result<Came> {
    let now = context.now();
    let list = tx.free_at(workspace, now).await?;
    let mine = list.iter().find(|free| free.member == *member).cloned();
    let known = tx.members(workspace, &ids(&list)).await?;
    let others = others(context, tx, workspace, member, list, &known).await?;
    let apart = kept_apart(tx, workspace).await?;
    if let Some(other) = whom(member, &others, &apart, now) {
        let them = &other.free.member;
        tx.take_free(workspace, them).await?;
        tx.take_free(workspace, member).await?;
        let mut members = [member.clone(), them.clone()];
        members.sort();
        let again = other.together.last.is_some();
        let arranged =
            Arranged { occasion: Occasion::Now, members, again, at: now, ends_at: now + FREE_FOR };
        arrange(context, tx, workspace, arranged).await?;
        let other = known.iter().find(|person| person.profile.member == *them);
        let name = other.map(|person| person.profile.name.clone());
        return Ok(Came::Introduced(name.unwrap_or_default()));
    }
    let again = mine.is_some();
    let since = mine.map_or(now, |mine| mine.since);
    tx.keep_free(workspace, &Free { member: member.clone(), since, until }).await?;
    let name = format!("end_free:{member}:{}", until.timestamp_millis());
    let queued = Queued { at: until, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::EndFree { member: member.clone() }, queued).await?;
    context.refresh_home(tx, workspace, member).await?;
    Ok(Came::Listed { until, again })
}

fn ids(list: &[Free]) -> Vec<MemberId> {
    list.iter().map(|free| free.member.clone()).collect()
}

/// Everybody else on the list who may still take part.
async fn others(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    list: Vec<Free>,
    known: &[Member],
) -> store::Result<Vec<Other>> {
    let guests = context.settings.guests;
    let able = |id: &MemberId| {
        known.iter().any(|person| {
            person.profile.member == *id && may_take_part(person.profile.standing, guests).is_ok()
        })
    };
    let together = tx.together(workspace, member, &ids(&list)).await?;
    Ok(list
        .into_iter()
        .filter(|free| free.member != *member && able(&free.member))
        .map(|free| {
            let together = together.get(&free.member).copied().unwrap_or_default();
            Other { free, together }
        })
        .collect())
}

/// Who wished not to meet whom.
pub(super) async fn kept_apart(
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<Vec<[MemberId; 2]>> {
    let mut pairs = tx.exclusions(workspace).await?;
    pairs.extend(tx.managers_apart(workspace, false).await?);
    Ok(pairs)
}

/// Whether one of two wishes not to meet the other.
pub(super) async fn are_apart(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    two: &[MemberId; 2],
) -> store::Result<bool> {
    let pairs = kept_apart(tx, workspace).await?;
    Ok(pairs.iter().any(|pair| pair.iter().all(|member| two.contains(member))))
}

/// Their time on the list is over. They read until when when they pressed it, so nothing is said;
/// App Home shows it if they look.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn end_free(context: &Context, work: &Work, member: &MemberId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let ended = transaction!(context.store, |tx| {
        if !tx.end_free(workspace, member, context.now()).await? {
            return Ok(false);
        }
        context.refresh_home(tx, workspace, member).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(match ended {
        true => Outcome::Done,
        false => Outcome::Cancel("they are not on the list, or pressed again".to_owned()),
    })
}

/// Somebody whose partner is gone before they were introduced looks around again, as long as they
/// said that they have time.
pub(super) async fn look_again(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    until: DateTime<Utc>,
) -> store::Result<()> {
    if context.now() < until {
        look_around(context, tx, workspace, member, until).await?;
    }
    Ok(())
}
