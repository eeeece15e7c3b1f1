//! What was read from an archive, and cards that are handed out.

use klatch::domain::card::{Card, CardState, Origin};
use klatch::domain::question::{Answer, Asker, Privacy, Question, Source, State};
use klatch::store::transaction;
use uuid::Uuid;

use crate::asking::{community, given, minutes, question};
use crate::given::{id, profile, who, ws};
use crate::support::{on_both, start};

fn imported(seed: u64, asker: &str) -> (String, Question) {
    let question =
        Question { source: Source::Imported, state: State::Closed, ..question(seed, asker) };
    (format!("C1/1767603600.{seed:06}"), question)
}

#[tokio::test]
async fn what_an_archive_tells_is_written_in_few_statements_and_each_row_has_its_number() {
    on_both(async |it| {
        let many: Vec<_> = (0..700).map(|number| imported(1_000 + number, "U-ana")).collect();
        let answers: Vec<Answer> =
            (0..700).map(|number| given(5_000 + number, 1_000 + number, "U-bo")).collect();
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let before = tx.seq(&ws()).await?;
            tx.insert_imported(&ws(), &[], &[]).await?;
            assert_eq!(tx.seq(&ws()).await?, before);
            tx.insert_imported(&ws(), &many, &answers).await?;
            assert_eq!(tx.seq(&ws()).await?, before + 1_400);
            let keys = [many[3].0.clone(), "C1/nowhere".to_owned(), many[0].0.clone()];
            let known = tx.imported(&ws(), &keys).await?;
            assert_eq!(known, [many[0].clone(), many[3].clone()]);
            assert!(tx.imported(&"T2".into(), &keys).await?.is_empty());

            let gone = Answer { deleted_at: Some(minutes(9)), ..answers[3].clone() };
            tx.save_answer(&ws(), &gone).await?;
            assert!(tx.answers_to(&ws(), &[many[3].1.id]).await?.is_empty());
            assert_eq!(tx.all_answers_to(&ws(), &[many[3].1.id]).await?, [gone]);
            // A message is one answer, also if another import says so again.
            let again = Answer { id: id(9_999), ..answers[3].clone() };
            tx.insert_imported(&ws(), &[], &[again]).await?;
            assert_eq!(tx.given_answer(&ws(), id(9_999)).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

fn card(seed: u64, origin: Origin, state: CardState) -> Card {
    Card {
        id: id(seed),
        origin,
        community: Some(id(1)),
        title: "How do we rotate the certificates?".to_owned(),
        text: "Two at a time.".to_owned(),
        owner: who("U-bo"),
        link: None,
        state,
        made_at: minutes(i64::try_from(seed).unwrap()),
        review_at: minutes(100),
    }
}

#[tokio::test]
async fn cards_are_handed_out_with_the_names_that_people_show_and_no_others() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.keep_profiles(&ws(), &[profile("U-ana")], start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let answer = |number| Origin::Answer { question: id(number), answer: id(number + 50) };
            tx.insert_question(&ws(), &question(10, "U-ana")).await?;
            let private = Question { privacy: Privacy::Private, ..question(11, "U-ana") };
            tx.insert_question(&ws(), &private).await?;
            let sealed = Asker::Sealed("v1.a.b.c".to_owned());
            let secret =
                Question { privacy: Privacy::Anonymous, asker: sealed, ..question(12, "-") };
            tx.insert_question(&ws(), &secret).await?;
            for (number, state) in
                [(10, CardState::Current), (11, CardState::Stale), (12, CardState::Current)]
            {
                tx.insert_card(&ws(), &card(number, answer(number), state)).await?;
            }
            tx.insert_card(&ws(), &card(13, Origin::Kept, CardState::Current)).await?;
            tx.insert_card(&ws(), &card(14, Origin::Kept, CardState::Proposed)).await?;
            tx.insert_card(&ws(), &card(15, Origin::Kept, CardState::Retired)).await?;
            tx.keep_reuse(&ws(), Uuid::from(question(10, "-").id), &who("U-cy"), start()).await?;

            let first = tx.cards_in_full(&ws(), None, 2).await?;
            let rest = tx.cards_in_full(&ws(), first.last(), 9).await?;
            assert!(tx.cards_in_full(&ws(), rest.last(), 9).await?.is_empty());
            assert_eq!((first.len(), rest.len()), (2, 2));
            let all: Vec<_> = first.into_iter().chain(rest).collect();
            let asked: Vec<_> = all.iter().map(|it| it.asked_by.as_deref()).collect();
            assert_eq!(asked, [Some("U-ana"), None, None, None]);
            // The directory does not know Bo.
            assert!(all.iter().all(|it| it.answered_by == "U-bo"));
            assert_eq!((all[0].solved_too, all[1].solved_too), (1, 0));
            assert_eq!(all[0].card, card(10, answer(10), CardState::Current));
            assert_eq!(all[0].details, "Without downtime.");
            assert_eq!(all[0].community.as_deref(), Some("platform"));
            assert_eq!((all[3].details.as_str(), all[3].topic.as_deref()), ("", None));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
