//! Thanks, and stories that wait for a word, on somebody's own page.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::story::Story;
use crate::domain::story::follow_up::FollowUp;
use crate::views::Voice;
use crate::views::ask::answer::quote;
use crate::views::kit::{button, buttons, escape, section};
use crate::views::story::follow_up::blocks as asked;
use crate::views::story::names::action as story;
use crate::views::story::names::after::action;
use crate::views::story::thanks::{Said, given_line};

/// What there is.
pub struct Desk<'a> {
    /// The story that has waited longest.
    pub waits: Option<&'a (Story, FollowUp)>,
    /// Thanks they got, the newest first.
    pub got: &'a [Said],
    /// Thanks they said lately, the newest first.
    pub given: &'a [Said],
}

/// What stands below somebody's stories: telling one, as long as that is not switched off, and what can be
/// read. `any` is whether they are in one.
pub fn foot(voice: &Voice, tells: bool, any: bool) -> SlackBlock {
    let Locale::English = voice.locale;
    let mut row = Vec::new();
    if tells {
        row.push(button(story::TELL, "Tell a story", ""));
    }
    if any {
        row.push(button(story::ALL, "All my stories", ""));
    }
    row.push(button(action::LIST, "Read stories", "-"));
    row.push(button(action::CONTRIBUTIONS, "My contributions", "-"));
    buttons("stories", row)
}

/// At most seven blocks; none where there is nothing.
pub fn desk(voice: &Voice, desk: &Desk<'_>) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if let Some((story, it)) = desk.waits {
        blocks.extend(asked(voice, story, it));
    }
    if !desk.got.is_empty() {
        blocks.push(section("*Somebody said thank you*"));
        blocks.extend(desk.got.iter().take(3).map(|said| line(voice, said)));
    }
    blocks.extend(desk.given.iter().take(1).map(|said| given_line(voice, said)));
    blocks
}

/// Who, what, and whether their manager may read it.
fn line(voice: &Voice, said: &Said) -> SlackBlock {
    let Locale::English = voice.locale;
    let id = said.thanks.id.to_string();
    let text = format!("• {}: {}", escape(&said.from), quote(&said.thanks.text, 300));
    let block = SlackSectionBlock::new().with_block_id(format!("got:{id}").into());
    let may = said.manager.is_some() && said.thanks.manager.is_none();
    let text: SlackBlockText = SlackBlockMarkDownText::new(text).into();
    match may {
        true => {
            let button = button(action::MANAGER, "Manager may read it", &id);
            block.with_text(text).with_accessory(SlackSectionBlockElement::Button(button)).into()
        }
        false => block.with_text(text).into(),
    }
}
