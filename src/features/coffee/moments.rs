//! What somebody has to do with coffee outside of their programs' rounds.

use chrono::Duration;

use crate::domain::coffee::may_take_part;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::welcome::NEW_FOR;
use crate::features::Context;
use crate::features::coffee::welcome::invited;
use crate::store::{self, Tx};
use crate::views::coffee::moments::{Lately, Moments};

/// For so long an introduction outside of a round can still be answered in App Home.
const LATELY: Duration = Duration::days(7);

/// Where somebody stands.
pub async fn my_moments(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    person: Option<&Member>,
) -> store::Result<Moments> {
    let (now, guests) = (context.now(), context.settings.guests);
    let may = |person: &Member| may_take_part(person.profile.standing, guests).is_ok();
    let coffee = !tx.programs(workspace).await?.is_empty();
    let welcomers = tx.welcomers(workspace, now - NEW_FOR).await?;
    let welcomes = welcomers.iter().any(|welcomer| welcomer.member == *member);
    let invited = match person {
        Some(person) => invited(context, tx, workspace, person).await?,
        None => false,
    };
    let free = tx.free_at(workspace, now).await?;
    let mine = free.into_iter().find(|free| free.member == *member);
    Ok(Moments {
        may: person.is_some_and(may),
        free_until: mine.map(|free| free.until),
        invited,
        welcomes: coffee.then_some(welcomes),
        lately: lately(context, tx, workspace, member).await?,
    })
}

async fn lately(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Option<Lately>> {
    let since = context.now() - LATELY;
    let Some(latest) = tx.latest_encounter(workspace, member, since).await? else {
        return Ok(None);
    };
    let Some(other) = latest.other_than(member) else { return Ok(None) };
    if tx.who_met(workspace, latest.id).await?.contains(member) {
        return Ok(None);
    }
    let other = tx.member(workspace, other).await?;
    Ok(other.map(|other| Lately { encounter: latest.id, with: other.profile.name }))
}
