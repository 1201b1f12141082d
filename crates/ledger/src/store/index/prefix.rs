//! Record ids by their beginnings.

use crate::hash::RecordId;

/// The beginning of a record id, of at least 8 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdPrefix {
    pub(super) low: u64,
    pub(super) high: u64,
}

impl IdPrefix {
    /// Takes 8 to 64 lowercase hex digits, without `b3:`; nothing for any other text.
    ///
    /// Only the first 16 digits are looked at when searching.
    pub fn new(digits: &str) -> Option<Self> {
        let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if !(8..=64).contains(&digits.len()) || !digits.as_bytes().iter().all(is_digit) {
            return None;
        }
        let used = &digits[..digits.len().min(16)];
        let free_bits = 64 - 4 * used.len() as u32;
        let low = u64::from_str_radix(used, 16).ok()? << free_bits;
        let high = low | u64::MAX.checked_shr(64 - free_bits).unwrap_or(0);
        Some(Self { low, high })
    }
}

impl From<RecordId> for IdPrefix {
    fn from(id: RecordId) -> Self {
        let key = key_of_id(id);
        Self { low: key, high: key }
    }
}

/// What the index knows of an id.
pub(super) fn key_of_id(id: RecordId) -> u64 {
    u64::from_be_bytes(*id.as_bytes().first_chunk().expect("safe: an id has 32 bytes"))
}
