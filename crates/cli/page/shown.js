// What the page shows of its records, held against the records: words and ids that must stand there as they were signed. Text is read, never markup.

// The characters that the page shows escaped, because they could hide or move others (crates/cli/src/ui.rs, is_hostile).
const HOSTILE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const QUOTE_JOINT = " [...] ";

function shownText(text) {
  return text.replace(HOSTILE, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);
}

// The quote of a claim with the words around it, as the page writes it.
function quoteWithContext(passages) {
  let text = "";
  passages.forEach((passage, nth) => {
    const [prefix, exact, suffix] = ["prefix", "exact", "suffix"].map((part) => shownText(passage.get(part)));
    if (nth > 0) text += " [\u2026] ";
    else if (prefix !== "") text += `\u2026${prefix}`;
    text += exact;
    if (nth + 1 === passages.length && suffix !== "") text += `${suffix}\u2026`;
  });
  return text;
}

function ownWords(element) {
  return Array.from(element?.childNodes ?? []).filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ");
}

const textsOf = (parent, selector) => Array.from(parent.querySelectorAll(selector), (element) => element.textContent);
const sameTexts = (left, right) => left.length === right.length && left.every((text, at) => text === right[at]);
const isSealedPlace = (value) => value instanceof Map && value.has("sealed");

// The id of the record that an article names, which ends its last line of code.
function shownId(article, selector) {
  return textsOf(article ?? document.createElement("p"), selector).at(-1)?.match(/b3:[0-9a-f]{64}$/)?.[0];
}

// What of a claim differs from its record: names of parts, none if all that is compared is the same.
function claimDifferences(article, { index, statement, handle }) {
  const { record } = statement;
  const differs = [];
  const compare = (part, shown, want) => sameTexts(shown, want) || differs.push(part);
  const id = `b3:${hex(statement.id)}`;
  if (!isSealedPlace(record.get("quote"))) {
    const passages = record.get("quote") ?? [];
    compare("quote", textsOf(article, ":scope > blockquote"), passages.length > 0 ? [quoteWithContext(passages)] : []);
    compare("quote", textsOf(article, ":scope > blockquote > mark"), passages.map((passage) => shownText(passage.get("exact"))));
  }
  const translations = (record.get("translations") ?? []).map((translation) => shownText(translation.get("text")));
  compare("translation", textsOf(article, ":scope > .translation > blockquote"), translations);
  compare("id", textsOf(article, ".proof code"), [fingerprint(statement.kid), `byline show ${id}`]);
  compare("recorder", textsOf(article, ".proof bdi"), [shownText(handle ?? "")]);
  const numbers = ownWords(article.querySelector(".proof dd")).match(/[0-9]+/g) ?? [];
  compare("index", numbers, [String(index)]);
  return differs;
}

// The quotes in the table, which may be cut short, against those of the claims that their cells link to.
function cellDiffers(cell, claimOf) {
  const link = cell.querySelector(".meta a")?.getAttribute("href") ?? "";
  const record = claimOf(link.slice(1))?.statement.record;
  const words = cell.querySelector("q")?.textContent;
  if (record === undefined || isSealedPlace(record.get("quote"))) return false;
  const quote = (record.get("quote") ?? []).map((passage) => passage.get("exact")).join(QUOTE_JOINT);
  if (words === undefined || quote === "") return words !== undefined || quote !== "";
  const whole = shownText(quote.split(/\s+/u).filter(Boolean).join(" "));
  return words.endsWith("\u2026") ? !whole.startsWith(words.slice(0, -1)) && whole !== words : whole !== words;
}

// Whether a document is shown with other hashes, or another id, than its record has.
function documentDiffers(article, { statement }) {
  const hashes = ["blake3", "sha256"].map((name) => statement.record.get(name)).filter((hash) => isBytes(hash, 32)).map(hex);
  const codes = textsOf(article, ".fields code");
  const shown = codes.filter((code) => /^[0-9a-f]{64}$/.test(code));
  const isSealed = hashes.length < 2;
  return !codes.includes(`b3:${hex(statement.id)}`) || (!isSealed && !sameTexts(shown, hashes));
}

// Whether the page names another key or root than the proof, where it says of which ledger it is and how to check it.
function ledgerDiffers(page, key, root) {
  const codes = textsOf(page, ".verified code, .check code");
  const others = (form, want) => want !== null && codes.some((code) => form.test(code) && code !== want);
  return !codes.includes(key) || others(/^SHA256:/, key) || others(/^[0-9a-f]{64}$/, root);
}

// The words of the page, apart from what the script itself writes.
function wordsOfPage(body) {
  const isOwn = (node) => node.nodeType === Node.ELEMENT_NODE && (node.id === "self-check" || node.localName === "script");
  const isBlank = (node) => node.nodeType !== Node.ELEMENT_NODE && (node.nodeType !== Node.TEXT_NODE || node.data.trim() === "");
  return Array.from(body.childNodes).filter((node) => !isOwn(node) && !isBlank(node)).map((node) => node.textContent).join("");
}
