//! What is known of a story's people when it is told somewhere, and what follows when it changes.

use std::collections::BTreeMap;

use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::{Privacy, State as QuestionState};
use crate::domain::story::{Concerned, Part, Source, State, Story};
use crate::features::context::Queued;
use crate::features::story::wins;
use crate::features::{Context, digest};
use crate::job::{Job, Note, StoryNote};
use crate::store::{self, Tx};
use crate::views::story::words::Told;

/// Who reads it: only where everybody in it agreed by name, or somebody who is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader<'a> {
    Anybody,
    Inside(&'a MemberId),
}

/// A story with the names that its reader may read.
pub async fn told(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: Story,
    reader: Reader<'_>,
) -> store::Result<Told> {
    let people = here(tx, workspace, &story).await?;
    // Who is in it knows who else is: what they agree to would say nothing otherwise.
    let name = |member: &MemberId| {
        let may = matches!(reader, Reader::Inside(_)) && story.person(member).is_some();
        people.get(member).filter(|_| may || story.names(member)).cloned()
    };
    let helped = name(&story.helped);
    let mut helpers = Vec::new();
    let mut colleagues = 0;
    for helper in story.helpers() {
        match name(helper) {
            Some(name) => helpers.push(name),
            None => colleagues += 1,
        }
    }
    let quote = match tx.story_quote(workspace, story.id).await? {
        Some(quote) if quote.agreed_at.is_some() || reader == Reader::Inside(&quote.author) => {
            Some((name(&quote.author), quote.words))
        }
        _ => None,
    };
    let question = link(tx, workspace, &story).await?;
    Ok(Told { helped, helpers, colleagues, quote, question, story })
}

/// The names of those in a story who are still here.
async fn here(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
) -> store::Result<BTreeMap<MemberId, String>> {
    let ids: Vec<MemberId> = story.people.iter().map(|one| one.member.clone()).collect();
    let people = tx.members(workspace, &ids).await?;
    let here = people.into_iter().filter(Member::is_here);
    Ok(here.map(|it: Member| (it.profile.member, it.profile.name)).collect())
}

/// Where the question is read that it came of, if it stands there for everybody and its answer still does.
async fn link(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
) -> store::Result<Option<String>> {
    let Source::Question(id) = story.source else { return Ok(None) };
    let Some(question) = tx.question(workspace, id).await? else { return Ok(None) };
    if question.privacy != Privacy::Open || question.state != QuestionState::Answered {
        return Ok(None);
    }
    let answer = match question.accepted {
        Some(answer) => tx.given_answer(workspace, answer).await?,
        None => None,
    };
    let stands = answer.is_some_and(|it| it.deleted_at.is_none());
    Ok(question.link.filter(|_| stands))
}

/// What somebody is called; `None` for whoever is not here any more.
pub async fn name_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Option<String>> {
    let person = tx.member(workspace, member).await?;
    Ok(person.filter(Member::is_here).map(|it| it.profile.name))
}

/// A story was written: its message follows within the minute, and whoever looks at their desk sees it.
pub async fn follow(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
) -> store::Result<()> {
    if story.state == State::Withdrawn {
        tx.drop_story_quote(workspace, story.id).await?;
    }
    for one in &story.people {
        context.refresh_home(tx, workspace, &one.member).await?;
    }
    wins::changed(context, tx, workspace, story).await?;
    for (round, channel) in tx.round_sums_telling(workspace, story.id).await? {
        context.queue_in(tx, workspace, &channel, &Job::ShowSum { round }).await?;
    }
    digest::story_changed(context, tx, workspace, story.id).await?;
    if let Some(post) = &story.post {
        return context
            .queue_in(tx, workspace, &post.channel, &Job::ShowStory { story: story.id })
            .await;
    }
    let Some(community) = story.community.filter(|_| story.is_shown()) else { return Ok(()) };
    let Some(community) = tx.community(workspace, community).await? else { return Ok(()) };
    if community.ended_at.is_some() {
        return Ok(());
    }
    // In the line of its channel: a second one finds it standing there.
    context
        .queue_in(tx, workspace, &community.channel, &Job::PublishStory { story: story.id })
        .await
}

/// Asks everybody who has not said anything yet: once, and again when what they said before does not hold
/// for other words.
pub async fn ask_people(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    before: Option<&Story>,
    story: &Story,
) -> store::Result<()> {
    let wording = story.wording();
    let same = before.is_some_and(|it| it.wording() == wording);
    let was_asked = |one: &Concerned| {
        let then = before.and_then(|it| it.person(&one.member));
        same && then.is_some_and(|then| then.audience.is_none() && then.part == one.part)
    };
    for one in story.unheard().filter(|one| !was_asked(one)) {
        let what = match one.part {
            Part::Helped => StoryNote::Confirm,
            Part::Helper | Part::Author | Part::Teller => StoryNote::Consent,
        };
        let of = format!("{wording:x}:{}", story.since.timestamp_millis());
        tell(context, tx, workspace, (story.id, what, Some(wording)), &one.member, &of).await?;
    }
    Ok(())
}

/// Queues a note of a story; of one name only once.
pub async fn tell(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (story, what, wording): (StoryId, StoryNote, Option<u64>),
    member: &MemberId,
    of: &str,
) -> store::Result<()> {
    let note = Note::Story { story, what, wording };
    let job = Job::Tell { member: member.clone(), note };
    let name = format!("story:{}:{story}:{member}:{of}", what.as_str());
    let queued = Queued { at: context.now(), name: Some(&name), channel: None };
    context.queue(tx, workspace, &job, queued).await
}
