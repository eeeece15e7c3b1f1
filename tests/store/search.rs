//! What the search index follows.

use klatch::domain::card::{CardState, Origin};
use klatch::domain::question::{Privacy, State};
use klatch::store::{Change, Changes, Store, transaction};

use crate::asking::{card, given, minutes, question};
use crate::given::{id, who, ws};
use crate::support::on_both;

fn said(page: &Changes) -> Vec<String> {
    let one = |change: &Change| {
        let sign = if change.gone { '-' } else { '+' };
        let text = if change.title.is_empty() { &change.text } else { &change.title };
        format!("{sign}{:?} {text}", change.kind)
    };
    page.changes.iter().map(one).collect()
}

/// Three questions of no community, one of them answered and kept.
async fn begun(store: &Store) {
    transaction!(store, |tx| {
        tx.keep_workspace(&ws(), "Acme", &who("UBOT"), minutes(0)).await?;
        for seed in [10, 11, 12] {
            let mut one = question(seed, "U-asker");
            one.community = None;
            tx.insert_question(&ws(), &one).await?;
        }
        assert!(tx.insert_answer(&ws(), &given(20, 10, "U-bo")).await?);
        let origin = Origin::Answer { question: id(10), answer: id(20) };
        assert!(tx.insert_card(&ws(), &card(30, origin)).await?);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn who_follows_misses_nothing_and_sees_no_asker() {
    on_both(async |it| {
        let read = async |after: i64, limit: u32| {
            it.store.read().await.unwrap().changed_since(&ws(), after, 0, limit).await.unwrap()
        };
        begun(&it.store).await;
        let first = read(0, 2).await;
        assert_eq!((first.until, first.newest), (2, 5));
        assert_eq!(first.changes.len(), 2);
        let rest = read(first.until, 2).await;
        assert_eq!((rest.until, rest.newest), (5, 5));
        assert_eq!(
            said(&rest),
            [
                "+Question How do we rotate the certificates?",
                "+Answer Two at a time.",
                "+Card How do we rotate the certificates?"
            ]
        );
        assert_eq!(rest.changes[1].author.as_deref(), Some("U-bo"));
        assert_eq!(rest.changes[1].topic.as_deref(), Some("certificates"));
        assert_eq!(rest.changes[1].of, rest.changes[2].of);
        assert!(!format!("{first:?}{rest:?}").contains("U-asker"));
        assert!(read(5, 2).await.changes.is_empty());

        // A question that is withdrawn takes its answers with it; so does one that is private.
        for (privacy, state) in
            [(Privacy::Open, State::Withdrawn), (Privacy::Private, State::Routing)]
        {
            transaction!(it.store, |tx| {
                let mut one = tx.lock_question(&ws(), id(10)).await?.unwrap();
                (one.privacy, one.state) = (privacy, state);
                tx.save_question(&ws(), &one).await
            })
            .await
            .unwrap();
            let newest = it.store.read().await.unwrap().seq(&ws()).await.unwrap();
            let gone = read(newest - 1, 10).await;
            assert_eq!(
                said(&gone),
                ["-Question How do we rotate the certificates?", "-Answer Two at a time."]
            );
        }

        let before = it.store.read().await.unwrap().seq(&ws()).await.unwrap();
        transaction!(it.store, |tx| {
            let mut card = tx.lock_card(&ws(), id(30)).await?.unwrap();
            card.state = CardState::Retired;
            tx.save_card(&ws(), &card).await
        })
        .await
        .unwrap();
        assert_eq!(said(&read(before, 10).await), ["-Card How do we rotate the certificates?"]);

        // Read from the start, an answer comes once, with its question as it is now.
        let mut tx = it.store.read().await.unwrap();
        let all = tx.changed_since(&ws(), 0, before + 1, 100).await.unwrap();
        assert_eq!((all.until, all.changes.len()), (before + 1, 5));
    })
    .await;
}
