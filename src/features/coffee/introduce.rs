//! A group is introduced: its conversation is opened, then the first message goes into it.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::domain::coffee::{Group, Program, Round, RoundState, may_take_part};
use crate::domain::ids::{ChannelId, GroupId, MemberId};
use crate::domain::meeting::Meeting;
use crate::domain::meeting_times::times_for_all;
use crate::domain::people::Member;
use crate::domain::quiet::local_day;
use crate::features::coffee::nudges::{claim_today, days_of_grace, fitting_moment};
use crate::features::deliver::{Address, Sent, after, post};
use crate::features::{Context, Result, people};
use crate::job::{Job, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::introduction::{Introduction, introduction};

/// How often a conversation that Slack refuses is tried with a fresh directory.
const TRIES_WITH_FRESH_DIRECTORY: u32 = 3;

/// When something changed in the very moment of sending, it is looked at again after this long.
const A_MOMENT: Duration = Duration::from_secs(1);

/// What an introduction is made from.
pub(super) struct Known {
    pub(super) group: Group,
    /// Who can still come, in the group's order.
    pub(super) here: Vec<Member>,
    /// Who left the program, or was switched off, since they were paired.
    gone: Vec<MemberId>,
    program: Program,
    /// From which day on they are introduced.
    due_on: NaiveDate,
    check_in_on: NaiveDate,
    /// The number of its round.
    round: u32,
}

impl Known {
    /// The ids of those who can still come.
    pub(super) fn members(&self) -> Vec<MemberId> {
        self.here.iter().map(|person| person.profile.member.clone()).collect()
    }

    /// The group as it is introduced: of those who can still come.
    fn introduced(&self, conversation: ChannelId, now: DateTime<Utc>) -> Group {
        let members = self.members();
        let mut because = self.group.because.clone();
        because.retain(|reason| reason.pair.iter().all(|member| members.contains(member)));
        let mut repeats = self.group.repeats.clone();
        repeats.retain(|repeat| repeat.pair.iter().all(|member| members.contains(member)));
        let meeting = Meeting { offered: self.times(now), ..self.group.meeting.clone() };
        let conversation = Some(conversation);
        Group { members, because, repeats, conversation, meeting, ..self.group.clone() }
    }

    /// Times that suit all of them, after this moment and before the round is over.
    fn times(&self, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let people: Vec<_> = self
            .here
            .iter()
            .map(|person| (person.zone(), person.preferences.hours.clone()))
            .collect();
        let last = self.check_in_on.succ_opt().unwrap_or(self.check_in_on);
        let midnight = last.and_time(NaiveTime::MIN).and_utc();
        // The end of that day wherever they are: working hours leave what is beyond it out.
        times_for_all(&people, now, midnight)
    }
}

/// What comes of preparing to send.
enum Ready {
    Go(Box<Group>),
    /// Not all of them have room for it today, or something has just changed.
    Later(Duration),
    /// There was no day with room for all of them.
    Full,
    No(&'static str),
}

/// Opens the group message and introduces its people in it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn introduce(context: &Context, work: &Work, group: GroupId) -> Result<Outcome> {
    let known = {
        let mut tx = context.store.read().await?;
        match look(context, &mut tx, work, group).await? {
            Ok(known) => known,
            Err(why) => return Ok(Outcome::Cancel(why.to_owned())),
        }
    };
    if known.here.len() < 2 {
        return call_off(context, work, &known).await;
    }
    let now = context.now();
    let pause = (fitting_moment(&known.program, &known.here, now) - now).to_std();
    if let Some(pause) = pause.ok().filter(|pause| !pause.is_zero()) {
        return Ok(Outcome::Snooze(pause));
    }
    // A conversation that was opened with somebody who is gone is not theirs.
    let opened = known.group.conversation.clone().filter(|_| known.gone.is_empty());
    let conversation = match opened {
        Some(conversation) => conversation,
        None => match context.slack.open_conversation(&known.members()).await {
            Ok(conversation) => conversation,
            Err(failure) => return refused(context, work, failure).await,
        },
    };
    send(context, work, &known, conversation).await
}

/// Who can be introduced now, or why nobody is to be.
pub(super) async fn look(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    group: GroupId,
) -> store::Result<std::result::Result<Known, &'static str>> {
    let workspace = &work.workspace;
    let Some(group) = tx.group(workspace, group).await? else {
        return Ok(Err("the group is gone"));
    };
    if group.introduction.is_some() {
        return Ok(Err("introduced already"));
    }
    let round = tx.round(workspace, group.round).await?;
    let open = round.filter(|round| round.state != RoundState::Closed);
    let Some(Round { opens_on, check_in_on, number, .. }) = open else {
        return Ok(Err("the round is over"));
    };
    let Some(program) = tx.program(workspace, group.program).await? else {
        return Ok(Err("the program is gone"));
    };
    let mut here = able(context, &group, tx.members(workspace, &group.members).await?);
    let left = tx.who_left(workspace, program.id, &group.members).await?;
    here.retain(|person| !left.contains(&person.profile.member));
    let is_here = |id: &MemberId| here.iter().any(|person| person.profile.member == *id);
    let gone = group.members.iter().filter(|id| !is_here(id)).cloned().collect();
    let opener = here.first().map(|person| person.profile.member.clone());
    let group = match opener {
        Some(opener) if !is_here(&group.opener) => Group { opener, ..group },
        _ => group,
    };
    let due_on = group.meeting.formed_on.unwrap_or(opens_on);
    Ok(Ok(Known { group, here, gone, program, due_on, check_in_on, round: number }))
}

