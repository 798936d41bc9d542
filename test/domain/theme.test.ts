import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scoreClass } from '../../src/domain/response.js';
import { parseThemeSetKey, POLARITIES, themeSetKey } from '../../src/domain/theme.js';

test('a theme set reads the same whatever order its themes came in', () => {
  const tags = [
    { theme: 'waiting_times', polarity: 'neg' },
    { theme: 'care_quality', polarity: 'pos' },
  ] as const;
  assert.equal(themeSetKey(tags), 'care_quality:pos,waiting_times:neg');
  assert.equal(themeSetKey([...tags].reverse()), themeSetKey(tags));
  assert.equal(themeSetKey([]), '');
  assert.deepEqual(parseThemeSetKey(''), []);
});

test('a set that is not theme:polarity is refused with what was found', () => {
  assert.throws(() => parseThemeSetKey('access'), /expected theme:polarity in a theme set, got "access"/);
  assert.throws(() => parseThemeSetKey('access:good'), /got "access:good"/);
  assert.throws(() => parseThemeSetKey('access:pos,:neg'), /got ":neg"/);
});

test('what was made a key is read back from it', () => {
  const tag = fc.record({
    theme: fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/),
    polarity: fc.constantFrom(...POLARITIES),
  });
  fc.assert(
    fc.property(fc.uniqueArray(tag, { selector: ({ theme }) => theme, maxLength: 7 }), (tags) => {
      const read = parseThemeSetKey(themeSetKey(tags));
      assert.deepEqual(
        new Map(read.map(({ theme, polarity }) => [theme, polarity])),
        new Map(tags.map(({ theme, polarity }) => [theme, polarity])),
      );
    }),
  );
});

test('9 and 10 promote, 7 and 8 are passive, 0 to 6 detract, and other scales are in no class', () => {
  assert.deepEqual(
    [0, 6, 7, 8, 9, 10].map((score) => scoreClass(score, 'nps')),
    ['detractor', 'detractor', 'passive', 'passive', 'promoter', 'promoter'],
  );
  assert.equal(scoreClass(null, 'nps'), 'none');
  assert.equal(scoreClass(5, '1-5'), 'none');
});
