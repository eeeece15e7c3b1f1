//! A message with a picture in it, whatever Slack makes of the picture.

use chrono::{NaiveDate, TimeDelta};
use slack_morphism::prelude::SlackMessageContent;

use super::world::TestWorld;
use crate::domain::ids::{ChannelId, FileId};
use crate::domain::locale::Locale;
use crate::features::Context;
use crate::features::deliver::{Address, Sent};
use crate::features::pictured;
use crate::job::{Job, Lease, Work};
use crate::pictures::{Picture, Week, weeks};
use crate::playground::Trick;
use crate::slack::failure::Failure;
use crate::views::kit;

fn picture() -> Picture {
    let monday = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    weeks(Locale::English, &[Week { begins: monday, asked: 3, answered: 2 }]).unwrap()
}

fn with(file: &FileId) -> SlackMessageContent {
    kit::message("Our week", vec![kit::section("Our week"), kit::picture(file, &picture().alt)])
}

impl TestWorld {
    /// Posts to Ana in that try of a job.
    async fn post(&self, context: &Context, file: &FileId, attempt: u32) -> Sent {
        let people = [self.id("ana")];
        let channel: ChannelId = context.slack.open_conversation(&people).await.unwrap();
        let work = Work {
            workspace: self.workspace(),
            id: context.chance.id(context.now()),
            job: Job::TidyUp,
            attempt,
            in_doubt: None,
            lease: Lease::new("a story"),
        };
        let to = Address { channel: &channel, thread: None };
        let without = kit::message("Our week", vec![kit::section("Our week, in words")]);
        pictured::post(context, &work, to, with(file), without).await
    }

    fn shown(&self) -> Vec<Vec<u8>> {
        let messages = self.playground().messages("ana", "dm");
        self.playground().pictures_of(messages.last().unwrap())
    }
}

async fn uploaded(context: &Context) -> Result<FileId, Failure> {
    let Picture { png, .. } = picture();
    context.slack.upload_unshared("weeks.png", &png).await
}

#[tokio::test]
async fn a_picture_stands_in_the_one_message() {
    let world = TestWorld::new().await;
    let context = world.context();
    let file = uploaded(&context).await.unwrap();
    let sent = world.post(&context, &file, 1).await;
    assert!(matches!(sent, Sent::At(_)));
    assert_eq!(world.shown(), [picture().png]);
    let read = world.read("ana", "dm");
    let alt = "[image: 2 of 3 questions answered. Answered of asked in the week from 16 November, 2 of 3.]";
    assert!(read.ends_with(&format!("Our week\n{alt}\n")) || read.contains(alt), "{read}");
}

#[tokio::test]
async fn while_slack_looks_through_a_picture_its_message_waits_and_then_goes_without() {
    let world = TestWorld::new().await;
    let context = world.context();
    world.playground().pictures_take(TimeDelta::seconds(10));
    let file = uploaded(&context).await.unwrap();
    for attempt in 1..4 {
        let sent = world.post(&context, &file, attempt).await;
        assert!(matches!(sent, Sent::Not(Failure::Retry { after: None, .. })), "{attempt}");
    }
    assert!(matches!(world.post(&context, &file, 4).await, Sent::At(_)));
    assert!(world.shown().is_empty());
    let later = world.world.clock.now() + TimeDelta::seconds(10);
    world.world.advance_to(later).await.unwrap();
    assert!(matches!(world.post(&context, &file, 2).await, Sent::At(_)));
    assert_eq!(world.shown().len(), 1);
}

#[tokio::test]
async fn an_upload_that_fails_on_its_way_may_be_made_again() {
    let world = TestWorld::new().await;
    let context = world.context();
    for (name, trick) in [
        ("upload_url", Trick::LostAfter),
        ("upload_url", Trick::Unavailable),
        ("files.completeUploadExternal", Trick::LostAfter),
        ("files.getUploadURLExternal", Trick::BadGateway),
    ] {
        world.playground().next(name, trick);
        let failure = uploaded(&context).await.unwrap_err();
        assert!(matches!(failure, Failure::Retry { after: None, .. }), "{name}: {failure:?}");
    }
    uploaded(&context).await.unwrap();
}
