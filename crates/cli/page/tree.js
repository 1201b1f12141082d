// The tree of RFC 6962 (RFC 9162 section 2.1.3.2) and the checkpoint over it, docs/format/log.md.

function leafHash(leaf) {
  return sha256(Uint8Array.of(0), leaf);
}

// The nodes of a tree over pairs of others, by their place. Paths of many leaves share most of them, so that each is hashed once.
class TreeNodes {
  constructor() {
    this.known = new Map();
  }

  // The node over two others, at a place that names the same node in all paths of one tree.
  async over(left, right, place) {
    const known = this.known.get(place);
    if (known && sameBytes(known.left, left) && sameBytes(known.right, right)) return known.node;
    const node = await sha256(Uint8Array.of(1), left, right);
    this.known.set(place, { left, right, node });
    return node;
  }
}

// The root to which a path leads from a leaf, or null if the path has not exactly the hashes that this place takes.
async function rootOfPath(hash, index, size, path, nodes) {
  let [at, last, root, level] = [index, size - 1, hash, 0];
  const up = () => [at, last, level] = [Math.floor(at / 2), Math.floor(last / 2), level + 1];
  for (const sibling of path) {
    if (last === 0) return null;
    const isRight = at % 2 === 1 || at === last;
    if (isRight) while (at % 2 === 0 && at !== 0) up();
    up();
    root = await (isRight ? nodes.over(sibling, root, `${level} ${at}`) : nodes.over(root, sibling, `${level} ${at}`));
  }
  return last === 0 ? root : null;
}

// A C2SP signed note with the three lines of a checkpoint. Throws for anything else; no signature is checked yet.
function parseCheckpoint(note) {
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new Error("the checkpoint has a control character");
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n") || note.length < split + 3) throw new Error("the checkpoint has no signatures");
  const lines = note.slice(0, split).split("\n");
  if (lines.length !== 3 || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Error("the checkpoint has not the three lines of one");
  const root = fromBase64(lines[2]);
  if (root.length !== 32 || lines[0] === "") throw new Error("the checkpoint has no origin, or no root");
  const signatures = note.slice(split + 2, -1).split("\n").map((line) => {
    const [dash, name, content, ...more] = line.split(" ");
    if (dash !== "\u2014" || !name || name.includes("+") || !content || more.length > 0) throw new Error("a line below the checkpoint is no signature");
    const bytes = fromBase64(content);
    if (bytes.length < 5) throw new Error("a signature line without signature");
    return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
  });
  return { origin: lines[0], size: Number(lines[1]), root, text: UTF8.encode(note.slice(0, split + 1)), signatures };
}

// Whether the ledger's key signed the checkpoint: at least one line is its, and none of its lines fails.
async function isSignedBy(checkpoint, key) {
  const id = (await sha256(UTF8.encode(`${checkpoint.origin}\n`), Uint8Array.of(1), key)).subarray(0, 4);
  const lines = checkpoint.signatures.filter((line) => line.name === checkpoint.origin && sameBytes(line.id, id));
  for (const line of lines) {
    if (!(await isValidSignature(key, line.signature, checkpoint.text))) return false;
  }
  return lines.length > 0;
}
