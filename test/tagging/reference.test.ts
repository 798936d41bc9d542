/** The shipped model against reference.json, which was computed with other code from the same files. */
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadEncoder, type Encoder } from '../../src/embedding/encoder.js';
import { commentSpans, splitClauses } from '../../src/language/clauses.js';
import { projectRoot } from '../../src/root.js';
import { parseHeads } from '../../src/tagging/heads.js';
import { createScorer, type Scorer } from '../../src/tagging/scorer.js';
import { decodeSpanVectors, encodeSpanVectors, quantiseSpans } from '../../src/tagging/spanVectors.js';

interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  readonly clauses: readonly (readonly [number, number])[];
  readonly themes: readonly {
    readonly theme: string;
    readonly encoderLogit: number;
    readonly lexicalLogit: number;
    readonly probability: number;
    readonly given: boolean;
    readonly evidence: readonly [number, number];
    readonly polarity: readonly [number, number, number];
  }[];
}

const folder = join(projectRoot(), 'models', 'kuulolla-fisven');
let references: Reference[];
let encoder: Encoder;
let scorer: Scorer;

before(async () => {
  references = JSON.parse(await readFile(join(folder, 'reference.json'), 'utf8')) as Reference[];
  scorer = createScorer(parseHeads(JSON.parse(await readFile(join(folder, 'heads.json'), 'utf8'))));
  encoder = await loadEncoder({ modelFolder: folder, prefix: scorer.heads.prefix, allowRemoteModels: false });
});

after(() => encoder.close());

async function embed(text: string): Promise<Uint8Array> {
  return encodeSpanVectors(quantiseSpans(await encoder.embed(text, commentSpans(text)), scorer.heads.standardise));
}

test('token ids are those of the reference, word by word or not', () => {
  assert.equal(references.length, 36);
  for (const { text, ids } of references) assert.deepEqual(encoder.tokenIds(text), ids, text);
});

test('clauses are those of the reference', () => {
  for (const { text, clauses } of references) {
    assert.deepEqual(
      splitClauses(text).map(({ start, end }) => [start, end]),
      clauses,
      text,
    );
  }
});

test('logits, probabilities, evidence and polarity are those of the reference', async () => {
  for (const { text, themes } of references) {
    const scores = scorer.score(text, decodeSpanVectors(await embed(text)));
    for (const [k, expected] of themes.entries()) {
      const score = scores[k]!;
      const place = `${expected.theme} of ${text}`;
      assert.equal(score.theme, expected.theme);
      // processors differ in 8-bit products, and so do stored vectors from plain ones
      assert.ok(Math.abs(score.encoderLogit - expected.encoderLogit) < 0.5, `${place}: encoder ${score.encoderLogit}`);
      assert.ok(Math.abs(score.lexicalLogit - expected.lexicalLogit) < 1e-3, `${place}: lexical ${score.lexicalLogit}`);
      assert.ok(Math.abs(score.confidence - expected.probability) < 0.05, `${place}: probability ${score.confidence}`);
      assert.equal(score.given, expected.given, place);
      assert.deepEqual([score.evidence.start, score.evidence.end], expected.evidence, place);
      const { pos, neg, neu } = score.polarity();
      for (const [p, value] of [pos, neg, neu].entries()) {
        assert.ok(Math.abs(value - expected.polarity[p]!) < 0.1, `${place}: polarity ${p} ${value}`);
      }
    }
  }
});

test('reasons add up to the log-odds of the confidence', () => {
  const text = references[1]!.text;
  return embed(text).then((bytes) => {
    for (const reason of scorer.reasons(text, decodeSpanVectors(bytes))) {
      const logit = Math.log(reason.confidence / (1 - reason.confidence));
      assert.ok(Math.abs(reason.encoder + reason.lexical + reason.constant - logit) < 1e-6, reason.theme);
      assert.equal(reason.clauses.length, 3);
    }
  });
});

test('stored vectors take about 1 KB a comment', async () => {
  let bytes = 0;
  for (const { text } of references) bytes += (await embed(text)).length;
  assert.ok(bytes / references.length < 1024, String(bytes / references.length));
});

test('a comment longer than the encoder reads is read whole, in windows', async () => {
  const clause = 'Odotin vastaanotolla kolme tuntia eikä kukaan kertonut mitään. ';
  const text = `${clause.repeat(40)}Lopuksi lääkäri oli todella ystävällinen.`;
  assert.ok(encoder.tokenIds(text).length > 400);
  const spans = commentSpans(text);
  const vectors = await encoder.embed(text, spans);
  assert.equal(vectors.length, 42);
  assert.ok(vectors.every((span) => span.tokens > 0));
  const found = scorer.tags(text, quantiseSpans(vectors, scorer.heads.standardise));
  const friendly = found.find((tag) => tag.theme === 'staff_friendliness');
  assert.equal(
    text.slice(friendly?.evidence[0]?.start, friendly?.evidence[0]?.end),
    'Lopuksi lääkäri oli todella ystävällinen.',
  );
  assert.ok(found.some((tag) => tag.theme === 'waiting_times'));
});

test('texts of nothing to read get vectors and no themes', async () => {
  for (const text of ['', ' ', '-', '\u200b']) {
    assert.deepEqual(scorer.tags(text, decodeSpanVectors(await embed(text))), [], JSON.stringify(text));
  }
});
