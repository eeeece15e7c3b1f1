//! The rows of the table.

use klatch::domain::pairing::{Interned, groups, groups_of, search};
use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;

use crate::measure::{self, Took, Value, median, middle, seed, value};
use crate::workload::Company;

/// Prints a row: what, how good, how long.
fn row(what: &str, quality: &str, took: Took, more: &str) {
    let (wall, processor) = (took.wall * 1e3, took.processor * 1e3);
    println!("| {what} | {quality} | {wall:.1} ms ({processor:.1} ms on the processor) | {more} |");
}

/// Who comes, and what the engine makes of it, after so many rounds that the engine made.
fn after(people: u32, rounds: u32, number: u64) -> Interned {
    let mut company = Company::of(people, number);
    for round in 0..rounds {
        let (interned, here) = company.open(people);
        let pairs = pairs(&interned, number * 1_000 + u64::from(round));
        let groups: Vec<Vec<u32>> = pairs.iter().map(|pair| pair.to_vec()).collect();
        company.close(&here, &groups);
    }
    company.open(people).0
}

fn pairs(people: &Interned, number: u64) -> Vec<[u32; 2]> {
    let among: Vec<u32> = people.places().collect();
    search::pairs(people, &among, &seed(number))
}

fn of_pairs(people: &Interned, pairs: &[[u32; 2]]) -> Value {
    value(people, pairs.iter().map(<[u32; 2]>::as_slice))
}

/// The same few people, an even number, three times as many rounds as it takes to meet everybody.
pub fn small(_rounds: u32) {
    for people in (4..=16).step_by(2) {
        let mut company = Company::of(people, 3).without_exclusions();
        company.stable = true;
        let (mut last, mut youngest, mut slowest) = (Vec::new(), u32::MAX, Vec::new());
        for round in 0..3 * (people - 1) {
            let (interned, here) = company.open(people);
            let (found, took) = median(1, || groups_of(&interned, &seed(u64::from(round))));
            assert_eq!(found.iter().map(Vec::len).sum::<usize>(), people as usize);
            for group in &found {
                let met = interned.last_met(group[0], group[1]);
                youngest = youngest.min(met.map_or(u32::MAX, |met| interned.round() - met));
            }
            slowest.push((took.wall, took.processor));
            company.close(&here, &found);
            last = found;
        }
        assert!(!last.is_empty());
        slowest.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (wall, processor) = *slowest.last().expect("there are rounds");
        let quality = format!("no meeting again within {youngest} rounds");
        row(&format!("{people}, the slowest round"), &quality, Took { wall, processor }, "");
    }
}

/// The best there are, beside another program's for the same.
pub fn exact(rounds: u32) {
    for people in [500, 1_000] {
        let interned = after(people, rounds, 1);
        let (found, took) = median(5, || groups_of(&interned, &seed(1)));
        let ours = value(&interned, found.iter().map(Vec::as_slice));
        let mut graph = UnGraph::<(), i64>::default();
        let nodes: Vec<_> = interned.places().map(|_| graph.add_node(())).collect();
        for one in interned.places() {
            for other in 0..one {
                if let Some(weight) = measure::weight(&interned, one, other) {
                    graph.add_edge(nodes[one as usize], nodes[other as usize], weight);
                }
            }
        }
        let (theirs, theirs_took) = median(1, || matched(&graph));
        let theirs = of_pairs(&interned, &theirs);
        assert_eq!(
            (ours.grouped, ours.cost, ours.worth),
            (theirs.grouped, theirs.cost, theirs.worth)
        );
        let times = theirs_took.wall / took.wall;
        let more = format!("rustworkx {:.2} s, {times:.1} times as long", theirs_took.wall);
        let quality = format!("the optimum, {} repeats", ours.repeats);
        row(&format!("{people}, exact"), &quality, took, &more);
    }
}

fn matched(graph: &UnGraph<(), i64>) -> Vec<[u32; 2]> {
    let weight = |edge: rustworkx_core::petgraph::graph::EdgeReference<'_, i64>| {
        Ok::<i128, std::convert::Infallible>(i128::from(*edge.weight()))
    };
    let Ok(found) = max_weight_matching(graph, true, weight, false);
    let place = |node| u32::try_from(node).unwrap_or(u32::MAX);
    let mut pairs: Vec<[u32; 2]> =
        found.into_iter().map(|(one, other)| [place(one), place(other)]).collect();
    pairs.sort_unstable();
    pairs
}

/// The best there are, by the crate that `exact` uses.
fn best(people: &Interned) -> Value {
    let n = people.len() as usize;
    let mut weights = vec![0_i64; n * n];
    for one in people.places() {
        for other in 0..one {
            let weight = measure::weight(people, one, other).unwrap_or_default();
            weights[other as usize * n + one as usize] = weight;
        }
    }
    let mates = integer_blossom::max_weight_matching(&weights, n);
    let pairs: Vec<[u32; 2]> = (0..)
        .zip(mates)
        .filter_map(|(one, mate)| Some([one, u32::try_from(mate?).ok()?]))
        .filter(|[one, other]| one < other)
        .collect();
    of_pairs(people, &pairs)
}

