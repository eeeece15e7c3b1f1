//! What waits: things that somebody began to write, and questions without an answer.

use klatch::domain::question::{Asker, Privacy, Source, State};
use klatch::store::transaction;
use uuid::Uuid;

use crate::asking::{community, minutes, question};
use crate::given::{id, who, ws};
use crate::support::{on_both, start};

#[tokio::test]
async fn a_draft_waits_until_it_is_sent_or_too_old() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
            tx.keep_draft(&ws(), one, "How?", minutes(0)).await?;
            tx.keep_draft(&ws(), other, "Why?", minutes(5)).await?;
            assert_eq!(tx.draft(&ws(), one).await?.as_deref(), Some("How?"));
            assert_eq!(tx.draft(&"T-other".into(), one).await?, None);
            assert_eq!(tx.purge_drafts(&ws(), minutes(5)).await?, 1);
            assert_eq!(tx.draft(&ws(), one).await?, None);
            assert!(tx.drop_draft(&ws(), other).await?);
            assert!(!tx.drop_draft(&ws(), other).await?);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_found_by_who_asked_and_where() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let (ana, mut bo) = (question(10, "U-ana"), question(11, "U-bo"));
            bo.privacy = Privacy::Private;
            let mut hidden = question(12, "U-cy");
            (hidden.privacy, hidden.asker) = (Privacy::Anonymous, Asker::Sealed("v1.a".to_owned()));
            let (mut over, mut read) = (question(13, "U-ana"), question(14, "U-ana"));
            over.state = State::Answered;
            read.source = Source::Imported;
            for it in [&ana, &bo, &hidden, &over, &read] {
                tx.insert_question(&ws(), it).await?;
            }
            let waits = [hidden.clone(), bo.clone(), ana.clone()];
            assert_eq!(tx.open_questions(&ws(), 9).await?, waits);
            assert_eq!(tx.open_questions(&ws(), 1).await?, waits[..1]);
            assert_eq!(tx.open_anonymous(&ws(), 9).await?, [hidden.clone()]);
            assert_eq!(
                tx.open_questions_of(&ws(), &who("U-ana")).await?,
                std::slice::from_ref(&ana)
            );
            assert_eq!(tx.open_questions_in(&ws(), id(1)).await?, [ana, bo, hidden]);
            assert_eq!(tx.open_questions_in(&ws(), id(2)).await?, []);
            assert_eq!(tx.answered_questions(&ws(), 9).await?, [over]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_community_of_a_private_channel_is_known_as_one() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            assert_eq!(tx.hidden_communities(&ws()).await?, []);
            tx.hide_community(&ws(), id(1)).await?;
            assert_eq!(tx.hidden_communities(&ws()).await?, [id(1)]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
