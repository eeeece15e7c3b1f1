//! Whether a request is Slack's: `v0:{timestamp}:{body}` under HMAC-SHA256, not older or newer than
//! five minutes (docs.slack.dev, "Verifying requests from Slack").

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::Secret;
use crate::error::Told;

/// How old or new a request may be, in seconds.
const AGE: u64 = 300;

/// Checks signatures with one secret.
#[derive(Clone)]
pub struct Signature(Hmac<Sha256>);

/// Why a request is not proven to be Slack's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// A header is missing, or is none of its kind.
    Unsigned,
    /// Too old or too new: somebody may send again what they once saw, or a clock is wrong.
    Stale,
    Forged,
}

impl Unproven {
    /// For figures and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::Stale => "stale",
            Self::Forged => "forged",
        }
    }
}

impl Signature {
    /// With the app's signing secret.
    ///
    /// # Errors
    /// It is empty: everybody could sign with that.
    pub fn new(secret: &Secret) -> Result<Self, Told> {
        let unusable = || {
            Told::new(
                "The signing secret is empty.",
                "Set SLACK_SIGNING_SECRET: your app's page at Slack has it under Basic Information.",
            )
        };
        let secret = secret.reveal().as_bytes();
        if secret.is_empty() {
            return Err(unusable());
        }
        Hmac::new_from_slice(secret).map(Self).map_err(|_| unusable())
    }

    /// Gives the signature of a request that is Slack's.
    ///
    /// # Errors
    /// It is not, or not of this time.
    pub fn check<'h>(
        &self,
        headers: &'h HeaderMap,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<&'h str, Unproven> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let stamp = text("x-slack-request-timestamp").ok_or(Unproven::Unsigned)?;
        let signature = text("x-slack-signature").ok_or(Unproven::Unsigned)?;
        let seconds: i64 = stamp.parse().map_err(|_| Unproven::Unsigned)?;
        if now.timestamp().abs_diff(seconds) > AGE {
            return Err(Unproven::Stale);
        }
        let claimed = signature.strip_prefix("v0=").and_then(bytes).ok_or(Unproven::Unsigned)?;
        let mut mac = self.0.clone();
        for part in [b"v0:", stamp.as_bytes(), b":", body] {
            mac.update(part);
        }
        // In constant time.
        mac.verify_slice(&claimed).map_err(|_| Unproven::Forged)?;
        Ok(signature)
    }
}

/// 64 small hexadecimal digits.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let digit = |sign: u8| match sign {
        b'0'..=b'9' => Some(sign - b'0'),
        b'a'..=b'f' => Some(sign - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if !rest.is_empty() || pairs.len() != 32 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}
