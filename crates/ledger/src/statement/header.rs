//! The protected header: exactly five labels (docs/format/statement.md).

use crate::hash::{ChainHead, Kid, RecordId};
use crate::position::{Claimed, Size};
use crate::record::{Handle, Kind, Origin, Slug, Text};
use crate::time::Timestamp;
use ciborium::Value;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The one content type, with the format's version (COSE label 3).
pub const CONTENT_TYPE: &str = "application/vnd.byline.record+cbor; version=1";

/// What the content types of all versions begin with; the version follows, in decimal.
const CONTENT_TYPE_OF_ANY: &str = "application/vnd.byline.record+cbor; version=";

/// The version that a content type names, if it is a later one than this program knows.
fn later_version_of(content_type: &str) -> Option<u64> {
    let digits = content_type.strip_prefix(CONTENT_TYPE_OF_ANY)?;
    let version = digits.parse::<u64>().ok().filter(|version| version.to_string() == digits)?;
    Some(version).filter(|version| *version > crate::record::ledger::FORMAT)
}

const ALG: i64 = 1;
const CONTENT: i64 = 3;
const KID: i64 = 4;
const CWT_CLAIMS: i64 = 15;
const AFTER: i64 = -65_537;
const EDDSA: i64 = -8;
const ISS: u64 = 1;
const SUB: u64 = 2;
const IAT: u64 = 6;

/// The chain that a signer saw: the head after `size` leaves.
///
/// It makes the signature a testimony on the whole log before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct After(pub Claimed, pub ChainHead);

impl After {
    /// The chain after that many leaves.
    pub fn new(size: Size, head: ChainHead) -> Self {
        Self(size.into(), head)
    }
}

/// The protected header of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Whose key.
    pub kid: Kid,
    /// The issuer: the origin and the signer's handle, or the origin alone for the ledger's key.
    pub issuer: String,
    /// What the record is about; see [`subject_of_thing`](Header::subject_of_thing) and its siblings.
    pub subject: String,
    /// When it was signed, by the signer's clock.
    pub signed_at: Timestamp,
    /// The chain that the signer saw.
    pub after: After,
}

impl Header {
    /// The issuer of a person's statements.
    pub fn issuer_of(origin: &Origin, handle: &Handle) -> String {
        format!("{origin}/{handle}")
    }

    /// The subject of an entity, event, question or document; `handle` is who signed the identity's first record.
    pub fn subject_of_thing(kind: Kind, handle: &Handle, slug: &Slug) -> String {
        format!("{kind}:{handle}/{slug}")
    }

    /// The version that these bytes name as a protected header, if it is a later one: nothing else of them is looked at.
    pub(super) fn later_version(protected: &[u8]) -> Option<u64> {
        let value: Value = ciborium::de::from_reader_with_recursion_limit(protected, crate::cbor::MAX_DEPTH).ok()?;
        let pairs = value.into_map().ok()?;
        let (_, content_type) = pairs.iter().find(|(label, _)| *label == Value::from(CONTENT))?;
        later_version_of(content_type.as_text()?)
    }

    /// The subject of a claim: its question's identity.
    pub fn subject_of_claim(question: RecordId) -> String {
        question.to_string()
    }
}

impl Serialize for Header {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry(&ALG, &EDDSA)?;
        map.serialize_entry(&CONTENT, CONTENT_TYPE)?;
        map.serialize_entry(&KID, &self.kid)?;
        map.serialize_entry(&CWT_CLAIMS, &Claims { iss: &self.issuer, sub: &self.subject, iat: self.signed_at })?;
        map.serialize_entry(&AFTER, &self.after)?;
        map.end()
    }
}

struct Claims<T> {
    iss: T,
    sub: T,
    iat: Timestamp,
}

impl Serialize for Claims<&String> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry(&ISS, self.iss)?;
        map.serialize_entry(&SUB, self.sub)?;
        map.serialize_entry(&IAT, &self.iat)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header map with the labels 1, 3, 4, 15 and -65537")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Header, A::Error> {
        let (mut alg, mut content, mut kid, mut claims, mut after) = (None, None, None, None, None);
        while let Some(label) = map.next_key::<i64>()? {
            match label {
                ALG => alg = Some(map.next_value::<i64>()?),
                CONTENT => content = Some(map.next_value::<String>()?),
                KID => kid = Some(map.next_value::<Kid>()?),
                CWT_CLAIMS => claims = Some(map.next_value::<Claims<String>>()?),
                AFTER => after = Some(map.next_value::<After>()?),
                other => return Err(A::Error::custom(format!("label {other} has no place"))),
            }
        }
        if alg != Some(EDDSA) {
            return Err(A::Error::custom("label 1 (alg) is not -8 (EdDSA)"));
        }
        if content.as_deref() != Some(CONTENT_TYPE) {
            return Err(A::Error::custom(format!("label 3 (content type) is not {CONTENT_TYPE:?}")));
        }
        let kid = kid.ok_or_else(|| A::Error::custom("label 4 (kid) is missing"))?;
        let claims = claims.ok_or_else(|| A::Error::custom("label 15 (CWT claims) is missing"))?;
        let after = after.ok_or_else(|| A::Error::custom("label -65537 (after) is missing"))?;
        Ok(Header { kid, issuer: claims.iss, subject: claims.sub, signed_at: claims.iat, after })
    }
}

impl<'de> Deserialize<'de> for Claims<String> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ClaimsVisitor)
    }
}

struct ClaimsVisitor;

impl<'de> Visitor<'de> for ClaimsVisitor {
    type Value = Claims<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the CWT claims 1 (iss), 2 (sub) and 6 (iat)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Claims<String>, A::Error> {
        let (mut iss, mut sub, mut iat) = (None, None, None);
        while let Some(claim) = map.next_key::<u64>()? {
            match claim {
                ISS => iss = Some(map.next_value::<Text>()?.into()),
                SUB => sub = Some(map.next_value::<Text>()?.into()),
                IAT => iat = Some(map.next_value::<Timestamp>()?),
                other => return Err(A::Error::custom(format!("CWT claim {other} has no place"))),
            }
        }
        match (iss, sub, iat) {
            (Some(iss), Some(sub), Some(iat)) => Ok(Claims { iss, sub, iat }),
            _ => Err(A::Error::custom("the CWT claims are exactly 1 (iss), 2 (sub) and 6 (iat)")),
        }
    }
}
