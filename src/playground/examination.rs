//! A second look at everything that the app sends, beside what the workspace itself checks: tests
//! hold it against Slack's own schemas.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Playground;
use super::state::World;

/// Says what is wrong with something that the app sent: a method's name, `response_url`, or what it
/// acknowledges (`slash_commands`, `view_submission`); its body; and whether that was a form or a
/// query, where everything is text.
pub type Examiner = fn(name: &str, body: &Value, form: bool) -> Vec<String>;

/// Who looks, and what they saw.
#[derive(Debug, Default)]
pub(crate) struct Examination {
    examiner: Option<Examiner>,
    seen: BTreeMap<String, u64>,
}

impl Examination {
    pub(crate) fn is_on(&self) -> bool {
        self.examiner.is_some()
    }
}

impl World {
    /// Shows the examiner something; what is wrong with it is a fault.
    pub(crate) fn examine(&mut self, name: &str, body: &Value, form: bool) {
        let Some(examiner) = self.examination.examiner else { return };
        *self.examination.seen.entry(name.to_owned()).or_default() += 1;
        for wrong in examiner(name, body, form) {
            self.fault(format!("{name}{wrong}"));
        }
    }
}

impl Playground {
    /// Shows everything that the app sends from now on to an examiner. What it finds is among the
    /// [`Playground::faults`].
    pub fn examine_with(&self, examiner: Examiner) {
        self.world().examination.examiner = Some(examiner);
    }

    /// How often it was shown what.
    pub fn examined(&self) -> BTreeMap<String, u64> {
        self.world().examination.seen.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::playground::api::Body;
    use crate::playground::tests::bot;

    #[tokio::test]
    async fn what_the_examiner_finds_is_a_fault_and_what_it_saw_is_counted() {
        let playground = bot::workspace(crate::playground::cast::invented()).await;
        let token = playground.bot_token();
        let join = || Body::Json(json!({"channel": "C0"}).to_string().into_bytes());
        playground.call("conversations.info", Some(&token), join());
        assert!(playground.examined().is_empty(), "nobody looks yet");
        playground.forget_faults();
        playground.examine_with(|name, body, form| {
            assert!(!form && name == "conversations.join");
            body.get("channel").map(|_| "/channel is odd".to_owned()).into_iter().collect()
        });
        playground.call("conversations.join", Some(&token), join());
        assert_eq!(playground.faults(), ["conversations.join/channel is odd"]);
        assert_eq!(playground.examined()["conversations.join"], 1);
    }
}
