//! A steward plans a session.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::json;

use crate::domain::coffee::may_take_part;
use crate::domain::ids::{CommunityId, MemberId, SessionId};
use crate::domain::session::{
    DateProblem, LENGTHS, Session, Silence, State, USUAL_LENGTH, possible,
};
use crate::event::{Form, Interaction, Modal, Origin, Place, Reply};
use crate::features::answer::{redraw, replace_all, say, show};
use crate::features::ask::session::TITLE;
use crate::features::ask::session::known::{facts, tell, tended, zone_of};
use crate::features::ask::session::turns::queue_begin;
use crate::features::context::once;
use crate::features::role::tends;
use crate::features::{Context, Result};
use crate::job::AboutSession;
use crate::store::{self, Tx};
use crate::views::ask::session::modals::{Draft, MOST_ABOUT, Problem, planned, problem, setup};
use crate::views::ask::session::names::field;
use crate::views::ask::session::notes::{Said, date_problem, said};
use crate::views::kit::shorten;

/// What the modal was given along.
#[derive(serde::Deserialize)]
struct Metadata {
    /// The only one that they tend.
    community: Option<CommunityId>,
}

/// What is filled in already.
#[derive(Clone, Debug, Default)]
pub struct Prefill {
    pub expert: Option<MemberId>,
    pub about: String,
}

/// Opens the modal for whoever tends a community; in the channel of one, for that one.
///
/// # Errors
/// The database, or Slack.
pub async fn open_setup(
    context: &Context,
    interaction: &Interaction,
    place: Option<&Place>,
    prefill: &Prefill,
) -> Result<Reply> {
    // What is filled in is to be seen.
    let more = !prefill.about.is_empty();
    match drawn(context, interaction, place, prefill, more).await? {
        Some(view) => show(context, interaction, &view).await,
        None => say(context, interaction, TITLE, said(&context.voice, Said::NotASteward)).await,
    }
}

/// The same, filled in: the value is `MEMBER TOPIC`.
pub(super) async fn open_with(
    context: &Context,
    interaction: &Interaction,
    value: &str,
) -> Result<Reply> {
    let (member, topic) = value.split_once(' ').unwrap_or((value, ""));
    let prefill = Prefill { expert: Some(MemberId::new(member)), about: topic.to_owned() };
    open_setup(context, interaction, None, &prefill).await
}

/// *More*: the same modal with all of its fields; Slack keeps what was filled in.
pub(super) async fn more(
    context: &Context,
    interaction: &Interaction,
    origin: &Origin,
) -> Result<Reply> {
    let Origin::Modal { modal, .. } = origin else { return Ok(Reply::Done) };
    match drawn(context, interaction, None, &Prefill::default(), true).await? {
        Some(view) => redraw(context, modal, &view).await,
        None => Ok(Reply::Done),
    }
}

async fn drawn(
    context: &Context,
    interaction: &Interaction,
    place: Option<&Place>,
    prefill: &Prefill,
    more: bool,
) -> Result<Option<slack_morphism::prelude::SlackView>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let mine = tended(context, &mut tx, workspace, member).await?;
    let zone = zone_of(&mut tx, workspace, member).await?;
    drop(tx);
    let here = mine.iter().find(|it| place.is_some_and(|place| it.channel == place.channel));
    let here = here.map(|it| it.id);
    let names: Vec<(CommunityId, String)> = mine.into_iter().map(|it| (it.id, it.name)).collect();
    let draft = Draft {
        communities: &names,
        community: here,
        expert: prefill.expert.as_ref(),
        about: &prefill.about,
        zone,
        more,
    };
    Ok((!names.is_empty()).then(|| setup(&context.voice, &draft)))
}

/// The modal was sent: the expert is asked.
///
/// # Errors
/// The database; nothing was changed then.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let made: SessionId = context.chance.id(context.now());
    let reply = once!(context, interaction, |tx| {
        let session = match read(context, tx, interaction, (sent, form), made).await? {
            Ok(session) => session,
            Err((field, sentence)) => {
                return Ok(Reply::Errors(BTreeMap::from([(field.to_owned(), sentence)])));
            }
        };
        tx.insert_session(workspace, &session).await?;
        queue_begin(context, tx, workspace, &session).await?;
        let about = (session.id, AboutSession::Invitation);
        tell(context, tx, workspace, std::slice::from_ref(&session.expert), about).await?;
        let target = session.id.to_string();
        context.audit(tx, workspace, member, "session_planned", &target, &json!({})).await?;
        let zone = zone_of(tx, workspace, member).await?;
        let Some(facts) = facts(tx, workspace, session).await? else { return Ok(Reply::Done) };
        replace_all(&planned(&context.voice, &facts.told(zone)))
    })
    .await?;
    Ok(reply)
}

/// What was filled in, or a sentence at a field.
async fn read(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    (sent, form): (&Modal, &Form),
    id: SessionId,
) -> store::Result<std::result::Result<Session, (&'static str, String)>> {
    let (voice, now) = (&context.voice, context.now());
    let (workspace, steward) = (&interaction.workspace, &interaction.member);
    let wrong = |field, what| Ok(Err((field, problem(voice, what))));
    let community = match form.get(field::COMMUNITY) {
        Some(id) => id.parse().ok(),
        None => serde_json::from_str::<Metadata>(&sent.metadata).ok().and_then(|it| it.community),
    };
    let community = match community {
        Some(id) => tx.community(workspace, id).await?.filter(|it| it.ended_at.is_none()),
        None => None,
    };
    let at = if form.get(field::COMMUNITY).is_some() { field::COMMUNITY } else { field::EXPERT };
    let Some(community) = community else { return wrong(at, Problem::Community) };
    if !tends(context, tx, workspace, steward, &community).await? {
        return wrong(at, Problem::Community);
    }
    let expert = form.get(field::EXPERT).map(MemberId::new);
    let Some(expert) = expert else { return wrong(field::EXPERT, Problem::Expert) };
    let person = tx.member(workspace, &expert).await?;
    let may = |standing| may_take_part(standing, context.settings.guests).is_ok();
    if !person.is_some_and(|person| may(person.profile.standing)) {
        return wrong(field::EXPERT, Problem::Expert);
    }
    let starts_at = match date(form).and_then(|at| possible(at, now).map(|()| at)) {
        Ok(at) => at,
        Err(problem) => return Ok(Err((field::WHEN, date_problem(voice, problem)))),
    };
    let minutes = form.get(field::LENGTH).and_then(|minutes| minutes.parse().ok());
    let minutes = minutes.filter(|it| LENGTHS.contains(it)).unwrap_or(USUAL_LENGTH);
    let about = shorten(form.get(field::ABOUT).unwrap_or_default().trim(), MOST_ABOUT);
    Ok(Ok(Session {
        id,
        community: community.id,
        steward: steward.clone(),
        expert,
        about,
        starts_at,
        minutes,
        state: State::Invited,
        proposed: None,
        announcement: None,
        people: None,
        current: None,
        turns: 0,
        silence: Silence::Unasked,
        planned_at: now,
    }))
}

/// The date of a form: Slack gives it as seconds since 1970.
pub(super) fn date(form: &Form) -> std::result::Result<DateTime<chrono::Utc>, DateProblem> {
    let seconds = form.get(field::WHEN).and_then(|seconds| seconds.parse().ok());
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).ok_or(DateProblem::Missing)
}
