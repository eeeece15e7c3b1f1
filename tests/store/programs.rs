//! Programs and who is in them.

use chrono::TimeDelta;
use klatch::domain::coffee::{Participation, Pause, Program};
use klatch::domain::pairing::{Common, Kind, Mix, Odd, Rules, Unit};
use klatch::domain::plan::{Style, read_spots};
use klatch::domain::schedule::Cadence;
use klatch::store::transaction;

use crate::given::{day, id, joined, profile, program, who, ws};
use crate::support::{on_both, start};

#[tokio::test]
async fn a_program_is_set_up_once_and_changes() {
    on_both(async |given| {
        let plan = program(1);
        let changed = Program {
            channel: "C2".into(),
            steward: who("U-bo"),
            minimum: 1000,
            rounds: 4,
            next_opening: day("2026-02-02"),
            invitation: Some("1767603600.000100".into()),
            rules: Rules {
                kind: Kind::Buddy,
                group_size: 5,
                mix: Mix::Within,
                must_differ: Some(Unit::Department),
                must_share: vec![Common::Language],
                min_overlap_minutes: 120,
                odd: Odd::SitOut,
            },
            managers_apart: true,
            style: Style {
                called: "Tea time".parse().unwrap(),
                topic: Some("<side> projects".to_owned()),
                spots: read_spots("Berlin: kitchen").unwrap(),
                welcome: Some("Bring cake.\nOr not.".to_owned()),
            },
            cadence: Cadence {
                recurrence: "FREQ=MONTHLY;INTERVAL=6;BYDAY=-1FR".parse().unwrap(),
                ..plan.cadence
            },
            ..plan.clone()
        };
        transaction!(given.store, |tx| {
            assert!(tx.insert_program(&ws(), &plan).await?);
            assert!(!tx.insert_program(&ws(), &changed).await?);
            assert_eq!(tx.program(&ws(), plan.id).await?, Some(plan.clone()));
            assert_eq!(tx.lock_program(&ws(), plan.id).await?, Some(plan.clone()));
            tx.save_program(&ws(), &changed).await?;
            assert_eq!(tx.program(&ws(), plan.id).await?, Some(changed.clone()));
            assert_eq!(tx.program(&"T2".into(), plan.id).await?, None);
            assert_eq!(tx.lock_program(&"T2".into(), plan.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn programs_are_listed_by_age_until_they_end() {
    on_both(async |given| {
        let younger = Program { created_at: start() + TimeDelta::days(1), ..program(1) };
        let older = program(2);
        let over = Program { ended: true, ..program(3) };
        let listed = transaction!(given.store, |tx| {
            for plan in [&younger, &older, &over] {
                tx.insert_program(&ws(), plan).await?;
            }
            tx.insert_program(&"T2".into(), &program(4)).await?;
            tx.programs(&ws()).await
        })
        .await
        .unwrap();
        assert_eq!(listed, [older, younger]);
    })
    .await;
}

#[tokio::test]
async fn stewards_are_named_once() {
    on_both(async |given| {
        let plan = program(1);
        let named = transaction!(given.store, |tx| {
            tx.insert_program(&ws(), &plan).await?;
            for name in ["U-bo", "U-ana", "U-bo"] {
                tx.keep_steward(&ws(), plan.id, &who(name)).await?;
            }
            tx.stewards(&ws(), plan.id).await
        })
        .await
        .unwrap();
        assert_eq!(named, [who("U-ana"), who("U-bo")]);
    })
    .await;
}

#[tokio::test]
async fn people_join_pause_skip_and_leave() {
    on_both(async |given| {
        let (one, other) = (program(1), program(2));
        let ana = joined(&one, "U-ana");
        let states = [
            Participation { pause: Pause::Until(day("2026-03-01")), ..ana.clone() },
            Participation {
                pause: Pause::Rounds(3),
                skips: Some(day("2026-01-12")),
                ..ana.clone()
            },
            Participation { left: true, trios: 2, last_trio: Some(7), ..ana.clone() },
            ana.clone(),
        ];
        transaction!(given.store, |tx| {
            for plan in [&one, &other] {
                tx.insert_program(&ws(), plan).await?;
            }
            assert_eq!(tx.participation(&ws(), one.id, &ana.member).await?, None);
            for state in &states {
                tx.keep_participation(&ws(), state).await?;
                let kept = tx.participation(&ws(), one.id, &ana.member).await?;
                assert_eq!(kept.as_ref(), Some(state));
            }
            let elsewhere = joined(&other, "U-ana");
            tx.keep_participation(&ws(), &elsewhere).await?;
            let mut everywhere = vec![ana.clone(), elsewhere];
            everywhere.sort_by_key(|it| it.program.to_string());
            assert_eq!(tx.participations_of(&ws(), &ana.member).await?, everywhere);
            assert_eq!(tx.participations_of(&"T2".into(), &ana.member).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_takes_part_is_whom_the_directory_knows() {
    on_both(async |given| {
        let plan = program(1);
        let ana = joined(&plan, "U-ana");
        let gone = Participation { left: true, ..joined(&plan, "U-bo") };
        let unknown = joined(&plan, "U-cy");
        transaction!(given.store, |tx| {
            tx.insert_program(&ws(), &plan).await?;
            tx.keep_profiles(&ws(), &[profile("U-ana"), profile("U-bo")], start()).await?;
            for one in [&unknown, &gone, &ana] {
                tx.keep_participation(&ws(), one).await?;
            }
            let all = tx.participations(&ws(), plan.id).await?;
            assert_eq!(all, [ana.clone(), gone.clone(), unknown.clone()]);
            let asked = [who("U-ana"), who("U-bo"), who("U-dee")];
            assert_eq!(tx.who_left(&ws(), plan.id, &asked).await?, [who("U-bo")]);
            let there = tx.participants(&ws(), plan.id).await?;
            assert_eq!(there.len(), 1);
            assert_eq!(there[0].0, ana);
            assert_eq!(there[0].1.profile, profile("U-ana"));
            assert_eq!(tx.participants(&ws(), id(9)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
