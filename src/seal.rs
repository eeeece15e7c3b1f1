//! Tokens at rest: AES-256-GCM under a ring of keys, the newest first. What was sealed under an older
//! key can still be opened, so that keys can be changed; see [`KeyRing::is_newest`].

use std::fmt;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::error::Told;

/// The form of what is sealed: `v1.<key id>.<nonce>.<ciphertext>`, the last two in base64.
const FORM: &str = "v1";

/// 96 random bits for each sealing: NIST SP 800-38D, section 8.2.2.
pub type Nonce = [u8; 12];

/// Why something cannot be sealed or opened. Holds neither a key nor what was sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Sealed {
    #[error(
        "it is sealed with the key {0}, which is not in KLATCH_SECRET_KEY: add that key behind the \
         newest one"
    )]
    UnknownKey(String),
    #[error("it was sealed for something else, or was changed")]
    Broken,
    #[error("there is no key to seal with")]
    NoKey,
}

/// The keys of the settings.
#[derive(Clone, Default)]
pub struct KeyRing(Vec<Key>);

#[derive(Clone)]
struct Key {
    id: String,
    cipher: Aes256Gcm,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

impl KeyRing {
    /// Reads keys of 32 bytes in base64, separated by commas, the newest first.
    ///
    /// # Errors
    /// One of them is no such key.
    pub fn read(list: &str) -> Result<Self, Told> {
        list.split(',').map(key).collect::<Option<Vec<_>>>().map(Self).ok_or_else(|| {
            Told::new(
                "The secret key (KLATCH_SECRET_KEY) is no key of 32 bytes in base64.",
                "Make one with: openssl rand -base64 32",
            )
        })
    }

    /// A new key, in the form that [`KeyRing::read`] reads, of 32 bytes of chance.
    pub fn fresh(bytes: [u8; 32]) -> String {
        STANDARD.encode(bytes)
    }

    /// Seals `plain` with the newest key. It can be opened only for the same `purpose` (which
    /// workspace, which column), so that nobody can put it elsewhere.
    ///
    /// # Errors
    /// There is no key.
    pub fn seal(&self, plain: &str, purpose: &str, nonce: Nonce) -> Result<String, Sealed> {
        let key = self.0.first().ok_or(Sealed::NoKey)?;
        let payload = Payload { msg: plain.as_bytes(), aad: purpose.as_bytes() };
        let hidden = key.cipher.encrypt(&nonce.into(), payload).map_err(|_| Sealed::Broken)?;
        let (nonce, hidden) = (URL_SAFE_NO_PAD.encode(nonce), URL_SAFE_NO_PAD.encode(hidden));
        Ok(format!("{FORM}.{}.{nonce}.{hidden}", key.id))
    }

    /// Opens what [`KeyRing::seal`] made for the same `purpose`, with whichever key it was.
    ///
    /// # Errors
    /// The key is not in the ring, or what was sealed is not what it was.
    pub fn open(&self, sealed: &str, purpose: &str) -> Result<String, Sealed> {
        let mut parts = sealed.split('.');
        let (Some(FORM), Some(id), Some(nonce), Some(hidden), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Sealed::Broken);
        };
        let unknown = || Sealed::UnknownKey(id.chars().take(16).collect());
        let key = self.0.iter().find(|key| key.id == id).ok_or_else(unknown)?;
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Sealed::Broken);
        let nonce: Nonce = bytes(nonce)?.try_into().map_err(|_| Sealed::Broken)?;
        let hidden = bytes(hidden)?;
        let payload = Payload { msg: &hidden, aad: purpose.as_bytes() };
        let plain = key.cipher.decrypt(&nonce.into(), payload).map_err(|_| Sealed::Broken)?;
        String::from_utf8(plain).map_err(|_| Sealed::Broken)
    }

    /// Whether it is sealed with the newest key; otherwise it is to be sealed again.
    pub fn is_newest(&self, sealed: &str) -> bool {
        let id = sealed.split('.').nth(1);
        id.is_some() && id == self.0.first().map(|key| key.id.as_str())
    }
}

