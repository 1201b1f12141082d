// The signed statement, docs/format/statement.md.

const KNOWN_VERSION = 1;
const ANY_RECORD_TYPE = "application/vnd.byline.record+cbor; version=";
const RECORD_TYPE = `${ANY_RECORD_TYPE}${KNOWN_VERSION}`;
const isBytes = (value, size) => value instanceof Uint8Array && (size === undefined || value.length === size);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const hasLabels = (map, labels) => map instanceof Map && map.size === labels.length && labels.every((label) => map.has(label));

// The number behind this beginning, if it is that of a version which this page doesn't know yet; else null.
function laterVersion(text, beginning) {
  const digits = typeof text === "string" && text.startsWith(beginning) ? text.slice(beginning.length) : "";
  return /^[1-9][0-9]{0,15}$/.test(digits) && Number(digits) > KNOWN_VERSION ? Number(digits) : null;
}

// What is of a later version of the format isn't wrong, but can't be judged here.
class LaterVersion extends Error {
  constructor(version) {
    super(`it is of version ${version} of the format, and this page knows version ${KNOWN_VERSION}`);
    this.version = version;
  }
}

// The statement in these bytes. Throws if they are none. Of the record's own fields those are looked at by which a proof is judged.
function parseStatement(leaf) {
  if (leaf.length > 65535 || leaf[0] !== 0xd2) throw new Error("no COSE_Sign1 of a size that a statement has");
  const parts = decodeCbor(leaf.subarray(1));
  if (!Array.isArray(parts) || parts.length !== 4) throw new Error("a COSE_Sign1 is an array of four");
  const [protectedHeader, unprotected, payload, signature] = parts;
  const isWhole = isBytes(protectedHeader) && unprotected instanceof Map && unprotected.size === 0 && isBytes(payload) && isBytes(signature, 64);
  if (!isWhole) throw new Error("not the parts of a statement");
  const header = decodeCbor(protectedHeader);
  const later = header instanceof Map ? laterVersion(header.get(3), ANY_RECORD_TYPE) : null;
  if (later !== null) throw new LaterVersion(later);
  if (!hasLabels(header, [1, 3, 4, 15, -65537])) throw new Error("other header labels than 1, 3, 4, 15 and -65537");
  const [kid, claims, after] = [header.get(4), header.get(15), header.get(-65537)];
  if (header.get(1) !== -8 || header.get(3) !== RECORD_TYPE || !isBytes(kid, 32)) throw new Error("alg, content type or kid are wrong");
  if (!hasLabels(claims, [1, 2, 6]) || !isRecordText(claims.get(1)) || !isRecordText(claims.get(2)) || !isWithin(0, 253402300799)(claims.get(6))) throw new Error("the claims are not iss, sub and iat");
  if (!Array.isArray(after) || after.length !== 2 || !isUnsigned(after[0]) || !isBytes(after[1], 32)) throw new Error("after is no size with a head");
  const record = decodeCbor(payload);
  const kind = kindOf(record);
  const signed = encodeCbor(["Signature1", protectedHeader, new Uint8Array(0), payload]);
  return {
    kid, record, signed, signature,
    kind,
    issuer: claims.get(1),
    subject: claims.get(2),
    signedAt: claims.get(6),
    after: { size: after[0], head: after[1] },
    id: blake3Derive("byline.v1 2026-11-22 record id", signed),
  };
}

function chainStart(origin, key) {
  return blake3Derive("byline.v1 2026-11-22 chain start", joinBytes(UTF8.encode(origin), Uint8Array.of(0), key));
}

function chainStep(head, leaf) {
  return blake3Derive("byline.v1 2026-11-22 chain step", joinBytes(head, blake3(leaf)));
}

function rosterStep(hash, index, id) {
  return blake3Derive("byline.v1 2026-11-22 roster", joinBytes(hash, bigEndian64(index), id));
}
