//! Setting a program up, changing it, ending it.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use serde_json::json;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::coffee::{DEFAULT_MINIMUM, NoCoffeeHere, Program, WhyNot, may_take_part};
use crate::domain::ids::{ChannelId, ProgramId, WorkspaceId};
use crate::domain::schedule::Cadence;
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Place, Reply};
use crate::features::answer::{replace, say, show};
use crate::features::coffee::membership::{is_steward, zone_of};
use crate::features::coffee::rounds::queue_opening;
use crate::features::coffee::setup_form::{Filled, read};
use crate::features::context::once;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Setup, Work};
use crate::slack::client::ChannelKind;
use crate::slack::failure::Failure;
use crate::store;
use crate::transaction;
use crate::views::coffee::setup::{Draft, Suggested, problems};
use crate::views::coffee::{answers, setup as views};

/// Opens the modal: to change the channel's program where there is one, else to start one.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    place: Option<&Place>,
) -> Result<Reply> {
    let channel = place.filter(|place| is_channel(place)).map(|place| place.channel.clone());
    let here = match &channel {
        Some(channel) => program_in(context, &interaction.workspace, channel).await?,
        None => None,
    };
    match here {
        Some(program) => change(context, interaction, program).await,
        None => start(context, interaction, Draft { channel, ..Draft::default() }).await,
    }
}

/// The button: for a program that is to be changed, or for a new one.
pub async fn open_for(
    context: &Context,
    interaction: &Interaction,
    program: Option<ProgramId>,
) -> Result<Reply> {
    let Some(id) = program else { return start(context, interaction, Draft::default()).await };
    match context.store.read().await?.program(&interaction.workspace, id).await? {
        Some(program) if !program.ended => change(context, interaction, program).await,
        _ => say(context, interaction, "Coffee", answers::gone(&context.voice)).await,
    }
}

/// Slack names direct and group messages by their kind.
fn is_channel(place: &Place) -> bool {
    place.name != "directmessage" && !place.name.starts_with("mpdm-")
}

async fn program_in(
    context: &Context,
    workspace: &WorkspaceId,
    channel: &ChannelId,
) -> Result<Option<Program>> {
    let programs = context.store.read().await?.programs(workspace).await?;
    Ok(programs.into_iter().find(|program| program.channel == *channel))
}

async fn start(context: &Context, interaction: &Interaction, draft: Draft) -> Result<Reply> {
    if let Some(why) = refused(context, interaction).await? {
        let no = answers::not_for_you(&context.voice, why);
        return say(context, interaction, "Set up coffee", no).await;
    }
    let suggested = default_suggestion(context, interaction).await?;
    let view = views::setup_modal(&context.voice, &draft, &suggested, None);
    show(context, interaction, &view).await
}

/// Whoever the directory does not know yet may try; the submission is checked again.
async fn refused(context: &Context, interaction: &Interaction) -> Result<Option<WhyNot>> {
    let mut tx = context.store.read().await?;
    let Some(person) = tx.member(&interaction.workspace, &interaction.member).await? else {
        return Ok(None);
    };
    let role = role_of(person.profile.standing, person.profile.admin, false);
    if may(role, Action::SetUpProgram) {
        return Ok(None);
    }
    Ok(may_take_part(person.profile.standing).err())
}

async fn default_suggestion(context: &Context, interaction: &Interaction) -> Result<Suggested> {
    let zone = zone_of(context, interaction).await?;
    Ok(suggest(zone))
}

/// Monday at nine, every week, from six people on.
fn suggest(zone: Tz) -> Suggested {
    let at = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    let cadence = Cadence { every_weeks: 1, weekday: Weekday::Mon, at, zone };
    Suggested { cadence, minimum: DEFAULT_MINIMUM }
}

async fn change(context: &Context, interaction: &Interaction, program: Program) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    if !is_steward(&mut tx, &interaction.workspace, &interaction.member, program.id).await? {
        drop(tx);
        let no = answers::stewards_only(&context.voice);
        return say(context, interaction, "Change coffee", no).await;
    }
    drop(tx);
    let draft =
        Draft { channel: Some(program.channel.clone()), program: Some(program.id), more: false };
    let suggested = Suggested { cadence: program.cadence, minimum: program.minimum };
    let view = views::setup_modal(&context.voice, &draft, &suggested, Some(&program));
    show(context, interaction, &view).await
}

