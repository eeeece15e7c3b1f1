//! Stories about digests.

mod pictured;
mod publishing;
mod reading;
mod retold;
mod tending;

use chrono::Duration;
use uuid::Uuid;

use crate::clock::Chance;
use crate::domain::community::Community;
use crate::domain::digest::Edition;
use crate::domain::ids::StoryId;
use crate::domain::question::{Asker, Privacy, Question, Source as From, Spot, State};
use crate::domain::story::{
    Audience, Claim, Concerned, Cycle, Kind, Part, Source, State as Told, Story,
};
use crate::features::digest;
use crate::features::tests::world::TestWorld;
use crate::playground::Person;
use crate::store::transaction;

/// A world in which Ada tends the community of a channel, and the bot is in it. It is Thursday, ten
/// o'clock: the first digest comes in a week.
async fn community_in(channel: &str) -> TestWorld {
    let world = TestWorld::new().await;
    if channel == "#secret" {
        world.playground().invite("ana", channel, "klatch").unwrap();
    }
    world.coffee_in(channel, []).await;
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let id = world.playground().conversation(channel).unwrap().id;
    let community = Community {
        id: Uuid::from_u128(77).into(),
        channel: id.as_str().into(),
        name: channel.trim_start_matches('#').to_owned(),
        stewards: vec![world.id("ada")],
        began_at: context.now(),
        ended_at: None,
    };
    transaction!(store, |tx| {
        tx.insert_community(&workspace, &community).await?;
        if channel == "#secret" {
            tx.hide_community(&workspace, community.id).await?;
        }
        digest::plan(&context, tx, &workspace, &community).await
    })
    .await
    .unwrap();
    world
}

async fn rust() -> TestWorld {
    community_in("#rust").await
}

/// A question that was asked so many hours ago, and answered an hour later if it was.
async fn asked(world: &TestWorld, title: &str, privacy: Privacy, hours: i64, answered: bool) {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let asked_at = context.now() - Duration::hours(hours);
    let question = Question {
        id: Chance::seeded(title.bytes().map(u64::from).sum()).id(asked_at),
        community: Some(Uuid::from_u128(77).into()),
        asker: match privacy {
            Privacy::Anonymous => Asker::Sealed("sealed".to_owned()),
            Privacy::Open | Privacy::Private => Asker::Known(world.id("ana")),
        },
        privacy,
        title: title.to_owned(),
        details: String::new(),
        topic: None,
        urgent: false,
        state: if answered { State::Answered } else { State::KeptOpen },
        source: From::Asked,
        thread: None,
        link: Some(format!("https://slack.com/archives/C1/p{}", asked_at.timestamp())),
        asked_at,
        since: asked_at,
        first_answer_at: answered.then(|| asked_at + Duration::hours(1)),
        accepted: None,
        otherwise: None,
    };
    transaction!(store, |tx| tx.insert_question(&workspace, &question).await).await.unwrap();
}

/// Ana tells what Bo helped her with; he does not want to be named. It was published just now.
async fn story(world: &TestWorld) -> StoryId {
    let story = told(world, ["ana", "bo"]);
    keep(world, &story).await
}

/// Somebody tells what Max helped them with: so many minutes, of which half counts.
async fn claimed(world: &TestWorld, who: &str, minutes: u32) -> StoryId {
    let claim = Claim {
        measure: None,
        low: minutes,
        likely: minutes,
        high: minutes * 2,
        before: None,
        after: None,
        confidence: 50,
        attribution: 100,
    };
    let id = Chance::seeded(who.bytes().map(u64::from).sum()).id(world.world.clock.now());
    let story = Story { id, claim: Some(claim), ..told(world, [who, "max"]) };
    keep(world, &story).await
}

async fn keep(world: &TestWorld, story: &Story) -> StoryId {
    let (store, workspace) = (world.store(), world.workspace());
    transaction!(store, |tx| tx.insert_story(&workspace, story).await).await.unwrap();
    story.id
}

fn told(world: &TestWorld, [helped, helper]: [&str; 2]) -> Story {
    let context = world.context();
    let person = |who: &str, part, named| Concerned {
        member: world.id(who),
        part,
        audience: Some(Audience::Community),
        named,
        out_at: None,
    };
    let channel = world.playground().conversation("#rust").unwrap().id;
    Story {
        id: context.chance.id(context.now()),
        community: Some(Uuid::from_u128(77).into()),
        teller: world.id(helped),
        helped: world.id(helped),
        people: vec![person(helped, Part::Helped, true), person(helper, Part::Helper, false)],
        happened: "A two-day migration took an afternoon.".to_owned(),
        changed: None,
        kind: Kind::Support,
        goal: None,
        claim: None,
        state: Told::Confirmed,
        cycle: Cycle::Immediate,
        evidence: None,
        source: Source::Told,
        post: Some(Spot { channel: channel.as_str().into(), message: "1.000100".into() }),
        told_at: context.now(),
        since: context.now(),
        published_at: Some(context.now()),
        fell_through: false,
    }
}

/// A story is changed, as its own room does it.
async fn change(world: &TestWorld, id: StoryId, change: impl Fn(&mut Story) + Send + Sync) {
    // A minute later: ids of one moment are the same in every context of a test.
    world.world.advance_to(world.world.clock.now() + Duration::minutes(1)).await.unwrap();
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    transaction!(store, |tx| {
        let Some(mut story) = tx.lock_story(&workspace, id).await? else { return Ok(()) };
        change(&mut story);
        tx.save_story(&workspace, &story).await?;
        digest::story_changed(&context, tx, &workspace, id).await
    })
    .await
    .unwrap();
    world.settle().await;
}

fn zed() -> Person {
    Person {
        id: "UZED".to_owned(),
        name: "zed".to_owned(),
        real_name: "Zed".to_owned(),
        tz: "Europe/Berlin".to_owned(),
        ..Person::default()
    }
}

/// What stands in a channel since the invitation to coffee.
fn since_coffee(world: &TestWorld, person: &str, channel: &str) -> String {
    let text = world.read(person, channel);
    let after = text.split("[How it works]").last().unwrap_or_default();
    after.lines().skip(2).collect::<Vec<_>>().join("\n").trim().to_owned()
}

async fn last(world: &TestWorld) -> Option<Edition> {
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    tx.last_digest(&workspace, Uuid::from_u128(77).into()).await.unwrap()
}

/// Somebody gives `/community`, and what they see then.
async fn command(world: &TestWorld, person: &str, place: &str, words: &str) -> String {
    let before = world.playground().ephemerals(person).len();
    world.playground().command(person, place, "/community", words).await.unwrap();
    world.settle().await;
    let whispers = world.playground().ephemerals(person);
    match whispers.get(before..).and_then(<[_]>::last) {
        Some(whisper) => world.playground().render_text(person, whisper),
        None => world.modal(person),
    }
}
