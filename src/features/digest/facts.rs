//! What happened in a community: read for its digest, which is made of nothing else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration};

use crate::domain::authority::{Action, may, role_of};
use crate::domain::community::Community;
use crate::domain::digest::{
    Ahead, Edition, Facts, Figure, Known, Newcomer, Thanked, WEEKS, Window, Wish, Worth, figure,
    value,
};
use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::people::Standing;
use crate::domain::question::Spot;
use crate::domain::rules::Feature;
use crate::domain::session::State;
use crate::domain::story::Story;
use crate::features::Context;
use crate::store::{self, Tx};

/// A picture of what stories are worth looks so far back.
pub(super) const YEAR: Duration = Duration::days(365);

/// What happened in a community in a window, as far as its channel may read it.
///
/// # Errors
/// The database.
pub async fn read(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    window: Window,
) -> store::Result<Facts> {
    let ids = tx.published_between(workspace, community.id, window).await?;
    with_stories(context, tx, workspace, community, window, &ids).await
}

/// The same for what was published before: its own stories, as they are now.
pub(super) async fn of_edition(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    edition: &Edition,
) -> store::Result<Facts> {
    with_stories(context, tx, workspace, community, edition.window, &edition.stories).await
}

async fn with_stories(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    window: Window,
    ids: &[StoryId],
) -> store::Result<Facts> {
    let id = community.id;
    let met = tx.met_between(workspace, &community.channel, window).await?;
    let stories = tx.these_stories(workspace, ids).await?;
    Ok(Facts {
        answered: tx.answered_between(workspace, id, window).await?,
        open: tx.waiting_at(workspace, id, window.until).await?,
        coffees: met.coffees,
        // Switched off, it is not worked out either.
        teams: match context.rules.is_on(Feature::Ties) {
            true => met.teams,
            false => BTreeMap::new(),
        },
        names: names(tx, workspace, &stories).await?,
        stories,
        newcomers: newcomers(context, tx, workspace, community, window).await?,
        hidden: tx.hidden_communities(workspace).await?.contains(&id),
        ahead: sessions(tx, workspace, community).await?,
        thanks: said_in_the_open(tx, workspace, community, window).await?,
    })
}

/// Thanks that were said in threads of the channel, between people who are still here.
async fn said_in_the_open(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    window: Window,
) -> store::Result<Vec<Thanked>> {
    let (since, until) = (window.since, window.until);
    let said = tx.thanks_shared(workspace, &community.channel, since, until).await?;
    let people: BTreeSet<&MemberId> = said.iter().flat_map(|it| [&it.from, &it.to]).collect();
    let people: Vec<MemberId> = people.into_iter().cloned().collect();
    let people = tx.members(workspace, &people).await?.into_iter().map(|it| it.profile);
    let here = people.filter(|it| it.standing != Standing::Deactivated);
    let names: BTreeMap<MemberId, String> = here.map(|it| (it.member, it.name)).collect();
    let name = |member: &MemberId| names.get(member).cloned();
    let told = said.into_iter().filter_map(|it| {
        let (from, to) = (name(&it.from)?, name(&it.to)?);
        Some(Thanked { at: it.said_at, id: it.id, from, to, spot: it.about })
    });
    Ok(told.collect())
}

/// What the people in stories are called; not those who left.
async fn names(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    stories: &[Story],
) -> store::Result<BTreeMap<MemberId, String>> {
    let people: BTreeSet<&MemberId> =
        stories.iter().flat_map(|it| it.people.iter().map(|one| &one.member)).collect();
    let people: Vec<MemberId> = people.into_iter().cloned().collect();
    let people = tx.members(workspace, &people).await?.into_iter().map(|it| it.profile);
    let here = people.filter(|it| it.standing != Standing::Deactivated);
    Ok(here.map(|it| (it.member, it.name)).collect())
}

/// Those who came to the workspace in the window and may be welcomed here: they are known in the
/// community, or there is no other that they could be new to.
async fn newcomers(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    window: Window,
) -> store::Result<Vec<Newcomer>> {
    let came = tx.came_between(workspace, window).await?;
    if came.is_empty() {
        return Ok(Vec::new());
    }
    let members: Vec<MemberId> = came.iter().map(|(_, member)| member.clone()).collect();
    let left_out = tx.digest_wishes(workspace, community.id).await?;
    let left_out: BTreeSet<MemberId> = left_out
        .into_iter()
        .filter(|(_, wish)| *wish == Wish::Nothing)
        .map(|(member, _)| member)
        .collect();
    let people = tx.members(workspace, &members).await?.into_iter().map(|it| it.profile);
    let guests = context.settings.guests;
    let welcome: BTreeSet<MemberId> = people
        .filter(|it| may(role_of(it.standing, it.admin, false, guests), Action::AskQuestion))
        .map(|it| it.member)
        .filter(|it| !left_out.contains(it))
        .collect();
    let known = tx.known_in(workspace, (community.id, &community.channel), &members).await?;
    let living = tx.communities(workspace).await?;
    let only = living.iter().all(|it| it.id == community.id);
    let newcomer =
        |(came_at, member)| Newcomer { came_at, known_here: known.contains(&member), member };
    let came = came.into_iter().filter(|(_, member)| welcome.contains(member)).map(newcomer);
    Ok(came.filter(|it| it.known_here || only).collect())
}

/// The sessions that are announced.
async fn sessions(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<Vec<Ahead>> {
    let mut ahead = Vec::new();
    for session in tx.open_sessions(workspace).await? {
        let theirs = session.community == community.id && session.state == State::Collecting;
        let (true, Some(message)) = (theirs, session.announcement) else { continue };
        let Some(expert) = tx.member(workspace, &session.expert).await? else { continue };
        ahead.push(Ahead {
            starts_at: session.starts_at,
            id: session.id,
            expert: expert.profile.name,
            spot: Spot { channel: community.channel.clone(), message },
        });
    }
    Ok(ahead)
}

/// The picture of a digest, as numbers; `None` where no picture has anything to say.
///
/// # Errors
/// The database.
pub async fn figure_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    edition: &Edition,
    facts: &Facts,
) -> store::Result<Option<Figure>> {
    let (community, until) = (edition.community, edition.window.until);
    let weeks = Duration::weeks(i64::try_from(WEEKS).unwrap_or_default());
    let asked = tx.asked_and_answered(workspace, community, until - weeks).await?;
    let worth = worth_of(tx, workspace, edition).await?;
    Ok(figure(facts, edition.window, edition.number, Known { asked: &asked, worth }))
}

/// What the stories of the year before a digest come to, as they are now; `None` where that would be about
/// too few people.
///
/// # Errors
/// The database.
pub async fn worth_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    edition: &Edition,
) -> store::Result<Option<Worth>> {
    let (community, until) = (edition.community, edition.window.until);
    let year = Window { since: until - YEAR, until };
    // From the first one on: each time the same people are in the same group.
    let began = DateTime::UNIX_EPOCH;
    let stories = tx.stories_told(workspace, community, began, year.until).await?;
    let answered = tx.accepted_in(workspace, community, year).await?;
    let rules = tx.story_settings(workspace).await?.rules;
    Ok(value(&stories, year.since, answered, &rules))
}
