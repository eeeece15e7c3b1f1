//! What a community's stories come to, for whoever tends it.

use slack_morphism::prelude::*;

use super::figures::time;
use super::words::{fitting, state};
use crate::domain::locale::Locale;
use crate::domain::story::State;
use crate::domain::story::ledger::{COFFEE, FEWEST, Figure, Rate, Sums, Tally};
use crate::views::Voice;
use crate::views::kit::{capital, context, count, escape, message, section, shorten};

/// The most communities of one report: a message has room for no more.
pub const MOST_COMMUNITIES: usize = 4;
/// The most other measures of one state.
const MOST_MEASURES: usize = 3;

/// `/story report`: the sums of each community of somebody's, never of several together.
pub fn report(voice: &Voice, days: u32, all: &[(String, Sums)]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if all.is_empty() {
        let text = "You tend no community, so there's nothing to sum up for you. Your own stories \
                    are in your App Home.";
        return message(text, vec![section(text)]);
    }
    let mut blocks = vec![section(format!("*What stories came to in the last {days} days*"))];
    for (name, sums) in all.iter().take(MOST_COMMUNITIES) {
        let text = format!("*{}*\n{}", fitting(name, 100), states(voice, sums));
        blocks.push(section(shorten(&text, 1_400)));
        blocks.push(context(beside(voice, sums)));
    }
    blocks.push(context(format!(
        "Each story counts the least that whoever was helped claims, times how much of it they owe \
         to the help, times how sure they are; without evidence only up to a cap. The three kinds \
         are never added together, and nothing is extrapolated. No figure is about fewer than \
         {FEWEST} people."
    )));
    message("What stories came to.", blocks)
}

fn states(voice: &Voice, sums: &Sums) -> String {
    let Locale::English = voice.locale;
    let lines: Vec<String> = [State::Evidenced, State::Confirmed, State::Claimed]
        .into_iter()
        .filter_map(|of| Some((of, sums.of(of)?)))
        .map(|(of, tally)| one_state(voice, sums, of, tally))
        .collect();
    lines.join("\n")
}

fn one_state(voice: &Voice, sums: &Sums, of: State, tally: &Tally) -> String {
    let Locale::English = voice.locale;
    let name = capital(state(voice, of));
    let stories = count(tally.stories(), "story", "stories");
    let mut parts = Vec::new();
    if let Some(figure) = tally.minutes() {
        parts.push(saved(voice, figure, sums.rate.as_ref()));
        if let Some(left) = sums.after_cost(of) {
            parts.push(after_cost(voice, left));
        }
    }
    for (measure, it) in tally.others().take(MOST_MEASURES) {
        let measure = escape(measure);
        parts.push(format!(
            "{} {measure} counted (claimed: {} to {}, likely {})",
            it.counted, it.low, it.high, it.likely
        ));
    }
    if tally.keeps_back() {
        parts.push(format!("some figures are about fewer than {FEWEST} people, so not told"));
    }
    if parts.is_empty() {
        return format!("• {name}: {stories}");
    }
    format!("• {name}: {stories}; {}", parts.join("; "))
}

fn saved(voice: &Voice, figure: Figure, rate: Option<&Rate>) -> String {
    let Locale::English = voice.locale;
    let mut text = format!("*{}* counted", time(voice, figure.counted));
    if let Some(rate) = rate {
        let money = rate.of(figure.counted);
        let (currency, per_hour) = (escape(&rate.currency), rate.per_hour);
        text = format!("{text}, {currency} {money} at {currency} {per_hour} an hour");
    }
    text = format!(
        "{text} (claimed: {} to {}, likely {})",
        time(voice, figure.low),
        time(voice, figure.high),
        time(voice, figure.likely)
    );
    match figure.capped {
        0 => text,
        capped => format!("{text}, {} capped", count(capped, "story", "stories")),
    }
}

fn after_cost(voice: &Voice, left: i64) -> String {
    let Locale::English = voice.locale;
    let amount = time(voice, left.unsigned_abs());
    match left {
        0.. => format!("{amount} more than the community cost"),
        _ => format!("{amount} less than the community cost"),
    }
}

/// What stands beside every sum: cost, coverage, reuse.
fn beside(voice: &Voice, sums: &Sums) -> String {
    let Locale::English = voice.locale;
    let covered = sums.coverage;
    format!(
        "{} of {} have an estimate · {} solved it for them too · the community cost about {}: {} in \
         coffees ({COFFEE} minutes for each person of those said to have taken place), {} in \
         sessions (their length for each person known to have taken part)",
        covered.estimated,
        count(covered.answers, "accepted answer", "accepted answers"),
        count(sums.reuses, "reader says it", "readers say it"),
        time(voice, sums.cost.minutes()),
        time(voice, sums.cost.coffees),
        time(voice, sums.cost.sessions),
    )
}
