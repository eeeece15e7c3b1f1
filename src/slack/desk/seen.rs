//! What was delivered lately, and how it was answered.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::Ack;

/// Slack repeats within minutes; this many deliveries are more than that.
const KEPT: usize = 2_000;
/// Further deliveries of one thing while it is in hand.
const WAITING: usize = 8;

/// A bounded memory of deliveries by their id.
#[derive(Default)]
pub(super) struct Seen {
    known: HashMap<String, State>,
    order: VecDeque<String>,
}

enum State {
    /// With the acknowledgements of further deliveries of it, which wait for the same answer: the
    /// connection of the first may be gone by then.
    InHand(Vec<Ack>),
    Answered(Option<Value>),
}

impl Seen {
    /// Looks a delivery up. A new one is marked as in hand and its acknowledgement given back; one
    /// that was answered is answered again, and one that is in hand waits for its answer.
    pub(super) fn begin(&mut self, id: &str, ack: Ack) -> Option<Ack> {
        match self.known.get_mut(id) {
            Some(State::InHand(waiting)) => {
                if waiting.len() < WAITING {
                    waiting.push(ack);
                }
                None
            }
            Some(State::Answered(payload)) => {
                ack(payload.clone());
                None
            }
            None => {
                self.known.insert(id.to_owned(), State::InHand(Vec::new()));
                self.order.push_back(id.to_owned());
                if self.order.len() > KEPT
                    && let Some(oldest) = self.order.pop_front()
                {
                    self.known.remove(&oldest);
                }
                Some(ack)
            }
        }
    }

    /// Keeps the answer for deliveries to come, and gives it to those that wait.
    pub(super) fn answered(&mut self, id: &str, payload: Option<&Value>) {
        let Some(state) = self.known.get_mut(id) else { return };
        if let State::InHand(waiting) = std::mem::replace(state, State::Answered(payload.cloned()))
        {
            for ack in waiting {
                ack(payload.cloned());
            }
        }
    }

    /// Forgets a delivery that was not acknowledged.
    pub(super) fn let_go(&mut self, id: &str) {
        if matches!(self.known.get(id), Some(State::InHand(_))) {
            self.known.remove(id);
            self.order.retain(|kept| kept != id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use super::*;

    /// An acknowledgement that writes down what it was called with.
    fn ack(said: &Arc<Mutex<Vec<Option<Value>>>>) -> Ack {
        let said = Arc::clone(said);
        Box::new(move |payload| said.lock().unwrap().push(payload))
    }

    fn silent() -> Ack {
        Box::new(drop)
    }

    #[test]
    fn further_deliveries_get_the_first_answer_whenever_they_come() {
        let mut seen = Seen::default();
        let said = Arc::default();
        assert!(seen.begin("one", ack(&said)).is_some());
        assert!(seen.begin("one", ack(&said)).is_none(), "it is in hand");
        seen.answered("one", Some(&json!("yes")));
        seen.let_go("one");
        assert!(seen.begin("one", ack(&said)).is_none(), "it was answered");
        assert_eq!(*said.lock().unwrap(), [Some(json!("yes")), Some(json!("yes"))]);
    }

    #[test]
    fn what_was_refused_counts_as_new() {
        let mut seen = Seen::default();
        seen.begin("one", silent());
        seen.let_go("one");
        assert!(seen.begin("one", silent()).is_some());
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut seen = Seen::default();
        for number in 0..=KEPT {
            seen.begin(&number.to_string(), silent());
        }
        assert_eq!(seen.known.len(), KEPT);
        assert_eq!(seen.order.len(), KEPT);
        assert!(seen.begin("0", silent()).is_some(), "the oldest was forgotten");
        assert!(seen.begin("2", silent()).is_none());
    }
}
