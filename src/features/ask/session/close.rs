//! The end of a session: the recap, the cards, and what is forgotten.

use chrono::{DateTime, Duration, Utc};

use super::known::{Facts, facts, put, stewards, tell};
use crate::domain::card::{
    Card, CardState, LONGEST_TEXT, LONGEST_TITLE, Origin, first, next_review,
};
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, CommunityId, MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Asker, Question, State as QuestionState};
use crate::domain::session::{Session, Stage, State, WhyOff};
use crate::features::Context;
use crate::job::{AboutSession, Job, Posting};
use crate::store::{self, Tx};

/// A locked session is over: what was answered is kept, the recap is posted, and who asked anonymously
/// is forgotten.
pub(super) async fn end(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (ended, community): (&Session, &Community),
) -> store::Result<()> {
    tx.save_session(workspace, ended).await?;
    wrap_up(context, tx, workspace, ended).await?;
    put(context, tx, workspace, (&community.channel, ended.id), Posting::Recap).await?;
    let show = Job::ShowSession { session: ended.id };
    context.queue_in(tx, workspace, &community.channel, &show).await
}

/// A locked session that has not begun does not take place: whoever needs to know is told.
pub(super) async fn call_off(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
    why: WhyOff,
) -> store::Result<()> {
    let session = &facts.session;
    let Some(cancelled) = session.cancelled(why) else { return Ok(()) };
    tx.save_session(workspace, &cancelled).await?;
    tx.forget_session(workspace, session.id).await?;
    let channel = &facts.community.channel;
    if session.announcement.is_some() && why != WhyOff::ChannelLost {
        put(context, tx, workspace, (channel, session.id), Posting::CalledOff).await?;
        let show = Job::ShowSession { session: session.id };
        context.queue_in(tx, workspace, channel, &show).await?;
    }
    let mut readers = stewards(tx, workspace, facts).await?;
    let what = if why == WhyOff::Declined {
        AboutSession::Answered
    } else {
        if !matches!(why, WhyOff::SteppedBack | WhyOff::ExpertLeft) {
            readers.push(session.expert.clone());
        }
        AboutSession::CalledOff
    };
    readers.sort();
    readers.dedup();
    tell(context, tx, workspace, &readers, (session.id, what)).await
}

/// Closes what was asked, keeps what was answered, and forgets who asked anonymously.
async fn wrap_up(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
) -> store::Result<()> {
    let questions = tx.session_questions(workspace, session.id).await?;
    let asked: Vec<QuestionId> =
        questions.iter().filter(|it| it.stage == Stage::Asked).map(|it| it.id).collect();
    let answers = tx.answers_to(workspace, &asked).await?;
    for id in asked {
        let Some(question) = tx.lock_question(workspace, id).await? else { continue };
        let given: Vec<&Answer> = answers.iter().filter(|it| it.question == id).collect();
        // What was taken back meanwhile is not kept.
        let open = question.state.is_open();
        let kept = kept(session, &question, &given).filter(|_| open);
        let answered = kept.is_some();
        if let Some((owner, text)) = kept {
            let card = card(context, &question, owner, &text);
            tx.insert_card(workspace, &card).await?;
        }
        let question = closed(question, answered, context.now());
        tx.save_question(workspace, &question).await?;
    }
    tx.forget_session(workspace, session.id).await
}

/// A question after its session; nobody knows any more who asked anonymously.
fn closed(question: Question, answered: bool, now: DateTime<Utc>) -> Question {
    let asker = match question.asker {
        Asker::Known(member) => Asker::Known(member),
        Asker::Sealed(_) | Asker::Forgotten => Asker::Forgotten,
    };
    let state = match (question.state.is_open(), answered) {
        (false, _) => question.state,
        (true, true) => QuestionState::Answered,
        (true, false) => QuestionState::Closed,
    };
    let since = if state == question.state { question.since } else { now };
    Question { asker, state, since, ..question }
}

