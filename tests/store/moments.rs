//! Coffee outside of rounds.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::domain::breaks::{Counts, Said, TeamBreak};
use klatch::domain::encounter::{Encounter, MetOutside, Occasion};
use klatch::domain::ids::MemberId;
use klatch::domain::now::{Free, Together};
use klatch::domain::welcome::{Newcomer, Stage, Welcomer};
use klatch::store::transaction;

use crate::given::{answer, day, group, id, introduced, keep, program, round, who, ws};
use crate::support::{on_both, start};

fn minutes(after: i64) -> DateTime<Utc> {
    start() + TimeDelta::minutes(after)
}

fn free(name: &str, since: i64) -> Free {
    Free { member: who(name), since: minutes(since), until: minutes(since + 30) }
}

fn encounter(seed: u64, one: &str, two: &str, made: i64) -> Encounter {
    Encounter {
        id: id(seed),
        occasion: Occasion::Now,
        seed: [u8::try_from(seed).unwrap(); 32],
        members: [who(one), who(two)],
        opener: who(two),
        question: 7,
        again: true,
        conversation: None,
        introduction: None,
        made_at: minutes(made),
        ends_at: minutes(made + 30),
    }
}

fn sent(of: Encounter) -> Encounter {
    let (conversation, introduction) = (Some("G9".into()), Some("1767603600.000900".into()));
    Encounter { conversation, introduction, ..of }
}

