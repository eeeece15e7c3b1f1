//! A past round, paired once more from what is kept of it.

use klatch::clock::{Chance, Clock};
use klatch::config::Config;
use klatch::domain::coffee::{Decided, Round, RoundState};
use klatch::domain::pairing::{self, Person, Request, Rules};
use klatch::operate::Desk;
use klatch::store::transaction;

use crate::given::{keep, profile, program, round, who, ws};
use crate::support::{TestStore, on_both, start};

async fn desk(given: &TestStore) -> Desk {
    let url = given.database.url.clone();
    let config = Config::load(None, |name| (name == "DATABASE_URL").then(|| url.clone())).unwrap();
    Desk::open(&config, Clock::still(start()), Chance::seeded(1)).await.unwrap()
}

fn asked() -> Request {
    let people = ["U-ana", "U-bo", "U-cy", "U-di", "U-ed", "U-flo"];
    Request {
        round: 1,
        date: "2026-01-12".parse().unwrap(),
        seed: [7; 32],
        program: Rules::default(),
        people: people.map(|name| Person::new(who(name))).to_vec(),
        history: vec![],
        exclusions: vec![[who("U-ana"), who("U-bo")]],
    }
}

/// A paired round and what came of it.
async fn paired(given: &TestStore, decided: &Decided) -> Round {
    let plan = program(1);
    let algorithm = pairing::ALGORITHM.to_owned();
    let first = Round { algorithm, state: RoundState::Paired, ..round(&plan, 1, "2026-01-12") };
    keep(&given.store, &plan, &[(first.clone(), vec![])]).await.unwrap();
    transaction!(given.store, |tx| {
        tx.keep_workspace(&ws(), "One", &who("U-bot"), start()).await?;
        tx.keep_profiles(&ws(), &[profile("U-ana")], start()).await?;
        tx.keep_request(&ws(), first.id, &asked()).await?;
        tx.keep_decided(&ws(), first.id, decided).await
    })
    .await
    .unwrap();
    first
}

#[tokio::test]
async fn a_round_comes_out_the_same_and_is_explained() {
    on_both(async |given| {
        let decided = Decided::from(&pairing::pair(&asked()));
        let first = paired(given, &decided).await;
        let desk = desk(given).await;
        let listed = desk.rounds(None).await.unwrap();
        assert!(listed.contains(&first.id.to_string()), "{listed}");
        let replay = desk.replay(&first.id.to_string()).await.unwrap();
        assert!(replay.same, "{}", replay.text);
        assert!(replay.text.contains("6 people took part: 3 pairs, 0 trios"), "{}", replay.text);
        assert!(replay.text.contains("U-ana (U-ana)"), "{}", replay.text);
        assert!(replay.text.contains("480 minutes of work at the same time"), "{}", replay.text);
        assert!(!replay.text.contains("exclu"), "{}", replay.text);
        desk.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_round_that_was_tampered_with_is_told() {
    on_both(async |given| {
        let mut decided = Decided::from(&pairing::pair(&asked()));
        decided.groups[0].swap(0, 1);
        let first = paired(given, &decided).await;
        let desk = desk(given).await;
        let replay = desk.replay(&first.id.to_string()).await.unwrap();
        assert!(!replay.same);
        assert!(replay.text.contains("comes out otherwise: 1 groups differ"), "{}", replay.text);
        desk.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_paired_again_says_why() {
    on_both(async |given| {
        let plan = program(1);
        let old = Round { algorithm: "plain/1".to_owned(), ..round(&plan, 1, "2026-01-12") };
        let algorithm = pairing::ALGORITHM.to_owned();
        let waiting = Round { algorithm, ..round(&plan, 2, "2026-01-26") };
        keep(&given.store, &plan, &[(old.clone(), vec![]), (waiting.clone(), vec![])])
            .await
            .unwrap();
        let decided = Decided { groups: vec![], left_out: vec![] };
        transaction!(given.store, |tx| {
            tx.keep_workspace(&ws(), "One", &who("U-bot"), start()).await?;
            tx.keep_request(&ws(), old.id, &asked()).await?;
            tx.keep_decided(&ws(), old.id, &decided).await?;
            tx.keep_request(&ws(), waiting.id, &asked()).await
        })
        .await
        .unwrap();
        let desk = desk(given).await;
        let other = desk.replay(&old.id.to_string()).await.unwrap_err().to_string();
        assert!(other.contains("plain/1") && other.contains(pairing::ALGORITHM), "{other}");
        let early = desk.replay(&waiting.id.to_string()).await.unwrap_err().to_string();
        assert!(early.contains("is not paired yet"), "{early}");
        desk.close().await;
    })
    .await;
}
