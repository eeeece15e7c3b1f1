//! Which threads and answers are ours: all others are thrown away before they are kept.

use klatch::domain::ids::{ChannelId, MessageTs};
use klatch::domain::question::{Asker, Privacy, Question, Source};
use klatch::event::{Event, Happening};
use klatch::store::{Place, transaction};

use crate::asking::{given, question, spot};
use crate::given::{who, ws};
use crate::support::{on_both, start};

fn place(channel: &str, message: &str) -> Place {
    (ChannelId::new(channel), MessageTs::new(message))
}

fn in_thread(seed: u64, thread: &str) -> Question {
    Question { thread: Some(spot(thread)), ..question(seed, "U-ana") }
}

#[tokio::test]
async fn threads_of_questions_and_their_answers_are_ours() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let imported = Question { source: Source::Imported, ..in_thread(12, "3.0") };
            let anonymous = Question {
                asker: Asker::Sealed("v1.a.b.c".to_owned()),
                privacy: Privacy::Anonymous,
                ..in_thread(13, "4.0")
            };
            tx.insert_question(&ws(), &in_thread(10, "1.0")).await?;
            tx.insert_question(&ws(), &question(11, "U-ana")).await?;
            tx.insert_question(&ws(), &imported).await?;
            tx.insert_question(&ws(), &anonymous).await?;
            for (seed, question) in [(20, 10), (21, 12), (22, 13)] {
                assert!(tx.insert_answer(&ws(), &given(seed, question, "U-bo")).await?);
            }
            let (answer, of_import, unnamed) = (
                place("C1", "1767603600.000020"),
                place("C1", "1767603600.000021"),
                place("C1", "1767603600.000022"),
            );
            let asked = [
                place("C1", "1.0"),
                place("C2", "1.0"),
                place("C1", "2.0"),
                place("C1", "3.0"),
                place("C1", "4.0"),
                place("C1", "4.0"),
                answer.clone(),
                of_import.clone(),
                unnamed.clone(),
                place("C2", "1767603600.000020"),
            ];
            let tracked = tx.tracked(&ws(), &asked).await?;
            let threads = [place("C1", "1.0"), place("C1", "4.0")];
            assert_eq!(tracked.threads, threads.into());
            assert_eq!(tracked.answers, [answer, unnamed.clone()].into());
            assert_eq!(tracked.anonymous, [place("C1", "4.0"), unnamed].into());
            assert_eq!(tracked.imported, [place("C1", "3.0"), of_import].into());
            assert_eq!(tx.tracked(&ws(), &[]).await?, klatch::store::Tracked::default());
            assert!(tx.tracked(&"T2".into(), &asked).await?.threads.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_waits_to_be_worked_off_is_known_and_then_forgotten() {
    on_both(async |it| {
        let reply = Event {
            workspace: ws(),
            id: "Ev1".to_owned(),
            at: None,
            what: Happening::Replied {
                member: who("U-bo"),
                channel: "C1".into(),
                thread: "1.0".into(),
                message: "2.0".into(),
                text: "zwetschgenkuchen".to_owned(),
            },
        };
        let home = Happening::HomeOpened { member: who("\"replied\":") };
        let home = Event { id: "Ev2".to_owned(), what: home, ..reply.clone() };
        it.store.intake().await.unwrap().receive(&[reply, home], start()).await.unwrap();
        transaction!(it.store, |tx| {
            let waiting = tx.waiting_replies(&ws()).await?;
            assert_eq!(waiting, [(place("C1", "2.0"), place("C1", "1.0"))].into());
            assert!(tx.waiting_replies(&"T2".into()).await?.is_empty());
            assert!(tx.event_done(&ws(), "Ev1", start()).await?);
            assert!(tx.waiting_replies(&ws()).await?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
