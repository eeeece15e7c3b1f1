//! A dry run of the next round, for whoever tends it: nothing is sent, and no round is written.

use std::collections::BTreeMap;

use slack_morphism::prelude::SlackView;

use crate::domain::coffee::{Participation, Program};
use crate::domain::ids::{MemberId, ProgramId};
use crate::domain::outlook::{self, OwnRule, Warning, costs, relaxed, same_days};
use crate::domain::pairing::{self, Paired, Request};
use crate::domain::people::Member;
use crate::event::{Interaction, Reply};
use crate::features::answer::{Surface, say, surface};
use crate::features::coffee::roster::{request, taking_part};
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
    let Asked { program, people, request, relaxed, same_day } = asked;
    let soon = request.people.len() <= SOON;
    let ruled = !relaxed.is_empty();
    let first = tokio::task::spawn_blocking(move || {
        let paired = pairing::pair(&request);
        let warnings = outlook::warnings(&request, &relaxed, |asked| {
            // With many people, whether anybody fits is seen from the round itself.
            if soon { pairing::pair(asked) } else { paired.clone() }
        });
        let costs = soon.then(|| costs(&paired.summary, &relaxed, pairing::pair));
        (request, relaxed, paired, warnings, costs)
    });
    let Ok((request, relaxed, paired, warnings, costs_soon)) = first.await else {
        return Ok(Outcome::Retry("the pairing broke off".to_owned()));
    };
    let mut trial = trial(&request, &paired, &people);
    (trial.warnings, trial.costs, trial.ruled) = (warnings, costs_soon, ruled);
    trial.warnings.extend(same_day);
    let outcome = show(context, view, &tending::preview(&context.voice, &program, &trial)).await;
    if outcome != Outcome::Done || soon || !ruled {
        return Ok(outcome);
    }
    let later =
        tokio::task::spawn_blocking(move || costs(&paired.summary, &relaxed, pairing::pair));
    let Ok(costs) = later.await else {
        return Ok(Outcome::Retry("the pairing broke off".to_owned()));
    };
    trial.costs = Some(costs);
    Ok(show(context, view, &tending::preview(&context.voice, &program, &trial)).await)
}

struct Asked {
    program: Program,
    /// Everybody who is in it.
    people: Vec<(Participation, Member)>,
    request: Request,
    relaxed: Vec<(OwnRule, Request)>,
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
    let asked = request(&mut tx, workspace, &next, date, seed, there.clone()).await?;
    let mut relaxed = relaxed(&asked);
    if next.managers_apart {
        let together = Program { managers_apart: false, ..next };
        let without = request(&mut tx, workspace, &together, date, seed, there).await?;
        relaxed.push((OwnRule::ManagersApart, without));
    }
    let others = tx.programs(workspace).await?.into_iter();
    let others = others.filter(|other| other.id != program.id && !other.private);
    let same_day =
        same_days(&[date], others.map(|other| (other.channel, vec![other.next_opening])));
    Ok(Some(Asked { program, people, request: asked, relaxed, same_day }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pairing::{LeftOut, Person, Rules, WhyLeftOut};
    use crate::domain::people::{Profile, Standing};
    use crate::domain::preferences::Preferences;
    use crate::views::Voice;

    fn person(name: &str) -> (Participation, Member) {
        let id = MemberId::new(format!("U{name}"));
        let profile = Profile {
            member: id.clone(),
            name: name.to_owned(),
            title: None,
            email: None,
            zone: None,
            standing: Standing::Full,
            admin: false,
            away: None,
            changed_at: None,
        };
        let member = Member {
            profile,
            team: None,
            department: None,
            manager: None,
            site: None,
            here_anyway: false,
            came_at: None,
            preferences: Preferences::default(),
        };
        let program = uuid::Uuid::nil().into();
        (Participation::new(program, id, chrono::DateTime::UNIX_EPOCH), member)
    }

    fn asked(people: &[(Participation, Member)], exclusions: Vec<[MemberId; 2]>) -> Request {
        Request {
            round: 1,
            date: "2026-11-23".parse().unwrap(),
            seed: [7; 32],
            program: Rules::default(),
            people: people.iter().map(|(mine, _)| Person::new(mine.member.clone())).collect(),
            history: Vec::new(),
            exclusions,
        }
    }

    /// A wish of one of three people, or none: what a steward reads differs only in the groups.
    #[test]
    fn why_somebody_is_left_out_is_nobody_elses_business() {
        let people = ["Ana", "Bo", "Cy", "Di"].map(person);
        let there = people.get(..3).unwrap();
        let lines = |exclusions, because| {
            let request = asked(there, exclusions);
            let mut paired = pairing::pair(&request);
            let third = people[2].0.member.clone();
            paired.left_out = vec![LeftOut { member: third, because }];
            paired.summary.repeats = 0;
            let trial = trial(&request, &paired, &people);
            let program = crate::views::tests::program(1, 3);
            let view = tending::preview(&Voice::default(), &program, &trial);
            let json = serde_json::to_value(view).unwrap()["blocks"].clone();
            let all = json.as_array().unwrap().iter().map(ToString::to_string);
            all.filter(|block| !block.contains("• ")).collect::<Vec<_>>()
        };
        let wish = vec![["UBo".into(), "UCy".into()], ["UAna".into(), "UCy".into()]];
        let with = lines(wish, WhyLeftOut::NoAdmissiblePartner);
        let without = lines(Vec::new(), WhyLeftOut::OddOneOut);
        assert_eq!(with, without);
        let all = with.concat();
        assert!(all.contains("No fitting partner this time: Cy."), "{all}");
        assert!(all.contains("Not available this round: Di."), "{all}");
        for private in ["exclu", "pause", "odd", "wish", "rating"] {
            assert!(!all.contains(private), "{private}: {all}");
        }
    }
}
