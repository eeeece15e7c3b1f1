//! Profile fields and user groups.

use serde_json::{Value, json};

use super::{Args, Refusal, Reply};
use crate::playground::json::put;
use crate::playground::state::World;
use crate::playground::state::groups::FIELDS;

pub(super) fn team_profile(_: &mut World, _: &Args) -> Reply {
    let fields: Vec<Value> = FIELDS
        .iter()
        .enumerate()
        .map(|(ordering, (id, label, kind))| {
            json!({
                "id": id, "ordering": ordering, "label": label, "hint": "", "type": kind,
                "possible_values": null, "options": null, "is_hidden": 0,
            })
        })
        .collect();
    Ok(json!({"profile": {"fields": fields, "sections": []}}))
}

pub(super) fn profile(world: &mut World, args: &Args) -> Reply {
    let id = args.required("user")?;
    let person = world.people.get(id).ok_or_else(|| Refusal::because("user_not_found"))?;
    let with_email = world.granted("users:read.email");
    let user = person.slack(&world.names.team, world.now(), with_email);
    let mut profile = user.get("profile").cloned().unwrap_or_default();
    put(&mut profile, "fields", world.profile_fields(person));
    Ok(json!({"profile": profile}))
}

pub(super) fn groups(world: &mut World, args: &Args) -> Reply {
    let (users, disabled) = (args.flag("include_users"), args.flag("include_disabled"));
    let team = &world.names.team;
    let shown = world.groups.values().filter(|group| disabled || !group.disabled);
    let groups: Vec<Value> = shown.map(|group| group.slack(team, users)).collect();
    Ok(json!({"usergroups": groups}))
}

pub(super) fn group_users(world: &mut World, args: &Args) -> Reply {
    let group = world.groups.get(args.required("usergroup")?);
    let group = group.filter(|group| !group.disabled || args.flag("include_disabled"));
    let group = group.ok_or_else(|| Refusal::because("no_such_subteam"))?;
    Ok(json!({"users": group.users}))
}
