//! The program that a steward means, and whether they tend it.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::coffee::Program;
use crate::domain::ids::ProgramId;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::{say, show};
use crate::features::coffee::membership::is_steward;
use crate::features::coffee::mine::my_coffee;
use crate::features::{Context, Result};
use crate::views::coffee::answers;

/// A program that runs and that this person tends, or what to answer them.
pub async fn tended(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<std::result::Result<Program, SlackMessageContent>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let known = tx.program(workspace, program).await?.filter(|program| !program.ended);
    let Some(known) = known else { return Ok(Err(answers::gone(&context.voice))) };
    if is_steward(context, &mut tx, workspace, member, program).await? {
        Ok(Ok(known))
    } else {
        Ok(Err(answers::stewards_only(&context.voice)))
    }
}

/// The program that a steward's command means: the channel's, else the only one they tend; of
/// several they pick.
pub async fn meant_to_tend(
    context: &Context,
    interaction: &Interaction,
    place: &Place,
) -> Result<std::result::Result<ProgramId, Reply>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let programs = tx.programs(workspace).await?;
    if let Some(here) = programs.iter().find(|program| program.channel == place.channel) {
        return Ok(Ok(here.id));
    }
    let mut mine = Vec::new();
    for program in &programs {
        if is_steward(context, &mut tx, workspace, member, program.id).await? {
            mine.push(program.id);
        }
    }
    drop(tx);
    let voice = &context.voice;
    Ok(match (mine.as_slice(), programs.is_empty()) {
        ([only], _) => Ok(*only),
        ([], true) => Err(say(context, interaction, "Coffee", answers::no_program(voice)).await?),
        ([], false) => {
            Err(say(context, interaction, "Coffee", answers::stewards_only(voice)).await?)
        }
        _ => {
            let view = my_coffee(context, workspace, member).await?;
            Err(show(context, interaction, &view).await?)
        }
    })
}
