//! What somebody asked, and where it stands.

use std::cmp::Reverse;

use chrono_tz::Tz;

use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Question, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, show};
use crate::features::ask::asker::asked_unnamed;
use crate::features::ask::asking::post::known_asker;
use crate::features::ask::asking::who::{anybody, may_ask, visible};
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::asking::mine::{
    MyQuestion, MyQuestions, OpenQuestion, Stand, mine_modal, open_modal,
};
use crate::views::ask::asking::{answers, head};

/// So many of somebody's questions are looked through.
const LOOKED_THROUGH: u32 = 50;
/// So many anonymous questions are unsealed to find somebody's own: none is open for longer than two months.
const UNSEALED: u32 = 1_000;
/// So many of somebody's questions are shown, and of those that are over.
const SHOWN: usize = 10;
const SHOWN_OVER: usize = 3;
/// So many open questions of others are shown.
const SHOWN_OPEN: usize = 25;

/// App Home's part: `None` where there is nobody to ask, or asking is not for them.
///
/// # Errors
/// The database.
pub async fn my_questions(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<Option<MyQuestions>> {
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?;
    let asks = person.as_ref().is_some_and(|person| may_ask(context, person));
    let mine = gather(&mut tx, workspace, member).await?;
    let nothing =
        mine.questions.is_empty() && (!asks || !anybody(&mut tx, workspace, member).await?);
    Ok((!nothing).then_some(mine))
}

async fn gather(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<MyQuestions> {
    let mut all = tx.questions_of(workspace, member, LOOKED_THROUGH).await?;
    all.extend(asked_unnamed(tx, workspace, member, UNSEALED).await?);
    all.sort_by_key(|it| (!it.state.is_open(), Reverse((it.asked_at, it.id))));
    let mut over = 0;
    all.retain(|it| {
        over += usize::from(!it.state.is_open());
        it.state.is_open() || (over <= SHOWN_OVER && it.state != State::Withdrawn)
    });
    all.truncate(SHOWN);
    let ids: Vec<QuestionId> = all.iter().map(|it| it.id).collect();
    let answered = tx.answers_to(workspace, &ids).await?;
    let mut questions = Vec::with_capacity(all.len());
    for question in all {
        let count = answered.iter().filter(|answer| answer.question == question.id).count();
        let community = match question.community {
            Some(id) => tx.community(workspace, id).await?.map(|it| it.name),
            None => None,
        };
        let stand = stand(tx, workspace, &question).await?;
        let answers = u32::try_from(count).unwrap_or(u32::MAX);
        questions.push(MyQuestion { question, community, stand, answers });
    }
    let zone = tx.member(workspace, member).await?.map_or(Tz::UTC, |person| person.zone());
    Ok(MyQuestions { questions, zone })
}

/// Where a question stands, as its asker may know it: who said no, or nothing, is not named.
async fn stand(tx: &mut Tx, workspace: &WorkspaceId, question: &Question) -> store::Result<Stand> {
    let referrals = tx.referrals(workspace, question.id).await?;
    let latest = |wanted: ReferralState| -> Option<&Referral> {
        referrals.iter().rev().find(|it| it.state == wanted)
    };
    if question.state.is_open()
        && let Some(taken) = latest(ReferralState::Accepted)
        && let Some(by) = tx.member(workspace, &taken.member).await?
    {
        let by = by.profile.name;
        return Ok(Stand::Taken { by, since: taken.offered_at, until: taken.due_at });
    }
    Ok(match question.state {
        State::Routing => match latest(ReferralState::Offered) {
            Some(offered) => Stand::Considered { until: offered.due_at },
            None => Stand::Looking,
        },
        State::Channel => Stand::Channel,
        State::Steward => Stand::Steward,
        State::Nobody => Stand::Nobody,
        State::KeptOpen => Stand::KeptOpen,
        State::Answered => Stand::Answered,
        State::Closed | State::Withdrawn => Stand::Closed,
    })
}

/// The page of `mine`.
///
/// # Errors
/// The database or Slack.
pub async fn show_mine(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mine = gather(&mut context.store.read().await?, workspace, member).await?;
    show(context, interaction, &mine_modal(&context.voice, &mine)).await
}

/// The page of what others wait for, in the communities that somebody sees.
///
/// # Errors
/// The database or Slack.
pub async fn show_open(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let communities = visible(&mut tx, workspace, member, None).await?;
    if communities.is_empty() {
        drop(tx);
        let none = answers::no_community(&context.voice);
        return say(context, interaction, "Open questions", none).await;
    }
    let zone = tx.member(workspace, member).await?.map_or(Tz::UTC, |person| person.zone());
    let mut open = Vec::new();
    let mut more = false;
    for question in tx.open_questions(workspace, LOOKED_THROUGH * 4).await? {
        let community = communities.iter().find(|it| Some(it.id) == question.community);
        // What stands in no thread, or not yet, is answered by whoever is asked.
        let Some(community) = community.filter(|_| question.thread.is_some()) else { continue };
        if open.len() == SHOWN_OPEN {
            more = true;
            break;
        }
        let asker = known_asker(&mut tx, workspace, &question).await?;
        open.push(OpenQuestion { question, community: Some(community.name.clone()), asker });
    }
    drop(tx);
    show(context, interaction, &open_modal(&context.voice, &open, more, zone)).await
}

/// A question in full, for whoever can read its head.
///
/// # Errors
/// The database or Slack.
pub async fn read_all(context: &Context, interaction: &Interaction, id: &str) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let question = match id.parse::<QuestionId>() {
        Ok(id) => tx.question(workspace, id).await?,
        Err(_) => None,
    };
    let there = question.filter(|it| it.thread.is_some() && it.state != State::Withdrawn);
    let Some(question) = there else {
        drop(tx);
        return say(context, interaction, "A question", answers::gone(&context.voice)).await;
    };
    let asker = known_asker(&mut tx, workspace, &question).await?;
    drop(tx);
    show(context, interaction, &head::whole(&context.voice, &question, asker.as_deref())).await
}
