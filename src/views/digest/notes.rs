//! What whoever tends a community is told about its digest.

use slack_morphism::prelude::*;

use super::names::action;
use crate::domain::community::Community;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{button, buttons, escape, message, section, shorten};

/// Nothing happened there for two weeks: nothing is published, and this is said once.
pub fn quiet_weeks(voice: &Voice, community: &Community) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let name = escape(&shorten(&community.name, 100));
    let text = format!(
        ":seedling: *{name} has been quiet for two weeks,* so I publish nothing there until something \
         happens; you won't hear this again before then. What often helps: a question of your own, \
         or an Ask me anything with somebody whom people rarely get to ask (`{} ama`).",
        voice.ask
    );
    let id = community.id.to_string();
    let row = buttons("quiet_weeks", [button(action::SETTINGS, "Digest settings", id)]);
    message(format!("{name} has been quiet for two weeks."), vec![section(text), row])
}
