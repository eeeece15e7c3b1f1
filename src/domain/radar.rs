//! What would leave with one person: topics that one person alone answers, told so that nobody is
//! named who did not agree to it, and nothing is said about few people.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{MemberId, QuestionId};

/// About fewer people nothing is said, unless they agreed to be named.
pub const FEWEST: usize = 5;

/// Somebody answered a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub question: QuestionId,
    /// As its asker said.
    pub topic: Option<String>,
    pub title: String,
    pub author: MemberId,
}

/// Somebody who agreed to be asked, with what they can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub member: MemberId,
    pub topics: Vec<String>,
    /// They may be named where it is said who alone answers a topic.
    pub may_be_named: bool,
}

/// A topic with those who answer it, and how many of its questions each of them answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// As it was written first.
    pub name: String,
    pub answers: BTreeMap<MemberId, u32>,
    /// Who says that they can be asked about it.
    pub declared: BTreeSet<MemberId>,
}

/// A topic that only one person answers, who agreed to be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    pub topic: String,
    pub member: MemberId,
    /// How many of its questions they answered.
    pub questions: u32,
}

/// A topic of many, carried by few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub topic: String,
    /// Who answered, five or more.
    pub people: u32,
    /// The absence factor.
    pub by: u32,
}

/// What a steward reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Radar {
    /// The most answered topics first.
    pub alone: Vec<Alone>,
    /// At least so many more topics are answered by one person each; `None` if that would be about
    /// fewer than five people, or if there are none.
    pub unnamed: Option<u32>,
    pub carried: Vec<Carried>,
}

/// What is the same however it is written.
fn key(topic: &str) -> String {
    topic.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether all words of a topic stand in a title, one after the other.
fn stands_in(topic: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|sign: char| !sign.is_alphanumeric());
        parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (topic, title) = (words(topic), words(title));
    !topic.is_empty() && title.windows(topic.len()).any(|there| there == topic)
}

/// The topics of questions that were answered: what their askers called it, else what somebody
/// declared that stands in their title.
pub fn topics(answered: &[Answered], declared: &[Declared]) -> Vec<Topic> {
    let mut all: BTreeMap<String, Topic> = BTreeMap::new();
    let mut put = |name: &str| {
        let name = name.trim();
        let topic =
            || Topic { name: name.to_owned(), answers: BTreeMap::new(), declared: BTreeSet::new() };
        all.entry(key(name)).or_insert_with(topic);
        key(name)
    };
    let mut known = BTreeSet::new();
    for topic in declared.iter().flat_map(|it| &it.topics).filter(|topic| !key(topic).is_empty()) {
        known.insert(put(topic));
    }
    let mut counted = BTreeSet::new();
    let mut of = Vec::new();
    for it in answered {
        let own = it.topic.as_deref().filter(|topic| !key(topic).is_empty());
        let keys: Vec<String> = match own {
            Some(topic) => vec![put(topic)],
            None => known.iter().filter(|topic| stands_in(topic, &it.title)).cloned().collect(),
        };
        for key in keys {
            if counted.insert((key.clone(), it.question, it.author.clone())) {
                of.push((key, it.author.clone()));
            }
        }
    }
    for (key, author) in of {
        if let Some(topic) = all.get_mut(&key) {
            *topic.answers.entry(author).or_default() += 1;
        }
    }
    for it in declared {
        for topic in &it.topics {
            if let Some(topic) = all.get_mut(&key(topic)) {
                topic.declared.insert(it.member.clone());
            }
        }
    }
    all.into_values().filter(|topic| !topic.answers.is_empty()).collect()
}

