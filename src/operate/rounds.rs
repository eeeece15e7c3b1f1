//! `klatch round`: past rounds explained from what they were asked, and proven to come out the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Desk;
use crate::domain::coffee::{Decided, Round, RoundState};
use crate::domain::ids::{ChannelId, MemberId, RoundId, WorkspaceId};
use crate::domain::pairing::{self, Grouping, Paired, Repeat, Request, Rule, WhyLeftOut};
use crate::error::Told;
use crate::store;

/// How many of a workspace's latest rounds are listed.
const MOST: u32 = 50;

/// A past round, paired once more.
#[derive(Clone, Debug)]
pub struct Replay {
    /// For whoever reads it at a terminal, with the names of people.
    pub text: String,
    /// Whether the same groups came out.
    pub same: bool,
}

/// Where a round belongs.
struct Found {
    workspace: WorkspaceId,
    channel: ChannelId,
    round: Round,
}

impl Desk {
    /// The latest rounds of every workspace, or of one, as lines with their ids.
    ///
    /// # Errors
    /// One sentence: there is no such workspace, or the database failed.
    pub async fn rounds(&self, ws: Option<&WorkspaceId>) -> Result<String, Told> {
        self.known(ws).await?;
        let listing = async {
            let mut text = String::new();
            let mut tx = self.store.read().await?;
            for workspace in tx.workspaces().await? {
                if ws.is_some_and(|ws| *ws != workspace.id) {
                    continue;
                }
                for (channel, round) in tx.latest_rounds(&workspace.id, MOST).await? {
                    let Round { id, number, opens_on, state, .. } = round;
                    let state = name_of(state);
                    let _ = writeln!(
                        text,
                        "{id}  {}  {channel}  round {number} of {opens_on}, {state}",
                        workspace.id
                    );
                }
            }
            Ok(text)
        };
        listing.await.map_err(store::Error::told)
    }

    /// Pairs a past round once more, from what it was asked and its seed. What people keep to
    /// themselves is no part of what is told.
    ///
    /// # Errors
    /// One sentence: there is no such round, it was not paired yet or by other rules, or the database
    /// failed.
    pub async fn replay(&self, round: &str) -> Result<Replay, Told> {
        let unknown = || {
            Told::new(
                format!("There is no round {round}."),
                "klatch round list names those there are.",
            )
        };
        let id: RoundId = round.trim().parse().map_err(|_| unknown())?;
        let found = self.find(id).await.map_err(store::Error::told)?.ok_or_else(unknown)?;
        if found.round.algorithm != pairing::ALGORITHM {
            return Err(Told::new(
                format!(
                    "Round {round} was paired by the rules {}, and this program has {}.",
                    found.round.algorithm,
                    pairing::ALGORITHM
                ),
                "Use the version of Klatch that paired it.",
            ));
        }
        let (request, decided, names) = self.kept(&found).await.map_err(store::Error::told)?;
        let (Some(request), Some(decided)) = (request, decided) else {
            return Err(Told::new(
                format!("Round {} of {} is not paired yet.", found.round.number, found.channel),
                "Look again once it is.",
            ));
        };
        let count = request.people.len();
        let paired = tokio::task::spawn_blocking(move || pairing::pair(&request)).await;
        let paired = paired.map_err(|error| {
            Told::new(format!("Pairing {count} people broke off: {error}."), "Report it, please.")
        })?;
        let same = Decided::from(&paired) == decided;
        Ok(Replay { text: explained(&found, &paired, &decided, &names), same })
    }

    async fn find(&self, id: RoundId) -> store::Result<Option<Found>> {
        let mut tx = self.store.read().await?;
        for workspace in tx.workspaces().await? {
            let workspace = workspace.id;
            if let Some(round) = tx.round(&workspace, id).await?
                && let Some(program) = tx.program(&workspace, round.program).await?
            {
                return Ok(Some(Found { workspace, channel: program.channel, round }));
            }
        }
        Ok(None)
    }

