//! A team's break together: one message a team, at the program's hour.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::domain::breaks::{LASTS, Said, TeamBreak, slot};
use crate::domain::coffee::{Program, Round, may_take_part};
use crate::domain::hours::WorkingHours;
use crate::domain::ids::{BreakId, ChannelId, MemberId, RoundId, WorkspaceId};
use crate::domain::opener::{Turns, choose_opener};
use crate::domain::pairing::{Grouping, Person};
use crate::domain::people::Member;
use crate::event::{Interaction, Reply};
use crate::features::answer::whisper;
use crate::features::coffee::now::shown;
use crate::features::coffee::nudges::{claim_today, fitting_moment};
use crate::features::context::{Queued, once};
use crate::features::deliver::{Address, Sent, after, post};
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::coffee::answers;
use crate::views::coffee::breaks::{Announced, announced, not_your_team, noted};

/// Writes the breaks of a round down, one a grouping of people of one team, and has each announced;
/// where there is none, the steward learns why.
pub(super) async fn plan(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (program, round): (&Program, &Round),
    people: &[Person],
    teams: &[Grouping],
) -> store::Result<()> {
    if teams.is_empty() {
        let people = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let note = Note::NoTeams { program: program.id, people };
        let tell = Job::Tell { member: program.steward.clone(), note };
        return context.queue_now(tx, workspace, &tell).await;
    }
    let by_id: BTreeMap<&MemberId, &Person> = people.iter().map(|it| (&it.member, it)).collect();
    let hosted = tx.hosts(workspace, program.id).await?;
    let hour = program.cadence.instant_on(round.opens_on).max(context.now());
    let mut turns = Turns::of(&round.seed);
    let mut breaks = Vec::new();
    for team in teams {
        let people: Vec<&Person> =
            team.members.iter().filter_map(|member| by_id.get(member).copied()).collect();
        let hours: Vec<(Tz, WorkingHours)> =
            people.iter().map(|person| (person.tz, person.working_hours.clone())).collect();
        let name = people.iter().find_map(|person| person.team.clone());
        let host = choose_opener(&team.members, &hosted, turns.draw());
        let (Some(name), Some(host)) = (name, host) else { continue };
        let mut members = team.members.clone();
        members.sort();
        breaks.push(TeamBreak {
            id: context.chance.id(context.now()),
            round: round.id,
            program: program.id,
            team: name,
            members,
            host,
            starts_at: slot(&hours, hour),
            conversation: None,
            message: None,
        });
    }
    tx.insert_breaks(workspace, &breaks).await?;
    for it in &breaks {
        let readers = tx.members(workspace, &it.members).await?;
        let at = announced_at(program, it, &readers, hour);
        let queued = Queued { at, name: None, channel: None };
        context.queue(tx, workspace, &Job::AnnounceBreak { id: it.id }, queued).await?;
    }
    Ok(())
}

/// When a team reads of its break: as soon as they all work, and before it begins; in the channel, at
/// the program's hour.
fn announced_at(
    program: &Program,
    it: &TeamBreak,
    readers: &[Member],
    hour: DateTime<Utc>,
) -> DateTime<Utc> {
    match it.fits_a_message() {
        true => fitting_moment(program, readers, hour).min(it.starts_at),
        false => hour,
    }
}

/// The team of somebody's break in that round and when it begins, until it is over.
pub(super) async fn my_break(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: Option<RoundId>,
    member: &MemberId,
) -> store::Result<Option<(String, DateTime<Utc>)>> {
    let Some(round) = round else { return Ok(None) };
    let mine = tx.break_of(workspace, round, member).await?;
    let mine = mine.filter(|it| context.now() < it.starts_at + LASTS);
    Ok(mine.map(|it| (it.team, it.starts_at)))
}

/// Whether nobody else of somebody's team took part in that round, or no team of theirs is known.
pub(super) async fn without_team(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: RoundId,
    member: &MemberId,
) -> store::Result<bool> {
    let Some(request) = tx.request(workspace, round).await? else { return Ok(true) };
    let me = request.people.iter().find(|person| person.member == *member);
    let Some(team) = me.and_then(|me| me.team.as_ref()) else { return Ok(true) };
    let mates = |person: &&Person| person.member != *member && person.team.as_ref() == Some(team);
    Ok(!request.people.iter().any(|person| mates(&person)))
}

/// What a break's message is made from.
struct Known {
    it: TeamBreak,
    program: Program,
    /// Who can still come, by id.
    here: Vec<Member>,
}

async fn look(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: BreakId,
) -> store::Result<Option<Known>> {
    let Some(it) = tx.team_break(workspace, id).await? else { return Ok(None) };
    let Some(program) = tx.program(workspace, it.program).await? else { return Ok(None) };
    let guests = context.settings.guests;
    let left = tx.who_left(workspace, program.id, &it.members).await?;
    let mut here = tx.members(workspace, &it.members).await?;
    here.retain(|person| may_take_part(person.profile.standing, guests).is_ok());
    here.retain(|person| !left.contains(&person.profile.member));
    // Whoever hosts must be able to come.
    let is_here = |id: &MemberId| here.iter().any(|person| person.profile.member == *id);
    let host = match here.first() {
        Some(first) if !is_here(&it.host) => first.profile.member.clone(),
        _ => it.host.clone(),
    };
    Ok(Some(Known { it: TeamBreak { host, ..it }, program, here }))
}

