/** What each clause adds, on real heads: it adds up, and it is what it is said to be. */
import { strict as assert } from 'node:assert';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { commentSpans, splitClauses } from '../../src/language/clauses.js';
import { attribute } from '../../src/tagging/attribution.js';
import type { Heads } from '../../src/tagging/heads.js';
import type { EmbeddedText } from '../../src/tagging/learner.js';
import { createGramCounter } from '../../src/tagging/lexical.js';
import { EMPTY_OVERLAY } from '../../src/tagging/overlay.js';
import { createScorer, type Scorer } from '../../src/tagging/scorer.js';
import { createScoringModel } from '../../src/tagging/scoringModel.js';
import { decodeSpanVectors, type SpanVectors } from '../../src/tagging/spanVectors.js';
import type { ThemeReason } from '../../src/tagging/tagger.js';
import { embedCalibrationComments, readShippedHeads } from './embeddedLabels.js';

let heads: Heads;
let scorer: Scorer;
let comments: EmbeddedText[];

before(async () => {
  heads = await readShippedHeads();
  scorer = createScorer(heads);
  comments = await embedCalibrationComments(heads, 16);
});

function assertNear(actual: number, expected: number, place: string, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${place}: ${actual}, expected ${expected}`);
}

function sumOf(reason: Pick<ThemeReason, 'clauses' | 'rest'>, part: 'encoder' | 'lexical'): number {
  return reason.clauses.reduce((sum, clause) => sum + clause[part], reason.rest[part]);
}

function assertAddsUp(reason: ThemeReason, place: string): void {
  const logit = Math.log(reason.confidence / (1 - reason.confidence));
  assertNear(reason.encoder + reason.lexical + reason.constant, logit, `log-odds of ${place}`);
  assertNear(sumOf(reason, 'encoder'), reason.encoder, `encoder of ${place}`);
  assertNear(sumOf(reason, 'lexical'), reason.lexical, `lexical of ${place}`);
}

test('parts add up to the log-odds, and clauses with the rest to the parts, in every language', () => {
  let several = 0;
  for (const { text, vectors } of comments) {
    const reasons = scorer.reasons(text, decodeSpanVectors(vectors));
    assert.equal(reasons.length, heads.themes.length);
    for (const reason of reasons) assertAddsUp(reason, `${reason.theme} of ${text}`);
    if (splitClauses(text).length > 1) several += 1;
  }
  assert.ok(several >= 10, `${several} comments of several clauses`);
});

test('a clause that alone has the highest score adds all of the encoder, the others nothing', () => {
  let seen = 0;
  for (const { text, vectors } of comments) {
    const scores = scorer.score(text, decodeSpanVectors(vectors));
    scorer.reasons(text, decodeSpanVectors(vectors)).forEach((reason, k) => {
      const { bestSpan } = scores[k]!;
      if (bestSpan === 0) return;
      seen += 1;
      reason.clauses.forEach((clause, c) => {
        assertNear(clause.encoder, c === bestSpan - 1 ? reason.encoder : 0, `${reason.theme} of ${text}`, 0);
      });
    });
  }
  assert.ok(seen > 50, `${seen} themes decided by a clause`);
});

test('a comment of one clause gives it everything', () => {
  const one = comments.filter(({ text }) => splitClauses(text).length === 1);
  assert.ok(one.length >= 10);
  for (const { text, vectors } of one) {
    for (const reason of scorer.reasons(text, decodeSpanVectors(vectors))) {
      assert.deepEqual([reason.clauses.length, reason.rest.encoder], [1, 0]);
      assertNear(reason.rest.lexical, 0, text, 0);
    }
  }
});

/** As if the whole comment had the highest score for every theme. */
function attributeWhole(text: string, vectors: SpanVectors): Pick<ThemeReason, 'encoder' | 'clauses' | 'rest'>[] {
  const scores = scorer.score(text, vectors).map((score) => ({ ...score, bestSpan: 0 }));
  return attribute(createScoringModel(heads, EMPTY_OVERLAY), heads, text, vectors, scores);
}

test("pooling is linear: a whole comment's logit is that of its clauses by their tokens, but for the rounding of stored vectors", () => {
  // over all 299 calibration comments of several clauses the rest is 0.0225 log-odds at most, 0.0035 in the middle
  let largest = 0;
  let compared = 0;
  for (const { text, vectors: bytes } of comments) {
    const vectors = decodeSpanVectors(bytes);
    const [whole, ...clauses] = vectors.spans;
    if (clauses.length === 0) continue;
    assert.equal(
      whole?.tokens,
      clauses.reduce((sum, clause) => sum + clause.tokens, 0),
      text,
    );
    for (const { rest } of attributeWhole(text, vectors)) {
      largest = Math.max(largest, Math.abs(rest.encoder));
      compared += 1;
    }
  }
  assert.ok(compared > 50 && largest > 0 && largest < 0.03, `${largest} in ${compared}`);
});

const CLAUSES = ['Jonotin kolme tuntia.', 'Hoitaja oli ystävällinen!', 'Tilat olivat siistit'];
const TEXT = CLAUSES.join(' ');

/** Vectors of TEXT where the whole is exactly the mean of its clauses: twice as large, at half the scale. */
function linearVectors(rows: readonly [readonly number[], readonly number[]]): { text: string; vectors: SpanVectors } {
  const text = CLAUSES.slice(0, 2).join(' ');
  const spans = commentSpans(text).map((span, row) => ({ ...span, tokens: row === 0 ? 8 : 4 }));
  const sum = rows[0].map((value, i) => value + rows[1][i]!);
  const values = Int8Array.from([...sum, ...rows[0], ...rows[1]]);
  return {
    text,
    vectors: { spans, hidden: heads.hidden, scales: Float32Array.of(0.0078125, 0.015625, 0.015625), values },
  };
}

test('without rounding nothing is left: the rest is 0 for any vectors whose mean can be stored', () => {
  const row = fc.array(fc.integer({ min: -63, max: 63 }), { minLength: heads.hidden, maxLength: heads.hidden });
  fc.assert(
    fc.property(row, row, (one, other) => {
      const { text, vectors } = linearVectors([one, other]);
      for (const { encoder, clauses, rest } of attributeWhole(text, vectors)) {
        assertNear(rest.encoder, 0, 'rest');
        assertNear(clauses[0]!.encoder + clauses[1]!.encoder, encoder, 'both clauses');
      }
    }),
    { numRuns: 40 },
  );
});

test('any vectors, tokens and gaps between clauses add up', () => {
  const drawn = fc.record({
    bytes: fc.uint8Array({ minLength: 4 * heads.hidden, maxLength: 4 * heads.hidden }),
    scales: fc.array(fc.float({ min: 0, max: Math.fround(0.02), noNaN: true }), { minLength: 4, maxLength: 4 }),
    tokens: fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(drawn, ({ bytes, scales, tokens }) => {
      const vectors: SpanVectors = {
        spans: commentSpans(TEXT).map((span, row) => ({ ...span, tokens: tokens[row]! })),
        hidden: heads.hidden,
        scales: Float32Array.from(scales),
        values: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
      };
      for (const reason of scorer.reasons(TEXT, vectors)) {
        const logit = reason.encoder + reason.lexical + reason.constant;
        // logit(confidence) itself loses digits where the confidence is next to 0 or 1
        assertNear(1 / (1 + Math.exp(-logit)), reason.confidence, 'confidence', 1e-12);
        assertNear(sumOf(reason, 'encoder'), reason.encoder, 'encoder');
        assertNear(sumOf(reason, 'lexical'), reason.lexical, 'lexical');
      }
    }),
    { numRuns: 60 },
  );
});

test("an n-gram's part is divided by where it occurs, worked out apart from clause texts", () => {
  const count = createGramCounter(heads.lexical);
  const { idf, weight, bias } = heads.lexical.theme;
  const vectors = wordVectors(TEXT);
  const whole = [...count(TEXT)].map(([bucket, n]) => ({ bucket, n, x: (1 + Math.log(n)) * idf[bucket]! }));
  const length = Math.hypot(...whole.map(({ x }) => x));
  for (const [k, reason] of scorer.reasons(TEXT, vectors).entries()) {
    CLAUSES.forEach((clause, c) => {
      const inClause = new Map(count(clause));
      const expected = whole.reduce(
        (sum, { bucket, n, x }) =>
          sum + (((inClause.get(bucket) ?? 0) / n) * x * weight[bucket * bias.length + k]!) / length,
        0,
      );
      assertNear(reason.clauses[c]!.lexical, heads.stack.lexical[k]! * expected, `${reason.theme}, clause ${c}`);
    });
    assertNear(reason.rest.lexical, 0, 'words outside');
  }
});

test('words between clauses are named as the rest', () => {
  const text = 'Jonotin kolme tuntia — hoitaja oli hyvä ... Kiitos';
  const spans = commentSpans(text);
  assert.equal(spans.length, 3 + 1);
  const [reason] = scorer.reasons(text, wordVectors(text));
  assert.ok(reason);
  assertAddsUp(reason, text);
  assert.notEqual(scorer.reasons('a — b ... c', wordVectors('a — b ... c'))[0]?.rest.lexical, 0);
});

test('compatibility forms, final sigma and a comma before a turn do not keep the parts from adding up', () => {
  for (const text of [
    'ﬁne, but ΟΔΟΣ was ´far´. Très ¨loin¨',
    'Hyvä hoito, mutta 10½ tuntia jonossa\u00a0!\n\u200b👍 Kiitos',
    'e\u0301te\u0301 \u0301x. ǅ İstanbul',
  ]) {
    for (const reason of scorer.reasons(text, wordVectors(text))) assertAddsUp(reason, `${reason.theme} of ${text}`);
  }
});

/** Vectors that say nothing: for what characters add. */
function wordVectors(text: string): SpanVectors {
  const spans = commentSpans(text).map((span) => ({ ...span, tokens: 1 }));
  return {
    spans,
    hidden: heads.hidden,
    scales: new Float32Array(spans.length),
    values: new Int8Array(spans.length * heads.hidden),
  };
}
