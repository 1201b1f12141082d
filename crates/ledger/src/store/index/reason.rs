//! Why an index can't be used as it is.

use std::fmt;

use super::super::log_files::LogError;
use crate::position::Size;

/// Why an index on disk was built anew, or not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There was none.
    New,
    /// It was made by another version of the program.
    Format,
    /// It covers more leaves than the log has.
    Ahead {
        /// How many leaves it covers.
        indexed: Size,
    },
    /// It was made from another log.
    Foreign,
    /// Something in it is wrong.
    Damaged(String),
    /// Another process is using it.
    Locked,
    /// It can't be written here.
    Unavailable(String),
}

impl Reason {
    /// Whether an index could be kept on disk if it were built anew.
    pub(super) fn can_rebuild(&self) -> bool {
        !matches!(self, Self::Locked | Self::Unavailable(_))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("there was no index"),
            Self::Format => f.write_str("the index was made by another version"),
            Self::Ahead { indexed } => write!(f, "the index covers {indexed} entries, more than the log has"),
            Self::Foreign => f.write_str("the index was made from another log"),
            Self::Damaged(what) => write!(f, "the index is damaged ({what})"),
            Self::Locked => f.write_str("another process is using the index"),
            Self::Unavailable(why) => write!(f, "the index can't be kept on disk ({why})"),
        }
    }
}

/// Why something on disk didn't work out.
pub(super) enum Trouble {
    /// The index: build it anew, or do without.
    Index(Reason),
    /// The log itself, where nothing helps.
    Log(LogError),
}

impl From<Reason> for Trouble {
    fn from(reason: Reason) -> Self {
        Self::Index(reason)
    }
}

impl From<LogError> for Trouble {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}
