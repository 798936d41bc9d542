import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyLabels } from '../../src/domain/confirmedLabel.js';
import type { ConfirmedLabel } from '../../src/domain/confirmedLabel.js';
import type { ThemeProjection } from '../../src/domain/taxonomyDocument.js';
import { POLARITIES } from '../../src/domain/theme.js';
import type { ThemeTag } from '../../src/domain/theme.js';

type Verdict = Pick<ConfirmedLabel, 'theme' | 'present' | 'polarity' | 'evidence'>;
const there = (theme: string, polarity: Verdict['polarity'] = 'neg', evidence: Verdict['evidence'] = []): Verdict => ({
  theme,
  present: true,
  polarity,
  evidence,
});
const absent = (theme: string): Verdict => ({ theme, present: false, polarity: null, evidence: [] });
const machine: readonly ThemeTag[] = [
  { theme: 'food', polarity: 'pos', confidence: 0.9, evidence: [{ start: 0, end: 4 }] },
  { theme: 'access', polarity: 'neg', confidence: 0.6, evidence: [{ start: 5, end: 9 }] },
];
const asItIs: ThemeProjection = (theme) => theme;
/** `meals` became part of `food`; `old` is retired. */
const merged: ThemeProjection = (theme) => (theme === 'meals' ? 'food' : theme === 'old' ? null : theme);

test('a theme said absent goes, one said present comes with certainty and before the machine’s', () => {
  const tags = applyLabels(machine, [absent('food'), there('staff', 'pos', [{ start: 2, end: 3 }])], asItIs, 9);
  assert.deepEqual(tags, [
    { theme: 'staff', polarity: 'pos', confidence: 1, evidence: [{ start: 2, end: 3 }], confirmed: true },
    machine[1],
  ]);
});

test('where people marked no words the machine’s hold, and where it has none the whole comment', () => {
  const tags = applyLabels(machine, [there('access', null), there('staff', null)], asItIs, 9);
  assert.deepEqual(tags, [
    { theme: 'access', polarity: 'neg', confidence: 1, evidence: [{ start: 5, end: 9 }], confirmed: true },
    { theme: 'staff', polarity: 'neu', confidence: 1, evidence: [{ start: 0, end: 9 }], confirmed: true },
    machine[0],
  ]);
});

test('what was said about a theme counts to the theme that it became part of, its absence not', () => {
  const polarities = (labels: readonly Verdict[]): string[] =>
    applyLabels([], labels, merged, 9).map((tag) => `${tag.theme} ${tag.polarity}`);
  assert.deepEqual(polarities([there('meals')]), ['food neg']);
  assert.deepEqual(polarities([there('meals'), there('food', 'pos')]), ['food pos']);
  assert.deepEqual(polarities([there('meals'), absent('food')]), ['food neg']);
  assert.deepEqual(applyLabels(machine, [absent('meals'), there('old')], merged, 9), machine);
});

const themes = ['food', 'meals', 'old', 'access', 'staff', 'a', 'b'];
const span = fc
  .tuple(fc.nat(8), fc.integer({ min: 1, max: 5 }))
  .map(([start, length]) => ({ start, end: start + length }));
const anyLabels = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(...themes).map(absent),
    fc
      .tuple(fc.constantFrom(...themes), fc.constantFrom(...POLARITIES, null), fc.array(span, { maxLength: 2 }))
      .map(([theme, polarity, evidence]) => there(theme, polarity, evidence)),
  ),
  { selector: (label) => label.theme },
);
const anyMachine = fc.uniqueArray(
  fc.record({
    theme: fc.constantFrom('food', 'access', 'staff', 'a', 'b'),
    polarity: fc.constantFrom(...POLARITIES),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    evidence: fc.array(span, { minLength: 1, maxLength: 2 }),
  }),
  { selector: (tag) => tag.theme },
);

test('whatever people and machine said: each theme once, people’s word holds, the rest is as the machine said it', () => {
  fc.assert(
    fc.property(anyMachine, anyLabels, (tags, labels) => {
      const result = applyLabels(tags, labels, merged, 20);
      const byTheme = new Map(result.map((tag) => [tag.theme, tag]));
      assert.equal(byTheme.size, result.length);
      const readable = new Set(['food', 'access', 'staff', 'a', 'b']);
      for (const tag of result) assert.ok(readable.has(tag.theme) && tag.evidence.length > 0);
      const said = new Set<string>();
      for (const label of labels) {
        if (!readable.has(label.theme) && !(label.theme === 'meals' && label.present)) continue;
        said.add(merged(label.theme) ?? '');
        const mealsThere = labels.some((other) => other.theme === 'meals' && other.present);
        if (label.present) assert.equal(byTheme.get(merged(label.theme) ?? '')?.confirmed, true);
        else if (label.theme !== 'food' || !mealsThere) assert.equal(byTheme.has(label.theme), false);
        if (label.present && label.polarity && label.theme !== 'meals') {
          assert.equal(byTheme.get(label.theme)?.polarity, label.polarity);
        }
      }
      for (const tag of tags) if (!said.has(tag.theme)) assert.deepEqual(byTheme.get(tag.theme), tag);
    }),
  );
});

test('the order in which labels come changes nothing, and laying them over again changes nothing', () => {
  fc.assert(
    fc.property(anyMachine, anyLabels, (tags, labels) => {
      const once = applyLabels(tags, labels, merged, 20);
      assert.deepEqual(applyLabels(tags, [...labels].reverse(), merged, 20), once);
      assert.deepEqual(
        applyLabels(once, labels, merged, 20).map((tag) => tag.theme),
        once.map((tag) => tag.theme),
      );
    }),
  );
});
