//! A statement: one record, its header, its signature, and the exact bytes received (docs/format/statement.md).

mod header;

pub use header::{After, CONTENT_TYPE, Header};

use crate::cbor::{self, DecodeError};
use crate::cose::{CoseError, Sign1, signed_bytes};
use crate::finding::Code;
use crate::hash::{Kid, LeafDigest, RecordId};
use crate::key::{PublicKey, SecretKey, SignatureBytes, Signed, valid_signatures};
use crate::record::ledger::FORMAT;
use crate::record::{Record, SealedContent, sealed};

/// The longest statement, in bytes: the length of a log entry has 16 bits (C2SP tlog-tiles, "Log entries").
pub const MAX_STATEMENT_BYTES: usize = 65_535;

/// The context of [`RecordId`] (docs/format/encoding.md, "Hashes").
const ID_CONTEXT: &str = "byline.v1 2026-11-22 record id";

/// Why bytes are not a statement (code `statement.malformed`, and `sealed.content` for one of them).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Longer than [`MAX_STATEMENT_BYTES`].
    #[error("the statement has {bytes} bytes; the limit is 65,535")]
    TooLong {
        /// How long it is, in bytes.
        bytes: usize,
    },
    /// The envelope.
    #[error("envelope: {0}")]
    Envelope(#[from] CoseError),
    /// Content where a commitment should be: nothing else of such a statement is looked at.
    #[error(transparent)]
    SealedContent(#[from] SealedContent),
    /// Its content type names a later version of the format: nothing else of its header and record is looked at.
    ///
    /// It is malformed where this version is in force. Where that isn't known, or a later one is, it needs a later program (docs/format/statement.md).
    #[error("it is of version {version} of the format, and this program knows version {FORMAT}")]
    LaterVersion {
        /// Which.
        version: u64,
    },
    /// The protected header.
    #[error("header: {0}")]
    Header(DecodeError),
    /// The record.
    #[error("record: {0}")]
    Record(DecodeError),
}

impl StatementError {
    /// The code of a finding of it.
    pub fn code(&self) -> Code {
        match self {
            Self::SealedContent(_) => Code::SealedContent,
            _ => Code::StatementMalformed,
        }
    }
}

/// A record and its header before they are signed. Its id is known already.
#[derive(Debug, Clone)]
pub struct Draft {
    header: Header,
    record: Record,
    protected: Vec<u8>,
    payload: Vec<u8>,
}

impl Draft {
    /// Puts a header and a record together.
    ///
    /// # Errors
    /// When the statement would be longer than 65,535 bytes, or when nobody could read it: a Rust value can hold what the format has no place for,
    /// such as a single option.
    pub fn new(header: Header, record: Record) -> Result<Self, StatementError> {
        let (mut protected, mut payload) = (cbor::encode(&header), record.encode());
        // An import makes very many.
        protected.shrink_to_fit();
        payload.shrink_to_fit();
        let draft = Self { header, record, protected, payload };
        let bytes = draft.envelope(SignatureBytes::from_bytes([0; 64])).encode().len();
        if bytes > MAX_STATEMENT_BYTES {
            return Err(StatementError::TooLong { bytes });
        }
        cbor::decode::<Header>(&draft.protected).map_err(StatementError::Header)?;
        Record::decode(&draft.payload).map_err(StatementError::Record)?;
        Ok(draft)
    }

    /// The record's id: what the signature will be over, hashed.
    pub fn id(&self) -> RecordId {
        record_id(&signed_bytes(&self.protected, &self.payload))
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How long the statement will be, in bytes.
    pub fn statement_bytes(&self) -> usize {
        self.envelope(SignatureBytes::from_bytes([0; 64])).encode().len()
    }

    /// Signs it.
    ///
    /// # Panics
    /// When the key is not the one that the header names: the caller made the header for this key.
    pub fn sign(self, key: &SecretKey) -> Statement {
        assert_eq!(self.header.kid, key.public().kid(), "a draft is signed by the key in its header");
        let signed = signed_bytes(&self.protected, &self.payload);
        let id = record_id(&signed);
        let bytes = self.envelope(key.sign(&signed)).encode();
        Statement { bytes: bytes.into(), header: self.header, record: self.record, id }
    }

    fn envelope(&self, signature: SignatureBytes) -> Sign1 {
        Sign1 { protected: self.protected.clone(), payload: self.payload.clone(), signature }
    }
}

/// A statement that was read and whose signature has not been looked at.
///
/// Its bytes are canonical, its header has exactly its labels, and its record has a known kind and shape. Nothing more.
#[derive(Debug, Clone)]
pub struct Unverified {
    statement: Statement,
    signed: Vec<u8>,
    signature: SignatureBytes,
}

impl Unverified {
    /// Reads one statement.
    ///
    /// # Errors
    /// For every byte string that is not the canonical form of a statement.
    pub fn parse(bytes: &[u8]) -> Result<Self, StatementError> {
        if bytes.len() > MAX_STATEMENT_BYTES {
            return Err(StatementError::TooLong { bytes: bytes.len() });
        }
        let sign1 = Sign1::decode(bytes)?;
        sealed::check_places(&sign1.payload)?;
        let header: Header =
            cbor::decode(&sign1.protected).map_err(|error| match Header::later_version(&sign1.protected) {
                Some(version) => StatementError::LaterVersion { version },
                None => StatementError::Header(error),
            })?;
        let record = Record::decode(&sign1.payload).map_err(StatementError::Record)?;
        let signed = sign1.signed_bytes();
        let id = record_id(&signed);
        let statement = Statement { bytes: bytes.into(), header, record, id };
        Ok(Self { statement, signed, signature: sign1.signature })
    }

    /// Whose key the header names.
    pub fn kid(&self) -> Kid {
        self.statement.header.kid
    }

    /// The record's id.
    pub fn id(&self) -> RecordId {
        self.statement.id
    }

    /// The record, for whoever needs to know what it claims to be before its signature is checked.
    pub fn record(&self) -> &Record {
        &self.statement.record
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.statement.header
    }

    /// Checks the signature by the key that the header names.
    ///
    /// # Errors
    /// Gives the statement back when the key has another kid or the signature is not valid (code `statement.signature`).
    pub fn verify(self, key: &PublicKey) -> Result<Statement, Box<Self>> {
        if key.kid() == self.kid() && key.is_valid(&self.signed, self.signature) {
            Ok(self.statement)
        } else {
            Err(Box::new(self))
        }
    }

    /// Checks many signatures at once, each by its own key: the same answers as [`Unverified::verify`], faster.
    ///
    /// A statement without a key, or whose key has another kid than the header names, comes back unverified.
    pub fn verify_all(statements: Vec<(Self, Option<PublicKey>)>) -> Vec<Result<Statement, Box<Self>>> {
        let with_key = |(statement, key): &(Self, Option<PublicKey>)| key.filter(|key| key.kid() == statement.kid());
        let keys: Vec<Option<PublicKey>> = statements.iter().map(with_key).collect();
        let signed: Vec<Signed<'_>> = (statements.iter().zip(&keys))
            .filter_map(|((statement, _), key)| {
                let key = key.as_ref()?;
                Some(Signed { key, message: &statement.signed, signature: statement.signature })
            })
            .collect();
        let mut valid = valid_signatures(&signed).into_iter();
        let has_valid: Vec<bool> = keys.iter().map(|key| key.is_some() && valid.next().unwrap_or(false)).collect();
        let statements = statements.into_iter().map(|(statement, _)| statement);
        statements.zip(has_valid).map(|(it, valid)| if valid { Ok(it.statement) } else { Err(Box::new(it)) }).collect()
    }

    /// Takes the statement without checking its signature: for views of a log whose leaves were authenticated by the ledger's checkpoint.
    ///
    /// The result proves only what that checkpoint proves: the ledger has this leaf.
    pub fn trust_the_log(self) -> Logged {
        Logged { statement: self.statement }
    }
}

/// A statement whose signature has been checked: a value of this type is the proof of the check.
///
/// It proves that the key signed these bytes. It doesn't prove that the key was in the roster, that the statement may stand in a log
/// ([`crate::state`]), nor that what it says is true.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The bytes as received. They are what was hashed and stored; nothing is encoded again.
    bytes: Box<[u8]>,
    header: Header,
    record: Record,
    id: RecordId,
}

impl Statement {
    /// The bytes: one leaf of the log.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The protected header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The record's id.
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// What the hash chain takes in.
    pub fn leaf_digest(&self) -> LeafDigest {
        LeafDigest::of(&self.bytes)
    }
}

/// A statement that stands in a log under a checkpoint; its own signature was not checked by this value's maker.
#[derive(Debug, Clone)]
pub struct Logged {
    statement: Statement,
}

impl Logged {
    /// The bytes: one leaf of the log.
    pub fn bytes(&self) -> &[u8] {
        self.statement.bytes()
    }

    /// The protected header.
    pub fn header(&self) -> &Header {
        self.statement.header()
    }

    /// The record.
    pub fn record(&self) -> &Record {
        self.statement.record()
    }

    /// The record's id.
    pub fn id(&self) -> RecordId {
        self.statement.id()
    }

    /// The record alone.
    pub fn into_record(self) -> Record {
        self.statement.record
    }
}

fn record_id(signed: &[u8]) -> RecordId {
    RecordId::from_bytes(blake3::derive_key(ID_CONTEXT, signed))
}

#[cfg(test)]
mod tests;
