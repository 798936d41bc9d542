import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  changeDocument,
  COLOUR_SLOTS,
  nextColour,
  themeKeyOf,
  type NewTheme,
  type TaxonomyChange,
} from '../../src/domain/taxonomyChange.js';
import { documentDifferences } from '../../src/domain/taxonomyDifference.js';
import {
  activeTaxonomy,
  projectionOf,
  type TaxonomyDocument,
  type TaxonomyTheme,
} from '../../src/domain/taxonomyDocument.js';
import type { Localised } from '../../src/domain/theme.js';
import { THEME_COLOURS } from '../../src/web/charts/palette.js';

const words = (text: string): Localised => ({ fi: `${text} fi`, sv: `${text} sv`, en: text });

function theme(key: string, change: Partial<TaxonomyTheme> = {}): TaxonomyTheme {
  return {
    key,
    name: words(key),
    description: words(`About ${key}`),
    excludes: words(`Not ${key}`),
    colour: 0,
    origin: 'shipped',
    state: 'active',
    mergedInto: null,
    ...change,
  };
}

/** a and b are read, c is retired, d was merged into b. */
const DOCUMENT: TaxonomyDocument = {
  version: '1.4',
  themes: [
    theme('a', { colour: 0 }),
    theme('b', { colour: 1 }),
    theme('c', { colour: 2, state: 'retired' }),
    theme('d', { colour: 3, state: 'merged', mergedInto: 'b' }),
  ],
};

const parking: NewTheme = {
  key: 'parking',
  name: words('Parking'),
  description: words('Cars'),
  excludes: words('Buses'),
};

function after(change: TaxonomyChange, document = DOCUMENT): TaxonomyDocument {
  const changed = changeDocument(document, change);
  assert.ok(changed.ok, JSON.stringify(changed));
  return { ...changed.document, version: 'next' };
}

function problem(change: TaxonomyChange, document = DOCUMENT): string {
  const changed = changeDocument(document, change);
  return changed.ok ? 'changed' : `${changed.problem} ${changed.theme}`;
}

const activeKeys = (document: TaxonomyDocument): string[] => activeTaxonomy(document).themes.map((each) => each.key);
const ofA = { name: words('A1'), description: words('About a'), excludes: words('Not a') };

describe('a change of the list of themes', () => {
  it('renames one theme and leaves the others as they are', () => {
    const changed = after({ kind: 'describe', theme: 'a', words: ofA });
    assert.equal(changed.themes[0]?.name.en, 'A1');
    assert.equal(changed.themes[0]?.colour, 0);
    assert.deepEqual(changed.themes.slice(1), DOCUMENT.themes.slice(1));
    assert.deepEqual(documentDifferences(DOCUMENT, changed), [
      { kind: 'renamed', theme: changed.themes[0], from: words('a') },
    ]);
  });

  it('retires a theme: nothing counts it, nor what was merged into it', () => {
    const changed = after({ kind: 'retire', theme: 'b' });
    assert.deepEqual(activeKeys(changed), ['a']);
    assert.equal(projectionOf(changed)('b'), null);
    assert.equal(projectionOf(changed)('d'), null);
  });

  it('merges a theme, and what had become part of it counts with it', () => {
    const changed = after({ kind: 'merge', theme: 'b', into: 'a' });
    assert.deepEqual(activeKeys(changed), ['a']);
    assert.deepEqual(['a', 'b', 'c', 'd'].map(projectionOf(changed)), ['a', 'a', null, 'a']);
    assert.deepEqual(
      documentDifferences(DOCUMENT, changed).map(({ kind }) => kind),
      ['merged'],
    );
  });

  it('brings back a retired theme and one that was merged', () => {
    assert.deepEqual(activeKeys(after({ kind: 'bringBack', theme: 'c' })), ['a', 'b', 'c']);
    const apart = after({ kind: 'bringBack', theme: 'd' });
    assert.equal(projectionOf(apart)('d'), 'd');
    assert.deepEqual(
      documentDifferences(DOCUMENT, apart).map((each) => `${each.kind} ${each.theme.key}`),
      ['broughtBack d'],
    );
  });

  it('merges the other way round after bringing back, without going in a circle', () => {
    const apart = after({ kind: 'bringBack', theme: 'a' }, after({ kind: 'merge', theme: 'a', into: 'b' }));
    const other = after({ kind: 'merge', theme: 'b', into: 'a' }, apart);
    assert.deepEqual(['a', 'b', 'd'].map(projectionOf(other)), ['a', 'a', 'a']);
  });

  it('adds a theme of the organisation’s own with a colour that no active theme has', () => {
    const changed = after({ kind: 'add', themes: [parking, { ...parking, key: 'buses', name: words('Buses') }] });
    assert.deepEqual(activeKeys(changed), ['a', 'b', 'parking', 'buses']);
    const [own, second] = changed.themes.slice(4);
    assert.equal(own?.origin, 'own');
    assert.deepEqual([own?.colour, second?.colour], [4, 5]);
  });

  it('splits a theme into new ones, and keeps or retires the old', () => {
    const split = { kind: 'split', theme: 'a', parts: [parking] } as const;
    assert.deepEqual(activeKeys(after({ ...split, keep: false })), ['b', 'parking']);
    assert.deepEqual(activeKeys(after({ ...split, keep: true })), ['a', 'b', 'parking']);
  });

  it('says what is gone when an older list is used again', () => {
    const grown = after({ kind: 'add', themes: [parking] });
    assert.deepEqual(
      documentDifferences(grown, DOCUMENT).map((each) => `${each.kind} ${each.theme.key}`),
      ['removed parking'],
    );
  });
});

