// Who may sign at an index: the leaves of the roster replayed in order, docs/format/admission.md, "The quorum" to "approval".

const CHANGES = ["key", "policy"];
const ROSTER_KINDS = ["ledger", "key", "approval", "policy"];

class Roster {
  constructor() {
    this.origin = null;
    // By kid in hex: { key, handle, ended, rotatedTo, rotatedAt }. The ledger's own keys have no handle.
    this.keys = new Map();
    this.ledgerKids = [];
    this.roles = new Map();
    this.approvals = 0;
    this.format = KNOWN_VERSION;
    this.previous = null;
    // By record id in hex: { kind, record, signer, votes, holds }.
    this.asked = new Map();
    this.suspects = [];
    this.count = 0;
    this.hash = new Uint8Array(32);
  }

  signer(kid) {
    return this.keys.get(hex(kid));
  }

  get ledgerKey() {
    return this.keys.get(this.ledgerKids.at(-1)).key;
  }

  roleOf(signer) {
    return signer.handle === null ? "ledger" : this.roles.get(signer.handle);
  }

  isLedgerKid(kid) {
    return this.ledgerKids.includes(hex(kid));
  }

  // What is wrong with entry 0's keys, in words, or null.
  async foundingProblem(record) {
    const kids = [hex(await kidOf(record.get("key")))];
    if (!isAcceptableKey(record.get("key"))) return "the ledger's key is not acceptable";
    for (const editor of record.get("editors")) {
      const kid = hex(await kidOf(editor.get("key")));
      if (kids.includes(kid)) return "a key stands twice";
      kids.push(kid);
      if (!(await isProven(record.get("origin"), editor.get("handle"), "editor", editor))) return "an editor's key has no valid proof";
    }
    const handles = new Set(record.get("editors").map((editor) => editor.get("handle")));
    return handles.size < record.get("approvals") ? "fewer editors than approvals" : null;
  }

  // What is wrong with an approval of a change that was asked for, in words, or null.
  async approvalProblem(of, handle, index) {
    const asked = this.asked.get(of);
    if (asked.holds !== null) return "the change holds already";
    if (!this.isPrevious(asked.record)) return "the change is void";
    if (asked.votes.includes(handle)) return "this handle has asked for it before";
    return this.changeProblem(asked.kind, asked.record, asked.signer, index);
  }

  isPrevious(record) {
    return isBytes(record.get("previous"), 32) && sameBytes(record.get("previous"), this.previous);
  }

  // What is wrong with a change as the next leaf, in words, or null.
  async changeProblem(kind, record, signer, index) {
    if (!this.isPrevious(record)) return "previous is not the last change in force";
    const policy = () => (record.get("format") < this.format ? "the format goes back" : null);
    const problem = kind === "policy" ? policy() : await this.keyProblem(record, signer, index);
    if (problem) return problem;
    const [editors, approvals] = await this.editorsAfter(kind, record, signer);
    return editors < approvals ? "too few editors would be left" : null;
  }

  async keyProblem(record, signer, index) {
    const act = record.get("act");
    if (act === "enrol") {
      const wrongRole = record.get("role") !== "ledger" && (this.roles.get(record.get("handle")) ?? record.get("role")) !== record.get("role");
      return (await this.newKeyProblem(record)) ?? (wrongRole ? "the handle has another role" : null);
    }
    if (act === "rotate") return (await this.newKeyProblem(record)) ?? this.rotationProblem(record, signer);
    if (act === "role") {
      const role = this.roles.get(record.get("handle"));
      return role === undefined || role === record.get("role") ? "the handle is unknown, or has this role" : null;
    }
    if (act !== "revoke" && act !== "compromised") return "an act that this page doesn't know";
    if (this.isAnothers(record)) return "the key is not in the roster, or another handle's";
    if (act === "revoke") return this.isOver(hex(record.get("kid"))) ? "neither the key nor a successor is living" : null;
    return record.get("since") > index ? "since is in the future" : null;
  }

  async newKeyProblem(record) {
    if (!isAcceptableKey(record.get("key"))) return "the key is not acceptable";
    if (this.keys.has(hex(await kidOf(record.get("key"))))) return "the key was enrolled before";
    const handle = record.get("handle") ?? this.origin;
    return (await isProven(this.origin, handle, record.get("role"), record)) ? null : "the proof is not valid";
  }

  rotationProblem(record, signer) {
    if (this.isAnothers(record)) return "the key is not in the roster, or another handle's";
    if (record.get("role") !== this.roles.get(record.get("handle"))) return "a rotation changes no role";
    const kid = hex(record.get("kid"));
    return kid !== signer && this.isOver(kid) ? "neither the key nor a successor is living" : null;
  }

  isAnothers(record) {
    const named = isBytes(record.get("kid"), 32) ? this.signer(record.get("kid")) : undefined;
    return named === undefined || named.handle === null || named.handle !== record.get("handle");
  }

