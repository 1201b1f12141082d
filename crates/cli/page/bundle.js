// The proof bundle, docs/format/bundle.md: what its leaves show about the records that it proves.

const BUNDLE_FORMAT = "byline bundle 1";
const CLOCK_SLACK_S = 300;

// Verifies a bundle: { findings, checkpoint, ledgerKey, firstLedgerKey, records }, a record for each proven index.
//
// A finding is { code, index, words }; index is null for the file itself. Nothing is said about whether a claim is true.
async function verifyBundle(bytes) {
  const findings = [];
  const find = (code, index, words) => findings.push({ code, index, words });
  let bundle;
  try {
    bundle = parseBundle(bytes);
  } catch (error) {
    find("proof.malformed", null, error.message);
    return { findings, records: [] };
  }
  const verifier = new BundleVerifier(bundle, find);
  await verifier.run();
  return { findings, checkpoint: bundle.checkpoint, ledgerKeys: verifier.ledgerKeys(), records: verifier.records() };
}

function parseBundle(bytes) {
  const fields = decodeCbor(bytes);
  if (!hasLabels(fields, ["format", "leaves", "proven", "checkpoint"]) || fields.get("format") !== BUNDLE_FORMAT) throw new Error("no bundle");
  const [leaves, proven, note] = [fields.get("leaves"), fields.get("proven"), fields.get("checkpoint")];
  if (!Array.isArray(leaves) || !Array.isArray(proven) || typeof note !== "string") throw new Error("not the fields of a bundle");
  const checkpoint = parseCheckpoint(note);
  const parsed = leaves.map((leaf) => {
    const isLeaf = Array.isArray(leaf) && leaf.length === 3 && isCount(leaf[0]) && leaf[0] < checkpoint.size && isBytes(leaf[1])
      && Array.isArray(leaf[2]) && leaf[2].length <= 63 && leaf[2].every((hash) => isBytes(hash, 32));
    if (!isLeaf) throw new Error("a leaf that is none, or beyond the checkpoint");
    return { index: leaf[0], bytes: leaf[1], path: leaf[2] };
  });
  const ascending = (numbers) => numbers.every((number, at) => at === 0 || numbers[at - 1] < number);
  if (!ascending(parsed.map((leaf) => leaf.index)) || !ascending(proven) || proven.length === 0) throw new Error("leaves out of order, or one twice");
  const byIndex = new Map(parsed.map((leaf) => [leaf.index, leaf]));
  if (!proven.every((index) => byIndex.has(index)) || !byIndex.has(0) || !byIndex.has(checkpoint.size - 1)) throw new Error("a leaf is missing");
  return { checkpoint, leaves: parsed, byIndex, proven };
}

class BundleVerifier {
  constructor(bundle, find) {
    Object.assign(this, bundle, { find, roster: new Roster() });
    // Of the seal last met, and the run of leaves without a gap behind it.
    this.lastSeal = null;
    this.head = null;
    this.seen = new Set();
    // By index of the seal: { first, head, time }.
    this.seals = new Map();
    this.judged = new Map();
  }

  async run() {
    for (const leaf of this.leaves) {
      await this.checkPath(leaf);
      await this.judge(leaf);
    }
    this.checkWhichLeaves();
    for (const index of this.proven) this.checkBracket(index);
    const trusted = this.roster.ledgerKids.length > 0;
    if (!trusted || !(await isSignedBy(this.checkpoint, this.roster.ledgerKey))) {
      this.find("checkpoint.signature", null, "the checkpoint is not signed by the ledger's key");
    }
    if (this.lastSeal?.index !== this.checkpoint.size - 1) this.find("chain.unsealed", this.checkpoint.size - 1, "the last leaf is no seal");
  }

  ledgerKeys() {
    return this.roster.ledgerKids.map((kid) => this.roster.keys.get(kid).key);
  }

  records() {
    return this.proven.map((index) => {
      const statement = this.judged.get(index);
      const closing = this.closingSeal(index);
      const signer = statement && this.roster.signer(statement.kid);
      const suspect = statement && this.roster.suspects.some(({ kids, since }) => kids.includes(hex(statement.kid)) && index >= since);
      return { index, statement, handle: signer?.handle ?? null, loggedAt: closing ? this.seals.get(closing).time : null, suspect: Boolean(suspect) };
    });
  }

