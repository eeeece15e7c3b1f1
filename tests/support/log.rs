//! What this process logs, turned up as far as it goes.

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use klatch::logging::limited;

/// Begins to write the log down.
pub(crate) fn begin_log() {
    log();
}

/// Everything that was logged since [`begin_log`].
pub(crate) fn logged() -> String {
    String::from_utf8_lossy(&log().lock().expect("nobody panics while they write")).into_owned()
}

fn log() -> &'static Mutex<Vec<u8>> {
    static LOG: OnceLock<Mutex<Vec<u8>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = tracing_subscriber::fmt().with_env_filter(limited("trace")).with_ansi(false);
        log.with_writer(|| Pen).init();
        Mutex::default()
    })
}

struct Pen;

impl Write for Pen {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        log().lock().expect("nobody panics while they write").extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