/// Where a break's message goes.
enum Goes {
    /// Into a group message of their own.
    Message,
    /// Into the program's channel; whether the host is mentioned there.
    Channel { mentioned: bool },
}

/// Tells a team when and where its break is: in a group message of its own, where all of them have
/// room for one today, else in the program's channel, where only the host is notified.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn announce(context: &Context, work: &Work, id: BreakId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let Some(known) = look(context, &mut context.store.read().await?, workspace, id).await? else {
        return Ok(Outcome::Cancel("the break is gone".to_owned()));
    };
    if known.it.message.is_some() {
        return Ok(Outcome::Cancel("announced already".to_owned()));
    }
    if known.here.len() < 2 || context.now() >= known.it.starts_at + LASTS {
        return Ok(Outcome::Cancel("nobody is left to meet, or it is over".to_owned()));
    }
    let goes =
        transaction!(context.store, |tx| claim(context, tx, workspace, &known).await).await?;
    let (conversation, mentioned) = match goes {
        Goes::Channel { mentioned } => (known.program.channel.clone(), mentioned),
        Goes::Message => {
            let here: Vec<MemberId> =
                known.here.iter().map(|person| person.profile.member.clone()).collect();
            match context.slack.open_conversation(&here).await {
                Ok(conversation) => (conversation, true),
                Err(failure) => return Ok(after(&failure)),
            }
        }
    };
    if !mark(context, work, id, &conversation).await? {
        return Ok(Outcome::Cancel("somebody else announces it".to_owned()));
    }
    let counts = crate::domain::breaks::Counts::default();
    let content = announced(
        &context.voice,
        &Announced { team_break: &known.it, people: &known.here, mentioned, counts },
    );
    let to = Address { channel: &conversation, thread: None };
    let ts = match post(context, work, to, content).await {
        Sent::At(ts) => ts,
        Sent::Not(failure) => return Ok(after(&failure)),
    };
    transaction!(context.store, |tx| {
        if let Some(it) = tx.lock_break(workspace, id).await? {
            let it = TeamBreak { message: Some(ts.clone()), ..it };
            tx.save_break(workspace, &it).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Claims today for all of a small team, or for the host alone; whoever has no room is not notified.
async fn claim(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    known: &Known,
) -> store::Result<Goes> {
    let name = format!("break:{}", known.it.id);
    let fits = known.it.fits_a_message();
    if fits && claim_today(context, tx, workspace, &known.here, &name, None).await? {
        return Ok(Goes::Message);
    }
    let host = known.here.iter().find(|person| person.profile.member == known.it.host);
    let host: Vec<Member> = host.into_iter().cloned().collect();
    let mentioned = claim_today(context, tx, workspace, &host, &name, None).await?;
    Ok(Goes::Channel { mentioned })
}

async fn mark(
    context: &Context,
    work: &Work,
    id: BreakId,
    conversation: &ChannelId,
) -> Result<bool> {
    let workspace = &work.workspace;
    let ours = transaction!(context.store, |tx| {
        let it = tx.lock_break(workspace, id).await?;
        let Some(it) = it.filter(|it| it.message.is_none()) else { return Ok(false) };
        let it = TeamBreak { conversation: Some(conversation.clone()), ..it };
        tx.save_break(workspace, &it).await?;
        tx.mark_sending(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(ours)
}

/// Somebody says that they come, or not today, or that they met.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn say(
    context: &Context,
    interaction: &Interaction,
    id: BreakId,
    said: Said,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let voice = &context.voice;
        let Some(it) = tx.lock_break(workspace, id).await? else {
            return whisper(&answers::gone(voice));
        };
        if !tx.say_of_break(workspace, id, member, said).await? {
            return whisper(&not_your_team(voice));
        }
        if let Some(conversation) = &it.conversation {
            context.queue_in(tx, workspace, conversation, &Job::ShowBreak { id }).await?;
        }
        whisper(&noted(voice, said))
    })
    .await?;
    shown(context, interaction, reply).await
}

/// Draws the message of a break again, with the numbers as they are now.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show(context: &Context, work: &Work, id: BreakId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(Known { it, here, .. }) = look(context, &mut tx, workspace, id).await? else {
        return Ok(Outcome::Cancel("the break is gone".to_owned()));
    };
    let (Some(conversation), Some(message)) = (&it.conversation, &it.message) else {
        return Ok(Outcome::Cancel("it was not announced".to_owned()));
    };
    let counts = tx.counts_of_break(workspace, id).await?;
    drop(tx);
    // A change of a message notifies nobody.
    let content = announced(
        &context.voice,
        &Announced { team_break: &it, people: &here, mentioned: true, counts },
    );
    match context.slack.update(conversation, message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}
