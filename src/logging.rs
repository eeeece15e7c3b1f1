//! The log: where it goes, how it looks, and what may never be in it.

use std::io::IsTerminal;
use std::panic;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::LogFormat;
use crate::slack::LOG_LIMITS;

#[cfg(feature = "telemetry")]
mod telemetry;

type Lines = Box<dyn Layer<Registry> + Send + Sync>;

/// Keeps the log going; what is left to be sent elsewhere is sent when it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Log {
    #[cfg(feature = "telemetry")]
    _traces: Option<telemetry::Traces>,
}

/// Logs to standard error from now on what `filter` asks for, and panics without their words.
pub fn start(filter: &str, format: LogFormat) -> Log {
    #[cfg(feature = "telemetry")]
    let traces = telemetry::Traces::start();
    let layers = [
        Some(lines(filter, format)),
        #[cfg(feature = "telemetry")]
        traces.as_ref().map(|traces| traces.layer(filter)),
    ];
    let layers: Vec<Lines> = layers.into_iter().flatten().collect();
    // An error means that somebody else logs already: then they go on.
    let _ = Registry::default().with(layers).try_init();
    quiet_panics();
    Log {
        #[cfg(feature = "telemetry")]
        _traces: traces,
    }
}

/// What limits the noise and the secrets of libraries comes last, so that nothing overrides it.
pub fn limited(filter: &str) -> EnvFilter {
    EnvFilter::builder().parse_lossy(format!("{filter},{LOG_LIMITS}"))
}

fn lines(filter: &str, format: LogFormat) -> Lines {
    let filter = limited(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    match format {
        LogFormat::Text => {
            lines.with_ansi(std::io::stderr().is_terminal()).with_filter(filter).boxed()
        }
        LogFormat::Json => lines.json().flatten_event(true).with_filter(filter).boxed(),
    }
}

/// A panic's words may quote what somebody wrote (a text that is cut within a sign, say). Its place
/// in the source is enough to find it.
pub fn quiet_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}
