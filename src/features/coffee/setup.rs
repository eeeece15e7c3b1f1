//! Setting a program up, changing it, ending it.

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde_json::json;
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::coffee::{DEFAULT_MINIMUM, Participation, Program, WhyNot, may_take_part};
use crate::domain::ids::{ChannelId, ProgramId, WorkspaceId};
use crate::domain::pairing::Rules;
use crate::domain::plan::{Plan, Style};
use crate::domain::schedule::Cadence;
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Place, Reply};
use crate::features::answer::{as_modal, redraw, replace, replace_all, say, show};
use crate::features::coffee::membership::{is_steward, zone_of};
use crate::features::coffee::prospect::outlook;
use crate::features::coffee::rounds::queue_opening;
use crate::features::coffee::setup_form::{Filled, read};
use crate::features::context::once;
use crate::features::{Context, Result, admin, people};
use crate::job::{Job, Setup};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::admin::not_in_this_channel;
use crate::views::coffee::setup::{Draft, FieldProblem, problems};
use crate::views::coffee::{answers, setup as views};
use crate::views::names::field;

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
    if let Some(no) = refused(context, interaction).await? {
        return say(context, interaction, "Set up coffee", no).await;
    }
    let plan = usual_plan(context, interaction).await?;
    draw(context, interaction, &draft, &plan, None).await
}

/// Opens the modal with a plan in its fields.
async fn draw(
    context: &Context,
    interaction: &Interaction,
    draft: &Draft,
    plan: &Plan,
    program: Option<&Program>,
) -> Result<Reply> {
    let outlook = outlook(context, interaction, plan, program).await?;
    let view = views::setup_modal(&context.voice, draft, plan, program, &outlook);
    show(context, interaction, &view).await
}

/// What somebody reads who may not set a program up, or whom the directory does not know yet.
async fn refused(
    context: &Context,
    interaction: &Interaction,
) -> Result<Option<SlackMessageContent>> {
    let workspace = &interaction.workspace;
    let Some(person) = context.store.read().await?.member(workspace, &interaction.member).await?
    else {
        transaction!(context.store, |tx| people::sync_soon(context, tx, workspace).await).await?;
        return Ok(Some(answers::not_known_yet(&context.voice)));
    };
    let role =
        role_of(person.profile.standing, person.profile.admin, false, context.settings.guests);
    if let Some(no) = admin::may_not_start(context, role, Action::SetUpProgram) {
        return Ok(Some(no));
    }
    if may(role, Action::SetUpProgram) {
        return Ok(None);
    }
    let why = may_take_part(person.profile.standing, false).err();
    Ok(why.map(|why| match why {
        WhyNot::Guest => answers::not_for_guests_to_set_up(&context.voice),
        why => answers::not_for_you(&context.voice, why),
    }))
}

/// Monday at nine, every week, from six people on, in pairs.
async fn usual_plan(context: &Context, interaction: &Interaction) -> Result<Plan> {
    let zone = zone_of(context, interaction).await?;
    let at = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    Ok(Plan {
        cadence: Cadence::weekly(1, Weekday::Mon, at, zone),
        minimum: DEFAULT_MINIMUM,
        rules: Rules::default(),
        managers_apart: false,
        style: Style::default(),
    })
}

async fn change(context: &Context, interaction: &Interaction, program: Program) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    if !is_steward(context, &mut tx, &interaction.workspace, &interaction.member, program.id)
        .await?
    {
        drop(tx);
        let no = answers::stewards_only(&context.voice);
        return say(context, interaction, "Change coffee", no).await;
    }
    drop(tx);
    let draft =
        Draft { channel: Some(program.channel.clone()), program: Some(program.id), more: false };
    draw(context, interaction, &draft, &program.plan(), Some(&program)).await
}

/// Shows the seldom-needed fields as well; Slack keeps what was typed in the others.
pub async fn more(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    draw_again(context, interaction, modal, form, true).await
}

/// Draws the modal again after a date field was changed: the next dates follow what is chosen.
pub async fn chosen(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    draw_again(context, interaction, modal, form, false).await
}

async fn draw_again(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
    more: bool,
) -> Result<Reply> {
    let mut draft = draft_of(modal);
    let (plan, program) = basis(context, interaction, &draft).await?;
    let filled = read(form, &plan, draft.more, views::usual_welcome(&context.voice));
    draft.more |= more;
    draft.channel = filled.channel.or(draft.channel);
    let outlook = outlook(context, interaction, &filled.plan, program.as_ref()).await?;
    let view = views::setup_modal(&context.voice, &draft, &filled.plan, program.as_ref(), &outlook);
    redraw(context, modal, &view).await
}

fn draft_of(modal: &Modal) -> Draft {
    serde_json::from_str(&modal.metadata).unwrap_or_default()
}

