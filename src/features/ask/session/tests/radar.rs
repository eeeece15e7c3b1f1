//! What would leave with one person.

use super::{ask, rust};
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, State};
use crate::features::ask;
use crate::features::tests::world::TestWorld;
use crate::store::transaction;

/// Somebody answered a question of that topic.
async fn answered(world: &TestWorld, topic: &str, author: &str) {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let (author, now) = (world.id(author), context.now());
    // A number of its own: the context's chance begins anew each time.
    let number = topic.bytes().fold(7, |all: u128, byte| all * 31 + u128::from(byte));
    let id = uuid::Uuid::from_u128(number);
    transaction!(store, |tx| {
        let community = tx.communities(&workspace).await?.remove(0);
        let question = Question {
            id: id.into(),
            community: Some(community.id),
            asker: Asker::Known("UEVE".into()),
            privacy: Privacy::Open,
            title: "How?".to_owned(),
            details: String::new(),
            topic: Some(topic.to_owned()),
            urgent: false,
            state: State::Answered,
            source: Source::Asked,
            thread: None,
            link: None,
            asked_at: now,
            since: now,
            first_answer_at: Some(now),
            accepted: None,
            otherwise: None,
        };
        tx.insert_question(&workspace, &question).await?;
        let answer = Answer {
            id: id.into(),
            question: id.into(),
            author: author.clone(),
            text: "So.".to_owned(),
            spot: None,
            likes: 0,
            accepted_at: None,
            written_at: now,
            edited_at: None,
            deleted_at: None,
        };
        tx.insert_answer(&workspace, &answer).await
    })
    .await
    .unwrap();
}

/// Somebody agrees to be named.
async fn agrees(world: &TestWorld, person: &str) {
    let (store, workspace, member) = (world.store(), world.workspace(), world.id(person));
    transaction!(store, |tx| {
        let mut expert = tx.lock_expert(&workspace, &member).await?;
        expert.willing = Some(crate::domain::expert::Willing::Yes);
        expert.may_be_named = true;
        tx.save_expert(&workspace, &expert).await
    })
    .await
    .unwrap();
}

async fn alone(world: &TestWorld, person: &str) -> ask::Unshared {
    let (workspace, member) = (world.workspace(), world.id(person));
    let mut tx = world.store().read().await.unwrap();
    let communities = tx.communities(&workspace).await.unwrap();
    let communities: Vec<_> = communities.iter().map(|it| it.id).collect();
    ask::alone(&mut tx, &workspace, &communities, &member, world.world.clock.now()).await.unwrap()
}

#[tokio::test]
async fn it_is_off_until_an_admin_switches_it_on() {
    let world = rust().await;
    answered(&world, "certificates", "bo").await;
    agrees(&world, "bo").await;
    insta::assert_snapshot!(seen(&world, "cy").await, @"The radar is off in this workspace, so nothing was looked at. An admin can switch it on in App Home.");
    assert_eq!(alone(&world, "bo").await, ask::Unshared::default());
    let home = world.home("ada").await;
    assert!(home.contains("The radar is off"), "{home}");
    world.click("ada", "Radar on").await;
    assert!(world.home_as_it_is("ada").contains("Stewards can see topics"));
    insta::assert_snapshot!(seen(&world, "cy").await, @r"
    == Radar ==
    *What would leave with one person.* Topics of the last twelve months that one colleague answers alone. Nobody did wrong: it's where a second pair of hands helps.
    ---
    *certificates*: Bo alone answered 1 question.
    An Ask me anything brings what they know before more people; or ask Bo and somebody who is curious to take the next few questions as a learning pair.
    [Plan an AMA]
    · About fewer than five people I say nothing, unless they agreed to be named.
    [Close]
    ");
    assert_eq!(alone(&world, "bo").await.topics, ["certificates"]);
    world.click("cy", "Plan an AMA").await;
    let modal = world.modal("cy");
    assert!(modal.contains("certificates") && modal.contains("Bo"), "{modal}");
    world.close("cy");
    world.click("ada", "Radar off").await;
    assert!(seen(&world, "cy").await.contains("is off in this workspace"));
}

/// What somebody reads of the radar.
async fn seen(world: &TestWorld, person: &str) -> String {
    let told = world.playground().ephemerals(person).len();
    let modal = ask(world, person, "radar").await;
    match world.playground().ephemerals(person).get(told) {
        Some(whisper) => world.playground().render_text(person, whisper),
        None => modal,
    }
}

#[tokio::test]
async fn nobody_is_named_who_did_not_agree_and_few_are_not_counted() {
    let world = rust().await;
    world.home("ada").await;
    world.click("ada", "Radar on").await;
    answered(&world, "certificates", "bo").await;
    answered(&world, "<!channel> & tls", "odd").await;
    agrees(&world, "odd").await;
    let radar = seen(&world, "cy").await;
    assert!(!radar.contains("Bo") && !radar.contains("certificates"), "{radar}");
    insta::assert_snapshot!(radar, @r"
    == Radar ==
    *What would leave with one person.* Topics of the last twelve months that one colleague answers alone. Nobody did wrong: it's where a second pair of hands helps.
    ---
    *<!channel> & tls*: <!channel> & *Odd* alone answered 1 question.
    An Ask me anything brings what they know before more people; or ask <!channel> & *Odd* and somebody who is curious to take the next few questions as a learning pair.
    [Plan an AMA]
    · About fewer than five people I say nothing, unless they agreed to be named.
    [Close]
    ");
    world.close("cy");
    for (topic, who) in [("a", "ana"), ("b", "di"), ("c", "finn"), ("d", "gus")] {
        answered(&world, topic, who).await;
    }
    let radar = seen(&world, "cy").await;
    assert!(radar.contains("At least 5 more topics are answered by one person each."), "{radar}");
    world.close("cy");
    let others = seen(&world, "eve").await;
    assert_eq!(others.trim(), "The radar is for the stewards of communities.");
}
