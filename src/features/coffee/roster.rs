//! Who takes part in a round, and what its pairing is asked: the same for a round that opens and for
//! a preview of it.

use chrono::NaiveDate;

use crate::domain::coffee::{Participation, Program, may_take_part};
use crate::domain::ids::WorkspaceId;
use crate::domain::outlook::{OwnRule, relaxed};
use crate::domain::pairing::{Person, Request};
use crate::domain::people::Member;
use crate::domain::quiet::Room;
use crate::features::Context;
use crate::features::coffee::encounters;
use crate::features::coffee::nudges::{claims_around, days_of_grace};
use crate::features::coffee::person::{exclusions_of, managers_among, person_of};
use crate::store::{self, Tx};

/// What the pairing of the program's round of that date is asked, with these people. `rounds` of the
/// program is this round's number already.
pub(super) async fn request(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    date: NaiveDate,
    seed: [u8; 32],
    people: Vec<Person>,
) -> store::Result<Request> {
    let exclusions = exclusions_of(tx, workspace, &people, program.managers_apart).await?;
    Ok(Request {
        round: program.rounds,
        date,
        seed,
        program: program.rules.clone(),
        people,
        history: encounters::history(tx, workspace, program.id).await?,
        exclusions,
    })
}

/// A round by the program's own rules alone: what they cost, and what is warned of, must not depend on
/// who keeps apart from whom, or whoever tends the program could find out.
pub(super) struct ByRules {
    pub(super) request: Request,
    /// The same without one of the rules, for each of them.
    pub(super) relaxed: Vec<(OwnRule, Request)>,
}

/// What is asked, without whom anybody wished to keep apart from.
pub(super) async fn by_rules(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    request: &Request,
) -> store::Result<ByRules> {
    let free = Request { exclusions: Vec::new(), ..request.clone() };
    if !program.managers_apart {
        return Ok(ByRules { relaxed: relaxed(&free), request: free });
    }
    let exclusions = managers_among(tx, workspace, &request.people).await?;
    let request = Request { exclusions, ..free.clone() };
    let mut relaxed = relaxed(&request);
    relaxed.push((OwnRule::ManagersApart, free));
    Ok(ByRules { request, relaxed })
}

/// Who joined, is not paused, may take part, is not away by their status at this moment, and has room
/// for a message in the first days. Whoever goes away later is introduced all the same.
pub(super) async fn taking_part(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    all: &[(Participation, Member)],
    date: NaiveDate,
) -> store::Result<Vec<Person>> {
    let (now, guests) = (context.now(), context.settings.guests);
    let claims = claims_around(tx, workspace, date).await?;
    let has_room = |member: &Member| {
        let claimed = claims.get(&member.profile.member).map_or(&[][..], Vec::as_slice);
        let budget = member.preferences.budget;
        days_of_grace(date).any(|day| context.rules.room_on(budget, day, claimed) == Room::Free)
    };
    Ok(all
        .iter()
        .filter(|(participation, _)| participation.takes_part_on(date))
        .filter(|(_, member)| may_take_part(member.profile.standing, guests).is_ok())
        .filter(|(_, member)| member.away(now).is_none())
        .filter(|(_, member)| has_room(member))
        .map(|(participation, member)| person_of(participation, member, now))
        .collect())
}
