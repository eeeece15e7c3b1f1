//! The expert, or a steward, leads a session: one question after the other.

use chrono::{DateTime, Utc};
use serde_json::json;
use slack_morphism::prelude::SlackView;

use super::close::end;
use super::known::{Facts, counts, find, may_lead, put, zone_of};
use super::{TITLE, at, over, told};
use crate::domain::ids::{SessionId, WorkspaceId};
use crate::domain::question::{Asker, Privacy, Question, Source, State};
use crate::domain::session::{Lead, Led, Session, SessionQuestion, Stage, next_of};
use crate::event::{Interaction, Origin, Reply};
use crate::features::answer::{redraw, say, show};
use crate::features::context::once;
use crate::features::role::tends;
use crate::features::{Context, Result};
use crate::job::{Job, Posting};
use crate::store::{self, Tx};
use crate::views::ask::session::desk::{Desk, News, desk};
use crate::views::ask::session::names::action;
use crate::views::ask::session::notes::{Said, said};
use crate::views::kit::shorten;

/// The longest title of a question, in characters.
const TITLE_OF: usize = 150;

/// The desk as this person sees it; an answer if they may not, `None` if there is no such session.
async fn drawn(
    context: &Context,
    interaction: &Interaction,
    id: Option<SessionId>,
    pressed: Option<(&str, bool)>,
) -> Result<Option<std::result::Result<SlackView, Said>>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let Some(facts) = find(&mut tx, workspace, id).await? else { return Ok(None) };
    if !may_lead(context, &mut tx, workspace, member, &facts).await? {
        return Ok(Some(Err(Said::NotLeading)));
    }
    let session = &facts.session;
    let questions = tx.session_questions(workspace, session.id).await?;
    let next = next_of(&questions);
    let mut asker = None;
    if let Some(SessionQuestion { asker: Asker::Known(member), .. }) = next {
        asker = tx.member(workspace, member).await?.map(|person| person.profile.name);
    }
    let tends = tends(context, &mut tx, workspace, member, &facts.community).await?;
    let zone = zone_of(&mut tx, workspace, member).await?;
    drop(tx);
    let (waiting, asked) = counts(&questions);
    let told = facts.told(zone);
    let view = desk(
        &context.voice,
        &Desk {
            told: &told,
            next,
            asker: asker.as_deref(),
            waiting,
            asked,
            is_expert: session.expert == *member,
            tends,
            news: pressed.and_then(|(pressed, done)| news(pressed, done, session)),
        },
    );
    Ok(Some(Ok(view)))
}

/// What a press did; `done` is whether it did anything.
fn news(pressed: &str, done: bool, session: &Session) -> Option<News> {
    match (pressed, done) {
        (action::NEXT, true) => Some(News::Asked),
        (action::SKIP, true) => Some(News::Skipped),
        (_, false) if session.state.is_open() => Some(News::GoneOn),
        _ => None,
    }
}

/// Opens the desk.
pub(super) async fn open(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    match drawn(context, interaction, value.parse().ok(), None).await? {
        Some(Ok(view)) => show(context, interaction, &view).await,
        Some(Err(no)) => say(context, interaction, TITLE, said(&context.voice, no)).await,
        None => over(context, interaction).await,
    }
}

/// A button of the desk.
pub(super) async fn lead(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    words: &[&str],
    origin: &Origin,
) -> Result<Reply> {
    let (id, seen) = (at::<SessionId>(words, 0), at::<u32>(words, 1).unwrap_or_default());
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        if let Some(id) = id {
            tx.lock_session(workspace, id).await?;
        }
        let Some(facts) = find(tx, workspace, id).await? else {
            return told(context, Said::Over);
        };
        if !may_lead(context, tx, workspace, member, &facts).await? {
            return told(context, Said::NotLeading);
        }
        if !go(context, tx, workspace, &facts, (pressed, seen)).await? {
            return told(context, Said::Over);
        }
        if facts.session.expert != *member {
            let target = facts.session.id.to_string();
            context.audit(tx, workspace, member, pressed, &target, &json!({})).await?;
        }
        Ok(Reply::Done)
    })
    .await?;
    let Origin::Modal { modal, .. } = origin else { return Ok(Reply::Done) };
    match drawn(context, interaction, id, Some((pressed, reply == Reply::Done))).await? {
        Some(Ok(view)) => redraw(context, modal, &view).await,
        Some(Err(no)) => say(context, interaction, TITLE, said(&context.voice, no)).await,
        None => over(context, interaction).await,
    }
}

/// Does what was pressed by somebody who has seen so many turns; `false` if it had gone on since.
async fn go(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
    (pressed, seen): (&str, u32),
) -> store::Result<bool> {
    let lead = match pressed {
        action::NEXT => Lead::Next,
        action::SKIP => Lead::Skip,
        action::PAUSE => Lead::Pause,
        action::GO_ON => Lead::GoOn,
        _ => {
            let Some(ended) = facts.session.ended() else { return Ok(false) };
            end(context, tx, workspace, (&ended, &facts.community)).await?;
            return Ok(true);
        }
    };
    let questions = tx.session_questions(workspace, facts.session.id).await?;
    let Some((after, led)) = facts.session.led(lead, seen, &questions) else { return Ok(false) };
    tx.save_session(workspace, &after).await?;
    let channel = &facts.community.channel;
    match led {
        Led::Ask(id) => {
            tx.stage_session_question(workspace, id, Stage::Asked).await?;
            if let Some(asked) = questions.iter().find(|it| it.id == id) {
                let question = as_question(&after, asked, context.now());
                tx.insert_question(workspace, &question).await?;
                put(context, tx, workspace, (channel, after.id), Posting::Question(id)).await?;
            }
        }
        Led::Skip(id) => tx.stage_session_question(workspace, id, Stage::Skipped).await?,
        Led::Changed => {
            let show = Job::ShowSession { session: after.id };
            context.queue_in(tx, workspace, channel, &show).await?;
        }
        Led::Nothing => return Ok(false),
    }
    Ok(true)
}

/// A session's question as one that the whole channel is asked, at that moment.
pub(super) fn as_question(
    session: &Session,
    asked: &SessionQuestion,
    at: DateTime<Utc>,
) -> Question {
    let text = asked.text.trim();
    let title = shorten(text.lines().next().unwrap_or(text).trim(), TITLE_OF);
    Question {
        id: asked.id,
        community: Some(session.community),
        asker: asked.asker.clone(),
        privacy: match asked.asker {
            Asker::Known(_) => Privacy::Open,
            Asker::Sealed(_) | Asker::Forgotten => Privacy::Anonymous,
        },
        details: if title == text { String::new() } else { text.to_owned() },
        title,
        topic: None,
        urgent: false,
        state: State::Channel,
        source: Source::Session,
        thread: None,
        link: None,
        asked_at: at,
        since: at,
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}
