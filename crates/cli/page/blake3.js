// BLAKE3: the default mode and derive_key, 32 bytes. Follows the BLAKE3 paper, section 2; for inputs of some megabytes at most.

const BLAKE3_IV = Uint32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);
// Which word of the message each round takes, in order: each round permutes the one before.
const BLAKE3_SCHEDULE = [Array.from({ length: 16 }, (_, at) => at)];
for (let round = 1; round < 7; round += 1) {
  BLAKE3_SCHEDULE.push([2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8].map((at) => BLAKE3_SCHEDULE[round - 1][at]));
}
const BLAKE3_CHUNK = 1024;
const BLAKE3_BLOCK = 64;
const CHUNK_START = 1;
const CHUNK_END = 2;
const PARENT = 4;
const ROOT = 8;
const DERIVE_KEY_CONTEXT = 32;
const DERIVE_KEY_MATERIAL = 64;

const BLAKE3_STATE = new Uint32Array(16);

function blake3Mix(a, b, c, d, x, y) {
  const v = BLAKE3_STATE;
  v[a] = v[a] + v[b] + x;
  let turned = v[d] ^ v[a];
  v[d] = (turned >>> 16) | (turned << 16);
  v[c] += v[d];
  turned = v[b] ^ v[c];
  v[b] = (turned >>> 12) | (turned << 20);
  v[a] = v[a] + v[b] + y;
  turned = v[d] ^ v[a];
  v[d] = (turned >>> 8) | (turned << 24);
  v[c] += v[d];
  turned = v[b] ^ v[c];
  v[b] = (turned >>> 7) | (turned << 25);
}

// The compression function: the first eight words of its output. A page hashes some megabytes while its reader waits, so that it makes no new arrays on the way.
function blake3Compress(chaining, words, counter, length, flags) {
  const v = BLAKE3_STATE;
  v.set(chaining);
  v.set(BLAKE3_IV.subarray(0, 4), 8);
  v[12] = counter;
  v[13] = 0;
  v[14] = length;
  v[15] = flags;
  for (const m of BLAKE3_SCHEDULE) {
    blake3Mix(0, 4, 8, 12, words[m[0]], words[m[1]]);
    blake3Mix(1, 5, 9, 13, words[m[2]], words[m[3]]);
    blake3Mix(2, 6, 10, 14, words[m[4]], words[m[5]]);
    blake3Mix(3, 7, 11, 15, words[m[6]], words[m[7]]);
    blake3Mix(0, 5, 10, 15, words[m[8]], words[m[9]]);
    blake3Mix(1, 6, 11, 12, words[m[10]], words[m[11]]);
    blake3Mix(2, 7, 8, 13, words[m[12]], words[m[13]]);
    blake3Mix(3, 4, 9, 14, words[m[14]], words[m[15]]);
  }
  const out = new Uint32Array(8);
  for (let at = 0; at < 8; at += 1) out[at] = v[at] ^ v[at + 8];
  return out;
}

function blake3Words(bytes) {
  const words = new Uint32Array(16);
  for (let at = 0; at < bytes.length; at += 1) words[at >> 2] |= bytes[at] << (8 * (at & 3));
  return words;
}

// The chaining value of one chunk, which is the root if it is the only one.
function blake3Chunk(chunk, counter, key, flags, root) {
  let chaining = key;
  const blocks = Math.max(1, Math.ceil(chunk.length / BLAKE3_BLOCK));
  for (let at = 0; at < blocks; at += 1) {
    const block = chunk.subarray(at * BLAKE3_BLOCK, (at + 1) * BLAKE3_BLOCK);
    const last = at === blocks - 1;
    const all = flags | (at === 0 ? CHUNK_START : 0) | (last ? CHUNK_END | root : 0);
    chaining = blake3Compress(chaining, blake3Words(block), counter, block.length, all);
  }
  return chaining;
}

// The chaining value of a subtree: its left side has the largest power of two of chunks that leaves something for the right.
function blake3Tree(bytes, counter, key, flags, root) {
  if (bytes.length <= BLAKE3_CHUNK) return blake3Chunk(bytes, counter, key, flags, root);
  let left = BLAKE3_CHUNK;
  while (left * 2 < bytes.length) left *= 2;
  const children = [
    ...blake3Tree(bytes.subarray(0, left), counter, key, flags, 0),
    ...blake3Tree(bytes.subarray(left), counter + left / BLAKE3_CHUNK, key, flags, 0),
  ];
  return blake3Compress(key, children, 0, BLAKE3_BLOCK, flags | PARENT | root);
}

function blake3Digest(words) {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  words.forEach((word, at) => view.setUint32(4 * at, word, true));
  return bytes;
}

function blake3(bytes) {
  return blake3Digest(blake3Tree(bytes, 0, BLAKE3_IV, 0, ROOT));
}

const BLAKE3_KEYS = new Map();

// The key of a context, which is worked out once.
function blake3Key(context) {
  if (!BLAKE3_KEYS.has(context)) BLAKE3_KEYS.set(context, blake3Tree(UTF8.encode(context), 0, BLAKE3_IV, DERIVE_KEY_CONTEXT, ROOT));
  return BLAKE3_KEYS.get(context);
}

function blake3Derive(context, material) {
  return blake3Digest(blake3Tree(material, 0, blake3Key(context), DERIVE_KEY_MATERIAL, ROOT));
}
