// BLAKE3: the default mode and derive_key, 32 bytes. Follows the BLAKE3 paper, section 2; for inputs of some megabytes at most.

const BLAKE3_IV = Uint32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);
const BLAKE3_ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const BLAKE3_CHUNK = 1024;
const BLAKE3_BLOCK = 64;
const CHUNK_START = 1;
const CHUNK_END = 2;
const PARENT = 4;
const ROOT = 8;
const DERIVE_KEY_CONTEXT = 32;
const DERIVE_KEY_MATERIAL = 64;

// The compression function: the first eight words of its output.
function blake3Compress(chaining, words, counter, length, flags) {
  const v = new Uint32Array(16);
  v.set(chaining);
  v.set(BLAKE3_IV.subarray(0, 4), 8);
  v[12] = counter;
  v[14] = length;
  v[15] = flags;
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const mix = (a, b, c, d, x, y) => {
    v[a] = v[a] + v[b] + x;
    v[d] = turn(v[d] ^ v[a], 16);
    v[c] = v[c] + v[d];
    v[b] = turn(v[b] ^ v[c], 12);
    v[a] = v[a] + v[b] + y;
    v[d] = turn(v[d] ^ v[a], 8);
    v[c] = v[c] + v[d];
    v[b] = turn(v[b] ^ v[c], 7);
  };
  let m = words;
  for (let round = 0; round < 7; round += 1) {
    if (round > 0) m = BLAKE3_ORDER.map((at) => m[at]);
    mix(0, 4, 8, 12, m[0], m[1]);
    mix(1, 5, 9, 13, m[2], m[3]);
    mix(2, 6, 10, 14, m[4], m[5]);
    mix(3, 7, 11, 15, m[6], m[7]);
    mix(0, 5, 10, 15, m[8], m[9]);
    mix(1, 6, 11, 12, m[10], m[11]);
    mix(2, 7, 8, 13, m[12], m[13]);
    mix(3, 4, 9, 14, m[14], m[15]);
  }
  return Uint32Array.from({ length: 8 }, (_, at) => v[at] ^ v[at + 8]);
}

function blake3Words(bytes) {
  const block = new Uint8Array(BLAKE3_BLOCK);
  block.set(bytes);
  const view = new DataView(block.buffer);
  return Array.from({ length: 16 }, (_, at) => view.getUint32(4 * at, true));
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

function blake3Derive(context, material) {
  const key = blake3Tree(UTF8.encode(context), 0, BLAKE3_IV, DERIVE_KEY_CONTEXT, ROOT);
  return blake3Digest(blake3Tree(material, 0, key, DERIVE_KEY_MATERIAL, ROOT));
}
