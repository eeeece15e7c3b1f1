//! What asking somebody costs them, and who has no room for it.

use super::{Aside, Candidate, FIFTH_FROM, LONGEST_WAIT, Request};

/// Who waits this long, in hours, is worth half.
const WAIT: f64 = 24.0;
/// The same where it is urgent.
const URGENT_WAIT: f64 = 4.0;

/// What is left of somebody's time, 0 to 1 (never 0), or why they are not asked.
///
/// The limits of a week are budgets that are spent one question at a time, not knowing which questions
/// come; so what somebody is good for is discounted by 1 − e^(u−1), where u is how much of their
/// budget is spent (Mehta, Saberi, Vazirani and Vazirani, *AdWords and generalized online matching*,
/// 2007). Whoever is asked much is kept for what only they know, and stands second elsewhere.
pub(super) fn price<Q>(request: &Request<Q>, candidate: &Candidate) -> Result<f64, Aside> {
    let waits = candidate.free_in.filter(|hours| *hours <= LONGEST_WAIT).ok_or(Aside::Away)?;
    let mut spent: f64 = 0.0;
    if let Some(cap) = candidate.cap {
        if candidate.referrals >= cap {
            return Err(Aside::Cap);
        }
        spent = f64::from(candidate.referrals) / f64::from(cap);
    }
    let most = fifth(request.first_offers).filter(|_| request.fifth);
    if most.is_some_and(|most| candidate.first_offers >= most) {
        return Err(Aside::Fifth);
    }
    let budget = (1.0 - (spent - 1.0).exp()) / (1.0 - (-1.0_f64).exp());
    let half = if request.urgent { URGENT_WAIT } else { WAIT };
    let patience = 0.5_f64.powf(waits.max(0.0) / half);
    Ok(budget * patience / (1.0 + f64::from(candidate.open)))
}

/// How many of a week's first offers one person may have before they get no more, if there were so
/// many without this one; `None` while there are too few to share.
///
/// The rule of `docs/routing.md`: nobody gets more than a fifth, this offer counted.
pub fn fifth(first_offers: u32) -> Option<u32> {
    let with_this = first_offers.saturating_add(1);
    (with_this >= FIFTH_FROM).then_some(with_this / 5)
}
