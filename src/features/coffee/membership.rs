//! Joining, leaving, pausing and skipping.

use chrono_tz::Tz;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::coffee::{Participation, Program, may_take_part};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::membership::{Did, Wish, fulfil as decide};
use crate::domain::people::Member;
use crate::event::{Gesture, Interaction, Origin, Reply};
use crate::features::answer::{Surface, as_modal, redraw, replace_all, say, surface, whisper};
use crate::features::coffee::mine::{my_coffee, my_program};
use crate::features::coffee::rematch::look_for_a_partner;
use crate::features::context::once;
use crate::features::{Context, Result, home, people};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::views::coffee::answers;

/// The zone of whoever asks, for dates they type.
pub async fn zone_of(context: &Context, interaction: &Interaction) -> Result<Tz> {
    let mut tx = context.store.read().await?;
    let member = tx.member(&interaction.workspace, &interaction.member).await?;
    Ok(member.map_or(Tz::UTC, |member| member.zone()))
}

/// The same after a modal was sent: the answer stands in the modal's place.
pub async fn fulfil_from_modal(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
    wish: Wish,
) -> Result<Reply> {
    let reply = once!(context, interaction, |tx| {
        let came = change(context, tx, interaction, program, wish).await?;
        let content = content(context, tx, interaction, program, came).await?;
        replace_all(&as_modal("Coffee", content))
    })
    .await?;
    Ok(reply)
}

/// What came of a wish, before it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Done(Did),
    NotKnownYet,
    Gone,
    Refused(crate::domain::coffee::WhyNot),
}

impl Came {
    /// Whether the person sees it in a view that is drawn again.
    fn shows(self) -> bool {
        match self {
            Self::Done(did) => !matches!(did, Did::OtherDate | Did::Ended),
            Self::NotKnownYet | Self::Gone | Self::Refused(_) => false,
        }
    }
}

/// Fulfils a wish and says so where the person is looking.
pub async fn fulfil(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
    wish: Wish,
) -> Result<Reply> {
    let whispered = surface(interaction) == Surface::Whisper;
    let reply = once!(context, interaction, |tx| {
        let came = change(context, tx, interaction, program, wish).await?;
        // A view that is drawn again shows by itself what was done, not why nothing was.
        if whispered || !came.shows() {
            let content = content(context, tx, interaction, program, came).await?;
            return whisper(&content);
        }
        Ok(Reply::Done)
    })
    .await?;
    match (reply, surface(interaction)) {
        (Reply::Ephemeral(body), Surface::Home | Surface::Modal) => {
            say(context, interaction, "Coffee", serde_json::from_value(body)?).await?;
            redraw_view(context, interaction).await
        }
        (reply, Surface::Whisper) => Ok(reply),
        (_, Surface::Home | Surface::Modal) => redraw_view(context, interaction).await,
    }
}

async fn change(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    program: ProgramId,
    wish: Wish,
) -> store::Result<Came> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let Some(program) = tx.lock_program(workspace, program).await? else {
        return Ok(Came::Gone);
    };
    let Some(person) = tx.member(workspace, member).await? else {
        people::sync_soon(context, tx, workspace).await?;
        return Ok(Came::NotKnownYet);
    };
    let (standing, guests) = (person.profile.standing, context.settings.guests);
    let role = role_of(standing, person.profile.admin, false, guests);
    if wish == Wish::Join
        && !may(role, Action::JoinProgram)
        && let Err(why) = may_take_part(standing, guests)
    {
        return Ok(Came::Refused(why));
    }
    let current = tx.participation(workspace, program.id, member).await?;
    let (did, changed) = decide(wish, &program, member, current, context.now());
    if let Some(changed) = changed {
        keep(context, tx, workspace, &program, &changed, did).await?;
    }
    let back = come_back(context, tx, interaction, &person, wish, did).await?;
    Ok(Came::Done(back.unwrap_or(did)))
}

/// Whoever says that they are back is back, whatever their status says.
async fn come_back(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    person: &Member,
    wish: Wish,
    did: Did,
) -> store::Result<Option<Did>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let back =
        matches!(wish, Wish::Back | Wish::Resume) && !matches!(did, Did::WasNotIn | Did::Ended);
    if !back || person.away(context.now()).is_none() || !tx.stay_here(workspace, member).await? {
        return Ok(None);
    }
    context.refresh_home(tx, workspace, member).await?;
    Ok((did == Did::WasNotPaused).then_some(Did::Resumed))
}

async fn keep(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    changed: &Participation,
    did: Did,
) -> store::Result<()> {
    tx.keep_participation(workspace, changed).await?;
    if matches!(did, Did::Joined | Did::Left) {
        let refresh = Job::RefreshInvitation { program: program.id };
        context.queue_in(tx, workspace, &program.channel, &refresh).await?;
    }
    if did == Did::Joined {
        people::fields_soon(context, tx, workspace).await?;
        look_for_a_partner(context, tx, workspace, program).await?;
    }
    context.refresh_home(tx, workspace, &changed.member).await
}

async fn content(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    program: ProgramId,
    came: Came,
) -> store::Result<slack_morphism::prelude::SlackMessageContent> {
    let voice = &context.voice;
    Ok(match came {
        Came::Gone => answers::gone(voice),
        Came::NotKnownYet => answers::not_known_yet(voice),
        Came::Refused(why) => answers::not_for_you(voice, why),
        Came::Done(did) => {
            let (workspace, member) = (&interaction.workspace, &interaction.member);
            let mine = my_program(context, tx, workspace, member, program).await?;
            match mine {
                Some(mine) => answers::done(voice, did, &mine),
                None => answers::gone(voice),
            }
        }
    })
}

/// Draws App Home or the "My coffee" modal again after a press in it.
pub async fn redraw_view(context: &Context, interaction: &Interaction) -> Result<Reply> {
    match &interaction.what {
        Gesture::Press { origin: Origin::Home, .. } => home::redraw(context, interaction).await,
        Gesture::Press { origin: Origin::Modal { modal, .. }, .. } => {
            let (workspace, member) = (&interaction.workspace, &interaction.member);
            redraw(context, modal, &my_coffee(context, workspace, member).await?).await
        }
        Gesture::Press { origin: Origin::Message { .. }, .. }
        | Gesture::Command { .. }
        | Gesture::Submit { .. }
        | Gesture::Close { .. }
        | Gesture::Shortcut { .. } => Ok(Reply::Done),
    }
}

/// Whether somebody may change or end a program.
pub async fn is_steward(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
) -> store::Result<bool> {
    let Some(person) = tx.member(workspace, member).await? else { return Ok(false) };
    let steward = tx.stewards(workspace, program).await?.contains(member);
    let role =
        role_of(person.profile.standing, person.profile.admin, steward, context.settings.guests);
    Ok(may(role, Action::ChangeProgram))
}
