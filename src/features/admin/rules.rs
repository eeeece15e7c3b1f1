//! *Workspace settings*: opened from an admin's desk, and gone by wherever something begins.

use std::collections::BTreeSet;

use serde_json::json;
use slack_morphism::prelude::SlackMessageContent;

use super::is_admin;
use crate::domain::authority::{Action, Role, may};
use crate::domain::ids::ChannelId;
use crate::domain::quiet::Budget;
use crate::domain::rules::{
    Feature, MOST_CHANNELS, RETENTIONS, Starters, WorkspaceRules, quiet_times,
};
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Reply};
use crate::features::answer::{as_modal, redraw, replace_all, say, show};
use crate::features::context::once;
use crate::features::{Context, Result, ask, coffee, story};
use crate::views::Voice;
use crate::views::admin::{self as views, Carried, GUESTS, Problem};
use crate::views::ask::asking::names as asking;
use crate::views::ask::names::shortcut;
use crate::views::ask::session::names as session;
use crate::views::digest::names as digest;
use crate::views::names::{action, entry, field, modal};
use crate::views::story::names as story_names;

/// What a window about it is called.
const TITLE: &str = "Workspace settings";

/// Opens the window, for admins.
pub(super) async fn open(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    if !is_admin(&mut tx, workspace, member).await? {
        drop(tx);
        return say(context, interaction, TITLE, views::not_an_admin(&context.voice)).await;
    }
    let rules = tx.rules(workspace).await?;
    drop(tx);
    let carried = Carried { more: false, seen: Some(rules.clone()) };
    let view = views::settings(&context.voice, &rules, context.guests_at_most, &carried);
    show(context, interaction, &view).await
}

/// Shows all fields; what was changed in the others stays.
pub(super) async fn more(
    context: &Context,
    interaction: &Interaction,
    origin: &Origin,
) -> Result<Reply> {
    let Origin::Modal { modal, form } = origin else { return Ok(Reply::Done) };
    let now = context.store.read().await?.rules(&interaction.workspace).await?;
    let seen = Carried::read(&modal.metadata).seen.unwrap_or(now);
    let rules = read(form, seen.clone(), false).unwrap_or_else(|_| seen.clone());
    let carried = Carried { more: true, seen: Some(seen) };
    let view = views::settings(&context.voice, &rules, context.guests_at_most, &carried);
    redraw(context, modal, &view).await
}

/// The window was sent.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let carried = Carried::read(&modal.metadata);
    if let Err(problem) = read(form, WorkspaceRules::default(), carried.more) {
        return Ok(Reply::Errors(views::problem(&context.voice, problem)));
    }
    let reply = once!(context, interaction, |tx| {
        let (workspace, member) = (&interaction.workspace, &interaction.member);
        if !is_admin(tx, workspace, member).await? {
            return replace_all(&as_modal(TITLE, views::not_an_admin(&context.voice)));
        }
        let before = tx.rules(workspace).await?;
        let seen = carried.seen.clone().unwrap_or_else(|| before.clone());
        let wanted = read(form, seen.clone(), carried.more).unwrap_or_else(|_| seen.clone());
        let mut rules = before.clone().changed(&seen, wanted);
        if !context.guests_at_most {
            // The box was not shown.
            rules.guests = before.guests;
        }
        if rules != before {
            tx.keep_rules(workspace, &rules).await?;
            let detail = told(&rules);
            let target = workspace.as_str();
            context.audit(tx, workspace, member, "rules.change", target, &detail).await?;
            coffee::keep_quiet(context, tx, workspace, &rules).await?;
        }
        context.refresh_home(tx, workspace, member).await?;
        replace_all(&as_modal(TITLE, views::saved(&context.voice)))
    })
    .await?;
    Ok(reply)
}

/// What was filled in; fields that are not shown stay as they were.
fn read(
    form: &Form,
    before: WorkspaceRules,
    all: bool,
) -> std::result::Result<WorkspaceRules, Problem> {
    let starters = form.get(field::STARTERS);
    let starters = Starters::ALL.into_iter().find(|it| Some(it.as_str()) == starters);
    let mut channels: Vec<ChannelId> =
        form.all(field::CHANNELS).iter().map(ChannelId::new).collect();
    channels.sort();
    channels.dedup();
    if channels.len() > MOST_CHANNELS {
        return Err(Problem::TooManyChannels);
    }
    let on = form.all(field::FEATURES);
    let shown = Feature::ALL.into_iter();
    let mut off: BTreeSet<Feature> =
        shown.filter(|it| !on.iter().any(|name| name == it.as_str())).collect();
    off.extend(before.off.iter().filter(|it| !Feature::ALL.contains(it)));
    let mut rules = WorkspaceRules {
        starters: starters.unwrap_or(before.starters),
        channels: (!channels.is_empty()).then_some(channels),
        off,
        ..before
    };
    if all {
        rules.guests = form.all(field::GUESTS).iter().any(|it| it == GUESTS);
        rules.quiet =
            quiet_times(form.get(field::QUIET).unwrap_or_default()).map_err(Problem::Quiet)?;
        let cap = form.get(field::CAP).and_then(|cap| cap.parse().ok());
        rules.weekly_cap = cap.filter(|cap| (1..=Budget::MOST).contains(cap));
        let kept = form.get(field::KEPT).and_then(|months| months.parse().ok());
        rules.retention = kept.filter(|months| RETENTIONS.contains(months));
    }
    Ok(rules)
}

