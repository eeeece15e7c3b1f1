//! What would come of a plan, for the modal in which it is made.

use crate::domain::coffee::Program;
use crate::domain::outlook::{self, Warning, relaxed, same_days};
use crate::domain::pairing::{self, Request};
use crate::domain::plan::Plan;
use crate::event::Interaction;
use crate::features::coffee::roster::{request, taking_part};
use crate::features::coffee::setup::next_opening;
use crate::features::{Context, Result};
use crate::views::coffee::setup::Outlook;

/// Dates that are shown while one chooses.
const DATES: usize = 3;

/// With more people than this the modal does not try the rules out, since Slack waits three seconds;
/// a preview does.
const MOST_TRIED: usize = 150;

/// The next dates of a plan, and what its steward might not expect. Nothing is written.
pub async fn outlook(
    context: &Context,
    interaction: &Interaction,
    plan: &Plan,
    program: Option<&Program>,
) -> Result<Outlook> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let runs = match program {
        Some(program) => tx.current_round(workspace, program.id).await?.is_some(),
        None => false,
    };
    let first = match program {
        Some(program) => next_opening(context, program, plan, runs),
        None => plan.cadence.first_opening(context.now()),
    };
    let dates = plan.cadence.openings_from(first, DATES);
    let mine = tx.participations_of(workspace, member).await?;
    let joined = |id| mine.iter().any(|mine| mine.program == id && !mine.left);
    let others = tx.programs(workspace).await?.into_iter().filter(|other| {
        program.is_none_or(|program| program.id != other.id)
            && other.shows_to(member, joined(other.id))
    });
    let others = others.map(|other| {
        let dates = other.cadence.openings_from(other.next_opening, 2 * DATES);
        (other.channel, dates)
    });
    let mut warnings = same_days(&dates, others);
    if let Some(program) = program {
        let planned = program.clone().following(plan.clone());
        let all = tx.participants(workspace, program.id).await?;
        let people = taking_part(context, &mut tx, workspace, &all, first).await?;
        let seed = [0; 32];
        let asked = request(&mut tx, workspace, &planned, first, seed, people).await?;
        drop(tx);
        warnings.extend(try_rules(asked).await);
    }
    Ok(Outlook { dates, warnings })
}

/// Tries out whether anybody can be introduced by these rules.
async fn try_rules(asked: Request) -> Vec<Warning> {
    if asked.people.len() > MOST_TRIED {
        return Vec::new();
    }
    let tried = tokio::task::spawn_blocking(move || {
        outlook::warnings(&asked, &relaxed(&asked), pairing::pair)
    });
    tried.await.unwrap_or_default()
}
