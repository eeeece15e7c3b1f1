//! The next step of a question, and the one after it, until something has to be waited for.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::community::Community;
use crate::domain::hours::WorkingHours;
use crate::domain::ids::{QuestionId, ReferralId, WorkspaceId};
use crate::domain::ladder::{Step, Worker, answer_by, decide_by, next};
use crate::domain::people::Member;
use crate::domain::question::{Asker, Privacy, Question, State};
use crate::domain::quiet::local_day;
use crate::domain::referral::{Referral, ReferralState};
use crate::features::ask::ladder::choose::{Choice, choose};
use crate::features::ask::ladder::evidence::{self, Found};
use crate::features::ask::ladder::{on_its_way, over};
use crate::features::context::Queued;
use crate::features::{Context, Result};
use crate::job::{ForSteward, Job, News, Outcome, Work};
use crate::store::{self, Routing, Tx};
use crate::transaction;

/// More steps than a question has without waiting.
const MOST_STEPS: u32 = 20;

/// So long an index that is being made is waited for, from when the job was made on.
const INDEX_IS_MADE: TimeDelta = TimeDelta::minutes(10);
/// After this long it is looked for again.
const LOOK_AGAIN: Duration = Duration::from_secs(20);
/// While messages are stopped, so often it is looked whether they go again.
const HELD: Duration = Duration::from_secs(600);

