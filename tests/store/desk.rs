//! What a desk shows, and what admins decide for their workspace.

use chrono::TimeDelta;
use klatch::domain::coffee::{Answer, Participation, Round, RoundState};
use klatch::domain::question::{Privacy, Question, State};
use klatch::domain::rules::{Feature, Starters, WorkspaceRules, quiet_times};
use klatch::store::{Reached, Store, transaction};

use crate::asking::{card, community, given, minutes, question};
use crate::given::{day, id, introduced, joined, keep, profile, program, round, who, ws};
use crate::support::{on_both, start};

/// A round of two that is over.
async fn coffee(store: &Store) {
    let program = program(1);
    let round = Round { state: RoundState::Closed, ..round(&program, 1, "2026-01-05") };
    let group = introduced(&round, 50, &["U-ana", "U-bo"]);
    keep(store, &program, &[(round, vec![group])]).await.unwrap();
    transaction!(store, |tx| {
        for name in ["U-ana", "U-bo"] {
            tx.keep_participation(&ws(), &joined(&program, name)).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_workspace_keeps_its_rules() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            assert_eq!(tx.rules(&ws()).await?, WorkspaceRules::default());
            let rules = WorkspaceRules {
                starters: Starters::Admins,
                channels: Some(vec!["C1".into(), "C2".into()]),
                off: [Feature::Coffee, Feature::Digest].into(),
                guests: false,
                quiet: quiet_times("2026-12-21 to 2027-01-03\n2027-04-02").unwrap(),
                weekly_cap: Some(2),
                retention: Some(12),
            };
            tx.keep_rules(&ws(), &rules).await?;
            assert_eq!(tx.rules(&ws()).await?, rules);
            assert_eq!(tx.rules(&"T2".into()).await?, WorkspaceRules::default());
            tx.keep_rules(&ws(), &WorkspaceRules::default()).await?;
            assert_eq!(tx.rules(&ws()).await?, WorkspaceRules::default());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn whom_one_met_comes_with_the_newest_first() {
    on_both(async |it| {
        let (ana, bo) = (who("U-ana"), who("U-bo"));
        coffee(&it.store).await;
        transaction!(it.store, |tx| {
            let groups = tx.groups_of_member(&ws(), &ana, 10).await?;
            let group = groups[0].0.clone();
            assert_eq!(tx.met_by(&ws(), &ana, 10).await?, [], "nobody said so");
            tx.keep_answer(&ws(), &Answer::new(group.id, ana.clone(), true, start())).await?;
            let met = tx.met_by(&ws(), &ana, 10).await?;
            let names: Vec<_> = met.iter().map(|(_, other)| other.clone()).collect();
            assert!(names.contains(&bo) && !names.contains(&ana), "{names:?}");
            tx.keep_answer(&ws(), &Answer::new(group.id, bo.clone(), false, start())).await?;
            assert_eq!(tx.met_by(&ws(), &ana, 10).await?, [], "they disagree");
            let people = tx.count_participants(&ws(), group.program).await?;
            assert!(people > 0);
            let counted = tx.participants_counted(&ws()).await?;
            assert_eq!(counted, [(group.program, people)].into());
            assert_eq!(tx.tended_by(&ws(), &bo).await?, [].into());
            tx.keep_steward(&ws(), group.program, &bo).await?;
            assert_eq!(tx.tended_by(&ws(), &bo).await?, [group.program].into());
            let left = tx.participation(&ws(), group.program, &bo).await?;
            let before = tx.count_participants(&ws(), group.program).await?;
            if let Some(left) = left {
                tx.keep_participation(&ws(), &Participation { left: true, ..left }).await?;
                assert_eq!(tx.count_participants(&ws(), group.program).await?, before - 1);
            }
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_garden_knows_what_helped_who_may_like_a_coffee_and_what_goes_stale() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.keep_profiles(&ws(), &[profile("U-ana"), profile("U-bo"), profile("U-cy")], start())
                .await?;
            let community = community();
            tx.insert_community(&ws(), &community).await?;
            assert_eq!(tx.community_names(&ws()).await?, [(community.id, "platform".to_owned())]);
            let open = question(10, "U-ana");
            let secret = Question { privacy: Privacy::Private, ..question(11, "U-cy") };
            tx.insert_question(&ws(), &open).await?;
            tx.insert_question(&ws(), &secret).await?;
            tx.keep_key(&ws(), open.id, "a key").await?;
            assert_eq!(
                tx.keys_of(&ws(), &[open.id, secret.id]).await?,
                [(open.id, "a key".to_owned())].into()
            );
            for (seed, about) in [(20, 10), (21, 11)] {
                let mut answer = given(seed, about, "U-bo");
                answer.accepted_at = Some(minutes(30));
                tx.insert_answer(&ws(), &answer).await?;
            }
            let helped = tx.helped_since(&ws(), &[community.id], minutes(0)).await?;
            assert_eq!(helped.len(), 1, "what is private is nobody's business");
            assert_eq!((&helped[0].author, helped[0].community), (&who("U-bo"), community.id));
            assert_eq!(tx.latest_digests(&ws()).await?, [].into());
            assert_eq!(tx.helped_since(&ws(), &[community.id], minutes(31)).await?, []);
            let all = [community.id];
            let reached = tx.reached(&ws(), &all, minutes(0), day("2026-01-01")).await?;
            let two = Reached { people: 2, without_coffee: 2 };
            assert_eq!(reached, [(community.id, two)].into());
            let none = tx.reached(&ws(), &all, minutes(9_999), day("2026-01-01")).await?;
            assert_eq!(none, [].into());
            assert_eq!(tx.stale_cards(&ws(), &[community.id], minutes(99)).await?, []);
            let origin = klatch::domain::card::Origin::Kept;
            tx.insert_card(&ws(), &card(40, origin)).await?;
            let stale = tx.stale_cards(&ws(), &[community.id], minutes(100)).await?;
            assert_eq!(stale, [(community.id, 1)]);
            assert_eq!(tx.referrals_of(&ws(), &[open.id]).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_over_for_long_loses_its_words_and_what_somebody_kept_stays() {
    on_both(async |it| {
        coffee(&it.store).await;
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let over = Question { state: State::Closed, ..question(10, "U-ana") };
            let kept = Question { state: State::Answered, ..question(11, "U-ana") };
            let open = question(12, "U-ana");
            for question in [&over, &kept, &open] {
                tx.insert_question(&ws(), question).await?;
            }
            tx.insert_answer(&ws(), &given(20, 10, "U-bo")).await?;
            tx.insert_answer(&ws(), &given(21, 11, "U-bo")).await?;
            let origin = klatch::domain::card::Origin::Answer { question: kept.id, answer: id(21) };
            tx.insert_card(&ws(), &card(40, origin)).await?;
            let before = tx.seq(&ws()).await?;
            assert_eq!(tx.retain_since(&ws(), minutes(0)).await?, 0, "nothing is so old");

            assert!(tx.retain_since(&ws(), minutes(0) + TimeDelta::days(700)).await? > 0);
            let gone = tx.question(&ws(), over.id).await?.unwrap();
            assert_eq!((gone.title.as_str(), gone.details.as_str()), ("(deleted)", ""));
            assert_eq!(gone.state, State::Withdrawn);
            assert_eq!(tx.answers_to(&ws(), &[over.id]).await?, []);
            assert!(tx.seq(&ws()).await? > before, "who follows them learns of it");
            assert_eq!(tx.question(&ws(), kept.id).await?.unwrap().title, kept.title);
            assert_eq!(tx.answers_to(&ws(), &[kept.id]).await?.len(), 1);
            assert_eq!(tx.question(&ws(), open.id).await?.unwrap().title, open.title);
            let programs = tx.programs(&ws()).await?;
            assert!(!programs.is_empty(), "programs go on");
            assert_eq!(tx.retain_since(&ws(), minutes(0) + TimeDelta::days(700)).await?, 0);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
