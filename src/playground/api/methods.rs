//! The methods, each with the scopes of which one is enough, and whose token it takes.

use super::{Args, Reply, chat, conversations, directory, files, oauth, people, reactions, views};
use crate::playground::state::World;

/// Whose token a method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Bot,
    App,
    /// The app's credentials are among the arguments.
    None,
}

/// One method of the Web API.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) token: TokenKind,
    /// One of these is enough; none are needed when it is empty.
    pub(crate) scopes: &'static [&'static str],
    /// Slack reads a JSON body only with some methods; the others take a form or a query.
    pub(crate) json: bool,
    pub(crate) run: fn(&mut World, &Args) -> Reply,
}

const fn bot(
    name: &'static str,
    scopes: &'static [&'static str],
    json: bool,
    run: fn(&mut World, &Args) -> Reply,
) -> Method {
    Method { name, token: TokenKind::Bot, scopes, json, run }
}

const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
const OPEN: &[&str] = &["im:write", "mpim:write"];
const WRITE: &[&str] = &["chat:write"];
const PROFILES: &[&str] = &["users.profile:read"];
const GROUPS: &[&str] = &["usergroups:read"];
const FILES: &[&str] = &["files:write"];
const REACTIONS: &[&str] = &["reactions:write"];
const USERS: &[&str] = &["users:read"];

/// All methods that there are.
pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "apps.connections.open",
        token: TokenKind::App,
        scopes: &[],
        json: true,
        run: people::connections_open,
    },
    Method {
        name: "oauth.v2.access",
        token: TokenKind::None,
        scopes: &[],
        json: false,
        run: oauth::access,
    },
    bot("auth.revoke", &[], false, oauth::revoke),
    bot("apps.uninstall", &[], false, oauth::uninstall),
    bot("team.profile.get", PROFILES, false, directory::team_profile),
    bot("users.profile.get", PROFILES, false, directory::profile),
    bot("usergroups.list", GROUPS, false, directory::groups),
    bot("usergroups.users.list", GROUPS, false, directory::group_users),
    bot("auth.test", &[], true, people::auth_test),
    bot("team.info", &["team:read"], false, people::team_info),
    bot("users.list", USERS, false, people::users_list),
    bot("users.info", USERS, false, people::users_info),
    bot("conversations.open", OPEN, true, conversations::open),
    bot("conversations.info", READ, false, conversations::info),
    bot("conversations.join", &["channels:join"], true, conversations::join),
    bot("conversations.members", READ, false, conversations::members),
    bot("conversations.list", READ, false, conversations::list),
    bot("conversations.history", HISTORY, true, conversations::history),
    bot("conversations.replies", HISTORY, false, conversations::replies),
    bot("chat.postMessage", WRITE, true, chat::post_message),
    bot("chat.postEphemeral", WRITE, true, chat::post_ephemeral),
    bot("chat.update", WRITE, true, chat::update),
    bot("chat.delete", WRITE, true, chat::delete),
    bot("chat.getPermalink", &[], false, chat::permalink),
    bot("reactions.add", REACTIONS, true, reactions::add),
    bot("reactions.remove", REACTIONS, true, reactions::remove),
    bot("files.getUploadURLExternal", FILES, false, files::get_upload_url),
    bot("files.completeUploadExternal", FILES, true, files::complete_upload),
    bot("views.open", &[], true, views::open),
    bot("views.push", &[], true, views::push),
    bot("views.update", &[], true, views::update),
    bot("views.publish", &[], true, views::publish),
];
