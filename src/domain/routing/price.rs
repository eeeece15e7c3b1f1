//! What asking somebody costs them, and who has no room for it.

use super::{Aside, Candidate, FIFTH_FROM, Request, longest_wait};

/// Who waits this long, in hours, is worth half.
const WAIT: f64 = 24.0;
/// The same where it is urgent.
const URGENT_WAIT: f64 = 4.0;

/// What is left of somebody's time, 0 to 1 (never 0), or why they are not asked.
///
/// The limits of a week are budgets that are spent one question at a time, not knowing which questions
/// come. So what somebody is good for is discounted by how much of their budget is spent, the last of
/// it most, as in the allocation of advertisements (Mehta, Saberi, Vazirani and Vazirani, *AdWords and
/// generalized online matching*, 2007); here by the cube of what is left, which keeps whoever is asked
/// much for what only they know.
pub(super) fn price<Q>(request: &Request<Q>, candidate: &Candidate) -> Result<f64, Aside> {
    let waits = candidate
        .free_in
        .filter(|hours| *hours <= longest_wait(request.urgent))
        .ok_or(Aside::Away)?;
    let mut spent: f64 = 0.0;
    if let Some(cap) = candidate.cap {
        if candidate.referrals >= cap {
            return Err(Aside::Cap);
        }
        spent = share(candidate.referrals, cap);
    }
    if let Some(most) = fifth(request.first_offers).filter(|_| request.spread) {
        if candidate.first_offers >= most {
            return Err(Aside::Fifth);
        }
        spent = spent.max(share(candidate.first_offers, most));
    }
    let half = if request.urgent { URGENT_WAIT } else { WAIT };
    let patience = 0.5_f64.powf(waits.max(0.0) / half);
    Ok((1.0 - spent).powi(3) * patience / (1.0 + f64::from(candidate.open)))
}

fn share(part: u32, of: u32) -> f64 {
    f64::from(part) / f64::from(of)
}

/// How many of a week's first offers one person may have before they get no more, if there were so
/// many without this one; `None` while there are too few to share.
///
/// The rule of `docs/routing.md`: nobody gets more than a fifth, this offer counted.
pub fn fifth(first_offers: u32) -> Option<u32> {
    let with_this = first_offers.saturating_add(1);
    (with_this >= FIFTH_FROM).then_some(with_this / 5)
}