#[tokio::test]
async fn who_is_free_is_on_the_list_until_their_time_is_over() {
    on_both(async |given| {
        let (ana, bo) = (free("U-ana", 0), free("U-bo", 10));
        transaction!(given.store, |tx| {
            tx.keep_free(&ws(), &bo).await?;
            tx.keep_free(&ws(), &ana).await?;
            assert_eq!(tx.free_at(&ws(), minutes(29)).await?, [ana.clone(), bo.clone()]);
            assert_eq!(tx.free_at(&ws(), minutes(30)).await?, std::slice::from_ref(&bo));
            assert_eq!(tx.free_at(&"T2".into(), minutes(0)).await?, []);
            // Whoever presses again stays on it for longer, in their place.
            let longer = Free { since: minutes(20), until: minutes(50), ..ana.clone() };
            tx.keep_free(&ws(), &longer).await?;
            let stays = Free { since: ana.since, ..longer };
            assert_eq!(tx.free_at(&ws(), minutes(45)).await?, [stays]);
            assert!(!tx.end_free(&ws(), &ana.member, minutes(30)).await?, "pressed again");
            assert!(!tx.end_free(&"T2".into(), &ana.member, minutes(60)).await?);
            assert!(tx.end_free(&ws(), &ana.member, minutes(50)).await?);
            assert!(!tx.take_free(&"T2".into(), &bo.member).await?);
            assert!(tx.take_free(&ws(), &bo.member).await?);
            assert!(!tx.take_free(&ws(), &bo.member).await?, "once only");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_is_in_two_groups_however_many_press_at_once() {
    on_both(async |given| {
        let presses = (0..9_u64).map(|number| {
            let store = given.store.clone();
            tokio::spawn(async move {
                let me = who(&format!("U{number}"));
                transaction!(store, |tx| {
                    let others = tx.free_at(&ws(), start()).await?;
                    let Some(other) = others.iter().find(|free| free.member != me) else {
                        tx.keep_free(&ws(), &free(me.as_str(), 0)).await?;
                        return Ok(());
                    };
                    tx.take_free(&ws(), &other.member).await?;
                    let two = encounter(number + 1, me.as_str(), other.member.as_str(), 0);
                    tx.insert_encounter(&ws(), &two).await
                })
                .await
            })
        });
        for press in presses.collect::<Vec<_>>() {
            press.await.unwrap().unwrap();
        }
        let mut tx = given.store.read().await.unwrap();
        let mut seen: Vec<_> =
            tx.free_at(&ws(), start()).await.unwrap().into_iter().map(|free| free.member).collect();
        assert_eq!(seen.len(), 1, "of nine, one waits");
        for number in 0..9 {
            let two = tx.encounter(&ws(), id(number + 1)).await.unwrap();
            seen.extend(two.into_iter().flat_map(|two| two.members));
        }
        seen.sort();
        let everybody: Vec<_> = (0..9).map(|number| who(&format!("U{number}"))).collect();
        assert_eq!(seen, everybody, "everybody once");
    })
    .await;
}

#[tokio::test]
async fn two_people_are_introduced_and_say_that_they_met() {
    on_both(async |given| {
        let two = encounter(1, "U-bo", "U-ana", 0);
        let welcome = Encounter {
            occasion: Occasion::Welcome,
            again: false,
            ..sent(encounter(2, "U-cy", "U-ana", 90))
        };
        transaction!(given.store, |tx| {
            tx.insert_encounter(&ws(), &two).await?;
            tx.insert_encounter(&ws(), &welcome).await?;
            assert_eq!(tx.encounter(&ws(), two.id).await?, Some(two.clone()));
            assert_eq!(tx.encounter(&"T2".into(), two.id).await?, None);
            assert_eq!(tx.lock_encounter(&"T2".into(), two.id).await?, None);
            assert_eq!(tx.lock_encounter(&ws(), two.id).await?, Some(two.clone()));
            let bo = who("U-bo");
            assert_eq!(tx.latest_encounter(&ws(), &bo, start()).await?, None, "not yet");
            tx.save_encounter(&ws(), &sent(two.clone())).await?;
            let latest = tx.latest_encounter(&ws(), &bo, start()).await?;
            assert_eq!(latest, Some(sent(two.clone())));
            assert_eq!(tx.latest_encounter(&ws(), &bo, minutes(1)).await?, None);
            let latest = tx.latest_encounter(&ws(), &who("U-ana"), start()).await?;
            assert_eq!(latest, Some(welcome.clone()));

            let (ana, all) = (who("U-ana"), [welcome.clone(), sent(two.clone())]);
            assert_eq!(tx.encounters_of(&ws(), &ana, 5).await?, all);
            assert_eq!(tx.encounters_of(&ws(), &ana, 1).await?, all[..1]);
            assert_eq!(tx.encounters_of(&ws(), &bo, 5).await?, all[1..]);
            assert_eq!(tx.encounters_of(&"T2".into(), &ana, 5).await?, []);

            assert_eq!(tx.meetings_outside(&ws()).await?, []);
            assert!(!tx.met_outside(&ws(), two.id, &who("U-cy")).await?, "not of the two");
            assert!(tx.met_outside(&ws(), two.id, &bo).await?);
            assert!(tx.met_outside(&ws(), two.id, &bo).await?, "again changes nothing");
            assert_eq!(tx.who_met(&ws(), two.id).await?, [bo]);
            let met = MetOutside { members: two.members.clone(), on: day("2026-01-05") };
            assert_eq!(tx.meetings_outside(&ws()).await?, [met]);
            assert_eq!(tx.meetings_outside(&"T2".into()).await?, []);

            tx.drop_encounter(&ws(), welcome.id).await?;
            assert_eq!(tx.encounter(&ws(), welcome.id).await?, None);
            assert_eq!(tx.meetings_outside(&ws()).await?.len(), 1);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn introductions_in_rounds_and_outside_of_them_are_both_known() {
    on_both(async |given| {
        let plan = program(1);
        let (first, second) = (round(&plan, 1, "2026-01-12"), round(&plan, 2, "2026-01-26"));
        let rounds = [
            (first.clone(), vec![introduced(&first, 11, &["U-ana", "U-bo"])]),
            // Of the second nobody has read yet.
            (second.clone(), vec![group(&second, 12, &["U-ana", "U-cy"])]),
        ];
        keep(&given.store, &plan, &rounds).await.unwrap();
        let outside = sent(encounter(1, "U-ana", "U-di", 5));
        transaction!(given.store, |tx| {
            tx.keep_answer(&ws(), &answer(&rounds[0].1[0], "U-ana", false)).await?;
            tx.insert_encounter(&ws(), &outside).await
        })
        .await
        .unwrap();
        let mut tx = given.store.read().await.unwrap();
        let others = ["U-ana", "U-bo", "U-cy", "U-di", "U-eve"].map(who);
        let together = tx.together(&ws(), &who("U-ana"), &others).await.unwrap();
        let midnight = "2026-01-12T00:00:00Z".parse().unwrap();
        let expected = [
            (who("U-bo"), Together { last: Some(midnight), outside: None }),
            (who("U-di"), Together { last: Some(minutes(5)), outside: Some(minutes(5)) }),
        ];
        assert_eq!(together.into_iter().collect::<Vec<_>>(), expected);
        assert!(tx.together(&"T2".into(), &who("U-ana"), &others).await.unwrap().is_empty());
        assert_eq!(tx.openers_outside(&ws(), &others).await.unwrap(), [(who("U-di"), 1)]);
        assert_eq!(tx.openers_outside(&ws(), &others[..1]).await.unwrap(), []);
        let asked = tx.questions_outside(&ws(), &others[..1]).await.unwrap();
        assert_eq!(asked, [(who("U-ana"), 7, start().date_naive())]);
        assert!(tx.questions_outside(&"T2".into(), &others).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_newcomer_is_known_once_and_their_answer_is_kept() {
    on_both(async |given| {
        let zed = Newcomer { member: who("U-zed"), joined_at: start(), stage: Stage::Open };
        transaction!(given.store, |tx| {
            assert_eq!(tx.newcomer(&ws(), &zed.member).await?, None);
            assert_eq!(tx.lock_newcomer(&ws(), &zed.member).await?, None);
            assert!(tx.insert_newcomer(&ws(), &zed).await?);
            let again = Newcomer { joined_at: minutes(9), ..zed.clone() };
            assert!(!tx.insert_newcomer(&ws(), &again).await?, "once only");
            for stage in [Stage::Declined, Stage::Nobody, Stage::Accepted, Stage::Open] {
                let new = Newcomer { stage, ..zed.clone() };
                tx.save_newcomer(&ws(), &new).await?;
                assert_eq!(tx.newcomer(&ws(), &zed.member).await?, Some(new.clone()));
                assert_eq!(tx.lock_newcomer(&ws(), &zed.member).await?, Some(new));
            }
            assert_eq!(tx.newcomer(&"T2".into(), &zed.member).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_welcomes_takes_turns() {
    on_both(async |given| {
        let (ana, bo, zed) = (who("U-ana"), who("U-bo"), who("U-zed"));
        let welcomes = |seed, name: &str, made| Encounter {
            occasion: Occasion::Welcome,
            ..encounter(seed, "U-new", name, made)
        };
        let new = Newcomer { member: zed.clone(), joined_at: start(), stage: Stage::Accepted };
        transaction!(given.store, |tx| {
            assert!(tx.tell_unwelcoming(&ws(), start()).await?);
            assert!(!tx.tell_unwelcoming(&ws(), start()).await?, "once");
            assert!(tx.begin_welcoming(&ws(), &ana, start()).await?);
            assert!(tx.tell_unwelcoming(&ws(), start()).await?, "until somebody does");
            assert!(!tx.begin_welcoming(&ws(), &ana, start()).await?, "already");
            tx.begin_welcoming(&ws(), &bo, start()).await?;
            tx.begin_welcoming(&ws(), &zed, start()).await?;
            tx.insert_newcomer(&ws(), &new).await?;
            for one in
                [welcomes(1, "U-bo", 3), welcomes(2, "U-bo", 9), encounter(3, "U-x", "U-ana", 5)]
            {
                tx.insert_encounter(&ws(), &one).await?;
            }
            let of = |member: &MemberId, welcomed, last, new| Welcomer {
                member: member.clone(),
                welcomed,
                last,
                new,
            };
            let all = [
                of(&ana, 0, None, false),
                of(&bo, 2, Some(minutes(9)), false),
                of(&zed, 0, None, true),
            ];
            assert_eq!(tx.welcomers(&ws(), minutes(-1)).await?, all);
            let grown = of(&zed, 0, None, false);
            assert_eq!(tx.welcomers(&ws(), minutes(0)).await?[2], grown);
            assert_eq!(tx.welcomers(&"T2".into(), start()).await?, []);
            assert!(!tx.end_welcoming(&"T2".into(), &bo).await?);
            assert!(tx.end_welcoming(&ws(), &bo).await?);
            assert!(!tx.end_welcoming(&ws(), &bo).await?);
            assert_eq!(tx.welcomers(&ws(), start()).await?.len(), 2);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_team_has_its_break_and_only_numbers_are_told() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        keep(&given.store, &plan, &[(first.clone(), vec![])]).await.unwrap();
        let team = |seed: u64, members: &[&str]| TeamBreak {
            id: id(seed),
            round: first.id,
            program: plan.id,
            team: "Core".to_owned(),
            members: members.iter().map(|name| who(name)).collect(),
            host: who(members[0]),
            starts_at: minutes(60),
            conversation: None,
            message: None,
        };
        let names: Vec<String> = (10..40).map(|number| format!("U{number}")).collect();
        let large: Vec<&str> = names.iter().map(String::as_str).collect();
        let both = [team(1, &["U-ana", "U-bo"]), team(2, &large)];
        transaction!(given.store, |tx| {
            assert_eq!(tx.breaks_in(&ws(), first.id).await?, 0);
            tx.insert_breaks(&ws(), &both).await?;
            assert_eq!(tx.breaks_in(&ws(), first.id).await?, 2);
            assert_eq!(tx.breaks_in(&"T2".into(), first.id).await?, 0);
            let of = tx.break_of(&ws(), first.id, &who("U-bo")).await?;
            assert_eq!(of.as_ref(), Some(&both[0]));
            assert_eq!(tx.break_of(&ws(), first.id, &who("U-zed")).await?, None);
            assert_eq!(tx.break_of(&"T2".into(), first.id, &who("U-bo")).await?, None);
            for it in &both {
                assert_eq!(tx.team_break(&ws(), it.id).await?.as_ref(), Some(it));
                assert_eq!(tx.lock_break(&ws(), it.id).await?.as_ref(), Some(it));
                assert_eq!(tx.team_break(&"T2".into(), it.id).await?, None);
                assert_eq!(tx.lock_break(&"T2".into(), it.id).await?, None);
            }
            let (conversation, message) = (Some("G1".into()), Some("1.2".into()));
            let sent = TeamBreak { conversation, message, ..both[0].clone() };
            tx.save_break(&ws(), &sent).await?;
            assert_eq!(tx.team_break(&ws(), sent.id).await?, Some(sent.clone()));
            assert_eq!(tx.hosts(&ws(), plan.id).await?, [(who("U-ana"), 1), (who("U10"), 1)]);

            let large = both[1].id;
            assert_eq!(tx.counts_of_break(&ws(), large).await?, Counts::default());
            assert!(!tx.say_of_break(&ws(), large, &who("U-ana"), Said::In).await?);
            for (name, said) in [
                ("U10", Said::In),
                ("U11", Said::In),
                ("U12", Said::NotToday),
                ("U10", Said::NotToday),
                ("U13", Said::Met),
            ] {
                assert!(tx.say_of_break(&ws(), large, &who(name), said).await?);
            }
            let counts = Counts { coming: 1, not_today: 2, met: 1 };
            assert_eq!(tx.counts_of_break(&ws(), large).await?, counts);
            assert_eq!(tx.counts_of_break(&ws(), sent.id).await?, Counts::default());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
