import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeSerious, likenessLines, likenessOf } from '../../src/domain/seriousCase.js';
import { measureSerious } from '../../src/domain/seriousQuality.js';
import type { RuleMatch } from '../../src/domain/seriousRules.js';

const CATEGORIES = [
  { key: 'danger', urgency: 3 },
  { key: 'privacy', urgency: 2 },
] as const;
const LINES = { line: 0.9, hintLine: 0.5 };

function rule(category: string, hint = false): RuleMatch {
  return { category, rule: 'r', hint, spans: [{ start: 0, end: 1 }] };
}

function judged(matches: RuleMatch[], likeness: Record<string, number> = {}): [string, number][] {
  return judgeSerious(CATEGORIES, matches, likeness, LINES).map(({ category, score }) => [category, score]);
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

describe('a comment is flagged', () => {
  it('by one rule, more surely by two', () => {
    assert.deepEqual(judged([rule('danger')]), [['danger', 0.6]]);
    const [[, two] = ['', 0]] = judged([rule('danger'), rule('danger')]);
    assert.ok(near(two, 1 - 0.4 * 0.4));
  });

  it('by its likeness alone over the line, under the likest category only', () => {
    assert.deepEqual(judged([], { danger: 0.92, privacy: 0.91 }), [['danger', 0.5]]);
    assert.deepEqual(judged([], { danger: 0.89, privacy: 0.2 }), []);
  });

  it('by a hint only together with a likeness over the lower line', () => {
    assert.deepEqual(judged([rule('danger', true)]), []);
    assert.deepEqual(judged([rule('danger', true)], { danger: 0.49 }), []);
    const [[, score] = ['', 0]] = judged([rule('danger', true)], { danger: 0.5 });
    assert.ok(near(score, 1 - 0.7 * 0.75));
  });

  it('lower where it can wait longer, and most certain first', () => {
    const both = judged([rule('privacy'), rule('danger')]);
    assert.deepEqual(
      both.map(([category]) => category),
      ['danger', 'privacy'],
    );
    assert.ok(near(both[1]?.[1] ?? 0, 0.6 * 0.8));
  });
});

describe('the lines of likeness', () => {
  it('are passed by as many ordinary comments as may, and by three times as many', () => {
    const ordinary = Array.from({ length: 1000 }, (_, i) => i / 1000);
    const { line, hintLine } = likenessLines(ordinary, 20);
    assert.equal(ordinary.filter((each) => each >= line).length, 20);
    assert.equal(ordinary.filter((each) => each >= hintLine).length, 60);
  });

  it('let nothing pass without ordinary comments to tell by', () => {
    assert.deepEqual(likenessLines([], 20), { line: 1, hintLine: 1 });
  });

  it('are on the mean of two log-odds', () => {
    assert.equal(likenessOf(0.5, 0.5), 0.5);
    // odds 9 and 1/9 cancel; odds 9 and 1 give 3
    assert.ok(near(likenessOf(0.9, 0.1), 0.5));
    assert.ok(near(likenessOf(0.9, 0.5), 0.75));
    assert.ok(likenessOf(1, 1) > 0.999 && likenessOf(0, 0) < 0.001);
  });
});

describe('the quality of finding', () => {
  it('counts what was found under any category, and what is serious in any way', () => {
    const rows = measureSerious(
      [
        { id: '1', lang: 'fi', text: 'a', serious: ['danger'], found: ['privacy'] },
        { id: '2', lang: 'fi', text: 'b', serious: ['danger'], found: [] },
        { id: '3', lang: 'sv', text: 'c', serious: [], found: ['privacy'] },
        { id: '4', lang: 'sv', text: 'd', serious: [], found: [] },
      ],
      ['danger', 'privacy'],
    );
    const row = (category: string | null, lang: string | null) => {
      const found = rows.find((each) => each.category === category && each.lang === lang) ?? assert.fail();
      return [found.recall.hits, found.recall.n, found.precision.hits, found.precision.n];
    };
    assert.deepEqual(row(null, null), [1, 2, 1, 2]);
    assert.deepEqual(row('danger', null), [1, 2, 0, 0]);
    assert.deepEqual(row('privacy', null), [0, 0, 1, 2]);
    assert.deepEqual(row(null, 'sv'), [0, 0, 0, 1]);
    const all = rows[0]?.recall;
    // Wilson for 1 of 2
    assert.ok(all?.interval && Math.abs(all.interval[0] - 0.0945) < 5e-4 && Math.abs(all.interval[1] - 0.9055) < 5e-4);
    assert.equal(rows.find(({ category, lang }) => category === 'danger' && lang === 'sv')?.recall.value, null);
  });
});
