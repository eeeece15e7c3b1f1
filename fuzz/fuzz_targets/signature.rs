//! Any bytes as the two headers of a signature: nothing is forged by luck, and nothing breaks.
#![no_main]

use axum::http::{HeaderMap, HeaderValue};
use chrono::DateTime;
use klatch::config::Secret;
use klatch::slack::http::Signature;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8], &[u8])| {
    let (stamp, signature, body) = parts;
    let Ok(checks) = Signature::new(&Secret::new("secret")) else { return };
    let mut headers = HeaderMap::new();
    for (name, bytes) in [("x-slack-request-timestamp", stamp), ("x-slack-signature", signature)] {
        let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
        headers.insert(name, value);
    }
    assert!(checks.check(&headers, body, DateTime::UNIX_EPOCH).is_err());
});