/// What is kept as the answer, and whose it is: the expert's words in their order; where they wrote
/// none, the answer that most people liked.
pub(super) fn kept<'a>(
    session: &Session,
    question: &Question,
    given: &[&'a Answer],
) -> Option<(&'a MemberId, String)> {
    let theirs: Vec<&&Answer> = given.iter().filter(|it| it.author == session.expert).collect();
    if let Some(first) = theirs.first() {
        let words: Vec<&str> = theirs.iter().map(|it| it.text.as_str()).collect();
        return Some((&first.author, joined(&words)));
    }
    let by_asker = |it: &Answer| matches!(&question.asker, Asker::Known(who) if *who == it.author);
    let mut others: Vec<&&Answer> = given.iter().filter(|it| !by_asker(it)).collect();
    others.sort_by(|a, b| b.likes.cmp(&a.likes).then(a.written_at.cmp(&b.written_at)));
    others.first().map(|it| (&it.author, it.text.clone()))
}

fn joined(words: &[&str]) -> String {
    let words: Vec<&str> = words.iter().map(|it| it.trim()).collect();
    words.join("\n\n")
}

/// What a card says that is made of these answers.
pub fn card_text(words: &[&str]) -> String {
    first(&joined(words), LONGEST_TEXT)
}

fn card(context: &Context, question: &Question, owner: &MemberId, text: &str) -> Card {
    let now = context.now();
    Card {
        id: context.chance.id(now),
        origin: Origin::Session { question: question.id },
        community: question.community,
        title: first(&question.title, LONGEST_TITLE),
        text: first(text, LONGEST_TEXT),
        owner: owner.clone(),
        link: question.link.clone(),
        state: CardState::Current,
        made_at: now,
        review_at: next_review(now),
    }
}

/// Somebody's account was switched off: their sessions do not take place; one that runs ends.
///
/// # Errors
/// The database.
pub async fn left(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for session in tx.open_sessions(workspace).await? {
        if session.expert == *member {
            stop(context, tx, workspace, &session, WhyOff::ExpertLeft).await?;
        }
    }
    Ok(())
}

/// A channel is gone: its sessions do not take place. `at` is when Slack says that it went, to the
/// second; a community that began after it is there because Klatch was let in again.
///
/// # Errors
/// The database.
pub async fn channel_lost(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    at: Option<DateTime<Utc>>,
) -> store::Result<()> {
    for session in tx.open_sessions(workspace).await? {
        let Some(community) = tx.community(workspace, session.community).await? else { continue };
        let since = at.is_some_and(|at| community.began_at >= at + Duration::seconds(1));
        if community.channel == *channel && !since {
            stop(context, tx, workspace, &session, WhyOff::ChannelLost).await?;
        }
    }
    Ok(())
}

/// Its steward has ended a community: its sessions do not take place; one that runs ends.
///
/// # Errors
/// The database.
pub async fn community_ended(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: CommunityId,
) -> store::Result<()> {
    for session in tx.open_sessions(workspace).await? {
        if session.community == community {
            stop(context, tx, workspace, &session, WhyOff::CalledOff).await?;
        }
    }
    Ok(())
}

async fn stop(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
    why: WhyOff,
) -> store::Result<()> {
    let Some(session) = tx.lock_session(workspace, session.id).await? else { return Ok(()) };
    let Some(facts) = facts(tx, workspace, session).await? else { return Ok(()) };
    if matches!(facts.session.state, State::Invited | State::Collecting) {
        return call_off(context, tx, workspace, &facts, why).await;
    }
    let Some(ended) = facts.session.ended() else { return Ok(()) };
    if why == WhyOff::ChannelLost {
        tx.save_session(workspace, &ended).await?;
        return wrap_up(context, tx, workspace, &ended).await;
    }
    end(context, tx, workspace, (&ended, &facts.community)).await
}
