//! The border to Slack. Nothing else speaks Slack's way: what comes in leaves here as an
//! [`crate::event::Event`] or an [`crate::event::Interaction`], what goes out passes [`client`].
//!
//! What the border must keep (events, answers) goes through two small traits, [`desk::Inbox`] and
//! [`desk::Replier`], which `app` fills.

pub mod approval;
pub mod client;
pub mod decode;
pub mod desk;
pub mod failure;
#[cfg(test)]
mod fake;
pub mod http;
pub mod manifest;
pub mod oauth;
pub mod probe;
pub mod socket;

/// Log directives that go after whatever an operator asks for: at DEBUG slack-morphism logs
/// addresses that are tickets, at TRACE the socket and HTTP libraries log what people wrote.
pub const LOG_LIMITS: &str = "slack_morphism=info,tungstenite=info,tokio_tungstenite=info,\
     hyper=info,hyper_util=info,h2=info,rustls=info";

#[cfg(test)]
mod tests {
    #[test]
    fn the_log_limits_are_directives() {
        tracing_subscriber::EnvFilter::builder().parse(super::LOG_LIMITS).unwrap();
    }
}
