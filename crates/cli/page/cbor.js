// Canonical CBOR, docs/format/encoding.md: the decoder refuses every byte string but the one that a value has.
//
// Integers become numbers, or BigInts where a number would not be exact; texts strings, byte strings Uint8Arrays, maps Maps.

const CBOR_DEPTH = 16;
const CBOR_TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeCbor(bytes) {
  const [value, end] = cborItem(bytes, 0, 0);
  if (end !== bytes.length) throw new Error(`bytes follow the value at byte ${end}`);
  return value;
}

// Major type, argument and end of an item's head.
function cborHead(bytes, at) {
  if (at >= bytes.length) throw new Error(`an item is missing at byte ${at}`);
  const major = bytes[at] >> 5;
  const info = bytes[at] & 0x1f;
  if (major === 7 || info < 24) return [major, info, at + 1];
  if (info > 27) throw new Error(`an indefinite length or a reserved head at byte ${at}`);
  const width = 1 << (info - 24);
  const end = at + 1 + width;
  if (end > bytes.length) throw new Error(`an item is cut off at byte ${at}`);
  let argument = 0n;
  for (const byte of bytes.subarray(at + 1, end)) argument = argument * 256n + BigInt(byte);
  const least = width === 1 ? 24n : 1n << BigInt(4 * width);
  if (argument < least) throw new Error(`not in the shortest form at byte ${at}`);
  return [major, argument <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(argument) : argument, end];
}

function cborItem(bytes, at, depth) {
  const [major, argument, end] = cborHead(bytes, at);
  if (major === 0) return [argument, end];
  if (major === 1) return [typeof argument === "bigint" ? -1n - argument : -1 - argument, end];
  if (major === 2 || major === 3) {
    if (argument > bytes.length - end) throw new Error(`an item is cut off at byte ${at}`);
    const content = bytes.subarray(end, end + argument);
    return [major === 2 ? content : CBOR_TEXT.decode(content), end + argument];
  }
  if (major === 4 || major === 5) {
    if (depth === CBOR_DEPTH) throw new Error(`nested more than ${CBOR_DEPTH} deep at byte ${at}`);
    return major === 4 ? cborArray(bytes, argument, end, depth + 1) : cborMap(bytes, argument, end, depth + 1);
  }
  if (major === 7 && (argument === 20 || argument === 21)) return [argument === 21, end];
  throw new Error(`an item that the format doesn't have at byte ${at}`);
}

function cborArray(bytes, count, start, depth) {
  const items = [];
  let at = start;
  for (let nth = 0; nth < count; nth += 1) {
    const [item, end] = cborItem(bytes, at, depth);
    items.push(item);
    at = end;
  }
  return [items, at];
}

function cborMap(bytes, count, start, depth) {
  const fields = new Map();
  let last = null;
  let at = start;
  for (let nth = 0; nth < count; nth += 1) {
    const [key, end] = cborItem(bytes, at, depth);
    if (!["string", "number", "bigint"].includes(typeof key)) throw new Error(`a map key is neither number nor text at byte ${at}`);
    const encoded = bytes.subarray(at, end);
    if (last && compareBytes(encoded, last) <= 0) throw new Error(`map keys out of order, or one twice, at byte ${at}`);
    last = encoded;
    const [value, next] = cborItem(bytes, end, depth);
    fields.set(key, value);
    at = next;
  }
  return [fields, at];
}

function cborHeadBytes(major, argument) {
  const first = major << 5;
  if (argument < 24) return Uint8Array.of(first | argument);
  const width = [1, 2, 4, 8].find((bytes) => BigInt(argument) < 1n << BigInt(8 * bytes));
  return joinBytes(Uint8Array.of(first | (24 + Math.log2(width))), bigEndian64(argument).subarray(8 - width));
}

// The encoding of texts, byte strings, unsigned numbers and arrays of them: what is signed needs no more.
function encodeCbor(value) {
  if (typeof value === "string") {
    const content = UTF8.encode(value);
    return joinBytes(cborHeadBytes(3, content.length), content);
  }
  if (value instanceof Uint8Array) return joinBytes(cborHeadBytes(2, value.length), value);
  if (Array.isArray(value)) return joinBytes(cborHeadBytes(4, value.length), ...value.map(encodeCbor));
  return cborHeadBytes(0, value);
}
