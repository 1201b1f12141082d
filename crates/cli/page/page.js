// The page checks itself: its proof by docs/format/bundle.md, what it shows against the records, and its words against their hash. What was found is
// written as text beside what it is about, and summed up in the panel.

const inside = (id) => document.getElementById(id)?.textContent ?? "";

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Whether this browser can check an Ed25519 signature for a page that was opened in this way.
async function hasCryptography() {
  try {
    const base = Uint8Array.of(0x58, ...new Array(31).fill(0x66));
    await globalThis.crypto.subtle.importKey("raw", base, { name: "Ed25519" }, false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

async function checkPage() {
  const { text, claims, words } = JSON.parse(inside("byline-words"));
  const say = (state, name) => {
    document.getElementById("self-check").dataset.state = state;
    document.getElementById("self-state").textContent = words[name];
  };
  say("busy", "busy");
  // What the reader came for is drawn first.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  await new Promise((done) => setTimeout(done, 0));
  if (!(await hasCryptography())) {
    say("unable", "unable");
    return;
  }
  const found = await checked({ text, claims }).catch((error) => ({ findings: [{ code: "page", index: null, words: String(error) }], claims: [] }));
  const isWrong = found.findings.length > 0;
  if (isWrong) say("wrong", "wrong");
  // The page says in red that its ledger failed: no green line stands below that.
  else if (found.isFailing) say("wrong", "failing");
  else say("holds", "holds");
  tell(found, words);
  for (const { article, state } of found.claims) {
    await breathe();
    tellClaim(article, state, words);
  }
  performance.mark("byline-checked");
}

// The words of a claim are hashed too, so that it is seen which one was changed.
async function differencesOf(article, one, hash) {
  if (!one) return ["record"];
  const isAsWritten = hash === hex(await sha256(UTF8.encode(article.textContent))).slice(0, hash?.length ?? 0);
  return [...new Set(claimDifferences(article, one)), ...(isAsWritten ? [] : ["words"])];
}

// Everything that the page can check of itself, by the hashes that were written into it.
async function checked(hashes) {
  const proof = await verifyBundle(await unpacked(fromBase64(inside("byline-proof")), BUNDLE_LIMIT_BYTES));
  const { growth, options } = JSON.parse(inside("byline-options"));
  const findings = proof.findings.slice();
  // What the page says of itself, by the name of its words (crates/cli/src/render/html/check.rs).
  const find = (told, place = null, { parts = [], words = "" } = {}) => findings.push({ code: "report.changed", index: null, told, parts, words, place });
  const byId = new Map(proof.records.filter((one) => one.statement).map((one) => [`b3:${hex(one.statement.id)}`, one]));
  const proven = new Set(proof.records.map((one) => one.index));
  // A finding on anything but a proven record concerns them all.
  const isSound = (index) => proof.findings.every((finding) => finding.index !== index && proven.has(finding.index));
  const claims = [];
  const claimOf = (article) => byId.get(shownId(article, ".proof code"));
  for (const article of document.querySelectorAll("article.claim")) {
    await breathe();
    const one = claimOf(article);
    const differs = await differencesOf(article, one, hashes.claims[claims.length]);
    if (!one) find("found-record", article.id);
    else if (differs.length > 0) find("found-claim", article.id, { parts: differs });
    claims.push({ article, state: claimState(one, differs, one && isSound(one.index)) });
  }
  let shown = claims.length;
  for (const cell of document.querySelectorAll(".matrix td:not(.empty)")) {
    await breathe();
    if (cellDiffers(cell, (id) => claimOf(document.getElementById(id)))) find("found-cell", null, { words: cell.querySelector("q")?.textContent ?? "" });
    shown += 1;
  }
  for (const article of document.querySelectorAll(".documents article")) {
    await breathe();
    const one = byId.get(shownId(article, ".fields code"));
    if (!one || documentDiffers(article, one)) find("found-document", article.id);
    shown += 1;
  }
  const keys = proof.ledgerKeys ?? [];
  const key = keys.length > 0 ? fingerprint(await kidOf(keys[keys.length - 1])) : null;
  const root = growth === null && proof.checkpoint ? hex(proof.checkpoint.root) : null;
  if (ledgerDiffers(document, key, root)) find("found-ledger");
  await breathe();
  const hash = hex(await sha256(UTF8.encode(wordsOfPage(document.body))));
  const isAsWritten = hash === hashes.text && document.querySelectorAll("body [style], main [hidden], header [hidden]").length === 0;
  if (!isAsWritten) find("found-words");
  const suspects = proof.records.filter((one) => one.suspect).length;
  return { findings, claims, key, shown, isAsWritten, suspects, records: proof.records.length, isEarlier: growth !== null, isFailing: Object.hasOwn(Object(options.audited), "failed"), origin: proof.checkpoint?.origin };
}

function claimState(one, differs, isSound) {
  if (differs.length > 0 || !isSound) return "claim-wrong";
  if (one.suspect) return "suspect";
  return isSealedPlace(one.statement.record.get("quote")) ? "claim-sealed" : "claim";
}

function tellClaim(article, state, words) {
  const isWrong = state === "claim-wrong";
  article.classList.toggle("forged", isWrong);
  article.querySelector(".proof").before(element("p", isWrong || state === "suspect" ? "self bad" : "self good", words[state]));
}

const MOST_FINDINGS = 20;

// The panel: what holds, or what is wrong; the key to compare; and what none of it shows.
function tell(found, words) {
  const panel = document.getElementById("self-check");
  const isWrong = found.findings.length > 0;
  const inDigits = numbers();
  if (isWrong) panel.append(element("h3", "", words.found), listOfFindings(found.findings, words));
  if (found.suspects > 0) panel.append(element("p", "bad", labelled(words, words.suspect, inDigits.format(found.suspects))));
  if (found.isEarlier) panel.append(element("p", "", words.earlier));
  const details = element("details");
  details.append(element("summary", "", words.details));
  if (found.key) {
    const key = element("p", "key", labelled(words, words.key, ""));
    const code = element("code", "", found.key);
    code.dir = "ltr";
    key.append(code, element("br"), element("small", "", words.compare));
    details.append(key);
  }
  if (!isWrong) details.append(listOf([labelled(words, words.records, inDigits.format(found.records)), labelled(words, words.shown, inDigits.format(found.shown)), words.text]));
  const limits = ["limit-script", "limit-missing", "limit-documents", "limit-true"];
  details.append(element("h3", "", words.limits), listOf(limits.map((name) => words[name])));
  panel.append(details);
}

// Our words with the slots in braces filled in.
function filled(text, slots) {
  return text.replace(/\{([a-z]+)\}/g, (whole, name) => slots[name] ?? whole);
}

function labelled(words, name, value) {
  return `${filled(words.label, { name })} ${value}`;
}

// Writes numbers as the page's language does.
function numbers() {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(`${lang}-u-nu-latn`);
}

function listOf(texts) {
  const list = element("ul");
  list.append(...texts.map((text) => element("li", "", text)));
  return list;
}

// What is wrong in the page's language, then what only the check can say: the words of a record, or the check's own, which are English.
function toldOf({ code, told, parts, words: detail }, words) {
  const [, check] = words.checks.find(([codes]) => codes.includes(code)) ?? [null, words.proof];
  const names = (parts ?? []).map((part) => words[`part-${part}`]).join(words.comma);
  const sentence = told ? filled(words[told], { parts: names }) : filled(words.fails, { check });
  if (!detail) return [sentence];
  const shown = element("bdi", "", shownText(detail));
  if (!told) shown.lang = "en";
  return [sentence, " \u2014 ", shown];
}

function listOfFindings(findings, words) {
  const list = listOf([]);
  list.className = "findings";
  for (const finding of findings.slice(0, MOST_FINDINGS)) {
    const item = element("li");
    item.append(element("code", "", finding.code), " ");
    if (finding.place) {
      const link = element("a", "", finding.place.toUpperCase());
      link.href = `#${finding.place}`;
      item.append(link, labelled(words, "", ""));
    } else if (finding.index !== null) item.append(labelled(words, filled(words.entry, { index: finding.index }), ""));
    item.append(...toldOf(finding, words));
    list.append(item);
  }
  if (findings.length > MOST_FINDINGS) list.append(element("li", "", `.. +${findings.length - MOST_FINDINGS}`));
  return list;
}
