//! What one person is told in their direct message.

use chrono::{DateTime, Duration, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::coffee::RoundState;
use crate::domain::ids::{GroupId, MemberId, ProgramId, RoundId, WorkspaceId};
use crate::domain::meeting::Why;
use crate::domain::people::Member;
use crate::domain::question::Spot;
use crate::domain::quiet::first_common_minute;
use crate::features::coffee::nudges::{claim_today, moment_beside_coffee, next_free_moment};
use crate::features::coffee::rematch::still_free;
use crate::features::coffee::{silence, welcome};
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post, still};
use crate::features::story::Going;
use crate::features::{Context, Result, ask, digest, story};
use crate::job::{AboutSession, AboutThanks, Note, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking;
use crate::views::coffee::{breaks, notes, tending};

/// Tells one person something in their direct message, on a day that has room for it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn tell(
    context: &Context,
    work: &Work,
    member: &MemberId,
    note: &Note,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let Some(reader) = context.store.read().await?.member(workspace, member).await? else {
        return Ok(Outcome::Cancel("nobody by that name is known".to_owned()));
    };
    let awaited = invited(&mut context.store.read().await?, workspace, note).await?;
    let awaited = awaited.is_some_and(|(_, awaited)| awaited);
    if asks(note) && !awaited && !reader.preferences.budget.takes_follow_ups() {
        return never(context, work, note, "they want nothing but the coffee itself").await;
    }
    let at = context.now();
    let content = note_content(context, workspace, &reader, note).await?;
    // A message in doubt is looked for all the same: what is gone would stand there for good.
    if content.is_none() && work.in_doubt.is_none() {
        return Ok(Outcome::Cancel(GONE.to_owned()));
    }
    let conversation = match context.slack.open_conversation(std::slice::from_ref(member)).await {
        Ok(conversation) => conversation,
        Err(failure) => return Ok(still(work, after(&failure))),
    };
    match earlier(context, work, &conversation).await {
        Earlier::Nothing => {}
        Earlier::At(message) => {
            let spot = Spot { channel: conversation, message };
            return told(context, work, &reader, note, (work.in_doubt, &spot)).await;
        }
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let Some(content) = content else { return Ok(Outcome::Cancel(GONE.to_owned())) };
    let claimed_by = format!("note:{}", work.id);
    let (when, content) = transaction!(context.store, |tx| {
        let content = match story::going(context, tx, work, &reader, note).await? {
            Going::AsDrawn => content.clone(),
            Going::Again(content) => *content,
            Going::Gone => return Ok((When::Never(GONE), content.clone())),
        };
        let when = when(context, tx, workspace, &reader, note, &claimed_by).await?;
        if !matches!(when, When::Now) || tx.mark_sending(workspace, work.id, &work.lease).await? {
            return Ok((when, content));
        }
        Ok((When::Elsewhere, content))
    })
    .await?;
    match when {
        When::Never(why) => never(context, work, note, why).await,
        When::Elsewhere => Ok(Outcome::Cancel("somebody else tells it".to_owned())),
        When::At(moment) => Ok(snooze(context, moment)),
        When::Now => {
            let to = Address { channel: &conversation, thread: None };
            match post(context, work, to, content).await {
                Sent::At(message) => {
                    let spot = Spot { channel: conversation, message };
                    told(context, work, &reader, note, (Some(at), &spot)).await
                }
                Sent::Not(failure) => Ok(after(&failure)),
            }
        }
    }
}

fn snooze(context: &Context, moment: DateTime<Utc>) -> Outcome {
    let wait = (moment - context.now()).max(A_MINUTE);
    Outcome::Snooze(wait.to_std().unwrap_or_default())
}

/// A note is never told. Who would wait for an answer to it reads so.
async fn never(context: &Context, work: &Work, note: &Note, why: &'static str) -> Result<Outcome> {
    let Note::Session { session, what: AboutSession::Invitation } = note else {
        return Ok(Outcome::Cancel(why.to_owned()));
    };
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        ask::not_invited(context, tx, workspace, *session).await?;
        tx.cancel(workspace, work.id, &work.lease, why).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Of an invitation, until when it may come, and whether a channel waits for what is said to it.
async fn invited(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    note: &Note,
) -> store::Result<Option<(DateTime<Utc>, bool)>> {
    match note {
        Note::Session { session, what: AboutSession::Invitation } => {
            ask::invited(tx, workspace, *session).await
        }
        _ => Ok(None),
    }
}

/// When a note may be read. Now means that the day is claimed, if it has to be.
async fn when(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    note: &Note,
    claimed_by: &str,
) -> store::Result<When> {
    let readers = std::slice::from_ref(reader);
    match note {
        // What somebody waits for is no nudge.
        Note::SetupFailed { .. }
        | Note::CommunitySetupFailed { .. }
        | Note::Rehearsal { .. }
        | Note::Thanks { what: AboutThanks::NotInThread, .. }
        | Note::Session {
            what: AboutSession::Answered | AboutSession::NotInvited | AboutSession::Begins,
            ..
        } => return Ok(When::Now),
        // They would wait for it in vain, so it is said on a full day as well.
        Note::Session { what: AboutSession::CalledOff, .. } => {
            claim_today(context, tx, workspace, readers, claimed_by, None).await?;
            return Ok(When::Now);
        }
        Note::CalledOff { at, .. } => {
            let moment = at.and_then(|at| before(context, reader, at));
            if let Some(moment) = moment {
                return Ok(When::At(moment));
            }
            // They would go there in vain, so it is said on a full day as well.
            claim_today(context, tx, workspace, readers, claimed_by, None).await?;
            return Ok(When::Now);
        }
        _ => {}
    }
    let moment = match note {
        Note::FollowUp { .. } | Note::Thanks { .. } => {
            moment_beside_coffee(context, tx, workspace, reader, claimed_by).await?
        }
        _ => next_free_moment(context, tx, workspace, reader, claimed_by).await?,
    };
    let invited = invited(tx, workspace, note).await?;
    let lapses = story::lapses(tx, workspace, note).await?;
    let moment = moment.filter(|it| invited.is_none_or(|(until, _)| *it < until));
    let moment = moment.filter(|it| lapses.is_none_or(|until| *it < until));
    if let (None, Some((until, true))) = (moment, invited) {
        if let Some(moment) = before(context, reader, until) {
            return Ok(When::At(moment));
        }
        claim_today(context, tx, workspace, readers, claimed_by, None).await?;
        return Ok(When::Now);
    }
    let Some(moment) = moment else { return Ok(When::Never("there is no room this week")) };
    if let Note::StillUp { program } = note
        && !silence::keep_day(tx, workspace, reader, *program, moment, claimed_by).await?
    {
        return Ok(When::Never("there is no room before the next round"));
    }
    if moment >= context.now() + A_MINUTE
        || !claim_today(context, tx, workspace, readers, claimed_by, None).await?
    {
        return Ok(When::At(moment));
    }
    Ok(When::Now)
}

/// When somebody works next, if that is later than now and in time for what was agreed on.
fn before(context: &Context, reader: &Member, agreed: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let now = context.now();
    let works = [(reader.zone(), &reader.preferences.hours)];
    let moment = first_common_minute(&works, now, agreed - now)?;
    (moment >= now + A_MINUTE && moment < agreed).then_some(moment)
}

/// Whether a note only reminds or asks: not for whoever wants nothing but their coffee.
fn asks(note: &Note) -> bool {
    match note {
        Note::Waiting { .. }
        | Note::StillUp { .. }
        | Note::WelcomeCoffee
        | Note::NobodyWelcomes
        | Note::Story { .. }
        | Note::StoryOffer { .. }
        | Note::QuietWeeks { .. }
        | Note::Session { what: AboutSession::Invitation | AboutSession::NoQuestions, .. }
        | Note::FollowUp { .. } => true,
        Note::Thanks { what, .. } => *what != AboutThanks::NotInThread,
        Note::Kept { what } => ask::asks(*what),
        Note::ChannelLost { .. }
        | Note::SetupFailed { .. }
        | Note::TooFew { .. }
        | Note::Rehearsal { .. }
        | Note::PartnerGone { .. }
        | Note::NobodyFree { .. }
        | Note::CalledOff { .. }
        | Note::Rested { .. }
        | Note::CommunityLost { .. }
        | Note::CommunitySetupFailed { .. }
        | Note::NoTeams { .. }
        | Note::NoWelcome
        | Note::Session { .. } => false,
    }
}

/// A note has arrived. That somebody was asked is kept with the end of its job: only who was asked is
/// ever paused.
async fn told(
    context: &Context,
    work: &Work,
    reader: &Member,
    note: &Note,
    (at, spot): (Option<DateTime<Utc>>, &Spot),
) -> Result<Outcome> {
    let member = &reader.profile.member;
    if let Note::FollowUp { .. } | Note::Thanks { .. } = note {
        story::after_told(context, work, note, spot).await?;
    }
    if let Note::Kept { what } = note {
        let at = at.unwrap_or_else(|| context.now());
        ask::told(context, work, reader, *what, at).await?;
    }
    if let Note::StillUp { program } = note {
        let (workspace, at) = (&work.workspace, at.unwrap_or_else(|| context.now()));
        transaction!(context.store, |tx| {
            tx.was_asked(workspace, *program, member, at).await?;
            tx.finish(workspace, work.id, &work.lease).await
        })
        .await?;
    }
    if let Note::Session { session, what: AboutSession::NoQuestions } = note {
        let workspace = &work.workspace;
        transaction!(context.store, |tx| {
            ask::asked_whether_to_keep(tx, workspace, *session).await?;
            tx.finish(workspace, work.id, &work.lease).await
        })
        .await?;
    }
    Ok(Outcome::Done)
}

/// Why a note is not told.
const GONE: &str = "what it was about is gone";

/// Moments are full minutes: one that is less than this ahead is now.
const A_MINUTE: Duration = Duration::minutes(1);

/// When somebody is told something.
enum When {
    Now,
    At(DateTime<Utc>),
    Never(&'static str),
    /// The job has become somebody else's.
    Elsewhere,
}

async fn note_content(
    context: &Context,
    workspace: &WorkspaceId,
    reader: &Member,
    note: &Note,
) -> Result<Option<SlackMessageContent>> {
    let (voice, me) = (&context.voice, &reader.profile.member);
    let mut tx = context.store.read().await?;
    Ok(match note {
        Note::ChannelLost { channel } => Some(notes::channel_lost(voice, channel)),
        Note::SetupFailed { channel, why } => Some(notes::setup_failed(voice, channel, *why)),
        Note::CommunityLost { channel } => Some(asking::news::community_lost(voice, channel)),
        Note::CommunitySetupFailed { channel, why } => {
            Some(asking::community::setup_failed(voice, channel, *why))
        }
        Note::TooFew { program, people } => tx
            .program(workspace, *program)
            .await?
            .map(|program| notes::too_few(voice, &program, *people)),
        Note::Rehearsal { program } => tx
            .program(workspace, *program)
            .await?
            .map(|program| tending::rehearsal(voice, &program, reader, context.now())),
        Note::NobodyFree { program, round } => {
            nobody_free(context, &mut tx, workspace, reader, (*program, *round)).await?
        }
        Note::CalledOff { group, .. } => tx
            .group(workspace, *group)
            .await?
            .map(|group| notes::called_off(voice, group.conversation.as_ref())),
        Note::Waiting { group } => waiting(context, &mut tx, workspace, *group).await?,
        Note::NoTeams { program, people } => tx
            .program(workspace, *program)
            .await?
            .map(|program| breaks::no_teams(voice, &program, *people)),
        Note::WelcomeCoffee | Note::NobodyWelcomes | Note::NoWelcome => {
            welcome::note(context, &mut tx, workspace, reader, note).await?
        }
        Note::FollowUp { .. } | Note::Thanks { .. } => {
            story::after_note(context, &mut tx, workspace, reader, note).await?
        }
        Note::QuietWeeks { community } => {
            digest::quiet_weeks(context, &mut tx, workspace, *community).await?
        }
        Note::Kept { what } => ask::note(context, &mut tx, workspace, reader, *what).await?,
        Note::Story { story, what, wording } => {
            story::note(context, &mut tx, workspace, reader, (*story, *what, *wording)).await?
        }
        Note::StoryOffer { question } => {
            story::offered(context, &mut tx, workspace, reader, *question).await?
        }
        Note::Session { session, what } => {
            ask::session_note(context, &mut tx, workspace, reader, (*session, *what)).await?
        }
        Note::PartnerGone { gone } => {
            let people = tx.members(workspace, gone).await?;
            let names: Vec<String> = people.into_iter().map(|person| person.profile.name).collect();
            Some(notes::partner_gone(voice, &names))
        }
        Note::StillUp { program } => silence::still_up(context, workspace, me, *program).await?,
        Note::Rested { program } => silence::rested(context, workspace, me, *program).await?,
    })
}

/// That somebody's coffee waits for a word; nothing where it does not wait any more.
async fn waiting(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    group: GroupId,
) -> Result<Option<SlackMessageContent>> {
    let Some(group) = tx.group(workspace, group).await? else { return Ok(None) };
    let round = tx.round(workspace, group.round).await?;
    let over = round.is_none_or(|round| round.state == RoundState::Closed);
    let said = !tx.answers(workspace, group.id).await?.is_empty();
    if over || said || group.meeting.at.is_some() || group.members.len() < 2 {
        return Ok(None);
    }
    let program = tx.program(workspace, group.program).await?;
    Ok(program.map(|program| notes::waiting(&context.voice, &group, &program.channel)))
}

/// That nobody is free in a round; nothing where that is not so any more, or another one runs.
async fn nobody_free(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    (program, round): (ProgramId, Option<RoundId>),
) -> Result<Option<SlackMessageContent>> {
    let member = &reader.profile.member;
    let Some(program) = tx.program(workspace, program).await? else { return Ok(None) };
    let runs = tx.current_round(workspace, program.id).await?.map(|round| round.id);
    let over = round.is_some_and(|round| runs != Some(round));
    // Somebody may have joined while this waited for a day with room.
    if over || !still_free(tx, workspace, &program, member).await? {
        return Ok(None);
    }
    let asked = match runs {
        Some(round) => tx
            .withdrawals(workspace, round)
            .await?
            .iter()
            .any(|it| it.member == *member && it.why == Why::Else),
        None => false,
    };
    Ok(Some(notes::nobody_free(&context.voice, &program, asked)))
}
