//! Hours, buddies, breaks and those who would rather be three.

use chrono_tz::Tz;
use serde_json::json;

use super::checker::Checker;
use super::*;

#[test]
fn hours_lie_on_a_circle() {
    let overlap = |hours: [serde_json::Value; 2], zones: [Tz; 2]| {
        let mut asked = request(1, people(2), 1);
        for (person, (hours, zone)) in asked.people.iter_mut().zip(hours.into_iter().zip(zones)) {
            person.working_hours = serde_json::from_value(hours).unwrap();
            person.tz = zone;
        }
        let told = pair(&asked);
        assert_eq!(Checker::of(&asked).truly_told(&told), Ok(()));
        told.groups.first().map(|group| {
            let minutes = group.because.iter().find_map(|reason| match reason.rule {
                Rule::Overlap { minutes } => Some(minutes),
                _ => None,
            });
            (minutes.unwrap_or_default(), group.score)
        })
    };
    let nine = || json!(["09:00", "17:00"]);
    assert_eq!(overlap([nine(), nine()], [Tz::UTC, Tz::UTC]), Some((480, 300)));
    assert_eq!(overlap([nine(), nine()], [Tz::UTC, Tz::Asia__Kolkata]), Some((150, 187)));
    assert_eq!(overlap([nine(), nine()], [Tz::UTC, Tz::Pacific__Auckland]), Some((0, 0)));
    let night = || json!(["22:00", "06:00"]);
    assert_eq!(overlap([night(), json!(["05:00", "23:00"])], [Tz::UTC; 2]), Some((120, 150)));
    assert_eq!(overlap([night(), nine()], [Tz::Europe__Berlin, Tz::Asia__Tokyo]), Some((300, 300)));
    // 23 November 2026 is a Monday: two days of five in common.
    let short =
        || json!({"mon": ["09:00", "12:00"], "thu": ["09:00", "10:01"], "sun": ["09:00", "17:00"]});
    assert_eq!(overlap([short(), nine()], [Tz::UTC; 2]), Some((48, 60)));
    assert_eq!(overlap([short(), json!({"tue": ["09:00", "17:00"]})], [Tz::UTC; 2]), None);
    assert_eq!(overlap([json!({"sun": ["09:00", "17:00"]}), nine()], [Tz::UTC; 2]), None);
    assert_eq!(overlap([short(), json!({"thu": ["18:00", "19:00"]})], [Tz::UTC; 2]), Some((0, 0)));
}

#[test]
fn what_is_not_given_breaks_no_rule() {
    let mut asked = request(1, people(4), 1);
    asked.program.must_differ = Some(Unit::Team);
    asked.program.must_share = vec![Common::Mode, Common::Language];
    asked.people[0].modes = vec!["walk".to_owned()];
    asked.people[1].team = Some("web".to_owned());
    assert_eq!(pair(&asked).summary.pairs, 2);
    for person in &mut asked.people {
        person.team = Some("web".to_owned());
    }
    let told = pair(&asked);
    assert_eq!((told.summary.grouped, told.left_out.len()), (0, 4));
    assert!(told.left_out.iter().all(|left| left.because == WhyLeftOut::NoAdmissiblePartner));
}

#[test]
fn who_is_left_joins_a_pair_where_all_three_may_meet() {
    // Two triangles: one of each is without a partner.
    let mut asked = request(1, people(6), 1);
    let may = [[0, 1], [1, 2], [0, 2], [3, 4], [4, 5], [3, 5]];
    for one in 0..6 {
        for other in one + 1..6 {
            if !may.contains(&[one, other]) {
                asked.exclusions.push([member(one), member(other)]);
            }
        }
    }
    let told = pair(&asked);
    let checker = Checker::of(&asked);
    assert_eq!(checker.sound(&told).and_then(|()| checker.best(&told, false)), Ok(()));
    assert_eq!((told.summary.grouped, told.summary.trios), (6, 2));
}

fn with_newcomers(count: usize, seed: u64) -> Request {
    let dice = &mut programs::Dice::of(seed);
    let mut asked = request(4, people(count), 1);
    asked.seed[..8].copy_from_slice(&seed.to_le_bytes());
    asked.program.kind = Kind::Buddy;
    for person in &mut asked.people {
        person.newcomer = dice.chance(40);
        person.team = Some(["web", "data"][dice.below(2)].to_owned()).filter(|_| dice.chance(90));
    }
    for one in 0..count {
        for other in one + 1..count {
            if dice.chance(30) {
                asked.exclusions.push([member(one), member(other)]);
            }
        }
    }
    asked
}

