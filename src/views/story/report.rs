//! What a community's stories come to, for whoever tends it.

use slack_morphism::prelude::*;

use super::figures::time;
use super::words::{fitting, state};
use crate::domain::locale::Locale;
use crate::domain::story::State;
use crate::domain::story::ledger::{COFFEE, Cost, FEWEST, Figure, Rate, Sums, Tally};
use crate::views::Voice;
use crate::views::kit::{capital, context, count, escape, list, message, section, shorten};

/// The most communities of one report: a message has room for no more.
pub const MOST_COMMUNITIES: usize = 4;
/// The most other measures of one state.
const MOST_MEASURES: usize = 3;

/// `/story report`: the sums of each community of somebody's, never of several together. `left_out` more
/// had no room.
pub fn report(
    voice: &Voice,
    days: u32,
    all: &[(String, Sums)],
    left_out: u32,
) -> SlackMessageContent {
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
    if left_out > 0 {
        let story = &voice.story;
        blocks.push(section(format!(
            "{} besides. `{story} report` with a name shows that one.",
            count(
                left_out,
                "community of yours has no room here",
                "communities of yours have no room here"
            )
        )));
    }
    blocks.push(context(format!(
        "Each story counts the least that whoever was helped claims, times how much of it they owe \
         to the help, times how sure they are; without evidence only up to a cap. The three kinds \
         are never added together, and nothing is extrapolated. Stories are added up as they come, \
         in groups of {FEWEST} people who were helped, and a group counts once it's whole: so no \
         figure, and no difference between two, is about fewer than {FEWEST} people."
    )));
    message("What stories came to.", blocks)
}

/// No community of theirs is called that.
pub fn no_such_community(voice: &Voice, wanted: &str, all: &[String]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let names: Vec<String> = all.iter().take(20).map(|name| fitting(name, 60)).collect();
    let wanted = fitting(wanted, 60);
    let text = match names.is_empty() {
        true => format!("You tend no community that is called “{wanted}”."),
        false => format!(
            "You tend no community that is called “{wanted}”. Yours: {}.",
            list(voice.locale, &names)
        ),
    };
    message(text.clone(), vec![section(text)])
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
    let Some(stories) = tally.stories() else {
        return format!("• {name}: about fewer than {FEWEST} people so far, so not told");
    };
    let stories = count(stories, "story", "stories");
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
    if parts.is_empty() {
        parts.push(format!("what they saved is about fewer than {FEWEST} people, so not told"));
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
    let fewer = || format!("fewer than {FEWEST}");
    let covered = sums.coverage;
    let estimated = covered.estimated.map_or_else(fewer, |it| it.to_string());
    let coverage = match covered.answers {
        0 => "no answer was accepted".to_owned(),
        all => format!(
            "{estimated} of {} have an estimate",
            count(all, "accepted answer", "accepted answers")
        ),
    };
    let readers = sums.readers.map_or_else(fewer, |it| it.to_string());
    format!(
        "{coverage} · {readers} readers say it solved it for them too · {}",
        cost(voice, sums.cost)
    )
}

fn cost(voice: &Voice, cost: Cost) -> String {
    let Locale::English = voice.locale;
    let part = |minutes: Option<u64>| match minutes {
        Some(minutes) => time(voice, minutes),
        None => format!("a time of fewer than {FEWEST} people, so not told,"),
    };
    let parts = format!(
        "{} in coffees ({COFFEE} minutes for each person of those said to have taken place), {} in \
         sessions (their length for each person known to have taken part)",
        part(cost.coffees.told()),
        part(cost.sessions.told()),
    );
    match cost.told() {
        Some(minutes) => format!("the community cost about {}: {parts}", time(voice, minutes)),
        None => format!("the community cost {parts}"),
    }
}
