//! byline.toml: what ledger a folder claims to be (docs/format/log.md, "byline.toml").

use crate::key::{KeyError, PublicKey, PublicKeyBytes};
use crate::record::{FormError, Origin};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The file's name in the ledger's folder.
pub const CONFIG_FILE: &str = "byline.toml";

/// What byline.toml says. It is trusted for nothing that the log itself says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The log's origin.
    pub origin: Origin,
    /// The ledger's key in entry 0.
    pub key: PublicKey,
}

/// Why a byline.toml can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Written by a program that knows a later format.
    #[error("byline.toml has format {0}; this program knows format 1")]
    NewerFormat(String),
    /// Not the three lines in their one form.
    #[error("byline.toml is not the three lines format, origin and key that `byline init` writes")]
    Malformed,
    /// The origin has another form.
    #[error("byline.toml: {0}")]
    Origin(#[from] FormError),
    /// The key is none that can be accepted.
    #[error("byline.toml: the key is {0}")]
    Key(#[from] KeyError),
    /// The key has another form.
    #[error("the key is not `ssh-ed25519 ` and base64")]
    KeyText,
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = ssh_text(&self.key.bytes());
        write!(f, "format = 1\norigin = \"{}\"\nkey = \"{key}\"\n", self.origin)
    }
}

impl Config {
    /// Reads exactly what [`Display`](fmt::Display) gives.
    ///
    /// # Errors
    /// For every other text; a later format is told apart.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let mut lines = text.lines();
        let format = lines.next().and_then(|line| line.strip_prefix("format = ")).ok_or(ConfigError::Malformed)?;
        if format.is_empty() || !format.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ConfigError::Malformed);
        }
        if format != "1" {
            return Err(ConfigError::NewerFormat(format.chars().take(20).collect()));
        }
        let mut quoted = |name: &str| {
            let line = lines.next()?.strip_prefix(name)?;
            line.strip_prefix(" = \"")?.strip_suffix('"').map(str::to_owned)
        };
        let origin = quoted("origin").ok_or(ConfigError::Malformed)?;
        let key = quoted("key").ok_or(ConfigError::Malformed)?;
        let config = Self { origin: Origin::new(origin)?, key: parse_ssh_text(&key)? };
        if config.to_string() == text { Ok(config) } else { Err(ConfigError::Malformed) }
    }
}

/// A public key as OpenSSH writes it, without a comment.
pub fn ssh_text(key: &PublicKeyBytes) -> String {
    format!("ssh-ed25519 {}", STANDARD.encode(key.ssh_blob()))
}

/// Reads a public key as OpenSSH writes it; a comment behind it is ignored.
///
/// # Errors
/// When it isn't one, or not one that can be accepted.
pub fn parse_ssh_text(text: &str) -> Result<PublicKey, ConfigError> {
    let mut words = text.split_ascii_whitespace();
    if words.next() != Some("ssh-ed25519") {
        return Err(ConfigError::KeyText);
    }
    let blob = words.next().and_then(|word| STANDARD.decode(word).ok()).ok_or(ConfigError::KeyText)?;
    let bytes: [u8; 32] = blob.get(19..).and_then(|tail| tail.try_into().ok()).ok_or(ConfigError::KeyText)?;
    let key = PublicKeyBytes::from_bytes(bytes);
    if key.ssh_blob() != blob {
        return Err(ConfigError::KeyText);
    }
    Ok(PublicKey::accept(key)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SecretKey;
    use zeroize::Zeroizing;

    fn config() -> Config {
        let key = SecretKey::from_seed(&Zeroizing::new([1; 32])).public();
        Config { origin: "example.org/desk".parse().unwrap(), key }
    }

    #[test]
    fn goes_out_and_in() {
        assert_eq!(Config::parse(&config().to_string()), Ok(config()));
    }

    #[test]
    fn refuses_every_other_text() {
        let text = config().to_string();
        assert_eq!(Config::parse(&text.replace("format = 1", "format = 2")), Err(ConfigError::NewerFormat("2".into())));
        for none in ["", "one", "-1", "1 "] {
            let text = text.replace("format = 1", &format!("format = {none}"));
            assert_eq!(Config::parse(&text), Err(ConfigError::Malformed), "{none:?}");
        }
        for wrong in [
            String::new(),
            text.replace("origin", "Origin"),
            text.replace('\n', "\r\n"),
            format!("{text}\n"),
            text.trim_end().to_owned(),
            text.replace("desk", "de:sk"),
            text.replace("AAAA", "AAAB"),
            text.replace("\"\n", " comment\"\n"),
        ] {
            assert!(Config::parse(&wrong).is_err(), "{wrong:?}");
        }
    }
}
