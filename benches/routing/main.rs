//! How long it takes to rank who is asked, once the search index has found what is like the question:
//! `cargo bench --bench routing`. One core, no input or output.

#![expect(clippy::indexing_slicing, reason = "a bench that cannot measure has nothing else to say")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use klatch::domain::ids::MemberId;
use klatch::domain::routing::{Candidate, DEFAULT_CAP, Request, Similar, Vote, rank};

const TRIES: usize = 1_001;

fn main() {
    println!(
        "| candidates | similar, of each kind | median | 99th percentile |\n|---|---|---|---|"
    );
    for (people, hits) in
        [(10, 50), (100, 50), (1_000, 50), (10_000, 50), (1_000, 10), (1_000, 1_000)]
    {
        let request = request(people, hits);
        let mut times: Vec<Duration> = (0..TRIES)
            .map(|_| {
                let began = Instant::now();
                black_box(rank(black_box(&request)));
                began.elapsed()
            })
            .collect();
        times.sort();
        let at = |part: f64| times[rounded(part)];
        println!("| {people} | {hits} | {:?} | {:?} |", at(0.5), at(0.99));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place in a short list"
)]
fn rounded(part: f64) -> usize {
    (part * (TRIES - 1) as f64).round() as usize
}

/// Everybody answered something; every tenth has been asked this week.
fn request(people: u32, hits: u32) -> Request<u32> {
    let member = |number: u32| MemberId::new(format!("U{number:06}"));
    let candidate = |number: u32| Candidate {
        member: member(number),
        presence: f64::from(number % 17) / 2.0,
        on_topic: f64::from(number % 5) / 2.0,
        declared: f64::from(u8::from(number.is_multiple_of(7))),
        title: 0.0,
        same_community: number.is_multiple_of(3),
        open: u32::from(number.is_multiple_of(10)),
        referrals: u32::from(number.is_multiple_of(10)),
        cap: Some(DEFAULT_CAP),
        first_offers: u32::from(number.is_multiple_of(10)),
        free_in: Some(f64::from(number % 24)),
    };
    let vote = |number: u32| Vote {
        member: member(number % people),
        accepted: number.is_multiple_of(2),
        likes: i64::from(number % 9),
    };
    let similar = |answers: u32| {
        let one = move |question: u32| Similar {
            question,
            score: 30.0 / f64::from(question + 1),
            answers: (0..answers).map(|answer| vote(question * 7 + answer)).collect(),
            declined: Vec::new(),
        };
        (0..hits).map(one).collect::<Vec<_>>()
    };
    Request {
        similar: similar(3),
        answers: similar(1),
        candidates: (0..people).map(candidate).collect(),
        first_offers: people / 10,
        spread: true,
        urgent: false,
        seed: *b"as good as any other seed is....",
    }
}
