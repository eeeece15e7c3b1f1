//! How fast the index is made and asked, at several sizes: `cargo bench --bench search -- 10000 100000`
//! (one million answers if nothing is said). Four answers belong to one question.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot measure has nothing else to say"
)]

mod text;

use std::time::{Duration, Instant};

use chrono::DateTime;
use klatch::search::{Ask, Document, Index, Kind, View};

use text::Writer;

const QUESTIONS: usize = 400;
const WARM: usize = 40;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|size| size.parse().ok()).collect();
    for answers in if sizes.is_empty() { vec![1_000_000] } else { sizes } {
        measure(answers);
    }
}

fn measure(answers: usize) {
    println!("{answers} answers");
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::new(7);
    let started = Instant::now();
    let mut index = Index::create(folder.path()).expect("an index");
    for number in 0..answers {
        if number % 4 == 0 {
            index.put(&question(&mut writer, number / 4)).expect("it takes a question");
        }
        index.put(&answer(&mut writer, number)).expect("it takes an answer");
    }
    index.commit(1).expect("it commits");
    index.rest().expect("it merges");
    let took = started.elapsed().as_secs_f64();
    println!("  made: {took:.1} s, {:.0} answers a second", answers as f64 / took);
    println!("  memory after that: {}", memory());
    drop(index);
    let on_disk = std::fs::read_dir(folder.path()).expect("a folder").flatten();
    let bytes: u64 = on_disk.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
    println!("  on disk: {} MB", bytes / 1_000_000);
    let started = Instant::now();
    let mut index = Index::open(folder.path()).expect("it opens");
    println!("  opened and checked: {:.0} ms", millis(started.elapsed()));
    asked(&index.view(), &mut writer);
    println!("  memory while serving: {}", memory());
    written(&mut index, &mut writer);
    println!("  memory while writing: {}", memory());
}

fn asked(view: &View, writer: &mut Writer) {
    let questions: Vec<(String, String)> =
        (0..QUESTIONS + WARM).map(|_| (writer.text(6, 12), writer.text(20, 120))).collect();
    for (name, kinds) in [
        ("questions alike", &[(Kind::Question, 50)][..]),
        ("answers alike", &[(Kind::Answer, 50)]),
        ("both (a question ranked)", &[(Kind::Question, 50), (Kind::Answer, 50)]),
    ] {
        let mut times: Vec<f64> = Vec::new();
        for (title, text) in &questions {
            let started = Instant::now();
            for (kind, most) in kinds {
                let found = view.similar(&Ask::new(title, text, *kind, *most));
                std::hint::black_box(found.expect("it finds"));
            }
            times.push(millis(started.elapsed()));
        }
        shown(name, &mut times[WARM..]);
    }
    let mut times: Vec<f64> = Vec::new();
    for (title, _) in &questions {
        let started = Instant::now();
        let words: Vec<&str> = title.split(' ').take(4).collect();
        std::hint::black_box(view.find(&words.join(" "), Kind::Question, 10).expect("it finds"));
        times.push(millis(started.elapsed()));
    }
    shown("four words sought", &mut times[WARM..]);
}

/// One answer is written and found.
fn written(index: &mut Index, writer: &mut Writer) {
    let mut times: Vec<f64> = Vec::new();
    for number in 0..100 {
        let document = answer(writer, 10_000_000 + number);
        let started = Instant::now();
        index.put(&document).expect("it takes an answer");
        index.commit(2).expect("it commits");
        times.push(millis(started.elapsed()));
    }
    shown("one more answer", &mut times);
}

fn shown(name: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "  {name}: median {:.1} ms, 99 of 100 in {:.1} ms, longest {:.1} ms",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// What this process holds, and the most it ever held (Linux).
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let number = line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok());
        number.unwrap_or_default() / 1_000
    };
    format!(
        "{} MB resident, {} MB of it files; most so far {} MB",
        value("VmRSS"),
        value("RssFile"),
        value("VmHWM")
    )
}

fn question(writer: &mut Writer, number: usize) -> Document {
    let (title, text) = (writer.text(6, 12), writer.text(20, 120));
    let key = format!("q{number:031}");
    let at = DateTime::from_timestamp(1_700_000_000 + number as i64, 0).expect("a time");
    let of = key.clone();
    Document { kind: Kind::Question, key, of, title, text, topic: None, at, author: None }
}

fn answer(writer: &mut Writer, number: usize) -> Document {
    let text = writer.text(10, 110);
    let key = format!("a{number:031}");
    let of = format!("q{:031}", number / 4);
    let at = DateTime::from_timestamp(1_700_000_000 + number as i64, 0).expect("a time");
    let author = Some(format!("U{:08}", number % 997));
    Document { kind: Kind::Answer, key, of, title: String::new(), text, topic: None, at, author }
}
