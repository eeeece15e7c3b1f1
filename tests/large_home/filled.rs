//! Somebody with many open things: questions, questions that wait for them, stories of coffee, cards.

use std::sync::Arc;

use chrono::{NaiveTime, TimeDelta, Weekday};
use klatch::clock::Chance;
use klatch::config::Secret;
use klatch::domain::card::{Card, CardState, Origin};
use klatch::domain::coffee::{Answer as Said, Group, Participation, Program, Round, RoundState};
use klatch::domain::community::Community;
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::domain::meeting::Meeting;
use klatch::domain::pairing::Rules;
use klatch::domain::people::{Profile, Standing};
use klatch::domain::question::{Answer, Asker, Privacy, Question, Source, State};
use klatch::domain::referral::{Referral, ReferralState};
use klatch::domain::schedule::Cadence;
use klatch::features::Context;
use klatch::meter::Meter;
use klatch::slack::client::Client;
use klatch::store::{Store, transaction};
use klatch::views::Voice;
use uuid::Uuid;

use crate::support::{TestStore, start};

/// Programs and communities of the workspace.
const PLACES: u32 = 5;

pub(crate) fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

/// Whose desk it is: a steward of all communities.
pub(crate) fn me() -> MemberId {
    MemberId::new("U-me")
}

pub(crate) fn context(given: &TestStore) -> Context {
    Context {
        search: klatch::search::Shelf::new(given.store.clone(), None),
        store: given.store.clone(),
        clock: given.clock.clone(),
        chance: Chance::seeded(8),
        slack: Client::new("http://127.0.0.1:1/api", &Secret::new("xoxb-1")).unwrap(),
        voice: Voice::default(),
        settings: Arc::default(),
        rules: Arc::default(),
        guests_at_most: false,
        meter: Meter::new(),
        install: None,
    }
}

fn id<Id: From<Uuid>>(kind: u128, number: u32) -> Id {
    Uuid::from_u128((kind << 64) | u128::from(number)).into()
}

fn other(number: u32) -> MemberId {
    MemberId::new(format!("U-{number:04}"))
}

fn profile(member: MemberId) -> Profile {
    Profile {
        name: format!("Name of {member}"),
        member,
        title: None,
        email: None,
        zone: Some(chrono_tz::Europe::Berlin),
        standing: Standing::Full,
        admin: false,
        away: None,
        changed_at: None,
    }
}

/// Fills the workspace with `many` of each kind of open thing.
pub(crate) async fn fill(store: &Store, many: u32) {
    let mut people: Vec<Profile> = (0..many.max(PLACES)).map(|n| profile(other(n))).collect();
    people.push(profile(me()));
    transaction!(store, |tx| {
        tx.keep_workspace(&ws(), "Acme", &"UBOT".into(), start()).await?;
        tx.keep_profiles(&ws(), &people, start()).await
    })
    .await
    .unwrap();
    for place in 0..PLACES {
        places(store, place).await;
    }
    for number in 0..many {
        things(store, number).await;
    }
}

async fn places(store: &Store, number: u32) {
    let community = Community {
        id: id(1, number),
        channel: format!("C{number}").as_str().into(),
        name: format!("community {number}"),
        stewards: vec![me()],
        began_at: start(),
        ended_at: None,
    };
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let program = Program {
        id: id(2, number),
        channel: community.channel.clone(),
        steward: me(),
        cadence: Cadence::weekly(1, Weekday::Mon, nine, chrono_tz::Europe::Berlin),
        rules: Rules::default(),
        managers_apart: false,
        style: klatch::domain::plan::Style::default(),
        minimum: 2,
        next_opening: start().date_naive(),
        rounds: 1,
        invitation: None,
        private: false,
        ended: false,
        created_at: start(),
    };
    transaction!(store, |tx| {
        tx.insert_community(&ws(), &community).await?;
        tx.insert_program(&ws(), &program).await?;
        let mine = Participation::new(program.id, me(), start());
        tx.keep_participation(&ws(), &mine).await
    })
    .await
    .unwrap();
}

/// One of each: asked by me, asked of me, met, and mine to look at again.
async fn things(store: &Store, number: u32) {
    let at = start() + TimeDelta::seconds(i64::from(number));
    let (mine, theirs) = (question(3, number, me()), question(4, number, other(number)));
    let answer = Answer {
        id: id(7, number),
        question: mine.id,
        author: other(number),
        text: "Like this.".to_owned(),
        spot: None,
        likes: 0,
        accepted_at: None,
        written_at: at,
        edited_at: None,
        deleted_at: None,
    };
    let card = Card {
        id: id(8, number),
        origin: Origin::Kept,
        community: mine.community,
        title: format!("Card {number}"),
        text: "Two at a time.".to_owned(),
        owner: me(),
        link: None,
        state: CardState::Current,
        made_at: at,
        review_at: at,
    };
    transaction!(store, |tx| {
        tx.insert_question(&ws(), &mine).await?;
        tx.insert_question(&ws(), &theirs).await?;
        tx.insert_referral(&ws(), &referral(5, number, &mine, other(number))).await?;
        tx.insert_referral(&ws(), &referral(6, number, &theirs, me())).await?;
        tx.insert_answer(&ws(), &answer).await?;
        tx.insert_card(&ws(), &card).await?;
        let (round, group) = met(number);
        tx.insert_round(&ws(), &round).await?;
        tx.insert_groups(&ws(), std::slice::from_ref(&group)).await?;
        tx.keep_answer(&ws(), &Said::new(group.id, me(), true, at)).await
    })
    .await
    .unwrap();
}

fn question(kind: u128, number: u32, asker: MemberId) -> Question {
    let at = start() + TimeDelta::seconds(i64::from(number));
    Question {
        id: id(kind, number),
        community: Some(id(1, number % PLACES)),
        asker: Asker::Known(asker),
        privacy: Privacy::Open,
        title: format!("How does number {number} work?"),
        details: "It was said that it does.".to_owned(),
        topic: None,
        urgent: false,
        state: State::Routing,
        source: Source::Asked,
        thread: None,
        link: None,
        asked_at: at,
        since: at,
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}

fn referral(kind: u128, number: u32, about: &Question, member: MemberId) -> Referral {
    Referral {
        id: id(kind, number),
        question: about.id,
        member,
        rung: 1,
        state: ReferralState::Offered,
        because: "[]".to_owned(),
        made_at: about.asked_at,
        offered_at: Some(about.asked_at),
        due_at: Some(about.asked_at + TimeDelta::hours(4)),
        ended_at: None,
        handed_to: None,
        spot: None,
    }
}

fn met(number: u32) -> (Round, Group) {
    let days = chrono::Days::new(u64::from(number));
    let opens_on = start().date_naive().checked_sub_days(days).unwrap();
    let round = Round {
        id: id(9, number),
        program: id(2, number % PLACES),
        number: number + 1,
        opens_on,
        reminder_on: opens_on,
        check_in_on: opens_on,
        seed: [7; 32],
        algorithm: "plain/1".to_owned(),
        state: RoundState::Closed,
    };
    let group = Group {
        id: id(10, number),
        round: round.id,
        program: round.program,
        opener: me(),
        members: vec![me(), other(number)],
        question: 3,
        because: Vec::new(),
        repeats: Vec::new(),
        conversation: Some(format!("G{number}").as_str().into()),
        introduction: Some("1767603600.000200".into()),
        meeting: Meeting::default(),
    };
    (round, group)
}
