//! docs/format/encoding.md once more, slowly, over a stranger's decoder: minicbor reads, minicbor writes, and both must be the same bytes.

use ciborium::Value;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

const MAX_DEPTH: usize = 16;

/// The value of which these bytes are the canonical encoding, if they are one.
pub fn decode(bytes: &[u8]) -> Option<Value> {
    let mut decoder = Decoder::new(bytes);
    let value = item(&mut decoder, 0)?;
    (decoder.position() == bytes.len() && encode(&value) == bytes).then_some(value)
}

fn item(decoder: &mut Decoder<'_>, depth: usize) -> Option<Value> {
    let kind = decoder.datatype().ok()?;
    Some(match kind {
        Type::Bool => Value::Bool(decoder.bool().ok()?),
        Type::Bytes => Value::Bytes(decoder.bytes().ok()?.to_vec()),
        Type::String => Value::Text(decoder.str().ok()?.to_owned()),
        Type::Array if depth < MAX_DEPTH => {
            let count = decoder.array().ok()??;
            Value::Array((0..count).map(|_| item(decoder, depth + 1)).collect::<Option<_>>()?)
        }
        Type::Map if depth < MAX_DEPTH => {
            let count = decoder.map().ok()??;
            let mut pairs = Vec::new();
            for _ in 0..count {
                let key = item(decoder, depth + 1)?;
                if !key.is_integer() && !key.is_text() || pairs.iter().any(|(other, _)| *other == key) {
                    return None;
                }
                pairs.push((key, item(decoder, depth + 1)?));
            }
            Value::Map(pairs)
        }
        kind if is_integer(kind) => Value::Integer(i128::from(decoder.int().ok()?).try_into().ok()?),
        _ => return None,
    })
}

fn is_integer(kind: Type) -> bool {
    use Type::{I8, I16, I32, I64, Int, U8, U16, U32, U64};
    matches!(kind, U8 | U16 | U32 | U64 | I8 | I16 | I32 | I64 | Int)
}

fn encode(value: &Value) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    let mut inner = Vec::new();
    match value {
        Value::Integer(number) => drop(encoder.int(i128::from(*number).try_into().unwrap()).unwrap()),
        Value::Bytes(bytes) => drop(encoder.bytes(bytes).unwrap()),
        Value::Text(text) => drop(encoder.str(text).unwrap()),
        Value::Bool(truth) => drop(encoder.bool(*truth).unwrap()),
        Value::Array(items) => {
            encoder.array(items.len() as u64).unwrap();
            inner = items.iter().map(encode).collect();
        }
        Value::Map(pairs) => {
            encoder.map(pairs.len() as u64).unwrap();
            let mut encoded: Vec<_> = pairs.iter().map(|(key, value)| (encode(key), encode(value))).collect();
            encoded.sort();
            inner = encoded.into_iter().map(|(key, value)| [key, value].concat()).collect();
        }
        other => unreachable!("{other:?} is never read"),
    }
    [encoder.into_writer(), inner.concat()].concat()
}
