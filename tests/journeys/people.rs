//! Who is in, as people themselves would tell it: from what they asked for, not from what was kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

/// How somebody stands to coffee.
#[derive(Clone, Debug, Default)]
struct Standing {
    skips_next: bool,
    /// Rounds that they still sit out.
    rounds_off: u32,
    back_on: Option<NaiveDate>,
}

/// Whoever has joined and not left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Everybody(BTreeMap<String, Standing>);

impl Everybody {
    pub(crate) fn join(&mut self, person: &str) {
        self.0.insert(person.to_owned(), Standing::default());
    }

    pub(crate) fn leave(&mut self, person: &str) {
        self.0.remove(person);
    }

    pub(crate) fn back(&mut self, person: &str) {
        self.join(person);
    }

    pub(crate) fn skip(&mut self, person: &str) {
        self.of(person).skips_next = true;
    }

    pub(crate) fn pause_rounds(&mut self, person: &str, rounds: u32) {
        self.of(person).rounds_off = rounds;
    }

    pub(crate) fn pause_until(&mut self, person: &str, day: NaiveDate) {
        self.of(person).back_on = Some(day);
    }

    fn of(&mut self, person: &str) -> &mut Standing {
        self.0.get_mut(person).unwrap_or_else(|| panic!("{person} has not joined"))
    }

    pub(crate) fn names(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// A round opens on that day: who takes part; and it is one round less for those who don't.
    pub(crate) fn open(&mut self, day: NaiveDate) -> BTreeSet<String> {
        let mut there = BTreeSet::new();
        for (person, standing) in &mut self.0 {
            let away = standing.back_on.is_some_and(|back| day < back);
            if !(standing.skips_next || standing.rounds_off > 0 || away) {
                there.insert(person.clone());
            }
            standing.skips_next = false;
            standing.rounds_off = standing.rounds_off.saturating_sub(1);
        }
        there
    }
}
