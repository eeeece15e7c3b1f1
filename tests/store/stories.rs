//! Value stories and who is in them.

use klatch::domain::ids::MemberId;
use klatch::domain::question::Spot;
use klatch::domain::story::{Audience, Claim, Concerned, Cycle, Kind, Part, Source, State, Story};
use klatch::store::transaction;

use crate::asking::{community, given, minutes, question};
use crate::given::{id, who, ws};
use crate::support::{on_both, start};

pub fn concerned(member: &str, part: Part) -> Concerned {
    let audience = Some(Audience::Everyone);
    Concerned { member: MemberId::new(member), part, audience, named: true, out_at: None }
}

pub fn story(seed: u64) -> Story {
    Story {
        id: id(seed),
        community: Some(id(1)),
        teller: who("U-ada"),
        helped: who("U-ada"),
        people: vec![concerned("U-ada", Part::Helped), concerned("U-bo", Part::Helper)],
        happened: "The renewal worked at once.".to_owned(),
        changed: Some("Two nodes at a time.".to_owned()),
        kind: Kind::Support,
        goal: Some("Fewer outages".to_owned()),
        claim: Some(Claim {
            measure: None,
            low: 360,
            likely: 590,
            high: 600,
            before: Some(600),
            after: Some(10),
            confidence: 80,
            attribution: 50,
        }),
        state: State::Claimed,
        cycle: Cycle::Immediate,
        evidence: None,
        source: Source::Question(id(900)),
        post: None,
        told_at: minutes(i64::try_from(seed).unwrap()),
        since: minutes(i64::try_from(seed).unwrap()),
        published_at: None,
        fell_through: false,
    }
}

#[tokio::test]
async fn a_story_is_told_confirmed_published_and_taken_back() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            assert!(tx.insert_story(&ws(), &story(100)).await?);
            assert!(!tx.insert_story(&ws(), &story(100)).await?, "it was sent twice");
            assert_eq!(tx.story(&ws(), id(100)).await?, Some(story(100)));
            assert_eq!(tx.lock_story(&ws(), id(999)).await?, None);

            let mut told = tx.lock_story(&ws(), id(100)).await?.unwrap();
            told.state = State::Evidenced;
            told.evidence = Some("https://acme.example/pull/7".to_owned());
            told.claim = None;
            told.cycle = Cycle::Realized;
            told.source =
                Source::Message(Spot { channel: "C1".into(), message: "1.000100".into() });
            told.post = Some(Spot { channel: "C1".into(), message: "2.000100".into() });
            told.fell_through = true;
            told.published_at = Some(minutes(500));
            told.people[1].out_at = Some(minutes(600));
            told.people[1].audience = None;
            tx.save_story(&ws(), &told).await?;
            assert_eq!(tx.story(&ws(), id(100)).await?, Some(told));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn stories_are_found_by_their_people_and_their_community() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let mut left = story(101);
            left.people[1].out_at = Some(minutes(200));
            let alone = Story { community: None, source: Source::Told, ..story(102) };
            for story in [&story(100), &left, &alone] {
                tx.insert_story(&ws(), story).await?;
            }
            let with_bo = tx.stories_with(&ws(), &who("U-bo"), 10).await?;
            assert_eq!(with_bo, [alone, story(100)]);
            assert_eq!(tx.stories_with(&ws(), &who("U-ada"), 2).await?.len(), 2);
            let told = tx.stories_told(&ws(), id(1), minutes(100), minutes(101)).await?;
            assert_eq!(told, [story(100)]);
            let told = tx.stories_told(&ws(), id(1), minutes(0), minutes(500)).await?;
            assert_eq!(told, [left, story(100)]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn all_stories_of_somebody_are_gone_through_page_by_page() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let at = minutes(7);
            for seed in 100..105 {
                tx.insert_story(&ws(), &Story { told_at: at, ..story(seed) }).await?;
            }
            let (mut seen, mut last) = (Vec::new(), None);
            loop {
                let bo = who("U-bo");
                let page = tx.stories_with_after(&ws(), &bo, last.as_ref(), 2).await?;
                assert!(page.len() <= 2);
                seen.extend(page.iter().map(|story| story.id));
                last = page.into_iter().last();
                if last.is_none() {
                    break;
                }
            }
            let all = tx.stories_with(&ws(), &who("U-bo"), 9).await?;
            assert_eq!(seen, all.iter().map(|story| story.id).collect::<Vec<_>>());
            assert_eq!(seen.len(), 5);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_story_is_found_by_the_message_that_it_came_from() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let spot = Spot { channel: "C1".into(), message: "1.000100".into() };
            let saved = Story { source: Source::Message(spot.clone()), ..story(100) };
            let gone =
                Story { state: State::Withdrawn, source: saved.source.clone(), ..story(101) };
            tx.insert_question(&ws(), &question(900, "U-ana")).await?;
            assert!(tx.insert_answer(&ws(), &given(20, 900, "U-bo")).await?);
            for story in [&saved, &gone, &story(102)] {
                tx.insert_story(&ws(), story).await?;
            }
            assert_eq!(tx.stories_from(&ws(), &spot).await?, [saved]);
            let answer = Spot { channel: "C1".into(), message: "1767603600.000020".into() };
            assert_eq!(tx.stories_from(&ws(), &answer).await?, [story(102)]);
            let place = (spot.channel.clone(), spot.message.clone());
            let tracked = tx.tracked(&ws(), std::slice::from_ref(&place)).await?;
            assert!(tracked.saved.contains(&place) && tracked.answers.is_empty());
            let elsewhere = Spot { channel: "C2".into(), ..spot };
            assert_eq!(tx.stories_from(&ws(), &elsewhere).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
