//! What the planning of a round asks about everybody at once.

use klatch::domain::coffee::Group;
use klatch::domain::meeting::{Why, Withdrawal};
use klatch::domain::report::Coffee;
use klatch::store::transaction;

use crate::given::{answer, day, group, introduced, keep, program, round, who, ws};
use crate::support::{on_both, start};

#[tokio::test]
async fn turns_and_questions_of_who_was_introduced_are_counted_over_all_rounds() {
    on_both(async |given| {
        let plan = program(1);
        let (first, second) = (round(&plan, 1, "2026-01-12"), round(&plan, 2, "2026-01-26"));
        let again = Group { question: 5, ..introduced(&second, 21, &["U-ana", "U-cy"]) };
        let never = group(&second, 22, &["U-di", "U-ed"]);
        let gone = Withdrawal {
            round: second.id,
            member: who("U-cy"),
            group: again.id,
            why: Why::Cannot,
            at: start(),
        };
        let groups = [
            (first.clone(), vec![introduced(&first, 11, &["U-ana", "U-bo"])]),
            (second.clone(), vec![again, never]),
        ];
        keep(&given.store, &plan, &groups).await.unwrap();
        let mut tx = given.store.read().await.unwrap();
        assert_eq!(tx.rounds(&ws(), plan.id).await.unwrap(), [first, second]);
        assert_eq!(tx.rounds(&"T2".into(), plan.id).await.unwrap(), []);
        assert_eq!(tx.openers(&ws(), plan.id).await.unwrap(), [(who("U-ana"), 2)]);
        assert_eq!(tx.openers(&"T2".into(), plan.id).await.unwrap(), []);
        assert_eq!(
            tx.questions_asked(&ws(), &[who("U-cy"), who("U-ana"), who("U-di")]).await.unwrap(),
            [
                (who("U-ana"), 3, day("2026-01-12")),
                (who("U-ana"), 5, day("2026-01-26")),
                (who("U-cy"), 5, day("2026-01-26")),
            ]
        );
        assert_eq!(tx.questions_asked(&"T2".into(), &[who("U-ana")]).await.unwrap(), []);
        drop(tx);
        transaction!(given.store, |tx| {
            tx.leave_group(&ws(), gone.group, &gone.member).await?;
            tx.withdraw(&ws(), &gone).await
        })
        .await
        .unwrap();
        let mut tx = given.store.read().await.unwrap();
        assert_eq!(
            tx.questions_asked(&ws(), &[who("U-cy")]).await.unwrap(),
            [(who("U-cy"), 5, day("2026-01-26"))],
            "who can't make it has read it all the same"
        );
    })
    .await;
}

#[tokio::test]
async fn claims_are_read_for_everybody_between_two_days() {
    on_both(async |given| {
        transaction!(given.store, |tx| {
            tx.claim_day(&ws(), &who("U-bo"), day("2026-01-12"), "a").await?;
            tx.claim_day(&ws(), &who("U-ana"), day("2026-01-14"), "b").await?;
            tx.claim_day(&ws(), &who("U-ana"), day("2026-01-12"), "a").await?;
            tx.claim_day(&ws(), &who("U-ana"), day("2026-01-15"), "c").await?;
            tx.claim_day(&"T2".into(), &who("U-ana"), day("2026-01-13"), "d").await?;
            let claims = tx.claims_between(&ws(), day("2026-01-12"), day("2026-01-14")).await?;
            assert_eq!(
                claims,
                [
                    (who("U-ana"), day("2026-01-12")),
                    (who("U-ana"), day("2026-01-14")),
                    (who("U-bo"), day("2026-01-12")),
                ]
            );
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn coffees_are_told_with_what_their_people_said() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let there = introduced(&first, 11, &["U-bo", "U-ana"]);
        let silent = introduced(&first, 12, &["U-cy", "U-ed"]);
        let never = group(&first, 22, &["U-di", "U-flo"]);
        let alone = introduced(&first, 23, &["U-left-alone"]);
        let groups = vec![there.clone(), silent.clone(), never, alone];
        keep(&given.store, &plan, &[(first.clone(), groups)]).await.unwrap();
        let said = [answer(&there, "U-ana", true), answer(&there, "U-bo", false)];
        transaction!(given.store, |tx| {
            for answer in &said {
                tx.keep_answer(&ws(), answer).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let mut tx = given.store.read().await.unwrap();
        let coffee = |people: [(&str, Option<bool>); 2]| Coffee {
            round: first.id,
            people: people.map(|(name, said)| (who(name), said)).into(),
        };
        let mut expected = [
            (there.id, coffee([("U-bo", Some(false)), ("U-ana", Some(true))])),
            (silent.id, coffee([("U-cy", None), ("U-ed", None)])),
        ];
        expected.sort_by_key(|(id, _)| *id);
        let expected = expected.map(|(_, coffee)| coffee);
        assert_eq!(tx.coffees(&ws(), plan.id).await.unwrap(), expected);
        assert_eq!(tx.coffees(&"T2".into(), plan.id).await.unwrap(), []);
    })
    .await;
}
