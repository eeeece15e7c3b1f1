//! Two people who are brought together outside of any round: both free now, or one of them new.

use chrono::{DateTime, NaiveDate, Utc};

use super::ids::{ChannelId, EncounterId, MemberId, MessageTs};
use super::pairing::PastRound;

/// What brought two people together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Both had time for a coffee at once.
    Now,
    /// One of them is new here, the other welcomes newcomers.
    Welcome,
}

/// Two people brought together outside of any round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encounter {
    pub id: EncounterId,
    pub occasion: Occasion,
    /// Its chance: who says hello first, with which question.
    pub seed: [u8; 32],
    /// Sorted; at a welcome the newcomer comes first.
    pub members: [MemberId; 2],
    /// Who is asked to say hello first.
    pub opener: MemberId,
    /// Which of the first questions; see `views::first_questions`.
    pub question: u32,
    /// They had been introduced to each other before.
    pub again: bool,
    /// The group message, once it is open.
    pub conversation: Option<ChannelId>,
    /// The introduction in it, once it was sent.
    pub introduction: Option<MessageTs>,
    pub made_at: DateTime<Utc>,
    /// After this moment an introduction is of no use any more.
    pub ends_at: DateTime<Utc>,
}

impl Encounter {
    /// The other one of the two.
    pub fn other_than(&self, member: &MemberId) -> Option<&MemberId> {
        let [one, two] = &self.members;
        match (one == member, two == member) {
            (true, _) => Some(two),
            (false, true) => Some(one),
            (false, false) => None,
        }
    }
}

/// Two people who met outside of any round: one of them said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetOutside {
    pub members: [MemberId; 2],
    pub on: NaiveDate,
}

/// A program's history together with the meetings outside of its rounds, so that those are not
/// repeated either: each counts as one of the latest round that had opened by then, `(number,
/// date)`, or as before the first (0). What somebody said of that round does not take it back.
pub fn with_meetings(
    mut history: Vec<PastRound>,
    rounds: &[(u32, NaiveDate)],
    met: &[MetOutside],
) -> Vec<PastRound> {
    for MetOutside { members, on } in met {
        let opened = rounds.iter().filter(|(_, date)| date <= on).map(|(number, _)| *number);
        let round = opened.max().unwrap_or_default();
        let at = match history.iter().position(|past| past.round == round) {
            Some(at) => at,
            None => {
                history.push(PastRound { round, groups: Vec::new(), not_met: Vec::new() });
                history.len() - 1
            }
        };
        let Some(past) = history.get_mut(at) else { continue };
        past.not_met =
            past.not_met.drain(..).flat_map(|list| without_pair(list, members)).collect();
        past.groups.push(members.to_vec());
    }
    history.sort_by_key(|past| past.round);
    history
}

/// The same lists of people who did not meet, but for these two.
fn without_pair(list: Vec<MemberId>, pair: &[MemberId; 2]) -> Vec<Vec<MemberId>> {
    if !pair.iter().all(|member| list.contains(member)) {
        return vec![list];
    }
    let without =
        |gone: &MemberId| list.iter().filter(|member| *member != gone).cloned().collect::<Vec<_>>();
    let lists = pair.iter().map(without);
    lists.filter(|list| list.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(ids: &[&str]) -> Vec<MemberId> {
        ids.iter().map(|id| MemberId::from(*id)).collect()
    }

    fn met(one: &str, two: &str, on: &str) -> MetOutside {
        MetOutside { members: [one.into(), two.into()], on: on.parse().unwrap() }
    }

    fn rounds() -> [(u32, NaiveDate); 2] {
        [(1, "2026-11-09".parse().unwrap()), (2, "2026-11-23".parse().unwrap())]
    }

    #[test]
    fn a_meeting_counts_as_one_of_the_round_that_ran() {
        let past = PastRound { round: 1, groups: vec![people(&["U1", "U2"])], not_met: vec![] };
        let all = [
            met("U1", "U3", "2026-11-20"),
            met("U1", "U4", "2026-11-23"),
            met("U2", "U3", "2026-11-08"),
        ];
        let history = with_meetings(vec![past], &rounds(), &all);
        let groups: Vec<_> = history.iter().map(|past| (past.round, past.groups.clone())).collect();
        assert_eq!(
            groups,
            [
                (0, vec![people(&["U2", "U3"])]),
                (1, vec![people(&["U1", "U2"]), people(&["U1", "U3"])]),
                (2, vec![people(&["U1", "U4"])]),
            ]
        );
    }

    #[test]
    fn who_met_after_all_has_met() {
        let trio = people(&["U1", "U2", "U3"]);
        let past = PastRound {
            round: 1,
            groups: vec![trio.clone()],
            not_met: vec![trio, people(&["U4", "U5"])],
        };
        let history = with_meetings(vec![past], &rounds(), &[met("U1", "U2", "2026-11-10")]);
        let still = [people(&["U2", "U3"]), people(&["U1", "U3"]), people(&["U4", "U5"])];
        assert_eq!(history[0].not_met, still);
    }

    #[test]
    fn without_meetings_the_history_stays() {
        let past = PastRound { round: 1, groups: vec![people(&["U1", "U2"])], not_met: vec![] };
        assert_eq!(with_meetings(vec![past.clone()], &rounds(), &[]), [past]);
    }

    #[test]
    fn each_of_two_has_the_other() {
        let encounter = Encounter {
            id: uuid::Uuid::nil().into(),
            occasion: Occasion::Now,
            seed: [0; 32],
            members: ["U1".into(), "U2".into()],
            opener: "U1".into(),
            question: 0,
            again: false,
            conversation: None,
            introduction: None,
            made_at: DateTime::UNIX_EPOCH,
            ends_at: DateTime::UNIX_EPOCH,
        };
        assert_eq!(encounter.other_than(&"U1".into()), Some(&"U2".into()));
        assert_eq!(encounter.other_than(&"U2".into()), Some(&"U1".into()));
        assert_eq!(encounter.other_than(&"U3".into()), None);
    }
}
