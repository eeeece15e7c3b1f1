//! What somebody may look back on: whom they met, why these, and why nobody this time.

use std::collections::BTreeMap;

use crate::domain::coffee::{Program, Round, outcome};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::pairing::Kind;
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::{say, show};
use crate::features::coffee::breaks::without_team;
use crate::features::coffee::said;
use crate::features::coffee::target::meant;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::coffee::answers;
use crate::views::coffee::history::{self as views, PastCoffee, WhyNotThisTime};

/// How many coffees are looked back on.
const MOST: u32 = 60;

/// `/coffee history`: everybody somebody was introduced to.
///
/// # Errors
/// The database or Slack.
pub async fn history(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let mut coffees = Vec::new();
    let mut channels = BTreeMap::new();
    let latest = tx.groups_of_member(workspace, member, MOST).await?;
    let more = u32::try_from(latest.len()).is_ok_and(|count| count == MOST);
    for (group, round) in latest {
        if group.introduction.is_none() {
            continue;
        }
        if !channels.contains_key(&group.program)
            && let Some(program) = tx.program(workspace, group.program).await?
        {
            channels.insert(group.program, program.channel);
        }
        let Some(channel) = channels.get(&group.program).cloned() else { continue };
        let others: Vec<MemberId> =
            group.members.iter().filter(|other| *other != member).cloned().collect();
        let people = tx.members(workspace, &others).await?;
        let answers = tx.answers(workspace, group.id).await?;
        let mine = answers.iter().find(|answer| answer.member == *member);
        coffees.push(PastCoffee {
            channel,
            opened_on: round.opens_on,
            others: people.into_iter().map(|person| person.profile.name).collect(),
            outcome: outcome(&answers),
            gained: mine.and_then(|answer| answer.gained.clone()),
        });
    }
    drop(tx);
    show(context, interaction, &views::history(&context.voice, &coffees, more)).await
}

/// `/coffee why`: why this group, or why none.
///
/// # Errors
/// The database or Slack.
pub async fn why(context: &Context, interaction: &Interaction, place: &Place) -> Result<Reply> {
    match meant(context, interaction, place, false).await? {
        Ok(program) => why_in(context, interaction, program.id).await,
        Err(answer) => Ok(answer),
    }
}

/// The same for one program: "Why not this time?" has it on its button.
///
/// # Errors
/// The database or Slack.
pub async fn why_in(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let Some(program) = tx.program(workspace, program).await? else {
        drop(tx);
        return say(context, interaction, "Coffee", answers::gone(&context.voice)).await;
    };
    let joined = tx.participation(workspace, program.id, member).await?;
    let round = match joined.filter(|mine| !mine.left) {
        Some(_) => tx.current_round(workspace, program.id).await?,
        None => None,
    };
    let Some(round) = round else {
        drop(tx);
        let nothing = views::nothing_to_explain(&context.voice);
        return say(context, interaction, "Why?", nothing).await;
    };
    if let Some(group) = tx.group_of(workspace, round.id, member).await?
        && group.introduction.is_some()
    {
        drop(tx);
        return said::why(context, interaction, group.id).await;
    }
    let content = match why_nobody(&mut tx, workspace, &program, &round, member).await? {
        Some(why) => views::why_not(&context.voice, &program, why),
        None => views::nothing_to_explain(&context.voice),
    };
    drop(tx);
    say(context, interaction, "Why not this time?", content).await
}

/// Why somebody who is in the program is in no group of the round; `None` while that is open.
pub(super) async fn why_nobody(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    round: &Round,
    member: &MemberId,
) -> store::Result<Option<WhyNotThisTime>> {
    let Some(decided) = tx.decided(workspace, round.id).await? else { return Ok(None) };
    let left_out = decided.left_out.iter().find(|left| left.member == *member);
    if let Some(left) = left_out {
        return Ok(Some(match program.rules.kind {
            Kind::Break if without_team(tx, workspace, round.id, member).await? => {
                WhyNotThisTime::WithoutTeam
            }
            Kind::Break | Kind::Pairs | Kind::Buddy => WhyNotThisTime::LeftOut(left.because),
        }));
    }
    let grouped = decided.groups.iter().any(|group| group.contains(member));
    Ok((!grouped).then_some(WhyNotThisTime::NotCounted))
}