    async fn kept(
        &self,
        found: &Found,
    ) -> store::Result<(Option<Request>, Option<Decided>, Names)> {
        let mut tx = self.store.read().await?;
        let (workspace, round) = (&found.workspace, found.round.id);
        let request = tx.request(workspace, round).await?;
        let decided = tx.decided(workspace, round).await?;
        let asked = request.iter().flat_map(|request| &request.people);
        let ids: Vec<MemberId> = asked.map(|person| person.member.clone()).collect();
        let people = tx.members(workspace, &ids).await?;
        let name = people.into_iter().map(|person| (person.profile.member, person.profile.name));
        Ok((request, decided, Names(name.collect())))
    }
}

fn name_of(state: RoundState) -> &'static str {
    match state {
        RoundState::Opened => "opened",
        RoundState::Paired => "paired",
        RoundState::Closed => "closed",
    }
}

/// What people are called; those who are gone by their ids.
struct Names(BTreeMap<MemberId, String>);

impl Names {
    fn of(&self, id: &MemberId) -> String {
        self.0.get(id).map_or_else(|| id.to_string(), |name| format!("{name} ({id})"))
    }

    fn all(&self, ids: &[MemberId]) -> String {
        ids.iter().map(|id| self.of(id)).collect::<Vec<_>>().join(", ")
    }
}

fn explained(found: &Found, paired: &Paired, decided: &Decided, names: &Names) -> String {
    let Found { workspace, channel, round } = found;
    let sum = &paired.summary;
    let mut text = format!(
        "Round {} of {channel} in {workspace}, opened on {}, {}\n{} people took part: {} pairs, {} \
         trios, {} meetings again, worth {} ({:?}, {})\n\n",
        round.number,
        round.opens_on,
        name_of(round.state),
        sum.people,
        sum.pairs,
        sum.trios,
        sum.repeats,
        sum.score,
        sum.method,
        round.algorithm,
    );
    for group in &paired.groups {
        let _ = writeln!(text, "{}: {}", names.all(&group.members), reasons(group, names));
    }
    for left in &paired.left_out {
        let why = match left.because {
            WhyLeftOut::OddOneOut => "the number was odd, and it was their turn to sit out",
            WhyLeftOut::NoAdmissiblePartner => "no fitting partner this time",
        };
        let _ = writeln!(text, "{}: {why}", names.of(&left.member));
    }
    let now = Decided::from(paired);
    let verdict = if now == *decided {
        "Paired again from what it was asked and its seed: it comes out the same.".to_owned()
    } else {
        let other = now.groups.iter().filter(|group| !decided.groups.contains(group)).count();
        format!(
            "Paired again from what it was asked and its seed, it comes out otherwise: {other} groups \
             differ, and who is left out may too. What is in the database was changed, or the program was."
        )
    };
    let _ = writeln!(text, "\n{verdict}");
    text
}

fn reasons(group: &Grouping, names: &Names) -> String {
    let mut all: Vec<String> = group.repeats.iter().map(|again| met_before(again, names)).collect();
    let pairs = group.members.len() > 2;
    all.extend(group.because.iter().map(|reason| {
        let what = match &reason.rule {
            Rule::OtherDepartment => "other departments".to_owned(),
            Rule::OtherTeam => "other teams".to_owned(),
            Rule::SameTeam => "the same team".to_owned(),
            Rule::Overlap { minutes } => format!("{minutes} minutes of work at the same time"),
            // Which ones is between the two of them.
            Rule::SharedInterest { what } if what.len() > 1 => {
                format!("{} interests in common", what.len())
            }
            Rule::SharedInterest { .. } => "an interest in common".to_owned(),
            Rule::Newcomer => "one new, one not".to_owned(),
        };
        if pairs { format!("{} ({what})", names.all(&reason.pair)) } else { what }
    }));
    if all.is_empty() { "by the draw".to_owned() } else { all.join("; ") }
}

fn met_before(again: &Repeat, names: &Names) -> String {
    format!(
        "{} met in round {}, and otherwise others would have again",
        names.all(&again.pair),
        again.round
    )
}
