//! `auth`, `team`, `users`, and the way into Socket Mode.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Args, Refusal, Reply};
use crate::playground::state::World;

pub(super) fn auth_test(world: &mut World, _: &Args) -> Reply {
    let names = &world.names;
    let names_enterprise = world.oauth.enterprise.is_some();
    Ok(json!({
        "url": format!("https://{}.slack.com/", names.domain), "team": names.workspace,
        "user": world.people.get(&names.bot).map(|bot| &bot.name), "team_id": names.team,
        "user_id": names.bot, "bot_id": names.bot_id, "is_enterprise_install": names_enterprise,
    }))
}

pub(super) fn team_info(world: &mut World, _: &Args) -> Reply {
    let names = &world.names;
    Ok(json!({"team": {
        "id": names.team, "name": names.workspace, "domain": names.domain,
        "url": format!("https://{}.slack.com/", names.domain), "email_domain": "",
        "icon": {"image_default": true}, "avatar_base_url": "",
    }}))
}

pub(super) fn users_list(world: &mut World, args: &Args) -> Reply {
    let ids: Vec<String> = world.people.keys().cloned().collect();
    let (page, next) = args.page(&ids, 1_000)?;
    let members: Vec<Value> = page.iter().filter_map(|id| user(world, id)).collect();
    Ok(json!({
        "members": members, "cache_ts": world.now().timestamp(),
        "response_metadata": {"next_cursor": next},
    }))
}

pub(super) fn users_info(world: &mut World, args: &Args) -> Reply {
    let id = args.required("user")?;
    let user = user(world, id).ok_or_else(|| Refusal::because("user_not_found"))?;
    Ok(json!({"user": user}))
}

fn user(world: &World, id: &str) -> Option<Value> {
    let with_email = world.granted("users:read.email");
    world.people.get(id).map(|person| person.slack(&world.names.team, world.now(), with_email))
}

/// Made of the app's token and a count, not of chance: an app opens its connections when it likes,
/// and the rest of a story must not depend on when that is.
fn ticket(world: &mut World) -> String {
    let number = world.ids.number("ticket");
    let digest = Sha256::digest(format!("{}/{number}", world.names.app_token));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn connections_open(world: &mut World, _: &Args) -> Reply {
    let ticket = ticket(world);
    world.hub.admit(ticket.clone());
    let app = &world.names.app;
    Ok(json!({"url": format!("ws://{}/socket?ticket={ticket}&app_id={app}", world.address)}))
}
