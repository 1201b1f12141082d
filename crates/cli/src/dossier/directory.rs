//! What a dossier asks of the ledger.

use byline_ledger::hash::{Blake3, RecordId};
use byline_ledger::record::{Handle, Kind, Record, Slug};

/// The ledger couldn't be asked. It has nothing to do with the dossier.
pub type Refusal = Box<dyn std::error::Error + Send + Sync>;

/// Something that the ledger has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The id of the first record of its correction chain.
    pub identity: RecordId,
    /// The id of the version in force.
    pub in_force: RecordId,
    /// The version in force.
    pub record: Record,
    /// The versions before it, the oldest first.
    pub former: Vec<Record>,
    /// Who signed the first record: whose slug it is.
    pub handle: Handle,
}

/// The ledger, as far as a dossier needs it. All answers are versions in force.
pub trait Directory {
    /// The things with this slug: one recorder's, or everybody's.
    ///
    /// # Errors
    /// When the ledger can't be read.
    fn by_slug(&self, kind: Kind, handle: Option<&Handle>, slug: &Slug) -> Result<Vec<Known>, Refusal>;

    /// The things one of whose versions has an id that begins with these hexadecimal digits (8 to 64, lower case), each once.
    ///
    /// # Errors
    /// When the ledger can't be read.
    fn by_id(&self, digits: &str) -> Result<Vec<Known>, Refusal>;

    /// The entities that have a name with all the words of this one, in whatever language and script.
    ///
    /// # Errors
    /// When the ledger can't be read.
    fn entities_named(&self, name: &str) -> Result<Vec<Known>, Refusal>;

    /// The claims on this question, found in this document; both are identities.
    ///
    /// # Errors
    /// When the ledger can't be read.
    fn claims(&self, question: RecordId, document: RecordId) -> Result<Vec<Known>, Refusal>;

    /// Whether the version with this id was withdrawn.
    ///
    /// # Errors
    /// When the ledger can't be read.
    fn is_withdrawn(&self, version: RecordId) -> Result<bool, Refusal>;

    /// Bytes of the archive, if it has them.
    ///
    /// # Errors
    /// When the archive can't be read.
    fn archived(&self, hash: Blake3) -> Result<Option<Vec<u8>>, Refusal>;
}