/// What fields that are not shown stand for: the program as it is, or the usual.
async fn basis(
    context: &Context,
    interaction: &Interaction,
    draft: &Draft,
) -> Result<(Plan, Option<Program>)> {
    let program = match draft.program {
        Some(id) => context.store.read().await?.program(&interaction.workspace, id).await?,
        None => None,
    };
    let plan = match &program {
        Some(program) => program.plan(),
        None => usual_plan(context, interaction).await?,
    };
    Ok((plan, program))
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
    let (plan, program) = basis(context, interaction, &draft).await?;
    let mut filled = read(form, &plan, draft.more, views::usual_welcome(&context.voice));
    if draft.program.is_none() && filled.channel.is_none() {
        filled.problems.insert(0, (field::CHANNEL, FieldProblem::NoChannel));
    }
    if !filled.problems.is_empty() {
        return Ok(Reply::Errors(problems(&context.voice, &filled.problems)));
    }
    let Filled { channel, plan, .. } = filled;
    match (program, channel) {
        (Some(program), _) => save(context, interaction, program.id, &plan).await,
        (None, Some(channel)) => prepare_later(context, interaction, modal, channel, plan).await,
        (None, None) => say(context, interaction, "Coffee", answers::gone(&context.voice)).await,
    }
}

/// The channel has to be looked at first, which may take longer than Slack waits.
async fn prepare_later(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    channel: ChannelId,
    plan: Plan,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction).await? {
        return say(context, interaction, "Set up coffee", no).await;
    }
    if !context.rules.allows(&channel) {
        let why = not_in_this_channel(&context.voice).to_owned();
        return Ok(Reply::Errors([(field::CHANNEL.to_owned(), why)].into()));
    }
    let setup = Setup {
        program: context.chance.id(context.now()),
        steward: interaction.member.clone(),
        channel,
        plan,
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
    plan: &Plan,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let locked = tx.lock_program(workspace, program).await?;
        let Some(program) = locked.filter(|program| !program.ended) else {
            return replace(&views::ended(&context.voice));
        };
        if !is_steward(context, tx, workspace, member, program.id).await? {
            let no = answers::stewards_only(&context.voice);
            return replace(&as_modal("Change coffee", no));
        }
        let runs = tx.current_round(workspace, program.id).await?.is_some();
        let date = next_opening(context, &program, plan, runs);
        move_skips(tx, workspace, &program, date).await?;
        let program = Program { next_opening: date, ..program.following(plan.clone()) };
        tx.save_program(workspace, &program).await?;
        queue_opening(context, tx, workspace, &program).await?;
        let refresh = Job::RefreshInvitation { program: program.id };
        context.queue_in(tx, workspace, &program.channel, &refresh).await?;
        let detail = json!({ "plan": plan });
        let target = program.id.to_string();
        context.audit(tx, workspace, member, "program.change", &target, &detail).await?;
        let view = views::changed(&context.voice, &program, runs);
        context.refresh_home(tx, workspace, member).await?;
        replace_all(&view)
    })
    .await?;
    Ok(reply)
}

/// Whoever skips the next round skips it on its new date as well.
async fn move_skips(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    date: NaiveDate,
) -> store::Result<()> {
    for mine in tx.participations(workspace, program.id).await? {
        if mine.skips == Some(program.next_opening) {
            let moved = Participation { skips: Some(date), ..mine };
            tx.keep_participation(workspace, &moved).await?;
        }
    }
    Ok(())
}

/// When the next round opens after a change: as planned where the hours stay as they are, else at the
/// first of the new ones, though a round that `runs` goes to its end before.
pub fn next_opening(context: &Context, program: &Program, plan: &Plan, runs: bool) -> NaiveDate {
    let cadence = plan.cadence;
    if cadence == program.cadence {
        return program.next_opening;
    }
    match cadence.first_opening(context.now()) {
        first if runs && first < program.next_opening => {
            cadence.recurrence.first_from(program.next_opening)
        }
        first => first,
    }
}

/// A steward ends a program; the round that runs goes to its end.
pub async fn end(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        if !is_steward(context, tx, workspace, member, program).await? {
            let no = answers::stewards_only(&context.voice);
            return replace(&as_modal("Change coffee", no));
        }
        let running = tx.lock_program(workspace, program).await?.filter(|running| !running.ended);
        if let Some(running) = running {
            let channel = running.channel.clone();
            tx.save_program(workspace, &Program { ended: true, ..running }).await?;
            let refresh = Job::RefreshInvitation { program };
            context.queue_in(tx, workspace, &channel, &refresh).await?;
            let target = program.to_string();
            context.audit(tx, workspace, member, "program.end", &target, &json!({})).await?;
            context.refresh_home(tx, workspace, member).await?;
        }
        replace(&views::ended(&context.voice))
    })
    .await?;
    match (&interaction.what, reply) {
        (Gesture::Press { origin: Origin::Modal { modal, .. }, .. }, Reply::Replace(view)) => {
            redraw(context, modal, &serde_json::from_value(view)?).await
        }
        _ => Ok(Reply::Done),
    }
}
