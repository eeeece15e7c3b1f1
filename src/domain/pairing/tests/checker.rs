//! Told again from the sentences of the rules, slowly and on names: every pairing of a few people
//! is tried.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Offset, TimeZone, Timelike, Weekday};

use crate::domain::hours::WorkingHours;
use crate::domain::ids::MemberId;
use crate::domain::pairing::{
    Common, Grouping, Mix, Odd, Paired, Person, Reason, Request, Rule, Unit, WhyLeftOut,
};

pub(super) type Verdict = Result<(), String>;

pub(super) fn held(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Pairs, thirds, repeat cost, worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Goals(pub u32, pub u32, pub u32, pub u32);

impl Goals {
    fn better_than(self, other: Self) -> bool {
        (self.0, self.1, other.2, self.3) > (other.0, other.1, self.2, other.3)
    }
}

pub(super) struct Checker<'a> {
    pub asked: &'a Request,
    people: Vec<&'a Person>,
    /// By person and weekday: each minute of UTC's day, and whether they work in it.
    works: Vec<Vec<Vec<bool>>>,
    admissible: Vec<Vec<bool>>,
    cost: Vec<Vec<u32>>,
    worth: Vec<Vec<u32>>,
}

impl<'a> Checker<'a> {
    pub(super) fn of(asked: &'a Request) -> Self {
        let mut people: Vec<&Person> = asked.people.iter().collect();
        people.sort_by(|one, other| one.member.as_str().cmp(other.member.as_str()));
        let mut checker =
            Self { asked, people, works: vec![], admissible: vec![], cost: vec![], worth: vec![] };
        let mut week = vec![Weekday::Mon];
        while week.len() < 7 {
            week.push(week[week.len() - 1].succ());
        }
        let works =
            |person: &&Person| week.iter().map(|day| checker.minutes(person, *day)).collect();
        checker.works = checker.people.iter().map(works).collect();
        let all = |of: &dyn Fn(&Person, &Person) -> u32| -> Vec<Vec<u32>> {
            let row = |one: &&Person| checker.people.iter().map(|other| of(one, other)).collect();
            checker.people.iter().map(row).collect()
        };
        let admissible = all(&|one, other| u32::from(checker.may_meet(one, other)));
        let cost = all(&|one, other| checker.pair_cost(one, other));
        let worth = all(&|one, other| checker.pair_worth(one, other));
        let yes = |row: Vec<u32>| row.into_iter().map(|one| one == 1).collect();
        checker.admissible = admissible.into_iter().map(yes).collect();
        (checker.cost, checker.worth) = (cost, worth);
        checker
    }

    fn index(&self, id: &MemberId) -> usize {
        self.people.iter().position(|person| person.member == *id).unwrap()
    }

    fn person(&self, id: &MemberId) -> &Person {
        self.people[self.index(id)]
    }

    /// Minute by minute, and whether there is a day on which both work.
    fn overlap(&self, one: &Person, other: &Person) -> (u32, bool) {
        let daily = |person: &Person| matches!(person.working_hours, WorkingHours::Daily(_));
        let (a, b) = (self.index(&one.member), self.index(&other.member));
        let common = |day: Weekday| {
            let day = day.num_days_from_monday() as usize;
            let (one, other) = (&self.works[a][day], &self.works[b][day]);
            let both = one.iter().zip(other).filter(|(one, other)| **one && **other).count() as u32;
            (both, one.contains(&true) && other.contains(&true))
        };
        if daily(one) && daily(other) {
            return (common(Weekday::Wed).0, true);
        }
        let days: Vec<(u32, bool)> =
            (0..5).map(|ahead| common((self.asked.date + Days::new(ahead)).weekday())).collect();
        (days.iter().map(|day| day.0).sum::<u32>() / 5, days.iter().any(|day| day.1))
    }

