//! Sealed places: a commitment in place of a value, and what opens it (docs/format/records.md, "Sealed places").

use super::claim::Passage;
use super::document::ExtractedText;
use super::text::Text;
use crate::cbor;
use crate::hash::{Blake3, Kid, SealedHash, Sha256};
use ciborium::Value;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What a commitment is over begins with this, so that it is no other hash of Byline's.
const TAG: &[u8] = b"byline.v1 sealed field\0";

/// The key of every sealed place.
const SEALED: &str = "sealed";

/// The key as it stands in canonical CBOR: a text of six bytes.
const SEALED_BYTES: &[u8] = b"\x66sealed";

/// How many outer sources a claim may have.
const OUTER_SOURCES: u8 = 8;

/// A field that holds its value, or a commitment in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealable<T> {
    /// The value, for everybody to read.
    Open(T),
    /// A commitment. What was sealed isn't in the log, unless a disclosure opens it.
    Sealed(SealedHash),
}

impl<T> Sealable<T> {
    /// The value, where it isn't sealed.
    pub fn open(&self) -> Option<&T> {
        match self {
            Self::Open(value) => Some(value),
            Self::Sealed(_) => None,
        }
    }

    /// The commitment, where it is sealed.
    pub fn commitment(&self) -> Option<SealedHash> {
        match self {
            Self::Open(_) => None,
            Self::Sealed(commitment) => Some(*commitment),
        }
    }

    /// Whether it is sealed.
    pub fn is_sealed(&self) -> bool {
        self.commitment().is_some()
    }
}

impl<T> From<T> for Sealable<T> {
    fn from(value: T) -> Self {
        Self::Open(value)
    }
}

/// `{ sealed: commitment }`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    sealed: SealedHash,
}

impl<T: Serialize> Serialize for Sealable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Open(value) => value.serialize(serializer),
            Self::Sealed(commitment) => Place { sealed: *commitment }.serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Sealable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if is_place(&value) {
            cbor::from_value::<Place>(value).map(|place| Self::Sealed(place.sealed)).map_err(D::Error::custom)
        } else {
            cbor::from_value(value).map(Self::Open).map_err(D::Error::custom)
        }
    }
}

/// A source that the recorder knows and doesn't name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedSource {
    /// The commitment to who it is.
    pub commitment: SealedHash,
    /// What the public may know of the source.
    pub described: Text,
}

/// Who a sealed source is: a person or body by name, and no reference to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: Text,
    /// The office at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Text>,
    /// The recorder's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// The random bytes that keep a value from being guessed by its commitment: fresh for every commitment, secret until it is disclosed.
///
/// The ledger has no randomness; whoever seals brings it from the operating system.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// Takes 32 random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A salt can still be secret, so it isn't printed.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

impl Serialize for Salt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Any of the hashes is read as exactly 32 bytes.
        Sha256::deserialize(deserializer).map(|bytes| Self(*bytes.as_bytes()))
    }
}

/// A place that can be sealed, by its name in commitments and disclosures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SealedField {
    /// Who answers, in a claim.
    By,
    /// Who passes it on, in a claim: the outer source at this place, counted from 0.
    Through(u8),
    /// The words and their place, in a claim.
    Quote,
    /// A document's BLAKE3.
    Blake3,
    /// A document's SHA-256.
    Sha256,
    /// A document's size.
    Size,
    /// A document's extracted text.
    Text,
    /// A document's address.
    Url,
    /// A document's title.
    Title,
    /// A document's author.
    Author,
}

impl SealedField {
    /// All places but the outer sources.
    const NAMED: [(Self, &'static str); 9] = [
        (Self::By, "by"),
        (Self::Quote, "quote"),
        (Self::Blake3, "blake3"),
        (Self::Sha256, "sha256"),
        (Self::Size, "size"),
        (Self::Text, "text"),
        (Self::Url, "url"),
        (Self::Title, "title"),
        (Self::Author, "author"),
    ];
}

impl fmt::Display for SealedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Through(place) => write!(f, "through.{place}"),
            named => {
                let name = Self::NAMED.iter().find(|(field, _)| field == named).map(|(_, name)| *name);
                f.pad(name.expect("safe: every other field has a name"))
            }
        }
    }
}

/// No place of this name can be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no field of that name can be sealed")]
pub struct NoSuchField;

impl FromStr for SealedField {
    type Err = NoSuchField;

    fn from_str(name: &str) -> Result<Self, NoSuchField> {
        let outer = (0..OUTER_SOURCES).map(Self::Through);
        let mut all = Self::NAMED.iter().map(|(field, _)| *field).chain(outer);
        all.find(|field| field.to_string() == name).ok_or(NoSuchField)
    }
}

/// The value of a sealed place, with the place that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedValue {
    /// Who answers.
    By(Person),
    /// Who passes it on, at this place.
    Through(u8, Person),
    /// The words and their place.
    Quote(Vec<Passage>),
    /// BLAKE3 of a document's bytes.
    Blake3(Blake3),
    /// SHA-256 of a document's bytes.
    Sha256(Sha256),
    /// A document's size, in bytes.
    Size(u64),
    /// A document's extracted text.
    Text(ExtractedText),
    /// A document's address.
    Url(Text),
    /// A document's title.
    Title(Text),
    /// A document's author.
    Author(Text),
}

impl SealedValue {
    /// The place that it is for.
    pub fn field(&self) -> SealedField {
        match self {
            Self::By(_) => SealedField::By,
            Self::Through(place, _) => SealedField::Through(*place),
            Self::Quote(_) => SealedField::Quote,
            Self::Blake3(_) => SealedField::Blake3,
            Self::Sha256(_) => SealedField::Sha256,
            Self::Size(_) => SealedField::Size,
            Self::Text(_) => SealedField::Text,
            Self::Url(_) => SealedField::Url,
            Self::Title(_) => SealedField::Title,
            Self::Author(_) => SealedField::Author,
        }
    }

