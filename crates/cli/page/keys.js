// Keys and signatures, docs/format/statement.md: which Ed25519 keys are accepted, and when a signature is valid.
//
// The browser's WebCrypto checks the equation; what the format demands beyond RFC 8032 is checked here.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const modP = (number) => ((number % P) + P) % P;

function powerP(base, exponent) {
  let result = 1n;
  for (let factor = modP(base), rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = modP(result * factor);
    factor = modP(factor * factor);
  }
  return result;
}

const D = modP(-121665n * powerP(121666n, P - 2n));
const SQRT_MINUS_ONE = powerP(2n, (P - 1n) / 4n);

function littleEndian(bytes) {
  return bytes.reduceRight((number, byte) => number * 256n + BigInt(byte), 0n);
}

// The point of a canonical encoding, as X, Y, Z, T (RFC 8032 section 5.1.3 and 5.1.4); null for any other 32 bytes.
function decodePoint(bytes) {
  const encoded = littleEndian(bytes);
  const sign = encoded >> 255n;
  const y = encoded & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const u = modP(y * y - 1n);
  const v = modP(D * y * y + 1n);
  let x = modP(u * powerP(v, 3n) * powerP(u * powerP(v, 7n), (P - 5n) / 8n));
  if (modP(v * x * x) !== u) x = modP(x * SQRT_MINUS_ONE);
  if (modP(v * x * x) !== u || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, modP(x * y)];
}

function addPoints([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = modP((y1 - x1) * (y2 - x2));
  const b = modP((y1 + x1) * (y2 + x2));
  const c = modP(2n * D * t1 * t2);
  const d = modP(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [modP(e * f), modP(g * h), modP(f * g), modP(e * h)];
}

function isIdentity([x, y, z]) {
  return x === 0n && y === z;
}

// Whether a key's encoding is canonical and its point has prime order.
function isAcceptableKey(key) {
  const point = key instanceof Uint8Array && key.length === 32 ? decodePoint(key) : null;
  if (point === null || isIdentity(point)) return false;
  let multiple = [0n, 1n, 1n, 0n];
  for (let bit = 252n; bit >= 0n; bit -= 1n) {
    multiple = addPoints(multiple, multiple);
    if ((L >> bit) & 1n) multiple = addPoints(multiple, point);
  }
  return isIdentity(multiple);
}

const IDENTITY_BYTES = Uint8Array.of(1, ...new Array(31).fill(0));
const IMPORTED_KEYS = new Map();

// The key as WebCrypto has it, or null if it isn't acceptable; each is looked at once.
async function importedKey(key) {
  const name = hex(key);
  if (!IMPORTED_KEYS.has(name)) {
    const usable = isAcceptableKey(key);
    IMPORTED_KEYS.set(name, usable ? await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]) : null);
  }
  return IMPORTED_KEYS.get(name);
}

async function isValidSignature(key, signature, message) {
  if (!(signature instanceof Uint8Array) || signature.length !== 64) return false;
  const imported = await importedKey(key);
  if (imported === null || littleEndian(signature.subarray(32)) >= L) return false;
  if (sameBytes(signature.subarray(0, 32), IDENTITY_BYTES)) return false;
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joinBytes(...parts)));
}

const SSH_BLOB_START = joinBytes(Uint8Array.of(0, 0, 0, 11), UTF8.encode("ssh-ed25519"), Uint8Array.of(0, 0, 0, 32));

// The fingerprint that `ssh-keygen -lf` shows, 32 bytes.
function kidOf(key) {
  return sha256(SSH_BLOB_START, key);
}

function fingerprint(kid) {
  return `SHA256:${toBase64(kid).replace(/=+$/, "")}`;
}
