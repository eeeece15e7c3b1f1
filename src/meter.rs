//! Figures for whoever runs the bot, in Prometheus' text format. What happens is counted where it
//! happens; what is (the queue, the connections) is looked up when somebody asks.
//!
//! No label ever holds what somebody wrote or who somebody is.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Where acknowledgements fall, in seconds: Slack waits three.
const ACK_BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 3.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Named {
    name: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Ended {
    method: &'static str,
    outcome: &'static str,
}

/// All figures of one process. Clones count together.
#[derive(Clone, Debug)]
pub struct Meter(Arc<Figures>);

#[derive(Debug)]
struct Figures {
    registry: Registry,
    acks: Family<Named, Histogram>,
    deliveries: Family<Named, Counter>,
    refused: Family<Named, Counter>,
    calls: Family<Ended, Counter>,
    rate_limited: Family<Named, Counter<f64>>,
    rounds: Family<Named, Counter>,
    jobs: Family<Ended, Counter>,
    levels: Family<Named, Gauge>,
}

impl Default for Meter {
    fn default() -> Self {
        Self::new()
    }
}

impl Meter {
    pub fn new() -> Self {
        let acks: Family<Named, Histogram> =
            Family::new_with_constructor(|| Histogram::new(ACK_BUCKETS));
        let (deliveries, refused) = (Family::default(), Family::default());
        let (calls, rate_limited) = (Family::default(), Family::default());
        let (rounds, jobs, levels) = (Family::default(), Family::default(), Family::default());
        let mut registry = Registry::with_prefix("klatch");
        registry.register(
            "ack_seconds",
            "Until a delivery was acknowledged, by lane",
            acks.clone(),
        );
        registry.register(
            "deliveries",
            "What Slack delivered, by what became of it",
            deliveries.clone(),
        );
        registry.register(
            "refused_requests",
            "Requests that were refused, by reason",
            refused.clone(),
        );
        registry.register("slack_calls", "Calls to Slack, by method and outcome", calls.clone());
        registry.register(
            "rate_limited_seconds",
            "How long Slack asked to wait, by method",
            rate_limited.clone(),
        );
        registry.register("rounds", "Rounds of coffee, by what became of them", rounds.clone());
        registry.register("jobs", "Jobs that were run, by kind and outcome", jobs.clone());
        registry.register("level", "What there is right now", levels.clone());
        Self(Arc::new(Figures {
            registry,
            acks,
            deliveries,
            refused,
            calls,
            rate_limited,
            rounds,
            jobs,
            levels,
        }))
    }

    /// A delivery of a lane (`event`, `command`, `interaction`) was acknowledged.
    pub fn acknowledged(&self, lane: &'static str, after: Duration) {
        self.0.acks.get_or_create(&Named { name: lane }).observe(after.as_secs_f64());
    }

    /// What became of a delivery: `kept`, `answered`, or why it was ignored.
    pub fn delivered(&self, outcome: &'static str) {
        self.0.deliveries.get_or_create(&Named { name: outcome }).inc();
    }

    /// A request was refused before anybody looked into it.
    pub fn refused(&self, reason: &'static str) {
        self.0.refused.get_or_create(&Named { name: reason }).inc();
    }

    /// A call to Slack ended: `ok`, `retry`, `in_doubt`, `permanent`, `rate_limited`.
    pub fn called(&self, method: &'static str, outcome: &'static str) {
        self.0.calls.get_or_create(&Ended { method, outcome }).inc();
    }

    /// Slack asked to wait so long.
    pub fn rate_limited(&self, method: &'static str, wait: Duration) {
        self.0.rate_limited.get_or_create(&Named { name: method }).inc_by(wait.as_secs_f64());
    }

    /// A round was `opened`, `paired`, `closed` or `skipped`.
    pub fn round(&self, what: &'static str) {
        self.0.rounds.get_or_create(&Named { name: what }).inc();
    }

    /// A try of a job ended.
    pub fn job(&self, kind: &'static str, outcome: &'static str) {
        self.0.jobs.get_or_create(&Ended { method: kind, outcome }).inc();
    }

    /// How much there is of something right now.
    pub fn level(&self, name: &'static str, value: i64) {
        self.0.levels.get_or_create(&Named { name }).set(value);
    }

    /// All of it, as Prometheus reads it.
    ///
    /// # Errors
    /// Never in practice: writing to a string does not fail.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.0.registry)?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_can_be_read() {
        let meter = Meter::new();
        meter.clone().called("chat.postMessage", "ok");
        meter.acknowledged("event", Duration::from_millis(3));
        meter.rate_limited("conversations.open", Duration::from_secs(30));
        meter.level("queue_waiting", 7);
        let text = meter.text().unwrap();
        for line in [
            r#"klatch_slack_calls_total{method="chat.postMessage",outcome="ok"} 1"#,
            r#"klatch_ack_seconds_bucket{le="0.005",name="event"} 1"#,
            r#"klatch_rate_limited_seconds_total{name="conversations.open"} 30"#,
            r#"klatch_level{name="queue_waiting"} 7"#,
        ] {
            assert!(text.lines().any(|one| one.starts_with(line)), "{line} is not in\n{text}");
        }
    }
}
