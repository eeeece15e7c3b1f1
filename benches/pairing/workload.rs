//! The workload: a company that meets for coffee: teams of Zipf-like sizes in departments of Zipf-like sizes, six
//! zones, a manager per team whom nobody of it meets, up to three private exclusions each. Every
//! round one in twenty is replaced by somebody new and one in ten pauses. Its history is made by the
//! engine itself.

use chrono::NaiveDate;
use chrono_tz::Tz;
use klatch::domain::hours::WorkingHours;
use klatch::domain::pairing::Rules;
use klatch::domain::pairing::interned::{
    Card, Columns, Hours, Interned, Meetings, NONE, Rows, Turn,
};

/// Where people work, and how many of a hundred.
const ZONES: [(Tz, u64); 6] = [
    (Tz::Europe__Berlin, 25),
    (Tz::Europe__London, 20),
    (Tz::America__New_York, 20),
    (Tz::America__Los_Angeles, 15),
    (Tz::Asia__Kolkata, 12),
    (Tz::Australia__Sydney, 8),
];
/// What people are interested in.
const INTERESTS: u64 = 40;
/// For so many rounds somebody is new.
const NEW_FOR: u32 = 4;

/// Chance for the workload alone (SplitMix64): the engine has its own.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    fn chance(&mut self, of_a_hundred: u64) -> bool {
        self.below(100) < of_a_hundred
    }

    /// 1 with weight 1, 2 with weight 1/2, and so on.
    fn zipf(&mut self, most: u64) -> u64 {
        let weights: Vec<u64> = (1..=most).map(|rank| 1_000_000 / rank).collect();
        let mut drawn = self.below(weights.iter().sum());
        for (rank, weight) in (1..).zip(weights) {
            if drawn < weight {
                return rank;
            }
            drawn -= weight;
        }
        most
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }

    fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(u64::try_from(len).unwrap_or(1))).unwrap_or_default()
    }
}

#[derive(Clone)]
struct Worker {
    zone: usize,
    interests: Vec<u32>,
    /// The round in which they came.
    since: u32,
    excludes: Vec<u32>,
}

#[derive(Clone)]
struct Team {
    department: u32,
    zone: usize,
    /// Who leads it.
    manager: usize,
}

/// The company, and who met whom.
pub struct Company {
    teams: Vec<Team>,
    /// Which team each desk belongs to.
    team_of: Vec<u32>,
    desks: Vec<Worker>,
    round: u32,
    /// For each round the desks that met.
    history: Vec<(u32, Vec<[u32; 2]>)>,
    dice: Dice,
    /// Nobody comes, goes or pauses.
    pub stable: bool,
    managers: bool,
}

impl Company {
    /// So large that about `people` take part in a round.
    pub fn of(people: u32, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let desks = usize::try_from(u64::from(people) * 10 / 9).unwrap_or_default();
        let departments = if people <= 2_000 { 8 } else { 12 };
        let (mut teams, mut team_of) = (Vec::new(), Vec::new());
        while team_of.len() < desks {
            let size = usize::try_from(2 + dice.zipf(58)).unwrap_or(3).min(desks - team_of.len());
            let department = u32::try_from(dice.zipf(departments)).unwrap_or_default();
            let zone = Self::zone(&mut dice);
            let number = u32::try_from(teams.len()).unwrap_or_default();
            teams.push(Team { department, zone, manager: team_of.len() });
            team_of.extend(std::iter::repeat_n(number, size));
        }
        let mut company = Self {
            teams,
            team_of,
            desks: Vec::new(),
            round: 10,
            history: Vec::new(),
            dice,
            stable: false,
            managers: true,
        };
        for desk in 0..desks {
            let since = if company.dice.chance(90) { 0 } else { 10 };
            let worker = company.worker(desk, since);
            company.desks.push(worker);
        }
        company
    }

    fn zone(dice: &mut Dice) -> usize {
        let mut drawn = dice.below(100);
        for (at, (_, share)) in ZONES.iter().enumerate() {
            if drawn < *share {
                return at;
            }
            drawn -= share;
        }
        0
    }

