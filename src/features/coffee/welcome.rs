//! Newcomers: one hello, and on yes a coffee with somebody experienced from another team who agreed
//! to welcome them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::coffee::{Program, WhyNot, may_take_part};
use crate::domain::encounter::{Encounter, Occasion};
use crate::domain::ids::{EncounterId, MemberId, WorkspaceId};
use crate::domain::people::{Member, Profile};
use crate::domain::quiet::local_day;
use crate::domain::rules::Feature;
use crate::domain::welcome::{NEW_FOR, Newcomer, Stage, deadline, in_turn};
use crate::event::{Interaction, Reply};
use crate::features::answer::{Surface, surface, whisper};
use crate::features::coffee::encounters::{Arranged, arrange};
use crate::features::coffee::now::{kept_apart, shown};
use crate::features::coffee::nudges::{claim_today, fitting_moment, has_room, next_free_moment};
use crate::features::context::{Queued, once};
use crate::features::{Context, Result, people};
use crate::job::{Job, Note};
use crate::store::{self, Tx};
use crate::views::coffee::{answers, welcome};

/// Days on which a moment for two is looked for.
const MOST_DAYS: u32 = 8;

/// Somebody joined the workspace, at that moment: they are asked once whether they would like a
/// welcome coffee, where there is coffee and somebody who could welcome them.
pub async fn joined(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    profile: &Profile,
    at: DateTime<Utc>,
) -> store::Result<()> {
    let on = context.rules.is_on(Feature::Coffee);
    if !on || may_take_part(profile.standing, context.settings.guests).is_err() {
        return Ok(());
    }
    let (member, now) = (&profile.member, context.now());
    let joined_at = at.min(now);
    let new = Newcomer { member: member.clone(), joined_at, stage: Stage::Open };
    if !tx.insert_newcomer(workspace, &new).await? || tx.programs(workspace).await?.is_empty() {
        return Ok(());
    }
    if able(context, tx, workspace, member).await?.is_empty() {
        return tell_stewards(context, tx, workspace).await;
    }
    let tell = Job::Tell { member: member.clone(), note: Note::WelcomeCoffee };
    let name = format!("welcome:{member}");
    context.queue(tx, workspace, &tell, Queued { at: now, name: Some(&name), channel: None }).await
}

/// Whether somebody is asked, or still can answer: they are new, have not answered, and could be
/// welcomed.
pub(super) async fn invited(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    person: &Member,
) -> store::Result<bool> {
    let member = &person.profile.member;
    let new = tx.newcomer(workspace, member).await?;
    let open = new.is_some_and(|new| {
        new.stage == Stage::Open && context.now() < deadline(new.joined_at, person.zone())
    });
    let may = may_take_part(person.profile.standing, context.settings.guests).is_ok();
    Ok(open
        && may
        && !tx.programs(workspace).await?.is_empty()
        && !able(context, tx, workspace, member).await?.is_empty())
}

/// What one person is told about welcoming; `None` if it is out of date.
pub(super) async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    note: &Note,
) -> store::Result<Option<SlackMessageContent>> {
    let voice = &context.voice;
    Ok(match note {
        Note::WelcomeCoffee if invited(context, tx, workspace, reader).await? => {
            Some(welcome::hello(voice, &reader.profile.name))
        }
        Note::NobodyWelcomes
            if able(context, tx, workspace, &reader.profile.member).await?.is_empty() =>
        {
            Some(welcome::nobody_welcomes(voice))
        }
        Note::NoWelcome => Some(welcome::nobody(voice, &open_to_all(tx, workspace).await?)),
        _ => None,
    })
}

/// Those who could welcome somebody: who may take part and is not new themselves.
async fn able(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    newcomer: &MemberId,
) -> store::Result<Vec<Member>> {
    let (now, guests) = (context.now(), context.settings.guests);
    let welcomers = tx.welcomers(workspace, now - NEW_FOR).await?;
    let ids: Vec<MemberId> = welcomers
        .into_iter()
        .filter(|welcomer| !welcomer.new && welcomer.member != *newcomer)
        .map(|welcomer| welcomer.member)
        .collect();
    let mut people = tx.members(workspace, &ids).await?;
    people.retain(|person| may_take_part(person.profile.standing, guests).is_ok());
    Ok(people)
}

