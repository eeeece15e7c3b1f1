//! What people are told of stories in their direct message.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{QuestionId, StoryId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::{Asker, Privacy, Question, Spot, State as QuestionState};
use crate::domain::rules::Feature;
use crate::domain::story::{Part, State};
use crate::features::Context;
use crate::features::context::Queued;
use crate::features::story::shown::{Reader, name_of, told};
use crate::features::story::submit::tells;
use crate::job::{Job, Note, StoryNote};
use crate::store::{self, Tx};
use crate::views::story::notes::{self as views, Asked};

/// What somebody is told; nothing where it is not so any more, or they have said what was to be said.
///
/// # Errors
/// The database.
pub async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    (id, what, wording): (StoryId, StoryNote, Option<u64>),
) -> store::Result<Option<SlackMessageContent>> {
    let member = &reader.profile.member;
    let Some(story) = tx.story(workspace, id).await? else { return Ok(None) };
    let Some(me) = story.person(member).cloned() else { return Ok(None) };
    let other_words = wording.is_some_and(|it| it != story.wording());
    if story.state == State::Withdrawn || other_words {
        return Ok(None);
    }
    let quote = tx.story_quote(workspace, id).await?;
    let words = quote.is_some_and(|it| it.author == *member && it.agreed_at.is_none());
    let community = match story.community {
        Some(id) => tx.community(workspace, id).await?.map(|it| it.name),
        None => None,
    };
    let teller = name_of(tx, workspace, &story.teller).await?;
    let teller = teller.unwrap_or_else(|| "A colleague".to_owned());
    let told = told(tx, workspace, story, Reader::Inside(member)).await?;
    let voice = &context.voice;
    let community = community.as_deref();
    let asked = Asked { teller: &teller, community, author: me.part == Part::Author, words };
    let unheard = me.audience.is_none();
    Ok(match what {
        StoryNote::Confirm => unheard.then(|| views::confirm(voice, &told, &teller)),
        StoryNote::Consent => unheard.then(|| views::consent(voice, &told, asked)),
        StoryNote::Thanks => {
            let shown = told.story.is_shown() && told.story.post.is_some() && me.named;
            let link = told.story.post.as_ref().map(Spot::link);
            shown.then(|| views::thanks(voice, &told, link.as_deref()))
        }
    })
}

/// Somebody accepted an answer by a check mark: they are asked once what it was worth. Never of an
/// anonymous question.
///
/// # Errors
/// The database.
pub async fn offer(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    from: chrono::DateTime<chrono::Utc>,
) -> store::Result<()> {
    if !context.rules.is_on(Feature::Stories) {
        return Ok(());
    }
    let Some(asker) = asker_of(question) else { return Ok(()) };
    let note = Note::StoryOffer { question: question.id };
    let job = Job::Tell { member: asker.clone(), note };
    let name = format!("story:offer:{}", question.id);
    let queued = Queued { at: from, name: Some(&name), channel: None };
    context.queue(tx, workspace, &job, queued).await
}

fn asker_of(question: &Question) -> Option<&crate::domain::ids::MemberId> {
    match (&question.asker, question.privacy) {
        (Asker::Known(asker), Privacy::Open | Privacy::Private) => Some(asker),
        _ => None,
    }
}

/// The offer; nothing where it is answered no more, or they have told it.
///
/// # Errors
/// The database.
pub async fn offered(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    question: QuestionId,
) -> store::Result<Option<SlackMessageContent>> {
    let member = &reader.profile.member;
    let Some(question) = tx.question(workspace, question).await? else { return Ok(None) };
    let theirs = asker_of(&question) == Some(member);
    let on = context.rules.is_on(Feature::Stories);
    if !on || !theirs || question.state != QuestionState::Answered {
        return Ok(None);
    }
    if tells(tx, workspace, member, question.id).await? {
        return Ok(None);
    }
    Ok(Some(views::offer(&context.voice, &question)))
}