/// Those of a group who can come, in its order.
pub fn able(context: &Context, group: &Group, mut people: Vec<Member>) -> Vec<Member> {
    let guests = context.settings.guests;
    people.retain(|person| may_take_part(person.profile.standing, guests).is_ok());
    people.sort_by_key(|person| group.members.iter().position(|id| *id == person.profile.member));
    people
}

/// Keeps the conversation and marks the send in one transaction, sends, and keeps the message.
async fn send(
    context: &Context,
    work: &Work,
    known: &Known,
    conversation: ChannelId,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let ready = transaction!(context.store, |tx| {
        prepare(context, tx, work, known, &conversation).await
    })
    .await?;
    let group = match ready {
        Ready::Go(group) => group,
        Ready::Later(pause) => return Ok(Outcome::Snooze(pause)),
        Ready::Full => return Ok(Outcome::Cancel("no day has room for all of them".to_owned())),
        Ready::No(why) => return Ok(Outcome::Cancel(why.to_owned())),
    };
    let content = introduction(
        &context.voice,
        &Introduction {
            group: &group,
            round: known.round,
            people: &known.here,
            program: &known.program,
            at: context.now(),
            opener: &group.opener,
            met: &[],
            gone: 0,
        },
    );
    let to = Address { channel: &conversation, thread: None };
    let ts = match post(context, work, to, content).await {
        Sent::At(ts) => ts,
        Sent::Not(failure) => return Ok(after(&failure)),
    };
    transaction!(context.store, |tx| {
        if let Some(group) = tx.lock_group(workspace, group.id).await? {
            tx.save_group(workspace, &Group { introduction: Some(ts.clone()), ..group }).await?;
        }
        refresh_homes(context, tx, work, &known.group.members).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Decides once more, now with the group in hand: who is gone leaves it, the conversation is kept, the
/// day is claimed and the send is marked, all at once.
async fn prepare(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    known: &Known,
    conversation: &ChannelId,
) -> store::Result<Ready> {
    let workspace = &work.workspace;
    if tx.lock_group(workspace, known.group.id).await?.is_none() {
        return Ok(Ready::No("the group is gone"));
    }
    let now = match look(context, tx, work, known.group.id).await? {
        Ok(now) => now,
        Err(why) => return Ok(Ready::No(why)),
    };
    if now.members() != known.members() {
        return Ok(Ready::Later(A_MOMENT));
    }
    let group = now.introduced(conversation.clone(), context.now());
    for gone in &now.gone {
        tx.leave_group(workspace, group.id, gone).await?;
        tx.release_claim(workspace, gone, &claim_name(group.id)).await?;
    }
    tx.save_group(workspace, &group).await?;
    match claim_a_day(context, tx, work, &now).await? {
        Claimed::Today => {}
        Claimed::Later(pause) => return Ok(Ready::Later(pause)),
        Claimed::Never => return Ok(Ready::Full),
    }
    let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
    Ok(if ours { Ready::Go(Box::new(group)) } else { Ready::No("somebody else introduces them") })
}

/// Under which name the day of an introduction is claimed for its readers.
pub fn claim_name(group: GroupId) -> String {
    format!("introduction:{group}")
}

/// Whether there is room for an introduction.
enum Claimed {
    Today,
    /// Perhaps so much later.
    Later(Duration),
    /// The days of grace are over: it does not go out at all. Quiet is promised, an introduction in
    /// every single round is not.
    Never,
}

/// The day was claimed when the round was planned. If it has become another one, or none had room for
/// everybody then, today is claimed instead.
async fn claim_a_day(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    known: &Known,
) -> store::Result<Claimed> {
    let (workspace, now) = (&work.workspace, context.now());
    let claimed_by = claim_name(known.group.id);
    let mut as_planned = true;
    for person in &known.here {
        let day = tx.claim_of(workspace, &person.profile.member, &claimed_by).await?;
        as_planned &= day == Some(local_day(now, person.zone()));
    }
    if as_planned {
        return Ok(Claimed::Today);
    }
    for person in &known.here {
        tx.release_claim(workspace, &person.profile.member, &claimed_by).await?;
    }
    if claim_today(context, tx, workspace, &known.here, &claimed_by, None).await? {
        return Ok(Claimed::Today);
    }
    let cadence = &known.program.cadence;
    let today = local_day(now, cadence.zone);
    let tomorrow = today.succ_opt().unwrap_or(today);
    if days_of_grace(known.due_on).all(|day| day < tomorrow) {
        return Ok(Claimed::Never);
    }
    let at = fitting_moment(&known.program, &known.here, cadence.instant_on(tomorrow));
    Ok(Claimed::Later((at - now).to_std().unwrap_or(A_MOMENT)))
}

/// Draws the App Home of whoever may be looking at it.
async fn refresh_homes(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    members: &[MemberId],
) -> store::Result<()> {
    for member in members {
        context.refresh_home(tx, &work.workspace, member).await?;
    }
    Ok(())
}

/// Slack does not open the conversation: an account may have been switched off meanwhile, so the
/// directory is read again before the next try.
pub(super) async fn refused(context: &Context, work: &Work, failure: Failure) -> Result<Outcome> {
    if !failure.is_unreachable() || work.attempt >= TRIES_WITH_FRESH_DIRECTORY {
        return Ok(after(&failure));
    }
    transaction!(context.store, |tx| people::sync_soon(context, tx, &work.workspace).await).await?;
    Ok(Outcome::RetryAfter(Duration::from_secs(60), failure.to_string()))
}

/// Nobody is left to meet: somebody who is free is looked for, and whoever remains alone reads so, on
/// the day that was kept for the introduction.
async fn call_off(context: &Context, work: &Work, known: &Known) -> Result<Outcome> {
    let workspace = &work.workspace;
    let claimed_by = claim_name(known.group.id);
    transaction!(context.store, |tx| {
        for gone in known.gone.iter().filter(|_| !known.here.is_empty()) {
            tx.leave_group(workspace, known.group.id, gone).await?;
        }
        for person in &known.here {
            tx.release_claim(workspace, &person.profile.member, &claimed_by).await?;
        }
        let look = Job::Rematch { round: known.group.round, waiting: known.members() };
        context.queue_now(tx, workspace, &look).await?;
        tx.cancel(&work.workspace, work.id, &work.lease, "nobody is left to meet").await
    })
    .await?;
    Ok(Outcome::Done)
}
