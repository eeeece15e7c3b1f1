//! How a community's questions fare: what its stewards read.

use slack_morphism::prelude::*;

use crate::domain::answer_times::AnswerTimes;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{context, count, escape, message, section};
use crate::views::when;

/// A community and its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityTimes {
    /// As people call it.
    pub name: String,
    /// `None`: fewer than five people are known to have asked.
    pub times: Option<AnswerTimes>,
    /// Fewer than five people have answered: how long they took is nobody's business.
    pub few_answer: bool,
}

/// The report.
pub fn report(voice: &Voice, days: u32, communities: &[CommunityTimes]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if communities.is_empty() {
        let text = "This is for stewards of a community, and you tend none so far.";
        return message(text, vec![section(text)]);
    }
    let mut blocks = vec![section(format!("*Questions of the last {days} days*"))];
    for community in communities {
        blocks.push(section(format!("*{}*\n{}", escape(&community.name), line(voice, community))));
    }
    blocks.push(context(
        "Hours of the community's working days, to the first answer. A question without one counts \
         as waiting until now, not as left out (Kaplan–Meier). Nothing is shown about fewer than \
         five people.",
    ));
    message(format!("Questions of the last {days} days."), blocks)
}

/// One community's figures as a line; also for App Home.
pub fn line(voice: &Voice, community: &CommunityTimes) -> String {
    let Locale::English = voice.locale;
    let Some(times) = &community.times else {
        return "Fewer than five people asked, so there are no figures.".to_owned();
    };
    let asked = count(times.asked, "question", "questions");
    let share = (u64::from(times.answered) * 100 + u64::from(times.asked) / 2)
        .checked_div(u64::from(times.asked))
        .unwrap_or_default();
    let answered = format!("{asked}, {} answered ({share} %).", times.answered);
    if community.few_answer {
        return format!("{answered} Fewer than five people answered, so nothing is said of times.");
    }
    let time = |minutes: Option<u32>| {
        let known = minutes.map(|minutes| when::hours(voice.locale, minutes.max(1)));
        known.unwrap_or_else(|| "not known yet".to_owned())
    };
    format!(
        "{answered} First answer: half within {}, nine in ten within {}.",
        time(times.median),
        time(times.ninetieth)
    )
}
