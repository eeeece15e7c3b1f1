//! What was delivered lately, and how it was answered.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

/// Slack repeats within minutes; this many deliveries are more than that.
const KEPT: usize = 2_000;

/// A bounded memory of deliveries by their id.
#[derive(Debug, Default)]
pub(super) struct Seen {
    known: HashMap<String, State>,
    order: VecDeque<String>,
}

#[derive(Debug)]
enum State {
    InHand,
    Answered(Option<Value>),
}

/// What is known of a delivery that comes in.
#[derive(Debug, PartialEq)]
pub(super) enum Before {
    Never,
    InHand,
    Answered(Option<Value>),
}

impl Seen {
    /// Looks a delivery up, and marks it as in hand if it is new.
    pub(super) fn begin(&mut self, id: &str) -> Before {
        match self.known.get(id) {
            Some(State::InHand) => Before::InHand,
            Some(State::Answered(payload)) => Before::Answered(payload.clone()),
            None => {
                self.known.insert(id.to_owned(), State::InHand);
                self.order.push_back(id.to_owned());
                if self.order.len() > KEPT
                    && let Some(oldest) = self.order.pop_front()
                {
                    self.known.remove(&oldest);
                }
                Before::Never
            }
        }
    }

    /// Keeps the acknowledgement, so that a second delivery gets the same.
    pub(super) fn answered(&mut self, id: &str, payload: Option<Value>) {
        if let Some(state) = self.known.get_mut(id) {
            *state = State::Answered(payload);
        }
    }

    /// Forgets a delivery that was not acknowledged.
    pub(super) fn let_go(&mut self, id: &str) {
        if matches!(self.known.get(id), Some(State::InHand)) {
            self.known.remove(id);
            self.order.retain(|kept| kept != id);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_second_delivery_gets_the_first_answer() {
        let mut seen = Seen::default();
        assert_eq!(seen.begin("one"), Before::Never);
        assert_eq!(seen.begin("one"), Before::InHand);
        seen.answered("one", Some(json!("yes")));
        seen.let_go("one");
        assert_eq!(seen.begin("one"), Before::Answered(Some(json!("yes"))));
    }

    #[test]
    fn what_was_refused_counts_as_new() {
        let mut seen = Seen::default();
        seen.begin("one");
        seen.let_go("one");
        assert_eq!(seen.begin("one"), Before::Never);
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut seen = Seen::default();
        for number in 0..=KEPT {
            seen.begin(&number.to_string());
        }
        assert_eq!(seen.known.len(), KEPT);
        assert_eq!(seen.order.len(), KEPT);
        assert_eq!(seen.begin("0"), Before::Never, "the oldest was forgotten");
        assert_eq!(seen.begin("2"), Before::InHand);
    }
}
