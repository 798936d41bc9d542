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
  const name = fc.constantFrom('A', 'a', 'a!', 'B', 'C', 'A--B', 'a b', 'Ä', 'Отделение 1', 'Палата 1');
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
      const again = new UnitCodes(
        [...parents].map(([code, parent]) => {
          const name = first.newNames.get(code) ?? code;
          return { code, parent, name: { fi: name, sv: name, en: name } };
        }),
      );
      assert.deepEqual(
        paths.map((path) => again.resolve(path)),
        resolved,
      );
    }),
  );
});

test('neighbours with other names are other units even where their names make the same code', () => {
  const long = 'Meilahden sairaala-alue, sisätaudit ja kuntoutus, vuodeosasto numero ';
  const pairs = [
    [`${long}5A`, `${long}5B`],
    ['Säde', 'Sade'],
    ['Tyks +', 'Tyks -'],
    ['Отделение 1', 'Палата 1'],
  ] as const;
  for (const [one, other] of pairs) {
    const codes = new UnitCodes([]);
    const [first, second] = [codes.resolve(['Org', one]), codes.resolve(['Org', other])];
    assert.notDeepEqual(first, second, one);
    assert.deepEqual(codes.newNames.get(second[1] ?? ''), other);
  }
});

test('capitals and white space do not make another unit, nor does a name in another language', () => {
  const name = { fi: 'Päivystys', sv: 'Jour', en: 'Emergency' };
  const codes = new UnitCodes([{ code: 'paivystys', parent: null, name }]);
  assert.deepEqual(codes.resolve(['PÄIVYSTYS']), ['paivystys']);
  assert.deepEqual(codes.resolve(['Jour']), ['paivystys']);
  assert.notDeepEqual(codes.resolve(['Paivystys']), ['paivystys']);
});

test('names that make the same code at several levels all get one', () => {
  const codes = new UnitCodes([]);
  const paths = [
    ['A', 'Палата 1', 'Отделение 1', 'A'],
    ['A', 'Палата 1', 'Палата 1'],
    ['Палата 1', 'A', 'A'],
  ].map((path) => codes.resolve(path));
  assert.equal(new Set(paths.map((path) => path.at(-1))).size, 3);
  for (const path of paths) assert.equal(new Set(path).size, path.length);
});
