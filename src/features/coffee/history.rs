//! What somebody may look back on: whom they met, why these, and why nobody this time.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::domain::coffee::{Outcome, Program, Round, outcome};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::meeting::Why;
use crate::domain::pairing::Kind;
use crate::domain::quiet::local_day;
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
    let mut more = is_most(latest.len());
    for (group, round) in latest {
        // Of one alone nobody was left to meet.
        if group.introduction.is_none() || group.members.len() < 2 {
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
            channel: Some(channel),
            opened_on: round.opens_on,
            others: people.into_iter().map(|person| person.profile.name).collect(),
            outcome: outcome(&answers),
            gained: mine.and_then(|answer| answer.gained.clone()),
        });
    }
    let outside = outside_of_rounds(&mut tx, workspace, member).await?;
    drop(tx);
    more |= is_most(outside.len());
    coffees.extend(outside);
    coffees.sort_by_key(|past| Reverse(past.opened_on));
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    more |= coffees.len() > most;
    coffees.truncate(most);
    show(context, interaction, &views::history(&context.voice, &coffees, more)).await
}

fn is_most(count: usize) -> bool {
    u32::try_from(count).is_ok_and(|count| count == MOST)
}

/// Whom somebody was introduced to outside of rounds. One of the two saying that they met is enough.
async fn outside_of_rounds(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<PastCoffee>> {
    let me = tx.member(workspace, member).await?;
    let zone = me.map_or(Tz::UTC, |me| me.zone());
    let mut coffees = Vec::new();
    for two in tx.encounters_of(workspace, member, MOST).await? {
        let others: Vec<MemberId> = two.other_than(member).cloned().into_iter().collect();
        let people = tx.members(workspace, &others).await?;
        let met = !tx.who_met(workspace, two.id).await?.is_empty();
        coffees.push(PastCoffee {
            channel: None,
            opened_on: local_day(two.made_at, zone),
            others: people.into_iter().map(|person| person.profile.name).collect(),
            outcome: if met { Outcome::Met } else { Outcome::Unknown },
            gained: None,
        });
    }
    Ok(coffees)
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
        && group.members.len() > 1
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

/// Why somebody who is in the program has nobody to meet in the round; `None` while that is open, and
/// where they have.
pub(super) async fn why_nobody(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    round: &Round,
    member: &MemberId,
) -> store::Result<Option<WhyNotThisTime>> {
    let Some(decided) = tx.decided(workspace, round.id).await? else { return Ok(None) };
    let withdrawn = tx.withdrawals(workspace, round.id).await?;
    if withdrawn.iter().any(|it| it.member == *member && it.why == Why::Cannot) {
        return Ok(Some(WhyNotThisTime::SteppedBack));
    }
    // A second try may have found somebody for whom there was nobody at first.
    if let Some(group) = tx.group_of(workspace, round.id, member).await? {
        return Ok((group.members.len() < 2).then_some(WhyNotThisTime::LeftAlone));
    }
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
