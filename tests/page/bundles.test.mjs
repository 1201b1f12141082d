// The verifier in JavaScript (crates/cli/page) over the bundles of tests/vectors/proofs, and over damaged ones: `make test-page`.
//
// It was written from docs/format/bundle.md, and must find what the Rust code finds, at the same leaves and under the same codes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const PARTS = ["bytes", "blake3", "cbor", "keys", "tree", "shapes", "statement", "roster", "admission", "bundle"];
const source = PARTS.map((part) => read(`crates/cli/page/${part}.js`)).join("\n");
const page = new Function(`"use strict"; ${source}; return { verifyBundle, blake3, blake3Derive, decodeCbor, isAcceptableKey, hex, fromBase64, UTF8 };`)();

const unhex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const { key: keyText, vectors } = JSON.parse(read("tests/vectors/proofs/bundles.json"));
const { vectors: rosters } = JSON.parse(read("tests/vectors/proofs/rosters.json"));
const trusted = page.hex(page.fromBase64(keyText.split(" ")[1]).slice(-32));

// Whether everything that the bundle can show holds, for somebody who trusts this key.
async function holds(file) {
  const { findings, ledgerKeys = [] } = await page.verifyBundle(file);
  return findings.length === 0 && ledgerKeys.some((key) => page.hex(key) === trusted);
}

for (const vector of [...vectors, ...rosters]) {
  test(vector.name, async () => {
    const { findings, later, records } = await page.verifyBundle(unhex(vector.file));
    const found = findings.filter(({ code }) => code !== "later").map(({ code, index }) => (index === null ? code : `${code}@${index}`));
    assert.deepEqual([...new Set(found)].sort(), [...new Set(vector.findings)].sort());
    assert.deepEqual(later, vector.later ?? null);
    // Whoever looks at nothing but findings doesn't take for checked what is of a later version.
    assert.equal(await holds(unhex(vector.file)), vector.findings.length === 0 && !vector.later);
    const suspect = records.filter((one) => one.suspect).map((one) => [one.index, one.suspectSince]);
    assert.deepEqual(suspect, vector.suspect ?? []);
  });
}

// How many proofs there are, so that none is passed over.
test("all vectors were read", () => assert.ok(vectors.length >= 31 && rosters.length >= 79, `${vectors.length}, ${rosters.length}`));

test("every damaged byte and every cut of a bundle is found", async () => {
  const file = unhex(vectors.find(({ findings }) => findings.length === 0).file);
  // Every byte is damaged; the cuts are cheap to refuse, so every one is tried as well.
  for (let at = 0; at < file.length; at += 1) {
    const damaged = file.slice();
    damaged[at] ^= 1 << at % 8;
    assert.equal(await holds(damaged), false, `byte ${at}`);
    assert.equal(await holds(file.slice(0, at)), false, `cut at ${at}`);
  }
});

test("canonical CBOR and nothing else is decoded", () => {
  const { canonical, refused } = JSON.parse(read("tests/vectors/golden/cbor.json"));
  for (const { name, hex } of canonical) assert.doesNotThrow(() => page.decodeCbor(unhex(hex)), name);
  for (const { name, hex } of refused) assert.throws(() => page.decodeCbor(unhex(hex)), undefined, name);
});

test("keys and hashes are those of the golden vectors", () => {
  const { keys, not_acceptable, hashes } = JSON.parse(read("tests/vectors/golden/ids.json"));
  for (const { name, key } of keys) assert.equal(page.isAcceptableKey(unhex(key)), true, name);
  for (const { name, key } of not_acceptable) assert.equal(page.isAcceptableKey(unhex(key)), false, name);
  assert.equal(page.hex(page.blake3(page.UTF8.encode(hashes.input))), hashes.blake3);
});

test("BLAKE3 over one chunk and more is what the reference implementation gives", () => {
  // Over the bytes 0, 1, .. 250, 0, 1, .. of these lengths; made with PyPI blake3.
  const digests = {
    0: "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    1024: "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
    1025: "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
    3073: "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3",
    70000: "5a8ef06db0fc4e6c27f6e4a44e333916934b860d747d8d65f56df4597f0421bf",
  };
  for (const [length, digest] of Object.entries(digests)) {
    const input = Uint8Array.from({ length: Number(length) }, (_, at) => at % 251);
    assert.equal(page.hex(page.blake3(input)), digest, `${length} bytes`);
  }
});
