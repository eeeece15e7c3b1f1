//! A second try within a round: whoever is free in the middle of it may meet all the same.

use std::cmp::Reverse;
use std::time::Duration;

use crate::domain::coffee::{Group, Participation, Program, Round, RoundState};
use crate::domain::ids::{MemberId, RoundId, WorkspaceId};
use crate::domain::meeting::{Why, Withdrawal};
use crate::domain::pairing::{Kind, Request};
use crate::domain::people::Member;
use crate::domain::quiet::local_day;
use crate::domain::rematch::rematch as decide;
use crate::features::coffee::pair::{SecondTry, count_thirds, groups, plan};
use crate::features::coffee::person::exclusions_of;
use crate::features::coffee::roster::taking_part;
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;

/// So many are looked at in one second try: who waits for it first, then who joined last. Where rules
/// leave thousands without a partner, a newcomer changes that for few of them.
const MOST_FREE: usize = 300;

/// A round that is being paired is looked at again after this long.
const UNTIL_PAIRED: Duration = Duration::from_secs(60);

/// Groups whoever is still free in a round. Of those who wait for it, the ones who find nobody are
/// told; nobody else hears of it.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn rematch(
    context: &Context,
    work: &Work,
    round: RoundId,
    waiting: &[MemberId],
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let outcome = transaction!(context.store, |tx| {
        let Some(round) = tx.lock_round(workspace, round).await? else {
            return Ok(Outcome::Cancel("the round is gone".to_owned()));
        };
        if round.state == RoundState::Opened {
            return Ok(Outcome::Snooze(UNTIL_PAIRED));
        }
        let Some(program) = tx.program(workspace, round.program).await? else {
            return Ok(Outcome::Cancel("the program is gone".to_owned()));
        };
        let formed = form(context, tx, workspace, &program, &round, waiting).await?;
        let found = |member: &&MemberId| formed.iter().any(|it| it.members.contains(*member));
        for member in waiting.iter().filter(|member| !found(member)) {
            let note = Note::NobodyFree { program: program.id, round: Some(round.id) };
            context.queue_now(tx, workspace, &Job::Tell { member: member.clone(), note }).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Outcome::Done)
    })
    .await?;
    Ok(outcome)
}

