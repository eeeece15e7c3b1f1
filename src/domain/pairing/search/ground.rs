//! Who may be joined to whom, asked so that many can be answered at once: people of whom the
//! program's rules ask the same are of one class, and apart from those classes only exclusions and
//! earlier meetings matter.

use std::collections::BTreeMap;

use super::super::interned::{Interned, RuleKey, at, count};

/// The people among whom pairs are looked for.
pub(super) struct Ground<'a> {
    pub(super) people: &'a Interned,
    pub(super) among: &'a [u32],
    /// By place.
    classes: Vec<u32>,
    pub(super) classes_len: usize,
}

impl<'a> Ground<'a> {
    pub(super) fn of(people: &'a Interned, among: &'a [u32]) -> Self {
        let mut known: BTreeMap<RuleKey<'_>, u32> = BTreeMap::new();
        let mut classes = vec![0; at(people.len())];
        for place in among {
            let next = count(known.len());
            let class = *known.entry(people.rule_key(*place)).or_insert(next);
            if let Some(kept) = classes.get_mut(at(*place)) {
                *kept = class;
            }
        }
        Self { people, among, classes, classes_len: known.len() }
    }

    #[inline]
    pub(super) fn class(&self, place: u32) -> usize {
        self.classes.get(at(place)).map_or(0, |class| at(*class))
    }

    /// Whether nothing that is between these two alone stands against their meeting; with `fresh`,
    /// an earlier meeting does.
    #[inline]
    pub(super) fn free(&self, one: u32, other: u32, fresh: bool) -> bool {
        one != other
            && self.people.excluded(one).binary_search(&other).is_err()
            && !(fresh && self.people.met_with(one).binary_search(&other).is_ok())
    }

    /// Whether two people may meet; with `fresh`, for the first time.
    #[inline]
    pub(super) fn joins(&self, one: u32, other: u32, fresh: bool) -> bool {
        self.people.permitted(one, other) && self.free(one, other, fresh)
    }
}