  isOver(kid) {
    return this.line(kid).every((one) => this.keys.get(one).ended !== null);
  }

  // A key and its successors, in order.
  line(kid) {
    const line = [];
    for (let one = kid; one !== null; one = this.keys.get(one).rotatedTo) line.push(one);
    return line;
  }

  // The keys whose time a change ends.
  ends(kind, record, signer) {
    if (kind === "policy" || ["enrol", "role"].includes(record.get("act"))) return [];
    const kid = hex(record.get("kid"));
    if (record.get("act") === "rotate" && kid === signer) return [kid];
    const line = this.line(kid);
    if (record.get("act") !== "compromised") return line;
    const { rotatedAt } = this.keys.get(kid);
    if (rotatedAt === null || rotatedAt < record.get("since")) return [kid];
    const spared = line.indexOf(signer, 1);
    return spared < 0 ? line : line.slice(0, spared);
  }

  // How many handles of editors have a living key once the change holds, and how many are then demanded.
  async editorsAfter(kind, record, signer) {
    const ends = this.ends(kind, record, signer);
    const living = new Set([...this.keys].filter(([kid, key]) => key.ended === null && !ends.includes(kid)).map(([, key]) => key.handle));
    const roles = new Map(this.roles);
    if (record.has("handle") && record.has("role")) {
      roles.set(record.get("handle"), record.get("role"));
      if (record.get("act") !== "role") living.add(record.get("handle"));
    }
    const editors = [...roles].filter(([handle, role]) => role === "editor" && living.has(handle)).length;
    return [editors, kind === "policy" ? record.get("approvals") : this.approvals];
  }

  // Takes an admitted leaf of the roster in.
  async take(index, statement) {
    const { record, kind } = statement;
    const signer = hex(statement.kid);
    if (kind === "ledger") {
      await this.found(statement);
    } else if (kind === "approval") {
      const asked = this.asked.get(hex(record.get("of")));
      asked.votes.push(this.keys.get(signer).handle);
      await this.complete(record.get("of"), asked, index);
    } else {
      const asked = { kind, record, signer, votes: [], holds: null };
      this.asked.set(hex(statement.id), asked);
      if (record.get("act") === "rotate" && hex(record.get("kid")) === signer) {
        await this.bringIntoForce(asked, index);
      } else {
        asked.votes.push(this.keys.get(signer).handle);
        await this.complete(statement.id, asked, index);
      }
    }
    this.hash = rosterStep(this.hash, index, statement.id);
    this.count += 1;
  }

  async found(statement) {
    const { record } = statement;
    [this.origin, this.approvals, this.previous] = [record.get("origin"), record.get("approvals"), statement.id];
    this.addLedgerKey(hex(statement.kid), record.get("key"));
    for (const editor of record.get("editors")) {
      this.addKey(hex(await kidOf(editor.get("key"))), editor.get("key"), editor.get("handle"));
      this.roles.set(editor.get("handle"), "editor");
    }
  }

  addKey(kid, key, handle) {
    this.keys.set(kid, { key, handle, ended: null, rotatedTo: null, rotatedAt: null });
  }

  addLedgerKey(kid, key) {
    this.addKey(kid, key, null);
    this.ledgerKids.push(kid);
  }

  async complete(id, asked, index) {
    if (asked.votes.length < this.approvals) return;
    await this.bringIntoForce(asked, index);
    this.previous = id;
  }

  async bringIntoForce(asked, index) {
    const { kind, record, signer } = asked;
    asked.holds = index;
    const ends = this.ends(kind, record, signer);
    for (const kid of ends) this.keys.get(kid).ended ??= index;
    if (kind === "policy") {
      [this.format, this.approvals] = [record.get("format"), record.get("approvals")];
      return;
    }
    const act = record.get("act");
    if (act === "compromised") this.suspects.push({ kids: ends, since: record.get("since") });
    if (act === "role") this.roles.set(record.get("handle"), record.get("role"));
    if (act !== "enrol" && act !== "rotate") return;
    const kid = hex(await kidOf(record.get("key")));
    if (record.get("role") === "ledger") {
      this.keys.get(this.ledgerKids.at(-1)).ended = index;
      this.addLedgerKey(kid, record.get("key"));
      return;
    }
    this.addKey(kid, record.get("key"), record.get("handle"));
    this.roles.set(record.get("handle"), record.get("role"));
    if (act === "rotate" && hex(record.get("kid")) === signer) Object.assign(this.keys.get(signer), { rotatedTo: kid, rotatedAt: index });
  }
}

// Whether the key that a record brings has signed that it is to be enrolled (docs/format/records.md, "ledger").
async function isProven(origin, handle, role, record) {
  const message = encodeCbor(["byline.v1 key proof", origin, handle, role, await kidOf(record.get("key"))]);
  return isValidSignature(record.get("key"), record.get("proof"), message);
}
