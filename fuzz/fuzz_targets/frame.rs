//! Any text as a frame of Socket Mode.
#![no_main]

use klatch::slack::decode::payload;
use klatch::slack::socket::{Frame, frame};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Frame::Envelope(delivery) = frame(text) {
        let _ = payload(delivery.kind, &delivery.payload);
    }
});
