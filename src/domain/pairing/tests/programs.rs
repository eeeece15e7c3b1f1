//! Random programs, sensible and infeasible ones, from a number.

use std::str::FromStr;

use chrono_tz::Tz;
use serde_json::json;

use super::checker::day;
use super::{PastRound, Person, Request, Rules, member};

/// Small numbers, always the same from the same beginning (xorshift).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn of(number: u64) -> Self {
        let mut dice = Self(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..8 {
            dice.below(2);
        }
        dice
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one_of<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    fn some_of(&mut self, items: &[&str], percent: usize) -> Vec<String> {
        items.iter().filter(|_| self.chance(percent)).map(|item| (*item).to_owned()).collect()
    }
}

const ZONES: [&str; 6] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Pacific/Auckland",
];

fn hours(dice: &mut Dice) -> serde_json::Value {
    dice.one_of(&[
        json!(["09:00", "17:00"]),
        json!(["09:00", "17:00"]),
        json!(["10:30", "15:00"]),
        json!(["20:00", "04:15"]),
        json!(["06:00", "05:00"]),
        json!({"mon": ["09:00", "17:00"], "tue": ["12:00", "16:00"]}),
        json!({"wed": ["09:00", "17:00"], "thu": ["22:00", "03:00"], "sun": ["08:00", "12:00"]}),
        json!({"sat": ["09:00", "12:00"]}),
    ])
}

fn person(number: usize, dice: &mut Dice, wild: bool) -> Person {
    let mut person = Person::new(member(number));
    let unit = |dice: &mut Dice, names: &[&str]| {
        Some(dice.one_of(names).to_owned()).filter(|_| dice.chance(85))
    };
    person.team = unit(dice, &["web", "data", "brand", "ops"]);
    person.department = unit(dice, &["eng", "mkt"]);
    person.tz = Tz::from_str(dice.one_of(&ZONES)).unwrap();
    if wild {
        person.working_hours = serde_json::from_value(hours(dice)).unwrap();
    }
    person.interests = dice.some_of(&["rust", "chess", "hiking", "tea"], 30);
    person.newcomer = dice.chance(25);
    person.trios = u32::try_from(dice.below(3)).unwrap();
    person.last_trio = (person.trios > 0).then(|| u32::try_from(1 + dice.below(7)).unwrap());
    person.sat_out = dice.chance(30).then(|| u32::try_from(4 + dice.below(4)).unwrap());
    if wild {
        person.modes = dice.some_of(&["video", "phone", "walk"], 35);
        person.languages = dice.some_of(&["en", "de", "fr"], 35);
    }
    person
}

fn history(count: usize, dice: &mut Dice) -> Vec<PastRound> {
    let rounds = dice.below(7);
    let mut past = Vec::new();
    for _ in 0..rounds {
        let mut places: Vec<usize> = (0..count + 2).collect();
        for at in (1..places.len()).rev() {
            places.swap(at, dice.below(at + 1));
        }
        let size = 2 + usize::from(dice.chance(20));
        let groups: Vec<Vec<_>> = places
            .chunks(size)
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|one| member(*one)).collect())
            .collect();
        let not_met = groups.iter().filter(|_| dice.chance(20)).cloned().collect();
        past.push(PastRound { round: u32::try_from(1 + dice.below(7)).unwrap(), groups, not_met });
    }
    past
}

/// A program of `sizes` people, with rules that bite in half of them.
pub(super) fn any(number: u64, sizes: std::ops::Range<usize>) -> Request {
    let dice = &mut Dice::of(number);
    let count = sizes.start + dice.below(sizes.len());
    let wild = dice.chance(50);
    let mut rules = json!({
        "mix": dice.one_of(&["across", "across", "any", "within"]),
        "odd": dice.one_of(&["trio", "trio", "sit_out"]),
    });
    if wild {
        rules["must_differ"] = dice.one_of(&[json!(null), json!("team"), json!("department")]);
        rules["must_share"] =
            dice.one_of(&[json!([]), json!(["mode"]), json!(["mode", "language"])]);
        rules["min_overlap_minutes"] = dice.one_of(&[json!(0), json!(30), json!(240)]);
    }
    let people: Vec<Person> = (0..count).map(|at| person(at, dice, wild)).collect();
    let share = dice.one_of(&[0, 0, 15, 50, 75]);
    let mut exclusions = Vec::new();
    for one in 0..count {
        for other in one + 1..count {
            if dice.chance(share) {
                exclusions.push(if dice.chance(50) {
                    [member(one), member(other)]
                } else {
                    [member(other), member(one)]
                });
            }
        }
    }
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    Request {
        round: 8,
        date: day(2026, 3, 2) + chrono::Days::new(u64::try_from(dice.below(400)).unwrap()),
        seed,
        program: serde_json::from_value::<Rules>(rules).unwrap(),
        people,
        history: history(count, dice),
        exclusions,
    }
}

/// The same with all its lists in another order.
pub(super) fn shuffled(asked: &Request, number: u64) -> Request {
    let dice = &mut Dice::of(number ^ 0xABCD);
    let mut other = asked.clone();
    fn shuffle<T>(list: &mut [T], dice: &mut Dice) {
        for at in (1..list.len()).rev() {
            list.swap(at, dice.below(at + 1));
        }
    }
    shuffle(&mut other.people, dice);
    shuffle(&mut other.history, dice);
    shuffle(&mut other.exclusions, dice);
    for person in &mut other.people {
        shuffle(&mut person.interests, dice);
        shuffle(&mut person.modes, dice);
    }
    for round in &mut other.history {
        shuffle(&mut round.groups, dice);
        for group in &mut round.groups {
            shuffle(group, dice);
        }
    }
    for pair in &mut other.exclusions {
        pair.reverse();
    }
    other
}