/// What something is sealed for: a column of a workspace's row. Opened for another, it is broken.
pub fn purpose(workspace: &str, column: &str) -> String {
    format!("{workspace} {column}")
}

/// A key is named by a hash of it: 64 bits of SHA-256 say nothing about the key.
fn key(text: &str) -> Option<Key> {
    let bytes: [u8; 32] = STANDARD.decode(text.trim()).ok()?.try_into().ok()?;
    let id = hash_of(&bytes).chars().take(16).collect();
    Some(Key { id, cipher: Aes256Gcm::new(&bytes.into()) })
}

/// SHA-256 in hex: for what has 256 bits of chance of its own.
pub fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(keys: &[u8]) -> KeyRing {
        let keys: Vec<_> = keys.iter().map(|key| STANDARD.encode([*key; 32])).collect();
        KeyRing::read(&keys.join(",")).unwrap()
    }

    #[test]
    fn what_is_sealed_can_be_opened_for_its_purpose_only() {
        let sealed = ring(&[1]).seal("xoxb-secret", "T1 token", [7; 12]).unwrap();
        assert!(sealed.starts_with("v1.") && !sealed.contains("xoxb"), "{sealed}");
        assert_eq!(ring(&[1]).open(&sealed, "T1 token").unwrap(), "xoxb-secret");
        assert_eq!(ring(&[1]).open(&sealed, "T2 token"), Err(Sealed::Broken));
        let other = ring(&[1]).seal("xoxb-secret", "T1 token", [8; 12]).unwrap();
        assert_ne!(sealed, other, "another nonce, another text");
    }

    #[test]
    fn keys_can_be_changed() {
        let sealed = ring(&[1]).seal("xoxb-secret", "T1", [7; 12]).unwrap();
        let both = ring(&[2, 1]);
        assert_eq!(both.open(&sealed, "T1").unwrap(), "xoxb-secret");
        assert!(!both.is_newest(&sealed));
        let again = both.seal("xoxb-secret", "T1", [9; 12]).unwrap();
        assert!(both.is_newest(&again));
        assert_eq!(ring(&[2]).open(&again, "T1").unwrap(), "xoxb-secret");
    }

    #[test]
    fn an_unknown_key_is_named_and_nothing_else_is() {
        let sealed = ring(&[1]).seal("xoxb-secret", "T1", [7; 12]).unwrap();
        let id = sealed.split('.').nth(1).unwrap().to_owned();
        let told = ring(&[2]).open(&sealed, "T1").unwrap_err();
        assert_eq!(told, Sealed::UnknownKey(id.clone()));
        assert!(told.to_string().contains(&id));
        assert_eq!(KeyRing::default().seal("x", "T1", [0; 12]), Err(Sealed::NoKey));
        assert!(!format!("{:?}", ring(&[1])).contains("AQEB"));
    }

    #[test]
    fn what_was_changed_does_not_open_and_breaks_nothing() {
        let ring = ring(&[1]);
        let sealed = ring.seal("xoxb-secret", "T1", [7; 12]).unwrap();
        for place in 0..sealed.len() {
            for sign in ["A", "B", "."] {
                let mut changed = sealed.clone();
                changed.replace_range(place..=place, sign);
                let opened = ring.open(&changed, "T1");
                assert!(changed == sealed || opened.is_err(), "{changed}");
            }
            assert!(ring.open(&sealed[..place], "T1").is_err());
        }
        for odd in ["", ".", "v1...", "v1.x.y.z", "v2.a.b.c", "\0", "ä.ö.ü.ß"] {
            assert!(ring.open(odd, "T1").is_err());
        }
        for odd in ["", "short", "äöü", ",", "AAAA,"] {
            assert!(KeyRing::read(odd).is_err(), "{odd}");
        }
    }
}
