//! What makes no sense is refused before it is paired.

use std::collections::BTreeSet;

use super::Request;
use crate::domain::ids::MemberId;

/// Why a pairing cannot be asked like this. Each names the item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("member {0} is listed twice")]
    Twice(MemberId),
    #[error("an exclusion names {0}, whom neither the members nor the history have")]
    Unknown(MemberId),
    #[error("an exclusion names {0} twice: nobody meets themselves anyway")]
    Themselves(MemberId),
    #[error("round {past} in the history is not before this round, {round}")]
    NotBefore { past: u32, round: u32 },
    #[error("the history has more than 65,536 rounds")]
    TooManyRounds,
    #[error("groups of {0} are not possible: `group_size` is from 2 to 6")]
    GroupSize(u8),
    #[error("`min_overlap_minutes` is {0}, but a day has 1440 minutes")]
    Overlap(u32),
}

/// So many rounds are told apart in the history.
const MOST_ROUNDS: usize = 1 << 16;

impl Request {
    /// Whether this can be asked. What the types already refuse is not looked at again.
    ///
    /// # Errors
    /// The first item that makes no sense.
    pub fn check(&self) -> Result<(), Problem> {
        if !(2..=6).contains(&self.program.group_size) {
            return Err(Problem::GroupSize(self.program.group_size));
        }
        if self.program.min_overlap_minutes > 1440 {
            return Err(Problem::Overlap(self.program.min_overlap_minutes));
        }
        let mut members = BTreeSet::new();
        for person in &self.people {
            if !members.insert(&person.member) {
                return Err(Problem::Twice(person.member.clone()));
            }
        }
        if let Some(past) = self.history.iter().find(|past| past.round >= self.round) {
            return Err(Problem::NotBefore { past: past.round, round: self.round });
        }
        let rounds: BTreeSet<u32> = self.history.iter().map(|past| past.round).collect();
        if rounds.len() > MOST_ROUNDS {
            return Err(Problem::TooManyRounds);
        }
        self.check_exclusions(&members)
    }

    fn check_exclusions(&self, members: &BTreeSet<&MemberId>) -> Result<(), Problem> {
        let missing: BTreeSet<&MemberId> =
            self.exclusions.iter().flatten().filter(|id| !members.contains(id)).collect();
        // The history is long: it is only looked through where an id is not among the members.
        let known: BTreeSet<&MemberId> = if missing.is_empty() {
            BTreeSet::new()
        } else {
            let past = self.history.iter().flat_map(|past| past.groups.iter().chain(&past.not_met));
            past.flatten().filter(|id| missing.contains(id)).collect()
        };
        for [one, other] in &self.exclusions {
            if one == other {
                return Err(Problem::Themselves(one.clone()));
            }
            let unknown = |id: &&MemberId| !members.contains(id) && !known.contains(id);
            if let Some(id) = [one, other].into_iter().find(unknown) {
                return Err(Problem::Unknown(id.clone()));
            }
        }
        Ok(())
    }
}
