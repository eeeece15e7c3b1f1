//! Any bytes as a form of HTTP.
#![no_main]

use klatch::slack::decode::form_body;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = form_body(bytes);
    let _ = form_body(&[b"payload=".as_slice(), bytes].concat());
});
