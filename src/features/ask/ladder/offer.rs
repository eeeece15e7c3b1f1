//! The message that somebody is asked with: sent once, and drawn again when something changes.

use chrono::{DateTime, Duration, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::expert::{Expert, Willing};
use crate::domain::ids::{ChannelId, MemberId, MessageTs, QuestionId, ReferralId, WorkspaceId};
use crate::domain::ladder::{Why, decide_by};
use crate::domain::people::Member;
use crate::domain::question::{Privacy, Question, Spot};
use crate::domain::quiet::local_day;
use crate::domain::referral::{Referral, ReferralState};
use crate::features::ask::asker::asker;
use crate::features::ask::ladder::beyond::not_now;
use crate::features::ask::ladder::over;
use crate::features::ask::ladder::route::{self, claim_name, community_of, worker};
use crate::features::coffee::nudges::{claim_today, next_free_moment};
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post, still};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::offer::{Offered, Reason, referral as drawn, reminder};

/// Moments are full minutes: one that is less than this ahead is now.
const A_MINUTE: Duration = Duration::minutes(1);

/// When somebody is written to.
enum When {
    Now,
    At(DateTime<Utc>),
    Never(&'static str),
}

/// Says hello to somebody who may be asked, or brings them the question.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn offer(context: &Context, work: &Work, id: ReferralId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let Some(referral) = context.store.read().await?.referral(workspace, id).await? else {
        return Ok(Outcome::Cancel("nobody is asked that".to_owned()));
    };
    let to = std::slice::from_ref(&referral.member);
    let conversation = match context.slack.open_conversation(to).await {
        Ok(conversation) => conversation,
        Err(failure) if failure.is_unreachable() => {
            return move_on(context, work, &referral, "they cannot be written to").await;
        }
        Err(failure) => return Ok(still(work, after(&failure))),
    };
    match earlier(context, work, &conversation).await {
        Earlier::Nothing => {}
        Earlier::At(ts) => {
            let at = work.in_doubt.unwrap_or_else(|| context.now());
            return stands(context, work, id, &conversation, &ts, at).await;
        }
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let (when, content) =
        transaction!(context.store, |tx| mark(context, tx, work, referral.question, id).await)
            .await?;
    match (when, content) {
        (When::Now, Some(content)) => {
            let at = context.now();
            match post(context, work, Address { channel: &conversation, thread: None }, content)
                .await
            {
                Sent::At(ts) => stands(context, work, id, &conversation, &ts, at).await,
                Sent::Not(failure) => Ok(after(&failure)),
            }
        }
        (When::At(moment), _) => {
            let wait = (moment - context.now()).max(A_MINUTE);
            Ok(Outcome::Snooze(wait.to_std().unwrap_or_default()))
        }
        (When::Never(why), _) => move_on(context, work, &referral, why).await,
        (When::Now, None) => Ok(Outcome::Cancel("it is not asked any more".to_owned())),
    }
}

/// Looks once more whether they are asked, and now; claims the day and marks the send.
async fn mark(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    question: QuestionId,
    id: ReferralId,
) -> store::Result<(When, Option<SlackMessageContent>)> {
    let workspace = &work.workspace;
    let question = tx.lock_question(workspace, question).await?;
    let referral = tx.lock_referral(workspace, id).await?;
    let (Some(question), Some(mut referral)) = (question, referral) else {
        return Ok((When::Now, None));
    };
    let waits = matches!(referral.state, ReferralState::Hello | ReferralState::Offered);
    if !waits || referral.spot.is_some() {
        return Ok((When::Now, None));
    }
    // They may have said something else since, or left.
    let Some(reader) = tx.member(workspace, &referral.member).await? else {
        return Ok((When::Never("nobody by that name is known"), None));
    };
    let expert = tx.expert(workspace, &referral.member).await?;
    if let Some(why) = not_just_now(&reader, expert.as_ref(), context.now()) {
        return Ok((When::Never(why), None));
    }
    let when = room(context, tx, workspace, &reader, id).await?;
    if let When::At(moment) = when {
        // Whatever held it back takes nothing off their time.
        referral.due_at = Some(decide_by(worker(&reader), question.urgent, moment));
        tx.save_referral(workspace, &referral).await?;
    }
    if !matches!(when, When::Now) {
        return Ok((when, None));
    }
    let content = content(context, tx, workspace, &referral, &question).await?;
    let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
    Ok((When::Now, ours.then_some(content)))
}

