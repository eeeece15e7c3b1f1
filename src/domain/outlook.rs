//! What would come of a program's rules: which of them costs most, and what its steward might not
//! expect. Only the program's own rules are ever named, never what somebody wished.

use chrono::NaiveDate;

use super::ids::ChannelId;
use super::pairing::{Common, Kind, Odd, Paired, Request, Rules, Summary, Unit};

/// A rule of a program that can be relaxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnRule {
    /// Nobody meets somebody of the same one.
    Differ(Unit),
    /// Two people need one of these in common.
    Share(Common),
    /// Two people need so many minutes of working hours in common.
    Overlap(u32),
    /// The odd one out sits out.
    SitOut,
    /// Nobody meets their own manager.
    ManagersApart,
}

/// What a rule costs: what would be better without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub rule: OwnRule,
    /// So many more people would be in a group.
    pub people: u32,
    /// So many fewer pairs would meet again.
    pub repeats: u32,
    /// What the meetings would be worth more, in the points of the pairing.
    pub score: u64,
}

/// The same question without one of the rules, for each of them.
pub fn relaxed(request: &Request) -> Vec<(OwnRule, Request)> {
    let rules = &request.program;
    let mut without: Vec<(OwnRule, Rules)> = Vec::new();
    if let Some(unit) = rules.must_differ {
        without.push((OwnRule::Differ(unit), Rules { must_differ: None, ..rules.clone() }));
    }
    for common in &rules.must_share {
        let must_share = rules.must_share.iter().filter(|it| *it != common).copied().collect();
        without.push((OwnRule::Share(*common), Rules { must_share, ..rules.clone() }));
    }
    if rules.min_overlap_minutes > 0 {
        let rule = OwnRule::Overlap(rules.min_overlap_minutes);
        without.push((rule, Rules { min_overlap_minutes: 0, ..rules.clone() }));
    }
    // The odd one out of groups is part of one anyway.
    if rules.odd == Odd::SitOut && rules.group_size == 2 {
        without.push((OwnRule::SitOut, Rules { odd: Odd::Trio, ..rules.clone() }));
    }
    let asked = |(rule, program)| (rule, Request { program, ..request.clone() });
    without.into_iter().map(asked).collect()
}

/// What each of these rules costs, the dearest first; those that cost nothing are left out. First
/// count people, then repeats, then what the meetings are worth.
pub fn costs(
    as_it_is: &Summary,
    relaxed: &[(OwnRule, Request)],
    pair: impl Fn(&Request) -> Paired,
) -> Vec<Cost> {
    let mut costs: Vec<Cost> = relaxed
        .iter()
        .filter_map(|(rule, request)| cost(*rule, as_it_is, &pair(request).summary))
        .collect();
    costs.sort_by_key(|cost| std::cmp::Reverse((cost.people, cost.repeats, cost.score)));
    costs
}

/// Without a rule nothing gets worse in a goal that comes first; what does in a later one is the
/// price of the earlier, and counts as nothing.
fn cost(rule: OwnRule, with: &Summary, without: &Summary) -> Option<Cost> {
    let cost = Cost {
        rule,
        people: without.grouped.saturating_sub(with.grouped),
        repeats: with.repeats.saturating_sub(without.repeats),
        score: without.score.saturating_sub(with.score),
    };
    (cost.people > 0 || cost.repeats > 0 || cost.score > 0).then_some(cost)
}

/// What a steward might not expect of what they chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Fewer people joined than one group needs.
    GroupTooLarge { size: u8, people: u32 },
    /// Nobody could be introduced to anybody; without any one of these rules somebody could.
    NobodyFits { rules: Vec<OwnRule> },
    /// There are too many people to try the rules out while one chooses.
    NotTried,
    /// The rule says nothing: nobody's team or department is known.
    NothingKnown(Unit),
    /// Of five people in pairs somebody joins a pair each time, and soon all of them have met.
    FiveInTrios,
    /// The round of another program opens on the same day.
    SameDay { channel: ChannelId, date: NaiveDate },
}

