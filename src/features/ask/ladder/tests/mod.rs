//! Stories of the ladder: who is asked, what they say, and what comes after them.

mod beyond;
mod hellos;
mod home;
mod leaving;
mod offers;
mod waiting;

use uuid::Uuid;

use crate::domain::community::Community;
use crate::domain::expert::Willing;
use crate::domain::ids::{ChannelId, CommunityId, MessageTs, QuestionId};
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, Spot, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::features::tests::world::TestWorld;
use crate::job::Job;
use crate::store::transaction;

/// Ids of one world all differ: the context of a story begins its chance anew.
fn id_of(text: &str) -> Uuid {
    let step = |sum: u128, byte: u8| sum.wrapping_mul(1_000_003).wrapping_add(u128::from(byte));
    Uuid::from_u128(text.bytes().fold(7, step))
}

/// A community in #rust that Ada and Max tend, and people in it.
pub(super) struct Stage {
    pub(super) world: TestWorld,
    pub(super) community: CommunityId,
    channel: ChannelId,
}

impl Stage {
    /// Thursday, ten o'clock in Berlin.
    pub(super) async fn new() -> Self {
        let world = TestWorld::new().await;
        world.coffee_in("#rust", []).await;
        let channel = ChannelId::new(world.playground().conversation("#rust").unwrap().id);
        let context = world.context();
        let now = context.now();
        let community = Community {
            id: context.chance.id(now),
            channel: channel.clone(),
            name: "rust".to_owned(),
            stewards: vec![world.id("ada"), world.id("max")],
            began_at: now,
            ended_at: None,
        };
        let (store, workspace, id) = (world.store(), world.workspace(), community.id);
        transaction!(store, |tx| tx.insert_community(&workspace, &community).await).await.unwrap();
        Self { world, community: id, channel }
    }

    /// Somebody says what they can be asked.
    pub(super) async fn expert(&self, person: &str, willing: Willing, topics: &[&str]) {
        let (store, workspace, id) =
            (self.world.store(), self.world.workspace(), self.world.id(person));
        let topics: Vec<String> = topics.iter().map(|topic| (*topic).to_owned()).collect();
        transaction!(store, |tx| {
            let mut expert = tx.lock_expert(&workspace, &id).await?;
            expert.willing = Some(willing);
            expert.topics = topics.clone();
            tx.save_expert(&workspace, &expert).await
        })
        .await
        .unwrap();
    }

    /// A question as it stands once its thread does.
    pub(super) fn question(&self, asker: &str, title: &str) -> Question {
        let context = self.world.context();
        let now = context.now();
        let head = self.world.playground().say(asker, "#rust", title).unwrap();
        Question {
            id: id_of(title).into(),
            community: Some(self.community),
            asker: Asker::Known(self.world.id(asker)),
            privacy: Privacy::Open,
            title: title.to_owned(),
            details: String::new(),
            topic: None,
            urgent: false,
            state: State::Routing,
            source: Source::Asked,
            thread: Some(Spot { channel: self.channel.clone(), message: MessageTs::new(head) }),
            link: Some("https://juniper.slack.example/archives/C1/p1".to_owned()),
            asked_at: now,
            since: now,
            first_answer_at: None,
            accepted: None,
            otherwise: None,
        }
    }

    /// It is asked, and worked off.
    pub(super) async fn ask(&self, question: &Question) {
        let (store, workspace) = (self.world.store(), self.world.workspace());
        transaction!(store, |tx| tx.insert_question(&workspace, question).await).await.unwrap();
        self.route(question.id).await;
    }

    pub(super) async fn route(&self, question: QuestionId) {
        let (store, workspace) = (self.world.store(), self.world.workspace());
        let now = self.world.world.clock.now();
        transaction!(store, |tx| {
            let id = id_of(&format!("{question}{now}{}", tx.seq(&workspace).await?));
            tx.enqueue(&workspace, &Job::Route { question }, now, None, None, id.into(), now).await
        })
        .await
        .unwrap();
        self.world.settle().await;
    }

    /// Somebody answered that question, and what follows of it.
    pub(super) async fn answer(&self, id: QuestionId, author: &str) {
        let (store, workspace, context) =
            (self.world.store(), self.world.workspace(), self.world.context());
        let (now, author) = (context.now(), self.world.id(author));
        transaction!(store, |tx| {
            let mut question = tx.lock_question(&workspace, id).await?.unwrap();
            let number = question.id.to_string() + author.as_str();
            let answer = Answer {
                id: id_of(&number).into(),
                question: id,
                author: author.clone(),
                text: "Two at a time.".to_owned(),
                spot: None,
                likes: 0,
                accepted_at: None,
                written_at: now,
                edited_at: None,
                deleted_at: None,
            };
            tx.insert_answer(&workspace, &answer).await?;
            question.first_answer_at = question.first_answer_at.or(Some(now));
            tx.save_question(&workspace, &question).await?;
            super::answered(&context, tx, &workspace, &mut question, &author).await
        })
        .await
        .unwrap();
        self.world.settle().await;
    }

    pub(super) async fn now(&self, id: QuestionId) -> Question {
        let workspace = self.world.workspace();
        let mut tx = self.world.store().read().await.unwrap();
        tx.question(&workspace, id).await.unwrap().unwrap()
    }

    pub(super) async fn referrals(&self, id: QuestionId) -> Vec<Referral> {
        let workspace = self.world.workspace();
        let mut tx = self.world.store().read().await.unwrap();
        tx.referrals(&workspace, id).await.unwrap()
    }

    /// Who was asked, in turn, and what became of it.
    pub(super) async fn asked(&self, id: QuestionId) -> Vec<(String, ReferralState)> {
        let referrals = self.referrals(id).await;
        let name = |it: &Referral| it.member.as_str().trim_start_matches('U').to_lowercase();
        referrals.iter().map(|it| (name(it), it.state)).collect()
    }

    pub(super) async fn change(&self, id: QuestionId, change: impl Fn(&mut Question)) {
        let (store, workspace, context) =
            (self.world.store(), self.world.workspace(), self.world.context());
        transaction!(store, |tx| {
            let mut question = tx.lock_question(&workspace, id).await?.unwrap();
            change(&mut question);
            tx.save_question(&workspace, &question).await?;
            if !question.state.is_open() {
                super::recall(&context, tx, &workspace, &question).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        self.world.settle().await;
    }
}