/// The programs that anybody may learn of.
async fn open_to_all(tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<Vec<Program>> {
    let mut programs = tx.programs(workspace).await?;
    programs.retain(|program| !program.private);
    Ok(programs)
}

/// Tells the stewards of all programs that nobody welcomes newcomers: once, until somebody does.
async fn tell_stewards(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    if !tx.tell_unwelcoming(workspace, context.now()).await? {
        return Ok(());
    }
    let mut stewards = Vec::new();
    for program in tx.programs(workspace).await? {
        stewards.push(program.steward.clone());
        stewards.extend(tx.stewards(workspace, program.id).await?);
    }
    stewards.sort();
    stewards.dedup();
    for member in stewards {
        context.queue_now(tx, workspace, &Job::Tell { member, note: Note::NobodyWelcomes }).await?;
    }
    Ok(())
}

/// What came of a yes.
enum Came {
    /// They are introduced at that moment.
    At(DateTime<Utc>),
    Already,
    Nobody(Vec<Program>),
    NotKnownYet,
    Refused(WhyNot),
}

/// Somebody new would like a welcome coffee.
///
/// # Errors
/// The database; or Slack, then what was pressed may be done and only not shown.
pub async fn yes(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let reply = once!(context, interaction, |tx| {
        let came = accept(context, tx, interaction).await?;
        let voice = &context.voice;
        whisper(&match came {
            Came::At(at) => welcome::accepted(voice, at, context.now()),
            Came::Already => welcome::already(voice),
            Came::Nobody(programs) => welcome::nobody(voice, &programs),
            Came::NotKnownYet => answers::not_known_yet(voice),
            Came::Refused(why) => answers::not_for_you(voice, why),
        })
    })
    .await?;
    shown(context, interaction, reply).await
}

/// Somebody new would rather not.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn no(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        if let Some(new) = tx.lock_newcomer(workspace, member).await? {
            if new.stage == Stage::Accepted {
                return whisper(&welcome::already(&context.voice));
            }
            tx.save_newcomer(workspace, &Newcomer { stage: Stage::Declined, ..new }).await?;
        }
        context.refresh_home(tx, workspace, member).await?;
        whisper(&welcome::declined(&context.voice))
    })
    .await?;
    shown(context, interaction, reply).await
}

async fn accept(context: &Context, tx: &mut Tx, interaction: &Interaction) -> store::Result<Came> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(person) = tx.member(workspace, member).await? else {
        people::sync_soon(context, tx, workspace).await?;
        return Ok(Came::NotKnownYet);
    };
    if let Err(why) = may_take_part(person.profile.standing, context.settings.guests) {
        return Ok(Came::Refused(why));
    }
    let Some(new) = tx.lock_newcomer(workspace, member).await? else {
        return Ok(Came::Nobody(open_to_all(tx, workspace).await?));
    };
    if new.stage == Stage::Accepted {
        return Ok(Came::Already);
    }
    let found = seek(context, tx, workspace, &person, &new).await?;
    let stage = if found.is_some() { Stage::Accepted } else { Stage::Nobody };
    tx.save_newcomer(workspace, &Newcomer { stage, ..new }).await?;
    context.refresh_home(tx, workspace, member).await?;
    match found {
        Some(at) => Ok(Came::At(at)),
        None => Ok(Came::Nobody(open_to_all(tx, workspace).await?)),
    }
}

/// Finds somebody for them, in turn: the first who has room for a message in time. Their day is
/// claimed; the newcomer asked for it.
async fn seek(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    newcomer: &Member,
    new: &Newcomer,
) -> store::Result<Option<DateTime<Utc>>> {
    let (now, member) = (context.now(), &newcomer.profile.member);
    let ends_at = deadline(new.joined_at, newcomer.zone());
    let mut able = able(context, tx, workspace, member).await?;
    if able.is_empty() {
        tell_stewards(context, tx, workspace).await?;
        return Ok(None);
    }
    let own = newcomer.team.as_deref();
    able.retain(|person| own.is_none() || person.team.as_deref() != own);
    able.retain(|person| person.away(now).is_none());
    let Some(program) = tx.programs(workspace).await?.into_iter().next() else { return Ok(None) };
    let welcomers = tx.welcomers(workspace, now - NEW_FOR).await?;
    let apart = kept_apart(tx, workspace).await?;
    for turn in in_turn(member, &welcomers, &apart, &context.chance.bytes()) {
        let Some(host) = able.iter().find(|person| person.profile.member == turn.member) else {
            continue;
        };
        let pair = [newcomer.clone(), host.clone()];
        let Some(at) = moment_for(context, tx, workspace, &program, &pair).await? else { continue };
        if at >= ends_at {
            continue;
        }
        let host_id = &host.profile.member;
        let together = tx.together(workspace, member, std::slice::from_ref(host_id)).await?;
        let arranged = Arranged {
            occasion: Occasion::Welcome,
            members: [member.clone(), host_id.clone()],
            again: !together.is_empty(),
            at,
            ends_at,
        };
        let id = arrange(context, tx, workspace, arranged).await?;
        let day = local_day(at, host.zone());
        tx.claim_day(workspace, host_id, day, &claim_name(id)).await?;
        return Ok(Some(at));
    }
    Ok(None)
}

