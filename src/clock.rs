//! Time and chance, the two things that must be passed in. This is the only room that may ask
//! the machine for either; everywhere else `clippy.toml` refuses it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use rand::rngs::SysRng;
use rand::{Rng, SeedableRng, TryRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

/// What time it is: the system's, or one moved by hand. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    /// Stands still until it is moved. Milliseconds since 1970.
    Still(AtomicI64),
    /// Runs as the machine does, from another point in time. Milliseconds since 1970 at `since`.
    Running {
        from: AtomicI64,
        since: Instant,
    },
}

impl Clock {
    /// The machine's own time, in milliseconds.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// Stands at `at` until [`Clock::advance_to`] moves it: for tests and headless demos.
    pub fn still(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Still(AtomicI64::new(at.timestamp_millis()))))
    }

    /// Starts at `at` and runs: for the demo, whose visitor can also jump ahead.
    pub fn running(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Running {
            from: AtomicI64::new(at.timestamp_millis()),
            since: Instant::now(),
        }))
    }

    /// Now, to the millisecond (what the database keeps).
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match &*self.0 {
            Source::System => return system_now(),
            Source::Still(at) => at.load(Ordering::SeqCst),
            Source::Running { from, since } => from.load(Ordering::SeqCst) + elapsed_millis(*since),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Moves a clock that can be moved to `at`, never backwards. The system's clock stays as it is.
    pub fn advance_to(&self, at: DateTime<Utc>) {
        let target = at.timestamp_millis();
        match &*self.0 {
            Source::System => {}
            Source::Still(now) => {
                now.fetch_max(target, Ordering::SeqCst);
            }
            Source::Running { from, since } => {
                from.fetch_max(target - elapsed_millis(*since), Ordering::SeqCst);
            }
        }
    }

    /// Whether time passes by itself.
    pub fn runs(&self) -> bool {
        !matches!(&*self.0, Source::Still(_))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
fn system_now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

fn elapsed_millis(since: Instant) -> i64 {
    i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// A stream of chance: the system's at start, or a seed that repeats it. Clones share the stream.
#[derive(Clone, Debug)]
pub struct Chance(Arc<Mutex<ChaCha20Rng>>);

impl Chance {
    /// Seeded by the operating system.
    ///
    /// # Errors
    /// The operating system has no randomness to give.
    pub fn system() -> std::io::Result<Self> {
        let mut seed = [0_u8; 32];
        SysRng.try_fill_bytes(&mut seed).map_err(std::io::Error::other)?;
        Ok(Self(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed)))))
    }

    /// The same stream for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// The next `N` bytes of the stream.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A fresh UUIDv7 of the time `at` (RFC 9562, section 5.7).
    pub fn id<Id: From<Uuid>>(&self, at: DateTime<Utc>) -> Id {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid().into()
    }
}
