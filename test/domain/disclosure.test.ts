import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hiddenRows, isTooSmall, tellsBySubtraction, type AdditiveLine } from '../../src/domain/disclosure.js';

const line = (n: number, rest = 0): AdditiveLine => ({
  total: null,
  parts: Array.from({ length: n }, (_, i) => i),
  rest,
});

test('one to four are too few; none is not', () => {
  assert.deepEqual(
    [0, 1, 4, 5].map((n) => isTooSmall(n, 5)),
    [false, true, true, false],
  );
});

test('of units with 3, 120, 45 and 88 the first is hidden and the 45 with it', () => {
  assert.deepEqual(hiddenRows([3, 120, 45, 88], [line(4)], 5), [true, false, true, false]);
});

test('January–February with 61 shown, January–March with 64 would tell March', () => {
  assert.equal(tellsBySubtraction(64, 61, 5), true);
  assert.equal(tellsBySubtraction(66, 61, 5), false);
  assert.equal(tellsBySubtraction(61, 61, 5), false);
});

test('two hidden rows that hold 5 together need no third; 2 and 1 do', () => {
  assert.deepEqual(hiddenRows([3, 2, 50, 70], [line(4)], 5), [true, true, false, false]);
  assert.deepEqual(hiddenRows([2, 1, 50, 70], [line(4)], 5), [true, true, true, false]);
});

test('rows without answers stay and do not serve as cover', () => {
  assert.deepEqual(hiddenRows([3, 0, 50, 70], [line(4)], 5), [true, false, true, false]);
});

test('without a line only the small rows are hidden', () => {
  assert.deepEqual(hiddenRows([3, 50, 0], [], 5), [true, false, false]);
});

test('three answers filed to the parent itself would follow from the total, so the smallest child hides them', () => {
  assert.deepEqual(hiddenRows([40, 60], [line(2, 3)], 5), [true, false]);
  assert.deepEqual(hiddenRows([40, 60], [line(2, 30)], 5), [false, false]);
});

test('a hidden row covered by what is filed to the parent needs no other', () => {
  assert.deepEqual(hiddenRows([3, 60], [line(2, 30)], 5), [true, false]);
});

test('a unit hidden for another’s sake hides one of its own, or its sum would give it back', () => {
  // Roots A 3, C 45 (of D 20, E 25), B 90
  const lines: AdditiveLine[] = [
    { total: null, parts: [0, 1, 4], rest: 0 },
    { total: 1, parts: [2, 3], rest: 0 },
  ];
  assert.deepEqual(hiddenRows([3, 45, 20, 25, 90], lines, 5), [true, true, true, false, false]);
});

/** A row is told when it is the only unknown of a line, since the line is an equation. */
function toldRows(bases: readonly number[], hidden: readonly boolean[], lines: readonly AdditiveLine[]): number[] {
  const known = hidden.map((isHidden, index) => !isHidden || bases[index] === 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const { total, parts, rest } of lines) {
      const unknown = [...parts, ...(total === null ? [] : [total])].filter((row) => !known[row]);
      if (rest === 0 && unknown.length === 1 && unknown[0] !== undefined) {
        known[unknown[0]] = true;
        changed = true;
      }
    }
  }
  return hidden.flatMap((isHidden, index) => (isHidden && bases[index] !== 0 && known[index] ? [index] : []));
}

const tree = fc.array(fc.array(fc.nat(40), { maxLength: 4 }), { minLength: 1, maxLength: 5 });

test('in no two-level tree does a hidden row follow from the shown ones, and no small row is shown', () => {
  fc.assert(
    fc.property(tree, (groups) => {
      const bases: number[] = [];
      const lines: AdditiveLine[] = [];
      const tops: number[] = [];
      for (const group of groups) {
        const top = bases.push(group.reduce((sum, n) => sum + n, 0)) - 1;
        tops.push(top);
        const parts = group.map((n) => bases.push(n) - 1);
        if (parts.length > 0) lines.push({ total: top, parts, rest: 0 });
      }
      lines.push({ total: null, parts: tops, rest: 0 });
      const total = tops.reduce((sum, top) => sum + (bases[top] ?? 0), 0);
      // A total under the limit is hidden itself, and then nothing can be told from it
      if (isTooSmall(total, 5)) return true;
      const hidden = hiddenRows(bases, lines, 5);
      return (
        bases.every((n, index) => !isTooSmall(n, 5) || hidden[index]) && toldRows(bases, hidden, lines).length === 0
      );
    }),
    { numRuns: 1000 },
  );
});
