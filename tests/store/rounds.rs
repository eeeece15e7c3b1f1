//! Rounds, their groups, and what people said about them.

use chrono::TimeDelta;
use klatch::domain::coffee::{Answer, Group, Round, RoundState};
use klatch::domain::meeting::{Meeting, Rating, Why, Withdrawal};
use klatch::domain::pairing::PastRound;
use klatch::store::transaction;

use crate::given::{answer, day, group, id, introduced, keep, program, round, who, ws};
use crate::support::{on_both, start};

#[tokio::test]
async fn a_program_has_one_round_a_date() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        transaction!(given.store, |tx| {
            tx.insert_program(&ws(), &plan).await?;
            assert!(tx.insert_round(&ws(), &first).await?);
            let again = Round { id: id(99), ..first.clone() };
            assert!(!tx.insert_round(&ws(), &again).await?);
            assert_eq!(tx.round(&ws(), first.id).await?, Some(first.clone()));
            assert_eq!(tx.round(&ws(), again.id).await?, None);
            assert_eq!(tx.lock_round(&ws(), first.id).await?, Some(first.clone()));
            assert_eq!(tx.lock_round(&"T2".into(), first.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_current_round_is_the_latest_under_way() {
    on_both(async |given| {
        let plan = program(1);
        let mut first = round(&plan, 1, "2026-01-12");
        let mut second = round(&plan, 2, "2026-01-26");
        keep(&given.store, &plan, &[(first.clone(), vec![]), (second.clone(), vec![])])
            .await
            .unwrap();
        transaction!(given.store, |tx| {
            assert_eq!(tx.current_round(&ws(), plan.id).await?, Some(second.clone()));
            second.state = RoundState::Closed;
            tx.save_round(&ws(), &second).await?;
            assert_eq!(tx.round(&ws(), second.id).await?, Some(second.clone()));
            first.state = RoundState::Paired;
            tx.save_round(&ws(), &first).await?;
            assert_eq!(tx.current_round(&ws(), plan.id).await?, Some(first.clone()));
            first.state = RoundState::Closed;
            tx.save_round(&ws(), &first).await?;
            assert_eq!(tx.current_round(&ws(), plan.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn groups_keep_their_members_in_order_and_are_found_by_them() {
    on_both(async |given| {
        let plan = program(1);
        let (first, second) = (round(&plan, 1, "2026-01-12"), round(&plan, 2, "2026-01-26"));
        let trio = group(&first, 1, &["U-bo", "U-di", "U-ana"]);
        let pair = group(&first, 2, &["U-cy", "U-ed"]);
        let later = group(&second, 3, &["U-ana", "U-cy"]);
        let rounds = [
            (first.clone(), vec![trio.clone(), pair.clone()]),
            (second.clone(), vec![later.clone()]),
        ];
        keep(&given.store, &plan, &rounds).await.unwrap();
        transaction!(given.store, |tx| {
            assert_eq!(tx.group(&ws(), trio.id).await?, Some(trio.clone()));
            assert_eq!(tx.group(&"T2".into(), trio.id).await?, None);
            let mut both = vec![trio.clone(), pair.clone()];
            both.sort_by_key(|group| group.id);
            assert_eq!(tx.groups_of_round(&ws(), first.id).await?, both);
            let found = tx.group_of(&ws(), first.id, &who("U-ana")).await?;
            assert_eq!(found, Some(trio.clone()));
            assert_eq!(tx.group_of(&ws(), second.id, &who("U-bo")).await?, None);
            let anas = tx.groups_of_member(&ws(), &who("U-ana"), 10).await?;
            let newest_first = [(later.clone(), second.clone()), (trio.clone(), first.clone())];
            assert_eq!(anas, newest_first);
            assert_eq!(tx.groups_of_member(&ws(), &who("U-ana"), 1).await?, newest_first[..1]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_group_learns_where_it_talks() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let pair = group(&first, 1, &["U-ana", "U-bo"]);
        keep(&given.store, &plan, &[(first, vec![pair.clone()])]).await.unwrap();
        transaction!(given.store, |tx| {
            assert_eq!(tx.lock_group(&ws(), pair.id).await?, Some(pair.clone()));
            assert_eq!(tx.lock_group(&ws(), id(77)).await?, None);
            let open = Group {
                conversation: Some("G1".into()),
                introduction: Some("1767603600.000200".into()),
                opener: who("U-bo"),
                meeting: Meeting {
                    offered: vec![start() + TimeDelta::hours(3), start() + TimeDelta::hours(27)],
                    at: Some(start() + TimeDelta::hours(27)),
                    picks: 2,
                    formed_on: Some(day("2026-01-14")),
                    nudged: true,
                },
                ..pair.clone()
            };
            tx.save_group(&ws(), &open).await?;
            assert_eq!(tx.group(&ws(), pair.id).await?, Some(open));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_new_answer_replaces_the_old() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let pair = group(&first, 1, &["U-ana", "U-bo"]);
        let other = group(&first, 2, &["U-cy", "U-di"]);
        keep(&given.store, &plan, &[(first.clone(), vec![pair.clone(), other.clone()])])
            .await
            .unwrap();
        transaction!(given.store, |tx| {
            tx.keep_answer(&ws(), &answer(&pair, "U-ana", false)).await?;
            let gained = Some("a recipe".to_owned());
            let rating = Some(Rating::Lovely);
            let yes = Answer { gained, rating, story: true, ..answer(&pair, "U-ana", true) };
            tx.keep_answer(&ws(), &yes).await?;
            let no = answer(&other, "U-cy", false);
            tx.keep_answer(&ws(), &no).await?;
            assert_eq!(tx.answers(&ws(), pair.id).await?, std::slice::from_ref(&yes));
            let mut both = vec![yes, no];
            both.sort_by_key(|answer| answer.group);
            assert_eq!(tx.answers_of_round(&ws(), first.id).await?, both);
            assert_eq!(tx.answers_of_round(&"T2".into(), first.id).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_leaves_a_group_before_its_introduction_is_not_in_it() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let trio = introduced(&first, 1, &["U-bo", "U-di", "U-ana"]);
        let pair = introduced(&first, 2, &["U-cy", "U-ed"]);
        keep(&given.store, &plan, &[(first.clone(), vec![trio.clone(), pair.clone()])])
            .await
            .unwrap();
        transaction!(given.store, |tx| {
            tx.leave_group(&"T2".into(), trio.id, &who("U-bo")).await?;
            assert_eq!(tx.group(&ws(), trio.id).await?, Some(trio.clone()));
            tx.leave_group(&ws(), trio.id, &who("U-bo")).await?;
            let left = vec![who("U-di"), who("U-ana")];
            assert_eq!(tx.group(&ws(), trio.id).await?.unwrap().members, left);
            assert_eq!(tx.group(&ws(), pair.id).await?, Some(pair.clone()));
            assert_eq!(tx.group_of(&ws(), first.id, &who("U-bo")).await?, None);
            let history = tx.history(&ws(), plan.id).await?;
            assert_eq!(history[0].groups, [left, vec![who("U-cy"), who("U-ed")]]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

/// A group that said it did not meet is marked; silence and disagreement count as having met. One
/// that was never introduced does not count.
#[tokio::test]
async fn those_who_were_introduced_are_known_by_rounds() {
    on_both(async |given| {
        let plan = program(1);
        let elsewhere = program(2);
        let (first, second) = (round(&plan, 1, "2026-01-12"), round(&plan, 2, "2026-01-26"));
        let other = Round { id: id(500), ..round(&elsewhere, 1, "2026-01-12") };
        let trio = introduced(&first, 1, &["U-bo", "U-di", "U-ana"]);
        let missed = introduced(&first, 2, &["U-cy", "U-ed"]);
        let disputed = introduced(&second, 3, &["U-ana", "U-cy"]);
        let never = group(&second, 5, &["U-di", "U-ed"]);
        let foreign = introduced(&other, 4, &["U-x", "U-y"]);
        let rounds = [(first, vec![trio, missed.clone()]), (second, vec![disputed.clone(), never])];
        keep(&given.store, &plan, &rounds).await.unwrap();
        keep(&given.store, &elsewhere, &[(other, vec![foreign])]).await.unwrap();
        let met = transaction!(given.store, |tx| {
            tx.keep_answer(&ws(), &answer(&missed, "U-cy", false)).await?;
            tx.keep_answer(&ws(), &answer(&disputed, "U-cy", false)).await?;
            tx.keep_answer(&ws(), &answer(&disputed, "U-ana", true)).await?;
            tx.history(&ws(), plan.id).await
        })
        .await
        .unwrap();
        let of = |names: &[&str]| names.iter().map(|name| who(name)).collect::<Vec<_>>();
        let missed = of(&["U-cy", "U-ed"]);
        let first = vec![of(&["U-bo", "U-di", "U-ana"]), missed.clone()];
        let second = vec![of(&["U-ana", "U-cy"])];
        assert_eq!(
            met,
            [
                PastRound { round: 1, groups: first, not_met: vec![missed] },
                PastRound { round: 2, groups: second, not_met: vec![] },
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn who_steps_back_is_known_by_round_and_cannot_is_the_last_word() {
    on_both(async |given| {
        let plan = program(1);
        let (first, second) = (round(&plan, 1, "2026-01-12"), round(&plan, 2, "2026-01-26"));
        let pair = introduced(&first, 1, &["U-bo", "U-ana"]);
        let later = introduced(&second, 2, &["U-bo", "U-cy"]);
        let rounds = [(first.clone(), vec![pair.clone()]), (second, vec![later.clone()])];
        keep(&given.store, &plan, &rounds).await.unwrap();
        transaction!(given.store, |tx| {
            let of = |group: &Group, name: &str, why| Withdrawal {
                round: group.round,
                member: who(name),
                group: group.id,
                why,
                at: start(),
            };
            let (cannot, other) = (of(&pair, "U-bo", Why::Cannot), of(&pair, "U-ana", Why::Else));
            assert!(tx.withdraw(&ws(), &cannot).await?);
            assert!(tx.withdraw(&ws(), &other).await?);
            assert!(!tx.withdraw(&ws(), &of(&pair, "U-bo", Why::Else)).await?);
            assert!(!tx.withdraw(&ws(), &other).await?, "said already");
            assert!(tx.withdraw(&ws(), &of(&later, "U-cy", Why::Else)).await?);
            assert_eq!(tx.withdrawals(&ws(), first.id).await?, [other, cannot.clone()]);
            let after_all = of(&pair, "U-ana", Why::Cannot);
            assert!(tx.withdraw(&ws(), &after_all).await?);
            assert!(!tx.withdraw(&ws(), &after_all).await?);
            assert_eq!(tx.withdrawals(&ws(), first.id).await?, [after_all, cannot]);
            assert_eq!(tx.withdrawals(&"T2".into(), first.id).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

/// Whoever was left alone met nobody in that round.
#[tokio::test]
async fn one_alone_is_no_group_of_the_history() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let pair = introduced(&first, 1, &["U-bo", "U-ana"]);
        keep(&given.store, &plan, &[(first, vec![pair.clone()])]).await.unwrap();
        transaction!(given.store, |tx| {
            tx.leave_group(&ws(), pair.id, &who("U-bo")).await?;
            assert_eq!(tx.history(&ws(), plan.id).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