/// Why somebody is not asked at the moment at which they would be, though they were when they were chosen.
fn not_just_now(
    reader: &Member,
    expert: Option<&Expert>,
    now: DateTime<Utc>,
) -> Option<&'static str> {
    if expert.is_some_and(|it| it.willing == Some(Willing::Never)) {
        return Some("they do not want to be asked");
    }
    let paused = expert.and_then(|it| it.paused_until).is_some_and(|until| until > now);
    if paused || !reader.preferences.budget.takes_follow_ups() {
        return Some("they want no questions these days");
    }
    reader.away(now).is_some().then_some("they are away")
}

/// Whether their day is claimed for this, or can be: it is late, perhaps, or another day.
async fn room(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    id: ReferralId,
) -> store::Result<When> {
    let (name, now) = (claim_name(id), context.now());
    let (member, today) = (&reader.profile.member, local_day(now, reader.zone()));
    let works = reader.preferences.hours.cover(now, reader.zone());
    if works && tx.claim_of(workspace, member, &name).await? == Some(today) {
        return Ok(When::Now);
    }
    tx.release_claim(workspace, member, &name).await?;
    let Some(moment) = next_free_moment(context, tx, workspace, reader, &name).await? else {
        return Ok(When::Never("there is no room this week"));
    };
    if moment >= now + A_MINUTE {
        tx.claim_day(workspace, member, local_day(moment, reader.zone()), &name).await?;
        return Ok(When::At(moment));
    }
    let claimed =
        claim_today(context, tx, workspace, std::slice::from_ref(reader), &name, None).await?;
    Ok(if claimed { When::Now } else { When::Never("there is no room this week") })
}

