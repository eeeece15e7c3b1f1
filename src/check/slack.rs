//! Whether Slack is reached, what time it is there, and what the tokens may do.

use chrono::TimeDelta;

use super::{Installation, Report};
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::slack::approval::without;
use crate::slack::manifest::Manifest;
use crate::slack::probe::{Probe, Seen, Spoken};

/// Slack's signatures count for 300 seconds each way; a minute leaves room for slow networks.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// Whether Slack answers at all.
pub(super) async fn look(
    config: &Config,
    clock: &Clock,
    installations: Option<&[Installation]>,
    probe: &Probe,
    report: &mut Report,
) -> bool {
    let nobody = Secret::new("");
    let first = config.slack_bot_token.as_ref().unwrap_or(&nobody);
    let started = tokio::time::Instant::now();
    let seen = match probe.auth_test(&config.slack_api_url, first).await {
        Ok(seen) if seen.status < 500 && seen.spoken() != Spoken::Strange => seen,
        failed => {
            let why = failed.map_or_else(|why| why, |seen| format!("HTTP {}", seen.status));
            report.wrong(
                "Slack",
                format!("{} does not answer as Slack does ({why}).", config.slack_api_url),
                "Check this machine's way to slack.com (DNS, firewall, proxy), and SLACK_API_URL \
                 if you set it.",
            );
            report.skipped("Clock", "Slack tells the time");
            report.skipped("Tokens", "Slack is not reached");
            return false;
        }
    };
    let millis = started.elapsed().as_millis();
    report.well("Slack", format!("{} answers in {millis} ms.", config.slack_api_url));
    time(&seen, clock, report);
    match &config.slack_bot_token {
        Some(_) => token("Bot token", "SLACK_BOT_TOKEN", &seen, report),
        None => installed(config, installations, probe, report).await,
    }
    true
}

fn time(seen: &Seen, clock: &Clock, report: &mut Report) {
    let Some(theirs) = seen.date else {
        report.note("Clock", "Slack did not say what time it is.");
        return;
    };
    let skew = clock.now() - theirs;
    if skew.abs() > SKEW {
        report.wrong(
            "Clock",
            format!("this machine is {} seconds away from Slack.", skew.num_seconds().abs()),
            "Have it set by NTP: Slack's signatures count for five minutes, and rounds open by it.",
        );
    } else {
        report.well("Clock", "this machine and Slack agree.");
    }
}

/// Without a token in the settings, workspaces bring their own.
async fn installed(
    config: &Config,
    installations: Option<&[Installation]>,
    probe: &Probe,
    report: &mut Report,
) {
    if config.slack_client_id.is_none() {
        report.wrong(
            "Bot token",
            "there is none.",
            "Set SLACK_BOT_TOKEN to the token that starts with xoxb- (your app's page at Slack, \
             \"OAuth & Permissions\"), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to have workspaces \
             install Klatch.",
        );
        return;
    }
    let Some(installations) = installations else { return };
    if installations.is_empty() {
        report.note("Installations", "no workspace has installed Klatch yet: /slack/install.");
    }
    for installation in installations {
        let about = format!("Installation {}", installation.label);
        let opened = match &installation.token {
            Ok(opened) => opened,
            Err(sealed) => {
                report.wrong(
                    &about,
                    format!("its token cannot be opened: {sealed}."),
                    "Set KLATCH_SECRET_KEY as it was, or with that key behind the new one.",
                );
                continue;
            }
        };
        match probe.auth_test(&config.slack_api_url, opened).await {
            Ok(seen) => token(&about, "", &seen, report),
            Err(why) => report.wrong(
                &about,
                format!("its token cannot be tried ({why})."),
                "Run klatch check again.",
            ),
        }
    }
}

fn token(about: &str, setting: &str, seen: &Seen, report: &mut Report) {
    match seen.spoken() {
        Spoken::For { workspace, bot } => {
            report.well(about, format!("it is @{bot} in {workspace}."));
            scopes(about, seen, report);
        }
        Spoken::Refused(code) => {
            let remedy = match setting {
                "" => "Have the workspace install Klatch again at /slack/install.".to_owned(),
                _ => format!(
                    "Copy {setting} again from your app's page at Slack, \"OAuth & Permissions\"; \
                     install the app there first."
                ),
            };
            report.wrong(about, format!("Slack does not take it ({code})."), &remedy);
            report.skipped("Scopes", "the token is not taken");
        }
        Spoken::Strange => report.wrong(
            about,
            format!("Slack's answer makes no sense (HTTP {}).", seen.status),
            "Check SLACK_API_URL, and whether a proxy answers in Slack's place.",
        ),
    }
}

fn scopes(about: &str, seen: &Seen, report: &mut Report) {
    let about = if about == "Bot token" { "Scopes".to_owned() } else { format!("{about}, scopes") };
    let (Some(granted), Ok(manifest)) = (&seen.scopes, Manifest::embedded()) else {
        report.note(&about, "Slack did not say what the token may do.");
        return;
    };
    let missing = |scope: &&String| !granted.contains(scope);
    let optional = manifest.optional_scopes();
    let needed: Vec<&str> = manifest
        .scopes()
        .iter()
        .filter(|scope| !optional.contains(scope))
        .filter(missing)
        .map(String::as_str)
        .collect();
    if needed.is_empty() {
        report.well(&about, "everything that manifest.yml needs is granted.");
    } else {
        report.wrong(
            &about,
            format!("{} not granted.", needed.join(", ")),
            "Put manifest.yml into your app's page at Slack (\"App Manifest\"), then install the app \
             to the workspace again.",
        );
    }
    for scope in optional.iter().filter(missing) {
        let without = without(scope).unwrap_or("something does not work");
        report.note(&about, format!("{scope} is not granted; without it: {without}."));
    }
    let more: Vec<&str> = granted
        .iter()
        .filter(|scope| !manifest.scopes().contains(scope))
        .map(String::as_str)
        .collect();
    if !more.is_empty() {
        report.note(&about, format!("{} granted and not needed.", more.join(", ")));
    }
}