    /// The value as it stands in signed bytes.
    pub fn to_cbor(&self) -> Value {
        let value = match self {
            Self::By(person) | Self::Through(_, person) => Value::serialized(person),
            Self::Quote(passages) => Value::serialized(passages),
            Self::Blake3(hash) => Value::serialized(hash),
            Self::Sha256(hash) => Value::serialized(hash),
            Self::Size(size) => Value::serialized(size),
            Self::Text(text) => Value::serialized(text),
            Self::Url(text) | Self::Title(text) | Self::Author(text) => Value::serialized(text),
        };
        value.expect("safe: our types serialise into CBOR values")
    }

    /// Reads the value of a place, of the form that this place demands.
    ///
    /// # Errors
    /// When it has another form.
    pub fn read(field: SealedField, value: Value) -> Result<Self, cbor::DecodeError> {
        Ok(match field {
            SealedField::By => Self::By(cbor::from_value(value)?),
            SealedField::Through(place) => Self::Through(place, cbor::from_value(value)?),
            SealedField::Quote => Self::Quote(cbor::from_value::<Passages>(value)?.0),
            SealedField::Blake3 => Self::Blake3(cbor::from_value(value)?),
            SealedField::Sha256 => Self::Sha256(cbor::from_value(value)?),
            SealedField::Size => Self::Size(cbor::from_value(value)?),
            SealedField::Text => Self::Text(cbor::from_value(value)?),
            SealedField::Url => Self::Url(cbor::from_value(value)?),
            SealedField::Title => Self::Title(cbor::from_value(value)?),
            SealedField::Author => Self::Author(cbor::from_value(value)?),
        })
    }

    /// The commitment to this value by the signer with this key.
    ///
    /// The key is in it so that nobody can copy a commitment and pass for somebody who knows what it says.
    pub fn commitment(&self, signer: Kid, salt: &Salt) -> SealedHash {
        let named = Value::Array(vec![Value::Text(self.field().to_string()), self.to_cbor()]);
        let value = cbor::encode_value(&named).expect("safe: what was read or made is canonical");
        let parts: [&[u8]; 4] = [TAG, signer.as_bytes(), salt.as_bytes(), &value];
        SealedHash::from_bytes(*Sha256::of(&parts.concat()).as_bytes())
    }
}

/// What a disclosure can bring to light.
pub trait Disclosable: Sized {
    /// The value, if it is of this type.
    fn of(value: &SealedValue) -> Option<&Self>;
}

macro_rules! disclosable {
    ($($type:ty: $($variant:ident)|+;)*) => {
        $(impl Disclosable for $type {
            fn of(value: &SealedValue) -> Option<&Self> {
                match value {
                    $(SealedValue::$variant(value))|+ => Some(value),
                    _ => None,
                }
            }
        })*
    };
}

disclosable! {
    Vec<Passage>: Quote;
    Blake3: Blake3;
    Sha256: Sha256;
    u64: Size;
    ExtractedText: Text;
    Text: Url | Title | Author;
}

/// The passages of a quote, 1 to 1,024.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Passages(#[serde(deserialize_with = "super::common::some_items")] pub(super) Vec<Passage>);

/// A field that may be absent, with a quote in it that may be sealed.
pub(super) fn optional_quote<'de, D>(deserializer: D) -> Result<Option<Sealable<Vec<Passage>>>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(Some(match Sealable::<Passages>::deserialize(deserializer)? {
        Sealable::Open(passages) => Sealable::Open(passages.0),
        Sealable::Sealed(commitment) => Sealable::Sealed(commitment),
    }))
}

/// Something other than a commitment stands in a sealed place (code `sealed.content`).
///
/// It doesn't say what: that must not spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed place holds something other than a commitment")]
pub struct SealedContent;

/// Looks at every sealed place of a payload, whatever its kind and shape.
///
/// # Errors
/// When one of them holds anything but a commitment. Of bytes that are not canonical CBOR nothing is said here.
pub fn check_places(payload: &[u8]) -> Result<(), SealedContent> {
    if !payload.windows(SEALED_BYTES.len()).any(|run| run == SEALED_BYTES) {
        return Ok(());
    }
    match cbor::decode_value(payload) {
        Ok(value) => check_value(&value),
        Err(_) => Ok(()),
    }
}

/// The decoder has limited how deep this can go.
fn check_value(value: &Value) -> Result<(), SealedContent> {
    match value {
        Value::Array(items) => items.iter().try_for_each(check_value),
        Value::Map(pairs) if is_place(value) => match &pairs[..] {
            [(_, held)] if is_commitment(held) || is_described(held) => Ok(()),
            _ => Err(SealedContent),
        },
        Value::Map(pairs) => pairs.iter().try_for_each(|(_, value)| check_value(value)),
        _ => Ok(()),
    }
}

fn is_place(value: &Value) -> bool {
    value.as_map().is_some_and(|pairs| pairs.iter().any(|(key, _)| key.as_text() == Some(SEALED)))
}

fn is_commitment(value: &Value) -> bool {
    value.as_bytes().is_some_and(|bytes| bytes.len() == 32)
}

/// The content of a sealed source: a commitment and a description, in the order of canonical CBOR.
fn is_described(value: &Value) -> bool {
    let Some([(first, described), (second, commitment)]) = value.as_map().map(Vec::as_slice) else { return false };
    first.as_text() == Some("described")
        && described.is_text()
        && second.as_text() == Some("commitment")
        && is_commitment(commitment)
}

#[cfg(test)]
mod tests;
