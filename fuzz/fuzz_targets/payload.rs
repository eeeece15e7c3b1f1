//! Any JSON as a payload of each kind.
#![no_main]

use klatch::slack::decode::{Kind, payload};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = serde_json::from_slice(bytes) else { return };
    for kind in [Kind::Event, Kind::Interaction, Kind::Command] {
        let _ = payload(kind, &value);
    }
});
