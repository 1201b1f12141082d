//! The one encoding: CBOR in core deterministic form (RFC 8949 section 4.2.1), narrowed further.
//!
//! Every value has exactly one byte string, and [`decode`] refuses all others. The rules stand in docs/format/encoding.md,
//! "Canonical CBOR".

use ciborium::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cmp::Ordering;

/// The longest encoding that [`decode`] looks at, in bytes: a statement is never longer.
pub const MAX_BYTES: usize = 65_535;

/// How deep arrays and maps may nest, the outermost counted as 1.
pub const MAX_DEPTH: usize = 16;

/// Why bytes are not the canonical encoding of a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Longer than what is read of this sort: [`MAX_BYTES`] for a statement.
    #[error("{bytes} bytes are more than the limit of {limit}")]
    TooLong {
        /// The length that was offered, in bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Not CBOR, or cut short.
    #[error("not well-formed CBOR: {0}")]
    Malformed(String),
    /// A float, null, tag or other item that the format has no place for.
    #[error("{0} has no place in the format")]
    Forbidden(&'static str),
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested more than 16 deep")]
    TooDeep,
    /// The same map key twice.
    #[error("a map key stands twice")]
    DuplicateKey,
    /// Well-formed, but not the canonical bytes: long forms, unsorted keys, trailing bytes, indefinite lengths.
    #[error("not canonical at byte {offset}")]
    NotCanonical {
        /// Where the bytes first differ from the canonical ones.
        offset: usize,
    },
    /// Canonical CBOR, but not a value of the expected shape.
    #[error("{0}")]
    Shape(String),
}

/// Encodes a value canonically.
///
/// # Panics
/// When the value holds something that the format has no place for (a float, a null). Our own types hold no such thing.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let value = Value::serialized(value).expect("safe: our types serialise into CBOR values");
    encode_value(&value).expect("safe: our types hold only what the format has a place for")
}

/// Encodes a CBOR value canonically, whatever the order of its map keys.
///
/// # Errors
/// When it holds a forbidden item, nests too deep or has a key twice.
pub fn encode_value(value: &Value) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = Vec::with_capacity(512);
    write(value, 0, &mut bytes)?;
    Ok(bytes)
}

/// Decodes exactly the bytes that [`encode`] gives, and nothing else.
///
/// # Errors
/// Says what is wrong, and where the bytes leave the canonical form.
pub fn decode<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    decode_with(bytes, from_value)
}

/// As [`decode`], of a type that is made from a CBOR value by `make`.
///
/// # Errors
/// As [`decode`], and those of `make`.
pub fn decode_with<T: Serialize>(
    bytes: &[u8],
    make: impl Fn(Value) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    // What gives the same bytes again is canonical, and nothing more has to be looked at.
    if let Ok(typed) = read_value(bytes).and_then(&make)
        && try_encode(&typed).is_ok_and(|again| again == bytes)
    {
        return Ok(typed);
    }
    // Everything else is refused, for the first reason that there is.
    let typed = make(decode_value(bytes)?)?;
    // A field that serde would skip over shows here, whatever the type's attributes say.
    same_bytes(&try_encode(&typed)?, bytes)?;
    Ok(typed)
}

fn try_encode<T: Serialize>(value: &T) -> Result<Vec<u8>, DecodeError> {
    encode_value(&Value::serialized(value).map_err(|error| DecodeError::Shape(error.to_string()))?)
}

/// As [`decode`], for what may be longer than a statement: up to `limit` bytes, and always of this one shape.
///
/// No value of any other shape is built on the way, since a CBOR value can take thirty times the memory of its bytes.
///
/// # Errors
/// As [`decode`]; whatever isn't the canonical encoding of a value of this shape is refused.
pub fn decode_large<T: Serialize + DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, DecodeError> {
    if bytes.len() > limit {
        return Err(DecodeError::TooLong { bytes: bytes.len(), limit });
    }
    let typed: T = ciborium::de::from_reader_with_recursion_limit(bytes, 2 * MAX_DEPTH)
        .map_err(|error| DecodeError::Malformed(reason(&error)))?;
    same_bytes(&encode(&typed), bytes)?;
    Ok(typed)
}

/// Decodes canonical bytes into a CBOR value.
///
/// # Errors
/// As [`decode`], apart from the shape.
pub fn decode_value(bytes: &[u8]) -> Result<Value, DecodeError> {
    let value = read_value(bytes)?;
    same_bytes(&encode_value(&value)?, bytes)?;
    Ok(value)
}

/// Reads well-formed CBOR, canonical or not.
fn read_value(bytes: &[u8]) -> Result<Value, DecodeError> {
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLong { bytes: bytes.len(), limit: MAX_BYTES });
    }
    // ciborium counts its recursion differently from us; twice our depth lets our own check speak first.
    ciborium::de::from_reader_with_recursion_limit(bytes, 2 * MAX_DEPTH)
        .map_err(|error| DecodeError::Malformed(reason(&error)))
}

