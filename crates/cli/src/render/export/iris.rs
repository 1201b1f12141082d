//! What the things of a report are called on the web: IRIs below the ledger's origin, made of hashes and handles alone.
//!
//! Text of a record never becomes part of one. That a server answers there isn't said: the origin is the ledger's name, and these are names.

use byline_ledger::hash::RecordId;
use std::fmt::Write as _;

/// The vocabulary for what no other vocabulary has a word for: docs/exports.md lists the terms.
pub const TERMS: &str = "https://byline.example/terms#";

/// The longest address that is given as one.
const LONGEST_ADDRESS: usize = 2_000;

/// The names of one ledger's things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iris {
    base: String,
}

impl Iris {
    /// The names below an origin. What an IRI can't hold is percent-encoded.
    pub fn of(origin: &str) -> Self {
        let mut base = "https://".to_owned();
        for byte in origin.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    base.push(char::from(byte))
                }
                other => write!(base, "%{other:02X}").expect("safe: a string takes everything"),
            }
        }
        base.push('/');
        Self { base }
    }

    /// What all of them begin with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A name below the base: [`thing`] and [`record`] make them.
    pub fn at(&self, local: &str) -> String {
        format!("{}{local}", self.base)
    }

    /// Something by its identity, whatever version is in force.
    pub fn thing(&self, kind: &str, identity: RecordId) -> String {
        self.at(&thing(kind, identity))
    }
}

/// Something by its identity, below the base: `event/` and 64 digits.
pub fn thing(kind: &str, identity: RecordId) -> String {
    format!("{kind}/{}", digits(identity))
}

/// One signed record, a version of something, below the base.
pub fn record(version: RecordId) -> String {
    thing("record", version)
}

/// The digits of an id.
pub fn digits(id: RecordId) -> String {
    id.to_string().trim_start_matches("b3:").to_owned()
}

/// A text, if it is the address of a page and nothing else: `http` or `https`, with a host, of the characters that RFC 3986 allows there.
pub fn web_address(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&()*+,;=%".contains(&byte);
    let escapes = rest.split('%').skip(1);
    let are_escapes_whole = escapes
        .into_iter()
        .all(|after| after.len() >= 2 && after.bytes().take(2).all(|digit| digit.is_ascii_hexdigit()));
    let port = rest[host.len()..].strip_prefix(':').map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let is_port =
        port.is_none_or(|port| (1..=5).contains(&port.len()) && port.bytes().all(|digit| digit.is_ascii_digit()));
    let is_good = text.len() <= LONGEST_ADDRESS
        && host.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && host.bytes().all(is_host)
        && is_port
        && rest.bytes().all(is_allowed)
        && rest.matches('#').count() <= 1
        && are_escapes_whole;
    is_good.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_stays_inside_of_its_iri() {
        assert_eq!(Iris::of("example.org/desk").base(), "https://example.org/desk/");
        assert_eq!(Iris::of("a<b>\"#?%20@{}").base(), "https://a%3Cb%3E%22%23%3F%2520%40%7B%7D/");
    }

    #[test]
    fn addresses_of_pages_only() {
        for good in ["http://a.org", "https://a.org/b?c=d&e=%20#f", "https://a.org:8080/x", "https://xn--a.org/@b/(c)"]
        {
            assert_eq!(web_address(good), Some(good));
        }
        for bad in [
            "",
            "a.org",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a b",
            "https://a.org/>",
            "https://a.org/\"x",
            "https://a.org/\n",
            "https://a.org/%2",
            "https://a.org/%zz",
            "https://me@evil.org",
            "https://a.org#b#c",
            "HTTP://a.org",
            "https://a.org:port/",
            "https://a.org:/",
            "https://é.org",
            "https://a.org/'x",
            "https://a.org/\u{202e}",
        ] {
            assert_eq!(web_address(bad), None, "{bad:?}");
        }
        assert_eq!(web_address(&format!("https://a.org/{}", "a".repeat(2_000))), None);
    }
}