/// What to say about a round that these people would have: too few for a group, or rules that nobody
/// can fulfill. Of fewer than two people nothing can be said. `joined` counts whoever is absent or
/// paused as well: how many those are is not to be told by subtraction.
pub fn warnings(
    request: &Request,
    joined: u32,
    relaxed: &[(OwnRule, Request)],
    pair: impl Fn(&Request) -> Paired,
) -> Vec<Warning> {
    let Rules { kind, odd, group_size: size, .. } = request.program;
    let mut found = Vec::new();
    // A team's break is of any size.
    let sized = kind != Kind::Break;
    if sized && size > 2 && (2..u32::from(size)).contains(&joined) {
        found.push(Warning::GroupTooLarge { size, people: joined });
    }
    if sized && joined == 5 && size == 2 && odd == Odd::Trio {
        found.push(Warning::FiveInTrios);
    }
    if request.people.len() < 2 {
        return found;
    }
    let unknown = |unit: &Unit| {
        request.people.iter().all(|person| match unit {
            Unit::Team => person.team.is_none(),
            Unit::Department => person.department.is_none(),
        })
    };
    found.extend(request.program.must_differ.filter(unknown).map(Warning::NothingKnown));
    let ruled = !relaxed.is_empty();
    if ruled && pair(request).summary.grouped == 0 {
        let helps = |(_, request): &&(OwnRule, Request)| pair(request).summary.grouped > 0;
        let rules = relaxed.iter().filter(helps).map(|(rule, _)| *rule).collect();
        found.push(Warning::NobodyFits { rules });
    }
    found
}