/// By trying all: the most newcomers who get somebody experienced from another team.
fn most_buddies(asked: &Request, left: &[usize]) -> usize {
    let Some((one, rest)) = left.split_first() else { return 0 };
    let mut most = most_buddies(asked, rest);
    for other in rest.iter().filter(|other| buddies(asked, *one, **other)) {
        let still: Vec<usize> = rest.iter().copied().filter(|at| at != other).collect();
        most = most.max(1 + most_buddies(asked, &still));
    }
    most
}

fn buddies(asked: &Request, one: usize, other: usize) -> bool {
    let excluded = [[member(one), member(other)], [member(other), member(one)]];
    let (a, b) = (&asked.people[one], &asked.people[other]);
    a.newcomer != b.newcomer
        && (a.team.is_none() || a.team != b.team)
        && !asked.exclusions.iter().any(|pair| excluded.contains(pair))
}

#[test]
fn as_many_newcomers_as_possible_get_a_buddy() {
    for seed in 0..300 {
        let asked = with_newcomers(2 + usize::try_from(seed % 7).unwrap(), seed);
        let told = pair(&asked);
        let checker = Checker::of(&asked);
        let verdict = checker.sound(&told).and_then(|()| checker.truly_told(&told));
        assert_eq!(verdict, Ok(()), "{seed}");
        let at = |id: &MemberId| id.as_str()[1..].parse::<usize>().unwrap();
        let got = told
            .groups
            .iter()
            .filter(|group| buddies(&asked, at(&group.members[0]), at(&group.members[1])))
            .count();
        let all: Vec<usize> = (0..asked.people.len()).collect();
        let most = most_buddies(&asked, &all);
        assert_eq!(got, most, "{seed}: {told:#?}");
    }
}

#[test]
fn a_break_is_one_group_a_team() {
    let mut asked = request(4, people(9), 1);
    asked.program.kind = Kind::Break;
    asked.program.mix = Mix::Within;
    for (number, team) in [0, 0, 0, 0, 1, 1, 2].into_iter().enumerate() {
        asked.people[number].team = Some(format!("team {team}"));
    }
    asked.exclusions = vec![[member(0), member(3)], [member(3), member(1)]];
    let told = pair(&asked);
    let of = |places: &[usize]| places.iter().map(|place| member(*place)).collect::<Vec<_>>();
    assert_eq!(names(&told), [of(&[0, 1, 2]), of(&[4, 5])]);
    let left: Vec<MemberId> = told.left_out.iter().map(|left| left.member.clone()).collect();
    assert_eq!(left, of(&[3, 6, 7, 8]));
    let checker = Checker::of(&asked);
    assert_eq!(checker.sound(&told).and_then(|()| checker.truly_told(&told)), Ok(()));
    assert_eq!(told.groups[0].score, 3 * 900);
}

#[test]
fn who_would_rather_be_three_is_in_a_trio_and_the_others_are_as_before() {
    for count in 3..24_usize {
        for rather in 0..=count {
            let mut asked = request(4, people(count), 1);
            for person in asked.people.iter_mut().take(rather) {
                person.prefers_trio = true;
            }
            let told = pair(&asked);
            let checker = Checker::of(&asked);
            assert_eq!(checker.sound(&told), Ok(()));
            assert_eq!(told.summary.grouped as usize, count);
            let happy = told
                .groups
                .iter()
                .filter(|group| group.members.len() == 3)
                .flat_map(|group| &group.members)
                .filter(|id| id.as_str()[1..].parse::<usize>().unwrap() < rather)
                .count();
            let thirds = told.summary.trios as usize;
            assert!(thirds <= rather + 1, "{count} {rather}: {told:?}");
            // As many as fit: all, unless there are not enough pairs for them as thirds.
            let fits = count / 3 - usize::from((count - count / 3) % 2 == 1);
            assert!(happy >= rather.min(fits), "{count} {rather}: {told:?}");
        }
    }
}

#[test]
fn exclusions_change_nothing_but_the_groups() {
    let asked = request(4, people(7), 1);
    let mut other = asked.clone();
    other.exclusions = vec![[member(0), member(1)]];
    let (one, other) = (pair(&asked), pair(&other));
    assert_eq!(one.left_out, other.left_out);
    assert_eq!(one.summary, other.summary);
}
