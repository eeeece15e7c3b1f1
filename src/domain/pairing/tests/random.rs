//! Thousands of random programs, infeasible ones too.

use super::checker::Checker;
use super::programs::{any, shuffled};
use super::{Method, pair};

#[test]
fn no_other_grouping_is_better() {
    for number in 0..2500 {
        let asked = any(number, 0..8);
        asked.check().unwrap();
        let told = pair(&asked);
        let checker = Checker::of(&asked);
        let planned = told.summary.method == Method::Planned;
        let verdict = checker
            .sound(&told)
            .and_then(|()| checker.truly_told(&told))
            .and_then(|()| checker.left_out_for_a_reason(&told))
            .and_then(|()| checker.best(&told, planned));
        assert_eq!(verdict, Ok(()), "program {number}: {told:#?}");
    }
}

#[test]
fn everybody_is_in_one_group_or_left_out_for_a_reason() {
    for number in 0..100 {
        let asked = any(number, 8..32);
        let told = pair(&asked);
        let checker = Checker::of(&asked);
        let verdict = checker
            .sound(&told)
            .and_then(|()| checker.truly_told(&told))
            .and_then(|()| checker.left_out_for_a_reason(&told));
        assert_eq!(verdict, Ok(()), "program {number}");
    }
}

#[test]
fn the_order_of_lists_changes_nothing_and_the_seed_decides_alone() {
    for number in 0..200 {
        let asked = any(number, 0..24);
        let told = pair(&asked);
        assert_eq!(told, pair(&shuffled(&asked, number)), "program {number}");
        assert_eq!(told, pair(&asked.clone()), "program {number}");
    }
}

#[test]
fn no_other_pairs_of_up_to_fourteen_are_better() {
    for number in 0..200 {
        let asked = any(number, 8..15);
        if asked.people.len().is_multiple_of(2) {
            let told = pair(&asked);
            let verdict = Checker::of(&asked).best_of_all_pairs(&told);
            assert_eq!(verdict, Ok(()), "program {number}");
        }
    }
}