/// Which of the other programs open on one of these days, the first day of each.
pub fn same_days(
    dates: &[NaiveDate],
    others: impl IntoIterator<Item = (ChannelId, Vec<NaiveDate>)>,
) -> Vec<Warning> {
    let mut found = Vec::new();
    for (channel, theirs) in others {
        if let Some(date) = dates.iter().find(|date| theirs.contains(date)) {
            found.push(Warning::SameDay { channel, date: *date });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::MemberId;
    use crate::domain::pairing::{Method, Person};

    /// A pairing that knows teams and nothing else: the pure rules, without an engine.
    fn by_teams(request: &Request) -> Paired {
        let differ = request.program.must_differ == Some(Unit::Team);
        let overlap = request.program.min_overlap_minutes;
        let teams: std::collections::BTreeSet<_> =
            request.people.iter().map(|person| &person.team).collect();
        let people = u32::try_from(request.people.len()).unwrap();
        let grouped = match (differ && teams.len() < 2, overlap) {
            (true, _) => 0,
            (_, 120..) => people - 2,
            _ => people,
        };
        let score = if differ { 5 } else { 9 };
        Paired { groups: Vec::new(), left_out: Vec::new(), summary: summary(grouped, score) }
    }

    fn summary(grouped: u32, score: u64) -> Summary {
        Summary {
            people: 4,
            grouped,
            pairs: 0,
            trios: 0,
            repeats: 0,
            repeat_cost: 0,
            score,
            method: Method::Exact,
            grouped_bound: grouped,
            repeat_cost_bound: 0,
            upper_bound: score,
            gap: None,
            elapsed_ms: 0,
        }
    }

    fn asked(teams: [&str; 4], program: Rules) -> Request {
        let person = |(number, team): (usize, &str)| Person {
            team: Some(team.to_owned()),
            ..Person::new(MemberId::new(format!("U{number}")))
        };
        Request {
            round: 1,
            date: "2026-11-23".parse().unwrap(),
            seed: [1; 32],
            program,
            people: teams.into_iter().enumerate().map(person).collect(),
            history: Vec::new(),
            exclusions: Vec::new(),
        }
    }

    fn strict() -> Rules {
        Rules {
            must_differ: Some(Unit::Team),
            must_share: vec![Common::Language, Common::Mode],
            min_overlap_minutes: 120,
            odd: Odd::SitOut,
            ..Rules::default()
        }
    }

    #[test]
    fn every_rule_is_relaxed_by_itself() {
        let request = asked(["a", "a", "b", "b"], strict());
        let relaxed = relaxed(&request);
        let rules: Vec<OwnRule> = relaxed.iter().map(|(rule, _)| *rule).collect();
        assert_eq!(
            rules,
            [
                OwnRule::Differ(Unit::Team),
                OwnRule::Share(Common::Language),
                OwnRule::Share(Common::Mode),
                OwnRule::Overlap(120),
                OwnRule::SitOut,
            ]
        );
        assert_eq!(relaxed[1].1.program, Rules { must_share: vec![Common::Mode], ..strict() });
        assert_eq!(relaxed[4].1.program.must_share.len(), 2, "one at a time");
        assert!(super::relaxed(&asked(["a", "a", "b", "b"], Rules::default())).is_empty());
    }

    #[test]
    fn the_dearest_rule_comes_first_and_a_cheap_one_is_not_named() {
        let request = asked(["a", "a", "b", "b"], strict());
        let costs = costs(&by_teams(&request).summary, &relaxed(&request), by_teams);
        assert_eq!(
            costs,
            [
                Cost { rule: OwnRule::Overlap(120), people: 2, repeats: 0, score: 0 },
                Cost { rule: OwnRule::Differ(Unit::Team), people: 0, repeats: 0, score: 4 },
            ]
        );
    }

    #[test]
    fn a_rule_that_nobody_can_fulfill_is_named() {
        let rules = Rules { must_differ: Some(Unit::Team), ..Rules::default() };
        let request = asked(["a", "a", "a", "a"], rules);
        let found = warnings(&request, 4, &relaxed(&request), by_teams);
        let differ = OwnRule::Differ(Unit::Team);
        assert_eq!(found, [Warning::NobodyFits { rules: vec![differ] }]);
    }

    #[test]
    fn a_group_larger_than_the_people_there_are_is_said() {
        let rules = Rules { group_size: 6, ..Rules::default() };
        let mut request = asked(["a", "a", "b", "b"], rules);
        let large = Warning::GroupTooLarge { size: 6, people: 4 };
        assert_eq!(warnings(&request, 4, &[], by_teams), std::slice::from_ref(&large));
        request.people.truncate(1);
        assert_eq!(warnings(&request, 4, &[], by_teams), [large], "three are only away");
        assert_eq!(warnings(&request, 1, &[], by_teams), []);
    }

    #[test]
    fn a_rule_about_what_nobody_knows_says_nothing() {
        let rules = Rules { must_differ: Some(Unit::Department), ..Rules::default() };
        let mut request = asked(["a", "a", "b", "b"], rules);
        let nothing = Warning::NothingKnown(Unit::Department);
        assert_eq!(warnings(&request, 4, &[], by_teams), [nothing]);
        request.people[0].department = Some("x".to_owned());
        assert_eq!(warnings(&request, 4, &[], by_teams), []);
    }

    #[test]
    fn five_people_are_offered_to_sit_out_in_turn() {
        let mut request = asked(["a", "a", "b", "b"], Rules::default());
        request.people.push(Person::new("U9".into()));
        assert_eq!(warnings(&request, 5, &[], by_teams), [Warning::FiveInTrios]);
        request.program.kind = Kind::Break;
        assert_eq!(warnings(&request, 5, &[], by_teams), [], "a break is for the whole team");
        request.program = Rules { odd: Odd::SitOut, ..Rules::default() };
        assert_eq!(warnings(&request, 5, &[], by_teams), []);
    }

    #[test]
    fn two_programs_of_one_day_are_said_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mine = ["2026-11-23", "2026-11-30"].map(day);
        let other = (ChannelId::new("C2"), vec![day("2026-11-30"), day("2026-11-23")]);
        let apart = (ChannelId::new("C3"), vec![day("2026-11-24")]);
        let found = same_days(&mine, [other, apart]);
        assert_eq!(found, [Warning::SameDay { channel: "C2".into(), date: mine[0] }]);
    }
}
