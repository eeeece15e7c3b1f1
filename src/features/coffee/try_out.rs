//! A dry run of the next round, for whoever tends it: nothing is sent, and no round is written.

use std::collections::BTreeMap;

use slack_morphism::prelude::SlackView;

use crate::domain::coffee::{Participation, Program};
use crate::domain::ids::{MemberId, ProgramId};
use crate::domain::outlook::{self, Cost, Warning, costs, same_days};
use crate::domain::pairing::{self, Paired, Request};
use crate::domain::people::Member;
use crate::event::{Interaction, Reply};
use crate::features::answer::{Surface, say, surface};
use crate::features::coffee::roster::{ByRules, by_rules, request, taking_part};
use crate::features::coffee::tended::tended;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::slack::failure::Failure;
use crate::transaction;
use crate::views::coffee::tending::{self, Trial};

/// Up to so many people the first answer has everything; beyond, what the rules cost comes later.
const SOON: usize = 200;

/// Opens a modal that says so, and has the round tried out.
pub async fn preview(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let program = match tended(context, interaction, program).await? {
        Ok(program) => program.id,
        Err(no) => return say(context, interaction, "Preview", no).await,
    };
    let busy = tending::trying(&context.voice);
    let view = match surface(interaction) {
        Surface::Modal => context.slack.push_modal(&interaction.trigger, &busy).await?,
        Surface::Whisper | Surface::Home => {
            context.slack.open_modal(&interaction.trigger, &busy).await?
        }
    };
    let job = Job::TryOut { program, view };
    transaction!(context.store, |tx| context.queue_now(tx, &interaction.workspace, &job).await)
        .await?;
    Ok(Reply::Done)
}

/// Tries the next round out and shows it in the modal that waits.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn try_out(
    context: &Context,
    work: &Work,
    program: ProgramId,
    view: &str,
) -> Result<Outcome> {
    let Some(asked) = ask(context, work, program).await? else {
        return Ok(Outcome::Cancel("the program is gone".to_owned()));
    };
    let Asked { program, people, request, rules, same_day } = asked;
    let soon = request.people.len() <= SOON;
    let first = tokio::task::spawn_blocking(move || (pairing::pair(&request), request));
    let Ok((paired, request)) = first.await else {
        return Ok(Outcome::Retry("the pairing broke off".to_owned()));
    };
    let mut trial = trial(&request, &paired, &people);
    trial.ruled = !rules.relaxed.is_empty();
    trial.warnings.clone_from(&same_day);
    if trial.ruled && !soon {
        let first = show(context, view, &tending::preview(&context.voice, &program, &trial)).await;
        if first != Outcome::Done {
            return Ok(first);
        }
    }
    let joined = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let Ok((warnings, costs)) =
        tokio::task::spawn_blocking(move || try_rules(&rules, joined)).await
    else {
        return Ok(Outcome::Retry("the pairing broke off".to_owned()));
    };
    trial.warnings = warnings.into_iter().chain(same_day).collect();
    trial.costs = Some(costs);
    Ok(show(context, view, &tending::preview(&context.voice, &program, &trial)).await)
}

/// What the program's own rules make of it.
fn try_rules(rules: &ByRules, joined: u32) -> (Vec<Warning>, Vec<Cost>) {
    let ByRules { request, relaxed } = rules;
    if relaxed.is_empty() {
        return (outlook::warnings(request, joined, &[], pairing::pair), Vec::new());
    }
    let as_it_is = pairing::pair(request);
    let pair = |asked: &Request| {
        if asked == request { as_it_is.clone() } else { pairing::pair(asked) }
    };
    let warnings = outlook::warnings(request, joined, relaxed, pair);
    (warnings, costs(&as_it_is.summary, relaxed, pair))
}

struct Asked {
    program: Program,
    /// Everybody who is in it.
    people: Vec<(Participation, Member)>,
    request: Request,
    rules: ByRules,
    /// Other programs of public channels that open on that day.
    same_day: Vec<Warning>,
}

async fn ask(context: &Context, work: &Work, program: ProgramId) -> Result<Option<Asked>> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let program = tx.program(workspace, program).await?.filter(|program| !program.ended);
    let Some(program) = program else { return Ok(None) };
    let date = program.next_opening;
    let mut people = tx.participants(workspace, program.id).await?;
    people.retain(|(mine, _)| !mine.left);
    let there = taking_part(context, &mut tx, workspace, &people, date).await?;
    // A draw of its own: the day itself has another.
    let seed = context.chance.bytes();
    let next = Program { rounds: program.rounds + 1, ..program.clone() };
    let asked = request(&mut tx, workspace, &next, date, seed, there).await?;
    let rules = by_rules(&mut tx, workspace, &next, &asked).await?;
    let others = tx.programs(workspace).await?.into_iter();
    let others = others.filter(|other| other.id != program.id && !other.private);
    let same_day =
        same_days(&[date], others.map(|other| (other.channel, vec![other.next_opening])));
    Ok(Some(Asked { program, people, request: asked, rules, same_day }))
}

/// What came of it, by names. Of those who are not there nobody learns why.
fn trial(request: &Request, paired: &Paired, people: &[(Participation, Member)]) -> Trial {
    let names: BTreeMap<&MemberId, &str> = people
        .iter()
        .map(|(_, person)| (&person.profile.member, person.profile.name.as_str()))
        .collect();
    let name = |member: &MemberId| names.get(member).map(|name| (*name).to_owned());
    let there: std::collections::BTreeSet<&MemberId> =
        request.people.iter().map(|person| &person.member).collect();
    let away = people.iter().map(|(mine, _)| &mine.member).filter(|it| !there.contains(it));
    Trial {
        date: request.date,
        people: u32::try_from(request.people.len()).unwrap_or(u32::MAX),
        groups: paired
            .groups
            .iter()
            .map(|group| {
                (group.members.iter().filter_map(name).collect(), !group.repeats.is_empty())
            })
            .collect(),
        repeats: paired.summary.repeats,
        left_out: paired.left_out.iter().filter_map(|out| name(&out.member)).collect(),
        unavailable: away.filter_map(name).collect(),
        warnings: Vec::new(),
        costs: None,
        ruled: false,
    }
}

/// Who has closed the modal does not wait any more.
async fn show(context: &Context, view: &str, content: &SlackView) -> Outcome {
    match context.slack.update_modal(view, None, content).await {
        Ok(()) | Err(Failure::Permanent { .. }) => Outcome::Done,
        Err(failure) => after(&failure),
    }
}