/// Shows the seldom-needed fields as well; Slack keeps what was typed in the others.
pub async fn more(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let draft = Draft { more: true, ..draft_of(modal) };
    let (suggested, program) = basis(context, interaction, &draft).await?;
    let suggested = match read(form, &suggested, false) {
        Ok(filled) => Suggested { cadence: filled.cadence, minimum: filled.minimum },
        Err(_) => suggested,
    };
    let view = views::setup_modal(&context.voice, &draft, &suggested, program.as_ref());
    context.slack.update_modal(&modal.id, Some(&modal.hash), &view).await?;
    Ok(Reply::Done)
}

fn draft_of(modal: &Modal) -> Draft {
    serde_json::from_str(&modal.metadata).unwrap_or_default()
}

/// What fields that are not shown stand for: the program as it is, or the usual.
async fn basis(
    context: &Context,
    interaction: &Interaction,
    draft: &Draft,
) -> Result<(Suggested, Option<Program>)> {
    let program = match draft.program {
        Some(id) => context.store.read().await?.program(&interaction.workspace, id).await?,
        None => None,
    };
    let suggested = match &program {
        Some(program) => Suggested { cadence: program.cadence, minimum: program.minimum },
        None => default_suggestion(context, interaction).await?,
    };
    Ok((suggested, program))
}

/// The modal was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let draft = draft_of(modal);
    let (suggested, program) = basis(context, interaction, &draft).await?;
    let filled = match read(form, &suggested, draft.program.is_none()) {
        Ok(filled) => filled,
        Err(found) => return Ok(Reply::Errors(problems(&context.voice, &found))),
    };
    match (program, filled.channel.clone()) {
        (Some(program), _) => save(context, interaction, program.id, &filled).await,
        (None, Some(channel)) => prepare_later(context, interaction, modal, channel, &filled).await,
        (None, None) => say(context, interaction, "Coffee", answers::gone(&context.voice)).await,
    }
}

/// The channel has to be looked at first, which may take longer than Slack waits.
async fn prepare_later(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    channel: ChannelId,
    filled: &Filled,
) -> Result<Reply> {
    if let Some(why) = refused(context, interaction).await? {
        let no = answers::not_for_you(&context.voice, why);
        return say(context, interaction, "Set up coffee", no).await;
    }
    let setup = Setup {
        program: context.chance.id(context.now()),
        steward: interaction.member.clone(),
        channel,
        cadence: filled.cadence,
        group_size: 2,
        minimum: filled.minimum,
        view: modal.id.clone(),
    };
    let reply = once!(context, interaction, |tx| {
        let job = Job::PrepareProgram { setup: setup.clone() };
        context.queue_now(tx, &interaction.workspace, &job).await?;
        replace(&views::busy(&context.voice))
    })
    .await?;
    Ok(reply)
}

/// A steward changes a program that runs.
async fn save(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
    filled: &Filled,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let locked = tx.lock_program(workspace, program).await?;
        let Some(mut program) = locked.filter(|program| !program.ended) else {
            return replace(&views::ended(&context.voice));
        };
        if !is_steward(tx, workspace, member, program.id).await? {
            let no = answers::stewards_only(&context.voice);
            return replace(&crate::features::answer::as_modal("Change coffee", no));
        }
        program.cadence = filled.cadence;
        program.minimum = filled.minimum;
        program.next_opening = program.cadence.first_opening(context.now());
        tx.save_program(workspace, &program).await?;
        queue_opening(context, tx, workspace, &program).await?;
        let refresh = Job::RefreshInvitation { program: program.id };
        context.queue_now(tx, workspace, &refresh).await?;
        let detail = json!({ "cadence": program.cadence, "minimum": program.minimum });
        let target = program.id.to_string();
        context.audit(tx, workspace, member, "program.change", &target, &detail).await?;
        let view = views::changed(&context.voice, &program.cadence, program.next_opening);
        replace(&view)
    })
    .await?;
    Ok(reply)
}

/// A steward ends a program; the round that runs goes to its end.
pub async fn end(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        if !is_steward(tx, workspace, member, program).await? {
            let no = answers::stewards_only(&context.voice);
            return crate::features::answer::whisper(&no);
        }
        if let Some(ended) = tx.lock_program(workspace, program).await? {
            tx.save_program(workspace, &Program { ended: true, ..ended }).await?;
            context.queue_now(tx, workspace, &Job::RefreshInvitation { program }).await?;
            let target = program.to_string();
            context.audit(tx, workspace, member, "program.end", &target, &json!({})).await?;
        }
        replace(&views::ended(&context.voice))
    })
    .await?;
    match (&interaction.what, reply) {
        (Gesture::Press { origin: Origin::Modal { modal, .. }, .. }, Reply::Replace(view)) => {
            let view = serde_json::from_value(view)?;
            context.slack.update_modal(&modal.id, None, &view).await?;
            Ok(Reply::Done)
        }
        (_, reply) => Ok(reply),
    }
}

