import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { roundToSum } from '../../src/domain/largestRemainder.js';

test('10.9778, 7.1667, 0.1333 and 0.1222 to 18 are 11, 7, 0 and 0', () => {
  assert.deepEqual(roundToSum([10.9778, 7.1667, 0.1333, 0.1222], 18), [11, 7, 0, 0]);
});

test('5.64, 10.808, −0.424 and 2.376 to 18 are 6, 11, −1 and 2', () => {
  // Down to 5, 10, −1, 2 = 16; the largest remainders are .808 and .64 (−0.424 leaves .576)
  assert.deepEqual(roundToSum([5.64, 10.808, -0.424, 2.376], 18), [6, 11, -1, 2]);
});

test('of equal remainders the first goes up, and there is no −0', () => {
  assert.deepEqual(roundToSum([0.5, 0.5, -0.5, -0.5], 0), [1, 1, -1, -1]);
  assert.ok(roundToSum([-0.2, 0.2], 0).every((value) => Object.is(value, 0)));
  assert.deepEqual(roundToSum([], 0), []);
});

test('a sum that rounding up and down cannot give is refused', () => {
  assert.throws(() => roundToSum([1.2, 2.3], 6), /expected a sum that 1.2, 2.3 can be rounded to, found 6/);
  assert.throws(() => roundToSum([1.2, 2.3], 3.5), RangeError);
});

test('any values are rounded by less than one and add up', () => {
  const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(values, (exact) => {
      const sum = Math.round(exact.reduce((total, value) => total + value, 0));
      const rounded = roundToSum(exact, sum);
      return (
        rounded.reduce((total, value) => total + value, 0) === sum &&
        rounded.every((value, index) => Math.abs(value - (exact[index] ?? NaN)) < 1)
      );
    }),
  );
});