  async checkPath(leaf) {
    const root = await rootOfPath(await leafHash(leaf.bytes), leaf.index, this.checkpoint.size, leaf.path);
    if (root === null || !sameBytes(root, this.checkpoint.root)) this.find("tree.root", leaf.index, "its path doesn't lead to the root that the ledger signed");
  }

  // Judges a leaf as far as these leaves show it, and takes it in if nothing is wrong with it.
  async judge(leaf) {
    const before = this.contiguousHead(leaf.index);
    this.head = null;
    let statement;
    try {
      statement = parseStatement(leaf.bytes);
    } catch (error) {
      this.find("statement.malformed", leaf.index, error.message);
      return;
    }
    this.judged.set(leaf.index, statement);
    const key = await this.signingKey(leaf.index, statement);
    if (key === null) return;
    if (!(await isValidSignature(key, statement.signature, statement.signed))) {
      this.find("statement.signature", leaf.index, "the signature is not valid");
      return;
    }
    const problems = await this.problems(leaf, statement, before);
    for (const [code, words] of problems) this.find(code, leaf.index, words);
    this.head = statement.kind === "seal" ? chainStep(statement.after.head, leaf.bytes) : before && chainStep(before, leaf.bytes);
    this.headAt = leaf.index + 1;
    if (problems.length > 0) return;
    this.seen.add(hex(statement.id));
    if (ROSTER_KINDS.includes(statement.kind)) await this.roster.take(leaf.index, statement);
    if (statement.kind === "seal") {
      this.lastSeal = { index: leaf.index, time: statement.signedAt };
      this.seals.set(leaf.index, { first: statement.record.get("first"), head: this.head, time: statement.signedAt });
    }
  }

  // The chain's head before this leaf, where no leaf is missing that it would take.
  contiguousHead(index) {
    if (index === 0) {
      const statement = parseOrNull(this.leaves[0].bytes);
      const record = statement?.record;
      return record?.get("kind") === "ledger" && isBytes(record.get("key"), 32) ? chainStart(record.get("origin"), record.get("key")) : null;
    }
    return this.head !== null && this.headAt === index ? this.head : null;
  }

  async signingKey(index, statement) {
    if (index === 0) {
      const key = statement.record.get("key");
      const isOwn = statement.kind === "ledger" && isBytes(key, 32) && sameBytes(await kidOf(key), statement.kid);
      if (!isOwn) this.find("ledger.mismatch", 0, "entry 0 is no ledger record, or not signed by the key that it names");
      else if (statement.record.get("origin") !== this.checkpoint.origin) this.find("ledger.mismatch", 0, "entry 0 is of another origin than the checkpoint");
      return isOwn ? key : null;
    }
    const signer = this.roster.signer(statement.kid);
    if (!signer) this.find("signer.unknown", index, "the key is not in the roster");
    return signer?.key ?? null;
  }

  async problems(leaf, statement, before) {
    const { index } = leaf;
    const { kind, record } = statement;
    if (index === 0) {
      const problem = await this.roster.foundingProblem(record);
      const isFirst = statement.after.size === 0 && before !== null && sameBytes(statement.after.head, before);
      return [...(problem ? [["roster.change", problem]] : []), ...(isFirst ? [] : [["chain.broken", "`after` of entry 0 is [0, head(0)]"]])];
    }
    const problems = [];
    const signer = this.roster.signer(statement.kid);
    const issuer = signer.handle === null ? this.roster.origin : `${this.roster.origin}/${signer.handle}`;
    if (statement.issuer !== issuer) problems.push(["statement.header", "the issuer is not the signer"]);
    if (signer.ended !== null) problems.push(["signer.revoked", `the key's time ended at index ${signer.ended}`]);
    if (!this.maySign(signer, statement)) problems.push(["signer.role", `a ${this.roster.roleOf(signer)} signs no ${kind}`]);
    if (this.seen.has(hex(statement.id))) problems.push(["record.duplicate", "the record stands at a lower index already"]);
    if (kind === "ledger") problems.push(["record.invalid", "a ledger record is entry 0 and no other"]);
    if (kind === "seal") problems.push(...this.sealProblems(index, statement, before));
    if (["key", "approval", "policy"].includes(kind)) {
      const problem = await this.roster.problem(index, statement);
      if (problem) problems.push(["roster.change", problem]);
    }
    return problems;
  }

