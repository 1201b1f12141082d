// The proof bundle, docs/format/bundle.md: what its leaves show about the records that it proves.

const ANY_BUNDLE_FORMAT = "byline bundle ";
const BUNDLE_FORMAT = `${ANY_BUNDLE_FORMAT}${KNOWN_VERSION}`;
const BUNDLE_LIMIT_BYTES = 64 * 1024 * 1024;

// Verifies a bundle: { findings, later, checkpoint, ledgerKeys, records }, a record for each proven index.
//
// A finding is { code, index, words }; index is null for what is of no leaf. `later` is null, or { version, from } for what is of a later version of the format
// and so was not checked, from that index on or, where it is null, at all; for whoever looks at nothing but findings there is one with the code "later" then.
// Nothing is said about whether a claim is true.
async function verifyBundle(bytes) {
  const findings = [];
  const find = (code, index, words) => findings.push({ code, index, words });
  try {
    const bundle = parseBundle(bytes);
    for (const leaf of bundle.leaves) {
      await breathe();
      Object.assign(leaf, readStatement(leaf.bytes));
    }
    const verifier = new BundleVerifier(bundle, find);
    await verifier.run();
    if (verifier.later) find("later", verifier.later.from, `from here on it is of version ${verifier.later.version} of the format, which this page doesn't know: not checked`);
    return { findings, later: verifier.later, checkpoint: verifier.checkpoint, ledgerKeys: verifier.ledgerKeys(), records: verifier.records() };
  } catch (error) {
    const later = error instanceof LaterVersion ? { version: error.version, from: null } : null;
    find(later ? "later" : "proof.malformed", null, error.message);
    return { findings, later, checkpoint: null, ledgerKeys: [], records: [] };
  }
}

function parseBundle(bytes) {
  if (bytes.length > BUNDLE_LIMIT_BYTES) throw new Error("longer than a bundle can be");
  const later = laterBundle(bytes);
  if (later !== null) throw new LaterVersion(later);
  const fields = decodeCbor(bytes);
  if (!hasLabels(fields, ["format", "leaves", "proven", "checkpoint"]) || fields.get("format") !== BUNDLE_FORMAT) throw new Error("no bundle");
  const [leaves, proven, note] = [fields.get("leaves"), fields.get("proven"), fields.get("checkpoint")];
  const isList = (list, least) => Array.isArray(list) && least <= list.length && list.length <= 65536;
  if (!isList(leaves, 2) || !isList(proven, 1) || typeof note !== "string" || UTF8.encode(note).length > 1000000) throw new Error("not the fields of a bundle");
  const parsed = leaves.map((leaf) => {
    const isLeaf = Array.isArray(leaf) && leaf.length === 3 && isCount(leaf[0]) && isBytes(leaf[1]) && leaf[1].length <= 65535
      && Array.isArray(leaf[2]) && leaf[2].length <= 63 && leaf[2].every((hash) => isBytes(hash, 32));
    if (!isLeaf) throw new Error("a leaf that is none");
    return { index: leaf[0], bytes: leaf[1], path: leaf[2] };
  });
  const ascending = (numbers) => numbers.every((number, at) => isCount(number) && (at === 0 || numbers[at - 1] < number));
  if (!ascending(parsed.map((leaf) => leaf.index)) || !ascending(proven)) throw new Error("leaves out of order, or one twice");
  return { note, leaves: parsed, proven };
}

// The version of a bundle that begins as one of a later version does, whatever follows; else null.
function laterBundle(bytes) {
  const beginning = UTF8.encode("_format").fill(0x66, 0, 1);
  const isMap = bytes[0] >= 0xa1 && bytes[0] <= 0xb7;
  if (!isMap || bytes.length < 9 || !sameBytes(bytes.subarray(1, 8), beginning) || bytes[8] < 0x60 || bytes[8] > 0x77) return null;
  const text = bytes.subarray(9, 9 + bytes[8] - 0x60);
  return text.length === bytes[8] - 0x60 ? laterVersion(String.fromCharCode(...text), ANY_BUNDLE_FORMAT) : null;
}

