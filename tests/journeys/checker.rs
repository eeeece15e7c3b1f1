//! What was promised, judged from what people saw. Shares no code with the bot.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::cast::company;
use crate::hours::{all_work, berlin, berlin_day, common_moment, day_of, due, minute};
use crate::matching::{Pair, can_all_be_new, pair_of, pairs_of};
use crate::play::{Play, Said, Week};
use crate::seen::{Seen, What, numbers, unasked};

/// What a story that is no quiet one may excuse.
#[derive(Clone, Debug, Default)]
pub(crate) struct Excuses {
    /// How late a message may be, because the bot was away.
    pub(crate) late: Duration,
    /// Jobs whose sends were in doubt, and of whom two messages may be seen.
    pub(crate) twice: BTreeSet<String>,
    /// How many reminders, check-ins and sums may be missing.
    pub(crate) missing: usize,
    /// Whether a reminder or a check-in may be missing because somebody had enough messages.
    pub(crate) crowded: bool,
    /// Jobs that answered somebody, and so were no unasked message.
    pub(crate) asked: BTreeSet<String>,
}

/// A story that is over, and what is wrong with it.
pub(crate) struct Checker<'a> {
    weeks: &'a [Week],
    said: &'a [Said],
    /// What was seen, without what was seen twice and excused.
    pub(crate) seen: Vec<Seen>,
    excuses: Excuses,
    missing: usize,
    wrong: Vec<String>,
}

/// Everything that a play promised.
pub(crate) fn assert_kept(play: &Play, excuses: Excuses) {
    let all = unasked(&play.world.playground);
    // That question takes the day of a reminder or a check-in: nobody hears more for being silent.
    let still_up = all.iter().filter(|seen| seen.text == "Still up for coffee?").count();
    println!("{still_up} were asked whether they are still up for it");
    let excuses = Excuses { missing: excuses.missing + still_up, ..excuses };
    let mut checker = Checker {
        weeks: &play.weeks,
        said: &play.said,
        seen: Vec::new(),
        excuses,
        missing: 0,
        wrong: Vec::new(),
    };
    checker.take_in(all);
    checker.rounds_open_in_time();
    checker.everybody_is_in_one_group();
    checker.nobody_meets_again_without_need();
    checker.thirds_take_turns();
    checker.people_are_left_in_peace();
    checker.nothing_comes_at_night();
    checker.groups_are_asked_at_most_once();
    checker.each_round_is_summed_up_once();
    let Checker { excuses, missing, mut wrong, .. } = checker;
    if missing > excuses.missing {
        wrong.push(format!("{missing} messages are missing, {} in doubt", excuses.missing));
    }
    let count = wrong.len();
    wrong.truncate(12);
    assert!(wrong.is_empty(), "seed {}: {count} promises broken:\n{wrong:#?}", play.seed);
}