/// The smallest number of people who together gave half of the answers.
/// <https://chaoss.community/kb/metric-contributor-absence-factor/>
pub fn absence_factor<'a>(counts: impl IntoIterator<Item = &'a u32>) -> u32 {
    let mut counts: Vec<u64> = counts.into_iter().map(|count| u64::from(*count)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let all: u64 = counts.iter().sum();
    let (mut sum, mut people) = (0, 0);
    for count in counts {
        if sum * 2 >= all {
            break;
        }
        sum += count;
        people += 1;
    }
    people
}

impl Topic {
    /// The one who answers it, if nobody else of those who are here does, or says that they could.
    fn alone(&self, here: &BTreeSet<MemberId>) -> Option<(&MemberId, u32)> {
        let mut there = self.answers.iter().filter(|(member, _)| here.contains(*member));
        let (member, count) = there.next()?;
        let others = there.next().is_some()
            || self.declared.iter().any(|it| it != member && here.contains(it));
        (!others).then_some((member, *count))
    }
}

/// What a steward reads about these topics; `here` are those whose accounts are not switched off.
pub fn radar(topics: &[Topic], declared: &[Declared], here: &BTreeSet<MemberId>) -> Radar {
    let named: BTreeSet<&MemberId> =
        declared.iter().filter(|it| it.may_be_named).map(|it| &it.member).collect();
    let mut radar = Radar::default();
    let (mut unnamed, mut people) = (0_usize, BTreeSet::new());
    for topic in topics {
        if let Some((member, questions)) = topic.alone(here) {
            if named.contains(member) {
                let (topic, member) = (topic.name.clone(), member.clone());
                radar.alone.push(Alone { topic, member, questions });
            } else {
                unnamed += 1;
                people.insert(member);
            }
            continue;
        }
        let there: Vec<&u32> = topic
            .answers
            .iter()
            .filter(|(member, _)| here.contains(*member))
            .map(|(_, n)| n)
            .collect();
        let by = absence_factor(there.iter().copied());
        if there.len() >= FEWEST && by <= 2 {
            let people = u32::try_from(there.len()).unwrap_or(u32::MAX);
            radar.carried.push(Carried { topic: topic.name.clone(), people, by });
        }
    }
    // In steps, so that the difference between two days is not about one person.
    if people.len() >= FEWEST {
        radar.unnamed = u32::try_from(unnamed - unnamed % FEWEST).ok();
    }
    radar.alone.sort_by(|a, b| b.questions.cmp(&a.questions).then(a.topic.cmp(&b.topic)));
    radar
}

/// The topics that only one person answers, by name.
pub fn alone_of(topics: &[Topic], member: &MemberId, here: &BTreeSet<MemberId>) -> Vec<String> {
    let theirs = topics.iter().filter(|it| it.alone(here).is_some_and(|(who, _)| who == member));
    theirs.map(|topic| topic.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn answered(question: u128, topic: &str, author: &str) -> Answered {
        Answered {
            question: Uuid::from_u128(question).into(),
            topic: Some(topic.to_owned()).filter(|topic| !topic.is_empty()),
            title: "How do we rotate the staging certificates?".to_owned(),
            author: author.into(),
        }
    }

    fn declared(member: &str, topics: &[&str], may_be_named: bool) -> Declared {
        let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        Declared { member: member.into(), topics, may_be_named }
    }

    fn here(members: &[&str]) -> BTreeSet<MemberId> {
        members.iter().map(|&member| MemberId::from(member)).collect()
    }

    #[test]
    fn a_topic_of_one_is_named_only_with_consent() {
        let answered = [answered(1, "Certificates ", "U-bo"), answered(2, "certificates", "U-bo")];
        let everybody = here(&["U-bo", "U-cy"]);
        let all = topics(&answered, &[]);
        assert_eq!(radar(&all, &[], &everybody), Radar::default(), "nor as a count of one");
        let agreed = [declared("U-bo", &[], true)];
        let seen = radar(&all, &agreed, &everybody);
        let alone = Alone { topic: "Certificates".to_owned(), member: "U-bo".into(), questions: 2 };
        assert_eq!(seen.alone, [alone]);
        assert_eq!(alone_of(&all, &"U-bo".into(), &everybody), ["Certificates"]);
        assert_eq!(radar(&all, &agreed, &here(&["U-cy"])), Radar::default(), "they have left");
    }

    #[test]
    fn who_says_that_they_can_be_asked_counts() {
        let answered = [answered(1, "tls", "U-bo")];
        let declared = [declared("U-bo", &[], true), declared("U-cy", &["TLS"], false)];
        let all = topics(&answered, &declared);
        assert_eq!(radar(&all, &declared, &here(&["U-bo", "U-cy"])), Radar::default());
        assert_eq!(radar(&all, &declared, &here(&["U-bo"])).alone.len(), 1);
    }

    #[test]
    fn a_question_without_a_topic_is_of_those_in_its_title() {
        let declared = [declared("U-cy", &["staging  certificates", "cert"], true)];
        let all = topics(&[answered(1, "", "U-cy")], &declared);
        let names: Vec<&str> = all.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(names, ["staging  certificates"]);
    }

    #[test]
    fn sums_are_about_five_people_or_more_and_in_steps() {
        let people = ["U-1", "U-2", "U-3", "U-4", "U-5"];
        let mut rows: Vec<Answered> = (1..)
            .zip(people)
            .map(|(number, who)| answered(number, &format!("topic {number}"), who))
            .collect();
        rows.push(answered(9, "topic 9", "U-1"));
        rows.push(answered(10, "topic 10", "U-1"));
        assert_eq!(radar(&topics(&rows, &[]), &[], &here(&people)).unnamed, Some(5));
        assert_eq!(radar(&topics(&rows, &[]), &[], &here(&people[1..])).unnamed, None);
    }

    #[test]
    fn a_topic_of_many_can_be_carried_by_few() {
        let mut rows: Vec<Answered> = (1..9).map(|n| answered(n, "rust", "U-1")).collect();
        for (number, who) in (20..).zip(["U-2", "U-3", "U-4", "U-5"]) {
            rows.push(answered(number, "rust", who));
        }
        let everybody = here(&["U-1", "U-2", "U-3", "U-4", "U-5"]);
        let carried = radar(&topics(&rows, &[]), &[], &everybody).carried;
        assert_eq!(carried, [Carried { topic: "rust".to_owned(), people: 5, by: 1 }]);
        let fewer = here(&["U-1", "U-2", "U-3", "U-4"]);
        assert_eq!(radar(&topics(&rows, &[]), &[], &fewer).carried, []);
    }

    proptest! {
        #[test]
        fn no_fewer_people_gave_half_of_the_answers(
            counts in proptest::collection::vec(1..50_u32, 1..12),
        ) {
            let factor = absence_factor(&counts) as usize;
            let all: u32 = counts.iter().sum();
            let mut sorted = counts;
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let sum = |people: usize| sorted.iter().take(people).sum::<u32>();
            prop_assert!(sum(factor) * 2 >= all);
            prop_assert!(sum(factor - 1) * 2 < all);
        }
    }
}
