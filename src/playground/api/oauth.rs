//! `oauth.v2.access`, `auth.revoke`, `apps.uninstall`.

use serde_json::json;

use super::{Args, Refusal, Reply};
use crate::playground::state::World;

fn check_client(world: &mut World, args: &Args) -> Result<(), Refusal> {
    let id = args.text("client_id").unwrap_or_default().to_owned();
    let secret = args.text("client_secret").unwrap_or_default();
    world.check_client(&id, secret).map_err(Refusal::because)
}

pub(super) fn access(world: &mut World, args: &Args) -> Reply {
    check_client(world, args)?;
    if args.text("grant_type") == Some("refresh_token") {
        let refresher = args.required("refresh_token")?;
        return world.refresh(refresher).map_err(Refusal::because);
    }
    let code = args.required("code")?;
    let redirect = args.text("redirect_uri").unwrap_or_default();
    world.exchange_code(code, redirect).map_err(Refusal::because)
}

/// Ends the newest token, which is the one that may call this.
pub(super) fn revoke(world: &mut World, args: &Args) -> Reply {
    let test = args.flag("test");
    if !test {
        let token = world.names.bot_token.clone();
        world.oauth.revoke(&token);
    }
    Ok(json!({"revoked": !test}))
}

pub(super) fn uninstall(world: &mut World, args: &Args) -> Reply {
    check_client(world, args)?;
    world.take_out();
    Ok(json!({}))
}