/// The first moment that suits both and at which the host has room for a message.
async fn moment_for(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    pair: &[Member; 2],
) -> store::Result<Option<DateTime<Utc>>> {
    let [_, host] = pair;
    let mut from = context.now();
    for _ in 0..MOST_DAYS {
        let at = fitting_moment(program, pair, from);
        if has_room(context, tx, workspace, host, local_day(at, host.zone())).await? {
            return Ok(Some(at));
        }
        let day = local_day(at, program.cadence.zone);
        let Some(next) = day.succ_opt() else { break };
        from = program.cadence.instant_on(next);
    }
    Ok(None)
}

/// Under which name the day of a welcome is claimed for its host.
fn claim_name(id: EncounterId) -> String {
    format!("welcome:{id}")
}

/// Whether a welcome can be sent now: the host has room for it today, at work. Else how much later
/// they may; `None` inside if not this week.
pub(super) async fn room(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    two: &Encounter,
    people: &[Member],
) -> store::Result<std::result::Result<(), Option<Duration>>> {
    let [_, host] = &two.members;
    let Some(host) = people.iter().find(|person| person.profile.member == *host) else {
        return Ok(Err(None));
    };
    let (now, name) = (context.now(), claim_name(two.id));
    let today = local_day(now, host.zone());
    if tx.claim_of(workspace, &host.profile.member, &name).await? == Some(today) {
        return Ok(Ok(()));
    }
    // It is late: another day is theirs, if it has room.
    tx.release_claim(workspace, &host.profile.member, &name).await?;
    let Some(next) = next_free_moment(context, tx, workspace, host, &name).await? else {
        return Ok(Err(None));
    };
    let wait = (next - now).to_std().unwrap_or_default();
    if wait < A_MINUTE {
        let host = std::slice::from_ref(host);
        if claim_today(context, tx, workspace, host, &name, None).await? {
            return Ok(Ok(()));
        }
    }
    Ok(Err(Some(wait.max(A_MINUTE))))
}

/// Moments are full minutes: one that is less than this ahead is now.
const A_MINUTE: Duration = Duration::from_secs(60);

/// A welcome cannot take place: whoever is new meets somebody else, or reads that there is nobody.
pub(super) async fn seek_again(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    two: &Encounter,
    here: &[Member],
) -> store::Result<()> {
    let [newcomer, host] = &two.members;
    tx.release_claim(workspace, host, &claim_name(two.id)).await?;
    let newcomer = here.iter().find(|person| person.profile.member == *newcomer);
    let Some(newcomer) = newcomer else { return Ok(()) };
    let member = &newcomer.profile.member;
    let Some(new) = tx.lock_newcomer(workspace, member).await? else { return Ok(()) };
    if seek(context, tx, workspace, newcomer, &new).await?.is_none() {
        tx.save_newcomer(workspace, &Newcomer { stage: Stage::Nobody, ..new }).await?;
        let tell = Job::Tell { member: member.clone(), note: Note::NoWelcome };
        context.queue_now(tx, workspace, &tell).await?;
    }
    Ok(())
}

/// Somebody welcomes newcomers from now on, or does not any more.
///
/// # Errors
/// The database; or Slack, then what was pressed is done and only not shown.
pub async fn switch(context: &Context, interaction: &Interaction, on: bool) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let whispered = surface(interaction) == Surface::Whisper;
    let reply = once!(context, interaction, |tx| {
        if on {
            let Some(person) = tx.member(workspace, member).await? else {
                people::sync_soon(context, tx, workspace).await?;
                return whisper(&answers::not_known_yet(&context.voice));
            };
            if let Err(why) = may_take_part(person.profile.standing, context.settings.guests) {
                return whisper(&answers::not_for_you(&context.voice, why));
            }
            tx.begin_welcoming(workspace, member, context.now()).await?;
        } else {
            tx.end_welcoming(workspace, member).await?;
        }
        context.refresh_home(tx, workspace, member).await?;
        if whispered {
            return whisper(&welcome::switched(&context.voice, on));
        }
        Ok(Reply::Done)
    })
    .await?;
    shown(context, interaction, reply).await
}
