// Looks for the passages of annotations with the selectors' implementation of Apache Annotator.
// In, one a line: {texts, passages: [{document, quote, position}]}. Out: for each [code units at which the quote is found], [those of the position].
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const library = join(process.argv[2], '@apache-annotator', 'selector', 'lib', 'index.js');
const { textQuoteSelectorMatcher, textPositionSelectorMatcher } = await import(pathToFileURL(library));

const chunker = (text) => ({
  currentChunk: { data: text },
  nextChunk: () => null,
  previousChunk: () => null,
  precedesCurrentChunk: () => false,
});

const matches = async (matcher, text) => {
  const found = [];
  try {
    for await (const match of matcher(chunker(text))) found.push([match.startIndex, match.endIndex]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // beyond the text: nothing is found
  }
  return found;
};

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  const { texts, passages } = JSON.parse(line);
  for (const { document, quote, position } of passages) {
    const text = texts[document];
    const quotes = await matches(textQuoteSelectorMatcher(quote), text);
    answers.push([quotes, await matches(textPositionSelectorMatcher(position), text)]);
  }
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
