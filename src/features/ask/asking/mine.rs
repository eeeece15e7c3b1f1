//! What somebody asked, and where it stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::{Question, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, show};
use crate::features::ask::asker::asked_unnamed;
use crate::features::ask::asking::post::known_asker;
use crate::features::ask::asking::who::{anybody, may_ask, visible};
use crate::features::ask::session::offered_clinic;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::asking::mine::{
    MyQuestion, MyQuestions, OpenQuestion, Stand, mine_modal, open_modal,
};
use crate::views::ask::asking::{answers, head};

/// So many of somebody's questions are looked through.
const LOOKED_THROUGH: u32 = 500;
/// So many open ones of others, for those that somebody sees.
const LOOKED_THROUGH_OPEN: u32 = 200;
/// So many anonymous questions are unsealed to find somebody's own: none is open for longer than two months.
const UNSEALED: u32 = 1_000;
/// So many of somebody's questions are in a window, and of those that are over.
const SHOWN: usize = 10;
const SHOWN_OVER: usize = 3;
/// So many open questions of others are shown.
const SHOWN_OPEN: usize = 25;

/// App Home's part, all of it: `None` where there is nobody to ask, or asking is not for them.
///
/// # Errors
/// The database.
pub async fn my_questions(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    person: Option<&Member>,
) -> store::Result<Option<MyQuestions>> {
    let asks = person.is_some_and(|person| may_ask(context, person));
    let zone = person.map_or(Tz::UTC, Member::zone);
    let mine = gather(tx, workspace, member, zone, usize::MAX).await?;
    let nothing = mine.questions.is_empty() && (!asks || !anybody(tx, workspace, member).await?);
    Ok((!nothing).then_some(mine))
}

async fn gather(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    zone: Tz,
    shown: usize,
) -> store::Result<MyQuestions> {
    let mut all = tx.questions_of(workspace, member, LOOKED_THROUGH).await?;
    all.extend(asked_unnamed(tx, workspace, member, UNSEALED).await?);
    all.sort_by_key(|it| (!it.state.is_open(), Reverse((it.asked_at, it.id))));
    let mut over = 0;
    all.retain(|it| {
        over += usize::from(!it.state.is_open());
        it.state.is_open() || (over <= SHOWN_OVER && it.state != State::Withdrawn)
    });
    all.truncate(shown);
    let ids: Vec<QuestionId> = all.iter().map(|it| it.id).collect();
    let names: BTreeMap<_, _> = tx.community_names(workspace).await?.into_iter().collect();
    let mut counts = BTreeMap::<QuestionId, u32>::new();
    for answer in tx.answers_to(workspace, &ids).await? {
        *counts.entry(answer.question).or_default() += 1;
    }
    let mut asked = BTreeMap::<QuestionId, Vec<Referral>>::new();
    for referral in tx.referrals_of(workspace, &ids).await? {
        asked.entry(referral.question).or_default().push(referral);
    }
    let takers: Vec<MemberId> = asked
        .values()
        .flatten()
        .filter(|it| it.state == ReferralState::Accepted)
        .map(|it| it.member.clone())
        .collect();
    let takers = tx.members(workspace, &takers).await?;
    let offered = offered_clinic(tx, workspace, &all, member).await?;
    let mut questions = Vec::with_capacity(all.len());
    for question in all {
        let answers = counts.get(&question.id).copied().unwrap_or_default();
        let stand = stand(&question, asked.get(&question.id).map_or(&[], Vec::as_slice), &takers);
        let community = question.community.and_then(|id| names.get(&id).cloned());
        let clinic = offered.contains(&question.id);
        questions.push(MyQuestion { question, community, stand, answers, clinic });
    }
    Ok(MyQuestions { questions, zone })
}

/// Where a question stands, as its asker may know it: who said no, or nothing, is not named.
fn stand(question: &Question, referrals: &[Referral], takers: &[Member]) -> Stand {
    let latest = |wanted: ReferralState| referrals.iter().rev().find(|it| it.state == wanted);
    if question.state.is_open()
        && let Some(taken) = latest(ReferralState::Accepted)
        && let Some(by) = takers.iter().find(|it| it.profile.member == taken.member)
    {
        let by = by.profile.name.clone();
        return Stand::Taken { by, since: taken.offered_at, until: taken.due_at };
    }
    match question.state {
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
    }
}

/// The page of `mine`.
///
/// # Errors
/// The database or Slack.
pub async fn show_mine(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let zone = tx.member(workspace, member).await?.map_or(Tz::UTC, |person| person.zone());
    let mine = gather(&mut tx, workspace, member, zone, SHOWN).await?;
    drop(tx);
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
    for question in tx.open_questions(workspace, LOOKED_THROUGH_OPEN).await? {
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
