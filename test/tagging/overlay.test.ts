/** Learned heads on top of the shipped ones: they change what they name and nothing else, and they are checked. */
import { strict as assert } from 'node:assert';
import { before, test } from 'node:test';
import type { Heads } from '../../src/tagging/heads.js';
import type { EmbeddedText } from '../../src/tagging/learner.js';
import { EMPTY_OVERLAY, type HeadsOverlay, type OwnThemeHead } from '../../src/tagging/overlay.js';
import { checkOverlay, shapeOf } from '../../src/tagging/overlayCheck.js';
import { createRanker } from '../../src/tagging/ownThemeRanker.js';
import { createScorer } from '../../src/tagging/scorer.js';
import { decodeSpanVectors } from '../../src/tagging/spanVectors.js';
import { embedCalibrationComments, readShippedHeads } from './embeddedLabels.js';

let heads: Heads;
let comments: EmbeddedText[];

before(async () => {
  heads = await readShippedHeads();
  comments = await embedCalibrationComments(heads, 8);
});

/** An own theme that is a copy of a shipped one. */
function copyOf(k: number, theme = 'own'): OwnThemeHead {
  const { hidden, standardise, encoderTheme, lexical, stack, thresholds } = heads;
  const row = encoderTheme.weight.subarray(k * hidden, (k + 1) * hidden);
  const bytes = Buffer.alloc(4 * hidden);
  row.forEach((value, i) => bytes.writeFloatLE(value * standardise.sd[i]!, 4 * i));
  const themes = heads.themes.length;
  return {
    theme,
    encoder: bytes.toString('base64'),
    encoderBias: row.reduce((sum, value, i) => sum + value * standardise.mean[i]!, encoderTheme.bias[k]!),
    lexical: Array.from(lexical.theme.idf, (_, bucket): [number, number] => [
      bucket,
      lexical.theme.weight[bucket * themes + k]!,
    ]).filter(([, weight]) => weight !== 0),
    lexicalBias: lexical.theme.bias[k]!,
    stack: { encoder: stack.encoder[k]!, lexical: stack.lexical[k]!, bias: stack.bias[k]! },
    threshold: thresholds[k]!,
  };
}

const withOwn = (...ownThemes: OwnThemeHead[]): HeadsOverlay => ({ ...EMPTY_OVERLAY, ownThemes });

test('nothing learned changes nothing, to the bit', () => {
  const [bare, empty] = [createScorer(heads), createScorer(heads, EMPTY_OVERLAY)];
  for (const { text, vectors } of comments) {
    assert.deepEqual(empty.reasons(text, decodeSpanVectors(vectors)), bare.reasons(text, decodeSpanVectors(vectors)));
  }
});

test('a theme that is named has the learned stack and threshold, the others keep theirs', () => {
  const stack = { encoder: 0.5, lexical: 0.25, bias: -1 };
  const [bare, learned] = [
    createScorer(heads),
    createScorer(heads, { ...EMPTY_OVERLAY, themes: { premises: { stack, threshold: 0.31 } } }),
  ];
  for (const { text, vectors } of comments) {
    const before = bare.score(text, decodeSpanVectors(vectors));
    learned.reasons(text, decodeSpanVectors(vectors)).forEach((reason, k) => {
      const { encoderLogit, lexicalLogit, confidence } = before[k]!;
      if (reason.theme !== 'premises') {
        assert.equal(reason.confidence, confidence);
        return;
      }
      const expected = 1 / (1 + Math.exp(-(0.5 * encoderLogit + 0.25 * lexicalLogit - 1)));
      assert.ok(Math.abs(reason.confidence - expected) < 1e-12);
      assert.deepEqual([reason.threshold, reason.given], [0.31, reason.confidence > 0.31]);
    });
  }
});

test('a learned polarity stack is used for every theme', () => {
  const weight = [0, 1, 2].map(() => new Array<number>(9).fill(0));
  const scorer = createScorer(heads, { ...EMPTY_OVERLAY, polarityStack: { weight, bias: [0, 0, Math.log(2)] } });
  const { text, vectors } = comments[0]!;
  for (const { polarity, polarityProbabilities } of scorer.reasons(text, decodeSpanVectors(vectors))) {
    assert.equal(polarity, 'neu');
    // softmax of (0, 0, ln 2)
    assert.deepEqual(
      Object.values(polarityProbabilities).map((value) => Math.round(value * 1e9) / 1e9),
      [0.25, 0.25, 0.5],
    );
  }
});

