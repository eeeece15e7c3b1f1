//! Ask me anything, and the radar.

use klatch::domain::ids::QuestionId;
use klatch::domain::question::{Asker, Privacy, Question};
use klatch::domain::radar::Answered;
use klatch::domain::session::{Session, SessionQuestion, Silence, Stage, State, WhyOff};
use klatch::store::transaction;

use crate::asking::{community, given, minutes, question};
use crate::given::{id, who, ws};
use crate::support::{on_both, start};

fn session(seed: u64) -> Session {
    Session {
        id: id(seed),
        community: id(1),
        steward: who("U-ada"),
        expert: who("U-bo"),
        about: "Certificates.".to_owned(),
        starts_at: minutes(600),
        minutes: 45,
        state: State::Invited,
        proposed: None,
        announcement: None,
        people: None,
        current: None,
        turns: 0,
        silence: Silence::Unasked,
        planned_at: minutes(0),
    }
}

fn brought(seed: u64, asker: Asker) -> SessionQuestion {
    SessionQuestion {
        id: id(seed),
        session: id(100),
        asker,
        text: "Why two at a time?".to_owned(),
        stage: Stage::Waiting,
        votes: 0,
        asked_at: minutes(i64::try_from(seed).unwrap()),
    }
}

#[tokio::test]
async fn a_session_is_kept_as_it_goes_on() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            tx.insert_session(&ws(), &session(100)).await?;
            let later = Session { starts_at: minutes(700), ..session(101) };
            tx.insert_session(&ws(), &later).await?;
            assert_eq!(tx.open_sessions(&ws()).await?, [session(100), later.clone()]);
            let locked = tx.lock_session(&ws(), id(100)).await?.unwrap();
            assert_eq!(locked, session(100));
            let live = Session {
                state: State::Paused,
                proposed: Some(minutes(900)),
                announcement: Some("1767603600.000800".into()),
                people: Some(12),
                current: Some(id(5)),
                turns: 3,
                silence: Silence::Kept,
                ..locked
            };
            tx.save_session(&ws(), &live).await?;
            assert_eq!(tx.session(&ws(), id(100)).await?, Some(live));
            for why in WhyOff::ALL {
                let off = Session { state: State::Cancelled(why), ..later.clone() };
                tx.save_session(&ws(), &off).await?;
                assert_eq!(tx.session(&ws(), id(101)).await?, Some(off));
            }
            assert_eq!(tx.open_sessions(&ws()).await?.len(), 1);
            let ended = Session { state: State::Ended, ..later.clone() };
            tx.save_session(&ws(), &ended).await?;
            assert_eq!(tx.sessions_held(&ws(), &who("U-bo"), 9).await?, [ended]);
            assert_eq!(tx.sessions_held(&ws(), &who("U-ada"), 9).await?, []);
            tx.save_session(&ws(), &later).await?;
            assert_eq!(tx.lock_session(&ws(), id(109)).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn votes_are_one_a_person_and_after_the_end_only_numbers() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            tx.insert_session(&ws(), &session(100)).await?;
            let known = brought(5, Asker::Known(who("U-cy")));
            let sealed = brought(6, Asker::Sealed("v1.a.b.c".to_owned()));
            let gone = brought(7, Asker::Known(who("U-di")));
            for question in [&known, &sealed, &gone] {
                tx.insert_session_question(&ws(), question).await?;
            }
            tx.keep_key(&ws(), sealed.id, "secret").await?;
            assert!(tx.vote(&ws(), (id(100), sealed.id), &who("U-cy")).await?);
            assert!(!tx.vote(&ws(), (id(100), sealed.id), &who("U-cy")).await?);
            assert!(tx.vote(&ws(), (id(100), sealed.id), &who("U-di")).await?);
            assert!(tx.vote(&ws(), (id(100), gone.id), &who("U-di")).await?);
            assert!(!tx.vote(&ws(), (id(101), known.id), &who("U-di")).await?, "not of that one");
            assert!(!tx.vote(&ws(), (id(100), id(9)), &who("U-di")).await?);
            let mut both = [sealed.id, gone.id];
            both.sort();
            assert_eq!(tx.votes_of(&ws(), id(100), &who("U-di")).await?, both);
            tx.drop_session_question(&ws(), gone.id).await?;
            assert!(tx.take_vote_back(&ws(), sealed.id, &who("U-di")).await?);
            assert!(!tx.take_vote_back(&ws(), sealed.id, &who("U-di")).await?);
            tx.stage_session_question(&ws(), known.id, Stage::Skipped).await?;
            let skipped = SessionQuestion { stage: Stage::Skipped, ..known };
            let voted = SessionQuestion { votes: 1, ..sealed };
            let there = tx.session_questions(&ws(), id(100)).await?;
            assert_eq!(there, [skipped.clone(), voted.clone()]);
            tx.forget_session(&ws(), id(100)).await?;
            let forgotten = SessionQuestion { asker: Asker::Forgotten, ..voted };
            assert_eq!(tx.session_questions(&ws(), id(100)).await?, [skipped, forgotten.clone()]);
            assert_eq!(tx.votes_of(&ws(), id(100), &who("U-cy")).await?, Vec::<QuestionId>::new());
            assert_eq!(tx.key(&ws(), forgotten.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_radar_is_off_and_looks_at_what_others_answered_in_public() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            assert!(!tx.radar_is_on(&ws()).await?);
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            assert!(!tx.radar_is_on(&ws()).await?);
            assert!(tx.switch_radar(&ws(), true).await?);
            assert!(!tx.switch_radar(&ws(), true).await?);
            assert!(tx.radar_is_on(&ws()).await?);
            tx.insert_community(&ws(), &community()).await?;
            let private = Question { privacy: Privacy::Private, ..question(11, "U-ana") };
            tx.insert_question(&ws(), &question(10, "U-ana")).await?;
            tx.insert_question(&ws(), &private).await?;
            for answer in [
                given(20, 10, "U-bo"),
                given(21, 10, "U-bo"),
                // Her own question.
                given(22, 10, "U-ana"),
                given(23, 11, "U-bo"),
            ] {
                assert!(tx.insert_answer(&ws(), &answer).await?);
            }
            let expected = Answered {
                question: id(10),
                topic: Some("certificates".to_owned()),
                title: "How do we rotate the certificates?".to_owned(),
                author: who("U-bo"),
            };
            let all = tx.answered_since(&ws(), &[id(1), id(2)], minutes(0)).await?;
            assert_eq!(all, [expected]);
            assert_eq!(tx.answered_since(&ws(), &[id(1)], minutes(22)).await?, []);
            assert_eq!(tx.answered_since(&ws(), &[id(2)], minutes(0)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
