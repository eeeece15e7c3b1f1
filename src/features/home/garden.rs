//! A steward's garden: what needs a hand in the communities that they tend. No figure in it is about
//! fewer than five people, nor is the difference of two.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use slack_morphism::prelude::SlackBlock;

use super::communities::Around;
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::people::{Member, Standing};
use crate::domain::question::Question;
use crate::domain::rules::Feature;
use crate::features::{Context, ask};
use crate::store::{self, Helped, Reached, Tx};
use crate::views::ask::beyond::MOST_SHOWN;
use crate::views::home::{Connect, Garden, Thank, garden};

/// Answers that were accepted so lately are worth a word of thanks.
const LATELY: TimeDelta = TimeDelta::days(7);
/// Who asked or answered within so long is part of a community.
const ACTIVE: TimeDelta = TimeDelta::days(90);
/// Who was introduced to nobody for so long may like a coffee.
const WITHOUT_COFFEE: TimeDelta = TimeDelta::days(60);
/// No sum is about fewer people.
const FEWEST: u32 = 5;

/// The blocks for one person: a title, and each community with its buttons; none for who tends none.
///
/// # Errors
/// The database.
pub(super) async fn blocks(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    around: &Around,
) -> store::Result<Vec<SlackBlock>> {
    let tended: Vec<&Community> =
        around.seen.iter().filter(|it| it.stewards.contains(member)).collect();
    if tended.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CommunityId> = tended.iter().map(|it| it.id).collect();
    let now = context.now();
    let mut thanks = to_thank(tx, workspace, &ids, member, now).await?;
    let stale: BTreeMap<_, _> = tx.stale_cards(workspace, &ids, now).await?.into_iter().collect();
    let (active, coffee) = (now - ACTIVE, (now - WITHOUT_COFFEE).date_naive());
    let reached = tx.reached(workspace, &ids, active, coffee).await?;
    let mut open = unanswered(tx, workspace, &ids).await?;
    let mut gardens = Vec::new();
    for community in tended {
        let times = ask::times_of(context, tx, workspace, community).await?;
        gardens.push(Garden {
            id: community.id,
            name: community.name.clone(),
            unanswered: open.remove(&community.id).unwrap_or_default(),
            to_thank: thanks.remove(&community.id).unwrap_or_default(),
            to_connect: reached.get(&community.id).and_then(|it| connect(*it)),
            nothing_next: !around.planned.contains(&community.id),
            stale: stale.get(&community.id).copied().unwrap_or_default(),
            times: times.times.is_some().then_some(times),
            days: ask::PERIOD_DAYS,
            digests: context.rules.is_on(Feature::Digest),
        });
    }
    Ok(garden(&context.voice, &gardens))
}

/// What waits longest in each of them; one more than is shown, if there are more.
async fn unanswered(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    communities: &[CommunityId],
) -> store::Result<BTreeMap<CommunityId, Vec<Question>>> {
    let one_more = u32::try_from(MOST_SHOWN + 1).unwrap_or(u32::MAX);
    let open = tx.unanswered(workspace, communities, one_more).await?;
    let mut questions = tx.these_questions(workspace, &open).await?;
    questions.sort_by_key(|it| (it.asked_at, it.id));
    let mut all = BTreeMap::<CommunityId, Vec<Question>>::new();
    for question in questions {
        if let Some(community) = question.community {
            all.entry(community).or_default().push(question);
        }
    }
    Ok(all)
}

/// Whose answers helped lately; the steward's own are not theirs to thank for.
async fn to_thank(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    communities: &[CommunityId],
    steward: &MemberId,
    now: DateTime<Utc>,
) -> store::Result<BTreeMap<CommunityId, Vec<Thank>>> {
    let mut helped = tx.helped_since(workspace, communities, now - LATELY).await?;
    helped.retain(|it| it.author != *steward);
    let authors: Vec<MemberId> = helped.iter().map(|it| it.author.clone()).collect();
    let here = |it: &Member| it.profile.standing == Standing::Full;
    let people = tx.members(workspace, &authors).await?;
    let names: BTreeMap<MemberId, String> =
        people.into_iter().filter(here).map(|it| (it.profile.member, it.profile.name)).collect();
    let mut thanks = BTreeMap::<CommunityId, Vec<Thank>>::new();
    for Helped { community, author, title, link, said } in helped {
        if let Some(who) = names.get(&author) {
            let about = said.map(|(spot, thread)| {
                format!("{} {} {thread} {author}", spot.channel, spot.message)
            });
            let thank = Thank { who: who.clone(), title, link, about };
            thanks.entry(community).or_default().push(thank);
        }
    }
    Ok(thanks)
}

/// As far as a steward may know it.
fn connect(reached: Reached) -> Option<Connect> {
    let Reached { people, without_coffee } = reached;
    let others = people.saturating_sub(without_coffee);
    let enough = without_coffee >= FEWEST && (others == 0 || others >= FEWEST);
    enough.then_some(Connect { people, without_coffee })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_about_fewer_than_five() {
        let said = |people, without_coffee| connect(Reached { people, without_coffee }).is_some();
        assert!(!said(4, 4) && !said(20, 4) && !said(20, 0));
        assert!(!said(20, 16), "four would be known by the difference");
        assert!(said(20, 15) && said(20, 5) && said(20, 20) && said(5, 5));
    }
}