/// They cannot be asked after all: the next is.
async fn move_on(
    context: &Context,
    work: &Work,
    referral: &Referral,
    why: &'static str,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        tx.lock_question(workspace, referral.question).await?;
        let now = tx.referral(workspace, referral.id).await?;
        if now.is_some_and(|it| it.state.is_open()) {
            over::end(context, tx, workspace, referral.id, ReferralState::Recalled).await?;
            route::soon(context, tx, workspace, referral.question).await?;
        }
        tx.cancel(workspace, work.id, &work.lease, why).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// The message stands: keeps where, and until when they may think about it.
async fn stands(
    context: &Context,
    work: &Work,
    id: ReferralId,
    conversation: &ChannelId,
    ts: &MessageTs,
    at: DateTime<Utc>,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        keep(context, tx, workspace, id, conversation, ts, at).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

async fn keep(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: ReferralId,
    conversation: &ChannelId,
    ts: &MessageTs,
    at: DateTime<Utc>,
) -> store::Result<()> {
    let Some(found) = tx.referral(workspace, id).await? else { return Ok(()) };
    let Some(question) = tx.lock_question(workspace, found.question).await? else { return Ok(()) };
    let Some(mut referral) = tx.lock_referral(workspace, id).await? else { return Ok(()) };
    referral.spot = Some(Spot { channel: conversation.clone(), message: ts.clone() });
    let open = matches!(referral.state, ReferralState::Hello | ReferralState::Offered);
    if referral.state != ReferralState::Hello {
        referral.offered_at = referral.offered_at.or(Some(at));
    }
    if let Some(member) = tx.member(workspace, &referral.member).await?.filter(|_| open) {
        referral.due_at = Some(decide_by(worker(&member), question.urgent, at));
    }
    tx.save_referral(workspace, &referral).await?;
    if open {
        route::soon(context, tx, workspace, question.id).await?;
    } else {
        // It ended while it was on its way.
        let show = Job::ShowReferral { referral: id };
        context.queue_in(tx, workspace, conversation, &show).await?;
    }
    context.refresh_home(tx, workspace, &referral.member).await
}

/// Draws what somebody was asked as things are now.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show(context: &Context, work: &Work, id: ReferralId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(referral) = tx.referral(workspace, id).await? else {
        return Ok(Outcome::Cancel("nobody is asked that".to_owned()));
    };
    let question = tx.question(workspace, referral.question).await?;
    let (Some(spot), Some(question)) = (referral.spot.clone(), question) else {
        return Ok(Outcome::Cancel("it stands nowhere".to_owned()));
    };
    let content = content(context, &mut tx, workspace, &referral, &question).await?;
    drop(tx);
    match context.slack.update(&spot.channel, &spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

/// Reminds somebody that they said they can answer, in their hours and on a day that has room for it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn remind(context: &Context, work: &Work, id: ReferralId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let not = |why: &str| Ok(Outcome::Cancel(why.to_owned()));
    let mut tx = context.store.read().await?;
    let Some(referral) = tx.referral(workspace, id).await? else { return not("it is gone") };
    let question = tx.question(workspace, referral.question).await?;
    let reader = tx.member(workspace, &referral.member).await?;
    let spot = referral.spot.clone();
    let (Some(question), Some(reader), Some(spot)) = (question, reader, spot) else {
        return not("it stands nowhere");
    };
    let waits = referral.state == ReferralState::Accepted && question.first_answer_at.is_none();
    if !waits || !question.state.is_open() || !reader.preferences.budget.takes_follow_ups() {
        return not("nothing is to be reminded of");
    }
    let names = told(&mut tx, workspace, &referral, &question).await?;
    drop(tx);
    match earlier(context, work, &spot.channel).await {
        Earlier::Nothing => {}
        Earlier::At(_) => return Ok(Outcome::Done),
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    if let Some(outcome) = not_now(context, work, &reader, &format!("reminder:{id}")).await? {
        return Ok(outcome);
    }
    let content = reminder(&context.voice, &names.offered(&question));
    Ok(post(context, work, Address { channel: &spot.channel, thread: None }, content)
        .await
        .outcome())
}

/// The names and titles in a message about a question.
pub(super) struct Names {
    asker: Option<String>,
    channel: Option<String>,
    reasons: Vec<Reason>,
    decided: Option<Willing>,
}

impl Names {
    pub(super) fn offered<'a>(&'a self, question: &'a Question) -> Offered<'a> {
        Offered {
            question,
            asker: self.asker.as_deref(),
            channel: self.channel.as_deref(),
            reasons: &self.reasons,
            decided: self.decided,
        }
    }
}

async fn content(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    referral: &Referral,
    question: &Question,
) -> store::Result<SlackMessageContent> {
    let names = told(tx, workspace, referral, question).await?;
    Ok(drawn(&context.voice, referral, &names.offered(question)))
}

async fn told(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    referral: &Referral,
    question: &Question,
) -> store::Result<Names> {
    let mut names = names(tx, workspace, question).await?;
    let expert = tx.expert(workspace, &referral.member).await?;
    names.decided = expert.and_then(|it| it.willing);
    let whys: Vec<Why> = serde_json::from_str(&referral.because).unwrap_or_default();
    for why in whys {
        names.reasons.extend(reason(tx, workspace, why).await?);
    }
    Ok(names)
}

/// Who asks, and where. Of an anonymous question nobody is named.
pub(super) async fn names(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<Names> {
    let community = community_of(tx, workspace, question).await?;
    let open = question.privacy != Privacy::Anonymous;
    let asker = if open { asker(tx, workspace, question).await? } else { None };
    let asker = match asker {
        Some(asker) => name_of(tx, workspace, &asker).await?,
        None => None,
    };
    let channel = community.map(|it| it.channel.to_string());
    Ok(Names { asker, channel, reasons: Vec::new(), decided: None })
}

async fn name_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Option<String>> {
    Ok(tx.member(workspace, member).await?.map(|it| it.profile.name))
}

async fn reason(tx: &mut Tx, workspace: &WorkspaceId, why: Why) -> store::Result<Option<Reason>> {
    Ok(Some(match why {
        Why::Answered { questions } => {
            let known = tx.these_questions(workspace, &questions).await?;
            let title = |id: &QuestionId| known.iter().find(|it| it.id == *id);
            let open = |it: &&Question| it.privacy == Privacy::Open;
            let titles = questions.iter().filter_map(title).filter(open);
            Reason::Answered(titles.map(|it| it.title.clone()).collect())
        }
        Why::HandedOver { by } => {
            Reason::HandedOver(name_of(tx, workspace, &by).await?.unwrap_or_default())
        }
        Why::Named => Reason::Named,
        Why::Topic => Reason::Topic,
        Why::Declared => Reason::Declared,
        Why::Title => Reason::Title,
        Why::Community => Reason::Community,
        Why::Present => Reason::Present,
        Why::Growing => Reason::Growing,
    }))
}
