//! Groups of three to six, and more than a thousand people.

use super::checker::Checker;
use super::programs::any;
use super::*;

#[test]
fn larger_groups_are_sound_and_truly_told() {
    for number in 0..60 {
        let mut asked = any(number, 0..20);
        asked.program.group_size = u8::try_from(3 + number % 4).unwrap();
        let told = pair(&asked);
        let checker = Checker::of(&asked);
        let verdict = checker.sound(&told).and_then(|()| checker.truly_told(&told));
        assert_eq!(verdict, Ok(()), "program {number}: {told:#?}");
        let most = told.groups.iter().map(|group| group.members.len()).max().unwrap_or_default();
        assert!(most <= usize::from(asked.program.group_size), "{told:?}");
    }
}

#[test]
fn beyond_a_thousand_nobody_is_left_out_and_nobody_meets_again() {
    for (count, odd) in [(1_002, Odd::Trio), (1_301, Odd::Trio), (1_203, Odd::SitOut)] {
        let mut asked = request(3, people(count), 9);
        asked.program.odd = odd;
        for (number, person) in asked.people.iter_mut().enumerate() {
            person.team = Some(format!("team {}", number % 37));
            person.department = Some(["eng", "eng", "eng", "mkt", "ops"][number % 5].to_owned());
        }
        for round in 1..=2 {
            asked.round = round;
            let told = pair(&asked);
            asked.history.push(past(round, &told));
        }
        asked.round = 3;
        let told = pair(&asked);
        let sum = &told.summary;
        let sits_out = u32::from(odd == Odd::SitOut);
        assert_eq!(
            (sum.grouped, sum.grouped_bound),
            (sum.people - sits_out, sum.people - sits_out)
        );
        assert_eq!((sum.repeats, sum.repeat_cost_bound, sum.method), (0, 0, Method::Search));
        assert!(sum.gap.is_some_and(|gap| (0.0..0.02).contains(&gap)), "{sum:?}");
        assert_eq!(told.left_out.len(), usize::from(odd == Odd::SitOut));
    }
}

#[test]
fn newcomers_among_many_get_a_buddy() {
    let mut asked = request(1, people(1_101), 9);
    asked.program.kind = Kind::Buddy;
    for (number, person) in asked.people.iter_mut().enumerate() {
        person.team = Some(format!("team {}", number % 2));
        person.newcomer = number % 3 == 0;
    }
    let told = pair(&asked);
    let buddies = told.groups.iter().filter(|group| {
        let at = |id: &MemberId| id.as_str()[1..].parse::<usize>().unwrap();
        let (one, other) = (at(&group.members[0]), at(&group.members[1]));
        one % 2 != other % 2 && (one % 3 == 0) != (other % 3 == 0)
    });
    assert!(buddies.count() >= 366);
    assert_eq!(told.summary.grouped, 1_101);
}
