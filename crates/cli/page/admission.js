// A log of which only some leaves are here, judged leaf by leaf (docs/format/admission.md, as far as bundle.md says that a bundle shows it).
//
// Where leaves are missing before a seal, the seal's word is taken for the chain's head and for where its commit starts.

const CLOCK_SLACK_S = 300;

class PartialLog {
  constructor({ origin, key }) {
    this.origin = origin;
    this.roster = new Roster();
    this.next = 0;
    this.head = chainStart(origin, key);
    // Where the open commit starts, the time of the last seal, and the leaves since then: [index, iat].
    this.start = 0;
    this.sealedAt = null;
    this.open = [];
    this.hasGap = false;
    // By size: { head, time } at the end of each commit whose seal is here.
    this.boundaries = new Map();
    // The kind of each admitted record, by its id in hex.
    this.kinds = new Map();
  }

  get unknownFormat() {
    return this.roster.format > KNOWN_VERSION ? this.roster.format : null;
  }

  skipTo(index) {
    if (this.next < index) [this.next, this.hasGap] = [index, true];
  }

  // Judges the next leaf, at this.next, whose signature was found valid: [index, code, words], each code once for a leaf. `commitStart` is where the commit of
  // a proven record starts by the word of the seal that closes it, and undefined for all other leaves.
  async take(leaf, statement, commitStart) {
    const index = this.next;
    const { kind, record, after } = statement;
    const isSeal = kind === "seal";
    if (isSeal) {
      this.believe(isCount(record.get("first")) ? record.get("first") : index);
      if (this.hasGap) this.head = after.head;
    } else if (commitStart !== undefined) {
      this.believe(commitStart);
    }
    const problems = index === 0 ? await this.foundingProblems(statement) : await this.problems(statement, isSeal || commitStart !== undefined);
    const found = [...new Map(problems.map(([code, words]) => [code, [index, code, words]])).values()];
    if (found.length === 0 && isSeal) found.push(...this.late(statement.signedAt));
    const isAdmitted = problems.length === 0;
    this.pass(leaf);
    if (isAdmitted) await this.admit(index, statement);
    return { isAdmitted, found };
  }

  // Steps the chain over a leaf that changes nothing else.
  pass(leaf) {
    this.head = chainStep(this.head, leaf);
    this.next += 1;
  }

  async admit(index, statement) {
    this.kinds.set(hex(statement.id), statement.kind);
    if (ROSTER_KINDS.includes(statement.kind)) await this.roster.take(index, statement);
    if (statement.kind !== "seal") {
      this.open.push([index, statement.signedAt]);
      return;
    }
    [this.start, this.sealedAt, this.open, this.hasGap] = [this.next, statement.signedAt, [], false];
    this.boundaries.set(this.next, { head: this.head, time: statement.signedAt });
  }

  // Believes a seal that the open commit starts here: only where seals may be missing, and never backwards.
  believe(start) {
    if (!this.hasGap || start <= this.start || this.next < start) return;
    this.start = start;
    this.open = this.open.filter(([index]) => start <= index);
  }

  late(sealedAt) {
    return this.open.filter(([, time]) => time > sealedAt + CLOCK_SLACK_S).map(([index]) => [index, "statement.time", "signed long after it was logged"]);
  }

  async foundingProblems({ record, issuer, subject, after }) {
    const problems = [];
    if (issuer !== this.origin || subject !== this.origin) problems.push(["statement.header", "iss and sub are the origin"]);
    if (after.size !== 0 || !sameBytes(after.head, this.head)) problems.push(["chain.broken", "`after` of entry 0 is [0, head(0)]"]);
    const problem = await this.roster.foundingProblem(record);
    return problem ? [...problems, ["roster.change", problem]] : problems;
  }

