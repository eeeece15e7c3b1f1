//! Reading one value, with a sentence for whoever mistyped it.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use url::{Host, Url};

use super::{LogFormat, Mode, Secret};
use crate::error::Told;

/// Nothing but blanks counts as not set.
pub(super) fn text(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

pub(super) fn mode(value: &str, place: &str) -> Result<Mode, Told> {
    match value {
        "socket" => Ok(Mode::Socket),
        "http" => Ok(Mode::Http),
        _ => Err(Told::new(
            format!("{place} is no way that Slack can reach Klatch."),
            "Write socket or http.",
        )),
    }
}

pub(super) fn log_format(value: &str, place: &str) -> Result<LogFormat, Told> {
    match value {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(Told::new(format!("{place} is no format of a log."), "Write text or json.")),
    }
}

pub(super) fn listen(value: &str, place: &str) -> Result<SocketAddr, Told> {
    value.trim().parse().map_err(|_| {
        Told::new(
            format!("{place} is no address to listen on."),
            "Write an IP address and a port, like 127.0.0.1:3000 or 0.0.0.0:3000.",
        )
    })
}

pub(super) fn yes(value: &str, place: &str) -> Result<bool, Told> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Told::new(format!("{place} is neither true nor false."), "Write one of them.")),
    }
}

pub(super) fn days(value: &str, place: &str) -> Result<TimeDelta, Told> {
    let days = value.trim().parse().ok().filter(|days| (0..=3650).contains(days));
    days.map(TimeDelta::days).ok_or_else(|| {
        Told::new(format!("{place} is no number of days."), "Write a whole number from 0 to 3650.")
    })
}

/// The keys themselves are taken apart where they are used; here only their shape counts.
pub(super) fn key_list(value: String, place: &str) -> Result<String, Told> {
    let fits = |key: &str| STANDARD.decode(key.trim()).is_ok_and(|bytes| bytes.len() == 32);
    if value.split(',').all(fits) {
        return Ok(value);
    }
    Err(Told::new(
        format!("{place} holds no key of 32 bytes in base64."),
        "Make one with: openssl rand -base64 32",
    ))
}

pub(super) fn database(value: String, place: &str) -> Result<String, Told> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| value.starts_with(scheme)) {
        return Ok(value);
    }
    Err(Told::new(
        format!("{place} names no database that Klatch knows."),
        "Write sqlite://klatch.db, or postgres://user:password@host/name.",
    ))
}

/// The two tokens are easily swapped.
pub(super) fn token(value: &str, place: &str, starts: &str) -> Result<Option<Secret>, Told> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let another = ["xoxb-", "xapp-", "xoxp-", "xoxe."]
        .into_iter()
        .find(|kind| *kind != starts && value.starts_with(kind));
    match another {
        Some(kind) => Err(Told::new(
            format!("{place} holds a token that starts with {kind}."),
            format!("It needs the one that starts with {starts}."),
        )),
        None => Ok(Some(Secret::new(value))),
    }
}

/// Tokens and codes pass there, so it is encrypted, or on this machine.
pub(super) fn address(value: &str, place: &str, example: &str) -> Result<String, Told> {
    let trimmed = value.trim_end_matches('/');
    let url = Url::parse(trimmed).ok();
    let here = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && here(&url))) {
        return Ok(trimmed.to_owned());
    }
    Err(Told::new(
        format!("{place} is no https:// address."),
        format!("Write it as in {example}. (http:// is for this machine only.)"),
    ))
}

/// A level, or directives. A word that is no level would be taken for the name of a part of the
/// program, and nothing of the others would be logged.
pub(super) fn log_filter(value: &str, place: &str) -> Result<String, Told> {
    let is_meant = |directive: &str| {
        directive.contains(['=', '[', ':']) || directive.parse::<LevelFilter>().is_ok()
    };
    if value.split(',').all(|part| is_meant(part.trim()))
        && EnvFilter::builder().parse(value).is_ok()
    {
        return Ok(value.to_owned());
    }
    Err(Told::new(
        format!("{place} is nothing that the log can go by."),
        "Write error, warn, info, debug or trace, or directives like info,klatch=debug.",
    ))
}

/// Slack's rule: a slash and at most 31 small letters, digits, hyphens and underscores.
pub(super) fn command(value: String, place: &str) -> Result<String, Told> {
    let fits = value.strip_prefix('/').is_some_and(|name| {
        let sign = |sign: char| {
            sign == '-' || sign == '_' || (sign.is_alphanumeric() && !sign.is_uppercase())
        };
        (1..=31).contains(&name.chars().count()) && name.chars().all(sign)
    });
    if fits {
        return Ok(value);
    }
    Err(Told::new(
        format!("{place} is no name of a command."),
        "Write a slash and up to 31 small letters, digits or hyphens, like /coffee.",
    ))
}
