//! What can become of a call to Slack. No body, token or address of an answer is ever in here, so
//! a failure may be logged as it is.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use slack_morphism::errors::{SlackClientApiError, SlackClientError};

use super::client::Method;

mod ends;
pub(super) mod said;

pub use ends::End;

/// How long a method rests when Slack asks to slow down and does not say how long.
const UNSAID_PAUSE: Duration = Duration::from_secs(30);

/// A call to Slack that did not succeed, by what is to be done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It did not happen, or happening twice does no harm: call again, after `after` if Slack says so.
    #[error("{call}: {why}")]
    Retry { call: &'static str, why: String, after: Option<Duration> },
    /// It was sent and nobody knows whether it happened. Only for calls that must not be repeated
    /// lightly: posting, opening a modal, answering by `response_url`.
    #[error("{call}: in doubt, {why}")]
    InDoubt { call: &'static str, why: String },
    /// Slack says no, and will say so again.
    #[error("{call}: {code}{}", hint(.detail))]
    Permanent { call: &'static str, code: String, detail: Option<String> },
}

fn hint(detail: &Option<String>) -> String {
    detail.as_ref().map_or_else(String::new, |detail| format!(" ({detail})"))
}

impl Failure {
    /// The name under which it is counted.
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Retry { after: Some(_), .. } => "rate_limited",
            Self::Retry { after: None, .. } => "retry",
            Self::InDoubt { .. } => "in_doubt",
            Self::Permanent { .. } => "permanent",
        }
    }

    /// The method of Slack's that was called.
    pub fn call(&self) -> &'static str {
        match self {
            Self::Retry { call, .. }
            | Self::InDoubt { call, .. }
            | Self::Permanent { call, .. } => call,
        }
    }

    /// A modal was to be opened, by itself or on top of another one.
    pub fn is_of_a_window(&self) -> bool {
        [Method::ViewsOpen, Method::ViewsPush].iter().any(|method| method.name() == self.call())
    }

    /// Slack asks to slow down.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Retry { after: Some(_), .. })
    }

    /// Slack's error code, if it gave one for good.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Permanent { code, .. } => Some(code),
            Self::Retry { .. } | Self::InDoubt { .. } => None,
        }
    }

    /// What the error is about, if Slack said no for good.
    pub fn end(&self) -> Option<End> {
        self.code().and_then(End::of)
    }

    /// The conversation is gone, or the bot may not be in it any more.
    pub fn is_channel_gone(&self) -> bool {
        self.end() == Some(End::ChannelGone)
    }

    /// What was to be changed is not there any more: the conversation, or the message in it.
    pub fn is_gone(&self) -> bool {
        matches!(self.end(), Some(End::ChannelGone | End::MessageGone))
    }

    /// One of the people cannot be written to: left, not visible, or not together with the others.
    pub fn is_unreachable(&self) -> bool {
        self.end() == Some(End::Unreachable)
    }

    /// A message was refused because of the picture in it: Slack still looks through the file, or does
    /// not have it. It says so where the file stands in the message.
    pub fn is_of_a_picture(&self) -> bool {
        match self {
            Self::Permanent { code, detail, .. } => {
                code == "invalid_blocks"
                    && detail.as_ref().is_some_and(|detail| detail.contains("/slack_file"))
            }
            Self::Retry { .. } | Self::InDoubt { .. } => false,
        }
    }

    /// The view was changed by somebody faster, or is not open any more.
    pub fn is_stale_view(&self) -> bool {
        self.end() == Some(End::StaleView)
    }

    /// The three seconds of a trigger are over, or it was used.
    pub fn is_late(&self) -> bool {
        self.end() == Some(End::Late)
    }

    /// The token does not open the door (any more).
    pub fn is_refused(&self) -> bool {
        self.end() == Some(End::Refused)
    }

    /// The token was given up for good: the app was taken out, or its tokens were revoked. Not
    /// `invalid_auth`: Slack says that also to an address that the app does not allow.
    pub fn is_revoked(&self) -> bool {
        matches!(self.code(), Some("token_revoked" | "account_inactive" | "app_uninstalled"))
    }

    /// The token's time is over; a refresh token brings the next one.
    pub fn is_expired(&self) -> bool {
        self.code() == Some("token_expired")
    }

    /// The scope that Slack says is missing.
    pub fn missing_scope(&self) -> Option<&str> {
        match self {
            Self::Permanent { code, detail, .. } if code == "missing_scope" => detail.as_deref(),
            _ => None,
        }
    }

    /// The same where doing it twice does no harm, though with its method it may.
    pub(super) fn harmless(self) -> Self {
        match self {
            Self::InDoubt { call, why } => Self::unsent(call, why),
            certain => certain,
        }
    }

    /// Nothing was sent.
    pub(super) fn unsent(call: &'static str, why: impl fmt::Display) -> Self {
        Self::Retry { call, why: why.to_string(), after: None }
    }

    /// It was sent, and the answer is lost or cannot be read.
    pub(super) fn unanswered(call: Call, why: impl fmt::Display) -> Self {
        if call.repeatable {
            Self::unsent(call.name, why)
        } else {
            Self::InDoubt { call: call.name, why: why.to_string() }
        }
    }

    /// Sorts what slack-morphism reports.
    pub(super) fn sorted(call: Call, error: SlackClientError) -> Self {
        match error {
            SlackClientError::RateLimitError(error) => Self::Retry {
                call: call.name,
                why: "Slack asks to slow down".to_owned(),
                after: Some(error.retry_after.unwrap_or(UNSAID_PAUSE)),
            },
            SlackClientError::ApiError(error) => Self::said_no(call, &error),
            SlackClientError::HttpError(error) => match error.status_code.as_u16() {
                // A gateway gave up on an answer that may still have come about.
                status @ (502 | 504) => Self::unanswered(call, format_args!("HTTP {status}")),
                status @ (408 | 425 | 500..=599) => {
                    Self::unsent(call.name, format_args!("HTTP {status}"))
                }
                // Slack says no with 200 and a code of its own: this is a gateway on the way.
                status => Self::unsent(call.name, format_args!("HTTP {status}")),
            },
            SlackClientError::HttpProtocolError(error) => match error.cause {
                Some(cause) if was_never_sent(cause.as_ref()) => {
                    Self::unsent(call.name, chain(cause.as_ref()))
                }
                Some(cause) => Self::unanswered(call, chain(cause.as_ref())),
                None => Self::unanswered(call, "the connection broke"),
            },
            SlackClientError::ProtocolError(_) => {
                Self::unanswered(call, "the answer could not be read")
            }
            SlackClientError::EndOfStream(_)
            | SlackClientError::SystemError(_)
            | SlackClientError::SocketModeProtocolError(_) => {
                Self::unanswered(call, "the connection broke")
            }
        }
    }

    fn said_no(call: Call, error: &SlackClientApiError) -> Self {
        match (End::of(&error.code), error.code.as_str()) {
            (_, "ratelimited" | "rate_limited") => {
                Self::Retry { call: call.name, why: error.code.clone(), after: Some(UNSAID_PAUSE) }
            }
            (Some(End::Again), code) => Self::unsent(call.name, code),
            // Slack: "some aspect of the operation may have succeeded".
            (Some(End::InDoubt), code) => Self::unanswered(call, code),
            (_, code) => Self::Permanent {
                call: call.name,
                code: said::code(code),
                detail: error.http_response_body.as_deref().and_then(said::detail),
            },
        }
    }
}

/// What is being called: the name for the log, and whether twice does no harm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) name: &'static str,
    pub(super) repeatable: bool,
}

impl From<Method> for Call {
    fn from(method: Method) -> Self {
        Self { name: method.name(), repeatable: method.repeatable() }
    }
}

fn was_never_sent(cause: &(dyn Error + Send + Sync + 'static)) -> bool {
    cause.is::<url::ParseError>()
        || cause
            .downcast_ref::<hyper_util::client::legacy::Error>()
            .is_some_and(hyper_util::client::legacy::Error::is_connect)
}

/// The sentences of an error and its causes. Hyper's name no address and quote no content.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push_str(": ");
        said.push_str(&error.to_string());
        cause = error.source();
    }
    said
}