/// Turns a CBOR value into a typed one.
///
/// # Errors
/// When the shape differs.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, DecodeError> {
    value.deserialized().map_err(|error| DecodeError::Shape(error.to_string()))
}

fn same_bytes(canonical: &[u8], bytes: &[u8]) -> Result<(), DecodeError> {
    if canonical == bytes {
        return Ok(());
    }
    let offset = std::iter::zip(canonical, bytes).take_while(|(want, got)| want == got).count();
    Err(DecodeError::NotCanonical { offset })
}

fn reason(error: &ciborium::de::Error<std::io::Error>) -> String {
    match error {
        ciborium::de::Error::Io(_) => "the bytes end too early".to_owned(),
        ciborium::de::Error::Syntax(offset) => format!("syntax error at byte {offset}"),
        ciborium::de::Error::Semantic(_, words) => words.clone(),
        ciborium::de::Error::RecursionLimitExceeded => "nested too deep".to_owned(),
    }
}

fn write(value: &Value, depth: usize, out: &mut Vec<u8>) -> Result<(), DecodeError> {
    match value {
        Value::Integer(number) => {
            let number = i128::from(*number);
            match u64::try_from(number) {
                Ok(positive) => head(0, positive, out),
                // CBOR writes -1 - n as the unsigned n with major type 1.
                Err(_) => match u64::try_from(-1 - number) {
                    Ok(negative) => head(1, negative, out),
                    Err(_) => return Err(DecodeError::Forbidden("an integer of more than 64 bits")),
                },
            }
        }
        Value::Bytes(bytes) => {
            head(2, bytes.len() as u64, out);
            out.extend_from_slice(bytes);
        }
        Value::Text(text) => {
            head(3, text.len() as u64, out);
            out.extend_from_slice(text.as_bytes());
        }
        Value::Bool(truth) => out.push(if *truth { 0xf5 } else { 0xf4 }),
        Value::Array(items) => {
            deeper(depth)?;
            head(4, items.len() as u64, out);
            for item in items {
                write(item, depth + 1, out)?;
            }
        }
        Value::Map(pairs) => {
            deeper(depth)?;
            write_map(pairs, depth, out)?;
        }
        Value::Float(_) => return Err(DecodeError::Forbidden("a float")),
        Value::Null => return Err(DecodeError::Forbidden("null")),
        Value::Tag(..) => return Err(DecodeError::Forbidden("a tag")),
        _ => return Err(DecodeError::Forbidden("a simple value")),
    }
    Ok(())
}

/// Writes a map with its keys in the order of their encoded bytes, which is not the order of the texts: shorter keys come first.
fn write_map(pairs: &[(Value, Value)], depth: usize, out: &mut Vec<u8>) -> Result<(), DecodeError> {
    if pairs.iter().any(|(key, _)| !matches!(key, Value::Integer(_) | Value::Text(_))) {
        return Err(DecodeError::Forbidden("a map key that is neither an integer nor a text"));
    }
    let mut sorted: Vec<&(Value, Value)> = pairs.iter().collect();
    sorted.sort_by(|left, right| order_of_keys(&left.0, &right.0));
    if sorted.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(DecodeError::DuplicateKey);
    }
    head(5, sorted.len() as u64, out);
    for (key, value) in sorted {
        write(key, depth + 1, out)?;
        write(value, depth + 1, out)?;
    }
    Ok(())
}

/// The order of the keys' encoded bytes: numbers from 0 up, numbers from -1 down, texts by length and then by bytes.
fn order_of_keys(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => (left.len(), left.as_bytes()).cmp(&(right.len(), right.as_bytes())),
        (Value::Integer(left), Value::Integer(right)) => {
            let place = |number: i128| if number < 0 { (true, -1 - number) } else { (false, number) };
            place(i128::from(*left)).cmp(&place(i128::from(*right)))
        }
        (left, right) => left.is_text().cmp(&right.is_text()),
    }
}

fn deeper(depth: usize) -> Result<(), DecodeError> {
    if depth < MAX_DEPTH { Ok(()) } else { Err(DecodeError::TooDeep) }
}

/// The initial byte and the argument in its shortest form (RFC 8949 section 3).
fn head(major: u8, argument: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    let bytes = argument.to_be_bytes();
    match argument {
        0..24 => out.push(major | bytes[7]),
        24..0x100 => out.extend_from_slice(&[major | 24, bytes[7]]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend_from_slice(&bytes[6..]);
        }
        0x1_0000..0x1_0000_0000 => {
            out.push(major | 26);
            out.extend_from_slice(&bytes[4..]);
        }
        _ => {
            out.push(major | 27);
            out.extend_from_slice(&bytes);
        }
    }
}

#[cfg(test)]
mod tests;
