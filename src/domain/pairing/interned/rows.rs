//! Lists of numbers, one for each person, in two blocks of memory.

/// A sorted list without doubles for each of `0..len`.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Where each list begins, and where the last ends. Empty if all lists are.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Rows {
    /// Keeps a list for each place in their order; they need not be sorted.
    pub fn of<I: IntoIterator<Item = u32>>(lists: impl IntoIterator<Item = I>) -> Self {
        let mut rows = Self { starts: vec![0], items: Vec::new() };
        let mut list = Vec::new();
        for items in lists {
            list.clear();
            list.extend(items);
            list.sort_unstable();
            list.dedup();
            rows.items.extend_from_slice(&list);
            rows.starts.push(count(rows.items.len()));
        }
        rows.slimmed()
    }

    /// Both of each pair stand in the list of the other; who pairs with themselves is passed over.
    pub fn of_pairs(len: usize, pairs: &[[u32; 2]]) -> Self {
        let mut both: Vec<[u32; 2]> = pairs
            .iter()
            .filter(|[one, other]| one != other)
            .flat_map(|[one, other]| [[*one, *other], [*other, *one]])
            .collect();
        both.sort_unstable();
        both.dedup();
        let mut starts = vec![0_u32; len + 1];
        for [one, _] in &both {
            if let Some(start) = starts.get_mut(at(*one) + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, items: both.into_iter().map(|[_, other]| other).collect() }.slimmed()
    }

    fn slimmed(mut self) -> Self {
        if self.items.is_empty() {
            self.starts = Vec::new();
        }
        self.starts.shrink_to_fit();
        self.items.shrink_to_fit();
        self
    }

    /// The list of somebody, sorted.
    #[inline]
    pub fn row(&self, place: u32) -> &[u32] {
        let place = at(place);
        let (Some(from), Some(to)) = (self.starts.get(place), self.starts.get(place + 1)) else {
            return &[];
        };
        self.items.get(at(*from)..at(*to)).unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether `other` stands in the list of `one`.
    #[inline]
    pub fn holds(&self, one: u32, other: u32) -> bool {
        self.row(one).binary_search(&other).is_ok()
    }

    /// How many the lists of two people have in common, at most `most`.
    #[inline]
    pub fn in_common(&self, one: u32, other: u32, most: u32) -> u32 {
        let (mut left, mut right) = (self.row(one), self.row(other));
        let mut common = 0;
        while let ([first, lefts @ ..], [second, rights @ ..]) = (left, right) {
            if common == most {
                break;
            }
            common += u32::from(first == second);
            if first <= second {
                left = lefts;
            }
            if second <= first {
                right = rights;
            }
        }
        common
    }
}

/// A place as an index.
#[inline]
pub(in crate::domain::pairing) fn at(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// A length as a number of people or of what they have; there are never 2³² of them.
#[inline]
pub(in crate::domain::pairing) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
