use super::super::search::tests::{PLAIN, Sort, crowd, seed};
use super::super::{Mix, Unit};
use super::*;

/// How good groups are: people in them, repeats, worth. No rule may be broken.
fn judge(people: &Interned, groups: &[Vec<u32>], size: usize) -> (usize, u64, u64) {
    let mut seen: Vec<u32> = groups.iter().flatten().copied().collect();
    let grouped = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), grouped);
    let most = groups.iter().map(Vec::len).max().unwrap_or(2);
    let least = groups.iter().map(Vec::len).min().unwrap_or(2);
    assert!(most <= size && least >= 2 && most - least <= 1, "{groups:?}");
    let (mut cost, mut worth) = (0, 0);
    for group in groups {
        for (index, one) in group.iter().enumerate() {
            for other in &group[index + 1..] {
                assert!(people.admissible(*one, *other));
                cost += u64::from(people.repeat_cost(*one, *other));
                worth += u64::from(people.worth(*one, *other));
            }
        }
    }
    (grouped, cost, worth)
}

/// All ways to group people 0.. one by one, the best of those with the fewest groups.
fn brute(people: &Interned, size: usize) -> (usize, u64, u64) {
    type Best = Option<(usize, std::cmp::Reverse<(usize, u64)>, u64)>;
    fn go(people: &Interned, size: usize, next: u32, groups: &mut Vec<Vec<u32>>, best: &mut Best) {
        if next == people.len() {
            let lens = groups.iter().map(Vec::len);
            let (most, least) = (lens.clone().max().unwrap_or(2), lens.min().unwrap_or(2));
            if least >= 2 && most - least <= 1 {
                let (grouped, cost, worth) = judge(people, groups, size);
                let value = (grouped, std::cmp::Reverse((groups.len(), cost)), worth);
                *best = (*best).max(Some(value));
            }
            return;
        }
        for index in 0..=groups.len() {
            if index == groups.len() {
                groups.push(vec![next]);
            } else if groups[index].len() < size
                && groups[index].iter().all(|other| people.admissible(next, *other))
            {
                groups[index].push(next);
            } else {
                continue;
            }
            go(people, size, next + 1, groups, best);
            if groups[index].len() == 1 {
                groups.pop();
            } else {
                groups[index].pop();
            }
        }
        go(people, size, next + 1, groups, best);
    }
    let mut best = None;
    go(people, size, 0, &mut Vec::new(), &mut best);
    let (grouped, std::cmp::Reverse((_, cost)), worth) = best.unwrap();
    (grouped, cost, worth)
}

fn grouped_by_engine(people: &Interned, size: u8, number: u64) -> Vec<Vec<u32>> {
    let among: Vec<u32> = people.places().collect();
    groups(people, &among, size, &seed(number))
}

#[test]
fn few_people_are_grouped_as_well_as_possible() {
    let kinds = [
        Sort { met: 30, excluded: 0, ..PLAIN },
        Sort { met: 60, ..PLAIN },
        Sort { excluded: 2, ..PLAIN },
        Sort { must_differ: Some(Unit::Team), teams: 4, ..PLAIN },
        Sort { min_overlap: 240, excluded: 0, ..PLAIN },
    ];
    for number in 0..40_u64 {
        let sort = kinds[usize::try_from(number).unwrap() % kinds.len()];
        let sort = Sort { people: 2 + u32::try_from(number % 8).unwrap(), ..sort };
        let people = crowd(sort, number);
        for size in 3..=5 {
            let found = judge(&people, &grouped_by_engine(&people, size, number), size.into());
            let best = brute(&people, size.into());
            assert_eq!((found.0, found.1), (best.0, best.1), "case {number}, size {size}");
            assert!(found.2 <= best.2 && found.2 * 100 >= best.2 * 98, "{found:?} {best:?}");
        }
    }
}

#[test]
fn sizes_differ_by_one_at_most_and_nobody_is_left_out() {
    for people in [10, 11, 31, 64, 100] {
        for size in 3..=6_u8 {
            let crowd = crowd(Sort { people, excluded: 0, met: 3, ..PLAIN }, 3);
            let groups = grouped_by_engine(&crowd, size, 5);
            let found = judge(&crowd, &groups, size.into());
            assert_eq!((found.0, found.1), (at(people), 0));
            assert_eq!(groups.len(), at(people).div_ceil(size.into()));
            assert_eq!(groups, grouped_by_engine(&crowd, size, 5));
        }
    }
}

#[test]
fn more_people_than_one_block_holds_are_grouped_too() {
    let crowd = crowd(Sort { people: 1_300, met: 2, ..PLAIN }, 1);
    assert_eq!(crowd.rules().mix, Mix::Across);
    let groups = grouped_by_engine(&crowd, 5, 1);
    assert_eq!(judge(&crowd, &groups, 5).0, 1_300);
    assert_eq!((groups.len(), judge(&crowd, &groups, 5).1), (260, 0));
}