  async problems(statement, seesSeals) {
    const { kind, record } = statement;
    const signer = this.roster.signer(statement.kid);
    const problems = [];
    if (signer.ended !== null) problems.push(["signer.revoked", `the key's time ended at index ${signer.ended}`]);
    if (!this.maySign(signer, statement)) problems.push(["signer.role", `a ${this.roster.roleOf(signer)} signs no ${kind}`]);
    if (this.headerDiffers(statement, signer)) problems.push(["statement.header", "the issuer or the subject is not that of the signer and the record"]);
    if (this.kinds.has(hex(statement.id))) problems.push(["record.duplicate", "the record stands at a lower index already"]);
    if (kind === "ledger" || isPolicyOfOtherPhrases(record)) problems.push(["record.invalid", "the record breaks a rule of its kind"]);
    if (seesSeals) problems.push(...(kind === "seal" ? this.sealsAfterProblems(statement) : this.afterProblems(statement)));
    if (kind === "seal") problems.push(...this.sealProblems(statement));
    if (CHANGES.includes(kind)) problems.push(...changeProblems(await this.roster.changeProblem(kind, record, hex(statement.kid), this.next)));
    if (kind === "approval") problems.push(...(await this.approvalProblems(statement)));
    return problems;
  }

  maySign(signer, { kind, record, kid }) {
    const role = this.roster.roleOf(signer);
    if (role === "ledger" || kind === "ledger" || kind === "seal") return role === "ledger" && (kind === "ledger" || kind === "seal");
    if (role === "editor" || !["key", "approval", "policy"].includes(kind)) return true;
    return record.get("act") === "rotate" && sameBytes(record.get("kid"), kid);
  }

  headerDiffers({ kind, record, issuer, subject }, { handle }) {
    if (issuer !== (handle === null ? this.origin : `${this.origin}/${handle}`)) return true;
    const first = (value) => (isBytes(value, 32) ? `b3:${hex(value)}` : null);
    const wanted = {
      claim: () => first(record.get("question")),
      judgement: () => first(record.get("on")?.[0]),
      // What it follows from is another record, which isn't here.
      withdrawal: () => null,
      disclosure: () => null,
    };
    if (Object.hasOwn(wanted, kind)) return ![null, subject].includes(wanted[kind]());
    if (ROSTER_KINDS.includes(kind) || kind === "seal") return subject !== this.origin;
    return !record.has("corrects") && handle !== null && subject !== `${kind}:${handle}/${record.get("slug")}`;
  }

  sealsAfterProblems({ after }) {
    const isOwn = after.size === this.next && sameBytes(after.head, this.head);
    return isOwn ? [] : [["chain.broken", "the seal was made over other entries than these"]];
  }

  afterProblems({ after, signedAt }) {
    const boundary = after.size <= this.start ? this.boundaries.get(after.size) : undefined;
    if (!boundary) return [["chain.broken", "`after` names no end of a commit below this one"]];
    const problems = sameBytes(boundary.head, after.head) ? [] : [["chain.broken", "the signer saw another log than this one"]];
    if (signedAt + CLOCK_SLACK_S < boundary.time) problems.push(["statement.time", "signed long before the seal that it stands after"]);
    return problems;
  }

  sealProblems({ record, signedAt }) {
    const problems = [];
    const [count, hash] = record.get("roster");
    if (record.get("first") !== this.start || this.start >= this.next) problems.push(["chain.broken", "the seal closes other entries than these"]);
    const isRoster = count === this.roster.count && sameBytes(hash, this.roster.hash);
    if (!isRoster) problems.push(["chain.broken", "the seal counts other leaves of the roster: one was left out, or added"]);
    if (this.sealedAt !== null && signedAt < this.sealedAt) problems.push(["chain.time", "the seal's time is before the last one's"]);
    return problems;
  }

  async approvalProblems({ record, kid }) {
    const of = hex(record.get("of"));
    if (this.roster.asked.has(of)) return changeProblems(await this.roster.approvalProblem(of, this.roster.signer(kid).handle, this.next));
    return this.kinds.has(of) ? [["reference.kind", "it approves no change of the roster"]] : [["reference.missing", "what it approves is not here"]];
  }
}

function changeProblems(words) {
  return words === null ? [] : [["roster.change", words]];
}

function isPolicyOfOtherPhrases(record) {
  return record.get("kind") === "policy" && record.get("format") === KNOWN_VERSION && record.get("phrases") !== "phrases/1";
}
