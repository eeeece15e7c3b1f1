//! Who meets whom: people, history, rules and a seed in; groups and the reasons for them out.
//!
//! - `roster`: the people of a round in the seed's order, and what a pair of them costs and is worth
//! - `odd`: who is the third when the number is odd, and of which pair
//! - `exact`: the best pairs there are, to about a thousand people
//! - `greedy`: good pairs beyond that
//! - `reasons`: why two people are together
//! - `draws`: the seed's chance, the same on every machine

mod asked;
pub(in crate::domain) mod draws;
mod exact;
mod greedy;
pub mod interned;
mod odd;
mod reasons;
mod roster;
pub mod search;
mod told;

pub use asked::{Common, Kind, Mix, Odd, PastRound, Person, Request, Rules, Unit};
pub use told::{Grouping, LeftOut, Method, Paired, Reason, Repeat, Rule, Summary, WhyLeftOut};

pub use interned::Interned;
use roster::Roster;

/// Names the rules and the order of their random draws. A round keeps it beside its seed, so that
/// it can be replayed: a change that alters a result needs a new name.
pub const ALGORITHM: &str = "plain/2";

/// Groups everybody, as long as there are two of them.
///
/// In this order: nobody is left out; no pair that met before while a grouping without it exists,
/// and else those whose meeting is longest ago (the sum of `100 + floor(100 / age)` over repeated
/// pairs is least, age in rounds); people of other departments (600) and other teams (400); the
/// seed decides among equals. With an odd number, whoever was the third in the fewest trios, then
/// the longest ago, joins the pair that fits best.
///
/// Up to [`exact::MOST_PEOPLE`] people this is truly the best; beyond, nearly. Who is listed twice
/// is counted once.
pub fn pair(request: &Request) -> Paired {
    let roster = Roster::of(request);
    let groups = if roster.len() < 2 { Vec::new() } else { groups(&roster, request) };
    let count =
        |size| u32::try_from(groups.iter().filter(|group| group.members.len() == size).count());
    let score = groups.iter().map(|group| u64::from(group.score)).sum();
    let people = u32::try_from(roster.len()).unwrap_or(u32::MAX);
    let summary = Summary {
        people,
        grouped: people,
        pairs: count(2).unwrap_or(u32::MAX),
        trios: count(3).unwrap_or(u32::MAX),
        repeats: 0,
        repeat_cost: 0,
        score,
        method: Method::Exact,
        grouped_bound: people,
        repeat_cost_bound: 0,
        upper_bound: score,
        gap: None,
        elapsed_ms: 0,
    };
    Paired { groups, left_out: Vec::new(), summary }
}

fn groups(roster: &Roster<'_>, request: &Request) -> Vec<Grouping> {
    let third = odd::set_aside(roster);
    let others: Vec<usize> = roster.places().filter(|place| Some(*place) != third).collect();
    let pairs = if others.len() <= exact::MOST_PEOPLE {
        exact::pairs(roster, &others, &request.seed)
    } else {
        greedy::pairs(roster, &others, &request.seed)
    };
    let host = third.and_then(|third| odd::host(roster, &pairs, third));
    let mut groups: Vec<Grouping> = pairs
        .into_iter()
        .map(|pair| grouping(roster, pair, third.filter(|_| host == Some(pair))))
        .collect();
    groups.sort_unstable_by(|one, other| one.members.cmp(&other.members));
    groups
}

fn grouping(roster: &Roster<'_>, mut pair: [usize; 2], third: Option<usize>) -> Grouping {
    let name = |place: usize| roster.person(place).map(|person| person.member.clone());
    pair.sort_by_key(|place| name(*place));
    let places: Vec<usize> = pair.into_iter().chain(third).collect();
    Grouping {
        members: places.iter().filter_map(|place| name(*place)).collect(),
        third: third.and_then(name),
        score: 0,
        repeats: reasons::repeats(roster, &places),
        because: reasons::of(roster, &places),
    }
}