describe('a change that cannot be made says why', () => {
  const one: TaxonomyDocument = { version: '1', themes: [theme('a')] };
  const unnamed = { ...parking, name: { ...parking.name, sv: ' ' } };
  const cases: readonly (readonly [expected: string, TaxonomyChange, TaxonomyDocument?])[] = [
    ['unknown x', { kind: 'describe', theme: 'x', words: ofA }],
    ['notActive c', { kind: 'describe', theme: 'c', words: ofA }],
    ['nameTaken a', { kind: 'describe', theme: 'a', words: { ...ofA, name: { ...ofA.name, en: ' B ' } } }],
    ['noName a', { kind: 'describe', theme: 'a', words: { ...ofA, name: { ...ofA.name, sv: '' } } }],
    ['nothing a', { kind: 'describe', theme: 'a', words: { ...ofA, name: words('a') } }],
    ['unknown x', { kind: 'retire', theme: 'x' }],
    ['notActive c', { kind: 'retire', theme: 'c' }],
    ['last a', { kind: 'retire', theme: 'a' }, one],
    ['self a', { kind: 'merge', theme: 'a', into: 'a' }],
    ['unknown x', { kind: 'merge', theme: 'a', into: 'x' }],
    ['notActive c', { kind: 'merge', theme: 'a', into: 'c' }],
    ['notActive d', { kind: 'merge', theme: 'a', into: 'd' }],
    ['notActive c', { kind: 'merge', theme: 'c', into: 'a' }],
    ['active a', { kind: 'bringBack', theme: 'a' }],
    ['unknown x', { kind: 'bringBack', theme: 'x' }],
    ['nothing ', { kind: 'add', themes: [] }],
    ['keyTaken c', { kind: 'add', themes: [{ ...parking, key: 'c' }] }],
    ['badKey Park:ing', { kind: 'add', themes: [{ ...parking, key: 'Park:ing' }] }],
    ['noName parking', { kind: 'add', themes: [unnamed] }],
    ['nameTaken parking', { kind: 'add', themes: [{ ...parking, name: { ...words('x'), fi: 'A FI' } }] }],
    ['unknown x', { kind: 'split', theme: 'x', parts: [parking], keep: true }],
    ['notActive d', { kind: 'split', theme: 'd', parts: [parking], keep: true }],
    ['nothing ', { kind: 'split', theme: 'a', parts: [], keep: true }],
  ];
  for (const [expected, change, document] of cases) {
    it(`${expected}: ${JSON.stringify(change).slice(0, 70)}`, () => assert.equal(problem(change, document), expected));
  }

  it('nameTaken: a theme comes back whose name was given away meanwhile', () => {
    const renamed = after({ kind: 'describe', theme: 'a', words: { ...ofA, name: words('c') } });
    assert.equal(problem({ kind: 'bringBack', theme: 'c' }, renamed), 'nameTaken c');
  });
});

describe('the key of a theme', () => {
  it('is made of its English name', () => {
    assert.equal(themeKeyOf('Parking & access roads'), 'parking_access_roads');
    assert.equal(themeKeyOf('  Café, 2nd floor '), 'cafe_2nd_floor');
    assert.equal(themeKeyOf('24 hours'), 'hours');
    assert.equal(themeKeyOf('?'), '');
    assert.equal(themeKeyOf('x'.repeat(90)).length, 60);
  });
});

describe('the colour of a new theme', () => {
  it('is one of the palette, and that of a theme that is gone before one that is in use', () => {
    assert.equal(COLOUR_SLOTS, THEME_COLOURS.length);
    const full = Array.from({ length: COLOUR_SLOTS }, (_, slot) =>
      theme(`t${slot}`, { colour: slot, ...(slot === 5 && { state: 'retired' as const }) }),
    );
    assert.equal(nextColour({ themes: full }), 5);
    assert.equal(nextColour({ themes: full.slice(0, 9) }), 9);
    assert.equal(nextColour({ themes: [...full, theme('extra', { colour: 5 })] }), 0);
  });
});
