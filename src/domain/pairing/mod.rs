//! Who meets whom: people, history, rules and a seed in; groups and the reasons for them out.
//!
//! - `asked`, `told`: what goes in and what comes out; `check`: what makes no sense
//! - `interned`: the people of a round as numbers, and what a pair of them costs and is worth
//! - `fairness`: whose turn it is to be the third; `aside`: who is set aside when the number is odd
//! - `pairs`: a round of pairs, by `exact` (the best there are, to about a thousand people),
//!   `planned` (with the next rounds in mind, to sixteen) and `few` (where many cannot meet)
//! - `many`: the same beyond a thousand people
//! - `thirds`: who joins which pair
//! - `graph`: the greatest number of pairs
//! - `search`: pairs for more people than `exact` can take; `groups`: groups of three to six
//! - `breaks`: each team together
//! - `reasons`: why two people are together, and how good it all is
//! - `draws`: the seed's chance, the same on every machine

mod aside;
mod asked;
mod breaks;
mod check;
pub(in crate::domain) mod draws;
mod exact;
mod fairness;
mod few;
mod found;
mod graph;
pub mod groups;
pub mod interned;
mod many;
mod pairs;
mod planned;
mod reasons;
pub mod search;
#[cfg(test)]
mod tests;
mod thirds;
mod told;

pub use asked::{Common, Kind, Mix, Odd, PastRound, Person, Request, Rules, Unit};
pub use check::Problem;
pub use interned::Interned;
pub use told::{Grouping, LeftOut, Method, Paired, Reason, Repeat, Rule, Summary, WhyLeftOut};

use interned::at;

/// Names the rules and the order of their random draws. A round keeps it beside its seed, so that
/// it can be replayed: a change that alters a result needs a new name.
pub const ALGORITHM: &str = "klatch/1";

/// Groups the people of a round, as `Rules` ask for it.
///
/// Two people may meet if neither excludes the other and no hard rule of the program forbids it.
/// In this order, for pairs:
///
/// 1. as many pairs as possible; whoever is left joins a pair as its third where all three may
///    meet, in turn, as many as possible
/// 2. the sum of `100 + floor(100 / age)` over pairs that met before is least, age in rounds
/// 3. the sum of what the meetings are worth is greatest ([`Interned::worth`])
/// 4. the seed decides
///
/// With an odd number somebody is set aside before, in turn; 2 and 3 are the best for the pairs of
/// the others, and they join the best of these. What cannot be asked ([`Request::check`]) does no
/// harm: who is listed twice is counted once, unknown ids are passed over. The same request gives
/// the same groups on every machine, in whatever order its lists are.
///
/// There is no clock here: `elapsed_ms` is 0, see [`Paired::within`].
pub fn pair(request: &Request) -> Paired {
    let people = Interned::of(request);
    let found = found(&people, &request.seed);
    reasons::tell(&people, &interned::in_order(request), &found)
}

/// The groups of a round by places, the third of a pair last, without a word: what the benches
/// measure.
pub fn groups_of(people: &Interned, seed: &[u8; 32]) -> Vec<Vec<u32>> {
    found(people, seed).groups.iter().map(|group| group.all().collect()).collect()
}

fn found(people: &Interned, seed: &[u8; 32]) -> found::Found {
    let many = at(people.len()) > exact::MOST_PEOPLE;
    match people.rules().kind {
        Kind::Pairs if people.rules().group_size > 2 => larger(people, seed),
        Kind::Pairs | Kind::Buddy if many => {
            let pairs = |among: &[u32]| search::pairs(people, among, seed);
            let bounds =
                |among: &[u32], pairs: &[[u32; 2]]| search::bounds::of(people, among, pairs);
            many::found(people, seed, many::Search { pairs: &pairs, bounds: &bounds })
        }
        Kind::Break => breaks::found(people, &fairness::order(people, seed)),
        Kind::Pairs | Kind::Buddy => pairs::found(people, seed),
    }
}

/// Groups of three to six.
fn larger(people: &Interned, seed: &[u8; 32]) -> found::Found {
    let (size, among) = (people.rules().group_size, people.places().collect::<Vec<u32>>());
    let group = |members| found::Group { members, third: None };
    found::Found {
        groups: groups::groups(people, &among, size, seed).into_iter().map(group).collect(),
        sits_out: None,
        method: Method::Search,
        bounds: Some(search::bounds::of_groups(people, &among, size)),
    }
}
