//! What would leave with one person, as a steward reads it.

use slack_morphism::prelude::*;

use super::session::names::{action, modal as name};
use super::session::one_line;
use crate::domain::locale::Locale;
use crate::domain::radar::{Alone, Radar};
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, context, count, divider, escape, message, modal, section,
};

/// How many topics are listed.
const MOST: usize = 15;

/// The radar. `names` is what somebody is called.
pub fn radar(voice: &Voice, radar: &Radar, name_of: impl Fn(&Alone) -> String) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(
        "*What would leave with one person.* Topics of the last twelve months that one colleague \
         answers alone. Nobody did wrong: it's where a second pair of hands helps.",
    )];
    for it in radar.alone.iter().take(MOST) {
        let (topic, who) = (one_line(&it.topic, 80), escape(&name_of(it)));
        let questions = count(it.questions, "question", "questions");
        blocks.push(divider());
        blocks.push(section(format!(
            "*{topic}*: {who} alone answered {questions}.\nAn Ask me anything brings what they know \
             before more people; or ask {who} and somebody who is curious to take the next few \
             questions as a learning pair."
        )));
        blocks.push(buttons(
            format!("alone{}", blocks.len()),
            [button(
                action::PLAN_WITH,
                "Plan an AMA",
                format!("{} {}", it.member, topic_of(&it.topic)),
            )],
        ));
    }
    if let Some(more) = radar.unnamed {
        blocks.push(divider());
        blocks.push(section(format!(
            "At least {more} more topics are answered by one person each. Who they are stands here \
             only if they agreed to be named."
        )));
    }
    for it in radar.carried.iter().take(MOST) {
        blocks.push(section(format!(
            "*{}*: {} people answer, and half of the answers come from {}.",
            one_line(&it.topic, 80),
            it.people,
            if it.by == 1 { "one of them".to_owned() } else { format!("{} of them", it.by) },
        )));
    }
    if radar.alone.is_empty() && radar.unnamed.is_none() && radar.carried.is_empty() {
        blocks.push(section("There is nothing that I could say here."));
    }
    blocks.push(context(
        "About fewer than five people I say nothing, unless they agreed to be named.",
    ));
    SlackView::Modal(modal(name::ALL, "Radar", "Close", blocks))
}

/// The value of a button holds 2,000 characters.
fn topic_of(topic: &str) -> String {
    crate::views::kit::shorten(topic, 200)
}

/// The switch is off.
pub fn off(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "The radar is off in this workspace, so nothing was looked at. An admin can switch it on \
                in App Home.";
    message(text, vec![section(text)])
}

/// They tend no community.
pub fn not_a_steward(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "The radar is for the stewards of communities.";
    message(text, vec![section(text)])
}
