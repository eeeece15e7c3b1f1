//! Whether what happens in Slack would arrive here.

use tokio::net::TcpListener;

use super::Report;
use crate::config::{Config, Mode};
use crate::slack::probe::{Probe, connect};

pub(super) async fn look(config: &Config, probe: &Probe, reachable: bool, report: &mut Report) {
    match config.mode {
        Mode::Socket if reachable => socket(config, report).await,
        Mode::Socket => report.skipped("Socket Mode", "Slack is not reached"),
        Mode::Http => signing(config, report),
    }
    listening(config, probe, report).await;
    outside(config, probe, report).await;
    oauth(config, report);
}

async fn socket(config: &Config, report: &mut Report) {
    const ABOUT: &str = "Socket Mode";
    let Some(token) = &config.slack_app_token else {
        report.wrong(
            ABOUT,
            "there is no app token.",
            "Set SLACK_APP_TOKEN to a token that starts with xapp- (your app's page at Slack, \"Basic \
             Information\", \"App-Level Tokens\", scope connections:write).",
        );
        return;
    };
    match connect(&config.slack_api_url, token).await {
        Err(told) => report.wrong(ABOUT, told.what(), told.remedy()),
        Ok(Ok(())) => report.well(ABOUT, "a connection opens and Slack says hello."),
        Ok(Err(failure)) => report.wrong(
            ABOUT,
            format!("no connection comes about ({failure})."),
            "Check SLACK_APP_TOKEN and its scope connections:write, that Socket Mode is on in your \
             app's page at Slack, and that this machine may open wss:// connections.",
        ),
    }
}

fn signing(config: &Config, report: &mut Report) {
    match &config.slack_signing_secret {
        Some(_) => report.well("Signing secret", "it is set."),
        None => report.wrong(
            "Signing secret",
            "there is none, so no request of Slack can be believed.",
            "Set SLACK_SIGNING_SECRET (your app's page at Slack, \"Basic Information\").",
        ),
    }
    if config.listen.is_none() {
        report.wrong(
            "Address",
            "HTTP mode needs one to listen on.",
            "Set KLATCH_LISTEN, like 127.0.0.1:3000 behind a proxy.",
        );
    }
}

/// The address is free, or it is Klatch that has it.
async fn listening(config: &Config, probe: &Probe, report: &mut Report) {
    const ABOUT: &str = "Address";
    let Some(address) = config.listen else { return };
    match TcpListener::bind(address).await {
        Ok(_) => report.well(ABOUT, format!("{address} is free.")),
        Err(error) => match probe.get(&format!("http://{address}/healthz")).await {
            Ok(seen) if seen.is_healthy() => {
                report.well(ABOUT, format!("Klatch listens on {address}."));
            }
            _ => report.wrong(
                ABOUT,
                format!("{address} cannot be listened on ({error})."),
                "Set KLATCH_LISTEN to another address, or end the program that uses it.",
            ),
        },
    }
}

async fn outside(config: &Config, probe: &Probe, report: &mut Report) {
    const ABOUT: &str = "Public address";
    let Some(address) = &config.public_url else {
        if config.mode == Mode::Http {
            report.note(ABOUT, "it is not set, so nothing can be said about it.");
        }
        return;
    };
    match probe.get(&format!("{address}/slack/events")).await {
        // Unsigned, or asked in the wrong way: that is Klatch, or whoever passes requests on to it.
        Ok(seen) if matches!(seen.status, 400 | 401 | 405) => {
            report.well(ABOUT, format!("{address} leads to Klatch."));
        }
        Ok(seen) if matches!(seen.status, 502..=504) => report.note(
            ABOUT,
            format!("{address} answers, with nobody behind it: start klatch serve and look again."),
        ),
        Ok(seen) => report.wrong(
            ABOUT,
            format!("{address}/slack/events is not Klatch (HTTP {}).", seen.status),
            "Let your proxy pass /slack/ on to the address in KLATCH_LISTEN.",
        ),
        Err(why) => report.wrong(
            ABOUT,
            format!("{address} is not reached ({why})."),
            "Check its DNS, its certificate and your proxy; and look from outside, if this machine \
             cannot reach itself by that name.",
        ),
    }
}

fn oauth(config: &Config, report: &mut Report) {
    let missing: Vec<&str> = [
        ("SLACK_CLIENT_ID", config.slack_client_id.is_none()),
        ("SLACK_CLIENT_SECRET", config.slack_client_secret.is_none()),
        ("KLATCH_SECRET_KEY", config.secret_key.is_none()),
        ("KLATCH_PUBLIC_URL", config.public_url.is_none()),
        ("KLATCH_LISTEN", config.listen.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, missing)| missing.then_some(name))
    .collect();
    let wanted = config.slack_client_id.is_some() || config.slack_client_secret.is_some();
    let one_list = config.slack_bot_token.is_none() && config.settings.people_file.is_some();
    if wanted && one_list {
        report.wrong(
            "Install by OAuth",
            "people.file says where the people of one workspace belong.".to_owned(),
            "Leave people.file out, or set SLACK_BOT_TOKEN and serve one workspace.",
        );
    } else if wanted && missing.is_empty() {
        report.well("Install by OAuth", "its settings are complete.");
    } else if wanted {
        report.wrong(
            "Install by OAuth",
            format!("{} not set.", missing.join(", ")),
            "Set them, or none of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET; klatch.example.toml says \
             what they are.",
        );
    }
}
