//! Thanks, asking after stories, and the message about a month of them.

use klatch::domain::community::Community;
use klatch::domain::question::Spot;
use klatch::domain::story::follow_up::{After, FollowUp, Word};
use klatch::domain::story::{Source, State, Story};
use klatch::domain::thanks::{Heard, Thanks};
use klatch::store::{ToldSum, Win, Wins, transaction};

use crate::asking::{community, minutes};
use crate::given::{day, group, id, keep, program, round, who, ws};
use crate::stories::story;
use crate::support::{on_both, start};

fn thanks(seed: u64, from: &str) -> Thanks {
    Thanks {
        id: id(seed),
        from: who(from),
        to: who("U-bo"),
        text: "You saved my day.".to_owned(),
        shared: false,
        about: spot("1.000100"),
        thread: "1.000000".into(),
        said_at: minutes(i64::try_from(seed).unwrap()),
        manager: None,
        taken_back_at: None,
    }
}

fn spot(message: &str) -> Spot {
    Spot { channel: "C1".into(), message: message.into() }
}

#[tokio::test]
async fn thanks_are_said_heard_shown_and_taken_back() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let (one, two) = (thanks(1, "U-ada"), thanks(2, "U-cy"));
            tx.insert_thanks(&ws(), &two).await?;
            tx.insert_thanks(&ws(), &one).await?;
            assert_eq!(tx.thanks(&ws(), one.id).await?, Some(one.clone()));
            assert_eq!(tx.lock_thanks(&ws(), id(9)).await?, None);
            assert!(tx.has_thanked(&ws(), &who("U-ada"), &one.about).await?);
            assert!(!tx.has_thanked(&ws(), &who("U-ada"), &spot("2.0")).await?);
            let bo = who("U-bo");
            assert_eq!(tx.thanks_to(&ws(), &bo, 9).await?, [two.clone(), one.clone()]);
            assert_eq!(tx.thanks_from(&ws(), &who("U-cy"), minutes(2), 9).await?.len(), 1);
            assert_eq!(tx.thanks_from(&ws(), &who("U-cy"), minutes(3), 9).await?, []);
            assert_eq!(tx.thanks_untold(&ws(), &bo, start(), 9).await?, [one.clone(), two.clone()]);
            tx.thanks_heard(&ws(), one.id, Heard::Dm, &spot("5.0")).await?;
            tx.thanks_heard(&ws(), one.id, Heard::Dm, &spot("6.0")).await?;
            tx.thanks_heard(&ws(), one.id, Heard::Manager, &spot("7.0")).await?;
            let places = tx.thanks_places(&ws(), one.id).await?;
            assert_eq!(places, [(Heard::Dm, spot("5.0")), (Heard::Manager, spot("7.0"))]);
            assert_eq!(tx.thanks_untold(&ws(), &bo, start(), 9).await?, std::slice::from_ref(&two));
            assert_eq!(tx.thanks_untold(&ws(), &bo, minutes(3), 9).await?, []);

            let open = Thanks { shared: true, to: who("U-eve"), ..thanks(3, "U-di") };
            tx.insert_thanks(&ws(), &open).await?;
            let channel = open.about.channel.clone();
            let week = (minutes(3), minutes(4));
            assert_eq!(tx.thanks_shared(&ws(), &channel, week.0, week.1).await?, []);
            tx.thanks_heard(&ws(), open.id, Heard::Thread, &spot("8.0")).await?;
            let shared = tx.thanks_shared(&ws(), &channel, week.0, week.1).await?;
            assert_eq!(shared, std::slice::from_ref(&open));
            assert_eq!(tx.thanks_shared(&ws(), &channel, minutes(4), minutes(9)).await?, []);

            let mut changed = tx.lock_thanks(&ws(), one.id).await?.unwrap();
            assert!(changed.show_to(&who("U-di"), minutes(4)));
            assert!(changed.take_back(&who("U-ada"), minutes(5)));
            tx.save_thanks(&ws(), &changed).await?;
            assert_eq!(tx.thanks_at(&ws(), &spot("5.0")).await?, [changed]);
            assert_eq!(tx.thanks_to(&ws(), &bo, 9).await?, [two]);
            assert!(!tx.has_thanked(&ws(), &who("U-ada"), &one.about).await?);
            assert_eq!(tx.thanks_from(&ws(), &who("U-ada"), minutes(1), 9).await?, []);
            assert_eq!(tx.thanks_said(&ws(), &who("U-ada"), minutes(1), 9).await?, 1);
            assert_eq!(tx.thanks_said(&ws(), &who("U-ada"), minutes(2), 9).await?, 0);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_story_is_asked_about_and_answered() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let told = story(100);
            tx.insert_story(&ws(), &told).await?;
            let [soon, late] = After::ALL.map(|after| FollowUp::of(&told, after));
            assert!(tx.insert_follow_up(&ws(), &late).await?);
            assert!(tx.insert_follow_up(&ws(), &soon).await?);
            assert!(!tx.insert_follow_up(&ws(), &soon).await?, "it was told twice");
            let read = tx.follow_up(&ws(), told.id, After::TwoWeeks).await?;
            assert_eq!(read, Some(soon.clone()));
            assert_eq!(tx.follow_up(&ws(), id(999), After::TwoWeeks).await?, None);
            let ada = who("U-ada");
            let waiting = tx.follow_ups_waiting(&ws(), &ada, soon.due_at, 9).await?;
            assert_eq!(waiting, std::slice::from_ref(&soon));
            assert_eq!(tx.follow_ups_waiting(&ws(), &who("U-bo"), late.due_at, 9).await?, []);

            let mut said = soon.clone();
            (said.word, said.said_at) = (Some(Word::More), Some(minutes(7)));
            (said.asked, said.came) = (Some(spot("8.0")), Some("Two teams.".to_owned()));
            tx.save_follow_up(&ws(), &said).await?;
            assert_eq!(tx.follow_up(&ws(), told.id, After::TwoWeeks).await?, Some(said));
            let came = tx.came_of_stories(&ws(), &[told.id, id(999)]).await?;
            assert_eq!(came, [(told.id, vec!["Two teams.".to_owned()])].into());
            let waiting = tx.follow_ups_waiting(&ws(), &ada, late.due_at, 9).await?;
            assert_eq!(waiting, std::slice::from_ref(&late));
            let gone = Story { state: State::Withdrawn, ..told };
            tx.save_story(&ws(), &gone).await?;
            assert_eq!(tx.follow_ups_waiting(&ws(), &ada, late.due_at, 9).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_a_job_put_into_its_message_is_known_until_it_has_arrived() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let (one, two) = (thanks(1, "U-ada"), thanks(2, "U-cy"));
            tx.insert_thanks(&ws(), &one).await?;
            tx.insert_thanks(&ws(), &two).await?;
            tx.draw_thanks(&ws(), id(70), &[one.id, two.id], minutes(3)).await?;
            tx.draw_thanks(&ws(), id(70), &[two.id], minutes(4)).await?;
            tx.draw_thanks(&ws(), id(71), &[one.id], minutes(5)).await?;
            assert_eq!(tx.take_drawn_thanks(&ws(), id(70)).await?, [two.id], "drawn once more");
            assert_eq!(tx.take_drawn_thanks(&ws(), id(70)).await?, []);
            assert_eq!(tx.purge_drawn_thanks(&ws(), minutes(5)).await?, 0);
            assert_eq!(tx.purge_drawn_thanks(&ws(), minutes(6)).await?, 1);
            assert_eq!(tx.take_drawn_thanks(&ws(), id(71)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_is_known_which_sum_of_a_round_tells_a_story() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            for seed in [100, 101] {
                tx.insert_story(&ws(), &story(seed)).await?;
            }
            let sum = ToldSum {
                round: id(50),
                program: id(2),
                story: id(100),
                figures: "{}".to_owned(),
                channel: "C1".into(),
                message: None,
            };
            let other = ToldSum { story: id(101), ..sum.clone() };
            tx.plan_round_sum(&ws(), sum.round, Some(&sum)).await?;
            tx.plan_round_sum(&ws(), sum.round, Some(&other)).await?;
            assert_eq!(tx.round_sum(&ws(), sum.round).await?, Some(other.clone()));
            assert_eq!(tx.round_sums_telling(&ws(), id(100)).await?, []);
            let telling = tx.round_sums_telling(&ws(), id(101)).await?;
            assert_eq!(telling, [(sum.round, "C1".into())]);
            assert!(tx.round_sum_posted(&ws(), sum.round, &"9.0".into()).await?);
            assert!(!tx.round_sum_posted(&ws(), sum.round, &"9.1".into()).await?);
            // What stands in a channel is not told anew.
            tx.plan_round_sum(&ws(), sum.round, Some(&sum)).await?;
            tx.plan_round_sum(&ws(), sum.round, None).await?;
            let posted = ToldSum { message: Some("9.0".into()), ..other };
            assert_eq!(tx.round_sum(&ws(), sum.round).await?, Some(posted));
            tx.plan_round_sum(&ws(), id(51), Some(&ToldSum { round: id(51), ..sum })).await?;
            tx.plan_round_sum(&ws(), id(51), None).await?;
            assert_eq!(tx.round_sum(&ws(), id(51)).await?, None);
            assert!(!tx.round_sum_posted(&ws(), id(51), &"9.2".into()).await?);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_month_is_told_once() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let wins = Wins {
                community: id(1),
                month: day("2026-01-01"),
                stories: vec![Win { story: id(100), link: Some("https://a.example".to_owned()) }],
                spot: spot("9.0"),
                posted_at: minutes(3),
            };
            let next = Wins { month: day("2026-02-01"), ..wins.clone() };
            assert!(tx.keep_wins(&ws(), &wins).await?);
            assert!(tx.keep_wins(&ws(), &next).await?);
            assert!(!tx.keep_wins(&ws(), &Wins { spot: spot("10.0"), ..wins.clone() }).await?);
            assert_eq!(tx.wins(&ws(), id(1), wins.month).await?, Some(wins.clone()));
            assert_eq!(tx.wins(&ws(), id(1), day("2026-03-01")).await?, None);
            // The same story, while it was another community's.
            let second = Community { id: id(2), channel: "C2".into(), ..community() };
            tx.insert_community(&ws(), &second).await?;
            let elsewhere = Wins { community: id(2), ..wins.clone() };
            assert!(tx.keep_wins(&ws(), &elsewhere).await?);
            let other = vec![Win { story: id(101), link: None }];
            let other = Wins { month: day("2025-12-01"), stories: other, ..wins.clone() };
            assert!(tx.keep_wins(&ws(), &other).await?);
            assert_eq!(tx.wins_with(&ws(), id(100), 1).await?, std::slice::from_ref(&next));
            assert_eq!(tx.wins_with(&ws(), id(100), 9).await?, [next, wins, elsewhere]);
            assert_eq!(tx.wins_with(&ws(), id(102), 9).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn stories_are_read_in_pages_and_by_the_coffee_that_they_came_of() {
    on_both(async |it| {
        let program = program(300);
        let round = round(&program, 1, "2026-01-12");
        let met = group(&round, 301, &["U-ada", "U-bo"]);
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await
        })
        .await
        .unwrap();
        keep(&it.store, &program, &[(round.clone(), vec![met.clone()])]).await.unwrap();
        transaction!(it.store, |tx| {
            let gone = Story { state: State::Withdrawn, ..story(103) };
            let coffee = Story { source: Source::Coffee(met.id), ..story(102) };
            for story in [&story(100), &story(101), &coffee, &gone] {
                tx.insert_story(&ws(), story).await?;
            }
            let first = tx.stories_page(&ws(), None, 2).await?;
            assert_eq!(first, [coffee.clone(), story(101)]);
            let rest = tx.stories_page(&ws(), first.last(), 2).await?;
            assert_eq!(rest, [story(100)]);
            assert_eq!(tx.stories_page(&ws(), rest.last(), 2).await?, []);
            let came = tx.stories_of_coffees(&ws(), program.id, minutes(102)).await?;
            assert_eq!(came, [coffee]);
            assert_eq!(tx.stories_of_coffees(&ws(), program.id, minutes(103)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