    fn worker(&mut self, desk: usize, since: u32) -> Worker {
        let dice = &mut self.dice;
        let at_home = dice.chance(75);
        let team_zone = self.teams[self.team_of[desk] as usize].zone;
        let zone = if at_home { team_zone } else { Self::zone(dice) };
        let interests =
            (0..dice.below(5)).map(|_| u32::try_from(dice.zipf(INTERESTS)).unwrap_or(0) - 1);
        let interests = interests.collect();
        let all = u64::try_from(self.team_of.len()).unwrap_or(1);
        let excludes = dice.below(4);
        let excludes =
            (0..excludes).map(|_| u32::try_from(dice.below(all)).unwrap_or_default()).collect();
        Worker { zone, interests, since, excludes }
    }

    /// The next round: who takes part, and everything about them. The desks of the places, too.
    pub fn open(&mut self, take_part: u32) -> (Interned, Vec<u32>) {
        self.round += 1;
        for desk in 0..self.desks.len() {
            if !self.stable && self.round > 11 && self.dice.chance(5) {
                self.desks[desk] = self.worker(desk, self.round);
            }
        }
        let mut here: Vec<u32> = (0..u32::try_from(self.desks.len()).unwrap_or(0)).collect();
        if !self.stable {
            self.dice.shuffle(&mut here);
        }
        here.truncate(take_part as usize);
        here.sort_unstable();
        (self.interned(&here), here)
    }

    fn interned(&self, here: &[u32]) -> Interned {
        let mut places = vec![NONE; self.desks.len()];
        for (place, desk) in (0..).zip(here) {
            places[*desk as usize] = place;
        }
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
        let usual = WorkingHours::default();
        let worker = |desk: &u32| &self.desks[*desk as usize];
        let team = |desk: &u32| self.team_of[*desk as usize];
        let (hours, which) =
            Hours::of(date, here.iter().map(|desk| (&usual, ZONES[worker(desk).zone].0)));
        let cards = here.iter().zip(which).map(|(desk, hours)| Card {
            team: team(desk),
            department: self.teams[team(desk) as usize].department,
            hours,
            newcomer: worker(desk).since + NEW_FOR > self.round,
            prefers_trio: false,
            interests: 0,
        });
        let mut apart: Vec<[u32; 2]> = Vec::new();
        for desk in here {
            let manager = u32::try_from(self.teams[team(desk) as usize].manager).unwrap_or(0);
            let manager = self.managers.then_some(manager);
            let others = worker(desk).excludes.iter().copied().chain(manager);
            let others = others.map(|other| places[other as usize]).filter(|other| *other != NONE);
            let place = places[*desk as usize];
            apart.extend(others.filter(|other| *other != place).map(|other| [place, other]));
        }
        let met = || {
            self.history.iter().flat_map(|(round, pairs)| {
                let still = |desk: u32| {
                    let place = places[desk as usize];
                    (place != NONE && self.desks[desk as usize].since <= *round).then_some(place)
                };
                pairs
                    .iter()
                    .filter_map(move |[one, other]| Some((*round, still(*one)?, still(*other)?)))
            })
        };
        Interned::new(Columns {
            round: self.round,
            rules: Rules::default(),
            cards: cards.collect(),
            hours,
            interests: Rows::of(here.iter().map(|desk| worker(desk).interests.clone())),
            modes: Rows::default(),
            languages: Rows::default(),
            exclusions: Rows::of_pairs(here.len(), &apart),
            meetings: Meetings::of(here.len(), self.round, met),
            turns: Vec::<Turn>::new(),
        })
    }

    /// Keeps who met.
    pub fn close(&mut self, here: &[u32], groups: &[Vec<u32>]) {
        let desk = |place: u32| here[place as usize];
        let mut met = Vec::new();
        for group in groups {
            for (at, one) in group.iter().enumerate() {
                met.extend(group.iter().skip(at + 1).map(|other| [desk(*one), desk(*other)]));
            }
        }
        self.history.push((self.round, met));
    }

    /// Everybody of one team may meet everybody of it, and nobody excludes anybody.
    pub fn without_exclusions(mut self) -> Self {
        for desk in &mut self.desks {
            desk.excludes.clear();
        }
        self.managers = false;
        self
    }
}