/// For the trail: what was decided, in full.
fn told(rules: &WorkspaceRules) -> serde_json::Value {
    let off: Vec<&str> = rules.off.iter().map(|it| it.as_str()).collect();
    let quiet: Vec<_> = rules.quiet.iter().map(|it| [it.first, it.last]).collect();
    json!({
        "starters": rules.starters.as_str(),
        "channels": rules.channels,
        "off": off,
        "guests": rules.guests,
        "quiet": quiet,
        "weekly_cap": rules.weekly_cap,
        "retention": rules.retention,
    })
}

/// What somebody reads who wants to start what only admins may; `None` for everybody else.
pub fn may_not_start(context: &Context, role: Role, action: Action) -> Option<SlackMessageContent> {
    let kept = may(role, action) && !context.rules.may(role, action);
    kept.then(|| views::only_admins_start(&context.voice))
}

/// Tells somebody who begins what an admin switched off; `None` for everything else. What has begun
/// comes to its end.
///
/// # Errors
/// Slack; then nothing was shown.
pub async fn switched_off(context: &Context, interaction: &Interaction) -> Result<Option<Reply>> {
    let begun = begins(context, &interaction.what);
    let Some(feature) = begun.filter(|it| !context.rules.is_on(*it)) else { return Ok(None) };
    let content = views::switched_off(&context.voice, feature);
    say(context, interaction, "Switched off", content).await.map(Some)
}

/// What somebody begins by that.
fn begins(context: &Context, what: &Gesture) -> Option<Feature> {
    match what {
        Gesture::Command { name, words, .. } => by_command(&context.voice, name, words),
        Gesture::Press { action, value, .. } => {
            by_press(entry(action, value.as_deref().unwrap_or_default()))
        }
        Gesture::Shortcut { name, .. } => match name.as_str() {
            shortcut::ASK | shortcut::ASK_ABOUT => Some(Feature::Ask),
            story_names::shortcut::SAVE | story_names::shortcut::TELL => Some(Feature::Stories),
            _ => None,
        },
        Gesture::Submit { modal, .. } => match modal.name.as_str() {
            modal::RUN => Some(Feature::Coffee),
            digest::modal::SETTINGS => Some(Feature::Digest),
            _ => None,
        },
        Gesture::Close { .. } => None,
    }
}

fn by_command(voice: &Voice, name: &str, words: &str) -> Option<Feature> {
    let first = words.split_whitespace().next().unwrap_or_default();
    let (begins, feature) = match name {
        _ if name == voice.ask => (ask::begins(words), Feature::Ask),
        _ if name == voice.coffee => (coffee::begins(words), Feature::Coffee),
        _ if name == voice.story => (story::begins(words), Feature::Stories),
        // There is no next digest to say when it comes, or how it would look.
        _ if name == voice.community => (first.eq_ignore_ascii_case("digest"), Feature::Digest),
        _ => return None,
    };
    begins.then_some(feature)
}

fn by_press((pressed, value): (&str, &str)) -> Option<Feature> {
    match pressed {
        story_names::action::TELL => Some(Feature::Stories),
        // With an id it changes what there is.
        action::SETUP if value == "new" => Some(Feature::Coffee),
        asking::action::SETUP if value == "new" => Some(Feature::Ask),
        action::JOIN | action::NOW | action::RUN | action::WELCOME_ME | action::WELCOMING => {
            Some(Feature::Coffee)
        }
        asking::action::ASK | asking::action::ASK_IT | session::action::PLAN => Some(Feature::Ask),
        digest::action::BY_MESSAGE | digest::action::SETTINGS | digest::action::PREVIEW => {
            Some(Feature::Digest)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_that_are_too_many_are_not_dropped_in_silence() {
        let listed = |n: usize| {
            let channels = (0..n).map(|n| format!("C{n:04}")).collect();
            Form([(field::CHANNELS.to_owned(), channels)].into())
        };
        let read = |n| read(&listed(n), WorkspaceRules::default(), false);
        assert_eq!(read(MOST_CHANNELS).unwrap().channels.unwrap().len(), MOST_CHANNELS);
        assert_eq!(read(MOST_CHANNELS + 1), Err(Problem::TooManyChannels));
    }

    #[test]
    fn what_the_window_carries_always_fits() {
        let channels = (0..MOST_CHANNELS).map(|n| ChannelId::new(format!("C0123ABC{n:03}")));
        let quiet = ["2026-12-21 to 2027-01-03"; 12].join("\n");
        let rules = WorkspaceRules {
            channels: Some(channels.collect()),
            quiet: quiet_times(&quiet).unwrap(),
            off: Feature::ALL.into(),
            ..WorkspaceRules::default()
        };
        let carried = Carried { more: true, seen: Some(rules) };
        let slack_morphism::prelude::SlackView::Modal(view) =
            views::settings(&Voice::default(), &WorkspaceRules::default(), true, &carried)
        else {
            panic!("a modal")
        };
        let metadata = view.private_metadata.unwrap();
        assert!(metadata.len() <= 3_000, "{}", metadata.len());
        assert_eq!(Carried::read(&metadata), carried);
    }
}
