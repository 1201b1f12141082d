// Byte strings: compared, joined, written as text.

const UTF8 = new TextEncoder();

function sameBytes(left, right) {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

// Below, same or above, by the bytes from the first on; a prefix stands below what it begins.
function compareBytes(left, right) {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    if (left[at] !== right[at]) return left[at] - right[at];
  }
  return left.length - right.length;
}

function joinBytes(...parts) {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

function bigEndian64(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}

// The bytes of a text in the one Base64 that they have: no white space, padded, the spare bits zero. Throws otherwise.
function fromBase64(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  if (btoa(letters) !== text) throw new Error("not the one Base64 of its bytes");
  return bytes;
}

// What zlib packed (RFC 1950), if it has no more bytes than that. Throws otherwise, also when something follows it.
async function unpacked(bytes, limit) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > limit) throw new Error(`more than ${limit} bytes were packed`);
    parts.push(read.value);
  }
  return joinBytes(...parts);
}

function toBase64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(letters);
}

const LONGEST_STRETCH_MS = 30;
let breathedAt = 0;

// Lets a page answer its reader, if work has gone on for a while without. Small hashes are ready at once, so that waiting for them is no pause.
async function breathe() {
  if (performance.now() - breathedAt < LONGEST_STRETCH_MS) return;
  await new Promise((done) => setTimeout(done, 0));
  breathedAt = performance.now();
}