impl Checker<'_> {
    fn take_in(&mut self, all: Vec<Seen>) {
        let mut jobs = BTreeSet::new();
        let asked = self.excuses.asked.clone();
        for seen in all.into_iter().filter(|seen| !asked.contains(&seen.job)) {
            if jobs.insert(seen.job.clone()) {
                self.seen.push(seen);
            } else if !self.excuses.twice.contains(&seen.job) {
                self.wrong.push(format!("said twice by one job: {}", tell(&seen)));
            }
        }
    }

    /// Messages of a kind that came in a round.
    fn of_week(&self, week: usize, what: What) -> Vec<Seen> {
        let from = opening(&self.weeks[week]);
        let to = self.weeks.get(week + 1).map_or(DateTime::<Utc>::MAX_UTC, opening);
        let there = |seen: &&Seen| seen.what == what && (from..to).contains(&seen.at);
        self.seen.iter().filter(there).cloned().collect()
    }

    fn introductions(&self, week: usize) -> Vec<Seen> {
        self.of_week(week, What::Introduction)
    }

    fn rounds_open_in_time(&mut self) {
        for (number, week) in self.weeks.iter().enumerate() {
            let nine = opening(week);
            match self.introductions(number).first() {
                None if week.people.len() < 2 => {}
                Some(first) if first.at >= nine && minute(first.at) <= nine + self.excuses.late => {
                }
                first => self.wrong.push(format!(
                    "round of {}: nine is at {nine}, and the first introduction at {:?}",
                    week.day,
                    first.map(|seen| seen.at)
                )),
            }
        }
    }

    fn everybody_is_in_one_group(&mut self) {
        for (number, week) in self.weeks.iter().enumerate() {
            let mut groups = BTreeMap::<String, Vec<String>>::new();
            for seen in self.introductions(number) {
                if !(2..=3).contains(&seen.readers.len()) {
                    self.wrong.push(format!("{}: no pair and no trio: {}", week.day, tell(&seen)));
                }
                for person in &seen.readers {
                    groups.entry(person.clone()).or_default().push(tell(&seen));
                }
            }
            for person in week.people.union(&groups.keys().cloned().collect()) {
                let mine = groups.get(person).map_or(0, Vec::len);
                let wanted = usize::from(week.people.contains(person));
                if mine != wanted {
                    let groups = groups.get(person);
                    self.wrong.push(format!(
                        "{}: {person} is in {mine} groups, not {wanted}: {groups:?}",
                        week.day
                    ));
                }
            }
        }
    }

    /// Who has met whom before a round: introduced, unless somebody said no and nobody yes.
    fn met_before(&self, week: usize) -> BTreeSet<Pair> {
        let now = opening(&self.weeks[week]);
        let mut met = BTreeSet::new();
        for earlier in 0..week {
            for seen in self.introductions(earlier) {
                let said = self.said_of(&seen, earlier, now);
                if said.is_empty() || said.values().any(|met| *met) {
                    met.extend(pairs_of(&seen.readers));
                }
            }
        }
        met
    }

    /// The last word of each person about a group of that week, up to a moment.
    fn said_of(&self, group: &Seen, week: usize, until: DateTime<Utc>) -> BTreeMap<&str, bool> {
        let next = self.weeks.get(week + 1).map_or(DateTime::<Utc>::MAX_UTC, opening);
        let of_group = |said: &&Said| {
            said.conversation == group.conversation
                && (group.at..next.min(until)).contains(&said.at)
        };
        self.said.iter().filter(of_group).map(|it| (it.person.as_str(), it.met)).collect()
    }

    fn nobody_meets_again_without_need(&mut self) {
        for (number, week) in self.weeks.iter().enumerate() {
            let met = self.met_before(number);
            let groups = self.introductions(number);
            let third = groups.iter().find_map(third_of);
            let mut others = week.people.clone();
            if let Some(third) = &third {
                others.remove(third);
            }
            if !others.len().is_multiple_of(2) || !can_all_be_new(&others, &met) {
                continue;
            }
            for seen in &groups {
                let mut pair = seen.readers.clone();
                if let Some(third) = &third {
                    pair.remove(third);
                }
                for again in pairs_of(&pair).iter().filter(|pair| met.contains(*pair)) {
                    self.wrong.push(format!("{}: {again:?} meet again without need", week.day));
                }
            }
        }
    }

    /// With an odd number one group is a trio, whose third is somebody who was it least often and
    /// who meets two new people if any two are new to them.
    fn thirds_take_turns(&mut self) {
        let mut turns = BTreeMap::<String, usize>::new();
        for (number, week) in self.weeks.iter().enumerate() {
            let groups = self.introductions(number);
            let trios: Vec<&Seen> = groups.iter().filter(|seen| seen.readers.len() == 3).collect();
            let wanted = usize::from(!week.people.len().is_multiple_of(2));
            if trios.len() != wanted {
                self.wrong.push(format!("{}: {} trios, not {wanted}", week.day, trios.len()));
            }
            let Some((trio, third)) = trios.first().and_then(|trio| Some((trio, third_of(trio)?)))
            else {
                continue;
            };
            let of = |person: &String| turns.get(person).copied().unwrap_or_default();
            let fewest = week.people.iter().map(of).min().unwrap_or_default();
            if of(&third) > fewest {
                self.wrong.push(format!("{}: {third} is the third again", week.day));
            }
            let met = self.met_before(number);
            let new_to = |pair: &BTreeSet<String>| {
                let others = pair.iter().filter(|person| **person != third);
                others.into_iter().all(|other| !met.contains(&pair_of(other, &third)))
            };
            if !new_to(&trio.readers) && groups.iter().any(|seen| new_to(&seen.readers)) {
                self.wrong.push(format!("{}: {third} could have met two new people", week.day));
            }
            *turns.entry(third).or_default() += 1;
        }
    }

    /// At most one message a day, and three in any seven days.
    fn people_are_left_in_peace(&mut self) {
        let mut days = BTreeMap::<&str, Vec<(NaiveDate, String)>>::new();
        for seen in &self.seen {
            for person in &seen.readers {
                days.entry(person).or_default().push((day_of(person, seen.at), tell(seen)));
            }
        }
        for (person, days) in days {
            for (at, (day, _)) in days.iter().enumerate() {
                let week: Vec<_> = days[at..]
                    .iter()
                    .filter(|(other, _)| *other < *day + Duration::days(7))
                    .collect();
                let today = week.iter().filter(|(other, _)| other == day).count();
                if today > 1 || week.len() > 3 {
                    self.wrong.push(format!("{person} gets too much from {day} on: {week:#?}"));
                    break;
                }
            }
        }
    }

    fn nothing_comes_at_night(&mut self) {
        for seen in self.seen.iter().filter(|seen| !seen.readers.is_empty()) {
            let day = berlin_day(seen.at);
            let hour = berlin(day, 9, 0);
            let late = self.excuses.late.min(Duration::hours(1));
            let at_the_hour = (hour..=hour + late).contains(&minute(seen.at));
            let unavoidable = common_moment(&seen.readers, day).is_none() && at_the_hour;
            if !all_work(&seen.readers, seen.at) && !unavoidable {
                self.wrong.push(format!("out of hours: {}", tell(seen)));
            }
        }
    }

    fn groups_are_asked_at_most_once(&mut self) {
        for number in 0..self.weeks.len() {
            let groups = self.introductions(number);
            for (what, days) in [(What::Introduction, 0), (What::Reminder, 2), (What::CheckIn, 4)] {
                let all = self.of_week(number, what);
                let day = self.weeks[number].day + Duration::days(days);
                for group in &groups {
                    self.asked(number, what, group, due(&group.readers, day), &all);
                }
                let strange = |seen: &&Seen| {
                    !groups.iter().any(|group| group.conversation == seen.conversation)
                };
                for seen in all.iter().filter(strange) {
                    self.wrong.push(format!("under no introduction: {}", tell(seen)));
                }
            }
        }
    }

    /// One message of a kind in one group: there when it should be, and only then.
    fn asked(&mut self, week: usize, what: What, group: &Seen, due: DateTime<Utc>, all: &[Seen]) {
        let here: Vec<&Seen> =
            all.iter().filter(|seen| seen.conversation == group.conversation).collect();
        let around = self.excuses.late;
        let wrong = match here.as_slice() {
            [seen] if what != What::Introduction && seen.thread.as_ref() != Some(&group.ts) => {
                // It may hang under either of two introductions.
                self.excuses.twice.is_empty().then(|| "not under the introduction".to_owned())
            }
            [seen] if !(due..=due + around).contains(&minute(seen.at)) && !self.excuses.crowded => {
                Some(format!("not at {due}"))
            }
            [seen] if what != What::Introduction => {
                let said = self.said_of(group, week, seen.at);
                (!said.is_empty()).then(|| format!("after an answer: {said:?}"))
            }
            [] if self.said_of(group, week, due + around).is_empty() => {
                self.missing += usize::from(!self.excuses.crowded);
                (self.excuses.missing == 0 && !self.excuses.crowded)
                    .then(|| format!("no {what:?} at {due}"))
            }
            [_] | [] => None,
            more => Some(format!("{} of {what:?}", more.len())),
        };
        if let Some(wrong) = wrong {
            let here: Vec<String> = here.into_iter().map(tell).collect();
            self.wrong.push(format!("{wrong}: {here:?} in {}", tell(group)));
        }
    }

    /// Ten minutes before the next opening, and it says what people said.
    fn each_round_is_summed_up_once(&mut self) {
        for (number, week) in self.weeks.iter().enumerate() {
            let groups = self.introductions(number);
            let at = berlin(week.day + Duration::days(7), 8, 50);
            let people: usize = groups.iter().map(|group| group.readers.len()).sum();
            let met = groups.iter().filter(|group| {
                let said = self.said_of(group, number, at);
                !said.is_empty() && said.values().all(|met| *met)
            });
            let met = met.count();
            let sums = self.of_week(number, What::Sum);
            match sums.as_slice() {
                [] if self.excuses.missing > 0 => self.missing += 1,
                [sum] if (at..=at + self.excuses.late).contains(&sum.at) => {
                    let told = numbers(&sum.text);
                    let wanted = [number + 1, groups.len(), people];
                    let some_met = met == 0 || met == groups.len() || told.get(3) == Some(&met);
                    if !told.starts_with(&wanted) || !some_met {
                        self.wrong.push(format!("{wanted:?}, {met} met, not {}", tell(sum)));
                    }
                }
                other => {
                    let told: Vec<String> = other.iter().map(tell).collect();
                    self.wrong.push(format!("{}: summed up at {at}: {told:?}", week.day));
                }
            }
        }
    }
}

fn opening(week: &Week) -> DateTime<Utc> {
    berlin(week.day, 9, 0)
}

/// Whoever joined a pair: the introduction names them last.
fn third_of(seen: &Seen) -> Option<String> {
    let company = company().people;
    let place = |handle: &String| {
        let person = company.iter().find(|person| person.name == *handle)?;
        seen.text.rfind(&person.display_name)
    };
    let trio = seen.readers.len() == 3;
    trio.then(|| seen.readers.iter().max_by_key(|person| place(person)).cloned()).flatten()
}

/// One message, as a failure shows it.
fn tell(seen: &Seen) -> String {
    let readers: Vec<&str> = seen.readers.iter().map(String::as_str).collect();
    let at = seen.at.format("%a %d %b %H:%M:%S UTC");
    format!("{:?} at {at} to {readers:?}: {}", seen.what, seen.text)
}
