//! What is known of a session when something is decided or told about it.

use chrono_tz::Tz;

use crate::domain::coffee::may_take_part;
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, MemberId, SessionId, WorkspaceId};
use crate::domain::people::{Member, Standing};
use crate::domain::session::{Session, SessionQuestion, Stage};
use crate::features::Context;
use crate::features::ask::asker::asker;
pub(in crate::features::ask) use crate::features::role::tended;
use crate::features::role::tends;
use crate::job::{AboutSession, Job, Note, Posting};
use crate::store::{self, Tx};
use crate::views::ask::session::Told;

/// A session with what its messages say.
pub(super) struct Facts {
    pub(super) session: Session,
    pub(super) community: Community,
    expert: String,
    steward: Option<String>,
}

impl Facts {
    /// As somebody in `zone` is told of it.
    pub(super) fn told(&self, zone: Tz) -> Told<'_> {
        Told {
            session: &self.session,
            expert: &self.expert,
            steward: self.steward.as_deref(),
            channel: &self.community.channel,
            zone,
        }
    }
}

/// Looks up what a session's messages say; `None` where its community is gone.
pub(super) async fn facts(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: Session,
) -> store::Result<Option<Facts>> {
    let Some(community) = tx.community(workspace, session.community).await? else {
        return Ok(None);
    };
    let name = |member: Option<Member>| member.map(|member| member.profile.name);
    let expert = name(tx.member(workspace, &session.expert).await?);
    let steward = name(tx.member(workspace, &session.steward).await?);
    let expert = expert.unwrap_or_else(|| "your colleague".to_owned());
    Ok(Some(Facts { session, community, expert, steward }))
}

/// The same of a session by its id.
pub(super) async fn find(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: Option<SessionId>,
) -> store::Result<Option<Facts>> {
    let Some(id) = id else { return Ok(None) };
    match tx.session(workspace, id).await? {
        Some(session) => facts(tx, workspace, session).await,
        None => Ok(None),
    }
}

/// Where somebody lives.
pub(super) async fn zone_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Tz> {
    Ok(tx.member(workspace, member).await?.as_ref().map_or(Tz::UTC, Member::zone))
}

/// Whether somebody may lead a session: its expert, or who tends its community.
pub(super) async fn may_lead(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    facts: &Facts,
) -> store::Result<bool> {
    let tends = tends(context, tx, workspace, member, &facts.community).await?;
    let Some(person) = tx.member(workspace, member).await? else { return Ok(false) };
    let here = may_take_part(person.profile.standing, context.settings.guests).is_ok();
    Ok(here && facts.session.may_lead(member, tends))
}

/// Whose word counts for a session: the steward who planned it while they are here, else the other
/// stewards of its community.
pub(super) async fn stewards(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
) -> store::Result<Vec<MemberId>> {
    let here = |member: &Member| member.profile.standing == Standing::Full;
    let planner = tx.member(workspace, &facts.session.steward).await?;
    if planner.as_ref().is_some_and(here) {
        return Ok(vec![facts.session.steward.clone()]);
    }
    let others = tx.members(workspace, &facts.community.stewards).await?;
    Ok(others.into_iter().filter(here).map(|member| member.profile.member).collect())
}

/// Has people told something about a session.
pub(super) async fn tell(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    members: &[MemberId],
    (session, what): (SessionId, AboutSession),
) -> store::Result<()> {
    for member in members {
        let note = Note::Session { session, what };
        let tell = Job::Tell { member: member.clone(), note };
        context.queue_now(tx, workspace, &tell).await?;
    }
    Ok(())
}

/// Has something posted in a session's channel, after what waits for it.
pub(super) async fn put(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (channel, session): (&ChannelId, SessionId),
    what: Posting,
) -> store::Result<()> {
    context.queue_in(tx, workspace, channel, &Job::SessionPost { session, what }).await
}

/// How many questions wait, and how many were asked.
pub(super) fn counts(questions: &[SessionQuestion]) -> (u32, u32) {
    let count = |stage| {
        let there = questions.iter().filter(|it| it.stage == stage).count();
        u32::try_from(there).unwrap_or(u32::MAX)
    };
    (count(Stage::Waiting), count(Stage::Asked))
}

/// Who brought a question; `None` once an anonymous one is forgotten. Used at once and kept nowhere.
pub(super) async fn asker_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    session: &Session,
    question: &SessionQuestion,
) -> store::Result<Option<MemberId>> {
    asker(tx, workspace, &super::lead::as_question(session, question, session.planned_at)).await
}