  maySign(signer, { kind, record, kid }) {
    const role = this.roster.roleOf(signer);
    if (role === "ledger" || kind === "ledger" || kind === "seal") return role === "ledger" && (kind === "ledger" || kind === "seal");
    if (role === "editor" || !["key", "approval", "policy"].includes(kind)) return true;
    return record.get("act") === "rotate" && isBytes(record.get("kid"), 32) && sameBytes(record.get("kid"), kid);
  }

  sealProblems(index, statement, before) {
    const problems = [];
    const [first, roster] = [statement.record.get("first"), statement.record.get("roster")];
    const since = this.lastSeal ? this.lastSeal.index + 1 : 0;
    const isWhole = before !== null && this.isContiguous(since, index);
    if (statement.after.size !== index) problems.push(["chain.broken", "the seal's `after` is not its own index"]);
    if (!isCount(first) || first >= index || first < since || (isWhole && first !== since)) problems.push(["chain.broken", "the seal closes other leaves than these"]);
    if (before !== null && !sameBytes(before, statement.after.head)) problems.push(["chain.broken", "the seal was made over other leaves than these"]);
    const isRoster = Array.isArray(roster) && roster[0] === this.roster.count && isBytes(roster[1], 32) && sameBytes(roster[1], this.roster.hash);
    if (!isRoster) problems.push(["chain.broken", "the seal counts other leaves of the roster: one was left out, or added"]);
    if (this.lastSeal && statement.signedAt < this.lastSeal.time) problems.push(["chain.time", "the seal's time is before the last one's"]);
    return problems;
  }

  isContiguous(from, to) {
    for (let index = from; index < to; index += 1) if (!this.byIndex.has(index)) return false;
    return true;
  }

  closingSeal(index) {
    for (const [at, seal] of this.seals) if (seal.first <= index && index < at) return at;
    return null;
  }

  // What a proven record stands after, and the seal that closes it.
  checkBracket(index) {
    const statement = this.judged.get(index);
    const closing = this.closingSeal(index);
    if (!statement || closing === null) {
      if (statement) this.find("proof.malformed", index, "the seal that closes it is missing, or not valid");
      return;
    }
    if (statement.signedAt > this.seals.get(closing).time + CLOCK_SLACK_S) this.find("statement.time", index, "signed after it was logged");
    if (index === 0) return;
    const { size, head } = statement.after;
    const boundary = size > 0 && size <= this.seals.get(closing).first ? this.seals.get(size - 1) : undefined;
    if (boundary === undefined || !sameBytes(boundary.head, head)) {
      this.find("chain.broken", index, "it was signed after another history than this one");
    } else if (statement.signedAt + CLOCK_SLACK_S < boundary.time) {
      this.find("statement.time", index, "signed long before the seal that it stands after");
    }
  }

  // The leaves are exactly those that the proven records take.
  checkWhichLeaves() {
    const needed = new Set([this.checkpoint.size - 1]);
    for (const index of this.proven) {
      const closing = this.closingSeal(index);
      needed.add(index).add(closing);
      const { size } = this.judged.get(index)?.after ?? {};
      if (closing !== null && size > 0 && size <= this.seals.get(closing).first) needed.add(size - 1);
    }
    for (const { index } of this.leaves) {
      const kind = this.judged.get(index)?.kind;
      if (!needed.has(index) && !ROSTER_KINDS.includes(kind)) this.find("proof.malformed", index, "a leaf that proves nothing here");
    }
    if (this.proven.some((index) => this.judged.get(index)?.kind === "seal")) this.find("proof.malformed", null, "a seal is no record to prove");
  }
}

function parseOrNull(bytes) {
  try {
    return parseStatement(bytes);
  } catch {
    return null;
  }
}