/// Does what is next about a question.
///
/// # Errors
/// The database.
pub async fn route(context: &Context, work: &Work, id: QuestionId) -> Result<Outcome> {
    let workspace = &work.workspace;
    if context.store.read().await?.is_held(workspace).await? {
        // Nobody is written to: nobody's time is to pass, and nobody is chosen for it.
        return Ok(Outcome::Snooze(HELD));
    }
    let similar = match evidence::similar(context, workspace, id).await? {
        Some(similar) => similar,
        None if work.id.made_at().is_some_and(|at| context.now() - at < INDEX_IS_MADE) => {
            return Ok(Outcome::Snooze(LOOK_AGAIN));
        }
        None => Vec::new(),
    };
    transaction!(context.store, |tx| {
        if let Some(mut question) = tx.lock_question(workspace, id).await? {
            climb(context, tx, workspace, &mut question, &similar).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Has a question looked at as soon as possible.
pub(super) async fn soon(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: QuestionId,
) -> store::Result<()> {
    context.queue_now(tx, workspace, &Job::Route { question }).await
}

/// The same at that time, once however often it is asked for.
pub(super) async fn at(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: QuestionId,
    at: DateTime<Utc>,
) -> store::Result<()> {
    let name = format!("route:{question}:{}", at.timestamp_millis());
    let queued = Queued { at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::Route { question }, queued).await
}

async fn climb(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    similar: &[Found],
) -> store::Result<()> {
    let community = community_of(tx, workspace, question).await?;
    let steward = steward_of(tx, workspace, community.as_ref()).await?;
    let usual = WorkingHours::default();
    let stewards =
        steward.as_ref().map_or(Worker { zone: chrono_tz::Tz::UTC, hours: &usual }, worker);
    for _ in 0..MOST_STEPS {
        let now = context.now();
        let referrals = tx.referrals(workspace, question.id).await?;
        let routings = tx.routings(workspace, question.id).await?;
        let reminded = routings.iter().filter(|it| it.reminded_at.is_some());
        let reminded: Vec<ReferralId> = reminded.map(|it| it.referral).collect();
        let step = next(question, &referrals, &reminded, stewards, now);
        if on_its_way::waits(tx, workspace, question.id, &step).await? {
            return at(context, tx, workspace, question.id, now + on_its_way::LOOK).await;
        }
        match step {
            Step::Rest => return Ok(()),
            Step::Wait(until) => return at(context, tx, workspace, question.id, until).await,
            Step::Remind(id) => remind(context, tx, workspace, question, id).await?,
            Step::Lapse(id) => {
                over::end(context, tx, workspace, id, ReferralState::Lapsed).await?;
            }
            Step::Unsent(id) => {
                over::end(context, tx, workspace, id, ReferralState::Recalled).await?;
            }
            Step::Ask { named } => {
                let named = named.as_ref();
                let choice =
                    choose(context, tx, workspace, question, &referrals, named, similar).await?;
                match choice {
                    Some(choice) => {
                        ask(context, tx, workspace, question, referrals.len(), choice).await?;
                    }
                    None => channel(context, tx, workspace, question, community.as_ref()).await?,
                }
            }
            Step::Channel => channel(context, tx, workspace, question, community.as_ref()).await?,
            Step::Stewards => tend(context, tx, workspace, question, community.as_ref()).await?,
            Step::Nobody => nobody(context, tx, workspace, question).await?,
        }
    }
    tracing::warn!(question = %question.id, "more steps than a question has; it is looked at again");
    soon(context, tx, workspace, question.id).await
}

/// When and where somebody works.
pub(super) fn worker(member: &Member) -> Worker<'_> {
    Worker { zone: member.zone(), hours: &member.preferences.hours }
}

pub(super) async fn community_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<Option<Community>> {
    let Some(id) = question.community else { return Ok(None) };
    let community = tx.community(workspace, id).await?;
    Ok(community.filter(|community| community.ended_at.is_none()))
}

/// By whose clock a community is given time: that of its first steward who is here.
pub(super) async fn steward_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: Option<&Community>,
) -> store::Result<Option<Member>> {
    let Some(community) = community else { return Ok(None) };
    Ok(tx.members(workspace, &community.stewards).await?.into_iter().next())
}

/// Writes down that somebody is asked, claims their day and queues the message.
async fn ask(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    asked: usize,
    choice: Choice,
) -> store::Result<()> {
    let now = context.now();
    let id: ReferralId = context.chance.id(now);
    let member = choice.member.profile.member.clone();
    let because = serde_json::to_string(&choice.because);
    let referral = Referral {
        id,
        question: question.id,
        member: member.clone(),
        rung: u32::try_from(asked).unwrap_or(u32::MAX).saturating_add(1),
        state: if choice.hello { ReferralState::Hello } else { ReferralState::Offered },
        because: because.unwrap_or_else(|_| "[]".to_owned()),
        made_at: now,
        offered_at: None,
        due_at: Some(decide_by(worker(&choice.member), question.urgent, choice.at)),
        ended_at: None,
        handed_to: None,
        spot: None,
    };
    if !tx.insert_referral(workspace, &referral).await? {
        return Ok(());
    }
    let routing =
        Routing { referral: id, seed: choice.seed, ranking: choice.ranking, reminded_at: None };
    tx.keep_routing(workspace, &routing).await?;
    if choice.hello {
        let mut expert = tx.lock_expert(workspace, &member).await?;
        expert.greeted_at = Some(now);
        tx.save_expert(workspace, &expert).await?;
    }
    let day = local_day(choice.at, choice.member.zone());
    tx.claim_day(workspace, &member, day, &claim_name(id)).await?;
    let name = format!("offer:{id}");
    let queued = Queued { at: choice.at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::Offer { referral: id }, queued).await?;
    refresh_asker(context, tx, workspace, question).await
}

/// Under which name the day of an offer is claimed.
pub(super) fn claim_name(referral: ReferralId) -> String {
    format!("referral:{referral}")
}

async fn remind(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    id: ReferralId,
) -> store::Result<()> {
    let now = context.now();
    tx.was_reminded(workspace, id, now).await?;
    let Some(mut referral) = tx.lock_referral(workspace, id).await? else { return Ok(()) };
    let member = tx.member(workspace, &referral.member).await?;
    referral.due_at = Some(match &member {
        Some(member) => answer_by(worker(member), question.urgent, now),
        None => now,
    });
    tx.save_referral(workspace, &referral).await?;
    let name = format!("remind_expert:{id}");
    let queued = Queued { at: now, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::RemindExpert { referral: id }, queued).await
}

/// A question comes into another state.
async fn stand(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    state: State,
) -> store::Result<()> {
    question.state = state;
    question.since = context.now();
    tx.save_question(workspace, question).await?;
    refresh_asker(context, tx, workspace, question).await
}

/// The channel is asked; or, where there is none that may read it, what comes after that. A private
/// question is for those alone who are asked by name: then its asker decides.
async fn channel(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    community: Option<&Community>,
) -> store::Result<()> {
    if question.privacy == Privacy::Private {
        return nobody(context, tx, workspace, question).await;
    }
    if question.thread.is_none() || community.is_none() {
        return tend(context, tx, workspace, question, community).await;
    }
    stand(context, tx, workspace, question, State::Channel).await?;
    // Once each time that somebody is looked for, also after its asker said it in other words.
    let name = format!("ask_channel:{}:{}", question.id, question.since.timestamp_millis());
    let queued = Queued { at: context.now(), name: Some(&name), channel: None };
    let ask = Job::AskChannel { question: question.id };
    context.queue(tx, workspace, &ask, queued).await
}

/// The stewards are told; all of them where the question is anonymous, because who is left out would
/// tell.
async fn tend(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    community: Option<&Community>,
) -> store::Result<()> {
    let stewards = community.map(|it| it.stewards.clone()).unwrap_or_default();
    let others = stewards.into_iter().filter(|it| question.asker != Asker::Known(it.clone()));
    let others: Vec<_> = others.collect();
    if others.is_empty() {
        return nobody(context, tx, workspace, question).await;
    }
    stand(context, tx, workspace, question, State::Steward).await?;
    let since = question.since.timestamp_millis();
    for member in others {
        let name = format!("steward:{}:{member}:{since}", question.id);
        let queued = Queued { at: context.now(), name: Some(&name), channel: None };
        let about = ForSteward::Unanswered { question: question.id };
        let tell = Job::TellSteward { member, about };
        context.queue(tx, workspace, &tell, queued).await?;
    }
    Ok(())
}

async fn nobody(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
) -> store::Result<()> {
    stand(context, tx, workspace, question, State::Nobody).await?;
    let tell = Job::TellAsker { question: question.id, news: News::Nobody };
    let name = format!("nobody:{}:{}", question.id, question.since.timestamp_millis());
    let queued = Queued { at: context.now(), name: Some(&name), channel: None };
    context.queue(tx, workspace, &tell, queued).await
}

/// Keeps the asker's App Home current. Of an anonymous question no job may hold who that is: they see it
/// when they open it next.
pub(super) async fn refresh_asker(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<()> {
    match &question.asker {
        Asker::Known(member) => context.refresh_home(tx, workspace, member).await,
        Asker::Sealed(_) | Asker::Forgotten => Ok(()),
    }
}