/// The search beside the best there are, on ten seeds.
pub fn middle_sized(rounds: u32) {
    for people in [1_000, 1_500, 2_000] {
        let (mut shares, mut gaps, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
        let (mut walls, mut processors) = (Vec::new(), Vec::new());
        for number in 0..10 {
            let interned = after(people, rounds, number);
            let (found, took) = median(3, || pairs(&interned, number));
            let (ours, best) = (of_pairs(&interned, &found), best(&interned));
            assert_eq!((ours.grouped, ours.cost), (best.grouped, best.cost));
            let among: Vec<u32> = interned.places().collect();
            let bound = search::bounds::of(&interned, &among, &found);
            assert!(bound.score >= best.worth && bound.grouped as usize == best.grouped);
            let random = measure::random(&interned);
            let (ours, best) = (ours.worth as f64, best.worth as f64);
            shares.push(100.0 * ours / best);
            gaps.push(100.0 * (ours - random) / (best - random));
            bounds.push(100.0 * bound.score as f64 / best);
            walls.push(took.wall);
            processors.push(took.processor);
        }
        let took = Took { wall: middle(&mut walls), processor: middle(&mut processors) };
        let (share, gap) = (middle(&mut shares), middle(&mut gaps));
        let quality = format!(
            "{share:.2} % of the optimum (least {:.2} %), {gap:.2} % of the gap closed (least {:.2} %)",
            shares[0], gaps[0]
        );
        let more = format!("bound at most {:.2} % of the optimum", bounds[9]);
        row(&format!("{people}, ten seeds"), &quality, took, &more);
    }
}

/// Ten thousand, beside a bound that no pairs surpass, whichever candidates they come from.
pub fn large(rounds: u32) {
    let interned = after(10_000, rounds, 1);
    let (found, took) = median(7, || pairs(&interned, 1));
    let ours = of_pairs(&interned, &found);
    let among: Vec<u32> = interned.places().collect();
    let bound = search::bounds::by_prices(&interned, &among, &found);
    let share = 100.0 * ours.worth as f64 / bound as f64;
    let quality = format!(
        "at least {share:.3} % of what any first meetings are worth, {} repeats, {} left out",
        ours.repeats,
        10_000 - ours.grouped
    );
    row("10000", &quality, took, &format!("{rounds} rounds before"));
}

/// Ten thousand, beside the best pairs of everybody's sixteen best candidates. The same few people
/// are the best candidates of nearly all, so our own pairs are among the choices, too: without them
/// not even a third could be paired. Takes long.
pub fn sparse(rounds: u32) {
    const BEST: usize = 16;
    let interned = after(10_000, rounds, 1);
    let found = pairs(&interned, 1);
    let mut edges: std::collections::BTreeSet<(u32, u32)> =
        found.iter().map(|[one, other]| (*one.min(other), *one.max(other))).collect();
    for one in interned.places() {
        let others = interned.places().filter(|other| interned.repeat_cost(one, *other) == 0);
        let mut others: Vec<(i64, u32)> = others
            .filter_map(|other| Some((-measure::weight(&interned, one, other)?, other)))
            .collect();
        // Among equals those next to oneself, so that not all want the same.
        others.sort_unstable_by_key(|(weight, other)| (*weight, other.wrapping_sub(one)));
        edges.extend(others.iter().take(BEST).map(|(_, other)| (one.min(*other), one.max(*other))));
    }
    let mut graph = UnGraph::<(), i64>::default();
    let nodes: Vec<_> = interned.places().map(|_| graph.add_node(())).collect();
    for (one, other) in edges {
        let weight = measure::weight(&interned, one, other).unwrap_or_default();
        graph.add_edge(nodes[one as usize], nodes[other as usize], weight);
    }
    let (theirs, took) = median(1, || matched(&graph));
    let theirs = of_pairs(&interned, &theirs);
    let ours = of_pairs(&interned, &found);
    let share = 100.0 * ours.worth as f64 / theirs.worth as f64;
    let quality =
        format!("ours has {share:.3} % of it, {} of {} grouped", ours.grouped, theirs.grouped);
    row("10000, sparse exact", &quality, took, "");
}

/// One large company in this process alone.
pub fn huge(people: u32, rounds: u32) {
    let interned = after(people, rounds, 1);
    measure::forget_peak();
    let (found, took) = median(3, || pairs(&interned, 1));
    let peak = measure::peak();
    let ours = of_pairs(&interned, &found);
    let left = people as usize - ours.grouped;
    let quality = format!("{} repeats, {left} left out", ours.repeats);
    let each = took.processor * 1e6 / f64::from(people);
    let more = format!("{peak:.0} MB, {each:.2} µs a person, {rounds} rounds before");
    row(&people.to_string(), &quality, took, &more);
}

/// Groups of three to six over half a year.
pub fn in_groups(_rounds: u32) {
    for size in 3..=6 {
        let mut company = Company::of(1_000, 1);
        let (mut walls, mut processors, mut repeats, mut left) = (Vec::new(), Vec::new(), 0, 0);
        for round in 0..26 {
            let (interned, here) = company.open(1_000);
            let among: Vec<u32> = interned.places().collect();
            let (found, took) = median(1, || groups::groups(&interned, &among, size, &seed(round)));
            let all = value(&interned, found.iter().map(Vec::as_slice));
            repeats += all.repeats;
            left += 1_000 - all.grouped;
            walls.push(took.wall);
            processors.push(took.processor);
            company.close(&here, &found);
        }
        let took = Took { wall: middle(&mut walls), processor: middle(&mut processors) };
        let quality = format!("26 rounds, {repeats} repeats, {left} left out");
        let more = format!("slowest {:.1} ms on the processor", processors[25] * 1e3);
        row(&format!("1000 in groups of {size}"), &quality, took, &more);
    }
}
