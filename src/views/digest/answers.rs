//! Answers to `/community`, read by the one who asks and nobody else.

use slack_morphism::prelude::*;

use crate::domain::community::Community;
use crate::domain::digest::Shows;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{context, escape, message, section, shorten};

/// All that can be typed.
pub fn help(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (community, ask) = (&voice.community, &voice.ask);
    message(
        "What communities can do.",
        vec![section(format!(
            "A community is a channel whose people answer each other. `{ask} setup` begins one.\n\
             `{community} digest` – when its weekly digest comes, for whoever tends it\n\
             `{community} digest preview` – how it would look now, for you alone\n\
             `{community} help` – this"
        ))],
    )
}

/// There is no community in this place, and they tend none or several.
pub fn which(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "Which community? Say `{} digest` in its channel. `{} setup` begins one.",
        voice.community, voice.ask
    );
    message(&text, vec![section(&text)])
}

/// Only whoever tends a community sees to its digest.
pub fn stewards_only(voice: &Voice, community: &Community) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "The digest of {} is for those who tend it. What you can choose is how you read it: the menu \
         under each digest has that.",
        escape(&shorten(&community.name, 100))
    );
    message(&text, vec![section(&text)])
}

/// It is gone, or what was sent made no sense.
pub fn gone(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "That community is over, so it has no digest any more.";
    message(text, vec![section(text)])
}

/// A preview of nothing.
pub fn nothing_to_publish(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Nothing would be published now: this week was quiet, and so was the one before. As soon \
                as something happens, the digest is back.";
    message(text, vec![section(text)])
}

/// Under a preview: the picture that comes with the digest.
pub fn picture_along(voice: &Voice, shows: Shows) -> SlackBlock {
    let Locale::English = voice.locale;
    let what = match shows {
        Shows::Ties => "which teams met over coffee",
        Shows::Weeks => "the questions of the last weeks",
        Shows::Value => "what stories came to",
    };
    context(format!("A picture comes along that shows {what}."))
}

/// For guests of whom the operator says that they do not take part, people of other organizations, and
/// whom the directory does not know.
pub fn not_for_you(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "The digest stands in the channel for everybody there. Messages of their own are for \
                members of this workspace.";
    message(text, vec![section(text)])
}
