//! What waits in the queue, and what lies though nobody waits for it.

use chrono::TimeDelta;
use klatch::domain::question::{Answer, Asker, Privacy, Question, State};
use klatch::job::{Job, Lane};
use klatch::store::transaction;

use crate::asking::{community, given, minutes, question, spot};
use crate::given::{id, who, ws};
use crate::support::{on_both, start};

#[tokio::test]
async fn what_waits_is_known_by_its_kind_and_what_was_done_by_its_name() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            let (route, post) =
                (Job::Route { question: id(10) }, Job::PostQuestion { question: id(11) });
            let later = minutes(90);
            tx.enqueue(&ws(), &route, start(), Some("route:10"), None, id(1), start()).await?;
            tx.enqueue(&ws(), &post, later, None, None, id(2), start()).await?;
            assert_eq!(tx.waiting_of(&ws(), &["route"]).await?, std::slice::from_ref(&route));
            let both = tx.waiting_of(&ws(), &["route", "post_question", "offer"]).await?;
            assert_eq!(both, [route.clone(), post.clone()]);
            assert_eq!(tx.waiting_of(&"T2".into(), &["route"]).await?, []);
            assert!(!tx.was_done(&ws(), "route:").await?);
            let minute = TimeDelta::minutes(1);
            let mine = tx.claim(&ws(), Lane::Work, "me", start(), minute, 9).await?;
            assert_eq!(tx.waiting_of(&ws(), &["route"]).await?, [route], "it is worked on");
            assert!(tx.finish(&ws(), mine[0].id, &mine[0].lease).await?);
            assert_eq!(tx.waiting_of(&ws(), &["route"]).await?, []);
            assert!(tx.was_done(&ws(), "route:").await?);
            assert!(!tx.was_done(&ws(), "route:11").await?);
            assert!(!tx.was_done(&"T2".into(), "route:").await?);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn anonymous_questions_are_found_by_their_age_and_by_whether_they_are_forgotten() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let hidden = |seed: u64, asker: Asker| Question {
                privacy: Privacy::Anonymous,
                asker,
                ..question(seed, "U-ana")
            };
            let sealed = hidden(10, Asker::Sealed("v1.sealed".to_owned()));
            let forgotten = hidden(11, Asker::Forgotten);
            let over = Question { state: State::Closed, ..hidden(12, Asker::Forgotten) };
            for it in [&sealed, &forgotten, &over, &question(13, "U-ana")] {
                tx.insert_question(&ws(), it).await?;
            }
            tx.keep_key(&ws(), sealed.id, "secret").await?;
            let keys = tx.keys_of(&ws(), &[sealed.id, forgotten.id]).await?;
            let keys: Vec<_> = keys.into_iter().collect();
            assert_eq!(keys, [(sealed.id, "secret".to_owned())]);
            assert_eq!(tx.open_forgotten(&ws(), 9).await?, std::slice::from_ref(&forgotten));
            let by = tx.anonymous_before(&ws(), minutes(11), 9).await?;
            assert_eq!(by, [sealed.clone(), forgotten]);
            assert_eq!(tx.anonymous_before(&ws(), minutes(10), 9).await?, [sealed]);
            assert_eq!(tx.anonymous_before(&ws(), minutes(9), 9).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_stands_nowhere_is_found_if_its_question_has_a_thread() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let stands = Question { thread: Some(spot("1.1")), ..question(10, "U-ana") };
            let private = Question { privacy: Privacy::Private, ..question(11, "U-ana") };
            for it in [&stands, &private] {
                tx.insert_question(&ws(), it).await?;
            }
            let nowhere = |seed, of| Answer { spot: None, ..given(seed, of, "U-bo") };
            let gone = Answer { deleted_at: Some(minutes(30)), ..nowhere(22, 10) };
            for it in [nowhere(20, 10), given(21, 10, "U-cy"), gone, nowhere(23, 11)] {
                tx.insert_answer(&ws(), &it).await?;
            }
            let found = tx.unposted_answers(&ws(), minutes(0), 9).await?;
            assert_eq!(found, [(id(20), "C1".into())]);
            assert_eq!(tx.unposted_answers(&ws(), minutes(21), 9).await?, []);
            assert_eq!(tx.answered_in(&ws(), &who("U-cy")).await?, [id(1)]);
            assert_eq!(tx.answered_in(&ws(), &who("U-bo")).await?, [], "not in its channel");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_report_counts_what_was_answered_before_the_end_and_nothing_private() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            // Said in other words since: it was answered all the same.
            let anew = question(10, "U-ana");
            let closed =
                Question { state: State::Closed, since: minutes(25), ..question(11, "U-ana") };
            let private = Question { privacy: Privacy::Private, ..question(12, "U-ana") };
            for it in [&anew, &closed, &private] {
                tx.insert_question(&ws(), it).await?;
            }
            for it in [given(20, 10, "U-bo"), given(26, 11, "U-cy"), given(27, 12, "U-di")] {
                tx.insert_answer(&ws(), &it).await?;
            }
            let asked = tx.asked_since(&ws(), id(1), minutes(0), 9).await?;
            let first: Vec<_> = asked.iter().map(|it| it.first_answer_at).collect();
            assert_eq!(first, [None, Some(minutes(20))]);
            let who_did = tx.answerers_since(&ws(), id(1), minutes(0)).await?;
            assert_eq!(who_did, [who("U-bo"), who("U-cy")]);
            tx.insert_answer(&ws(), &given(24, 11, "U-cy")).await?;
            let asked = tx.asked_since(&ws(), id(1), minutes(0), 9).await?;
            assert_eq!(asked[0].first_answer_at, Some(minutes(24)), "in time");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_was_seen_in_a_private_channel_and_who_left_it() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            assert_eq!(tx.private_channels(&ws()).await?, []);
            tx.hide_community(&ws(), id(1)).await?;
            assert_eq!(tx.private_channels(&ws()).await?, ["C1".into()]);
            let bo = who("U-bo");
            assert!(tx.insider_of(&ws(), &bo).await?.is_empty());
            for inside in [true, false, true] {
                tx.keep_insider(&ws(), id(1), &bo, inside).await?;
                let seen = tx.insider_of(&ws(), &bo).await?;
                assert_eq!(seen.into_iter().collect::<Vec<_>>(), [(id(1), inside)]);
            }
            assert!(tx.insider_of(&ws(), &who("U-cy")).await?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
