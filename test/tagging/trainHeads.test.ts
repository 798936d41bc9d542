import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { POLARITIES } from '../../src/domain/theme.js';
import { projectRoot } from '../../src/root.js';
import { parseHeads, type Heads } from '../../src/tagging/heads.js';
import { headsDocument } from '../../src/tagging/headsDocument.js';
import { createScorer } from '../../src/tagging/scorer.js';
import { quantiseSpans } from '../../src/tagging/spanVectors.js';
import { trainHeads, type EmbeddedComment } from '../../src/tagging/trainHeads.js';

let document: unknown;
let base: Heads;

before(async () => {
  document = JSON.parse(await readFile(join(projectRoot(), 'models', 'kuulolla-fisven', 'heads.json'), 'utf8'));
  base = parseHeads(document);
});

/** A drawn space: one dimension per theme, three for polarity; `theme` null says nothing. Texts say nothing to the n-grams. */
function drawn(theme: string | null, p: number, wobble: number): EmbeddedComment {
  const vector = new Float32Array(base.themes.length + 3).fill(wobble);
  if (theme !== null) vector[base.themes.indexOf(theme)]! += 1;
  vector[base.themes.length + p]! += 1;
  const labels = theme === null ? [] : [{ theme, polarity: POLARITIES[p]! }];
  return { lang: 'fi', text: 'x', labels, spans: [{ start: 0, end: 1, tokens: 1, vector }] };
}

function comments(wobbles: readonly number[]): EmbeddedComment[] {
  return wobbles.flatMap((wobble) =>
    [...base.themes, null].flatMap((theme) => [0, 1, 2].map((p) => drawn(theme, p, wobble))),
  );
}

test('heads of a space in which themes and polarity are plain to see find them', () => {
  const heads = trainHeads(base, 'text: ', comments([0, 0.1, -0.1, 0.2]), comments([0.05, -0.05, 0.15]));
  const scorer = createScorer(heads);
  for (const comment of comments([0.12])) {
    const tags = scorer.tags(comment.text, quantiseSpans(comment.spans, heads.standardise));
    assert.deepEqual(
      tags.map(({ theme, polarity }) => ({ theme, polarity })),
      comment.labels,
    );
  }
});

test('written and read again, heads are the same', () => {
  const heads = trainHeads(base, 'text: ', comments([0, 0.1, -0.1]), comments([0.05, -0.05]));
  assert.deepEqual(parseHeads(JSON.parse(JSON.stringify(headsDocument(heads, document)))), heads);
});

test('no training comments are an error', () => {
  assert.throws(() => trainHeads(base, '', [], comments([0])), /expected at least one training comment/);
});

test('a field of heads.json that is missing or of another shape is named', () => {
  const broken = (change: object) => () => parseHeads({ ...(document as object), ...change });
  assert.throws(broken({ format: 2 }), /expected heads.json of format 1, got 2/);
  assert.throws(broken({ thresholds: [0.5] }), /expected 7 numbers at thresholds of heads.json, got a list of 1/);
  assert.throws(broken({ standardise: { mean: 'AAAA', sd: '' } }), /expected 1536 bytes in base64 at standardise.mean/);
  assert.throws(broken({ lexical: null }), /expected an object at heads.json lexical/);
});
