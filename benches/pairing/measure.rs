//! What is measured: time, memory, and how good pairs are.

use std::time::Instant;

use klatch::domain::pairing::Interned;

use crate::workload::Dice;

/// A seed for the engine.
pub fn seed(number: u64) -> [u8; 32] {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    seed
}

/// Seconds: by the clock on the wall, and those on a processor.
#[derive(Clone, Copy)]
pub struct Took {
    pub wall: f64,
    pub processor: f64,
}

/// Runs something an odd number of times: its last result, and the medians.
pub fn median<T>(runs: usize, mut run: impl FnMut() -> T) -> (T, Took) {
    let (mut walls, mut processors, mut last) = (Vec::new(), Vec::new(), None);
    for _ in 0..runs {
        let (started, processor, all) = (Instant::now(), on_processor(), of_all_threads());
        last = Some(run());
        walls.push(started.elapsed().as_secs_f64());
        let (processor, all) = (on_processor() - processor, of_all_threads() - all);
        // Where no other thread worked, the finer figure counts.
        processors.push(if all > processor + 0.05 { all } else { processor });
    }
    let took = Took { wall: middle(&mut walls), processor: middle(&mut processors) };
    (last.expect("it ran"), took)
}

pub fn middle(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Seconds that this thread was on a processor, where Linux tells.
fn on_processor() -> f64 {
    let read = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = read.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok());
    nanos.unwrap_or_default() / 1e9
}

/// The same of all threads, also those that ended, in hundredths: what is exact has one of its own.
fn of_all_threads() -> f64 {
    let read = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = read.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Begins to look for the most memory anew.
pub fn forget_peak() {
    // Where the kernel does not allow it, the peak is that of the whole process: too much, not too
    // little.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory since then, in megabytes.
pub fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

/// How good groups are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Value {
    pub grouped: usize,
    pub repeats: u64,
    pub cost: u64,
    pub worth: u64,
}

/// Looks at all pairs within groups. No rule may be broken.
pub fn value<'a>(people: &Interned, groups: impl IntoIterator<Item = &'a [u32]>) -> Value {
    let mut value = Value::default();
    for group in groups {
        value.grouped += group.len();
        for (at, one) in group.iter().enumerate() {
            for other in &group[at + 1..] {
                assert!(people.admissible(*one, *other), "{one} may not meet {other}");
                let cost = u64::from(people.repeat_cost(*one, *other));
                value.repeats += u64::from(cost > 0);
                value.cost += cost;
                value.worth += u64::from(people.worth(*one, *other));
            }
        }
    }
    value
}

/// The mean worth of 20 seeded shuffles of admissible pairs that never met.
pub fn random(people: &Interned) -> f64 {
    let mut dice = Dice(20);
    let mut sum = 0.0;
    for _ in 0..20 {
        let mut waiting: Vec<u32> = people.places().collect();
        dice.shuffle(&mut waiting);
        while let Some(one) = waiting.pop() {
            let fits = |other: &u32| {
                people.admissible(one, *other) && people.repeat_cost(one, *other) == 0
            };
            if let Some(at) = waiting.iter().rposition(fits) {
                sum += f64::from(people.worth(one, waiting.swap_remove(at)));
            }
        }
    }
    sum / 20.0
}

/// One number for the goals of a pair: the better, the greater. Any pair is better than none.
pub fn weight(people: &Interned, one: u32, other: u32) -> Option<i64> {
    people.admissible(one, other).then(|| {
        let repeat = i64::from(people.repeat_cost(one, other));
        (1 << 44) - (repeat << 24) + i64::from(people.worth(one, other))
    })
}