/// Looks at the channel, joins it, and sets the program up; then the modal says how it went. It can
/// run again at any point: the program's id was chosen when the modal was sent.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn prepare(context: &Context, work: &Work, setup: &Setup) -> Result<Outcome> {
    let refusal = match enter(context, &setup.channel).await {
        Ok(refusal) => refusal,
        Err(failure) => return Ok(after(&failure)),
    };
    let view = match refusal {
        Some(why) => Err(why),
        None => create(context, work, setup).await?,
    };
    let (shown, why) = match view {
        Ok(program) => (views::ready(&context.voice, &program), None),
        Err(why) => {
            let text = views::no_coffee_here(&context.voice, &setup.channel, why);
            (views::notice("Set up coffee", &text), Some(why))
        }
    };
    match context.slack.update_modal(&setup.view, None, &shown).await {
        Ok(()) => Ok(Outcome::Done),
        // Nobody is looking any more: good news shows in the channel, bad news is told.
        Err(Failure::Permanent { .. }) => match why {
            None => Ok(Outcome::Done),
            Some(why) => tell_failure(context, work, setup, why).await,
        },
        Err(failure) => Ok(after(&failure)),
    }
}

async fn tell_failure(
    context: &Context,
    work: &Work,
    setup: &Setup,
    why: NoCoffeeHere,
) -> Result<Outcome> {
    let note = Note::SetupFailed { channel: setup.channel.clone(), why };
    let tell = Job::Tell { member: setup.steward.clone(), note };
    transaction!(context.store, |tx| {
        context.queue_now(tx, &work.workspace, &tell).await?;
        tx.finish(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Makes sure that the bot is in the channel, or says why it cannot be.
async fn enter(
    context: &Context,
    channel: &ChannelId,
) -> std::result::Result<Option<NoCoffeeHere>, Failure> {
    let info = match context.slack.channel(channel).await {
        Ok(info) => info,
        Err(Failure::Permanent { .. }) => return Ok(Some(NoCoffeeHere::NotFound)),
        Err(failure) => return Err(failure),
    };
    if matches!(info.kind, ChannelKind::Direct | ChannelKind::Group) {
        return Ok(Some(NoCoffeeHere::NotAChannel));
    }
    if info.archived {
        return Ok(Some(NoCoffeeHere::Archived));
    }
    if info.shared {
        return Ok(Some(NoCoffeeHere::Shared));
    }
    if info.member {
        return Ok(None);
    }
    if info.kind == ChannelKind::Private {
        return Ok(Some(NoCoffeeHere::Private));
    }
    match context.slack.join(channel).await {
        Ok(()) => Ok(None),
        Err(Failure::Permanent { .. }) => Ok(Some(NoCoffeeHere::Private)),
        Err(failure) => Err(failure),
    }
}

async fn create(
    context: &Context,
    work: &Work,
    setup: &Setup,
) -> store::Result<std::result::Result<Program, NoCoffeeHere>> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        let here = tx.programs(workspace).await?;
        let taken = |other: &&Program| other.channel == setup.channel && other.id != setup.program;
        if here.iter().any(|program| taken(&program)) {
            return Ok(Err(NoCoffeeHere::AlreadyThere));
        }
        let now = context.now();
        let program = Program {
            id: setup.program,
            channel: setup.channel.clone(),
            steward: setup.steward.clone(),
            cadence: setup.cadence,
            group_size: setup.group_size,
            minimum: setup.minimum,
            next_opening: setup.cadence.first_opening(now),
            rounds: 0,
            invitation: None,
            ended: false,
            created_at: now,
        };
        if tx.insert_program(workspace, &program).await? {
            tx.keep_steward(workspace, program.id, &setup.steward).await?;
            queue_opening(context, tx, workspace, &program).await?;
            context.queue_now(tx, workspace, &Job::Invite { program: program.id }).await?;
            let detail = json!({ "channel": setup.channel, "cadence": setup.cadence });
            let target = program.id.to_string();
            context.audit(tx, workspace, &setup.steward, "program.setup", &target, &detail).await?;
        }
        Ok(Ok(program))
    })
    .await
}