/// Queues a second try for the round of a program that is under way, if it is not too late for one.
pub(super) async fn look_for_a_partner(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<()> {
    let Some(round) = tx.current_round(workspace, program.id).await? else { return Ok(()) };
    if is_late(context, program, &round) || program.rules.kind == Kind::Break {
        return Ok(());
    }
    let job = Job::Rematch { round: round.id, waiting: Vec::new() };
    context.queue_now(tx, workspace, &job).await
}

/// On the day of its check-in a round is nearly over: nobody could find a time any more.
pub(super) fn is_late(context: &Context, program: &Program, round: &Round) -> bool {
    let today = local_day(context.now(), program.cadence.zone);
    round.state == RoundState::Closed || today >= round.check_in_on
}

async fn form(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    round: &Round,
    waiting: &[MemberId],
) -> store::Result<Vec<Group>> {
    if is_late(context, program, round) || program.rules.kind == Kind::Break {
        return Ok(Vec::new());
    }
    let today = local_day(context.now(), program.cadence.zone);
    let Some(asked) = tx.request(workspace, round.id).await? else { return Ok(Vec::new()) };
    let existing = tx.groups_of_round(workspace, round.id).await?;
    let mut all = free(tx, workspace, (round, &asked), &existing).await?;
    all.sort_by_key(|(it, _)| (!waiting.contains(&it.member), Reverse(it.joined_at)));
    all.truncate(MOST_FREE);
    if all.len() < 2 {
        return Ok(Vec::new());
    }
    let free = taking_part(context, tx, workspace, &all, today).await?;
    let seed = context.chance.bytes();
    let together = together(existing, &tx.withdrawals(workspace, round.id).await?);
    // Wishes of today count, beside those of the day on which the round opened.
    let mut exclusions = exclusions_of(tx, workspace, &free, program.managers_apart).await?;
    exclusions.extend(asked.exclusions);
    let asked = Request { exclusions, ..asked };
    let groupings = decide(&asked, seed, free, &together);
    let second = SecondTry { seed, day: today.max(round.opens_on) };
    let formed = groups(context, tx, workspace, round, &groupings, Some(&second)).await?;
    tx.insert_groups(workspace, &formed).await?;
    sit_out_no_more(tx, workspace, round, &all, &formed).await?;
    count_thirds(tx, workspace, round, &groupings).await?;
    plan(context, tx, workspace, program, round, &formed).await?;
    Ok(formed)
}

/// Whoever sat this round out and found somebody after all has not had their turn.
async fn sit_out_no_more(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: &Round,
    all: &[(Participation, Member)],
    formed: &[Group],
) -> store::Result<()> {
    let grouped = |mine: &Participation| formed.iter().any(|it| it.members.contains(&mine.member));
    let sat_out = |mine: &&Participation| mine.sat_out == Some(round.number) && grouped(mine);
    for mine in all.iter().map(|(mine, _)| mine).filter(sat_out) {
        let mine = Participation { sat_out: None, ..mine.clone() };
        tx.keep_participation(workspace, &mine).await?;
    }
    Ok(())
}

/// Who was brought together in this round, also those who are not in their group any more.
fn together(existing: Vec<Group>, withdrawn: &[Withdrawal]) -> Vec<Vec<MemberId>> {
    let with_the_gone = |group: Group| {
        let gone = |it: &&Withdrawal| it.group == group.id && !group.members.contains(&it.member);
        let gone: Vec<MemberId> =
            withdrawn.iter().filter(gone).map(|it| it.member.clone()).collect();
        group.members.into_iter().chain(gone).collect()
    };
    existing.into_iter().map(with_the_gone).collect()
}

/// Who could still be introduced in this round: those it was opened for and whoever joined since, in
/// no group that still stands, and not out of the round by their own word.
async fn free(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (round, asked): (&Round, &Request),
    existing: &[Group],
) -> store::Result<Vec<(Participation, Member)>> {
    let withdrawn = tx.withdrawals(workspace, round.id).await?;
    let mut all = tx.participants(workspace, round.program).await?;
    let opened = round.id.made_at();
    let invited = |it: &Participation| {
        asked.people.iter().any(|person| person.member == it.member)
            || opened.is_some_and(|opened| it.joined_at > opened)
    };
    all.retain(|(participation, member): &(Participation, Member)| {
        invited(participation) && is_free(&member.profile.member, existing, &withdrawn)
    });
    Ok(all)
}

/// Whether somebody is still without a group in the round of that program that is under way.
pub(super) async fn still_free(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    member: &MemberId,
) -> store::Result<bool> {
    let Some(round) = tx.current_round(workspace, program.id).await? else { return Ok(true) };
    let groups = tx.groups_of_round(workspace, round.id).await?;
    let withdrawn = tx.withdrawals(workspace, round.id).await?;
    Ok(is_free(member, &groups, &withdrawn))
}

/// Whether nobody counts on somebody in a round.
fn is_free(member: &MemberId, groups: &[Group], withdrawn: &[Withdrawal]) -> bool {
    let mine = || withdrawn.iter().filter(|it| it.member == *member);
    let elsewhere = |group: &Group| mine().any(|it| it.group == group.id && it.why == Why::Else);
    let stands = |group: &Group| group.members.len() > 1 && !elsewhere(group);
    !mine().any(|it| it.why == Why::Cannot)
        && !groups.iter().any(|group| group.members.contains(member) && stands(group))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::meeting::Meeting;

    fn group(number: u128, members: &[&str]) -> Group {
        Group {
            id: Uuid::from_u128(number).into(),
            round: Uuid::nil().into(),
            program: Uuid::nil().into(),
            members: members.iter().map(|name| MemberId::from(*name)).collect(),
            opener: "U1".into(),
            question: 0,
            because: Vec::new(),
            repeats: Vec::new(),
            conversation: None,
            introduction: None,
            meeting: Meeting::default(),
        }
    }

    fn withdrawal(member: &str, group: &Group, why: Why) -> Withdrawal {
        let at = chrono::DateTime::UNIX_EPOCH;
        Withdrawal { round: group.round, member: member.into(), group: group.id, why, at }
    }

    #[test]
    fn who_stepped_back_was_together_with_those_who_are_left() {
        let (pair, left) = (group(1, &["U1", "U2"]), group(2, &["U3"]));
        let withdrawn = [withdrawal("U4", &left, Why::Cannot), withdrawal("U1", &pair, Why::Else)];
        let together = together(vec![pair, left], &withdrawn);
        assert_eq!(together, [["U1".into(), "U2".into()], ["U3".into(), "U4".into()]]);
    }

    #[test]
    fn who_is_left_alone_or_looks_for_somebody_else_is_free() {
        let (pair, left) = (group(1, &["U1", "U2"]), group(2, &["U3"]));
        let gone = withdrawal("U4", &left, Why::Cannot);
        let silent = withdrawal("U1", &pair, Why::Else);
        let groups = [pair, left];
        let withdrawn = [gone, silent];
        let free = |name: &str| is_free(&name.into(), &groups, &withdrawn);
        assert!(free("U1"), "nobody answered them");
        assert!(!free("U2"), "silent, but not without a group");
        assert!(free("U3"), "their partner can't make it");
        assert!(!free("U4"), "out of this round");
        assert!(free("U5"), "left out, or joined late");
    }
}
