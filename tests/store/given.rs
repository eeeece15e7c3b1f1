//! Plain values to begin with.

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use klatch::clock::Chance;
use klatch::domain::coffee::{Answer, Group, Participation, Program, Round, RoundState};
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::domain::meeting::Meeting;
use klatch::domain::pairing::{Reason, Repeat, Rule};
use klatch::domain::people::{Profile, Standing};
use klatch::domain::schedule::Cadence;
use klatch::store::{Result, Store, transaction};
use uuid::Uuid;

use crate::support::start;

pub(crate) fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

pub(crate) fn id<Id: From<Uuid>>(seed: u64) -> Id {
    Chance::seeded(seed).id(start())
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn who(name: &str) -> MemberId {
    MemberId::new(name)
}

pub(crate) fn profile(name: &str) -> Profile {
    Profile {
        member: who(name),
        name: name.to_owned(),
        title: None,
        email: Some(format!("{name}@example.org")),
        zone: Some(chrono_tz::Europe::Berlin),
        standing: Standing::Full,
        admin: false,
        away: None,
        changed_at: None,
    }
}

pub(crate) fn program(seed: u64) -> Program {
    Program {
        id: id(seed),
        channel: "C1".into(),
        steward: who("U-ana"),
        cadence: Cadence::weekly(
            2,
            Weekday::Mon,
            NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
            chrono_tz::Europe::Berlin,
        ),
        rules: klatch::domain::pairing::Rules::default(),
        managers_apart: false,
        style: klatch::domain::plan::Style::default(),
        minimum: 6,
        next_opening: day("2026-01-12"),
        rounds: 0,
        invitation: None,
        private: false,
        ended: false,
        created_at: start(),
    }
}

pub(crate) fn joined(program: &Program, name: &str) -> Participation {
    Participation::new(program.id, who(name), start())
}

pub(crate) fn round(program: &Program, number: u32, opens_on: &str) -> Round {
    Round {
        id: id(1000 + u64::from(number)),
        program: program.id,
        number,
        opens_on: day(opens_on),
        reminder_on: day(opens_on) + Days::new(4),
        check_in_on: day(opens_on) + Days::new(11),
        seed: [u8::try_from(number).unwrap(); 32],
        algorithm: "plain/1".to_owned(),
        state: RoundState::Opened,
    }
}

pub(crate) fn group(round: &Round, seed: u64, members: &[&str]) -> Group {
    let members: Vec<MemberId> = members.iter().map(|name| who(name)).collect();
    // Of one alone the pair is only a name.
    let pair = [members[0].clone(), members[members.len() - 1].clone()];
    Group {
        id: id(seed),
        round: round.id,
        program: round.program,
        opener: members[0].clone(),
        members,
        question: 3,
        because: vec![Reason { pair: pair.clone(), rule: Rule::Overlap { minutes: 4 } }],
        repeats: vec![Repeat { pair, round: 1 }],
        conversation: None,
        introduction: None,
        meeting: Meeting::default(),
    }
}

/// A group that was introduced.
pub(crate) fn introduced(round: &Round, seed: u64, members: &[&str]) -> Group {
    Group {
        conversation: Some("G1".into()),
        introduction: Some("1767603600.000200".into()),
        ..group(round, seed, members)
    }
}

pub(crate) fn answer(group: &Group, name: &str, met: bool) -> Answer {
    Answer::new(group.id, who(name), met, start())
}

/// A program with a round and its groups, in the database.
pub(crate) async fn keep(
    store: &Store,
    program: &Program,
    rounds: &[(Round, Vec<Group>)],
) -> Result<()> {
    transaction!(store, |tx| {
        tx.insert_program(&ws(), program).await?;
        for (round, groups) in rounds {
            assert!(tx.insert_round(&ws(), round).await?);
            tx.insert_groups(&ws(), groups).await?;
        }
        Ok(())
    })
    .await
}