// A statement that was read, or why it is none.
function readStatement(bytes) {
  try {
    return { statement: parseStatement(bytes), error: null };
  } catch (error) {
    return { statement: null, error };
  }
}

class BundleVerifier {
  // Of a bundle whose statements were read.
  constructor(bundle, find) {
    Object.assign(this, bundle, { find, log: null, later: null, nodes: new TreeNodes() });
    this.byIndex = new Map(this.leaves.map((leaf) => [leaf.index, leaf]));
    this.seals = this.leaves.filter(({ statement }) => statement?.kind === "seal" && isCount(statement.record.get("first")));
    this.closings = new Map(this.proven.filter((index) => this.byIndex.get(index)?.statement).map((index) => [index, this.closingSeal(index)]));
    // What was admitted: the index, by whom.
    this.admitted = new Map();
    this.signers = new Map();
    try {
      this.checkpoint = parseCheckpoint(this.note);
    } catch (error) {
      this.checkpoint = null;
      find("checkpoint.signature", null, error.message);
    }
  }

  // The seal that closes this leaf by its own word, or null if it isn't here.
  closingSeal(index) {
    let [low, high] = [0, this.seals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.seals[middle].index > index) high = middle;
      else low = middle + 1;
    }
    const next = this.seals[low];
    return next && next.statement.record.get("first") <= index ? next : null;
  }

  async run() {
    for (const index of this.proven) if (!this.byIndex.has(index)) this.find("proof.malformed", index, "the proven record is not in the proof");
    for (const leaf of this.checkpoint ? this.leaves : []) {
      await breathe();
      await this.checkPath(leaf);
    }
    await this.judge();
    if (this.checkpoint) {
      this.checkWhichLeaves();
      await this.checkSignature();
    }
  }

  ledgerKeys() {
    const { roster } = this.log ?? { roster: new Roster() };
    return roster.ledgerKids.map((kid) => roster.keys.get(kid).key);
  }

  records() {
    const isJudged = (index) => this.later === null || this.later.from === null || index < this.later.from;
    return this.proven.map((index) => {
      const statement = this.byIndex.get(index)?.statement ?? undefined;
      const since = isJudged(index) ? this.suspectSince(index) : null;
      const loggedAt = isJudged(index) ? (this.closings.get(index)?.statement.signedAt ?? null) : null;
      return { index, statement, handle: this.signers.get(index) ?? null, loggedAt, suspect: since !== null, suspectSince: since };
    });
  }

  // From which index on the key of a record was in other hands, if the record stands there or above; else null.
  suspectSince(index) {
    const kid = this.admitted.get(index);
    const covering = (this.log?.roster.suspects ?? []).filter(({ kids, since }) => kids.includes(kid) && since <= index);
    return covering.length > 0 ? Math.min(...covering.map(({ since }) => since)) : null;
  }

  async checkPath(leaf) {
    const root = leaf.index < this.checkpoint.size ? await rootOfPath(await leafHash(leaf.bytes), leaf.index, this.checkpoint.size, leaf.path, this.nodes) : null;
    if (root === null || !sameBytes(root, this.checkpoint.root)) this.find("tree.root", leaf.index, "its path doesn't lead to the root that the ledger signed");
  }

  // Judges the leaves upwards, as far as these leaves show it.
  async judge() {
    const [first] = this.leaves;
    if (first.index !== 0) return this.find("proof.malformed", 0, "entry 0 is missing");
    if (first.error instanceof LaterVersion) {
      this.later = { version: first.error.version, from: 0 };
      return undefined;
    }
    if (first.error) return this.find("statement.malformed", 0, first.error.message);
    if (first.statement.kind !== "ledger") return this.find("ledger.mismatch", 0, "entry 0 is no ledger record");
    const [origin, key] = [first.statement.record.get("origin"), first.statement.record.get("key")];
    if (this.checkpoint && this.checkpoint.origin !== origin) this.find("ledger.mismatch", null, "entry 0 is of another origin than the checkpoint");
    this.log = new PartialLog({ origin, key });
    for (const leaf of this.leaves) {
      await breathe();
      this.log.skipTo(leaf.index);
      await this.judgeLeaf(leaf);
      if (this.log.unknownFormat !== null) {
        this.later = { version: this.log.unknownFormat, from: this.log.next };
        break;
      }
    }
    return undefined;
  }

  async judgeLeaf({ index, bytes, statement, error }) {
    const problem = error ? ["statement.malformed", error.message] : await this.signatureProblem(index, statement);
    this.signers.set(index, statement && this.log.roster.signer(statement.kid)?.handle);
    if (problem) {
      this.find(problem[0], index, problem[1]);
      this.log.pass(bytes);
      return;
    }
    const closing = this.closings.get(index);
    const { isAdmitted, found } = await this.log.take(bytes, statement, closing?.statement.record.get("first"));
    for (const [at, code, words] of found) this.find(code, at, words);
    if (isAdmitted) this.admitted.set(index, hex(statement.kid));
  }

  // Entry 0 brings its own key; of all others the roster below says whose it is.
  async signatureProblem(index, statement) {
    const own = index === 0 && sameBytes(await kidOf(statement.record.get("key")), statement.kid) ? statement.record.get("key") : null;
    const key = own ?? this.log.roster.signer(statement.kid)?.key ?? null;
    if (key === null) return ["signer.unknown", "the key is not in the roster"];
    return (await isValidSignature(key, statement.signature, statement.signed)) ? null : ["statement.signature", "the signature is not valid"];
  }

  // The leaves are exactly those that the proven records take, as far as their format is known.
  checkWhichLeaves() {
    const isKnown = (index) => this.later === null || index < this.later.from;
    const refuse = (index, words) => this.find("proof.malformed", index, words);
    const needed = new Set([this.checkpoint.size - 1]);
    for (const [index, closing] of this.closings) {
      needed.add(index);
      if (closing) needed.add(closing.index);
      const { size } = this.byIndex.get(index).statement.after;
      if (size > 0 && size <= (closing ? closing.statement.record.get("first") : index)) needed.add(size - 1);
      // The seal that closes it may be of a later format than is known here.
      const nextIsKnown = this.later === null || this.seals.some((seal) => index < seal.index && isKnown(seal.index));
      if (!closing && isKnown(index) && nextIsKnown) refuse(index, "the seal that closes this record is not in the proof");
    }
    for (const index of needed) if (!this.byIndex.has(index) && isKnown(index)) refuse(index, "this entry is missing: it is a seal that the proof needs");
    // Which seals a record needs is not known where the record can't be read.
    const areAllRead = this.closings.size === this.proven.length;
    for (const { index, statement } of this.leaves) {
      if (!statement || !isKnown(index)) continue;
      if (statement.kind === "seal" && this.closings.has(index)) refuse(index, "a seal is not proven by itself, but with the records that it closes");
      if (areAllRead && !needed.has(index) && !ROSTER_KINDS.includes(statement.kind)) refuse(index, "this entry has no place in the proof");
      if (index === this.checkpoint.size - 1 && statement.kind !== "seal") this.find("chain.unsealed", index, "the last entry of the log is no seal");
    }
  }

  // The checkpoint is signed by the ledger's key at its size. Where entry 0 was refused there is none to check by.
  async checkSignature() {
    const keys = this.ledgerKeys();
    if (keys.length === 0 || (await isSignedBy(this.checkpoint, keys.at(-1)))) return;
    // What nobody here could judge may have brought another key.
    if (this.later === null) this.find("checkpoint.signature", null, "the checkpoint is not signed by the ledger's key");
  }
}
