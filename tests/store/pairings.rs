//! What a round's pairing was asked, and what came of it.

use klatch::domain::coffee::Decided;
use klatch::domain::pairing::{LeftOut, Person, Request, Rules, WhyLeftOut};
use klatch::store::transaction;

use crate::given::{keep, program, round, who, ws};
use crate::support::on_both;

#[tokio::test]
async fn a_pairing_is_kept_beside_its_round() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        keep(&given.store, &plan, &[(first.clone(), vec![])]).await.unwrap();
        let asked = Request {
            round: 1,
            date: first.opens_on,
            seed: [7; 32],
            program: Rules::default(),
            people: vec![Person::new(who("U-ana")), Person::new(who("U-bo"))],
            history: vec![],
            exclusions: vec![],
        };
        let alone = LeftOut { member: who("U-cy"), because: WhyLeftOut::OddOneOut };
        let decided =
            Decided { groups: vec![vec![who("U-ana"), who("U-bo")]], left_out: vec![alone] };
        transaction!(given.store, |tx| {
            assert_eq!(tx.request(&ws(), first.id).await?, None);
            tx.keep_request(&ws(), first.id, &asked).await?;
            // It never changes.
            let other = Request { round: 9, ..asked.clone() };
            tx.keep_request(&ws(), first.id, &other).await?;
            assert_eq!(tx.request(&ws(), first.id).await?, Some(asked.clone()));
            assert_eq!(tx.request(&"T2".into(), first.id).await?, None);
            assert_eq!(tx.decided(&ws(), first.id).await?, None);
            tx.keep_decided(&ws(), first.id, &decided).await?;
            assert_eq!(tx.decided(&ws(), first.id).await?, Some(decided.clone()));
            assert_eq!(tx.decided(&"T2".into(), first.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_latest_rounds_come_first() {
    on_both(async |given| {
        let plan = program(1);
        let (first, second) = (round(&plan, 1, "2026-01-12"), round(&plan, 2, "2026-01-26"));
        keep(&given.store, &plan, &[(first.clone(), vec![]), (second.clone(), vec![])])
            .await
            .unwrap();
        let mut tx = given.store.read().await.unwrap();
        let both = tx.latest_rounds(&ws(), 10).await.unwrap();
        let of = |round| (plan.channel.clone(), round);
        assert_eq!(both, [of(second.clone()), of(first)]);
        assert_eq!(tx.latest_rounds(&ws(), 1).await.unwrap(), [of(second)]);
        assert!(tx.latest_rounds(&"T2".into(), 10).await.unwrap().is_empty());
    })
    .await;
}
