import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  activeTaxonomy,
  projectionOf,
  projectTags,
  shippedDocument,
  type TaxonomyDocument,
  type TaxonomyTheme,
} from '../../src/domain/taxonomyDocument.js';
import type { ThemeTag } from '../../src/domain/theme.js';

const words = { fi: 'x', sv: 'x', en: 'x' };

function theme(key: string, state: TaxonomyTheme['state'] = 'active', mergedInto: string | null = null): TaxonomyTheme {
  return { key, name: words, description: words, excludes: words, colour: 0, origin: 'shipped', state, mergedInto };
}

function documentOf(...themes: TaxonomyTheme[]): TaxonomyDocument {
  return { version: '1.2', themes };
}

function tag(key: string, confidence: number, start: number, polarity: ThemeTag['polarity'] = 'neg'): ThemeTag {
  return { theme: key, polarity, confidence, evidence: [{ start, end: start + 10 }] };
}

test('the shipped themes are all active, and are read in their order', () => {
  const shipped = {
    version: '1',
    themes: [theme('b'), theme('a')].map(({ key, colour }) => ({
      key,
      name: words,
      description: words,
      excludes: words,
      colour,
    })),
  };
  const document = shippedDocument(shipped);
  assert.deepEqual(document.themes, [theme('b'), theme('a')]);
  assert.deepEqual(
    activeTaxonomy(document).themes.map(({ key }) => key),
    ['b', 'a'],
  );
});

test('a merged theme counts to the active one at the end of its chain, a retired or unknown one to none', () => {
  const project = projectionOf(
    documentOf(
      theme('a'),
      theme('b', 'merged', 'c'),
      theme('c', 'merged', 'a'),
      theme('d', 'retired'),
      theme('e', 'merged', 'd'),
    ),
  );
  assert.deepEqual(['a', 'b', 'c', 'd', 'e', 'unknown'].map(project), ['a', 'a', 'a', null, null, null]);
});

test('themes merged in a ring, or into nothing, count to none', () => {
  const project = projectionOf(
    documentOf(
      theme('a', 'merged', 'b'),
      theme('b', 'merged', 'a'),
      theme('c', 'merged'),
      theme('d', 'merged', 'gone'),
    ),
  );
  assert.deepEqual(['a', 'b', 'c', 'd'].map(project), [null, null, null, null]);
});

test('of two tags that became one the more confident gives polarity and confidence, and the evidence of both is kept', () => {
  const project = projectionOf(documentOf(theme('a'), theme('b', 'merged', 'a'), theme('c')));
  const tags = [tag('a', 0.6, 0, 'pos'), tag('c', 0.7, 20), tag('b', 0.9, 20, 'neg')];
  assert.deepEqual(projectTags(tags, project), [
    {
      theme: 'a',
      polarity: 'neg',
      confidence: 0.9,
      evidence: [
        { start: 0, end: 10 },
        { start: 20, end: 30 },
      ],
    },
    tag('c', 0.7, 20),
  ]);
});

test('evidence that both tags have is kept once', () => {
  const project = projectionOf(documentOf(theme('a'), theme('b', 'merged', 'a')));
  assert.deepEqual(projectTags([tag('b', 0.8, 5), tag('a', 0.5, 5)], project)[0]?.evidence, [{ start: 5, end: 15 }]);
});

test('any projection gives active themes only, each once, most confident first, and leaves the tags alone', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const anyTheme = fc.record({
    state: fc.constantFrom<TaxonomyTheme['state']>('active', 'merged', 'retired'),
    into: fc.constantFrom(...keys),
  });
  const anyTags = fc.uniqueArray(
    fc.record({ key: fc.constantFrom(...keys, 'unknown'), confidence: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { selector: ({ key }) => key },
  );
  fc.assert(
    fc.property(fc.array(anyTheme, { minLength: 5, maxLength: 5 }), anyTags, (drawn, given) => {
      const document = documentOf(
        ...drawn.map(({ state, into }, index) => theme(keys[index]!, state, state === 'merged' ? into : null)),
      );
      const tags = given.map(({ key, confidence }, index) => tag(key, confidence, 20 * index));
      const before = structuredClone(tags);
      const projected = projectTags(tags, projectionOf(document));
      const active = activeTaxonomy(document).themes.map(({ key }) => key);
      assert.ok(projected.every((found) => active.includes(found.theme)));
      assert.equal(new Set(projected.map((found) => found.theme)).size, projected.length);
      const confidences = projected.map((found) => found.confidence);
      assert.deepEqual(
        confidences,
        [...confidences].sort((a, b) => b - a),
      );
      assert.deepEqual(tags, before);
    }),
  );
});
