import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { slugOf, splitUnitPath, UnitCodes } from '../../src/ingest/unitCodes.js';

test('a name becomes small ASCII letters, digits and dashes', () => {
  assert.deepEqual(['Päivystys & Ensiapu', 'Öster-botten ', 'Yksikkö 3/B'].map(slugOf), [
    'paivystys-ensiapu',
    'oster-botten',
    'yksikko-3-b',
  ]);
  assert.match(slugOf('検査'), /^unit-[a-z0-9]+$/);
});

test('a path has a code for every level, and keeps the names', () => {
  const codes = new UnitCodes([]);
  assert.deepEqual(codes.resolve(splitUnitPath('Sairaala > Kirurgia>Leikkaus  4')), [
    'sairaala',
    'kirurgia',
    'leikkaus-4',
  ]);
  assert.deepEqual(
    [...codes.newNames],
    [
      ['sairaala', 'Sairaala'],
      ['kirurgia', 'Kirurgia'],
      ['leikkaus-4', 'Leikkaus 4'],
    ],
  );
});

test('the same name under another parent has the code of the parent before its own', () => {
  const codes = new UnitCodes([]);
  assert.deepEqual(codes.resolve(['Pohjoinen', 'Neuvola']), ['pohjoinen', 'neuvola']);
  assert.deepEqual(codes.resolve(['Etelä', 'Neuvola']), ['etela', 'etela--neuvola']);
});

test('a code alone stands for the unit wherever it is, and a blank for the unit that is not told', () => {
  const codes = new UnitCodes([
    { code: 'hospital', parent: null },
    { code: 'clinic-3', parent: 'hospital' },
  ]);
  assert.deepEqual(codes.resolve(['clinic-3']), ['hospital', 'clinic-3']);
  assert.deepEqual(codes.resolve(['Clinic 3']), ['hospital', 'clinic-3']);
  assert.deepEqual(codes.resolve([]), ['unspecified']);
  assert.equal(codes.newNames.get('unspecified'), 'Ei yksikköä');
});

test('paths come out the same from what an earlier run stored, and every code has one parent', () => {
  const name = fc.constantFrom('A', 'a!', 'B', 'C', 'A--B', 'a b');
  fc.assert(
    fc.property(fc.array(fc.array(name, { minLength: 2, maxLength: 4 }), { maxLength: 12 }), (paths) => {
      const first = new UnitCodes([]);
      const resolved = paths.map((path) => first.resolve(path));
      const parents = new Map<string, string | null>();
      for (const path of resolved) {
        assert.equal(new Set(path).size, path.length);
        path.forEach((code, index) => {
          const parent = path[index - 1] ?? null;
          assert.equal(parents.get(code) ?? parent, parent);
          parents.set(code, parent);
        });
      }
      const again = new UnitCodes([...parents].map(([code, parent]) => ({ code, parent })));
      assert.deepEqual(
        paths.map((path) => again.resolve(path)),
        resolved,
      );
    }),
  );
});
