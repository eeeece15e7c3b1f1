//! Time and chance, the two things that must be passed in. This is the only room that may ask
//! the machine for either; everywhere else `clippy.toml` refuses it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
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
    /// Stands still until it is moved, or let run.
    Moved {
        /// Milliseconds since 1970, at `running_since` once it runs.
        at: AtomicI64,
        running_since: OnceLock<Instant>,
    },
}

impl Clock {
    /// The machine's own time, in milliseconds.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// Stands at `at` until [`Clock::advance_to`] moves it: for tests and headless demos.
    pub fn still(at: DateTime<Utc>) -> Self {
        let at = AtomicI64::new(at.timestamp_millis());
        Self(Arc::new(Source::Moved { at, running_since: OnceLock::new() }))
    }

    /// From now on time passes by itself, from where it stands: for the demo, whose visitor can
    /// still jump ahead.
    pub fn let_run(&self) {
        if let Source::Moved { running_since, .. } = &*self.0 {
            running_since.get_or_init(Instant::now);
        }
    }

    /// Now, to the millisecond (what the database keeps).
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            Source::System => system_now(),
            Source::Moved { at, running_since } => {
                let millis = at.load(Ordering::SeqCst) + elapsed_millis(running_since);
                DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
            }
        }
    }

    /// Moves a clock that can be moved to `to`, never backwards. The system's clock stays as it is.
    pub fn advance_to(&self, to: DateTime<Utc>) {
        if let Source::Moved { at, running_since } = &*self.0 {
            at.fetch_max(to.timestamp_millis() - elapsed_millis(running_since), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
fn system_now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

fn elapsed_millis(since: &OnceLock<Instant>) -> i64 {
    let elapsed = since.get().map(Instant::elapsed).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_still_clock_moves_by_hand_and_never_backwards() {
        let noon = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Clock::still(noon);
        let other = clock.clone();
        clock.advance_to(noon + chrono::Duration::hours(1));
        clock.advance_to(noon);
        assert_eq!(other.now(), noon + chrono::Duration::hours(1));
    }

    #[test]
    fn a_clock_that_runs_can_still_jump() {
        let noon = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Clock::still(noon);
        clock.let_run();
        clock.advance_to(noon + chrono::Duration::days(1));
        assert!(clock.now() >= noon + chrono::Duration::days(1));
        assert!(clock.now() < noon + chrono::Duration::days(2));
    }

    #[test]
    fn a_seed_repeats_its_stream_and_ids_sort_by_their_time() {
        let (one, other) = (Chance::seeded(7), Chance::seeded(7));
        assert_eq!(one.bytes::<16>(), other.bytes::<16>());
        let early = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let id = |at| one.id::<Uuid>(at);
        assert!(id(early) < id(early + chrono::Duration::milliseconds(1)));
    }
}
