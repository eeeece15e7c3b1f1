//! Nobody's time runs out before they were written to: what is to reach somebody may wait behind
//! stopped messages, an outage, or a day that has no room.

use chrono::TimeDelta;

use crate::domain::ids::{QuestionId, WorkspaceId};
use crate::domain::ladder::Step;
use crate::job::{ForSteward, Job};
use crate::store::{self, Tx};

/// After so long it is looked at again whether it has come out.
pub(super) const LOOK: TimeDelta = TimeDelta::hours(1);

/// Whether a step has to wait, because whoever is to have had their time was not written to yet and
/// still will be. What was given up is not waited for.
pub(super) async fn waits(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: QuestionId,
    step: &Step,
) -> store::Result<bool> {
    let kind = match step {
        Step::Unsent(_) => "offer",
        Step::Stewards => "ask_channel",
        Step::Nobody => "tell_steward",
        _ => return Ok(false),
    };
    let waiting = tx.waiting_of(workspace, &[kind]).await?;
    Ok(waiting.iter().any(|job| match job {
        Job::Offer { referral } => matches!(step, Step::Unsent(of) if of == referral),
        Job::AskChannel { question }
        | Job::TellSteward { about: ForSteward::Unanswered { question }, .. } => *question == id,
        _ => false,
    }))
}