    /// The minutes of UTC's day in which somebody works on that weekday.
    fn minutes(&self, person: &Person, day: Weekday) -> Vec<bool> {
        let noon = self.asked.date.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap());
        let offset = person.tz.from_utc_datetime(&noon).offset().fix().local_minus_utc() / 60;
        let hours = match &person.working_hours {
            WorkingHours::Daily(hours) => {
                Some(*hours).filter(|_| day != Weekday::Sat && day != Weekday::Sun)
            }
            WorkingHours::Weekly(week) => week.on(day),
        };
        let mut minutes = vec![false; 1440];
        if let Some(hours) = hours {
            let minute = |time: NaiveTime| (time.hour() * 60 + time.minute()) as i32;
            let mut at = minute(hours.from());
            while at != minute(hours.to()) {
                minutes[((at - offset + 2 * 1440) % 1440) as usize] = true;
                at = (at + 1) % 1440;
            }
        }
        minutes
    }

    fn may_meet(&self, one: &Person, other: &Person) -> bool {
        let rules = &self.asked.program;
        let (a, b) = (&one.member, &other.member);
        let excluded =
            self.asked.exclusions.iter().any(|[x, y]| x == a && y == b || x == b && y == a);
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        let alike = match rules.must_differ {
            Some(Unit::Team) => same(&one.team, &other.team),
            Some(Unit::Department) => same(&one.department, &other.department),
            None => false,
        };
        let share = |one: &[String], other: &[String]| {
            one.is_empty() || other.is_empty() || one.iter().any(|what| other.contains(what))
        };
        let sharing = rules.must_share.iter().all(|what| match what {
            Common::Mode => share(&one.modes, &other.modes),
            Common::Language => share(&one.languages, &other.languages),
        });
        let (minutes, some_day) = self.overlap(one, other);
        a != b && !excluded && !alike && sharing && some_day && minutes >= rules.min_overlap_minutes
    }

    fn last_met(&self, one: &MemberId, other: &MemberId) -> Option<u32> {
        let counts = |round: &&crate::domain::pairing::PastRound| {
            let both = |group: &Vec<MemberId>| group.contains(one) && group.contains(other);
            round.groups.iter().any(both) && !round.not_met.iter().any(both)
        };
        self.asked.history.iter().filter(counts).map(|round| round.round).max()
    }

    fn pair_cost(&self, one: &Person, other: &Person) -> u32 {
        if one.member == other.member {
            return 0;
        }
        let last = self.last_met(&one.member, &other.member);
        last.map_or(0, |round| 100 + 100 / (self.asked.round - round))
    }

    fn mix(&self, one: &Person, other: &Person) -> Option<(u32, Rule)> {
        let both = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some();
        let teams = both(&one.team, &other.team);
        let departments = both(&one.department, &other.department);
        match self.asked.program.mix {
            Mix::Any => None,
            Mix::Within => (teams && one.team == other.team).then_some((600, Rule::SameTeam)),
            Mix::Across if departments && one.department != other.department => {
                Some((600, Rule::OtherDepartment))
            }
            Mix::Across => (teams && one.team != other.team).then_some((400, Rule::OtherTeam)),
        }
    }

    fn shared(one: &Person, other: &Person) -> Vec<String> {
        let set: BTreeSet<&String> = one.interests.iter().collect();
        let shared: BTreeSet<&String> =
            other.interests.iter().filter(|interest| set.contains(interest)).collect();
        shared.into_iter().cloned().collect()
    }

    fn pair_worth(&self, one: &Person, other: &Person) -> u32 {
        self.mix(one, other).map_or(0, |mix| mix.0)
            + 300 * self.overlap(one, other).0.min(240) / 240
            + 25 * u32::try_from(Self::shared(one, other).len()).unwrap().min(2)
            + if one.newcomer == other.newcomer { 0 } else { 40 }
    }

    fn pairs_within(group: &Grouping) -> Vec<[MemberId; 2]> {
        let mut pairs = Vec::new();
        for (at, one) in group.members.iter().enumerate() {
            for other in &group.members[at + 1..] {
                let mut pair = [one.clone(), other.clone()];
                pair.sort();
                pairs.push(pair);
            }
        }
        pairs
    }

    fn of_pair<T: Copy>(&self, table: &[Vec<T>], pair: &[MemberId; 2]) -> T {
        table[self.index(&pair[0])][self.index(&pair[1])]
    }

    /// Everybody once, nobody with whom they may not meet, in the right order.
    pub(super) fn sound(&self, told: &Paired) -> Verdict {
        let mut seen: Vec<&MemberId> = told.groups.iter().flat_map(|g| &g.members).collect();
        seen.extend(told.left_out.iter().map(|left| &left.member));
        seen.sort();
        let all: Vec<&MemberId> = self.people.iter().map(|person| &person.member).collect();
        held(seen == all, || format!("{seen:?} are not all once"))?;
        held(told.groups.iter().is_sorted_by_key(|group| &group.members), || "unsorted".into())?;
        for group in &told.groups {
            held(group.members.len() >= 2, || format!("{group:?} is no group"))?;
            let firsts: Vec<&MemberId> =
                group.members.iter().filter(|id| Some(*id) != group.third.as_ref()).collect();
            held(firsts.is_sorted(), || format!("{group:?} unsorted"))?;
            let last = group.third.is_none() || group.third.as_ref() == group.members.last();
            held(last, || format!("the third is not last in {group:?}"))?;
            for pair in Self::pairs_within(group) {
                let may = self.of_pair(&self.admissible, &pair);
                held(may, || format!("{pair:?} may not meet"))?;
            }
        }
        Ok(())
    }

    /// All that is said of groups and in sum is what is counted here.
    pub(super) fn truly_told(&self, told: &Paired) -> Verdict {
        let (mut score, mut cost, mut repeats) = (0, 0, 0);
        for group in &told.groups {
            let pairs = Self::pairs_within(group);
            let worth: u32 = pairs.iter().map(|pair| self.of_pair(&self.worth, pair)).sum();
            held(worth == group.score, || format!("{worth} of {group:?}"))?;
            let again: Vec<([MemberId; 2], u32)> = pairs
                .iter()
                .filter_map(|pair| Some((pair.clone(), self.last_met(&pair[0], &pair[1])?)))
                .collect();
            let said: Vec<([MemberId; 2], u32)> =
                group.repeats.iter().map(|repeat| (repeat.pair.clone(), repeat.round)).collect();
            held(said == again, || format!("repeats {again:?} of {group:?}"))?;
            let because: Vec<Reason> = pairs.iter().flat_map(|pair| self.reasons(pair)).collect();
            held(because == group.because, || format!("reasons {because:?} of {group:?}"))?;
            score += u64::from(worth);
            cost += pairs.iter().map(|pair| u64::from(self.of_pair(&self.cost, pair))).sum::<u64>();
            repeats += again.len();
        }
        let size = |size| told.groups.iter().filter(|group| group.members.len() == size).count();
        let sum = &told.summary;
        let grouped: usize = told.groups.iter().map(|group| group.members.len()).sum();
        let same = [
            (sum.people as usize, self.people.len()),
            (sum.grouped as usize, grouped),
            (sum.pairs as usize, size(2)),
            (sum.trios as usize, size(3)),
            (sum.repeats as usize, repeats),
        ];
        held(same.iter().all(|(one, other)| one == other), || format!("{sum:?}: {same:?}"))?;
        held((sum.score, sum.repeat_cost) == (score, cost), || format!("{sum:?}: {score} {cost}"))?;
        let bounds = sum.grouped_bound >= sum.grouped
            && sum.repeat_cost_bound <= sum.repeat_cost
            && (sum.gap.is_none() || sum.upper_bound >= sum.score);
        held(bounds, || format!("bounds of {sum:?}"))
    }

    fn reasons(&self, pair: &[MemberId; 2]) -> Vec<Reason> {
        let (one, other) = (self.person(&pair[0]), self.person(&pair[1]));
        let (minutes, _) = self.overlap(one, other);
        let what = Self::shared(one, other);
        let mut rules: Vec<Rule> = self.mix(one, other).map(|mix| mix.1).into_iter().collect();
        if minutes > 0 {
            rules.push(Rule::Overlap { minutes });
        }
        if !what.is_empty() {
            rules.push(Rule::SharedInterest { what });
        }
        if one.newcomer != other.newcomer {
            rules.push(Rule::Newcomer);
        }
        rules.into_iter().map(|rule| Reason { pair: pair.clone(), rule }).collect()
    }

    /// Who is left out could not join any pair that has no third yet, nor each other.
    pub(super) fn left_out_for_a_reason(&self, told: &Paired) -> Verdict {
        let odd = self.people.len() % 2 == 1 && self.asked.program.odd == Odd::SitOut;
        let mut turns = 0;
        let mut others: Vec<usize> = Vec::new();
        for left in &told.left_out {
            let who = self.index(&left.member);
            if left.because == WhyLeftOut::OddOneOut {
                turns += 1;
                continue;
            }
            for group in told.groups.iter().filter(|group| group.members.len() == 2) {
                let fits = group.members.iter().all(|id| self.admissible[who][self.index(id)]);
                held(!fits, || format!("{left:?} fits {group:?}"))?;
            }
            let mate = others.iter().find(|other| self.admissible[who][**other]);
            held(mate.is_none(), || format!("{left:?} could meet {mate:?}"))?;
            others.push(who);
        }
        held(turns == usize::from(odd), || format!("{turns} sit out"))
    }

    /// What came about is the best for somebody whose turn it was to be set aside.
    pub(super) fn best(&self, told: &Paired, planned: bool) -> Verdict {
        let (all, asides): (Vec<usize>, _) = ((0..self.people.len()).collect(), self.asides());
        let firsts: Vec<[usize; 2]> = told
            .groups
            .iter()
            .map(|group| [self.index(&group.members[0]), self.index(&group.members[1])])
            .collect();
        let thirds: Vec<usize> =
            told.groups.iter().filter_map(|g| Some(self.index(g.third.as_ref()?))).collect();
        let goals = self.goals(&firsts, u32::try_from(thirds.len()).unwrap());
        let mut expected = Vec::new();
        let right = asides.iter().any(|aside| {
            let others: Vec<usize> = all.iter().copied().filter(|p| Some(*p) != *aside).collect();
            let apart = firsts.iter().flatten().all(|place| Some(*place) != *aside);
            let best = self.best_goals(&others, aside.filter(|_| self.trios()));
            expected.push((*aside, best));
            let Goals(pairs, thirds, cost, worth) = best;
            let worthy = if planned { goals.3 <= worth } else { goals.3 == worth };
            apart && (goals.0, goals.1, goals.2) == (pairs, thirds, cost) && worthy
        });
        held(right, || format!("{goals:?} instead of one of {expected:?}"))
    }

    fn trios(&self) -> bool {
        self.asked.program.odd == Odd::Trio
    }

    fn goals(&self, pairs: &[[usize; 2]], thirds: u32) -> Goals {
        let sum = |table: &[Vec<u32>]| pairs.iter().map(|[a, b]| table[*a][*b]).sum();
        Goals(u32::try_from(pairs.len()).unwrap(), thirds, sum(&self.cost), sum(&self.worth))
    }

    /// Whose turn it may be to be set aside; nobody's if the number is even.
    fn asides(&self) -> Vec<Option<usize>> {
        let all: Vec<usize> = (0..self.people.len()).collect();
        if all.len().is_multiple_of(2) {
            return vec![None];
        }
        let grouped = |one: &usize| {
            let others: Vec<usize> = all.iter().copied().filter(|p| p != one).collect();
            let Goals(pairs, thirds, ..) =
                self.best_goals(&others, Some(*one).filter(|_| self.trios()));
            (pairs, thirds)
        };
        let most = all.iter().map(grouped).max();
        let mut able: Vec<usize> =
            all.iter().copied().filter(|p| Some(grouped(p)) == most).collect();
        let last = |p: &usize| self.people[*p].sat_out == Some(self.asked.round - 1);
        if able.iter().any(|p| !last(p)) {
            able.retain(|p| !last(p));
        }
        let turn = |p: &usize| {
            let person = self.people[*p];
            (person.sat_out.filter(|_| !self.trios()), person.trios, person.last_trio)
        };
        let first = able.iter().map(turn).min();
        able.into_iter().filter(|p| Some(turn(p)) == first).map(Some).collect()
    }

    /// The best of all ways to pair `others`, where `aside` can only be a third.
    pub(super) fn best_goals(&self, others: &[usize], aside: Option<usize>) -> Goals {
        let mut best = Goals(0, 0, 0, 0);
        self.try_all(others, aside, &mut Vec::new(), &mut Vec::new(), &mut best);
        best
    }

    fn try_all(
        &self,
        left: &[usize],
        aside: Option<usize>,
        pairs: &mut Vec<[usize; 2]>,
        alone: &mut Vec<usize>,
        best: &mut Goals,
    ) {
        let Some((one, rest)) = left.split_first() else {
            let waiting: Vec<usize> = alone.iter().copied().chain(aside).collect();
            // More pairs are better whoever joins, and fewer are not looked at.
            if pairs.len() >= best.0 as usize {
                let goals = self.goals(pairs, self.most_thirds(&waiting, pairs));
                if goals.better_than(*best) {
                    *best = goals;
                }
            }
            return;
        };
        for other in rest.iter().filter(|other| self.admissible[*one][**other]) {
            let still: Vec<usize> = rest.iter().copied().filter(|p| p != other).collect();
            pairs.push([*one, *other]);
            self.try_all(&still, aside, pairs, alone, best);
            pairs.pop();
        }
        alone.push(*one);
        self.try_all(rest, aside, pairs, alone, best);
        alone.pop();
    }

    fn most_thirds(&self, waiting: &[usize], pairs: &[[usize; 2]]) -> u32 {
        let Some((one, rest)) = waiting.split_first() else { return 0 };
        let mut most = self.most_thirds(rest, pairs);
        for (at, pair) in pairs.iter().enumerate() {
            if pair.iter().all(|p| self.admissible[*one][*p]) {
                let mut left = pairs.to_vec();
                left.remove(at);
                most = most.max(1 + self.most_thirds(rest, &left));
            }
        }
        most
    }
}

/// A date that is of use to nobody but tests.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
