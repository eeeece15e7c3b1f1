//! Stories as others read them: only with the names of those who agreed.

use std::collections::BTreeMap;

use crate::domain::authority::{Action, Role, may, role_of};
use crate::domain::ids::{CommunityId, MemberId, StoryId, WorkspaceId};
use crate::domain::story::Story;
use crate::domain::story::reading::Reader;
use crate::features::Context;
use crate::features::ask::hidden_from;
use crate::features::story::called::names;
use crate::store::{self, Tx};
use crate::views::story::wins::Face;

/// What somebody may read. Who is not in the directory reads nothing.
pub(super) async fn reader(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Reader> {
    let role = match tx.member(workspace, member).await? {
        Some(person) => {
            let tends = tx.communities(workspace).await?;
            let tends = tends.iter().any(|it| it.stewards.contains(member));
            let (standing, admin) = (person.profile.standing, person.profile.admin);
            role_of(standing, admin, tends, context.settings.guests)
        }
        None => Role::Outsider,
    };
    Ok(Reader {
        member: member.clone(),
        inside: may(role, Action::AskQuestion),
        leads: may(role, Action::TendCommunity),
        hidden: hidden_from(tx, workspace, member).await?,
    })
}

/// Stories with the names that may stand in them, and what their communities are called.
pub(super) async fn faces(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    stories: Vec<Story>,
) -> store::Result<Vec<Face>> {
    let people: Vec<MemberId> = stories
        .iter()
        .flat_map(|story| story.people.iter())
        .filter(|one| one.named && one.out_at.is_none())
        .map(|one| one.member.clone())
        .collect();
    let called = names(tx, workspace, &people).await?;
    let ids: Vec<StoryId> = stories.iter().map(|story| story.id).collect();
    let mut came = tx.came_of_stories(workspace, &ids).await?;
    let mut known: BTreeMap<CommunityId, Option<String>> = BTreeMap::new();
    let mut faces = Vec::with_capacity(stories.len());
    for story in stories {
        let community = match story.community {
            Some(id) => match known.get(&id) {
                Some(name) => name.clone(),
                None => {
                    let name = tx.community(workspace, id).await?.map(|it| it.name);
                    known.insert(id, name.clone());
                    name
                }
            },
            None => None,
        };
        let came = came.remove(&story.id).unwrap_or_default();
        faces.push(Face { came, ..face(story, community, &called) });
    }
    Ok(faces)
}

fn face(story: Story, community: Option<String>, called: &BTreeMap<MemberId, String>) -> Face {
    let name = |member: &MemberId| called.get(member).filter(|_| story.names(member)).cloned();
    let helped = name(&story.helped);
    let mut helpers: Vec<String> = story.helpers().filter_map(name).collect();
    helpers.sort_by_key(|name| name.to_lowercase());
    Face { helped, helpers, community, link: None, came: Vec::new(), story }
}
