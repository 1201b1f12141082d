// The shapes of the records that a proof is judged by: those of the roster, and seals (docs/format/records.md). Of all others the kind alone is looked at.

const isRecordText = (value) => typeof value === "string" && value.length > 0 && UTF8.encode(value).length <= 16384;
const isHandle = (value) => typeof value === "string" && /^[a-z0-9-]{1,32}$/.test(value);
const isOrigin = (value) => typeof value === "string" && /^[\x21-\x7e]{1,255}$/.test(value) && !/[:+]|^\/|\/$|\/\//.test(value);
const isId = (value) => isBytes(value, 32);
const isUnsigned = (value) => isCount(value) || (typeof value === "bigint" && value >= 0n);
const isWithin = (least, most) => (value) => isCount(value) && least <= value && value <= most;
const isOneOf = (...values) => (value) => values.includes(value);

const REASON = { "reason?": isRecordText };
const NEW_KEY = { key: isId, proof: (value) => isBytes(value, 64), previous: isId };
const PERSON = { handle: isHandle, role: isOneOf("editor", "reporter") };
const NAMED_KEY = { kid: isId, handle: isHandle, previous: isId };
const EDITOR = { handle: isHandle, key: isId, proof: NEW_KEY.proof, "name?": isRecordText, "age?": isRecordText };

const SHAPES = {
  ledger: {
    format: isOneOf(1), origin: isOrigin, name: isRecordText, key: isId, approvals: isWithin(1, 32), phrases: isOneOf("phrases/1"),
    editors: (value) => Array.isArray(value) && 1 <= value.length && value.length <= 64 && value.every((editor) => hasShape(editor, EDITOR)),
  },
  enrol: { ...PERSON, ...NEW_KEY, ...REASON, "name?": isRecordText, "age?": isRecordText },
  "ledger-key": { role: isOneOf("ledger"), ...NEW_KEY, ...REASON },
  rotate: { kid: isId, ...PERSON, ...NEW_KEY, ...REASON, "age?": isRecordText },
  revoke: { ...NAMED_KEY, ...REASON },
  compromised: { ...NAMED_KEY, since: isUnsigned, ...REASON },
  role: { ...PERSON, previous: isId, ...REASON },
  approval: { of: isId },
  policy: { format: isWithin(1, 4294967295), phrases: isRecordText, approvals: isWithin(1, 32), previous: isId, ...REASON },
  seal: { first: isUnsigned, roster: (value) => Array.isArray(value) && value.length === 2 && isUnsigned(value[0]) && isId(value[1]) },
};

const OTHER_KINDS = ["entity", "event", "question", "document", "claim", "withdrawal", "judgement", "disclosure"];

// A field whose name ends in "?" may be missing; no other field may be there.
function hasShape(map, shape, ...beside) {
  if (!(map instanceof Map)) return false;
  const fields = Object.entries(shape).map(([name, is]) => [name.replace("?", ""), name.endsWith("?"), is]);
  const known = [...fields.map(([name]) => name), ...beside];
  return [...map.keys()].every((name) => known.includes(name))
    && fields.every(([name, isOptional, is]) => (map.has(name) ? is(map.get(name)) : isOptional));
}

// The kind of a record whose shape is one. Throws otherwise.
function kindOf(record) {
  const kind = record instanceof Map ? record.get("kind") : undefined;
  if (OTHER_KINDS.includes(kind)) return kind;
  const act = record instanceof Map ? record.get("act") : undefined;
  const name = kind !== "key" ? kind : act === "enrol" && record.get("role") === "ledger" ? "ledger-key" : act;
  const isKnown = typeof name === "string" && Object.hasOwn(SHAPES, name) && (kind === "key") === !["ledger", "approval", "policy", "seal"].includes(name);
  if (!isKnown || !hasShape(record, SHAPES[name], ...(kind === "key" ? ["kind", "act"] : ["kind"]))) throw new Error("no record of a known kind and shape");
  return kind;
}
