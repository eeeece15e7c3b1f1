//! The modal was sent: what was answered before is shown first, and then it is asked.

use std::collections::BTreeMap;

use crate::domain::authority::Action;
use crate::domain::community::Community;
use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Asker, Privacy, Question, Source, State, hour_of};
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Reply};
use crate::features::answer::{as_modal, redraw, replace, replace_all};
use crate::features::ask::asker;
use crate::features::ask::asking::form::{carried_of, read};
use crate::features::ask::asking::moments::queue_about;
use crate::features::ask::asking::open::choices;
use crate::features::ask::asking::similar::similar;
use crate::features::ask::asking::who::refused;
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking::answers;
use crate::views::ask::asking::modal::{Carried, Filled, ask_modal};
use crate::views::ask::asking::names::field;

/// Asks, unless something like it was answered, which is shown first.
///
/// # Errors
/// The database; nothing was asked then.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction, Action::AskQuestion).await? {
        return Ok(replace(&as_modal("Ask a question", no))?);
    }
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let carried = carried_of(modal);
    let mut tx = context.store.read().await?;
    let filled = read(&mut tx, workspace, &carried, form).await?;
    let communities = choices(&mut tx, workspace, member, &carried, &filled).await?;
    drop(tx);
    let community = communities.iter().find(|it| Some(it.id) == filled.community);
    let problems = problems(context, &filled, community.is_some());
    let Some(community) = community.filter(|_| problems.is_empty()) else {
        return Ok(match (communities.is_empty(), problems) {
            (true, _) => {
                replace(&as_modal("Ask a question", answers::no_community(&context.voice)))?
            }
            (false, problems) => Reply::Errors(problems),
        });
    };
    if !carried.shown {
        let found = similar(context, workspace, member, &filled.title, &filled.details).await?;
        if !found.is_empty() {
            let carried = Carried { shown: true, ..carried };
            let view = ask_modal(&context.voice, &carried, &filled, &communities, &found);
            return Ok(replace(&view)?);
        }
    }
    ask(context, interaction, &carried, &filled, community).await
}

fn problems(context: &Context, filled: &Filled, community: bool) -> BTreeMap<String, String> {
    let mut problems = BTreeMap::new();
    if filled.title.is_empty() {
        problems.insert(field::TITLE.to_owned(), answers::empty_title(&context.voice));
    }
    if !community {
        let which = answers::which_community(&context.voice);
        problems.insert(field::COMMUNITY.to_owned(), which);
    }
    problems
}

/// Writes the question down with the job that puts it on its way. Its receipt says no more of an
/// anonymous one than that there was one in that hour.
async fn ask(
    context: &Context,
    interaction: &Interaction,
    carried: &Carried,
    filled: &Filled,
    community: &Community,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let now = context.now();
    let at = if filled.privacy == Privacy::Anonymous { hour_of(now) } else { now };
    // Its id has the time in it, too.
    let id: QuestionId = context.chance.id(at);
    let reply = transaction!(context.store, |tx| {
        if let Some(reply) = tx.receipt(workspace, &interaction.trigger).await? {
            return Ok(reply);
        }
        let reply = match tx.community(workspace, community.id).await? {
            Some(it) if it.ended_at.is_none() => {
                let question = made(context, tx, workspace, member, id, filled, &it).await?;
                write(context, tx, workspace, &question, carried).await?;
                let view = answers::asked(&context.voice, filled.privacy, &it.name, filled.cut);
                replace_all(&view)?
            }
            _ => replace(&as_modal("Ask a question", answers::gone(&context.voice)))?,
        };
        tx.keep_receipt(workspace, &interaction.trigger, &reply, at).await?;
        if filled.privacy != Privacy::Anonymous {
            context.refresh_home(tx, workspace, member).await?;
        }
        Ok(reply)
    })
    .await?;
    Ok(reply)
}

async fn made(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    id: QuestionId,
    filled: &Filled,
    community: &Community,
) -> store::Result<Question> {
    let asker = match filled.privacy {
        Privacy::Anonymous => asker::seal(tx, workspace, id, member, &context.chance).await?,
        Privacy::Open | Privacy::Private => Asker::Known(member.clone()),
    };
    let mut question = Question {
        id,
        community: Some(community.id),
        asker,
        privacy: filled.privacy,
        title: filled.title.clone(),
        details: filled.details.clone(),
        topic: Some(filled.topic.clone()).filter(|topic| !topic.is_empty()),
        urgent: filled.urgent,
        state: State::Routing,
        source: Source::Asked,
        thread: None,
        link: None,
        asked_at: context.now(),
        since: context.now(),
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    };
    question.asked_at = question.moment(question.asked_at);
    question.since = question.asked_at;
    Ok(question)
}

async fn write(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    carried: &Carried,
) -> store::Result<()> {
    tx.insert_question(workspace, question).await?;
    if let Some(draft) = carried.draft {
        tx.drop_draft(workspace, draft).await?;
    }
    let job = match question.privacy {
        Privacy::Private => Job::Route { question: question.id },
        Privacy::Open | Privacy::Anonymous => Job::PostQuestion { question: question.id },
    };
    queue_about(context, tx, workspace, question, &job).await
}

/// "That answers it": the answer helped again, and nothing is asked.
///
/// # Errors
/// The database.
pub async fn that_answers(
    context: &Context,
    interaction: &Interaction,
    earlier: &str,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let earlier = earlier.parse::<QuestionId>().ok();
    once!(context, interaction, |tx| {
        let question = match earlier {
            Some(id) => tx.question(workspace, id).await?,
            None => None,
        };
        // Whoever asked it themselves was helped before.
        if let Some(it) = question.filter(|it| it.asker != Asker::Known(member.clone())) {
            tx.keep_reuse(workspace, it.id.into(), member, context.now()).await?;
        }
        Ok(Reply::Done)
    })
    .await?;
    match &interaction.what {
        Gesture::Press { origin: Origin::Modal { modal, .. }, .. } => {
            redraw(context, modal, &answers::glad(&context.voice)).await
        }
        _ => Ok(Reply::Done),
    }
}
