//! What I can be asked, how often, and when not.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::domain::asking::{LONGEST_TOPIC, first, line};
use crate::domain::authority::Action;
use crate::domain::expert::{Expert, Willing};
use crate::domain::ids::CommunityId;
use crate::event::{Form, Interaction, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::ask::asking::who::{refused, visible};
use crate::features::context::once;
use crate::features::{Context, Result};
use crate::views::ask::asking::expert::{
    MOST_PER_WEEK, MOST_TOPICS, YES, expert_modal, kept, no_such_pause, say_whether,
};
use crate::views::ask::asking::names::field;

/// The longest pause, in days.
const LONGEST_PAUSE: u64 = 366;
/// So many communities are kept.
const MOST_COMMUNITIES: usize = 100;

/// Opens the page.
///
/// # Errors
/// The database or Slack.
pub async fn open(context: &Context, interaction: &Interaction) -> Result<Reply> {
    if let Some(no) = refused(context, interaction, Action::AskQuestion).await? {
        return say(context, interaction, "What I can be asked", no).await;
    }
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let expert = tx.expert(workspace, member).await?;
    let expert = expert.unwrap_or_else(|| Expert::unasked(member.clone()));
    let communities = visible(&mut tx, workspace, member, None).await?;
    let zone = tx.member(workspace, member).await?.map_or(Tz::UTC, |person| person.zone());
    drop(tx);
    let until = expert.paused_until.filter(|until| *until > context.now());
    let until = until.map(|until| until.with_timezone(&zone).date_naive());
    let view = expert_modal(&context.voice, &expert, &communities, until);
    show(context, interaction, &view).await
}

/// The page was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit(context: &Context, interaction: &Interaction, form: &Form) -> Result<Reply> {
    if let Some(no) = refused(context, interaction, Action::AskQuestion).await? {
        return Ok(replace(&as_modal("What I can be asked", no))?);
    }
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let person = context.store.read().await?.member(workspace, member).await?;
    let zone = person.map_or(Tz::UTC, |person| person.zone());
    let now = context.now();
    let pause = match form.get(field::PAUSED_UNTIL) {
        None => Ok(None),
        Some(day) => pause_until(day, now, zone).map(Some).ok_or(()),
    };
    let chosen = form.get(field::WILLING);
    let willing = Willing::ALL.into_iter().find(|it| chosen == Some(it.as_str()));
    let (Ok(pause), Some(willing)) = (pause, willing) else {
        let mut problems = std::collections::BTreeMap::new();
        if willing.is_none() {
            problems.insert(field::WILLING.to_owned(), say_whether(&context.voice));
        }
        if pause.is_err() {
            problems.insert(field::PAUSED_UNTIL.to_owned(), no_such_pause(&context.voice));
        }
        return Ok(Reply::Errors(problems));
    };
    let reply = once!(context, interaction, |tx| {
        let communities = visible(tx, workspace, member, None).await?;
        let seen = |id: &CommunityId| communities.iter().any(|it| it.id == *id);
        let mut expert = tx.lock_expert(workspace, member).await?;
        if expert.willing != Some(willing) {
            expert.decided_at = Some(context.now());
        }
        expert.willing = Some(willing);
        expert.topics = topics(form.get(field::TOPICS).unwrap_or_default());
        let picked = form.all(field::COMMUNITIES).iter().take(MOST_COMMUNITIES);
        expert.communities = picked.filter_map(|id| id.parse().ok()).filter(seen).collect();
        let per_week = form.get(field::PER_WEEK).and_then(|it| it.parse().ok());
        if let Some(per_week) = per_week.filter(|it| (1..=MOST_PER_WEEK).contains(it)) {
            expert.per_week = per_week;
        }
        expert.paused_until = pause;
        expert.may_be_named = form.all(field::MAY_BE_NAMED).iter().any(|it| it == YES);
        tx.save_expert(workspace, &expert).await?;
        context.refresh_home(tx, workspace, member).await?;
        let until = pause.map(|until| until.with_timezone(&zone).date_naive());
        let content = kept(&context.voice, &expert, until);
        replace(&as_modal("What I can be asked", content))
    })
    .await?;
    Ok(reply)
}

/// The beginning of a day in somebody's zone, if it lies within the next year.
fn pause_until(day: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let day: NaiveDate = day.parse().ok()?;
    let today = now.with_timezone(&zone).date_naive();
    let last = today.checked_add_days(Days::new(LONGEST_PAUSE))?;
    let fits = day > today && day <= last;
    // Where the clocks go forward at midnight, the day begins an hour later.
    let begins = [0, 1, 2].into_iter().find_map(|hour| {
        let time = NaiveTime::from_hms_opt(hour, 0, 0)?;
        zone.from_local_datetime(&day.and_time(time)).earliest()
    });
    begins.filter(|_| fits).map(|begins| begins.to_utc())
}

/// What stands between commas, each once.
fn topics(text: &str) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for topic in text.split([',', ';', '\n', '、']) {
        let topic = line(topic.trim_start_matches(['#', ' ']));
        let (topic, _) = first(&topic, LONGEST_TOPIC);
        let known = topics.iter().any(|it| it.to_lowercase() == topic.to_lowercase());
        if !topic.is_empty() && !known {
            topics.push(topic.to_owned());
        }
    }
    topics.truncate(MOST_TOPICS);
    topics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_what_stands_between_commas() {
        assert_eq!(
            topics("Rust, #rust ,  logical\nreplication,,"),
            ["Rust", "logical", "replication"]
        );
        assert_eq!(topics(&"x".repeat(99))[0].len(), LONGEST_TOPIC);
        assert_eq!(topics(" , ").len(), 0);
    }

    #[test]
    fn a_pause_ends_in_the_next_year() {
        let now = Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap();
        let until = |day: &str| pause_until(day, now, Tz::Europe__Berlin);
        let first = Utc.with_ymd_and_hms(2026, 11, 30, 23, 0, 0).unwrap();
        assert_eq!(until("2026-12-01"), Some(first));
        assert_eq!((until("2026-11-19"), until("2028-01-01"), until("soon")), (None, None, None));
    }
}