test('an own theme with the numbers of a shipped one is scored like it, clause by clause', () => {
  heads.themes.forEach((theme, k) => {
    const scorer = createScorer(heads, withOwn(copyOf(k)));
    assert.deepEqual(scorer.themes, [...heads.themes, 'own']);
    for (const { text, vectors } of comments.slice(0, 9)) {
      const reasons = scorer.reasons(text, decodeSpanVectors(vectors));
      const [shipped, own] = [reasons[k]!, reasons.at(-1)!];
      assert.equal(own.theme, 'own');
      assert.ok(Math.abs(own.confidence - shipped.confidence) < 1e-6, `${theme}: ${own.confidence}`);
      assert.deepEqual([own.given, own.evidence], [shipped.given, shipped.evidence]);
      own.clauses.forEach((clause, c) => {
        assert.ok(Math.abs(clause.encoder - shipped.clauses[c]!.encoder) < 1e-5);
        assert.ok(Math.abs(clause.lexical - shipped.clauses[c]!.lexical) < 1e-6);
      });
    }
  });
});

test("an own theme's polarity is the mean of the shipped heads'", () => {
  const scorer = createScorer(heads, withOwn(copyOf(2)));
  let compared = 0;
  for (const { text, vectors } of comments) {
    const scores = scorer.score(text, decodeSpanVectors(vectors));
    const [shipped, own] = [scores.slice(0, -1), scores.at(-1)!];
    const sameSpan = shipped.filter((score) => score.bestSpan === own.bestSpan);
    // the mean is over all themes on one span: comparable where all of them chose that span
    if (sameSpan.length < shipped.length) continue;
    compared += 1;
    for (const p of [0, 1, 2]) {
      const mean = shipped.reduce((sum, score) => sum + score.polarityFeatures()[p]!, 0) / shipped.length;
      assert.ok(Math.abs(own.polarityFeatures()[p]! - mean) < 1e-5);
    }
  }
  assert.ok(compared >= 5, `${compared} comments compared`);
});

test('several own themes do not disturb each other', () => {
  const alone = createScorer(heads, withOwn(copyOf(4, 'one')));
  const together = createScorer(
    heads,
    withOwn(copyOf(1, 'other'), copyOf(4, 'one'), { ...copyOf(0, 'bare'), lexical: [] }),
  );
  for (const { text, vectors } of comments) {
    const expected = alone.reasons(text, decodeSpanVectors(vectors)).at(-1);
    assert.deepEqual(together.reasons(text, decodeSpanVectors(vectors)).at(-2), expected);
  }
});

test('ranking gives the confidence that tagging gives, to the bit', () => {
  for (const head of [copyOf(3), { ...copyOf(3), lexical: [] }]) {
    const scorer = createScorer(heads, withOwn(head));
    const rank = createRanker(heads, head);
    for (const comment of comments) {
      const own = scorer.score(comment.text, decodeSpanVectors(comment.vectors)).at(-1);
      assert.equal(rank(comment), own?.confidence);
    }
  }
});

test('what does not fit is said with what was expected', () => {
  const head = copyOf(0);
  const refused = (overlay: unknown, message: RegExp) =>
    assert.throws(() => checkOverlay(overlay as HeadsOverlay, shapeOf(heads)), message);
  const stack = { encoder: 1, lexical: 1, bias: 0 };
  refused(null, /expected learned heads of format 1/);
  refused({ ...EMPTY_OVERLAY, format: 2 }, /expected learned heads of format 1, got format/);
  refused(
    { ...EMPTY_OVERLAY, themes: { parking: { stack, threshold: 0.5 } } },
    /expected shipped themes .* got parking/,
  );
  refused({ ...EMPTY_OVERLAY, themes: { premises: { stack, threshold: 1.5 } } }, /themes\.premises\.threshold/);
  refused(
    { ...EMPTY_OVERLAY, themes: { premises: { stack: { ...stack, bias: NaN }, threshold: 0.5 } } },
    /stack\.bias/,
  );
  refused({ ...EMPTY_OVERLAY, polarityStack: { weight: [[1]], bias: [0, 0, 0] } }, /polarityStack\.weight/);
  refused(withOwn(head, head), /expected one head per theme, got another of own/);
  refused(withOwn({ ...head, theme: 'premises' }), /expected one head per theme, got another of premises/);
  refused(withOwn({ ...head, encoder: 'AAAAAA==' }), /expected 384 encoder weights of own theme own, got 1/);
  refused(withOwn({ ...head, encoder: 'AAAA' }), /expected 384 encoder weights of own theme own, got 0/);
  const notANumber = Buffer.alloc(4 * 384, 0xff).toString('base64');
  refused(withOwn({ ...head, encoder: notANumber }), /expected finite encoder weights/);
  refused(withOwn({ ...head, lexical: [[131_072, 1]] }), /expected ascending n-gram buckets below 131072/);
  refused(
    withOwn({
      ...head,
      lexical: [
        [5, 1],
        [5, 1],
      ],
    }),
    /got 5 after 5/,
  );
  refused(withOwn({ ...head, lexical: [[5, Infinity]] }), /expected a finite weight of n-gram bucket 5/);
  assert.throws(() => createScorer(heads, withOwn(head, head)), /expected one head per theme/);
});
