//! Which program a command means.

use crate::domain::coffee::Program;
use crate::domain::ids::ProgramId;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::{say, show};
use crate::features::coffee::mine::my_coffee;
use crate::features::{Context, Result};
use crate::views::coffee::answers;

enum Target {
    One(Box<Program>),
    /// The channel has one that this person is not in, and they are in others.
    NotThisOne,
    Several,
    None,
}

/// The program that a command means, or what to answer where that is not clear: of several the person
/// picks.
///
/// # Errors
/// The database or Slack.
pub async fn meant(
    context: &Context,
    interaction: &Interaction,
    place: &Place,
    joining: bool,
) -> Result<std::result::Result<Program, Reply>> {
    let voice = &context.voice;
    let answer = match target(context, interaction, place, joining).await? {
        Target::One(program) => return Ok(Ok(*program)),
        Target::NotThisOne => {
            say(context, interaction, "Coffee", answers::not_in_this_one(voice)).await?
        }
        Target::Several => {
            let (workspace, member) = (&interaction.workspace, &interaction.member);
            show(context, interaction, &my_coffee(context, workspace, member).await?).await?
        }
        Target::None => say(context, interaction, "Coffee", answers::no_program(voice)).await?,
    };
    Ok(Err(answer))
}

/// The program of the channel; where there is none, the one that this person is in, else the only one
/// there is.
async fn target(
    context: &Context,
    interaction: &Interaction,
    place: &Place,
    joining: bool,
) -> Result<Target> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let mut programs = tx.programs(workspace).await?;
    let mine: Vec<ProgramId> = tx
        .participations_of(workspace, &interaction.member)
        .await?
        .into_iter()
        .filter(|mine| !mine.left)
        .map(|mine| mine.program)
        .collect();
    let here = programs.iter().position(|program| program.channel == place.channel);
    if let Some(here) = here {
        let program = programs.swap_remove(here);
        let elsewhere = programs.iter().any(|program| mine.contains(&program.id));
        let clear = joining || mine.contains(&program.id) || !elsewhere;
        return Ok(if clear { Target::One(Box::new(program)) } else { Target::NotThisOne });
    }
    programs.retain(|it| it.shows_to(&interaction.member, mine.contains(&it.id)));
    if !joining && programs.iter().any(|program| mine.contains(&program.id)) {
        programs.retain(|program| mine.contains(&program.id));
    }
    Ok(match (programs.pop(), programs.is_empty()) {
        (None, _) => Target::None,
        (Some(only), true) => Target::One(Box::new(only)),
        (Some(_), false) => Target::Several,
    })
}
