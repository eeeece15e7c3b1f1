//! Whom somebody had coffee with, and why they had none this time.

use chrono::NaiveDate;
use slack_morphism::prelude::*;

use crate::domain::coffee::{Outcome, Program};
use crate::domain::ids::ChannelId;
use crate::domain::locale::Locale;
use crate::domain::pairing::WhyLeftOut;
use crate::views::Voice;
use crate::views::kit::{context, escape, list, message, modal, section, shorten};
use crate::views::names::modal as name;
use crate::views::when;

/// Coffees of one section: Slack shows at most 3,000 characters in it.
const A_SECTION: usize = 10;
/// How much of "one useful thing" stands in the list.
const SHORT: usize = 140;

/// One coffee, as one of its people sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCoffee {
    /// Where its program is; `None` for one outside of rounds.
    pub channel: Option<ChannelId>,
    pub opened_on: NaiveDate,
    /// What the others are called.
    pub others: Vec<String>,
    /// As far as those who said anything agree.
    pub outcome: Outcome,
    /// What this person gained, in their words.
    pub gained: Option<String>,
}

/// Everybody somebody was introduced to, the newest first; `more` is whether there were others before.
pub fn history(voice: &Voice, coffees: &[PastCoffee], more: bool) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if coffees.is_empty() {
        blocks.push(section("*Nobody yet.* After your first coffee, you find here whom you met."));
    }
    for some in coffees.chunks(A_SECTION) {
        let lines: Vec<String> = some.iter().map(|past| line(voice.locale, past)).collect();
        blocks.push(section(lines.join("\n")));
    }
    if more {
        blocks.push(context("The coffees before these are not shown."));
    }
    blocks.push(context("Only you see this. What you gained is in your own words."));
    SlackView::Modal(modal(name::NOTICE, "Your coffees", "Close", blocks))
}

fn line(locale: Locale, past: &PastCoffee) -> String {
    let Locale::English = locale;
    let others: Vec<String> =
        past.others.iter().map(|name| format!("*{}*", escape(name))).collect();
    let whom =
        if others.is_empty() { "somebody who has left".to_owned() } else { list(locale, &others) };
    let met = match past.outcome {
        Outcome::Met => ":white_check_mark: met",
        Outcome::NotMet => "not this time",
        Outcome::Unknown => "nobody said",
    };
    let gained = past
        .gained
        .as_deref()
        .map(|gained| format!("\n> {}", escape(&shorten(&gained.replace('\n', " "), SHORT))));
    let place =
        past.channel.as_ref().map_or("outside of rounds".to_owned(), |it| format!("<#{it}>"));
    format!(
        "{} · {whom} · {met} · {place}{}",
        when::full_day(locale, past.opened_on),
        gained.unwrap_or_default()
    )
}

/// Why somebody was not introduced in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNotThisTime {
    /// They took part, and were in no group.
    LeftOut(WhyLeftOut),
    /// Their team has a break, and they are in none: nobody knows their team, or nobody else of it was
    /// there.
    WithoutTeam,
    /// They were not among those who took part when the round opened.
    NotCounted,
    /// They said that they can't make it.
    SteppedBack,
    /// Nobody else is left in their group.
    LeftAlone,
}

/// "Why not this time?" What anybody keeps to themselves is never a reason here: somebody whom others
/// exclude reads the same as somebody for whom there was nobody else.
pub fn why_not(voice: &Voice, program: &Program, why: WhyNotThisTime) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match why {
        WhyNotThisTime::LeftOut(WhyLeftOut::OddOneOut) => {
            "*The number was odd, and it was your turn to sit out.* Turns go round: next time it is \
             somebody else's."
        }
        WhyNotThisTime::LeftOut(WhyLeftOut::NoAdmissiblePartner) => {
            "*I found no fitting partner for you this time.* Each round is drawn anew, so the next one \
             may well have somebody."
        }
        WhyNotThisTime::WithoutTeam => {
            "*I know no team of yours that was there.* A break brings whole teams together; yours may not \
             be in your profile, or nobody else of it takes part."
        }
        WhyNotThisTime::NotCounted => {
            "*You weren't counted in when this round opened.* That happens to whoever joins later, is \
             paused or away on that day, or had a week full of messages from me."
        }
        WhyNotThisTime::SteppedBack => {
            "*You told me that you can't make it this round.* You're in again for the next one."
        }
        WhyNotThisTime::LeftAlone => {
            "*Your partner isn't available this time.* If somebody else is free in this round, I'll \
             introduce you."
        }
    };
    let next = when::opening(voice.locale, program);
    message(
        "Here is why you were not introduced this time.",
        vec![
            section(text),
            context(format!("Coffee in <#{}> opens again {next}.", program.channel)),
        ],
    )
}

/// Somebody asks why, and there is no round to ask about.
pub fn nothing_to_explain(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "No round of yours is under way, so there is nothing to explain yet.";
    message(text, vec![section(text)])
}
