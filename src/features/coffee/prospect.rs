//! What would come of a plan, for the modal in which it is made.

use crate::domain::coffee::Program;
use crate::domain::outlook::{self, Warning, same_days};
use crate::domain::pairing;
use crate::domain::plan::Plan;
use crate::event::Interaction;
use crate::features::coffee::roster::{ByRules, by_rules, request, taking_part};
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
        let rules = by_rules(&mut tx, workspace, &planned, &asked).await?;
        drop(tx);
        let joined = all.iter().filter(|(mine, _)| !mine.left).count();
        warnings.extend(try_rules(rules, u32::try_from(joined).unwrap_or(u32::MAX)).await);
    }
    Ok(Outlook { dates, warnings })
}

/// Tries out whether anybody can be introduced by these rules, or says that it did not.
async fn try_rules(rules: ByRules, joined: u32) -> Vec<Warning> {
    let ByRules { request, relaxed } = rules;
    if request.people.len() > MOST_TRIED {
        // Without rules to relax nothing is paired.
        let mut found = outlook::warnings(&request, joined, &[], pairing::pair);
        found.extend((!relaxed.is_empty()).then_some(Warning::NotTried));
        return found;
    }
    let tried = tokio::task::spawn_blocking(move || {
        outlook::warnings(&request, joined, &relaxed, pairing::pair)
    });
    tried.await.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outlook::OwnRule;
    use crate::domain::pairing::{Person, Request, Rules};

    #[tokio::test]
    async fn that_rules_were_not_tried_is_said() {
        let people = (0..=MOST_TRIED).map(|it| Person::new(format!("U{it}").as_str().into()));
        let request = Request {
            round: 1,
            date: "2026-11-23".parse().unwrap(),
            seed: [7; 32],
            program: Rules::default(),
            people: people.collect(),
            history: Vec::new(),
            exclusions: Vec::new(),
        };
        let relaxed = vec![(OwnRule::ManagersApart, request.clone())];
        let free = ByRules { request: request.clone(), relaxed: Vec::new() };
        assert_eq!(try_rules(free, 151).await, []);
        assert_eq!(try_rules(ByRules { request, relaxed }, 151).await, [Warning::NotTried]);
    }
}
