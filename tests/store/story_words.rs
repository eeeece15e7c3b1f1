//! What stands beside stories: an admin's settings, words of others, and what a community cost.

use klatch::domain::digest::Window;
use klatch::domain::question::{Answer, Asker, State};
use klatch::domain::session::{Session, SessionQuestion, Silence, Stage, State as SessionState};
use klatch::domain::story::ledger::{Rate, Rules};
use klatch::store::{Quote, StorySettings, transaction};

use crate::asking::{community, given, minutes, question};
use crate::given::{answer, group, id, keep, program, round, who, ws};
use crate::stories::story;
use crate::support::{on_both, start};

#[tokio::test]
async fn a_workspace_says_what_its_goals_are_and_what_an_hour_costs() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            assert_eq!(tx.story_settings(&ws()).await?, StorySettings::default());
            let rate = Some(Rate { currency: "EUR".to_owned(), per_hour: 60 });
            let goals = vec!["Fewer outages".to_owned(), "At home \"sooner\"".to_owned()];
            let settings = StorySettings { goals, rules: Rules { cap: 480, rate } };
            tx.keep_story_settings(&ws(), &settings).await?;
            assert_eq!(tx.story_settings(&ws()).await?, settings);
            tx.keep_story_settings(&ws(), &StorySettings::default()).await?;
            assert_eq!(tx.story_settings(&ws()).await?, StorySettings::default());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn words_of_others_wait_for_their_yes_and_are_forgotten_without_one() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let quote = |seed: u64| Quote {
                story: id(seed),
                author: who("U-bo"),
                words: "Two at a time.".to_owned(),
                saved_at: minutes(i64::try_from(seed).unwrap()),
                agreed_at: None,
            };
            for seed in [100, 101, 102] {
                tx.insert_story(&ws(), &story(seed)).await?;
                tx.keep_story_quote(&ws(), &quote(seed)).await?;
            }
            let other = Quote { words: "Something else.".to_owned(), ..quote(100) };
            tx.keep_story_quote(&ws(), &other).await?;
            assert_eq!(tx.story_quote(&ws(), id(100)).await?, Some(quote(100)), "kept once");
            let at = minutes(200);
            assert!(!tx.agree_to_story_quote(&ws(), id(100), &who("U-cy"), at).await?);
            assert!(tx.agree_to_story_quote(&ws(), id(100), &who("U-bo"), at).await?);
            assert!(!tx.agree_to_story_quote(&ws(), id(100), &who("U-bo"), at).await?);
            assert_eq!(tx.purge_story_quotes(&ws(), minutes(102)).await?, 1, "of 101");
            let agreed = Quote { agreed_at: Some(at), ..quote(100) };
            assert_eq!(tx.story_quote(&ws(), id(100)).await?, Some(agreed));
            assert!(tx.drop_story_quote(&ws(), id(102)).await?);
            assert!(!tx.drop_story_quote(&ws(), id(102)).await?);
            assert_eq!(tx.story_quote(&ws(), id(101)).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning to its end")]
async fn what_a_community_cost_and_how_much_is_known() {
    on_both(async |it| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let met = group(&first, 1, &["U-ana", "U-bo", "U-cy"]);
        let disputed = group(&first, 2, &["U-di", "U-ed"]);
        let silent = group(&first, 3, &["U-x", "U-y"]);
        let groups = vec![met.clone(), disputed.clone(), silent];
        keep(&it.store, &plan, &[(first, groups)]).await.unwrap();
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            tx.keep_answer(&ws(), &answer(&met, "U-ana", true)).await?;
            tx.keep_answer(&ws(), &answer(&disputed, "U-di", true)).await?;
            tx.keep_answer(&ws(), &answer(&disputed, "U-ed", false)).await?;
            let channel = "C1".into();
            assert_eq!(tx.people_at_coffee_since(&ws(), &channel, start()).await?, (3, 3));
            assert_eq!(tx.people_at_coffee_since(&ws(), &channel, minutes(1)).await?, (0, 0));
            assert_eq!(tx.people_at_coffee_since(&ws(), &"C2".into(), start()).await?, (0, 0));

            let asked = question(10, "U-cy");
            tx.insert_question(&ws(), &asked).await?;
            let accepted = Answer { accepted_at: Some(minutes(20)), ..given(11, 10, "U-bo") };
            tx.insert_answer(&ws(), &accepted).await?;
            tx.insert_answer(&ws(), &given(12, 10, "U-di")).await?;
            for (from, to, any) in [(20, 21, true), (0, 20, false), (21, 60, false)] {
                let window = Window { since: minutes(from), until: minutes(to) };
                let accepted = any.then_some(asked.id).into_iter().collect();
                assert_eq!(tx.accepted_in(&ws(), id(1), window).await?, accepted);
                assert!(tx.accepted_in(&ws(), id(2), window).await?.is_empty());
            }
            tx.keep_reuse(&ws(), asked.id.into(), &who("U-x"), minutes(30)).await?;
            tx.keep_reuse(&ws(), asked.id.into(), &who("U-y"), minutes(40)).await?;
            assert_eq!(tx.reused_since(&ws(), id(1), minutes(31)).await?, 1);
            assert_eq!(tx.reused_since(&ws(), id(2), minutes(0)).await?, 0);

            let session = Session {
                id: id(100),
                community: id(1),
                steward: who("U-ada"),
                expert: who("U-bo"),
                about: String::new(),
                starts_at: minutes(600),
                minutes: 45,
                state: SessionState::Ended,
                proposed: None,
                announcement: None,
                people: None,
                current: None,
                turns: 0,
                silence: Silence::Unasked,
                planned_at: minutes(0),
            };
            tx.insert_session(&ws(), &session).await?;
            // The one of before is asked in it; who answered took part, too.
            let brought = SessionQuestion {
                id: asked.id,
                session: session.id,
                asker: Asker::Known(who("U-cy")),
                text: "Why two at a time?".to_owned(),
                stage: Stage::Asked,
                votes: 0,
                asked_at: minutes(5),
            };
            tx.insert_session_question(&ws(), &brought).await?;
            assert_eq!(asked.state, State::Routing);
            assert_eq!(tx.sessions_held_since(&ws(), id(1), minutes(0)).await?, [(45, 3)]);
            assert_eq!(tx.sessions_held_since(&ws(), id(1), minutes(601)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
