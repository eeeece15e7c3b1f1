//! Whether people who have not met yet can be paired up, decided by trying.

use std::collections::{BTreeSet, HashSet};

/// Two people, in the order of their names.
pub(crate) type Pair = (String, String);

pub(crate) fn pair_of(one: &str, other: &str) -> Pair {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    (one.to_owned(), other.to_owned())
}

/// Every two of a group.
pub(crate) fn pairs_of(group: &BTreeSet<String>) -> Vec<Pair> {
    let people: Vec<&String> = group.iter().collect();
    let mut pairs = Vec::new();
    for (at, one) in people.iter().enumerate() {
        pairs.extend(people[at + 1..].iter().map(|other| pair_of(one, other)));
    }
    pairs
}

/// Whether all of them can be paired up without a pair that met.
pub(crate) fn can_all_be_new(people: &BTreeSet<String>, met: &BTreeSet<Pair>) -> bool {
    let people: Vec<&String> = people.iter().collect();
    assert!(people.len() <= 32 && people.len().is_multiple_of(2), "{} people", people.len());
    let unmet: Vec<u32> = people
        .iter()
        .map(|one| {
            let new = |other: &&String| one != other && !met.contains(&pair_of(one, other));
            people.iter().enumerate().filter(|(_, other)| new(other)).map(|(at, _)| 1 << at).sum()
        })
        .collect();
    let everybody = u32::MAX.checked_shr(32 - u32::try_from(people.len()).unwrap()).unwrap_or(0);
    pairs_up(everybody, &unmet, &mut HashSet::new())
}

/// `left` are those without a partner yet; `hopeless` the sets that were tried before.
fn pairs_up(left: u32, unmet: &[u32], hopeless: &mut HashSet<u32>) -> bool {
    if left == 0 {
        return true;
    }
    if hopeless.contains(&left) {
        return false;
    }
    // Whoever has the fewest choices goes first.
    let of = |set: u32| (0..32_u32).filter(move |at| set & (1 << at) != 0);
    let first = of(left).min_by_key(|at| (unmet[*at as usize] & left).count_ones()).unwrap();
    let rest = left & !(1 << first);
    let found = of(unmet[first as usize] & rest)
        .any(|partner| pairs_up(rest & !(1 << partner), unmet, hopeless));
    if !found {
        hopeless.insert(left);
    }
    found
}

#[test]
fn two_triangles_cannot_be_paired_up_and_six_strangers_can() {
    let six: BTreeSet<String> = "abcdef".chars().map(String::from).collect();
    assert!(can_all_be_new(&six, &BTreeSet::new()));
    let mut met = BTreeSet::new();
    for one in "abc".chars() {
        for other in "def".chars() {
            met.insert(pair_of(&one.to_string(), &other.to_string()));
        }
    }
    assert!(!can_all_be_new(&six, &met));
    met.remove(&pair_of("a", "d"));
    assert!(can_all_be_new(&six, &met));
    assert!(can_all_be_new(&BTreeSet::new(), &met));
}
