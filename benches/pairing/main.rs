//! How good pairs are, how long they take and what memory: `cargo bench --bench pairing`, or with
//! some of the rows, as in `cargo bench --bench pairing -- small exact middle large huge groups`.
//! `--rounds 52` sets how many rounds the engine makes before, `sparse` runs the slow comparison.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a bench that cannot measure has nothing else to say"
)]

mod measure;
mod rows;
mod workload;

use std::process::Command;

const ROUNDS: u32 = 52;

/// Its name, and what prints it after so many rounds.
type Row = (&'static str, fn(u32));

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (mut chosen, mut rounds, mut alone) = (Vec::new(), ROUNDS, None);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|number| number.parse().ok());
        match argument.as_str() {
            "--rounds" => rounds = number().expect("a number of rounds"),
            "--alone" => alone = Some(number().expect("a number of people")),
            _ => chosen.push(argument),
        }
    }
    if let Some(people) = alone {
        rows::huge(people, rounds);
        return;
    }
    println!("| people | quality | time, median | |\n|---|---|---|---|");
    let all: [Row; 6] = [
        ("small", rows::small),
        ("exact", rows::exact),
        ("middle", rows::middle_sized),
        ("large", rows::large),
        ("huge", huge),
        ("groups", rows::in_groups),
    ];
    for (name, run) in all {
        if chosen.is_empty() || chosen.iter().any(|row| row == name) {
            run(rounds);
        }
    }
    if chosen.iter().any(|row| row == "sparse") {
        rows::sparse(rounds);
    }
}

/// Each in a process of its own, so that its memory is its own.
fn huge(rounds: u32) {
    let this = std::env::current_exe().expect("this program");
    for people in ["10000", "100000", "1000000"] {
        let mut run = Command::new(&this);
        run.args(["--alone", people, "--rounds", &rounds.to_string()]);
        assert!(run.status().expect("it starts").success(), "{people} people");
    }
}
