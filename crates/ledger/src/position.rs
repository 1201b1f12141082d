//! Positions in a log: where a leaf stands, and how many leaves there are.
//!
//! An index and a size are one apart and easily confused, so they are distinct types. Both stay
//! below 2^63: tools of the public ecosystem hold them in signed 64-bit integers, and a checkpoint
//! that they can't read is of no use to anybody.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The first number that is no position any more.
const LIMIT: u64 = 1 << 63;

/// The position of a leaf in a log, counted from 0; below 2^63.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Index(u64);

/// A number of leaves: of a log, or of the part of it that a checkpoint covers; below 2^63.
///
/// An [`Index`] is valid in it when it is smaller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Size(u64);

impl Index {
    /// The position of the first leaf.
    pub const ZERO: Self = Self(0);

    /// The position `value`; nothing from 2^63 on.
    pub const fn new(value: u64) -> Option<Self> {
        if value < LIMIT { Some(Self(value)) } else { None }
    }

    /// The position `value`, for numbers that can't be too large.
    pub const fn small(value: u32) -> Self {
        Self(value as u64)
    }

    /// The position as a number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether a log of this size has a leaf here.
    pub const fn in_size(self, size: Size) -> bool {
        self.0 < size.0
    }

    /// The number of leaves before this one, that is, the size of the log to which it was appended.
    pub const fn size_before(self) -> Size {
        Size(self.0)
    }

    /// The number of leaves up to this one and with it; nothing if that would reach 2^63.
    pub const fn size_with(self) -> Option<Size> {
        Size::new(self.0 + 1)
    }

    /// The position after this one; nothing if that would reach 2^63.
    pub const fn next(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }
}

impl Size {
    /// No leaves at all.
    pub const ZERO: Self = Self(0);

    /// The size `value`; nothing from 2^63 on.
    pub const fn new(value: u64) -> Option<Self> {
        if value < LIMIT { Some(Self(value)) } else { None }
    }

    /// The size `value`, for numbers that can't be too large.
    pub const fn small(value: u32) -> Self {
        Self(value as u64)
    }

    /// The size as a number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The position of the last leaf; nothing if there is none.
    pub const fn index_of_last(self) -> Option<Index> {
        match self.0.checked_sub(1) {
            Some(last) => Some(Index(last)),
            None => None,
        }
    }

    /// The position that the next appended leaf will have.
    pub const fn index_of_next(self) -> Index {
        Index(self.0)
    }

    /// The size after `leaves` more leaves; nothing if that would reach 2^63.
    pub const fn checked_add(self, leaves: u64) -> Option<Self> {
        match self.0.checked_add(leaves) {
            Some(sum) => Self::new(sum),
            None => None,
        }
    }

    /// The positions of all leaves, in order.
    pub fn indices(self) -> impl DoubleEndedIterator<Item = Index> + Clone {
        (0..self.0).map(Index)
    }
}

/// A position or a number of leaves as signed bytes claim it: any unsigned integer of 64 bits, so it may lie beyond every log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Claimed(u64);

impl Claimed {
    /// What is claimed.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The claim as a size; nothing from 2^63 on, where no size is.
    pub const fn as_size(self) -> Option<Size> {
        Size::new(self.0)
    }

    /// The claim as an index; nothing from 2^63 on, where no index is.
    pub const fn as_index(self) -> Option<Index> {
        Index::new(self.0)
    }
}

impl From<u64> for Claimed {
    fn from(value: u64) -> Self {
        Self(value)
    }
}

impl From<Index> for Claimed {
    fn from(index: Index) -> Self {
        Self(index.0)
    }
}

impl From<Size> for Claimed {
    fn from(size: Size) -> Self {
        Self(size.0)
    }
}

impl fmt::Display for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claimed({})", self.0)
    }
}

/// What both types have in common: they are shown, written and read as plain unsigned numbers.
macro_rules! plain_number {
    ($($name:ident)+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = u64::deserialize(deserializer)?;
                Self::new(value).ok_or_else(|| D::Error::custom("a position must be below 2^63"))
            }
        }
    )+};
}

plain_number!(Index Size);

/// Indexes in ascending order, in words, runs of neighbours joined: "3, 5-9".
pub fn runs(indexes: &[Index]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for index in indexes.iter().map(|index| index.get()) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => runs.push((index, index)),
        }
    }
    let words = runs.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_below_two_to_the_63() {
        let last = (1 << 63) - 1;
        assert_eq!(Index::new(last).map(Index::get), Some(last));
        assert_eq!(Size::new(last).map(Size::get), Some(last));
        for value in [1 << 63, u64::MAX] {
            assert_eq!(Index::new(value), None);
            assert_eq!(Size::new(value), None);
        }
        assert_eq!(Index::new(last).and_then(Index::next), None);
        assert_eq!(Index::new(last).and_then(Index::size_with), None);
        assert_eq!(Size::small(1).checked_add(last), None);
        assert_eq!(Size::small(1).checked_add(u64::MAX), None);
        assert_eq!(Size::small(1).checked_add(2), Some(Size::small(3)));
    }

    #[test]
    fn an_index_is_in_a_size_when_it_is_smaller() {
        assert!(!Index::ZERO.in_size(Size::ZERO));
        assert!(Index::small(6).in_size(Size::small(7)));
        assert!(!Index::small(7).in_size(Size::small(7)));
        assert_eq!(Size::ZERO.index_of_last(), None);
        assert_eq!(Size::small(7).index_of_last(), Some(Index::small(6)));
        assert_eq!(Size::small(7).index_of_next(), Index::small(7));
        assert_eq!(Index::small(7).size_before(), Size::small(7));
        assert_eq!(Index::small(7).size_with(), Some(Size::small(8)));
        assert_eq!(Size::small(2).indices().collect::<Vec<_>>(), [Index::ZERO, Index::small(1)]);
        assert_eq!(Size::ZERO.indices().count(), 0);
    }

    #[test]
    fn a_claim_may_lie_beyond_every_log() {
        let last = (1 << 63) - 1;
        assert_eq!(Claimed::from(last).as_size(), Size::new(last));
        assert_eq!(Claimed::from(last).as_index(), Index::new(last));
        for value in [1 << 63, u64::MAX] {
            let claim: Claimed = serde_json::from_str(&value.to_string()).unwrap();
            assert_eq!((claim.get(), claim.as_size(), claim.as_index()), (value, None, None));
            assert_eq!(serde_json::to_string(&claim).unwrap(), value.to_string());
        }
        assert_eq!(Claimed::from(Size::small(3)), Claimed::from(Index::small(3)));
    }

    #[test]
    fn is_a_plain_number_in_every_notation() {
        assert_eq!(Index::small(1234).to_string(), "1234");
        assert_eq!(format!("{:>5} {:?}", Size::small(12), Size::small(12)), "   12 Size(12)");
        assert_eq!(serde_json::to_string(&Size::small(300)).unwrap(), "300");
        assert_eq!(serde_json::from_str::<Index>("300").unwrap(), Index::small(300));
        assert!(serde_json::from_str::<Index>("-1").is_err());
        assert!(serde_json::from_str::<Index>("9223372036854775807").is_ok());
        assert!(serde_json::from_str::<Index>("9223372036854775808").is_err());
        assert!(serde_json::from_str::<Size>("9223372036854775808").is_err());
        assert!(serde_json::from_str::<Size>("1.0").is_err());
    }
}
