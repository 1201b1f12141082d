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
  const { text, words } = JSON.parse(inside("byline-words"));
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
  const found = await checked(text).catch((error) => ({ findings: [{ code: "page", index: null, words: String(error) }], claims: [] }));
  const isWrong = found.findings.length > 0;
  say(isWrong ? "wrong" : "holds", isWrong ? "wrong" : "holds");
  tell(found, words);
  for (const { article, state } of found.claims) tellClaim(article, state, words);
  performance.mark("byline-checked");
}

// Everything that the page can check of itself.
async function checked(text) {
  const words = wordsOfPage(document.body);
  const proof = await verifyBundle(fromBase64(inside("byline-proof")));
  const { growth } = JSON.parse(inside("byline-options"));
  const findings = proof.findings.slice();
  const find = (words, index = null) => findings.push({ code: "report.changed", index, words });
  const byId = new Map(proof.records.filter((one) => one.statement).map((one) => [`b3:${hex(one.statement.id)}`, one]));
  const proven = new Set(proof.records.map((one) => one.index));
  // A finding on anything but a proven record concerns them all.
  const isSound = (index) => proof.findings.every((finding) => finding.index !== index && proven.has(finding.index));
  let shown = 0;
  const claims = Array.from(document.querySelectorAll("article.claim"), (article) => {
    const one = byId.get(article.dataset.record);
    const differs = one ? claimDifferences(article, one) : ["record"];
    if (!one) find(`${article.id}: the record that is named here is not in the proof`);
    else if (differs.length > 0) find(`${article.id}: what is shown is not what the record says: ${differs.join(", ")}`, one.index);
    shown += 1;
    return { article, state: claimState(one, differs, one && isSound(one.index)) };
  });
  const claimOf = (id) => byId.get(document.getElementById(id)?.dataset.record);
  for (const cell of document.querySelectorAll(".matrix td:not(.empty)")) {
    if (cellDiffers(cell, claimOf)) find(`in the table: a quote that is not the record's: ${cell.querySelector("q")?.textContent ?? ""}`);
    shown += 1;
  }
  for (const article of document.querySelectorAll(".documents article")) {
    const one = byId.get(article.dataset.record);
    if (!one || documentDiffers(article, one)) find(`${article.id}: the document's id or hashes are not those of the record`);
    shown += 1;
  }
  const keys = proof.ledgerKeys ?? [];
  const key = keys.length > 0 ? fingerprint(await kidOf(keys[keys.length - 1])) : null;
  const root = growth === null && proof.checkpoint ? hex(proof.checkpoint.root) : null;
  if (ledgerDiffers(document, key, root)) find("the ledger's key or root that is shown is not that of the proof");
  const hash = hex(await sha256(UTF8.encode(words)));
  const isAsWritten = hash === text && document.querySelectorAll("body [style], main [hidden], header [hidden]").length === 0;
  if (!isAsWritten) find("the words of the page are not those that were written into it");
  const suspects = proof.records.filter((one) => one.suspect).length;
  return { findings, claims, key, shown, isAsWritten, suspects, records: proof.records.length, isEarlier: growth !== null, origin: proof.checkpoint?.origin };
}

function claimState(one, differs, isSound) {
  if (differs.length > 0 || !isSound) return "claim-wrong";
  if (one.suspect) return "suspect";
  return isSealedPlace(one.statement.record.get("quote")) ? "claim-sealed" : "claim";
}

function tellClaim(article, state, words) {
  const isWrong = state === "claim-wrong";
  article.classList.toggle("forged", isWrong);
  article.querySelector(".proof").prepend(element("p", isWrong || state === "suspect" ? "self bad" : "self good", words[state]));
}

const MOST_FINDINGS = 20;

// The panel: what holds, or what is wrong; the key to compare; and what none of it shows.
function tell(found, words) {
  const panel = document.getElementById("self-check");
  if (found.findings.length > 0) {
    const list = element("ul", "findings");
    list.lang = "en";
    list.dir = "ltr";
    for (const { code, index, words: what } of found.findings.slice(0, MOST_FINDINGS)) {
      const item = element("li");
      item.append(element("code", "", code), index === null ? " " : ` (${index}) `, shownText(what));
      list.append(item);
    }
    if (found.findings.length > MOST_FINDINGS) list.append(element("li", "", `.. +${found.findings.length - MOST_FINDINGS}`));
    panel.append(element("h3", "", words.found), list);
  } else {
    const list = element("ul", "holding");
    list.append(element("li", "", `${words.records}: ${found.records}`), element("li", "", `${words.shown}: ${found.shown}`), element("li", "", words.text));
    panel.append(list);
  }
  if (found.suspects > 0) panel.append(element("p", "bad", `${words.suspect}: ${found.suspects}`));
  if (found.isEarlier) panel.append(element("p", "", words.earlier));
  if (found.key) {
    const key = element("p", "key", `${words.key}: `);
    const code = element("code", "", found.key);
    code.dir = "ltr";
    key.append(code, element("br"), element("small", "", words.compare));
    panel.append(key);
  }
  const limits = element("details");
  const list = element("ul");
  for (const name of ["limit-script", "limit-missing", "limit-documents", "limit-true"]) list.append(element("li", "", words[name]));
  limits.append(element("summary", "", words.limits), list);
  panel.append(limits);
}
